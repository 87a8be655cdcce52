//! The calculator of legal terms (APR article 73, AMMR article 75; Regulation 1182/71 article 3 for
//! screening): the day of the event is not counted; months end on the same day number or the last day of
//! the month; weekends and holidays count; a term that ends on one runs to the next working day.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan as _;
use kernel::{Date, ParseError};

use crate::calendar::{is_working_day, next_working_day};

/// Length of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// Hours, which are literal: no day of grace at the end. Counted here in whole days, rounded up.
    Hours(i32),
    /// Calendar days.
    Days(i32),
    /// Working days: Saturdays, Sundays and public holidays do not count.
    WorkingDays(i32),
    /// Weeks.
    Weeks(i32),
    /// Months.
    Months(i32),
    /// Years.
    Years(i32),
}

impl Term {
    /// The day on which the term ends by its length alone, whatever day that is.
    pub fn end(self, start: Date) -> Date {
        match self {
            Self::Hours(n) => start.saturating_add(((n + 23) / 24).days()),
            Self::Days(n) => start.saturating_add(n.days()),
            Self::WorkingDays(n) => {
                let mut day = start;
                for _ in 0..n {
                    day = next_working_day(day.saturating_add(1.days()));
                }
                day
            }
            Self::Weeks(n) => start.saturating_add(n.weeks()),
            Self::Months(n) => start.saturating_add(n.months()),
            Self::Years(n) => start.saturating_add(n.years()),
        }
    }

    /// The day on which a term began that ends on `end` by its length alone.
    pub fn begin(self, end: Date) -> Date {
        match self {
            Self::Hours(n) => end.saturating_sub(((n + 23) / 24).days()),
            Self::Days(n) => end.saturating_sub(n.days()),
            Self::WorkingDays(n) => {
                let mut day = end;
                let mut left = n;
                while left > 0 {
                    day = day.saturating_sub(1.days());
                    left -= i32::from(is_working_day(day));
                }
                day
            }
            Self::Weeks(n) => end.saturating_sub(n.weeks()),
            Self::Months(n) => end.saturating_sub(n.months()),
            Self::Years(n) => end.saturating_sub(n.years()),
        }
    }

    /// Last day of a term that an event on `start` begins: its end, or the first working day after it.
    pub fn due(self, start: Date) -> Date {
        let end = self.end(start);
        match self {
            Self::Hours(_) => end,
            _ if is_working_day(end) => end,
            _ => next_working_day(end),
        }
    }

    /// Both terms together; of different units in days.
    pub const fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Months(a), Self::Months(b)) => Self::Months(a + b),
            (Self::Years(a), Self::Years(b)) => Self::Years(a + b),
            (Self::Weeks(a), Self::Weeks(b)) => Self::Weeks(a + b),
            (a, b) => Self::Days(a.days() + b.days()),
        }
    }

    /// Its length in days when it is fixed in days or weeks; months count 30 and years 365 days.
    pub const fn days(self) -> i32 {
        match self {
            Self::Hours(n) => (n + 23) / 24,
            Self::Days(n) | Self::WorkingDays(n) => n,
            Self::Weeks(n) => n * 7,
            Self::Months(n) => n * 30,
            Self::Years(n) => n * 365,
        }
    }
}

/// The day on which terms that follow each other end by their length alone, each from the end of the one before.
pub fn end_of(terms: &[Term], start: Date) -> Date {
    terms.iter().fold(start, |end, term| term.end(end))
}

/// The one rule for a maximum in months of which days are used: the maximum is counted once, from the `first` day
/// on which it began, and is so many days; the days `served` are taken off as days; the rest runs from `on`.
pub fn rest_of(terms: &[Term], first: Date, served: i32, on: Date) -> Date {
    let whole = first.until((jiff::Unit::Day, end_of(terms, first)));
    let whole = whole.map_or(0, |span| span.get_days());
    on.saturating_add((whole - served).days())
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (n, unit) = match self {
            Self::Hours(n) => (n, "hour"),
            Self::Days(n) => (n, "day"),
            Self::WorkingDays(n) => (n, "working day"),
            Self::Weeks(n) => (n, "week"),
            Self::Months(n) => (n, "month"),
            Self::Years(n) => (n, "year"),
        };
        write!(f, "{n} {unit}{}", if *n == 1 { "" } else { "s" })
    }
}

