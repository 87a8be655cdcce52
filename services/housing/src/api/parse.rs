//! Requests about targets, supervision and spreading into commands.

use kernel::{Command, Date, Municipality};
use law::Half;
use tonic::Status;
use wire::Fields;
use wire::housing as pb;

use crate::domain::place;
use crate::domain::spreading::{Basis as SpreadingBasis, Estimate, Places};
use crate::domain::supervision::CommandKind;
use crate::domain::task::Basis;
use crate::work::{
    CloseHalf, CorrectPlaces, CorrectRealisation, DecideDistribution, RecordPlaces, RecordReport,
    SetEstimate, SetTarget, TransferTask,
};

/// Most municipalities in a request; the country has some 340.
const MUNICIPALITIES_MAX: usize = 1_000;

pub(super) fn half(fields: &mut Fields, text: &str) -> Option<Half> {
    let half = text.parse().ok();
    if half.is_none() {
        fields.wrong("half", "must be a half-year such as 2025-I");
    }
    half
}

fn positive(number: &i32) -> Result<(), &'static str> {
    if *number > 0 { Ok(()) } else { Err("must be more than 0") }
}

fn even(year: &i32) -> Result<(), &'static str> {
    if year % 2 == 0 && (2024..2100).contains(year) {
        Ok(())
    } else {
        Err("must be an even year from 2024")
    }
}

fn text(fields: &mut Fields, name: &str, text: String) -> Option<String> {
    if text.trim().is_empty() {
        fields.wrong(name, "must be set");
        return None;
    }
    Some(text)
}

/// Reads a list of municipalities, each once.
fn each<P, T>(
    fields: &mut Fields,
    name: &str,
    least: usize,
    items: Vec<P>,
    mut read: impl FnMut(&mut Fields, &str, P) -> Option<T>,
) -> Vec<T> {
    if items.len() < least || items.len() > MUNICIPALITIES_MAX {
        fields.wrong(name, format!("must be {least} to {MUNICIPALITIES_MAX}"));
    }
    let mut all = Vec::with_capacity(items.len());
    for (n, item) in items.into_iter().take(MUNICIPALITIES_MAX).enumerate() {
        all.extend(read(fields, &format!("{name}.{n}"), item));
    }
    all
}

pub(super) fn set_target(message: pb::SetTargetRequest) -> Result<SetTarget, Status> {
    let mut fields = Fields::new();
    let on: Option<Date> = fields.get("occurred_on", message.occurred_on);
    let half = half(&mut fields, &message.half);
    let national = fields.get("national", message.national);
    let bases =
        each(&mut fields, "municipalities", 1, message.municipalities, |fields, at, item| {
            let municipality = fields.get(&format!("{at}.municipality"), item.municipality);
            let inhabitants = fields.get(&format!("{at}.inhabitants"), item.inhabitants);
            let predecessors = fields.get(&format!("{at}.predecessors"), item.predecessors);
            Some(Basis {
                municipality: municipality?,
                inhabitants: inhabitants?,
                opening: item.opening,
                inhabitants_fixed: item.inhabitants_fixed,
                predecessors: predecessors?,
            })
        });
    let read = || Some(SetTarget { on: on?, half: half?, national: national?, bases });
    let command = read();
    fields.finish(command)
}

pub(super) fn close_half(message: pb::CloseHalfRequest) -> Result<CloseHalf, Status> {
    let mut fields = Fields::new();
    let on: Option<Date> = fields.get("occurred_on", message.occurred_on);
    let half = half(&mut fields, &message.half);
    let read = || Some(CloseHalf { on: on?, half: half? });
    let command = read();
    fields.finish(command)
}

