//! Rates of the chain per path, drawn from what the last months say about them.
//!
//! A path has one set of rates for all its months: what is unknown is the level, and it does not average
//! out over time. Volumes (decisions, homes, other files) also vary from month to month as they did.
//! Deliberately absent: drift of rates during the path, policy and measures. A share that has moved a lot
//! in the past (grants) is therefore too certain beyond a year; the better engine that follows has a walk.

use rand::Rng;
use rand_distr::{Beta, Distribution as _, Gamma};

use crate::chain::Rates;
use crate::quantile::half_up;
use crate::{Flows, ForecastError, Input, Kind};

/// Months of flows that rates rest on: one year, so that every season counts once.
pub(crate) const MONTHS: usize = 12;
/// Least relative standard deviation of a rate or a mean volume. Thousands of cases in a few months say
/// little about the coming year, because circumstances vary and not only cases. The 10 % is a judgement.
const SPREAD_MIN: f64 = 0.10;
/// Weight of a prior in cases: enough for a sane rate where nothing was seen, nothing against a month of data.
const PRIOR_CASES: f64 = 10.0;
/// Largest coefficient of variation between months that is carried into the future.
const MONTHLY_VARIATION_MAX: f64 = 1.0;
/// Slowest leave of rejected residents: one in fifty a month, a stay of four years.
const REJECTED_EXIT_MIN: f64 = 0.02;

// Prior means. They decide only where the data hold no or few cases. Transfers and withdrawals start at the
// values of the domain's starter set, appeals and rulings at those of the design's reference job; the rest
// are judgements. None is verified.
const PRIOR_TRANSFER: f64 = 0.15;
const PRIOR_WITHDRAWAL: f64 = 0.01;
const PRIOR_GRANT: f64 = 0.5;
const PRIOR_APPEAL: f64 = 0.5;
/// A ruling after nine months.
const PRIOR_RULING: f64 = 0.11;
const PRIOR_GROUNDED: f64 = 0.12;
const PRIOR_GRANTED_IN_RECEPTION: f64 = 0.9;
const PRIOR_MINOR: f64 = 0.15;
const PRIOR_MINOR_EXIT: f64 = 0.05;
const PRIOR_DEPARTURE: f64 = 0.02;

/// What the data say about a chance: a Beta distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Share {
    mean: f64,
    cases: f64,
}

impl Share {
    /// From `count` of `exposure` cases and a prior mean. Then widened to a standard deviation of at least
    /// [`SPREAD_MIN`] of the share or of its complement, whichever is smaller.
    fn of(count: i64, exposure: i64, prior: f64) -> Self {
        let exposure = exposure.max(0) as f64;
        let count = (count.max(0) as f64).min(exposure);
        let cases = exposure + PRIOR_CASES;
        let mean = (count + PRIOR_CASES * prior) / cases;
        let spread = SPREAD_MIN * mean.min(1.0 - mean);
        // The variance of a Beta is mean (1 - mean) / (cases + 1).
        Self { mean, cases: cases.min(mean * (1.0 - mean) / (spread * spread) - 1.0) }
    }

    fn draw(&self, rng: &mut impl Rng) -> f64 {
        Beta::new(self.mean * self.cases, (1.0 - self.mean) * self.cases)
            .map_or(self.mean, |beta| beta.sample(rng))
    }
}

/// What the data say about a monthly volume: its mean with a deviation, and how months scatter around it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Volume {
    mean: f64,
    spread: f64,
    variation: f64,
}

impl Volume {
    /// From the volumes of some months. The standard error of the mean, at least [`SPREAD_MIN`] of it.
    fn of(volumes: impl Iterator<Item = i64> + Clone) -> Self {
        let months = volumes.clone().count().max(1) as f64;
        let mean = volumes.clone().sum::<i64>() as f64 / months;
        let squares = volumes.map(|n| (n as f64 - mean).powi(2)).sum::<f64>();
        let scatter = (squares / (months - 1.0).max(1.0)).sqrt();
        let spread = (scatter / months.sqrt()).max(SPREAD_MIN * mean);
        let variation = if mean > 0.0 { (scatter / mean).min(MONTHLY_VARIATION_MAX) } else { 0.0 };
        Self { mean, spread, variation }
    }

    fn draw(&self, rng: &mut impl Rng) -> f64 {
        gamma(self.mean, self.spread, rng)
    }

    fn month(&self, level: f64, rng: &mut impl Rng) -> i64 {
        half_up(gamma(level, self.variation * level, rng))
    }
}

