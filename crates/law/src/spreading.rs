//! The spreading of reception places over municipalities (Wet gemeentelijke taak mogelijk maken
//! asielopvangvoorzieningen): a cycle of two years that begins in every even year.

use kernel::Date;

use crate::housing::distribute_exactly;
use crate::policy::Policy;
use crate::rule;
use crate::value::Cents;

/// The days of a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpreadingDays {
    /// Last day for the capacity estimate: before 1 February.
    pub estimate_by: Date,
    /// Last day for the report of a province: 1 November.
    pub report_by: Date,
    /// Last day for the distribution decision.
    pub decide_by: Date,
    /// Last day to realise the places: half a year after the decision.
    pub realise_by: Date,
}

/// The days of the cycle that begins in `year`; `None` for an odd year.
pub fn spreading_days(year: i16) -> Option<SpreadingDays> {
    (year % 2 == 0).then_some(())?;
    Some(SpreadingDays {
        estimate_by: Date::new(year, 1, 31).ok()?,
        report_by: Date::new(year, 11, 1).ok()?,
        decide_by: Date::new(year, 12, 31).ok()?,
        realise_by: Date::new(year + 1, 7, 1).ok()?,
    })
}

/// Inhabitants and wealth of a municipality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpreadingBasis {
    /// Inhabitants.
    pub inhabitants: u32,
    /// SES-WOA score of CBS in thousandths; above 0 is richer than the country.
    pub ses_thousandths: i32,
}

/// Divides places over municipalities: inhabitants times (1 + k times SES-WOA), the rest to the largest
/// remainders.
pub fn indicative_places(
    policy: &Policy,
    on: Date,
    places: u32,
    bases: &[SpreadingBasis],
) -> Vec<u32> {
    // The share is in thousandths of a percent, the score in thousandths: a unit of 100,000 x 1,000.
    const UNIT: i128 = 100_000_000;
    let k = i128::from(policy.get(rule::SPREADING_WEALTH, on).thousandths());
    let weight = |basis: &SpreadingBasis| {
        let factor = (UNIT + k * i128::from(basis.ses_thousandths)).max(0);
        // A weight beyond all others stays one.
        u64::try_from(i128::from(basis.inhabitants) * factor).unwrap_or(u64::MAX)
    };
    let weights: Vec<u64> = bases.iter().map(weight).collect();
    distribute_exactly(places, &weights)
}

/// Places for unaccompanied minors among `places`, when `minors` of all `total` places are for them.
pub fn minor_places(places: i64, minors: i64, total: i64) -> i64 {
    if total <= 0 { 0 } else { (2 * places * minors + total).div_euclid(2 * total) }
}

/// Whether places that are available from one day until another are durable.
pub fn is_durable(policy: &Policy, from: Date, until: Date) -> bool {
    until >= policy.get(rule::DURABLE_PLACE, from).end(from)
}

/// Whether an existing location, or one that opens soon, counts for the task on `on`.
pub fn existing_counts(policy: &Policy, on: Date, places: i64, from: Date, until: Date) -> bool {
    places > policy.get(rule::EXISTING_LOCATION, on)
        && from <= policy.get(rule::EXISTING_WITHIN, on).end(on)
        && is_durable(policy, from, until)
}

/// The grant for so many durable places that were offered voluntarily.
pub fn durable_grant(policy: &Policy, on: Date, places: i64) -> Cents {
    policy.get(rule::DURABLE_PLACE_GRANT, on).times(places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sept_2025;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn the_days_of_cycle_1() {
        let days = spreading_days(2024).unwrap();
        assert_eq!((days.estimate_by, days.report_by), (day("2024-01-31"), day("2024-11-01")));
        assert_eq!((days.decide_by, days.realise_by), (day("2024-12-31"), day("2025-07-01")));
    }

    #[test]
    fn the_days_of_cycle_2() {
        let days = spreading_days(2026).unwrap();
        assert_eq!((days.estimate_by, days.report_by), (day("2026-01-31"), day("2026-11-01")));
        assert_eq!((days.decide_by, days.realise_by), (day("2026-12-31"), day("2027-07-01")));
        assert_eq!(spreading_days(2025), None);
    }

    #[test]
    fn spreading_test_of_three_municipalities_with_k_0() {
        let bases = [100_000, 50_000, 25_000]
            .map(|inhabitants| SpreadingBasis { inhabitants, ses_thousandths: 300 });
        assert_eq!(
            indicative_places(sept_2025(), day("2024-02-01"), 1_000, &bases),
            [571, 286, 143]
        );
    }

    #[test]
    fn with_a_weight_the_richer_municipality_takes_more() {
        let text = "name = \"K\"\ntitle = \"k\"\ninherits = \"SEPT_2025\"\n[rules.SPREADING_WEALTH]\nvalues = [{ value = \"50 %\", source = \"test\" }]\n";
        let path =
            std::env::temp_dir().join(format!("keten-spreading-{}.toml", std::process::id()));
        std::fs::write(&path, text).unwrap();
        let policy = Policy::load(path.to_str().unwrap()).unwrap();
        std::fs::remove_file(&path).unwrap();
        let bases = [400, -400]
            .map(|ses_thousandths| SpreadingBasis { inhabitants: 10_000, ses_thousandths });
        assert_eq!(indicative_places(&policy, day("2024-02-01"), 100, &bases), [60, 40]);
    }

    #[test]
    fn minors_are_8_5_percent_of_every_municipal_total() {
        assert_eq!(minor_places(4_479, 8_140, 96_000), 380);
        assert_eq!(minor_places(5, 8_140, 96_000), 0);
        assert_eq!(minor_places(96_000, 8_140, 96_000), 8_140);
        assert_eq!(minor_places(10, 1, 0), 0);
    }

    #[test]
    fn durable_is_five_years_and_existing_locations_count_above_100_places() {
        let policy = sept_2025();
        let (on, open) = (day("2024-06-01"), day("2024-09-01"));
        assert!(is_durable(policy, open, day("2029-09-01")));
        assert!(!is_durable(policy, open, day("2029-08-31")));
        assert!(existing_counts(policy, on, 101, open, day("2030-01-01")));
        assert!(!existing_counts(policy, on, 100, open, day("2030-01-01")));
        assert!(!existing_counts(policy, on, 101, day("2025-06-02"), day("2035-01-01")));
        assert_eq!(durable_grant(policy, on, 150).euros(), 300_000);
        assert!(!policy.get(rule::SPREADING_ACT, day("2024-01-31")));
        assert!(policy.get(rule::SPREADING_ACT, day("2024-02-01")));
    }
}
