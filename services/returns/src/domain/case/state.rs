//! The state: the departure of one person, one row of its table.

use kernel::{Date, Nationality, Sex, Uuid};

use crate::domain::block::Blocks;
use crate::domain::codes::{BlockKind, DepartureOutcome, DocumentState, FileOrigin, ReturnState};
use crate::domain::detention::Used;
use crate::domain::words::{CloseReason, EntryBanGround, MeasureKind};

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
    /// What stands in the way most; unset when nothing does.
    pub blocked: Option<BlockKind>,
    /// State of the travel document; unset before a request.
    pub document: Option<DocumentState>,
    /// Begin of the present detention; unset when free.
    pub detained_on: Option<Date>,
    /// Last day the present detention may last; unset when free.
    pub detention_ends_on: Option<Date>,
    /// Days in detention before the present one that count towards the maximum.
    pub detained_days: i32,
    /// Date of the booked flight; unset when none.
    pub flight_on: Option<Date>,
    /// How the person left; unset before.
    pub outcome: Option<DepartureOutcome>,
    /// When the person left or the case was closed; unset before.
    pub ended_on: Option<Date>,
    /// Last day of an entry ban; unset when none runs.
    pub entry_ban_until: Option<Date>,
    /// Track that the case falls back to; unset before one was chosen.
    pub track: Option<ReturnState>,
    /// Days to depart that were given.
    pub departure_days: i32,
    /// Everything that stands in the way.
    pub blocks: Blocks,
    /// First day on which one of the blocks ends; unset when none has an end.
    pub block_ends_on: Option<Date>,
    /// Departure moratorium that blocks; unset when none.
    pub moratorium_id: Option<Uuid>,
    /// When the other state was told that the person absconded; unset otherwise.
    pub absconded_on: Option<Date>,
    /// Last day of the travel document; unset when none.
    pub document_valid_until: Option<Date>,
    /// Kind of the present detention; unset when free.
    pub measure: Option<MeasureKind>,
    /// Measure of supervision; unset when none.
    pub supervision: Option<MeasureKind>,
    /// Last day of the measure of supervision; unset when open.
    pub supervision_ends_on: Option<Date>,
    /// Days of ended measures of this procedure.
    pub detention_used: Used,
    /// Whether the grounds for the longer maximum were established.
    pub detention_extended: bool,
    /// Arrival in the centre; unset before.
    pub detention_arrived_on: Option<Date>,
    /// Next review of detention by the court; unset when free.
    pub review_due_on: Option<Date>,
    /// Whether the detention is in the family facility.
    pub family_facility: bool,
    /// Charter of the booked flight; unset when none.
    pub charter_id: Option<Uuid>,
    /// Support granted, in euro cents.
    pub support_cents: i64,
    /// When support was last granted; unset when never.
    pub assisted_on: Option<Date>,
    /// Whether the support is claimed back.
    pub support_reclaimed: bool,
    /// Ground of an entry ban that waits for departure or runs; unset when none.
    pub ban_ground: Option<EntryBanGround>,
    /// Number of the later application that does not hold departure; 0 when none runs.
    pub continues_no: i32,
    /// When an officer checked the risk of refoulement; unset before.
    pub refoulement_checked_on: Option<Date>,
    /// Why the case was closed; unset otherwise.
    pub close_reason: Option<CloseReason>,
    /// Where the person went; unset before.
    pub destination: Option<Nationality>,
    /// Number of events of this case.
    pub version: i64,
    /// Day of registration of the application, of a transfer: it chooses between Dublin III and AMMR. Unset otherwise
    /// and in what older events told.
    pub registered_on: Option<Date>,
    /// When the other state accepted, of a transfer; unset otherwise and in what older events told.
    pub accepted_on: Option<Date>,
    /// The day of the last fact that is known: nothing falls due before it. Unset in rows of older versions.
    pub fact_on: Option<Date>,
}
