//! What happened.

use kernel::{CaseId, Date, LocationId, Municipality, Nationality, Person, Sex};

use crate::domain::codes::{
    Category, EndReason, EntryReason, LocationType, Measure, MeasureEnd, MoveReason,
    NoGuardianReason, RightGround,
};
use crate::domain::needs::Needs;

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Asylum case that gives the right; unset when not known.
    pub case_id: Option<CaseId>,
    /// The person, as far as planning needs.
    pub person: Person,
    /// When it happened.
    pub occurred_on: Date,
    /// What happened.
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A place is needed.
    StayExpected {
        /// Category of the resident.
        category: Category,
        /// How many stays of this person this is.
        stay_no: i32,
        /// Why a place is needed.
        entry: EntryReason,
    },
    /// A place was taken.
    PersonPlaced {
        /// Category of the resident.
        category: Category,
        /// The location.
        location_id: LocationId,
        /// Its municipality.
        municipality: Municipality,
        /// Whether it is emergency reception.
        emergency: bool,
        /// Type of the location.
        kind: LocationType,
        /// Last day of this place by the rules of its type; unset where there is none.
        place_until: Option<Date>,
        /// Why the officer did not follow the proposal; empty when it was followed or not asked for.
        proposal_overruled_reason: String,
        /// Why an unaccompanied minor had no guardian yet.
        no_guardian_reason: Option<NoGuardianReason>,
    },
    /// The person moved to another location.
    PersonMoved {
        /// Category of the resident.
        category: Category,
        /// The location before.
        from_location_id: LocationId,
        /// The location.
        location_id: LocationId,
        /// Its municipality.
        municipality: Municipality,
        /// Whether it is emergency reception.
        emergency: bool,
        /// Type of the location.
        kind: LocationType,
        /// Last day of this place by the rules of its type; unset where there is none.
        place_until: Option<Date>,
        /// Why.
        reason: MoveReason,
    },
    /// The person was absent without notice.
    PersonAbsent {},
    /// The person came back.
    PersonReturned {},
    /// The category of the resident changed.
    CategoryChanged {
        /// The category before.
        from_category: Category,
        /// The category now.
        category: Category,
        /// Whether an unaccompanied minor turned 18.
        majority: bool,
    },
    /// The last day of the right to reception was set or lifted.
    RightEndSet {
        /// The last day; unset when the right is open again.
        right_ends_on: Option<Date>,
        /// On what it rests, or why it ends.
        ground: RightGround,
        /// Whether a departure moratorium holds for the person.
        moratorium: bool,
    },
    /// The stay ended.
    StayEnded {
        /// Category of the resident.
        category: Category,
        /// Why.
        reason: EndReason,
        /// The last location; unset when never placed.
        location_id: Option<LocationId>,
    },
    /// A stay was taken over at the opening of the books.
    StayImported {
        /// Category of the resident.
        category: Category,
        /// The location.
        location_id: LocationId,
        /// Its municipality.
        municipality: Municipality,
        /// Whether it is emergency reception.
        emergency: bool,
        /// When the stay began.
        expected_on: Date,
        /// Last day of the right; unset while it is open.
        right_ends_on: Option<Date>,
        /// Type of the location.
        kind: LocationType,
    },
    /// Nobody had a bed for the person at the end of the day.
    PlacementFailed {
        /// Category of the resident.
        category: Category,
    },
    /// What a location must have for the person was recorded.
    NeedsRecorded {
        /// What is needed.
        needs: Needs,
    },
    /// A measure was imposed.
    MeasureImposed {
        /// The measure.
        measure: Measure,
        /// Last day; unset when open.
        ends_on: Option<Date>,
        /// Whether the person must stay in an area.
        area_order: bool,
        /// Share of the weekly allowance that is withheld, in hundredths.
        withheld_percent: i32,
        /// Why steps of the ladder were skipped; empty when none was.
        skip_reason: String,
    },
    /// A measure ended.
    MeasureLifted {
        /// The measure.
        measure: Measure,
        /// Why.
        reason: MeasureEnd,
    },
    /// Facts of the person were corrected.
    StayCorrected {
        /// Nationality before.
        from_nationality: Nationality,
        /// Year of birth before.
        from_birth_year: i16,
        /// Sex before.
        from_sex: Sex,
    },
}
