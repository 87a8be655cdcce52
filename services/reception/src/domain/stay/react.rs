//! What follows for a stay from others' decisions. Tolerant: when there is nothing to do, nothing happens.

use kernel::{Date, Person, Uuid};

use super::{Event, Stay, What, ended};
use crate::domain::codes::{Category, EndReason};

/// Something that happened elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// A person has a right to reception.
    Expected {
        /// The person.
        person: Person,
        /// The case that gives the right.
        case_id: Option<Uuid>,
        /// Category of the resident.
        category: Category,
    },
    /// In procedure again, or its appeal lets the person stay.
    InProcedure,
    /// Protection was granted.
    Granted,
    /// A negative decision stands; the right ends on this day.
    Rejected(Date),
    /// The stay ends.
    Ends(EndReason),
}

/// Decides what follows on `on`.
pub fn react(state: Option<&Stay>, reaction: &Reaction, on: Date) -> Vec<Event> {
    if let Reaction::Expected { person, case_id, category } = reaction {
        return match state {
            Some(stay) if stay.is_active() => Vec::new(),
            before => {
                let stay_no = before.map_or(0, |stay| stay.stay_no) + 1;
                let category = if person.unaccompanied_minor {
                    Category::UnaccompaniedMinor
                } else {
                    *category
                };
                let what = What::StayExpected { category, stay_no };
                vec![Event { case_id: *case_id, person: person.clone(), occurred_on: on, what }]
            }
        };
    }
    let Some(stay) = state.filter(|stay| stay.is_active()) else { return Vec::new() };
    match reaction {
        Reaction::Expected { .. } => Vec::new(),
        Reaction::InProcedure => change(stay, Category::Applicant, None, on),
        Reaction::Granted => change(stay, Category::StatusHolder, None, on),
        Reaction::Rejected(right_ends_on) => {
            change(stay, Category::Rejected, Some(*right_ends_on), on)
        }
        Reaction::Ends(reason) => vec![ended(stay, on, *reason)],
    }
}

/// The right to reception has ended by law.
pub fn due(stay: &Stay, today: Date) -> Vec<Event> {
    if stay.is_active() && stay.right_ends_on.is_some_and(|last| last < today) {
        vec![ended(stay, today, EndReason::RightEnded)]
    } else {
        Vec::new()
    }
}

/// Category and right change; an unaccompanied minor stays one until grown up or housed.
fn change(stay: &Stay, category: Category, right_ends_on: Option<Date>, on: Date) -> Vec<Event> {
    let mut events = Vec::new();
    let from_category = stay.category;
    if from_category != category && from_category != Category::UnaccompaniedMinor {
        events.push(stay.event(on, What::CategoryChanged { from_category, category }));
    }
    if stay.right_ends_on != right_ends_on {
        events.push(stay.event(on, What::RightEndSet { right_ends_on }));
    }
    events
}
