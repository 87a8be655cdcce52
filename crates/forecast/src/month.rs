//! Calendar months as numbers, because every series and every step of the chain counts in them.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

use kernel::{Date, ParseError};

/// A calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Month(i32);

impl Month {
    /// The month of a year; `month` runs from 1 to 12, another number is a bug of the caller.
    pub fn new(year: i16, month: i8) -> Self {
        assert!((1..=12).contains(&month), "a month runs from 1 to 12, not {month}");
        Self::constant(year, month)
    }

    /// The same as a constant; a month outside 1 to 12 does not compile there.
    pub const fn constant(year: i16, month: i8) -> Self {
        assert!(1 <= month && month <= 12, "a month runs from 1 to 12");
        Self(year as i32 * 12 + month as i32 - 1)
    }

    /// The month in which a date lies.
    pub fn of(date: Date) -> Self {
        Self::new(date.year(), date.month())
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        Date::constant(self.year(), self.month(), 1)
    }

    /// Its last day.
    pub fn last_day(self) -> Date {
        self.first_day().last_of_month()
    }

    /// Its year.
    pub fn year(self) -> i16 {
        self.0.div_euclid(12) as i16
    }

    /// Its place in the year, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.rem_euclid(12) as i8 + 1
    }

    /// The month `n` months later, earlier when negative.
    pub fn plus(self, n: i32) -> Self {
        Self(self.0 + n)
    }

    /// Months from this one to `later`; negative when that lies before.
    pub fn until(self, later: Self) -> i32 {
        later.0 - self.0
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

impl FromStr for Month {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let wrong = || ParseError { text: text.to_owned(), expected: "a month such as 2025-09" };
        let (year, month) = text.split_once('-').ok_or_else(wrong)?;
        let digits = |part: &str, length: usize| {
            part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !digits(year, 4) || !digits(month, 2) {
            return Err(wrong());
        }
        let year = year.parse().map_err(|_| wrong())?;
        let month = month.parse().ok().filter(|m| (1..=12).contains(m)).ok_or_else(wrong)?;
        Ok(Self::new(year, month))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_read_back_and_follow_each_other() {
        let month: Month = "2025-09".parse().unwrap();
        assert_eq!((month.year(), month.month()), (2025, 9));
        assert_eq!(month.plus(4).to_string(), "2026-01");
        assert_eq!(month.plus(-9).to_string(), "2024-12");
        assert_eq!(month.until(month.plus(17)), 17);
        assert_eq!(Month::of(month.last_day()), month);
        assert_eq!(Month::new(2024, 2).last_day(), Date::constant(2024, 2, 29));
        for wrong in ["2025", "2025-13", "2025-00", "2025-9", "+025-09", "2025-09-01", ""] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
    }
}
