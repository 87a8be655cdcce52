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

use super::ledger::Ledger;
use super::plan::{Plan, Staff};
use super::queue::Queue;
use super::rates::{ClassRates, Follow, Rates, WAYS};
use super::{Entry, Flow, Lag, Parameters, Station, Total, Unused};
use crate::random::{Purpose, Stream, Streams, power};

/// Purposes of draws that decide where people go lie beside those of how long they stay.
const ROUTES: u16 = 32;
/// The time of what is drawn at the start, which no day or month has.
const START: u32 = u32::MAX;
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

/// A stream for every station: how long people stay, and where they go next.
pub(super) struct Draws {
    pub(super) stay: [Stream; Station::ALL.len()],
    pub(super) route: [Stream; Station::ALL.len()],
}

impl Draws {
    pub(super) fn new(streams: &Streams) -> Self {
        let open = |base: u16| {
            std::array::from_fn(|at| streams.open(Purpose::Station(base + at as u16), START))
        };
        Self { stay: open(0), route: open(ROUTES) }
    }

    /// Moves every stream to a day or month.
    pub(super) fn seek(&mut self, time: u32) {
        for stream in self.stay.iter_mut().chain(&mut self.route) {
            stream.seek(time);
        }
    }
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

/// Ledger and queues, kept from one replication to the next for their memory.
pub(super) struct Books {
    pub(super) ledger: Ledger,
    /// Per track.
    pub(super) queues: Vec<Queue>,
    pub(super) ready: Queue,
}

impl Books {
    /// Queues that reach from `before` periods before the start to `after` periods after it.
    pub(super) fn new(plan: &Plan, before: u32, after: u32) -> Self {
        Self {
            ledger: Ledger::new(plan.classes()),
            queues: plan.members.iter().map(|m| Queue::new(m.len(), before, after)).collect(),
            ready: Queue::new(plan.classes(), before, after),
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
        let transfer = self.route(Station::Registration).binomial(n, share);
        self.enter(Station::Transfer, class, transfer, 0);
        self.wait_for_officer(class, n - transfer);
    }

    pub(super) fn decide(&mut self, class: usize, n: u32) {
        let ClassRates { grant, appeal, .. } = self.rates.classes[class];
        let grants = self.route(Station::Service).binomial(n, grant);
        let rejections = n - grants;
        let appeals = self.route(Station::Service).binomial(rejections, appeal);
        let ledger = &mut self.books.ledger;
        ledger.count(Flow::Granted, class, grants);
        ledger.count(Flow::Rejected, class, rejections);
        ledger.count(Flow::Appealed, class, appeals);
        self.grant(class, grants);
        self.enter(Station::Appeal, class, appeals, 0);
        self.depart(class, rejections - appeals);
    }

    fn rule(&mut self, class: usize, n: u32) {
        let ClassRates { upheld, remand, .. } = self.rates.classes[class];
        let upheld = self.route(Station::Appeal).binomial(n, upheld);
        let remanded = self.route(Station::Appeal).binomial(upheld, remand);
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
            let family = self.route(Station::Lag).poisson_sum(n, mean, none);
            self.enter(Station::Abroad, class, family, delay_days);
        }
        let own = self.route(Station::Ready).binomial(n, own_home);
        self.books.ledger.count(Flow::OwnHome, class, own);
        self.house(class, n - own);
    }

    /// Relatives cross the border.
    fn come(&mut self, class: usize, n: u32) {
        let share = self.rates.classes[class].enters;
        let reception = self.route(Station::Abroad).binomial(n, share);
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
            let part = self.route(Station::Voluntary).binomial(left, chance);
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
        self.books.ready.push(class, self.now, n);
    }

    fn enter(&mut self, station: Station, class: usize, n: u32, delay_days: u32) {
        if n == 0 {
            return;
        }
        self.books.ledger.enter(station, class, n);
        if let Some(stay) = self.lag(station, class) {
            let stream = &mut self.draws.stay[station as usize];
            self.stays.enter(station, class, n, stay, delay_days, stream);
        }
    }

    /// The stay in a station that people leave by the calendar.
    #[inline]
    pub(super) fn lag(&self, station: Station, class: usize) -> Option<Stay<'a>> {
        self.lags[station as usize * self.plan.classes() + class]
    }

    /// Who disappears from the queue or comes of age in a queue within some days: whoever it is, whenever
    /// they came.
    pub(super) fn lose(&mut self, days: u32) {
        let model = self.plan.model;
        let within = |chance: f64| if days == 1 { chance } else { 1.0 - power(1.0 - chance, days) };
        let Books { ledger, queues, ready } = &mut *self.books;
        let stream = &mut self.draws.route[Station::Queue as usize];
        for (class, of) in self.parameters.classes.iter().enumerate() {
            let (place, queue) = (self.plan.place[class], &mut queues[model.classes[class].track]);
            let waiting = ledger.stock(Station::Queue, class);
            let lost = stream.binomial(waiting, within(of.disappear));
            for _ in 0..lost {
                queue.lose(place, stream);
            }
            ledger.leave(Station::Queue, class, lost);
            ledger.count(Flow::Disappeared, class, lost);
            let Some(adult) = model.classes[class].adult else { continue };
            for (station, queue, from, to) in [
                (Station::Queue, queue, place, self.plan.place[adult]),
                (Station::Ready, &mut *ready, class, adult),
            ] {
                let older = stream.binomial(ledger.stock(station, class), within(of.of_age));
                for _ in 0..older {
                    let since = queue.lose(from, stream);
                    queue.push(to, since, 1);
                }
                ledger.leave(station, class, older);
                ledger.enter(station, adult, older);
                ledger.count(Flow::OfAge, class, older);
            }
        }
    }

    /// Gives out the homes of a period to whoever waits longest.
    pub(super) fn release(&mut self, new_places: f64) {
        self.places += new_places;
        let whole = (self.places + ROUNDING).max(0.0) as u32;
        let Books { ready, ledger, .. } = &mut *self.books;
        let housed = whole.min(ready.len());
        ready.take(housed, &mut self.draws.route[Station::Ready as usize], |class, n, _| {
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

    #[inline]
    pub(super) fn route(&mut self, station: Station) -> &mut Stream {
        &mut self.draws.route[station as usize]
    }
}
