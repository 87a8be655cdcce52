//! The state: the way of one household to a home, one row of its table.

use kernel::{Date, HouseholdId, Municipality, PersonId};

use crate::domain::codes::{MatchState, RealisationKind, Region};

/// The way of one household to a home.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HousingMatch {
    /// Household.
    pub household_id: HouseholdId,
    /// Members who are to be housed.
    pub person_ids: Vec<PersonId>,
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
    /// Household of a person who lives or waits here under another registration that was theirs: what is told of it
    /// belongs here while it has no open match of its own. Unset otherwise.
    pub referred_by: Option<HouseholdId>,
    /// Number of events of this match.
    pub version: i64,
    /// The day of the last fact that is known: nothing falls due before it. Unset in rows of older versions.
    pub fact_on: Option<Date>,
    /// Municipality where family of the first degree lives (hard).
    pub family_municipality: Option<Municipality>,
    /// Region in which the household must stay for medical reasons (hard).
    pub medical_region: Option<Region>,
    /// Municipality of current work or education (hard).
    pub occupation_municipality: Option<Municipality>,
    /// Region with the best prospects of work (soft).
    pub labour_region: Option<Region>,
    /// Municipality of a network (soft).
    pub network_municipality: Option<Municipality>,
    /// Municipality where the household stays now.
    pub current_municipality: Option<Municipality>,
    /// Family members who are still expected.
    pub expected_members: i32,
    /// When the unaccompanied minor comes of age: until then Nidos is responsible.
    pub majority_on: Option<Date>,
    /// Last day in the temporary home.
    pub temporary_until: Option<Date>,
    /// Whether the stay in the temporary home is over its maximum.
    pub temporary_overdue: bool,
    /// Members who have counted for a target, also in an earlier match of the household.
    pub counted_ids: Vec<PersonId>,
    /// Municipality for which they counted last.
    pub counted_in: Option<Municipality>,
}
