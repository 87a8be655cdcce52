//! gRPC in, domain out.

mod events;
mod queries;
mod requests;
mod words;

use host::Parts;
use kernel::{Date, Ids, Order};
use tonic::Status;
use wire::reception as pb;
use wire::reception::reception_service_server::ReceptionService;
use wire::{Fields, Wire as _, WireOrder};

use crate::domain::location::{self, Location};
use crate::domain::stay::{self, Stay};
use crate::domain::ukraine::UkraineWeek;
use crate::work::Command;

/// The gRPC service.
pub(crate) struct Api {
    pub(crate) parts: Parts<Command>,
}

host::fact!(stay::Event => Stay, "opvangplaatsing", |e| e.person.person_id, stay::evolve);
host::fact!(location::Event => Location, "opvanglocatie", |e| e.location_id, location::evolve);

fn stay<M: WireOrder<stay::Action>>(message: M) -> Result<Command, Status> {
    message.order().map(Command::Stay)
}

fn location<M: WireOrder<location::Action>>(message: M) -> Result<Command, Status> {
    message.order().map(Command::Location)
}

fn not_negative(number: &i32) -> Result<(), &'static str> {
    if *number >= 0 { Ok(()) } else { Err("must not be negative") }
}

fn open(message: pb::OpenLocationRequest) -> Result<Command, Status> {
    let mut fields = Fields::new();
    let id: Option<Option<kernel::Uuid>> = fields.get("location_id", message.location_id);
    let on = fields.get("occurred_on", message.occurred_on);
    let kind = fields.get("kind", message.kind);
    let municipality = fields.get("municipality", message.municipality);
    let places = fields.checked("places", message.places, not_negative);
    let contract_ends_on = fields.get("contract_ends_on", message.contract_ends_on);
    if message.name.trim().is_empty() || message.name.len() > 200 {
        fields.wrong("name", "must be 1 to 200 bytes");
    }
    let request_id = message.request_id.parse().unwrap_or_default();
    let read = || {
        let key = id?.unwrap_or_else(|| Ids::derive(request_id, b"location"));
        Some(Order::new(
            key,
            on?,
            location::Action::OpenLocation {
                name: message.name.clone(),
                kind: kind?,
                municipality: municipality?,
                emergency: message.emergency,
                places: places?,
                minors_only: message.minors_only,
                contract_ends_on: contract_ends_on?,
            },
        ))
    };
    let order = read();
    fields.finish(order).map(Command::Location)
}

fn import_stays(message: pb::ImportStaysRequest) -> Result<Command, Status> {
    let read = wire::import("stays", message.occurred_on, message.stays);
    read.map(|(on, all)| Command::ImportStays(on, all))
}

fn import_locations(message: pb::ImportLocationsRequest) -> Result<Command, Status> {
    let read = wire::import("locations", message.occurred_on, message.locations);
    read.map(|(on, all)| Command::ImportLocations(on, all))
}

fn ukraine(message: pb::ReportUkraineWeekRequest) -> Result<Command, Status> {
    let mut fields = Fields::new();
    let week = message.week.unwrap_or_default();
    let week_start: Option<Date> = fields.get("week.week_start", week.week_start);
    let registrations = fields.checked("week.registrations", week.registrations, not_negative);
    let places = fields.checked("week.places", week.places, not_negative);
    let occupied = fields.checked("week.occupied", week.occupied, not_negative);
    if week.region.is_empty() || week.region.len() > 20 {
        fields.wrong("week.region", "must be 1 to 20 bytes");
    }
    let read = || {
        let week_start = week_start?;
        Some(UkraineWeek {
            week_id: format!("{}/{week_start}", week.region),
            region: week.region.clone(),
            week_start,
            registrations: registrations?,
            places: places?,
            occupied: occupied?,
            version: 0,
        })
    };
    let week = read();
    fields.finish(week).map(Command::Ukraine)
}

/// The weekly facts as they are sent.
pub(crate) fn week_to_pb(week: &UkraineWeek) -> pb::UkraineWeek {
    pb::UkraineWeek {
        region: week.region.clone(),
        week_start: week.week_start.to_pb(),
        registrations: week.registrations,
        places: week.places,
        occupied: week.occupied,
    }
}

host::grpc_service! { ReceptionService, Api {
    commands {
        place_person(pb::PlacePersonRequest) -> pb::PlacePersonResponse = stay;
        move_person(pb::MovePersonRequest) -> pb::MovePersonResponse = stay;
        report_absence(pb::ReportAbsenceRequest) -> pb::ReportAbsenceResponse = stay;
        report_return(pb::ReportReturnRequest) -> pb::ReportReturnResponse = stay;
        confirm_gone(pb::ConfirmGoneRequest) -> pb::ConfirmGoneResponse = stay;
        end_stay(pb::EndStayRequest) -> pb::EndStayResponse = stay;
        open_location(pb::OpenLocationRequest) -> pb::OpenLocationResponse = open;
        change_capacity(pb::ChangeCapacityRequest) -> pb::ChangeCapacityResponse = location;
        close_location(pb::CloseLocationRequest) -> pb::CloseLocationResponse = location;
        import_stays(pb::ImportStaysRequest) -> pb::ImportStaysResponse = import_stays;
        import_locations(pb::ImportLocationsRequest) -> pb::ImportLocationsResponse = import_locations;
        report_ukraine_week(pb::ReportUkraineWeekRequest) -> pb::ReportUkraineWeekResponse = ukraine;
    }
    queries {
        get_stay(pb::GetStayRequest) -> pb::GetStayResponse;
        list_stays(pb::ListStaysRequest) -> pb::ListStaysResponse;
        get_location(pb::GetLocationRequest) -> pb::GetLocationResponse;
        list_locations(pb::ListLocationsRequest) -> pb::ListLocationsResponse;
        list_ukraine_weeks(pb::ListUkraineWeeksRequest) -> pb::ListUkraineWeeksResponse;
        get_occupancy(pb::GetOccupancyRequest) -> pb::GetOccupancyResponse;
        get_portfolio(pb::GetPortfolioRequest) -> pb::GetPortfolioResponse;
    }
} }
