//! Return: the term to depart, detention, entry bans, transfers, support.

use jiff::ToSpan as _;
use kernel::Date;

use crate::policy::Policy;
use crate::rule;
use crate::term::Term;

/// Days to depart after a return decision on `on`: none when the application was manifestly unfounded
/// (Vw 62(2)), else 28.
pub fn departure_days(policy: &Policy, on: Date, manifestly_unfounded: bool) -> i32 {
    let term = if manifestly_unfounded { rule::DEPARTURE_SHORT } else { rule::DEPARTURE };
    policy.get(term, on).days()
}

/// First day on which departure may be forced when the term of `days` began on `from`.
pub fn removable_from(from: Date, days: i32) -> Date {
    from.saturating_add((days + 1).days())
}

/// The maximum of detention for return: its term, and then the extension (RD 15(5)-(6)).
pub fn detention_terms(policy: &Policy, on: Date) -> [Term; 2] {
    [policy.get(rule::DETENTION, on), policy.get(rule::DETENTION_EXTENSION, on)]
}

/// Most days of detention for return in one procedure, when it is imposed on `on`; with the extension.
pub fn detention_days_max(policy: &Policy, on: Date) -> i32 {
    let longest = crate::end_of(&detention_terms(policy, on), on);
    on.until((jiff::Unit::Day, longest)).map_or(0, |span| span.get_days())
}

/// Last day of an entry ban, which counts from the day of leaving; none for who was not seen leaving.
pub fn entry_ban_until(policy: &Policy, left: Date, demonstrable: bool) -> Option<Date> {
    demonstrable.then(|| policy.get(rule::ENTRY_BAN, left).end(left))
}

/// Last day of the transfer of somebody who absconds, from the day on which the other state was told.
pub fn transfer_extended_until(policy: &Policy, informed: Date) -> Date {
    policy.due(rule::TRANSFER_ABSCONDED, informed)
}

/// The temporary amounts for Syria are for who was in the Netherlands before this day (letter of November 2025).
pub(crate) fn syria_presence_before() -> Date {
    Date::constant(2025, 10, 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::pact_2026;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn terms_to_depart() {
        let notified = day("2026-07-01");
        let days = departure_days(pact_2026(), notified, false);
        assert_eq!(removable_from(notified, days), day("2026-07-30"), "last day 2026-07-29");
        assert_eq!(
            removable_from(notified, departure_days(pact_2026(), notified, true)),
            day("2026-07-02")
        );
    }

    #[test]
    fn an_entry_ban_counts_from_leaving() {
        let until = |left, demonstrable| entry_ban_until(pact_2026(), day(left), demonstrable);
        assert_eq!(until("2026-09-10", true), Some(day("2028-09-10")));
        assert_eq!(until("2026-09-10", false), None);
        assert_eq!(until("2027-02-02", true), Some(day("2029-02-02")), "G2");
    }

    #[test]
    fn a_transfer_of_who_absconds_may_take_three_years() {
        assert_eq!(transfer_extended_until(pact_2026(), day("2027-01-15")), day("2030-01-15"));
        assert_eq!(
            transfer_extended_until(pact_2026(), day("2026-12-01")),
            day("2029-12-03"),
            "G3"
        );
        assert_eq!(pact_2026().due(rule::TRANSFER, day("2026-08-03")), day("2027-02-03"));
    }
}
