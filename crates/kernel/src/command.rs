//! What callers ask of one thing.

use jiff::civil::Date;

use crate::Reason;
use crate::Refusal;

/// A command on one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command<K, A> {
    /// Which thing.
    pub key: K,
    /// When it happened in the world.
    pub on: Date,
    /// Version that the caller has seen; `None` does not check.
    pub expected_version: Option<i64>,
    /// What is asked of it.
    pub kind: A,
}

impl<K, A> Command<K, A> {
    /// A command without an expected version.
    pub fn new(key: K, on: Date, kind: A) -> Self {
        Self { key, on, expected_version: None, kind }
    }

    /// Refuses when the thing has another version than the caller has seen.
    pub fn check_version(&self, found: i64) -> Result<(), Refusal> {
        match self.expected_version {
            Some(expected) if expected != found => Err(Refusal::version_conflict(expected, found)),
            _ => Ok(()),
        }
    }

    /// Refuses a date in the future, or before the last step `since`.
    pub fn check_date(&self, today: Date, since: Option<Date>) -> Result<(), Refusal> {
        if self.on > today {
            let text = format!("{} lies after today, {today}", self.on);
            return Err(Refusal::new(Reason::DateInFuture, text));
        }
        if let Some(since) = since.filter(|since| self.on < *since) {
            let text = format!("{} lies before the last step, {since}", self.on);
            return Err(Refusal::new(Reason::DateBeforeLast, text));
        }
        Ok(())
    }
}
