//! Supervision of the provinces over the housing target: the ladder of interventions.
//!
//! | step | what | when |
//! | --- | --- | --- |
//! | 1 | notice | arrears that are not excusable at a reference date (1 January, 1 July) |
//! | 2 | information asked | no valid plan within the term after the notice |
//! | 3 | agreements | the second half-year in a row |
//! | 4 | active supervision, last warning | the fourth in a row (in some provinces the third: a rule) |
//! | 5 | decision on substitution, with a last term | the province decides |
//! | 6 | substitution: the province houses at the cost of the municipality | the province decides |

use kernel::Date;

use crate::policy::Policy;
use crate::rule;

/// The last step that follows from the figures alone.
pub const STEP_LAST_WARNING: i32 = 4;
/// The decision on substitution.
pub const STEP_SUBSTITUTION_DECIDED: i32 = 5;
/// Substitution is carried out.
pub const STEP_SUBSTITUTION: i32 = 6;

/// Where a municipality stands on the ladder of supervision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rung {
    /// The step; 0 without supervision.
    pub step: i32,
    /// Half-years in a row with arrears.
    pub missed: i32,
}

/// Where it stands after the reference date `on`.
///
/// Without arrears the ladder is left; with arrears that are all excusable nothing changes; nobody steps
/// down while behind.
pub fn ladder(policy: &Policy, on: Date, stood: Rung, closing: i32, excusable: i32) -> Rung {
    if closing <= 0 {
        return Rung::default();
    }
    if closing <= excusable {
        return stood;
    }
    let missed = stood.missed + 1;
    let reached = |rule| i64::from(missed) >= policy.get(rule, on);
    let least = if reached(rule::LAST_WARNING_AFTER) {
        STEP_LAST_WARNING
    } else if reached(rule::AGREEMENT_AFTER) {
        3
    } else {
        1
    };
    Rung { step: stood.step.max(least), missed }
}

/// Last day for a plan after a notice.
pub fn plan_due(policy: &Policy, noticed: Date) -> Date {
    policy.get(rule::IMPROVEMENT_PLAN, noticed).end(noticed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sept_2025;

    #[test]
    fn the_ladder_goes_up_with_the_half_years_in_a_row() {
        let mut stand = Rung::default();
        let mut steps = Vec::new();
        for year in 2024..2027 {
            for month in [1, 7] {
                stand = ladder(sept_2025(), Date::constant(year, month, 1), stand, 10, 3);
                steps.push(stand.step);
            }
        }
        assert_eq!(steps, [1, 3, 3, 4, 4, 4]);
        let stood = Rung { step: 6, missed: 6 };
        assert_eq!(ladder(sept_2025(), Date::constant(2027, 1, 1), stood, 0, 0), Rung::default());
    }

    #[test]
    fn excusable_arrears_change_nothing_and_nobody_steps_down_while_behind() {
        let on = Date::constant(2026, 1, 1);
        let after = |step, missed, closing, excusable| {
            let Rung { step, missed } =
                ladder(sept_2025(), on, Rung { step, missed }, closing, excusable);
            (step, missed)
        };
        assert_eq!(after(0, 0, 36, 36), (0, 0));
        assert_eq!(after(2, 1, 36, 36), (2, 1));
        assert_eq!(after(5, 5, 1, 0), (5, 6));
        assert_eq!(plan_due(sept_2025(), Date::constant(2026, 1, 5)), Date::constant(2026, 3, 2));
    }
}
