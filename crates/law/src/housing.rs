//! The housing target of municipalities (Huisvestingswet 2014, articles 28 and 29).

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan as _;
use kernel::{Date, ParseError};

use crate::policy::Policy;
use crate::rule;
use crate::value::Cents;

/// A half-year of a target, for instance `2025-I`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Half {
    year: i16,
    second: bool,
}

impl Half {
    /// The half-year in which a date lies.
    pub fn of(date: Date) -> Self {
        Self { year: date.year(), second: date.month() > 6 }
    }

    /// Its first day.
    pub fn start(self) -> Date {
        Date::constant(self.year, if self.second { 7 } else { 1 }, 1)
    }

    /// Its last day.
    pub fn end(self) -> Date {
        if self.second {
            Date::constant(self.year, 12, 31)
        } else {
            Date::constant(self.year, 6, 30)
        }
    }

    /// The one after.
    pub fn next(self) -> Self {
        if self.second {
            Self { year: self.year + 1, second: false }
        } else {
            Self { year: self.year, second: true }
        }
    }

    /// The one before.
    pub fn previous(self) -> Self {
        if self.second {
            Self { year: self.year, second: false }
        } else {
            Self { year: self.year - 1, second: true }
        }
    }

    /// The day by which COA must have linked enough people: 1 April or 1 October.
    pub fn link_reference(self) -> Date {
        Date::constant(self.year, if self.second { 10 } else { 4 }, 1)
    }
}

impl fmt::Display for Half {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.year, if self.second { "II" } else { "I" })
    }
}

impl FromStr for Half {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let wrong = || ParseError { text: text.to_owned(), expected: "a half-year such as 2025-I" };
        let (year, half) = text.split_once('-').ok_or_else(wrong)?;
        let year = year.parse().ok().filter(|y| (1990..=2100).contains(y)).ok_or_else(wrong)?;
        match half {
            "I" => Ok(Self { year, second: false }),
            "II" => Ok(Self { year, second: true }),
            _ => Err(wrong()),
        }
    }
}

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
    let sum: u128 = weights.iter().map(|w| u128::from(*w)).sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let share = |weight: u32| u128::from(weight) * u128::from(total);
    let mut parts: Vec<u32> = weights.iter().map(|w| (share(*w) / sum) as u32).collect();
    let given: u32 = parts.iter().sum();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&i| {
        (std::cmp::Reverse(share(weights[i]) % sum), std::cmp::Reverse(weights[i]), i)
    });
    for &i in order.iter().take((total - given) as usize) {
        parts[i] += 1;
    }
    parts
}

/// Arrears at the end: negative when ahead.
pub fn closing(opening: i32, target: i32, realised: i32) -> i32 {
    opening + target - realised
}

/// Part of the arrears for which too few people were linked by the reference day.
pub fn excusable(closing: i32, target: i32, opening: i32, linked: i32) -> i32 {
    closing.min(target + opening.max(0) - linked).max(0)
}

/// Next step on the ladder of supervision at a reference date: up by one with arrears that are not
/// excusable, up to step 4 by itself (steps 5 and 6 are decisions of the province); down to 0 without.
pub fn next_step(step: i32, closing: i32, excusable: i32) -> i32 {
    if closing <= 0 {
        0
    } else if closing > excusable {
        (step + 1).min(4).max(step)
    } else {
        step
    }
}

/// The one-off amount for housing so many persons in temporary or shared housing on a date; nothing while
/// the scheme (HAR+) is not open.
pub fn har_plus(policy: &Policy, placed: Date, persons: i64) -> Cents {
    if policy.get(rule::HAR_PLUS, placed) {
        policy.get(rule::HAR_PLUS_AMOUNT, placed).times(persons)
    } else {
        Cents(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::sept_2025;
    use proptest::prelude::*;

    #[test]
    fn the_published_divisions_hold() {
        assert_eq!(distribute(1_000, &[100_000, 50_000, 25_000]), [571, 286, 143]);
        assert_eq!(distribute(10, &[1_000, 1_000, 1_000]), [4, 3, 3]);
        assert_eq!(distribute(0, &[5, 6]), [0, 0]);
        assert_eq!(distribute(7, &[0, 0]), [0, 0]);
        let parts = distribute(15_000, &[934_374, 982, 18_000_000 - 934_374 - 982]);
        assert!(matches!((parts[0], parts[1]), (778 | 779, 0 | 1)));
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
    fn a_worked_half_year_closes_as_in_the_example() {
        // Aa, Bee, Cee of the worked half-year: arrears, excusable part, step.
        for (target, opening, linked, realised, end, excused, step) in [
            (571, 40, 640, 520, 91, 0, 1),
            (286, 0, 250, 250, 36, 36, 0),
            (143, -10, 150, 143, -10, 0, 0),
        ] {
            let closed = closing(opening, target, realised);
            assert_eq!(closed, end);
            let excuse = excusable(closed, target, opening, linked);
            assert_eq!(excuse, excused);
            assert_eq!(next_step(0, closed, excuse), step);
        }
        assert_eq!(closing(40, 120, 95), 65);
        assert_eq!(closing(-10, 60, 70), -20);
    }

    #[test]
    fn half_years_read_back_and_follow_each_other() {
        let half: Half = "2025-II".parse().unwrap();
        assert_eq!(
            (half.start(), half.end()),
            (Date::constant(2025, 7, 1), Date::constant(2025, 12, 31))
        );
        assert_eq!(half.next().to_string(), "2026-I");
        assert_eq!(half.next().previous(), half);
        assert!("2025-III".parse::<Half>().is_err());
        assert_eq!(
            announce_by(sept_2025(), "2026-I".parse().unwrap()),
            Date::constant(2025, 10, 2)
        );
        assert_eq!(
            announce_by(sept_2025(), "2026-II".parse().unwrap()),
            Date::constant(2026, 4, 1)
        );
    }

    #[test]
    fn a_grant_begins_the_clocks_of_14_days_and_14_weeks() {
        let granted = Date::constant(2026, 3, 2);
        assert_eq!(link_due(sept_2025(), granted), Date::constant(2026, 3, 16));
        assert_eq!(house_due(sept_2025(), granted), Date::constant(2026, 6, 8));
    }

    #[test]
    fn the_one_off_amount_runs_with_its_scheme() {
        assert_eq!(har_plus(sept_2025(), Date::constant(2025, 12, 20), 4).euros(), 120_000);
        assert_eq!(har_plus(sept_2025(), Date::constant(2026, 1, 5), 1), Cents(0));
    }
}
