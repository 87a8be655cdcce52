//! The asylum case: from the first wish to the final decision.
//!
//! ```text
//!  MADE ─ (SCREENING ─ SCREENED) ─ REGISTERED ─ LODGED ─ (RESPONSIBILITY_CHECK) ─ ROUTED ─ INTERVIEWED
//!                                      │                        │                            │
//!                                  WITHDRAWN                 REJECTED ◄──────────────────────┤
//!                                                               │                         GRANTED ─ FINAL_POSITIVE ─ REVOKED
//!             ROUTED or INTERVIEWED ◄─ grounded ─ APPEAL / FURTHER_APPEAL ─ ungrounded ─ REJECTED / FINAL_NEGATIVE
//! ```

mod command;
mod decide;
mod due;
mod event;
mod evolve;
mod flags;
mod phase;
mod state;
mod terms;

pub use command::CommandKind;
pub use decide::{Route, decide, import, penalty, route, suspend_under};
pub use due::{corrected, due, duplicate, left_unsupervised, responsibility_lapsed, resume};
pub use event::{Event, EventKind};
pub use evolve::evolve;
pub use flags::{Flag, Flags};
use kernel::Date;
use law::{Negative, Policy, Remedy};
pub use phase::{
    Application, Assigned, Before, Decided, InDefault, Lodged, NextAppeal, OtherState, Phase,
    Responsibility, View,
};
pub use state::AsylumCase;
pub use terms::{CaseTerm, terms};

use crate::domain::codes::{DecisionOutcome, Ground, Track};

/// What surrounds a decision on a case.
#[derive(Clone, Copy, Debug)]
pub struct Env<'a> {
    /// The civil date now.
    pub today: Date,
    /// The policy set that holds.
    pub policy: &'a Policy,
    /// The person's other cases, as far as the command needs them.
    pub others: &'a [&'a AsylumCase],
}

impl AsylumCase {
    /// The remedy against this outcome in this case; that of an implicit withdrawal without an outcome.
    pub fn remedy(&self, outcome: Option<DecisionOutcome>) -> Remedy {
        use DecisionOutcome as O;
        let Some(outcome) = outcome else { return Remedy { fast: true, stays: false } };
        let track = self.track();
        let pact = track.is_some_and(Track::is_of_pact);
        Negative {
            responsibility: outcome == O::NotProcessedResponsibility,
            inadmissible: outcome == O::Inadmissible,
            safe_elsewhere: matches!(
                self.assigned.and_then(|assigned| assigned.ground),
                Some(Ground::SafeThirdCountry | Ground::ProtectedElsewhere)
            ),
            manifestly_unfounded: outcome == O::RejectManifestlyUnfounded,
            accelerated: matches!(track, Some(Track::PactAccelerated | Track::PactBorder)),
            legacy_general: matches!(
                track,
                Some(Track::Legacy1Responsibility | Track::Legacy2Safe | Track::Legacy4General)
            ),
            subsequent: pact && self.subsequent_no > 0,
        }
        .remedy()
    }
}

impl DecisionOutcome {
    /// Whether protection is granted.
    pub fn is_grant(self) -> bool {
        matches!(self, Self::GrantRefugee | Self::GrantSubsidiary)
    }

    /// Days to depart that a decision with this outcome gives on a date.
    pub fn departure_days(self, policy: &Policy, on: Date) -> i32 {
        match self {
            Self::GrantRefugee | Self::GrantSubsidiary | Self::NotProcessedResponsibility => 0,
            outcome => law::departure_days(policy, on, outcome == Self::RejectManifestlyUnfounded),
        }
    }
}

#[cfg(test)]
mod tests;
