//! How events change a case. Total: an event that was recorded is a fact.

use kernel::Date;
use law::{Cents, JudicialPenalty};

use super::event::{Event, EventKind};
use super::phase::{
    Application, Assigned, Before, Decided, InDefault, Lodged, NextAppeal, OtherState, Phase,
    Responsibility, View,
};
use super::state::AsylumCase;
use crate::domain::codes::{
    AppealInstance, AppealRuling, ApplicationKind, CaseState as S, DecisionOutcome, Interim,
};

/// The case after an event.
pub fn evolve(state: Option<AsylumCase>, event: &Event) -> AsylumCase {
    let on = event.occurred_on;
    let mut case = state.unwrap_or_else(|| blank(event));
    case.version += 1;
    case.fact_on = case.fact_on.max(Some(on));
    match &event.kind {
        EventKind::ApplicationMade {
            kind,
            previous_case_id,
            subsequent_no,
            register_due_on,
            ..
        } => {
            case.kind = *kind;
            case.previous_case_id = *previous_case_id;
            case.subsequent_no = *subsequent_no;
            case.phase = Phase::Made { register_due_on: *register_due_on };
        }
        EventKind::ScreeningStarted { due_on, at_border } => {
            let register_due_on = case.phase.register_due_on();
            case.at_border = *at_border;
            case.phase = Phase::Screening { due_on: *due_on, register_due_on };
        }
        EventKind::ScreeningFinished { register_due_on, .. } => {
            case.phase = Phase::Screened { register_due_on: *register_due_on };
        }
        EventKind::ApplicationRegistered { lodge_due_on, .. } => {
            case.phase = Phase::Registered;
            case.application = Application::Registered { on, lodge_due_on: Some(*lodge_due_on) };
        }
        EventKind::ApplicationLodged { decision_due_on, .. } => {
            case.phase = Phase::Lodged;
            case.decision_due_on = Some(*decision_due_on);
            if let Some(registered_on) = case.application.registered_on() {
                case.application = Application::Lodged(Lodged { registered_on, on });
            }
        }
        EventKind::HitRecorded { member_state, claim, claim_due_on } => {
            case.other_state = Some(OtherState {
                member_state: member_state.clone(),
                claim: *claim,
                stands: Responsibility::Hit { claim_due_on: *claim_due_on },
                transfer_decision_due_on: None,
            });
        }
        EventKind::ResponsibilityCheckStarted { member_state, claim, reply_due_on } => {
            case.phase = Phase::ResponsibilityCheck;
            case.other_state = Some(OtherState {
                member_state: member_state.clone(),
                claim: *claim,
                stands: Responsibility::Asked { reply_due_on: *reply_due_on },
                transfer_decision_due_on: None,
            });
        }
        EventKind::ResponsibilityAnswered {
            accepted: true,
            transfer_decision_due_on: due_on,
            ..
        } => {
            if let Some(other) = &mut case.other_state {
                other.stands = Responsibility::Accepted { on };
                other.transfer_decision_due_on = *due_on;
            }
        }
        EventKind::ResponsibilityAnswered { decision_due_on, .. }
        | EventKind::ClaimLapsed { decision_due_on, .. } => here(&mut case, *decision_due_on),
        EventKind::TrackAssigned { track, decision_due_on, ground, .. } => {
            // Of a transfer whose term is over: what was decided stays on file.
            case.before = Before {
                decided: case.decided(),
                instance: case.appeal_instance(),
                suspensive: case.appeal_suspensive(),
            };
            case.phase = Phase::Routed;
            case.assigned = Some(Assigned { track: *track, ground: *ground, extended: false });
            case.decision_due_on = Some(*decision_due_on);
            if !matches!(case.responsibility(), Some(Responsibility::Hit { .. })) {
                settle(&mut case);
            }
        }
        EventKind::TrackChanged { track, decision_due_on, .. } => {
            case.assigned = Some(Assigned { track: *track, ground: None, extended: false });
            case.decision_due_on = Some(*decision_due_on);
        }
        EventKind::DecisionTermExtended { decision_due_on, .. } => {
            case.assigned = case.assigned.map(|way| Assigned { extended: true, ..way });
            case.decision_due_on = Some(*decision_due_on);
        }
        EventKind::ApplicantInterviewed {} => {
            case.phase = Phase::Interviewed;
            case.interviewed_on = Some(on);
        }
        EventKind::IntentionIssued { view_due_on } => {
            case.phase = Phase::Intention;
            case.view = View { due_on: Some(*view_due_on), received_on: None };
        }
        EventKind::ViewReceived {} => {
            case.phase = ready(&case);
            case.view.received_on = Some(on);
        }
        EventKind::DecisionSuspended { until, moratorium_id, decision_due_on } => {
            case.phase = Phase::Suspended { until: *until };
            case.moratorium_id = moratorium_id.or(case.moratorium_id);
            case.decision_due_on = decision_due_on.or(case.decision_due_on);
        }
        EventKind::DecisionResumed {} => case.phase = ready(&case),
        EventKind::ApplicationDecided {
            outcome,
            appeal_due_on,
            stay_pending_appeal,
            penalty_cents,
            ..
        } => {
            let (outcome, suspensive) = (*outcome, *stay_pending_appeal);
            let decided = Decided { on: Some(on), outcome: Some(outcome) };
            let appeal = appeal_due_on.map(|due_on| NextAppeal {
                instance: AppealInstance::Court,
                due_on: Some(due_on),
                suspensive,
            });
            let grant = outcome.is_grant();
            let granted = Phase::Granted { outcome, on };
            close(&mut case, if grant { granted } else { Phase::Rejected { decided, appeal } });
            case.penalty_cents = *penalty_cents;
            case.in_default = None;
            if let Some(other) = &mut case.other_state {
                other.transfer_decision_due_on = None;
            }
        }
        EventKind::DecisionRetracted { decision_due_on, .. } => {
            case.phase = match (&mut case.application, case.assigned, case.interviewed_on) {
                // A transfer was decided on before the application was lodged: it is lodged yet, in a term that is long over.
                (Application::Registered { lodge_due_on, .. }, None, None) => {
                    *lodge_due_on = None;
                    Phase::Registered
                }
                (_, None, None) => Phase::Lodged,
                _ => ready(&case),
            };
            case.before = Before::default();
            case.decision_due_on = Some(*decision_due_on);
            case.interim = None;
            if case.accepted_on().is_some() {
                settle(&mut case);
            }
        }
        EventKind::ApplicationWithdrawn { withdrawal, appeal_due_on, .. } => {
            let outcome = case.decided().outcome;
            close(&mut case, Phase::Withdrawn { on, outcome, appeal_due_on: *appeal_due_on });
            case.withdrawal = Some(*withdrawal);
            if let Application::Registered { lodge_due_on, .. } = &mut case.application {
                *lodge_due_on = None;
            }
            if case.accepted_on().is_none() {
                settle(&mut case);
            }
        }
        EventKind::AppealLodged { instance, suspensive } => {
            let (decided, instance, suspensive) = (case.decided(), *instance, *suspensive);
            close(&mut case, Phase::Appeal { decided, instance, suspensive });
            case.interim = None;
        }
        EventKind::InterimRequested {} => case.interim = Some(Interim::Requested),
        EventKind::InterimRuled { granted } => {
            case.interim = Some(if *granted { Interim::Granted } else { Interim::Refused });
            if let Phase::Appeal { suspensive, .. } = &mut case.phase {
                *suspensive = *granted;
            }
        }
        EventKind::AppealRuled { ruling, appeal_due_on, decision_due_on, .. } => {
            case.decision_due_on = decision_due_on.or(case.decision_due_on);
            ruled(&mut case, *ruling, *appeal_due_on);
        }
        EventKind::DecisionFinal { .. } => {
            let (decided, suspensive) = (case.decided(), case.appeal_suspensive());
            close(&mut case, Phase::FinalNegative { decided, suspensive });
        }
        EventKind::PermitIssued { .. } => {
            let decided = case.decided();
            close(&mut case, Phase::FinalPositive { decided });
        }
        EventKind::PermitRevoked {} => {
            let decided = case.decided();
            close(&mut case, Phase::Revoked { decided });
        }
        EventKind::NoticeOfDefaultReceived { .. } => {
            case.in_default = Some(InDefault { since: on, court_due_on: None });
        }
        EventKind::JudicialTermSet { decide_by, penalty_day_cents, penalty_max_cents } => {
            let court_due_on = Some(*decide_by);
            case.in_default = case.in_default.map(|late| InDefault { court_due_on, ..late });
            case.court_penalty = JudicialPenalty {
                a_day: Cents(*penalty_day_cents),
                at_most: Cents(*penalty_max_cents),
            };
        }
        EventKind::CaseCorrected { .. } => case.person = event.person.clone(),
        EventKind::PersonIdentified { .. } | EventKind::FurtherRepresentationReceived {} => {}
        EventKind::CaseImported { .. } => taken_over(&mut case, event),
    }
    case
}

