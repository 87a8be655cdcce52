//! What is asked of the match of a household.

use host::Handle;
use journal::Context;
use kernel::{Command, Date, HouseholdId, Municipality, PersonId, Refusal};
use law::Half;
use wire::Wire as _;
use wire::housing as pb;

use super::{REFERRED_BY, Work};
use crate::domain::matching::{self, CommandKind, HousingMatch, Merged, Moved, Reaction};

/// The municipality to which a household comes.
fn comes_to(kind: &CommandKind) -> Option<Municipality> {
    match kind {
        CommandKind::LinkHousehold { municipality, .. }
        | CommandKind::RelinkHousehold { municipality, .. }
        | CommandKind::PlaceWithNidos { municipality }
        | CommandKind::MoveHousehold { municipality } => Some(*municipality),
        _ => None,
    }
}

impl Handle<Work> for Command<HouseholdId, CommandKind> {
    type Answer = Option<pb::HousingMatch>;

    fn needs(&self, work: &mut Work) {
        work.want_match(&self.key);
        if let Some(municipality) = comes_to(&self.kind) {
            work.want_tasks(municipality);
        }
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        let has_target = match &self.kind {
            CommandKind::LinkHousehold { municipality, .. }
            | CommandKind::RelinkHousehold { municipality, .. } => {
                work.task(Half::of(self.on), *municipality).is_some_and(|task| !task.closed)
            }
            _ => true,
        };
        let env = matching::Env { today: context.today, policy: &work.policy, has_target };
        let events = matching::decide(work.unit.matches.get(&self.key), self, &env)?;
        work.must_book(&events, context.today)?;
        work.record(&events, context);
        Ok(work.unit.matches.get(&self.key).and_then(HousingMatch::to_pb))
    }
}

/// Matches taken over at the opening of the books.
pub struct ImportMatches {
    /// When the books are opened.
    pub on: Date,
    /// The matches.
    pub matches: Vec<HousingMatch>,
}

impl Handle<Work> for ImportMatches {
    type Answer = u32;

    fn needs(&self, work: &mut Work) {
        for found in &self.matches {
            work.want_match(&found.household_id);
            if let Some(municipality) = found.municipality() {
                work.want_tasks(municipality);
            }
        }
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<u32, Refusal> {
        let mut events = Vec::with_capacity(self.matches.len());
        for found in &self.matches {
            let known = work.unit.matches.get(&found.household_id);
            events.extend(matching::import(known, found, self.on)?);
        }
        work.record(&events, context);
        Ok(kernel::fit(self.matches.len()))
    }
}

impl Work {
    /// Asks for a household that others name; what they tell may belong to the one that is referred to instead.
    fn want_named(&mut self, household: &HouseholdId) {
        self.want_match(household);
        let referred = self.unit.matches.want_all(&REFERRED_BY, household);
        let referred: Vec<HouseholdId> = referred.iter().map(|found| found.household_id).collect();
        for other in &referred {
            self.want_match(other);
        }
    }

    /// The household to which belongs what is told of a person under `named`.
    fn household(&self, named: HouseholdId, person: PersonId) -> HouseholdId {
        let matches = &self.unit.matches;
        let referred = matches.all(&REFERRED_BY, &named).pop();
        matching::belongs(person, matches.get(&named), referred).unwrap_or(named)
    }
}

/// Something happened elsewhere to a member of a household.
pub struct React {
    /// The household, as it is named there.
    pub household_id: HouseholdId,
    /// When.
    pub on: Date,
    /// What.
    pub reaction: Reaction,
}

impl Handle<Work> for React {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        work.want_named(&self.household_id);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        let household = work.household(self.household_id, self.reaction.person());
        let found = work.unit.matches.get(&household);
        let events = matching::react(&work.policy, found, household, self.reaction, self.on);
        work.record(&events, context);
        Ok(())
    }
}

/// Two registrations are one person.
pub struct Merge {
    /// Which.
    pub merged: Merged,
    /// When it was found.
    pub on: Date,
}

impl Handle<Work> for Merge {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        for household in [self.merged.household_id, self.merged.merged_household_id] {
            work.want_named(&household);
        }
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        let told = &self.merged;
        let merged = Merged {
            household_id: work.household(told.household_id, told.person_id),
            merged_household_id: work.household(told.merged_household_id, told.merged_person_id),
            ..*told
        };
        let matches = &work.unit.matches;
        let stays = matches.get(&merged.household_id);
        let duplicate = matches.get(&merged.merged_household_id);
        let events = matching::merge(&work.policy, &merged, stays, duplicate, self.on);
        work.record(&events, context);
        Ok(())
    }
}

/// Family follows a sponsor into another household.
pub struct Follow {
    /// Who, and between which households.
    pub moved: Moved,
    /// When.
    pub on: Date,
}

impl Handle<Work> for Follow {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        for household in [self.moved.household_id, self.moved.from_household_id] {
            work.want_named(&household);
        }
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        let moved = Moved {
            household_id: work.household(self.moved.household_id, self.moved.person_id),
            ..self.moved
        };
        let matches = &work.unit.matches;
        let to = matches.get(&moved.household_id);
        let from = matches.get(&moved.from_household_id);
        let events = matching::follow(&work.policy, &moved, to, from, self.on);
        work.record(&events, context);
        Ok(())
    }
}

/// A term of this household may be over.
pub struct Due(pub HouseholdId);

impl Handle<Work> for Due {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        work.want_match(&self.0);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        let found = work.unit.matches.get(&self.0);
        let events = found.map(|found| matching::due(&work.policy, found, context.today));
        work.record(&events.unwrap_or_default(), context);
        Ok(())
    }
}
