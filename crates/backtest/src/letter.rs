//! The inflow figures of the letter on the MPP 2025: imposed on the paths, and forecast freely.
//!
//! Anchored: the published triples of total inflow and the published medians of first applications are imposed by
//! quantile mapping with weight 1. That the figures come back is a check of the machinery, no evidence. Free:
//! the same paths without any of it, next to what was realised. The total of the letter holds resettlement, the
//! realised total does not, and is compared with the paths without it.
//!
//! Free is not blind to the last degree: national totals of most months follow from a quarter or year that ends after
//! the cut (third quarter of 2025, year 2024), split over its months. [`crate::rhythm`] uses releases only, and its
//! median of first applications in 2025 is 10 % too low where this one is 7 %.

use forecast::Month;
use forecast::expert::{self, Expectation, Imposed, Statement, StatementError};
use forecast::inflow::{Beta, Gamma, InflowModel, Lot, Member, Paths, Resettlement, stream};
use forecast::quantile::type7;
use forecast::scenario::Levels;
use forecast::score;
use kernel::Date;
use rayon::prelude::*;
use serde::Serialize;

use crate::known::{FIRST, NAREIS, Releases, TODAY, history};
use crate::nareis::{Rate, rate};
use crate::rhythm::REPEAT_SPREAD;
use crate::{Error, Options};

/// A figure of the letter next to ours, in persons.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Quantity.
    #[serde(serialize_with = "crate::shown")]
    pub quantity: expert::Inflow,
    /// The year.
    pub year: i16,
    /// The scenario.
    pub scenario: &'static str,
    /// The letter.
    pub letter: f64,
    /// Ours with the letter imposed.
    pub anchored: f64,
    /// Difference of the two, as a share of the letter.
    pub anchored_error: f64,
    /// Ours without the letter.
    pub free: f64,
    /// What was realised, when it was.
    pub realised: Option<f64>,
    /// Difference of the letter from it, as a share of it.
    pub letter_error: Option<f64>,
    /// Difference of ours, freely forecast, from it.
    pub free_error: Option<f64>,
}

/// An interval of the free forecast and the outcome, in persons.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Held {
    /// Last month of data.
    #[serde(serialize_with = "crate::shown")]
    pub data_to: Month,
    /// Probability of the interval.
    pub mass: f64,
    /// Its lower end.
    pub low: f64,
    /// Its median.
    pub median: f64,
    /// Its upper end.
    pub high: f64,
    /// The outcome.
    pub realised: f64,
    /// Whether the interval holds it.
    pub held: bool,
}

/// The letter against paths of today's model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Letter {
    /// One row per published figure of inflow.
    pub rows: Vec<Row>,
    /// Share of anchored replications above medio, per year.
    pub medio_exceeded: Vec<(i16, f64)>,
    /// Total inflow of 2025 from the letter's own cut and from November 2024.
    pub held: Vec<Held>,
}

/// First month that the letter did not know.
const CUT: Month = Month::constant(2025, 9);
/// The day of the letter.
const DAY: Date = Date::constant(2025, 9, 26);
/// First month after the edition of autumn 2024.
const CUT_2024: Month = Month::constant(2024, 12);
/// Years of the letter.
const YEARS: [i16; 2] = [2025, 2026];
/// Rounds of imposing first applications and total in turn; they settle within a few.
const ROUNDS_MAX: u32 = 30;
/// Distance from a median at which the rounds stop, as a share.
const CLOSE: f64 = 0.001;

/// Paths of all kinds from a cut, with what is known of their first year.
struct Inflow {
    paths: Paths,
    /// Number of columns of first applications; then nareis, repeat and resettled.
    first: usize,
    /// Known in the year of the cut: first, nareis, repeat, resettled.
    known: [f64; 4],
    year: i16,
}

/// Evaluates the letter. Runs on the current rayon pool; editions use 10,000 replications.
pub fn letter(options: Options) -> Result<Letter, Error> {
    let free = inflow(CUT, DAY, 16, options)?;
    let anchored = anchor(&free)?;
    let mut rows = Vec::new();
    let mut medio_exceeded = Vec::new();
    for figure in &reference::LETTER {
        // Its places and targets need the chain.
        let Ok(quantity) = figure.quantity.parse() else { continue };
        let Ok(year) = figure.period.parse() else { continue };
        let ours = anchored.of(quantity, year);
        let own = free.of(quantity, year);
        let levels = Levels::default();
        for (scenario, value, level) in [
            ("minimum", figure.minimum, levels.minimum),
            ("median", figure.median, levels.median),
            ("medio", figure.medio, levels.medio),
            ("maximum", figure.maximum, levels.maximum),
        ] {
            let Some(letter) = value.map(|value| value as f64) else { continue };
            if scenario == "medio" {
                let above = ours.iter().filter(|sum| **sum > letter).count();
                medio_exceeded.push((year, above as f64 / ours.len() as f64));
            }
            // Only the middle of a distribution has an outcome of its own.
            let realised = realised(quantity, year).filter(|_| scenario.starts_with("med"));
            let anchored = type7(&ours, level);
            let free = type7(&own, level);
            rows.push(Row {
                quantity,
                year,
                scenario,
                letter,
                anchored,
                anchored_error: score::relative_error(anchored, letter),
                free,
                realised,
                letter_error: realised.map(|real| score::relative_error(letter, real)),
                free_error: realised.map(|real| score::relative_error(free, real)),
            });
        }
    }
    let november = inflow(CUT_2024, CUT_2024.first_day(), 13, options)?;
    let held = vec![held(&free, CUT, 0.8), held(&november, CUT_2024, 0.9)];
    Ok(Letter { rows, medio_exceeded, held })
}

