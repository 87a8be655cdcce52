//! National series as they were known at a moment, from releases of different kinds.
//!
//! First applications are published by month for seven nationalities; the national total only in some months
//! (IND), some quarters (CBS) and each year (CBS). What the total counts beyond the seven is the group `rest`:
//! of a month where the total is known by month, else spread over the quarter or year in proportion to the seven,
//! else the last known proportion to the seven. Months of the seven have one vintage only (May 2026); later
//! revisions of CBS are at most a few percent, which is a limit of this back-test.

use std::collections::BTreeMap;

use forecast::Month;
use forecast::inflow::{Group, History};
use forecast::vintage::{Release, Vintages};
use kernel::Date;
use published::{Observation, Period, Series};

use crate::sets::run;
use crate::{Error, Sources};

/// Months over which the proportion of the rest to the seven is taken where nothing newer is known.
const RATIO_MONTHS: usize = 6;

/// A kind of inflow of which both tables exist.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    First,
    Nareis,
}

impl Kind {
    fn code(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Nareis => "nareis",
        }
    }
}

/// The day from which the annual figures of a year are known.
fn annual_known(year: i16) -> Date {
    Date::constant(year + 1, 1, 31)
}

/// Annual figures of an indicator that were known on a day.
pub(crate) fn annual(series: &Series, indicator: &str, group: &str, on: Date) -> BTreeMap<i16, f64> {
    let known = series.of(indicator, group).filter(|one| annual_known(one.period.year()) <= on);
    known.map(|one| (one.period.year(), one.value)).collect()
}

/// Monthly totals of IND that were known on a day.
pub(crate) fn monthly(ind: &Series, indicator: &str, on: Date) -> BTreeMap<Month, f64> {
    let mut vintages = Vintages::default();
    for one in ind.of(indicator, "ALL") {
        if let (Some((year, month)), Some(published)) = (one.period.month(), one.published) {
            let (period, published) = (Month::new(year, month), published.last_day());
            vintages.add(Release { period, value: one.value, published });
        }
    }
    vintages.as_of(on)
}

/// The newest figure of each quarter that was known on a day.
fn quarterly(cbs: &Series, indicator: &str, on: Date) -> BTreeMap<Month, f64> {
    let mut newest: BTreeMap<Month, (Date, f64)> = BTreeMap::new();
    let known = |one: &&Observation| one.until.is_none();
    for one in cbs.of(indicator, "TOTAL").filter(known) {
        let (Period::Quarter(year, quarter), Some(published)) = (one.period, one.published) else {
            continue;
        };
        let published = published.last_day();
        let start = Month::new(year, quarter * 3 - 2);
        if published <= on && newest.get(&start).is_none_or(|held| held.0 <= published) {
            newest.insert(start, (published, one.value));
        }
    }
    newest.into_iter().map(|(start, (_, value))| (start, value)).collect()
}

/// The history of a kind up to a cut, as known on a day: the seven and the rest.
pub(crate) fn history(sources: &Sources, kind: Kind, cut: Month, on: Date) -> Result<History, Error> {
    let mut groups = Vec::new();
    let mut from = cut;
    for name in sources.cbs_monthly.groups(kind.code()) {
        let (start, mut counts) = run(&sources.cbs_monthly, kind.code(), name)?;
        let months = usize::try_from(start.until(cut)).unwrap_or(0);
        if counts.len() < months {
            return Err(Error::Data(format!("{} {name} ends before {cut}", kind.code())));
        }
        counts.truncate(months);
        from = start;
        groups.push(Group { name: name.to_owned(), counts });
    }
    let seven: Vec<f64> = (0..usize::try_from(from.until(cut)).unwrap_or(0))
        .map(|at| groups.iter().map(|group| f64::from(group.counts[at])).sum())
        .collect();
    let rest = rest(sources, kind, from, &seven, on);
    groups.push(Group { name: "rest".to_owned(), counts: rest });
    // Before the first annual figure the rest is unknown: the history begins there.
    let first_known = sources.cbs_annual.of(kind.code(), "TOTAL").map(|one| one.period.year()).min();
    let start = first_known.map_or(from, |year| Month::new(year, 1).max(from));
    let skip = from.until(start) as usize;
    for group in &mut groups {
        group.counts.drain(..skip.min(group.counts.len()));
    }
    Ok(History::new(start, groups)?)
}

fn rest(sources: &Sources, kind: Kind, from: Month, seven: &[f64], on: Date) -> Vec<u32> {
    let months = monthly(&sources.ind_monthly, kind.code(), on);
    let quarters = quarterly(&sources.cbs_quarterly, kind.code(), on);
    let years = annual(&sources.cbs_annual, kind.code(), "TOTAL", on);
    let month = |at: usize| from.plus(at as i32);
    let mut rest: Vec<Option<f64>> = (0..seven.len())
        .map(|at| months.get(&month(at)).map(|total| (total - seven[at]).max(0.0)))
        .collect();
    // Quarters first, then years: what a longer period counts beyond its known parts goes to the others.
    let spans = quarters.into_iter().map(|(start, total)| (start, 3, total));
    let spans = spans.chain(years.into_iter().map(|(year, total)| (Month::new(year, 1), 12, total)));
    for (start, length, total) in spans {
        let Ok(start) = usize::try_from(from.until(start)) else { continue };
        if start + length > seven.len() {
            continue;
        }
        let span = start..start + length;
        let known: f64 = span.clone().filter_map(|at| rest[at].map(|rest| rest + seven[at])).sum();
        let open: Vec<usize> = span.filter(|at| rest[*at].is_none()).collect();
        let base: f64 = open.iter().map(|at| seven[*at]).sum();
        let left = (total - known - base).max(0.0);
        for at in open {
            rest[at] = Some(if base > 0.0 { left * seven[at] / base } else { left / length as f64 });
        }
    }
    let mut counts = Vec::with_capacity(rest.len());
    let mut known: Vec<(f64, f64)> = Vec::new();
    for (at, rest) in rest.into_iter().enumerate() {
        let recent = &known[known.len().saturating_sub(RATIO_MONTHS)..];
        let (rests, sevens) = recent.iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        let ratio = if sevens > 0.0 { rests / sevens } else { 0.0 };
        if let Some(rest) = rest {
            known.push((rest, seven[at]));
        }
        counts.push(rest.unwrap_or(ratio * seven[at]).round() as u32);
    }
    counts
}
