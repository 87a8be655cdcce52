//! What the clock and others' facts bring. Tolerant: when there is nothing to do, nothing happens.

use kernel::{Date, Person};
use law::{Policy, Regime, rule};

use super::decide::{claim_lapsed, events, regime, register_due, silent, withdrawn};
use super::{AsylumCase, Event, EventKind, Flags, NextAppeal, Phase};
use crate::domain::codes::{DecisionOutcome, Referral, Track, Withdrawal};

/// What follows when a term of the case passed before `today`; nothing otherwise.
pub fn due(policy: &Policy, case: &AsylumCase, today: Date) -> Vec<Event> {
    match case.phase {
        Phase::Rejected { decided, appeal: Some(NextAppeal { due_on: Some(due), .. }) }
            if due < today =>
        {
            events(case, today, EventKind::DecisionFinal { outcome: decided.outcome })
        }
        // Checks that are not done at the end stop; the person is referred all the same (SCR 18(5)).
        Phase::Screening { due_on: last, .. } if last < today => {
            let kind = EventKind::ScreeningFinished {
                complete: false,
                referral: Referral::Asylum,
                disputed: false,
                register_due_on: register_due(policy, last, false),
            };
            events(case, last, kind)
        }
        Phase::Registered
            if regime(policy, case) == Regime::Pact2026
                && case.application.lodge_due_on().is_some_and(|due| due < today) =>
        {
            events(case, today, withdrawn(policy, case, today, Withdrawal::Implicit, false))
        }
        Phase::Registered | Phase::Lodged => claim_lapsed(policy, case, today),
        Phase::ResponsibilityCheck => silent(policy, case, today),
        Phase::Suspended { until } if until < today => {
            events(case, today, EventKind::DecisionResumed {})
        }
        _ => Vec::new(),
    }
}

/// The person has gone with unknown destination or has left: an open procedure is withdrawn.
pub fn left_unsupervised(policy: &Policy, case: &AsylumCase, on: Date) -> Vec<Event> {
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
    if case.person == *person {
        return Vec::new();
    }
    let decided = case.decided();
    let kind = EventKind::CaseCorrected {
        before: case.person.clone(),
        kind: case.kind,
        counted_on: case.counted_on(),
        imported: case.imported_on.is_some(),
        outcome: decided.outcome,
        decided_on: decided.on,
        protected: matches!(case.phase, Phase::Granted { .. } | Phase::FinalPositive { .. }),
    };
    vec![Event { case_id: case.case_id, person: person.clone(), occurred_on: on, kind }]
}

/// The moratorium that suspended the case ended before its term.
pub fn resume(case: &AsylumCase, on: Date) -> Vec<Event> {
    match case.phase {
        Phase::Suspended { .. } => events(case, on, EventKind::DecisionResumed {}),
        _ => Vec::new(),
    }
}

/// The term of the transfer is over: the Netherlands examines the application after all (AMMR 46(2)).
pub fn responsibility_lapsed(policy: &Policy, case: &AsylumCase, on: Date) -> Vec<Event> {
    let transfer = Some(DecisionOutcome::NotProcessedResponsibility);
    // A registration that was a duplicate, or somebody who withdrew, asks for nothing.
    let withdrawn = matches!(case.phase, Phase::Withdrawn { .. });
    if case.decided().outcome != transfer || case.is_open() || withdrawn {
        return Vec::new();
    }
    let (track, term) = match regime(policy, case) {
        Regime::Legacy2013 => (Track::Legacy4Extended, rule::LEGACY_DECISION),
        Regime::Pact2026 => (Track::PactRegular, rule::REGULAR),
    };
    let kind = EventKind::TrackAssigned {
        track,
        decision_due_on: policy.due(term, on),
        ground: None,
        reason: "the term of the transfer is over".to_owned(),
        flags: Flags::default(),
    };
    events(case, on, kind)
}
