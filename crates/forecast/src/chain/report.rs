//! From replications to what is published of a forecast.

use law::{Half, Share};
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::Chain;
use super::quantity::{self, Rule};
use crate::quantile::{half_up, type7};
use crate::quantities::{Quantity, Subject};
use crate::scenario::{mean_over, nearest};
use crate::sim::{Output, Runs, Station};
use crate::{Input, Month, score};

/// The forecast of one quantity in one period, in whole persons, places, days or euros.
///
/// `minimum <= median <= medio <= maximum` always. Each is the quantile of this quantity by itself: the four
/// of one row, and equal names of different rows, need not belong to one path, so they do not add up. Those
/// of [`Estimate::paths`] do.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// What is forecast.
    pub subject: Subject,
    /// A month (`2025-09`), a year (`2025`) or a half-year (`2026-I`).
    pub period: String,
    /// Quantile at the level of the scenario minimum.
    pub minimum: i64,
    /// Quantile at level 0.5.
    pub median: i64,
    /// Quantile at level 2/3.
    pub medio: i64,
    /// Quantile at the level of the scenario maximum.
    pub maximum: i64,
    /// Mean over replications.
    pub mean: i64,
    /// Quantiles at [`score::LEVELS`].
    pub quantiles: Vec<i64>,
    /// The quantity in the replications nearest to minimum, median, medio and maximum of total inflow.
    pub paths: Vec<i64>,
    /// The median without the expectations of experts.
    pub model_median: i64,
    /// Standard error of the median from the number of replications.
    pub median_error: f64,
}

/// The effect of a change on one quantity in one period.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// On what.
    pub subject: Subject,
    /// Period.
    pub period: String,
    /// Median without the change.
    pub base: i64,
    /// Median with it.
    pub changed: i64,
    /// Mean of the paired differences.
    pub difference: i64,
    /// Their quantile at level .05.
    pub difference_low: i64,
    /// Their quantile at level .95.
    pub difference_high: i64,
}

kernel::codes! {
    /// Where people wait longest.
    pub enum Bottleneck {
        /// For a decision.
        Decision = "decision",
        /// For a ruling.
        Appeal = "appeal",
        /// For a home.
        Housing = "housing",
        /// For their departure.
        Departure = "departure",
    }
}

/// A period as months of the paths, and what was known of it before them.
struct Period {
    name: String,
    months: std::ops::Range<usize>,
    known: i64,
}

/// Places instead of persons: the norm, and whether rounded up to hundreds.
fn places(subject: &Subject, value: f64, norm: Share) -> i64 {
    match subject.quantity() {
        Quantity::CoaRequiredCapacity | Quantity::CoaRequiredMinors => {
            law::announced_capacity(law::required_capacity(half_up(value), norm))
        }
        Quantity::CoaEmergency => law::required_capacity(half_up(value), norm),
        _ => half_up(value),
    }
}

/// Estimates of every quantity and period, sorted; `alone` is the model without expectations.
pub(super) fn estimates(chain: &Chain<'_>, lived: &Runs, alone: Option<&Runs>) -> Vec<Estimate> {
    let input = chain.input;
    let rules = quantity::all(input);
    let chosen = scenarios(chain, lived, &rules);
    let norm = Share::from_thousandths(input.occupancy_norm);
    let of = |rule: &Rule| -> Vec<Estimate> {
        let values = table(chain, lived, rule);
        let model = alone.map(|alone| table(chain, alone, rule));
        let shown = |value: f64| places(&rule.subject, value, norm);
        let one = |period: Period| {
            let sums = sums(&values, &period);
            let mut sorted = sums.clone();
            sorted.sort_unstable_by(f64::total_cmp);
            let [minimum, median, medio, maximum] = input.levels.of(&sorted).map(shown);
            let mean = sums.iter().sum::<f64>() / sums.len() as f64;
            let model_median = model.as_ref().map_or(median, |model| {
                let mut sums = self::sums(model, &period);
                sums.sort_unstable_by(f64::total_cmp);
                shown(type7(&sums, 0.5))
            });
            Estimate {
                subject: rule.subject.clone(),
                minimum,
                median,
                medio,
                maximum,
                mean: shown(mean),
                quantiles: score::quantiles(&sorted).map(shown).to_vec(),
                paths: chosen.iter().map(|chosen| shown(mean_over(chosen, &sums))).collect(),
                model_median,
                median_error: score::monte_carlo_error(&sorted, 0.5),
                period: period.name,
            }
        };
        periods(input, rule).into_iter().map(one).collect()
    };
    let mut all: Vec<Estimate> = rules.par_iter().flat_map_iter(of).collect();
    all.sort_by(|a, b| (&a.subject, &a.period).cmp(&(&b.subject, &b.period)));
    all
}

