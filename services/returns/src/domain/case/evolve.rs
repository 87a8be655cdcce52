//! How events change a return case. Total: an event that was recorded is a fact.

use jiff::ToSpan as _;
use kernel::Date;

use super::{Event, ReturnCase, What};
use crate::domain::block::{Blocks, RemovalBlock};
use crate::domain::codes::{BlockKind, DocumentState, FileOrigin, ReturnState as S};
use crate::domain::detention::Used;
use crate::domain::words::{CloseReason, EntryBanGround, MeasureKind};

/// The case after an event.
pub fn evolve(state: Option<ReturnCase>, event: &Event) -> ReturnCase {
    let on = event.occurred_on;
    let mut case = state.unwrap_or_else(|| blank(event, on));
    case.version += 1;
    let fact_on = case.fact_on.max(Some(on));
    match &event.what {
        What::ReturnAnnounced {
            to_member_state,
            removable_from,
            transfer_due_on,
            departure_days,
            registered_on,
            accepted_on,
        } => {
            // A file that is here stays here.
            let origin = case.origin.filter(|_| case.state == S::OnHoldAsylum);
            let held = case.state == S::OnHoldAsylum;
            let before = case;
            case = afresh(&before, event, on);
            if held {
                // One removal procedure: its measures add up, and who is detained as an applicant still is.
                case.detention_used = before.detention_used;
                case.detention_extended = before.detention_extended;
                case.detained_on = before.detained_on;
                case.detention_ends_on = before.detention_ends_on;
                case.measure = before.measure;
                case.family_facility = before.family_facility;
                case.review_due_on = before.review_due_on;
                case.detention_arrived_on = before.detention_arrived_on;
            }
            case.origin = origin;
            case.state = if origin.is_some() { S::Transferred } else { S::Announced };
            case.to_member_state = *to_member_state;
            case.removable_from = *removable_from;
            case.transfer_due_on = *transfer_due_on;
            (case.registered_on, case.accepted_on) = (*registered_on, *accepted_on);
            case.departure_days = *departure_days;
        }
        What::FileTransferred { origin, removable_from } => {
            if !case.is_open() {
                case = afresh(&case.clone(), event, on);
            }
            case.state = S::Transferred;
            case.origin = Some(*origin);
            case.removable_from = case.removable_from.or(*removable_from);
        }
        What::CaseStarted {} => case.state = S::Intake,
        What::DepartureInterviewHeld {} | What::SupportGranted { .. } => {
            if let What::SupportGranted { amount_cents, .. } = &event.what {
                case.support_cents += amount_cents;
                case.assisted_on = Some(on);
                case.support_reclaimed = false;
            }
            if matches!(case.state, S::Intake | S::Released) {
                follow(&mut case, S::IndependentTrack);
            }
        }
        What::TransferPlanned {} => follow(&mut case, S::TransferTrack),
        What::ForcedTrackStarted { .. } => follow(&mut case, S::ForcedTrack),
        What::IomPlanned {} => follow(&mut case, S::IomPlanned),
        What::SupportReclaimed { .. } => case.support_reclaimed = true,
        What::TravelDocumentChanged { document, valid_until } => {
            case.document = Some(*document);
            case.document_valid_until = *valid_until;
        }
        What::FlightBooked { flight_on, charter_id, .. } => {
            case.state = S::FlightBooked;
            case.flight_on = Some(*flight_on);
            case.charter_id = *charter_id;
        }
        What::FlightCancelled { .. } => {
            no_flight(&mut case);
            if case.state == S::FlightBooked {
                case.state = case.falls_back_to();
            }
        }
        What::DepartureBlocked { block, from, until, source, moratorium_id } => {
            case.blocks.put(RemovalBlock {
                kind: *block,
                from: *from,
                until: *until,
                source: *source,
            });
            if *block == BlockKind::Moratorium {
                case.moratorium_id = *moratorium_id;
            }
        }
        What::DepartureUnblocked { removable_from, block } => {
            case.blocks.end(*block);
            case.removable_from = *removable_from;
            if *block == BlockKind::Moratorium {
                case.moratorium_id = None;
            }
        }
        What::EntryBanImposed { ground, .. } => case.ban_ground = Some(*ground),
        What::TransferTermSet { reason, informed_on, transfer_due_on } => {
            use crate::domain::words::TransferReason as T;
            case.transfer_due_on = Some(*transfer_due_on);
            match reason {
                T::Reappeared => case.absconded_on = None,
                T::Imprisoned | T::AppealEnded => {}
                _ => case.absconded_on = *informed_on,
            }
        }
        What::RemovalContinued { subsequent_no } => {
            case.continues_no = *subsequent_no;
            case.refoulement_checked_on = None;
        }
        What::RefoulementChecked { safe } => {
            case.refoulement_checked_on = safe.then_some(on);
        }
        What::EntryRefused { .. } => {}
        What::HeldForAsylum {} => {
            no_flight(&mut case);
            case.state = S::OnHoldAsylum;
        }
        What::TransferTermLapsed {} => {
            no_flight(&mut case);
            case.state = S::OnHoldAsylum;
            case.to_member_state = false;
            case.transfer_due_on = None;
            case.absconded_on = None;
            case.track = None;
        }
        What::DetentionImposed { .. }
        | What::DetentionExtended { .. }
        | What::DetentionReviewed { .. }
        | What::DetentionArrived {}
        | What::DetentionLifted { .. }
        | What::SupervisionImposed { .. }
        | What::SupervisionLifted { .. } => detention(&mut case, event),
        What::Departed { .. }
        | What::DepartureCorrected { .. }
        | What::ReturnClosed { .. }
        | What::ReturnReopened {} => ending(&mut case, event),
        What::ReturnCaseImported { state, origin, to_member_state, removable_from } => {
            follow(&mut case, *state);
            case.origin = Some(*origin);
            case.to_member_state = *to_member_state;
            case.removable_from = *removable_from;
            if *to_member_state {
                // Nobody has told when the other state accepted.
                case.transfer_due_on = Some(on.saturating_add(6.months()));
            }
        }
        What::ReturnPersonCorrected { .. } => {
            case.nationality = event.person.nationality;
            case.birth_year = event.person.birth_year;
            case.sex = event.person.sex;
            case.unaccompanied_minor = event.person.unaccompanied_minor;
        }
        What::ReturnCaseMerged { .. } => merged(&mut case, event),
    }
    case.blocked = case.blocks.leading();
    case.block_ends_on = case.blocks.ends_on();
    case.detained_days = case.detention_used.counted();
    case.fact_on = fact_on;
    case
}

