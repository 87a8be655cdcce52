//! Penalty payments for late decisions.

use kernel::Date;

use crate::policy::Policy;
use crate::rule::{self, Rule};
use crate::value::Cents;

/// Administrative penalty after so many days late (Awb 4:17), with the amounts in force on `on`, whether or
/// not the penalty applies to asylum then ([`rule::ADMINISTRATIVE_PENALTY`]).
pub fn administrative_penalty(policy: &Policy, on: Date, days_late: i64) -> Cents {
    let part = policy.get(rule::ADMINISTRATIVE_PENALTY_PART, on);
    let days = days_late.clamp(0, policy.get(rule::ADMINISTRATIVE_PENALTY_DAYS_MAX, on));
    let first = days.min(part);
    let second = (days - first).min(part);
    let third = days - first - second;
    let of = |rule: Rule<Cents>, days| policy.get(rule, on).times(days).0;
    Cents(
        of(rule::ADMINISTRATIVE_PENALTY_FIRST, first)
            + of(rule::ADMINISTRATIVE_PENALTY_SECOND, second)
            + of(rule::ADMINISTRATIVE_PENALTY_THIRD, third),
    )
}

/// A penalty that a court has set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JudicialPenalty {
    /// For each day late.
    pub a_day: Cents,
    /// At most.
    pub at_most: Cents,
}

impl JudicialPenalty {
    /// What courts usually set: an amount a day, with a maximum that doubles in cases with two steps.
    pub fn usual(policy: &Policy, on: Date, two_steps: bool) -> Self {
        let at_most = if two_steps {
            rule::JUDICIAL_PENALTY_MAX_TWO_STEPS
        } else {
            rule::JUDICIAL_PENALTY_MAX
        };
        Self { a_day: policy.get(rule::JUDICIAL_PENALTY_DAY, on), at_most: policy.get(at_most, on) }
    }

    /// The amount after so many days late.
    pub fn after(self, days_late: i64) -> Cents {
        Cents(self.a_day.times(days_late.max(0)).0.min(self.at_most.0))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::policy::sept_2025;

    const ON: Date = Date::constant(2025, 9, 1);

    /// The table of accumulation: days late, amount.
    #[test]
    fn administrative_penalty_table() {
        for (days, eur) in
            [(0, 0), (1, 23), (14, 322), (15, 357), (28, 812), (29, 857), (42, 1_442), (60, 1_442)]
        {
            assert_eq!(administrative_penalty(sept_2025(), ON, days).euros(), eur, "{days} days");
        }
    }

    #[test]
    fn judicial_penalty_table() {
        let penalty = JudicialPenalty::usual(sept_2025(), ON, false);
        for (days, eur) in [(0, 0), (1, 100), (75, 7_500), (90, 7_500)] {
            assert_eq!(penalty.after(days).euros(), eur, "{days} days");
        }
        assert_eq!(JudicialPenalty::usual(sept_2025(), ON, true).after(200).euros(), 15_000);
    }

    proptest! {
        #[test]
        fn penalties_never_fall(days in -5_i64..200) {
            let a = administrative_penalty(sept_2025(), ON, days);
            let b = administrative_penalty(sept_2025(), ON, days + 1);
            prop_assert!(b >= a && b.euros() <= 1_442);
        }
    }
}
