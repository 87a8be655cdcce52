//! Monthly inflow by kind and nationality, published where it is and spread by a stated rule where only a
//! quarter or a year is published.
//!
//! Rule: what a quarter (2025) or year (before) counts beyond the seven published nationalities is spread
//! over its months in proportion to the seven together, in whole persons by largest remainder. Repeat
//! applications and resettlement are spread evenly over the months of the year.

use kernel::Nationality;

use crate::annual::{FIRST_TOTAL, NAREIS_TOTAL, REPEAT, RESETTLED, annual};
use crate::monthly::{FIRST, FIRST_YEAR, MONTHS, Monthly, NAREIS};

/// Code for all nationalities that the sources do not name (ISO 3166-1 leaves XAA to XZZ to its users).
pub const OTHER: Nationality = Nationality::new(b"XOT");

/// First applications per quarter of 2025 (CBS by way of the press; the fourth is the year minus three).
pub const FIRST_QUARTERS_2025: [u32; 4] = [4_500, 5_295, 6_800, 7_545];
/// Family members per quarter of 2025 (CBS by way of the press; the second is the first three quarters
/// minus the first and third, the fourth the year minus three).
pub const NAREIS_QUARTERS_2025: [u32; 4] = [3_700, 3_800, 4_600, 4_370];

/// First applications of 2025 by nationalities beyond the seven (CBS 80059NED).
const FIRST_OTHERS_2025: [(Nationality, u32); 8] = [
    (Nationality::new(b"DZA"), 1_210),
    (Nationality::new(b"ETH"), 670),
    (Nationality::new(b"MAR"), 670),
    (Nationality::new(b"NGA"), 815),
    (Nationality::new(b"PAK"), 695),
    (Nationality::new(b"SLE"), 525),
    (Nationality::new(b"SDN"), 795),
    (Nationality::UNKNOWN, 1_635),
];

/// Kinds of inflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InflowKind {
    /// First applications.
    First,
    /// Repeat applications.
    Repeat,
    /// Family members who arrive.
    Nareis,
    /// Resettled persons.
    Resettled,
}

/// Persons of a kind and nationality in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthInflow {
    /// Kind.
    pub kind: InflowKind,
    /// Nationality.
    pub nationality: Nationality,
    /// Persons.
    pub persons: u32,
    /// Whether the month itself is published; derived by the rule otherwise.
    pub published: bool,
}

/// Place of a month in the tables.
pub fn month_of(year: i16, month: i8) -> usize {
    ((year - FIRST_YEAR) * 12 + i16::from(month) - 1) as usize
}

fn seven(table: &[Monthly; 7], month: usize) -> u32 {
    table.iter().map(|series| u32::from(series.persons[month])).sum()
}

/// Spreads what `total` counts beyond the seven over the months from `start`.
fn spread(table: &[Monthly; 7], total: u32, start: usize, months: usize) -> Vec<u32> {
    let weights: Vec<u32> = (start..start + months).map(|month| seven(table, month)).collect();
    law::distribute(total.saturating_sub(weights.iter().sum()), &weights)
}

/// All months of the nationalities beyond the seven.
fn others(table: &[Monthly; 7], totals: &[(i16, u32)], quarters_2025: &[u32; 4]) -> Vec<u32> {
    let mut all = Vec::with_capacity(MONTHS);
    for year in FIRST_YEAR..2025 {
        let start = month_of(year, 1);
        match annual(totals, year) {
            Some(total) => all.extend(spread(table, total, start, 12)),
            None => all.extend([0; 12]),
        }
    }
    for (quarter, total) in quarters_2025.iter().enumerate() {
        all.extend(spread(table, *total, month_of(2025, 1) + quarter * 3, 3));
    }
    all
}

/// First applications by group from January 2015: the seven nationalities and all others together.
pub fn first_history() -> Vec<(Nationality, Vec<u32>)> {
    let series = |series: &Monthly| {
        (series.nationality, series.persons.iter().map(|p| u32::from(*p)).collect())
    };
    let mut all: Vec<_> = FIRST.iter().map(series).collect();
    all.push((OTHER, others(&FIRST, &FIRST_TOTAL, &FIRST_QUARTERS_2025)));
    all
}

/// Family members who arrived, all nationalities together, from January 2018.
pub fn nareis_history() -> Vec<u32> {
    let rest = others(&NAREIS, &NAREIS_TOTAL, &NAREIS_QUARTERS_2025);
    (month_of(2018, 1)..MONTHS).map(|month| seven(&NAREIS, month) + rest[month]).collect()
}

/// First applications expected in 2026 (letter on the MPP 2025, median).
const FIRST_EXPECTED_2026: u32 = 25_000;

