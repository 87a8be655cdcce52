//! What follows for a household from others' decisions. Tolerant: when there is nothing to do, nothing happens.

use kernel::{Date, HouseholdId, PersonId};
use law::Policy;

use super::decide::counts;
use super::{Event, EventKind, HousingMatch, Phase};
use crate::domain::codes::{MatchCancelReason, MatchState as S, RealisationKind};

/// Something that happened elsewhere to a member of a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// Protection was granted, or a family member arrived that needs a home: begins a match or joins it.
    Joins(PersonId),
    /// Protection was granted to an unaccompanied minor of this birth year.
    JoinsAlone(PersonId, i16),
    /// A family member arrived that lives with the household from the first day.
    JoinsHome(PersonId),
    /// The member has left the country or lost the permit.
    Leaves(PersonId),
    /// The grant was withdrawn: the member is an applicant again.
    Retracted(PersonId),
    /// The unaccompanied minor is one no more.
    CameOfAge(PersonId),
    /// The facts of a member were corrected: an unaccompanied minor of this birth year, or none.
    Corrected(PersonId, Option<i16>),
}

impl Reaction {
    /// Whom it is about.
    pub fn person(self) -> PersonId {
        match self {
            Self::Joins(person)
            | Self::JoinsAlone(person, _)
            | Self::JoinsHome(person)
            | Self::Leaves(person)
            | Self::Retracted(person)
            | Self::CameOfAge(person)
            | Self::Corrected(person, _) => person,
        }
    }
}

/// Decides what follows on `on` for the household `household_id`.
pub fn react(
    policy: &Policy,
    state: Option<&HousingMatch>,
    household_id: HouseholdId,
    reaction: Reaction,
    on: Date,
) -> Vec<Event> {
    let known =
        state.filter(|found| !matches!(found.phase, Phase::Cancelled(_) | Phase::Refused { .. }));
    let majority = |year| Some(law::majority_on(policy, on, year)).filter(|day| *day > on);
    match (known, reaction) {
        (Some(found), Reaction::JoinsAlone(person, _)) => join(policy, found, person, false, on),
        (Some(found), Reaction::Joins(person) | Reaction::JoinsHome(person)) => {
            join(policy, found, person, true, on)
        }
        (None, Reaction::Joins(person)) => vec![start(policy, household_id, person, None, on)],
        (None, Reaction::JoinsAlone(person, year)) => {
            vec![start(policy, household_id, person, majority(year), on)]
        }
        (Some(found), Reaction::Leaves(person)) => {
            leave(found, person, MatchCancelReason::NobodyLeft, on)
        }
        (Some(found), Reaction::Retracted(person)) => {
            leave(found, person, MatchCancelReason::DecisionWithdrawn, on)
        }
        (Some(found), Reaction::CameOfAge(person)) if found.person_ids.contains(&person) => {
            of_age(policy, found, on).into_iter().collect()
        }
        (Some(found), Reaction::Corrected(person, year)) if found.person_ids.contains(&person) => {
            let majority_on = year.and_then(majority);
            let waits = matches!(found.phase, Phase::Screening | Phase::Ready | Phase::Nidos)
                || found.majority_on.is_some();
            // A household with an adult is not alone.
            let alone = found.persons() == 1 || majority_on.is_none();
            if majority_on == found.majority_on || !waits || !alone {
                return Vec::new();
            }
            vec![minority(policy, found, majority_on, on)]
        }
        // The home of the household is older than these books, or nobody waits any more.
        _ => Vec::new(),
    }
}

fn start(
    policy: &Policy,
    household_id: HouseholdId,
    person: PersonId,
    majority_on: Option<Date>,
    on: Date,
) -> Event {
    let kind = EventKind::MatchStarted {
        person_ids: vec![person],
        link_due_on: law::link_due(policy, on),
        housed_due_on: law::house_due(policy, on),
        majority_on,
    };
    Event { household_id, occurred_on: on, kind }
}

/// A member joins; an adult who joins a minor ends the care of Nidos.
fn join(
    policy: &Policy,
    found: &HousingMatch,
    person: PersonId,
    adult: bool,
    on: Date,
) -> Vec<Event> {
    if found.person_ids.contains(&person) {
        return Vec::new();
    }
    let together = found.majority_on.is_some() && adult;
    let kind = found.home().map_or(RealisationKind::FamilyJoined, |home| home.kind);
    let counted = found.is_housed()
        && !together
        && counts(kind, on, policy)
        && !found.counted.ids.contains(&person);
    let persons = found.persons() + 1;
    let joined = EventKind::HouseholdChanged { person_id: person, joined: true, persons, counted };
    let mut events = vec![found.event(on, joined)];
    if together {
        events.push(minority(policy, found, None, on));
    }
    events
}

fn minority(policy: &Policy, found: &HousingMatch, majority_on: Option<Date>, on: Date) -> Event {
    let link_due_on = law::link_due(policy, on);
    let housed_due_on = law::house_due(policy, on);
    let state = match (majority_on, found.state()) {
        (None, _) => S::Ready,
        (Some(_), S::TemporarilyHoused) => S::TemporarilyHoused,
        (Some(_), _) => S::Nidos,
    };
    found.event(on, EventKind::MinorityCorrected { majority_on, link_due_on, housed_due_on, state })
}

fn of_age(policy: &Policy, found: &HousingMatch, on: Date) -> Option<Event> {
    found.majority_on?;
    let link_due_on = law::link_due(policy, on);
    let housed_due_on = law::house_due(policy, on);
    Some(found.event(on, EventKind::CameOfAge { link_due_on, housed_due_on }))
}

fn leave(
    found: &HousingMatch,
    person: PersonId,
    reason: MatchCancelReason,
    on: Date,
) -> Vec<Event> {
    if !found.is_open() || !found.person_ids.contains(&person) {
        return Vec::new();
    }
    let persons = found.persons() - 1;
    let kind = if persons == 0 {
        found.cancelled(reason)
    } else {
        EventKind::HouseholdChanged { person_id: person, joined: false, persons, counted: false }
    };
    vec![found.event(on, kind)]
}

/// What the clock brings: terms that are over are marked once.
pub fn due(policy: &Policy, found: &HousingMatch, today: Date) -> Vec<Event> {
    let mut events = Vec::new();
    if found.is_open() && found.majority_on.is_some_and(|day| day <= today) {
        // The terms begin now.
        return of_age(policy, found, today).into_iter().collect();
    }
    if let Phase::TemporarilyHoused(_, home) = found.phase
        && !found.overdue.temporary
        && home.until.is_some_and(|until| until < today)
    {
        events.push(found.event(today, EventKind::TemporaryStayOverdue {}));
    }
    if matches!(found.phase, Phase::Screening | Phase::Ready)
        && !found.overdue.link
        && found.link_due_on < today
    {
        events.push(found.event(today, EventKind::LinkOverdue {}));
    }
    if found.is_open()
        && found.phase != Phase::Nidos
        && !found.is_housed()
        && !found.overdue.home
        && found.housed_due_on < today
    {
        events.push(found.event(today, EventKind::HousingOverdue {}));
    }
    events
}
