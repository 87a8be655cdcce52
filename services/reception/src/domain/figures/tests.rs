//! The reconciliation tests of the domain notes (section 11), by their number.

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::domain::codes::LocationType;
use crate::domain::location::{EventKind, evolve, taken_over};
use kernel::Municipality;

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn location(places: i32, ends: Option<&str>) -> Location {
    let opened = EventKind::LocationPlanned {
        name: String::new(),
        kind: LocationType::Azc,
        municipality: Municipality::new(14),
        emergency: false,
        places,
        minors_only: false,
        opens_on: None,
    };
    let location_id = kernel::LocationId::from_u128(u128::try_from(places).unwrap());
    let event = crate::domain::location::Event {
        location_id,
        occurred_on: date("2026-01-01"),
        kind: opened,
    };
    let planned = evolve(None, &event);
    assert_eq!(taken_over(&planned).places, places);
    Location {
        state: LocationState::Open,
        opened_on: Some(date("2026-01-01")),
        contract_ends_on: ends.map(date),
        ..planned
    }
}

fn total(sorts: &BTreeMap<PlaceSort, Capacity>) -> i64 {
    sorts.values().map(|sum| sum.places).sum()
}

#[test]
fn test_3_a_move_is_minus_one_and_plus_one_on_the_same_day_also_when_the_clock_changes() {
    for day in ["2026-03-29", "2026-10-25"] {
        let changes = [(date("2026-01-10"), 1), (date(day), -1)];
        let there = [(date(day), 1)];
        let (from, until) = (date("2026-01-01"), date("2026-12-31"));
        let sum = |changes| person_days(changes, from, until)[&2026];
        assert_eq!(sum(&changes) + sum(&there), 356, "every day counts once, at its end");
    }
    // One minute before midnight is the same civil day, whether it has 23 or 25 hours.
    for (instant, day) in [
        ("2026-03-29T21:59:00Z", "2026-03-29"),
        ("2026-03-29T22:00:00Z", "2026-03-30"),
        ("2026-10-25T22:59:00Z", "2026-10-25"),
        ("2026-10-25T23:00:00Z", "2026-10-26"),
    ] {
        assert_eq!(kernel::civil_date(instant.parse::<Timestamp>().unwrap()), date(day));
    }
}

#[test]
fn test_4_published_occupancy_leaves_out_family_members_and_repeat_applicants() {
    let present = [
        (Category::Applicant, 600),
        (Category::StatusHolder, 350),
        (Category::FamilyReunion, 30),
        (Category::RepeatApplicant, 20),
    ];
    assert_eq!(occupancy(present), Occupancy { published: 950, physical: 1_000 });
}

#[test]
fn test_5_capacity_falls_as_contracts_end() {
    let all =
        [location(300, Some("2026-09-30")), location(500, Some("2027-03-31")), location(200, None)];
    let on = |day| total(&portfolio(&all, date(day)));
    assert_eq!(on("2026-09-30"), 1_000);
    assert_eq!(on("2026-10-01"), 700);
    assert_eq!(on("2027-04-01"), 200);
    assert_eq!(on("2025-12-31"), 0, "not open yet");
}

#[test]
fn test_6_the_gap_is_what_emergency_places_must_fill() {
    let all =
        [location(300, Some("2026-09-30")), location(500, Some("2027-03-31")), location(200, None)];
    let short = |day| shortage(900, total(&portfolio(&all, date(day))));
    assert_eq!(short("2026-10-01"), 200);
    assert!(short("2026-09-30") <= 0, "none");
}

#[test]
fn test_8_a_family_of_five_in_rooms_of_four_leaves_three_places_unusable() {
    assert_eq!(unusable(5, 4), 3);
    assert_eq!(unusable(4, 4), 0);
    assert_eq!(unusable(1, 4), 0, "single people share a room");
    assert_eq!(unusable(5, 0), 0, "rooms are not known");
    assert_eq!(occupancy_permille(5, 10, 3), 714);
}

#[test]
fn required_capacity_of_72_000_at_95_percent_is_75_790() {
    let norm = law::Share::from_thousandths(95_000);
    assert_eq!(law::required_capacity(72_000, norm), 75_790);
}

