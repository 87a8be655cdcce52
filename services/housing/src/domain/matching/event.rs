//! What happened.

use kernel::{Date, HouseholdId, Municipality, PersonId};

use crate::domain::codes::{
    LinkReturnReason, MatchCancelReason, MatchState, RealisationKind, Region,
};

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Household.
    pub household_id: HouseholdId,
    /// When it happened.
    pub occurred_on: Date,
    /// What happened.
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A household is to be housed.
    MatchStarted {
        /// Members.
        person_ids: Vec<PersonId>,
        /// Last day to link.
        link_due_on: Date,
        /// Last day to house.
        housed_due_on: Date,
        /// When the unaccompanied minor comes of age.
        majority_on: Option<Date>,
    },
    /// The profile is complete.
    ProfileCompleted {
        /// Municipality where family of the first degree lives (hard).
        family_municipality: Option<Municipality>,
        /// Region in which the household must stay for medical reasons (hard).
        medical_region: Option<Region>,
        /// Municipality of current work or education (hard).
        occupation_municipality: Option<Municipality>,
        /// Region with the best prospects of work (soft).
        labour_region: Option<Region>,
        /// Municipality of a network (soft).
        network_municipality: Option<Municipality>,
        /// Municipality where the household stays now.
        current_municipality: Option<Municipality>,
        /// Family members who are still expected.
        expected_members: i32,
    },
    /// The household was linked.
    HouseholdLinked {
        /// The municipality.
        municipality: Municipality,
        /// Number of persons.
        persons: i32,
        /// Why a hard criterion was overruled.
        overruled_reason: Option<String>,
    },
    /// The household was linked to another municipality.
    HouseholdRelinked {
        /// The municipality before.
        from_municipality: Municipality,
        /// The municipality now.
        municipality: Municipality,
        /// Number of persons.
        persons: i32,
        /// Why.
        reason: String,
    },
    /// The municipality gave the link back.
    LinkReturned {
        /// The municipality.
        municipality: Municipality,
        /// Number of persons.
        persons: i32,
        /// Why.
        reason: LinkReturnReason,
    },
    /// A dwelling was offered.
    DwellingOffered {
        /// Whether the household had priority because of its permit.
        priority: bool,
    },
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
        person_ids: Vec<PersonId>,
        /// What counts.
        kind: RealisationKind,
        /// Days since the grant.
        days_since_grant: i32,
        /// Members who count by this move.
        counted_ids: Vec<PersonId>,
        /// Last day that one may stay there.
        until: Option<Date>,
    },
    /// The household moved in.
    HouseholdHoused {
        /// The municipality.
        municipality: Municipality,
        /// Members.
        person_ids: Vec<PersonId>,
        /// What counts.
        kind: RealisationKind,
        /// Members who count by this move: not those who counted before.
        counted_ids: Vec<PersonId>,
        /// Days since the grant.
        days_since_grant: i32,
    },
    /// A member joined or left.
    HouseholdChanged {
        /// The member.
        person_id: PersonId,
        /// Whether the member joined.
        joined: bool,
        /// Number of persons now.
        persons: i32,
        /// Whether the member counts by joining a household that was housed.
        counted: bool,
    },
    /// A housed household moved to another municipality; nobody counts again.
    HouseholdMoved {
        /// The municipality before.
        from_municipality: Municipality,
        /// The municipality now.
        municipality: Municipality,
    },
    /// The minor came of age: regular linking begins.
    CameOfAge {
        /// Last day to link.
        link_due_on: Date,
        /// Last day to house.
        housed_due_on: Date,
    },
    /// The age or the guardianship of a member was corrected.
    MinorityCorrected {
        /// When the unaccompanied minor comes of age; `None` when there is none.
        majority_on: Option<Date>,
        /// Last day to link.
        link_due_on: Date,
        /// Last day to house.
        housed_due_on: Date,
        /// State of the match now.
        state: MatchState,
    },
    /// Two registrations were one person.
    MembersMerged {
        /// The registration that was a duplicate.
        merged_person_id: PersonId,
        /// The person.
        person_id: PersonId,
        /// Whether the person belongs to this household now.
        stays: bool,
        /// Number of persons now.
        persons: i32,
        /// Whether a person who counted twice is taken off the target.
        uncounted: bool,
        /// Household of the registration that stays, when it has no open match: what is told of it belongs here.
        referred_by: Option<HouseholdId>,
    },
    /// The stay in a temporary home is over its maximum.
    TemporaryStayOverdue {},
    /// The term to link is over.
    LinkOverdue {},
    /// The term to house is over.
    HousingOverdue {},
    /// Housing is no longer needed.
    MatchCancelled {
        /// Why.
        reason: MatchCancelReason,
        /// The municipality whose link ends with the match.
        municipality: Option<Municipality>,
        /// Number of persons who are linked no more.
        persons: i32,
    },
    /// A match was taken over at the opening of the books.
    MatchImported {
        /// Members.
        person_ids: Vec<PersonId>,
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
