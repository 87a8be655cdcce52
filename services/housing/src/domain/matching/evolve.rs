//! How events change a match. Total: an event that was recorded is a fact.

use kernel::{Date, Municipality, PersonId};

use super::{Counted, Event, EventKind, Home, HousingMatch, Link, Overdue, Phase, Profile};
use crate::domain::codes::MatchState as S;

/// The match after an event.
pub fn evolve(state: Option<HousingMatch>, event: &Event) -> HousingMatch {
    let on = event.occurred_on;
    let mut found = state.unwrap_or_else(|| blank(event, on));
    found.version += 1;
    let fact_on = found.fact_on.max(Some(on));
    match &event.kind {
        EventKind::MatchStarted { person_ids, link_due_on, housed_due_on, majority_on } => {
            // Who counted in an earlier match of the household does not count again.
            let HousingMatch { version, counted, referred_by, .. } = found;
            found = HousingMatch { version, counted, referred_by, ..blank(event, on) };
            found.person_ids.clone_from(person_ids);
            found.majority_on = *majority_on;
            if majority_on.is_some() {
                found.phase = Phase::Nidos;
            }
            found.link_due_on = *link_due_on;
            found.housed_due_on = *housed_due_on;
        }
        EventKind::ProfileCompleted {
            family_municipality,
            medical_region,
            occupation_municipality,
            labour_region,
            network_municipality,
            current_municipality,
            expected_members,
        } => {
            found.phase = Phase::Ready;
            found.profile = Profile {
                family_municipality: *family_municipality,
                medical_region: *medical_region,
                occupation_municipality: *occupation_municipality,
                labour_region: *labour_region,
                network_municipality: *network_municipality,
                current_municipality: *current_municipality,
                expected_members: *expected_members,
            };
        }
        EventKind::HouseholdLinked { municipality, .. }
        | EventKind::HouseholdRelinked { municipality, .. } => {
            found.phase = Phase::Linked(Link { municipality: *municipality, on: Some(on) });
        }
        EventKind::LinkReturned { .. } => found.phase = Phase::Ready,
        EventKind::DwellingOffered { .. }
        | EventKind::OfferAccepted {}
        | EventKind::OfferRefused { .. } => offered(&mut found, event),
        EventKind::HouseholdTemporarilyHoused {
            municipality, kind, counted_ids, until, ..
        } => {
            let link = Link { municipality: *municipality, on: found.link().and_then(|l| l.on) };
            let home = Home { on, kind: *kind, until: *until };
            lives(&mut found, Phase::TemporarilyHoused(link, home), counted_ids);
        }
        EventKind::HouseholdHoused { municipality, kind, counted_ids, .. } => {
            let link = Link { municipality: *municipality, on: found.link().and_then(|l| l.on) };
            let on = found.home().map_or(on, |home| home.on);
            let home = Home { on, kind: *kind, until: None };
            lives(&mut found, Phase::Housed(link, home), counted_ids);
        }
        EventKind::HouseholdMoved { municipality, .. } => {
            if let Phase::Housed(link, _) = &mut found.phase {
                link.municipality = *municipality;
            }
        }
        EventKind::CameOfAge { link_due_on, housed_due_on } => {
            adult(&mut found, *link_due_on, *housed_due_on);
        }
        EventKind::MinorityCorrected { majority_on, link_due_on, housed_due_on, state } => {
            if majority_on.is_none() {
                adult(&mut found, *link_due_on, *housed_due_on);
            } else if *state == S::Nidos {
                found.phase = Phase::Nidos;
            }
            found.majority_on = *majority_on;
        }
        EventKind::MembersMerged { .. } => merged(&mut found, event),
        EventKind::TemporaryStayOverdue {} => found.overdue.temporary = true,
        EventKind::HouseholdChanged { person_id, joined, counted, .. } => {
            if *counted {
                count(&mut found, &[*person_id]);
            }
            if *joined {
                found.person_ids.push(*person_id);
            } else {
                found.person_ids.retain(|id| id != person_id);
            }
        }
        EventKind::LinkOverdue {} => found.overdue.link = true,
        EventKind::HousingOverdue {} => found.overdue.home = true,
        EventKind::MatchCancelled { .. } => {
            let home = found.home().map(|home| Home { until: None, ..home });
            found.phase = Phase::Cancelled(found.link().zip(home));
            found.majority_on = None;
        }
        EventKind::MatchImported {
            person_ids,
            state,
            granted_on,
            link_due_on,
            housed_due_on,
            municipality,
        } => {
            found.person_ids.clone_from(person_ids);
            found.phase = taken_over(*state, *municipality, on);
            found.granted_on = *granted_on;
            found.link_due_on = *link_due_on;
            found.housed_due_on = *housed_due_on;
        }
    }
    found.fact_on = fact_on;
    found
}

