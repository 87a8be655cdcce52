//! Returns: who has left needs no home.

use feed::{Fact, Reactions};
use kernel::Person;
use prost::Message as _;
use wire::Wire as _;
use wire::returns as pb;

use crate::domain::matching::Reaction;
use crate::work::Command;

pub(super) struct Returns;

impl Reactions<Command> for Returns {
    fn types(&self) -> Vec<&'static str> {
        vec!["nl.terugkeerdossiers.vertrokken.v1"]
    }

    fn command(&self, fact: &Fact<'_>) -> Result<Option<Command>, String> {
        let departed = pb::Departed::decode(fact.data).map_err(|e| e.to_string())?;
        let person =
            Person::from_pb(departed.person).map_err(|e| e.inside("person").to_string())?;
        let reaction = Reaction::Leaves(person.person_id);
        Ok(Some(Command::React(person.household_id, fact.occurred_on, reaction)))
    }
}
