//! How events change a case. Total: an event that was recorded is a fact.

use kernel::Date;

use super::{AsylumCase, Event, What};
use crate::domain::codes::{AppealInstance, AppealRuling, ApplicationKind, CaseState as S};

/// The case after an event.
pub fn evolve(state: Option<AsylumCase>, event: &Event) -> AsylumCase {
    let on = event.occurred_on;
    let mut case = state.unwrap_or_else(|| blank(event, on));
    case.version += 1;
    match &event.what {
        What::ApplicationMade { kind, previous_case_id, subsequent_no } => {
            case.kind = *kind;
            case.previous_case_id = *previous_case_id;
            case.subsequent_no = *subsequent_no;
        }
        What::ScreeningStarted { .. } => case.state = S::Screening,
        What::ScreeningFinished { .. } => case.state = S::Screened,
        What::ApplicationRegistered { lodge_due_on } => {
            case.state = S::Registered;
            case.registered_on = Some(on);
            case.lodge_due_on = Some(*lodge_due_on);
        }
        What::ApplicationLodged { decision_due_on, .. } => {
            case.state = S::Lodged;
            case.lodged_on = Some(on);
            case.lodge_due_on = None;
            case.decision_due_on = Some(*decision_due_on);
        }
        What::ResponsibilityCheckStarted { member_state, .. } => {
            case.state = S::ResponsibilityCheck;
            case.member_state = Some(member_state.clone());
        }
        What::ResponsibilityAnswered { accepted, .. } => {
            if *accepted {
                case.responsibility_accepted_on = Some(on);
            } else {
                case.state = S::Lodged;
                case.member_state = None;
            }
        }
        What::TrackAssigned { track, decision_due_on } => {
            case.state = S::Routed;
            case.track = Some(*track);
            case.decision_due_on = Some(*decision_due_on);
            case.responsibility_accepted_on = None;
            case.appeal_due_on = None;
        }
        What::ApplicantInterviewed {} => {
            case.state = S::Interviewed;
            case.interviewed_on = Some(on);
        }
        What::IntentionIssued { .. } => case.state = S::Intention,
        What::ViewReceived {} => case.state = S::Interviewed,
        What::DecisionSuspended { until } => {
            case.state = S::Suspended;
            case.suspended_until = Some(*until);
        }
        What::DecisionResumed {} => {
            case.state = ready(&case);
            case.suspended_until = None;
        }
        What::ApplicationDecided { outcome, appeal_due_on, stay_pending_appeal, .. } => {
            case.state = if outcome.is_grant() { S::Granted } else { S::Rejected };
            case.outcome = Some(*outcome);
            case.decided_on = Some(on);
            case.appeal_due_on = *appeal_due_on;
            case.appeal_instance = appeal_due_on.map(|_| AppealInstance::Court);
            case.appeal_suspensive = *stay_pending_appeal;
        }
        What::ApplicationWithdrawn { withdrawal, appeal_due_on, .. } => {
            case.state = S::Withdrawn;
            case.withdrawal = Some(*withdrawal);
            case.decided_on = Some(on);
            case.lodge_due_on = None;
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
        }
        What::AppealRuled { ruling, appeal_due_on, .. } => {
            ruled(&mut case, *ruling, *appeal_due_on)
        }
        What::DecisionFinal { .. } => {
            case.state = S::FinalNegative;
            case.appeal_due_on = None;
            case.appeal_instance = None;
        }
        What::PermitIssued { .. } => case.state = S::FinalPositive,
        What::PermitRevoked {} => case.state = S::Revoked,
        What::NoticeOfDefaultReceived {} => {
            case.in_default_since = case.in_default_since.or(Some(on))
        }
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
            case.state = *state;
            case.made_on = *made_on;
            case.registered_on = Some(*made_on);
            case.lodged_on = *lodged_on;
            case.decision_due_on = *decision_due_on;
            case.track = *track;
            case.outcome = *outcome;
            case.decided_on = *decided_on;
            case.interviewed_on = matches!(state, S::Interviewed).then_some(*made_on);
            case.appeal_due_on = *appeal_due_on;
            case.appeal_suspensive = *appeal_suspensive;
            case.appeal_instance =
                matches!(state, S::Appeal | S::Rejected).then_some(AppealInstance::Court);
        }
    }
    case
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
        registered_on: None,
        lodge_due_on: None,
        lodged_on: None,
        decision_due_on: None,
        track: None,
        member_state: None,
        responsibility_accepted_on: None,
        interviewed_on: None,
        suspended_until: None,
        outcome: None,
        decided_on: None,
        withdrawal: None,
        appeal_due_on: None,
        appeal_instance: None,
        appeal_suspensive: false,
        previous_case_id: None,
        subsequent_no: 0,
        in_default_since: None,
        version: 0,
    }
}
