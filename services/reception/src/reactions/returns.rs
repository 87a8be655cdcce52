//! Returns: who left or is detained needs no bed.

use feed::{Fact, Reactions};
use kernel::Person;
use prost::Message as _;
use wire::Wire as _;
use wire::returns as pb;

use crate::domain::codes::EndReason;
use crate::domain::stay::Reaction;
use crate::work::Command;

const DEPARTED: &str = "nl.terugkeerdossiers.vertrokken.v1";
const DETAINED: &str = "nl.terugkeerdossiers.bewaring-opgelegd.v1";
const BLOCKED: &str = "nl.terugkeerdossiers.vertrek-opgeschort.v1";
const UNBLOCKED: &str = "nl.terugkeerdossiers.vertrek-hervat.v1";

pub(super) struct Returns;

impl Reactions<Command> for Returns {
    fn types(&self) -> Vec<&'static str> {
        vec![DEPARTED, DETAINED, BLOCKED, UNBLOCKED]
    }

    fn command(&self, fact: &Fact<'_>) -> Result<Option<Command>, String> {
        let (person, reason) = match fact.event_type {
            DEPARTED => {
                let departed = pb::Departed::decode(fact.data).map_err(|e| e.to_string())?;
                use pb::DepartureOutcome as O;
                let reason = match departed.outcome() {
                    O::Unspecified => return Err("outcome is missing".to_owned()),
                    O::IndependentIom
                    | O::IndependentDtenv
                    | O::IndependentOwn
                    | O::IndependentNgo => EndReason::DepartedIndependent,
                    O::ForcedCountryOfOrigin => EndReason::DepartedForced,
                    O::ForcedTransfer => EndReason::Transferred,
                    O::Unsupervised => EndReason::Unsupervised,
                };
                (departed.person, reason)
            }
            DETAINED => {
                let detained =
                    pb::DetentionImposed::decode(fact.data).map_err(|e| e.to_string())?;
                (detained.person, EndReason::Detained)
            }
            BLOCKED => {
                let blocked = pb::DepartureBlocked::decode(fact.data).map_err(|e| e.to_string())?;
                if blocked.block() != pb::BlockKind::Moratorium {
                    return Ok(None);
                }
                let person =
                    Person::from_pb(blocked.person).map_err(|e| e.inside("person").to_string())?;
                let (id, on) = (person.person_id, fact.occurred_on);
                return Ok(Some(Command::React(vec![id], on, Reaction::Moratorium(person))));
            }
            UNBLOCKED => {
                let free = pb::DepartureUnblocked::decode(fact.data).map_err(|e| e.to_string())?;
                if free.block() != pb::BlockKind::Moratorium {
                    return Ok(None);
                }
                let person =
                    Person::from_pb(free.person).map_err(|e| e.inside("person").to_string())?;
                let (id, on) = (person.person_id, fact.occurred_on);
                return Ok(Some(Command::React(vec![id], on, Reaction::MoratoriumOver)));
            }
            _ => return Ok(None),
        };
        let person = Person::from_pb(person).map_err(|e| e.inside("person").to_string())?;
        Ok(Some(Command::React(vec![person.person_id], fact.occurred_on, Reaction::Ends(reason))))
    }
}

#[cfg(test)]
mod tests {
    use kernel::Date;

    use super::*;

    #[test]
    fn only_the_end_of_a_moratorium_ends_the_protection_by_it() {
        let person = Person {
            person_id: kernel::Uuid::from_u128(1),
            household_id: kernel::Uuid::from_u128(2),
            nationality: kernel::Nationality::new(b"SYR"),
            birth_year: 1990,
            sex: kernel::Sex::Male,
            unaccompanied_minor: false,
        };
        let command = |block: pb::BlockKind| {
            let free = pb::DepartureUnblocked {
                person: person.to_pb(),
                block: block.into(),
                ..pb::DepartureUnblocked::default()
            };
            let fact = Fact {
                position: 1,
                event_id: kernel::EventId::default(),
                event_type: UNBLOCKED,
                subject: "",
                occurred_on: Date::constant(2026, 7, 1),
                recorded_at_us: 0,
                data: &free.encode_to_vec(),
            };
            Returns.command(&fact).unwrap()
        };
        assert!(command(pb::BlockKind::Medical).is_none());
        let over = command(pb::BlockKind::Moratorium);
        assert!(matches!(over, Some(Command::React(_, _, Reaction::MoratoriumOver))));
    }
}
