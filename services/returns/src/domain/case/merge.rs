//! Two registrations are one person: what the one had comes to the other, and nobody counts twice.

use kernel::{Date, Person};
use law::Policy;

use super::decide::{closed, corrected, departed};
use super::{Event, EventKind, Phase, ReturnCase, evolve};
use crate::domain::codes::ReturnState as S;
use crate::domain::words::CloseReason;

/// What follows for both: first for the registration that goes, then for `person`, who stays.
///
/// The case that goes is closed as an error, its counted departure by a counter-entry. An open case, or a
/// departure, moves when the person who stays has none; days of detention, support and bans add up.
pub fn merge(
    person: &Person,
    kept: Option<&ReturnCase>,
    gone: Option<&ReturnCase>,
    on: Date,
    policy: &Policy,
) -> Vec<Event> {
    let Some(gone) = gone else { return Vec::new() };
    if let Phase::Closed { .. } = gone.phase {
        return Vec::new();
    }
    let mut events: Vec<Event> = corrected(gone, on).into_iter().collect();
    events.extend(closed(gone, on, CloseReason::Error));
    let after = events.iter().fold(gone.clone(), |case, event| evolve(Some(case), event));
    if let Some(kept) = kept.filter(|_| !gone.is_open()) {
        events.extend(added(kept, &after, on));
        return events;
    }
    let state = if gone.is_open() { moved(gone.state()) } else { S::Transferred };
    let kind = EventKind::ReturnCaseMerged {
        merged_person_id: gone.person.person_id,
        state,
        origin: gone.origin,
        to_member_state: gone.is_transfer(),
        announced_on: gone.announced_on,
        departure_days: gone.departure_days,
        removable_from: gone.removable_from,
        transfer_due_on: gone.transfer_due_on(),
        blocks: gone.blocks.clone(),
        detention_used: after.detention_used,
        assisted_on: gone.support.granted_on,
        ban_ground: gone.ban_ground(),
        registered_on: gone.responsibility.registered_on,
        accepted_on: gone.responsibility.accepted_on,
    };
    let joined = Event { case_id: gone.case_id, person: person.clone(), occurred_on: on, kind };
    let mut case = evolve(kept.cloned(), &joined);
    let held = gone.phase == Phase::OnHoldAsylum && kept.is_none_or(|case| !case.is_open());
    events.push(joined);
    if held {
        let event = case.event(on, EventKind::HeldForAsylum {});
        case = evolve(Some(case), &event);
        events.push(event);
    }
    if let Some((outcome, left, destination)) = gone.departure() {
        // The same departure, on its own day, under the id that stays.
        events.extend(departed(&case, left, (outcome, destination, None), policy));
    } else if let Some(detention) = gone.detention
        && case.detention.is_none()
    {
        let kind = EventKind::DetentionImposed {
            ends_on: detention.ends_on,
            kind: detention.kind,
            family_facility: detention.family_facility,
            extended: gone.detention_extended,
            review_due_on: detention.review_due_on,
        };
        events.push(case.event(on, kind));
    }
    events
}

/// A case of the id that stays keeps its own course; days of detention, support and bans of the other come along.
/// The departure of the other does not stand, so that its ban waits for the one to come.
fn added(kept: &ReturnCase, gone: &ReturnCase, on: Date) -> Option<Event> {
    let adds = gone.detention_used.iter().next().is_some()
        || gone.support.granted_on > kept.support.granted_on
        || gone.ban_ground() > kept.ban_ground();
    let kind = EventKind::ReturnCaseMerged {
        merged_person_id: gone.person.person_id,
        state: kept.state(),
        origin: kept.origin,
        to_member_state: kept.is_transfer(),
        announced_on: kept.announced_on,
        departure_days: kept.departure_days,
        removable_from: kept.removable_from,
        transfer_due_on: kept.transfer_due_on(),
        blocks: kept.blocks.clone(),
        detention_used: gone.detention_used.clone(),
        assisted_on: gone.support.granted_on,
        ban_ground: gone.ban_ground(),
        registered_on: kept.responsibility.registered_on,
        accepted_on: kept.responsibility.accepted_on,
    };
    (kept.is_open() && adds).then(|| kept.event(on, kind))
}

/// The state in which a case moves: its flight and its detention are of the id that goes.
fn moved(state: S) -> S {
    match state {
        S::FlightBooked | S::Detained | S::Released | S::OnHoldAsylum => S::Transferred,
        other => other,
    }
}
