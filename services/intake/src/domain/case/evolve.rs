//! How events change a case. Total: an event that was recorded is a fact.

use kernel::Date;

use super::{AsylumCase, Event, What};
use crate::domain::codes::{
    AppealInstance, AppealRuling, ApplicationKind, CaseState as S, DecisionOutcome, Interim,
};

/// The case after an event.
pub fn evolve(state: Option<AsylumCase>, event: &Event) -> AsylumCase {
    let on = event.occurred_on;
    let mut case = state.unwrap_or_else(|| blank(event, on));
    case.version += 1;
    case.fact_on = case.fact_on.max(Some(on));
    match &event.what {
        What::ApplicationMade {
            kind, previous_case_id, subsequent_no, register_due_on, ..
        } => {
            case.kind = *kind;
            case.register_due_on = *register_due_on;
            case.previous_case_id = *previous_case_id;
            case.subsequent_no = *subsequent_no;
        }
        What::ScreeningStarted { due_on, at_border } => {
            case.state = S::Screening;
            case.at_border = *at_border;
            case.screening_due_on = Some(*due_on);
        }
        What::ScreeningFinished { register_due_on, .. } => {
            case.state = S::Screened;
            case.screening_due_on = None;
            case.register_due_on = *register_due_on;
        }
        What::ApplicationRegistered { lodge_due_on, .. } => {
            case.state = S::Registered;
            case.register_due_on = None;
            case.registered_on = Some(on);
            case.lodge_due_on = Some(*lodge_due_on);
        }
        What::ApplicationLodged { decision_due_on, .. } => {
            case.state = S::Lodged;
            case.lodged_on = Some(on);
            case.lodge_due_on = None;
            case.decision_due_on = Some(*decision_due_on);
        }
        What::HitRecorded { member_state, claim, claim_due_on } => {
            case.member_state = Some(member_state.clone());
            case.claim = Some(*claim);
            case.claim_due_on = Some(*claim_due_on);
        }
        What::ResponsibilityCheckStarted { member_state, claim, reply_due_on } => {
            case.state = S::ResponsibilityCheck;
            case.member_state = Some(member_state.clone());
            case.claim = Some(*claim);
            case.claim_due_on = None;
            case.reply_due_on = Some(*reply_due_on);
        }
        What::ResponsibilityAnswered {
            accepted,
            transfer_decision_due_on,
            decision_due_on,
            ..
        } => {
            case.reply_due_on = None;
            if *accepted {
                case.responsibility_accepted_on = Some(on);
                case.transfer_decision_due_on = *transfer_decision_due_on;
            } else {
                here(&mut case, *decision_due_on);
            }
        }
        What::ClaimLapsed { decision_due_on, .. } => here(&mut case, *decision_due_on),
        What::TrackAssigned { track, decision_due_on, ground, .. } => {
            case.state = S::Routed;
            case.track = Some(*track);
            case.ground = *ground;
            case.extended = false;
            case.decision_due_on = Some(*decision_due_on);
            case.reply_due_on = None;
            case.responsibility_accepted_on = None;
            case.appeal_due_on = None;
        }
        What::TrackChanged { track, decision_due_on, .. } => {
            case.track = Some(*track);
            case.ground = None;
            case.extended = false;
            case.decision_due_on = Some(*decision_due_on);
        }
        What::DecisionTermExtended { decision_due_on, .. } => {
            case.extended = true;
            case.decision_due_on = Some(*decision_due_on);
        }
        What::ApplicantInterviewed {} => {
            case.state = S::Interviewed;
            case.interviewed_on = Some(on);
        }
        What::IntentionIssued { view_due_on } => {
            case.state = S::Intention;
            case.view_due_on = Some(*view_due_on);
            case.view_on = None;
        }
        What::ViewReceived {} => {
            case.state = ready(&case);
            case.view_on = Some(on);
        }
        What::DecisionSuspended { until, moratorium_id, decision_due_on } => {
            case.state = S::Suspended;
            case.suspended_until = Some(*until);
            case.moratorium_id = moratorium_id.or(case.moratorium_id);
            case.decision_due_on = decision_due_on.or(case.decision_due_on);
        }
        What::DecisionResumed {} => {
            case.state = ready(&case);
            case.suspended_until = None;
        }
        What::ApplicationDecided {
            outcome,
            appeal_due_on,
            stay_pending_appeal,
            penalty_cents,
            ..
        } => {
            case.penalty_cents = *penalty_cents;
            case.state = if outcome.is_grant() { S::Granted } else { S::Rejected };
            case.outcome = Some(*outcome);
            case.decided_on = Some(on);
            case.transfer_decision_due_on = None;
            case.in_default_since = None;
            case.court_due_on = None;
            case.appeal_due_on = *appeal_due_on;
            case.appeal_instance = appeal_due_on.map(|_| AppealInstance::Court);
            case.appeal_suspensive = *stay_pending_appeal;
        }
        What::DecisionRetracted { decision_due_on, .. } => {
            case.decision_due_on = Some(*decision_due_on);
            case.state = match (case.track, case.interviewed_on) {
                (None, None) => S::Lodged,
                _ => ready(&case),
            };
            case.outcome = None;
            case.decided_on = None;
            case.responsibility_accepted_on = None;
            case.appeal_due_on = None;
            case.appeal_instance = None;
            case.appeal_suspensive = false;
            case.interim = None;
        }
        What::ApplicationWithdrawn { withdrawal, appeal_due_on, .. } => {
            case.state = S::Withdrawn;
            case.withdrawal = Some(*withdrawal);
            case.decided_on = Some(on);
            case.lodge_due_on = None;
            case.screening_due_on = None;
            case.register_due_on = None;
            case.claim_due_on = None;
            case.reply_due_on = None;
            case.suspended_until = None;
            case.appeal_due_on = *appeal_due_on;
            case.appeal_instance = appeal_due_on.map(|_| AppealInstance::Court);
            case.appeal_suspensive = false;
        }
        What::AppealLodged { instance, suspensive } => {
            case.state = match instance {
                AppealInstance::Court => S::Appeal,
                AppealInstance::CouncilOfState => S::FurtherAppeal,
            };
            case.appeal_due_on = None;
            case.appeal_suspensive = *suspensive;
            case.interim = None;
        }
        What::InterimRequested {} => case.interim = Some(Interim::Requested),
        What::InterimRuled { granted } => {
            case.interim = Some(if *granted { Interim::Granted } else { Interim::Refused });
            case.appeal_suspensive = *granted;
        }
        What::AppealRuled { ruling, appeal_due_on, decision_due_on, .. } => {
            case.decision_due_on = decision_due_on.or(case.decision_due_on);
            ruled(&mut case, *ruling, *appeal_due_on)
        }
        What::DecisionFinal { .. } => {
            case.state = S::FinalNegative;
            case.appeal_due_on = None;
            case.appeal_instance = None;
        }
        What::PermitIssued { .. } => case.state = S::FinalPositive,
        What::PermitRevoked {} => case.state = S::Revoked,
        What::NoticeOfDefaultReceived { .. } => case.in_default_since = Some(on),
        What::JudicialTermSet { decide_by, penalty_day_cents, penalty_max_cents } => {
            case.court_due_on = Some(*decide_by);
            case.penalty_day_cents = *penalty_day_cents;
            case.penalty_max_cents = *penalty_max_cents;
        }
        What::CaseCorrected { .. } => case = case.of(&event.person),
        What::PersonIdentified { .. } | What::FurtherRepresentationReceived {} => {}
        What::CaseImported {
            kind,
            state,
            made_on,
            lodged_on,
            decision_due_on,
            track,
            outcome,
            decided_on,
            appeal_due_on,
            appeal_suspensive,
        } => {
            case.kind = *kind;
            case.imported_on = Some(on);
            case.state = *state;
            case.made_on = *made_on;
            case.registered_on = Some(*made_on);
            case.lodged_on = *lodged_on;
            case.decision_due_on = *decision_due_on;
            case.track = *track;
            case.outcome = *outcome;
            case.decided_on = *decided_on;
            // Who was decided on in substance was heard before; on which day is not told.
            let heard = matches!(state, S::Interviewed)
                || outcome.is_some_and(|o| o != DecisionOutcome::NotProcessedResponsibility);
            case.interviewed_on = heard.then_some(*made_on);
            case.appeal_due_on = *appeal_due_on;
            case.appeal_suspensive = *appeal_suspensive;
            case.appeal_instance =
                matches!(state, S::Appeal | S::Rejected).then_some(AppealInstance::Court);
        }
    }
    case
}

