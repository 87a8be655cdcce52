//! The months engine: a step is a month, for answers while somebody moves a slider.
//!
//! The rules are those of the counters engine. What is approximate: whoever enters a station in a month
//! does so evenly over the month, independent of the station before; desks finish as many cases as their
//! days allow, where the last cases of the month wait; homes lapse by the month, not by the day. Cases on
//! a desk are counted in the queue.

use std::sync::Arc;

use super::arrivals::number;
use super::counters::BY_CALENDAR;
use super::plan::{Plan, Staff};
use super::route::{Books, Chain, Draws, Stay, Stays};
use super::{Duration, Flow, Lag, Parameters, Service, Station, Total};
use crate::random::{Alias, Purpose, Stream, Streams, power};

/// Mean days of a month: 400 years of the Gregorian calendar.
const MONTH_DAYS: f64 = 30.436_875;
/// Persons per month of the support below which each is drawn by themselves.
const EACH_BELOW: u32 = 12;
/// Newcomers of an age at the start below which each is drawn by themselves.
const WARM_EACH_BELOW: u32 = 100;
/// Largest part of the newcomers of a month that is still on a desk at its end.
const ON_DESK_MAX: f64 = 0.9;
/// Distributions over months that are kept.
const KEPT_MAX: usize = 256;

/// What a thread keeps from one replication to the next.
pub(super) struct Workspace {
    books: Books,
    calendar: Calendar,
    parts: Vec<(usize, u32, i32)>,
}

/// Exits by month.
struct Calendar {
    classes: usize,
    months: usize,
    now: usize,
    /// Persons by station, month and class.
    exits: Vec<u32>,
    /// A stay in months, for entries spread over the first.
    offsets: Vec<Offsets>,
}

struct Offsets {
    /// Held, so that no other distribution can take its address.
    shape: Arc<Duration>,
    stretch: f64,
    shift_days: u32,
    chances: Vec<f64>,
    alias: Alias,
}

impl Offsets {
    fn new(lag: &Lag, shift_days: u32) -> Self {
        let longest = lag.shape.longest() as f64 * lag.stretch + f64::from(shift_days);
        let mut chances = vec![0.0; (longest / MONTH_DAYS) as usize + 2];
        for days in 1..=lag.shape.longest() {
            let chance = lag.shape.chance(days);
            let months = (days as f64 * lag.stretch + f64::from(shift_days)) / MONTH_DAYS;
            let later = months - libm::floor(months);
            chances[months as usize] += chance * (1.0 - later);
            chances[months as usize + 1] += chance * later;
        }
        let (shape, alias) = (Arc::clone(&lag.shape), Alias::new(&chances));
        Self { shape, stretch: lag.stretch, shift_days, chances, alias }
    }
}

impl Calendar {
    fn at(&self, station: Station, month: usize) -> usize {
        (station as usize * self.months + month) * self.classes
    }

    fn put(&mut self, station: Station, month: usize, class: usize, n: u32) {
        if month < self.months {
            let at = self.at(station, month) + class;
            self.exits[at] += n;
        }
    }

    fn offsets(&mut self, lag: &Lag, delay_days: u32) -> usize {
        let shift_days = lag.shift_days + delay_days;
        let known = self.offsets.iter().position(|one| {
            Arc::ptr_eq(&one.shape, &lag.shape)
                && one.stretch == lag.stretch
                && one.shift_days == shift_days
        });
        known.unwrap_or_else(|| {
            if self.offsets.len() == KEPT_MAX {
                self.offsets.clear();
            }
            self.offsets.push(Offsets::new(lag, shift_days));
            self.offsets.len() - 1
        })
    }

    /// Moves `n` of a class to another one within a station, a systematic sample of all `stock` by month
    /// of exit.
    fn shift(&mut self, station: Station, [from, to]: [usize; 2], n: u32, stock: u32, start: u32) {
        let (mut seen, mut moved) = (0, 0);
        for month in self.now..self.months {
            let at = self.at(station, month);
            seen += u64::from(self.exits[at + from]);
            let until = ((seen * u64::from(n) + u64::from(start)) / u64::from(stock)) as u32;
            self.exits[at + from] -= until - moved;
            self.exits[at + to] += until - moved;
            moved = until;
        }
    }
}

