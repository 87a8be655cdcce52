//! What callers ask.

use kernel::{Date, Municipality, Sex};

use crate::domain::codes::{LocationType, Operator};
use crate::domain::needs::Needs;

/// What a location is when it opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Name.
    pub name: String,
    /// Type.
    pub kind: LocationType,
    /// Municipality, CBS code.
    pub municipality: Municipality,
    /// Whether it is emergency reception.
    pub emergency: bool,
    /// Contracted places.
    pub places: i32,
    /// Whether all places are for unaccompanied minors.
    pub minors_only: bool,
    /// Last day of the contract; unset when open-ended.
    pub contract_ends_on: Option<Date>,
    /// Who operates it; unset means COA.
    pub operator: Option<Operator>,
    /// Beds per room; 0 when not known.
    pub room_places: i32,
    /// What it offers to who needs it.
    pub offers: Needs,
    /// The only sex that it takes; unset when both.
    pub only_sex: Option<Sex>,
    /// Whether its places can become homes.
    pub convertible: bool,
    /// Why it has fewer places than its type should have; empty when it has not.
    pub small_because: String,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandKind {
    /// A location is planned.
    PlanLocation {
        /// Name.
        name: String,
        /// Type.
        kind: LocationType,
        /// Municipality, CBS code.
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
    /// A planned location is contracted.
    ContractLocation {
        /// Contracted places.
        places: i32,
        /// First day on which it is to be open.
        opens_on: Date,
        /// Last day of the contract; unset when open-ended.
        contract_ends_on: Option<Date>,
    },
    /// A location opens: a contracted one, or a new one at once.
    OpenLocation(Box<Opening>),
    /// The number of places changes.
    ChangeCapacity {
        /// Contracted places from now on.
        places: i32,
        /// Last day of the contract; unset when open-ended.
        contract_ends_on: Option<Date>,
        /// Places that cannot be used, part of the places.
        unavailable: i32,
        /// Why they cannot be used; empty when all can.
        unavailable_reason: String,
    },
    /// The location will close; nobody comes any more.
    AnnounceClosing {
        /// Day on which it is to close.
        closes_on: Date,
    },
    /// The location closes; nobody may have a place there.
    CloseLocation {},
    /// The places of the closed location become homes.
    ConvertLocation {},
}
