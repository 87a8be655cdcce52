//! A forecast's input from published figures alone: what anybody can make without a chain.
//!
//! Inflow by month comes from the folder; stocks are the newest published before the cut, and flows the
//! published year spread over its months. What is known by month only inside the chain (appeals, rulings) has
//! the model's prior.

use kernel::{fit, rounded, rounded_count};
use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use forecast::scenario::Levels;
use forecast::{Asked, Facts, Flows, GroupFacts, Input, Kind, Month, Series, Stocks};
use jiff::civil::Date;
use published::{Period, Shape};
use reference::OPENING;

use super::source;

/// First applications by month and nationality.
const MONTHLY: &str = "nl_cbs_monthly_by_nationality.csv";
/// First year of the monthly series by nationality.
const FROM: (i16, i8) = (2015, 1);
/// First year of the monthly series of family members that is complete.
const NAREIS_FROM: (i16, i8) = (2018, 1);
/// Months of flows: the last year.
const FLOW_MONTHS: i32 = 12;

/// The input of a forecast with this cut and horizon.
pub(super) fn input(folder: &Path, cut_off: Date, horizon: Date) -> Result<Input> {
    let cut = Month::of(cut_off);
    if cut_off.day() != 1 {
        bail!("--cut-off {cut_off} is not the first day of a month");
    }
    let monthly = source::tidy(folder, MONTHLY, Shape::CBS_MONTHLY)?;
    let reception = source::tidy(folder, "coa_reception.csv", Shape::DATED_POINTS)?;
    let ind = source::tidy(folder, "ind_stock_decisions.csv", Shape::DATED_POINTS)?;
    let file = || folder.join(MONTHLY).display().to_string();
    let inflow = inflow(&monthly, cut).with_context(file)?;
    let stocks = stocks(&reception, &ind, cut_off);
    let flows = (1..=FLOW_MONTHS).rev().map(|back| flows(cut.plus(-back), &stocks)).collect();
    let groups = groups(&inflow, cut, &stocks);
    let facts = Facts { inflow, stocks, flows, groups, permits: permits(cut)? };
    let (horizon, levels) = (Month::of(horizon), Levels::default());
    // The caller says how often, and by which seed.
    let asked = Asked { cut, horizon, seed: 0, replications: 0, levels };
    Ok(Input::new(law::sept_2025(), asked, facts))
}

/// Months of a published series by group before the cut, as many as follow each other.
fn months(
    series: &published::Series,
    indicator: &str,
    group: &str,
    from: Month,
    cut: Month,
) -> Vec<u32> {
    let mut known: BTreeMap<Month, f64> = BTreeMap::new();
    for one in series.of(indicator, group) {
        if let Some((year, month)) = one.period.month() {
            known.insert(Month::new(year, month), one.value);
        }
    }
    let count = |at: i32| known.get(&from.plus(at)).map(|value| rounded_count(*value));
    (0..from.until(cut)).map_while(count).collect()
}

/// The code of a nationality as CBS names it.
fn code(name: &str) -> Result<String> {
    match published::groups::of(name) {
        published::groups::Group::Nationality(code) => Ok(code.to_string()),
        _ => bail!("no nationality is called {name:?}"),
    }
}

fn inflow(monthly: &published::Series, cut: Month) -> Result<Vec<Series>> {
    let from = Month::new(FROM.0, FROM.1);
    let number = from.until(cut).max(0) as usize;
    let mut all = Vec::new();
    let mut seven = vec![0_u32; number];
    for name in monthly.groups("first") {
        let counts = months(monthly, "first", name, from, cut);
        if counts.len() < number {
            bail!(
                "first applications of {name} are published up to {}, not to the cut {cut}",
                from.plus(fit::<i32, _>(counts.len()) - 1)
            );
        }
        seven.iter_mut().zip(&counts).for_each(|(sum, count)| *sum += count);
        all.push(Series { kind: Kind::First, group: code(name)?, from, counts });
    }
    // All others: published by year; of a year they have the shape of the seven.
    let mut other = Vec::with_capacity(number);
    for (at, count) in seven.iter().enumerate() {
        let year = from.plus(fit(at)).year();
        let place = |month: Month| from.until(month).max(0) as usize;
        let whole = place(Month::new(year, 1))..place(Month::new(year + 1, 1)).min(number);
        let sum: u32 = seven[whole].iter().sum();
        let ratio = ratio_of_others(year, cut, &seven, from);
        let even = f64::from(sum) / 12.0;
        // Half follows the season of the seven, half comes evenly: others are less seasonal.
        other.push(rounded_count(ratio * (f64::from(*count) + even) / 2.0));
    }
    all.push(Series {
        kind: Kind::First,
        group: reference::OTHER.to_string(),
        from,
        counts: other,
    });
    let start = Month::new(NAREIS_FROM.0, NAREIS_FROM.1);
    let nareis = reference::nareis_history();
    let number = start.until(cut).clamp(0, fit(nareis.len())) as usize;
    let counts = nareis[..number].to_vec();
    let from = cut.plus(-fit::<i32, _>(number));
    all.push(Series { kind: Kind::Nareis, group: "all".to_owned(), from, counts });
    for (kind, table) in
        [(Kind::Repeat, &reference::REPEAT[..]), (Kind::Resettled, &reference::RESETTLED[..])]
    {
        let years = table.iter().filter(|(year, _)| Month::new(*year, 1) < cut);
        let mut counts: Vec<u32> =
            years.clone().flat_map(|(_, persons)| law::distribute(*persons, &[1; 12])).collect();
        let from = Month::new(years.clone().next().map_or(cut.year(), |(year, _)| *year), 1);
        counts.truncate(from.until(cut).max(0) as usize);
        let from = cut.plus(-fit::<i32, _>(counts.len()));
        all.push(Series { kind, group: "all".to_owned(), from, counts });
    }
    Ok(all)
}