/// The median of one quantity in one period.
pub(super) fn median(
    chain: &Chain<'_>,
    runs: &Runs,
    quantity: Quantity,
    period: &str,
) -> Option<i64> {
    let all = quantity::all(chain.input);
    let rule = all.iter().find(|one| one.subject == quantity)?;
    let period = periods(chain.input, rule).into_iter().find(|one| one.name == period)?;
    let mut sums = sums(&table(chain, runs, rule), &period);
    sums.sort_unstable_by(f64::total_cmp);
    let norm = Share::from_thousandths(chain.input.occupancy_norm);
    Some(places(&rule.subject, type7(&sums, 0.5), norm))
}

/// The months of a quantity in every replication, one after the other.
fn table(chain: &Chain<'_>, lived: &Runs, rule: &Rule) -> Vec<Vec<f64>> {
    let months = chain.model.months;
    (0..lived.replications())
        .map(|replication| {
            let mut values = vec![0.0; months];
            (rule.fill)(&chain.view(lived, replication), &mut values);
            values
        })
        .collect()
}

fn sums(values: &[Vec<f64>], period: &Period) -> Vec<f64> {
    let known = period.known as f64;
    values.iter().map(|path| known + path[period.months.clone()].iter().sum::<f64>()).collect()
}

/// Replications nearest to the four scenarios of total inflow of the target year.
fn scenarios(chain: &Chain<'_>, lived: &Runs, rules: &[Rule]) -> Vec<Vec<usize>> {
    let Some(total) = rules.iter().find(|rule| rule.subject == Quantity::InflowTotal) else {
        return Vec::new();
    };
    let values = table(chain, lived, total);
    let target = target_year(chain.input);
    let months = chain.model.months;
    let steering: Vec<f64> = periods(chain.input, total)
        .into_iter()
        .find(|period| period.name == target.to_string())
        .map_or_else(
            || sums(&values, &Period { name: String::new(), months: 0..months, known: 0 }),
            |period| sums(&values, &period),
        );
    let levels = chain.input.levels;
    let levels = [levels.minimum, levels.median, levels.medio, levels.maximum];
    levels.iter().map(|level| nearest(&steering, *level)).collect()
}

/// The year that an edition is made for: an autumn edition looks at the next.
fn target_year(input: &Input) -> i16 {
    let year = input.cut.plus(6).year();
    if Month::new(year, 12) <= input.horizon { year } else { input.cut.year() }
}

/// The periods in which a quantity is published.
fn periods(input: &Input, rule: &Rule) -> Vec<Period> {
    if rule.subject == Quantity::HousingTarget {
        return halves(input).collect();
    }
    let months = input.months();
    let month = |at: usize| Period {
        name: input.cut.plus(at as i32).to_string(),
        months: at..at + 1,
        known: 0,
    };
    let mut periods: Vec<Period> = (0..months).map(month).collect();
    if !rule.is_flow() {
        return periods;
    }
    for year in input.cut.year()..=input.horizon.year() {
        let (first, last) = (Month::new(year, 1), Month::new(year, 12));
        if last > input.horizon {
            continue;
        }
        let before = first.until(input.cut).max(0);
        let known = (0..before).map(|at| (rule.known)(input, first.plus(at))).sum();
        let Some(known) = known else { continue };
        periods.push(Period { name: year.to_string(), months: ahead(input, first, last), known });
    }
    periods
}

/// Places on a path of the months from `first` to `last` that are not known yet.
fn ahead(input: &Input, first: Month, last: Month) -> std::ops::Range<usize> {
    input.cut.until(first).max(0) as usize..(input.cut.until(last) + 1).max(0) as usize
}

