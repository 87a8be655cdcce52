//! Models of the total alone: two take part in the pool, one is the yardstick of the back-test.
//!
//! All three have normal errors on the log scale with the mean squared error of the whole history, which is
//! how the forecasting libraries that the back-test compares with simulate them.

use crate::Month;
use crate::random::Stream;

use super::level::smooth;
use super::season::Season;
use super::{log, mean, mean_square};

/// Years of history for the season of Theta: all there are.
const ALL_YEARS: usize = 1_000;
/// Steps in which the weight of Theta is searched.
const ALPHA_STEPS: u8 = 20;

/// The same month of the year before, plus an error.
#[derive(Clone, Debug)]
pub(super) struct SeasonalNaive {
    /// The last twelve logarithms.
    year: [f64; 12],
    sd: f64,
}

impl SeasonalNaive {
    /// Needs at least thirteen months.
    pub(super) fn fit(counts: &[f64]) -> Self {
        let x: Vec<f64> = counts.iter().map(|count| log(*count)).collect();
        let steps: Vec<f64> = x.iter().skip(12).zip(&x).map(|(now, then)| now - then).collect();
        let mut year = [0.0; 12];
        year.copy_from_slice(&x[x.len() - 12..]);
        Self { year, sd: mean_square(&steps).sqrt() }
    }

    pub(super) fn begin(&self) -> [f64; 12] {
        self.year
    }

    /// `ahead` counts months from the first one forecast.
    pub(super) fn next(&self, year: &mut [f64; 12], ahead: usize, stream: &mut Stream) -> f64 {
        let place = &mut year[ahead % 12];
        *place += self.sd * stream.normal();
        *place
    }
}

/// A random walk without drift.
#[derive(Clone, Debug)]
pub(super) struct Walk {
    start: f64,
    sd: f64,
}

impl Walk {
    pub(super) fn fit(counts: &[f64]) -> Self {
        let x: Vec<f64> = counts.iter().map(|count| log(*count)).collect();
        let steps: Vec<f64> = x.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let centre = mean(&steps);
        let steps: Vec<f64> = steps.iter().map(|step| step - centre).collect();
        Self { start: x[x.len() - 1], sd: mean_square(&steps).sqrt() }
    }

    pub(super) fn begin(&self) -> f64 {
        self.start
    }

    pub(super) fn next(&self, place: &mut f64, stream: &mut Stream) -> f64 {
        *place += self.sd * stream.normal();
        *place
    }
}

/// Theta with a season: exponential smoothing plus half the slope of the straight line.
#[derive(Clone, Debug)]
pub(super) struct Theta {
    season: Season,
    start: f64,
    alpha: f64,
    drift: f64,
    sd: f64,
}

impl Theta {
    pub(super) fn fit(from: Month, counts: &[f64]) -> Self {
        let x: Vec<f64> = counts.iter().map(|count| log(*count)).collect();
        let season = Season::fit(from, &x, ALL_YEARS, 1.0);
        let flat = season.remove(from, &x);
        let alphas = (1..=ALPHA_STEPS).map(|step| f64::from(step) / f64::from(ALPHA_STEPS));
        let size = |alpha| mean_square(&smooth(&flat, alpha).1);
        let alpha = alphas.min_by(|a, b| size(*a).total_cmp(&size(*b))).unwrap_or(1.0);
        let (start, errors) = smooth(&flat, alpha);
        let drift = 0.5 * slope(&flat);
        Self { season, start, alpha, drift, sd: mean_square(&errors).sqrt() }
    }

    pub(super) fn begin(&self) -> f64 {
        self.start
    }

    pub(super) fn next(&self, place: &mut f64, month: Month, stream: &mut Stream) -> f64 {
        let error = self.sd * stream.normal();
        let x = *place + error + self.season.step(month);
        *place += self.alpha * error + self.drift;
        x
    }
}

/// Slope per month of the least-squares line.
fn slope(x: &[f64]) -> f64 {
    let (middle, centre) = ((x.len() as f64 - 1.0) / 2.0, mean(x));
    let places = || (0..x.len()).map(|at| at as f64 - middle);
    let spread: f64 = places().map(|place| place * place).sum();
    if spread > 0.0 {
        places().zip(x).map(|(place, x)| place * (x - centre)).sum::<f64>() / spread
    } else {
        0.0
    }
}
