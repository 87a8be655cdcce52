//! Where people go next: the rules of the chain on counts, shared by the engines that keep counts.
//!
//! ```text
//! arrive -> Registration -> lodge -> Transfer, or
//!           Queue -> Service -> decide -> grant, Appeal or depart
//!                               Appeal -> rule -> grant, depart or Queue again (remand)
//! grant  -> own home, or house -> Lag -> Ready -> housed
//!        and relatives: Abroad -> come -> own home, or house
//! depart -> Voluntary, Forced, Unsupervised or Return
//! ```

use super::draws::Draws;
use super::ledger::Ledger;
use super::plan::{Plan, Staff};
use super::queue::Queue;
use super::rates::{ClassRates, Follow, Rates, WAYS};
use super::{Entry, Flow, Lag, Parameters, Station, Total, Unused};
use crate::random::{Stream, Streams, power};

/// A place a little short of whole by rounding is whole.
pub(super) const ROUNDING: f64 = 1e-6;

/// Keeps who is in a station for a while.
pub(super) trait Stays {
    /// Lets `n` persons enter a station now for a stay of `lag` and `delay` days more. `of_age` is the
    /// class to which minors go over, with their chance per day.
    fn enter(
        &mut self,
        station: Station,
        class: usize,
        n: u32,
        stay: Stay<'_>,
        delay_days: u32,
        stream: &mut Stream,
    );
}

/// How long somebody stays in a station.
#[derive(Clone, Copy)]
pub(super) struct Stay<'a> {
    pub(super) lag: &'a Lag,
    /// For minors, the class after coming of age and the chance per day of it.
    pub(super) of_age: Option<(usize, f64)>,
}

/// The stays of every station that people leave by the calendar, by station and class.
pub(super) fn lags<'a>(plan: &Plan, parameters: &'a Parameters) -> Vec<Option<Stay<'a>>> {
    let stay = |station: Station, class: usize| {
        let of = &parameters.classes[class];
        // Relatives abroad do not come of age: they arrive as what they are.
        let adult = plan.model.classes[class].adult;
        let ages = station != Station::Abroad && of.of_age > 0.0;
        let of_age = adult.filter(|_| ages).map(|adult| (adult, of.of_age));
        of.lag(station).map(|lag| Stay { lag, of_age })
    };
    let of_station = |station: &Station| {
        let station = *station;
        (0..plan.classes()).map(move |class| stay(station, class))
    };
    Station::ALL.iter().flat_map(of_station).collect()
}

/// The state of a replication that keeps counts.
pub(super) struct Chain<'a, S> {
    pub(super) plan: &'a Plan<'a>,
    pub(super) parameters: &'a Parameters,
    pub(super) draws: Draws,
    pub(super) books: &'a mut Books,
    pub(super) stays: &'a mut S,
    /// By station and class.
    lags: Vec<Option<Stay<'a>>>,
    pub(super) staff: Staff,
    /// By class, those of the month.
    rates: Rates,
    pub(super) month: usize,
    /// Day or month of the run, as the queues count.
    pub(super) now: i32,
    /// Part of a place that is not whole yet, and whole places that were kept.
    places: f64,
}

/// Decisions that were made and not worked out yet.
#[derive(Clone, Copy, Default)]
struct Decided {
    grants: u32,
    /// Of whom it is not known yet whether they appeal.
    rejections: u32,
    appeals: u32,
    departures: u32,
}

/// Ledger and queues, kept from one replication to the next for their memory.
pub(super) struct Books {
    pub(super) ledger: Ledger,
    /// Per track.
    pub(super) queues: Vec<Queue>,
    pub(super) ready: Queue,
    /// By the class under which the cases go on.
    decided: Vec<Decided>,
}