fn realised(quantity: expert::Inflow, year: i16) -> Option<f64> {
    let of = |one: &&(&str, &str, reference::Figure)| {
        one.0 == quantity.code() && one.1.parse() == Ok(year)
    };
    reference::REALISED_2025.iter().find(of).map(|(_, _, figure)| figure.value as f64)
}

fn held(inflow: &Inflow, cut: Month, mass: f64) -> Held {
    let mut sums = inflow.sums(0..inflow.first + 2, 0..3, 2025);
    sums.sort_unstable_by(f64::total_cmp);
    let realised = realised(expert::Inflow::Total, 2025).unwrap_or(f64::NAN);
    let (low, high) = (type7(&sums, (1.0 - mass) / 2.0), type7(&sums, f64::midpoint(1.0, mass)));
    let median = type7(&sums, 0.5);
    let held = (low..=high).contains(&realised);
    Held { data_to: cut.plus(-1), mass, low, median, high, realised, held }
}

impl Inflow {
    /// Sums of a year over columns; `kinds` says what of the known part belongs to them.
    fn sums(
        &self,
        columns: std::ops::Range<usize>,
        kinds: std::ops::Range<usize>,
        year: i16,
    ) -> Vec<f64> {
        let known = if year == self.year { self.known[kinds].iter().sum() } else { 0.0 };
        self.paths.sums(self.paths.year(year), columns, known)
    }

    /// Sums of a year of a published quantity, ascending.
    fn of(&self, quantity: expert::Inflow, year: i16) -> Vec<f64> {
        use expert::Inflow as I;
        // Columns after first applications: nareis, repeat, resettled.
        let column = |at: usize| self.first + at..self.first + at + 1;
        let mut sums = match quantity {
            I::First => self.sums(0..self.first, 0..1, year),
            I::Repeat => self.sums(column(1), 2..3, year),
            I::Resettled => self.sums(column(2), 3..4, year),
            I::Total => self.sums(0..self.first + 3, 0..4, year),
        };
        sums.sort_unstable_by(f64::total_cmp);
        sums
    }
}

/// The paths with the letter imposed: first applications and total in turn, until both hold.
fn anchor(free: &Inflow) -> Result<Inflow, Error> {
    let mut paths = free.paths.clone();
    for year in YEARS {
        let known = |kinds: std::ops::Range<usize>| {
            if year == free.year { free.known[kinds].iter().sum() } else { 0.0 }
        };
        let (first, first_known) = (0..free.first, known(0..1));
        let (total, total_known) = (0..free.first + 3, known(0..4));
        let (median, triple) =
            (statement(expert::Inflow::First, year)?, statement(expert::Inflow::Total, year)?);
        let months = paths.year(year);
        let aim = published(expert::Inflow::First, year).and_then(|figure| figure.median);
        let aim = aim.map_or(f64::NAN, |aim| aim as f64);
        for _ in 0..ROUNDS_MAX {
            median.apply(&mut paths, months.clone(), first.clone(), first_known, 1.0);
            triple.apply(&mut paths, months.clone(), total.clone(), total_known, 1.0);
            let mut sums = paths.sums(months.clone(), first.clone(), first_known);
            sums.sort_unstable_by(f64::total_cmp);
            if score::relative_error(type7(&sums, 0.5), aim).abs() < CLOSE {
                break;
            }
        }
    }
    Ok(Inflow { paths, ..*free })
}

fn published(quantity: expert::Inflow, year: i16) -> Option<&'static reference::LetterFigure> {
    let of = |one: &&reference::LetterFigure| {
        one.quantity == quantity.code() && one.period.parse() == Ok(year)
    };
    reference::LETTER.iter().find(of)
}

