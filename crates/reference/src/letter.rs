//! The cabinet's letter on the MPP 2025 (26 September 2025) and what was realised, for comparison.

use crate::Trust::{Derived, Published, Rounded};
use crate::{Figure, figure};

/// A forecast figure of the letter.
#[derive(Clone, Copy, Debug)]
pub struct LetterFigure {
    /// Quantity by the name that prognosis gives it.
    pub quantity: &'static str,
    /// Year, half-year or month (the last before a reference date of the first of the next month).
    pub period: &'static str,
    /// Minimum scenario.
    pub minimum: Option<i64>,
    /// Median scenario.
    pub median: Option<i64>,
    /// Medio scenario.
    pub medio: Option<i64>,
    /// Maximum scenario.
    pub maximum: Option<i64>,
}

const fn row(
    quantity: &'static str,
    period: &'static str,
    minimum: Option<i64>,
    median: Option<i64>,
    medio: Option<i64>,
    maximum: Option<i64>,
) -> LetterFigure {
    LetterFigure { quantity, period, minimum, median, medio, maximum }
}

/// What the letter forecasts.
pub const LETTER: [LetterFigure; 6] = [
    row("inflow.first", "2025", None, Some(22_000), None, None),
    row("inflow.first", "2026", None, Some(25_000), None, None),
    row("inflow.total", "2025", Some(40_000), None, Some(47_000), Some(55_300)),
    row("inflow.total", "2026", Some(39_000), None, Some(51_000), Some(67_100)),
    row("coa.required_capacity", "2026-12", None, Some(88_000), None, None),
    row("housing.target", "2026-I", None, Some(15_000), None, None),
];

/// What was realised in 2025, by quantity and period.
pub const REALISED_2025: [(&str, &str, Figure); 5] = [
    ("inflow.first", "2025", figure(24_140, Rounded, "CBS 80059NED")),
    ("inflow.nareis", "2025", figure(16_470, Rounded, "CBS 80059NED")),
    ("inflow.repeat", "2025", figure(1_726, Published, "UNHCR refugee statistics")),
    (
        "inflow.total",
        "2025",
        figure(42_336, Derived, "sum of first, family and repeat; without resettlement"),
    ),
    ("coa.status_holders", "2025-12", figure(18_420, Published, "5 January 2026, ANP")),
];

/// Cost of a place for a year.
#[derive(Clone, Copy, Debug)]
pub struct UnitCosts {
    /// Regular place, euros a year.
    pub regular_eur: Figure,
    /// Emergency place, euros a year.
    pub emergency_eur: Figure,
}

/// Unit costs; the newest that are published.
pub const COSTS: UnitCosts = UnitCosts {
    regular_eur: figure(30_400, Rounded, "2023, COA annual report by way of NOS"),
    emergency_eur: figure(69_400, Rounded, "2023, COA annual report by way of NOS"),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scenarios_of_the_letter_do_not_cross() {
        for figure in LETTER {
            let given: Vec<i64> = [figure.minimum, figure.median, figure.medio, figure.maximum]
                .into_iter()
                .flatten()
                .collect();
            assert!(given.is_sorted(), "{} {}", figure.quantity, figure.period);
        }
    }

    #[test]
    fn the_municipalities_add_up_to_the_published_sums() {
        let all = &crate::MUNICIPALITIES;
        assert_eq!(all.iter().map(|m| m.inhabitants).sum::<u32>(), 17_942_942);
        assert_eq!(all.iter().map(|m| m.regular_places + m.emergency_places).sum::<u32>(), 74_236);
        assert!(all.is_sorted_by_key(|m| m.code));
    }
}