/// The Netherlands examines the application: the officer goes on where the case was.
fn here(case: &mut AsylumCase, decision_due_on: Option<Date>) {
    case.state = if case.lodged_on.is_some() { S::Lodged } else { S::Registered };
    case.member_state = None;
    case.claim = None;
    case.claim_due_on = None;
    case.decision_due_on = decision_due_on.or(case.decision_due_on);
}

fn ruled(case: &mut AsylumCase, ruling: AppealRuling, appeal_due_on: Option<Date>) {
    if ruling == AppealRuling::Grounded {
        // Back to the officer, who decides again on the interview that was held.
        case.state = ready(case);
        case.appeal_instance = None;
        case.appeal_due_on = None;
    } else {
        case.state = S::Rejected;
        case.appeal_due_on = appeal_due_on;
        case.appeal_instance = appeal_due_on.map(|_| AppealInstance::CouncilOfState);
    }
    case.appeal_suspensive = false;
}

/// Where an officer takes the case up: at the decision when the interview was held.
fn ready(case: &AsylumCase) -> S {
    if case.interviewed_on.is_some() { S::Interviewed } else { S::Routed }
}

fn blank(event: &Event, on: Date) -> AsylumCase {
    AsylumCase {
        case_id: event.case_id,
        person_id: event.person.person_id,
        household_id: event.person.household_id,
        nationality: event.person.nationality,
        birth_year: event.person.birth_year,
        sex: event.person.sex,
        unaccompanied_minor: event.person.unaccompanied_minor,
        kind: ApplicationKind::First,
        state: S::Made,
        made_on: on,
        imported_on: None,
        at_border: false,
        screening_due_on: None,
        register_due_on: None,
        registered_on: None,
        lodge_due_on: None,
        lodged_on: None,
        decision_due_on: None,
        track: None,
        member_state: None,
        claim: None,
        claim_due_on: None,
        reply_due_on: None,
        responsibility_accepted_on: None,
        transfer_decision_due_on: None,
        ground: None,
        extended: false,
        interviewed_on: None,
        view_due_on: None,
        view_on: None,
        suspended_until: None,
        moratorium_id: None,
        outcome: None,
        decided_on: None,
        withdrawal: None,
        appeal_due_on: None,
        appeal_instance: None,
        appeal_suspensive: false,
        interim: None,
        previous_case_id: None,
        subsequent_no: 0,
        in_default_since: None,
        court_due_on: None,
        penalty_day_cents: 0,
        penalty_max_cents: 0,
        penalty_cents: 0,
        version: 0,
        fact_on: None,
    }
}