/// The phase of a match that is taken over: only these three are.
fn taken_over(state: S, municipality: Option<Municipality>, on: Date) -> Phase {
    let link = municipality.map(|municipality| Link { municipality, on: Some(on) });
    match (state, link) {
        (S::Linked, Some(link)) => Phase::Linked(link),
        (S::Contracted, Some(link)) => Phase::Contracted { link, home: None },
        _ => Phase::Ready,
    }
}

/// An offer is made, accepted or refused by who is linked.
fn offered(found: &mut HousingMatch, event: &Event) {
    let (Some(link), home) = (found.link(), found.home()) else { return };
    found.phase = match (&event.kind, home) {
        (EventKind::OfferAccepted {}, home) => Phase::Contracted { link, home },
        (EventKind::OfferRefused { grounded: false }, home) => Phase::Refused { link, home },
        // Who lives in temporary housing stays there, and has counted.
        (EventKind::OfferRefused { .. }, Some(home)) => Phase::TemporarilyHoused(link, home),
        (EventKind::OfferRefused { .. }, None) => Phase::Linked(link),
        (_, home) => Phase::Offered { link, home },
    };
}

/// The household moves in; these members count by it.
fn lives(found: &mut HousingMatch, phase: Phase, counted_ids: &[PersonId]) {
    found.phase = phase;
    count(found, counted_ids);
    found.counted.kind = found.home().map(|home| home.kind);
}

/// A registration of a member was a duplicate.
fn merged(found: &mut HousingMatch, event: &Event) {
    let EventKind::MembersMerged {
        merged_person_id, person_id, stays, uncounted, referred_by, ..
    } = &event.kind
    else {
        return;
    };
    let counted = found.counted.ids.contains(merged_person_id);
    for ids in [&mut found.person_ids, &mut found.counted.ids] {
        ids.retain(|id| id != merged_person_id);
    }
    if *stays && !found.person_ids.contains(person_id) {
        found.person_ids.push(*person_id);
    }
    if counted && !uncounted && !found.counted.ids.contains(person_id) {
        found.counted.ids.push(*person_id);
    }
    found.referred_by = referred_by.or(found.referred_by);
}

/// Members count for the municipality where the household is.
fn count(found: &mut HousingMatch, ids: &[PersonId]) {
    if !ids.is_empty() {
        found.counted.ids.extend(ids);
        found.counted.municipality = found.municipality();
    }
}

/// Regular linking begins: who lives with Nidos stays there until a home is found.
fn adult(found: &mut HousingMatch, link_due_on: Date, housed_due_on: Date) {
    found.majority_on = None;
    found.phase = Phase::Ready;
    found.link_due_on = link_due_on;
    found.housed_due_on = housed_due_on;
}

/// A match before its first event, which tells all that is left open here.
fn blank(event: &Event, on: Date) -> HousingMatch {
    HousingMatch {
        household_id: event.household_id,
        person_ids: Vec::new(),
        phase: Phase::Screening,
        granted_on: on,
        link_due_on: on,
        housed_due_on: on,
        overdue: Overdue::default(),
        profile: Profile::default(),
        majority_on: None,
        counted: Counted::default(),
        referred_by: None,
        version: 0,
        fact_on: None,
    }
}
