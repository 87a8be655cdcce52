//! Requests into commands: the first error of every field is reported.

use kernel::{Command, Date, Ids, LocationId, PersonDetails, PersonId};
use tonic::Status;
use wire::reception as pb;
use wire::{Fields, WireCommand};

use crate::domain::location::{self, Opening};
use crate::domain::stay;
use crate::domain::stay::Repeat;
use crate::domain::ukraine::UkraineWeek;
use crate::work::{
    Admit, ImportLocations, ImportStays, Inhabitants, ReportWeek, ReportedPlaces, SetTask,
};

wire::wire_import! { pb::Stay as crate::domain::stay::Stay:
    takes { person_id, case_id, household_id, nationality, birth_year, sex, unaccompanied_minor, state, category, location_id, stay_no, expected_on, placed_on, right_ends_on, version }
    loses { ended_on, end_reason, moves, entry, ground, moratorium, category_since, place_until, unplaced, needs, measure, measure_ends_on, measure_since, heaviest_measure, area_order, absent_on }
}

wire::wire_import! { pb::Location as crate::domain::location::Location:
    takes { location_id, name, kind, municipality, emergency, places, minors_only, contract_ends_on, state, opened_on, operator, room_places, offers, only_sex, convertible, version }
    loses { occupied, closed_on, unavailable, unavailable_reason, opens_on, closes_on, changed_on }
}

wire::wire_commands! { crate::domain::stay::CommandKind, person_id: kernel::PersonId;
    pb::PlacePersonRequest => PlacePerson { location_id, until, proposal_overruled_reason, no_guardian_reason }
    pb::MovePersonRequest => MovePerson { location_id, reason, until }
    pb::ReportAbsenceRequest => ReportAbsence {  }
    pb::ReportReturnRequest => ReportReturn {  }
    pb::ConfirmGoneRequest => ConfirmGone {  }
    pb::EndStayRequest => EndStay { reason }
    pb::ExtendReceptionRequest => ExtendReception { ground }
    pb::RecordNeedsRequest => RecordNeeds { needs }
    pb::RecordBirthRequest => RecordBirth { child_id, sex }
    pb::ImposeMeasureRequest => ImposeMeasure { measure, ends_on, withheld_percent, skip_reason, guardian_consents }
    pb::LiftMeasureRequest => LiftMeasure { reason }
    pb::RecordMajorityRequest => RecordMajority {  }
}

wire::wire_commands! { crate::domain::location::CommandKind, location_id: kernel::LocationId;
    pb::ContractLocationRequest => ContractLocation { places, opens_on, contract_ends_on }
    pb::ChangeCapacityRequest => ChangeCapacity { places, contract_ends_on, unavailable, unavailable_reason }
    pb::AnnounceClosingRequest => AnnounceClosing { closes_on }
    pb::CloseLocationRequest => CloseLocation {  }
    pb::ConvertLocationRequest => ConvertLocation {  }
}

wire::wire_commands! { crate::domain::guardianship::CommandKind, person_id: kernel::PersonId;
    pb::ProvideGuardianRequest => ProvideGuardian {  }
    pb::AppointGuardianRequest => AppointGuardian {  }
    pb::EndGuardianshipRequest => EndGuardianship { reason }
}

/// Most bytes of a reason in words.
const REASON_BYTES_MAX: usize = 500;

pub(super) fn stay<M: WireCommand<PersonId, stay::CommandKind>>(
    message: M,
) -> Result<Command<PersonId, stay::CommandKind>, Status> {
    let command = message.command()?;
    let (field, text) = match &command.kind {
        stay::CommandKind::PlacePerson { proposal_overruled_reason, .. } => {
            ("proposal_overruled_reason", proposal_overruled_reason)
        }
        stay::CommandKind::ImposeMeasure { skip_reason, .. } => ("skip_reason", skip_reason),
        _ => return Ok(command),
    };
    let mut fields = Fields::new();
    short(&mut fields, field, text);
    fields.finish(Some(command))
}

