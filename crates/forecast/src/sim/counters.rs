//! The counters engine: days, exact in distribution, persons as numbers.
//!
//! Every stay is drawn, but only how many of a class leave a station on a day is kept. Service is memoryless,
//! so that who is on a desk needs no date: each day a binomial part of each class is finished.

mod calendar;

use calendar::Calendar;

use super::arrivals::spread;
use super::ledger::Ledger;
use super::plan::Plan;
use super::route::{Books, Chain};
use super::{DecisionTime, Flow, Parameters, Station, Total};
use crate::random::{Purpose, Streams};

/// Stations that people leave by the calendar, in the order in which their exits are worked off.
pub(super) const BY_CALENDAR: [Station; 10] = [
    Station::Registration,
    Station::Transfer,
    Station::Appeal,
    Station::Voluntary,
    Station::Forced,
    Station::Unsupervised,
    Station::Return,
    Station::Lag,
    Station::Abroad,
    Station::Service,
];

/// What a thread keeps from one replication to the next.
pub(super) struct Workspace {
    books: Books,
    calendar: Calendar,
    arrivals: Vec<u32>,
}

impl Workspace {
    pub(super) fn new(plan: &Plan) -> Self {
        Self {
            books: Books::new(plan, plan.oldest_days + 1, plan.days()),
            calendar: Calendar::new(plan),
            arrivals: Vec::new(),
        }
    }
}

/// Runs one replication; `rows` takes the columns, month by month.
pub(super) fn run(
    plan: &Plan,
    parameters: &Parameters,
    streams: &Streams,
    space: &mut Workspace,
    rows: &mut [i32],
) {
    let (mut chain, arrivals) = begin(plan, parameters, streams, space);
    let width = rows.len() / plan.model.months;
    for (month, row) in rows.chunks_exact_mut(width).enumerate() {
        chain.turn(month);
        spread(plan, parameters, streams, month, arrivals);
        for (day, arrivals) in arrivals.chunks_exact(plan.classes()).enumerate() {
            chain.day(plan.begins[month] + day as u32, arrivals);
        }
        chain.close(1.0, row);
    }
}

/// A chain with what stands in it at the start, and the memory for arrivals.
fn begin<'a>(
    plan: &'a Plan<'a>,
    parameters: &'a Parameters,
    streams: &Streams,
    space: &'a mut Workspace,
) -> (Chain<'a, Calendar>, &'a mut Vec<u32>) {
    space.calendar.clear();
    let mut chain = Chain::new(plan, parameters, streams, &mut space.books, &mut space.calendar);
    chain.turn(0);
    chain.start(streams);
    (chain, &mut space.arrivals)
}

/// Shows the books of every day of the first month, with arrivals by day and class as given.
#[cfg(test)]
pub(super) fn by_day(plan: &Plan, arrivals: &[Vec<u32>], mut see: impl FnMut(&Ledger)) {
    let mut space = Workspace::new(plan);
    let parameters = &plan.model.parameters;
    let (mut chain, _) = begin(plan, parameters, &Streams::new(1, 0), &mut space);
    for (day, arrivals) in arrivals.iter().enumerate() {
        chain.day(day as u32, arrivals);
        see(&chain.books.ledger);
    }
}

