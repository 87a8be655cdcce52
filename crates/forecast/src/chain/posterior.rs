//! What the chain's own events say about its parameters, and how sure they are.

use crate::assumption::{Estimated, Standard};
use crate::inflow::{AnchoredRate, Beta, Gamma};
use crate::random::Stream;
use crate::sim::Duration;
use crate::{Flows, ForecastError, GroupFacts, Input, Kind, Month};

/// Months of flows that a parameter rests on: one year, so that every season counts once.
pub(super) const MONTHS: usize = 12;
/// Least relative standard deviation of a share or a mean volume. Thousands of cases in a few months say
/// little about the coming year, because circumstances vary and not only cases. The 10 % is a judgement.
const SPREAD_MIN: f64 = 0.10;
/// Weight of a prior in cases: enough for a sane share where nothing was seen, nothing against a month of data.
const PRIOR_CASES: f64 = 10.0;
/// The same for a group, whose prior is what all groups together say.
const PRIOR_GROUP_CASES: f64 = 20.0;
/// Mean days in a month.
pub(super) const MONTH_DAYS: f64 = 365.25 / 12.0;
/// Standard deviation of the logarithm of family members per permit: between years, as published for 2016 to
/// 2025 (.20), and of what the last year of arrivals says about it (a judgement).
const NAREIS_SD: (f64, f64) = (0.20, 0.12);
/// From grant to the arrival of family members: a Gamma of this shape with a mean of 15 months (forecast
/// design, 5.3).
const NAREIS_LAG: (f64, f64) = (3.0, 450.0);
/// Part of the distance to the anchor that the grant rate covers in a month: two thirds within half a year.
const ANCHOR_PULL: f64 = 0.17;

// Prior means. They decide only where the data hold no or few cases: transfers and withdrawals are those of
// the domain's starter set, appeals those of the design's reference job; the rest are judgements.
const PRIOR_TRANSFER: f64 = 0.15;
const PRIOR_WITHDRAWAL: f64 = 0.01;
const PRIOR_GRANT: f64 = 0.5;
const PRIOR_APPEAL: f64 = 0.5;
const PRIOR_UPHELD: f64 = 0.12;
const PRIOR_MINOR: f64 = 0.15;
const PRIOR_MINOR_EXIT: f64 = 0.05;
const PRIOR_WAYS: [f64; 4] = [0.25, 0.15, 0.45, 0.15];

/// What the data say about a share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Share(pub Beta);

impl Share {
    /// From `count` of `exposure` cases and a prior mean of this weight. Then widened to a standard deviation
    /// of at least [`SPREAD_MIN`] of the share or of its complement, whichever is smaller.
    fn weighing(count: i64, exposure: i64, prior: f64, weight: f64) -> Self {
        let exposure = exposure.max(0) as f64;
        let count = (count.max(0) as f64).min(exposure);
        let cases = exposure + weight;
        let mean = (count + weight * prior) / cases;
        let spread = SPREAD_MIN * mean.min(1.0 - mean);
        // The variance of a Beta is mean (1 - mean) / (cases + 1).
        let cases = cases.min(mean * (1.0 - mean) / (spread * spread) - 1.0);
        Self(Beta { a: mean * cases, b: (1.0 - mean) * cases })
    }

    fn of(count: i64, exposure: i64, prior: f64) -> Self {
        Self::weighing(count, exposure, prior, PRIOR_CASES)
    }

    /// Its mean.
    pub fn mean(&self) -> f64 {
        self.0.mean()
    }

    /// A draw.
    pub fn draw(&self, stream: &mut Stream) -> f64 {
        stream.beta(self.0.a, self.0.b)
    }
}

/// What the data say about a monthly volume: its mean with a deviation, and how months scatter around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Volume {
    /// Mean per month.
    pub mean: f64,
    spread: f64,
    variation: f64,
}

impl Volume {
    /// From the volumes of some months. The standard error of the mean, at least [`SPREAD_MIN`] of it.
    fn of(volumes: impl Iterator<Item = i64> + Clone) -> Self {
        let months = volumes.clone().count().max(1) as f64;
        let mean = volumes.clone().sum::<i64>() as f64 / months;
        let squares = volumes.map(|n| (n as f64 - mean) * (n as f64 - mean)).sum::<f64>();
        let scatter = (squares / (months - 1.0).max(1.0)).sqrt();
        let spread = (scatter / months.sqrt()).max(SPREAD_MIN * mean);
        let variation = if mean > 0.0 { (scatter / mean).min(1.0) } else { 0.0 };
        Self { mean, spread, variation }
    }

    /// The same volume around another mean.
    fn around(self, mean: Option<f64>) -> Self {
        match mean {
            Some(mean) => Self { mean, spread: SPREAD_MIN * mean, ..self },
            None => self,
        }
    }