pub(super) fn location<M: WireCommand<LocationId, location::CommandKind>>(
    message: M,
) -> Result<Command<LocationId, location::CommandKind>, Status> {
    let command = message.command()?;
    let mut fields = Fields::new();
    if let location::CommandKind::ChangeCapacity {
        places, unavailable, unavailable_reason, ..
    } = &command.kind
    {
        if unavailable > places {
            fields.wrong("unavailable", "must be at most places");
        }
        short(&mut fields, "unavailable_reason", unavailable_reason);
    }
    fields.finish(Some(command))
}

fn short(fields: &mut Fields, name: &str, text: &str) {
    if text.len() > REASON_BYTES_MAX {
        fields.wrong(name, format!("must be at most {REASON_BYTES_MAX} bytes"));
    }
}

fn positive(number: &i32) -> Result<(), &'static str> {
    if *number > 0 { Ok(()) } else { Err("must be more than 0") }
}

fn name(fields: &mut Fields, text: &str) {
    if text.trim().is_empty() || text.len() > 200 {
        fields.wrong("name", "must be 1 to 200 bytes");
    }
}

fn region(fields: &mut Fields, field: &str, text: &str) {
    if text.is_empty() || text.len() > 20 {
        fields.wrong(field, "must be 1 to 20 bytes");
    }
}

pub(super) fn open(
    message: pb::OpenLocationRequest,
) -> Result<Command<LocationId, location::CommandKind>, Status> {
    let mut fields = Fields::new();
    let id: Option<Option<LocationId>> = fields.get("location_id", message.location_id);
    let on = fields.get("occurred_on", message.occurred_on);
    let kind = fields.get("kind", message.kind);
    let municipality = fields.get("municipality", message.municipality);
    let places = fields.get("places", message.places);
    let room_places = fields.get("room_places", message.room_places);
    let contract_ends_on = fields.get("contract_ends_on", message.contract_ends_on);
    let operator = fields.get("operator", message.operator);
    let offers = fields.get("offers", message.offers);
    let only_sex = fields.get("only_sex", message.only_sex);
    name(&mut fields, &message.name);
    short(&mut fields, "small_because", &message.small_because);
    let request_id = message.request_id.parse().unwrap_or_default();
    let read = || {
        let key = id?.unwrap_or_else(|| Ids::derive(request_id, b"location").into());
        let opening = Opening {
            name: message.name.clone(),
            kind: kind?,
            municipality: municipality?,
            emergency: message.emergency,
            places: places?,
            minors_only: message.minors_only,
            contract_ends_on: contract_ends_on?,
            operator: operator?,
            room_places: room_places?,
            offers: offers?,
            only_sex: only_sex?,
            convertible: message.convertible,
            small_because: message.small_because.clone(),
        };
        Some(Command::new(key, on?, location::CommandKind::OpenLocation(Box::new(opening))))
    };
    let command = read();
    fields.finish(command)
}

pub(super) fn plan(
    message: pb::PlanLocationRequest,
) -> Result<Command<LocationId, location::CommandKind>, Status> {
    let mut fields = Fields::new();
    let id: Option<Option<LocationId>> = fields.get("location_id", message.location_id);
    let on = fields.get("occurred_on", message.occurred_on);
    let kind = fields.get("kind", message.kind);
    let municipality = fields.get("municipality", message.municipality);
    let places = fields.get("places", message.places);
    let opens_on = fields.get("opens_on", message.opens_on);
    name(&mut fields, &message.name);
    let request_id = message.request_id.parse().unwrap_or_default();
    let read = || {
        let key = id?.unwrap_or_else(|| Ids::derive(request_id, b"location").into());
        let kind = location::CommandKind::PlanLocation {
            name: message.name.clone(),
            kind: kind?,
            municipality: municipality?,
            emergency: message.emergency,
            places: places?,
            minors_only: message.minors_only,
            opens_on: opens_on?,
        };
        Some(Command::new(key, on?, kind))
    };
    let command = read();
    fields.finish(command)
}

