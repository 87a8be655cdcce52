//! What follows for a household from others' decisions. Tolerant: when there is nothing to do, nothing happens.

use kernel::{Date, Uuid};
use law::Policy;

use super::{Event, HousingMatch, What};
use crate::domain::codes::MatchState as S;

/// Something that happened elsewhere to a member of a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// Protection was granted, or a family member arrived that needs a home: begins a match or joins it.
    Joins(Uuid),
    /// A family member arrived that lives with the household from the first day.
    JoinsHome(Uuid),
    /// The member has left the country or lost the permit.
    Leaves(Uuid),
}

/// Decides what follows on `on` for the household `household_id`.
pub fn react(
    policy: &Policy,
    state: Option<&HousingMatch>,
    household_id: Uuid,
    reaction: Reaction,
    on: Date,
) -> Vec<Event> {
    let known = state.filter(|found| !matches!(found.state, S::Cancelled | S::Refused));
    match (known, reaction) {
        (Some(found), Reaction::Joins(person) | Reaction::JoinsHome(person)) => {
            if found.person_ids.contains(&person) {
                return Vec::new();
            }
            let persons = found.persons() + 1;
            vec![
                found
                    .event(on, What::HouseholdChanged { person_id: person, joined: true, persons }),
            ]
        }
        (None, Reaction::Joins(person)) => {
            let what = What::MatchStarted {
                person_ids: vec![person],
                link_due_on: law::link_due(policy, on),
                housed_due_on: law::house_due(policy, on),
            };
            vec![Event { household_id, occurred_on: on, what }]
        }
        (Some(found), Reaction::Leaves(person))
            if found.is_open() && found.person_ids.contains(&person) =>
        {
            let persons = found.persons() - 1;
            if persons == 0 {
                vec![found.event(on, What::MatchCancelled { reason: "nobody is left".to_owned() })]
            } else {
                vec![found.event(
                    on,
                    What::HouseholdChanged { person_id: person, joined: false, persons },
                )]
            }
        }
        // The home of the household is older than these books, or nobody waits any more.
        (None, Reaction::JoinsHome(_)) | (_, Reaction::Leaves(_)) => Vec::new(),
    }
}

/// What the clock brings: terms that are over are marked once.
pub fn due(found: &HousingMatch, today: Date) -> Vec<Event> {
    let mut events = Vec::new();
    if matches!(found.state, S::Screening | S::Ready)
        && !found.link_overdue
        && found.link_due_on < today
    {
        events.push(found.event(today, What::LinkOverdue {}));
    }
    if found.is_open() && found.housed_on.is_none() && !found.late && found.housed_due_on < today {
        events.push(found.event(today, What::HousingOverdue {}));
    }
    events
}
