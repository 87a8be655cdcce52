//! Between the domain of reception and its contract.

use crate::domain::codes::*;
use crate::domain::location::Location;
use crate::domain::needs::Needs;
use crate::domain::stay::Stay;
use crate::domain::ukraine::UkraineRegion;
use wire::WireError;
use wire::reception as pb;

wire::wire_enum! {
    StayState => pb::StayState, "STAY_STATE_";
    Category => pb::Category, "CATEGORY_";
    EndReason => pb::EndReason, "END_REASON_";
    EntryReason => pb::EntryReason, "ENTRY_REASON_";
    RightGround => pb::RightGround, "RIGHT_GROUND_";
    MoveReason => pb::MoveReason, "MOVE_REASON_";
    Measure => pb::Measure, "MEASURE_";
    MeasureEnd => pb::MeasureEnd, "MEASURE_END_";
    Operator => pb::Operator, "OPERATOR_";
    PlaceSort => pb::PlaceSort, "PLACE_SORT_";
    LocationType => pb::LocationType, "LOCATION_TYPE_";
    LocationState => pb::LocationState, "LOCATION_STATE_";
    GuardianshipState => pb::GuardianshipState, "GUARDIANSHIP_STATE_";
    GuardianshipEnd => pb::GuardianshipEnd, "GUARDIANSHIP_END_";
    NoGuardianReason => pb::NoGuardianReason, "NO_GUARDIAN_REASON_";
}

wire::wire_message! {
    Stay => pb::Stay { person_id, case_id, household_id, nationality, birth_year, sex, unaccompanied_minor, state, category, location_id, stay_no, expected_on, placed_on, right_ends_on, ended_on, end_reason, moves, version, entry, ground, moratorium, category_since, place_until, unplaced, needs, measure, measure_ends_on, measure_since, heaviest_measure, area_order, absent_on } + { fact_on }
    Location => pb::Location { location_id, name, kind, municipality, emergency, places, minors_only, contract_ends_on, state, occupied, opened_on, closed_on, version, operator, room_places, unavailable, unavailable_reason, offers, only_sex, convertible, opens_on, closes_on, changed_on }
    UkraineRegion => pb::UkraineRegion { region, inhabitants, task, realised, closed, places, occupied, last_week, version }
}

/// Nothing said means nothing needed.
impl wire::Wire for Needs {
    type Pb = Option<pb::Needs>;
    fn to_pb(&self) -> Self::Pb {
        let Self { wheelchair, medical_care, safe_room } = *self;
        (*self != Self::default()).then_some(pb::Needs { wheelchair, medical_care, safe_room })
    }
    fn from_pb(pb: Self::Pb) -> Result<Self, WireError> {
        let pb::Needs { wheelchair, medical_care, safe_room } = pb.unwrap_or_default();
        Ok(Self { wheelchair, medical_care, safe_room })
    }
    fn is_absent(pb: &Self::Pb) -> bool {
        pb.is_none()
    }
}

/// How good proposals are together, as it is sent.
pub(super) fn quality(of: matching::Quality) -> wire::common::MatchingQuality {
    let matching::Quality { score, bound, one_by_one, optimal, coming } = of;
    wire::common::MatchingQuality { score, bound, one_by_one, optimal, coming: coming as i32 }
}
