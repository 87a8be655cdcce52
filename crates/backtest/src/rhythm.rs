//! Total inflow at the moments of the MPP, with what was known then, next to the MPP's own record.
//!
//! ```text
//! first    pool over seven nationalities and the rest; known months as they were
//! nareis   known months as they were, then a monthly rate from permits and the last twelve months
//! repeat   the last known year, or the last twelve reports
//! ```
//!
//! Resettlement is outside, as in the realised totals. Our band is the 10-90 % interval; against the MPP's band,
//! read as 5-95 %, the interval score of our own 5-95 % stands.

use forecast::inflow::{Gamma, InflowModel, Lot, Member, stream};
use forecast::quantile::type7;
use forecast::{Month, score};
use kernel::Date;
use published::Period;
use rayon::prelude::*;
use reference::{Edition, Scenario};
use serde::Serialize;

use crate::known::{FIRST, Known, NAREIS, Releases, cut, history, monthly, year_known};
use crate::nareis::{Rate, rate};
use crate::{Error, Options};

/// A figure of the MPP next to ours, in persons.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Moment {
    /// The edition.
    pub edition: &'static str,
    /// The year that it forecasts.
    pub year: i16,
    /// First month that is not known to our forecast.
    #[serde(serialize_with = "crate::shown")]
    pub cut: Month,
    /// Total inflow that was realised, without resettlement.
    pub realised: f64,
    /// The last calendar year of which the total was known.
    pub last_year: f64,
    /// The planning figure of the edition: median, else central, else medio.
    pub mpp: Option<f64>,
    /// Its minimum, when there is a maximum too.
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
    /// Whether the year is the edition's own or the next: a regular moment.
    pub regular: bool,
    /// Median for first applications of the seven nationalities alone.
    pub seven: f64,
    /// 10 % quantile of these.
    pub seven_low: f64,
    /// 90 % quantile of these.
    pub seven_high: f64,
    /// What was realised of these.
    pub seven_realised: f64,
}

/// The record over moments. Errors and widths are shares of the outcome.
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
    /// Mean interval score of our 5-95 % band, in persons.
    pub interval_score: f64,
    /// Of the MPP's band, read as 5-95 %.
    pub mpp_interval_score: f64,
    /// Regular moments.
    pub regular: usize,
    /// Mean error of the median for the seven nationalities at these.
    pub seven_error: f64,
    /// How many of these outcomes lie in the 10-90 % band.
    pub seven_held: usize,
}

/// Target years that are evaluated: of earlier editions no complete figures were found.
const YEARS: std::ops::RangeInclusive<i16> = 2022..=2025;
/// Not a forecast: the year was almost over, and the leaked figures may belong to 2024.
const LEAK: (&str, i16) = ("MPP-2023-II", 2023);
/// Publication of the edition of autumn 2021 is unknown: taken as after the regular cut of August.
const AUTUMN_2021: Date = Date::constant(2021, 9, 30);
/// Relative spread of repeat applications in a year.
pub(crate) const REPEAT_SPREAD: f64 = 0.15;

