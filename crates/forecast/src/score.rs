//! Scores of a probability forecast against its outcome.
//!
//! Forecasts are values in ascending order (paths) or quantiles at [`LEVELS`]. Lower is better for every loss.

use statrs::distribution::{Binomial, DiscreteCDF as _};

use crate::quantile::type7;

/// Levels of the weighted interval score, as in the forecast hubs.
pub const LEVELS: [f64; 23] = [
    0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75,
    0.8, 0.85, 0.9, 0.95, 0.975, 0.99,
];

/// Pinball loss of a quantile at `level` (0 to 1), in the unit of the outcome.
pub fn pinball(level: f64, quantile: f64, outcome: f64) -> f64 {
    if outcome >= quantile {
        level * (outcome - quantile)
    } else {
        (1.0 - level) * (quantile - outcome)
    }
}

/// Quantiles (type 7) of values in ascending order at [`LEVELS`].
pub fn quantiles(sorted: &[f64]) -> [f64; 23] {
    LEVELS.map(|level| type7(sorted, level))
}

/// The quantile at a level (0 to 1), straight between [`LEVELS`] and flat beyond them.
pub fn at_level(quantiles: &[f64; 23], level: f64) -> f64 {
    let above = LEVELS.partition_point(|known| *known <= level);
    match (above.checked_sub(1), quantiles.get(above)) {
        (None, _) => quantiles[0],
        (Some(below), None) => quantiles[below],
        (Some(below), Some(next)) => {
            let part = (level - LEVELS[below]) / (LEVELS[above] - LEVELS[below]);
            quantiles[below] + part * (next - quantiles[below])
        }
    }
}

/// The level at which an outcome lies (0 to 1), straight between quantiles; the probability integral transform
/// where only the quantiles are kept. A value that several quantiles have lies in their middle.
pub fn level_of(quantiles: &[f64; 23], outcome: f64) -> f64 {
    let (below, upto) =
        (quantiles.partition_point(|q| *q < outcome), quantiles.partition_point(|q| *q <= outcome));
    if below < upto {
        return f64::midpoint(LEVELS[below], LEVELS[upto - 1]);
    }
    match (below.checked_sub(1), quantiles.get(below)) {
        (None, _) => 0.0,
        (Some(_), None) => 1.0,
        (Some(before), Some(after)) => {
            let part = (outcome - quantiles[before]) / (after - quantiles[before]);
            LEVELS[before] + part * (LEVELS[below] - LEVELS[before])
        }
    }
}

/// Weighted interval score: twice the mean pinball loss over [`LEVELS`].
pub fn wis(quantiles: &[f64; 23], outcome: f64) -> f64 {
    let losses = LEVELS.iter().zip(quantiles).map(|(level, q)| pinball(*level, *q, outcome));
    2.0 * losses.sum::<f64>() / LEVELS.len() as f64
}

/// Continuous ranked probability score of values in ascending order, exact for the empirical distribution.
pub fn crps(sorted: &[f64], outcome: f64) -> f64 {
    let n = sorted.len() as f64;
    let error = sorted.iter().map(|x| (x - outcome).abs()).sum::<f64>() / n;
    // Sum over pairs of |x_i - x_j|, from the ranks.
    let pairs = (1_i32..).zip(sorted).map(|(rank, x)| (2.0 * f64::from(rank) - n - 1.0) * x);
    error - pairs.sum::<f64>() / (n * n)
}

/// CRPS that looks only above `threshold`: of values and outcome lifted to it.
pub fn tail_crps(sorted: &[f64], outcome: f64, threshold: f64) -> f64 {
    let lifted: Vec<f64> = sorted.iter().map(|x| x.max(threshold)).collect();
    crps(&lifted, outcome.max(threshold))
}

/// Whether the outcome lies in the central interval that holds `mass` (0 to 1), bounds included.
pub fn covered(sorted: &[f64], mass: f64, outcome: f64) -> bool {
    let (low, high) = (type7(sorted, (1.0 - mass) / 2.0), type7(sorted, f64::midpoint(1.0, mass)));
    (low..=high).contains(&outcome)
}

/// Interval score of the central interval that holds `mass`: its width plus the penalty for missing.
pub fn interval(low: f64, high: f64, mass: f64, outcome: f64) -> f64 {
    let miss = (low - outcome).max(0.0) + (outcome - high).max(0.0);
    high - low + 2.0 / (1.0 - mass) * miss
}

/// The counts that a right forecast gives with the central probability `mass`, of `cases` events of
/// probability `chance` each: the band in which the number of exceedances should lie.
pub fn band(cases: u64, chance: f64, mass: f64) -> (u64, u64) {
    Binomial::new(chance.clamp(0.0, 1.0), cases).map_or((0, cases), |binomial| {
        (binomial.inverse_cdf((1.0 - mass) / 2.0), binomial.inverse_cdf(f64::midpoint(1.0, mass)))
    })
}

/// Probability integral transform: the share of values below the outcome, ties counted half.
pub fn pit(sorted: &[f64], outcome: f64) -> f64 {
    let below = sorted.partition_point(|x| *x < outcome);
    let equal = sorted.partition_point(|x| *x <= outcome) - below;
    (below as f64 + equal as f64 / 2.0) / sorted.len() as f64
}