impl Books {
    /// Queues that reach from `before` periods before the start to `after` periods after it.
    pub(super) fn new(plan: &Plan, before: u32, after: u32) -> Self {
        Self {
            ledger: Ledger::new(plan.classes()),
            queues: plan.members.iter().map(|m| Queue::new(m.len(), before, after)).collect(),
            ready: Queue::new(plan.standing[Station::Ready as usize].len(), before, after),
            decided: vec![Decided::default(); plan.classes()],
        }
    }

    pub(super) fn clear(&mut self) {
        self.ledger.clear();
        self.queues.iter_mut().for_each(Queue::clear);
        self.ready.clear();
    }
}

impl<'a, S: Stays> Chain<'a, S> {
    pub(super) fn new(
        plan: &'a Plan<'a>,
        parameters: &'a Parameters,
        streams: &Streams,
        books: &'a mut Books,
        stays: &'a mut S,
    ) -> Self {
        books.clear();
        Self {
            plan,
            parameters,
            draws: Draws::new(streams),
            books,
            stays,
            lags: lags(plan, parameters),
            staff: Staff::default(),
            rates: Rates::default(),
            month: 0,
            now: -1,
            places: 0.0,
        }
    }

    /// Looks up what holds in a month.
    pub(super) fn turn(&mut self, month: usize) {
        self.month = month;
        self.staff = Staff::of(self.parameters, month);
        self.rates.turn(self.parameters, month);
    }

    /// People from a source.
    pub(super) fn arrive(&mut self, class: usize, n: u32) {
        self.books.ledger.count(Flow::Arrived, class, n);
        match self.plan.model.classes[class].entry {
            Entry::Procedure => self.enter(Station::Registration, class, n, 0),
            Entry::Housing => self.house(class, n),
            Entry::Departure => self.depart(class, n),
            // The parameters are refused when somebody arrives so.
            Entry::Decision => {}
        }
    }

    /// The stay in a station ends.
    pub(super) fn leave(&mut self, station: Station, class: usize, n: u32) {
        let ledger = &mut self.books.ledger;
        ledger.leave(station, class, n);
        match station {
            Station::Registration => self.lodge(class, n),
            Station::Transfer => ledger.count(Flow::Transferred, class, n),
            Station::Service => self.decide(class, n),
            Station::Appeal => self.rule(class, n),
            Station::Voluntary => ledger.count(Flow::LeftVoluntary, class, n),
            Station::Forced => ledger.count(Flow::LeftForced, class, n),
            Station::Unsupervised => ledger.count(Flow::LeftUnsupervised, class, n),
            Station::Return => ledger.count(Flow::LeftReturn, class, n),
            Station::Lag => self.wait_for_home(class, n),
            Station::Abroad => self.come(class, n),
            Station::Queue => ledger.count(Flow::Disappeared, class, n),
            Station::Ready => ledger.count(Flow::Housed, class, n),
        }
    }

    fn lodge(&mut self, class: usize, n: u32) {
        self.books.ledger.count(Flow::Lodged, class, n);
        let share = self.rates.classes[class].transfer;
        let transfer = self.draws.route(Station::Registration).binomial(n, share);
        self.enter(Station::Transfer, self.plan.after[class], transfer, 0);
        self.wait_for_officer(class, n - transfer);
    }

    /// Officers decide; what follows waits for [`Self::work_out`].
    fn decide(&mut self, class: usize, n: u32) {
        let grant = self.rates.classes[class].grant;
        let grants = self.draws.route(Station::Service).binomial(n, grant);
        let Books { ledger, decided, .. } = &mut *self.books;
        ledger.count(Flow::Granted, class, grants);
        ledger.count(Flow::Rejected, class, n - grants);
        let after = self.plan.after[class];
        let (appeal, usual) = (self.rates.classes[class].appeal, self.rates.classes[after].appeal);
        let decided = &mut decided[after];
        decided.grants += grants;
        if appeal == usual {
            decided.rejections += n - grants;
        } else {
            let appeals = self.draws.route(Station::Service).binomial(n - grants, appeal);
            decided.appeals += appeals;
            decided.departures += n - grants - appeals;
        }
    }