impl Stays for Calendar {
    fn enter(
        &mut self,
        station: Station,
        class: usize,
        n: u32,
        stay: Stay<'_>,
        stream: &mut Stream,
    ) {
        let at = self.offsets(stay.lag, stay.delay_days);
        let support = self.offsets[at].chances.len() as u32;
        if n < EACH_BELOW * support {
            for _ in 0..n {
                let month = self.now + self.offsets[at].alias.draw(stream);
                self.put(station, month, class, 1);
            }
            return;
        }
        let (mut left, mut rest) = (n, 1.0);
        for month in self.now..self.months {
            let known = self.offsets[at].chances.get(month - self.now);
            let Some(chance) = known.copied() else { break };
            let out = stream.binomial(left, chance / rest);
            self.put(station, month, class, out);
            left -= out;
            rest -= chance;
            if left == 0 || rest <= 0.0 {
                break;
            }
        }
    }
}

impl Workspace {
    pub(super) fn new(plan: &Plan) -> Self {
        let months = plan.model.months;
        let before = (f64::from(plan.oldest_days) / MONTH_DAYS) as u32 + 2;
        Self {
            books: Books::new(plan, before, months as u32),
            calendar: Calendar {
                classes: plan.classes(),
                months,
                now: 0,
                exits: vec![0; Station::ALL.len() * months * plan.classes()],
                offsets: Vec::new(),
            },
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
    space.books.clear();
    space.calendar.now = 0;
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
    let width = rows.len() / plan.model.months;
    for (month, row) in rows.chunks_exact_mut(width).enumerate() {
        chain.month = month;
        chain.now = month as i32;
        chain.stays.now = month;
        chain.staff = Staff::of(parameters, month);
        chain.draws.seek(month as u32);
        chain.step(streams, &mut space.parts);
        chain.close(MONTH_DAYS, row);
    }
}

impl Chain<'_, Calendar> {
    fn start(&mut self, streams: &Streams) {
        for (at, warm) in self.plan.model.warm.iter().enumerate() {
            let mut stream = streams.open(Purpose::Warm(at as u16), 0);
            let (station, class) = (warm.station, warm.class);
            for age in &warm.ages {
                self.now = -1 - (f64::from(age.days) / MONTH_DAYS) as i32;
                match station {
                    Station::Queue | Station::Service => self.wait_for_officer(class, age.count),
                    Station::Ready => self.wait_for_home(class, age.count),
                    _ => self.books.ledger.enter(station, class, age.count),
                }
                if let Some(stay) = self.stay(station, class, 0) {
                    self.rest(station, class, age.count, age.days, stay.lag, &mut stream);
                }
            }
        }
    }

    /// When people who have been somewhere for some days leave.
    fn rest(
        &mut self,
        station: Station,
        class: usize,
        n: u32,
        age: u32,
        lag: &Lag,
        stream: &mut Stream,
    ) {
        let begins = &self.plan.begins;
        let (mut left, mut rest) = (n, lag.beyond(age));
        if n < WARM_EACH_BELOW || rest <= 0.0 {
            for _ in 0..n {
                let day = lag.draw_rest(age, stream) - 1;
                let month = begins.partition_point(|begin| *begin <= day) - 1;
                self.stays.put(station, month, class, 1);
            }
            return;
        }
        for month in 0..self.plan.model.months {
            let later = lag.beyond(age + begins[month + 1]);
            let out = stream.binomial(left, (rest - later) / rest);
            self.stays.put(station, month, class, out);
            left -= out;
            rest = later;
            if left == 0 {
                break;
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
        let at = self.stays.at(station, self.month);
        for class in 0..self.plan.classes() {
            let n = std::mem::take(&mut self.stays.exits[at + class]);
            if n > 0 {
                self.leave(station, class, n);
            }
        }
    }

    fn come_of_age(&mut self, length: u32) {
        for class in 0..self.plan.classes() {
            let Some((adult, chance)) = self.of_age(class) else { continue };
            let chance = 1.0 - power(1.0 - chance, length);
            for station in BY_CALENDAR {
                let stock = self.books.ledger.stock(station, class);
                if stock == 0 || matches!(station, Station::Abroad | Station::Service) {
                    continue;
                }
                let stream = &mut self.draws.stay[Station::Queue as usize];
                let n = stream.binomial(stock, chance);
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
        let stream = &mut self.draws.stay[Station::Service as usize];
        let newcomers = queue.since(self.now);
        let on_desk = stream.binomial(newcomers, (mean / f64::from(length)).min(ON_DESK_MAX));
        let there = queue.len() - on_desk;
        let fixed = self.plan.model.tracks[track].service == Service::Fixed;
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
        queue.take(done, &mut self.draws.route[Station::Queue as usize], |place, n, since| {
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
