//! Outcomes of decisions, and what follows from them by law.

use kernel::Date;
use law::Policy;
use wire::intake::DecisionOutcome as O;

use crate::assumptions as a;
use crate::chance::{Chance, later};

pub(crate) fn outcome(chance: &mut Chance, granted_permille: u32) -> O {
    if chance.permille(granted_permille) {
        let grants = [reference::GRANTS_REFUGEE, reference::GRANTS_SUBSIDIARY]
            .map(|table| reference::annual(&table, 2025).unwrap_or_default());
        [O::GrantRefugee, O::GrantSubsidiary][chance.pick(&grants)]
    } else {
        [O::RejectUnfounded, O::RejectManifestlyUnfounded, O::Inadmissible]
            [chance.pick(&a::REJECTIONS)]
    }
}

pub(crate) fn is_grant(outcome: O) -> bool {
    matches!(outcome, O::GrantRefugee | O::GrantSubsidiary)
}

pub(crate) fn departure_days(policy: &Policy, on: Date, outcome: O) -> i32 {
    match outcome {
        O::NotProcessedResponsibility => 0,
        outcome => law::departure_days(policy, on, outcome == O::RejectManifestlyUnfounded),
    }
}

/// When departure may be forced: a decision that nobody appeals becomes final some days after its term when
/// that ends in a weekend or on a holiday.
pub(crate) fn removable_from(decided: Date, days: i32) -> Date {
    later(law::removable_from(decided, days), 7)
}
