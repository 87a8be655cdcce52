//! `keten edition`: an edition of the MPP from its opening to its publication.

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use host::ExitCode;
use jiff::civil::Date;
use wire::Wire as _;
use wire::prognosis as pb;

use super::{prognosis, request_id};
use crate::reach::Reach;
use crate::table::Table;

/// What can be done with editions.
#[derive(Subcommand)]
pub(crate) enum EditionCommand {
    /// Opens an edition
    Open {
        /// Name: a year, or a year with -I or -II
        name: String,
        /// Who opens it: a function, not a person's name
        #[arg(long)]
        by: String,
        #[command(flatten)]
        on: On,
    },
    /// Freezes the data and makes the forecast; waits until the results are there
    Freeze {
        /// Name of the edition
        name: String,
        /// First day that is not known: the first of a month
        #[arg(long)]
        cut_off: Date,
        /// A day of the last month to forecast
        #[arg(long)]
        horizon: Date,
        /// Seed of chance
        #[arg(long, default_value_t = 2025)]
        seed: u64,
        /// Replications, 1000 to 20000
        #[arg(long, default_value_t = 10_000)]
        replications: u32,
        /// Share of the published history that the chain carries on, in thousandths: its size, refused when another
        #[arg(long, default_value_t = 1_000)]
        history_permille: u32,
        #[command(flatten)]
        on: On,
    },
    /// Hands the results to the working group
    Submit {
        /// Name of the edition
        name: String,
        #[command(flatten)]
        on: On,
    },
    /// Signs for an organisation
    Sign {
        /// Name of the edition
        name: String,
        /// The organisation
        #[arg(long)]
        organisation: Signer,
        /// Who signs: a function
        #[arg(long)]
        by: String,
        /// Does not agree; a remark says why
        #[arg(long, requires = "remark")]
        disagrees: bool,
        /// Remark
        #[arg(long, default_value = "")]
        remark: String,
        #[command(flatten)]
        on: On,
    },
    /// Adopts it, as another than opened it
    Adopt {
        /// Name of the edition
        name: String,
        /// Who adopts it: a function
        #[arg(long)]
        by: String,
        #[command(flatten)]
        on: On,
    },
    /// Chooses the scenario by which the chain is planned
    Choose {
        /// Name of the edition
        name: String,
        /// The scenario
        #[arg(long)]
        scenario: Planned,
        /// Who chooses it: a function
        #[arg(long)]
        by: String,
        /// Why
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        on: On,
    },
    /// Publishes it; the one before is superseded
    Publish {
        /// Name of the edition
        name: String,
        #[command(flatten)]
        on: On,
    },
    /// Withdraws it before publication
    Withdraw {
        /// Name of the edition
        name: String,
        /// Why
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        on: On,
    },
    /// Shows an edition with its signatures
    Show {
        /// Name of the edition
        name: String,
        #[command(flatten)]
        reach: Reach,
    },
    /// Lists editions
    List {
        #[command(flatten)]
        reach: Reach,
    },
    /// Writes the figures of an edition to a file
    Export {
        /// Name of the edition
        name: String,
        /// Form of the file
        #[arg(long, default_value = "csv")]
        format: Form,
        /// The file
        #[arg(long)]
        out: std::path::PathBuf,
        #[command(flatten)]
        reach: Reach,
    },
}

/// When something happens, and where the chain is.
#[derive(Args)]
pub(crate) struct On {
    /// Day on which it happens; the chain's today when left out
    #[arg(long)]
    on: Option<Date>,
    #[command(flatten)]
    reach: Reach,
}

impl On {
    /// The day; the chain may live in another time than this machine.
    async fn day(&self) -> Result<Option<wire::common::CivilDate>> {
        if let Some(on) = self.on {
            return Ok(on.to_pb());
        }
        let today = pb::GetChainPictureRequest::default();
        Ok(super::prognosis(&self.reach)?.get_chain_picture(today).await?.into_inner().as_of)
    }
}

/// An organisation that signs.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Signer {
    Ind,
    Coa,
    Dtenv,
    Nidos,
    Police,
    ForeignAffairs,
    Judiciary,
}

/// A scenario for planning.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Planned {
    Median,
    Medio,
}

/// Form of a file.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Form {
    Csv,
    Json,
    Parquet,
}

fn edition_id(name: &str) -> String {
    ::prognosis::domain::edition::id(name).to_string()
}

