//! The right to reception, and capacity.

use jiff::ToSpan as _;
use kernel::Date;

use crate::value::Share;

/// Places needed for this occupancy when this share of places can be used: rounded up.
pub const fn required_capacity(occupancy: i64, norm: Share) -> i64 {
    norm.whole_of(occupancy)
}

/// Places as they are announced: rounded up to hundreds.
pub const fn announced_capacity(places: i64) -> i64 {
    (places + 99).div_euclid(100) * 100
}

/// Last day of the right to reception after a negative decision or ruling on `notified`: the end of the
/// term to depart (Rva 2005); for a transfer the day of notification (Directive (EU) 2024/1346 art. 21).
pub fn reception_ends_on(notified: Date, departure_days: i32, transfer: bool) -> Date {
    if transfer { notified } else { notified.saturating_add(departure_days.days()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{rule, sept_2025};

    #[test]
    fn capacity_is_occupancy_at_the_norm() {
        let norm = sept_2025().get(rule::OCCUPANCY_NORM, Date::constant(2026, 1, 1));
        assert_eq!(announced_capacity(required_capacity(80_080, norm)), 88_000);
        assert_eq!(announced_capacity(required_capacity(72_610, norm)), 79_800);
        assert_eq!(announced_capacity(required_capacity(0, norm)), 0);
        assert_eq!(
            required_capacity(72_000, Share::from_thousandths(95_000)),
            75_790,
            "worked example"
        );
    }

    #[test]
    fn the_right_ends_with_the_term_to_depart() {
        let notified = Date::constant(2026, 7, 1);
        assert_eq!(reception_ends_on(notified, 28, false), Date::constant(2026, 7, 29));
        assert_eq!(reception_ends_on(notified, 0, true), notified);
    }
}
