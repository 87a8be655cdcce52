//! The persons engine: days, exact, every person by themselves.
//!
//! Written apart from the rules on counts, on purpose: the two check each other. A person in a station is
//! one event in the bucket of a day, 8 bytes; in a queue a place in line, 8 bytes. Who watches is told
//! every step, which gives waiting times and traces.

mod line;
mod observer;
mod rules;

use line::Line;
pub use observer::{Observer, Waits, watch};

use super::arrivals::spread;
use super::draws::Draws;
use super::ledger::Ledger;
use super::plan::{Plan, Staff};
use super::rates::Rates;
use super::route::{ROUNDING, Stay, lags};
use super::{DecisionTime, Duration, Entry, Flow, Parameters, Station, Total, Unused};
use crate::random::{Purpose, Stream, Streams};

/// What happens on a day.
#[derive(Clone, Copy)]
enum Event {
    /// A stay ends.
    Leaves { person: u32, station: Station, class: u8 },
    /// A minor in a station comes of age; the exit is in the books under the class of after.
    OfAge { station: Station, class: u8 },
    /// A place in a line is given up.
    Disappears { line: u8, place: u32 },
    /// A minor in a line comes of age.
    OfAgeInLine { line: u8, place: u32 },
}

/// What a thread keeps from one replication to the next.
pub(super) struct Workspace {
    ledger: Ledger,
    days: Vec<Vec<Event>>,
    /// Per track, and the line for a home at the end.
    lines: Vec<Line>,
    arrivals: Vec<u32>,
}

impl Workspace {
    pub(super) fn new(plan: &Plan) -> Self {
        Self {
            ledger: Ledger::new(plan.classes()),
            days: vec![Vec::new(); plan.days() as usize],
            lines: (0..=plan.model.tracks.len()).map(|_| Line::new(plan)).collect(),
            arrivals: Vec::new(),
        }
    }
}

struct Simulation<'a, W> {
    plan: &'a Plan<'a>,
    parameters: &'a Parameters,
    draws: Draws,
    space: &'a mut Workspace,
    observer: &'a mut W,
    /// By station and class.
    lags: Vec<Option<Stay<'a>>>,
    rates: Rates,
    /// Per track, days on a desk and the mean that they were built for.
    desks: Vec<Duration>,
    means: Vec<f64>,
    month: usize,
    today: i32,
    persons: u32,
    places: f64,
}

/// Runs one replication; `rows` takes the columns, month by month.
pub(super) fn run<W: Observer>(
    plan: &Plan,
    parameters: &Parameters,
    streams: &Streams,
    space: &mut Workspace,
    rows: &mut [i32],
    observer: &mut W,
) {
    let mut arrivals = std::mem::take(&mut space.arrivals);
    let mut chain = begin(plan, parameters, streams, space, observer);
    let width = rows.len() / plan.model.months;
    for (month, row) in rows.chunks_exact_mut(width).enumerate() {
        chain.turn(month);
        let mut staff = Staff::of(parameters, month);
        spread(plan, parameters, streams, month, &mut arrivals);
        for (day, arrivals) in arrivals.chunks_exact(plan.classes()).enumerate() {
            chain.day(plan.begins[month] + day as u32, arrivals, &mut staff);
        }
        chain.close(row);
    }
    space.arrivals = arrivals;
}

/// A chain with what stands in it at the start.
fn begin<'a, W: Observer>(
    plan: &'a Plan<'a>,
    parameters: &'a Parameters,
    streams: &Streams,
    space: &'a mut Workspace,
    observer: &'a mut W,
) -> Simulation<'a, W> {
    space.ledger.clear();
    space.lines.iter_mut().for_each(Line::clear);
    let mut chain = Simulation {
        plan,
        parameters,
        draws: Draws::new(streams),
        space,
        observer,
        lags: lags(plan, parameters),
        rates: Rates::default(),
        desks: Vec::new(),
        means: Vec::new(),
        month: 0,
        today: -1,
        persons: 0,
        places: 0.0,
    };
    chain.turn(0);
    chain.start(streams);
    chain
}

/// Shows the books of every day of the first month, with arrivals by day and class as given.
#[cfg(test)]
pub(super) fn by_day(plan: &Plan, arrivals: &[Vec<u32>], mut see: impl FnMut(&Ledger)) {
    let mut space = Workspace::new(plan);
    let mut observer = ();
    let parameters = &plan.model.parameters;
    let mut chain = begin(plan, parameters, &Streams::new(1, 0), &mut space, &mut observer);
    let mut staff = Staff::of(parameters, 0);
    for (day, arrivals) in arrivals.iter().enumerate() {
        chain.day(day as u32, arrivals, &mut staff);
        see(&chain.space.ledger);
    }
}

