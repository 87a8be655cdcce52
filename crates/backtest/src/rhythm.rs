//! Total inflow at the moments of the MPP, with what was known then, next to the MPP's own record.
//!
//! ```text
//! first    pool over seven nationalities and the rest, known months of the year as they were
//! nareis   known months as they were, then the geometric mean of two monthly rates: permits of the last known
//!          year x ratio / 12, and the last twelve months / 12
//! repeat   the rate of the last known twelve months
//! ```
//!
//! Resettlement is outside, as in the realised figures of the track record. Data reach to the last month that
//! ended 25 days before publication: monthly figures appear within that time.

use forecast::Month;
use forecast::inflow::{Gamma, Member, Model, Nareis, stream};
use forecast::quantile::type7;
use forecast::score;
use kernel::Date;
use published::{Observation, Series};
use rayon::prelude::*;
use serde::Serialize;

use crate::known::{Kind, annual, history, monthly};
use crate::{Error, Options};

/// The published series that the evaluation reads.
#[derive(Clone, Debug)]
pub struct Sources {
    /// `nl_cbs_monthly_by_nationality.csv`.
    pub cbs_monthly: Series,
    /// `nl_cbs_annual.csv`.
    pub cbs_annual: Series,
    /// `nl_cbs_quarterly.csv`.
    pub cbs_quarterly: Series,
    /// `nl_ind_monthly.csv`.
    pub ind_monthly: Series,
    /// `nl_annual_realised.csv`.
    pub annual_realised: Series,
    /// `mpp_track_record.csv`, forecasts.
    pub mpp_forecasts: Series,
    /// `mpp_track_record.csv`, what was realised.
    pub mpp_realised: Series,
}

/// A figure of the MPP next to ours, in persons.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Moment {
    /// The edition.
    pub edition: String,
    /// The year that it forecasts.
    pub year: i16,
    /// First month that is not known to our forecast.
    pub cut: Month,
    /// Total inflow that was realised, without resettlement.
    pub realised: f64,
    /// The last calendar year of which the total was known.
    pub last_year: f64,
    /// The planning figure of the edition: median, else central, else medio.
    pub mpp: Option<f64>,
    /// Its minimum.
    pub mpp_low: Option<f64>,
    /// Its maximum.
    pub mpp_high: Option<f64>,
    /// Our median.
    pub median: f64,
    /// Our quantile at 10 %.
    pub low: f64,
    /// Our quantile at 90 %.
    pub high: f64,
    /// Our quantile at 5 %, the level taken for a minimum.
    pub low90: f64,
    /// Our quantile at 95 %.
    pub high90: f64,
    /// Median of first applications in it.
    pub first: f64,
    /// Median of nareis in it.
    pub nareis: f64,
    /// Median for first applications of the seven nationalities alone.
    pub seven: f64,
    /// 10 % quantile of these.
    pub seven_low: f64,
    /// 90 % quantile of these.
    pub seven_high: f64,
    /// What was realised of these.
    pub seven_realised: f64,
}

/// The record over all moments. Errors and widths are shares of the outcome.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Record {
    /// Moments with a planning figure.
    pub figures: usize,
    /// Mean absolute error of our median at these.
    pub error: f64,
    /// Of the planning figures.
    pub mpp_error: f64,
    /// Of carrying the last year forward.
    pub last_year_error: f64,
    /// Moments with a minimum and maximum.
    pub bands: usize,
    /// How many of our 10-90 % bands hold the outcome at these.
    pub held: usize,
    /// How many of the MPP's bands do.
    pub mpp_held: usize,
    /// Mean width of our 10-90 % band.
    pub width: f64,
    /// Mean width of the MPP's band.
    pub mpp_width: f64,
    /// Mean interval score of our 5-95 % band.
    pub interval_score: f64,
    /// Of the MPP's band, read as 5-95 %.
    pub mpp_interval_score: f64,
    /// Mean error of the median for the seven nationalities over the eight regular moments.
    pub seven_error: f64,
    /// How many of these eight outcomes lie in the 10-90 % band.
    pub seven_held: usize,
}

