//! The state: the departure of one person, one row of its table.

use kernel::{Date, Nationality, Sex, Uuid};

use crate::domain::codes::{BlockKind, DepartureOutcome, DocumentState, FileOrigin, ReturnState};

/// The departure of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnCase {
    /// Pseudonymous id of the person.
    pub person_id: Uuid,
    /// Asylum case it follows from; unset when there is none.
    pub case_id: Option<Uuid>,
    /// Household.
    pub household_id: Uuid,
    /// Nationality, ISO 3166-1 alpha-3.
    pub nationality: Nationality,
    /// Year of birth.
    pub birth_year: i16,
    /// Sex as registered.
    pub sex: Sex,
    /// Whether the person is an unaccompanied minor.
    pub unaccompanied_minor: bool,
    /// State of the case.
    pub state: ReturnState,
    /// Who handed the file over; unset before.
    pub origin: Option<FileOrigin>,
    /// Whether it is a transfer to another member state.
    pub to_member_state: bool,
    /// When the case began.
    pub announced_on: Date,
    /// First day on which departure may be forced; unset while not known.
    pub removable_from: Option<Date>,
    /// Last day of a transfer; unset otherwise.
    pub transfer_due_on: Option<Date>,
    /// What stands in the way; unset when nothing does.
    pub blocked: Option<BlockKind>,
    /// State of the travel document; unset before a request.
    pub document: Option<DocumentState>,
    /// Begin of the present detention; unset when free.
    pub detained_on: Option<Date>,
    /// Last day the present detention may last; unset when free.
    pub detention_ends_on: Option<Date>,
    /// Days in detention before the present one.
    pub detained_days: i32,
    /// Date of the booked flight; unset when none.
    pub flight_on: Option<Date>,
    /// How the person left; unset before.
    pub outcome: Option<DepartureOutcome>,
    /// When the person left or the case was closed; unset before.
    pub ended_on: Option<Date>,
    /// Last day of an entry ban; unset when none runs.
    pub entry_ban_until: Option<Date>,
    /// Number of events of this case.
    pub version: i64,
}
