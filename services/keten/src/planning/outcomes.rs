//! `keten series`, `keten scores`, `keten deviations`: what happened beside what was forecast.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand, ValueEnum};
use host::ExitCode;
use jiff::civil::Date;
use wire::Wire as _;
use wire::prognosis as pb;

use super::{prognosis, request_id};
use crate::reach::Reach;
use crate::table::{Table, number};

/// What can be done with published series.
#[derive(Subcommand)]
pub(crate) enum SeriesCommand {
    /// Imports a file; nothing is taken when a line is wrong
    Import {
        /// The file
        file: PathBuf,
        /// Its form
        #[arg(long)]
        format: Form,
        /// Where it comes from: publisher and table
        #[arg(long)]
        source: String,
        /// When it was published
        #[arg(long)]
        published: Date,
        /// Quantity that the values are about; not for tidy files, which name it
        #[arg(long, default_value = "")]
        quantity: String,
        /// Dimension that says what is counted; not for tidy files
        #[arg(long, default_value = "")]
        measure_dimension: String,
        /// Its value for this quantity; not for tidy files
        #[arg(long, default_value = "")]
        measure: String,
        /// Dimension that says of whom; not for tidy files
        #[arg(long, default_value = "")]
        group_dimension: String,
        /// A dimension held at one value; not for tidy files (repeatable)
        #[arg(long, value_name = "DIMENSION=VALUE")]
        only: Vec<String>,
        #[command(flatten)]
        reach: Reach,
    },
    /// Lists values
    List {
        /// Only this quantity
        #[arg(long, default_value = "")]
        quantity: String,
        /// As known on this day
        #[arg(long)]
        known_on: Option<Date>,
        /// Every vintage
        #[arg(long)]
        vintages: bool,
        #[command(flatten)]
        reach: Reach,
    },
}

/// Form of a published series.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Form {
    Tidy,
    StatlineJson,
    StatlineCsv,
    EurostatTsv,
    EurostatCsv,
}

/// Arguments of `keten scores`.
#[derive(Args)]
pub(crate) struct ScoresArgs {
    /// Only of this forecast
    #[arg(long, default_value = "")]
    forecast: String,
    /// Only this quantity
    #[arg(long, default_value = "")]
    quantity: String,
    #[command(flatten)]
    reach: Reach,
}

/// Arguments of `keten deviations`.
#[derive(Args)]
pub(crate) struct DeviationsArgs {
    /// Only of this rule, for instance outside_band
    #[arg(long, default_value = "")]
    rule: String,
    #[command(flatten)]
    reach: Reach,
}

pub(crate) async fn series(command: SeriesCommand) -> Result<ExitCode> {
    match command {
        SeriesCommand::Import {
            file,
            format,
            source,
            published,
            quantity,
            measure_dimension,
            measure,
            group_dimension,
            only,
            reach,
        } => {
            let content =
                std::fs::read_to_string(&file).with_context(|| format!("{}", file.display()))?;
            let format = match format {
                Form::Tidy => pb::SeriesFormat::TidyCsv,
                Form::StatlineJson => pb::SeriesFormat::StatlineJson,
                Form::StatlineCsv => pb::SeriesFormat::StatlineCsv,
                Form::EurostatTsv => pb::SeriesFormat::EurostatTsv,
                Form::EurostatCsv => pb::SeriesFormat::EurostatCsv,
            };
            let only = only
                .iter()
                .map(|text| {
                    let (name, value) = text
                        .split_once('=')
                        .with_context(|| format!("--only {text:?} is not dimension=value"))?;
                    Ok((name.to_owned(), value.to_owned()))
                })
                .collect::<Result<_>>()?;
            let request = pb::ImportSeriesRequest {
                request_id: request_id(),
                format: format.into(),
                content,
                source,
                published_on: published.to_pb(),
                quantity,
                measure_dimension,
                measure,
                group_dimension,
                only,
            };
            let answer = prognosis(&reach)?.import_series(request).await;
            let answer = answer.map_err(with_lines)?.into_inner();
            println!(
                "{} values taken in, {} known, {} withheld by the publisher",
                answer.imported, answer.unchanged, answer.withheld
            );
            Ok(ExitCode::Done)
        }
        SeriesCommand::List { quantity, known_on, vintages, reach } => {
            list(&reach, quantity, known_on, vintages).await
        }
    }
}

