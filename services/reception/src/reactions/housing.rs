//! Housing: who has a home leaves reception.

use feed::{Fact, Reactions};
use kernel::Uuid;
use prost::Message as _;
use wire::Wire as _;
use wire::housing as pb;

use crate::domain::codes::EndReason;
use crate::domain::stay::Reaction;
use crate::work::Command;

const HOUSED: &str = "nl.huisvestingskoppelingen.gehuisvest.v1";
const TEMPORARILY: &str = "nl.huisvestingskoppelingen.tijdelijk-gehuisvest.v1";

pub(super) struct Housing;

impl Reactions<Command> for Housing {
    fn types(&self) -> Vec<&'static str> {
        vec![HOUSED, TEMPORARILY]
    }

    fn command(&self, fact: &Fact<'_>) -> Result<Option<Command>, String> {
        let ids = match fact.event_type {
            HOUSED => pb::HouseholdHoused::decode(fact.data).map(|housed| housed.person_ids),
            _ => pb::HouseholdTemporarilyHoused::decode(fact.data).map(|housed| housed.person_ids),
        };
        let ids =
            <Vec<Uuid>>::from_pb(ids.map_err(|e| e.to_string())?).map_err(|e| e.to_string())?;
        Ok(Some(Command::React(ids, fact.occurred_on, Reaction::Ends(EndReason::Housed))))
    }
}
