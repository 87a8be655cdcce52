//! The persons engine: days, exact, every person by themselves.
//!
//! Written apart from the rules on counts, on purpose: the two check each other. A person in a station is
//! one event in the bucket of a day, 8 bytes; in a queue a place in line, 8 bytes. Who watches is told
//! every step, which gives waiting times and traces.

use std::collections::VecDeque;

use super::arrivals::spread;
use super::ledger::Ledger;
use super::plan::{Plan, Staff};
use super::route::{Draws, WAYS};
use super::{Entry, Flow, Parameters, Service, Station, Total, Unused};
use crate::random::{Purpose, Stream, Streams};

/// Who watches persons.
pub trait Witness {
    /// A person is in a station from this day on, -1 being the day before the run; `None`: left the chain.
    fn moved(&mut self, day: i32, person: u32, class: usize, to: Option<Station>);
    /// A case of a track came on a desk after so many days in the queue.
    fn waited(&mut self, track: usize, days: u32);
}

impl Witness for () {
    #[inline]
    fn moved(&mut self, _: i32, _: u32, _: usize, _: Option<Station>) {}
    #[inline]
    fn waited(&mut self, _: usize, _: u32) {}
}

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

#[derive(Clone, Copy)]
struct Waiting {
    person: u32,
    since: i16,
    class: u8,
    gone: bool,
}

/// A queue in its true order. Places count from the first person of the run.
#[derive(Default)]
struct Line {
    served: u32,
    waiting: VecDeque<Waiting>,
    /// Without those who are gone.
    len: u32,
}

impl Line {
    fn clear(&mut self) {
        self.waiting.clear();
        (self.served, self.len) = (0, 0);
    }

    fn get(&mut self, place: u32) -> Option<&mut Waiting> {
        let at = place.checked_sub(self.served)?;
        self.waiting.get_mut(at as usize).filter(|one| !one.gone)
    }

    fn next(&mut self) -> Option<Waiting> {
        while let Some(one) = self.waiting.pop_front() {
            self.served += 1;
            if !one.gone {
                self.len -= 1;
                return Some(one);
            }
        }
        None
    }
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
            lines: (0..=plan.model.tracks.len()).map(|_| Line::default()).collect(),
            arrivals: Vec::new(),
        }
    }
}

struct Chain<'a, W> {
    plan: &'a Plan<'a>,
    parameters: &'a Parameters,
    draws: Draws,
    space: &'a mut Workspace,
    witness: &'a mut W,
    month: usize,
    today: i32,
    persons: u32,
    places: f64,
}

/// Runs one replication; `rows` takes the columns, month by month.
pub(super) fn run<W: Witness>(
    plan: &Plan,
    parameters: &Parameters,
    streams: &Streams,
    space: &mut Workspace,
    rows: &mut [i32],
    witness: &mut W,
) {
    let mut arrivals = std::mem::take(&mut space.arrivals);
    let mut chain = begin(plan, parameters, streams, space, witness);
    let width = rows.len() / plan.model.months;
    for (month, row) in rows.chunks_exact_mut(width).enumerate() {
        chain.month = month;
        let staff = Staff::of(parameters, month);
        spread(plan, parameters, streams, month, &mut arrivals);
        for (day, arrivals) in arrivals.chunks_exact(plan.classes()).enumerate() {
            chain.day(plan.begins[month] + day as u32, arrivals, &staff);
        }
        chain.close(row);
    }
    space.arrivals = arrivals;
}

/// A chain with what stands in it at the start.
fn begin<'a, W: Witness>(
    plan: &'a Plan<'a>,
    parameters: &'a Parameters,
    streams: &Streams,
    space: &'a mut Workspace,
    witness: &'a mut W,
) -> Chain<'a, W> {
    space.ledger.clear();
    space.lines.iter_mut().for_each(Line::clear);
    let mut chain = Chain {
        plan,
        parameters,
        draws: Draws::new(streams),
        space,
        witness,
        month: 0,
        today: -1,
        persons: 0,
        places: 0.0,
    };
    chain.start(streams);
    chain
}

/// Shows the books of every day of the first month, with arrivals by day and class as given.
#[cfg(test)]
pub(super) fn by_day(plan: &Plan, arrivals: &[Vec<u32>], mut see: impl FnMut(&Ledger)) {
    let mut space = Workspace::new(plan);
    let mut witness = ();
    let parameters = &plan.model.parameters;
    let mut chain = begin(plan, parameters, &Streams::new(1, 0), &mut space, &mut witness);
    let staff = Staff::of(parameters, 0);
    for (day, arrivals) in arrivals.iter().enumerate() {
        chain.day(day as u32, arrivals, &staff);
        see(&chain.space.ledger);
    }
}

