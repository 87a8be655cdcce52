//! What happened.

use kernel::{Date, Municipality, Uuid};

use crate::domain::codes::{MatchState, RealisationKind};

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Household.
    pub household_id: Uuid,
    /// When it happened.
    pub occurred_on: Date,
    /// What happened.
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A household is to be housed.
    MatchStarted {
        /// Members.
        person_ids: Vec<Uuid>,
        /// Last day to link.
        link_due_on: Date,
        /// Last day to house.
        housed_due_on: Date,
    },
    /// The profile is complete.
    ProfileCompleted {},
    /// The household was linked.
    HouseholdLinked {
        /// The municipality.
        municipality: Municipality,
        /// Number of persons.
        persons: i32,
    },
    /// The municipality gave the link back.
    LinkReturned {
        /// The municipality.
        municipality: Municipality,
        /// Number of persons.
        persons: i32,
        /// Why.
        reason: String,
    },
    /// A dwelling was offered.
    DwellingOffered {},
    /// The contract was signed.
    OfferAccepted {},
    /// The offer was refused.
    OfferRefused {
        /// Whether with a ground that counts.
        grounded: bool,
    },
    /// The household moved to temporary housing.
    HouseholdTemporarilyHoused {
        /// The municipality.
        municipality: Municipality,
        /// Members.
        person_ids: Vec<Uuid>,
        /// What counts.
        kind: RealisationKind,
        /// Days since the grant.
        days_since_grant: i32,
    },
    /// The household moved in.
    HouseholdHoused {
        /// The municipality.
        municipality: Municipality,
        /// Members.
        person_ids: Vec<Uuid>,
        /// What counts.
        kind: RealisationKind,
        /// Whether the persons count now; false when temporary housing had counted.
        counted: bool,
        /// Days since the grant.
        days_since_grant: i32,
    },
    /// A member joined or left.
    HouseholdChanged {
        /// The member.
        person_id: Uuid,
        /// Whether the member joined.
        joined: bool,
        /// Number of persons now.
        persons: i32,
    },
    /// The term to link is over.
    LinkOverdue {},
    /// The term to house is over.
    HousingOverdue {},
    /// Housing is no longer needed.
    MatchCancelled {
        /// Why.
        reason: String,
    },
    /// A match was taken over at the opening of the books.
    MatchImported {
        /// Members.
        person_ids: Vec<Uuid>,
        /// Its state then.
        state: MatchState,
        /// When protection was granted.
        granted_on: Date,
        /// Last day to link.
        link_due_on: Date,
        /// Last day to house.
        housed_due_on: Date,
        /// Municipality linked; unset when none.
        municipality: Option<Municipality>,
    },
}
