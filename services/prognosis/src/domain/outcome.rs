//! What happened, held against what was forecast: observations, scores and deviations.
//!
//! A month is closed on [`CLOSE_AFTER_DAYS`] days after its end, with what was recorded until that day: the
//! same on every run and every replica. What is corrected later is in the picture, and not in a score, which
//! is written once.

use std::collections::BTreeMap;

use forecast::quantities::Quantity;
use forecast::{Month, score};
use kernel::{Date, ForecastId};

use crate::domain::names::{Figure, Places};
use crate::domain::run::{EstimateRow, ForecastRun};

/// Days after the end of a month on which its figures are taken.
pub const CLOSE_AFTER_DAYS: i64 = 10;
/// Days after which a month is closed though a source was silent since.
pub const SILENT_AFTER_DAYS: i64 = 40;

/// A value of a published series in one vintage, one row of its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// Quantity, group, period and day of publication.
    pub observation_id: String,
    /// Quantity.
    pub quantity: String,
    /// Group, or `all`.
    pub grp: String,
    /// Period.
    pub period: String,
    /// Value in millionths.
    pub micro: i64,
    /// Where it comes from.
    pub source: String,
    /// As its source qualifies it.
    pub qualifier: String,
    /// When it was published.
    pub published_on: Date,
}

impl Observation {
    /// The key of a value.
    pub fn id(quantity: &str, group: &str, period: &str, published_on: Date) -> String {
        format!("{quantity}/{group}/{period}/{published_on}")
    }

    /// The value in its unit.
    pub fn value(&self) -> f64 {
        self.micro as f64 / 1e6
    }
}

/// Up to which day a source's events were folded, one row of its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Name of the source service.
    pub source: String,
    /// Day on which its last folded event was recorded.
    pub recorded_on: Date,
}

/// A month whose figures were taken, one row of its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedMonth {
    /// The month, as `2025-09`.
    pub month: String,
    /// Figures of the month as JSON: quantity to number.
    pub figures: String,
}

/// The score of one estimate, one row of its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreRow {
    /// Quantity, period, forecast and source.
    pub score_id: String,
    /// The forecast.
    pub forecast_id: ForecastId,
    /// Quantity.
    pub quantity: String,
    /// Period.
    pub period: String,
    /// What was realised.
    pub realised: i64,
    /// The median that was forecast.
    pub median: i64,
    /// Weighted interval score in thousandths of the unit.
    pub wis_milli: i64,
    /// Share of the distribution below what was realised, in thousandths.
    pub pit_permille: i32,
    /// Inside the interval of 80 of 100.
    pub inside_80: bool,
    /// Above the medio.
    pub above_medio: bool,
    /// Error of the median in thousandths of what was realised; 0 when nothing was.
    pub error_permille: i64,
    /// When it was scored.
    pub scored_on: Date,
    /// Months from the cut to the end of the period.
    pub horizon_months: i32,
    /// Where the realisation comes from.
    pub source: String,
}

/// Scores an estimate.
pub fn score(
    estimate: &EstimateRow,
    cut: Date,
    realised: i64,
    source: &str,
    scored_on: Date,
) -> ScoreRow {
    let quantiles = estimate.levels();
    let outcome = realised as f64;
    let (low, high) = (score::at_level(&quantiles, 0.1), score::at_level(&quantiles, 0.9));
    let error = if realised == 0 {
        0
    } else {
        kernel::rounded((estimate.median - realised) as f64 / outcome.abs() * 1_000.0)
    };
    // Unset: a period that is no month or year ends with the cut.
    let last = last_month(&estimate.period).unwrap_or_else(|| Month::of(cut));
    ScoreRow {
        score_id: format!(
            "{}/{}/{}/{source}",
            estimate.quantity, estimate.period, estimate.forecast_id
        ),
        forecast_id: estimate.forecast_id,
        quantity: estimate.quantity.clone(),
        period: estimate.period.clone(),
        realised,
        median: estimate.median,
        wis_milli: kernel::rounded(score::wis(&quantiles, outcome) * 1_000.0),
        pit_permille: kernel::fit(kernel::rounded(score::level_of(&quantiles, outcome) * 1_000.0)),
        inside_80: (low..=high).contains(&outcome),
        above_medio: realised > estimate.medio,
        error_permille: error,
        scored_on,
        horizon_months: Month::of(cut).until(last) + 1,
        source: source.to_owned(),
    }
}

