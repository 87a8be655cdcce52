//! `keten forecast`: from a running chain, or from published figures alone.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context as _, Result, anyhow};
use clap::Args;
use forecast::Estimate;
use forecast::assumption::Assumption;
use forecast::measure::Measure;
use forecast::quantities::Subject;
use host::ExitCode;
use jiff::civil::Date;
use wire::Wire as _;
use wire::prognosis as pb;

use super::files;
use super::heading::{Judged, words};
use crate::reach::Reach;
use crate::table::{Table, number};

/// Arguments of `keten forecast`.
#[derive(Args)]
pub(crate) struct ForecastArgs {
    #[command(flatten)]
    reach: Reach,
    /// First day that is not known: the first of a month
    #[arg(long)]
    cut_off: Date,
    /// A day of the last month to forecast
    #[arg(long)]
    horizon: Date,
    /// Seed of chance
    #[arg(long, default_value_t = 2025)]
    seed: u64,
    /// Replications, 100 to 20000
    #[arg(long, default_value_t = 2_000)]
    replications: u32,
    /// Share of the published history that the chain carries on, in thousandths: its size, refused when it is another
    #[arg(long, default_value_t = 1_000)]
    history_permille: u32,
    /// Forecasts from the published figures in this folder, without a chain
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["at", "history_permille"])]
    files: Option<PathBuf>,
    /// Switches a measure on, see keten judgement list (repeatable)
    #[arg(long = "measure", value_name = "NAME", value_parser = measure)]
    measures: Vec<Measure>,
    /// Leaves the expectations of experts out
    #[arg(long)]
    model_alone: bool,
    /// Shows what another value of an assumption does, for instance grant_rate=0.4; with --measure, what those do
    /// (repeatable)
    #[arg(long = "what-if", value_name = "NAME=VALUE", value_parser = assignment)]
    what_if: Vec<(Assumption, f64)>,
    /// Shows which parameter moves the answer how much
    #[arg(long, conflicts_with_all = ["what_if", "csv"])]
    explain: bool,
    /// Only quantities with this beginning, for instance inflow.
    #[arg(long, default_value = "")]
    quantity: String,
    /// Months too, with the levels of a fan: 2.5, 10, 25, 50, 75, 90 and 97.5 of 100
    #[arg(long)]
    monthly: bool,
    /// As JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// As CSV
    #[arg(long)]
    csv: bool,
}

fn measure(name: &str) -> Result<Measure, String> {
    let names = || Measure::ALL.iter().map(|one| one.code()).collect::<Vec<_>>().join(", ");
    name.parse().map_err(|_| format!("{name:?} is none of {}", names()))
}

fn assignment(text: &str) -> Result<(Assumption, f64), String> {
    let (name, value) = text.split_once('=').ok_or("must be name=value")?;
    let known: Assumption = name.parse().map_err(|_| {
        let names: Vec<&str> = Assumption::all().into_iter().map(Assumption::code).collect();
        format!("{name:?} is none of {}", names.join(", "))
    })?;
    let value = value.parse().map_err(|_| "the value must be a number")?;
    known.check(value)?;
    Ok((known, value))
}

fn names(measures: &[Measure]) -> Vec<String> {
    measures.iter().map(ToString::to_string).collect()
}

impl ForecastArgs {
    /// Measures of this forecast alone.
    fn measures(&self) -> &[Measure] {
        // With a what-if they are part of the change.
        if self.what_if.is_empty() { &self.measures } else { &[] }
    }

    /// What it is a forecast of.
    fn title(&self) -> String {
        let from = match &self.files {
            Some(folder) => format!("published figures in {}", folder.display()),
            None => "the events of the chain".to_owned(),
        };
        format!(
            "Forecast from {} to {}, from {from}: {} replications, seed {}",
            self.cut_off, self.horizon, self.replications, self.seed
        )
    }

    fn is_for_people(&self) -> bool {
        !(self.json || self.csv)
    }
}

/// Places of a fan's levels among [`forecast::score::LEVELS`].
const FAN: [(&str, usize); 7] =
    [("2.5", 1), ("10", 3), ("25", 6), ("50", 11), ("75", 16), ("90", 19), ("97.5", 21)];

