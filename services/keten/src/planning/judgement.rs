//! `keten judgement`: assumptions, measures and expectations of experts, each version with author and reason.

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};
use forecast::assumption::Assumption;
use host::ExitCode;
use jiff::civil::Date;
use wire::Wire as _;
use wire::prognosis as pb;

use super::{prognosis, request_id};
use crate::reach::Reach;
use crate::table::Table;

/// What can be done with judgements.
#[derive(Subcommand)]
pub(crate) enum JudgementCommand {
    /// Lists what holds, and what could be set
    List {
        /// Every version there was
        #[arg(long)]
        history: bool,
        #[command(flatten)]
        reach: Reach,
    },
    /// Sets an assumption
    Assume {
        /// Its name
        name: String,
        /// Its value; left out with --withdraw
        #[arg(required_unless_present = "withdraw", allow_negative_numbers = true)]
        value: Option<f64>,
        /// Back to what the model estimates
        #[arg(long)]
        withdraw: bool,
        #[command(flatten)]
        whose: Whose,
    },
    /// Switches a measure on or off
    Switch {
        /// Its name
        name: String,
        /// Off instead of on
        #[arg(long)]
        off: bool,
        #[command(flatten)]
        whose: Whose,
    },
    /// States what experts expect of a quantity in a year
    Expect {
        /// Quantity, for instance inflow.first
        quantity: String,
        /// Year
        year: i32,
        /// Low, middle and high value
        #[arg(num_args = 3, required_unless_present = "withdraw")]
        values: Vec<i64>,
        /// Levels of the three values in thousandths
        #[arg(long, num_args = 3)]
        levels: Vec<u32>,
        /// Weight beside the model in thousandths
        #[arg(long, default_value_t = 300)]
        weight: u32,
        /// It holds no longer
        #[arg(long)]
        withdraw: bool,
        #[command(flatten)]
        whose: Whose,
    },
}

/// Whose judgement it is.
#[derive(Args)]
pub(crate) struct Whose {
    /// Whose judgement it is: a function
    #[arg(long)]
    author: String,
    /// Why
    #[arg(long)]
    reason: String,
    /// Last day on which it holds
    #[arg(long)]
    until: Option<Date>,
    #[command(flatten)]
    reach: Reach,
}

pub(crate) async fn run(command: JudgementCommand) -> Result<ExitCode> {
    let request_id = request_id();
    let judgement = match command {
        JudgementCommand::List { history, reach } => return list(&reach, history).await,
        JudgementCommand::Assume { name, value, withdraw, whose } => {
            let request = pb::SetAssumptionRequest {
                request_id,
                name,
                value: value.unwrap_or_default(),
                author: whose.author,
                reason: whose.reason,
                expires_on: whose.until.to_pb(),
                withdraw,
            };
            prognosis(&whose.reach)?.set_assumption(request).await?.into_inner().judgement
        }
        JudgementCommand::Switch { name, off, whose } => {
            let Whose { author, reason, reach, .. } = whose;
            let request = pb::SetMeasureRequest { request_id, name, on: !off, author, reason };
            prognosis(&reach)?.set_measure(request).await?.into_inner().judgement
        }
        JudgementCommand::Expect { quantity, year, values, levels, weight, withdraw, whose } => {
            let [low, middle, high] = <[i64; 3]>::try_from(values.as_slice()).unwrap_or_default();
            let expectation = pb::Expectation {
                quantity,
                year,
                low,
                middle,
                high,
                levels_permille: levels,
                weight_permille: weight,
            };
            let request = pb::StateExpectationRequest {
                request_id,
                expectation: Some(expectation),
                author: whose.author,
                reason: whose.reason,
                expires_on: whose.until.to_pb(),
                withdraw,
            };
            prognosis(&whose.reach)?.state_expectation(request).await?.into_inner().judgement
        }
    };
    print(&[judgement.context("the answer holds the judgement")?]);
    Ok(ExitCode::Done)
}

async fn list(reach: &Reach, history: bool) -> Result<ExitCode> {
    let request = pb::ListJudgementsRequest { kind: 0, history };
    let answer = prognosis(reach)?.list_judgements(request).await?.into_inner();
    print(&answer.judgements);
    if !history {
        let note = "estimated: from the events of the last year, another value in each forecast; keten forecast --explain \
                    shows it";
        println!("  {note}");
    }
    Ok(ExitCode::Done)
}

/// What the model has where nobody set anything.
fn standard(one: &pb::Judgement) -> String {
    match one.kind() {
        pb::JudgementKind::Measure => "off".to_owned(),
        pb::JudgementKind::Assumption => match one.name.parse::<Assumption>() {
            Ok(known) => known.standard().map_or_else(
                || format!("estimated ({})", known.meaning().unit),
                |value| format!("{value} {} (standard)", known.meaning().unit),
            ),
            // A chain of another version than this command.
            Err(_) => "as the model has it".to_owned(),
        },
        _ => "none".to_owned(),
    }
}

/// The value of a judgement in words.
pub(super) fn value(one: &pb::Judgement) -> String {
    match (&one.expectation, one.kind()) {
        _ if one.version == 0 => standard(one),
        _ if one.withdrawn => format!("withdrawn: {}", standard(one)),
        (Some(e), _) => {
            format!("{} {} {} at weight {} of 1000", e.low, e.middle, e.high, e.weight_permille)
        }
        (None, pb::JudgementKind::Measure) if one.value > 0.0 => "on".to_owned(),
        (None, pb::JudgementKind::Measure) => "off".to_owned(),
        (None, _) => format!("{} {}", one.value, one.unit),
    }
}

fn print(judgements: &[pb::Judgement]) {
    let mut table =
        Table::new(&["kind", "name", "version", "value", "author", "reason", "what it means"])
            .with_texts(7);
    for one in judgements {
        let kind = one.kind().as_str_name().trim_start_matches("JUDGEMENT_KIND_").to_lowercase();
        table.row(vec![
            kind,
            one.name.clone(),
            one.version.to_string(),
            value(one),
            one.author.clone(),
            one.reason.clone(),
            one.description.clone(),
        ]);
    }
    table.say_or("nobody has recorded a judgement: keten judgement assume, switch and expect do");
}