    /// What follows from the decisions of a period, all classes that go on alike together.
    pub(super) fn work_out(&mut self) {
        let plan = self.plan;
        for class in &plan.standing[Station::Appeal as usize] {
            let class = *class;
            let of = std::mem::take(&mut self.books.decided[class]);
            let chance = self.rates.classes[class].appeal;
            let more = self.draws.route(Station::Service).binomial(of.rejections, chance);
            self.books.ledger.count(Flow::Appealed, class, of.appeals + more);
            self.grant(class, of.grants);
            self.enter(Station::Appeal, class, of.appeals + more, 0);
            self.depart(class, of.departures + of.rejections - more);
        }
    }

    fn rule(&mut self, class: usize, n: u32) {
        let ClassRates { upheld, remand, .. } = self.rates.classes[class];
        let upheld = self.draws.route(Station::Appeal).binomial(n, upheld);
        let remanded = self.draws.route(Station::Appeal).binomial(upheld, remand);
        let ledger = &mut self.books.ledger;
        ledger.count(Flow::Ruled, class, n);
        ledger.count(Flow::Upheld, class, upheld);
        ledger.count(Flow::Remanded, class, remanded);
        self.wait_for_officer(class, remanded);
        self.grant(class, upheld - remanded);
        self.depart(class, n - upheld);
    }

    fn grant(&mut self, class: usize, n: u32) {
        if n == 0 {
            return;
        }
        let ClassRates { follow: (from, until), own_home, .. } = self.rates.classes[class];
        for at in from..until {
            let Follow { class, mean, none, delay_days } = self.rates.follow[at];
            let family = self.draws.route(Station::Lag).poisson_sum(n, mean, none);
            self.enter(Station::Abroad, class, family, delay_days);
        }
        let own = self.draws.route(Station::Ready).binomial(n, own_home);
        self.books.ledger.count(Flow::OwnHome, class, own);
        self.house(class, n - own);
    }

    /// Relatives cross the border.
    fn come(&mut self, class: usize, n: u32) {
        let share = self.rates.classes[class].enters;
        let reception = self.draws.route(Station::Abroad).binomial(n, share);
        let ledger = &mut self.books.ledger;
        ledger.count(Flow::RelativesArrived, class, n);
        ledger.count(Flow::RelativesReception, class, reception);
        ledger.count(Flow::OwnHome, class, n - reception);
        self.house(class, reception);
    }

    fn house(&mut self, class: usize, n: u32) {
        if self.lag(Station::Lag, class).is_some() {
            self.enter(Station::Lag, class, n, 0);
        } else {
            self.wait_for_home(class, n);
        }
    }

    fn depart(&mut self, class: usize, n: u32) {
        let mut left = n;
        for (way, station) in WAYS.into_iter().enumerate() {
            if left == 0 {
                return;
            }
            let chance = self.rates.classes[class].ways[way];
            let part = self.draws.route(Station::Voluntary).binomial(left, chance);
            self.enter(station, class, part, 0);
            left -= part;
        }
    }

    pub(super) fn wait_for_officer(&mut self, class: usize, n: u32) {
        self.books.ledger.enter(Station::Queue, class, n);
        let track = self.plan.model.classes[class].track;
        self.books.queues[track].push(self.plan.place[class], self.now, n);
    }

    pub(super) fn wait_for_home(&mut self, class: usize, n: u32) {
        self.books.ledger.enter(Station::Ready, class, n);
        self.books.ready.push(self.plan.slot(Station::Ready, class), self.now, n);
    }

    fn enter(&mut self, station: Station, class: usize, n: u32, delay_days: u32) {
        if n == 0 {
            return;
        }
        self.books.ledger.enter(station, class, n);
        if let Some(stay) = self.lag(station, class) {
            let stream = self.draws.stay(station);
            self.stays.enter(station, class, n, stay, delay_days, stream);
        }
    }