impl FromStr for Term {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let wrong = || ParseError {
            text: text.to_owned(),
            expected: "a number of hours, days, working days, weeks, months or years, such as 6 months",
        };
        let (n, unit) = text.split_once(' ').ok_or_else(wrong)?;
        let n: i32 = n.parse().ok().filter(|n| (0..=10_000).contains(n)).ok_or_else(wrong)?;
        match unit.strip_suffix('s').unwrap_or(unit) {
            "hour" => Ok(Self::Hours(n)),
            "day" => Ok(Self::Days(n)),
            "working day" => Ok(Self::WorkingDays(n)),
            "week" => Ok(Self::Weeks(n)),
            "month" => Ok(Self::Months(n)),
            "year" => Ok(Self::Years(n)),
            _ => Err(wrong()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// The eight test vectors of the calculator.
    #[test]
    fn deadline_vectors() {
        for (what, start, term, end) in [
            ("lodged on a Friday", "2026-06-12", "3 months", "2026-09-14"),
            ("lodged, half a year", "2026-06-12", "6 months", "2026-12-14"),
            ("lodged on a 31st", "2026-08-31", "6 months", "2027-03-01"),
            ("absolute end of a moratorium", "2026-06-12", "21 months", "2028-03-13"),
            ("border procedure", "2026-07-01", "12 weeks", "2026-09-23"),
            ("lodging after registration", "2026-06-15", "21 days", "2026-07-06"),
            ("screening after apprehension", "2026-06-18", "3 days", "2026-06-22"),
            ("registration before Christmas", "2026-12-22", "5 days", "2026-12-28"),
        ] {
            assert_eq!(term.parse::<Term>().unwrap().due(day(start)), day(end), "{what}");
        }
    }

    /// 6 and 12 months of which days are used: over leap years and the ends of months.
    #[test]
    fn the_rest_of_a_maximum_vectors() {
        let eighteen = [Term::Months(6), Term::Months(12)];
        for (first, served, on, last) in [
            // R4: five months, two months free, then thirteen.
            ("2026-12-09", 151, "2027-07-09", "2028-08-09"),
            ("2025-01-03", 151, "2025-08-04", "2026-09-03"),
            // Nothing used: the plain end, also over a leap day.
            ("2027-08-31", 0, "2027-08-31", "2029-02-28"),
            ("2026-08-31", 0, "2026-08-31", "2028-02-28"),
            // Begun on a leap day; begun on the last of a month.
            ("2028-02-29", 60, "2028-07-01", "2029-10-31"),
            ("2026-12-31", 31, "2027-03-01", "2028-07-29"),
            // Without a gap it ends where it would have ended.
            ("2026-12-09", 151, "2027-05-09", "2028-06-09"),
        ] {
            let rest = rest_of(&eighteen, day(first), served, day(on));
            assert_eq!(rest, day(last), "{first}, {served} days, {on}");
        }
    }

    #[test]
    fn a_month_without_that_day_ends_on_its_last() {
        assert_eq!(Term::Months(1).end(day("2026-01-31")), day("2026-02-28"));
        assert_eq!(Term::Years(1).end(day("2028-02-29")), day("2029-02-28"));
    }

    #[test]
    fn hours_are_literal_and_working_days_skip_the_weekend_and_holidays() {
        assert_eq!(Term::Hours(72).due(day("2026-07-03")), day("2026-07-06"));
        assert_eq!(Term::Hours(48).due(day("2026-07-03")), day("2026-07-05"));
        assert_eq!(Term::WorkingDays(3).due(day("2026-04-02")), day("2026-04-09"));
        assert_eq!(Term::WorkingDays(10).due(day("2026-07-01")), day("2026-07-15"));
    }

    proptest! {
        #[test]
        fn a_term_ends_on_a_working_day_and_never_before_its_length(
            days in 0_i32..1_000, start in 0_i32..4_000,
        ) {
            let start = day("2024-01-01").saturating_add(start.days());
            let due = Term::Days(days).due(start);
            prop_assert!(is_working_day(due));
            prop_assert!(due >= Term::Days(days).end(start));
            prop_assert!(due <= Term::Days(days + 5).end(start), "at most a long weekend later");
        }

        #[test]
        fn what_is_printed_reads_back(n in 0_i32..100, unit in 0_usize..6) {
            let term = [
                Term::Hours(n), Term::Days(n), Term::WorkingDays(n), Term::Weeks(n), Term::Months(n),
                Term::Years(n),
            ][unit];
            prop_assert_eq!(term.to_string().parse::<Term>().unwrap(), term);
        }
    }
}
