//! `keten series`, `keten scores`, `keten deviations`: what happened beside what was forecast.

use anyhow::Result;
use clap::{Args, Subcommand};
use host::ExitCode;
use jiff::civil::Date;
use wire::Wire as _;
use wire::prognosis as pb;

use super::import::ImportArgs;
use super::prognosis;
use crate::reach::Reach;
use crate::table::{Table, number};

/// What can be done with published series.
#[derive(Subcommand)]
pub(crate) enum SeriesCommand {
    /// Imports a file; nothing is taken when a line is wrong
    Import(ImportArgs),
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
        SeriesCommand::Import(args) => super::import::import(args).await,
        SeriesCommand::List { quantity, known_on, vintages, reach } => {
            list(&reach, quantity, known_on, vintages).await
        }
    }
}

async fn list(
    reach: &Reach,
    quantity: String,
    known_on: Option<Date>,
    vintages: bool,
) -> Result<ExitCode> {
    let mut client = prognosis(reach)?;
    let mut table =
        Table::new(&["quantity", "group", "period", "value", "published", "qualifier", "source"])
            .with_texts(3);
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
    let of = if quantity.is_empty() { String::new() } else { format!(" of {quantity}") };
    table.say_or(&format!(
        "no value{of} was imported, or none was published by then: see keten series import"
    ));
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
    table.say_or(
        "no estimate has an outcome yet: a forecast scores when a month after its cut is closed, or a realised value is \
         imported (keten series import)",
    );
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
    let mut table =
        Table::new(&["month", "rule", "quantity", "observed", "bound", "in words"]).with_texts(3);
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
    table.say_or(
        "nothing deviates: no month was closed after a forecast, or every one was within its band (months close 10 days \
         after their end)",
    );
    Ok(ExitCode::Done)
}
