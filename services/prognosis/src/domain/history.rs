//! The published history before the books: the tables that ship with the product, and what was imported since.
//!
//! An imported month stands in place of the table's, the newest vintage of it. A month that its publisher calls
//! provisional, and released once, is taken as what is expected to become of it (nowcast), when the same series
//! has shown three times or more how first releases grow. Without imports nothing of this happens.

use std::collections::BTreeMap;

use forecast::quantities::Quantity;
use forecast::vintage::{Completion, Release, Vintages};
use forecast::{Kind, Month};
use kernel::{Date, Reason, Refusal};

use crate::domain::names::{Counted, Measure};
use crate::domain::outcome::Observation;
use crate::domain::picture::ALL;

/// First month of the table of family members that is complete.
const NAREIS_FROM: Month = Month::constant(2018, 1);
/// Persons in a month above which a value is an error of its file.
const MONTH_MAX: f64 = 20_000_000.0;
/// By how much the seven nationalities may exceed the total of all: CBS rounds each to five.
const ROUNDING: u32 = 35;
/// How far the share of the history that is asked for may be from the size of the chain, either way.
const SCALE_RATIO_MAX: i64 = 2;

/// A flow of one month and group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowRow {
    /// What was counted.
    pub measure: Counted,
    /// Nationality, or `all`.
    pub group: String,
    /// Month.
    pub month: Month,
    /// Persons.
    pub count: i64,
}

/// One component of inflow before the books.
pub(crate) struct Before {
    pub(crate) kind: Kind,
    pub(crate) group: String,
    /// Persons a month, the last of them in the month before the books.
    pub(crate) counts: Vec<u32>,
}

/// What was imported, by component, group and month.
#[derive(Debug, Default)]
pub(crate) struct Known(BTreeMap<(Kind, String), BTreeMap<Month, u32>>);

impl Known {
    /// The newest vintage of every month, nowcast where it is a first release.
    pub(crate) fn of(observations: &[Observation]) -> Result<Self, Refusal> {
        let mut series: BTreeMap<(Kind, String), Vec<&Observation>> = BTreeMap::new();
        for one in observations {
            let kind =
                Kind::ALL.iter().find(|kind| one.quantity == Quantity::inflow(**kind).code());
            // Quarters and years are not split into months here: they score, and no more.
            if let (Some(kind), Ok(_)) = (kind, one.period.parse::<Month>()) {
                series.entry((*kind, one.grp.clone())).or_default().push(one);
            }
        }
        let known = series.into_iter().map(|(key, all)| Ok((key, months(&all)?)));
        Ok(Self(known.collect::<Result<_, Refusal>>()?))
    }

    fn month(&self, kind: Kind, group: &str, month: Month) -> Option<u32> {
        self.0.get(&(kind, group.to_owned()))?.get(&month).copied()
    }

    /// The last month that is known of a group.
    fn last(&self, kind: Kind, group: &str) -> Option<Month> {
        self.0.get(&(kind, group.to_owned()))?.last_key_value().map(|(month, _)| *month)
    }
}

/// The months of one series.
fn months(all: &[&Observation]) -> Result<BTreeMap<Month, u32>, Refusal> {
    let mut vintages = Vintages::default();
    let mut releases: BTreeMap<Month, (u32, bool)> = BTreeMap::new();
    for one in all {
        let Ok(period) = one.period.parse::<Month>() else { continue };
        vintages.add(Release { period, value: one.value(), published: one.published_on });
        let seen = releases.entry(period).or_default();
        *seen = (seen.0 + 1, one.qualifier == published::Qualifier::Provisional.code());
    }
    let completion = Completion::fit(&vintages.revisions());
    let month = |(month, value): (Month, f64)| {
        let first = releases.get(&month) == Some(&(1, true));
        let expected = completion.filter(|_| first).map_or(value, |known| known.expected(value));
        if !(0.0..=MONTH_MAX).contains(&expected) {
            let text =
                format!("an imported value of {month} is {value}, which is no number of persons");
            return Err(Refusal::new(Reason::NotEnoughData, text));
        }
        Ok((month, kernel::rounded_count(expected)))
    };
    vintages.as_of(Date::MAX).into_iter().map(month).collect()
}

