//! Reception: an unaccompanied minor who comes of age there is linked like an adult.

use feed::{Fact, Reactions};
use kernel::Person;
use prost::Message as _;
use wire::Wire as _;
use wire::reception as pb;

use crate::domain::matching::Reaction;
use crate::work::Command;

pub(super) struct Reception;

impl Reactions<Command> for Reception {
    fn types(&self) -> Vec<&'static str> {
        vec!["nl.opvangplaatsingen.bewonerscategorie-gewijzigd.v1"]
    }

    fn command(&self, fact: &Fact<'_>) -> Result<Option<Command>, String> {
        let changed = pb::CategoryChanged::decode(fact.data).map_err(|e| e.to_string())?;
        let minor = pb::Category::UnaccompaniedMinor;
        if changed.from_category() != minor || changed.category() == minor {
            return Ok(None);
        }
        let person = Person::from_pb(changed.person).map_err(|e| e.inside("person").to_string())?;
        let reaction = Reaction::CameOfAge(person.person_id);
        Ok(Some(Command::React(person.household_id, fact.occurred_on, reaction)))
    }
}