/// Half-years that begin on or after the cut and end within the horizon.
fn halves(input: &Input) -> impl Iterator<Item = Period> + '_ {
    let of_cut = Half::of(input.cut.first_day());
    let begins = of_cut.start() == input.cut.first_day();
    let start = if begins { of_cut } else { of_cut.next() };
    std::iter::successors(Some(start), |half| Some(half.next()))
        .map(|half| (half, Month::of(half.start()), Month::of(half.end())))
        .take_while(|(_, _, last)| *last <= input.horizon)
        .map(|(half, first, last)| Period {
            name: half.to_string(),
            months: ahead(input, first, last),
            known: 0,
        })
}

/// Effects of a change, in pairs of replications.
pub(super) fn effects(
    (chain, before): (&Chain<'_>, &Runs),
    (other, after): (&Chain<'_>, &Runs),
) -> Vec<Effect> {
    let norm = Share::from_thousandths(chain.input.occupancy_norm);
    let rules = quantity::all(chain.input);
    let of = |rule: &Rule| -> Vec<Effect> {
        let (base, changed) = (table(chain, before, rule), table(other, after, rule));
        let one = |period: Period| {
            let (base, changed) = (sums(&base, &period), sums(&changed, &period));
            let mut apart: Vec<f64> = changed.iter().zip(&base).map(|(a, b)| a - b).collect();
            apart.sort_unstable_by(f64::total_cmp);
            let median = |values: &[f64]| {
                let mut sorted = values.to_vec();
                sorted.sort_unstable_by(f64::total_cmp);
                places(&rule.subject, type7(&sorted, 0.5), norm)
            };
            Effect {
                subject: rule.subject.clone(),
                base: median(&base),
                changed: median(&changed),
                difference: half_up(apart.iter().sum::<f64>() / apart.len() as f64),
                difference_low: half_up(type7(&apart, 0.05)),
                difference_high: half_up(type7(&apart, 0.95)),
                period: period.name,
            }
        };
        let shown = |period: &Period| {
            let year = period.name.len() == 4 || period.name.ends_with('I');
            let half = period.name.ends_with("-06") || period.name.ends_with("-12");
            if rule.is_flow() { year } else { half }
        };
        periods(chain.input, rule).into_iter().filter(shown).map(one).collect()
    };
    let mut all: Vec<Effect> = rules.par_iter().flat_map_iter(of).collect();
    all.sort_by(|a, b| (&a.subject, &a.period).cmp(&(&b.subject, &b.period)));
    all
}

/// Where people wait longest at the end: the stock of each station by what leaves it in a month.
pub(super) fn bottleneck(chain: &Chain<'_>, runs: &Runs) -> Bottleneck {
    use crate::sim::Flow as F;
    let last = chain.model.months - 1;
    let mean = |output: Output| runs.mean(last, quantity::column(runs, &output.name()));
    let wait = |stock: &[Station], flow: &[F]| {
        let stock: f64 = stock.iter().map(|station| mean(Output::Stock(*station))).sum();
        let flow: f64 = flow.iter().map(|flow| mean(Output::Flow(*flow))).sum();
        stock / flow.max(1e-9)
    };
    let waits = [
        (
            Bottleneck::Decision,
            wait(&[Station::Queue, Station::Service], &[F::Granted, F::Rejected]),
        ),
        (Bottleneck::Appeal, wait(&[Station::Appeal], &[F::Ruled])),
        (Bottleneck::Housing, wait(&[Station::Lag, Station::Ready], &[F::Housed])),
        (
            Bottleneck::Departure,
            wait(
                &[Station::Voluntary, Station::Forced, Station::Unsupervised, Station::Return],
                &[F::LeftVoluntary, F::LeftForced, F::LeftUnsupervised, F::LeftReturn],
            ),
        ),
    ];
    waits.iter().max_by(|a, b| a.1.total_cmp(&b.1)).map_or(Bottleneck::Decision, |(at, _)| *at)
}

/// SHA-256 over a text form of the estimates, one per line: the name under which a forecast is known to be
/// the same.
pub fn digest(estimates: &[Estimate]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for one in estimates {
        let Estimate { subject, period, minimum, median, medio, maximum, mean, .. } = one;
        hash.update(format!(
            "{subject}\t{period}\t{minimum}\t{median}\t{medio}\t{maximum}\t{mean}\t{:?}\t{:?}\t{}\n",
            one.quantiles, one.paths, one.model_median
        ));
    }
    hash.finalize().into()
}
