//! What is asked of the stay of a person.

use std::collections::HashMap;

use host::Handle;
use journal::Context;
use kernel::{Command, Date, HouseholdId, LocationId, Person, PersonId, Reason, Refusal};
use wire::Wire as _;
use wire::reception as pb;

use super::{OF_HOUSEHOLD, Work};
use crate::domain::guardianship::Guardianship;
use crate::domain::location::Location;
use crate::domain::stay::{self, CommandKind, Reaction, Repeat, Stay};

/// The location that a command names.
fn target(kind: &CommandKind) -> Option<LocationId> {
    match kind {
        CommandKind::PlacePerson { location_id, .. }
        | CommandKind::MovePerson { location_id, .. } => Some(*location_id),
        _ => None,
    }
}

/// Whether a command is judged with the whole household in view.
fn of_household(kind: &CommandKind) -> bool {
    target(kind).is_some()
        || matches!(kind, CommandKind::ImposeMeasure { .. } | CommandKind::ExtendReception { .. })
}

impl Handle<Work> for Command<PersonId, CommandKind> {
    type Answer = Option<pb::Stay>;

    fn needs(&self, work: &mut Work) {
        let household = work.want_stay(&self.key).map(|stay| stay.person.household_id);
        if let Some(household) = household.filter(|_| of_household(&self.kind)) {
            work.unit.stays.want_all(&OF_HOUSEHOLD, &household);
        }
        if let Some(location) = target(&self.kind) {
            work.unit.locations.want(&location);
        }
        if let CommandKind::RecordBirth { child_id, .. } = &self.kind {
            work.want_stay(child_id);
        }
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        let (unit, kind) = (&work.unit, &self.kind);
        let stay = unit.stays.get(&self.key);
        let household = match stay {
            Some(stay) if of_household(kind) => {
                let members = unit.stays.all(&OF_HOUSEHOLD, &stay.person.household_id).into_iter();
                members.filter(|one| one.person.person_id != self.key && one.is_active()).collect()
            }
            _ => Vec::new(),
        };
        let target = match kind {
            CommandKind::RecordBirth { .. } => stay.and_then(Stay::location_id),
            kind => target(kind),
        };
        if let CommandKind::RecordBirth { child_id, .. } = kind
            && unit.stays.get(child_id).is_some()
        {
            let text = format!("person {child_id} has a stay");
            return Err(Refusal::new(Reason::AlreadyExists, text));
        }
        let env = stay::Env {
            today: context.today,
            target: target.and_then(|id| unit.locations.get(&id)),
            household: &household,
            guardian: matches!(kind, CommandKind::PlacePerson { .. })
                && unit.guardianships.get(&self.key).is_some_and(Guardianship::has_guardian),
            policy: &work.policy,
        };
        let events = stay::decide(stay, self, &env)?;
        work.record(&events, context);
        Ok(work.unit.stays.get(&self.key).and_then(Stay::to_pb))
    }
}

/// A repeat applicant is admitted.
pub struct Admit {
    /// When.
    pub on: Date,
    /// Who.
    pub repeat: Repeat,
}

impl Handle<Work> for Admit {
    type Answer = Option<pb::Stay>;

    fn needs(&self, work: &mut Work) {
        work.want_stay(&self.repeat.person_id);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        let person = &self.repeat.person_id;
        let state = work.unit.stays.get(person);
        let events = stay::admit(state, &self.repeat, self.on, context.today)?;
        work.record(&events, context);
        Ok(work.unit.stays.get(person).and_then(Stay::to_pb))
    }
}

/// Stays taken over at the opening of the books.
pub struct ImportStays {
    /// When the books are opened.
    pub on: Date,
    /// The stays.
    pub stays: Vec<Stay>,
}

impl Handle<Work> for ImportStays {
    type Answer = u32;

