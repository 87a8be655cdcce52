//! Locations and their places.
//!
//! ```text
//!  PLANNED ─ CONTRACTED ─ OPEN ─ CLOSING ─ CLOSED ─ CONVERTED_TO_HOUSING
//!                 (new) ───┘└───────────────┘
//! ```

mod command;
mod event;
mod state;

pub use command::{CommandKind, Opening};
pub use event::{Event, EventKind};
use kernel::{Command, Date, LocationId, Municipality, Reason, Refusal};
use law::{Policy, rule};
pub use state::Location;

use crate::domain::codes::{LocationState as S, LocationType};
use crate::domain::needs::Needs;

type Decision = Result<Vec<Event>, Refusal>;

/// What surrounds a decision on a location.
#[derive(Clone, Copy, Debug)]
pub struct Env<'a> {
    /// The civil date now.
    pub today: Date,
    /// The rules in force.
    pub policy: &'a Policy,
}

/// Decides on a command.
pub fn decide(
    state: Option<&Location>,
    command: &Command<LocationId, CommandKind>,
    env: &Env<'_>,
) -> Decision {
    let on = command.on;
    let one = |kind| Ok(vec![Event { location_id: command.key, occurred_on: on, kind }]);
    match (state, &command.kind) {
        (Some(_), CommandKind::PlanLocation { .. }) => taken(command.key),
        (Some(location), CommandKind::OpenLocation(_)) if location.state != S::Contracted => {
            taken(command.key)
        }
        (None, CommandKind::PlanLocation { kind, places, .. }) => {
            command.check_date(env.today, None)?;
            check_most(*kind, *places, on, env.policy)?;
            one(planned(&command.kind))
        }
        (before, CommandKind::OpenLocation(opening)) => {
            command.check_date(env.today, before.and_then(|location| location.changed_on))?;
            check_most(opening.kind, opening.places, on, env.policy)?;
            check_least(opening, on, env.policy)?;
            one(opened(opening))
        }
        (None, _) => {
            Err(Refusal::not_found(Reason::NotFound, format!("no location {}", command.key)))
        }
        (Some(location), _) => {
            command.check_version(location.version)?;
            command.check_date(env.today, location.changed_on)?;
            one(step(location, command, env)?)
        }
    }
}

fn taken(key: LocationId) -> Decision {
    Err(Refusal::new(Reason::AlreadyExists, format!("location {key} is there already")))
}

fn step(
    location: &Location,
    command: &Command<LocationId, CommandKind>,
    env: &Env<'_>,
) -> Result<EventKind, Refusal> {
    let (emergency, minors_only) = (location.emergency, location.minors_only);
    match &command.kind {
        CommandKind::ContractLocation { places, opens_on, contract_ends_on } => {
            require(location, &[S::Planned], "contract")?;
            check_most(location.kind, *places, command.on, env.policy)?;
            if contract_ends_on.is_some_and(|last| last < *opens_on) {
                let text = "the contract ends before the location opens";
                return Err(Refusal::not_now(text, location.state));
            }
            let (places, opens_on, contract_ends_on) = (*places, *opens_on, *contract_ends_on);
            Ok(EventKind::LocationContracted { places, opens_on, contract_ends_on })
        }
        CommandKind::ChangeCapacity {
            places,
            contract_ends_on,
            unavailable,
            unavailable_reason,
        } => {
            require(location, &[S::Contracted, S::Open, S::Closing], "change")?;
            check_most(location.kind, *places, command.on, env.policy)?;
            let (lived_in, left) = (location.occupied, places - unavailable);
            if left < lived_in {
                let text = format!("{lived_in} people live there, {left} places are too few");
                return Err(Refusal::new(Reason::StillOccupied, text));
            }
            Ok(EventKind::CapacityChanged {
                emergency,
                minors_only,
                from_places: location.places,
                places: *places,
                contract_ends_on: *contract_ends_on,
                unavailable: *unavailable,
                unavailable_reason: unavailable_reason.clone(),
            })
        }
        CommandKind::AnnounceClosing { closes_on } => {
            require(location, &[S::Open], "announce that it closes")?;
            if *closes_on < command.on {
                let text = "it cannot close before that is announced";
                return Err(Refusal::new(Reason::DateBeforeLast, text));
            }
            Ok(EventKind::ClosingAnnounced { closes_on: *closes_on })
        }
        CommandKind::CloseLocation {} => {
            require(location, &[S::Planned, S::Contracted, S::Open, S::Closing], "close")?;
            if location.occupied > 0 {
                let text = format!("{} people live there", location.occupied);
                return Err(Refusal::new(Reason::StillOccupied, text));
            }
            Ok(EventKind::LocationClosed { emergency, minors_only, places: location.places })
        }
        CommandKind::ConvertLocation {} => {
            if location.state != S::Closed {
                return Err(Refusal::wrong_state("become homes", location.state, &[S::Closed]));
            }
            if !location.convertible {
                let text = "its places cannot become homes";
                return Err(Refusal::new(Reason::NotConvertible, text));
            }
            Ok(EventKind::LocationConverted { places: location.places })
        }
        CommandKind::PlanLocation { .. } | CommandKind::OpenLocation(_) => {
            Err(Refusal::not_now("the location is there already", location.state))
        }
    }
}

fn require(location: &Location, states: &[S], kind: &str) -> Result<(), Refusal> {
    match location.state {
        state if states.contains(&state) => Ok(()),
        S::Closed | S::ConvertedToHousing => {
            Err(Refusal::new(Reason::LocationClosed, "the location is closed"))
        }
        state => Err(Refusal::wrong_state(kind, state, states)),
    }
}

