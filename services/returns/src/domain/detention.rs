//! Measures of supervision and detention: how long each may last, and what counts together (Vw 6, 50, 54, 56,
//! 59, 59a, 59b; RD 15). Calendar dates: the last day is the plain end of the maximum less the days used.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan as _;
use kernel::{Date, ParseError};
use law::{Policy, rule};

use crate::domain::words::MeasureKind;

/// Days of ended measures of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DetentionUse {
    /// Which measure.
    pub kind: MeasureKind,
    /// Days it lasted together.
    pub days: i32,
}

/// Days of ended measures of one removal procedure, by kind. Stored as one text: `KIND=days`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Used(Vec<DetentionUse>);

impl Used {
    /// These, added up by kind.
    pub fn of(uses: impl IntoIterator<Item = DetentionUse>) -> Self {
        let mut all = Self::default();
        uses.into_iter().for_each(|used| all.add(used.kind, used.days));
        all
    }

    /// All of them, by kind.
    pub fn iter(&self) -> impl Iterator<Item = &DetentionUse> {
        self.0.iter()
    }

    /// Days of one kind.
    pub fn days(&self, kind: MeasureKind) -> i32 {
        self.0.iter().find(|used| used.kind == kind).map_or(0, |used| used.days)
    }

    /// Adds days of one kind.
    pub fn add(&mut self, kind: MeasureKind, days: i32) {
        match self.0.iter_mut().find(|used| used.kind == kind) {
            Some(used) => used.days += days,
            None => self.0.push(DetentionUse { kind, days }),
        }
        self.0.sort_by_key(|used| used.kind);
    }

    /// Days that count towards the maximum of detention for return: the weeks of the return border procedure
    /// do (RBR 5(4)), those of the asylum border procedure do not.
    pub fn counted(&self) -> i32 {
        self.0.iter().filter(|used| used.kind.is_return()).map(|used| used.days).sum()
    }
}

impl fmt::Display for Used {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, used) in self.0.iter().enumerate() {
            write!(f, "{}{}={}", if n == 0 { "" } else { " " }, used.kind, used.days)?;
        }
        Ok(())
    }
}

impl FromStr for Used {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let read = |part: &str| {
            let (kind, days) = part.split_once('=')?;
            Some(DetentionUse { kind: kind.parse().ok()?, days: days.parse().ok()? })
        };
        let uses: Option<Vec<_>> = text.split_whitespace().map(read).collect();
        let wrong = || ParseError { text: text.to_owned(), expected: "days by measure" };
        uses.map(Self::of).ok_or_else(wrong)
    }
}

impl MeasureKind {
    /// Whether it is detention, which takes a place.
    pub fn is_detention(self) -> bool {
        !matches!(self, Self::StopAndHold | Self::ReportingDuty | Self::AreaRestriction)
    }

    /// Whether it is detention for return, so that its days add up to one maximum (RD 15(5)-(6)).
    pub fn is_return(self) -> bool {
        matches!(self, Self::DetentionReturn | Self::BorderReturn)
    }

    /// Whether it prepares a departure against the will of the person, so that RT-1 holds for it.
    pub fn is_forced(self) -> bool {
        self.is_return() || self == Self::DetentionTransfer
    }

    /// Last day of a measure imposed `on`, after the days that were `used`; `None`: it is open, or no day is
    /// left (of a detention).
    pub fn ends(self, policy: &Policy, on: Date, used: &Used, extended: bool) -> Option<Date> {
        let end = |term: law::Term, days: i32| term.end(on).saturating_sub(days.days());
        let own = used.days(self);
        let last = match self {
            Self::ReportingDuty => return None,
            Self::StopAndHold => end(policy.get(rule::STOP_AND_HOLD_MAX, on), 0),
            Self::AreaRestriction => end(policy.get(rule::AREA_RESTRICTION_MAX, on), 0),
            Self::DetentionReturn if extended => longest(policy, on, used),
            Self::DetentionReturn => end(policy.get(rule::DETENTION, on), used.counted()),
            Self::DetentionTransfer => end(policy.get(rule::DETENTION_TRANSFER_MAX, on), own),
            Self::DetentionApplicant if extended => {
                end(policy.get(rule::DETENTION_APPLICANT_MAX, on), own)
            }
            Self::DetentionApplicant => end(policy.get(rule::DETENTION_APPLICANT_FIRST, on), own),
            Self::BorderAsylum => end(policy.get(rule::BORDER, on), own),
            // Within its own weeks, and within the maximum of return.
            Self::BorderReturn => {
                let weeks = end(policy.get(rule::BORDER_RETURN, on), own);
                weeks.min(longest(policy, on, used))
            }
        };
        (!self.is_detention() || last > on).then_some(last)
    }
}

/// Last day of detention for return with its extension (RD 15(6)), less the days used.
fn longest(policy: &Policy, on: Date, used: &Used) -> Date {
    let first = policy.get(rule::DETENTION, on).end(on);
    policy.get(rule::DETENTION_EXTENSION, on).end(first).saturating_sub(used.counted().days())
}

kernel::codes! {
    /// Where somebody is detained.
    pub enum Facility {
        /// A detention centre.
        Centre = "CENTRE",
        /// The closed family facility.
        Family = "FAMILY",
    }
}

impl Facility {
    /// Its places on a date.
    pub fn capacity(self, policy: &Policy, on: Date) -> i64 {
        match self {
            Self::Centre => policy.get(rule::DETENTION_CAPACITY, on),
            Self::Family => policy.get(rule::FAMILY_DETENTION_CAPACITY, on),
        }
    }
}

/// How many places are taken; counted along with the cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetentionStock {
    /// Where.
    pub facility: String,
    /// Persons.
    pub occupied: i64,
}