/// A Gamma draw with this mean and standard deviation; the mean when there is no deviation.
pub(crate) fn gamma(mean: f64, spread: f64, rng: &mut impl Rng) -> f64 {
    if mean <= 0.0 || spread <= 0.0 {
        return mean.max(0.0);
    }
    Gamma::new((mean / spread).powi(2), spread * spread / mean)
        .map_or(mean, |gamma| gamma.sample(rng))
}

/// What the data say about every rate of the chain.
#[derive(Debug)]
pub(crate) struct Posterior {
    transfer: Share,
    withdrawal: Share,
    grant: Share,
    appeal: Share,
    ruling: Share,
    grounded: Share,
    granted_in_reception: Share,
    minor: Share,
    minor_exit: Share,
    /// `None`: everybody leaves within the month.
    rejected_exit: Option<Share>,
    departures: [Share; 5],
    in_reception: f64,
    decisions: Volume,
    homes: Volume,
    files_other: Volume,
}

/// The rates of one path, without the volumes of a month.
#[derive(Debug)]
pub(crate) struct Path<'a> {
    posterior: &'a Posterior,
    rates: Rates,
    decisions: f64,
    homes: f64,
    files_other: f64,
}

impl Posterior {
    /// Estimates from the last [`MONTHS`] months of flows.
    pub(crate) fn of(input: &Input) -> Result<Self, ForecastError> {
        let months = &input.flows[input.flows.len().saturating_sub(MONTHS)..];
        let total = |field: fn(&Flows) -> i64| months.iter().map(field).sum::<i64>();
        let share = |count: fn(&Flows) -> i64, exposure: fn(&Flows) -> i64, prior: f64| {
            Share::of(total(count), total(exposure), prior)
        };
        // Transfers and minors are counted against first applications, in months that know both.
        let with_first: Vec<(&Flows, i64)> = months
            .iter()
            .filter_map(|flows| Some((flows, input.known_inflow(Kind::First, flows.month)?)))
            .collect();
        if with_first.is_empty() {
            return Err(ForecastError::NotEnoughData(
                "inflow of kind first: no month in which all its groups and the flows are known"
                    .to_owned(),
            ));
        }
        let of_first = |count: fn(&Flows) -> i64, prior: f64| {
            let counted = with_first.iter().map(|(flows, _)| count(flows)).sum();
            Share::of(counted, with_first.iter().map(|(_, first)| first).sum(), prior)
        };
        if total(Flows::decisions) == 0 {
            return Err(ForecastError::NotEnoughData(format!(
                "flows: no decision in the last {} months",
                months.len()
            )));
        }
        let stocks = &input.stocks;
        let cases = stocks.pending + stocks.appeals;
        let in_reception =
            if cases > 0 { (stocks.applicants as f64 / cases as f64).min(1.0) } else { 1.0 };
        let departure =
            |count: fn(&Flows) -> i64| share(count, |f| f.return_cases_start, PRIOR_DEPARTURE);
        Ok(Self {
            transfer: of_first(|f| f.transfers, PRIOR_TRANSFER),
            withdrawal: share(|f| f.withdrawn, |f| f.pending_start, PRIOR_WITHDRAWAL),
            grant: share(|f| f.grants, Flows::decisions, PRIOR_GRANT),
            appeal: share(|f| f.appeals, |f| f.rejections, PRIOR_APPEAL),
            ruling: share(|f| f.rulings, |f| f.appeals_start, PRIOR_RULING),
            grounded: share(|f| f.grounded, |f| f.rulings, PRIOR_GROUNDED),
            granted_in_reception: share(
                |f| f.granted_in_reception,
                |f| f.grants,
                PRIOR_GRANTED_IN_RECEPTION,
            ),
            minor: of_first(|f| f.minors_in, PRIOR_MINOR),
            minor_exit: share(|f| f.minors_out, |f| f.minors_start, PRIOR_MINOR_EXIT),
            rejected_exit: rejected_exit(
                total(Flows::finals),
                months.len(),
                in_reception,
                stocks.rejected,
            ),
            departures: [
                departure(|f| f.departed_independent),
                departure(|f| f.departed_forced),
                departure(|f| f.departed_transfer),
                departure(|f| f.departed_unsupervised),
                departure(|f| f.returns_lawful),
            ],
            in_reception,
            decisions: Volume::of(months.iter().map(Flows::decisions)),
            homes: Volume::of(months.iter().map(|f| f.housed)),
            files_other: Volume::of(months.iter().map(|f| f.files_other)),
        })
    }

