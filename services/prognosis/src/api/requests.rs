//! Commands in: what is wrong is named field by field.

use forecast::Month;
use forecast::expert::Inflow;
use kernel::{Command, Date, EditionId, Ids};
use sha2::{Digest as _, Sha256};
use tonic::Status;
use wire::prognosis as pb;
use wire::{Fields, WireCommand};

use super::Api;
use super::series::Read;
use crate::domain::edition::{self, CommandKind};
use crate::domain::judgement::{JudgementKind, Record, StoredExpectation, defaults};
use crate::domain::outcome::Observation;
use crate::domain::run::{Begin, Parameters, REPLICATIONS_DEFAULT};
use crate::work::{Freeze, Import, Unknown};

const REPLICATIONS_MIN: u32 = 100;
/// Fewest replications of an edition, and how many it has when the caller leaves the number open.
const EDITION_REPLICATIONS: (u32, u32) = (1_000, 10_000);
/// Longest text that a person writes: a reason, a remark, a function.
const TEXT_CHARS_MAX: usize = 2_000;
const CONTENT_BYTES_MAX: usize = 3 * 1024 * 1024;
/// Most values of one import.
const OBSERVATIONS_MAX: usize = 20_000;

wire::wire_commands! { crate::domain::edition::CommandKind, edition_id: kernel::EditionId;
    pb::SubmitEditionRequest => SubmitEdition {}
    pb::SignEditionRequest => SignEdition { organisation, signed_by, agrees, remark }
    pb::AdoptEditionRequest => AdoptEdition { adopted_by }
    pb::ChooseScenarioRequest => ChooseScenario { scenario, chosen_by, reason }
    pb::PublishEditionRequest => PublishEdition {}
    pb::WithdrawEditionRequest => WithdrawEdition { reason }
}

/// Notes texts that are empty or too long.
fn texts(fields: &mut Fields, texts: &[(&str, &str)]) {
    for (field, text) in texts {
        if text.trim().is_empty() {
            fields.wrong(field, "must be set");
        } else if text.chars().count() > TEXT_CHARS_MAX {
            fields.wrong(field, format!("must be at most {TEXT_CHARS_MAX} characters"));
        } else if text.chars().any(|letter| letter.is_control() && !matches!(letter, '\n' | '\t')) {
            fields.wrong(field, "must not hold control characters");
        }
    }
}

fn edition<M: WireCommand<EditionId, CommandKind>>(
    message: M,
    required: &[(&str, String)],
) -> Result<Command<EditionId, CommandKind>, Status> {
    let mut fields = Fields::new();
    let required: Vec<(&str, &str)> = required.iter().map(|(f, t)| (*f, t.as_str())).collect();
    texts(&mut fields, &required);
    fields.check()?;
    message.command()
}

pub(super) fn open(
    message: pb::OpenEditionRequest,
) -> Result<Command<EditionId, CommandKind>, Status> {
    let mut fields = Fields::new();
    let on: Option<Date> = fields.get("occurred_on", message.occurred_on);
    if !edition::is_name(&message.name) {
        fields.wrong("name", "must be a year, or a year with -I or -II");
    }
    texts(&mut fields, &[("opened_by", &message.opened_by)]);
    let (name, opened_by) = (message.name, message.opened_by);
    let key = edition::id(&name);
    let command = on.map(|on| Command::new(key, on, CommandKind::OpenEdition { name, opened_by }));
    fields.finish(command)
}

pub(super) fn submit(
    message: pb::SubmitEditionRequest,
) -> Result<Command<EditionId, CommandKind>, Status> {
    edition(message, &[])
}

pub(super) fn sign(
    message: pb::SignEditionRequest,
) -> Result<Command<EditionId, CommandKind>, Status> {
    let mut required = vec![("signed_by", message.signed_by.clone())];
    if !message.agrees {
        required.push(("remark", message.remark.clone()));
    }
    edition(message, &required)
}

pub(super) fn adopt(
    message: pb::AdoptEditionRequest,
) -> Result<Command<EditionId, CommandKind>, Status> {
    let required = [("adopted_by", message.adopted_by.clone())];
    edition(message, &required)
}

pub(super) fn choose(
    message: pb::ChooseScenarioRequest,
) -> Result<Command<EditionId, CommandKind>, Status> {
    let required = [("chosen_by", message.chosen_by.clone()), ("reason", message.reason.clone())];
    edition(message, &required)
}

pub(super) fn publish(
    message: pb::PublishEditionRequest,
) -> Result<Command<EditionId, CommandKind>, Status> {
    edition(message, &[])
}

pub(super) fn withdraw(
    message: pb::WithdrawEditionRequest,
) -> Result<Command<EditionId, CommandKind>, Status> {
    let required = [("reason", message.reason.clone())];
    edition(message, &required)
}

