//! Rolling origins: every model at every origin, then the pool once more with its spread calibrated.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use forecast::inflow::{Case, InflowModel, Lot, Member, Track, spread, stream};
use forecast::quantile::type7;
use forecast::{Month, score};
use rayon::prelude::*;
use serde::Serialize;

use crate::target::of_mpp;
use crate::{Error, Progress, Rolling, Set, Target};

/// Name of the pool whose spread was calibrated on outcomes known at the origin. Measured, not used: it holds more
/// outcomes (panel 90 instead of 80 in 100) but its WIS over 12 and 24 months is worse on every set, because breaks in regime only widen it.
pub const CALIBRATED: &str = "calibrated";
/// Chance that the outcome stays below medio.
const MEDIO: f64 = 2.0 / 3.0;
/// Part of the past that lies below the threshold of the upper tail.
const TAIL: f64 = 0.8;

/// How to run.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Paths per origin and model.
    pub replications: u32,
    /// Seed.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { replications: 1_000, seed: 2025 }
    }
}

/// One forecast against its outcome, in persons.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Score {
    /// The set.
    pub set: Set,
    /// The series within it.
    pub series: String,
    /// The target.
    #[serde(serialize_with = "crate::shown")]
    pub target: Target,
    /// The model: the code of a [`Member`], or [`CALIBRATED`].
    pub model: &'static str,
    /// First month that was not known.
    #[serde(serialize_with = "crate::shown")]
    pub cut: Month,
    /// What was realised.
    pub outcome: f64,
    /// Median.
    pub median: f64,
    /// Lower end of the 80 % interval.
    pub low80: f64,
    /// Upper end of the 80 % interval.
    pub high80: f64,
    /// Weighted interval score.
    pub wis: f64,
    /// Continuous ranked probability score.
    pub crps: f64,
    /// The same above the .8 quantile of past sums.
    pub tail_crps: f64,
    /// Probability integral transform of the outcome.
    pub pit: f64,
    /// Whether the 50 % interval holds the outcome.
    pub covered50: bool,
    /// Whether the 80 % interval does.
    pub covered80: bool,
    /// Whether the 95 % interval does.
    pub covered95: bool,
    /// Whether the outcome exceeds medio.
    pub above_medio: bool,
    /// Standard error of the median over replications.
    pub monte_carlo: f64,
    /// Factor by which the spread was calibrated; 1 for uncalibrated models.
    pub factor: f64,
    /// Mean sign of the last six misses that were known at the origin; 0 for uncalibrated models.
    pub bias: f64,
}

/// A forecast of what is still unknown of a target.
struct Raw<'a> {
    series: &'a Rolling,
    target: Target,
    model: &'static str,
    cut: Month,
    /// What the known months add.
    known: f64,
    /// What the unknown months turned out to be.
    outcome: f64,
    /// The threshold of the upper tail, known months included.
    threshold: f64,
    /// Sums over the unknown months, ascending.
    sorted: Vec<f64>,
}

