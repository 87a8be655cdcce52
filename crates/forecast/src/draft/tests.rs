//! The model of inflow against histories of which the answer is known.

use proptest::prelude::*;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use super::*;
use crate::Stocks;

fn cut() -> Month {
    Month::new(2025, 9)
}

fn series(kind: Kind, counts: Vec<u32>) -> Series {
    let from = cut().plus(-(counts.len() as i32));
    Series { kind, group: "group".to_owned(), from, counts }
}

fn model(inflow: Vec<Series>) -> Model {
    Model::fit(&Input {
        cut: cut(),
        horizon: cut(),
        seed: 1,
        replications: 1,
        occupancy_norm: 91_000,
        inflow,
        stocks: Stocks::default(),
        flows: Vec::new(),
    })
}

/// Counts that scatter around `mean`, the same every time.
fn noisy(mean: f64, months: u64, seed: u64) -> Vec<u32> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    (0..months).map(|_| gamma(mean, 0.15 * mean, &mut rng).round() as u32).collect()
}

proptest! {
    #[test]
    fn a_constant_history_stays_constant(
        first in 0_u32..9_000,
        nareis in 0_u32..5_000,
        months in 24_usize..150,
        seed in any::<u64>(),
    ) {
        let model = model(vec![
            series(Kind::First, vec![first; months]),
            series(Kind::First, vec![7; 24]),
            series(Kind::Nareis, vec![nareis; months]),
        ]);
        for inflow in model.path(30, &mut ChaCha8Rng::seed_from_u64(seed)) {
            prop_assert_eq!(inflow.first, i64::from(first) + 7);
            prop_assert_eq!(inflow.nareis, i64::from(nareis));
            prop_assert_eq!((inflow.repeat, inflow.resettled), (0, 0));
        }
    }
}

#[test]
fn groups_share_the_month_they_draw() {
    // Two groups that always moved together keep doing so; two kinds as well.
    let counts = noisy(400.0, 96, 3);
    let model = model(vec![
        series(Kind::First, counts.clone()),
        series(Kind::Repeat, counts.iter().map(|count| count * 2).collect()),
    ]);
    let path = model.path(40, &mut ChaCha8Rng::seed_from_u64(5));
    for inflow in &path {
        let ratio = inflow.repeat as f64 / inflow.first as f64;
        assert!((ratio - 2.0).abs() < 0.05, "{ratio}");
    }
    assert!(path.iter().any(|inflow| inflow.first != path[0].first));
}

#[test]
fn the_first_month_is_centred_on_the_level() {
    let model = model(vec![series(Kind::First, noisy(500.0, 96, 4))]);
    let mut rng = ChaCha8Rng::seed_from_u64(6);
    let total: i64 = (0..4_000).map(|_| model.path(1, &mut rng)[0].first).sum();
    let Process::Level(level) = &model.groups[0].process else { panic!("a long series") };
    let season = level.season.index(cut());
    let centre = (level.start.exp() - 1.0) * season;
    let square = level.residuals.iter().map(|e| e * e).sum::<f64>();
    let correction = 1.0 + square / level.residuals.len() as f64;
    let mean = total as f64 / 4_000.0;
    assert!(mean > centre * 0.99 && mean < centre * correction * 1.01, "{mean} {centre}");
}

#[test]
fn levels_stay_within_their_bounds() {
    // A route that opened explosively: every month doubles.
    let counts: Vec<u32> = (0..36_u32).map(|at| 1 << (at / 2).min(14)).collect();
    let recent = counts[12..].iter().map(|c| f64::from(*c)).sum::<f64>() / 24.0;
    let last = f64::from(counts[35]);
    let model = model(vec![series(Kind::First, counts)]);
    let Process::Level(level) = &model.groups[0].process else { panic!("a long series") };
    assert!(level.low <= level.start && level.start <= level.high);
    let largest = level.residuals.iter().copied().fold(0.0, f64::max);
    let bound = (recent * LEVEL_SPAN).max(last) * largest.exp() * 1.5;
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    for _ in 0..300 {
        for inflow in model.path(60, &mut rng) {
            assert!((inflow.first as f64) < bound, "{} {bound}", inflow.first);
        }
    }
}

#[test]
fn a_short_series_keeps_its_mean() {
    let model = model(vec![
        series(Kind::First, noisy(500.0, 40, 8)),
        series(Kind::Resettled, vec![60, 70, 50]),
    ]);
    let mut rng = ChaCha8Rng::seed_from_u64(9);
    let total: i64 = (0..4_000).map(|_| model.path(1, &mut rng)[0].resettled).sum();
    assert!((total as f64 / 4_000.0 - 60.0).abs() < 1.5, "{total}");
}
