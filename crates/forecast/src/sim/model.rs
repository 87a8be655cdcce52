//! What the chain looks like: classes, tracks, sources of arrivals, what stands at the start, what is counted.
//!
//! Places in the vectors are the ids: class 3 is `classes[3]`. What can differ between replications and
//! scenarios is not here but in [`Parameters`].

use thiserror::Error;

use super::{Arrivals, Flow, Parameters, Part, Reception, Station, Total};
use crate::{Kind, Month};

/// Longest run in months: ten years.
pub const MONTHS_MAX: usize = 120;
/// Most classes of a model.
pub const CLASSES_MAX: usize = 250;
/// Oldest age at the start that is told apart, in days: ten years.
pub const AGE_DAYS_MAX: u32 = 3_650;

/// One description of the chain, for every engine.
#[derive(Clone, Debug)]
pub struct Model {
    /// First month; the run starts with its first day, the stocks are those of the day before.
    pub start: Month,
    /// Length of the run, 1 to [`MONTHS_MAX`] months.
    pub months: usize,
    /// Nationality groups, by name (`syria`).
    pub groups: Vec<String>,
    /// Tracks of the procedure, by name.
    pub tracks: Vec<Track>,
    /// Divisions of the staff that decides. Every track of which cases are decided is in one of them.
    pub pools: Vec<Pool>,
    /// Classes of persons.
    pub classes: Vec<Class>,
    /// Where arrivals come from.
    pub sources: Vec<Source>,
    /// What stands in the chain at the start.
    pub warm: Vec<Warm>,
    /// Sums over some classes that are kept beside the fixed columns.
    pub watches: Vec<Watch>,
    /// The values of all parameters from which a replication departs.
    pub parameters: Parameters,
}

/// A track of the asylum procedure.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    /// Its name, such as `standard` or `pact_border`.
    pub name: String,
    /// How the work on a case is spread around its mean, [`Parameters::service_days`].
    pub service: DecisionTime,
    /// Legal term for a decision, in days from lodging.
    pub term_days: u32,
}

/// Working days of one case officer per decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecisionTime {
    /// Geometric with the mean of the month.
    Geometric,
    /// Always the mean, rounded to whole days, at least 1.
    Fixed,
}

/// A part of the staff and the tracks that it decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pool {
    /// Its name, such as `new` or `legacy`.
    pub name: String,
    /// Tracks in order of priority: the first goes before the second whenever it has a case waiting.
    pub tracks: Vec<usize>,
}

/// A class of persons who have the same rates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// Its name, for messages and tables.
    pub name: String,
    /// Place in [`Model::groups`].
    pub group: usize,
    /// Place in [`Model::tracks`].
    pub track: usize,
    /// Lives in reception.
    pub in_reception: bool,
    /// Is an unaccompanied minor; the class to which they go over when they come of age.
    pub adult: Option<usize>,
    /// Came as a relative of a status holder (nareis).
    pub relative: bool,
    /// Where persons of this class enter the chain.
    pub entry: Entry,
    /// The class that takes its new cases once the pact applies (the switch `pact.cutover`).
    pub pact: Option<usize>,
    /// The class under which its cases go on after the decision or the claim on another member state;
    /// `None`: this one. Groups differ in how they are decided, hardly in what comes after, and fewer
    /// classes are less work. A case that a court sends back is decided under it.
    pub after: Option<usize>,
}

impl Class {
    /// Whether an officer decides its cases.
    pub(super) fn is_decided(&self) -> bool {
        matches!(self.entry, Entry::Procedure | Entry::Decision) && !self.relative
    }

    /// Whether somebody of the class can be in a station; who comes of age there apart.
    pub(super) fn stands_in(&self, station: Station) -> bool {
        let settled = self.is_decided() && self.after.is_none();
        match station {
            Station::Registration => self.entry == Entry::Procedure && !self.relative,
            Station::Queue | Station::Service => self.is_decided(),
            Station::Transfer | Station::Appeal => settled,
            Station::Voluntary | Station::Forced | Station::Unsupervised | Station::Return => {
                settled || self.entry == Entry::Departure
            }
            Station::Lag | Station::Ready => {
                settled || self.relative || self.entry == Entry::Housing
            }
            Station::Abroad => self.relative,
        }
    }
}