/// First applications of other nationalities for each of the seven, in the last whole year that is known at
/// the cut; of a past year its own.
fn ratio_of_others(year: i16, cut: Month, seven: &[u32], from: Month) -> f64 {
    let known = if Month::new(year, 12) < cut { year } else { year - 1 };
    let place = |month: Month| from.until(month).max(0) as usize;
    let whole = place(Month::new(known, 1))..place(Month::new(known + 1, 1)).min(seven.len());
    let of_seven: u32 = seven.get(whole).map_or(0, |months| months.iter().sum());
    let total = reference::annual(&reference::FIRST_TOTAL, known).unwrap_or(of_seven);
    f64::from(total.saturating_sub(of_seven)) / f64::from(of_seven.max(1))
}

/// The newest published value before a day.
fn newest(series: &published::Series, quantity: &str, of: &str, before: Date) -> Option<i64> {
    let dated = |one: &published::Observation| {
        let day = match one.period {
            Period::Day(day) => day,
            Period::Month(..) => one.period.last_day(),
            _ => return None,
        };
        (day < before).then_some((day, one.value))
    };
    let last = series.of(quantity, of).filter_map(dated).max_by_key(|(day, _)| *day);
    last.map(|(_, value)| rounded(value))
}

fn stocks(reception: &published::Series, ind: &published::Series, before: Date) -> Stocks {
    let coa = |of, opening: reference::Figure| {
        newest(reception, "occupancy", of, before).unwrap_or(opening.value)
    };
    let total = coa("total", OPENING.coa_occupancy);
    let status_holders = coa("statushouders", OPENING.coa_status_holders);
    let (minors, rejected) = (OPENING.coa_minors.value, OPENING.coa_rejected.value);
    let year = reference::chain(before.year());
    let places = |of| newest(reception, "capacity", of, before).unwrap_or_default();
    let emergency = OPENING.coa_emergency_permille.value;
    let [regular, emergency] = match [places("regular"), places("emergency")] {
        // Not published before the cut: as people lived at the opening.
        [0, 0] => [total * (1_000 - emergency) / 1_000, total * emergency / 1_000],
        known => known,
    };
    Stocks {
        pending: newest(ind, "stock", "asylum", before).unwrap_or(OPENING.ind_pending.value),
        appeals: 0,
        applicants: total - status_holders - minors - rejected,
        rejected,
        status_holders,
        minors,
        return_cases: OPENING.return_cases.value,
        nareis_pending: newest(ind, "stock", "nareis", before)
            .unwrap_or(OPENING.nareis_pending.value),
        nidos: 0,
        detained: 0,
        places_regular: regular,
        places_emergency: emergency,
        places_minors: 0,
        ukraine: year.ukraine_places.value,
    }
}

/// A month like every other of its year.
fn flows(month: Month, stocks: &Stocks) -> Flows {
    let year = reference::chain(month.year());
    let twelfth = |value: i64| value / 12;
    let decisions = twelfth(year.decisions.value);
    let grants = decisions * year.granted_permille.value / 1_000;
    let [independent, forced, unsupervised] =
        year.departures_2024.map(|figure| twelfth(figure.value));
    let first = reference::annual(&reference::FIRST_TOTAL, month.year()).unwrap_or_default();
    let minors = twelfth(i64::from(first) * year.minors_permille.value / 1_000);
    Flows {
        grants,
        rejections: decisions - grants,
        transfers: twelfth(i64::from(first) * year.responsibility_permille.value / 1_000),
        minors_in: minors,
        minors_out: minors,
        housed: twelfth(year.housed_from_reception.value),
        granted_in_reception: grants * 9 / 10,
        files_other: year.files_from_others_month.value,
        departed_independent: independent,
        departed_forced: forced,
        departed_unsupervised: unsupervised,
        pending_start: stocks.pending,
        return_cases_start: stocks.return_cases,
        minors_start: stocks.minors,
        ..Flows::none(month)
    }
}

/// Groups: pending cases in proportion to the applications of the last two years; decisions are not published
/// by group, so all groups have the rate of all.
fn groups(inflow: &[Series], cut: Month, stocks: &Stocks) -> Vec<GroupFacts> {
    let first = inflow.iter().filter(|series| series.kind == Kind::First);
    let recent = |series: &Series, months: usize| -> i64 {
        let counts = &series.counts[series.counts.len().saturating_sub(months)..];
        counts.iter().map(|count| i64::from(*count)).sum()
    };
    let total: i64 = first.clone().map(|series| recent(series, 24)).sum::<i64>().max(1);
    let year = reference::chain(cut.plus(-1).year());
    let of = |series: &Series| {
        let number = recent(series, 12);
        GroupFacts {
            group: series.group.clone(),
            pending: stocks.pending * recent(series, 24) / total,
            first: number,
            minors: number * year.minors_permille.value / 1_000,
            grants: 0,
            rejections: 0,
            transfers: number * year.responsibility_permille.value / 1_000,
        }
    };
    first.map(of).collect()
}

/// Permits per month before the cut: published years spread over their months.
fn permits(cut: Month) -> Result<Vec<u32>> {
    let start = reference::GRANTS_REFUGEE.first().context("published permits")?.0;
    let mut permits = Vec::new();
    for year in start..=cut.year() {
        permits.extend(law::distribute(reference::permits(year).unwrap_or_default(), &[1; 12]));
    }
    permits.truncate(Month::new(start, 1).until(cut).max(0) as usize);
    Ok(permits)
}