/// Moments and their record.
#[derive(Clone, Debug, PartialEq)]
pub struct Rhythm {
    /// One row per edition and target year.
    pub moments: Vec<Moment>,
    /// The sum of it.
    pub record: Record,
}

/// An edition's figures for one year.
struct Edition {
    name: String,
    year: i16,
    published: Date,
    planning: Option<f64>,
    band: Option<(f64, f64)>,
    realised: f64,
}

/// Target years that are evaluated: earlier ones have no complete figures.
const YEARS: std::ops::RangeInclusive<i16> = 2022..=2025;
/// Not a forecast: the year was almost over, and the leaked figures may belong to 2024.
const LEFT_OUT: (&str, i16) = ("MPP-2023-II", 2023);
/// Days after which a month's figures are known.
const LAG_DAYS: i64 = 25;
/// Publication of the edition of autumn 2021 is unknown: taken as the end of September, after the summer's cut.
const AUTUMN_2021: Date = Date::constant(2021, 9, 30);
/// Spread of the logarithm of a monthly rate of nareis, by years ahead: of the ratio to permits, then of the change
/// from year to year (36.5 % mean error of last year's figure, 2017 to 2025).
const NAREIS_SPREAD: [f64; 3] = [0.18, 0.35, 0.45];
/// Relative spread of repeat applications in a year.
const REPEAT_SPREAD: f64 = 0.15;
/// Definitions of the realised total, best first: the same as in the track record.
const DEFINITIONS: [&str; 6] = [
    "IND excl relocation and resettlement",
    "IND",
    "IND first release",
    "sum of IND first, nareis and repeat",
    "sum of CBS first, CBS nareis and UNHCR repeat",
    "ministry",
];

/// Evaluates every figure of the MPP for total inflow in 2022 to 2025.
pub fn rhythm(sources: &Sources, options: Options) -> Result<Rhythm, Error> {
    let editions = editions(sources);
    let moments: Result<Vec<Moment>, Error> =
        editions.par_iter().map(|edition| moment(sources, edition, options)).collect();
    let moments = moments?;
    let record = record(&moments);
    Ok(Rhythm { moments, record })
}

fn editions(sources: &Sources) -> Vec<Edition> {
    let mut editions: Vec<Edition> = Vec::new();
    let figure = |one: &Observation, scenario: &str| {
        let same = |other: &&Observation| {
            other.edition == one.edition && other.period == one.period
        };
        sources.mpp_forecasts.of("total_inflow", scenario).find(same).map(|other| other.value)
    };
    let forecasts = sources.mpp_forecasts.observations.iter();
    for one in forecasts.filter(|one| one.indicator == "total_inflow") {
        let (name, year) = (one.edition.clone().unwrap_or_default(), one.period.year());
        let known = editions.iter().any(|held| held.name == name && held.year == year);
        let wanted = name.starts_with("MPP-") && YEARS.contains(&year);
        if known || !wanted || (name.as_str(), year) == LEFT_OUT {
            continue;
        }
        let planning = ["median", "central", "medio"].iter().find_map(|s| figure(one, s));
        let band = figure(one, "min").zip(figure(one, "max"));
        let realised = sources
            .mpp_realised
            .observations
            .iter()
            .find(|other| other.indicator == one.indicator && other.period == one.period);
        if let (true, Some(realised)) = (planning.or(band.map(|b| b.0)).is_some(), realised) {
            let published = one.published.map_or(AUTUMN_2021, published::Period::last_day);
            let realised = realised.value;
            editions.push(Edition { name, year, published, planning, band, realised });
        }
    }
    editions
}

/// First month that is not known on a day.
fn cut(day: Date) -> Month {
    let mut month = Month::of(day);
    while month.plus(-1).last_day() + jiff::Span::new().days(LAG_DAYS) > day {
        month = month.plus(-1);
    }
    month
}

