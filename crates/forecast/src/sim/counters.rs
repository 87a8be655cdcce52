//! The counters engine: days, exact in distribution, persons as numbers.
//!
//! Every stay is drawn, but only how many of a class leave a station on a day is kept. Service is memoryless,
//! so that who is on a desk needs no date: each day a binomial part of the desks is finished.

use super::arrivals::spread;
use super::ledger::Ledger;
use super::plan::{Plan, Staff};
use super::queue::Queue;
use super::route::{Books, Chain, Draws, Stay, Stays};
use super::{Flow, Parameters, Service, Station, Total};
use crate::random::{Purpose, Stream, Streams};

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

/// Stays that are drawn together.
const AT_ONCE: usize = 64;

/// What a thread keeps from one replication to the next.
pub(super) struct Workspace {
    books: Books,
    calendar: Calendar,
    arrivals: Vec<u32>,
}

/// Exits by day.
struct Calendar {
    classes: usize,
    days: u32,
    today: i32,
    /// Persons by station, day and class.
    exits: Vec<u32>,
    stays: [u32; AT_ONCE],
    /// Per day, minors who come of age while they are in a station.
    of_age: Vec<Vec<(Station, u8)>>,
}

impl Calendar {
    fn at(&self, station: Station, day: u32) -> usize {
        (station as usize * self.days as usize + day as usize) * self.classes
    }

    /// Lets one person leave so many days from now. A minor leaves as an adult when they come of age
    /// before; that is memoryless, so it can be drawn anew in every station.
    #[inline]
    fn put(
        &mut self,
        station: Station,
        class: usize,
        days: u32,
        of_age: Option<(usize, f64)>,
        stream: &mut Stream,
    ) {
        let mut leaves_as = class;
        if let Some((adult, chance)) = of_age {
            let until = stream.geometric(chance);
            if until < days {
                leaves_as = adult;
                if let Some(day) = self.of_age.get_mut((self.today + until as i32) as usize) {
                    day.push((station, class as u8));
                }
            }
        }
        let day = (self.today + days as i32) as u32;
        if day < self.days {
            let at = self.at(station, day) + leaves_as;
            self.exits[at] += 1;
        }
    }
}

impl Stays for Calendar {
    #[inline]
    fn enter(
        &mut self,
        station: Station,
        class: usize,
        n: u32,
        stay: Stay<'_>,
        stream: &mut Stream,
    ) {
        if stay.of_age.is_some() {
            for _ in 0..n {
                let days = stay.lag.draw(stream) + stay.delay_days;
                self.put(station, class, days, stay.of_age, stream);
            }
            return;
        }
        let tomorrow = self.at(station, (self.today + 1) as u32);
        let last = self.at(station, self.days);
        // On the last day nothing lies ahead.
        let Some(ahead) = self.exits.get_mut(tomorrow + class..last) else { return };
        let mut left = n as usize;
        while left > 0 {
            let stays = &mut self.stays[..left.min(AT_ONCE)];
            stay.lag.draw_all(stays, stream);
            for days in &*stays {
                let days = days + stay.delay_days - 1;
                if let Some(exits) = ahead.get_mut(days as usize * self.classes) {
                    *exits += 1;
                }
            }
            left -= stays.len();
        }
    }
}