impl<W: Witness> Chain<'_, W> {
    fn start(&mut self, streams: &Streams) {
        let mut lines = Vec::new();
        for (at, warm) in self.plan.model.warm.iter().enumerate() {
            let mut stream = streams.open(Purpose::Warm(at as u16), 0);
            let (station, class) = (warm.station, warm.class);
            for age in &warm.ages {
                let since = -1 - age.days as i32;
                for _ in 0..age.count {
                    if matches!(station, Station::Queue | Station::Ready) {
                        lines.push((since, stream.bits(), station, class));
                        continue;
                    }
                    let person = self.new_person();
                    match self.parameters.classes[class].lag(station) {
                        Some(lag) => {
                            let days = lag.draw_rest(age.days, &mut stream);
                            self.stay(station, person, class, days);
                        }
                        None => self.begin(person, class),
                    }
                }
            }
        }
        // The longest waiting first; whoever came on the same day, by lot.
        lines.sort_unstable();
        for (since, _, station, class) in lines {
            self.today = since;
            let person = self.new_person();
            self.wait(station, person, class);
        }
        self.today = -1;
    }

    fn new_person(&mut self) -> u32 {
        self.persons += 1;
        self.persons - 1
    }

    fn day(&mut self, day: u32, arrivals: &[u32], staff: &Staff) {
        self.today = day as i32;
        self.draws.seek(day);
        for (class, n) in arrivals.iter().enumerate() {
            for _ in 0..*n {
                let person = self.new_person();
                self.space.ledger.count(Flow::Arrived, class, 1);
                match self.plan.model.classes[class].entry {
                    Entry::Procedure => self.enter(Station::Registration, person, class, 0),
                    Entry::Housing => self.house(person, class),
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
                let Some(one) = line.get(place) else { return };
                one.gone = true;
                let (person, class) = (one.person, usize::from(one.class));
                line.len -= 1;
                self.space.ledger.leave(Station::Queue, class, 1);
                self.out(Flow::Disappeared, person, class);
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

    fn leave(&mut self, station: Station, person: u32, class: usize) {
        self.space.ledger.leave(station, class, 1);
        match station {
            Station::Registration => self.lodge(person, class),
            Station::Transfer => self.out(Flow::Transferred, person, class),
            Station::Service => self.decide(person, class),
            Station::Appeal => self.rule(person, class),
            Station::Voluntary => self.out(Flow::LeftVoluntary, person, class),
            Station::Forced => self.out(Flow::LeftForced, person, class),
            Station::Unsupervised => self.out(Flow::LeftUnsupervised, person, class),
            Station::Return => self.out(Flow::LeftReturn, person, class),
            Station::Lag => self.wait(Station::Ready, person, class),
            Station::Abroad => self.come(person, class),
            Station::Queue | Station::Ready => {}
        }
    }

    fn out(&mut self, flow: Flow, person: u32, class: usize) {
        self.space.ledger.count(flow, class, 1);
        self.witness.moved(self.today, person, class, None);
    }

    fn lodge(&mut self, person: u32, class: usize) {
        self.space.ledger.count(Flow::Lodged, class, 1);
        let share = self.parameters.classes[class].transfer;
        if share > 0.0 && self.route(Station::Registration).happens(share) {
            self.enter(Station::Transfer, person, class, 0);
        } else {
            self.wait(Station::Queue, person, class);
        }
    }

    fn decide(&mut self, person: u32, class: usize) {
        let of = &self.parameters.classes[class];
        let chance = of.grant.at(self.month);
        if self.route(Station::Service).happens(chance) {
            self.space.ledger.count(Flow::Granted, class, 1);
            return self.grant(person, class);
        }
        self.space.ledger.count(Flow::Rejected, class, 1);
        if self.route(Station::Service).happens(of.appeal) {
            self.space.ledger.count(Flow::Appealed, class, 1);
            self.enter(Station::Appeal, person, class, 0);
        } else {
            self.depart(person, class);
        }
    }

    fn rule(&mut self, person: u32, class: usize) {
        let of = &self.parameters.classes[class];
        self.space.ledger.count(Flow::Ruled, class, 1);
        if !self.route(Station::Appeal).happens(of.upheld) {
            return self.depart(person, class);
        }
        self.space.ledger.count(Flow::Upheld, class, 1);
        if of.remand > 0.0 && self.route(Station::Appeal).happens(of.remand) {
            self.space.ledger.count(Flow::Remanded, class, 1);
            self.wait(Station::Queue, person, class);
        } else {
            self.grant(person, class);
        }
    }

    fn grant(&mut self, person: u32, class: usize) {
        let of = &self.parameters.classes[class];
        for relatives in &of.relatives {
            let mean = relatives.ratio.at(self.month);
            let delay_days = relatives.delay_days.at(self.month).max(0.0) as u32;
            for _ in 0..self.route(Station::Lag).poisson(mean) {
                let person = self.new_person();
                self.enter(Station::Abroad, person, relatives.class, delay_days);
            }
        }
        if of.own_home > 0.0 && self.route(Station::Ready).happens(of.own_home) {
            self.out(Flow::OwnHome, person, class);
        } else {
            self.house(person, class);
        }
    }

    fn come(&mut self, person: u32, class: usize) {
        self.space.ledger.count(Flow::RelativesArrived, class, 1);
        let share = self.parameters.classes[class].enters_reception;
        if self.route(Station::Abroad).happens(share) {
            self.space.ledger.count(Flow::RelativesReception, class, 1);
            self.house(person, class);
        } else {
            self.out(Flow::OwnHome, person, class);
        }
    }

    fn house(&mut self, person: u32, class: usize) {
        if self.parameters.classes[class].housing_lag.is_some() {
            self.enter(Station::Lag, person, class, 0);
        } else {
            self.wait(Station::Ready, person, class);
        }
    }

    fn depart(&mut self, person: u32, class: usize) {
        let ways = &self.parameters.classes[class].departure;
        let mut bar = self.route(Station::Voluntary).uniform();
        let mut way = ways.iter().rposition(|leave| leave.share > 0.0).unwrap_or(0);
        for (at, leave) in ways.iter().enumerate() {
            if bar < leave.share {
                way = at;
                break;
            }
            bar -= leave.share;
        }
        self.enter(WAYS[way], person, class, 0);
    }

    fn enter(&mut self, station: Station, person: u32, class: usize, delay_days: u32) {
        if let Some(lag) = self.parameters.classes[class].lag(station) {
            let days = lag.draw(&mut self.draws.stay[station as usize]) + delay_days;
            self.stay(station, person, class, days);
        }
    }

    /// A person is in a station for so many days from now.
    fn stay(&mut self, station: Station, person: u32, class: usize, days: u32) {
        self.space.ledger.enter(station, class, 1);
        self.witness.moved(self.today, person, class, Some(station));
        let mut leaves_as = class;
        let of_age = self.parameters.classes[class].of_age;
        if let Some(adult) = self.plan.model.classes[class].adult
            && of_age > 0.0
            && !matches!(station, Station::Abroad | Station::Service)
        {
            let until = self.draws.stay[station as usize].geometric(of_age);
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
        self.witness.moved(self.today, person, class, Some(station));
        let in_queue = station == Station::Queue;
        let of = &self.plan.model.classes[class];
        let at = if in_queue { of.track } else { self.plan.model.tracks.len() };
        let line = &mut self.space.lines[at];
        let place = line.served + line.waiting.len() as u32;
        line.len += 1;
        let (since, class_code) = (self.today as i16, class as u8);
        line.waiting.push_back(Waiting { person, since, class: class_code, gone: false });
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
        let whole = (self.places + super::route::ROUNDING).max(0.0) as u32;
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

    fn fill_desks(&mut self, staff: &Staff) {
        let tracks = self.plan.model.tracks.len();
        let waiting: Vec<u32> = self.space.lines[..tracks].iter().map(|line| line.len).collect();
        let at_desks = |members: &Vec<usize>| {
            members.iter().map(|class| self.space.ledger.stock(Station::Service, *class)).sum()
        };
        let busy: Vec<u32> = self.plan.members.iter().map(at_desks).collect();
        let begin = staff.assign(self.plan.model, &waiting, &busy);
        let at_work = busy.iter().chain(&begin).sum::<u32>();
        let ledger = &mut self.space.ledger;
        ledger.add(Total::BusyDays, i64::from(at_work));
        ledger.add(Total::IdleDays, i64::from(staff.workers.saturating_sub(at_work)));
        for (track, n) in begin.into_iter().enumerate() {
            for _ in 0..n {
                let Some(one) = self.space.lines[track].next() else { break };
                let class = usize::from(one.class);
                let days = self.today - i32::from(one.since);
                let ledger = &mut self.space.ledger;
                ledger.leave(Station::Queue, class, 1);
                ledger.count(Flow::Started, class, 1);
                ledger.add(Total::WaitedDays, i64::from(days));
                self.witness.waited(track, days as u32);
                self.begin(one.person, class);
            }
        }
    }

    fn begin(&mut self, person: u32, class: usize) {
        let track = self.plan.model.classes[class].track;
        let mean = self.parameters.service_days[track].at(self.month).max(1.0);
        let days = match self.plan.model.tracks[track].service {
            Service::Geometric => self.draws.stay[Station::Service as usize].geometric(1.0 / mean),
            Service::Fixed => (mean + 0.5) as u32,
        };
        self.stay(Station::Service, person, class, days);
    }

    fn close(&mut self, row: &mut [i32]) {
        let (mut waiting, mut over, mut ages) = (0_i64, 0, 0);
        for (line, track) in self.space.lines.iter().zip(&self.plan.model.tracks) {
            for one in line.waiting.iter().filter(|one| !one.gone) {
                let age = i64::from(self.today - i32::from(one.since));
                waiting += 1;
                over += i64::from(age > i64::from(track.term_days));
                ages += age;
            }
        }
        let ledger = &mut self.space.ledger;
        ledger.add(Total::OverTerm, over);
        ledger.add(Total::QueueDays, if waiting > 0 { ages / waiting } else { 0 });
        ledger.close(self.plan, row);
    }

    fn route(&mut self, station: Station) -> &mut Stream {
        &mut self.draws.route[station as usize]
    }
}
