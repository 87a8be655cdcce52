//! `keten letter`: the figures of the letter of 2025 beside the model's and what was realised.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use backtest::Options;
use clap::Args;
use forecast::Input;
use forecast::expert::{Expectation, Statement};
use host::ExitCode;
use jiff::civil::Date;

use super::files;
use crate::table::{Table, number, say};

/// Arguments of `keten letter`.
#[derive(Args)]
pub(crate) struct LetterArgs {
    /// Folder with the published series; with it the chain of the letter is reproduced too
    #[arg(long)]
    data: Option<PathBuf>,
    /// Replications
    #[arg(long, default_value_t = 10_000)]
    replications: u32,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// The cut of the letter of 26 September 2025: data to the end of August.
pub(super) const CUT: Date = Date::constant(2025, 9, 1);
/// The last month that it looks at.
pub(super) const HORIZON: Date = Date::constant(2026, 12, 31);

pub(crate) async fn letter(args: LetterArgs) -> Result<ExitCode> {
    tokio::task::spawn_blocking(move || reproduce(&args)).await?
}

fn reproduce(args: &LetterArgs) -> Result<ExitCode> {
    let options = Options { replications: args.replications, ..Options::default() };
    let letter = backtest::letter::letter(options)?;
    let chain = match &args.data {
        Some(folder) => Some(ChainOfLetter::fit(folder, args.replications)?),
        None => None,
    };
    if args.json {
        let mut all = serde_json::to_value(&letter)?;
        if let (Some(object), Some(chain)) = (all.as_object_mut(), &chain) {
            object.insert("chain".to_owned(), chain.json());
        }
        println!("{all}");
        return Ok(ExitCode::Done);
    }
    let mut table = Table::new(&[
        "quantity",
        "year",
        "scenario",
        "letter",
        "anchored",
        "off %",
        "free",
        "off %",
        "realised",
        "letter off %",
    ]);
    let percent = |part: f64| format!("{:+.1}", part * 100.0);
    for row in &letter.rows {
        let realised = row.realised.map(|value| value.round() as i64);
        table.row(vec![
            row.quantity.to_owned(),
            row.year.to_string(),
            row.scenario.to_owned(),
            number(Some(row.letter.round() as i64)),
            number(Some(row.anchored.round() as i64)),
            percent(row.anchored_error),
            number(Some(row.free.round() as i64)),
            percent(row.free / row.letter - 1.0),
            number(realised),
            row.realised.map_or("-".to_owned(), |realised| percent(row.letter / realised - 1.0)),
        ]);
    }
    say(&table.text());
    for (year, share) in &letter.medio_exceeded {
        println!(
            "  medio of {year} is exceeded in {:.1} % of the anchored replications",
            share * 100.0
        );
    }
    for held in &letter.held {
        println!(
            "  total of 2025 with data to {}: {} ({} to {}, {:.0} % interval); realised {}: {}",
            held.data_to,
            number(Some(held.median.round() as i64)),
            number(Some(held.low.round() as i64)),
            number(Some(held.high.round() as i64)),
            held.mass * 100.0,
            number(Some(held.realised.round() as i64)),
            if held.held { "inside" } else { "outside" }
        );
    }
    match chain {
        Some(chain) => chain.print(),
        None => {
            println!("  the chain of the letter needs --data, the folder with the published series")
        }
    }
    Ok(ExitCode::Done)
}

/// The chain of the letter: its inflow imposed, and one free parameter, how many homes municipalities
/// realise, fitted so that the need of places on 1 January 2027 is the letter's. A calibration, not evidence.
struct ChainOfLetter {
    places: i64,
    letter: i64,
    homes: f64,
    realisation: f64,
    minors: i64,
    target: i64,
}

/// Replications with which the free parameter is fitted.
const FIT_REPLICATIONS: u32 = 400;
/// Steps of the search: the range of homes is halved each time.
const FIT_STEPS: usize = 12;
/// Homes a month that the target of the letter asks for: 15,000 a half-year.
const TARGET_HOMES: f64 = 15_000.0 / 6.0;
/// Range of the part of the target that is realised in which the fitted value must lie (forecast design, 9).
const REALISATION: (f64, f64) = (0.3, 1.3);

impl ChainOfLetter {
    fn fit(folder: &Path, replications: u32) -> Result<Self> {
        let mut input = files::input(folder, CUT, HORIZON)?;
        input.seed = 2025;
        input.replications = FIT_REPLICATIONS;
        input.assumptions.insert("grant_rate".to_owned(), GRANT_RATE);
        input.assumptions.insert("decisions_per_month".to_owned(), DECISIONS);
        impose(&mut input);
        let letter = ::reference::LETTER
            .iter()
            .find(|figure| figure.quantity == "coa.required_capacity")
            .and_then(|figure| figure.median)
            .context("the letter's need of places")?;
        let (mut few, mut many) = (REALISATION.0, REALISATION.1);
        for _ in 0..FIT_STEPS {
            let middle = f64::midpoint(few, many);
            // Fewer homes, more residents.
            if places(&mut input, middle, "coa.required_capacity")? > letter {
                few = middle;
            } else {
                many = middle;
            }
        }
        let realisation = f64::midpoint(few, many);
        input.replications = replications.min(forecast::REPLICATIONS_MAX);
        let places_found = places(&mut input, realisation, "coa.required_capacity")?;
        let median = |quantity: &str, period: &str| -> Result<i64> {
            Ok(forecast::median(&input, quantity, period)?.unwrap_or_default())
        };
        Ok(Self {
            places: places_found,
            letter,
            homes: realisation * TARGET_HOMES,
            realisation,
            minors: median("coa.required_minors", "2026-12")?,
            target: median("housing.target", "2026-I")?,
        })
    }

    fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "places": self.places, "letter": self.letter, "homes_per_month": self.homes,
            "realisation": self.realisation, "minors": self.minors, "target_2026_1": self.target,
        })
    }

    fn print(&self) {
        let off = self.places as f64 / self.letter as f64 - 1.0;
        println!(
            "\n  With the letter's inflow and grant rate, {} homes a month ({:.0} % of the target of 2,500) make the\n  \
             need of places on 1 January 2027 {} (letter {}, {:+.1} %). Minors {} (letter 5,600), target of 2026-I {}\n  \
             (letter 15,000).",
            number(Some(self.homes.round() as i64)),
            self.realisation * 100.0,
            number(Some(self.places)),
            number(Some(self.letter)),
            off * 100.0,
            number(Some(self.minors)),
            number(Some(self.target)),
        );
    }
}

/// Grant rate that the letter assumes for 2026.
const GRANT_RATE: f64 = 0.56;

/// Decisions a month: those of 2024 (21,180, CBS), before the moratorium on Syria held them up.
const DECISIONS: f64 = 21_180.0 / 12.0;

/// Imposes the letter's total inflow.
fn impose(input: &mut Input) {
    for figure in ::reference::LETTER.iter().filter(|figure| figure.quantity == "inflow.total") {
        let (Some(minimum), Some(medio), Some(maximum)) =
            (figure.minimum, figure.medio, figure.maximum)
        else {
            continue;
        };
        let [minimum, medio, maximum] = [minimum, medio, maximum].map(|value| value as f64);
        input.expectations.push(Statement {
            quantity: figure.quantity.to_owned(),
            year: figure.period.parse().unwrap_or_default(),
            expectation: Expectation::Triple { minimum, medio, maximum },
            weight: 1.0,
            author: "MPP working group".to_owned(),
            reason: "the letter of 26 September 2025".to_owned(),
            expires: Date::MAX,
        });
    }
}

/// Median of a quantity in December 2026 with this part of the target's homes.
fn places(input: &mut Input, realisation: f64, quantity: &str) -> Result<i64> {
    input.assumptions.insert("homes_per_month".to_owned(), realisation * TARGET_HOMES);
    forecast::median(input, quantity, "2026-12")?.context("the need of places")
}