/// The first station of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Registration, and a decision later.
    Procedure,
    /// Nobody comes from outside: the class of others after their decision.
    Decision,
    /// The way to a home, with a permit in hand: resettled persons.
    Housing,
    /// A way out of the country: files that do not follow from a decision.
    Departure,
}

/// A stream of arrivals with its own monthly numbers, see [`Parameters::arrivals`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name, such as `first.syria`.
    pub name: String,
    /// First, repeat or resettled. Relatives are no source: they follow from grants.
    pub kind: Kind,
    /// Place in [`Model::groups`].
    pub group: usize,
}

/// Persons of a class in a station at the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warm {
    /// Where they are. [`Station::Abroad`]: relatives who will come on grants of before the start.
    pub station: Station,
    /// Place in [`Model::classes`].
    pub class: usize,
    /// How many, and since when.
    pub ages: Vec<Age>,
}

/// Persons who have been in their station for some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Age {
    /// Persons.
    pub count: u32,
    /// Whole days in the station at the end of the day before the start, at most [`AGE_DAYS_MAX`]. Their
    /// remaining stay follows from it; 0 makes them newcomers. In a queue the oldest goes first.
    pub days: u32,
}

impl Warm {
    /// Persons who are all new in the station.
    pub fn fresh(station: Station, class: usize, count: u32) -> Self {
        Self { station, class, ages: vec![Age { count, days: 0 }] }
    }
}

/// A sum over some classes, kept for every month of every replication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watch {
    /// The name of its column.
    pub name: String,
    /// What is counted.
    pub output: Output,
    /// Places in [`Model::classes`].
    pub classes: Vec<usize>,
}

/// Something that is counted: stocks at the end of a month, flows during it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// Persons in a station.
    Stock(Station),
    /// Persons in reception by category.
    Reception(Reception),
    /// A flow.
    Flow(Flow),
    /// A quantity of the chain as a whole; it has no classes.
    Total(Total),
}

impl Output {
    /// The name of its fixed column: `stock.queue`, `reception.minors`, `flow.granted`, `total.ind`.
    pub fn name(self) -> String {
        match self {
            Self::Stock(station) => format!("stock.{station}"),
            Self::Reception(category) => format!("reception.{category}"),
            Self::Flow(flow) => format!("flow.{flow}"),
            Self::Total(total) => format!("total.{total}"),
        }
    }

    /// Every output, in the order of the fixed columns.
    pub fn all() -> impl Iterator<Item = Self> {
        let stocks = Station::ALL.iter().copied().map(Self::Stock);
        let reception = Reception::ALL.iter().copied().map(Self::Reception);
        let flows = Flow::ALL.iter().copied().map(Self::Flow);
        let totals = Total::ALL.iter().copied().map(Self::Total);
        stocks.chain(reception).chain(flows).chain(totals)
    }
}

/// A model that does not hang together.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("chain model: {0}")]
pub struct ModelError(pub String);

