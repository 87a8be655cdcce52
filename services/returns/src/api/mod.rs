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
use crate::domain::charter::{self, Charter};
use crate::work::Command;

/// The gRPC service.
pub(crate) struct Api {
    pub(crate) parts: Parts<Command>,
}

host::fact!(charter::Event => Charter, "charter", |e| e.charter_id, charter::evolve);
host::fact!(case::Event => ReturnCase, "terugkeerdossier", |e| e.person.person_id, case::evolve);

fn case<M: WireOrder<case::Action>>(message: M) -> Result<Command, Status> {
    message.order().map(Command::Case)
}

/// Most seats of a charter: no aircraft has more.
const SEATS_MAX: i32 = 500;

fn schedule(message: pb::ScheduleCharterRequest) -> Result<Command, Status> {
    if !(1..=SEATS_MAX).contains(&message.seats) {
        let mut fields = wire::Fields::new();
        fields.wrong("seats", format!("must be 1 to {SEATS_MAX}"));
        fields.check()?;
    }
    message.order().map(Command::Charter)
}

fn charter<M: WireOrder<charter::Action>>(message: M) -> Result<Command, Status> {
    message.order().map(Command::Charter)
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
        extend_detention(pb::ExtendDetentionRequest) -> pb::ExtendDetentionResponse = case;
        review_detention(pb::ReviewDetentionRequest) -> pb::ReviewDetentionResponse = case;
        record_detention_arrival(pb::RecordDetentionArrivalRequest) -> pb::RecordDetentionArrivalResponse = case;
        impose_measure(pb::ImposeMeasureRequest) -> pb::ImposeMeasureResponse = case;
        lift_measure(pb::LiftMeasureRequest) -> pb::LiftMeasureResponse = case;
        block_departure(pb::BlockDepartureRequest) -> pb::BlockDepartureResponse = case;
        unblock_departure(pb::UnblockDepartureRequest) -> pb::UnblockDepartureResponse = case;
        report_absconded(pb::ReportAbscondedRequest) -> pb::ReportAbscondedResponse = case;
        record_imprisonment(pb::RecordImprisonmentRequest) -> pb::RecordImprisonmentResponse = case;
        record_reappearance(pb::RecordReappearanceRequest) -> pb::RecordReappearanceResponse = case;
        impose_entry_ban(pb::ImposeEntryBanRequest) -> pb::ImposeEntryBanResponse = case;
        reclaim_support(pb::ReclaimSupportRequest) -> pb::ReclaimSupportResponse = case;
        plan_iom_departure(pb::PlanIomDepartureRequest) -> pb::PlanIomDepartureResponse = case;
        record_iom_departure(pb::RecordIomDepartureRequest) -> pb::RecordIomDepartureResponse = case;
        record_border_departure(pb::RecordBorderDepartureRequest) -> pb::RecordBorderDepartureResponse = case;
        found_illegally(pb::FoundIllegallyRequest) -> pb::FoundIllegallyResponse = case;
        refuse_entry(pb::RefuseEntryRequest) -> pb::RefuseEntryResponse = case;
        record_non_refoulement_check(pb::RecordNonRefoulementCheckRequest) -> pb::RecordNonRefoulementCheckResponse = case;
        close_case(pb::CloseCaseRequest) -> pb::CloseCaseResponse = case;
        schedule_charter(pb::ScheduleCharterRequest) -> pb::ScheduleCharterResponse = schedule;
        cancel_charter(pb::CancelCharterRequest) -> pb::CancelCharterResponse = charter;
        import_return_cases(pb::ImportReturnCasesRequest) -> pb::ImportReturnCasesResponse = import;
    }
    queries {
        get_return_case(pb::GetReturnCaseRequest) -> pb::GetReturnCaseResponse;
        list_return_cases(pb::ListReturnCasesRequest) -> pb::ListReturnCasesResponse;
        get_detention(pb::GetDetentionRequest) -> pb::GetDetentionResponse;
        get_departure_statistics(pb::GetDepartureStatisticsRequest) -> pb::GetDepartureStatisticsResponse;
        list_charters(pb::ListChartersRequest) -> pb::ListChartersResponse;
    }
} }