impl<'a, W: Observer> Simulation<'a, W> {
    fn start(&mut self, streams: &Streams) {
        let mut lines = Vec::new();
        for (at, warm) in self.plan.model.warm.iter().enumerate() {
            let mut stream = streams.open(Purpose::Warm(at as u16), 0);
            let (station, class) = (warm.station, warm.class);
            for age in &warm.ages {
                let since = -1 - age.days as i32;
                for _ in 0..age.count {
                    if matches!(station, Station::Queue | Station::Ready) {
                        // In one number, because sorting numbers is fast: day, lot, station, class.
                        let day = u64::from((since - i32::from(i16::MIN)) as u16);
                        let ready = u64::from(station == Station::Ready);
                        let lot = u64::from(stream.bits());
                        lines.push(day << 48 | lot << 16 | ready << 8 | class as u64);
                        continue;
                    }
                    let person = self.new_person();
                    match self.lag(station, class) {
                        Some(Stay { lag, of_age }) => {
                            let days = lag.draw_rest(age.days, &mut stream);
                            self.stay(station, person, class, days, of_age);
                        }
                        None => self.begin(person, class),
                    }
                }
            }
        }
        // The longest waiting first; whoever came on the same day, by lot.
        lines.sort_unstable();
        for line in lines {
            self.today = (line >> 48) as i32 + i32::from(i16::MIN);
            let station = if line >> 8 & 1 == 1 { Station::Ready } else { Station::Queue };
            let class = usize::from(line as u8);
            let person = self.new_person();
            self.wait(station, person, class);
        }
        self.today = -1;
    }

    fn new_person(&mut self) -> u32 {
        self.persons += 1;
        self.persons - 1
    }

