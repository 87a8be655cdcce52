//! Places in a log.

use std::fmt;
use std::str::FromStr;

/// The place of an event in the log of a service: dense, from 1. What stands before the first event is a place too,
/// that of a cursor which has read nothing and of the end of an empty log.
///
/// Never negative, and below 2^63: that is what a column holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(i64);

/// What is no place in a log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no position in a log: must be a number from 0 to 2^63 - 1")]
pub struct NoPosition(String);

impl Position {
    /// Before the first event.
    pub const BEGIN: Self = Self(0);
    /// That of the first event.
    pub const FIRST: Self = Self(1);

    /// The number.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The place of the event after this one.
    ///
    /// # Panics
    /// When the log is full, which takes a million events a second for 290,000 years.
    pub const fn next(self) -> Self {
        match self.0.checked_add(1) {
            Some(next) => Self(next),
            None => panic!("a log has no more than 2^63 - 1 positions"),
        }
    }

    /// The place before this one: where a cursor stands that reads this event next. Nothing lies before the beginning.
    pub const fn before(self) -> Self {
        if self.0 == 0 { self } else { Self(self.0 - 1) }
    }

    /// The place `events` further. Ends at the last place there can be, where no log ever is: whoever compares it with
    /// the end of a log finds it beyond.
    pub const fn plus(self, events: u64) -> Self {
        Self(self.0.saturating_add_unsigned(events))
    }

    /// How many events lie after `earlier`, up to and including this one: how far a cursor there is behind. None when
    /// it is ahead, which is no lag.
    pub const fn since(self, earlier: Self) -> u64 {
        // Both are not negative: their difference neither overflows nor, from the greater one, loses its sign.
        if self.0 > earlier.0 { (self.0 - earlier.0).unsigned_abs() } else { 0 }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<i64> for Position {
    type Error = NoPosition;
    fn try_from(number: i64) -> Result<Self, NoPosition> {
        if number < 0 { Err(NoPosition(number.to_string())) } else { Ok(Self(number)) }
    }
}

impl TryFrom<u64> for Position {
    type Error = NoPosition;
    fn try_from(number: u64) -> Result<Self, NoPosition> {
        i64::try_from(number).map(Self).map_err(|_| NoPosition(number.to_string()))
    }
}

impl From<Position> for i64 {
    fn from(position: Position) -> Self {
        position.0
    }
}

impl From<Position> for u64 {
    fn from(position: Position) -> Self {
        position.0.unsigned_abs()
    }
}

impl FromStr for Position {
    type Err = NoPosition;
    fn from_str(text: &str) -> Result<Self, NoPosition> {
        let number: u64 = text.parse().map_err(|_| NoPosition(text.to_owned()))?;
        Self::try_from(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(number: i64) -> Position {
        Position::try_from(number).unwrap()
    }

    #[test]
    fn positions_follow_each_other_from_the_beginning() {
        assert_eq!(Position::default(), Position::BEGIN);
        assert_eq!(Position::BEGIN.next(), Position::FIRST);
        assert_eq!(Position::FIRST.before(), Position::BEGIN);
        assert_eq!(Position::BEGIN.before(), Position::BEGIN);
        assert!(Position::FIRST < at(2));
        assert_eq!((at(4).plus(3), at(4).plus(u64::MAX)), (at(7), at(i64::MAX)));
    }

    #[test]
    fn a_lag_is_never_below_nothing() {
        assert_eq!(at(9).since(at(4)), 5);
        assert_eq!(at(4).since(at(9)), 0);
        assert_eq!(at(i64::MAX).since(Position::BEGIN), i64::MAX.unsigned_abs());
    }

    #[test]
    fn only_numbers_that_a_column_holds_are_positions() {
        assert_eq!(Position::try_from(-1_i64), Err(NoPosition("-1".to_owned())));
        assert!(Position::try_from(1_u64 << 63).is_err());
        assert_eq!(u64::from(at(7)), 7);
        assert_eq!(format!("{:020} {}", at(7), at(7)), "00000000000000000007 7");
        assert_eq!("12".parse(), Ok(at(12)));
        assert!("-1".parse::<Position>().is_err() && "x".parse::<Position>().is_err());
    }
}