impl Chain<'_, Calendar> {
    /// Puts what stands in the chain at the end of the day before the run.
    fn start(&mut self, streams: &Streams) {
        for (at, warm) in self.plan.model.warm.iter().enumerate() {
            let mut stream = streams.open(Purpose::Warm(at as u16), 0);
            let (station, class) = (warm.station, warm.class);
            for age in &warm.ages {
                self.now = -1 - age.days as i32;
                match station {
                    Station::Queue => self.wait_for_officer(class, age.count),
                    Station::Ready => self.wait_for_home(class, age.count),
                    Station::Service => {
                        let days = self.fixed_days(self.plan.model.classes[class].track);
                        to_desk(&mut self.books.ledger, self.stays, class, age.count, days);
                    }
                    _ => self.books.ledger.enter(station, class, age.count),
                }
                let Some(stay) = self.lag(station, class) else { continue };
                for _ in 0..age.count {
                    let days = stay.lag.draw_rest(age.days, &mut stream);
                    match stay.of_age {
                        None => self.stays.put(station, class, days, self.stays.horizon()),
                        Some(of_age) => {
                            self.stays.put_minor(station, class, days, of_age, &mut stream);
                        }
                    }
                }
            }
        }
    }

    /// One day: arrivals, everything due, homes, desks.
    fn day(&mut self, day: u32, arrivals: &[u32]) {
        let plan = self.plan;
        self.now = day as i32;
        self.stays.turn(day);
        self.draws.seek(day);
        for (class, n) in arrivals.iter().enumerate().filter(|(_, n)| **n > 0) {
            self.arrive(class, *n);
        }
        let mut due = std::mem::take(&mut self.stays.due);
        for station in BY_CALENDAR {
            self.stays.leaving(station, &mut due);
            let standing = &plan.standing[station as usize];
            for (class, n) in standing.iter().zip(&due).filter(|(_, n)| **n > 0) {
                self.leave(station, *class, *n);
            }
        }
        self.stays.due = due;
        self.finish();
        self.work_out();
        self.come_of_age(day);
        self.lose(1);
        let length = f64::from(self.plan.lengths[self.month]);
        self.release(self.parameters.places.at(self.month) / length);
        self.fill_desks();
    }

    /// Desks where work is memoryless: so many of each class are finished, whichever.
    fn finish(&mut self) {
        let plan = self.plan;
        for (track, members) in plan.members.iter().enumerate() {
            if self.fixed_days(track).is_some() {
                continue;
            }
            let chance = 1.0 / self.parameters.service_days[track].at(self.month).max(1.0);
            for class in members {
                let at_work = self.books.ledger.stock(Station::Service, *class);
                let done = self.draws.stay(Station::Service).binomial(at_work, chance);
                if done > 0 {
                    self.leave(Station::Service, *class, done);
                }
            }
        }
    }

    /// Minors in a station by the calendar of whom it was known that today is the day.
    fn come_of_age(&mut self, day: u32) {
        let mut today = std::mem::take(&mut self.stays.of_age[day as usize]);
        for (station, class) in today.drain(..) {
            let class = usize::from(class);
            if let Some(adult) = self.plan.model.classes[class].adult {
                self.books.ledger.leave(station, class, 1);
                self.books.ledger.enter(station, adult, 1);
                self.books.ledger.count(Flow::OfAge, class, 1);
            }
        }
        self.stays.of_age[day as usize] = today;
    }

    fn fixed_days(&self, track: usize) -> Option<u32> {
        let days = self.parameters.service_days[track].at(self.month).max(1.0);
        (self.plan.model.tracks[track].service == DecisionTime::Fixed)
            .then_some((days + 0.5) as u32)
    }

    fn fill_desks(&mut self) {
        let model = self.plan.model;
        let (waiting, busy) = (&mut self.stays.waiting, &mut self.stays.busy);
        for (track, queue) in self.books.queues.iter().enumerate() {
            let desks = self.plan.members[track].iter();
            waiting[track] = queue.len();
            busy[track] =
                desks.map(|class| self.books.ledger.stock(Station::Service, *class)).sum();
        }
        self.staff.assign(model, waiting, busy);
        let (begin, at_work) = (&self.staff.begin, self.staff.at_work);
        let ledger = &mut self.books.ledger;
        ledger.add(Total::BusyDays, i64::from(at_work));
        ledger.add(Total::IdleDays, i64::from(self.staff.workers.saturating_sub(at_work)));
        for (track, n) in begin.iter().enumerate().filter(|(_, n)| **n > 0) {
            let (members, now) = (&self.plan.members[track], self.now);
            let service = self.fixed_days(track);
            let Books { ledger, queues, .. } = &mut *self.books;
            let calendar = &mut *self.stays;
            let stream = self.draws.route(Station::Service);
            queues[track].take(*n, stream, |place, n, since| {
                let class = members[place];
                ledger.leave(Station::Queue, class, n);
                ledger.count(Flow::Started, class, n);
                ledger.add(Total::WaitedDays, i64::from(now - since) * i64::from(n));
                to_desk(ledger, calendar, class, n, service);
            });
        }
    }
}

/// Cases come on a desk. `fixed_days` is there when the work takes just that long.
fn to_desk(
    ledger: &mut Ledger,
    calendar: &mut Calendar,
    class: usize,
    n: u32,
    fixed_days: Option<u32>,
) {
    ledger.enter(Station::Service, class, n);
    for days in fixed_days.into_iter().flat_map(|days| (0..n).map(move |_| days)) {
        calendar.put(Station::Service, class, days, calendar.horizon());
    }
}