pub(crate) async fn run(command: EditionCommand) -> Result<ExitCode> {
    use EditionCommand as C;
    let request_id = request_id();
    let edition = match command {
        C::List { reach } => return list(&reach).await,
        C::Show { name, reach } => return show(&reach, &name).await,
        C::Export { name, format, out, reach } => return export(&reach, &name, format, &out).await,
        C::Open { name, by, on } => {
            let occurred_on = on.day().await?;
            let request = pb::OpenEditionRequest { request_id, name, opened_by: by, occurred_on };
            prognosis(&on.reach)?.open_edition(request).await?.into_inner().edition
        }
        C::Freeze { name, cut_off, horizon, seed, replications, history_permille, on } => {
            let parameters = pb::ForecastParameters {
                cut_off: cut_off.to_pb(),
                horizon: horizon.to_pb(),
                seed,
                replications,
                history_permille,
                ..pb::ForecastParameters::default()
            };
            return freeze(&name, parameters, &on).await;
        }
        C::Submit { name, on } => {
            let request = pb::SubmitEditionRequest {
                request_id,
                edition_id: edition_id(&name),
                expected_version: 0,
                occurred_on: on.day().await?,
            };
            prognosis(&on.reach)?.submit_edition(request).await?.into_inner().edition
        }
        C::Sign { name, organisation, by, disagrees, remark, on } => {
            let organisation = match organisation {
                Signer::Ind => pb::Organisation::Ind,
                Signer::Coa => pb::Organisation::Coa,
                Signer::Dtenv => pb::Organisation::Dtenv,
                Signer::Nidos => pb::Organisation::Nidos,
                Signer::Police => pb::Organisation::Police,
                Signer::ForeignAffairs => pb::Organisation::ForeignAffairs,
                Signer::Judiciary => pb::Organisation::Judiciary,
            };
            let request = pb::SignEditionRequest {
                request_id,
                edition_id: edition_id(&name),
                organisation: organisation.into(),
                signed_by: by,
                agrees: !disagrees,
                remark,
                expected_version: 0,
                occurred_on: on.day().await?,
            };
            prognosis(&on.reach)?.sign_edition(request).await?.into_inner().edition
        }
        C::Adopt { name, by, on } => {
            let request = pb::AdoptEditionRequest {
                request_id,
                edition_id: edition_id(&name),
                adopted_by: by,
                expected_version: 0,
                occurred_on: on.day().await?,
            };
            prognosis(&on.reach)?.adopt_edition(request).await?.into_inner().edition
        }
        C::Choose { name, scenario, by, reason, on } => {
            let scenario = match scenario {
                Planned::Median => pb::PlanningScenario::Median,
                Planned::Medio => pb::PlanningScenario::Medio,
            };
            let request = pb::ChooseScenarioRequest {
                request_id,
                edition_id: edition_id(&name),
                scenario: scenario.into(),
                chosen_by: by,
                reason,
                expected_version: 0,
                occurred_on: on.day().await?,
            };
            prognosis(&on.reach)?.choose_scenario(request).await?.into_inner().edition
        }
        C::Publish { name, on } => {
            let request = pb::PublishEditionRequest {
                request_id,
                edition_id: edition_id(&name),
                expected_version: 0,
                occurred_on: on.day().await?,
            };
            prognosis(&on.reach)?.publish_edition(request).await?.into_inner().edition
        }
        C::Withdraw { name, reason, on } => {
            let request = pb::WithdrawEditionRequest {
                request_id,
                edition_id: edition_id(&name),
                reason,
                expected_version: 0,
                occurred_on: on.day().await?,
            };
            prognosis(&on.reach)?.withdraw_edition(request).await?.into_inner().edition
        }
    };
    print(&edition.context("the answer holds the edition")?);
    Ok(ExitCode::Done)
}

async fn freeze(name: &str, parameters: pb::ForecastParameters, on: &On) -> Result<ExitCode> {
    let mut client = prognosis(&on.reach)?;
    let replications = parameters.replications;
    let request = pb::FreezeEditionRequest {
        request_id: request_id(),
        edition_id: edition_id(name),
        parameters: Some(parameters),
        expected_version: 0,
        occurred_on: on.day().await?,
    };
    let edition = client.freeze_edition(request).await?.into_inner().edition;
    let forecast_id = edition.context("the answer holds the edition")?.forecast_id;
    let watch = pb::WatchForecastRequest { forecast_id };
    let mut progress = client.watch_forecast(watch).await?.into_inner();
    while let Some(step) = progress.message().await? {
        let forecast = step.forecast.unwrap_or_default();
        eprintln!("{} of {replications} replications", forecast.replications_done);
        match forecast.state() {
            pb::ForecastState::Failed => bail!("the forecast was not made: {}", forecast.failure),
            pb::ForecastState::Cancelled => bail!("the forecast was stopped by somebody"),
            _ => {}
        }
    }
    show(&on.reach, name).await
}

