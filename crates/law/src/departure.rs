//! Departure: terms, detention, entry bans, support.

use jiff::ToSpan as _;
use kernel::Date;

/// Standard term to depart (Vw 62(1); RD article 7(1) allows 7 to 30 days).
const DEPARTURE_DAYS: i32 = 28;
/// Longest detention for return in one removal procedure: 18 months (RD 15(5)-(6)), counted as 548 days.
pub const DETENTION_DAYS_MAX: i32 = 548;
/// Entry ban for not leaving in time: 2 years (Vb 6.5a; the scale is not verified).
const ENTRY_BAN_YEARS: i32 = 2;
/// Longest term of a transfer of somebody who absconds: 3 years (AMMR 46(2)).
const TRANSFER_ABSCONDED_YEARS: i32 = 3;

/// Days to depart after a return decision: none when the application was manifestly unfounded (Vw 62(2)),
/// else 28.
pub fn departure_days(manifestly_unfounded: bool) -> i32 {
    if manifestly_unfounded { 0 } else { DEPARTURE_DAYS }
}

/// First day on which departure may be forced when the term of `days` began on `from`.
pub fn removable_from(from: Date, days: i32) -> Date {
    from.saturating_add((days + 1).days())
}

/// Days of detention that are left after `used` (consecutive measures of one procedure add up).
pub fn detention_days_left(used: i32) -> i32 {
    (DETENTION_DAYS_MAX - used).max(0)
}

/// Last day of an entry ban, which counts from the day of leaving; none for who was not seen leaving.
pub fn entry_ban_until(left: Date, demonstrable: bool) -> Option<Date> {
    demonstrable.then(|| left.saturating_add(ENTRY_BAN_YEARS.years()))
}

/// Last day of the transfer of somebody who absconds, from the day on which the other state was told.
pub fn transfer_extended_until(informed: Date) -> Date {
    informed.saturating_add(TRANSFER_ABSCONDED_YEARS.years())
}

/// Reintegration support in euro cents for a Syrian household, by date of request: 2,800 and 1,650 until
/// 16 November 2025; 5,000 and 2,500 from 17 November 2025 until 1 January 2026; nothing known after.
pub fn support_cents(requested: Date, adults: i32, minors: i32) -> Option<i64> {
    let (adult, minor) = match requested {
        d if d < Date::constant(2025, 11, 17) => (280_000, 165_000),
        d if d <= Date::constant(2026, 1, 1) => (500_000, 250_000),
        _ => return None,
    };
    Some(i64::from(adults) * adult + i64::from(minors) * minor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_acceptance_cases_of_return_hold() {
        // R1: notified 2026-07-01, last day 2026-07-29.
        let notified = Date::constant(2026, 7, 1);
        assert_eq!(removable_from(notified, departure_days(false)), Date::constant(2026, 7, 30));
        // R2
        assert_eq!(removable_from(notified, departure_days(true)), Date::constant(2026, 7, 2));
        // R4: 5 months used, 13 months left.
        assert_eq!(detention_days_left(152), 396);
        assert_eq!(detention_days_left(600), 0);
        // Entry ban: left 2026-09-10, ends 2028-09-10; unsupervised: no start. G2: 2029-02-02.
        assert_eq!(
            entry_ban_until(Date::constant(2026, 9, 10), true),
            Some(Date::constant(2028, 9, 10))
        );
        assert_eq!(entry_ban_until(Date::constant(2026, 9, 10), false), None);
        assert_eq!(
            entry_ban_until(Date::constant(2027, 2, 2), true),
            Some(Date::constant(2029, 2, 2))
        );
        assert_eq!(
            transfer_extended_until(Date::constant(2027, 1, 15)),
            Date::constant(2030, 1, 15)
        );
    }

    #[test]
    fn support_depends_on_the_date_of_request() {
        assert_eq!(support_cents(Date::constant(2025, 12, 1), 2, 2), Some(1_500_000));
        assert_eq!(support_cents(Date::constant(2025, 10, 30), 2, 2), Some(890_000));
    }
}
