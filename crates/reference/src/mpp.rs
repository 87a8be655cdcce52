//! Editions of the MPP since 2021 and what was realised: its record, against which a forecast is measured.

use crate::Trust::{Derived, Published, ReadOff, Rounded};
use crate::{Figure, Trust, figure};
use Scenario::{Central, Maximum, Median, Medio, Minimum};

/// Scenario of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scenario {
    /// Minimum, or the lower end of a range.
    Minimum,
    /// Exceeded one time in two.
    Median,
    /// The figure that was planned on, its scenario not named.
    Central,
    /// Exceeded one time in three.
    Medio,
    /// Maximum, or the upper end of a range.
    Maximum,
}

/// A figure of an edition.
#[derive(Clone, Copy, Debug)]
pub struct MppFigure {
    /// Quantity by the name that prognosis gives it.
    pub quantity: &'static str,
    /// Year, or the month before the reference date of a stock.
    pub period: &'static str,
    /// Scenario.
    pub scenario: Scenario,
    /// The figure and the site it was read on.
    pub figure: Figure,
}

/// An edition of the MPP.
#[derive(Clone, Copy, Debug)]
pub struct Edition {
    /// Its name, for instance `MPP-2024-II`.
    pub name: &'static str,
    /// Day or month of publication; empty when unknown.
    pub published: &'static str,
    /// What is known of it.
    pub figures: &'static [MppFigure],
}

const fn row(
    quantity: &'static str,
    period: &'static str,
    scenario: Scenario,
    value: i64,
    trust: Trust,
    source: &'static str,
) -> MppFigure {
    MppFigure { quantity, period, scenario, figure: figure(value, trust, source) }
}

const TOTAL: &str = "inflow.total";
const FIRST: &str = "inflow.first";
const COA: &str = "coa.required_capacity";