fn follow(case: &mut ReturnCase, track: S) {
    case.state = track;
    case.track = Some(track).filter(|_| track != S::Intake);
}

fn no_flight(case: &mut ReturnCase) {
    case.flight_on = None;
    case.charter_id = None;
}

fn free(case: &mut ReturnCase) {
    case.detained_on = None;
    case.detention_ends_on = None;
    case.measure = None;
    case.family_facility = false;
    case.review_due_on = None;
    case.detention_arrived_on = None;
}

fn detention(case: &mut ReturnCase, event: &Event) {
    use crate::domain::words::ReleaseReason as R;
    let on = event.occurred_on;
    match &event.what {
        What::DetentionImposed { ends_on, kind, family_facility, extended, review_due_on } => {
            if kind.is_forced() {
                case.state = S::Detained;
            }
            case.detained_on = Some(on);
            case.detention_ends_on = Some(*ends_on);
            case.measure = Some(*kind);
            case.family_facility = *family_facility;
            case.detention_extended |= *extended && kind.is_return();
            case.review_due_on = Some(*review_due_on);
        }
        What::DetentionExtended { ends_on } => {
            case.detention_ends_on = Some(*ends_on);
            case.detention_extended |= case.measure.is_some_and(MeasureKind::is_return);
        }
        What::DetentionReviewed { review_due_on, .. } => case.review_due_on = Some(*review_due_on),
        What::DetentionArrived {} => case.detention_arrived_on = Some(on),
        What::DetentionLifted { days, kind, reason } => {
            case.detention_used.add(*kind, *days, case.detained_on);
            free(case);
            if case.state == S::Detained {
                // Who lifted it decided on the ground of removal itself: the track is chosen anew.
                let anew = matches!(reason, R::Court | R::NoProspect | R::Maximum);
                case.state = if anew { S::Released } else { case.falls_back_to() };
            }
        }
        What::SupervisionImposed { kind, ends_on } => {
            case.supervision = Some(*kind);
            case.supervision_ends_on = *ends_on;
        }
        What::SupervisionLifted { .. } => {
            case.supervision = None;
            case.supervision_ends_on = None;
        }
        _ => {}
    }
}

