//! The stay of one person in reception.
//!
//! ```text
//!  EXPECTED ─ PLACED ⇄ ABSENT
//!      └────────┴────────┴──► ENDED ─► EXPECTED (a new right)
//! ```

mod action;
mod event;
mod react;
mod state;

pub use action::Action;
pub use event::{Event, What};
use kernel::{Date, Order, Person, Refusal, Uuid};
pub use react::{Reaction, due, react};
pub use state::Stay;

use crate::domain::codes::{Category, EndReason, LocationState, StayState as S};
use crate::domain::location::Location;

/// What surrounds a decision on a stay.
#[derive(Clone, Copy, Debug)]
pub struct Env<'a> {
    /// The civil date now.
    pub today: Date,
    /// The location that the order names.
    pub target: Option<&'a Location>,
    /// The other members of the household with an active stay.
    pub household: &'a [&'a Stay],
}

impl Stay {
    /// The person, as events name it.
    pub fn person(&self) -> Person {
        Person {
            person_id: self.person_id,
            household_id: self.household_id,
            nationality: self.nationality,
            birth_year: self.birth_year,
            sex: self.sex,
            unaccompanied_minor: self.unaccompanied_minor,
        }
    }

    /// Whether the person has a right to a place now.
    pub fn is_active(&self) -> bool {
        self.state != S::Ended
    }

    /// Whether a place is taken: an absent person keeps it.
    pub fn takes_place(&self) -> bool {
        matches!(self.state, S::Placed | S::Absent)
    }

    fn event(&self, on: Date, what: What) -> Event {
        Event { case_id: self.case_id, person: self.person(), occurred_on: on, what }
    }
}

type Decision = Result<Vec<Event>, Refusal>;

/// Decides on an order.
pub fn decide(state: Option<&Stay>, order: &Order<Uuid, Action>, env: &Env<'_>) -> Decision {
    let stay = state
        .ok_or_else(|| Refusal::not_found("NOT_FOUND", format!("no stay of {}", order.key)))?;
    order.check_version(stay.version)?;
    let since = stay.placed_on.map_or(stay.expected_on, |placed| placed.max(stay.expected_on));
    order.check_date(env.today, Some(since))?;
    let on = order.on;
    match &order.action {
        Action::PlacePerson { .. } => place(stay, on, env),
        Action::MovePerson { .. } => relocate(stay, on, env),
        Action::ReportAbsence {} => {
            require(stay, &[S::Placed], "report an absence")?;
            Ok(vec![stay.event(on, What::PersonAbsent {})])
        }
        Action::ReportReturn {} => {
            require(stay, &[S::Absent], "report a return")?;
            Ok(vec![stay.event(on, What::PersonReturned {})])
        }
        Action::ConfirmGone {} => {
            require(stay, &[S::Expected, S::Placed, S::Absent], "confirm that the person is gone")?;
            Ok(vec![ended(stay, on, EndReason::Unsupervised)])
        }
        Action::EndStay { reason } => {
            require(stay, &[S::Expected, S::Placed, S::Absent], "end the stay")?;
            Ok(vec![ended(stay, on, *reason)])
        }
    }
}

fn place(stay: &Stay, on: Date, env: &Env<'_>) -> Decision {
    require(stay, &[S::Expected], "place")?;
    let target = fitting(stay, env, 1)?;
    let elsewhere =
        |other: &&&Stay| other.state == S::Placed && other.location_id != Some(target.location_id);
    if let Some(other) = env.household.iter().find(elsewhere) {
        let text = format!("person {} of the household lives elsewhere", other.person_id);
        return Err(Refusal::new("FAMILY_TOGETHER", text));
    }
    Ok(vec![stay.event(
        on,
        What::PersonPlaced {
            category: stay.category,
            location_id: target.location_id,
            municipality: target.municipality,
            emergency: target.emergency,
        },
    )])
}

/// A household moves as a whole: everybody who lives with the person comes along, also who is absent now and
/// keeps a place.
fn relocate(stay: &Stay, on: Date, env: &Env<'_>) -> Decision {
    require(stay, &[S::Placed], "move")?;
    let from = stay.location_id.unwrap_or_default();
    if env.target.is_some_and(|target| target.location_id == from) {
        return Err(Refusal::new("SAME_LOCATION", "the person lives there already"));
    }
    let together =
        env.household.iter().filter(|other| other.takes_place() && other.location_id == Some(from));
    // In a fixed order: the ids of events follow from it.
    let mut together: Vec<&Stay> = together.copied().collect();
    together.sort_by_key(|other| other.person_id);
    let movers: Vec<&Stay> = std::iter::once(stay).chain(together).collect();
    let target = fitting(stay, env, movers.len() as i32)?;
    let moved = |mover: &&Stay| {
        mover.event(
            on,
            What::PersonMoved {
                category: mover.category,
                from_location_id: from,
                location_id: target.location_id,
                municipality: target.municipality,
                emergency: target.emergency,
            },
        )
    };
    Ok(movers.iter().map(moved).collect())
}

