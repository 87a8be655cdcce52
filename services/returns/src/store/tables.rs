//! The rows of returns: which struct is a row of which table; a return case has its own file.

use kernel::{CharterId, MoratoriumId};

use crate::domain::block::Blocks;
use crate::domain::charter::Charter;
use crate::domain::codes::*;
use crate::domain::detention::{DetentionStock, Used};
use crate::domain::moratorium::Moratorium;
use crate::domain::statistics::{Entry, EntryKind};
use crate::domain::words::*;

db::text_columns!(ReturnState, FileOrigin, DepartureOutcome, BlockKind, DocumentState);
db::text_columns!(MeasureKind, CloseReason, EntryBanGround, CharterState, EntryKind);
db::text_columns!(Blocks, Used);

db::table!(Charter in "charter" by charter_id: CharterId {
    charter_id, destination, flight_on, seats, booked, state, version,
});

db::table!(Moratorium in "moratorium" by moratorium_id: MoratoriumId {
    moratorium_id, nationality, starts_on, ends_on, ended_on, declared_on,
});

db::table!(DetentionStock in "detention_stock" by facility: String {
    facility, occupied,
});

db::table!(Entry in "departure_entry" by entry_id: String {
    entry_id, person_id, kind, month, outcome, origin, nationality, demonstrable, persons,
});
