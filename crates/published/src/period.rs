//! Periods as the sources write them.

use std::fmt;
use std::str::FromStr;

use kernel::{Date, ParseError};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A calendar period. Ordered by kind first, so compare only periods of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// A year: `2025`.
    Year(i16),
    /// A half-year: `2026-I`.
    Half(i16, i8),
    /// A quarter: `2025-Q3`.
    Quarter(i16, i8),
    /// A month: `2025-09`.
    Month(i16, i8),
    /// An ISO week: `2025-W39`.
    Week(i16, i8),
    /// A day: `2025-09-26`.
    Day(Date),
}

impl Period {
    /// Its year.
    pub fn year(self) -> i16 {
        match self {
            Self::Year(year)
            | Self::Half(year, _)
            | Self::Quarter(year, _)
            | Self::Month(year, _)
            | Self::Week(year, _) => year,
            Self::Day(day) => day.year(),
        }
    }

    /// Its year and month, when it is a month.
    pub fn month(self) -> Option<(i16, i8)> {
        match self {
            Self::Month(year, month) => Some((year, month)),
            _ => None,
        }
    }

    /// Its first day: nothing can be published of it before.
    pub fn first_day(self) -> Date {
        match self {
            Self::Year(year) => Date::constant(year, 1, 1),
            Self::Half(year, half) => Date::constant(year, half * 6 - 5, 1),
            Self::Quarter(year, quarter) => Date::constant(year, quarter * 3 - 2, 1),
            Self::Month(year, month) => Date::constant(year, month, 1),
            Self::Week(..) => self.last_day() - jiff::Span::new().days(6),
            Self::Day(day) => day,
        }
    }

    /// Reads a cell in which marks may stand behind the period: CBS writes `2024 december*` for provisional
    /// figures and `**` for revised provisional ones. Answers whether there is a mark.
    ///
    /// # Errors
    /// When the cell holds no period.
    pub fn marked(cell: &str) -> Result<(Self, bool), ParseError> {
        let bare = cell.trim_end_matches('*').trim_end();
        Ok((bare.parse()?, cell.trim_end().ends_with('*')))
    }

    /// Its last day: something published in a period is surely known from then on.
    pub fn last_day(self) -> Date {
        let month = |year, month| Date::constant(year, month, 1).last_of_month();
        match self {
            Self::Year(year) => month(year, 12),
            Self::Half(year, half) => month(year, half * 6),
            Self::Quarter(year, quarter) => month(year, quarter * 3),
            Self::Month(year, of) => month(year, of),
            Self::Week(year, week) => {
                // The fourth of January lies in week 1, whatever weekday it is.
                let fourth = Date::constant(year, 1, 4);
                let sunday = 7 - i64::from(fourth.weekday().to_monday_one_offset());
                fourth + jiff::Span::new().days(sunday + 7 * (i64::from(week) - 1))
            }
            Self::Day(day) => day,
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Half(year, half) => {
                write!(f, "{year:04}-{}", if *half == 1 { "I" } else { "II" })
            }
            Self::Quarter(year, quarter) => write!(f, "{year:04}-Q{quarter}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Week(year, week) => write!(f, "{year:04}-W{week:02}"),
            Self::Day(day) => write!(f, "{day}"),
        }
    }
}

impl FromStr for Period {
    type Err = ParseError;

    /// Reads our own form, that of Eurostat (`2025M09`) and that of CBS (`2025MM09`, `2025KW03`, `2025JJ00`,
    /// `2025HJ01`, `2025 september`, `2025 3e kwartaal`, `2025 1e halfjaar`). Marks behind it are not part of it: see
    /// [`Period::marked`].
    fn from_str(text: &str) -> Result<Self, ParseError> {
        read(text).ok_or_else(|| ParseError {
            text: text.to_owned(),
            expected: "a year, half-year, quarter, month, week or day",
        })
    }
}

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

fn read(text: &str) -> Option<Period> {
    // Nothing was counted before, and a later year is a slip of the pen.
    let year: i16 = number(text.get(..4)?).filter(|year| (1900..2200).contains(year))?;
    let rest = text.get(4..)?.trim();
    if rest.is_empty() || rest == "JJ00" {
        return Some(Period::Year(year));
    }
    if text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-' {
        return text.parse().ok().map(Period::Day);
    }
    match rest.strip_prefix('-').unwrap_or(rest) {
        "I" | "S1" | "HJ01" | "1e halfjaar" => return Some(Period::Half(year, 1)),
        "II" | "S2" | "HJ02" | "2e halfjaar" => return Some(Period::Half(year, 2)),
        _ => {}
    }
    if let Some(at) = MONTHS.iter().position(|month| *month == rest) {
        return i8::try_from(at + 1).ok().map(|month| Period::Month(year, month));
    }
    if let Some(quarter) = rest.strip_suffix("e kwartaal") {
        return number(quarter).filter(|q| (1..=4).contains(q)).map(|q| Period::Quarter(year, q));
    }
    let digits = |prefixes: &[&str]| {
        let digits = prefixes.iter().find_map(|prefix| rest.strip_prefix(prefix))?;
        number::<i8>(digits).filter(|number| *number > 0)
    };
    if let Some(quarter) = digits(&["-Q", "Q", "KW"]) {
        return (quarter <= 4).then_some(Period::Quarter(year, quarter));
    }
    if let Some(week) = digits(&["-W", "W"]) {
        return (week <= weeks(year)).then_some(Period::Week(year, week));
    }
    let month = digits(&["MM", "-M", "M", "-"])?;
    (month <= 12).then_some(Period::Month(year, month))
}