/// The inflow of a month: of 2025 as published, of later years as expected. Nothing of 2026 is published: first
/// applications are the letter's, resettlement its quota, the rest as in 2025, all with the months and
/// nationalities of 2025.
pub fn inflow_of(year: i16, month: i8) -> Vec<MonthInflow> {
    let all = of_2025(month);
    if year <= 2025 {
        return all;
    }
    let resettled = annual(&RESETTLED, 2025).unwrap_or(1);
    let quota =
        law::pact_2026().get(law::rule::RESETTLEMENT_QUOTA, kernel::Date::constant(2026, 12, 31));
    let quota: u32 = kernel::fit(quota);
    let first = annual(&FIRST_TOTAL, 2025).unwrap_or(1);
    let expected = |row: MonthInflow| {
        let (part, whole) = match row.kind {
            InflowKind::First => (FIRST_EXPECTED_2026, first),
            InflowKind::Resettled => (quota, resettled),
            InflowKind::Repeat | InflowKind::Nareis => (1, 1),
        };
        MonthInflow { persons: (row.persons * part + whole / 2) / whole, published: false, ..row }
    };
    all.into_iter().map(expected).collect()
}

/// The inflow of a month of 2025.
pub fn of_2025(month: i8) -> Vec<MonthInflow> {
    let at = month_of(2025, month);
    let place = usize::from(month.unsigned_abs()) - 1;
    let mut all = Vec::new();
    let mut add = |kind, nationality, persons, published| {
        if persons > 0 {
            all.push(MonthInflow { kind, nationality, persons, published });
        }
    };
    for series in &FIRST {
        add(InflowKind::First, series.nationality, u32::from(series.persons[at]), true);
    }
    let rest = others(&FIRST, &FIRST_TOTAL, &FIRST_QUARTERS_2025);
    // The named others of the year, and who is left, share the month in proportion.
    let year_rest: u32 = rest[month_of(2025, 1)..].iter().sum();
    let named: u32 = FIRST_OTHERS_2025.iter().map(|(_, persons)| persons).sum();
    let weights: Vec<u32> = FIRST_OTHERS_2025
        .iter()
        .map(|(_, persons)| *persons)
        .chain([year_rest.saturating_sub(named)])
        .collect();
    let nationalities =
        FIRST_OTHERS_2025.iter().map(|(nationality, _)| *nationality).chain([OTHER]);
    for (nationality, persons) in nationalities.zip(law::distribute(rest[at], &weights)) {
        add(InflowKind::First, nationality, persons, false);
    }
    for series in &NAREIS {
        add(InflowKind::Nareis, series.nationality, u32::from(series.persons[at]), true);
    }
    let rest = others(&NAREIS, &NAREIS_TOTAL, &NAREIS_QUARTERS_2025);
    add(InflowKind::Nareis, OTHER, rest[at], false);
    let evenly = |table| law::distribute(annual(table, 2025).unwrap_or_default(), &[1; 12])[place];
    add(InflowKind::Repeat, OTHER, evenly(&REPEAT), false);
    add(InflowKind::Resettled, Nationality::new(b"SYR"), evenly(&RESETTLED), false);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_months_of_2025_add_up_to_the_published_year() {
        let sum = |kind| -> u32 {
            (1..=12).flat_map(of_2025).filter(|row| row.kind == kind).map(|row| row.persons).sum()
        };
        assert_eq!(sum(InflowKind::First), 24_140);
        assert_eq!(sum(InflowKind::Nareis), 16_470);
        assert_eq!(sum(InflowKind::Repeat), 1_726);
        assert_eq!(sum(InflowKind::Resettled), 760);
    }

    #[test]
    fn what_is_expected_of_2026_is_near_the_letter() {
        let sum = |kind| -> u32 {
            let months = (1..=12).flat_map(|month| inflow_of(2026, month));
            months.filter(|row| row.kind == kind).map(|row| row.persons).sum()
        };
        assert!(sum(InflowKind::First).abs_diff(25_000) <= 100, "{}", sum(InflowKind::First));
        assert!(sum(InflowKind::Resettled).abs_diff(200) <= 12);
        assert_eq!(sum(InflowKind::Nareis), 16_470);
    }

    #[test]
    fn the_history_adds_up_to_the_published_years() {
        let history = first_history();
        for (year, total) in FIRST_TOTAL {
            let start = month_of(year, 1);
            let sum: u32 = history
                .iter()
                .map(|(_, months)| months[start..start + 12].iter().sum::<u32>())
                .sum();
            assert_eq!(sum, total, "{year}");
        }
        assert_eq!(nareis_history().len(), 96);
    }
}
