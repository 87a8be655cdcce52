//! From paths to estimates: one column per quantity and period, quantiles over replications.
//!
//! A year is summed within each path, with the months before the cut as they were; quantiles of months are
//! never added up.

use law::{Half, Share};
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::chain::{Inflow, Moves, State};
use crate::quantile::{half_up, type7};
use crate::{Flows, Input, Kind, Month};

/// Chance that the outcome is below `minimum`. The official level is not published; an assumption.
const MINIMUM: f64 = 0.05;
/// Chance that the outcome is below `medio`: it is exceeded one time in three (cabinet letter on the MPP 2025).
const MEDIO: f64 = 2.0 / 3.0;
/// Chance that the outcome is below `maximum`. Not published either.
const MAXIMUM: f64 = 0.95;

kernel::codes! {
    /// What is kept of each month of a path.
    pub enum Quantity {
        /// Residents of COA at the end of the month.
        Occupancy = "coa.occupancy",
        /// Minors among them.
        Minors = "coa.minors",
        /// Status holders among them.
        StatusHolders = "coa.status_holders",
        /// Departures, forced.
        Forced = "departures.forced",
        /// Departures, independent.
        Independent = "departures.independent",
        /// Departures of all kinds.
        Departures = "departures.total",
        /// Departures, transfer to another member state.
        Transferred = "departures.transfer",
        /// Departures, unsupervised.
        Unsupervised = "departures.unsupervised",
        /// Status holders who left reception for a home.
        Housed = "housing.housed",
        /// Decisions.
        Decisions = "ind.decisions",
        /// Grants.
        Grants = "ind.grants",
        /// Cases without a decision at the end of the month.
        Pending = "ind.pending",
        /// First applications.
        First = "inflow.first",
        /// Family members.
        Nareis = "inflow.nareis",
        /// Repeat applications.
        Repeat = "inflow.repeat",
        /// Resettled persons.
        Resettled = "inflow.resettled",
        /// Inflow of all kinds.
        Inflow = "inflow.total",
    }
}

/// Quantities per month of a path.
pub(crate) const WIDTH: usize = Quantity::ALL.len();

impl Quantity {
    /// Whether months add up to a year; a stock at a month's end does not.
    fn is_flow(self) -> bool {
        !matches!(self, Self::Occupancy | Self::Minors | Self::StatusHolders | Self::Pending)
    }

    /// Its value in a simulated month with the stocks at its end.
    pub(crate) fn of(self, moves: &Moves, end: &State, in_reception: f64) -> i64 {
        let Inflow { first, repeat, nareis, resettled } = moves.inflow;
        match self {
            Self::Occupancy => end.occupancy(in_reception),
            Self::Minors => end.minors,
            Self::StatusHolders => end.status_holders,
            Self::Forced => moves.forced,
            Self::Independent => moves.independent,
            Self::Departures => moves.departures(),
            Self::Transferred => moves.transferred,
            Self::Unsupervised => moves.unsupervised,
            Self::Housed => moves.housed,
            Self::Decisions => moves.decisions(),
            Self::Grants => moves.grants,
            Self::Pending => end.pending,
            Self::First => first,
            Self::Nareis => nareis,
            Self::Repeat => repeat,
            Self::Resettled => resettled,
            Self::Inflow => first + repeat + nareis + resettled,
        }
    }

    /// Its value in a month before the cut; `None` for a stock and for a month that is not known.
    fn known(self, input: &Input, month: Month) -> Option<i64> {
        let kind = |kind| input.known_inflow(kind, month);
        let flow = |count: fn(&Flows) -> i64| {
            input.flows.iter().find(|flows| flows.month == month).map(count)
        };
        match self {
            Self::Occupancy | Self::Minors | Self::StatusHolders | Self::Pending => None,
            Self::Forced => flow(|f| f.departed_forced),
            Self::Independent => flow(|f| f.departed_independent),
            Self::Departures => flow(|f| {
                f.departed_independent
                    + f.departed_forced
                    + f.departed_transfer
                    + f.departed_unsupervised
            }),
            Self::Transferred => flow(|f| f.departed_transfer),
            Self::Unsupervised => flow(|f| f.departed_unsupervised),
            Self::Housed => flow(|f| f.housed),
            Self::Decisions => flow(Flows::decisions),
            Self::Grants => flow(|f| f.grants),
            Self::First => kind(Kind::First),
            Self::Nareis => kind(Kind::Nareis),
            Self::Repeat => kind(Kind::Repeat),
            Self::Resettled => kind(Kind::Resettled),
            Self::Inflow => Kind::ALL.iter().map(|one| kind(*one)).sum(),
        }
    }
}

/// The forecast of one quantity in one period, in whole persons or places.
///
/// `minimum <= median <= medio <= maximum` always. Each is the quantile of this quantity by itself: the four
/// of one row, and equal names of different rows, need not belong to one path, so they do not add up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// What is forecast, for instance `inflow.first`.
    pub quantity: String,
    /// A month (`2025-09`), a year (`2025`) or a half-year (`2026-I`).
    pub period: String,
    /// Quantile at level 0.05.
    pub minimum: i64,
    /// Quantile at level 0.5.
    pub median: i64,
    /// Quantile at level 2/3.
    pub medio: i64,
    /// Quantile at level 0.95.
    pub maximum: i64,
    /// Mean over replications.
    pub mean: i64,
}

