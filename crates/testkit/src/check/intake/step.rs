//! One step of a case against its stage and the calculator.

use kernel::Date;
use law::rule;
use wire::intake as pb;
use wire::intake::{AppealInstance, AppealRuling, ApplicationKind, CaseState, DecisionOutcome};

use super::super::{Found, day};
use super::{Case, Stage, fast, grants};
use crate::AnyEvent;

/// One step of a case, checked against its stage and the calculator.
pub(super) fn step(case: &mut Case, id: &str, message: &AnyEvent, on: Date, found: &mut Found) {
    let stage = case.stage;
    let in_stage = |allowed: bool, found: &mut Found| {
        found
            .must("IN-1", allowed, || format!("{id}: {} in stage {stage:?}", message.event_type()));
    };
    match message {
        AnyEvent::ScreeningStarted(started) => {
            let due = [rule::SCREENING_INLAND, rule::SCREENING_BORDER, rule::SCREENING_BORDER_LATE];
            found.due(
                "the screening",
                id,
                started.due_on,
                &due.map(|d| Some(found.policy.due(d, on))),
            );
        }
        AnyEvent::ApplicationRegistered(registered) => {
            let due = [rule::LODGING, rule::LODGING_BORDER, rule::LODGING_MASS_ARRIVAL]
                .map(|rule| Some(found.policy.due(rule, on)));
            found.due("the term to lodge", id, registered.lodge_due_on, &due);
            case.registered_on = Some(on);
        }
        AnyEvent::ApplicationLodged(lodged) => {
            case.lodged_on = Some(on);
            let due =
                found.policy.due(case.decision_rule(&found.policy, pb::Track::Unspecified), on);
            found.due("the decision term", id, lodged.decision_due_on, &[Some(due)]);
        }
        AnyEvent::ResponsibilityCheckStarted(started) => {
            let registered = case.registered_on.unwrap_or(case.made_on);
            let due = if found.policy.get(rule::AMMR, registered) {
                vec![
                    rule::TAKE_BACK_CONFIRMATION,
                    rule::TAKE_CHARGE_REPLY,
                    rule::TAKE_CHARGE_REPLY_HIT,
                    rule::TAKE_CHARGE_REPLY_DETAINED,
                ]
            } else {
                vec![rule::DUBLIN_REPLY_HIT, rule::DUBLIN_REPLY, rule::DUBLIN_REPLY_TAKE_BACK]
            };
            found.due(
                "the reply",
                id,
                started.reply_due_on,
                &due.iter().map(|d| Some(found.policy.due(*d, on))).collect::<Vec<_>>(),
            );
        }
        AnyEvent::ResponsibilityAnswered(answer) => {
            case.accepted_on = answer.accepted.then_some(on);
            case.answered_on = (!answer.accepted).then_some(on);
        }
        AnyEvent::InterimRuled(ruled) => case.stage = Stage::Appeal { suspensive: ruled.granted },
        AnyEvent::ClaimLapsed(_) => case.answered_on = Some(on),
        AnyEvent::TrackChanged(changed) => {
            in_stage(stage == Stage::Open, found);
            let due = case.decision_due(&found.policy, changed.track(), on);
            found.due("the decision term", id, changed.decision_due_on, &due);
            case.track = changed.track();
        }
        AnyEvent::DecisionRetracted(_) => {
            in_stage(!stage.is_final() && stage != Stage::Open, found);
            case.stage = Stage::Open;
            case.again = true;
            case.outcome = None;
            case.decided_before = false;
            case.appeal_due_on = None;
        }
        AnyEvent::TrackAssigned(routed) => {
            let lapsed = stage != Stage::Open;
            in_stage(!lapsed || case.transferred(), found);
            let due = case.decision_due(&found.policy, routed.track(), on);
            found.due("the decision term", id, routed.decision_due_on, &due);
            case.track = routed.track();
            case.stage = Stage::Open;
            case.again |= lapsed;
            case.accepted_on = None;
        }
        AnyEvent::ApplicantInterviewed(_) => case.interviewed = true,
        AnyEvent::IntentionIssued(intention) => {
            let due = [rule::LEGACY_VIEW, rule::LEGACY_VIEW_GENERAL]
                .map(|rule| Some(found.policy.due(rule, on)));
            found.due("the view", id, intention.view_due_on, &due);
        }
        AnyEvent::DecisionSuspended(suspended) => {
            let last = case.lodged_on.map(|lodged| found.policy.due(rule::MORATORIUM_END, lodged));
            let held = last.is_none_or(|last| day(suspended.until).is_some_and(|d| d <= last));
            found.must("IN-2", held, || format!("{id}: suspended beyond {last:?}"));
        }
        AnyEvent::ApplicationDecided(decided) => {
            in_stage(stage == Stage::Open, found);
            decide(case, id, decided, on, found);
        }
        AnyEvent::ApplicationWithdrawn(withdrawn) => {
            in_stage(stage == Stage::Open, found);
            let appeal = withdrawn.withdrawal() == pb::Withdrawal::Implicit;
            let due = appeal.then(|| found.policy.due(law::appeal_term(true), on));
            found.due("the term to appeal", id, withdrawn.appeal_due_on, &[due]);
            case.stage = Stage::Withdrawn { gone: withdrawn.gone };
            case.appeal_due_on = due;
            case.decided_on = Some(on);
            case.decided_before = false;
        }
        AnyEvent::AppealLodged(lodged) => {
            in_stage(matches!(stage, Stage::Rejected | Stage::Withdrawn { .. }), found);
            let in_time = case.appeal_due_on.is_none_or(|due| on <= due);
            found.must("IN-2", in_time, || format!("{id}: appeal after {:?}", case.appeal_due_on));
            case.stage = Stage::Appeal { suspensive: lodged.suspensive };
        }
        AnyEvent::AppealRuled(ruled) => {
            in_stage(matches!(stage, Stage::Appeal { .. }), found);
            let grounded = ruled.ruling() == AppealRuling::Grounded;
            let further = !grounded && ruled.instance() == AppealInstance::Court;
            let due =
                further.then(|| found.policy.due(law::appeal_term(fast(case, case.outcome)), on));
            found.due("the term for the further appeal", id, ruled.appeal_due_on, &[due]);
            case.stage = if grounded { Stage::Open } else { Stage::Rejected };
            case.again |= grounded;
            case.appeal_due_on = due;
        }
        AnyEvent::DecisionFinal(_) => {
            in_stage(stage == Stage::Rejected, found);
            case.stage = Stage::FinalNegative;
        }
        AnyEvent::PermitIssued(permit) => {
            in_stage(stage == Stage::Granted, found);
            let due = law::permit_valid_until(&found.policy, case.decided_on.unwrap_or(on));
            found.due("the end of the permit", id, permit.valid_until, &[Some(due)]);
            case.stage = Stage::Permit;
        }
        AnyEvent::PermitRevoked(_) => {
            in_stage(stage == Stage::Permit, found);
            case.stage = Stage::Revoked;
            case.decided_before = false;
        }
        _ => {}
    }
}