#[test]
fn required_capacity_has_a_history_and_is_the_letters_88_000_for_2026() {
    let policy = law::sept_2025();
    let index = law::rule_named("REQUIRED_CAPACITY").unwrap();
    let on = |day: &str| policy.get(rule::REQUIRED_CAPACITY, date(day));
    assert_eq!(on("2021-06-01"), 31_000);
    assert_eq!(on("2023-01-01"), 51_000);
    assert_eq!(on("2025-12-31"), 96_000);
    for day in ["2026-01-01", "2026-12-31", "2027-01-01"] {
        assert_eq!(on(day), 88_000, "set for 2026, reached on 1 January 2027");
        assert_eq!(policy.get(rule::REQUIRED_MINOR_CAPACITY, date(day)), 5_600);
        let source = &policy.in_force(index, date(day)).source;
        assert!(source.starts_with("cabinet letter on the MPP 2025"), "{source}");
    }
    // The letter names one day; the days before it are a reading.
    let verified = |day| policy.in_force(index, date(day)).verified;
    assert_eq!((verified("2026-12-31"), verified("2027-01-01")), (false, true));
}

#[test]
fn costs_2023_of_30_000_regular_and_30_000_emergency_person_years_are_2_994_billion() {
    let days = 30_000 * 365;
    let of = |sort| costs(sort, 2023, days, law::sept_2025()).0;
    let euros = (of(PlaceSort::Regular) + of(PlaceSort::Emergency)) / 100;
    assert_eq!(euros, 2_994_000_000);
    let year_before = costs(PlaceSort::Regular, 2022, 365, law::sept_2025());
    assert_eq!(year_before, Cents(2_710_000));
    // A leap year has one day more to spend the same on.
    assert_eq!(costs(PlaceSort::Regular, 2024, 366, law::sept_2025()), Cents(3_040_000));
}

#[test]
fn occupancy_is_split_in_regular_emergency_and_outside_coa() {
    let published = [
        (PlaceSort::Regular, 31_087),
        (PlaceSort::Emergency, 20_834),
        (PlaceSort::OutsideCoa, 5_617),
    ];
    let all = published.map(|(sort, occupied)| {
        let (kind, emergency) = match sort {
            PlaceSort::Regular => (LocationType::Azc, false),
            PlaceSort::Emergency => (LocationType::Emergency, true),
            PlaceSort::OutsideCoa => (LocationType::Crisis, true),
        };
        Location { kind, emergency, occupied, ..location(60_000, None) }
    });
    let sorts = capacity(&all);
    for (sort, occupied) in published {
        assert_eq!(sorts[&sort].occupied, i64::from(occupied));
    }
    assert_eq!(sorts.values().map(|sum| sum.occupied).sum::<i64>(), 57_538, "25 September 2023");
}

#[test]
fn who_waits_longer_than_14_weeks() {
    let since = waiting_long_before(date("2025-09-01"), law::sept_2025());
    // Since 25 May: fourteen weeks were over on 31 August. Since 26 May they are not over before 1 September.
    assert_eq!(since, date("2025-05-26"));
}

proptest! {
    /// Persons times days by year add up to a count day by day.
    #[test]
    fn person_days_are_the_sum_over_days(
        changes in prop::collection::vec((0..700_i32, -3..4_i64), 0..20),
        from in 0..700_i32,
        length in 0..700_i32,
    ) {
        let day = |n: i32| date("2024-06-01").saturating_add(n.days());
        let changes: Vec<(Date, i64)> =
            changes.into_iter().map(|(n, amount)| (day(n), amount)).collect();
        let (first, last) = (day(from), day(from + length));
        let at_end = |on: Date| -> i64 {
            changes.iter().filter(|(day, _)| *day <= on).map(|(_, amount)| amount).sum()
        };
        let slow: i64 = (from..=from + length).map(|n| at_end(day(n))).sum();
        let fast: i64 = person_days(&changes, first, last).values().sum();
        prop_assert_eq!(fast, slow);
    }
}
