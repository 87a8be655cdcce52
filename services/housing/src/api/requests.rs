//! Requests into commands: the first error of every field is reported.

use wire::housing as pb;

wire::wire_orders! { crate::domain::matching::Action, household_id
    pb::CompleteProfileRequest => CompleteProfile {  }
    pb::LinkHouseholdRequest => LinkHousehold { municipality }
    pb::ReturnLinkRequest => ReturnLink { reason }
    pb::OfferDwellingRequest => OfferDwelling {  }
    pb::AcceptOfferRequest => AcceptOffer {  }
    pb::RefuseOfferRequest => RefuseOffer { grounded }
    pb::HouseHouseholdRequest => HouseHousehold { kind }
    pb::HouseTemporarilyRequest => HouseTemporarily { kind }
    pb::CancelMatchRequest => CancelMatch { reason }
}
