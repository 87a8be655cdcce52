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

/// Paired replications: the same chance, more officers.
#[test]
fn more_workers_lower_the_stock_of_ind_at_every_month_end() {
    let fewer = with_workers(463.0).run(Engine::Months, 9, 0..200).unwrap();
    let more = with_workers(478.0).run(Engine::Months, 9, 0..200).unwrap();
    let ind = fewer.column("total.ind").unwrap();
    for month in 0..fewer.months() {
        assert!(more.mean(month, ind) < fewer.mean(month, ind), "month {month}");
    }
}

/// The result of the design that must show: the bottleneck moves from decisions to homes.
#[test]
fn a_quarter_more_decisions_fill_reception() {
    let base = with_workers(463.0).run(Engine::Counters, 9, 0..40).unwrap();
    let more = with_workers(463.0 * 1.25).run(Engine::Counters, 9, 0..40).unwrap();
    let change = |column: &str| {
        let at = base.column(column).unwrap();
        more.mean(35, at) - base.mean(35, at)
    };
    let (ind, reception) = (change("total.ind"), change("total.reception"));
    assert!((-25_000.0..-17_000.0).contains(&ind), "ind {ind}");
    assert!((1_000.0..5_000.0).contains(&reception), "reception {reception}");
}

/// What the benchmark lacks: minors, relatives with a lag, disappearance, pools, ages.
#[test]
fn counters_and_persons_agree_on_a_chain_of_the_size_of_the_country() {
    let model = crate::sim::reference::wide(30);
    let run = |engine, seed| run(&model, engine, seed, 0..40, |_, _| ()).unwrap();
    let (counters, persons) = (run(Engine::Counters, 1), run(Engine::Persons, 2));
    for column in counters.columns() {
        let z = z(&counters, &persons, column);
        assert!(z < 2.5, "{column}: rms z {z}");
    }
    let months = run(Engine::Months, 3);
    for column in STOCKS.iter().chain(&["reception.minors", "reception.relatives"]) {
        let at = counters.column(column).unwrap();
        let (exact, near) = (counters.mean(29, at), months.mean(29, at));
        assert!((near / exact - 1.0).abs() < 0.03, "{column}: {near}, exact {exact}");
    }
}
