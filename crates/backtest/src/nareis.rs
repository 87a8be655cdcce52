//! Nareis of the next year from permits, one year left out at a time.

use std::collections::BTreeMap;

use forecast::inflow::Nareis;
use forecast::score;
use kernel::Date;
use published::Series;
use serde::Serialize;

use crate::Sources;
use crate::known::annual;

/// A year of arrivals and what two rules would have said, in persons.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Year {
    /// The year.
    pub year: i16,
    /// Permits of the year before.
    pub permits: f64,
    /// What was realised.
    pub realised: f64,
    /// Ratio of the other years times permits.
    pub forecast: f64,
    /// The year before, carried forward.
    pub last_year: f64,
    /// Absolute error of the forecast, as a share of the outcome.
    pub error: f64,
    /// Absolute error of the year before.
    pub last_year_error: f64,
}

/// Permits for asylum of each year that were known on a day.
pub(crate) fn permits(cbs_annual: &Series, on: Date) -> BTreeMap<i16, f64> {
    let mut sums: BTreeMap<i16, f64> = BTreeMap::new();
    for kind in ["granted_refugee", "granted_subsidiary", "granted_humanitarian"] {
        for (year, value) in annual(cbs_annual, kind, "TOTAL", on) {
            *sums.entry(year).or_default() += value;
        }
    }
    sums
}

/// Arrivals of each year that were known on a day: CBS from 2018, IND before.
fn arrivals(sources: &Sources, on: Date) -> BTreeMap<i16, f64> {
    let mut years = annual(&sources.annual_realised, "nareis_inflow", "IND", on);
    years.extend(annual(&sources.cbs_annual, "nareis", "TOTAL", on));
    years
}

/// Year, permits of the year before and arrivals, as known on a day. From 2017: permits of earlier years come from
/// before family members were counted apart.
pub(crate) fn pairs(sources: &Sources, on: Date) -> Vec<(i16, f64, f64)> {
    let permits = permits(&sources.cbs_annual, on);
    arrivals(sources, on)
        .into_iter()
        .filter(|(year, _)| *year >= 2017)
        .filter_map(|(year, arrived)| Some((year, *permits.get(&(year - 1))?, arrived)))
        .collect()
}

/// Every year with the ratio estimated on all others. Not a forecast in time but the fairest use of nine years.
pub fn nareis(sources: &Sources) -> Vec<Year> {
    let end = Date::constant(9999, 12, 31);
    let (pairs, arrivals) = (pairs(sources, end), arrivals(sources, end));
    let row = |(year, permits, realised): &(i16, f64, f64)| {
        let others: Vec<(f64, f64)> =
            pairs.iter().filter(|one| one.0 != *year).map(|one| (one.1, one.2)).collect();
        let forecast = Nareis::fit(&others).expected(*permits);
        let last_year = *arrivals.get(&(year - 1))?;
        let error = |value| score::relative_error(value, *realised).abs();
        Some(Year {
            year: *year,
            permits: *permits,
            realised: *realised,
            forecast,
            last_year,
            error: error(forecast),
            last_year_error: error(last_year),
        })
    };
    pairs.iter().filter_map(row).collect()
}