/// A quantity in a period as a sum over cells of a path.
struct Column {
    quantity: String,
    period: String,
    cells: Vec<usize>,
    /// What was already known of the period.
    known: i64,
    /// The share of places that can be used, when the estimate is turned into places.
    places: Option<Share>,
}

/// Estimates of every quantity and period, sorted. Each path holds [`WIDTH`] cells per month.
pub(crate) fn estimates(input: &Input, paths: &[Vec<i64>]) -> Vec<Estimate> {
    let mut estimates: Vec<Estimate> =
        columns(input).into_par_iter().map(|column| column.estimate(paths)).collect();
    estimates.sort_by(|a, b| (&a.quantity, &a.period).cmp(&(&b.quantity, &b.period)));
    estimates
}

impl Column {
    fn estimate(self, paths: &[Vec<i64>]) -> Estimate {
        let mut values: Vec<i64> = paths
            .iter()
            .map(|path| self.known + self.cells.iter().map(|cell| path[*cell]).sum::<i64>())
            .collect();
        values.sort_unstable();
        let sum: i64 = values.iter().sum();
        let values: Vec<f64> = values.into_iter().map(|value| value as f64).collect();
        let shown = |value: f64| {
            let value = half_up(value);
            self.places
                .map_or(value, |norm| law::announced_capacity(law::required_capacity(value, norm)))
        };
        Estimate {
            minimum: shown(type7(&values, MINIMUM)),
            median: shown(type7(&values, 0.5)),
            medio: shown(type7(&values, MEDIO)),
            maximum: shown(type7(&values, MAXIMUM)),
            mean: shown(sum as f64 / values.len() as f64),
            quantity: self.quantity,
            period: self.period,
        }
    }
}

fn columns(input: &Input) -> Vec<Column> {
    let months = input.months();
    let norm = Share::from_thousandths(input.occupancy_norm);
    let cell = |ahead: usize, quantity: Quantity| ahead * WIDTH + quantity as usize;
    let mut columns = Vec::new();
    for ahead in 0..months {
        let period = input.cut.plus(ahead as i32).to_string();
        let mut month = |quantity: Quantity, name: &str, places| {
            columns.push(Column {
                quantity: name.to_owned(),
                period: period.clone(),
                cells: vec![cell(ahead, quantity)],
                known: 0,
                places,
            });
        };
        for quantity in Quantity::ALL {
            month(*quantity, quantity.code(), None);
        }
        month(Quantity::Occupancy, "coa.required_capacity", Some(norm));
    }
    for year in input.cut.year()..=input.horizon.year() {
        let (first, last) = (Month::new(year, 1), Month::new(year, 12));
        if last > input.horizon {
            continue;
        }
        for quantity in Quantity::ALL.iter().filter(|quantity| quantity.is_flow()) {
            let before = first.until(input.cut).max(0);
            let known = (0..before).map(|at| quantity.known(input, first.plus(at))).sum();
            let Some(known) = known else { continue };
            columns.push(Column {
                quantity: quantity.code().to_owned(),
                period: year.to_string(),
                cells: ahead_of(input, first, last).map(|ahead| cell(ahead, *quantity)).collect(),
                known,
                places: None,
            });
        }
    }
    columns.extend(halves(input).map(|(half, first, last)| {
        Column {
            quantity: "housing.target".to_owned(),
            period: half.to_string(),
            // Permits including nareis: who is granted and who arrives in the half-year needs a home.
            cells: ahead_of(input, first, last)
                .flat_map(|at| [cell(at, Quantity::Grants), cell(at, Quantity::Nareis)])
                .collect(),
            known: 0,
            places: None,
        }
    }));
    columns
}

/// Places on a path of the months from `first` to `last` that are not known yet.
fn ahead_of(input: &Input, first: Month, last: Month) -> impl Iterator<Item = usize> {
    let from = input.cut.until(first).max(0) as usize;
    from..(input.cut.until(last) + 1).max(0) as usize
}

/// Half-years that begin on or after the cut and end within the horizon.
fn halves(input: &Input) -> impl Iterator<Item = (Half, Month, Month)> {
    let of_cut = Half::of(input.cut.first_day());
    let begins = of_cut.start() == input.cut.first_day();
    let start = if begins { of_cut } else { of_cut.next() };
    let horizon = input.horizon;
    std::iter::successors(Some(start), |half| Some(half.next()))
        .map(|half| (half, Month::of(half.start()), Month::of(half.end())))
        .take_while(move |(_, _, last)| *last <= horizon)
}

/// SHA-256 over a text form of the estimates, one per line: the name under which a forecast is known to be
/// the same.
pub fn digest(estimates: &[Estimate]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for one in estimates {
        let Estimate { quantity, period, minimum, median, medio, maximum, mean } = one;
        hash.update(format!(
            "{quantity}\t{period}\t{minimum}\t{median}\t{medio}\t{maximum}\t{mean}\n"
        ));
    }
    hash.finalize().into()
}