    /// The stay in a station that people leave by the calendar.
    #[inline]
    pub(super) fn lag(&self, station: Station, class: usize) -> Option<Stay<'a>> {
        self.lags[station as usize * self.plan.classes() + class]
    }

    /// Who disappears from a queue or comes of age in one within some days: whoever it is, whenever they
    /// came.
    pub(super) fn lose(&mut self, days: u32) {
        let plan = self.plan;
        let within = |chance: f64| if days == 1 { chance } else { 1.0 - power(1.0 - chance, days) };
        let Books { ledger, queues, ready, .. } = &mut *self.books;
        let stream = self.draws.route(Station::Queue);
        let chances = |class: &usize| self.parameters.classes[*class].disappear;
        for (queue, members) in queues.iter_mut().zip(&plan.members) {
            // As many as if the chance of all were the largest, of whom each goes with the part that is theirs.
            let most = members.iter().map(chances).fold(0.0, f64::max);
            for _ in 0..stream.binomial(queue.len(), within(most)) {
                let (place, since) = queue.lose_any(stream);
                let class = members[place];
                let chance = chances(&class);
                if chance < most && !stream.happens(within(chance) / within(most)) {
                    queue.push(place, since, 1);
                    continue;
                }
                ledger.leave(Station::Queue, class, 1);
                ledger.count(Flow::Disappeared, class, 1);
            }
        }
        for &(minor, adult) in &plan.minors {
            let chance = within(self.parameters.classes[minor].of_age);
            let track = plan.model.classes[minor].track;
            let slot = |class| plan.slot(Station::Ready, class);
            for (station, queue, from, to) in [
                (Station::Queue, &mut queues[track], plan.place[minor], plan.place[adult]),
                (Station::Ready, &mut *ready, slot(minor), slot(adult)),
            ] {
                let older = stream.binomial(ledger.stock(station, minor), chance);
                for _ in 0..older {
                    let since = queue.lose(from, stream);
                    queue.push(to, since, 1);
                }
                ledger.leave(station, minor, older);
                ledger.enter(station, adult, older);
                ledger.count(Flow::OfAge, minor, older);
            }
        }
    }

    /// Gives out the homes of a period to whoever waits longest.
    pub(super) fn release(&mut self, new_places: f64) {
        self.places += new_places;
        let whole = (self.places + ROUNDING).max(0.0) as u32;
        let Books { ready, ledger, .. } = &mut *self.books;
        let standing = &self.plan.standing[Station::Ready as usize];
        let housed = whole.min(ready.len());
        ready.take(housed, self.draws.route(Station::Ready), |slot, n, _| {
            let class = standing[slot];
            ledger.leave(Station::Ready, class, n);
            ledger.count(Flow::Housed, class, n);
        });
        ledger.add(Total::PlacesUnused, i64::from(whole - housed));
        let kept = match self.parameters.unused_places {
            Unused::Lapse => whole,
            Unused::Carry => housed,
        };
        self.places -= f64::from(kept);
    }

    /// Writes the month and what the queues look like at its end. `days` is the length of a period.
    pub(super) fn close(&mut self, days: f64, row: &mut [i32]) {
        let (mut waiting, mut over, mut ages) = (0_u64, 0, 0);
        for (queue, track) in self.books.queues.iter().zip(&self.plan.model.tracks) {
            let term = (f64::from(track.term_days) / days) as i32;
            let (old, sum) = queue.ages(self.now, self.now - term);
            waiting += u64::from(queue.len());
            over += i64::from(old);
            ages += sum;
        }
        let mean = if waiting > 0 { ages as f64 * days / waiting as f64 } else { 0.0 };
        let ledger = &mut self.books.ledger;
        ledger.add(Total::OverTerm, over);
        ledger.add(Total::QueueDays, mean as i64);
        ledger.close(self.plan, row);
    }
}
