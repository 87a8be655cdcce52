//! Housing: who has a home leaves reception; who refuses one without ground loses the right after a notice.

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
const REFUSED: &str = "nl.huisvestingskoppelingen.geweigerd.v1";

pub(super) struct Housing;

impl Reactions<Command> for Housing {
    fn types(&self) -> Vec<&'static str> {
        vec![HOUSED, TEMPORARILY, REFUSED]
    }

    fn command(&self, fact: &Fact<'_>) -> Result<Option<Command>, String> {
        let on = fact.occurred_on;
        let (ids, reason) = match fact.event_type {
            HOUSED => {
                let housed = pb::HouseholdHoused::decode(fact.data).map_err(|e| e.to_string())?;
                (housed.person_ids, EndReason::Housed)
            }
            TEMPORARILY => {
                let housed =
                    pb::HouseholdTemporarilyHoused::decode(fact.data).map_err(|e| e.to_string())?;
                let reason = match housed.kind() {
                    pb::RealisationKind::Temporary => EndReason::HarPlus,
                    pb::RealisationKind::Transit => EndReason::Transit,
                    _ => EndReason::Housed,
                };
                (housed.person_ids, reason)
            }
            REFUSED => {
                let refused = pb::OfferRefused::decode(fact.data).map_err(|e| e.to_string())?;
                if refused.grounded {
                    return Ok(None);
                }
                let household = refused.household_id.parse();
                let household: Uuid =
                    household.map_err(|_| "household_id is no uuid".to_owned())?;
                return Ok(Some(Command::ReactHousehold(household, on, Reaction::RefusedHome)));
            }
            _ => return Ok(None),
        };
        let ids = <Vec<Uuid>>::from_pb(ids).map_err(|e| e.to_string())?;
        Ok(Some(Command::React(ids, on, Reaction::Ends(reason))))
    }
}
