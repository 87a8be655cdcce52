//! How events change a return case. Total: an event that was recorded is a fact.

use jiff::ToSpan as _;
use kernel::Person;

use super::{
    Detention, EntryBan, Event, EventKind, Phase, Responsibility, ReturnCase, Supervision, Support,
    Track, Transfer, TravelDocument,
};
use crate::domain::block::{Blocks, RemovalBlock};
use crate::domain::codes::{BlockKind, DocumentState, FileOrigin, ReturnState as S};
use crate::domain::detention::Used;
use crate::domain::words::{EntryBanGround, ReleaseReason, TransferReason};

/// The case after an event.
pub fn evolve(state: Option<ReturnCase>, event: &Event) -> ReturnCase {
    let on = event.occurred_on;
    let mut case = state.unwrap_or_else(|| begun(event));
    case.version += 1;
    case.fact_on = case.fact_on.max(Some(on));
    match &event.kind {
        EventKind::ReturnAnnounced { .. } => announced(&mut case, event),
        EventKind::FileTransferred { origin, removable_from } => {
            if !case.is_open() {
                case = afresh(&case, event);
            }
            case.phase = Phase::Transferred;
            case.origin = Some(*origin);
            case.removable_from = case.removable_from.or(*removable_from);
        }
        EventKind::CaseStarted {} => case.phase = Phase::Intake,
        EventKind::DepartureInterviewHeld {} => works_on_leaving(&mut case),
        EventKind::SupportGranted { amount_cents, .. } => {
            // What was claimed back is not held any more: only what is granted after it can be claimed again.
            let held = if case.support.reclaimed { 0 } else { case.support.cents };
            let cents = held + amount_cents;
            case.support = Support { cents, granted_on: Some(on), reclaimed: false };
            works_on_leaving(&mut case);
        }
        EventKind::TransferPlanned {} => follow(&mut case, Track::Transfer),
        EventKind::ForcedTrackStarted { .. } => follow(&mut case, Track::Forced),
        EventKind::IomPlanned {} => follow(&mut case, Track::Iom),
        EventKind::SupportReclaimed { .. } => case.support.reclaimed = true,
        EventKind::TravelDocumentChanged { document, valid_until } => {
            case.document = Some(TravelDocument::of(*document, *valid_until));
        }
        EventKind::FlightBooked { flight_on, charter_id, .. } => {
            case.phase = Phase::FlightBooked { flight_on: *flight_on, charter_id: *charter_id };
        }
        EventKind::FlightCancelled { .. } => {
            if let Phase::FlightBooked { .. } = case.phase {
                case.phase = Phase::OnTrack;
            }
        }
        EventKind::DepartureBlocked { block, from, until, source, moratorium_id } => {
            let (kind, from, until, source) = (*block, *from, *until, *source);
            case.blocks.put(RemovalBlock { kind, from, until, source });
            if kind == BlockKind::Moratorium {
                case.moratorium_id = *moratorium_id;
            }
        }
        EventKind::DepartureUnblocked { removable_from, block } => {
            case.blocks.end(*block);
            case.removable_from = *removable_from;
            if *block == BlockKind::Moratorium {
                case.moratorium_id = None;
            }
        }
        EventKind::EntryBanImposed { ground, .. } => ban(&mut case, Some(*ground)),
        EventKind::TransferTermSet { reason, informed_on, transfer_due_on } => {
            let before = case.transfer.and_then(|transfer| transfer.absconded_on);
            let absconded_on = match reason {
                TransferReason::Reappeared => None,
                TransferReason::Imprisoned | TransferReason::AppealEnded => before,
                _ => *informed_on,
            };
            case.transfer = Some(Transfer { due_on: Some(*transfer_due_on), absconded_on });
        }
        EventKind::RemovalContinued { subsequent_no } => {
            case.continues_no = *subsequent_no;
            case.refoulement_checked_on = None;
        }
        EventKind::RefoulementChecked { safe } => case.refoulement_checked_on = safe.then_some(on),
        EventKind::EntryRefused { .. } => {}
        EventKind::HeldForAsylum {} => case.phase = Phase::OnHoldAsylum,
        EventKind::TransferTermLapsed {} => {
            case.phase = Phase::OnHoldAsylum;
            (case.transfer, case.track) = (None, None);
        }
        EventKind::DetentionImposed { .. }
        | EventKind::DetentionExtended { .. }
        | EventKind::DetentionReviewed { .. }
        | EventKind::DetentionArrived {}
        | EventKind::DetentionLifted { .. } => detention(&mut case, event),
        EventKind::SupervisionImposed { kind, ends_on } => {
            case.supervision = Some(Supervision { kind: *kind, ends_on: *ends_on });
        }
        EventKind::SupervisionLifted { .. } => case.supervision = None,
        EventKind::Departed { .. }
        | EventKind::DepartureCorrected { .. }
        | EventKind::ReturnClosed { .. }
        | EventKind::ReturnReopened {} => ending(&mut case, event),
        EventKind::ReturnCaseImported { state, origin, to_member_state, removable_from } => {
            stand(&mut case, *state);
            case.origin = Some(*origin);
            case.removable_from = *removable_from;
            // Nobody has told when the other state accepted.
            let due_on = Some(on.saturating_add(6.months()));
            case.transfer = to_member_state.then_some(Transfer { due_on, absconded_on: None });
        }
        EventKind::ReturnPersonCorrected { .. } => {
            let household_id = case.person.household_id;
            case.person = Person { household_id, ..event.person.clone() };
        }
        EventKind::ReturnCaseMerged { .. } => merged(&mut case, event),
    }
    case
}

