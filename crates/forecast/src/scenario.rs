//! Named scenarios: probability levels, the distribution behind a published triple, and scenario paths.
//!
//! Two views exist and are labelled apart. The marginal view takes the quantile of one quantity in one period.
//! The path view takes the replications in which the steering quantity (total inflow of the target year) is
//! nearest to a level, and reads everything else from the same replications, so flows and stocks add up.

use serde::{Deserialize, Serialize};

use crate::quantile::type7;
use crate::random::special::normal_quantile;

/// Chance that the outcome stays below each scenario: parameters of a run, each above 0 and below 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Levels {
    /// `minimum`: not published; an assumption.
    pub minimum: f64,
    /// `mediaan` (cabinet letter on the MPP 2025).
    pub median: f64,
    /// `medio`: exceeded one time in three (the same letter).
    pub medio: f64,
    /// `maximum`: not published; an assumption.
    pub maximum: f64,
}

impl Default for Levels {
    fn default() -> Self {
        Self { minimum: 0.05, median: 0.5, medio: 2.0 / 3.0, maximum: 0.95 }
    }
}

impl Levels {
    /// Whether the levels lie in order between 0 and 1.
    pub fn in_order(&self) -> bool {
        let levels = [0.0, self.minimum, self.median, self.medio, self.maximum, 1.0];
        levels.is_sorted_by(|a, b| a < b)
    }

    /// The quantiles (type 7) of values in ascending order, in the order of the fields.
    pub fn of(&self, sorted: &[f64]) -> [f64; 4] {
        [self.minimum, self.median, self.medio, self.maximum].map(|level| type7(sorted, level))
    }
}

/// Lognormal with one spread below the median and another above it. The published band is skewed upward, so
/// that a plain lognormal does not fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// Median, above 0.
    pub median: f64,
    /// Standard deviation of the logarithm below the median.
    pub below: f64,
    /// The same above the median.
    pub above: f64,
}

/// A triple that no split lognormal goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "minimum, medio and maximum must rise from above 0, with levels in order around the median"
)]
pub struct TripleError;

impl Split {
    /// Through `minimum < medio < maximum` at their levels.
    pub fn of_triple(
        minimum: f64,
        medio: f64,
        maximum: f64,
        levels: &Levels,
    ) -> Result<Self, TripleError> {
        let rising = 0.0 < minimum && minimum < medio && medio < maximum && maximum.is_finite();
        if !rising || !levels.in_order() || levels.minimum >= 0.5 || levels.medio < 0.5 {
            return Err(TripleError);
        }
        let z = normal_quantile;
        let above = libm::log(maximum / medio) / (z(levels.maximum) - z(levels.medio));
        let median = medio * libm::exp(-z(levels.medio) * above);
        let below = libm::log(median / minimum) / -z(levels.minimum);
        if below > 0.0 { Ok(Self { median, below, above }) } else { Err(TripleError) }
    }

    /// The quantile at a level above 0 and below 1.
    pub fn quantile(&self, level: f64) -> f64 {
        let z = normal_quantile(level);
        self.median * libm::exp(z * if z < 0.0 { self.below } else { self.above })
    }

    /// The chance of more than `value` (above 0).
    pub fn exceeds(&self, value: f64) -> f64 {
        let log = libm::log(value / self.median);
        let z = log / if log < 0.0 { self.below } else { self.above };
        0.5 * libm::erfc(z * std::f64::consts::FRAC_1_SQRT_2)
    }
}

/// Part of the replications that a scenario path averages.
const NEAREST: f64 = 0.02;

/// The replications whose steering quantity ranks nearest to `level`: 2 %, at least one. Their means of any
/// quantity form the scenario path.
pub fn nearest(steering: &[f64], level: f64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..steering.len()).collect();
    order.sort_by(|a, b| steering[*a].total_cmp(&steering[*b]));
    let number = ((steering.len() as f64 * NEAREST).round() as usize).max(1).min(order.len());
    let centre = level.clamp(0.0, 1.0) * steering.len() as f64;
    let start = (centre - number as f64 / 2.0).round().max(0.0) as usize;
    let start = start.min(steering.len() - number);
    let mut chosen = order[start..start + number].to_vec();
    chosen.sort_unstable();
    chosen
}

