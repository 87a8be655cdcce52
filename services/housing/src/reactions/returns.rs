//! Returns: who has left needs no home.

use kernel::Person;
use wire::Wire as _;
use wire::returns as pb;

use crate::domain::matching::Reaction;
use crate::work::{AnyCommand, React};

pub(super) struct Returns;

feed::reactions! { Returns => AnyCommand, |_, event| {
    pb::Departed as departed => {
        let person =
            Person::from_pb(departed.person).map_err(|e| e.inside("person").to_string())?;
        let reaction = Reaction::Leaves(person.person_id);
        let (household_id, on) = (person.household_id, event.occurred_on);
        Ok(Some(React { household_id, on, reaction }.into()))
    }
}}