/// Scores of all models, and of the calibrated pool, at every origin of every series. Calibration pools the cases
/// of all series, so give all sets at once. Runs on the current rayon pool.
pub fn evaluate(
    series: &[Rolling],
    options: Options,
    progress: Progress<'_>,
) -> Result<Vec<Score>, Error> {
    let mut origins = Vec::new();
    for one in series {
        let totals = one.history.totals();
        for months in one.first..totals.len() {
            let targets = targets(one, months, totals.len());
            if !targets.is_empty() {
                origins.push((one, months, targets));
            }
        }
    }
    let (done, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let results = origins
        .par_iter()
        .map(|(one, months, targets)| {
            if stopped.load(Ordering::Relaxed) {
                return Err(Error::Cancelled);
            }
            let mut raws = at_origin(one, *months, targets, options)?;
            let scores: Vec<Score> = raws.iter().map(|raw| raw.score(raw.sorted.clone())).collect();
            // Only the pool is calibrated; the paths of the others are not needed again.
            raws.retain(|raw| raw.model == Member::Pool.code());
            if !progress(done.fetch_add(1, Ordering::Relaxed) + 1, origins.len()) {
                stopped.store(true, Ordering::Relaxed);
            }
            Ok((scores, raws))
        })
        .collect::<Result<Vec<_>, Error>>()?;
    let (scores, pool): (Vec<_>, Vec<_>) = results.into_iter().unzip();
    if stopped.into_inner() {
        return Err(Error::Cancelled);
    }
    let (mut scores, pool) = (scores.concat(), pool.into_iter().flatten().collect::<Vec<_>>());
    let tracks = tracks(&pool);
    scores.par_extend(pool.par_iter().map(|raw| raw.calibrated(&tracks[&key(raw)])));
    Ok(scores)
}

/// Targets of a series at an origin with so many known months, of which the outcome is in the series.
fn targets(series: &Rolling, months: usize, length: usize) -> Vec<Target> {
    let cut = series.history.from().plus(months as i32);
    let due = |target: &Target| {
        let due = if target.is_year() {
            of_mpp(cut)
        } else {
            (months - series.first).is_multiple_of(series.step)
        };
        due && months + target.ahead(cut).end <= length
    };
    Target::ALL.iter().copied().filter(due).collect()
}

fn at_origin<'a>(
    series: &'a Rolling,
    months: usize,
    targets: &[Target],
    options: Options,
) -> Result<Vec<Raw<'a>>, Error> {
    let totals = series.history.totals();
    let history = series.history.first(months)?;
    let (cut, columns) = (history.cut(), history.groups().len());
    let model = InflowModel::fit(&history);
    let ahead = targets.iter().map(|target| target.ahead(cut).end).max().unwrap_or(0);
    let seed = options.seed.wrapping_mul(1_000_003).wrapping_add(months as u64);
    let mut raws = Vec::new();
    for member in Member::ALL {
        let paths = model.paths(*member, options.replications, ahead, stream(seed, Lot::First));
        for target in targets {
            let range = target.ahead(cut);
            let mut sorted = paths.sums(range.clone(), 0..columns, 0.0);
            sorted.sort_unstable_by(f64::total_cmp);
            let start = months - target.known(cut);
            let width = range.len() + target.known(cut);
            let mut past: Vec<f64> =
                totals[..months].windows(width).map(|window| window.iter().sum()).collect();
            past.sort_unstable_by(f64::total_cmp);
            raws.push(Raw {
                series,
                target: *target,
                model: member.code(),
                cut,
                known: totals[start..months].iter().sum(),
                outcome: totals[months + range.start..months + range.end].iter().sum(),
                threshold: type7(&past, TAIL),
                sorted,
            });
        }
    }
    Ok(raws)
}

/// Cases are comparable within a target, and for a calendar year within the month of the origin.
fn key(raw: &Raw<'_>) -> (Target, i8) {
    (raw.target, if raw.target.is_year() { raw.cut.month() } else { 0 })
}

fn tracks(raws: &[Raw<'_>]) -> BTreeMap<(Target, i8), Track> {
    let mut tracks: BTreeMap<(Target, i8), Track> = BTreeMap::new();
    for raw in raws {
        let last = raw.cut.plus(raw.target.ahead(raw.cut).end as i32 - 1);
        let track = tracks.entry(key(raw)).or_default();
        if let Some(case) = Case::of(last, &raw.sorted, raw.outcome) {
            track.add(case);
        }
    }
    tracks
}

impl Raw<'_> {
    fn calibrated(&self, track: &Track) -> Score {
        let factor = track.factor(self.cut);
        let mut sorted = self.sorted.clone();
        spread(&mut sorted, factor);
        Score { model: CALIBRATED, factor, bias: track.bias(self.cut), ..self.score(sorted) }
    }

    /// The score of values in ascending order for the unknown months.
    fn score(&self, mut sorted: Vec<f64>) -> Score {
        for value in &mut sorted {
            *value += self.known;
        }
        let outcome = self.known + self.outcome;
        let held = |mass| score::covered(&sorted, mass, outcome);
        Score {
            set: self.series.set,
            series: self.series.name.clone(),
            target: self.target,
            model: self.model,
            cut: self.cut,
            outcome,
            median: type7(&sorted, 0.5),
            low80: type7(&sorted, 0.1),
            high80: type7(&sorted, 0.9),
            wis: score::wis(&score::quantiles(&sorted), outcome),
            crps: score::crps(&sorted, outcome),
            tail_crps: score::tail_crps(&sorted, outcome, self.threshold),
            pit: score::pit(&sorted, outcome),
            covered50: held(0.5),
            covered80: held(0.8),
            covered95: held(0.95),
            above_medio: outcome > type7(&sorted, MEDIO),
            monte_carlo: score::monte_carlo_error(&sorted, 0.5),
            factor: 1.0,
            bias: 0.0,
        }
    }
}
