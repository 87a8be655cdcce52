//! Housing: who has a home leaves reception; who refuses one without ground loses the right after a notice.

use kernel::{Date, HouseholdId, PersonId};
use wire::Wire as _;
use wire::housing as pb;

use crate::domain::codes::EndReason;
use crate::domain::stay::Reaction;
use crate::work::{AnyCommand, React, ReactHousehold};

pub(super) struct Housing;

feed::reactions! { Housing => AnyCommand, |_, event| given { let on = event.occurred_on; } {
    pb::HouseholdHoused as housed => {
        leave(housed.person_ids, on, EndReason::Housed)
    }
    pb::HouseholdTemporarilyHoused as housed => {
        let reason = match housed.kind() {
            pb::RealisationKind::Temporary => EndReason::HarPlus,
            pb::RealisationKind::Transit => EndReason::Transit,
            _ => EndReason::Housed,
        };
        leave(housed.person_ids, on, reason)
    }
    pb::OfferRefused as refused => {
        if refused.grounded {
            return Ok(None);
        }
        let household_id = refused.household_id.parse();
        let household_id: HouseholdId =
            household_id.map_err(|_| "household_id is no uuid".to_owned())?;
        Ok(Some(ReactHousehold { household_id, on, reaction: Reaction::RefusedHome }.into()))
    }
}}

fn leave(ids: Vec<String>, on: Date, reason: EndReason) -> Result<Option<AnyCommand>, String> {
    let persons = <Vec<PersonId>>::from_pb(ids).map_err(|e| e.to_string())?;
    Ok(Some(React { persons, on, reaction: Reaction::Ends(reason) }.into()))
}