/// The procedure ends: nothing is left of an earlier ending.
fn close(case: &mut AsylumCase, phase: Phase) {
    case.phase = phase;
    case.before = Before::default();
}

/// Nothing is asked of another member state any more.
fn settle(case: &mut AsylumCase) {
    if let Some(other) = &mut case.other_state {
        other.stands = Responsibility::Settled;
    }
}

/// The Netherlands examines the application: the officer goes on where the case was.
fn here(case: &mut AsylumCase, decision_due_on: Option<Date>) {
    case.phase = match case.application {
        Application::Lodged(_) => Phase::Lodged,
        Application::Made | Application::Registered { .. } => Phase::Registered,
    };
    case.other_state = None;
    case.decision_due_on = decision_due_on.or(case.decision_due_on);
}

fn ruled(case: &mut AsylumCase, ruling: AppealRuling, appeal_due_on: Option<Date>) {
    let decided = case.decided();
    if ruling == AppealRuling::Grounded {
        // Back to the officer, who decides again on the interview that was held.
        case.phase = ready(case);
        case.before = Before { decided, instance: None, suspensive: false };
    } else {
        let appeal = appeal_due_on.map(|due_on| NextAppeal {
            instance: AppealInstance::CouncilOfState,
            due_on: Some(due_on),
            suspensive: false,
        });
        close(case, Phase::Rejected { decided, appeal });
    }
}

