//! The right to reception, and capacity.

use jiff::ToSpan as _;
use kernel::Date;

/// Share of places that planning counts on, as a fraction: COA plans at 91 % occupancy (coa.nl, "het COA
/// moet volgend jaar opnieuw fors groeien").
pub const OCCUPANCY_NORM: (i64, i64) = (91, 100);

/// Places needed for this occupancy, rounded up to hundreds.
pub fn required_capacity(occupancy: i64) -> i64 {
    let (share, of) = OCCUPANCY_NORM;
    let places = (occupancy * of + share - 1) / share;
    (places + 99) / 100 * 100
}

/// Last day of the right to reception after a negative decision or ruling on `notified`: the end of the
/// term to depart (Rva 2005); for a transfer the day of notification (Directive (EU) 2024/1346 art. 21).
pub fn reception_ends_on(notified: Date, departure_days: i32, transfer: bool) -> Date {
    if transfer { notified } else { notified.saturating_add(departure_days.days()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capacity_is_occupancy_at_the_norm() {
        assert_eq!(required_capacity(80_080), 88_000);
        assert_eq!(required_capacity(72_610), 79_800);
        assert_eq!(required_capacity(0), 0);
    }

    #[test]
    fn the_right_ends_with_the_term_to_depart() {
        let notified = Date::constant(2026, 7, 1);
        assert_eq!(reception_ends_on(notified, 28, false), Date::constant(2026, 7, 29));
        assert_eq!(reception_ends_on(notified, 0, true), notified);
    }
}