/// ISO weeks of a year: 53 when it begins on a Thursday, or on a Wednesday and is a leap year.
fn weeks(year: i16) -> i8 {
    let first = Date::constant(year, 1, 1);
    let thursday = 4 - i8::from(first.in_leap_year());
    let weekday = first.weekday().to_monday_one_offset();
    if weekday == 4 || weekday == thursday { 53 } else { 52 }
}

fn number<N: FromStr>(text: &str) -> Option<N> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_a_period_is_read() {
        for (text, period) in [
            ("2025", Period::Year(2025)),
            ("2025JJ00", Period::Year(2025)),
            ("2026-I", Period::Half(2026, 1)),
            ("2026-II", Period::Half(2026, 2)),
            ("2025-Q3", Period::Quarter(2025, 3)),
            ("2025KW03", Period::Quarter(2025, 3)),
            ("2025 3e kwartaal", Period::Quarter(2025, 3)),
            ("2025-09", Period::Month(2025, 9)),
            ("2025M09", Period::Month(2025, 9)),
            ("2025MM09", Period::Month(2025, 9)),
            ("2025 september", Period::Month(2025, 9)),
            ("2016 1e halfjaar", Period::Half(2016, 1)),
            ("2016HJ02", Period::Half(2016, 2)),
            ("2020-W53", Period::Week(2020, 53)),
            ("2025-W39", Period::Week(2025, 39)),
            ("2025-09-26", Period::Day(Date::constant(2025, 9, 26))),
        ] {
            assert_eq!(text.parse::<Period>().unwrap(), period, "{text}");
        }
        for wrong in [
            "",
            "25",
            "2025-13",
            "2025-00",
            "2025-Q5",
            "2025-W54",
            "2025-02-30",
            "2025x",
            "2025-W53",
            "2024-W53",
            "2025*",
            "2025HJ03",
            "1995W101",
            "1995X000",
            "9999-W52",
            "0205-01",
        ] {
            assert!(wrong.parse::<Period>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn periods_print_as_they_are_read_and_end_where_they_end() {
        for (text, last) in [
            ("2025", (2025, 12, 31)),
            ("2026-I", (2026, 6, 30)),
            ("2025-Q1", (2025, 3, 31)),
            ("2024-02", (2024, 2, 29)),
            ("2025-W01", (2025, 1, 5)),
            ("2020-W53", (2021, 1, 3)),
            ("2025-09-26", (2025, 9, 26)),
        ] {
            let period: Period = text.parse().unwrap();
            assert_eq!(period.to_string(), text);
            assert_eq!(period.last_day(), Date::constant(last.0, last.1, last.2), "{text}");
        }
        for (text, first) in [
            ("2025", (2025, 1, 1)),
            ("2026-II", (2026, 7, 1)),
            ("2025-Q3", (2025, 7, 1)),
            ("2024-02", (2024, 2, 1)),
            ("2025-W01", (2024, 12, 30)),
            ("2025-09-26", (2025, 9, 26)),
        ] {
            let period: Period = text.parse().unwrap();
            assert_eq!(period.first_day(), Date::constant(first.0, first.1, first.2), "{text}");
        }
    }

    #[test]
    fn long_years_have_week_53_and_no_others() {
        let long: Vec<i16> = (2000..2030).filter(|year| weeks(*year) == 53).collect();
        assert_eq!(long, [2004, 2009, 2015, 2020, 2026]);
    }

    #[test]
    fn a_mark_behind_a_period_is_kept_apart() {
        for (cell, marked) in [
            ("2024 november", false),
            ("2024 december*", true),
            ("2025 1e kwartaal**", true),
            ("2025M01*", true),
        ] {
            assert_eq!(Period::marked(cell).unwrap().1, marked, "{cell}");
        }
        assert!(Period::marked("soon*").is_err());
    }
}