pub(super) fn transfer_task(message: pb::TransferTaskRequest) -> Result<TransferTask, Status> {
    let mut fields = Fields::new();
    let on: Option<Date> = fields.get("occurred_on", message.occurred_on);
    let half = half(&mut fields, &message.half);
    let from = fields.get("from_municipality", message.from_municipality);
    let to = fields.get("to_municipality", message.to_municipality);
    let persons = fields.checked("persons", message.persons, positive);
    let read = || {
        let (on, half, persons) = (on?, half?, persons?);
        Some(TransferTask { on, half, from: from?, to: to?, persons })
    };
    let command = read();
    fields.finish(command)
}

pub(super) fn correct_realisation(
    message: pb::CorrectRealisationRequest,
) -> Result<CorrectRealisation, Status> {
    let mut fields = Fields::new();
    let on: Option<Date> = fields.get("occurred_on", message.occurred_on);
    let entry = text(&mut fields, "entry_id", message.entry_id);
    let reason = text(&mut fields, "reason", message.reason);
    let read = || Some(CorrectRealisation { on: on?, entry_id: entry?, reason: reason? });
    let command = read();
    fields.finish(command)
}

fn supervise(
    mut fields: Fields,
    on: Option<wire::common::CivilDate>,
    municipality: String,
    asked: Option<CommandKind>,
) -> Result<Command<Municipality, CommandKind>, Status> {
    let on: Option<Date> = fields.get("occurred_on", on);
    let municipality: Option<Municipality> = fields.get("municipality", municipality);
    let read = || Some(Command::new(municipality?, on?, asked?));
    let command = read();
    fields.finish(command)
}

pub(super) fn plan(
    message: pb::RecordImprovementPlanRequest,
) -> Result<Command<Municipality, CommandKind>, Status> {
    let mut fields = Fields::new();
    let until = fields.date("valid_until", message.valid_until);
    supervise(
        fields,
        message.occurred_on,
        message.municipality,
        until.map(|valid_until| CommandKind::RecordPlan { valid_until }),
    )
}

pub(super) fn decide_substitution(
    message: pb::DecideSubstitutionRequest,
) -> Result<Command<Municipality, CommandKind>, Status> {
    let mut fields = Fields::new();
    let term = fields.date("last_term_on", message.last_term_on);
    supervise(
        fields,
        message.occurred_on,
        message.municipality,
        term.map(|last_term_on| CommandKind::DecideSubstitution { last_term_on }),
    )
}

pub(super) fn carry_out(
    message: pb::CarryOutSubstitutionRequest,
) -> Result<Command<Municipality, CommandKind>, Status> {
    let asked = Some(CommandKind::CarryOutSubstitution);
    supervise(Fields::new(), message.occurred_on, message.municipality, asked)
}

pub(super) fn estimate(message: pb::SetCapacityEstimateRequest) -> Result<SetEstimate, Status> {
    let mut fields = Fields::new();
    let on: Option<Date> = fields.get("occurred_on", message.occurred_on);
    let year = fields.checked("cycle", message.cycle, even);
    let places = fields.get("places", message.places);
    let minors = fields.get("minors", message.minors);
    if message.minors > message.places {
        fields.wrong("minors", "must not be more than the places");
    }
    let bases =
        each(&mut fields, "municipalities", 1, message.municipalities, |fields, at, item| {
            let municipality: Municipality =
                fields.get(&format!("{at}.municipality"), item.municipality)?;
            let province = place::province(municipality);
            if province.is_none() {
                fields.wrong(
                    &format!("{at}.municipality"),
                    "must be a municipality of the published table",
                );
            }
            Some(SpreadingBasis {
                municipality,
                province: province?,
                inhabitants: fields.get(&format!("{at}.inhabitants"), item.inhabitants)?,
                ses_thousandths: item.ses_thousandths,
            })
        });
    let read = || {
        let estimate = Estimate { places: places?, minors: minors?, bases };
        Some(SetEstimate { on: on?, year: year?, estimate })
    };
    let command = read();
    fields.finish(command)
}