/// Types that may not have more places than the law or policy says.
fn check_most(kind: LocationType, places: i32, on: Date, policy: &Policy) -> Result<(), Refusal> {
    let most = match kind {
        LocationType::Htl => rule::HTL_PLACES_MAX,
        LocationType::AmvKwv => rule::SMALL_UNIT_PLACES_MAX,
        _ => return Ok(()),
    };
    let most = policy.get(most, on);
    if i64::from(places) <= most {
        return Ok(());
    }
    Err(Refusal::new(Reason::TooLarge, format!("{kind} has at most {most} places, not {places}")))
}

/// Types that should have more places, unless a reason is on file.
fn check_least(opening: &Opening, on: Date, policy: &Policy) -> Result<(), Refusal> {
    if opening.kind != LocationType::Azc || !opening.small_because.is_empty() {
        return Ok(());
    }
    let least = policy.get(rule::AZC_PLACES_MIN, on);
    if i64::from(opening.places) >= least {
        return Ok(());
    }
    let text = format!("AZC has at least {least} places unless a reason is given");
    Err(Refusal::new(Reason::TooSmall, text))
}

fn planned(kind: &CommandKind) -> EventKind {
    let CommandKind::PlanLocation {
        name,
        kind,
        municipality,
        emergency,
        places,
        minors_only,
        opens_on,
    } = kind.clone()
    else {
        unreachable!("only a plan is planned");
    };
    let minors_only = minors_only || kind.for_minors();
    EventKind::LocationPlanned {
        name,
        kind,
        municipality,
        emergency,
        places,
        minors_only,
        opens_on,
    }
}

fn opened(opening: &Opening) -> EventKind {
    let Opening {
        name,
        kind,
        municipality,
        emergency,
        places,
        minors_only,
        contract_ends_on,
        operator,
        room_places,
        offers,
        only_sex,
        convertible,
        small_because,
    } = opening.clone();
    EventKind::LocationOpened {
        name,
        kind,
        municipality,
        emergency,
        places,
        minors_only: minors_only || kind.for_minors(),
        contract_ends_on,
        operator,
        room_places,
        offers,
        only_sex,
        convertible,
        small_because,
    }
}

/// Takes a location over at the opening of the books: it is open from that day on.
pub fn import(location: &Location, on: Date) -> Result<Opening, Refusal> {
    if location.state != S::Open || location.opened_on.is_some_and(|opened| opened != on) {
        let text = format!(
            "a location is taken over as open from the day itself (state, opened_on), {on}"
        );
        return Err(Refusal::new(Reason::NotByImport, text));
    }
    Ok(taken_over(location))
}

/// The opening of a location that is there already: its size is what it is.
pub fn taken_over(location: &Location) -> Opening {
    Opening {
        name: location.name.clone(),
        kind: location.kind,
        municipality: location.municipality,
        emergency: location.emergency,
        places: location.places,
        minors_only: location.minors_only,
        contract_ends_on: location.contract_ends_on,
        operator: location.operator,
        room_places: location.room_places,
        offers: location.offers,
        only_sex: location.only_sex,
        convertible: location.convertible,
        small_because: "taken over at the opening of the books".to_owned(),
    }
}

fn blank(location_id: LocationId) -> Location {
    Location {
        location_id,
        name: String::new(),
        kind: LocationType::Azc,
        municipality: Municipality::new(0),
        emergency: false,
        places: 0,
        minors_only: false,
        contract_ends_on: None,
        state: S::Planned,
        occupied: 0,
        opened_on: None,
        closed_on: None,
        version: 0,
        operator: None,
        room_places: 0,
        unavailable: 0,
        unavailable_reason: String::new(),
        offers: Needs::default(),
        only_sex: None,
        convertible: false,
        opens_on: None,
        closes_on: None,
        changed_on: None,
    }
}

/// The location after an event. The number of residents follows from the events of stays.
pub fn evolve(state: Option<Location>, event: &Event) -> Location {
    let on = event.occurred_on;
    let before = state.unwrap_or_else(|| blank(event.location_id));
    let version = before.version + 1;
    let location = Location { version, changed_on: Some(on), ..before };
    match event.kind.clone() {
        EventKind::LocationPlanned {
            name,
            kind,
            municipality,
            emergency,
            places,
            minors_only,
            opens_on,
        } => Location {
            name,
            kind,
            municipality,
            emergency,
            places,
            minors_only,
            opens_on,
            ..location
        },
        EventKind::LocationContracted { places, opens_on, contract_ends_on } => Location {
            state: S::Contracted,
            places,
            opens_on: Some(opens_on),
            contract_ends_on,
            ..location
        },
        EventKind::LocationOpened {
            name,
            kind,
            municipality,
            emergency,
            places,
            minors_only,
            contract_ends_on,
            operator,
            room_places,
            offers,
            only_sex,
            convertible,
            small_because: _,
        } => Location {
            state: S::Open,
            opened_on: Some(on),
            opens_on: None,
            name,
            kind,
            municipality,
            emergency,
            places,
            minors_only,
            contract_ends_on,
            operator,
            room_places,
            offers,
            only_sex,
            convertible,
            ..location
        },
        EventKind::CapacityChanged {
            places,
            contract_ends_on,
            unavailable,
            unavailable_reason,
            ..
        } => Location { places, contract_ends_on, unavailable, unavailable_reason, ..location },
        EventKind::ClosingAnnounced { closes_on } => {
            Location { state: S::Closing, closes_on: Some(closes_on), ..location }
        }
        EventKind::LocationClosed { .. } => {
            Location { state: S::Closed, closed_on: Some(on), ..location }
        }
        EventKind::LocationConverted { .. } => {
            Location { state: S::ConvertedToHousing, ..location }
        }
    }
}

#[cfg(test)]
mod tests;
