//! Measures of supervision and detention: how long each may last, and what counts together (Vw 6, 50, 54, 56,
//! 59, 59a, 59b; RD 15). Calendar dates; what is left of a maximum of which days are used is `law::rest_of`.

use std::fmt;
use std::str::FromStr;

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
    /// When the first of them began: a maximum in months is counted from it. Unset in what older rows and events
    /// told: then the maximum is counted from the new measure.
    pub since: Option<Date>,
}

/// Days of ended measures of one removal procedure, by kind. Stored as one text: `KIND=days@since`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Used(Vec<DetentionUse>);

impl Used {
    /// These, added up by kind.
    pub fn of(uses: impl IntoIterator<Item = DetentionUse>) -> Self {
        let mut all = Self::default();
        uses.into_iter().for_each(|used| all.add(used.kind, used.days, used.since));
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

    /// Adds days of one kind, which began on the day `since`.
    pub fn add(&mut self, kind: MeasureKind, days: i32, since: Option<Date>) {
        match self.0.iter_mut().find(|used| used.kind == kind) {
            Some(used) => {
                used.days += days;
                used.since = used.since.into_iter().chain(since).min();
            }
            None => self.0.push(DetentionUse { kind, days, since }),
        }
        self.0.sort_by_key(|used| used.kind);
    }

    /// When the first measure of these kinds began; unset when there was none, or nobody told.
    fn first(&self, counts: impl Fn(MeasureKind) -> bool) -> Option<Date> {
        self.0.iter().filter(|used| counts(used.kind)).filter_map(|used| used.since).min()
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
            if let Some(since) = used.since {
                write!(f, "@{since}")?;
            }
        }
        Ok(())
    }
}

impl FromStr for Used {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let read = |part: &str| {
            let (kind, rest) = part.split_once('=')?;
            let (days, since) = match rest.split_once('@') {
                Some((days, since)) => (days, Some(since.parse().ok()?)),
                None => (rest, None),
            };
            Some(DetentionUse { kind: kind.parse().ok()?, days: days.parse().ok()?, since })
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
        let own = |term: law::Term| {
            // Unset: this is the first measure of its kind.
            let first = used.first(|kind| kind == self).unwrap_or(on);
            law::rest_of(&[term], first, used.days(self), on)
        };
        let last = match self {
            Self::ReportingDuty => return None,
            Self::StopAndHold => policy.get(rule::STOP_AND_HOLD_MAX, on).end(on),
            Self::AreaRestriction => policy.get(rule::AREA_RESTRICTION_MAX, on).end(on),
            Self::DetentionReturn if extended => longest(policy, on, used),
            Self::DetentionReturn => of_return(&[policy.get(rule::DETENTION, on)], on, used),
            Self::DetentionTransfer => own(policy.get(rule::DETENTION_TRANSFER_MAX, on)),
            Self::DetentionApplicant if extended => {
                own(policy.get(rule::DETENTION_APPLICANT_MAX, on))
            }
            Self::DetentionApplicant => own(policy.get(rule::DETENTION_APPLICANT_FIRST, on)),
            Self::BorderAsylum => own(policy.get(rule::BORDER, on)),
            // Within its own weeks, and within the maximum of return.
            Self::BorderReturn => {
                own(policy.get(rule::BORDER_RETURN, on)).min(longest(policy, on, used))
            }
        };
        (!self.is_detention() || last > on).then_some(last)
    }
}

/// Last day of detention for return with its extension (RD 15(6)), less the days used.
fn longest(policy: &Policy, on: Date, used: &Used) -> Date {
    of_return(&law::detention_terms(policy, on), on, used)
}

/// Last day of detention for return within a maximum, which all its measures share.
fn of_return(terms: &[law::Term], on: Date, used: &Used) -> Date {
    // Unset: this is the first measure of return.
    let first = used.first(MeasureKind::is_return).unwrap_or(on);
    law::rest_of(terms, first, used.counted(), on)
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
