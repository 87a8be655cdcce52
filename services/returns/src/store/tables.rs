//! The rows of returns: which struct of the domain is a row of which table.

use kernel::Uuid;

use crate::domain::block::Blocks;
use crate::domain::case::ReturnCase;
use crate::domain::charter::Charter;
use crate::domain::codes::*;
use crate::domain::detention::{DetentionStock, Used};
use crate::domain::moratorium::Moratorium;
use crate::domain::statistics::{Entry, EntryKind};
use crate::domain::words::*;

db::text_columns!(ReturnState, FileOrigin, DepartureOutcome, BlockKind, DocumentState);
db::text_columns!(MeasureKind, CloseReason, EntryBanGround, CharterState, EntryKind);
db::text_columns!(Blocks, Used);

db::table!(ReturnCase in "return_case" by person_id: Uuid {
    person_id, case_id, household_id, nationality, birth_year, sex, unaccompanied_minor, state, origin, to_member_state, announced_on, removable_from, transfer_due_on, blocked, document, detained_on, detention_ends_on, detained_days, flight_on, outcome, ended_on, entry_ban_until, track, departure_days, blocks, block_ends_on, moratorium_id, absconded_on, document_valid_until, measure, supervision, supervision_ends_on, detention_used, detention_extended, detention_arrived_on, review_due_on, family_facility, charter_id, support_cents, assisted_on, support_reclaimed, ban_ground, continues_no, refoulement_checked_on, close_reason, destination, version, fact_on, registered_on, accepted_on,
});

db::table!(Charter in "charter" by charter_id: Uuid {
    charter_id, destination, flight_on, seats, booked, state, version,
});

db::table!(Moratorium in "moratorium" by moratorium_id: Uuid {
    moratorium_id, nationality, starts_on, ends_on, ended_on, declared_on,
});

db::table!(DetentionStock in "detention_stock" by facility: String {
    facility, occupied,
});

db::table!(Entry in "departure_entry" by entry_id: String {
    entry_id, person_id, kind, month, outcome, origin, nationality, demonstrable, persons,
});