/// The mean of a quantity (a value per replication) over chosen replications.
pub fn mean_over(chosen: &[usize], values: &[f64]) -> f64 {
    chosen.iter().map(|at| values[*at]).sum::<f64>() / chosen.len() as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn near(value: f64, expected: f64, within: f64) {
        assert!((value - expected).abs() <= within, "{value} is not {expected}");
    }

    #[test]
    fn the_triples_of_the_letter_become_a_skewed_distribution() {
        let levels = Levels::default();
        let of_2025 = Split::of_triple(40_000.0, 47_000.0, 55_300.0, &levels).unwrap();
        near(of_2025.median, 44_365.1, 0.05);
        near(of_2025.below, 0.06297, 5e-6);
        near(of_2025.above, 0.13394, 5e-6);
        for (level, quantile) in
            [(0.05, 40_000.0), (0.1, 40_926.0), (0.25, 42_520.0), (0.75, 48_560.0), (0.9, 52_673.0)]
        {
            near(of_2025.quantile(level), quantile, 0.5);
        }
        near(of_2025.exceeds(50_000.0), 0.1860, 5e-5);
        near(of_2025.exceeds(40_000.0), 0.95, 1e-9);
        let of_2026 = Split::of_triple(39_000.0, 51_000.0, 67_100.0, &levels).unwrap();
        near(of_2026.median, 46_270.0, 0.05);
        near(of_2026.below, 0.10392, 5e-6);
        near(of_2026.above, 0.22597, 5e-6);
        near(of_2026.quantile(0.9), 61_811.0, 0.5);
    }

    #[test]
    fn triples_out_of_order_are_refused() {
        let levels = Levels::default();
        assert!(Split::of_triple(47_000.0, 40_000.0, 55_300.0, &levels).is_err());
        assert!(Split::of_triple(0.0, 40_000.0, 55_300.0, &levels).is_err());
        // The median that follows from medio and maximum lies below the minimum.
        assert!(Split::of_triple(46_900.0, 47_000.0, 99_000.0, &levels).is_err());
        let flat = Levels { medio: 0.96, ..levels };
        assert!(Split::of_triple(40_000.0, 47_000.0, 55_300.0, &flat).is_err());
    }

    #[test]
    fn a_scenario_path_adds_up() {
        let first: Vec<f64> = (0..1_000).map(|at| f64::from((at * 617) % 1_000)).collect();
        let family: Vec<f64> = first.iter().map(|n| 500.0 - n / 3.0).collect();
        let total: Vec<f64> = first.iter().zip(&family).map(|(a, b)| a + b).collect();
        let chosen = nearest(&total, 0.5);
        assert_eq!(chosen.len(), 20);
        let sum = mean_over(&chosen, &first) + mean_over(&chosen, &family);
        near(sum, mean_over(&chosen, &total), 1e-9);
        let mut sorted = total.clone();
        sorted.sort_by(f64::total_cmp);
        near(mean_over(&chosen, &total), type7(&sorted, 0.5), 1.0);
        assert_eq!(nearest(&total, 1.0).len(), 20);
        assert_eq!(nearest(&[3.0], 0.5), [0]);
    }

    proptest! {
        #[test]
        fn quantiles_of_a_split_never_cross(
            minimum in 1.0_f64..1e5, up in 1.01_f64..3.0, more in 1.01_f64..3.0,
            low in 0.001_f64..0.999, high in 0.001_f64..0.999,
        ) {
            let triple = (minimum, minimum * up, minimum * up * more);
            if let Ok(split) = Split::of_triple(triple.0, triple.1, triple.2, &Levels::default()) {
                prop_assert!(split.quantile(low.min(high)) <= split.quantile(low.max(high)));
            }
        }
    }
}