    /// Months of one path: a level, and the scatter around it.
    pub fn path(&self, months: usize, stream: &mut Stream) -> Vec<f64> {
        let level = gamma(self.mean, self.spread, stream);
        (0..months).map(|_| gamma(level, self.variation * level, stream)).collect()
    }
}

/// A Gamma draw with this mean and standard deviation; the mean when there is no deviation.
pub(super) fn gamma(mean: f64, spread: f64, stream: &mut Stream) -> f64 {
    if mean <= 0.0 || spread <= 0.0 {
        return mean.max(0.0);
    }
    let Gamma { shape, scale } = Gamma::of_moments(mean, spread);
    stream.gamma(shape, scale)
}

/// What the data say about a nationality group.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// Facts, all zero for a group of which nothing is known.
    pub facts: GroupFacts,
    /// Grants of decisions.
    pub grant: Share,
    /// Unaccompanied minors of first applications.
    pub minor: Share,
    /// Left to another member state, of first applications.
    pub transfer: Share,
}

/// What the data say about the whole chain.
#[derive(Clone, Debug)]
pub(super) struct Posterior {
    /// Groups of first applications, in the order of the input.
    pub groups: Vec<Group>,
    /// Applications at the border, of first applications of adults.
    pub border: f64,
    /// Grants of all decisions: where the common walk starts.
    pub grant: Share,
    /// The walk.
    pub walk: AnchoredRate,
    /// Disappearances from the queue per month.
    pub withdrawal: Share,
    /// Appeals of rejections.
    pub appeal: Share,
    /// Rulings for the applicant.
    pub upheld: Share,
    /// Lives in reception, of cases pending or before a court.
    pub in_reception: f64,
    /// Minors who leave reception per month.
    pub minor_exit: Share,
    /// Ways of departure: independent, forced, unsupervised, transfer; not yet adding up to 1.
    pub ways: [Share; 4],
    /// Decisions per month.
    pub decisions: Volume,
    /// Homes per month.
    pub homes: Volume,
    /// Departure files per month that do not follow from asylum.
    pub files_other: Volume,
    /// Mean days between appeal and ruling.
    pub ruling_days: f64,
    /// Mean days from the final rejection to leaving: residents, and all others.
    pub leave_days: [f64; 2],
    /// Family members per permit: mean and standard deviation of the logarithm.
    pub nareis: (f64, f64),
    /// From permit to their arrival.
    pub nareis_lag: Duration,
}

impl Posterior {
    /// Estimates from the last [`MONTHS`] months of flows and the facts of the groups.
    pub(super) fn of(input: &Input) -> Result<Self, ForecastError> {
        let months = &input.flows[input.flows.len().saturating_sub(MONTHS)..];
        let total = |field: fn(&Flows) -> i64| months.iter().map(field).sum::<i64>();
        let share = |count: fn(&Flows) -> i64, exposure: fn(&Flows) -> i64, prior: f64| {
            Share::of(total(count), total(exposure), prior)
        };
        if total(Flows::decisions) == 0 {
            return Err(ForecastError::NotEnoughData(format!(
                "flows: no decision in the last {} months",
                months.len()
            )));
        }
        let grant = share(|f| f.grants, Flows::decisions, PRIOR_GRANT);
        let stocks = &input.stocks;
        let cases = stocks.pending + stocks.appeals;
        let residents = stocks.applicants + stocks.minors;
        let in_reception = if cases > 0 { (residents as f64 / cases as f64).min(1.0) } else { 1.0 };
        let ways: [fn(&Flows) -> i64; 4] = [
            |f| f.departed_independent,
            |f| f.departed_forced,
            |f| f.departed_unsupervised,
            |f| f.departed_transfer,
        ];
        let departed: i64 = ways.iter().map(|way| total(*way)).sum();
        let number = months.len() as f64;
        let anchor = input.set(Estimated::GrantRate).map(|rate| (rate, ANCHOR_PULL));
        let start = grant.mean();
        Ok(Self {
            groups: groups(input, start),
            border: input.standard(Standard::BorderShare),
            walk: AnchoredRate { start, sd: AnchoredRate::GRANT_SD, anchor },
            grant,
            withdrawal: share(|f| f.withdrawn, |f| f.pending_start, PRIOR_WITHDRAWAL),
            appeal: share(|f| f.appeals, |f| f.rejections, PRIOR_APPEAL),
            upheld: share(|f| f.grounded, |f| f.rulings, PRIOR_UPHELD),
            in_reception,
            minor_exit: share(|f| f.minors_out, |f| f.minors_start, PRIOR_MINOR_EXIT),
            ways: std::array::from_fn(|at| Share::of(total(ways[at]), departed, PRIOR_WAYS[at])),
            decisions: Volume::of(months.iter().map(Flows::decisions))
                .around(input.set(Estimated::DecisionsPerMonth)),
            homes: Volume::of(months.iter().map(|f| f.housed))
                .around(input.set(Estimated::HomesPerMonth)),
            files_other: Volume::of(months.iter().map(|f| f.files_other)),
            // Little's law: the mean stay is what stands by what leaves in a day.
            ruling_days: stay(stocks.appeals, total(|f| f.rulings), number, (30.0, 270.0, 1_200.0)),
            leave_days: leave_days(input, total(Flows::finals), departed, number, in_reception),
            nareis: nareis(input),
            nareis_lag: nareis_lag(),
        })
    }
}