/// The letter's figures as a statement that is imposed.
fn statement(quantity: expert::Inflow, year: i16) -> Result<Imposed, Error> {
    let missing = || Error::Data(format!("the letter has no {quantity} of {year}"));
    let figure = published(quantity, year).ok_or_else(missing)?;
    let expectation = match (figure.minimum, figure.median, figure.medio, figure.maximum) {
        (Some(minimum), _, Some(medio), Some(maximum)) => Expectation::Triple {
            minimum: minimum as f64,
            medio: medio as f64,
            maximum: maximum as f64,
        },
        (_, Some(median), ..) => Expectation::Median(median as f64),
        _ => return Err(missing()),
    };
    let statement = Statement {
        quantity,
        year,
        expectation,
        weight: 1.0,
        author: "MPP 2025".to_owned(),
        reason: "cabinet letter of 26 September 2025".to_owned(),
        expires: DAY,
    };
    let wrong = |error: StatementError| Error::Data(error.to_string());
    statement.check(&Levels::default(), DAY).map_err(wrong)
}

/// Paths of all kinds from a cut, from the published history that ships with the product: months as they were, rates
/// as they were known on a day.
fn inflow(cut: Month, on: Date, months: usize, options: Options) -> Result<Inflow, Error> {
    let releases = Releases::default();
    let history = history(&releases, &FIRST, cut, TODAY)?.history;
    let first = InflowModel::fit(&history).paths(
        Member::Pool,
        options.replications,
        months,
        stream(options.seed, Lot::First),
    );
    let nareis = crate::known::history(&releases, &NAREIS, cut, TODAY)?.history.totals();
    let year = cut.year();
    let of_year = cut.month().unsigned_abs() as usize - 1;
    let part = of_year as f64 / 12.0;
    let last = |table: &[reference::Annual]| {
        let mut known = table.iter().filter(|(year, _)| crate::known::year_known(*year, on));
        known.next_back().or_else(|| table.first()).map_or(0.0, |(_, value)| f64::from(*value))
    };
    let (repeats, resettled) = (last(&reference::REPEAT), last(&reference::RESETTLED));
    let rates: Result<Vec<Rate>, Error> =
        (0..months).map(|at| rate(&nareis, on, cut.plus(at as i32).year())).collect();
    let others = Others {
        nareis: rates?,
        repeat: Gamma::of_moments(repeats / 12.0, REPEAT_SPREAD * repeats / 12.0),
        resettlement: Resettlement {
            quota: resettled as u32,
            realisation: Beta::of_moments(0.95, 0.04),
        },
    };
    let totals = history.totals();
    let known_first = totals[totals.len() - of_year..].iter().sum();
    let known_nareis = nareis[nareis.len() - of_year..].iter().sum();
    let columns = history.groups().len();
    Ok(Inflow {
        paths: first.with_columns(others.paths(cut, options)),
        first: columns,
        known: [known_first, known_nareis, part * repeats, part * resettled],
        year,
    })
}

/// Kinds beside first applications.
struct Others {
    /// Per month ahead.
    nareis: Vec<Rate>,
    /// Persons a month.
    repeat: Gamma,
    resettlement: Resettlement,
}

impl Others {
    fn paths(&self, cut: Month, options: Options) -> Paths {
        let of = |lot| stream(options.seed, lot);
        let months = self.nareis.len();
        let row = |at| {
            let (mut nareis, mut others) = (of(Lot::Nareis)(at), of(Lot::Repeat)(at));
            let z = nareis.normal();
            let repeat = self.repeat.draw(&mut others);
            let resettled = self.resettlement.path(months, &mut of(Lot::Resettled)(at));
            let mut row = Vec::with_capacity(3 * months);
            for (Rate { monthly, spread }, resettled) in self.nareis.iter().zip(resettled) {
                row.push(nareis.poisson(monthly * (spread * z).exp()));
                row.push(others.poisson(repeat));
                row.push(resettled);
            }
            row
        };
        let rows = (0..options.replications).into_par_iter().map(row).collect();
        let columns = ["nareis", "repeat", "resettled"].map(str::to_owned).to_vec();
        Paths::new(cut, months, columns, rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letter_comes_back_and_the_free_forecast_holds_the_outcome() {
        let letter = letter(Options { replications: 10_000, ..Options::default() }).unwrap();
        assert_eq!(letter.rows.len(), 8);
        for row in &letter.rows {
            assert!(row.anchored_error.abs() < 0.005, "{row:?}");
        }
        for (year, share) in &letter.medio_exceeded {
            assert!((share - 1.0 / 3.0).abs() < 0.01, "{year} {share}");
        }
        let first = letter.rows.iter().find(|row| row.quantity == expert::Inflow::First).unwrap();
        assert!(first.free_error.unwrap().abs() < 0.07, "{first:?}");
        assert!(letter.held.iter().all(|held| held.held), "{:?}", letter.held);
    }
}
