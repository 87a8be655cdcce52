//! Between the domain of reception and its contract.

use crate::domain::codes::*;
use crate::domain::location::Location;
use crate::domain::stay::Stay;
use wire::reception as pb;

wire::wire_enum! {
    StayState => pb::StayState, "STAY_STATE_";
    Category => pb::Category, "CATEGORY_";
    EndReason => pb::EndReason, "END_REASON_";
    LocationType => pb::LocationType, "LOCATION_TYPE_";
    LocationState => pb::LocationState, "LOCATION_STATE_";
}

wire::wire_message! {
    Stay => pb::Stay { person_id, case_id, household_id, nationality, birth_year, sex, unaccompanied_minor, state, category, location_id, stay_no, expected_on, placed_on, right_ends_on, ended_on, end_reason, moves, version }
    Location => pb::Location { location_id, name, kind, municipality, emergency, places, minors_only, contract_ends_on, state, occupied, opened_on, closed_on, version }
}
