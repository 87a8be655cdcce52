//! What callers ask.

use kernel::{Date, Municipality};

use crate::domain::codes::LocationType;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// A location opens.
    OpenLocation {
        /// Name.
        name: String,
        /// Type.
        kind: LocationType,
        /// Municipality, CBS code.
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
    /// The number of places changes.
    ChangeCapacity {
        /// Contracted places from now on.
        places: i32,
        /// Last day of the contract; unset when open-ended.
        contract_ends_on: Option<Date>,
    },
    /// The location closes; nobody may have a place there.
    CloseLocation {},
}