fn moment(sources: &Sources, edition: &Edition, options: Options) -> Result<Moment, Error> {
    let (year, on) = (edition.year, edition.published);
    let cut = cut(on);
    let first_history = history(sources, Kind::First, cut, on)?;
    let first = year_sums(&first_history, year, usize::MAX, options);
    let seven = year_sums(&first_history, year, first_history.groups().len() - 1, options);
    let nareis = nareis_sums(sources, cut, on, year, options)?;
    let repeat = repeat_sums(sources, on, options);
    let total = first.iter().zip(&nareis).zip(&repeat).map(|((a, b), c)| a + b + c).collect();
    let [first, nareis, seven, total] = [first, nareis, seven, total].map(|mut sums: Vec<f64>| {
        sums.sort_unstable_by(f64::total_cmp);
        sums
    });
    let last_year = last_total(sources, on)
        .ok_or_else(|| Error::Data(format!("no realised total before {on}")))?;
    Ok(Moment {
        edition: edition.name.clone(),
        year,
        cut,
        realised: edition.realised,
        last_year,
        mpp: edition.planning,
        mpp_low: edition.band.map(|band| band.0),
        mpp_high: edition.band.map(|band| band.1),
        median: type7(&total, 0.5),
        low: type7(&total, 0.1),
        high: type7(&total, 0.9),
        low90: type7(&total, 0.05),
        high90: type7(&total, 0.95),
        first: type7(&first, 0.5),
        nareis: type7(&nareis, 0.5),
        seven: type7(&seven, 0.5),
        seven_low: type7(&seven, 0.1),
        seven_high: type7(&seven, 0.9),
        seven_realised: seven_realised(sources, year),
    })
}

fn seven_realised(sources: &Sources, year: i16) -> f64 {
    let seven = sources.cbs_monthly.observations.iter();
    seven
        .filter(|one| one.indicator == "first" && one.period.year() == year)
        .map(|one| one.value)
        .sum()
}

/// Sums of a year over the first `groups` groups, known months as they were.
fn year_sums(
    history: &forecast::inflow::History,
    year: i16,
    groups: usize,
    options: Options,
) -> Vec<f64> {
    let groups = groups.min(history.groups().len());
    let known: f64 = known_months(history, year)
        .map(|at| {
            history.groups()[..groups].iter().map(|group| f64::from(group.counts[at])).sum::<f64>()
        })
        .sum();
    let months = history.cut().until(Month::new(year, 12)).max(-1) as usize + 1;
    let model = Model::fit(history);
    let paths = model.paths(Member::Pool, options.replications, months, stream(options.seed));
    paths.sums(paths.year(year), 0..groups, known)
}

/// Places in a history of the months of a year.
fn known_months(history: &forecast::inflow::History, year: i16) -> std::ops::Range<usize> {
    let place = |month| (history.from().until(month).max(0) as usize).min(history.months());
    place(Month::new(year, 1))..place(Month::new(year + 1, 1))
}

fn nareis_sums(
    sources: &Sources,
    cut: Month,
    on: Date,
    year: i16,
    options: Options,
) -> Result<Vec<f64>, Error> {
    let history = history(sources, Kind::Nareis, cut, on)?;
    let totals = history.totals();
    let months = known_months(&history, year);
    let open = 12.0 - months.len() as f64;
    let known: f64 = totals[months].iter().sum();
    let recent = totals[totals.len() - 12..].iter().sum::<f64>().max(1.0) / 12.0;
    let pairs = crate::nareis::pairs(sources, on);
    let fitted = Nareis::fit(&pairs.iter().map(|(_, permits, arrived)| (*permits, *arrived)).collect::<Vec<_>>());
    let permits = crate::nareis::permits(&sources.cbs_annual, on);
    let (last, permits) = permits
        .last_key_value()
        .ok_or_else(|| Error::Data(format!("no permits before {on}")))?;
    let from_permits = fitted.expected(*permits) / 12.0;
    let ahead = usize::try_from(year - last - 1).unwrap_or(0).min(2);
    let rate = (from_permits * recent).sqrt();
    let spread = Gamma::of_moments(1.0, NAREIS_SPREAD[ahead]);
    let of = stream(options.seed.wrapping_add(1));
    Ok((0..options.replications).map(|at| known + open * rate * spread.draw(&mut of(at))).collect())
}

