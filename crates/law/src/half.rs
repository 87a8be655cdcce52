//! Half-years of the housing target.

use std::fmt;
use std::str::FromStr;

use kernel::{Date, ParseError};

/// A half-year of a target, for instance `2025-I`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Half {
    year: i16,
    second: bool,
}

impl Half {
    /// The half-year in which a date lies.
    pub fn of(date: Date) -> Self {
        Self { year: date.year(), second: date.month() > 6 }
    }

    /// Its first day.
    pub fn start(self) -> Date {
        Date::constant(self.year, if self.second { 7 } else { 1 }, 1)
    }

    /// Its last day.
    pub fn end(self) -> Date {
        if self.second {
            Date::constant(self.year, 12, 31)
        } else {
            Date::constant(self.year, 6, 30)
        }
    }

    /// The one after.
    pub fn next(self) -> Self {
        if self.second {
            Self { year: self.year + 1, second: false }
        } else {
            Self { year: self.year, second: true }
        }
    }

    /// The one before.
    pub fn previous(self) -> Self {
        if self.second {
            Self { year: self.year, second: false }
        } else {
            Self { year: self.year - 1, second: true }
        }
    }

    /// The day by which COA must have linked enough people: 1 April or 1 October.
    pub fn link_reference(self) -> Date {
        Date::constant(self.year, if self.second { 10 } else { 4 }, 1)
    }
}

impl fmt::Display for Half {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.year, if self.second { "II" } else { "I" })
    }
}

impl FromStr for Half {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let wrong = || ParseError { text: text.to_owned(), expected: "a half-year such as 2025-I" };
        let (year, half) = text.split_once('-').ok_or_else(wrong)?;
        let year = year.parse().ok().filter(|y| (1990..=2100).contains(y)).ok_or_else(wrong)?;
        match half {
            "I" => Ok(Self { year, second: false }),
            "II" => Ok(Self { year, second: true }),
            _ => Err(wrong()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{announce_by, sept_2025};

    #[test]
    fn half_years_read_back_and_follow_each_other() {
        let half: Half = "2025-II".parse().unwrap();
        assert_eq!(
            (half.start(), half.end()),
            (Date::constant(2025, 7, 1), Date::constant(2025, 12, 31))
        );
        assert_eq!(half.next().to_string(), "2026-I");
        assert_eq!(half.next().previous(), half);
        assert!("2025-III".parse::<Half>().is_err());
        assert_eq!(
            announce_by(sept_2025(), "2026-I".parse().unwrap()),
            Date::constant(2025, 10, 2)
        );
        assert_eq!(
            announce_by(sept_2025(), "2026-II".parse().unwrap()),
            Date::constant(2026, 4, 1)
        );
    }
}
