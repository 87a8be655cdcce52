//! What is sent of reception that has another shape than its rows.

use wire::Wire as _;
use wire::reception as pb;

use crate::domain::guardianship::Guardianship;
use crate::domain::ukraine::UkraineWeek;

/// The weekly facts as they are sent.
pub(crate) fn week_to_pb(week: &UkraineWeek) -> pb::UkraineWeek {
    pb::UkraineWeek {
        region: week.region.clone(),
        week_start: week.week_start.to_pb(),
        registrations: week.registrations,
        places: week.places,
        occupied: week.occupied,
    }
}

/// A guardianship as it is sent: without the facts of the person.
pub(crate) fn guardianship_to_pb(minor: &Guardianship) -> pb::Guardianship {
    pb::Guardianship {
        person_id: minor.person_id.to_pb(),
        state: minor.state.to_pb(),
        requested_on: minor.requested_on.to_pb(),
        provisional_on: minor.provisional_on.to_pb(),
        appointed_on: minor.appointed_on.to_pb(),
        ended_on: minor.ended_on.to_pb(),
        end_reason: minor.end_reason.to_pb(),
        police_by: minor.police_by.to_pb(),
        version: minor.version,
    }
}
