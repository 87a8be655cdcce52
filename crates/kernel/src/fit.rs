//! Numbers in another width than they came in. `as` would cut off what does not fit, and say nothing.

use std::fmt::Display;

/// The same number in another type: for what is bounded elsewhere, as the members of a list that came through a contract.
///
/// # Panics
/// When it does not fit. The bound that was relied upon does not hold, which is a bug.
pub fn fit<T: TryFrom<N>, N: Copy + Display>(number: N) -> T {
    T::try_from(number).unwrap_or_else(|_| {
        panic!("{number} does not fit {}: it was to be bounded before", std::any::type_name::<T>())
    })
}

/// The nearest whole number; the last one there is when it lies beyond 64 bits, and 0 for what is no number.
#[expect(clippy::cast_possible_truncation, reason = "of a float `as` saturates, as is said")]
pub fn rounded(value: f64) -> i64 {
    value.round() as i64
}

/// The nearest number of persons or things: 0 for less than none and for what is no number, and the last one there is for
/// what lies beyond 32 bits.
#[expect(clippy::cast_possible_truncation, reason = "of a float `as` saturates, as is said")]
pub fn rounded_count(value: f64) -> u32 {
    value.round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_stays_the_same() {
        assert_eq!(fit::<i32, _>(7_usize), 7);
        assert_eq!(fit::<u8, _>(255_i64), 255);
    }

    #[test]
    #[should_panic(expected = "-1 does not fit u32")]
    fn what_does_not_fit_is_a_bug_and_no_other_number() {
        fit::<u32, _>(-1_i64);
    }

    #[test]
    fn rounding_ends_where_numbers_do() {
        assert_eq!(
            (rounded(2.5), rounded(-2.5), rounded(1e300), rounded(f64::NAN)),
            (3, -3, i64::MAX, 0)
        );
        assert_eq!(
            (rounded_count(2.5), rounded_count(-1.0), rounded_count(1e10)),
            (3, 0, u32::MAX)
        );
    }
}
