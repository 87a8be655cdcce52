//! Where the chain stood on 1 January 2025, and what moved it in 2025.

use crate::Trust::{Assumed, Derived, Published, ReadOff, Rounded};
use crate::{Figure, figure};

/// The position of the chain at the opening of the books.
#[derive(Clone, Copy, Debug)]
pub struct Opening {
    /// Asylum cases waiting for a decision.
    pub ind_pending: Figure,
    /// Family members whose reunification waits.
    pub nareis_pending: Figure,
    /// Residents in all of COA's responsibility.
    pub coa_occupancy: Figure,
    /// Of these, status holders.
    pub coa_status_holders: Figure,
    /// Of these, unaccompanied minors.
    pub coa_minors: Figure,
    /// Of these, rejected persons whose right still runs.
    pub coa_rejected: Figure,
    /// Share of residents in emergency reception or outside COA, in thousandths.
    pub coa_emergency_permille: Figure,
    /// National arrears of the housing target.
    pub housing_arrears: Figure,
    /// Open departure cases.
    pub return_cases: Figure,
}

/// The opening position of 1 January 2025.
pub const OPENING: Opening = Opening {
    ind_pending: figure(
        50_000,
        ReadOff,
        "AIDA country report, February 2025: more than 50,000 open",
    ),
    nareis_pending: figure(
        27_000,
        ReadOff,
        "31 December 2023, the last published: circa 27,000 (nieuws.nl 2024-02-02)",
    ),
    coa_occupancy: figure(72_610, Published, "6 January 2025, AIDA, types of accommodation"),
    coa_status_holders: figure(18_651, Published, "6 January 2025, AIDA, types of accommodation"),
    coa_minors: figure(
        5_096,
        Derived,
        "need of 5,600 places on 1 January 2027 in the letter at the norm of 91 %",
    ),
    coa_rejected: figure(
        400,
        Derived,
        "rejections of 2024 (21,180 decisions, 75.3 % granted) during 28 days",
    ),
    coa_emergency_permille: figure(
        522,
        Derived,
        "6 January 2025: 30,393 in emergency and 7,542 outside of 72,610",
    ),
    housing_arrears: figure(12_105, Published, "1 January 2025, Kamerstuk 2025D06414"),
    return_cases: figure(
        8_690,
        Derived,
        "files that came in during half of 2024 (17,380 a year, DTenV)",
    ),
};

/// The opening position of 1 June 2026, days before the pact: a backlog under the old law. Little of 2026 is in the
/// sources, so more of it is assumed than of 2025.
pub const OPENING_2026: Opening = Opening {
    ind_pending: figure(
        54_000,
        ReadOff,
        "about 54,000 applications of before the pact were pending in June 2026 (refugeehelp.nl, 23 June 2026)",
    ),
    nareis_pending: figure(
        19_000,
        ReadOff,
        "more than 19,000 family applications filed before 12 June 2026 (ind.nl)",
    ),
    coa_occupancy: figure(
        70_700,
        Assumed,
        "no figure of 2026 is in the sources; where the simulated year 2025 ends",
    ),
    coa_status_holders: figure(18_420, Published, "5 January 2026, ANP: the last published"),
    coa_minors: figure(5_096, Derived, "as on 1 January 2025"),
    coa_rejected: figure(400, Derived, "as on 1 January 2025"),
    coa_emergency_permille: figure(
        363,
        Derived,
        "November 2025: 26,943 emergency places of 74,236 (municipalities 2024)",
    ),
    housing_arrears: figure(
        12_105,
        Assumed,
        "as on 1 January 2025; 244 of 342 municipalities were behind on 1 January 2026 (ANP)",
    ),
    return_cases: figure(8_690, Derived, "as on 1 January 2025"),
};

/// The opening position of the first of a month; `None` where nothing is known of it.
pub fn opening(year: i16, month: i8) -> Option<&'static Opening> {
    match (year, month) {
        (2025, 1) => Some(&OPENING),
        (2026, 6) => Some(&OPENING_2026),
        _ => None,
    }
}

/// What moved the chain in a year.
#[derive(Clone, Copy, Debug)]
pub struct ChainYear {
    /// Decisions on first applications on the merits in the year.
    pub decisions: Figure,
    /// Of these, granted, in thousandths.
    pub granted_permille: Figure,
    /// Cases left to another member state, in thousandths of first applications.
    pub responsibility_permille: Figure,
    /// Persons housed from reception in the year.
    pub housed_from_reception: Figure,
    /// National housing target of each half-year.
    pub half_year_target: Figure,
    /// Files from police, border police and others in a month.
    pub files_from_others_month: Figure,
    /// Unaccompanied minors, in thousandths of first applications.
    pub minors_permille: Figure,
    /// Registrations of displaced persons from Ukraine in a week.
    pub ukraine_week: Figure,
    /// Municipal places for displaced persons from Ukraine.
    pub ukraine_places: Figure,
    /// Departures of 2024: independent, forced, unsupervised.
    pub departures_2024: [Figure; 3],
}

/// The year 2025.
pub const CHAIN_2025: ChainYear = ChainYear {
    decisions: figure(15_600, Rounded, "CBS, first applications decided in 2025"),
    granted_permille: figure(474, Derived, "CBS: 7,400 of 15,600"),
    responsibility_permille: figure(
        150,
        Assumed,
        "start value of the forecast model; not verified",
    ),
    housed_from_reception: figure(
        7_300,
        Derived,
        "status holders in COA 18,651 (6-1-2025) + 7,400 grants, nine in ten in reception - 18,420 (5-1-2026), rounded up",
    ),
    half_year_target: figure(
        15_000,
        Assumed,
        "targets of 2025 are not in the sources; the letter's intention for 2026-I",
    ),
    files_from_others_month: figure(
        715,
        Derived,
        "January and February 2025: 480 + 180 + 770 files (DTenV)",
    ),
    minors_permille: figure(137, Derived, "2023: 5,240 of 38,377 (COA annual report, IND)"),
    ukraine_week: figure(270, Rounded, "letter on the MPP 2025"),
    ukraine_places: figure(97_770, Rounded, "September 2025, letter on the MPP 2025"),
    departures_2024: [
        figure(3_240, Rounded, "independent, answer to parliament 2025D08674"),
        figure(2_750, Rounded, "forced, answer to parliament 2025D08674"),
        figure(5_740, Rounded, "without supervision, answer to parliament 2025D08674"),
    ],
};

/// The year 2026: as 2025, where nothing else was expected.
pub const CHAIN_2026: ChainYear = ChainYear {
    granted_permille: figure(560, ReadOff, "letter on the MPP 2025: about 56 % assumed for 2026"),
    ukraine_week: figure(290, Rounded, "letter on the MPP 2025"),
    ..CHAIN_2025
};

/// What moves the chain in a year: 2025 as realised, later years as expected for 2026.
pub const fn chain(year: i16) -> &'static ChainYear {
    if year <= 2025 { &CHAIN_2025 } else { &CHAIN_2026 }
}

/// The 25 safety regions. A key by inhabitants per region is not in the sources: shares are equal.
pub const SAFETY_REGIONS: usize = 25;
