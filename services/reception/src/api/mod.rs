//! gRPC in, domain out.

mod events;
mod figures;
mod proposals;
mod queries;
mod requests;
mod words;

use host::Parts;
use wire::reception as pb;
use wire::reception::reception_service_server::ReceptionService;

use self::requests::*;
use crate::domain::guardianship::{self, Guardianship};
use crate::domain::location::{self, Location};
use crate::domain::stay::{self, Stay};
use crate::work::AnyCommand;

/// The gRPC service.
pub(crate) struct Api {
    pub(crate) parts: Parts<AnyCommand>,
}

host::aggregate!(stay::Event => Stay, "opvangplaatsing", |e| e.person.person_id, stay::evolve);
host::aggregate!(location::Event => Location, "opvanglocatie", |e| e.location_id, location::evolve);
host::aggregate!(guardianship::Event => Guardianship, "voogdij", |e| e.person.person_id, guardianship::evolve);

host::grpc_service! { ReceptionService, Api {
    commands {
        place_person(pb::PlacePersonRequest) -> pb::PlacePersonResponse = stay;
        move_person(pb::MovePersonRequest) -> pb::MovePersonResponse = stay;
        report_absence(pb::ReportAbsenceRequest) -> pb::ReportAbsenceResponse = stay;
        report_return(pb::ReportReturnRequest) -> pb::ReportReturnResponse = stay;
        confirm_gone(pb::ConfirmGoneRequest) -> pb::ConfirmGoneResponse = stay;
        end_stay(pb::EndStayRequest) -> pb::EndStayResponse = stay;
        extend_reception(pb::ExtendReceptionRequest) -> pb::ExtendReceptionResponse = stay;
        record_needs(pb::RecordNeedsRequest) -> pb::RecordNeedsResponse = stay;
        record_birth(pb::RecordBirthRequest) -> pb::RecordBirthResponse = stay;
        impose_measure(pb::ImposeMeasureRequest) -> pb::ImposeMeasureResponse = stay;
        lift_measure(pb::LiftMeasureRequest) -> pb::LiftMeasureResponse = stay;
        record_majority(pb::RecordMajorityRequest) -> pb::RecordMajorityResponse = stay;
        admit_repeat_applicant(pb::AdmitRepeatApplicantRequest) -> pb::AdmitRepeatApplicantResponse = admit;
        provide_guardian(pb::ProvideGuardianRequest) -> pb::ProvideGuardianResponse;
        appoint_guardian(pb::AppointGuardianRequest) -> pb::AppointGuardianResponse;
        end_guardianship(pb::EndGuardianshipRequest) -> pb::EndGuardianshipResponse;
        plan_location(pb::PlanLocationRequest) -> pb::PlanLocationResponse = plan;
        contract_location(pb::ContractLocationRequest) -> pb::ContractLocationResponse = location;
        open_location(pb::OpenLocationRequest) -> pb::OpenLocationResponse = open;
        change_capacity(pb::ChangeCapacityRequest) -> pb::ChangeCapacityResponse = location;
        announce_closing(pb::AnnounceClosingRequest) -> pb::AnnounceClosingResponse = location;
        close_location(pb::CloseLocationRequest) -> pb::CloseLocationResponse = location;
        convert_location(pb::ConvertLocationRequest) -> pb::ConvertLocationResponse = location;
        import_stays(pb::ImportStaysRequest) -> pb::ImportStaysResponse = import_stays;
        import_locations(pb::ImportLocationsRequest) -> pb::ImportLocationsResponse = import_locations;
        report_ukraine_week(pb::ReportUkraineWeekRequest) -> pb::ReportUkraineWeekResponse = ukraine;
        set_ukraine_task(pb::SetUkraineTaskRequest) -> pb::SetUkraineTaskResponse = ukraine_task;
        report_ukraine_places(pb::ReportUkrainePlacesRequest) -> pb::ReportUkrainePlacesResponse = ukraine_places;
    }
    queries {
        get_stay(pb::GetStayRequest) -> pb::GetStayResponse;
        list_stays(pb::ListStaysRequest) -> pb::ListStaysResponse;
        get_location(pb::GetLocationRequest) -> pb::GetLocationResponse;
        list_locations(pb::ListLocationsRequest) -> pb::ListLocationsResponse;
        get_guardianship(pb::GetGuardianshipRequest) -> pb::GetGuardianshipResponse;
        list_guardianships(pb::ListGuardianshipsRequest) -> pb::ListGuardianshipsResponse;
        list_ukraine_weeks(pb::ListUkraineWeeksRequest) -> pb::ListUkraineWeeksResponse;
        get_ukraine_gap(pb::GetUkraineGapRequest) -> pb::GetUkraineGapResponse;
        get_occupancy(pb::GetOccupancyRequest) -> pb::GetOccupancyResponse;
        get_portfolio(pb::GetPortfolioRequest) -> pb::GetPortfolioResponse;
        get_costs(pb::GetCostsRequest) -> pb::GetCostsResponse;
        get_child_moves(pb::GetChildMovesRequest) -> pb::GetChildMovesResponse;
        propose_placements(pb::ProposePlacementsRequest) -> pb::ProposePlacementsResponse;
    }
} }