impl Model {
    /// Refuses a model that points outside itself.
    pub fn check(&self) -> Result<(), ModelError> {
        let wrong = |text: String| Err(ModelError(text));
        if !(1..=MONTHS_MAX).contains(&self.months) {
            return wrong(format!("{} months, 1 to {MONTHS_MAX}", self.months));
        }
        if !(1..=CLASSES_MAX).contains(&self.classes.len()) {
            return wrong(format!("{} classes, 1 to {CLASSES_MAX}", self.classes.len()));
        }
        let classes = self.classes.len();
        for class in &self.classes {
            let other = class.adult.into_iter().chain(class.pact).chain(class.after);
            if class.group >= self.groups.len()
                || class.track >= self.tracks.len()
                || other.into_iter().any(|other| other >= classes)
            {
                return wrong(format!("class {} refers to what is not there", class.name));
            }
            if class.adult.is_some_and(|adult| self.classes[adult].track != class.track) {
                return wrong(format!("class {} changes track on coming of age", class.name));
            }
            let goes_on = |after: usize| {
                let after = &self.classes[after];
                after.is_decided()
                    && after.after.is_none()
                    && after.adult.is_some() == class.adult.is_some()
            };
            if class.after.is_some_and(|after| !class.is_decided() || !goes_on(after)) {
                return wrong(format!("class {} cannot go on as it says", class.name));
            }
        }
        let pools = self.pools.iter().flat_map(|pool| &pool.tracks);
        let mut pooled = vec![0; self.tracks.len()];
        for track in pools {
            match pooled.get_mut(*track) {
                Some(times) => *times += 1,
                None => return wrong(format!("a pool with track {track}")),
            }
        }
        if pooled.iter().any(|times| *times > 1) {
            return wrong("a track in two pools".to_owned());
        }
        let decided =
            self.classes.iter().find(|class| class.is_decided() && pooled[class.track] == 0);
        if let Some(class) = decided {
            return wrong(format!("nobody decides the track of class {}", class.name));
        }
        for warm in &self.warm {
            if warm.class >= classes || warm.ages.iter().any(|age| age.days > AGE_DAYS_MAX) {
                return wrong(format!("warm stock in {}: class or age", warm.station));
            }
            let of = &self.classes[warm.class];
            if !of.stands_in(warm.station) {
                return wrong(format!("class {} never stands in {}", of.name, warm.station));
            }
        }
        for watch in &self.watches {
            let total = matches!(watch.output, Output::Total(_));
            if total || watch.classes.iter().any(|class| *class >= classes) {
                return wrong(format!("watch {} has no such classes", watch.name));
            }
        }
        self.fits(&self.parameters)
    }
}

impl Model {
    /// Refuses parameters that do not fit it.
    pub(crate) fn fits(&self, parameters: &Parameters) -> Result<(), ModelError> {
        let sizes = [
            ("mix", parameters.mix.len(), self.sources.len()),
            ("service_days", parameters.service_days.len(), self.tracks.len()),
            ("staff", parameters.staff.len(), self.pools.len()),
            ("classes", parameters.classes.len(), self.classes.len()),
            (
                "arrivals",
                match &parameters.arrivals {
                    Arrivals::Counts(counts) => counts.len(),
                    Arrivals::Expected(means) => means.len(),
                },
                self.sources.len() * self.months,
            ),
        ];
        if let Some((name, found, expected)) = sizes.iter().find(|(_, a, b)| a != b) {
            return Err(ModelError(format!("{name}: {found} values, not {expected}")));
        }
        let lag_at_start = self.warm.iter().find(|warm| {
            warm.station == Station::Lag && parameters.classes[warm.class].housing_lag.is_none()
        });
        if let Some(warm) = lag_at_start {
            let name = &self.classes[warm.class].name;
            return Err(ModelError(format!("class {name} stands in a lag that it does not have")));
        }
        let inside = |class: usize| class < self.classes.len();
        let comes = |class: &Class| !class.relative && class.entry != Entry::Decision;
        let arrives = |part: &Part| inside(part.class) && comes(&self.classes[part.class]);
        let relatives = parameters.classes.iter().flat_map(|class| &class.relatives);
        let lags = parameters
            .classes
            .iter()
            .flat_map(|class| Station::ALL.iter().filter_map(|station| class.lag(*station)));
        if !parameters.mix.iter().flatten().all(arrives)
            || !relatives.clone().all(|of| inside(of.class) && self.classes[of.class].relative)
        {
            return Err(ModelError(
                "arrivals or relatives of a class that cannot come so".to_owned(),
            ));
        }
        if let Some(lag) = { lags }.find(|lag| !(lag.stretch > 0.0 && lag.stretch < 1e3)) {
            return Err(ModelError(format!("a lag is stretched by {}", lag.stretch)));
        }
        Ok(())
    }
}
