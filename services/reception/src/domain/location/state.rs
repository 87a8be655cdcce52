//! The state: a location with places, one row of its table.

use kernel::{Date, Municipality, Uuid};

use crate::domain::codes::{LocationState, LocationType};

/// A location with places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// Id of the location.
    pub location_id: Uuid,
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
    /// When it opened.
    pub opened_on: Date,
    /// When it closed; unset before.
    pub closed_on: Option<Date>,
    /// Number of events of this location.
    pub version: i64,
}
