//! The rows of housing: which struct of the domain is a row of which table.

use kernel::{Municipality, Uuid};

use crate::domain::codes::*;
use crate::domain::spreading::{PlaceEntry, SpreadingCycle, SpreadingShare};
use crate::domain::supervision::Supervision;
use crate::domain::task::{RealisationEntry, Task};

db::text_columns!(MatchState, RealisationKind, Region, SupervisionReason);

db::table!(Task in "municipal_task" by task_id: String {
    task_id, half, municipality, inhabitants, target, opening, linked, realised, closing, excusable, supervision_step, closed, transferred, linked_in_time, inhabitants_fixed,
});

db::table!(RealisationEntry in "realisation_entry" by entry_id: String {
    entry_id, half, municipality, household_id, persons, kind, booked_on, amount_cents, corrects, corrected, reason,
});

db::table!(Supervision in "supervision" by municipality: Municipality {
    municipality, step, since, reason, missed, closing, excusable, plan_due_on, plan_until, last_term_on, version,
});

db::table!(SpreadingCycle in "spreading_cycle" by cycle: String {
    cycle, places, minors, estimated_on, estimated_late, decided_on, decided_late, version,
});

db::table!(SpreadingShare in "spreading_share" by share_id: String {
    share_id, cycle, municipality, province, inhabitants, ses_thousandths, indicative, agreed, decided, minors, reported, appointed, realised,
});

db::table!(PlaceEntry in "place_entry" by entry_id: Uuid {
    entry_id, share_id, places, counts, grant_cents, booked_on, corrects, corrected,
});