impl Posterior {
    /// What it says of a parameter that nobody set.
    pub(super) fn estimate(&self, of: Estimated) -> f64 {
        match of {
            Estimated::GrantRate => self.grant.mean(),
            Estimated::DecisionsPerMonth => self.decisions.mean,
            Estimated::HomesPerMonth => self.homes.mean,
            Estimated::NareisPerPermit => self.nareis.0,
        }
    }
}

/// The stay of family members between permit and arrival.
pub(super) fn nareis_lag() -> Duration {
    Duration::gamma(NAREIS_LAG.0, NAREIS_LAG.1)
}

fn groups(input: &Input, grant: f64) -> Vec<Group> {
    let all = |field: fn(&GroupFacts) -> i64| input.groups.iter().map(field).sum::<i64>();
    let minor = Share::of(all(|g| g.minors), all(|g| g.first), PRIOR_MINOR);
    let transfer = Share::of(all(|g| g.transfers), all(|g| g.first), PRIOR_TRANSFER);
    let of = |name: &str| {
        let facts = input.groups.iter().find(|facts| facts.group == name).cloned();
        let facts =
            facts.unwrap_or_else(|| GroupFacts { group: name.to_owned(), ..GroupFacts::default() });
        let share =
            |count, exposure, prior| Share::weighing(count, exposure, prior, PRIOR_GROUP_CASES);
        Group {
            grant: share(facts.grants, facts.grants + facts.rejections, grant),
            minor: share(facts.minors, facts.first, minor.mean()),
            transfer: share(facts.transfers, facts.first, transfer.mean()),
            facts,
        }
    };
    let first = input.inflow.iter().filter(|series| series.kind == Kind::First);
    first.map(|series| of(&series.group)).collect()
}

/// Mean days that a stock stays when so many leave it in some months; within bounds, or the middle one when
/// nobody left.
fn stay(stock: i64, left: i64, months: f64, (low, usual, high): (f64, f64, f64)) -> f64 {
    if left <= 0 || stock <= 0 {
        return usual;
    }
    (stock as f64 * months * MONTH_DAYS / left as f64).clamp(low, high)
}

fn leave_days(
    input: &Input,
    finals: i64,
    departed: i64,
    months: f64,
    in_reception: f64,
) -> [f64; 2] {
    let stocks = &input.stocks;
    let residents = (finals as f64 * in_reception).round() as i64;
    let others = (departed - residents).max(departed / 4);
    [
        stay(stocks.rejected, residents, months, (7.0, 60.0, 720.0)),
        stay(
            (stocks.return_cases - stocks.rejected).max(0),
            others,
            months,
            (14.0, 180.0, 1_200.0),
        ),
    ]
}

/// Family members per permit: the published mean, moved by how many came in the lived months of the last
/// year beside how many the permits before them let expect.
fn nareis(input: &Input) -> (f64, f64) {
    if let Some(ratio) = input.set(Estimated::NareisPerPermit) {
        return (ratio, NAREIS_SD.1);
    }
    let prior = crate::inflow::NAREIS_PRIOR.mean();
    let lag = nareis_lag();
    let number = input.flows.len().min(MONTHS);
    let came: i64 = (1..=number)
        .filter_map(|back| input.known_inflow(Kind::Nareis, input.cut.plus(-(back as i32))))
        .sum();
    // One per permit: what would have come in those months.
    let expected: f64 = (1..=number)
        .map(|back| expected_in(&input.permits, input.permits.len().saturating_sub(back), &lag))
        .sum();
    if came < 1 || expected < 1.0 {
        return (prior, NAREIS_SD.0);
    }
    let (before, data) = (1.0 / (NAREIS_SD.0 * NAREIS_SD.0), 1.0 / (NAREIS_SD.1 * NAREIS_SD.1));
    let seen = libm::log(came as f64 / expected);
    let log = (libm::log(prior) * before + seen * data) / (before + data);
    (libm::exp(log), (before + data).sqrt().recip())
}

/// Arrivals in the month at this place of the permits' list, at one family member per permit.
fn expected_in(permits: &[u32], place: usize, lag: &Duration) -> f64 {
    let days = |months: usize| (months as f64 * MONTH_DAYS).round() as usize;
    (0..=place.min(permits.len().saturating_sub(1)))
        .map(|at| {
            let back = place - at;
            f64::from(permits[at]) * (lag.beyond(days(back)) - lag.beyond(days(back + 1)))
        })
        .sum()
}

/// The month before the cut that lies `back` months back.
pub(super) fn month_before(cut: Month, back: usize) -> Month {
    cut.plus(-(back as i32))
}
