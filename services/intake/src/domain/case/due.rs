//! What the clock and others' facts bring. Tolerant: when there is nothing to do, nothing happens.

use kernel::{Date, Person};
use law::{Policy, Regime, rule};

use super::decide::{Flags, claim_lapsed, events, regime, register_due, silent, withdrawn};
use super::{AsylumCase, Event, What};
use crate::domain::codes::{CaseState as S, DecisionOutcome, Referral, Track, Withdrawal};

/// What follows when a term of the case passed before `today`; nothing otherwise.
pub fn due(policy: &Policy, case: &AsylumCase, today: Date) -> Vec<Event> {
    let over = |due: Option<Date>| due.is_some_and(|due| due < today);
    match case.state {
        S::Rejected if over(case.appeal_due_on) => {
            events(case, today, What::DecisionFinal { outcome: case.outcome })
        }
        // Checks that are not done at the end stop; the person is referred all the same (SCR 18(5)).
        S::Screening if over(case.screening_due_on) => {
            let last = case.screening_due_on.unwrap_or(today);
            let what = What::ScreeningFinished {
                complete: false,
                referral: Referral::Asylum,
                disputed: false,
                register_due_on: register_due(policy, last, false),
            };
            events(case, last, what)
        }
        S::Registered if regime(policy, case) == Regime::Pact2026 && over(case.lodge_due_on) => {
            events(case, today, withdrawn(policy, case, today, Withdrawal::Implicit, false))
        }
        S::Registered | S::Lodged => claim_lapsed(policy, case, today),
        S::ResponsibilityCheck => silent(policy, case, today),
        S::Suspended if over(case.suspended_until) => events(case, today, What::DecisionResumed {}),
        _ => Vec::new(),
    }
}

/// The person has gone with unknown destination or has left: an open procedure is withdrawn.
pub fn gone(policy: &Policy, case: &AsylumCase, on: Date) -> Vec<Event> {
    if case.is_open() {
        events(case, on, withdrawn(policy, case, on, Withdrawal::Implicit, true))
    } else {
        Vec::new()
    }
}

/// A case of a registration that was a duplicate ends administratively, unless it is final.
pub fn duplicate(policy: &Policy, case: &AsylumCase, on: Date) -> Vec<Event> {
    if case.is_final() {
        return Vec::new();
    }
    events(case, on, withdrawn(policy, case, on, Withdrawal::Duplicate, false))
}

/// The case counts under the corrected facts of its person; nothing when it does already.
pub fn corrected(case: &AsylumCase, person: &Person, on: Date) -> Vec<Event> {
    let before = case.person();
    if before == *person {
        return Vec::new();
    }
    let what = What::CaseCorrected {
        before,
        kind: case.kind,
        counted_on: case.counted_on(),
        imported: case.imported_on.is_some(),
        outcome: case.outcome,
        decided_on: case.decided_on,
        protected: matches!(case.state, S::Granted | S::FinalPositive),
    };
    vec![Event { case_id: case.case_id, person: person.clone(), occurred_on: on, what }]
}

/// The moratorium that suspended the case ended before its term.
pub fn resume(case: &AsylumCase, on: Date) -> Vec<Event> {
    if case.state == S::Suspended { events(case, on, What::DecisionResumed {}) } else { Vec::new() }
}

/// The term of the transfer is over: the Netherlands examines the application after all (AMMR 46(2)).
pub fn responsibility_lapsed(policy: &Policy, case: &AsylumCase, on: Date) -> Vec<Event> {
    if case.outcome != Some(DecisionOutcome::NotProcessedResponsibility) || case.is_open() {
        return Vec::new();
    }
    let (track, term) = match regime(policy, case) {
        Regime::Legacy2013 => (Track::Legacy4Extended, rule::LEGACY_DECISION),
        Regime::Pact2026 => (Track::PactRegular, rule::REGULAR),
    };
    let what = What::TrackAssigned {
        track,
        decision_due_on: policy.due(term, on),
        ground: None,
        reason: "the term of the transfer is over".to_owned(),
        flags: Flags::default(),
    };
    events(case, on, what)
}
