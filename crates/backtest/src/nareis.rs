//! Nareis from permits: one year left out at a time, and the monthly rate that a forecast starts from.

use forecast::inflow::Nareis;
use forecast::score;
use kernel::Date;
use serde::Serialize;

use crate::Error;
use crate::known::year_known;

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

/// First year whose permits of the year before were counted without family members.
const FIRST: i16 = 2017;
/// Last year with published arrivals.
const LAST: i16 = 2025;

fn arrivals(year: i16) -> Option<f64> {
    let known = reference::annual(&reference::NAREIS_TOTAL, year);
    known.or_else(|| reference::annual(&reference::NAREIS_BEFORE, year)).map(f64::from)
}

fn permits(year: i16) -> Option<f64> {
    reference::permits(year).map(f64::from)
}

/// Year, permits of the year before and arrivals.
fn pairs() -> impl Iterator<Item = (i16, f64, f64)> {
    (FIRST..=LAST).filter_map(|year| Some((year, permits(year - 1)?, arrivals(year)?)))
}

/// Every year with the ratio estimated on all others. Not a forecast in time, but the most that nine years allow.
pub fn nareis() -> Vec<Year> {
    let row = |(year, permits, realised): (i16, f64, f64)| {
        let others: Vec<(f64, f64)> =
            pairs().filter(|one| one.0 != year).map(|one| (one.1, one.2)).collect();
        let forecast = Nareis::fit(&others).expected(permits);
        let last_year = arrivals(year - 1)?;
        let error = |value| score::relative_error(value, realised).abs();
        let (error, last_year_error) = (error(forecast), error(last_year));
        Some(Year { year, permits, realised, forecast, last_year, error, last_year_error })
    };
    pairs().filter_map(row).collect()
}

/// Arrivals a month that are expected of a year, with the uncertainty of that level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rate {
    /// Persons a month.
    pub(crate) monthly: f64,
    /// Standard deviation of its logarithm.
    pub(crate) spread: f64,
}

/// Spread by years between the last known permits and the year before the target: first that of the ratio, then
/// with the change of permits from year to year as well (a third of them).
const SPREADS: [f64; 3] = [0.18, 0.35, 0.45];

/// The rate of the months of a year that are not known: geometric mean of what the last known permits say and of
/// the last twelve months, because each misses turns that the other sees.
pub(crate) fn rate(totals: &[f64], on: Date, year: i16) -> Result<Rate, Error> {
    let known = (FIRST - 1..).take_while(|year| year_known(*year, on));
    let (last, permits) = known
        .filter_map(|year| Some((year, permits(year)?)))
        .last()
        .ok_or_else(|| Error::Data(format!("no permits before {on}")))?;
    let fitted: Vec<(f64, f64)> =
        pairs().filter(|one| year_known(one.0, on)).map(|one| (one.1, one.2)).collect();
    let from_permits = Nareis::fit(&fitted).expected(permits) / 12.0;
    let recent = &totals[totals.len().saturating_sub(12)..];
    let recent = recent.iter().sum::<f64>().max(1.0) / recent.len().max(1) as f64;
    let ahead = usize::try_from(year - last - 1).unwrap_or(0).min(SPREADS.len() - 1);
    Ok(Rate { monthly: (from_permits * recent).sqrt(), spread: SPREADS[ahead] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permits_say_more_than_last_year() {
        let years = nareis();
        assert_eq!(years.len(), 9);
        let mean = |of: fn(&Year) -> f64| years.iter().map(of).sum::<f64>() / 9.0;
        let (error, last_year) = (mean(|year| year.error), mean(|year| year.last_year_error));
        assert!(error <= 0.19, "{error}");
        assert!((last_year - 0.365).abs() < 0.001, "{last_year}");
    }
}
