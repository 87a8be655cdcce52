//! gRPC in, domain out.

mod events;
mod queries;
mod requests;
mod words;

use host::Parts;
use tonic::Status;
use wire::WireOrder;
use wire::returns as pb;
use wire::returns::returns_service_server::ReturnsService;

use crate::domain::case::{self, ReturnCase};
use crate::work::Command;

/// The gRPC service.
pub(crate) struct Api {
    pub(crate) parts: Parts<Command>,
}

host::fact!(case::Event => ReturnCase, "terugkeerdossier", |e| e.person.person_id, case::evolve);

fn case<M: WireOrder<case::Action>>(message: M) -> Result<Command, Status> {
    message.order().map(Command::Case)
}

fn import(message: pb::ImportReturnCasesRequest) -> Result<Command, Status> {
    let read = wire::import("return_cases", message.occurred_on, message.return_cases);
    read.map(|(on, all)| Command::Import(on, all))
}

host::grpc_service! { ReturnsService, Api {
    commands {
        transfer_file(pb::TransferFileRequest) -> pb::TransferFileResponse = case;
        start_case(pb::StartCaseRequest) -> pb::StartCaseResponse = case;
        hold_departure_interview(pb::HoldDepartureInterviewRequest) -> pb::HoldDepartureInterviewResponse = case;
        plan_transfer(pb::PlanTransferRequest) -> pb::PlanTransferResponse = case;
        start_forced_track(pb::StartForcedTrackRequest) -> pb::StartForcedTrackResponse = case;
        impose_detention(pb::ImposeDetentionRequest) -> pb::ImposeDetentionResponse = case;
        lift_detention(pb::LiftDetentionRequest) -> pb::LiftDetentionResponse = case;
        record_travel_document(pb::RecordTravelDocumentRequest) -> pb::RecordTravelDocumentResponse = case;
        grant_support(pb::GrantSupportRequest) -> pb::GrantSupportResponse = case;
        book_flight(pb::BookFlightRequest) -> pb::BookFlightResponse = case;
        cancel_flight(pb::CancelFlightRequest) -> pb::CancelFlightResponse = case;
        record_departure(pb::RecordDepartureRequest) -> pb::RecordDepartureResponse = case;
        close_lawful(pb::CloseLawfulRequest) -> pb::CloseLawfulResponse = case;
        reopen_case(pb::ReopenCaseRequest) -> pb::ReopenCaseResponse = case;
        import_return_cases(pb::ImportReturnCasesRequest) -> pb::ImportReturnCasesResponse = import;
    }
    queries {
        get_return_case(pb::GetReturnCaseRequest) -> pb::GetReturnCaseResponse;
        list_return_cases(pb::ListReturnCasesRequest) -> pb::ListReturnCasesResponse;
        get_detention(pb::GetDetentionRequest) -> pb::GetDetentionResponse;
    }
} }
