//! The rows of returns: which struct of the domain is a row of which table.

use kernel::Uuid;

use crate::domain::case::ReturnCase;
use crate::domain::codes::*;

db::text_columns!(ReturnState, FileOrigin, DepartureOutcome, BlockKind, DocumentState);

db::table!(ReturnCase in "return_case" by person_id: Uuid {
    person_id, case_id, household_id, nationality, birth_year, sex, unaccompanied_minor, state, origin, to_member_state, announced_on, removable_from, transfer_due_on, blocked, document, detained_on, detention_ends_on, detained_days, flight_on, outcome, ended_on, entry_ban_until, version,
});