/// The last month of a period: a month, a half-year, a quarter or a year.
pub fn last_month(period: &str) -> Option<Month> {
    if let Ok(month) = period.parse() {
        return Some(month);
    }
    let year: i16 = period.get(..4)?.parse().ok()?;
    match period.get(4..)? {
        "" | "-II" | "-Q4" => Some(Month::new(year, 12)),
        "-I" | "-Q2" => Some(Month::new(year, 6)),
        "-Q1" => Some(Month::new(year, 3)),
        "-Q3" => Some(Month::new(year, 9)),
        _ => None,
    }
}

/// Periods that end with a month, and how many months they have: itself, and its half-year and year.
pub fn periods_ending(month: Month) -> Vec<(String, i32)> {
    let year = month.year();
    let mut periods = vec![(month.to_string(), 1)];
    match month.month() {
        6 => periods.push((format!("{year}-I"), 6)),
        12 => periods.extend([(format!("{year}-II"), 6), (year.to_string(), 12)]),
        _ => {}
    }
    periods
}

/// The day on which the figures of a month are taken.
pub fn closes_on(month: Month) -> Date {
    after(month, CLOSE_AFTER_DAYS)
}

/// The day after which a month is closed though a source was silent.
pub fn silent_on(month: Month) -> Date {
    after(month, SILENT_AFTER_DAYS)
}

fn after(month: Month, days: i64) -> Date {
    month.last_day().saturating_add(jiff::Span::new().days(days))
}

/// A deviation, one row of its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    /// Month, rule and quantity.
    pub deviation_id: String,
    /// Rule.
    pub rule: String,
    /// Quantity.
    pub quantity: String,
    /// First day of the month in which it was seen.
    pub month: Date,
    /// What was observed.
    pub observed: i64,
    /// The bound that was passed.
    pub bound: i64,
    /// In words.
    pub explanation: String,
    /// Forecast against which it was held.
    pub forecast_id: Option<ForecastId>,
}

/// What the rules of alarm look at.
pub struct Watch<'a> {
    /// The month that is closed.
    pub month: Month,
    /// Figures of this month and those before it, by name as they were kept.
    pub figures: &'a BTreeMap<Month, BTreeMap<String, i64>>,
    /// The forecast that is held to what happens: of the published edition, or else the newest.
    pub forecast: Option<&'a ForecastRun>,
    /// Its estimates of single months.
    pub estimates: &'a [EstimateRow],
}

/// Growth of the stock of IND in a month, in thousandths, above which three months in a row are an alarm
/// (domain rule "stock explosion").
const STOCK_GROWTH_PERMILLE: i64 = 50;
/// Share of the planned homes, in thousandths, under which a quarter is stagnation.
const HOUSING_PERMILLE: i64 = 800;
/// Share of the places for minors, in thousandths, above which there is a gap.
const MINORS_PERMILLE: i64 = 950;
/// Months that count as a quarter in the rules.
const QUARTER: i32 = 3;
/// Months of figures that the rules look at.
pub const WATCH_MONTHS: i32 = QUARTER + 1;
/// Months ahead in which places must suffice.
const PLACES_AHEAD: i32 = 6;
/// Quantities of which a month outside the band is a deviation.
const BANDED: &[Quantity] = &[
    Quantity::InflowFirst,
    Quantity::InflowTotal,
    Quantity::IndPending,
    Quantity::IndDecisions,
    Quantity::CoaOccupancy,
    Quantity::CoaStatusHolders,
    Quantity::HousingHoused,
    Quantity::DeparturesTotal,
];

/// The sum over the months of a quarter, counted back; `None` when one is not known.
fn quarter(of: impl Fn(i32) -> Option<i64>) -> Option<i64> {
    (0..QUARTER).map(of).sum()
}

/// Quantities of which the rules read estimates.
pub fn watched_quantities() -> impl Iterator<Item = Quantity> {
    BANDED.iter().copied().chain([Quantity::CoaRequiredCapacity])
}

