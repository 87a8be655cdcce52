//! Imposing what was published, and refusing what cannot be used.

use proptest::prelude::*;

use super::*;
use crate::Month;
use crate::score::LEVELS;

fn day() -> Date {
    Date::constant(2025, 9, 26)
}

fn statement(expectation: Expectation, weight: f64) -> Statement {
    Statement {
        quantity: Inflow::Total,
        year: 2025,
        expectation,
        weight,
        author: "werkgroep".to_owned(),
        reason: "published edition".to_owned(),
        expires: Date::constant(2025, 12, 31),
    }
}

fn triple() -> Expectation {
    Expectation::Triple { minimum: 40_000.0, medio: 47_000.0, maximum: 55_300.0 }
}

fn imposed(expectation: Expectation) -> Imposed {
    statement(expectation, 1.0).check(&Levels::default(), day()).unwrap()
}

/// Skewed sums in a fixed shuffled order.
fn sums(number: u32) -> Vec<f64> {
    (0..number).map(|at| 30_000.0 + f64::from(at * 7_919 % number).powf(1.2)).collect()
}

#[test]
fn full_weight_imposes_the_published_figures() {
    let mut mapped = imposed(triple()).map(&sums(10_000), 1.0);
    let exceeded = mapped.iter().filter(|sum| **sum > 47_000.0).count();
    assert!(exceeded.abs_diff(3_333) <= 1, "{exceeded}");
    mapped.sort_by(f64::total_cmp);
    let split = Split::of_triple(40_000.0, 47_000.0, 55_300.0, &Levels::default()).unwrap();
    for level in LEVELS {
        let quantile = type7(&mapped, level);
        assert!((quantile / split.quantile(level) - 1.0).abs() < 5e-4, "{level} {quantile}");
    }
}

#[test]
fn a_blend_lies_between_and_keeps_the_order() {
    let sums = sums(101);
    let third = imposed(triple()).map(&sums, WEIGHT);
    let whole = imposed(triple()).map(&sums, 1.0);
    for ((own, third), whole) in sums.iter().zip(&third).zip(&whole) {
        assert!((third - (0.7 * own + 0.3 * whole)).abs() < 1e-6);
    }
    let doubled = imposed(Expectation::Median(
        2.0 * type7(
            &{
                let mut sorted = sums.clone();
                sorted.sort_by(f64::total_cmp);
                sorted
            },
            0.5,
        ),
    ))
    .map(&sums, 1.0);
    assert!(doubled.iter().zip(&sums).all(|(to, from)| (to / from - 2.0).abs() < 1e-9));
}

#[test]
fn known_months_stay_and_the_rest_reaches_the_figure() {
    let rows = (0..500_u32).map(|at| vec![100 + at, 300 + at * 2, 50]).collect();
    let mut paths = Paths::new(Month::new(2025, 11), 3, vec!["all".to_owned()], rows);
    let months = paths.year(2025);
    let points = vec![(0.0, 20_000.0), (1.0, 30_000.0)];
    imposed(Expectation::Quantiles(points)).apply(&mut paths, months.clone(), 0..1, 19_000.0, 1.0);
    let mut sums = paths.sums(months, 0..1, 19_000.0);
    sums.sort_by(f64::total_cmp);
    assert!((type7(&sums, 0.5) - 25_000.0).abs() < 1.0);
    assert!(sums[0] > 20_000.0 && sums[499] < 30_000.0);
    assert_eq!(paths.count(7, 2, 0), 50);
}

#[test]
fn statements_that_cannot_be_used_are_refused() {
    let levels = Levels::default();
    let check = |statement: Statement| statement.check(&levels, day()).unwrap_err();
    assert!(matches!(check(statement(triple(), 1.1)), StatementError::Weight(_)));
    let unsigned = Statement { reason: " ".to_owned(), ..statement(triple(), 1.0) };
    assert!(matches!(check(unsigned), StatementError::Unsigned(_)));
    let expired = Statement { expires: Date::constant(2025, 9, 25), ..statement(triple(), 1.0) };
    assert!(matches!(check(expired), StatementError::Expired { .. }));
    let crossing = Expectation::Quantiles(vec![(0.1, 5.0), (0.5, 4.0)]);
    assert!(matches!(check(statement(crossing, 1.0)), StatementError::Crossing(_)));
    let flat = Expectation::Triple { minimum: 5.0, medio: 4.0, maximum: 6.0 };
    assert!(matches!(check(statement(flat, 1.0)), StatementError::Triple { .. }));
}

proptest! {
    #[test]
    fn mapping_keeps_ranks(sums in prop::collection::vec(1.0_f64..1e5, 2..60), weight in 0.0_f64..=1.0) {
        let mapped = imposed(triple()).map(&sums, weight);
        for a in 0..sums.len() {
            for b in 0..sums.len() {
                if sums[a] < sums[b] {
                    prop_assert!(mapped[a] <= mapped[b] + 1e-6);
                }
            }
        }
    }
}
