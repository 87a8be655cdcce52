//! Returns: who has left has withdrawn; when the term of a transfer is over, the Netherlands decides.

use kernel::{CaseId, Person};
use wire::Wire as _;
use wire::returns as pb;

use crate::work::{AnyCommand, Gone, ResponsibilityLapsed};

pub(super) struct Returns;

fn person(pb: Option<wire::common::Person>) -> Result<Person, String> {
    Person::from_pb(pb).map_err(|e| e.inside("person").to_string())
}

feed::reactions! { Returns => AnyCommand, |_, event| given { let on = event.occurred_on; } {
    pb::Departed as departed => {
        let person_id = person(departed.person)?.person_id;
        Ok(Some(Gone { person_id, on }.into()))
    }
    pb::TransferTermLapsed as lapsed => {
        let case_id = <Option<CaseId>>::from_pb(lapsed.case_id).map_err(|e| e.to_string())?;
        let person_id = person(lapsed.person)?.person_id;
        Ok(case_id.map(|case_id| ResponsibilityLapsed { case_id, person_id, on }.into()))
    }
}}
