//! Annual figures.

/// Persons in a year.
pub type Annual = (i16, u32);

/// First applications (CBS 80059NED, rounded to 5).
pub const FIRST_TOTAL: [Annual; 11] = [
    (2015, 43_095),
    (2016, 19_370),
    (2017, 16_145),
    (2018, 20_510),
    (2019, 22_540),
    (2020, 13_720),
    (2021, 24_740),
    (2022, 35_535),
    (2023, 38_375),
    (2024, 32_175),
    (2025, 24_140),
];

/// Family members who arrived (CBS 80059NED, rounded to 5).
pub const NAREIS_TOTAL: [Annual; 8] = [
    (2018, 6_460),
    (2019, 4_180),
    (2020, 3_865),
    (2021, 10_120),
    (2022, 11_130),
    (2023, 10_125),
    (2024, 11_880),
    (2025, 16_470),
];

/// Family members who arrived, before CBS counts them (IND, by way of the press).
pub const NAREIS_BEFORE: [Annual; 2] = [(2016, 11_814), (2017, 14_490)];

/// Repeat applications (2022: IND; 2023 and 2024: AIDA from IND; 2025: UNHCR).
pub const REPEAT: [Annual; 4] = [(2022, 1_529), (2023, 1_390), (2024, 1_585), (2025, 1_726)];

/// Resettled persons. 2024: answer to parliament 2025D08674. 2025 is not published: taken as in 2024.
pub const RESETTLED: [Annual; 2] = [(2024, 760), (2025, 760)];

/// Permits for refugees (CBS 85400NED).
pub const GRANTS_REFUGEE: [Annual; 11] = [
    (2015, 6_660),
    (2016, 9_740),
    (2017, 3_030),
    (2018, 1_760),
    (2019, 2_455),
    (2020, 4_975),
    (2021, 7_825),
    (2022, 9_245),
    (2023, 3_290),
    (2024, 5_275),
    (2025, 3_445),
];
/// Permits for subsidiary protection (CBS 85400NED).
pub const GRANTS_SUBSIDIARY: [Annual; 11] = [
    (2015, 9_400),
    (2016, 10_705),
    (2017, 4_135),
    (2018, 1_485),
    (2019, 1_830),
    (2020, 2_820),
    (2021, 2_865),
    (2022, 5_045),
    (2023, 10_460),
    (2024, 9_910),
    (2025, 2_925),
];
/// Permits on humanitarian grounds (CBS 85400NED).
pub const GRANTS_HUMANITARIAN: [Annual; 11] = [
    (2015, 390),
    (2016, 365),
    (2017, 645),
    (2018, 375),
    (2019, 560),
    (2020, 820),
    (2021, 1_375),
    (2022, 890),
    (2023, 735),
    (2024, 780),
    (2025, 1_055),
];

/// Permits of all three kinds in a year.
pub fn permits(year: i16) -> Option<u32> {
    [&GRANTS_REFUGEE, &GRANTS_SUBSIDIARY, &GRANTS_HUMANITARIAN]
        .iter()
        .map(|table| annual(&table[..], year))
        .sum()
}

/// The figure of a year, when there is one.
pub fn annual(table: &[Annual], year: i16) -> Option<u32> {
    table.iter().find(|(of, _)| *of == year).map(|(_, persons)| *persons)
}