/// A refusal with all its lines, which a status shows only the first of.
fn with_lines(status: tonic::Status) -> anyhow::Error {
    use tonic_types::StatusExt as _;
    let Some(bad) = status.get_details_bad_request() else { return status.into() };
    let lines = bad.field_violations.iter().map(|v| format!("{}: {}", v.field, v.description));
    anyhow::anyhow!("nothing was taken in\n{}", lines.collect::<Vec<_>>().join("\n"))
}

async fn list(
    reach: &Reach,
    quantity: String,
    known_on: Option<Date>,
    vintages: bool,
) -> Result<ExitCode> {
    let mut client = prognosis(reach)?;
    let mut table =
        Table::new(&["quantity", "group", "period", "value", "published", "qualifier", "source"]);
    let mut page_token = String::new();
    loop {
        let request = pb::ListObservationsRequest {
            quantity: quantity.clone(),
            known_on: known_on.to_pb(),
            vintages,
            page_size: 1_000,
            page_token,
            ..pb::ListObservationsRequest::default()
        };
        let answer = client.list_observations(request).await?.into_inner();
        for one in &answer.observations {
            let published = Date::from_pb(one.published_on).map(|day| day.to_string());
            table.row(vec![
                one.quantity.clone(),
                one.group.clone(),
                one.period.clone(),
                one.value.to_string(),
                published.unwrap_or_default(),
                one.qualifier.clone(),
                one.source.clone(),
            ]);
        }
        page_token = answer.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    crate::table::say(&table.text());
    Ok(ExitCode::Done)
}

pub(crate) async fn scores(args: ScoresArgs) -> Result<ExitCode> {
    let mut client = prognosis(&args.reach)?;
    let mut table = Table::new(&[
        "quantity", "period", "horizon", "realised", "median", "error %", "WIS", "PIT", "in 80 %",
        "source",
    ]);
    let (mut number_of, mut inside, mut above) = (0_i64, 0_i64, 0_i64);
    let mut page_token = String::new();
    loop {
        let request = pb::ListScoresRequest {
            forecast_id: args.forecast.clone(),
            quantity: args.quantity.clone(),
            page_size: 1_000,
            page_token,
        };
        let answer = client.list_scores(request).await?.into_inner();
        for score in &answer.scores {
            number_of += 1;
            inside += i64::from(score.inside_80);
            above += i64::from(score.above_medio);
            table.row(vec![
                score.quantity.clone(),
                score.period.clone(),
                score.horizon_months.to_string(),
                number(Some(score.realised)),
                number(Some(score.median)),
                format!("{:+.1}", score.error_percent),
                format!("{:.1}", score.wis),
                format!("{:.2}", score.pit),
                if score.inside_80 { "yes" } else { "no" }.to_owned(),
                score.source.clone(),
            ]);
        }
        page_token = answer.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    crate::table::say(&table.text());
    if number_of > 0 {
        let percent = |part: i64| part as f64 * 100.0 / number_of as f64;
        println!(
            "{number_of} scores; inside the 80 % interval {:.0} %, above the medio {:.0} % (33 % expected)",
            percent(inside),
            percent(above)
        );
    }
    Ok(ExitCode::Done)
}

pub(crate) async fn deviations(args: DeviationsArgs) -> Result<ExitCode> {
    let mut client = prognosis(&args.reach)?;
    let mut table = Table::new(&["month", "rule", "quantity", "observed", "bound", "in words"]);
    let mut page_token = String::new();
    loop {
        let request =
            pb::ListDeviationsRequest { rule: args.rule.clone(), page_size: 1_000, page_token };
        let answer = client.list_deviations(request).await?.into_inner();
        for one in &answer.deviations {
            let month = Date::from_pb(one.month).map(|day| forecast::Month::of(day).to_string());
            table.row(vec![
                month.unwrap_or_default(),
                one.rule.clone(),
                one.quantity.clone(),
                number(Some(one.observed)),
                number(Some(one.bound)),
                one.explanation.clone(),
            ]);
        }
        page_token = answer.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    crate::table::say(&table.text());
    Ok(ExitCode::Done)
}
