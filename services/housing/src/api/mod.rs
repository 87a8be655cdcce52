//! gRPC in, domain out.

mod events;
mod parse;
mod queries;
mod requests;
mod words;

use host::Parts;
use tonic::Status;
use wire::housing as pb;
use wire::housing::housing_service_server::HousingService;

use crate::domain::matching::{self, HousingMatch};
use crate::domain::spreading::{self, SpreadingCycle};
use crate::domain::supervision::{self, Supervision};
use crate::domain::task::{self, HalfYear};
use crate::work::{AnyCommand, ImportMatches};

/// The gRPC service.
pub(crate) struct Api {
    pub(crate) parts: Parts<AnyCommand>,
}

host::aggregate!(matching::Event => HousingMatch, "huisvestingskoppeling", |e| e.household_id, matching::evolve);
host::aggregate!(task::Event => HalfYear, "taakstelling", |e| e.half.clone(), task::evolve);
host::aggregate!(supervision::Event => Supervision, "toezicht", |e| e.municipality, supervision::evolve);
host::aggregate!(spreading::Event => SpreadingCycle, "spreiding", |e| e.cycle.clone(), spreading::evolve);

fn import(message: pb::ImportMatchesRequest) -> Result<ImportMatches, Status> {
    let read = wire::import("matches", message.occurred_on, message.matches);
    read.map(|(on, matches)| ImportMatches { on, matches })
}

host::grpc_service! { HousingService, Api {
    commands {
        complete_profile(pb::CompleteProfileRequest) -> pb::CompleteProfileResponse;
        link_household(pb::LinkHouseholdRequest) -> pb::LinkHouseholdResponse;
        return_link(pb::ReturnLinkRequest) -> pb::ReturnLinkResponse;
        offer_dwelling(pb::OfferDwellingRequest) -> pb::OfferDwellingResponse;
        accept_offer(pb::AcceptOfferRequest) -> pb::AcceptOfferResponse;
        refuse_offer(pb::RefuseOfferRequest) -> pb::RefuseOfferResponse;
        house_household(pb::HouseHouseholdRequest) -> pb::HouseHouseholdResponse;
        house_temporarily(pb::HouseTemporarilyRequest) -> pb::HouseTemporarilyResponse;
        cancel_match(pb::CancelMatchRequest) -> pb::CancelMatchResponse;
        import_matches(pb::ImportMatchesRequest) -> pb::ImportMatchesResponse = import;
        set_target(pb::SetTargetRequest) -> pb::SetTargetResponse = parse::set_target;
        close_half(pb::CloseHalfRequest) -> pb::CloseHalfResponse = parse::close_half;
        relink_household(pb::RelinkHouseholdRequest) -> pb::RelinkHouseholdResponse;
        place_with_nidos(pb::PlaceWithNidosRequest) -> pb::PlaceWithNidosResponse;
        move_household(pb::MoveHouseholdRequest) -> pb::MoveHouseholdResponse;
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
