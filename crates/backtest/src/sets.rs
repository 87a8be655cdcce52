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
    let (from, counts) = run(eurostat, FIRST_TIME, "NL")?;
    rolling(Set::A, "NL", from, vec![("NL", counts)], FIRST, 1)
}

/// Set B, from `nl_cbs_monthly_by_nationality`.
pub fn seven(cbs: &Series) -> Result<Rolling, Error> {
    let mut groups = Vec::new();
    let mut from = None;
    for name in cbs.groups("first") {
        let (start, counts) = run(cbs, "first", name)?;
        if from.is_some_and(|from| from != start) {
            return Err(Error::Data(format!("{name} starts in {start}, others do not")));
        }
        from = Some(start);
        groups.push((name, counts));
    }
    let from = from.ok_or_else(|| Error::Data("no first applications by nationality".to_owned()))?;
    rolling(Set::B, "seven nationalities", from, groups, FIRST_B, 1)
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
        let (from, counts) = run(eurostat, FIRST_TIME, name)?;
        if mean >= PANEL_MEAN_MIN && counts.len() >= PANEL_MONTHS_MIN {
            let groups = vec![(name, counts)];
            all.push(rolling(Set::Panel, name, from, groups, FIRST, PANEL_STEP)?);
        }
    }
    Ok(all)
}

/// The last unbroken run of months of an indicator and group.
pub(crate) fn run(series: &Series, indicator: &str, group: &str) -> Result<(Month, Vec<u32>), Error> {
    let months: BTreeMap<Month, u32> = series
        .of(indicator, group)
        .filter_map(|one| one.period.month().map(|(y, m)| (Month::new(y, m), one.value as u32)))
        .collect();
    let missing = || Error::Data(format!("no months of {indicator} {group}"));
    let last = *months.last_key_value().ok_or_else(missing)?.0;
    let back = (0..).map(|back| last.plus(-back)).map_while(|month| months.get(&month).copied());
    let mut counts: Vec<u32> = back.collect();
    counts.reverse();
    Ok((last.plus(1 - counts.len() as i32), counts))
}

fn rolling(
    set: Set,
    name: &str,
    from: Month,
    groups: Vec<(&str, Vec<u32>)>,
    first: usize,
    step: usize,
) -> Result<Rolling, Error> {
    let group = |(name, counts): (&str, _)| Group { name: name.to_owned(), counts };
    let history = History::new(from, groups.into_iter().map(group).collect())?;
    Ok(Rolling { set, name: name.to_owned(), history, first, step })
}
