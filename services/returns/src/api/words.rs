//! Between the domain of returns and its contract.

use crate::domain::case::ReturnCase;
use crate::domain::codes::*;
use wire::returns as pb;

wire::wire_enum! {
    ReturnState => pb::ReturnState, "RETURN_STATE_";
    FileOrigin => pb::FileOrigin, "FILE_ORIGIN_";
    DepartureOutcome => pb::DepartureOutcome, "DEPARTURE_OUTCOME_";
    BlockKind => pb::BlockKind, "BLOCK_KIND_";
    DocumentState => pb::DocumentState, "DOCUMENT_STATE_";
}

wire::wire_message! {
    ReturnCase => pb::ReturnCase { person_id, case_id, household_id, nationality, birth_year, sex, unaccompanied_minor, state, origin, to_member_state, announced_on, removable_from, transfer_due_on, blocked, document, detained_on, detention_ends_on, detained_days, flight_on, outcome, ended_on, entry_ban_until, version }
}
