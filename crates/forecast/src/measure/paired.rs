//! The difference between two runs that share their chance.

use crate::quantile::type7;
use crate::sim::Runs;

/// What a change does to a quantity in a month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// Mean over replications.
    pub mean: f64,
    /// Standard error of that mean.
    pub error: f64,
    /// Quantiles over replications at .05, .5 and .95: how the effect itself is spread.
    pub quantiles: [f64; 3],
    /// How many times as many replications two independent runs would need for the same error.
    pub variance_ratio: f64,
}

/// With minus without, replication by replication; `None` when a column or month is not there or the runs
/// have fewer than two replications in common.
pub fn paired(with: &Runs, without: &Runs, column: &str, month: usize) -> Option<Difference> {
    let (a, b) = (with.column(column)?, without.column(column)?);
    if month >= with.months().min(without.months()) {
        return None;
    }
    let pairs: Vec<(f64, f64)> = with
        .across(month, a)
        .zip(without.across(month, b))
        .map(|(with, without)| (f64::from(with), f64::from(without)))
        .collect();
    if pairs.len() < 2 {
        return None;
    }
    let n = pairs.len() as f64;
    let moments = |of: &dyn Fn(&(f64, f64)) -> f64| {
        let mean = pairs.iter().map(of).sum::<f64>() / n;
        (mean, pairs.iter().map(|pair| (of(pair) - mean).powi(2)).sum::<f64>() / (n - 1.0))
    };
    let (mean, variance) = moments(&|(with, without)| with - without);
    let (_, variance_with) = moments(&|(with, _)| *with);
    let (_, variance_without) = moments(&|(_, without)| *without);
    let mut differences: Vec<f64> = pairs.iter().map(|(with, without)| with - without).collect();
    differences.sort_unstable_by(f64::total_cmp);
    Some(Difference {
        mean,
        error: (variance / n).sqrt(),
        quantiles: [0.05, 0.5, 0.95].map(|level| type7(&differences, level)),
        variance_ratio: (variance_with + variance_without) / variance,
    })
}