    /// The rates of one path.
    pub(crate) fn draw(&self, rng: &mut impl Rng) -> Path<'_> {
        let [independent, forced, transferred, unsupervised, lawful] =
            self.departures.map(|share| share.draw(rng));
        let rates = Rates {
            transfer: self.transfer.draw(rng),
            withdrawal: self.withdrawal.draw(rng),
            decisions: 0,
            grant: self.grant.draw(rng),
            appeal: self.appeal.draw(rng),
            ruling: self.ruling.draw(rng),
            grounded: self.grounded.draw(rng),
            in_reception: self.in_reception,
            granted_in_reception: self.granted_in_reception.draw(rng),
            minor: self.minor.draw(rng),
            minor_exit: self.minor_exit.draw(rng),
            rejected_exit: self.rejected_exit.map_or(1.0, |share| share.draw(rng)),
            homes: 0,
            files_other: 0,
            independent,
            forced,
            transferred,
            unsupervised,
            lawful,
        };
        Path {
            posterior: self,
            rates,
            decisions: self.decisions.draw(rng),
            homes: self.homes.draw(rng),
            files_other: self.files_other.draw(rng),
        }
    }
}

impl Path<'_> {
    /// The rates of the next month, with its volumes.
    pub(crate) fn month(&self, rng: &mut impl Rng) -> Rates {
        let Posterior { decisions, homes, files_other, .. } = self.posterior;
        Rates {
            decisions: decisions.month(self.decisions, rng),
            homes: homes.month(self.homes, rng),
            files_other: files_other.month(self.files_other, rng),
            ..self.rates
        }
    }
}

/// Flows do not tell when a rejected resident leaves. Little's law does: in balance the stock is what
/// enters in a month times the stay. `None` when the stock is no larger than a month's entry.
fn rejected_exit(finals: i64, months: usize, in_reception: f64, stock: i64) -> Option<Share> {
    let entered = half_up(finals as f64 * in_reception);
    let exposure = stock * months as i64;
    if entered >= exposure {
        return None;
    }
    let floor = half_up(REJECTED_EXIT_MIN * exposure as f64);
    Some(Share::of(entered.max(floor), exposure, 1.0))
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;
    use rand_chacha::ChaCha8Rng;

    use super::*;

    #[test]
    fn many_cases_do_not_give_false_certainty() {
        let share = Share::of(40_000, 100_000, 0.5);
        let spread = (share.mean * (1.0 - share.mean) / (share.cases + 1.0)).sqrt();
        assert!((share.mean - 0.4).abs() < 1e-4);
        assert!((spread - 0.04).abs() < 1e-4);
        let volume = Volume::of([2_000, 2_000, 2_000].into_iter());
        assert_eq!(volume, Volume { mean: 2_000.0, spread: 200.0, variation: 0.0 });
    }

    #[test]
    fn few_cases_stay_near_the_prior_and_counts_never_exceed_the_exposure() {
        assert!((Share::of(0, 0, 0.15).mean - 0.15).abs() < 1e-12);
        assert!(Share::of(50, 20, 0.5).mean <= 1.0);
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        for share in [Share::of(0, 0, 0.02), Share::of(0, 90_000, 0.5), Share::of(9, 9, 1.0)] {
            for _ in 0..200 {
                assert!((0.0..=1.0).contains(&share.draw(&mut rng)));
            }
        }
    }

    #[test]
    fn draws_have_the_mean_and_spread_asked_for() {
        let mut rng = ChaCha8Rng::seed_from_u64(2);
        let draws: Vec<f64> = (0..20_000).map(|_| gamma(300.0, 30.0, &mut rng)).collect();
        let mean = draws.iter().sum::<f64>() / 20_000.0;
        let variance = draws.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 20_000.0;
        assert!((mean - 300.0).abs() < 1.0 && (variance.sqrt() - 30.0).abs() < 1.0);
        assert_eq!(gamma(0.0, 5.0, &mut rng), 0.0);
        assert_eq!(gamma(7.0, 0.0, &mut rng), 7.0);
    }

    #[test]
    fn the_stay_of_rejected_residents_follows_from_stock_and_entry() {
        assert_eq!(rejected_exit(12_000, 12, 1.0, 800), None);
        assert_eq!(rejected_exit(0, 12, 1.0, 0), None);
        let share = rejected_exit(6_000, 12, 0.8, 1_600).unwrap();
        assert!((share.mean - 0.25).abs() < 0.001);
        assert!(rejected_exit(0, 12, 1.0, 1_000).unwrap().mean >= REJECTED_EXIT_MIN);
    }
}
