//! gRPC in, domain out.

mod events;
mod queries;
mod requests;
mod words;

use host::Parts;
use kernel::{CharterId, Command};
use tonic::Status;
use wire::WireCommand as _;
use wire::returns as pb;
use wire::returns::returns_service_server::ReturnsService;

use crate::domain::case::{self, ReturnCase};
use crate::domain::charter::{self, Charter};
use crate::work::{AnyCommand, ImportCases};

/// The gRPC service.
pub(crate) struct Api {
    pub(crate) parts: Parts<AnyCommand>,
}

host::aggregate!(charter::Event => Charter, "charter", |e| e.charter_id, charter::evolve);
host::aggregate!(case::Event => ReturnCase, "terugkeerdossier", |e| e.person.person_id, case::evolve);

/// Most seats of a charter: no aircraft has more.
const SEATS_MAX: i32 = 500;

fn schedule(
    message: pb::ScheduleCharterRequest,
) -> Result<Command<CharterId, charter::CommandKind>, Status> {
    if !(1..=SEATS_MAX).contains(&message.seats) {
        let mut fields = wire::Fields::new();
        fields.wrong("seats", format!("must be 1 to {SEATS_MAX}"));
        fields.check()?;
    }
    message.command()
}

fn import(message: pb::ImportReturnCasesRequest) -> Result<ImportCases, Status> {
    let read = wire::import("return_cases", message.occurred_on, message.return_cases);
    read.map(|(on, cases)| ImportCases { on, cases })
}

host::grpc_service! { ReturnsService, Api {
    commands {
        transfer_file(pb::TransferFileRequest) -> pb::TransferFileResponse;
        start_case(pb::StartCaseRequest) -> pb::StartCaseResponse;
        hold_departure_interview(pb::HoldDepartureInterviewRequest) -> pb::HoldDepartureInterviewResponse;
        plan_transfer(pb::PlanTransferRequest) -> pb::PlanTransferResponse;
        start_forced_track(pb::StartForcedTrackRequest) -> pb::StartForcedTrackResponse;
        impose_detention(pb::ImposeDetentionRequest) -> pb::ImposeDetentionResponse;
        lift_detention(pb::LiftDetentionRequest) -> pb::LiftDetentionResponse;
        record_travel_document(pb::RecordTravelDocumentRequest) -> pb::RecordTravelDocumentResponse;
        grant_support(pb::GrantSupportRequest) -> pb::GrantSupportResponse;
        book_flight(pb::BookFlightRequest) -> pb::BookFlightResponse;
        cancel_flight(pb::CancelFlightRequest) -> pb::CancelFlightResponse;
        record_departure(pb::RecordDepartureRequest) -> pb::RecordDepartureResponse;
        close_lawful(pb::CloseLawfulRequest) -> pb::CloseLawfulResponse;
        reopen_case(pb::ReopenCaseRequest) -> pb::ReopenCaseResponse;
        extend_detention(pb::ExtendDetentionRequest) -> pb::ExtendDetentionResponse;
        review_detention(pb::ReviewDetentionRequest) -> pb::ReviewDetentionResponse;
        record_detention_arrival(pb::RecordDetentionArrivalRequest) -> pb::RecordDetentionArrivalResponse;
        impose_measure(pb::ImposeMeasureRequest) -> pb::ImposeMeasureResponse;
        lift_measure(pb::LiftMeasureRequest) -> pb::LiftMeasureResponse;
        block_departure(pb::BlockDepartureRequest) -> pb::BlockDepartureResponse;
        unblock_departure(pb::UnblockDepartureRequest) -> pb::UnblockDepartureResponse;
        report_absconded(pb::ReportAbscondedRequest) -> pb::ReportAbscondedResponse;
        record_imprisonment(pb::RecordImprisonmentRequest) -> pb::RecordImprisonmentResponse;
        record_reappearance(pb::RecordReappearanceRequest) -> pb::RecordReappearanceResponse;
        impose_entry_ban(pb::ImposeEntryBanRequest) -> pb::ImposeEntryBanResponse;
        reclaim_support(pb::ReclaimSupportRequest) -> pb::ReclaimSupportResponse;
        plan_iom_departure(pb::PlanIomDepartureRequest) -> pb::PlanIomDepartureResponse;
        record_iom_departure(pb::RecordIomDepartureRequest) -> pb::RecordIomDepartureResponse;
        record_border_departure(pb::RecordBorderDepartureRequest) -> pb::RecordBorderDepartureResponse;
        found_illegally(pb::FoundIllegallyRequest) -> pb::FoundIllegallyResponse;
        refuse_entry(pb::RefuseEntryRequest) -> pb::RefuseEntryResponse;
        record_non_refoulement_check(pb::RecordNonRefoulementCheckRequest) -> pb::RecordNonRefoulementCheckResponse;
        close_case(pb::CloseCaseRequest) -> pb::CloseCaseResponse;
        schedule_charter(pb::ScheduleCharterRequest) -> pb::ScheduleCharterResponse = schedule;
        cancel_charter(pb::CancelCharterRequest) -> pb::CancelCharterResponse;
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
