//! Reception: an unaccompanied minor who comes of age there is linked like an adult.

use kernel::Person;
use wire::Wire as _;
use wire::reception as pb;

use crate::domain::matching::Reaction;
use crate::work::{AnyCommand, React};

pub(super) struct Reception;

feed::reactions! { Reception => AnyCommand, |_, event| {
    pb::CategoryChanged as changed => {
        let minor = pb::Category::UnaccompaniedMinor;
        if changed.from_category() != minor || changed.category() == minor {
            return Ok(None);
        }
        let person = Person::from_pb(changed.person).map_err(|e| e.inside("person").to_string())?;
        let reaction = Reaction::CameOfAge(person.person_id);
        let (household_id, on) = (person.household_id, event.occurred_on);
        Ok(Some(React { household_id, on, reaction }.into()))
    }
}}