/// The target location, when it may take so many more (RE-1).
fn fitting<'a>(stay: &Stay, env: &Env<'a>, persons: i32) -> Result<&'a Location, Refusal> {
    let target = env.target.ok_or_else(|| Refusal::not_found("NOT_FOUND", "no such location"))?;
    if target.state == LocationState::Closed {
        return Err(Refusal::new("LOCATION_CLOSED", "the location is closed"));
    }
    if target.minors_only != (stay.category == Category::UnaccompaniedMinor) {
        return Err(Refusal::new(
            "MINORS_APART",
            "unaccompanied minors and adults do not share a location",
        ));
    }
    if target.occupied + persons > target.places {
        let text = format!("{} of {} places are taken", target.occupied, target.places);
        return Err(Refusal::new("LOCATION_FULL", text));
    }
    Ok(target)
}

/// Takes a stay over at the opening of the books.
pub fn import(
    state: Option<&Stay>,
    stay: &Stay,
    location: Option<&Location>,
    on: Date,
) -> Decision {
    if state.is_some() {
        return Err(Refusal::new(
            "ALREADY_EXISTS",
            format!("person {} has a stay", stay.person_id),
        ));
    }
    if stay.state != S::Placed {
        return Err(Refusal::new("NOT_BY_IMPORT", "only placed persons are taken over"));
    }
    let location = location.ok_or_else(|| Refusal::not_found("NOT_FOUND", "no such location"))?;
    Ok(vec![stay.event(
        on,
        What::StayImported {
            category: stay.category,
            location_id: location.location_id,
            municipality: location.municipality,
            emergency: location.emergency,
            expected_on: stay.expected_on,
            right_ends_on: stay.right_ends_on,
        },
    )])
}

fn ended(stay: &Stay, on: Date, reason: EndReason) -> Event {
    stay.event(
        on,
        What::StayEnded { category: stay.category, reason, location_id: stay.location_id },
    )
}

fn require(stay: &Stay, states: &[S], what: &str) -> Result<(), Refusal> {
    if states.contains(&stay.state) {
        return Ok(());
    }
    Err(Refusal::new("WRONG_STATE", format!("cannot {what} in state {}", stay.state)))
}

/// The stay after an event.
pub fn evolve(state: Option<Stay>, event: &Event) -> Stay {
    let on = event.occurred_on;
    let mut stay = state.unwrap_or_else(|| blank(event, on));
    stay.version += 1;
    match &event.what {
        What::StayExpected { category, stay_no } => {
            let version = stay.version;
            stay = Stay { category: *category, stay_no: *stay_no, version, ..blank(event, on) };
        }
        What::PersonPlaced { location_id, .. } => {
            stay.state = S::Placed;
            stay.location_id = Some(*location_id);
            stay.placed_on = Some(on);
        }
        What::PersonMoved { location_id, .. } => {
            stay.location_id = Some(*location_id);
            stay.placed_on = Some(on);
            stay.moves += 1;
        }
        What::PersonAbsent {} => stay.state = S::Absent,
        What::PersonReturned {} => stay.state = S::Placed,
        What::CategoryChanged { category, .. } => stay.category = *category,
        What::RightEndSet { right_ends_on } => stay.right_ends_on = *right_ends_on,
        What::StayEnded { reason, .. } => {
            stay.state = S::Ended;
            stay.ended_on = Some(on);
            stay.end_reason = Some(*reason);
            stay.right_ends_on = None;
        }
        What::StayImported { category, location_id, expected_on, right_ends_on, .. } => {
            stay.state = S::Placed;
            stay.category = *category;
            stay.location_id = Some(*location_id);
            stay.expected_on = *expected_on;
            stay.placed_on = Some(*expected_on);
            stay.right_ends_on = *right_ends_on;
        }
    }
    stay
}

fn blank(event: &Event, on: Date) -> Stay {
    Stay {
        person_id: event.person.person_id,
        case_id: event.case_id,
        household_id: event.person.household_id,
        nationality: event.person.nationality,
        birth_year: event.person.birth_year,
        sex: event.person.sex,
        unaccompanied_minor: event.person.unaccompanied_minor,
        state: S::Expected,
        category: Category::Applicant,
        location_id: None,
        stay_no: 1,
        expected_on: on,
        placed_on: None,
        right_ends_on: None,
        ended_on: None,
        end_reason: None,
        moves: 0,
        version: 0,
    }
}

#[cfg(test)]
mod tests;
