//! Intake: a grant begins a match or joins one, family joins, a revocation leaves.

use feed::{Fact, Reactions};
use kernel::Person;
use prost::Message;
use wire::Wire as _;
use wire::intake as pb;

use crate::domain::matching::Reaction;
use crate::work::Command;

const DECIDED: &str = "nl.asielaanvragen.beslist.v1";
const REVOKED: &str = "nl.asielaanvragen.vergunning-ingetrokken.v1";
const FAMILY_ARRIVED: &str = "nl.nareisaanvragen.aangekomen.v1";

pub(super) struct Intake;

fn decode<M: Message + Default>(fact: &Fact<'_>) -> Result<M, String> {
    M::decode(fact.data).map_err(|e| e.to_string())
}

impl Reactions<Command> for Intake {
    fn types(&self) -> Vec<&'static str> {
        vec![DECIDED, REVOKED, FAMILY_ARRIVED]
    }

    fn command(&self, fact: &Fact<'_>) -> Result<Option<Command>, String> {
        let (person, reaction): (_, fn(kernel::Uuid) -> Reaction) = match fact.event_type {
            DECIDED => {
                let decided: pb::ApplicationDecided = decode(fact)?;
                let outcome = decided.outcome();
                if !matches!(
                    outcome,
                    pb::DecisionOutcome::GrantRefugee | pb::DecisionOutcome::GrantSubsidiary
                ) {
                    return Ok(None);
                }
                (decided.person, Reaction::Joins)
            }
            REVOKED => (decode::<pb::PermitRevoked>(fact)?.person, Reaction::Leaves),
            FAMILY_ARRIVED => {
                let arrived: pb::FamilyMemberArrived = decode(fact)?;
                (
                    arrived.person,
                    if arrived.needs_reception { Reaction::Joins } else { Reaction::JoinsHome },
                )
            }
            _ => return Ok(None),
        };
        let person = Person::from_pb(person).map_err(|e| e.inside("person").to_string())?;
        Ok(Some(Command::React(person.household_id, fact.occurred_on, reaction(person.person_id))))
    }
}
