//! Reception: who is gone with unknown destination has left without supervision.

use kernel::Person;
use wire::Wire as _;
use wire::reception as pb;

use crate::domain::case::Reaction;
use crate::work::{AnyCommand, React};

pub(super) struct Reception;

feed::reactions! { Reception => AnyCommand, |_, event| {
    pb::StayEnded as ended => {
        if ended.reason() != pb::EndReason::Unsupervised {
            return Ok(None);
        }
        let person = Person::from_pb(ended.person).map_err(|e| e.inside("person").to_string())?;
        let (person_id, on) = (person.person_id, event.occurred_on);
        Ok(Some(React { person_id, on, reaction: Reaction::Gone }.into()))
    }
}}
