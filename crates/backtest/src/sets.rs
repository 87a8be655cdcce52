//! The sets of the back-test, from published series.

use std::collections::BTreeMap;

use forecast::Month;
use forecast::inflow::{Group, History};
use published::Series;
use serde::Serialize;

use crate::Error;

/// A set of series that is scored together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Set {
    /// First-time applicants in the Netherlands, 2008 to August 2020 (Eurostat).
    A,
    /// First applications of seven nationalities, 2015 to 2025 (CBS), bottom-up available.
    B,
    /// First-time applicants in 21 other European countries (Eurostat).
    #[serde(rename = "panel")]
    Panel,
}

impl Set {
    /// All sets, in the order of reports.
    pub const ALL: [Self; 3] = [Self::A, Self::B, Self::Panel];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::Panel => "panel",
        }
    }
}

/// A series with the origins at which it is forecast.
#[derive(Clone, Debug)]
pub struct Rolling {
    /// Its set.
    pub set: Set,
    /// Its name, for instance a country.
    pub name: String,
    /// The whole series.
    pub history: History,
    /// Known months at the first origin.
    pub first: usize,
    /// Months between origins of targets that are no calendar year.
    pub step: usize,
}

/// Known months at the first origin, where the series is long: five years.
const FIRST: usize = 60;
/// The same for set B, whose series is shorter.
const FIRST_B: usize = 48;
/// Months between origins in the panel: its countries share their shocks, so more origins add little.
const PANEL_STEP: usize = 6;
/// Mean applicants a month that a country of the panel has at least.
const PANEL_MEAN_MIN: f64 = 50.0;
/// Unbroken months that it has at least: with the mean this leaves 21 countries and 265 origins.
const PANEL_MONTHS_MIN: usize = 108;
/// Type of applicant in Eurostat's file.
const FIRST_TIME: &str = "first_time_applicants";
/// Aggregates and the Netherlands itself are not other countries.
const NOT_OTHER: [&str; 4] = ["NL", "EU27_2020", "EU28", "TOTAL"];

/// Set A, from `eurostat_asylum_monthly`.
pub fn national(eurostat: &Series) -> Result<Rolling, Error> {
    let (from, counts) = run(eurostat, "NL")?;
    country(Set::A, "NL", from, counts, 1)
}

/// Set B, from the tables that ship with the product.
pub fn seven() -> Result<Rolling, Error> {
    let group = |one: &reference::Monthly| Group {
        name: one.nationality.code().to_owned(),
        counts: one.persons.iter().map(|n| u32::from(*n)).collect(),
    };
    let from = Month::new(reference::FIRST_YEAR, 1);
    let history = History::new(from, reference::FIRST.iter().map(group).collect())?;
    let name = "seven nationalities".to_owned();
    Ok(Rolling { set: Set::B, name, history, first: FIRST_B, step: 1 })
}

/// The panel, from `eurostat_asylum_monthly`: every other country with enough applicants and unbroken months.
pub fn panel(eurostat: &Series) -> Result<Vec<Rolling>, Error> {
    let mut all = Vec::new();
    for name in eurostat.groups(FIRST_TIME) {
        if NOT_OTHER.contains(&name) {
            continue;
        }
        let values: Vec<f64> = eurostat.of(FIRST_TIME, name).map(|one| one.value).collect();
        let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
        let (from, counts) = run(eurostat, name)?;
        if mean >= PANEL_MEAN_MIN && counts.len() >= PANEL_MONTHS_MIN {
            all.push(country(Set::Panel, name, from, counts, PANEL_STEP)?);
        }
    }
    Ok(all)
}

/// The last unbroken run of months of a country.
fn run(eurostat: &Series, country: &str) -> Result<(Month, Vec<u32>), Error> {
    let months: BTreeMap<Month, u32> = eurostat
        .of(FIRST_TIME, country)
        .filter_map(|one| one.period.month().map(|(y, m)| (Month::new(y, m), one.value as u32)))
        .collect();
    let missing = || Error::Data(format!("no months of {FIRST_TIME} {country}"));
    let last = *months.last_key_value().ok_or_else(missing)?.0;
    let back = (0..).map(|back| last.plus(-back)).map_while(|month| months.get(&month).copied());
    let mut counts: Vec<u32> = back.collect();
    counts.reverse();
    Ok((last.plus(1 - counts.len() as i32), counts))
}

fn country(
    set: Set,
    name: &str,
    from: Month,
    counts: Vec<u32>,
    step: usize,
) -> Result<Rolling, Error> {
    let name = name.to_owned();
    let history = History::new(from, vec![Group { name: name.clone(), counts }])?;
    Ok(Rolling { set, name, history, first: FIRST, step })
}
