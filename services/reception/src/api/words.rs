//! Between the domain of reception and its contract.

use crate::domain::codes::*;
use crate::domain::location::Location;
use crate::domain::needs::Needs;
use crate::domain::stay::Stay;
use crate::domain::ukraine::UkraineRegion;
use crate::store::StayRow;
use wire::WireError;
use wire::reception as pb;

wire::wire_enum! {
    StayState => pb::StayState;
    Category => pb::Category;
    EndReason => pb::EndReason;
    EntryReason => pb::EntryReason;
    RightGround => pb::RightGround;
    MoveReason => pb::MoveReason;
    Measure => pb::Measure;
    MeasureEnd => pb::MeasureEnd;
    Operator => pb::Operator;
    PlaceSort => pb::PlaceSort;
    LocationType => pb::LocationType;
    LocationState => pb::LocationState;
    GuardianshipState => pb::GuardianshipState;
    GuardianshipEnd => pb::GuardianshipEnd;
    NoGuardianReason => pb::NoGuardianReason;
}

wire::wire_message! {
    StayRow => pb::Stay { person_id, case_id, household_id, nationality, birth_year, sex, unaccompanied_minor, state, category, location_id, stay_no, expected_on, placed_on, right_ends_on, ended_on, end_reason, moves, version, entry, ground, moratorium, category_since, place_until, unplaced, needs, measure, measure_ends_on, measure_since, heaviest_measure, area_order, absent_on } + { fact_on }
    Location => pb::Location { location_id, name, kind, municipality, emergency, places, minors_only, contract_ends_on, state, occupied, opened_on, closed_on, version, operator, room_places, unavailable, unavailable_reason, offers, only_sex, convertible, opens_on, closes_on, changed_on }
    UkraineRegion => pb::UkraineRegion { region, inhabitants, task, realised, closed, places, occupied, last_week, version }
}

wire::sent_as! {
    Stay as StayRow;
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
    wire::common::MatchingQuality { score, bound, one_by_one, optimal, coming: kernel::fit(coming) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use wire::Wire as _;

    use super::*;
    use crate::domain::stay::tests::sequence::{states, steps};

    proptest! {
        #[test]
        fn a_stay_comes_back_from_its_message(steps in steps()) {
            for stay in states(steps) {
                // The contract does not tell this one.
                let told = Stay { fact_on: None, ..stay.clone() };
                prop_assert_eq!(Stay::from_pb(stay.to_pb()), Ok(told));
            }
        }
    }
}