fn places(
    fields: &mut Fields,
    name: &str,
    items: Vec<pb::MunicipalPlaces>,
) -> Vec<(Municipality, i32)> {
    each(fields, name, 0, items, |fields, at, item| {
        let municipality = fields.get(&format!("{at}.municipality"), item.municipality);
        let places = fields.get(&format!("{at}.places"), item.places);
        municipality.zip(places)
    })
}

pub(super) fn report(message: pb::RecordProvincialReportRequest) -> Result<RecordReport, Status> {
    let mut fields = Fields::new();
    let on: Option<Date> = fields.get("occurred_on", message.occurred_on);
    let year = fields.checked("cycle", message.cycle, even);
    let province = text(&mut fields, "province", message.province);
    let agreed = places(&mut fields, "municipalities", message.municipalities);
    let read = || Some(RecordReport { on: on?, year: year?, province: province?, agreed });
    let command = read();
    fields.finish(command)
}

pub(super) fn decide_distribution(
    message: pb::DecideDistributionRequest,
) -> Result<DecideDistribution, Status> {
    let mut fields = Fields::new();
    let on: Option<Date> = fields.get("occurred_on", message.occurred_on);
    let year = fields.checked("cycle", message.cycle, even);
    let appointments = places(&mut fields, "appointments", message.appointments);
    let read = || Some(DecideDistribution { on: on?, year: year?, appointments });
    let command = read();
    fields.finish(command)
}

pub(super) fn record_places(message: pb::RecordPlacesRequest) -> Result<RecordPlaces, Status> {
    let mut fields = Fields::new();
    let on: Option<Date> = fields.get("occurred_on", message.occurred_on);
    let year = fields.checked("cycle", message.cycle, even);
    let municipality = fields.get("municipality", message.municipality);
    let entry_id = fields.get("entry_id", message.entry_id);
    let places = fields.checked("places", message.places, positive);
    let from: Option<Date> = fields.get("available_from", message.available_from);
    let until: Option<Date> = fields.get("available_until", message.available_until);
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        fields.wrong("available_until", "must not lie before available_from");
    }
    let existing = message.existing;
    let read = || {
        let (entry_id, places, from, until) = (entry_id?, places?, from?, until?);
        let places = Places { entry_id, places, from, until, existing };
        Some(RecordPlaces { on: on?, year: year?, municipality: municipality?, places })
    };
    let command = read();
    fields.finish(command)
}

pub(super) fn correct_places(message: pb::CorrectPlacesRequest) -> Result<CorrectPlaces, Status> {
    let mut fields = Fields::new();
    let on: Option<Date> = fields.get("occurred_on", message.occurred_on);
    let year = fields.checked("cycle", message.cycle, even);
    let entry = fields.get("entry_id", message.entry_id);
    let read = || Some(CorrectPlaces { on: on?, year: year?, entry_id: entry? });
    let command = read();
    fields.finish(command)
}

/// Most households of a proposal.
const PROPOSALS_MAX: u32 = 1_000;

/// The largest dwellings of municipalities, in persons.
pub(super) type Classes = Vec<(Municipality, i64)>;

/// What is asked of a proposal: half-year, most households, largest dwellings.
pub(super) fn proposal(message: pb::ProposeLinksRequest) -> Result<(Half, u32, Classes), Status> {
    let mut fields = Fields::new();
    let half = half(&mut fields, &message.half);
    let limit = match message.limit {
        0 => 100,
        limit => limit,
    };
    if limit > PROPOSALS_MAX {
        fields.wrong("limit", format!("must be at most {PROPOSALS_MAX}"));
    }
    let classes = each(&mut fields, "dwellings", 0, message.dwellings, |fields, at, item| {
        let municipality = fields.get(&format!("{at}.municipality"), item.municipality);
        let persons = fields.checked(&format!("{at}.persons_max"), item.persons_max, positive);
        municipality.zip(persons.map(i64::from))
    });
    let read = half.map(|half| (half, limit, classes));
    fields.finish(read)
}
