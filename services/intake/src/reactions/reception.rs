//! Reception: who is gone with unknown destination has withdrawn implicitly.

use kernel::Person;
use wire::Wire as _;
use wire::reception as pb;

use crate::work::{AnyCommand, Gone};

pub(super) struct Reception;

feed::reactions! { Reception => AnyCommand, |_, event| {
    pb::StayEnded as ended => {
        if ended.reason() != pb::EndReason::Unsupervised {
            return Ok(None);
        }
        let person = Person::from_pb(ended.person).map_err(|e| e.inside("person").to_string())?;
        Ok(Some(Gone { person_id: person.person_id, on: event.occurred_on }.into()))
    }
}}