fn follow(case: &mut ReturnCase, track: Track) {
    case.phase = Phase::OnTrack;
    case.track = Some(track);
}

/// Independent departure is worked on, unless another track was chosen already.
fn works_on_leaving(case: &mut ReturnCase) {
    if matches!(case.phase, Phase::Intake | Phase::Released) {
        follow(case, Track::Independent);
    }
}

/// Puts a case that was taken over where it stood: in a state without flight or detention.
fn stand(case: &mut ReturnCase, state: S) {
    case.track = Track::of(state);
    case.phase = match state {
        _ if case.track.is_some() => Phase::OnTrack,
        S::Announced => Phase::Announced,
        S::Intake => Phase::Intake,
        _ => Phase::Transferred,
    };
}

/// A ban waits for departure, beside one that runs.
fn ban(case: &mut ReturnCase, ground: Option<EntryBanGround>) {
    let until = case.ban.and_then(|ban| ban.until);
    case.ban = ground.map(|ground| EntryBan { ground, until });
}

fn announced(case: &mut ReturnCase, event: &Event) {
    let EventKind::ReturnAnnounced {
        to_member_state,
        removable_from,
        transfer_due_on,
        departure_days,
        registered_on,
        accepted_on,
    } = &event.kind
    else {
        return;
    };
    let mut new = afresh(case, event);
    if case.phase == Phase::OnHoldAsylum {
        // One removal procedure: a file that is here stays here, measures add up, and who is detained as an
        // applicant still is.
        new.origin = case.origin;
        new.detention = case.detention;
        new.detention_used = case.detention_used.clone();
        new.detention_extended = case.detention_extended;
    }
    new.phase = if new.origin.is_some() { Phase::Transferred } else { Phase::Announced };
    new.removable_from = *removable_from;
    new.departure_days = *departure_days;
    let transfer = Transfer { due_on: *transfer_due_on, absconded_on: None };
    new.transfer = to_member_state.then_some(transfer);
    let (registered_on, accepted_on) = (*registered_on, *accepted_on);
    new.responsibility = Responsibility { registered_on, accepted_on };
    *case = new;
}

fn detention(case: &mut ReturnCase, event: &Event) {
    use ReleaseReason as R;
    let on = event.occurred_on;
    match (&event.kind, &mut case.detention) {
        (
            EventKind::DetentionImposed { ends_on, kind, family_facility, extended, review_due_on },
            detention,
        ) => {
            *detention = Some(Detention {
                kind: *kind,
                since: on,
                ends_on: *ends_on,
                review_due_on: *review_due_on,
                arrived_on: None,
                family_facility: *family_facility,
            });
            case.detention_extended |= *extended && kind.is_return();
            if kind.is_forced() {
                case.phase = Phase::OnTrack;
            }
        }
        (EventKind::DetentionExtended { ends_on }, Some(detention)) => {
            detention.ends_on = *ends_on;
            case.detention_extended |= detention.kind.is_return();
        }
        (EventKind::DetentionReviewed { review_due_on, .. }, Some(detention)) => {
            detention.review_due_on = *review_due_on;
        }
        (EventKind::DetentionArrived {}, Some(detention)) => detention.arrived_on = Some(on),
        (EventKind::DetentionLifted { days, kind, reason }, detention) => {
            let since = detention.map(|detention| detention.since);
            // Who lifted it decided on the ground of removal itself: the track is chosen anew.
            let anew = matches!(reason, R::Court | R::NoProspect | R::Maximum);
            if anew && case.state() == S::Detained {
                case.phase = Phase::Released;
            }
            case.detention = None;
            case.detention_used.add(*kind, *days, since);
        }
        _ => {}
    }
}

