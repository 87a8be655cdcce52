//! The kinds of values that a rule has, and how they are written.

use std::fmt;
use std::str::FromStr;

use kernel::ParseError;

use crate::term::Term;

/// An amount of money in euro cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cents(pub i64);

impl Cents {
    /// So many times this amount.
    pub const fn times(self, n: i64) -> Self {
        Self(self.0 * n)
    }

    /// Whole euros, rounded down.
    pub const fn euros(self) -> i64 {
        self.0.div_euclid(100)
    }
}

impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 % 100 {
            0 => write!(f, "EUR {}", self.0 / 100),
            rest => write!(f, "EUR {}.{:02}", self.0 / 100, rest.abs()),
        }
    }
}

impl FromStr for Cents {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let wrong = || ParseError {
            text: text.to_owned(),
            expected: "an amount such as EUR 23 or EUR 7.50",
        };
        let amount = text.strip_prefix("EUR ").ok_or_else(wrong)?;
        decimals(amount, 2).map(Self).ok_or_else(wrong)
    }
}

/// A share, exact to a thousandth of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(i64);

impl Share {
    /// A share of so many thousandths of a percent.
    pub const fn from_thousandths(thousandths: i64) -> Self {
        Self(thousandths)
    }

    /// In thousandths of a percent.
    pub const fn thousandths(self) -> i64 {
        self.0
    }

    /// This share of `whole`, rounded to the nearest, halves up.
    pub const fn of(self, whole: i64) -> i64 {
        (2 * whole * self.0 + 100_000).div_euclid(200_000)
    }

    /// This share of `whole`, rounded up.
    pub const fn ceil_of(self, whole: i64) -> i64 {
        -(-whole * self.0).div_euclid(100_000)
    }

    /// The smallest whole of which `part` is at most this share; `part` itself for a share of nothing.
    pub const fn whole_of(self, part: i64) -> i64 {
        if self.0 <= 0 { part } else { -(-part * 100_000).div_euclid(self.0) }
    }

    /// As a fraction of one.
    pub fn fraction(self) -> f64 {
        self.0 as f64 / 100_000.0
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:03}", self.0 / 1_000, self.0 % 1_000);
        write!(f, "{} %", text.trim_end_matches('0').trim_end_matches('.'))
    }
}

impl FromStr for Share {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let wrong =
            || ParseError { text: text.to_owned(), expected: "a share such as 91 % or 8.48 %" };
        let share = text.strip_suffix(" %").and_then(|text| decimals(text, 3)).ok_or_else(wrong)?;
        if (0..=1_000_000).contains(&share) { Ok(Self(share)) } else { Err(wrong()) }
    }
}

/// A decimal number with at most `places` decimals, in units of the last of them.
fn decimals(text: &str, places: usize) -> Option<i64> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(rest) || rest.len() > places {
        return None;
    }
    format!("{whole}{rest:0<places$}").parse().ok()
}

/// The kind of a rule's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The length of a term.
    Term,
    /// Whether something is law.
    Switch,
    /// A number of people, places, times.
    Count,
    /// An amount of money.
    Amount,
    /// A share.
    Share,
}

/// A value as it is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// The length of a term.
    Term(Term),
    /// Whether something is law.
    Switch(bool),
    /// A number of people, places, times.
    Count(i64),
    /// An amount of money.
    Amount(Cents),
    /// A share.
    Share(Share),
}

impl Value {
    /// Reads a value of a kind out of a policy file.
    pub(crate) fn read(kind: Kind, raw: &toml::Value) -> Result<Self, String> {
        let text = |expected: &str| raw.as_str().ok_or_else(|| format!("{raw} is not {expected}"));
        match kind {
            Kind::Term => {
                Ok(Self::Term(text("a term such as \"6 months\"")?.parse().map_err(said)?))
            }
            Kind::Switch => {
                raw.as_bool().map(Self::Switch).ok_or_else(|| format!("{raw} is not true or false"))
            }
            Kind::Count => {
                let count = raw.as_integer().filter(|n| *n >= 0);
                count
                    .map(Self::Count)
                    .ok_or_else(|| format!("{raw} is not a whole number of 0 or more"))
            }
            Kind::Amount => {
                Ok(Self::Amount(text("an amount such as \"EUR 23\"")?.parse().map_err(said)?))
            }
            Kind::Share => {
                Ok(Self::Share(text("a share such as \"91 %\"")?.parse().map_err(said)?))
            }
        }
    }
}

fn said(error: ParseError) -> String {
    error.to_string()
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Term(term) => term.fmt(f),
            Self::Switch(on) => f.write_str(if *on { "yes" } else { "no" }),
            Self::Count(n) => n.fmt(f),
            Self::Amount(cents) => cents.fmt(f),
            Self::Share(share) => share.fmt(f),
        }
    }
}

/// A type that values of rules have.
pub trait RuleValue: Copy + 'static {
    /// Its kind.
    const KIND: Kind;
    /// The value of this type; `None` for another kind.
    fn from_value(value: Value) -> Option<Self>;
}

macro_rules! rule_values {
    ($($type:ty = $kind:ident;)+) => {$(
        impl RuleValue for $type {
            const KIND: Kind = Kind::$kind;
            fn from_value(value: Value) -> Option<Self> {
                match value { Value::$kind(value) => Some(value), _ => None }
            }
        }
    )+};
}

rule_values! {
    Term = Term;
    bool = Switch;
    i64 = Count;
    Cents = Amount;
    Share = Share;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_shares_read_back_what_they_print() {
        for text in ["EUR 0", "EUR 23", "EUR 7.50", "EUR 30000"] {
            assert_eq!(text.parse::<Cents>().unwrap().to_string(), text);
        }
        for text in ["0 %", "91 %", "8.48 %", "0.125 %", "100 %"] {
            assert_eq!(text.parse::<Share>().unwrap().to_string(), text);
        }
        for wrong in ["23", "EUR", "EUR -1", "EUR 1.234", "EUR 1,50"] {
            assert!(wrong.parse::<Cents>().is_err(), "{wrong}");
        }
        for wrong in ["91", "91%", "-1 %", "1.2345 %", "1001 %"] {
            assert!(wrong.parse::<Share>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn shares_round_as_they_say() {
        let norm: Share = "91 %".parse().unwrap();
        assert_eq!((norm.of(100), norm.whole_of(91), norm.whole_of(92)), (91, 100, 102));
        let third: Share = "30 %".parse().unwrap();
        assert_eq!((third.ceil_of(50), third.ceil_of(49), third.of(5)), (15, 15, 2));
    }
}