pub(crate) async fn run(args: ForecastArgs) -> Result<ExitCode> {
    if args.files.is_some() {
        return tokio::task::spawn_blocking(move || from_files(&args)).await?;
    }
    let parameters = pb::ForecastParameters {
        cut_off: args.cut_off.to_pb(),
        horizon: args.horizon.to_pb(),
        seed: args.seed,
        replications: args.replications,
        history_permille: args.history_permille,
        // With a what-if the forecast stands without them, and the comparison has them.
        measures: names(args.measures()),
        without_expectations: args.model_alone,
        ..pb::ForecastParameters::default()
    };
    let told = |done| eprintln!("{done} of {} replications", args.replications);
    let client = args.reach.client()?;
    let forecast =
        crate::forecasting::make(&client, kernel::Ids::random(), parameters, told).await?;
    if args.is_for_people() {
        let request = pb::ListJudgementsRequest { kind: 0, history: false };
        let held = super::prognosis(&args.reach)?.list_judgements(request).await?.into_inner();
        head(&args, &held.judgements);
    }
    if args.explain {
        let request = pb::ExplainForecastRequest {
            forecast_id: forecast.forecast_id.clone(),
            replications: 0,
        };
        let answer = super::prognosis(&args.reach)?.explain_forecast(request).await?.into_inner();
        let influences = answer.influences.iter().map(|one| Influence {
            name: &one.name,
            value: one.value,
            effects: one.effects.iter().map(|e| (e.quantity.clone(), e.difference)).collect(),
        });
        print_influences(&args, &influences.collect::<Vec<_>>());
        return Ok(ExitCode::Done);
    }
    if !args.what_if.is_empty() {
        let request = pb::CompareScenariosRequest {
            forecast_id: forecast.forecast_id.clone(),
            measures: names(&args.measures),
            assumptions: args
                .what_if
                .iter()
                .map(|(of, value)| pb::AssumptionValue { name: of.to_string(), value: *value })
                .collect(),
            replications: 0,
        };
        let answer = super::prognosis(&args.reach)?.compare_scenarios(request).await?.into_inner();
        let effects = answer.effects.iter().map(|e| Row {
            quantity: e.quantity.clone(),
            period: &e.period,
            values: [e.base, e.changed, e.difference, e.difference_low, e.difference_high].into(),
        });
        print(&args, &EFFECTS, effects)?;
        if !(args.json || args.csv) {
            println!("\n{}", answer.explanation);
        }
        return Ok(ExitCode::Done);
    }
    let rows = forecast.estimates.iter().map(|e| Row {
        quantity: e.quantity.clone(),
        period: &e.period,
        values: values(&args, [e.minimum, e.median, e.medio, e.maximum, e.mean], &e.quantiles),
    });
    print(&args, &headings(&args), rows)?;
    Ok(ExitCode::Done)
}

/// Tells how far a run is.
struct ProgressLines {
    of: u32,
    shown: AtomicU32,
}

impl forecast::Progress for ProgressLines {
    fn done(&self, replications: u32) -> bool {
        let tenth = replications * 10 / self.of.max(1);
        if self.shown.fetch_max(tenth, Ordering::Relaxed) < tenth {
            eprintln!("{replications} of {} replications", self.of);
        }
        true
    }
}

fn from_files(args: &ForecastArgs) -> Result<ExitCode> {
    let folder = args.files.as_deref().context("a folder")?;
    let mut input = files::input(folder, args.cut_off, args.horizon)?;
    input.seed = args.seed;
    input.replications = args.replications;
    if args.model_alone {
        input.expectations.clear();
    }
    if args.explain {
        let all = forecast::explain(&input, WHAT_IF)?;
        let influences = all.iter().map(|one| Influence {
            name: one.assumption.code(),
            value: one.value,
            effects: one.effects.iter().map(|e| (e.subject.to_string(), e.difference)).collect(),
        });
        head(args, &[]);
        print_influences(args, &influences.collect::<Vec<_>>());
        return Ok(ExitCode::Done);
    }
    if !args.what_if.is_empty() {
        let mut changed = input.clone();
        changed.measures.extend(&args.measures);
        changed.assumptions.extend(args.what_if.iter().copied());
        let compared = forecast::compare(&input, &changed, WHAT_IF)?;
        let effects = compared.effects.iter().map(|e| Row {
            quantity: e.subject.to_string(),
            period: &e.period,
            values: [e.base, e.changed, e.difference, e.difference_low, e.difference_high].into(),
        });
        head(args, &[]);
        print(args, &EFFECTS, effects)?;
        if !(args.json || args.csv) {
            let (before, after) = (compared.bottleneck_before, compared.bottleneck);
            println!("\nlongest wait: {before} before, {after} after");
        }
        return Ok(ExitCode::Done);
    }
    input.measures.extend(&args.measures);
    let told = ProgressLines { of: input.replications, shown: AtomicU32::new(0) };
    let estimates = forecast::run(&input, &told)?;
    let rows = estimates.iter().map(|e: &Estimate| Row {
        quantity: e.subject.to_string(),
        period: &e.period,
        values: values(args, [e.minimum, e.median, e.medio, e.maximum, e.mean], &e.quantiles),
    });
    head(args, &[]);
    print(args, &headings(args), rows)?;
    Ok(ExitCode::Done)
}

/// Prints what stands above a forecast for people.
fn head(args: &ForecastArgs, held: &[pb::Judgement]) {
    if args.is_for_people() {
        let judged = Judged::of(held, args.measures(), args.model_alone);
        crate::table::say(&judged.text(&args.title()));
    }
}

/// Paired replications of a what-if.
const WHAT_IF: u32 = 200;
/// A parameter and what a tenth more of it does, with the quantities.
struct Influence<'a> {
    name: &'a str,
    value: f64,
    effects: Vec<(String, i64)>,
}

