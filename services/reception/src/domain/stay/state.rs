//! The state: the stay of one person in reception, one row of its table.

use kernel::{Date, Nationality, Sex, Uuid};

use crate::domain::codes::{Category, EndReason, StayState};

/// The stay of one person in reception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// Pseudonymous id of the person.
    pub person_id: Uuid,
    /// Asylum case that gives the right; unset when not known.
    pub case_id: Option<Uuid>,
    /// Household; stays together.
    pub household_id: Uuid,
    /// Nationality, ISO 3166-1 alpha-3.
    pub nationality: Nationality,
    /// Year of birth.
    pub birth_year: i16,
    /// Sex as registered.
    pub sex: Sex,
    /// Whether the person came as an unaccompanied minor.
    pub unaccompanied_minor: bool,
    /// State of the stay.
    pub state: StayState,
    /// Category of the resident.
    pub category: Category,
    /// Present or last location; unset before the first place.
    pub location_id: Option<Uuid>,
    /// How many stays of this person this is, from 1.
    pub stay_no: i32,
    /// When the stay began to be expected.
    pub expected_on: Date,
    /// When the present place was taken; unset before.
    pub placed_on: Option<Date>,
    /// Last day of the right to reception; unset while it is open.
    pub right_ends_on: Option<Date>,
    /// When the stay ended; unset before.
    pub ended_on: Option<Date>,
    /// Why it ended; unset before.
    pub end_reason: Option<EndReason>,
    /// Number of moves between locations.
    pub moves: i32,
    /// Number of events of this stay.
    pub version: i64,
}
