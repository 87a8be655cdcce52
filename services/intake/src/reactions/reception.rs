//! Reception: who is gone with unknown destination has withdrawn implicitly.

use feed::{Fact, Reactions};
use kernel::Person;
use prost::Message as _;
use wire::Wire as _;
use wire::reception as pb;

use crate::work::Command;

pub(super) struct Reception;

impl Reactions<Command> for Reception {
    fn types(&self) -> Vec<&'static str> {
        vec!["nl.opvangplaatsingen.beeindigd.v1"]
    }

    fn command(&self, fact: &Fact<'_>) -> Result<Option<Command>, String> {
        let ended = pb::StayEnded::decode(fact.data).map_err(|e| e.to_string())?;
        if ended.reason() != pb::EndReason::Unsupervised {
            return Ok(None);
        }
        let person = Person::from_pb(ended.person).map_err(|e| e.inside("person").to_string())?;
        Ok(Some(Command::Gone(person.person_id, fact.occurred_on)))
    }
}