/// A number within its range, or the usual one for 0.
pub(super) fn or_usual(
    fields: &mut Fields,
    field: &str,
    asked: u32,
    range: std::ops::RangeInclusive<u32>,
    default: u32,
) -> u32 {
    match asked {
        0 => default,
        share if range.contains(&share) => share,
        _ => {
            let (low, high) = (range.start(), range.end());
            fields.wrong(field, format!("must be {low} to {high}, or 0 for {default}"));
            default
        }
    }
}

/// The parameters of a forecast with at least `fewest` replications, `default` when left open.
fn parameters(
    fields: &mut Fields,
    asked: pb::ForecastParameters,
    (fewest, default): (u32, u32),
) -> Option<Parameters> {
    let cut_off: Option<Date> =
        fields.checked("parameters.cut_off", asked.cut_off, |day: &Date| {
            if day.day() == 1 { Ok(()) } else { Err("must be the first day of a month") }
        });
    let horizon: Option<Date> = fields.get("parameters.horizon", asked.horizon);
    if let Some((cut_off, horizon)) = cut_off.zip(horizon) {
        let months = Month::of(cut_off).until(Month::of(horizon)) + 1;
        if !(1..=forecast::HORIZON_MONTHS_MAX).contains(&months) {
            fields.wrong(
                "parameters.horizon",
                "must lie in one of the 72 months from the cut-off on",
            );
        }
    }
    let range = fewest..=forecast::REPLICATIONS_MAX;
    let name = "parameters.replications";
    let replications = or_usual(fields, name, asked.replications, range, default);
    let history = asked.history_permille;
    let history_permille =
        or_usual(fields, "parameters.history_permille", history, 1..=1_000, 1_000);
    let minimum = asked.minimum_permille;
    let minimum_permille = or_usual(fields, "parameters.minimum_permille", minimum, 1..=499, 50);
    let maximum = asked.maximum_permille;
    let maximum_permille = or_usual(fields, "parameters.maximum_permille", maximum, 668..=999, 950);
    let (cut_off, horizon) = cut_off.zip(horizon)?;
    Some(Parameters {
        cut_off,
        horizon,
        seed: asked.seed,
        replications,
        history_permille,
        measures: asked.measures,
        without_expectations: asked.without_expectations,
        minimum_permille,
        maximum_permille,
    })
}

impl Api {
    pub(super) fn begin(&self, message: pb::CreateForecastRequest) -> Result<Begin, Status> {
        let mut fields = Fields::new();
        let asked = message.parameters.unwrap_or_default();
        let parameters = parameters(&mut fields, asked, (REPLICATIONS_MIN, REPLICATIONS_DEFAULT));
        let begin = parameters.map(|asked| self.begin_of(&message.request_id, asked));
        fields.finish(begin)
    }

    pub(super) fn freeze(&self, message: pb::FreezeEditionRequest) -> Result<Freeze, Status> {
        let mut fields = Fields::new();
        let edition_id: Option<EditionId> = fields.get("edition_id", message.edition_id);
        let on: Option<Date> = fields.get("occurred_on", message.occurred_on);
        let expected_version: Option<Option<i64>> =
            fields.get("expected_version", message.expected_version);
        let asked = message.parameters.unwrap_or_default();
        let parameters = parameters(&mut fields, asked, EDITION_REPLICATIONS);
        let read = || {
            let begin = self.begin_of(&message.request_id, parameters?);
            let (edition_id, on) = (edition_id?, on?);
            Some(Freeze { edition_id, expected_version: expected_version?, on, begin })
        };
        let freeze = read();
        fields.finish(freeze)
    }

    fn begin_of(&self, request_id: &str, parameters: Parameters) -> Begin {
        let forecast_id = Ids::derive(request_id.parse().unwrap_or_default(), b"forecast").into();
        Begin { forecast_id, parameters, now_us: self.parts.clock.now_us() }
    }
}

pub(super) fn assume(message: pb::SetAssumptionRequest) -> Result<Record, Status> {
    let mut fields = Fields::new();
    let expires_on = fields.get("expires_on", message.expires_on);
    if !message.value.is_finite() {
        fields.wrong("value", "must be a finite number");
    }
    texts(
        &mut fields,
        &[("name", &message.name), ("author", &message.author), ("reason", &message.reason)],
    );
    let record = expires_on.map(|expires_on| Record {
        kind: JudgementKind::Assumption,
        name: message.name,
        value: if message.withdraw { 0.0 } else { message.value },
        expectation: None,
        author: message.author,
        reason: message.reason,
        expires_on,
        withdrawn: message.withdraw,
    });
    fields.finish(record)
}

