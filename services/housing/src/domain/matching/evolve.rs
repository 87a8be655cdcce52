//! How events change a match. Total: an event that was recorded is a fact.

use kernel::Date;

use super::{Event, EventKind, HousingMatch};
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
            let HousingMatch { version, counted_ids, counted_in, referred_by, .. } = found;
            let blank = blank(event, on);
            found = HousingMatch { version, counted_ids, counted_in, referred_by, ..blank };
            found.person_ids.clone_from(person_ids);
            found.majority_on = *majority_on;
            if majority_on.is_some() {
                found.state = S::Nidos;
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
            found.state = S::Ready;
            found.family_municipality = *family_municipality;
            found.medical_region = *medical_region;
            found.occupation_municipality = *occupation_municipality;
            found.labour_region = *labour_region;
            found.network_municipality = *network_municipality;
            found.current_municipality = *current_municipality;
            found.expected_members = *expected_members;
        }
        EventKind::HouseholdLinked { municipality, .. } => {
            found.state = S::Linked;
            found.municipality = Some(*municipality);
            found.linked_on = Some(on);
        }
        EventKind::HouseholdRelinked { municipality, .. } => {
            found.municipality = Some(*municipality);
            found.linked_on = Some(on);
        }
        EventKind::LinkReturned { .. } => {
            found.state = S::Ready;
            found.municipality = None;
            found.linked_on = None;
        }
        EventKind::DwellingOffered { .. } => found.state = S::Offered,
        EventKind::OfferAccepted {} => found.state = S::Contracted,
        EventKind::OfferRefused { grounded } => {
            found.state = match (*grounded, found.housed_on) {
                (false, _) => S::Refused,
                // Who lives in temporary housing stays there, and has counted.
                (true, Some(_)) => S::TemporarilyHoused,
                (true, None) => S::Linked,
            };
        }
        EventKind::HouseholdTemporarilyHoused {
            municipality, kind, counted_ids, until, ..
        } => {
            found.state = S::TemporarilyHoused;
            found.municipality = Some(*municipality);
            found.housed_on = Some(on);
            found.housing_kind = Some(*kind);
            found.temporary_until = *until;
            count(&mut found, counted_ids);
        }
        EventKind::HouseholdHoused { kind, counted_ids, .. } => {
            found.state = S::Housed;
            found.housed_on = found.housed_on.or(Some(on));
            found.housing_kind = Some(*kind);
            found.temporary_until = None;
            count(&mut found, counted_ids);
        }
        EventKind::HouseholdMoved { municipality, .. } => found.municipality = Some(*municipality),
        EventKind::CameOfAge { link_due_on, housed_due_on } => {
            adult(&mut found, *link_due_on, *housed_due_on);
        }
        EventKind::MinorityCorrected { majority_on, link_due_on, housed_due_on, state } => {
            if majority_on.is_none() {
                adult(&mut found, *link_due_on, *housed_due_on);
            }
            found.majority_on = *majority_on;
            found.state = *state;
        }
        EventKind::MembersMerged {
            merged_person_id,
            person_id,
            stays,
            uncounted,
            referred_by,
            ..
        } => {
            let counted = found.counted_ids.contains(merged_person_id);
            for ids in [&mut found.person_ids, &mut found.counted_ids] {
                ids.retain(|id| id != merged_person_id);
            }
            if *stays && !found.person_ids.contains(person_id) {
                found.person_ids.push(*person_id);
            }
            if counted && !uncounted && !found.counted_ids.contains(person_id) {
                found.counted_ids.push(*person_id);
            }
            found.referred_by = referred_by.or(found.referred_by);
        }
        EventKind::TemporaryStayOverdue {} => found.temporary_overdue = true,
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
        EventKind::LinkOverdue {} => found.link_overdue = true,
        EventKind::HousingOverdue {} => found.late = true,
        EventKind::MatchCancelled { .. } => {
            found.state = S::Cancelled;
            found.majority_on = None;
            found.temporary_until = None;
            if found.housed_on.is_none() {
                (found.municipality, found.linked_on) = (None, None);
            }
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
            found.state = *state;
            found.granted_on = *granted_on;
            found.link_due_on = *link_due_on;
            found.housed_due_on = *housed_due_on;
            found.municipality = *municipality;
            found.linked_on = municipality.map(|_| on);
        }
    }
    found.fact_on = fact_on;
    found
}

/// Members count for the municipality where the household is.
fn count(found: &mut HousingMatch, ids: &[kernel::PersonId]) {
    if !ids.is_empty() {
        found.counted_ids.extend(ids);
        found.counted_in = found.municipality;
    }
}

/// Regular linking begins: who lives with Nidos stays there until a home is found.
fn adult(found: &mut HousingMatch, link_due_on: Date, housed_due_on: Date) {
    found.majority_on = None;
    found.state = S::Ready;
    found.link_due_on = link_due_on;
    found.housed_due_on = housed_due_on;
    (found.municipality, found.linked_on) = (None, None);
    (found.housed_on, found.housing_kind, found.temporary_until) = (None, None, None);
}

fn blank(event: &Event, on: Date) -> HousingMatch {
    HousingMatch {
        household_id: event.household_id,
        person_ids: Vec::new(),
        state: S::Screening,
        granted_on: on,
        link_due_on: on,
        housed_due_on: on,
        municipality: None,
        linked_on: None,
        housed_on: None,
        housing_kind: None,
        link_overdue: false,
        late: false,
        version: 0,
        fact_on: None,
        family_municipality: None,
        medical_region: None,
        occupation_municipality: None,
        labour_region: None,
        network_municipality: None,
        current_municipality: None,
        expected_members: 0,
        majority_on: None,
        temporary_until: None,
        temporary_overdue: false,
        referred_by: None,
        counted_ids: Vec::new(),
        counted_in: None,
    }
}