/// The history of every component up to the books.
///
/// # Errors
/// A refusal when first applications do not reach the books, or imported months leave a hole.
pub(crate) fn before(books: Month, known: &Known) -> Result<Vec<Before>, Refusal> {
    let start = Month::new(reference::FIRST_YEAR, 1);
    let mut all = Vec::new();
    for (nationality, table) in reference::first_history() {
        let group = nationality.to_string();
        let counts = if nationality == reference::OTHER {
            months_until(start, books, |month| other(known, &all, start, &table, month))?
        } else {
            months_until(start, books, |month| {
                Ok(known.month(Kind::First, &group, month).or_else(|| entry(&table, start, month)))
            })?
        };
        let end = start.plus(kernel::fit(counts.len()));
        if end < books {
            let text = format!(
                "the published history of first applications of {group} ends before {end}, the books begin in {books}: \
                 import the months between"
            );
            return Err(Refusal::new(Reason::NotEnoughData, text));
        }
        all.push(Before { kind: Kind::First, group, counts });
    }
    let mut whole = |kind: Kind, from: Month, table: Vec<u32>| -> Result<(), Refusal> {
        let counts = months_until(from, books, |month| {
            Ok(known.month(kind, ALL, month).or_else(|| entry(&table, from, month)))
        })?;
        let end = from.plus(kernel::fit(counts.len()));
        if let Some(last) = known.last(kind, ALL).filter(|last| end < books && *last >= end) {
            let text = format!(
                "{} is imported up to {last}, but nothing is known of {end}",
                Quantity::inflow(kind)
            );
            return Err(Refusal::new(Reason::NotEnoughData, text));
        }
        all.push(Before { kind, group: ALL.to_owned(), counts });
        Ok(())
    };
    whole(Kind::Nareis, NAREIS_FROM, reference::nareis_history())?;
    for (kind, table) in
        [(Kind::Repeat, &reference::REPEAT[..]), (Kind::Resettled, &reference::RESETTLED[..])]
    {
        // Published by year: spread evenly over its months.
        let months =
            table.iter().flat_map(|(_, persons)| law::distribute(*persons, &[1; 12])).collect();
        let from = Month::new(table.first().map_or(books.year(), |(year, _)| *year), 1);
        whole(kind, from, months)?;
    }
    Ok(all)
}

/// Months from a start up to the first that is not known, or the books.
fn months_until(
    start: Month,
    books: Month,
    count: impl Fn(Month) -> Result<Option<u32>, Refusal>,
) -> Result<Vec<u32>, Refusal> {
    let months = (0..start.until(books).max(0)).map(|at| start.plus(at));
    months.map_while(|month| count(month).transpose()).collect()
}

fn entry(table: &[u32], start: Month, month: Month) -> Option<u32> {
    table.get(usize::try_from(start.until(month)).ok()?).copied()
}

/// All nationalities beyond the seven: imported as such, or what an imported total counts beyond the seven.
fn other(
    known: &Known,
    seven: &[Before],
    start: Month,
    table: &[u32],
    month: Month,
) -> Result<Option<u32>, Refusal> {
    let own = known.month(Kind::First, reference::OTHER.code(), month);
    let total = known.month(Kind::First, ALL, month);
    let (None, Some(total)) = (own, total) else {
        return Ok(own.or_else(|| entry(table, start, month)));
    };
    let of_seven: Option<u32> = seven.iter().map(|one| entry(&one.counts, start, month)).sum();
    let Some(of_seven) = of_seven else { return Ok(None) };
    if of_seven > total + ROUNDING {
        let text = format!(
            "first applications of {month} are {total} in all and {of_seven} of seven nationalities"
        );
        return Err(Refusal::new(Reason::NotEnoughData, text));
    }
    Ok(Some(total.saturating_sub(of_seven)))
}

