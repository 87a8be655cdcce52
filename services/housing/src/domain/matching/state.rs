//! The state: the way of one household to a home, one row of its table.

use kernel::{Date, Municipality, Uuid};

use crate::domain::codes::{MatchState, RealisationKind};

/// The way of one household to a home.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HousingMatch {
    /// Household.
    pub household_id: Uuid,
    /// Members who are to be housed.
    pub person_ids: Vec<Uuid>,
    /// State of the match.
    pub state: MatchState,
    /// When protection was granted to the first member.
    pub granted_on: Date,
    /// Last day to link.
    pub link_due_on: Date,
    /// Last day to house.
    pub housed_due_on: Date,
    /// Municipality linked; unset before.
    pub municipality: Option<Municipality>,
    /// When it was linked; unset before.
    pub linked_on: Option<Date>,
    /// When it was housed, also temporarily; unset before.
    pub housed_on: Option<Date>,
    /// What counted; unset before.
    pub housing_kind: Option<RealisationKind>,
    /// Whether the link was late.
    pub link_overdue: bool,
    /// Whether the housing is late.
    pub late: bool,
    /// Number of events of this match.
    pub version: i64,
}