fn ending(case: &mut ReturnCase, event: &Event) {
    let on = event.occurred_on;
    match &event.what {
        What::Departed { outcome, demonstrable, entry_ban_until, destination, .. } => {
            case.state = if *demonstrable { S::Departed } else { S::Unsupervised };
            case.outcome = Some(*outcome);
            case.destination = *destination;
            case.entry_ban_until = *entry_ban_until;
            if entry_ban_until.is_some() {
                case.ban_ground = case.ban_ground.or(Some(EntryBanGround::NotLeftInTime));
            }
            if *demonstrable && case.document == Some(DocumentState::Issued) {
                case.document = Some(DocumentState::Used);
                case.document_valid_until = None;
            }
            let charter = case.charter_id.filter(|_| *demonstrable);
            // What stood in the way goes on when the person is gone, and so does the term of the other state:
            // both count again when the person is found. An entry ban waits (RT-2, section 11).
            let kept = (case.blocks.clone(), case.moratorium_id, case.transfer_due_on);
            end(case, on);
            case.charter_id = charter;
            if !demonstrable {
                (case.blocks, case.moratorium_id, case.transfer_due_on) = kept;
            }
        }
        What::DepartureCorrected { .. } => {
            case.outcome = None;
            case.destination = None;
            case.ended_on = None;
        }
        What::ReturnClosed { reason } => {
            let lawful = matches!(reason, CloseReason::Lawful | CloseReason::Naturalised);
            case.state = if lawful { S::ClosedLawful } else { S::Closed };
            case.close_reason = Some(*reason);
            case.document_valid_until = None;
            end(case, on);
        }
        What::ReturnReopened {} => {
            case.state = S::Transferred;
            case.outcome = None;
            case.destination = None;
            case.ended_on = None;
            case.track = None;
            case.origin = case.origin.or(Some(FileOrigin::Other));
        }
        _ => {}
    }
}

fn merged(case: &mut ReturnCase, event: &Event) {
    let What::ReturnCaseMerged {
        state,
        origin,
        to_member_state,
        announced_on,
        departure_days,
        removable_from,
        transfer_due_on,
        blocks,
        detention_used,
        assisted_on,
        ban_ground,
        registered_on,
        accepted_on,
        ..
    } = &event.what
    else {
        return;
    };
    let taken = !case.is_open() || case.version == 1;
    if taken {
        let before = case.clone();
        *case = afresh(&before, event, event.occurred_on);
        case.announced_on = *announced_on;
        case.state = *state;
        case.track = Some(*state).filter(|state| {
            matches!(state, S::IndependentTrack | S::ForcedTrack | S::TransferTrack | S::IomPlanned)
        });
        case.origin = *origin;
        case.to_member_state = *to_member_state;
        case.departure_days = *departure_days;
        case.removable_from = *removable_from;
        case.transfer_due_on = *transfer_due_on;
        (case.registered_on, case.accepted_on) = (*registered_on, *accepted_on);
        case.blocks = blocks.clone();
        // The sweep names the moratorium anew.
        case.blocks.end(BlockKind::Moratorium);
    }
    for used in detention_used.iter() {
        case.detention_used.add(used.kind, used.days, used.since);
    }
    case.assisted_on = case.assisted_on.max(*assisted_on);
    case.ban_ground = case.ban_ground.max(*ban_ground);
}

fn end(case: &mut ReturnCase, on: Date) {
    case.ended_on = Some(on);
    no_flight(case);
    free(case);
    case.blocks = Blocks::default();
    case.moratorium_id = None;
    case.transfer_due_on = None;
    case.supervision = None;
    case.supervision_ends_on = None;
    case.continues_no = 0;
    case.refoulement_checked_on = None;
}

/// A new procedure of somebody who had one: what is of the person stays.
fn afresh(before: &ReturnCase, event: &Event, on: Date) -> ReturnCase {
    ReturnCase {
        version: before.version,
        assisted_on: before.assisted_on,
        ban_ground: before.ban_ground,
        entry_ban_until: before.entry_ban_until,
        document: before.document.filter(|_| before.document_valid_until.is_some()),
        document_valid_until: before.document_valid_until,
        ..blank(event, on)
    }
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
        track: None,
        departure_days: 0,
        blocks: Blocks::default(),
        block_ends_on: None,
        moratorium_id: None,
        absconded_on: None,
        document_valid_until: None,
        measure: None,
        supervision: None,
        supervision_ends_on: None,
        detention_used: Used::default(),
        detention_extended: false,
        detention_arrived_on: None,
        review_due_on: None,
        family_facility: false,
        charter_id: None,
        support_cents: 0,
        assisted_on: None,
        support_reclaimed: false,
        ban_ground: None,
        continues_no: 0,
        refoulement_checked_on: None,
        close_reason: None,
        destination: None,
        version: 0,
        registered_on: None,
        accepted_on: None,
        fact_on: None,
    }
}
