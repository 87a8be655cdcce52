//! What happened.

use kernel::{Date, LocationId, Municipality, Sex};

use crate::domain::codes::{LocationType, Operator};
use crate::domain::needs::Needs;

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Id of the location.
    pub location_id: LocationId,
    /// When it happened.
    pub occurred_on: Date,
    /// What happened.
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A location was planned.
    LocationPlanned {
        /// Name.
        name: String,
        /// Type.
        kind: LocationType,
        /// Municipality.
        municipality: Municipality,
        /// Whether it is emergency reception.
        emergency: bool,
        /// Places.
        places: i32,
        /// Whether all places are for unaccompanied minors.
        minors_only: bool,
        /// First day on which it is to be open; unset when not known.
        opens_on: Option<Date>,
    },
    /// A location was contracted.
    LocationContracted {
        /// Contracted places.
        places: i32,
        /// First day on which it is to be open.
        opens_on: Date,
        /// Last day of the contract; unset when open-ended.
        contract_ends_on: Option<Date>,
    },
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
        /// Who operates it; unset means COA.
        operator: Option<Operator>,
        /// Beds per room; 0 when not known.
        room_places: i32,
        /// What it offers to who needs it.
        offers: Needs,
        /// The only sex that it takes; unset when both.
        only_sex: Option<Sex>,
        /// Whether its places can become homes.
        convertible: bool,
        /// Why it has fewer places than its type should have; empty when it has not.
        small_because: String,
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
        /// Places that cannot be used, part of the places.
        unavailable: i32,
        /// Why they cannot be used.
        unavailable_reason: String,
    },
    /// A location closes: nobody comes any more.
    ClosingAnnounced {
        /// Day on which it is to close.
        closes_on: Date,
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
    /// The places of a location became homes.
    LocationConverted {
        /// Places it had.
        places: i32,
    },
}
