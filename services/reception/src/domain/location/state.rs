//! The state: a location with places, one row of its table.

use kernel::{Date, LocationId, Municipality, Sex};

use crate::domain::codes::{LocationState, LocationType, Operator, PlaceSort};
use crate::domain::needs::Needs;

/// A location with places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// Id of the location.
    pub location_id: LocationId,
    /// Name.
    pub name: String,
    /// Type.
    pub kind: LocationType,
    /// Municipality.
    pub municipality: Municipality,
    /// Whether it is emergency reception.
    pub emergency: bool,
    /// Contracted places.
    pub places: i32,
    /// Whether all places are for unaccompanied minors.
    pub minors_only: bool,
    /// Last day of the contract; unset when open-ended.
    pub contract_ends_on: Option<Date>,
    /// State.
    pub state: LocationState,
    /// Persons with a place now.
    pub occupied: i32,
    /// When it opened; unset before.
    pub opened_on: Option<Date>,
    /// When it closed; unset before.
    pub closed_on: Option<Date>,
    /// Number of events of this location.
    pub version: i64,
    /// Who operates it; unset means COA.
    pub operator: Option<Operator>,
    /// Beds per room; 0 when not known.
    pub room_places: i32,
    /// Places that cannot be used now.
    pub unavailable: i32,
    /// Why they cannot be used.
    pub unavailable_reason: String,
    /// What it offers to who needs it.
    pub offers: Needs,
    /// The only sex that it takes; unset when both.
    pub only_sex: Option<Sex>,
    /// Whether its places can become homes.
    pub convertible: bool,
    /// First day on which it is to be open, while planned or contracted; unset when not known.
    pub opens_on: Option<Date>,
    /// Day on which it is to close; unset unless it is closing.
    pub closes_on: Option<Date>,
    /// When its last step was.
    pub changed_on: Option<Date>,
}

impl Location {
    /// Places that can be used and are free.
    pub fn free(&self) -> i32 {
        self.places - self.unavailable - self.occupied
    }

    /// How its places are counted.
    pub fn sort(&self) -> PlaceSort {
        self.kind.sort(self.emergency)
    }

    /// Whether it takes unaccompanied minors and nobody else.
    pub fn for_minors(&self) -> bool {
        self.minors_only || self.kind.for_minors()
    }

    /// Whether people live there or may come to live there.
    pub fn is_open(&self) -> bool {
        matches!(self.state, LocationState::Open | LocationState::Closing)
    }
}
