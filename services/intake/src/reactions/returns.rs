//! Returns: who has left has withdrawn; when the term of a transfer is over, the Netherlands decides.

use feed::{Fact, Reactions};
use kernel::{Person, Uuid};
use prost::Message as _;
use wire::Wire as _;
use wire::returns as pb;

use crate::work::Command;

const DEPARTED: &str = "nl.terugkeerdossiers.vertrokken.v1";
const TERM_LAPSED: &str = "nl.terugkeerdossiers.overdrachtstermijn-verlopen.v1";

pub(super) struct Returns;

fn person(pb: Option<wire::common::Person>) -> Result<Person, String> {
    Person::from_pb(pb).map_err(|e| e.inside("person").to_string())
}

impl Reactions<Command> for Returns {
    fn types(&self) -> Vec<&'static str> {
        vec![DEPARTED, TERM_LAPSED]
    }

    fn command(&self, fact: &Fact<'_>) -> Result<Option<Command>, String> {
        let on = fact.occurred_on;
        match fact.event_type {
            DEPARTED => {
                let departed = pb::Departed::decode(fact.data).map_err(|e| e.to_string())?;
                Ok(Some(Command::Gone(person(departed.person)?.person_id, on)))
            }
            TERM_LAPSED => {
                let lapsed =
                    pb::TransferTermLapsed::decode(fact.data).map_err(|e| e.to_string())?;
                let case_id = <Option<Uuid>>::from_pb(lapsed.case_id).map_err(|e| e.to_string())?;
                let person_id = person(lapsed.person)?.person_id;
                Ok(case_id.map(|case_id| Command::ResponsibilityLapsed { case_id, person_id, on }))
            }
            _ => Ok(None),
        }
    }
}
