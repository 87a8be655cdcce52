//! What happened.

use kernel::{Date, Municipality, Uuid};

use crate::domain::codes::LocationType;

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Id of the location.
    pub location_id: Uuid,
    /// When it happened.
    pub occurred_on: Date,
    /// What happened.
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A location opened.
    LocationOpened {
        /// Name.
        name: String,
        /// Type.
        kind: LocationType,
        /// Municipality.
        municipality: Municipality,
        /// Whether it is emergency reception.
        emergency: bool,
        /// Contracted places.
        places: i32,
        /// Whether all places are for unaccompanied minors.
        minors_only: bool,
        /// Last day of the contract; unset when open-ended.
        contract_ends_on: Option<Date>,
    },
    /// The number of places changed.
    CapacityChanged {
        /// Whether it is emergency reception.
        emergency: bool,
        /// Whether all places are for unaccompanied minors.
        minors_only: bool,
        /// Places before.
        from_places: i32,
        /// Places now.
        places: i32,
        /// Last day of the contract; unset when open-ended.
        contract_ends_on: Option<Date>,
    },
    /// A location closed.
    LocationClosed {
        /// Whether it was emergency reception.
        emergency: bool,
        /// Whether all places were for unaccompanied minors.
        minors_only: bool,
        /// Places it had.
        places: i32,
    },
}