/// Counts of values from 0 to 1 in ten equal bins.
pub fn histogram(values: &[f64]) -> [u32; 10] {
    let mut bins = [0; 10];
    for value in values {
        bins[((value * 10.0) as usize).min(9)] += 1;
    }
    bins
}

/// Relative error of a median, negative when it is too low; 0.1 is 10 % of the outcome.
pub fn relative_error(median: f64, outcome: f64) -> f64 {
    (median - outcome) / outcome
}

/// How far an edition moved a figure, as a share of the old one.
pub fn revision(old: f64, new: f64) -> f64 {
    (new - old).abs() / old
}

/// Standard error of a quantile over independent replications (ascending), from the spread of the order
/// statistics around it.
pub fn monte_carlo_error(sorted: &[f64], level: f64) -> f64 {
    let step = (level * (1.0 - level) / sorted.len() as f64).sqrt();
    (type7(sorted, (level + step).min(1.0)) - type7(sorted, (level - step).max(0.0))) / 2.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::scenario::{Levels, Split};

    fn near(value: f64, expected: f64, within: f64) {
        assert!((value - expected).abs() <= within, "{value} is not {expected}");
    }

    #[test]
    fn levels_and_quantiles_are_each_others_inverse() {
        let quantiles = LEVELS.map(|level| 100.0 * level);
        near(at_level(&quantiles, 0.12), 12.0, 1e-9);
        near(level_of(&quantiles, 12.0), 0.12, 1e-9);
        near(level_of(&quantiles, 50.0), 0.5, 1e-9);
        assert_eq!((level_of(&quantiles, 0.0), level_of(&quantiles, 100.0)), (0.0, 1.0));
        assert_eq!((at_level(&quantiles, 0.0), at_level(&quantiles, 1.0)), (1.0, 99.0));
        near(level_of(&[7.0; 23], 7.0), 0.5, 1e-9);
    }

    #[test]
    fn pinball_of_the_published_examples() {
        near(pinball(0.05, 40_000.0, 42_336.0), 116.8, 0.05);
        near(pinball(0.667, 47_000.0, 42_336.0), 1_553.1, 0.05);
        near(pinball(2.0 / 3.0, 47_000.0, 42_336.0), 1_554.7, 0.05);
        near(pinball(0.95, 55_300.0, 42_336.0), 648.2, 0.05);
        near(pinball(0.5, 22_000.0, 24_000.0), 1_000.0, 0.0);
        near(pinball(0.667, 47_000.0, 43_000.0), 1_332.0, 1e-6);
    }

    #[test]
    fn wis_and_coverage_of_the_letter() {
        let split = Split::of_triple(40_000.0, 47_000.0, 55_300.0, &Levels::default()).unwrap();
        near(wis(&LEVELS.map(|level| split.quantile(level)), 42_336.0), 1_461.4, 0.05);
        assert!((40_000.0..=55_300.0).contains(&43_000.0));
        near(interval(40_000.0, 55_300.0, 0.9, 43_000.0), 15_300.0, 0.0);
        near(interval(40_000.0, 55_300.0, 0.9, 39_000.0), 35_300.0, 1e-6);
    }

    #[test]
    fn crps_agrees_with_its_definition() {
        let sorted = [1.0, 2.0, 4.0, 7.0];
        let pairs: f64 = sorted.iter().flat_map(|a| sorted.map(|b| f64::abs(a - b))).sum();
        let mean = sorted.iter().map(|x| f64::abs(x - 3.0)).sum::<f64>() / 4.0;
        near(crps(&sorted, 3.0), mean - pairs / 32.0, 1e-12);
        near(crps(&[5.0], 3.0), 2.0, 1e-12);
        near(tail_crps(&sorted, 3.0, 8.0), 0.0, 1e-12);
        near(tail_crps(&sorted, 3.0, 0.0), crps(&sorted, 3.0), 1e-12);
    }

    #[test]
    fn shares_bands_and_errors() {
        let sorted: Vec<f64> = (1..=1_000).map(f64::from).collect();
        assert!(covered(&sorted, 0.8, 200.0) && !covered(&sorted, 0.8, 90.0));
        near(pit(&sorted, 250.5), 0.25, 1e-12);
        near(pit(&[3.0; 4], 3.0), 0.5, 1e-12);
        assert_eq!(histogram(&[0.0, 0.05, 0.95, 1.0])[0], 2);
        assert_eq!(histogram(&[0.0, 0.05, 0.95, 1.0])[9], 2);
        assert_eq!(band(24, 1.0 / 3.0, 0.9), (4, 12));
        near(monte_carlo_error(&sorted, 0.5), 15.8, 0.1);
        near(relative_error(22_000.0, 24_140.0), -0.0886, 1e-4);
        near(revision(40_000.0, 38_000.0), 0.05, 1e-12);
    }

    proptest! {
        #[test]
        fn a_sure_forecast_costs_its_distance(value in 1.0_f64..1e5, outcome in 1.0_f64..1e5) {
            near(wis(&[value; 23], outcome), (value - outcome).abs(), 1e-6 * value.max(outcome));
            near(crps(&[value; 5], outcome), (value - outcome).abs(), 1e-6 * value.max(outcome));
        }
    }
}