fn ending(case: &mut ReturnCase, event: &Event) {
    let on = event.occurred_on;
    match &event.kind {
        EventKind::Departed { outcome, demonstrable, entry_ban_until, destination, .. } => {
            let imposed = entry_ban_until.map(|_| EntryBanGround::NotLeftInTime);
            let ground = case.ban_ground().or(imposed);
            case.ban = ground.map(|ground| EntryBan { ground, until: *entry_ban_until });
            if !demonstrable {
                // What stood in the way goes on when the person is gone, and so does the term of the other state:
                // both count again when the person is found. An entry ban waits (RT-2, section 11).
                case.phase = Phase::Unsupervised { on };
                at_large(case);
                return;
            }
            if let Some(TravelDocument::Issued { .. }) = case.document {
                case.document = Some(TravelDocument::Other(DocumentState::Used));
            }
            let (outcome, destination, charter_id) = (*outcome, *destination, case.charter_id());
            end(case, Phase::Departed { on, outcome, destination, charter_id });
        }
        EventKind::DepartureCorrected { .. } => {
            case.phase = Phase::Corrected { charter_id: case.charter_id() };
        }
        EventKind::ReturnClosed { reason } => {
            let (reason, gone) = (*reason, case.is_unsupervised());
            case.document = case.document.map(|document| TravelDocument::Other(document.state()));
            end(case, Phase::Closed { on, reason, gone });
        }
        EventKind::ReturnReopened {} => {
            case.phase = Phase::Transferred;
            case.track = None;
            // Who was gone before a file was there is found by whoever opens one now.
            case.origin = case.origin.or(Some(FileOrigin::Other));
        }
        _ => {}
    }
}

fn merged(case: &mut ReturnCase, event: &Event) {
    let EventKind::ReturnCaseMerged {
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
    } = &event.kind
    else {
        return;
    };
    let taken = !case.is_open() || case.version == 1;
    if taken {
        *case = afresh(case, event);
        stand(case, *state);
        case.announced_on = *announced_on;
        case.origin = *origin;
        case.departure_days = *departure_days;
        case.removable_from = *removable_from;
        let transfer = Transfer { due_on: *transfer_due_on, absconded_on: None };
        case.transfer = to_member_state.then_some(transfer);
        let (registered_on, accepted_on) = (*registered_on, *accepted_on);
        case.responsibility = Responsibility { registered_on, accepted_on };
        case.blocks = blocks.clone();
        // The sweep names the moratorium anew.
        case.blocks.end(BlockKind::Moratorium);
    }
    for used in detention_used.iter() {
        case.detention_used.add(used.kind, used.days, used.since);
    }
    case.support.granted_on = case.support.granted_on.max(*assisted_on);
    ban(case, case.ban_ground().max(*ban_ground));
}

/// Nobody holds or supervises the person any more.
fn at_large(case: &mut ReturnCase) {
    case.detention = None;
    case.supervision = None;
    case.continues_no = 0;
    case.refoulement_checked_on = None;
}

fn end(case: &mut ReturnCase, phase: Phase) {
    case.phase = phase;
    at_large(case);
    case.blocks = Blocks::default();
    case.moratorium_id = None;
    case.transfer = case.transfer.map(|transfer| Transfer { due_on: None, ..transfer });
}

/// A new procedure of somebody who had one: what is of the person stays.
fn afresh(before: &ReturnCase, event: &Event) -> ReturnCase {
    let usable = |document: &TravelDocument| document.valid_until().is_some();
    ReturnCase {
        version: before.version,
        fact_on: before.fact_on,
        support: Support { granted_on: before.support.granted_on, ..Support::default() },
        ban: before.ban,
        document: before.document.filter(usable),
        ..begun(event)
    }
}

/// A case in which nothing has happened yet.
fn begun(event: &Event) -> ReturnCase {
    ReturnCase {
        person: event.person.clone(),
        case_id: event.case_id,
        origin: None,
        announced_on: event.occurred_on,
        departure_days: 0,
        removable_from: None,
        phase: Phase::Announced,
        track: None,
        transfer: None,
        responsibility: Responsibility::default(),
        blocks: Blocks::default(),
        moratorium_id: None,
        detention: None,
        detention_used: Used::default(),
        detention_extended: false,
        supervision: None,
        document: None,
        support: Support::default(),
        ban: None,
        continues_no: 0,
        refoulement_checked_on: None,
        version: 0,
        fact_on: None,
    }
}
