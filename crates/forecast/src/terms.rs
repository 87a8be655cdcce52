//! The terms of the law, in days, as a run needs them.

use law::{Policy, rule};
use serde::{Deserialize, Serialize};

use crate::Month;

/// What the law fixes of the chain, as it stands at the cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Law {
    /// Term for a decision on an application of before the pact, days.
    pub decision_days: u32,
    /// The same under the pact's regular procedure.
    pub pact_days: u32,
    /// The same at the border.
    pub border_days: u32,
    /// Month and day from which the pact applies; `None` where it does not.
    pub pact_from: Option<(Month, i8)>,
}

impl Law {
    /// What a policy set says at a cut.
    pub fn of(policy: &Policy, cut: Month) -> Self {
        let on = cut.first_day();
        let days = |term: law::Rule<law::Term>| {
            let span = on.until(policy.get(term, on).end(on));
            span.map_or(0, |span| span.get_days().unsigned_abs())
        };
        Self {
            decision_days: days(rule::LEGACY_DECISION),
            pact_days: days(rule::REGULAR),
            border_days: days(rule::BORDER),
            pact_from: policy.begins(rule::PACT).map(|day| (Month::of(day), day.day())),
        }
    }
}
