//! How events change a match. Total: an event that was recorded is a fact.

use kernel::Date;

use super::{Event, HousingMatch, What};
use crate::domain::codes::MatchState as S;

/// The match after an event.
pub fn evolve(state: Option<HousingMatch>, event: &Event) -> HousingMatch {
    let on = event.occurred_on;
    let mut found = state.unwrap_or_else(|| blank(event, on));
    found.version += 1;
    match &event.what {
        What::MatchStarted { person_ids, link_due_on, housed_due_on } => {
            let version = found.version;
            found = HousingMatch { version, ..blank(event, on) };
            found.person_ids.clone_from(person_ids);
            found.link_due_on = *link_due_on;
            found.housed_due_on = *housed_due_on;
        }
        What::ProfileCompleted {} => found.state = S::Ready,
        What::HouseholdLinked { municipality, .. } => {
            found.state = S::Linked;
            found.municipality = Some(*municipality);
            found.linked_on = Some(on);
        }
        What::LinkReturned { .. } => {
            found.state = S::Ready;
            found.municipality = None;
            found.linked_on = None;
        }
        What::DwellingOffered {} => found.state = S::Offered,
        What::OfferAccepted {} => found.state = S::Contracted,
        What::OfferRefused { grounded } => {
            found.state = match (*grounded, found.housed_on) {
                (false, _) => S::Refused,
                // Who lives in temporary housing stays there, and has counted.
                (true, Some(_)) => S::TemporarilyHoused,
                (true, None) => S::Linked,
            };
        }
        What::HouseholdTemporarilyHoused { kind, .. } => {
            found.state = S::TemporarilyHoused;
            found.housed_on = Some(on);
            found.housing_kind = Some(*kind);
        }
        What::HouseholdHoused { kind, .. } => {
            found.state = S::Housed;
            found.housed_on = found.housed_on.or(Some(on));
            found.housing_kind = Some(*kind);
        }
        What::HouseholdChanged { person_id, joined, .. } => {
            if *joined {
                found.person_ids.push(*person_id);
            } else {
                found.person_ids.retain(|id| id != person_id);
            }
        }
        What::LinkOverdue {} => found.link_overdue = true,
        What::HousingOverdue {} => found.late = true,
        What::MatchCancelled { .. } => found.state = S::Cancelled,
        What::MatchImported {
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
    found
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
    }
}
