//! Homes that are temporary, shared or subsidised: how long one may stay, what is paid, what is counted.

use kernel::Date;

use crate::policy::Policy;
use crate::rule;
use crate::value::Cents;

/// The one-off amount for housing so many persons in temporary or shared housing on a date; nothing while
/// the scheme (HAR+) is not open.
pub fn har_plus(policy: &Policy, placed: Date, persons: i64) -> Cents {
    if policy.get(rule::HAR_PLUS, placed) {
        policy.get(rule::HAR_PLUS_AMOUNT, placed).times(persons)
    } else {
        Cents(0)
    }
}

/// Last day in temporary shelter of who was placed on a date.
pub fn temporary_until(policy: &Policy, placed: Date) -> Date {
    policy.get(rule::TEMPORARY_STAY, placed).end(placed)
}

/// Last day in a transit location of who was placed on a date.
pub fn transit_until(policy: &Policy, placed: Date) -> Date {
    policy.get(rule::TRANSIT_STAY, placed).end(placed)
}

/// Fewest dwellings for status holders in a subsidised project (SFT) of so many.
pub fn subsidised_dwellings(policy: &Policy, on: Date, dwellings: i64) -> i64 {
    policy.get(rule::SUBSIDISED_DWELLINGS, on).ceil_of(dwellings)
}

/// Whether a project keeps to [`subsidised_dwellings`].
pub fn subsidy_is_earned(policy: &Policy, on: Date, dwellings: i64, for_holders: i64) -> bool {
    for_holders >= subsidised_dwellings(policy, on, dwellings)
}

/// Whether a household of so many persons, with those still expected, is large.
pub fn is_large(policy: &Policy, on: Date, persons: i64) -> bool {
    persons >= policy.get(rule::LARGE_HOUSEHOLD, on)
}

/// Whether the home of such a household can be subsidised (HGG) on a date: it is large and the desk is open.
pub fn large_family_subsidy(policy: &Policy, on: Date, persons: i64) -> bool {
    policy.get(rule::LARGE_FAMILY_SCHEME, on) && is_large(policy, on, persons)
}

/// First day on which somebody of this birth year is surely of age, for every service. Only the year is known: on its
/// last day everybody of that year has had the birthday. Who knows the day itself reports it (`RecordMajority`).
pub fn majority_on(policy: &Policy, today: Date, birth_year: i16) -> Date {
    // Beyond the calendar: of age on no day.
    let year = i64::from(birth_year).saturating_add(policy.get(rule::MAJORITY_AGE, today));
    let year = i16::try_from(year).ok();
    year.and_then(|year| Date::new(year, 12, 31).ok()).unwrap_or(Date::MAX)
}

/// Latest year of birth of who is surely of age on a day.
pub fn grown_up_by(policy: &Policy, today: Date) -> i16 {
    // So many years ago that nobody was born: nobody is of age.
    let this_year = i64::from(today.year()).saturating_sub(policy.get(rule::MAJORITY_AGE, today));
    let this_year = i16::try_from(this_year).unwrap_or(i16::MIN + 1);
    if majority_on(policy, today, this_year) <= today { this_year } else { this_year - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sept_2025;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn har_plus_is_30_000_a_person_while_the_scheme_is_open() {
        assert_eq!(har_plus(sept_2025(), day("2025-12-20"), 4).euros(), 120_000);
        assert_eq!(har_plus(sept_2025(), day("2026-01-05"), 1), Cents(0));
        // The worked half-year: 70 persons, were the scheme still open.
        assert_eq!(har_plus(sept_2025(), day("2025-01-01"), 70).euros(), 2_100_000);
        assert_eq!(har_plus(sept_2025(), day("2024-12-31"), 1), Cents(0));
    }

    #[test]
    fn shelter_is_for_twelve_months_and_was_for_six() {
        assert_eq!(temporary_until(sept_2025(), day("2025-03-10")), day("2026-03-10"));
        assert_eq!(temporary_until(sept_2025(), day("2024-12-31")), day("2025-06-30"));
        assert_eq!(transit_until(sept_2025(), day("2025-05-01")), day("2027-05-01"));
        let open = |on| sept_2025().get(rule::TRANSIT_SCHEME, day(on));
        assert!(!open("2025-04-08") && open("2025-04-09") && !open("2029-01-01"));
        assert_eq!(sept_2025().get(rule::HAR_PERSONS, day("2022-06-01")), 2_500);
    }

    #[test]
    fn sft_30_percent_of_the_dwellings_rounded_up() {
        let on = day("2026-03-01");
        assert_eq!(subsidised_dwellings(sept_2025(), on, 50), 15);
        assert_eq!(subsidised_dwellings(sept_2025(), on, 49), 15);
        assert!(!subsidy_is_earned(sept_2025(), on, 49, 14));
        assert!(subsidy_is_earned(sept_2025(), on, 50, 15));
    }

    #[test]
    fn hgg_six_persons_or_more_until_15_october_2026() {
        let subsidy = |on, persons| large_family_subsidy(sept_2025(), day(on), persons);
        assert!(subsidy("2026-10-15", 6) && !subsidy("2026-10-16", 6) && !subsidy("2026-01-01", 5));
        let budget = |on| sept_2025().get(rule::LARGE_FAMILY_BUDGET, day(on)).euros();
        assert_eq!(
            (budget("2024-06-01"), budget("2025-06-01"), budget("2026-06-01")),
            (2_726_000, 3_700_000, 3_700_000)
        );
    }

    #[test]
    fn minors_come_of_age_at_18() {
        assert_eq!(majority_on(sept_2025(), day("2025-06-01"), 2008), day("2026-12-31"));
        for (on, year) in [("2026-12-30", 2007), ("2026-12-31", 2008), ("2027-01-01", 2008)] {
            assert_eq!(grown_up_by(sept_2025(), day(on)), year, "{on}");
            assert!(majority_on(sept_2025(), day(on), year) <= day(on));
            assert!(majority_on(sept_2025(), day(on), year + 1) > day(on));
        }
        assert_eq!(sept_2025().get(rule::SMALL_SCALE_PLACES, day("2025-12-31")), 2_640);
    }

    #[test]
    fn an_age_of_a_policy_is_not_cut_to_another_one() {
        // 65,554 is 18 in sixteen bits.
        let text = "name = \"OLD\"\ntitle = \"old\"\ninherits = \"SEPT_2025\"\n[rules.MAJORITY_AGE]\nvalues = [{ value = 65554, source = \"test\" }]\n";
        let path = std::env::temp_dir().join(format!("keten-majority-{}.toml", std::process::id()));
        std::fs::write(&path, text).unwrap();
        let policy = Policy::load(path.to_str().unwrap()).unwrap();
        std::fs::remove_file(&path).unwrap();
        let today = day("2026-06-01");
        assert_eq!(majority_on(&policy, today, 2000), Date::MAX);
        assert!(grown_up_by(&policy, today) < -9_999);
    }
}