/// Prints what a tenth more of every parameter does to the end of the forecast.
fn print_influences(args: &ForecastArgs, all: &[Influence<'_>]) {
    if args.json {
        let object = |one: &Influence<'_>| {
            let effects = one.effects.iter().map(|(of, moved)| (of.clone(), (*moved).into()));
            let effects: serde_json::Map<String, serde_json::Value> = effects.collect();
            serde_json::json!({ "assumption": one.name, "value": one.value, "effects": effects })
        };
        let all: Vec<serde_json::Value> = all.iter().map(object).collect();
        crate::table::say(&format!("{}\n", serde_json::Value::from(all)));
        return;
    }
    let mut headings = vec!["a tenth more of", "from"];
    headings.extend(
        all.first().into_iter().flat_map(|one| one.effects.iter().map(|(of, _)| of.as_str())),
    );
    let mut table = Table::new(&headings);
    for one in all {
        let mut row = vec![one.name.to_owned(), format!("{:.3}", one.value)];
        row.extend(one.effects.iter().map(|(_, moved)| format!("{moved:+}")));
        table.row(row);
    }
    crate::table::say(&table.text());
}

const EFFECTS: [&str; 5] = ["base", "changed", "difference", "low", "high"];

fn headings(args: &ForecastArgs) -> Vec<&'static str> {
    let mut all = vec!["minimum", "median", "medio", "maximum", "mean"];
    if args.monthly {
        all.extend(FAN.iter().map(|(name, _)| *name));
    }
    all
}

fn values(args: &ForecastArgs, named: [i64; 5], quantiles: &[i64]) -> Vec<i64> {
    let mut all = named.to_vec();
    if args.monthly {
        all.extend(FAN.iter().map(|(_, at)| quantiles.get(*at).copied().unwrap_or_default()));
    }
    all
}

struct Row<'a> {
    quantity: String,
    period: &'a str,
    values: Vec<i64>,
}

/// Prints rows: years and half-years of flows and the last months of years of stocks, or all with --monthly.
fn print<'a>(
    args: &ForecastArgs,
    headings: &[&str],
    rows: impl Iterator<Item = Row<'a>>,
) -> Result<()> {
    let annual = |row: &Row<'_>| {
        let year = row.period.len() == 4 || row.period.ends_with('I');
        year || row.period.ends_with("-12") || !args.what_if.is_empty()
    };
    let rows: Vec<Row<'a>> = rows
        .filter(|row| row.quantity.starts_with(&args.quantity))
        .filter(|row| args.monthly || args.json || args.csv || annual(row))
        .collect();
    if rows.is_empty() {
        return Err(anyhow!("no quantity begins with {:?}", args.quantity));
    }
    if args.json {
        let object = |row: &Row<'_>| {
            let mut object = serde_json::Map::new();
            object.insert("quantity".to_owned(), row.quantity.as_str().into());
            object.insert("period".to_owned(), row.period.into());
            let named = headings.iter().map(|name| (*name).to_owned());
            object.extend(named.zip(row.values.iter().map(|value| (*value).into())));
            serde_json::Value::Object(object)
        };
        let all: Vec<serde_json::Value> = rows.iter().map(object).collect();
        crate::table::say(&format!("{}\n", serde_json::Value::from(all)));
        return Ok(());
    }
    if args.csv {
        let mut text = format!("quantity,period,{}\n", headings.join(","));
        for row in &rows {
            let values: Vec<String> = row.values.iter().map(i64::to_string).collect();
            text.push_str(&[&row.quantity, row.period, &values.join(",")].join(","));
            text.push('\n');
        }
        crate::table::say(&text);
        return Ok(());
    }
    let names = ["of", "what", "unit", "quantity", "period"];
    let mut table = Table::new(&[&names, headings].concat()).with_texts(names.len());
    let mut rows = rows;
    // In the order in which people pass the organisations; a quantity's rows stay in theirs.
    rows.sort_by_key(|row| {
        let known = row.quantity.parse().ok().map(|one: Subject| one.quantity());
        // What this command does not know comes last.
        (known.is_none(), known, row.quantity.clone())
    });
    for row in rows {
        let mut cells = words(&row.quantity).to_vec();
        cells.extend([row.quantity, row.period.to_owned()]);
        cells.extend(row.values.iter().map(|value| number(Some(*value))));
        table.row(cells);
    }
    crate::table::say(&table.text());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_documented() {
        let page = include_str!("../../../../docs/files.md");
        let levels = ["minimum", "median", "medio", "maximum", "mean"];
        let all = ["quantity", "period"].into_iter().chain(levels).chain(EFFECTS);
        // One line stands for the levels of the fan.
        for column in all.chain(FAN.iter().map(|(name, _)| *name).take(1)) {
            assert!(page.contains(&format!("| `{column}` |")), "{column} is not documented");
        }
    }
}