impl Watch<'_> {
    fn figure(&self, of: impl Into<Figure>, back: i32) -> Option<i64> {
        self.figures.get(&self.month.plus(-back))?.get(of.into().code()).copied()
    }

    fn estimate(&self, quantity: Quantity, month: Month) -> Option<&EstimateRow> {
        let period = month.to_string();
        self.estimates.iter().find(|row| row.quantity == quantity.code() && row.period == period)
    }

    fn found(
        &self,
        rule: &str,
        quantity: Quantity,
        observed: i64,
        bound: i64,
        text: String,
    ) -> Deviation {
        Deviation {
            deviation_id: format!("{}/{rule}/{quantity}", self.month),
            rule: rule.to_owned(),
            quantity: quantity.to_string(),
            month: self.month.first_day(),
            observed,
            bound,
            explanation: text,
            forecast_id: self.forecast.map(|run| run.forecast_id),
        }
    }

    /// Everything that deviates in this month.
    pub fn deviations(&self) -> Vec<Deviation> {
        let mut found = Vec::new();
        for quantity in BANDED {
            found.extend(self.outside_band(*quantity));
        }
        found.extend(self.inflow_drift());
        found.extend(self.capacity_gap());
        found.extend(self.stock_growth());
        found.extend(self.housing_stagnation());
        found.extend(self.minors_gap());
        found
    }

    fn outside_band(&self, quantity: Quantity) -> Option<Deviation> {
        let observed = self.figure(quantity, 0)?;
        let row = self.estimate(quantity, self.month)?;
        let (bound, side) = if observed < row.minimum {
            (row.minimum, "below the minimum")
        } else if observed > row.maximum {
            (row.maximum, "above the maximum")
        } else {
            return None;
        };
        let text = format!("{quantity} was {observed} in {}, {side} of {bound}", self.month);
        Some(self.found("outside_band", quantity, observed, bound, text))
    }

    /// A quarter of inflow outside the 80 % bands of its months added up. The bands of a sum are narrower:
    /// this rule is slow to cry.
    fn inflow_drift(&self) -> Option<Deviation> {
        let quantity = Quantity::InflowFirst;
        let observed = quarter(|back| self.figure(quantity, back))?;
        let level = |level| {
            quarter(|back| {
                let row = self.estimate(quantity, self.month.plus(-back))?;
                Some(kernel::rounded(score::at_level(&row.levels(), level)))
            })
        };
        let (low, high) = (level(0.1)?, level(0.9)?);
        if (low..=high).contains(&observed) {
            return None;
        }
        let bound = if observed < low { low } else { high };
        let text = format!(
            "three months of first applications until {} were {observed}, expected {low} to {high}",
            self.month
        );
        Some(self.found("inflow_drift", quantity, observed, bound, text))
    }

    fn capacity_gap(&self) -> Option<Deviation> {
        let places = self.figure(Places::All, 0).filter(|places| *places > 0)?;
        let worst = (1..=PLACES_AHEAD)
            .filter_map(|ahead| {
                let month = self.month.plus(ahead);
                Some((self.estimate(Quantity::CoaRequiredCapacity, month)?.median, month))
            })
            .max_by_key(|(need, month)| (*need, std::cmp::Reverse(*month)))?;
        (worst.0 > places).then(|| {
            let text =
                format!("{} places will be needed in {}, {places} are there", worst.0, worst.1);
            self.found("capacity_gap", Quantity::CoaRequiredCapacity, places, worst.0, text)
        })
    }

    fn stock_growth(&self) -> Option<Deviation> {
        let quantity = Quantity::IndPending;
        for back in 0..QUARTER {
            let (now, before) = (self.figure(quantity, back)?, self.figure(quantity, back + 1)?);
            if now * 1_000 <= before * (1_000 + STOCK_GROWTH_PERMILLE) {
                return None;
            }
        }
        let (now, before) = (self.figure(quantity, 0)?, self.figure(quantity, QUARTER)?);
        let text = format!("the stock of IND grew from {before} to {now} in three months");
        Some(self.found("stock_growth", quantity, now, before, text))
    }

    fn housing_stagnation(&self) -> Option<Deviation> {
        let quantity = Quantity::HousingHoused;
        let housed = quarter(|back| self.figure(quantity, back))?;
        let planned =
            quarter(|back| Some(self.estimate(quantity, self.month.plus(-back))?.median))?;
        let bound = planned * HOUSING_PERMILLE / 1_000;
        (housed < bound).then(|| {
            let text = format!("{housed} persons were housed in three months, {planned} planned");
            self.found("housing_stagnation", quantity, housed, bound, text)
        })
    }

    fn minors_gap(&self) -> Option<Deviation> {
        let (minors, places) =
            (self.figure(Quantity::CoaMinors, 0)?, self.figure(Places::Minors, 0)?);
        let bound = places * MINORS_PERMILLE / 1_000;
        (places > 0 && minors > bound).then(|| {
            let text = format!("{minors} unaccompanied minors on {places} places for them");
            self.found("minors_gap", Quantity::CoaMinors, minors, bound, text)
        })
    }
}

#[cfg(test)]
mod tests;