pub(super) fn admit(message: pb::AdmitRepeatApplicantRequest) -> Result<Admit, Status> {
    let mut fields = Fields::new();
    let on = fields.get("occurred_on", message.occurred_on);
    let case_id = fields.get("case_id", message.case_id);
    if message.person.is_none() {
        fields.wrong("person", "must be set");
    }
    let person = message.person.unwrap_or_default();
    let person_id = fields.get("person.person_id", person.person_id);
    let household_id = fields.get("person.household_id", person.household_id);
    let nationality = fields.get("person.nationality", person.nationality);
    let year = fields.get("person.birth_year", person.birth_year);
    let sex = fields.get("person.sex", person.sex);
    let told = || Some(PersonDetails { nationality: nationality?, birth_year: year?, sex: sex? });
    let read = || {
        Some(Admit {
            on: on?,
            repeat: Repeat {
                person_id: person_id?,
                case_id: case_id?,
                household_id: household_id?,
                told: told()?,
                unaccompanied_minor: person.unaccompanied_minor,
            },
        })
    };
    let command = read();
    fields.finish(command)
}

pub(super) fn import_stays(message: pb::ImportStaysRequest) -> Result<ImportStays, Status> {
    let read = wire::import("stays", message.occurred_on, message.stays);
    read.map(|(on, stays)| ImportStays { on, stays })
}

pub(super) fn import_locations(
    message: pb::ImportLocationsRequest,
) -> Result<ImportLocations, Status> {
    let read = wire::import("locations", message.occurred_on, message.locations);
    read.map(|(on, locations)| ImportLocations { on, locations })
}

pub(super) fn ukraine(message: pb::ReportUkraineWeekRequest) -> Result<ReportWeek, Status> {
    let mut fields = Fields::new();
    let week = message.week.unwrap_or_default();
    let week_start: Option<Date> = fields.get("week.week_start", week.week_start);
    let registrations = fields.get("week.registrations", week.registrations);
    let places = fields.get("week.places", week.places);
    let occupied = fields.get("week.occupied", week.occupied);
    region(&mut fields, "week.region", &week.region);
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
    fields.finish(week).map(ReportWeek)
}

/// Most safety regions of a task; there are 25.
const REGIONS_MAX: usize = 100;

pub(super) fn ukraine_task(message: pb::SetUkraineTaskRequest) -> Result<SetTask, Status> {
    let mut fields = Fields::new();
    let on = fields.get("occurred_on", message.occurred_on);
    let national = fields.get("national", message.national);
    if message.regions.is_empty() || message.regions.len() > REGIONS_MAX {
        fields.wrong("regions", format!("must be 1 to {REGIONS_MAX}"));
    }
    let mut all: Vec<Inhabitants> = Vec::with_capacity(message.regions.len());
    for (n, basis) in message.regions.into_iter().enumerate() {
        region(&mut fields, &format!("regions.{n}.region"), &basis.region);
        let path = format!("regions.{n}.inhabitants");
        fields.checked(&path, basis.inhabitants, positive);
        if all.iter().any(|known| known.region == basis.region) {
            fields.wrong("regions", format!("must name {} once", basis.region));
        }
        all.push(Inhabitants { region: basis.region, inhabitants: basis.inhabitants });
    }
    let read = || Some(SetTask { on: on?, national: national?, regions: all });
    let command = read();
    fields.finish(command)
}

pub(super) fn ukraine_places(
    message: pb::ReportUkrainePlacesRequest,
) -> Result<ReportedPlaces, Status> {
    let mut fields = Fields::new();
    let on = fields.get("occurred_on", message.occurred_on);
    let realised = fields.get("realised", message.realised);
    let closed = fields.get("closed", message.closed);
    region(&mut fields, "region", &message.region);
    let read = || {
        let (on, region) = (on?, message.region.clone());
        Some(ReportedPlaces { on, region, realised: realised?, closed: closed? })
    };
    let command = read();
    fields.finish(command)
}