    fn day(&mut self, day: u32, arrivals: &[u32], staff: &mut Staff) {
        self.today = day as i32;
        self.draws.seek(day);
        for (class, n) in arrivals.iter().enumerate() {
            for _ in 0..*n {
                let person = self.new_person();
                self.space.ledger.count(Flow::Arrived, class, 1);
                match self.plan.model.classes[class].entry {
                    Entry::Procedure => self.enter(Station::Registration, person, class, 0),
                    Entry::Housing => self.house(person, class),
                    Entry::Departure => self.depart(person, class),
                    Entry::Decision => {}
                }
            }
        }
        let mut events = std::mem::take(&mut self.space.days[day as usize]);
        for event in events.drain(..) {
            self.happen(event);
        }
        self.space.days[day as usize] = events;
        self.release();
        self.fill_desks(staff);
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Leaves { person, station, class } => {
                self.leave(station, person, usize::from(class));
            }
            Event::OfAge { station, class } => self.come_of_age(station, usize::from(class)),
            Event::Disappears { line, place } => {
                let line = &mut self.space.lines[usize::from(line)];
                let Some(one) = line.give_up(place) else { return };
                let class = usize::from(one.class);
                self.space.ledger.leave(Station::Queue, class, 1);
                self.out(Flow::Disappeared, one.person, class);
            }
            Event::OfAgeInLine { line, place } => {
                let at = usize::from(line);
                let Some(one) = self.space.lines[at].get(place) else { return };
                let class = usize::from(one.class);
                let Some(adult) = self.plan.model.classes[class].adult else { return };
                one.class = adult as u8;
                let ready = at == self.plan.model.tracks.len();
                self.come_of_age(if ready { Station::Ready } else { Station::Queue }, class);
            }
        }
    }

    fn come_of_age(&mut self, station: Station, class: usize) {
        if let Some(adult) = self.plan.model.classes[class].adult {
            self.space.ledger.leave(station, class, 1);
            self.space.ledger.enter(station, adult, 1);
            self.space.ledger.count(Flow::OfAge, class, 1);
        }
    }

    /// The stay in a station that people leave by the calendar.
    fn lag(&self, station: Station, class: usize) -> Option<Stay<'a>> {
        self.lags[station as usize * self.plan.classes() + class]
    }

    fn enter(&mut self, station: Station, person: u32, class: usize, delay_days: u32) {
        if let Some(Stay { lag, of_age }) = self.lag(station, class) {
            let days = lag.draw(self.draws.stay(station)) + delay_days;
            self.stay(station, person, class, days, of_age);
        }
    }

    /// A person is in a station for so many days from now.
    fn stay(
        &mut self,
        station: Station,
        person: u32,
        class: usize,
        days: u32,
        of_age: Option<(usize, f64)>,
    ) {
        self.space.ledger.enter(station, class, 1);
        self.observer.moved(self.today, person, class, Some(station));
        let mut leaves_as = class;
        if let Some((adult, chance)) = of_age {
            let until = self.draws.stay(station).geometric_below(chance, days);
            if until < days {
                leaves_as = adult;
                self.on(until, Event::OfAge { station, class: class as u8 });
            }
        }
        self.on(days, Event::Leaves { person, station, class: leaves_as as u8 });
    }

    fn on(&mut self, days: u32, event: Event) {
        if let Some(day) = self.space.days.get_mut((self.today + days as i32) as usize) {
            day.push(event);
        }
    }

    /// A person joins a line. Losing patience and coming of age have no memory, so they are drawn here.
    fn wait(&mut self, station: Station, person: u32, class: usize) {
        self.space.ledger.enter(station, class, 1);
        self.observer.moved(self.today, person, class, Some(station));
        let in_queue = station == Station::Queue;
        let of = &self.plan.model.classes[class];
        let at = if in_queue { of.track } else { self.plan.model.tracks.len() };
        let place = self.space.lines[at].join(person, class, self.today);
        let chances = &self.parameters.classes[class];
        let line = at as u8;
        let now = self.today.max(-1) - self.today;
        if in_queue && chances.disappear > 0.0 {
            let days = self.route(Station::Queue).geometric(chances.disappear);
            self.on(days + now as u32, Event::Disappears { line, place });
        }
        if of.adult.is_some() && chances.of_age > 0.0 {
            let days = self.route(station).geometric(chances.of_age);
            self.on(days + now as u32, Event::OfAgeInLine { line, place });
        }
    }

    fn release(&mut self) {
        let length = f64::from(self.plan.lengths[self.month]);
        self.places += self.parameters.places.at(self.month) / length;
        let whole = (self.places + ROUNDING).max(0.0) as u32;
        let line = self.space.lines.len() - 1;
        let mut housed = 0;
        while housed < whole {
            let Some(one) = self.space.lines[line].next() else { break };
            let class = usize::from(one.class);
            self.space.ledger.leave(Station::Ready, class, 1);
            self.out(Flow::Housed, one.person, class);
            housed += 1;
        }
        self.space.ledger.add(Total::PlacesUnused, i64::from(whole - housed));
        let kept = match self.parameters.unused_places {
            Unused::Lapse => whole,
            Unused::Carry => housed,
        };
        self.places -= f64::from(kept);
    }

    fn fill_desks(&mut self, staff: &mut Staff) {
        let tracks = self.plan.model.tracks.len();
        let waiting: Vec<u32> = self.space.lines[..tracks].iter().map(|line| line.len).collect();
        let at_desks = |members: &Vec<usize>| {
            members.iter().map(|class| self.space.ledger.stock(Station::Service, *class)).sum()
        };
        let busy: Vec<u32> = self.plan.members.iter().map(at_desks).collect();
        staff.assign(self.plan.model, &waiting, &busy);
        let ledger = &mut self.space.ledger;
        ledger.add(Total::BusyDays, i64::from(staff.at_work));
        ledger.add(Total::IdleDays, i64::from(staff.workers.saturating_sub(staff.at_work)));
        for (track, n) in staff.begin.iter().enumerate() {
            for _ in 0..*n {
                let Some(one) = self.space.lines[track].next() else { break };
                let class = usize::from(one.class);
                let days = self.today - i32::from(one.since);
                let ledger = &mut self.space.ledger;
                ledger.leave(Station::Queue, class, 1);
                ledger.count(Flow::Started, class, 1);
                ledger.add(Total::WaitedDays, i64::from(days));
                self.observer.waited(track, days as u32);
                self.begin(one.person, class);
            }
        }
    }

    fn begin(&mut self, person: u32, class: usize) {
        let track = self.plan.model.classes[class].track;
        let days = self.desks[track].draw(self.draws.stay(Station::Service));
        self.stay(Station::Service, person, class, days, None);
    }

    /// Looks up what holds in a month.
    fn turn(&mut self, month: usize) {
        self.month = month;
        self.rates.turn(self.parameters, month);
        let tracks = self.plan.model.tracks.iter().zip(&self.parameters.service_days);
        for (at, (track, days)) in tracks.enumerate() {
            let mean = days.at(month).max(1.0);
            if self.means.get(at) == Some(&mean) {
                continue;
            }
            let desk = match track.service {
                DecisionTime::Geometric => Duration::geometric(mean),
                DecisionTime::Fixed => Duration::fixed((mean + 0.5) as u32),
            };
            self.means.truncate(at);
            self.desks.truncate(at);
            self.means.push(mean);
            self.desks.push(desk);
        }
    }

    fn close(&mut self, row: &mut [i32]) {
        let (mut waiting, mut over, mut ages) = (0, 0, 0);
        for (line, track) in self.space.lines.iter().zip(&self.plan.model.tracks) {
            let (there, late, days) = line.ages(self.today, track.term_days);
            waiting += u64::from(there);
            over += i64::from(late);
            ages += days;
        }
        let ledger = &mut self.space.ledger;
        ledger.add(Total::OverTerm, over);
        ledger.add(Total::QueueDays, ages.checked_div(waiting).unwrap_or(0) as i64);
        ledger.close(self.plan, row);
    }

    fn route(&mut self, station: Station) -> &mut Stream {
        self.draws.route(station)
    }
}