fn repeat_sums(sources: &Sources, on: Date, options: Options) -> Vec<f64> {
    let months = monthly(&sources.ind_monthly, "repeat", on);
    let newest = months.last_key_value().map_or(Month::new(1900, 1), |(month, _)| *month);
    let recent: Vec<f64> =
        months.range(newest.plus(-11)..).map(|(_, value)| *value).collect();
    let reported = 12.0 * recent.iter().sum::<f64>() / recent.len().max(1) as f64;
    let years = annual_of(&sources.annual_realised, "repeat_applications", on);
    // An annual figure of a later year than the newest report counts; else the reports do.
    let year = years.last_key_value().filter(|(year, _)| **year >= newest.year());
    let mean = year.map_or(reported, |(_, value)| *value);
    let of = stream(options.seed.wrapping_add(2));
    let spread = Gamma::of_moments(1.0, REPEAT_SPREAD);
    (0..options.replications).map(|at| mean * spread.draw(&mut of(at))).collect()
}

/// Annual figures of a quantity in any definition, known on a day.
fn annual_of(series: &Series, quantity: &str, on: Date) -> std::collections::BTreeMap<i16, f64> {
    let groups = series.groups(quantity);
    groups.into_iter().flat_map(|group| annual(series, quantity, group, on)).collect()
}

/// The newest total of a calendar year that was known on a day.
fn last_total(sources: &Sources, on: Date) -> Option<f64> {
    let of = |definition| annual(&sources.annual_realised, "total_inflow", definition, on);
    let newest = DEFINITIONS.iter().filter_map(|one| of(one).last_key_value().map(|(y, _)| *y)).max()?;
    DEFINITIONS.iter().find_map(|one| of(one).get(&newest).copied())
}

fn record(moments: &[Moment]) -> Record {
    let mean = |values: Vec<f64>| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let error = |median: f64, outcome: f64| score::relative_error(median, outcome).abs();
    let planned: Vec<(&Moment, f64)> =
        moments.iter().filter_map(|one| one.mpp.map(|mpp| (one, mpp))).collect();
    let banded: Vec<(&Moment, f64, f64)> = moments
        .iter()
        .filter_map(|one| one.mpp_low.zip(one.mpp_high).map(|(low, high)| (one, low, high)))
        .collect();
    let held = |low: f64, high: f64, one: &Moment| (low..=high).contains(&one.realised);
    Record {
        figures: planned.len(),
        error: mean(planned.iter().map(|(one, _)| error(one.median, one.realised)).collect()),
        mpp_error: mean(planned.iter().map(|(one, mpp)| error(*mpp, one.realised)).collect()),
        last_year_error: mean(
            planned.iter().map(|(one, _)| error(one.last_year, one.realised)).collect(),
        ),
        bands: banded.len(),
        held: banded.iter().filter(|(one, ..)| held(one.low, one.high, one)).count(),
        mpp_held: banded.iter().filter(|(one, low, high)| held(*low, *high, one)).count(),
        width: mean(banded.iter().map(|(one, ..)| (one.high - one.low) / one.realised).collect()),
        mpp_width: mean(banded.iter().map(|(one, low, high)| (high - low) / one.realised).collect()),
        interval_score: mean(
            banded
                .iter()
                .map(|(one, ..)| score::interval(one.low90, one.high90, 0.9, one.realised))
                .collect(),
        ),
        mpp_interval_score: mean(
            banded
                .iter()
                .map(|(one, low, high)| score::interval(*low, *high, 0.9, one.realised))
                .collect(),
        ),
        seven_error: mean(moments.iter().map(|one| error(one.seven, one.seven_realised)).collect()),
        seven_held: moments
            .iter()
            .filter(|one| (one.seven_low..=one.seven_high).contains(&one.seven_realised))
            .count(),
    }
}
