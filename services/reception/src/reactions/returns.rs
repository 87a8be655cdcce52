//! Returns: who left or is detained needs no bed.

use kernel::{Date, Person, PersonId};
use wire::Wire as _;
use wire::returns as pb;

use crate::domain::codes::EndReason;
use crate::domain::stay::Reaction;
use crate::work::{AnyCommand, React};

pub(super) struct Returns;

feed::reactions! { Returns => AnyCommand, |_, event| given { let on = event.occurred_on; } {
    pb::Departed as departed => {
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
        react(person(departed.person)?.person_id, on, Reaction::Ends(reason))
    }
    pb::DetentionImposed as detained => {
        react(person(detained.person)?.person_id, on, Reaction::Ends(EndReason::Detained))
    }
    pb::DepartureBlocked as blocked => {
        if blocked.block() != pb::BlockKind::Moratorium {
            return Ok(None);
        }
        let person = person(blocked.person)?;
        react(person.person_id, on, Reaction::Moratorium(person))
    }
    pb::DepartureUnblocked as free => {
        if free.block() != pb::BlockKind::Moratorium {
            return Ok(None);
        }
        react(person(free.person)?.person_id, on, Reaction::MoratoriumOver)
    }
}}

fn react(person_id: PersonId, on: Date, reaction: Reaction) -> Result<Option<AnyCommand>, String> {
    Ok(Some(React { persons: vec![person_id], on, reaction }.into()))
}

fn person(pb: Option<wire::common::Person>) -> Result<Person, String> {
    Person::from_pb(pb).map_err(|e| e.inside("person").to_string())
}

#[cfg(test)]
mod tests {
    use feed::{EventMessage as _, Reactions as _, Received};
    use prost::Message as _;

    use super::*;

    #[test]
    fn only_the_end_of_a_moratorium_ends_the_protection_by_it() {
        let person = Person {
            person_id: kernel::PersonId::from_u128(1),
            household_id: kernel::HouseholdId::from_u128(2),
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
            let event = Received {
                position: kernel::Position::FIRST,
                event_id: kernel::EventId::default(),
                event_type: pb::DepartureUnblocked::TYPE,
                subject: "",
                occurred_on: Date::constant(2026, 7, 1),
                recorded_at_us: 0,
                data: &free.encode_to_vec(),
            };
            Returns.command(&event).unwrap()
        };
        assert!(command(pb::BlockKind::Medical).is_none());
        let over = command(pb::BlockKind::Moratorium);
        let Some(AnyCommand::React(over)) = over else { panic!("nothing follows") };
        assert!(matches!(over.what.reaction, Reaction::MoratoriumOver));
    }
}
