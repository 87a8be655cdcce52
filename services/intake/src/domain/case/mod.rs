//! The asylum case: from the first wish to the final decision.
//!
//! ```text
//!  MADE ─ (SCREENING ─ SCREENED) ─ REGISTERED ─ LODGED ─ (RESPONSIBILITY_CHECK) ─ ROUTED ─ INTERVIEWED
//!                                      │                        │                            │
//!                                  WITHDRAWN                 REJECTED ◄──────────────────────┤
//!                                                               │                         GRANTED ─ FINAL_POSITIVE ─ REVOKED
//!             ROUTED or INTERVIEWED ◄─ grounded ─ APPEAL / FURTHER_APPEAL ─ ungrounded ─ REJECTED / FINAL_NEGATIVE
//! ```

mod action;
mod decide;
mod due;
mod event;
mod evolve;
mod state;
mod terms;

pub use action::Action;
pub use decide::{Flag, Flags, Route, decide, import, penalty, route, suspend_under};
pub use due::{corrected, due, duplicate, gone, responsibility_lapsed, resume};
pub use event::{Event, What};
pub use evolve::evolve;
use kernel::{Date, Person};
use law::{Negative, Policy, Remedy};
pub use state::AsylumCase;
pub use terms::{CaseTerm, terms};

use crate::domain::codes::{CaseState, DecisionOutcome, Ground, Track};

/// What surrounds a decision on a case.
#[derive(Clone, Copy, Debug)]
pub struct Env<'a> {
    /// The civil date now.
    pub today: Date,
    /// The policy set that holds.
    pub policy: &'a Policy,
    /// The person's other cases, as far as the order needs them.
    pub others: &'a [&'a AsylumCase],
}

impl AsylumCase {
    /// The person, as events name it.
    pub fn person(&self) -> Person {
        Person {
            person_id: self.person_id,
            household_id: self.household_id,
            nationality: self.nationality,
            birth_year: self.birth_year,
            sex: self.sex,
            unaccompanied_minor: self.unaccompanied_minor,
        }
    }

    /// The case as one of this person, after a correction of who somebody is.
    pub(crate) fn of(self, person: &Person) -> Self {
        Self {
            person_id: person.person_id,
            household_id: person.household_id,
            nationality: person.nationality,
            birth_year: person.birth_year,
            sex: person.sex,
            unaccompanied_minor: person.unaccompanied_minor,
            ..self
        }
    }

    /// Whether the administrative procedure runs: neither decided nor withdrawn.
    pub fn is_open(&self) -> bool {
        use CaseState as S;
        matches!(
            self.state,
            S::Made
                | S::Screening
                | S::Screened
                | S::Registered
                | S::Lodged
                | S::ResponsibilityCheck
                | S::Routed
                | S::Interviewed
                | S::Intention
                | S::Suspended
        )
    }

    /// Whether nothing can follow but revocation or a new case (IN-1).
    pub fn is_final(&self) -> bool {
        use CaseState as S;
        matches!(self.state, S::FinalPositive | S::FinalNegative | S::Withdrawn | S::Revoked)
    }

    /// The remedy against this outcome in this case; that of an implicit withdrawal without an outcome.
    pub fn remedy(&self, outcome: Option<DecisionOutcome>) -> Remedy {
        use DecisionOutcome as O;
        let Some(outcome) = outcome else { return Remedy { fast: true, stays: false } };
        let pact = self.track.is_some_and(Track::is_of_pact);
        Negative {
            responsibility: outcome == O::NotProcessedResponsibility,
            inadmissible: outcome == O::Inadmissible,
            safe_elsewhere: matches!(
                self.ground,
                Some(Ground::SafeThirdCountry | Ground::ProtectedElsewhere)
            ),
            manifestly_unfounded: outcome == O::RejectManifestlyUnfounded,
            accelerated: matches!(self.track, Some(Track::PactAccelerated | Track::PactBorder)),
            legacy_general: matches!(
                self.track,
                Some(Track::Legacy1Responsibility | Track::Legacy2Safe | Track::Legacy4General)
            ),
            subsequent: pact && self.subsequent_no > 0,
        }
        .remedy()
    }

    /// The day on which the case counted: when it was made, or taken over.
    pub(crate) fn counted_on(&self) -> Date {
        self.imported_on.unwrap_or(self.made_on)
    }

    /// The day of the last step with a date.
    pub(crate) fn last_step(&self) -> Date {
        let steps = [
            self.registered_on,
            self.lodged_on,
            self.responsibility_accepted_on,
            self.interviewed_on,
            self.decided_on,
        ];
        steps.into_iter().flatten().fold(self.made_on, Date::max)
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
