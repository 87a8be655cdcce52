//! Departure moratoria as intake declares them (Vw 45(4)): nobody of a nationality needs to leave. The cases are
//! blocked in batches by the sweep, also those that open later while it runs.

use kernel::{Date, MoratoriumId, Nationality};

/// A departure moratorium.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moratorium {
    /// Its id, from intake.
    pub moratorium_id: MoratoriumId,
    /// For whom.
    pub nationality: Nationality,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// When it was ended early; unset otherwise.
    pub ended_on: Option<Date>,
    /// When it was declared: it holds nobody before. Unset in rows of older versions.
    pub declared_on: Option<Date>,
}

impl Moratorium {
    /// Whether it runs on a date.
    pub fn runs(&self, on: Date) -> bool {
        self.starts_on <= on && on <= self.ends_on && self.ended_on.is_none()
    }
}
