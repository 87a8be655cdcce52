//! Properties of paths: what stays constant, what moves together, what never explodes, what repeats.

use proptest::prelude::*;

use super::*;
use crate::inflow::{Lot, stream};
use crate::quantile::type7;

const ALL: [Member; 6] = [
    Member::SeasonalNaive,
    Member::Walk,
    Member::Theta,
    Member::Level,
    Member::BottomUp,
    Member::Pool,
];

fn history(groups: Vec<Vec<u32>>) -> History {
    let group = |(at, counts): (usize, Vec<u32>)| Group { name: format!("group {at}"), counts };
    let groups = groups.into_iter().enumerate().map(group).collect();
    History::new(Month::new(2016, 1), groups).unwrap()
}

/// Counts that wander around `mean`, the same every time.
fn wandering(mean: f64, months: u32, seed: u64) -> Vec<u32> {
    let of = stream(seed, Lot::First);
    let step = |at| ((of(at).uniform() - 0.5) * 0.8 + f64::from(at % 12) / 20.0).exp();
    (0..months).map(|at| (mean * step(at)) as u32).collect()
}

fn sums(paths: &Paths) -> Vec<f64> {
    let mut sums = paths.sums(0..paths.months(), 0..paths.columns().len(), 0.0);
    sums.sort_by(f64::total_cmp);
    sums
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn a_constant_history_keeps_its_level(level in 50_u32..5_000, other in 0_u32..50, months in 24_usize..100) {
        let model = InflowModel::fit(&history(vec![vec![level; months], vec![other; months]]));
        let expected = f64::from(level + other);
        for member in ALL {
            // Only the noise of counting is left: the expected value of every month is the constant.
            let paths = model.paths(member, 200, 24, stream(1, Lot::First));
            let spread = 4.0 * (expected * 24.0).sqrt();
            for quantile in [0.05, 0.5, 0.95].map(|level| type7(&sums(&paths), level)) {
                prop_assert!((quantile - expected * 24.0).abs() < spread, "{member} {quantile}");
            }
        }
    }
}

#[test]
fn groups_share_the_month_they_draw() {
    let counts = wandering(4_000.0, 96, 3);
    let double = counts.iter().map(|count| count * 2).collect();
    let model = InflowModel::fit(&history(vec![counts, double]));
    let paths = model.paths(Member::BottomUp, 50, 24, stream(5, Lot::First));
    for replication in 0..50 {
        let ratio =
            f64::from(paths.count(replication, 23, 1)) / f64::from(paths.count(replication, 23, 0));
        assert!((ratio - 2.0).abs() < 0.2, "{ratio}");
    }
}

#[test]
fn a_route_that_opens_does_not_explode() {
    let counts: Vec<u32> = (0..60_u32).map(|at| 5 + (1 << (at / 4).min(12))).collect();
    let highest = f64::from(counts[59]);
    let model = InflowModel::fit(&history(vec![counts]));
    let paths = model.paths(Member::BottomUp, 500, 60, stream(7, Lot::First));
    let months = (0..500).flat_map(|at| (0..60).map(move |month| (at, month)));
    let most = months.map(|(at, month)| paths.count(at, month, 0)).max().unwrap();
    assert!(f64::from(most) < highest * 40.0, "{most}");
}

#[test]
fn the_pool_holds_its_members_in_their_shares() {
    let model = InflowModel::fit(&history(vec![wandering(900.0, 96, 1), wandering(100.0, 96, 2)]));
    let of = |member| model.paths(member, 8, 12, stream(9, Lot::First));
    let pool = of(Member::Pool);
    for replication in 0..8 {
        let member = [Member::BottomUp, Member::BottomUp, Member::Walk, Member::Theta];
        let same = of(member[replication % 4]);
        for month in 0..12 {
            for group in 0..2 {
                assert_eq!(
                    pool.count(replication, month, group),
                    same.count(replication, month, group)
                );
            }
        }
    }
}

#[test]
fn threads_and_horizon_do_not_change_a_path() {
    let model = InflowModel::fit(&history(vec![wandering(900.0, 96, 1), wandering(100.0, 96, 2)]));
    let run = |threads: usize, months: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| model.paths(Member::Pool, 64, months, stream(42, Lot::First)))
    };
    let one = run(1, 24);
    assert_eq!(one, run(2, 24));
    assert_eq!(one, run(8, 24));
    let short = run(2, 6);
    assert_eq!(short.sums(0..6, 0..2, 0.0), one.sums(0..6, 0..2, 0.0));
}

#[test]
fn dividing_keeps_the_total() {
    let mut groups = [10, 0, 30];
    divide(81, &mut groups);
    assert_eq!(groups, [20, 0, 61]);
    let mut empty = [0, 0];
    divide(5, &mut empty);
    assert_eq!(empty.iter().sum::<u32>(), 5);
}

#[test]
fn histories_that_do_not_fit_together_are_refused() {
    let from = Month::new(2020, 1);
    let group = |months| Group { name: "a".to_owned(), counts: vec![1; months] };
    assert_eq!(History::new(from, vec![]), Err(HistoryError::Empty));
    assert_eq!(History::new(from, vec![group(23)]), Err(HistoryError::Short(23)));
    assert!(matches!(
        History::new(from, vec![group(30), group(31)]),
        Err(HistoryError::Uneven { months: 31, expected: 30, .. })
    ));
    let history = History::new(from, vec![group(30)]).unwrap();
    assert_eq!(history.first(24).unwrap().cut(), Month::new(2022, 1));
    assert_eq!(history.first(12), Err(HistoryError::Short(12)));
}
