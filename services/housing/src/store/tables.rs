//! The rows of housing: which struct of the domain is a row of which table.

use kernel::Uuid;

use crate::domain::codes::*;
use crate::domain::matching::HousingMatch;
use crate::domain::task::Task;

db::text_columns!(MatchState, RealisationKind);

db::table!(HousingMatch in "housing_match" by household_id: Uuid {
    household_id, person_ids, state, granted_on, link_due_on, housed_due_on, municipality, linked_on, housed_on, housing_kind, link_overdue, late, version,
});

db::table!(Task in "municipal_task" by task_id: String {
    task_id, half, municipality, inhabitants, target, opening, linked, realised, closing, excusable, supervision_step, closed,
});