/// The editions. Where sources contradict each other the letter counts, else the government's page.
pub const MPP: [Edition; 9] = [
    Edition {
        name: "MPP-2021-I",
        published: "2021-02",
        figures: &[
            row(TOTAL, "2021", Minimum, 22_000, Rounded, "trouw.nl"),
            row(TOTAL, "2021", Maximum, 33_000, Rounded, "trouw.nl"),
        ],
    },
    Edition {
        name: "MPP-2021-II",
        published: "",
        figures: &[row(TOTAL, "2022", Central, 34_370, Published, "nhnieuws.nl")],
    },
    Edition {
        name: "MPP-2022-I",
        published: "2022-05",
        figures: &[row(TOTAL, "2022", Central, 41_500, Published, "nhnieuws.nl")],
    },
    Edition {
        name: "MPP-2022-II",
        published: "2022-11-04",
        figures: &[
            row(TOTAL, "2022", Minimum, 48_200, Rounded, "government.nl"),
            row(TOTAL, "2022", Maximum, 55_170, Published, "nhnieuws.nl"),
            row(TOTAL, "2023", Central, 50_650, Published, "government.nl"),
            row(TOTAL, "2024", Central, 41_000, Rounded, "government.nl"),
            row(COA, "2023-12", Central, 75_500, Rounded, "nieuws.nl"),
        ],
    },
    Edition {
        name: "MPP-2023-I",
        published: "2023-04-28",
        figures: &[
            row(TOTAL, "2023", Minimum, 49_000, Rounded, "volkskrant.nl"),
            row(TOTAL, "2023", Medio, 67_000, Rounded, "volkskrant.nl"),
            row(TOTAL, "2023", Maximum, 77_000, Rounded, "volkskrant.nl"),
            row(TOTAL, "2024", Maximum, 72_000, Rounded, "nieuws.nl"),
            row(TOTAL, "2025", Maximum, 76_000, ReadOff, "nieuws.nl"),
            row(COA, "2023-12", Central, 77_100, Rounded, "nieuws.nl"),
            row(COA, "2024-12", Central, 97_000, ReadOff, "nieuws.nl"),
        ],
    },
    Edition {
        name: "MPP-2023-II",
        published: "2023-11-10",
        figures: &[
            row(TOTAL, "2023", Central, 45_000, ReadOff, "nieuws.nl"),
            row(TOTAL, "2023", Medio, 60_000, ReadOff, "nhnieuws.nl"),
            row(TOTAL, "2023", Maximum, 68_000, ReadOff, "nhnieuws.nl"),
            row(TOTAL, "2024", Minimum, 49_000, Rounded, "nieuws.nl"),
            row(TOTAL, "2024", Maximum, 76_000, Rounded, "nieuws.nl"),
            row(COA, "2023-12", Central, 69_900, Rounded, "nieuws.nl"),
            row(COA, "2024-12", Central, 96_000, Rounded, "nieuws.nl"),
        ],
    },
    Edition {
        name: "MPP-2024-I",
        published: "2024-04-05",
        figures: &[
            row(TOTAL, "2024", Minimum, 49_800, Rounded, "government.nl"),
            row(TOTAL, "2024", Medio, 69_800, Rounded, "geenstijl.nl"),
            row(TOTAL, "2024", Maximum, 78_500, Rounded, "government.nl"),
            row(FIRST, "2024", Minimum, 32_000, Rounded, "government.nl"),
            row(FIRST, "2024", Maximum, 63_000, Rounded, "government.nl"),
            row(COA, "2024-12", Central, 97_500, Rounded, "nhnieuws.nl"),
            row(COA, "2025-12", Central, 133_500, Rounded, "nhnieuws.nl"),
        ],
    },
    Edition {
        name: "MPP-2024-II",
        published: "2024-12-02",
        figures: &[
            row(TOTAL, "2025", Minimum, 45_000, Rounded, "cabinet letter on the MPP 2025"),
            row(TOTAL, "2025", Medio, 66_000, Rounded, "cabinet letter on the MPP 2025"),
            row(TOTAL, "2025", Maximum, 74_800, Rounded, "cabinet letter on the MPP 2025"),
            row(TOTAL, "2026", Minimum, 45_200, Rounded, "cabinet letter on the MPP 2025"),
            row(TOTAL, "2026", Medio, 69_200, Rounded, "cabinet letter on the MPP 2025"),
            row(TOTAL, "2026", Maximum, 78_900, Rounded, "cabinet letter on the MPP 2025"),
            row(FIRST, "2025", Central, 35_000, Rounded, "cabinet letter on the MPP 2025"),
            row(FIRST, "2026", Central, 35_000, Rounded, "cabinet letter on the MPP 2025"),
            row(COA, "2025-12", Central, 115_000, Rounded, "rd.nl"),
        ],
    },
    Edition {
        name: "MPP-2025",
        published: "2025-09-26",
        figures: &[
            row(TOTAL, "2025", Minimum, 40_000, Rounded, "cabinet letter on the MPP 2025"),
            row(TOTAL, "2025", Medio, 47_000, Rounded, "cabinet letter on the MPP 2025"),
            row(TOTAL, "2025", Maximum, 55_300, Rounded, "cabinet letter on the MPP 2025"),
            row(TOTAL, "2026", Minimum, 39_000, Rounded, "cabinet letter on the MPP 2025"),
            row(TOTAL, "2026", Medio, 51_000, Rounded, "cabinet letter on the MPP 2025"),
            row(TOTAL, "2026", Maximum, 67_100, Rounded, "cabinet letter on the MPP 2025"),
            row(FIRST, "2025", Median, 22_000, Rounded, "cabinet letter on the MPP 2025"),
            row(FIRST, "2026", Median, 25_000, Rounded, "cabinet letter on the MPP 2025"),
            row(COA, "2026-12", Median, 88_000, Rounded, "cabinet letter on the MPP 2025"),
        ],
    },
];

/// Total inflow that was realised, without resettlement: first applications, repeat applications and nareis.
pub const TOTAL_REALISED: [(i16, Figure); 8] = [
    (2017, figure(31_327, Published, "IND, without relocation")),
    (2018, figure(30_380, Rounded, "IND")),
    (2019, figure(29_435, Published, "IND")),
    (2021, figure(36_620, Published, "IND")),
    (2022, figure(47_991, Published, "IND, first release")),
    (2023, figure(49_892, Derived, "sum of first, family and repeat (AIDA from IND, CBS)")),
    (2024, figure(45_640, Rounded, "answer to parliament 2025D08674")),
    (2025, figure(42_336, Derived, "sum of first, family and repeat (CBS, UNHCR)")),
];

/// The realised total of a year, when there is one.
pub fn realised_total(year: i16) -> Option<i64> {
    TOTAL_REALISED.iter().find(|(of, _)| *of == year).map(|(_, figure)| figure.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scenarios_of_an_edition_do_not_cross() {
        for edition in MPP {
            for low in edition.figures {
                for high in edition.figures {
                    let same = (low.quantity, low.period) == (high.quantity, high.period);
                    if same && low.scenario < high.scenario {
                        assert!(low.figure.value < high.figure.value, "{low:?} {high:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn medio_was_never_exceeded() {
        let figures = MPP.iter().flat_map(|edition| edition.figures);
        let exceeded = |one: &&MppFigure| {
            one.quantity == TOTAL
                && one.scenario == Medio
                && realised_total(one.period.parse().unwrap_or(0)) > Some(one.figure.value)
        };
        assert_eq!(figures.filter(exceeded).count(), 0);
    }
}
