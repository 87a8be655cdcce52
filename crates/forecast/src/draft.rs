//! Inflow: a level per group that moves by its own surprises, a season per kind, and one history month
//! drawn for all groups at once.
//!
//! With `y` a count and `s` its season, `x = ln(y / s + 1)` follows simple exponential smoothing:
//! `x = level + e`, then `level += alpha e`. The future draws `e` from the past surprises of the model. All
//! groups of all kinds take the surprise of the same past month, so that what comes together (Syria and
//! Iraq in the summer of a route) comes together in the forecast as well.
//!
//! Residuals are centred, so the median one month ahead is the level; the mean lies above it by the usual
//! correction of the exponent, about half the variance of `e`, which is not taken out: it is there in the
//! history too. Surprises beyond [`CLIP`] deviations are cut off before centring, and a level stays
//! within [`LEVEL_SPAN`] of the recent mean; without these two guards the sum of groups explodes
//! (measured, see the design of the forecast).
//!
//! Series shorter than [`HISTORY_MONTHS_MIN`] have no level of their own: they are Poisson counts around a
//! mean with the uncertainty of so few months. Counts of a long series are rounded; the noise of small
//! counts is in their residuals already.

use rand::{Rng, RngExt as _};
use rand_distr::{Distribution as _, Poisson};

use crate::quantile::half_up;
use crate::rates::gamma;
use crate::season::Season;
use crate::{Input, Kind, Month, Series, chain};

/// Fewest months of a series with a level: one year to find it and one year of residuals.
pub(crate) const HISTORY_MONTHS_MIN: usize = 24;
/// Months at the start of a series that set the first level and yield no residual.
const WARM_UP: usize = 12;
/// Residuals that are kept and drawn from: six years.
const RESIDUALS_MAX: usize = 72;
/// Weights of smoothing that are tried, in tenths.
const ALPHA_TENTHS: std::ops::RangeInclusive<u8> = 1..=10;
/// Residuals are cut off at so many standard deviations.
const CLIP: f64 = 3.5;
/// A level stays between one sixth and six times the mean of the last [`RECENT`] months: a judgement, wide
/// enough for the opening and closing of a route, narrow enough that no path explodes.
const LEVEL_SPAN: f64 = 6.0;
/// Months of the mean that bounds the level.
const RECENT: usize = 24;
/// Shape that is added to the total of a short series: Jeffreys' prior of a Poisson rate.
const SHORT_PRIOR: f64 = 0.5;
/// Least relative standard deviation of the rate of a short series, see `rates::SPREAD_MIN`.
const SHORT_SPREAD_MIN: f64 = 0.10;

/// The fitted model of all inflow.
#[derive(Debug)]
pub(crate) struct Model {
    groups: Vec<Group>,
    /// Number of past months that the shared draw chooses from.
    shared: u32,
    cut: Month,
}

#[derive(Debug)]
struct Group {
    kind: Kind,
    process: Process,
}

#[derive(Debug)]
enum Process {
    Level(Level),
    /// Mean and standard deviation of the monthly rate.
    Rate(f64, f64),
}

/// A smoothed level and the surprises around it.
#[derive(Debug)]
struct Level {
    season: Season,
    alpha: f64,
    /// Where the level stands at the cut.
    start: f64,
    low: f64,
    high: f64,
    /// The last one belongs to the month before the cut.
    residuals: Vec<f64>,
}

impl Model {
    /// Fits every series of the input.
    pub(crate) fn fit(input: &Input) -> Self {
        let mut groups = Vec::with_capacity(input.inflow.len());
        for kind in Kind::ALL {
            let long = |series: &&Series| series.counts.len() >= HISTORY_MONTHS_MIN;
            let of_kind = || input.inflow.iter().filter(|series| series.kind == *kind);
            let season = Season::of(&of_kind().filter(long).collect::<Vec<_>>());
            for series in of_kind() {
                let process = if long(&series) {
                    Process::Level(Level::fit(series, season))
                } else {
                    short(&series.counts)
                };
                groups.push(Group { kind: *kind, process });
            }
        }
        let residuals = groups.iter().map(|group| match &group.process {
            Process::Level(level) => level.residuals.len() as u32,
            Process::Rate(..) => 0,
        });
        Self { shared: residuals.max().unwrap_or(0), groups, cut: input.cut }
    }

