//! Given a stay, when a command or a reaction comes, then these events or this refusal follow.

mod correct;
mod grown;
mod ladder;
mod place;
mod right;
pub(crate) mod sequence;

use kernel::{HouseholdId, LocationId, Municipality, Nationality, PersonId, Sex};

use super::*;
use crate::domain::codes::{LocationState, LocationType, Measure, NoGuardianReason};
use crate::domain::location::Location;
use crate::domain::needs::Needs;

fn day(n: i8) -> Date {
    Date::constant(2025, 3, n)
}

fn person(n: u128, minor: bool) -> Person {
    Person {
        person_id: PersonId::from_u128(n),
        household_id: HouseholdId::from_u128(100),
        nationality: Nationality::new(b"ERI"),
        birth_year: if minor { 2009 } else { 1990 },
        sex: Sex::Male,
        unaccompanied_minor: minor,
    }
}

fn location(n: u128, places: i32, occupied: i32, minors_only: bool) -> Location {
    let kind = if minors_only { LocationType::AmvPoa } else { LocationType::Azc };
    of_kind(kind, n, places, occupied)
}

fn of_kind(kind: LocationType, n: u128, places: i32, occupied: i32) -> Location {
    Location {
        location_id: LocationId::from_u128(n),
        name: "Ter Apel".to_owned(),
        kind,
        municipality: Municipality::new(1950),
        emergency: false,
        places,
        minors_only: kind.for_minors(),
        contract_ends_on: None,
        state: LocationState::Open,
        occupied,
        opened_on: Some(day(1)),
        closed_on: None,
        version: 1,
        operator: None,
        room_places: 0,
        unavailable: 0,
        unavailable_reason: String::new(),
        offers: Needs::default(),
        only_sex: None,
        convertible: false,
        opens_on: None,
        closes_on: None,
        changed_on: Some(day(1)),
    }
}

fn first(person: Person) -> Reaction {
    let (category, entry) = (Category::Applicant, EntryReason::FirstApplication);
    Reaction::Expected { person, case_id: None, category, entry }
}

fn policy() -> &'static Policy {
    law::sept_2025()
}

fn then(stay: &Stay, reaction: &Reaction, on: i8) -> Stay {
    fold(Some(stay.clone()), &react(Some(stay), reaction, day(on), policy()))
}

fn expected(n: u128, minor: bool) -> Stay {
    fold(None, &react(None, &first(person(n, minor)), day(2), policy()))
}

fn born(birth_year: i16, stay: Stay) -> Stay {
    Stay { person: Person { birth_year, ..stay.person.clone() }, ..stay }
}

fn fold(state: Option<Stay>, events: &[Event]) -> Stay {
    events.iter().fold(state, |state, event| Some(evolve(state, event))).unwrap()
}

fn env<'a>(target: Option<&'a Location>, household: &'a [&'a Stay]) -> Env<'a> {
    Env { today: day(30), target, household, guardian: true, policy: policy() }
}

fn placing(at: &Location) -> CommandKind {
    let (location_id, until) = (at.location_id, None);
    CommandKind::PlacePerson {
        location_id,
        until,
        proposal_overruled_reason: String::new(),
        no_guardian_reason: None,
    }
}

fn moving(to: &Location, reason: MoveReason) -> CommandKind {
    CommandKind::MovePerson { location_id: to.location_id, reason, until: None }
}

fn ordered(stay: &Stay, kind: CommandKind, on: i8, env: &Env<'_>) -> Decision {
    decide(Some(stay), &Command::new(stay.person.person_id, day(on), kind), env)
}

fn placed_as(stay: &Stay, at: &Location) -> Stay {
    let events = ordered(stay, placing(at), 3, &env(Some(at), &[])).unwrap();
    fold(Some(stay.clone()), &events)
}

fn placed(n: u128, at: &Location) -> Stay {
    placed_as(&expected(n, false), at)
}

#[track_caller]
fn refused(
    stay: &Stay,
    kind: CommandKind,
    target: &Location,
    household: &[&Stay],
) -> kernel::Reason {
    ordered(stay, kind, 4, &env(Some(target), household)).unwrap_err().reason
}
