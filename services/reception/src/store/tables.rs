//! The rows of reception: which struct of the domain is a row of which table.

use kernel::Uuid;

use crate::domain::codes::*;
use crate::domain::location::Location;
use crate::domain::stay::Stay;

db::text_columns!(StayState, Category, EndReason, LocationType, LocationState);

db::table!(Stay in "stay" by person_id: Uuid {
    person_id, case_id, household_id, nationality, birth_year, sex, unaccompanied_minor, state, category, location_id, stay_no, expected_on, placed_on, right_ends_on, ended_on, end_reason, moves, version,
});

db::table!(Location in "location" by location_id: Uuid {
    location_id, name, kind, municipality, emergency, places, minors_only, contract_ends_on, state, occupied, opened_on, closed_on, version,
});
