//! `keten letter`: the figures of the letter of 2025 beside the model's and what was realised.

use kernel::rounded;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use backtest::Options;
use clap::Args;
use forecast::Input;
use forecast::assumption::Estimated;
use forecast::expert::{Expectation, Inflow, Statement};
use forecast::quantities::Quantity;
use host::ExitCode;
use jiff::civil::Date;

use super::{files, statements};
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
    /// Every statement of the letter, and by what the chain shows it, instead of its figures
    #[arg(long, conflicts_with = "data")]
    statements: bool,
    /// The statements as the page docs/letter.md
    #[arg(long, requires = "statements", conflicts_with = "json")]
    markdown: bool,
}

/// The cut of the letter of 26 September 2025: data to the end of August.
pub(super) const CUT: Date = Date::constant(2025, 9, 1);
/// The last month that it looks at.
pub(super) const HORIZON: Date = Date::constant(2026, 12, 31);

pub(crate) async fn letter(args: LetterArgs) -> Result<ExitCode> {
    if args.statements {
        let text = match (args.json, args.markdown) {
            (true, _) => serde_json::to_string(&statements::all().collect::<Vec<_>>())? + "\n",
            (_, true) => statements::page(),
            _ => statements::table().text(),
        };
        say(&text);
        return Ok(ExitCode::Done);
    }
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
            object.insert("chain".to_owned(), serde_json::to_value(chain)?);
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
        let realised = row.realised.map(rounded);
        table.row(vec![
            row.quantity.to_string(),
            row.year.to_string(),
            row.scenario.to_owned(),
            number(Some(rounded(row.letter))),
            number(Some(rounded(row.anchored))),
            percent(row.anchored_error),
            number(Some(rounded(row.free))),
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
            number(Some(rounded(held.median))),
            number(Some(rounded(held.low))),
            number(Some(rounded(held.high))),
            held.mass * 100.0,
            number(Some(rounded(held.realised))),
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
#[derive(serde::Serialize)]
struct ChainOfLetter {
    places: i64,
    letter: i64,
    homes_per_month: i64,
    /// Family members who come in 2026; they live with the relative they join.
    family_2026: i64,
    /// The part of the target that is realised: who moves from reception and family members, as both count.
    realisation: f64,
    minors: i64,
    target_2026_1: i64,
}

/// Replications with which the free parameter is fitted.
const FIT_REPLICATIONS: u32 = 400;
/// Steps of the search: the range of homes is halved each time.
const FIT_STEPS: usize = 12;
/// Homes a month that the target of the letter asks for: 15,000 a half-year.
const TARGET_HOMES: f64 = 15_000.0 / 6.0;
const MONTHS_OF_YEAR: f64 = 12.0;
/// In December 2026 the need of the letter's 1 January 2027 stands at the month's end.
const PLACES: (Quantity, &str) = (Quantity::CoaRequiredCapacity, "2026-12");

impl ChainOfLetter {
    fn fit(folder: &Path, replications: u32) -> Result<Self> {
        let mut input = files::input(folder, CUT, HORIZON)?;
        input.seed = 2025;
        input.replications = FIT_REPLICATIONS;
        input.assumptions.insert(Estimated::GrantRate.into(), GRANT_RATE);
        input.assumptions.insert(Estimated::DecisionsPerMonth.into(), DECISIONS);
        impose(&mut input);
        let letter = ::reference::LETTER
            .iter()
            .find(|figure| figure.quantity == PLACES.0.code())
            .and_then(|figure| figure.median)
            .context("the letter's need of places")?;
        let (mut few, mut many) = (0.0, 2.0 * TARGET_HOMES);
        for _ in 0..FIT_STEPS {
            let homes = f64::midpoint(few, many);
            // Fewer homes, more residents.
            if medians(&mut input, homes, [PLACES])?[0] > letter {
                few = homes;
            } else {
                many = homes;
            }
        }
        let homes = f64::midpoint(few, many);
        input.replications = replications.min(forecast::REPLICATIONS_MAX);
        let [places, family, minors, target] = medians(
            &mut input,
            homes,
            [
                PLACES,
                (Quantity::InflowNareis, "2026"),
                (Quantity::CoaRequiredMinors, PLACES.1),
                (Quantity::HousingTarget, "2026-I"),
            ],
        )?;
        let realised = homes * MONTHS_OF_YEAR + family as f64;
        Ok(Self {
            places,
            letter,
            homes_per_month: rounded(homes),
            family_2026: family,
            realisation: realised / (TARGET_HOMES * MONTHS_OF_YEAR),
            minors,
            target_2026_1: target,
        })
    }

    fn print(&self) {
        let off = self.places as f64 / self.letter as f64 - 1.0;
        println!(
            "\n  With the letter's inflow and grant rate, {} homes a month for who is in reception, beside {} family\n  \
             members in 2026 ({:.0} % of the target of 2,500 a month), make the need of places on 1 January 2027 {}\n  \
             (letter {}, {:+.1} %). Minors {} (letter 5,600), target of 2026-I {} (letter 15,000).",
            number(Some(self.homes_per_month)),
            number(Some(self.family_2026)),
            self.realisation * 100.0,
            number(Some(self.places)),
            number(Some(self.letter)),
            off * 100.0,
            number(Some(self.minors)),
            number(Some(self.target_2026_1)),
        );
    }
}

/// Medians with this number of homes a month.
fn medians<const N: usize>(
    input: &mut Input,
    homes: f64,
    wanted: [(Quantity, &str); N],
) -> Result<[i64; N]> {
    input.assumptions.insert(Estimated::HomesPerMonth.into(), homes);
    let found = forecast::medians(input, wanted)?;
    if let Some(at) = found.iter().position(Option::is_none) {
        bail!("the forecast has no {} in {}", wanted[at].0, wanted[at].1);
    }
    Ok(found.map(Option::unwrap_or_default))
}

/// Grant rate that the letter assumes for 2026.
const GRANT_RATE: f64 = 0.56;

/// Decisions a month: those of 2024 (21,180, CBS), before the moratorium on Syria held them up.
const DECISIONS: f64 = 21_180.0 / 12.0;

/// Imposes the letter's total inflow.
fn impose(input: &mut Input) {
    let total = Inflow::Total;
    for figure in ::reference::LETTER.iter().filter(|figure| figure.quantity == total.code()) {
        let (Some(minimum), Some(medio), Some(maximum)) =
            (figure.minimum, figure.medio, figure.maximum)
        else {
            continue;
        };
        let [minimum, medio, maximum] = [minimum, medio, maximum].map(|value| value as f64);
        input.expectations.push(Statement {
            quantity: total,
            year: figure.period.parse().unwrap_or_default(),
            expectation: Expectation::Triple { minimum, medio, maximum },
            weight: 1.0,
            author: "MPP working group".to_owned(),
            reason: "the letter of 26 September 2025".to_owned(),
            expires: Date::MAX,
        });
    }
}