fn decide(
    case: &mut Case,
    id: &str,
    decided: &pb::ApplicationDecided,
    on: Date,
    found: &mut Found,
) {
    let outcome = decided.outcome();
    let (grant, transfer) =
        (grants(outcome), outcome == DecisionOutcome::NotProcessedResponsibility);
    let heard = case.interviewed || transfer || decided.interview_omitted != 0;
    found.must("IN-2", heard, || format!("{id}: {outcome:?} without interview or reason"));
    let due = (!grant).then(|| found.policy.due(law::appeal_term(fast(case, Some(outcome))), on));
    found.due("the term to appeal", id, decided.appeal_due_on, &[due]);
    let due = case.accepted_on.filter(|_| transfer).map(|on| found.policy.due(rule::TRANSFER, on));
    found.due("the term to transfer", id, decided.transfer_due_on, &[due]);
    case.stage = if grant { Stage::Granted } else { Stage::Rejected };
    case.outcome = Some(outcome);
    case.decided_on = Some(on);
    case.decided_before = false;
    case.appeal_due_on = day(decided.appeal_due_on);
}

pub(super) fn blank(kind: ApplicationKind, on: Date) -> Case {
    Case {
        kind,
        imported: false,
        made_on: on,
        stage: Stage::Open,
        again: false,
        decided_before: false,
        registered_on: None,
        lodged_on: None,
        track: pb::Track::Unspecified,
        accepted_on: None,
        answered_on: None,
        interviewed: false,
        outcome: None,
        decided_on: None,
        appeal_due_on: None,
    }
}

pub(super) fn taken_over(imported: &pb::CaseImported, on: Date) -> Case {
    let made_on = day(imported.made_on).unwrap_or(on);
    let (stage, decided) = match imported.state() {
        CaseState::Rejected => (Stage::Rejected, true),
        CaseState::Appeal => (Stage::Appeal { suspensive: imported.appeal_suspensive }, true),
        CaseState::FinalPositive => (Stage::Permit, true),
        CaseState::FinalNegative => (Stage::FinalNegative, true),
        _ => (Stage::Open, false),
    };
    Case {
        imported: true,
        stage,
        decided_before: decided,
        registered_on: Some(made_on),
        lodged_on: day(imported.lodged_on),
        interviewed: imported.state() == CaseState::Interviewed,
        outcome: (imported.outcome() != DecisionOutcome::Unspecified).then(|| imported.outcome()),
        decided_on: day(imported.decided_on),
        appeal_due_on: day(imported.appeal_due_on),
        track: imported.track(),
        ..blank(imported.kind(), made_on)
    }
}