impl Workspace {
    pub(super) fn new(plan: &Plan) -> Self {
        let days = plan.days();
        let cells = Station::ALL.len() * days as usize * plan.classes();
        Self {
            books: Books::new(plan, plan.oldest_days + 1, days),
            calendar: Calendar {
                classes: plan.classes(),
                days,
                today: -1,
                exits: vec![0; cells],
                stays: [0; AT_ONCE],
                of_age: vec![Vec::new(); days as usize],
            },
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
        chain.month = month;
        chain.staff = Staff::of(parameters, month);
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
    space.books.clear();
    space.calendar.today = -1;
    let mut chain = Chain {
        plan,
        parameters,
        draws: Draws::new(streams),
        books: &mut space.books,
        stays: &mut space.calendar,
        staff: Staff::default(),
        month: 0,
        now: -1,
        places: 0.0,
    };
    chain.start(streams);
    (chain, &mut space.arrivals)
}

/// Shows the books of every day of the first month, with arrivals by day and class as given.
#[cfg(test)]
pub(super) fn by_day(plan: &Plan, arrivals: &[Vec<u32>], mut see: impl FnMut(&Ledger)) {
    let mut space = Workspace::new(plan);
    let parameters = &plan.model.parameters;
    let (mut chain, _) = begin(plan, parameters, &Streams::new(1, 0), &mut space);
    chain.staff = Staff::of(parameters, 0);
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
                let Some(stay) = self.stay(station, class, 0) else { continue };
                for _ in 0..age.count {
                    let days = stay.lag.draw_rest(age.days, &mut stream);
                    self.stays.put(station, class, days, stay.of_age, &mut stream);
                }
            }
        }
    }

    /// One day: arrivals, everything due, homes, desks.
    fn day(&mut self, day: u32, arrivals: &[u32]) {
        self.now = day as i32;
        self.stays.today = day as i32;
        self.draws.seek(day);
        for (class, n) in arrivals.iter().enumerate().filter(|(_, n)| **n > 0) {
            self.arrive(class, *n);
        }
        for station in BY_CALENDAR {
            let at = self.stays.at(station, day);
            for class in 0..self.plan.classes() {
                let n = std::mem::take(&mut self.stays.exits[at + class]);
                if n > 0 {
                    self.leave(station, class, n);
                }
            }
        }
        self.finish();
        self.come_of_age(day);
        self.lose(1);
        let length = f64::from(self.plan.lengths[self.month]);
        self.release(self.parameters.places.at(self.month) / length);
        self.fill_desks();
    }

    /// Desks where work is memoryless.
    fn finish(&mut self) {
        for (track, of) in self.plan.model.tracks.iter().enumerate() {
            if of.service == Service::Fixed {
                continue;
            }
            let chance = 1.0 / self.parameters.service_days[track].at(self.month).max(1.0);
            for class in &self.plan.members[track] {
                let busy = self.books.ledger.stock(Station::Service, *class);
                let done = self.draws.stay[Station::Service as usize].binomial(busy, chance);
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
        (self.plan.model.tracks[track].service == Service::Fixed).then_some((days + 0.5) as u32)
    }

    fn fill_desks(&mut self) {
        let model = self.plan.model;
        let waiting: Vec<u32> = self.books.queues.iter().map(Queue::len).collect();
        let at_desks = |members: &Vec<usize>| {
            members.iter().map(|class| self.books.ledger.stock(Station::Service, *class)).sum()
        };
        let busy: Vec<u32> = self.plan.members.iter().map(at_desks).collect();
        let begin = self.staff.assign(model, &waiting, &busy);
        let at_work = busy.iter().chain(&begin).sum::<u32>();
        let ledger = &mut self.books.ledger;
        ledger.add(Total::BusyDays, i64::from(at_work));
        ledger.add(Total::IdleDays, i64::from(self.staff.workers.saturating_sub(at_work)));
        for (track, n) in begin.into_iter().enumerate().filter(|(_, n)| *n > 0) {
            let (members, now) = (&self.plan.members[track], self.now);
            let service = self.fixed_days(track);
            let Books { ledger, queues, .. } = &mut *self.books;
            let calendar = &mut *self.stays;
            let stream = &mut self.draws.route[Station::Service as usize];
            queues[track].take(n, stream, |place, n, since| {
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
    let Some(days) = fixed_days else { return };
    let day = (calendar.today + days as i32) as u32;
    if day < calendar.days {
        let at = calendar.at(Station::Service, day) + class;
        calendar.exits[at] += n;
    }
}
