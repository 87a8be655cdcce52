//! What happened.

use kernel::{Date, Municipality, Person, Uuid};

use crate::domain::codes::{Category, EndReason};

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Asylum case that gives the right; unset when not known.
    pub case_id: Option<Uuid>,
    /// The person, as far as planning needs.
    pub person: Person,
    /// When it happened.
    pub occurred_on: Date,
    /// What happened.
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A place is needed.
    StayExpected {
        /// Category of the resident.
        category: Category,
        /// How many stays of this person this is.
        stay_no: i32,
    },
    /// A place was taken.
    PersonPlaced {
        /// Category of the resident.
        category: Category,
        /// The location.
        location_id: Uuid,
        /// Its municipality.
        municipality: Municipality,
        /// Whether it is emergency reception.
        emergency: bool,
    },
    /// The person moved to another location.
    PersonMoved {
        /// Category of the resident.
        category: Category,
        /// The location before.
        from_location_id: Uuid,
        /// The location.
        location_id: Uuid,
        /// Its municipality.
        municipality: Municipality,
        /// Whether it is emergency reception.
        emergency: bool,
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
    },
    /// The last day of the right to reception was set or lifted.
    RightEndSet {
        /// The last day; unset when the right is open again.
        right_ends_on: Option<Date>,
    },
    /// The stay ended.
    StayEnded {
        /// Category of the resident.
        category: Category,
        /// Why.
        reason: EndReason,
        /// The last location; unset when never placed.
        location_id: Option<Uuid>,
    },
    /// A stay was taken over at the opening of the books.
    StayImported {
        /// Category of the resident.
        category: Category,
        /// The location.
        location_id: Uuid,
        /// Its municipality.
        municipality: Municipality,
        /// Whether it is emergency reception.
        emergency: bool,
        /// When the stay began.
        expected_on: Date,
        /// Last day of the right; unset while it is open.
        right_ends_on: Option<Date>,
    },
}
