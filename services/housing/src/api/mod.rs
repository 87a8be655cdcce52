//! gRPC in, domain out.

mod events;
mod queries;
mod requests;
mod words;

use host::Parts;
use kernel::Date;
use law::Half;
use tonic::Status;
use wire::housing as pb;
use wire::housing::housing_service_server::HousingService;
use wire::{Fields, WireOrder};

use crate::domain::matching::{self, HousingMatch};
use crate::domain::task::Basis;
use crate::work::Command;

/// Most municipalities in a target; the country has some 340.
const MUNICIPALITIES_MAX: usize = 1_000;

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

fn half(fields: &mut Fields, text: &str) -> Option<Half> {
    let half = text.parse().ok();
    if half.is_none() {
        fields.wrong("half", "must be a half-year such as 2025-I");
    }
    half
}

fn not_negative(number: &i32) -> Result<(), &'static str> {
    if *number >= 0 { Ok(()) } else { Err("must not be negative") }
}

fn set_target(message: pb::SetTargetRequest) -> Result<Command, Status> {
    let mut fields = Fields::new();
    let on: Option<Date> = fields.get("occurred_on", message.occurred_on);
    let half = half(&mut fields, &message.half);
    let national = fields.checked("national", message.national, not_negative);
    if message.municipalities.is_empty() || message.municipalities.len() > MUNICIPALITIES_MAX {
        fields.wrong("municipalities", format!("must be 1 to {MUNICIPALITIES_MAX}"));
    }
    let mut bases = Vec::with_capacity(message.municipalities.len());
    for (n, item) in message.municipalities.into_iter().enumerate() {
        let municipality =
            fields.get(&format!("municipalities.{n}.municipality"), item.municipality);
        let inhabitants = fields.checked(
            &format!("municipalities.{n}.inhabitants"),
            item.inhabitants,
            not_negative,
        );
        let opening = item.opening;
        bases.extend(municipality.zip(inhabitants).map(|(municipality, inhabitants)| Basis {
            municipality,
            inhabitants,
            opening,
        }));
    }
    let read = || Some(Command::SetTarget(on?, half?, national?, bases));
    let command = read();
    fields.finish(command)
}

fn close_half(message: pb::CloseHalfRequest) -> Result<Command, Status> {
    let mut fields = Fields::new();
    let on: Option<Date> = fields.get("occurred_on", message.occurred_on);
    let half = half(&mut fields, &message.half);
    let read = || Some(Command::CloseHalf(on?, half?));
    let command = read();
    fields.finish(command)
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
        set_target(pb::SetTargetRequest) -> pb::SetTargetResponse = set_target;
        close_half(pb::CloseHalfRequest) -> pb::CloseHalfResponse = close_half;
    }
    queries {
        get_housing_match(pb::GetHousingMatchRequest) -> pb::GetHousingMatchResponse;
        list_matches(pb::ListMatchesRequest) -> pb::ListMatchesResponse;
        list_tasks(pb::ListTasksRequest) -> pb::ListTasksResponse;
        get_national_balance(pb::GetNationalBalanceRequest) -> pb::GetNationalBalanceResponse;
    }
} }
