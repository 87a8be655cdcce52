//! The numbers of one replication: drawn anew for each, then changed by switches.

use super::{Lag, Station};

/// A value per month of the run.
#[derive(Clone, Debug, PartialEq)]
pub enum Series {
    /// The same every month.
    Constant(f64),
    /// One value per month; the last one also stands for the months after it.
    Monthly(Vec<f64>),
}

impl Series {
    /// The value of a month, 0 being the first of the run.
    #[inline]
    pub fn at(&self, month: usize) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Monthly(values) => {
                values.get(month).or(values.last()).copied().unwrap_or_default()
            }
        }
    }

    /// Changes the value of every month.
    pub fn change(&mut self, months: usize, change: impl Fn(usize, f64) -> f64) {
        *self = Self::Monthly((0..months).map(|month| change(month, self.at(month))).collect());
    }
}

impl From<f64> for Series {
    fn from(value: f64) -> Self {
        Self::Constant(value)
    }
}

/// Monthly numbers of arrivals, `month x sources + source`.
#[derive(Clone, Debug, PartialEq)]
pub enum Arrivals {
    /// Whole persons, spread evenly at random over the days of the month.
    Counts(Vec<u32>),
    /// Means; the number of a month is Poisson.
    Expected(Vec<f64>),
}

/// A class to which a part of a source goes.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Place in [`Model::classes`](super::Model::classes).
    pub class: usize,
    /// Its weight; weights of a source need not add up to 1.
    pub weight: Series,
}

/// Everything of the chain that is a number and not a structure. Chances and shares lie in 0..1.
#[derive(Clone, Debug)]
pub struct Parameters {
    /// Arrivals per month and source.
    pub arrivals: Arrivals,
    /// Per source, the classes of its persons.
    pub mix: Vec<Vec<Part>>,
    /// Per track, mean working days of one officer per decision, at least 1.
    pub service_days: Vec<Series>,
    /// Officers who decide on any calendar day: FTE x productive share x (1 + productivity).
    pub workers: Series,
    /// Per pool, its share of the officers. What a pool cannot use goes to the other pools in order.
    pub staff: Vec<f64>,
    /// Homes for status holders in the month: target x realisation.
    pub places: Series,
    /// What becomes of homes for which nobody is ready.
    pub unused_places: Unused,
    /// Per class, its rates.
    pub classes: Vec<ClassParameters>,
}

/// What becomes of homes for which nobody is ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unused {
    /// They lapse at the end of the day (months engine: of the month).
    Lapse,
    /// They are kept until somebody is ready.
    Carry,
}

/// Rates of a class.
#[derive(Clone, Debug)]
pub struct ClassParameters {
    /// From arrival to lodging.
    pub registration: Lag,
    /// Share of those lodged who will go to another member state without a decision on the merits.
    pub transfer: f64,
    /// From lodging to that transfer.
    pub transfer_lag: Lag,
    /// Chance per day in the queue to disappear (MOB).
    pub disappear: f64,
    /// Chance of a grant, by month of decision.
    pub grant: Series,
    /// Share of rejections that is appealed.
    pub appeal: f64,
    /// From rejection to ruling.
    pub appeal_lag: Lag,
    /// Share of rulings for the applicant.
    pub upheld: f64,
    /// Share of those that goes back to the queue for a new decision; the rest is a grant.
    pub remand: f64,
    /// How those rejected for good leave: voluntary, forced, unsupervised, transfer. Shares add up to 1.
    pub departure: [Leave; 4],
    /// Share of those granted who find a home themselves, at once.
    pub own_home: f64,
    /// From grant (or arrival, for relatives) to being ready for a home; `None`: at once.
    pub housing_lag: Option<Lag>,
    /// Relatives who follow from a grant.
    pub relatives: Vec<Relatives>,
    /// For classes of relatives: from the grant to their arrival.
    pub arrival_lag: Lag,
    /// For classes of relatives: share that enters reception; the others go straight home.
    pub enters_reception: f64,
    /// For minors: chance per day to come of age.
    pub of_age: f64,
}

/// A way out of the country.
#[derive(Clone, Debug)]
pub struct Leave {
    /// Share of the departures.
    pub share: f64,
    /// From the final rejection to leaving reception.
    pub lag: Lag,
}

/// Relatives (nareis) who follow from the grants of a class.
#[derive(Clone, Debug)]
pub struct Relatives {
    /// Place in [`Model::classes`](super::Model::classes) of their class.
    pub class: usize,
    /// Which permits they follow: the regimes differ.
    pub permit: Permit,
    /// Mean number per grant of any permit, by month of the grant. The number is Poisson.
    pub ratio: Series,
    /// Days on top of the arrival lag, by month of the grant.
    pub delay_days: Series,
}

/// The kind of permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permit {
    /// Refugee status.
    A,
    /// Subsidiary protection.
    B,
}

impl ClassParameters {
    /// How long people stay in a station that they leave by the calendar.
    pub(super) fn lag(&self, station: Station) -> Option<&Lag> {
        match station {
            Station::Registration => Some(&self.registration),
            Station::Transfer => Some(&self.transfer_lag),
            Station::Appeal => Some(&self.appeal_lag),
            Station::Voluntary => Some(&self.departure[0].lag),
            Station::Forced => Some(&self.departure[1].lag),
            Station::Unsupervised => Some(&self.departure[2].lag),
            Station::Return => Some(&self.departure[3].lag),
            Station::Lag => self.housing_lag.as_ref(),
            Station::Abroad => Some(&self.arrival_lag),
            Station::Queue | Station::Service | Station::Ready => None,
        }
    }
}