    fn needs(&self, work: &mut Work) {
        for stay in &self.stays {
            work.want_stay(&stay.person.person_id);
            if let Some(location) = stay.location_id() {
                work.unit.locations.want(&location);
            }
        }
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<u32, Refusal> {
        let mut events = Vec::with_capacity(self.stays.len());
        let mut free: HashMap<LocationId, i32> = HashMap::new();
        for stay in &self.stays {
            let location = stay.location_id().and_then(|id| work.unit.locations.get(&id));
            let known = work.unit.stays.get(&stay.person.person_id);
            events.extend(stay::import(known, stay, location, self.on)?);
            if let Some(location) = location {
                let left = free.entry(location.location_id).or_insert_with(|| location.free());
                *left -= 1;
                if *left < 0 {
                    let text = format!("location {} has too few places", location.location_id);
                    return Err(Refusal::new(Reason::LocationFull, text));
                }
            }
        }
        work.record(&events, context);
        Ok(kernel::fit(self.stays.len()))
    }
}

/// Something happened elsewhere to persons.
pub struct React {
    /// Who.
    pub persons: Vec<PersonId>,
    /// When.
    pub on: Date,
    /// What.
    pub reaction: Reaction,
}

impl Handle<Work> for React {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        for person in &self.persons {
            work.want_stay(person);
        }
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        for person in &self.persons {
            work.react(person, self.on, &self.reaction, context);
        }
        Ok(())
    }
}

/// Something happened elsewhere to a household.
pub struct ReactHousehold {
    /// Which.
    pub household_id: HouseholdId,
    /// When.
    pub on: Date,
    /// What.
    pub reaction: Reaction,
}

impl Handle<Work> for ReactHousehold {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        let members = work.unit.stays.want_all(&OF_HOUSEHOLD, &self.household_id);
        let members: Vec<PersonId> = members.iter().map(|stay| stay.person.person_id).collect();
        for person in &members {
            work.want_stay(person);
        }
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        let members = work.unit.stays.all(&OF_HOUSEHOLD, &self.household_id);
        let members: Vec<PersonId> = members.iter().map(|stay| stay.person.person_id).collect();
        for person in &members {
            work.react(person, self.on, &self.reaction, context);
        }
        Ok(())
    }
}

/// Two registrations are one person.
pub struct Merge {
    /// The person, under the registration that stays.
    pub person: Person,
    /// The registration that was a duplicate.
    pub merged: PersonId,
    /// When it was found.
    pub on: Date,
}

impl Handle<Work> for Merge {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        for person in [&self.person.person_id, &self.merged] {
            work.want_stay(person);
        }
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        let unit = &work.unit;
        let (stays, merged) =
            (unit.stays.get(&self.person.person_id), unit.stays.get(&self.merged));
        let location: Option<&Location> =
            merged.and_then(Stay::location_id).and_then(|id| unit.locations.get(&id));
        let events = stay::merge(stays, &self.person, merged, location, self.on);
        work.record(&events, context);
        Ok(())
    }
}

/// Facts of a person were wrong.
pub struct Correct {
    /// The person, as it is now.
    pub person: Person,
    /// When it was corrected.
    pub on: Date,
}

impl Handle<Work> for Correct {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        work.want_stay(&self.person.person_id);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        let state = work.unit.stays.get(&self.person.person_id);
        let events = stay::correct(state, &self.person, self.on);
        work.record(&events, context);
        Ok(())
    }
}

/// A person belongs to another household: that of the sponsor, after a correction of who the sponsor is.
pub struct Follow {
    /// Who.
    pub person_id: PersonId,
    /// The household.
    pub household_id: HouseholdId,
    /// When it was corrected.
    pub on: Date,
}

impl Handle<Work> for Follow {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        work.want_stay(&self.person_id);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        let stay = work.unit.stays.get(&self.person_id);
        let events = stay.map(|stay| stay::follow(stay, self.household_id, self.on));
        work.record(&events.unwrap_or_default(), context);
        Ok(())
    }
}

/// Something falls due for this person.
pub struct Due(pub PersonId);

impl Handle<Work> for Due {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        work.want_stay(&self.0);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        let stay = work.unit.stays.get(&self.0);
        let events = stay.map(|stay| stay::due(stay, context.today, &work.policy));
        work.record(&events.unwrap_or_default(), context);
        Ok(())
    }
}

impl Work {
    /// Records what follows for the stay of a person.
    fn react(&mut self, person: &PersonId, on: Date, reaction: &Reaction, context: &mut Context) {
        let events = stay::react(self.unit.stays.get(person), reaction, on, &self.policy);
        self.record(&events, context);
    }
}