/// Refuses a share of the history that is not the size of the chain: persons who were taken over when the books
/// were opened, against the published position of that day.
pub(crate) fn check_scale(books: Month, permille: u32, flows: &[FlowRow]) -> Result<(), Refusal> {
    let Some(opening) = reference::opening(books.year(), books.month()) else { return Ok(()) };
    let opened =
        flows.iter().filter(|row| row.measure == Measure::BooksOpened && row.month == books);
    let opened: i64 = opened.map(|row| row.count).sum();
    let published = opening.ind_pending.value
        + opening.nareis_pending.value
        + opening.coa_occupancy.value
        + opening.return_cases.value;
    let size = (opened * 1_000 + published / 2) / published.max(1);
    let asked = i64::from(permille);
    if opened == 0 || (asked <= size * SCALE_RATIO_MAX && size <= asked * SCALE_RATIO_MAX) {
        return Ok(());
    }
    let text = format!(
        "the chain took over {opened} files of {published} published ones, about {size} in a thousand, and the history \
         is given at {asked} in a thousand: say history_permille {}",
        size.clamp(1, 1_000)
    );
    Err(Refusal::new(Reason::ScaleDiffers, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(quantity: Quantity, grp: &str, period: &str, count: i64, day: Date) -> Observation {
        Observation {
            observation_id: Observation::id(quantity.code(), grp, period, day),
            quantity: quantity.to_string(),
            grp: grp.to_owned(),
            period: period.to_owned(),
            micro: count * 1_000_000,
            source: "CBS".to_owned(),
            qualifier: "provisional".to_owned(),
            published_on: day,
        }
    }

    fn of<'a>(all: &'a [Before], kind: Kind, group: &str) -> &'a [u32] {
        &all.iter().find(|one| one.kind == kind && one.group == group).unwrap().counts
    }

    const DAY: Date = Date::constant(2026, 2, 1);

    #[test]
    fn imported_months_stand_in_place_of_the_tables_and_go_on_after_them() {
        let books = Month::new(2026, 1);
        let plain = before(books, &Known::default()).unwrap();
        let imported = [
            value(Quantity::InflowFirst, "SYR", "2025-12", 999, DAY),
            value(Quantity::InflowFirst, "all", "2025-12", 3_000, DAY),
            value(Quantity::InflowFirst, "all", "2025", 40_000, DAY),
            value(Quantity::InflowNareis, "all", "2025-11", 77, DAY),
        ];
        let now = before(books, &Known::of(&imported).unwrap()).unwrap();
        assert_eq!(of(&now, Kind::First, "SYR")[131], 999);
        assert_eq!(of(&now, Kind::First, "SYR")[..131], of(&plain, Kind::First, "SYR")[..131]);
        let sum: u32 =
            now.iter().filter(|one| one.kind == Kind::First).map(|one| one.counts[131]).sum();
        assert_eq!(sum, 3_000);
        assert_eq!(of(&now, Kind::Nareis, "all")[94], 77);
        // The tables end in December 2025: with imported months the books may begin later.
        let later = Month::new(2026, 2);
        let refused = before(later, &Known::of(&imported).unwrap()).err().unwrap();
        assert!(refused.message.contains("ends before 2026-01"), "{}", refused.message);
        let mut more: Vec<Observation> = reference::FIRST
            .iter()
            .map(|one| value(Quantity::InflowFirst, one.nationality.code(), "2026-01", 10, DAY))
            .collect();
        more.push(value(Quantity::InflowFirst, "all", "2026-01", 100, DAY));
        let all = before(later, &Known::of(&more).unwrap()).unwrap();
        assert_eq!(of(&all, Kind::First, "XOT").last(), Some(&30));
        more.push(value(Quantity::InflowFirst, "all", "2026-01", 10, Date::constant(2026, 3, 1)));
        let less = before(later, &Known::of(&more).unwrap()).err().unwrap();
        assert!(less.message.contains("10 in all and 70 of seven"), "{}", less.message);
    }

    #[test]
    fn a_first_release_is_taken_as_what_becomes_of_it() {
        let later = Date::constant(2026, 3, 1);
        let mut all = vec![value(Quantity::InflowFirst, "SYR", "2025-12", 450, DAY)];
        for month in ["2025-08", "2025-09", "2025-10"] {
            all.push(value(Quantity::InflowFirst, "SYR", month, 90, DAY));
            all.push(value(Quantity::InflowFirst, "SYR", month, 100, later));
        }
        let of = |all: &[Observation], month: i8| {
            Known::of(all).unwrap().month(Kind::First, "SYR", Month::new(2025, month)).unwrap()
        };
        assert_eq!((of(&all, 12), of(&all, 8)), (500, 100));
        // Two months prove nothing, and a final figure is final.
        assert_eq!(of(&all[..5], 12), 450);
        all[0].qualifier = "published".to_owned();
        assert_eq!(of(&all, 12), 450);
        all[0].micro = -1_000_000;
        assert!(Known::of(&all).is_err());
    }

    #[test]
    fn a_history_of_another_size_than_the_chain_is_refused() {
        let january = Month::new(2025, 1);
        let row = |count| FlowRow {
            measure: Measure::BooksOpened.into(),
            group: "SYR".to_owned(),
            month: january,
            count,
        };
        let all = 50_000 + 27_000 + 72_610 + 8_690;
        assert!(check_scale(january, 100, &[row(all / 10)]).is_ok());
        assert!(check_scale(january, 1_000, &[row(all)]).is_ok());
        let refused = check_scale(january, 1_000, &[row(all / 10)]).unwrap_err();
        assert_eq!(refused.reason, "SCALE_DIFFERS");
        assert!(refused.message.ends_with("say history_permille 100"), "{}", refused.message);
        assert!(check_scale(january, 10, &[row(all / 10)]).is_err());
        assert!(check_scale(Month::new(2025, 2), 10, &[row(all)]).is_ok());
    }
}
