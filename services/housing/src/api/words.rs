//! Between the domain of housing and its contract.

use crate::domain::codes::*;
use crate::domain::linking::LinkProposal;
use crate::domain::matching::HousingMatch;
use crate::domain::spreading::{SpreadingCycle, SpreadingShare};
use crate::domain::supervision::Supervision;
use crate::domain::task::{MunicipalTarget, RealisationEntry, Task};
use crate::store::housing_match::HousingMatchRow;
use wire::housing as pb;

wire::wire_enum! {
    MatchState => pb::MatchState;
    RealisationKind => pb::RealisationKind;
    Region => pb::Region;
    LinkReturnReason => pb::LinkReturnReason;
    MatchCancelReason => pb::MatchCancelReason;
    SupervisionReason => pb::SupervisionReason;
}

wire::wire_message! {
    HousingMatchRow => pb::HousingMatch { household_id, person_ids, state, granted_on, link_due_on, housed_due_on, municipality, linked_on, housed_on, housing_kind, link_overdue, late, version, family_municipality, medical_region, occupation_municipality, labour_region, network_municipality, current_municipality, expected_members, majority_on, temporary_until, temporary_overdue, counted_ids, counted_in } + { fact_on, referred_by, counted_kind }
    Task => pb::Task { task_id, half, municipality, inhabitants, target, opening, linked, realised, closing, excusable, supervision_step, closed, transferred, linked_in_time, inhabitants_fixed }
    MunicipalTarget => pb::MunicipalTarget { municipality, inhabitants, target, opening, inhabitants_fixed }
    RealisationEntry => pb::RealisationEntry { entry_id, half, municipality, household_id, persons, kind, booked_on, amount_cents, corrects, corrected, reason }
    Supervision => pb::Supervision { municipality, step, since, reason, missed, closing, excusable, plan_due_on, plan_until, last_term_on, version }
    LinkProposal => pb::LinkProposal { household_id, municipality, score, reasons, persons, large }
    SpreadingCycle => pb::SpreadingCycle { cycle, places, minors, estimated_on, estimated_late, decided_on, decided_late, version }
    SpreadingShare => pb::SpreadingShare { share_id, cycle, municipality, province, inhabitants, ses_thousandths, indicative, agreed, decided, minors, reported, appointed, realised }
}

wire::sent_as! {
    HousingMatch as HousingMatchRow;
}

/// How good proposals are together, as it is sent.
pub(super) fn quality(of: matching::Quality) -> wire::common::MatchingQuality {
    let matching::Quality { score, bound, one_by_one, optimal, coming } = of;
    wire::common::MatchingQuality { score, bound, one_by_one, optimal, coming: kernel::fit(coming) }
}
