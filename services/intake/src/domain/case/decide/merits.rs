//! The intention, the decision, and its withdrawal.

use kernel::{Date, Reason, Refusal};
use law::{Policy, Regime, rule};

use super::super::{AsylumCase, Decided, EventKind, Phase};
use super::{Decision, one, penalty, regime, require, require_reason};
use crate::domain::codes::{
    ApplicationKind, CaseState as S, DecisionOutcome, InterviewOmission, Track,
};

pub(super) fn intend(policy: &Policy, case: &AsylumCase, on: Date) -> Decision {
    // A repeat application may be examined in writing: there is an intention without an interview.
    let written = case.kind == ApplicationKind::Repeat;
    let from: &[S] =
        if written { &[S::Lodged, S::Routed, S::Interviewed] } else { &[S::Interviewed] };
    require(case, from, "issue an intention")?;
    if regime(policy, case) == Regime::Pact2026 {
        return Err(Refusal::new(
            Reason::TrackNotOfRegime,
            "the pact knows no intention to reject",
        ));
    }
    if !policy.get(rule::INTENTION_PROCEDURE, on) {
        return Err(Refusal::new(
            Reason::TrackNotOfRegime,
            "the intention procedure was abolished",
        ));
    }
    let extended = matches!(case.track(), Some(Track::Legacy4Extended) | None);
    let term = if extended { rule::LEGACY_VIEW } else { rule::LEGACY_VIEW_GENERAL };
    one(case, on, EventKind::IntentionIssued { view_due_on: policy.due(term, on) })
}

/// An intention to reject was issued, and the view on it is there (Vw 39, 41). Not where the law of the day has no such
/// procedure, and not for applications under the pact.
fn intended(policy: &Policy, case: &AsylumCase, on: Date) -> Result<(), Refusal> {
    let asked =
        regime(policy, case) == Regime::Legacy2013 && policy.get(rule::INTENTION_PROCEDURE, on);
    if asked && case.view.received_on.is_none() {
        let text = "no intention was issued, or the view on it is not there and its term runs";
        return Err(Refusal::new(Reason::NoIntention, text));
    }
    Ok(())
}

pub(super) fn conclude(
    policy: &Policy,
    case: &AsylumCase,
    on: Date,
    outcome: DecisionOutcome,
    omitted: Option<InterviewOmission>,
) -> Decision {
    // When another member state accepted, for a transfer to it.
    let accepted_on = if outcome == DecisionOutcome::NotProcessedResponsibility {
        Some(accepted(case)?)
    } else {
        may_decide(policy, case, on, outcome, omitted)?;
        None
    };
    let (grant, remedy) = (outcome.is_grant(), case.remedy(Some(outcome)));
    one(
        case,
        on,
        EventKind::ApplicationDecided {
            kind: case.kind,
            outcome,
            made_on: case.made_on,
            lodged_on: case.application.lodged_on(),
            interview_omitted: omitted,
            appeal_due_on: (!grant).then(|| policy.due(law::appeal_term(remedy.fast), on)),
            stay_pending_appeal: !grant && remedy.stays,
            departure_days: outcome.departure_days(policy, on),
            transfer_due_on: accepted_on.map(|accepted| policy.due(rule::TRANSFER, accepted)),
            penalty_cents: penalty(policy, case, on).0,
            registered_on: accepted_on.and(case.application.registered_on()),
            accepted_on,
        },
    )
}

/// When the other member state accepted; without that the examination is not left to it.
fn accepted(case: &AsylumCase) -> Result<Date, Refusal> {
    require(case, &[S::ResponsibilityCheck], "leave the examination to another state")?;
    let missing = "no other member state has accepted responsibility";
    case.accepted_on().ok_or_else(|| Refusal::new(Reason::NotResponsible, missing))
}

/// Whether an officer may decide on the application itself.
fn may_decide(
    policy: &Policy,
    case: &AsylumCase,
    on: Date,
    outcome: DecisionOutcome,
    omitted: Option<InterviewOmission>,
) -> Result<(), Refusal> {
    // Who does not use the term for a view is decided on without it.
    if case.phase == Phase::Intention && case.view.due_on.is_some_and(|due| due < on) {
        return Ok(());
    }
    require(case, &[S::Lodged, S::Routed, S::Interviewed], "decide")?;
    if !outcome.is_grant() {
        intended(policy, case, on)?;
    }
    if case.phase == Phase::Interviewed { Ok(()) } else { may_omit(case, outcome, omitted) }
}

/// Nobody is decided on unheard, unless for a reason that the law knows and that fits the case.
fn may_omit(
    case: &AsylumCase,
    outcome: DecisionOutcome,
    omitted: Option<InterviewOmission>,
) -> Result<(), Refusal> {
    use InterviewOmission as O;
    let no = |text| Err(Refusal::new(Reason::InterviewMissing, text));
    match omitted {
        None => no("no interview was held and no reason is given"),
        Some(O::GrantOnFile) if !outcome.is_grant() => {
            no("nobody is refused on what is on file without being heard")
        }
        Some(O::RepeatInWriting) if case.kind != ApplicationKind::Repeat => {
            no("only a repeat application is examined in writing")
        }
        Some(O::SelectedAbroad) if case.kind != ApplicationKind::Resettled => {
            no("only who is resettled was heard abroad")
        }
        Some(_) => Ok(()),
    }
}

pub(super) fn retract(policy: &Policy, case: &AsylumCase, on: Date, reason: &str) -> Decision {
    require(
        case,
        &[S::Granted, S::Rejected, S::Appeal, S::FurtherAppeal],
        "withdraw the decision",
    )?;
    require_reason(reason)?;
    let Decided { outcome: Some(outcome), on: Some(decided_on) } = case.decided() else {
        return Err(Refusal::not_now("there is no decision", case.state()));
    };
    let decision_due_on = policy.due(rule::DECISION_AGAIN, on);
    one(
        case,
        on,
        EventKind::DecisionRetracted { kind: case.kind, outcome, decided_on, decision_due_on },
    )
}
