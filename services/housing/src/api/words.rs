//! Between the domain of housing and its contract.

use crate::domain::codes::*;
use crate::domain::matching::HousingMatch;
use crate::domain::task::Task;
use wire::housing as pb;

wire::wire_enum! {
    MatchState => pb::MatchState, "MATCH_STATE_";
    RealisationKind => pb::RealisationKind, "REALISATION_KIND_";
}

wire::wire_message! {
    HousingMatch => pb::HousingMatch { household_id, person_ids, state, granted_on, link_due_on, housed_due_on, municipality, linked_on, housed_on, housing_kind, link_overdue, late, version }
    Task => pb::Task { task_id, half, municipality, inhabitants, target, opening, linked, realised, closing, excusable, supervision_step, closed }
}