pub(super) fn switch(message: pb::SetMeasureRequest) -> Result<Record, Status> {
    let mut fields = Fields::new();
    texts(
        &mut fields,
        &[("name", &message.name), ("author", &message.author), ("reason", &message.reason)],
    );
    let record = Record {
        kind: JudgementKind::Measure,
        name: message.name,
        value: if message.on { 1.0 } else { 0.0 },
        expectation: None,
        author: message.author,
        reason: message.reason,
        expires_on: None,
        withdrawn: false,
    };
    fields.finish(Some(record))
}

pub(super) fn expect(message: pb::StateExpectationRequest) -> Result<Record, Status> {
    let mut fields = Fields::new();
    let expires_on = fields.get("expires_on", message.expires_on);
    let asked = message.expectation.unwrap_or_default();
    texts(&mut fields, &[("author", &message.author), ("reason", &message.reason)]);
    let quantity: Option<Inflow> = asked.quantity.parse().ok();
    if quantity.is_none() {
        let names: Vec<&str> = Inflow::ALL.iter().map(|one| one.code()).collect();
        fields.wrong("expectation.quantity", format!("must be one of {}", names.join(", ")));
    }
    let year = i16::try_from(asked.year).ok().filter(|year| (2000..=2100).contains(year));
    if year.is_none() {
        fields.wrong("expectation.year", "must be a year from 2000 to 2100");
    }
    let values = [asked.low, asked.middle, asked.high];
    let rising = values[0] > 0 && values.is_sorted_by(|a, b| a < b);
    if !(message.withdraw || rising) {
        fields.wrong("expectation.middle", "must lie between low and high, all above 0");
    }
    let (levels, weight) = defaults();
    let levels_permille = match asked.levels_permille.as_slice() {
        [] => levels,
        [low, middle, high] if 0 < *low && low < middle && middle < high && *high < 1_000 => {
            [*low, *middle, *high]
        }
        _ => {
            fields.wrong("expectation.levels_permille", "must be three rising levels, 1 to 999");
            levels
        }
    };
    let share = asked.weight_permille;
    let weight_permille =
        or_usual(&mut fields, "expectation.weight_permille", share, 1..=1_000, weight);
    let read = || {
        let (year, quantity) = (year?, quantity?);
        let name = format!("{quantity} {year}");
        let expectation =
            StoredExpectation { quantity, year, values, levels_permille, weight_permille };
        Some(Record {
            kind: JudgementKind::Expectation,
            name,
            value: 0.0,
            expectation: Some(expectation),
            author: message.author,
            reason: message.reason,
            expires_on: expires_on?,
            withdrawn: message.withdraw,
        })
    };
    let record = read();
    fields.finish(record)
}

pub(super) fn import(message: pb::ImportSeriesRequest) -> Result<Import, Status> {
    let mut fields = Fields::new();
    let published_on: Option<Date> = fields.get("published_on", message.published_on);
    texts(&mut fields, &[("source", &message.source)]);
    if message.content.len() > CONTENT_BYTES_MAX {
        fields.wrong("content", "must be at most 3 MiB");
    }
    for (field, rule) in super::series::meanings(&message.groups) {
        fields.wrong(&field, rule);
    }
    let id = Ids::derive(message.request_id.parse().unwrap_or_default(), b"import");
    let digest = hex::encode(Sha256::digest(message.content.as_bytes()));
    let mut read = Read::default();
    match super::series::read(&message) {
        Ok(all) if all.observations.len() > OBSERVATIONS_MAX => {
            let number = all.observations.len();
            let rule = format!("must hold at most {OBSERVATIONS_MAX} values, not {number}");
            fields.wrong("content", rule);
        }
        Ok(all) if all.observations.is_empty() => {
            let rule = format!("holds no values, and {} that are withheld", all.withheld);
            fields.wrong("content", rule);
        }
        Ok(all) => read = all,
        Err(errors) => {
            for (field, rule) in errors {
                fields.wrong(&field, rule);
            }
        }
    }
    let unknown_quantities = read.unknown_quantities().into_iter().collect();
    let Read { mut observations, withheld, unknown_groups } = read;
    let (source, dry_run) = (message.source, message.dry_run);
    let import = published_on.map(|published_on| {
        for one in &mut observations {
            // A line may say itself when it was published.
            if one.published_on == Date::MIN {
                one.published_on = published_on;
            }
            one.source.clone_from(&source);
            one.observation_id =
                Observation::id(&one.quantity, &one.grp, &one.period, one.published_on);
        }
        let unknown_groups = unknown_groups.into_iter().collect();
        let unknown = Unknown { quantities: unknown_quantities, groups: unknown_groups };
        Import { id, source, published_on, digest, observations, withheld, unknown, dry_run }
    });
    fields.finish(import)
}
