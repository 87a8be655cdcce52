//! How events change a return case. Total: an event that was recorded is a fact.

use jiff::ToSpan as _;
use kernel::Date;

use super::{Event, ReturnCase, What};
use crate::domain::codes::{FileOrigin, ReturnState as S};

/// The case after an event.
pub fn evolve(state: Option<ReturnCase>, event: &Event) -> ReturnCase {
    let on = event.occurred_on;
    let mut case = state.unwrap_or_else(|| blank(event, on));
    case.version += 1;
    match &event.what {
        What::ReturnAnnounced { to_member_state, removable_from, transfer_due_on } => {
            let (version, detained_days) = (case.version, case.detained_days);
            // A file that is here stays here.
            let origin = case.origin.filter(|_| case.state == S::OnHoldAsylum);
            case = ReturnCase { version, detained_days, origin, ..blank(event, on) };
            case.state = if origin.is_some() { S::Transferred } else { S::Announced };
            case.to_member_state = *to_member_state;
            case.removable_from = *removable_from;
            case.transfer_due_on = *transfer_due_on;
        }
        What::FileTransferred { origin } => {
            case.state = S::Transferred;
            case.origin = Some(*origin);
        }
        What::CaseStarted {} => case.state = S::Intake,
        What::DepartureInterviewHeld {} => {
            if case.state == S::Intake {
                case.state = S::IndependentTrack;
            }
        }
        What::TransferPlanned {} => case.state = S::TransferTrack,
        What::ForcedTrackStarted {} => case.state = S::ForcedTrack,
        What::DetentionImposed { ends_on } => {
            case.state = S::Detained;
            case.detained_on = Some(on);
            case.detention_ends_on = Some(*ends_on);
        }
        What::DetentionLifted { days } => {
            case.detained_days += days;
            case.detained_on = None;
            case.detention_ends_on = None;
            if case.state == S::Detained {
                case.state = track(&case);
            }
        }
        What::TravelDocumentChanged { document } => case.document = Some(*document),
        What::SupportGranted { .. } => {
            if case.state == S::Intake {
                case.state = S::IndependentTrack;
            }
        }
        What::FlightBooked { flight_on } => {
            case.state = S::FlightBooked;
            case.flight_on = Some(*flight_on);
        }
        What::FlightCancelled {} => {
            case.flight_on = None;
            case.state = if case.detained_on.is_some() { S::Detained } else { track(&case) };
        }
        What::DepartureBlocked { block } => case.blocked = Some(*block),
        What::DepartureUnblocked { removable_from } => {
            case.blocked = None;
            case.removable_from = *removable_from;
        }
        What::Departed { outcome, demonstrable, entry_ban_until, .. } => {
            case.state = if *demonstrable { S::Departed } else { S::Unsupervised };
            case.outcome = Some(*outcome);
            case.entry_ban_until = *entry_ban_until;
            // An appeal goes on when the person is gone, and blocks again when the person is found.
            let blocked = case.blocked.filter(|_| !demonstrable);
            end(&mut case, on);
            case.blocked = blocked;
        }
        What::ReturnClosed {} => {
            case.state = S::ClosedLawful;
            end(&mut case, on);
        }
        What::ReturnReopened {} => {
            case.state = S::Transferred;
            case.outcome = None;
            case.ended_on = None;
            case.origin = case.origin.or(Some(FileOrigin::Other));
        }
        What::HeldForAsylum {} => case.state = S::OnHoldAsylum,
        What::TransferTermLapsed {} => {
            case.state = S::OnHoldAsylum;
            case.to_member_state = false;
            case.transfer_due_on = None;
        }
        What::ReturnCaseImported { state, origin, to_member_state, removable_from } => {
            case.state = *state;
            case.origin = Some(*origin);
            case.to_member_state = *to_member_state;
            case.removable_from = *removable_from;
            if *to_member_state {
                case.transfer_due_on = Some(on.saturating_add(6.months()));
            }
        }
    }
    case
}

/// The track that a case falls back to.
fn track(case: &ReturnCase) -> S {
    if case.to_member_state { S::TransferTrack } else { S::ForcedTrack }
}

fn end(case: &mut ReturnCase, on: Date) {
    case.ended_on = Some(on);
    case.flight_on = None;
    case.blocked = None;
    case.transfer_due_on = None;
    case.detained_on = None;
    case.detention_ends_on = None;
}

fn blank(event: &Event, on: Date) -> ReturnCase {
    ReturnCase {
        person_id: event.person.person_id,
        case_id: event.case_id,
        household_id: event.person.household_id,
        nationality: event.person.nationality,
        birth_year: event.person.birth_year,
        sex: event.person.sex,
        unaccompanied_minor: event.person.unaccompanied_minor,
        state: S::Announced,
        origin: None,
        to_member_state: false,
        announced_on: on,
        removable_from: None,
        transfer_due_on: None,
        blocked: None,
        document: None,
        detained_on: None,
        detention_ends_on: None,
        detained_days: 0,
        flight_on: None,
        outcome: None,
        ended_on: None,
        entry_ban_until: None,
        version: 0,
    }
}