    /// One path of `months` months from the cut.
    pub(crate) fn path(&self, months: usize, rng: &mut impl Rng) -> Vec<chain::Inflow> {
        let mut places: Vec<f64> = self
            .groups
            .iter()
            .map(|group| match &group.process {
                Process::Level(level) => level.start,
                Process::Rate(mean, spread) => gamma(*mean, *spread, rng),
            })
            .collect();
        let mut path = Vec::with_capacity(months);
        for ahead in 0..months {
            let month = self.cut.plus(ahead as i32);
            // Months before the cut, 0 being the last: the same for every group that reaches so far back.
            let back = if self.shared > 0 { rng.random_range(0..self.shared) } else { 0 };
            let mut inflow = chain::Inflow::default();
            for (group, place) in self.groups.iter().zip(&mut places) {
                let count = match &group.process {
                    Process::Level(level) => level.next(place, month, back, rng),
                    Process::Rate(..) => poisson(*place, rng),
                };
                *match group.kind {
                    Kind::First => &mut inflow.first,
                    Kind::Repeat => &mut inflow.repeat,
                    Kind::Nareis => &mut inflow.nareis,
                    Kind::Resettled => &mut inflow.resettled,
                } += count;
            }
            path.push(inflow);
        }
        path
    }
}

impl Level {
    fn fit(series: &Series, season: Season) -> Self {
        let logs: Vec<f64> = (0_i32..)
            .zip(&series.counts)
            .map(|(at, count)| (f64::from(*count) / season.index(series.from.plus(at)) + 1.0).ln())
            .collect();
        let mut best: Option<(f64, f64, f64, Vec<f64>)> = None;
        for tenths in ALPHA_TENTHS {
            let alpha = f64::from(tenths) / 10.0;
            let (level, residuals) = smooth(&logs, alpha);
            let error = residuals.iter().map(|e| e * e).sum::<f64>();
            if best.as_ref().is_none_or(|(least, ..)| error < *least) {
                best = Some((error, alpha, level, residuals));
            }
        }
        let (_, alpha, level, mut residuals) = best.unwrap_or((0.0, 1.0, 0.0, vec![0.0]));
        tame(&mut residuals);
        let recent = &series.counts[series.counts.len().saturating_sub(RECENT)..];
        let mean = recent.iter().map(|c| f64::from(*c)).sum::<f64>() / recent.len() as f64;
        // The level at the cut is a fact of the data: the bounds never cut it off.
        let low = (mean / LEVEL_SPAN + 1.0).ln().min(level);
        let high = (mean * LEVEL_SPAN + 1.0).ln().max(level);
        Self { season, alpha, start: level, low, high, residuals }
    }

    /// The count of the next month; moves `place`, the level of this path. A group that has no residual so
    /// far back takes one of its own at random.
    fn next(&self, place: &mut f64, month: Month, back: u32, rng: &mut impl Rng) -> i64 {
        let own = self.residuals.len() as u32;
        let back = if back < own { back } else { rng.random_range(0..own) };
        let surprise = self.residuals[(own - 1 - back) as usize];
        let count = ((*place + surprise).exp() - 1.0) * self.season.index(month);
        *place = (*place + self.alpha * surprise).clamp(self.low, self.high);
        half_up(count).max(0)
    }
}

/// The last level and the last residuals of exponential smoothing.
fn smooth(logs: &[f64], alpha: f64) -> (f64, Vec<f64>) {
    let (start, rest) = logs.split_at(WARM_UP.min(logs.len()));
    let mut level = start.iter().sum::<f64>() / start.len() as f64;
    // Smoothing runs over the start as well, so that the level has caught up with a trend in that year.
    for log in start {
        level += alpha * (log - level);
    }
    let mut residuals = Vec::with_capacity(rest.len());
    for log in rest {
        residuals.push(log - level);
        level += alpha * (log - level);
    }
    let residuals = residuals.split_off(residuals.len().saturating_sub(RESIDUALS_MAX));
    (level, residuals)
}

/// Cuts residuals off at [`CLIP`] deviations and centres them, so that a path does not drift.
fn tame(residuals: &mut [f64]) {
    let number = residuals.len() as f64;
    let bound = CLIP * (residuals.iter().map(|e| e * e).sum::<f64>() / number).sqrt();
    for residual in residuals.iter_mut() {
        *residual = residual.clamp(-bound, bound);
    }
    let mean = residuals.iter().sum::<f64>() / number;
    for residual in residuals.iter_mut() {
        *residual -= mean;
    }
}

/// Mean and deviation of the rate of a series without a level: a Gamma posterior, no narrower than
/// [`SHORT_SPREAD_MIN`].
fn short(counts: &[u32]) -> Process {
    let months = counts.len().max(1) as f64;
    let total = counts.iter().map(|count| f64::from(*count)).sum::<f64>() + SHORT_PRIOR;
    let mean = total / months;
    Process::Rate(mean, (total.sqrt() / months).max(SHORT_SPREAD_MIN * mean))
}

fn poisson(rate: f64, rng: &mut impl Rng) -> i64 {
    Poisson::new(rate).map_or(0, |poisson| poisson.sample(rng) as i64)
}

#[cfg(test)]
mod tests;
