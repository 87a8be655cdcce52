//! gRPC in, domain out.

mod events;
mod parse;
mod queries;
mod requests;
mod words;

use host::Parts;
use tonic::Status;
use wire::WireOrder;
use wire::housing as pb;
use wire::housing::housing_service_server::HousingService;

use crate::domain::matching::{self, HousingMatch};
use crate::work::Command;

/// The gRPC service.
pub(crate) struct Api {
    pub(crate) parts: Parts<Command>,
}

host::fact!(matching::Event => HousingMatch, "huisvestingskoppeling", |e| e.household_id, matching::evolve);

fn order<M: WireOrder<matching::Action>>(message: M) -> Result<Command, Status> {
    message.order().map(Command::Match)
}

fn import(message: pb::ImportMatchesRequest) -> Result<Command, Status> {
    let read = wire::import("matches", message.occurred_on, message.matches);
    read.map(|(on, all)| Command::Import(on, all))
}

host::grpc_service! { HousingService, Api {
    commands {
        complete_profile(pb::CompleteProfileRequest) -> pb::CompleteProfileResponse = order;
        link_household(pb::LinkHouseholdRequest) -> pb::LinkHouseholdResponse = order;
        return_link(pb::ReturnLinkRequest) -> pb::ReturnLinkResponse = order;
        offer_dwelling(pb::OfferDwellingRequest) -> pb::OfferDwellingResponse = order;
        accept_offer(pb::AcceptOfferRequest) -> pb::AcceptOfferResponse = order;
        refuse_offer(pb::RefuseOfferRequest) -> pb::RefuseOfferResponse = order;
        house_household(pb::HouseHouseholdRequest) -> pb::HouseHouseholdResponse = order;
        house_temporarily(pb::HouseTemporarilyRequest) -> pb::HouseTemporarilyResponse = order;
        cancel_match(pb::CancelMatchRequest) -> pb::CancelMatchResponse = order;
        import_matches(pb::ImportMatchesRequest) -> pb::ImportMatchesResponse = import;
        set_target(pb::SetTargetRequest) -> pb::SetTargetResponse = parse::set_target;
        close_half(pb::CloseHalfRequest) -> pb::CloseHalfResponse = parse::close_half;
        relink_household(pb::RelinkHouseholdRequest) -> pb::RelinkHouseholdResponse = order;
        place_with_nidos(pb::PlaceWithNidosRequest) -> pb::PlaceWithNidosResponse = order;
        move_household(pb::MoveHouseholdRequest) -> pb::MoveHouseholdResponse = order;
        transfer_task(pb::TransferTaskRequest) -> pb::TransferTaskResponse = parse::transfer_task;
        correct_realisation(pb::CorrectRealisationRequest) -> pb::CorrectRealisationResponse = parse::correct_realisation;
        record_improvement_plan(pb::RecordImprovementPlanRequest) -> pb::RecordImprovementPlanResponse = parse::plan;
        decide_substitution(pb::DecideSubstitutionRequest) -> pb::DecideSubstitutionResponse = parse::decide_substitution;
        carry_out_substitution(pb::CarryOutSubstitutionRequest) -> pb::CarryOutSubstitutionResponse = parse::carry_out;
        set_capacity_estimate(pb::SetCapacityEstimateRequest) -> pb::SetCapacityEstimateResponse = parse::estimate;
        record_provincial_report(pb::RecordProvincialReportRequest) -> pb::RecordProvincialReportResponse = parse::report;
        decide_distribution(pb::DecideDistributionRequest) -> pb::DecideDistributionResponse = parse::decide_distribution;
        record_places(pb::RecordPlacesRequest) -> pb::RecordPlacesResponse = parse::record_places;
        correct_places(pb::CorrectPlacesRequest) -> pb::CorrectPlacesResponse = parse::correct_places;
    }
    queries {
        get_housing_match(pb::GetHousingMatchRequest) -> pb::GetHousingMatchResponse;
        list_matches(pb::ListMatchesRequest) -> pb::ListMatchesResponse;
        list_tasks(pb::ListTasksRequest) -> pb::ListTasksResponse;
        get_national_balance(pb::GetNationalBalanceRequest) -> pb::GetNationalBalanceResponse;
        get_supervision(pb::GetSupervisionRequest) -> pb::GetSupervisionResponse;
        list_supervision(pb::ListSupervisionRequest) -> pb::ListSupervisionResponse;
        list_realisation(pb::ListRealisationRequest) -> pb::ListRealisationResponse;
        get_contributions(pb::GetContributionsRequest) -> pb::GetContributionsResponse;
        propose_links(pb::ProposeLinksRequest) -> pb::ProposeLinksResponse;
        get_distribution(pb::GetDistributionRequest) -> pb::GetDistributionResponse;
    }
} }