async fn show(reach: &Reach, name: &str) -> Result<ExitCode> {
    let request = pb::GetEditionRequest { edition_id: edition_id(name) };
    let edition = prognosis(reach)?.get_edition(request).await?.into_inner().edition;
    print(&edition.context("the answer holds the edition")?);
    Ok(ExitCode::Done)
}

fn day(date: Option<&wire::common::CivilDate>) -> String {
    date.map_or_else(|| "-".to_owned(), |d| format!("{}-{:02}-{:02}", d.year, d.month, d.day))
}

fn word(name: &str, prefix: &str) -> String {
    name.strip_prefix(prefix).unwrap_or(name).to_lowercase().replace('_', " ")
}

fn print(edition: &pb::Edition) {
    let mut table = Table::new(&["edition", &edition.name]);
    let mut row = |name: &str, value: String| table.row(vec![name.to_owned(), value]);
    row("state", word(edition.state().as_str_name(), "EDITION_STATE_"));
    row("opened", format!("{} by {}", day(edition.opened_on.as_ref()), edition.opened_by));
    row("data up to", day(edition.cut_off.as_ref()));
    row("forecast", edition.forecast_id.clone());
    row("digest", edition.digest.chars().take(16).collect());
    row("model", edition.model.clone());
    row("judgements", edition.judgements.to_string());
    for signature in &edition.signatures {
        let name = word(signature.organisation().as_str_name(), "ORGANISATION_");
        let says = if signature.agrees { "agrees" } else { "does not agree" };
        row(&name, format!("{says} ({}) {}", signature.signed_by, signature.remark));
    }
    row("adopted by", edition.adopted_by.clone());
    row("scenario", word(edition.scenario().as_str_name(), "PLANNING_SCENARIO_"));
    row("chosen by", format!("{} {}", edition.chosen_by, edition.chosen_reason));
    row("published", day(edition.published_on.as_ref()));
    row("withdrawn", edition.withdrawn_reason.clone());
    crate::table::say(&table.text());
}

async fn list(reach: &Reach) -> Result<ExitCode> {
    let mut client = prognosis(reach)?;
    let mut table = Table::new(&["edition", "state", "data up to", "scenario", "published"]);
    let mut page_token = String::new();
    loop {
        let request = pb::ListEditionsRequest { page_token, ..pb::ListEditionsRequest::default() };
        let answer = client.list_editions(request).await?.into_inner();
        for edition in &answer.editions {
            table.row(vec![
                edition.name.clone(),
                word(edition.state().as_str_name(), "EDITION_STATE_"),
                day(edition.cut_off.as_ref()),
                word(edition.scenario().as_str_name(), "PLANNING_SCENARIO_"),
                day(edition.published_on.as_ref()),
            ]);
        }
        page_token = answer.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    table.say_or("no edition was opened: keten edition open does");
    Ok(ExitCode::Done)
}

async fn export(reach: &Reach, name: &str, form: Form, out: &std::path::Path) -> Result<ExitCode> {
    let mut client = prognosis(reach)?;
    let request = pb::GetEditionRequest { edition_id: edition_id(name) };
    let edition = client.get_edition(request).await?.into_inner().edition;
    let forecast_id = edition.context("the answer holds the edition")?.forecast_id;
    if forecast_id.is_empty() {
        bail!("edition {name} has no figures yet");
    }
    let format = match form {
        Form::Csv => pb::FileFormat::Csv,
        Form::Json => pb::FileFormat::Json,
        Form::Parquet => pb::FileFormat::Parquet,
    };
    let request = pb::ExportForecastRequest { forecast_id, format: format.into() };
    let mut pieces = client.export_forecast(request).await?.into_inner();
    let mut bytes = Vec::new();
    while let Some(piece) = pieces.message().await? {
        bytes.extend(piece.data);
    }
    std::fs::write(out, &bytes).with_context(|| format!("{}", out.display()))?;
    eprintln!("{} bytes to {}", bytes.len(), out.display());
    Ok(ExitCode::Done)
}
