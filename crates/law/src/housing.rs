//! The housing target of municipalities (Huisvestingswet 2014, articles 28 and 29).

use std::cmp::Reverse;

use jiff::ToSpan as _;
use kernel::Date;

use crate::half::Half;
use crate::policy::Policy;
use crate::rule;

/// Last day to link a household that was granted protection on a date.
pub fn link_due(policy: &Policy, granted: Date) -> Date {
    policy.get(rule::LINKING, granted).end(granted)
}

/// Last day to house a household that was granted protection on a date.
pub fn house_due(policy: &Policy, granted: Date) -> Date {
    policy.get(rule::HOUSING, granted).end(granted)
}

/// Last day to announce the target of a half-year.
pub fn announce_by(policy: &Policy, half: Half) -> Date {
    let start = half.start();
    start.saturating_sub(policy.get(rule::TARGET_ANNOUNCEMENT, start).days().days())
}

/// Divides `total` in proportion to `weights`, exactly: floors first, the rest to the largest remainders;
/// ties go to the larger weight, then to the earlier place (the lower code).
///
/// Answers zeros when all weights are zero.
pub fn distribute(total: u32, weights: &[u32]) -> Vec<u32> {
    let weights: Vec<u64> = weights.iter().map(|weight| u64::from(*weight)).collect();
    distribute_exactly(total, &weights)
}

/// [`distribute`] with weights that are finer than whole inhabitants.
pub fn distribute_exactly(total: u32, weights: &[u64]) -> Vec<u32> {
    let sum: u128 = weights.iter().map(|w| u128::from(*w)).sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let share = |weight: u64| u128::from(weight) * u128::from(total);
    let mut parts: Vec<u32> = weights.iter().map(|w| kernel::fit(share(*w) / sum)).collect();
    let given: u32 = parts.iter().sum();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&i| (Reverse(share(weights[i]) % sum), Reverse(weights[i]), i));
    for &i in order.iter().take((total - given) as usize) {
        parts[i] += 1;
    }
    parts
}

/// Arrears at the end: negative when ahead.
pub fn closing(opening: i32, target: i32, realised: i32) -> i32 {
    opening + target - realised
}

/// Part of the arrears for which COA had linked too few people by the reference day (1 April or 1 October).
pub fn excusable(closing: i32, target: i32, opening: i32, linked: i32) -> i32 {
    closing.min(target + opening.max(0) - linked).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::sept_2025;
    use proptest::prelude::*;

    #[test]
    fn t1_a_thousand_over_three_municipalities() {
        assert_eq!(distribute(1_000, &[100_000, 50_000, 25_000]), [571, 286, 143]);
    }

    #[test]
    fn t2_of_equal_remainders_the_lowest_code_comes_first() {
        assert_eq!(distribute(10, &[1_000, 1_000, 1_000]), [4, 3, 3]);
        // The larger population comes before the lower code.
        assert_eq!(distribute(2, &[10, 30]), [0, 2]);
    }

    #[test]
    fn t3_t4_a_large_and_a_small_municipality_get_their_share_rounded_up_or_down() {
        let parts = distribute(15_000, &[934_374, 982, 18_000_000 - 934_374 - 982]);
        assert!(matches!((parts[0], parts[1]), (778 | 779, 0 | 1)));
    }

    #[test]
    fn t5_a_target_of_nothing_is_nothing_for_everybody() {
        assert_eq!(distribute(0, &[5, 6]), [0, 0]);
        assert_eq!(distribute(7, &[0, 0]), [0, 0]);
    }

    proptest! {
        #[test]
        fn parts_add_up_and_stay_within_one_of_their_share(
            total in 0_u32..200_000,
            weights in prop::collection::vec(0_u32..1_000_000, 1..400),
        ) {
            prop_assume!(weights.iter().any(|w| *w > 0));
            let parts = distribute(total, &weights);
            prop_assert_eq!(parts.iter().sum::<u32>(), total);
            let sum: u64 = weights.iter().map(|w| u64::from(*w)).sum();
            for (part, weight) in parts.iter().zip(&weights) {
                let exact = f64::from(total) * f64::from(*weight) / sum as f64;
                prop_assert!((f64::from(*part) - exact).abs() < 1.0 + 1e-6);
            }
        }
    }

    #[test]
    fn balances_of_the_worked_half_year_and_of_section_2() {
        // Aa, Bee, Cee: target, opening, linked, realised; closing and its excusable part.
        for (target, opening, linked, realised, end, excused) in
            [(571, 40, 640, 520, 91, 0), (286, 0, 250, 250, 36, 36), (143, -10, 150, 143, -10, 0)]
        {
            let closed = closing(opening, target, realised);
            assert_eq!(closed, end);
            assert_eq!(excusable(closed, target, opening, linked), excused);
        }
        assert_eq!(closing(40, 120, 95), 65);
        assert_eq!(closing(-10, 60, 70), -20);
    }

    #[test]
    fn the_national_example_of_2022_1() {
        let left = closing(3_728, 9_979, 11_886);
        assert_eq!((9_979 + 3_728, left), (13_707, 1_821));
        // The press counts 1,858 into 2022-II: 37 persons of rounding and corrections.
        assert_eq!((13_500 + 1_858, 1_858 - left), (15_358, 37));
    }

    #[test]
    fn a_grant_begins_the_clocks_of_14_days_and_98_days() {
        let granted = Date::constant(2026, 3, 2);
        assert_eq!(link_due(sept_2025(), granted), Date::constant(2026, 3, 16));
        assert_eq!(house_due(sept_2025(), granted), Date::constant(2026, 6, 8));
    }
}
