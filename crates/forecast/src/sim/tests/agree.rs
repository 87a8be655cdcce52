//! The benchmark on every engine.

use crate::sim::reference::{Reference, ketenref1};
use crate::sim::*;

const STOCKS: [&str; 3] = ["total.ind", "total.reception", "total.status"];

/// Root mean square over months of the z value of the difference of the means.
fn z(a: &Runs, b: &Runs, column: &str) -> f64 {
    let at = a.column(column).unwrap();
    let squares = (0..a.months()).map(|month| {
        let moments = |runs: &Runs| {
            let mean = runs.mean(month, at);
            let n = runs.replications() as f64;
            let squares = runs.across(month, at).map(|x| (f64::from(x) - mean).powi(2));
            (mean, squares.sum::<f64>() / (n - 1.0) / n)
        };
        let ((mean_a, error_a), (mean_b, error_b)) = (moments(a), moments(b));
        (mean_a - mean_b).powi(2) / (error_a + error_b).max(1e-9)
    });
    (squares.sum::<f64>() / a.months() as f64).sqrt()
}

#[test]
fn counters_and_persons_are_one_distribution_and_months_is_near() {
    let reference = ketenref1(0.0);
    let counters = reference.run(Engine::Counters, 1, 0..60).unwrap();
    let persons = reference.run(Engine::Persons, 2, 0..60).unwrap();
    let months = reference.run(Engine::Months, 3, 0..60).unwrap();
    for column in counters.columns() {
        let z = z(&counters, &persons, column);
        assert!(z < 2.5, "{column}: rms z {z}");
    }
    for column in STOCKS {
        let at = counters.column(column).unwrap();
        for month in [11, 35, 59] {
            let (exact, near) = (counters.mean(month, at), months.mean(month, at));
            let bias = near / exact - 1.0;
            assert!(bias.abs() < 0.015, "{column}, month {month}: {near}, exact {exact}");
        }
    }
}

fn with_workers(workers: f64) -> Reference {
    let mut reference = ketenref1(0.09);
    reference.model.parameters.workers = workers.into();
    reference
}