/// Every figure of the MPP for total inflow in 2022 to 2025.
pub fn rhythm(releases: &Releases, options: Options) -> Result<Vec<Moment>, Error> {
    let figures: Vec<(&'static Edition, i16)> = reference::MPP
        .iter()
        .flat_map(|edition| YEARS.map(move |year| (edition, year)))
        .filter(|(edition, year)| {
            let (planning, low, high) = figures(edition, *year);
            (planning.is_some() || low.zip(high).is_some()) && (edition.name, *year) != LEAK
        })
        .collect();
    figures.par_iter().map(|(edition, year)| moment(releases, edition, *year, options)).collect()
}

/// Planning figure, minimum and maximum of an edition for a year.
fn figures(edition: &Edition, year: i16) -> (Option<f64>, Option<f64>, Option<f64>) {
    let of = |scenario| {
        let here = edition.figures.iter().find(|one| {
            one.quantity == "inflow.total"
                && one.period.parse() == Ok(year)
                && one.scenario == scenario
        });
        here.map(|one| one.figure.value as f64)
    };
    let planning = [Scenario::Median, Scenario::Central, Scenario::Medio];
    (planning.into_iter().find_map(of), of(Scenario::Minimum), of(Scenario::Maximum))
}

fn moment(
    releases: &Releases,
    edition: &'static Edition,
    year: i16,
    options: Options,
) -> Result<Moment, Error> {
    let on = edition.published.parse::<Period>().map_or(AUTUMN_2021, Period::last_day);
    let cut = cut(on);
    let (first, seven) = first(&history(releases, &FIRST, cut, on)?, year, options);
    let nareis = nareis(releases, cut, on, year, options)?;
    let repeat = repeat(releases, on, options);
    let total = first.iter().zip(&nareis).zip(&repeat).map(|((a, b), c)| a + b + c).collect();
    let [first, nareis, seven, total] = [first, nareis, seven, total].map(|mut sums: Vec<f64>| {
        sums.sort_unstable_by(f64::total_cmp);
        sums
    });
    let mut totals = reference::TOTAL_REALISED.iter().filter(|(year, _)| year_known(*year, on));
    let last_year = totals.next_back().map(|(_, figure)| figure.value as f64);
    let realised = reference::realised_total(year).map(|total| total as f64);
    let (Some(last_year), Some(realised)) = (last_year, realised) else {
        return Err(Error::Data(format!("no realised total of {year} or before {on}")));
    };
    let (mpp, low, high) = figures(edition, year);
    let band = low.zip(high);
    Ok(Moment {
        edition: edition.name,
        year,
        cut,
        realised,
        last_year,
        mpp,
        mpp_low: band.map(|band| band.0),
        mpp_high: band.map(|band| band.1),
        median: type7(&total, 0.5),
        low: type7(&total, 0.1),
        high: type7(&total, 0.9),
        low90: type7(&total, 0.05),
        high90: type7(&total, 0.95),
        first: type7(&first, 0.5),
        nareis: type7(&nareis, 0.5),
        regular: on.year() >= *YEARS.start() && year <= on.year() + 1,
        seven: type7(&seven, 0.5),
        seven_low: type7(&seven, 0.1),
        seven_high: type7(&seven, 0.9),
        seven_realised: seven_realised(year),
    })
}

fn seven_realised(year: i16) -> f64 {
    let start = reference::month_of(year, 1);
    let year = reference::FIRST.iter().flat_map(|one| &one.persons[start..start + 12]);
    year.map(|persons| f64::from(*persons)).sum()
}

/// First applications of a year per replication: all, and of the seven nationalities. Where the newest months of
/// the rest are estimates, its level is in doubt, in these months as in those to come.
fn first(known: &Known, year: i16, options: Options) -> (Vec<f64>, Vec<f64>) {
    let history = &known.history;
    let months = history.cut().until(Month::new(year, 12)).max(-1) as usize + 1;
    let model = InflowModel::fit(history);
    let mut paths =
        model.paths(Member::Pool, options.replications, months, stream(options.seed, Lot::First));
    let rest = history.groups().len() - 1;
    let of = stream(options.seed, Lot::Estimates);
    let factors: Vec<f64> =
        (0..options.replications).map(|at| (known.doubt() * of(at).normal()).exp()).collect();
    paths.scale(0..months, rest..rest + 1, &factors);
    let counted = |groups: usize| {
        let month =
            |at: usize| history.groups()[..groups].iter().map(move |one| f64::from(one.counts[at]));
        known.year(year).flat_map(month).sum::<f64>()
    };
    let estimate = known.estimate(year);
    let all = paths.sums(paths.year(year), 0..rest + 1, counted(rest + 1) - estimate);
    let all = all.iter().zip(&factors).map(|(sum, factor)| sum + estimate * factor).collect();
    (all, paths.sums(paths.year(year), 0..rest, counted(rest)))
}

fn nareis(
    releases: &Releases,
    cut: Month,
    on: Date,
    year: i16,
    options: Options,
) -> Result<Vec<f64>, Error> {
    let known = history(releases, &NAREIS, cut, on)?;
    let totals = known.history.totals();
    let months = known.year(year);
    let open = 12.0 - months.len() as f64;
    let known: f64 = totals[months].iter().sum();
    let Rate { monthly, spread } = rate(&totals, on, year)?;
    let of = stream(options.seed, Lot::Nareis);
    let draw = |at| {
        let z = of(at).normal();
        known + open * monthly * (spread * z).exp()
    };
    Ok((0..options.replications).map(draw).collect())
}

fn repeat(releases: &Releases, on: Date, options: Options) -> Vec<f64> {
    let reports = monthly(releases, "repeat", on);
    let newest = reports.last_key_value().map_or(Month::new(1900, 1), |(month, _)| *month);
    let recent: Vec<f64> = reports.range(newest.plus(-11)..).map(|(_, value)| *value).collect();
    let reported = 12.0 * recent.iter().sum::<f64>() / recent.len().max(1) as f64;
    // An annual figure that is newer than the reports counts instead of them.
    let mut years = reference::REPEAT.iter().filter(|(year, _)| year_known(*year, on));
    let year = years.next_back().filter(|(year, _)| *year >= newest.year());
    let mean = year.map_or(reported, |(_, value)| f64::from(*value));
    let of = stream(options.seed, Lot::Repeat);
    let spread = Gamma::of_moments(1.0, REPEAT_SPREAD);
    (0..options.replications).map(|at| mean * spread.draw(&mut of(at))).collect()
}

/// The record over some moments.
pub fn record<'a>(moments: impl Iterator<Item = &'a Moment> + Clone) -> Record {
    let error = |median: f64, outcome: f64| score::relative_error(median, outcome).abs();
    let inside = |low: f64, high: f64, outcome: f64| (low..=high).contains(&outcome);
    let planned: Vec<(&Moment, f64)> =
        moments.clone().filter_map(|one| Some((one, one.mpp?))).collect();
    let banded: Vec<(&Moment, f64, f64)> =
        moments.clone().filter_map(|one| Some((one, one.mpp_low?, one.mpp_high?))).collect();
    let regular: Vec<&Moment> = moments.filter(|one| one.regular).collect();
    let planned_mean =
        |of: &dyn Fn(&Moment, f64) -> f64| mean(planned.iter().map(|p| of(p.0, p.1)));
    let banded_mean =
        |of: &dyn Fn(&Moment, f64, f64) -> f64| mean(banded.iter().map(|b| of(b.0, b.1, b.2)));
    Record {
        figures: planned.len(),
        error: planned_mean(&|one, _| error(one.median, one.realised)),
        mpp_error: planned_mean(&|one, mpp| error(mpp, one.realised)),
        last_year_error: planned_mean(&|one, _| error(one.last_year, one.realised)),
        bands: banded.len(),
        held: banded.iter().filter(|(one, ..)| inside(one.low, one.high, one.realised)).count(),
        mpp_held: banded
            .iter()
            .filter(|(one, low, high)| inside(*low, *high, one.realised))
            .count(),
        width: banded_mean(&|one, _, _| (one.high - one.low) / one.realised),
        mpp_width: banded_mean(&|one, low, high| (high - low) / one.realised),
        interval_score: banded_mean(&|one, _, _| {
            score::interval(one.low90, one.high90, 0.9, one.realised)
        }),
        mpp_interval_score: banded_mean(&|one, low, high| {
            score::interval(low, high, 0.9, one.realised)
        }),
        regular: regular.len(),
        seven_error: mean(regular.iter().map(|one| error(one.seven, one.seven_realised))),
        seven_held: regular
            .iter()
            .filter(|one| inside(one.seven_low, one.seven_high, one.seven_realised))
            .count(),
    }
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let number = values.len().max(1) as f64;
    values.sum::<f64>() / number
}
