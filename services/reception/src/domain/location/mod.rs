//! Locations and their places.

mod action;
mod event;
mod state;

pub use action::Action;
pub use event::{Event, What};
use kernel::{Date, Order, Refusal, Uuid};
pub use state::Location;

use crate::domain::codes::{LocationState, LocationType};

type Decision = Result<Vec<Event>, Refusal>;

/// Decides on an order.
pub fn decide(state: Option<&Location>, order: &Order<Uuid, Action>, today: Date) -> Decision {
    let on = order.on;
    let one = |what| Ok(vec![Event { location_id: order.key, occurred_on: on, what }]);
    if let Action::OpenLocation {
        name,
        kind,
        municipality,
        emergency,
        places,
        minors_only,
        contract_ends_on,
    } = &order.action
    {
        if state.is_some() {
            return Err(Refusal::new(
                "ALREADY_EXISTS",
                format!("location {} is there already", order.key),
            ));
        }
        order.check_date(today, None)?;
        return one(What::LocationOpened {
            name: name.clone(),
            kind: *kind,
            municipality: *municipality,
            emergency: *emergency,
            places: *places,
            minors_only: *minors_only,
            contract_ends_on: *contract_ends_on,
        });
    }
    let location = state
        .ok_or_else(|| Refusal::not_found("NOT_FOUND", format!("no location {}", order.key)))?;
    order.check_version(location.version)?;
    order.check_date(today, Some(location.opened_on))?;
    if location.state == LocationState::Closed {
        return Err(Refusal::new("LOCATION_CLOSED", "the location is closed"));
    }
    let (emergency, minors_only) = (location.emergency, location.minors_only);
    match &order.action {
        Action::ChangeCapacity { places, contract_ends_on } => {
            if *places < location.occupied {
                let text =
                    format!("{} people live there, {places} places are too few", location.occupied);
                return Err(Refusal::new("STILL_OCCUPIED", text));
            }
            let (from_places, places, contract_ends_on) =
                (location.places, *places, *contract_ends_on);
            one(What::CapacityChanged {
                emergency,
                minors_only,
                from_places,
                places,
                contract_ends_on,
            })
        }
        Action::CloseLocation {} if location.occupied > 0 => {
            Err(Refusal::new("STILL_OCCUPIED", format!("{} people live there", location.occupied)))
        }
        Action::CloseLocation {} => {
            one(What::LocationClosed { emergency, minors_only, places: location.places })
        }
        Action::OpenLocation { .. } => Ok(Vec::new()),
    }
}

/// The location after an event. The number of residents follows from the events of stays.
pub fn evolve(state: Option<Location>, event: &Event) -> Location {
    let on = event.occurred_on;
    let mut location = state.unwrap_or_else(|| Location {
        location_id: event.location_id,
        name: String::new(),
        kind: LocationType::Azc,
        municipality: kernel::Municipality::new(0),
        emergency: false,
        places: 0,
        minors_only: false,
        contract_ends_on: None,
        state: LocationState::Open,
        occupied: 0,
        opened_on: on,
        closed_on: None,
        version: 0,
    });
    location.version += 1;
    match &event.what {
        What::LocationOpened {
            name,
            kind,
            municipality,
            emergency,
            places,
            minors_only,
            contract_ends_on,
        } => {
            location.name.clone_from(name);
            location.kind = *kind;
            location.municipality = *municipality;
            location.emergency = *emergency;
            location.places = *places;
            location.minors_only = *minors_only;
            location.contract_ends_on = *contract_ends_on;
        }
        What::CapacityChanged { places, contract_ends_on, .. } => {
            location.places = *places;
            location.contract_ends_on = *contract_ends_on;
        }
        What::LocationClosed { .. } => {
            location.state = LocationState::Closed;
            location.closed_on = Some(on);
        }
    }
    location
}
