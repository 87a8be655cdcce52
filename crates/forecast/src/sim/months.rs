//! The months engine: a step is a month, for answers while somebody moves a slider.
//!
//! The rules are those of the counters engine. What is approximate: whoever enters a station in a month
//! does so evenly over the month, independent of the station before; who stands somewhere at the start is
//! anyone of their ages; desks finish as many cases as their days allow, where the last cases of the month
//! wait; homes lapse by the month, not by the day. Cases on a desk are counted in the queue.

mod calendar;

use calendar::Calendar;

use super::arrivals::number;
use super::counters::BY_CALENDAR;
use super::plan::Plan;
use super::route::{Books, Chain};
use super::{Age, DecisionTime, Flow, Parameters, Station, Total};
use crate::random::{Purpose, Streams, power};

/// Mean days of a month: 400 years of the Gregorian calendar.
const MONTH_DAYS: f64 = 30.436_875;
/// Largest part of the newcomers of a month that is still on a desk at its end.
const ON_DESK_MAX: f64 = 0.9;
/// What a thread keeps from one replication to the next.
pub(super) struct Workspace {
    books: Books,
    calendar: Calendar,
    parts: Vec<(usize, u32, i32)>,
}

impl Workspace {
    pub(super) fn new(plan: &Plan) -> Self {
        let months = plan.model.months;
        let before = (f64::from(plan.oldest_days) / MONTH_DAYS) as u32 + 2;
        Self {
            books: Books::new(plan, before, months as u32),
            calendar: Calendar::new(plan),
            parts: Vec::new(),
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
    space.calendar.now = 0;
    let mut chain = Chain::new(plan, parameters, streams, &mut space.books, &mut space.calendar);
    chain.start(streams);
    let width = rows.len() / plan.model.months;
    for (month, row) in rows.chunks_exact_mut(width).enumerate() {
        chain.turn(month);
        chain.now = month as i32;
        chain.stays.now = month;
        chain.draws.seek(month as u32);
        chain.step(streams, &mut space.parts);
        chain.close(MONTH_DAYS, row);
    }
}

impl Chain<'_, Calendar> {
    fn start(&mut self, streams: &Streams) {
        let plan = self.plan;
        for (at, warm) in plan.model.warm.iter().enumerate() {
            let (station, class) = (warm.station, warm.class);
            let of_month = |age: &Age| (f64::from(age.days) / MONTH_DAYS) as i32;
            for ages in warm.ages.chunk_by(|one, next| of_month(one) == of_month(next)) {
                self.now = -1 - of_month(&ages[0]);
                let n = ages.iter().map(|age| age.count).sum();
                match station {
                    Station::Queue | Station::Service => self.wait_for_officer(class, n),
                    Station::Ready => self.wait_for_home(class, n),
                    _ => self.books.ledger.enter(station, class, n),
                }
            }
            if let Some(stay) = self.lag(station, class) {
                let mut stream = streams.open(Purpose::Warm(at as u16), 0);
                self.stays.rest(plan, at, stay.lag, &mut stream);
            }
        }
    }

    /// A month, in the order in which people go through it.
    fn step(&mut self, streams: &Streams, parts: &mut Vec<(usize, u32, i32)>) {
        let length = self.plan.lengths[self.month];
        // Twice half a month for who is there all month, once for newcomers: they are there half of it.
        self.come_of_age(length / 2);
        self.lose(length / 2);
        self.arrivals(streams);
        self.due(Station::Registration);
        self.lose(length - length / 2);
        self.work(length, parts);
        self.work_out();
        for station in &BY_CALENDAR[1..3] {
            self.due(*station);
        }
        self.due(Station::Abroad);
        for station in &BY_CALENDAR[3..8] {
            self.due(*station);
        }
        self.come_of_age(length - length / 2);
        self.release(self.parameters.places.at(self.month));
    }

    fn arrivals(&mut self, streams: &Streams) {
        for (source, parts) in self.parameters.mix.iter().enumerate() {
            let mut stream = streams.open(Purpose::Arrivals(source as u16), self.month as u32);
            let mut left =
                number(self.plan, &self.parameters.arrivals, self.month, source, &mut stream);
            let month = self.month;
            let weight = |at: usize| parts[at].weight.at(month).max(0.0);
            let mut rest: f64 = (0..parts.len()).map(weight).sum();
            let last = (0..parts.len()).rposition(|at| weight(at) > 0.0);
            for (at, part) in parts.iter().enumerate() {
                let chance = if Some(at) == last { 1.0 } else { weight(at) / rest };
                let n = stream.binomial(left, chance);
                rest -= weight(at);
                left -= n;
                self.arrive(part.class, n);
            }
        }
    }

    fn due(&mut self, station: Station) {
        let plan = self.plan;
        for class in &plan.standing[station as usize] {
            let n = self.stays.leaving(station, *class);
            if n > 0 {
                self.leave(station, *class, n);
            }
        }
    }

    fn come_of_age(&mut self, length: u32) {
        let plan = self.plan;
        for &(class, adult) in &plan.minors {
            let stays = 1.0 - self.parameters.classes[class].of_age;
            let chance = 1.0 - power(stays, length);
            for station in BY_CALENDAR {
                let stock = self.books.ledger.stock(station, class);
                if stock == 0 || matches!(station, Station::Abroad | Station::Service) {
                    continue;
                }
                let stream = self.draws.stay(Station::Queue);
                let n = stream.binomial(stock, chance);
                if n == 0 {
                    continue;
                }
                let start = stream.below(stock);
                self.stays.shift(station, [class, adult], n, stock, start);
                self.books.ledger.leave(station, class, n);
                self.books.ledger.enter(station, adult, n);
                self.books.ledger.count(Flow::OfAge, class, n);
            }
        }
    }

    /// Decisions of the month: each pool within its own days, then with what is left over.
    fn work(&mut self, length: u32, parts: &mut Vec<(usize, u32, i32)>) {
        let model = self.plan.model;
        let mut idle = 0;
        for (at, pool) in model.pools.iter().enumerate() {
            let mut days = self.staff.claim(at) * length;
            for track in &pool.tracks {
                self.decide_track(*track, length, &mut days, parts);
            }
            idle += days;
        }
        if model.pools.len() > 1 {
            for track in model.pools.iter().flat_map(|pool| &pool.tracks) {
                self.decide_track(*track, length, &mut idle, parts);
            }
        }
        let all = i64::from(self.staff.workers * length);
        self.books.ledger.add(Total::BusyDays, all - i64::from(idle));
        self.books.ledger.add(Total::IdleDays, i64::from(idle));
    }

    fn decide_track(
        &mut self,
        track: usize,
        length: u32,
        days: &mut u32,
        parts: &mut Vec<(usize, u32, i32)>,
    ) {
        let mean = self.parameters.service_days[track].at(self.month).max(1.0);
        let queue = &mut self.books.queues[track];
        let stream = self.draws.stay(Station::Service);
        let newcomers = queue.since(self.now);
        let on_desk = stream.binomial(newcomers, (mean / f64::from(length)).min(ON_DESK_MAX));
        let there = queue.len() - on_desk;
        let fixed = self.plan.model.tracks[track].service == DecisionTime::Fixed;
        let able = if fixed {
            (f64::from(*days) / mean) as u32
        } else {
            stream.binomial(*days, 1.0 / mean)
        };
        let done = able.min(there);
        if done < able {
            let used = f64::from(done) * mean;
            let spread = if fixed { 0.0 } else { libm::sqrt(used * (mean - 1.0)) };
            *days -= ((used + spread * stream.normal()).max(0.0) as u32).min(*days);
        } else {
            *days = 0;
        }
        queue.take(done, self.draws.route(Station::Queue), |place, n, since| {
            parts.push((place, n, since));
        });
        for (place, n, since) in parts.drain(..) {
            let class = self.plan.members[track][place];
            let waited = f64::from(self.now - since) * f64::from(n) * MONTH_DAYS;
            let ledger = &mut self.books.ledger;
            ledger.leave(Station::Queue, class, n);
            ledger.count(Flow::Started, class, n);
            ledger.add(Total::WaitedDays, waited as i64);
            ledger.enter(Station::Service, class, n);
            self.leave(Station::Service, class, n);
        }
    }
}
