//! Requests into commands: the first error of every field is reported.

use wire::housing as pb;

wire::wire_import! { pb::HousingMatch as crate::domain::matching::HousingMatch:
    takes { household_id, person_ids, state, granted_on, link_due_on, housed_due_on, municipality, version }
    loses { linked_on, housed_on, housing_kind, link_overdue, late, family_municipality, medical_region, occupation_municipality, labour_region, network_municipality, current_municipality, expected_members, majority_on, temporary_until, temporary_overdue, counted_ids, counted_in }
}

wire::wire_commands! { crate::domain::matching::CommandKind, household_id: kernel::HouseholdId;
    pb::CompleteProfileRequest => CompleteProfile { family_municipality, medical_region, occupation_municipality, labour_region, network_municipality, current_municipality, expected_members }
    pb::LinkHouseholdRequest => LinkHousehold { municipality, overruled_reason }
    pb::RelinkHouseholdRequest => RelinkHousehold { municipality, reason }
    pb::PlaceWithNidosRequest => PlaceWithNidos { municipality }
    pb::MoveHouseholdRequest => MoveHousehold { municipality }
    pb::ReturnLinkRequest => ReturnLink { reason }
    pb::OfferDwellingRequest => OfferDwelling { priority }
    pb::AcceptOfferRequest => AcceptOffer {  }
    pb::RefuseOfferRequest => RefuseOffer { grounded }
    pb::HouseHouseholdRequest => HouseHousehold { kind }
    pb::HouseTemporarilyRequest => HouseTemporarily { kind }
    pb::CancelMatchRequest => CancelMatch { reason }
}