/// Where an officer takes the case up: at the decision when the interview was held.
fn ready(case: &AsylumCase) -> Phase {
    if case.interviewed_on.is_some() { Phase::Interviewed } else { Phase::Routed }
}

fn taken_over(case: &mut AsylumCase, event: &Event) {
    let EventKind::CaseImported {
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
    } = &event.kind
    else {
        return;
    };
    let (registered_on, suspensive) = (*made_on, *appeal_suspensive);
    case.kind = *kind;
    case.imported_on = Some(event.occurred_on);
    case.made_on = *made_on;
    case.application = match *lodged_on {
        Some(on) => Application::Lodged(Lodged { registered_on, on }),
        None => Application::Registered { on: registered_on, lodge_due_on: None },
    };
    case.decision_due_on = *decision_due_on;
    case.assigned = track.map(|track| Assigned { track, ground: None, extended: false });
    // Who was decided on in substance was heard before; on which day is not told.
    let heard = matches!(state, S::Interviewed)
        || outcome.is_some_and(|o| o != DecisionOutcome::NotProcessedResponsibility);
    case.interviewed_on = heard.then_some(*made_on);
    let decided = Decided { on: *decided_on, outcome: *outcome };
    let instance = AppealInstance::Court;
    match state {
        S::Rejected => {
            let appeal = Some(NextAppeal { instance, due_on: *appeal_due_on, suspensive });
            case.phase = Phase::Rejected { decided, appeal };
        }
        S::Appeal => case.phase = Phase::Appeal { decided, instance, suspensive },
        S::FinalPositive => case.phase = Phase::FinalPositive { decided },
        S::FinalNegative => case.phase = Phase::FinalNegative { decided, suspensive },
        S::Lodged | S::Routed | S::Interviewed => {
            case.before = Before { decided, instance: None, suspensive };
            case.phase = match state {
                S::Lodged => Phase::Lodged,
                S::Routed => Phase::Routed,
                _ => Phase::Interviewed,
            };
        }
        // Nothing else was ever taken over.
        _ => {}
    }
}

/// A case before its first event, which tells all that is left open here.
fn blank(event: &Event) -> AsylumCase {
    AsylumCase {
        case_id: event.case_id,
        person: event.person.clone(),
        kind: ApplicationKind::First,
        made_on: event.occurred_on,
        imported_on: None,
        at_border: false,
        previous_case_id: None,
        subsequent_no: 0,
        application: Application::Made,
        phase: Phase::Made { register_due_on: None },
        decision_due_on: None,
        other_state: None,
        assigned: None,
        interviewed_on: None,
        view: View::default(),
        moratorium_id: None,
        before: Before::default(),
        withdrawal: None,
        interim: None,
        in_default: None,
        court_penalty: JudicialPenalty { a_day: Cents(0), at_most: Cents(0) },
        penalty_cents: 0,
        version: 0,
        fact_on: None,
    }
}
