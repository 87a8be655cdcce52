//! The state: whose way to a home it is, and where it has come to.

use kernel::{Date, HouseholdId, Municipality, PersonId};

use crate::domain::codes::{MatchState, RealisationKind, Region};

/// The way of one household to a home.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HousingMatch {
    /// Household.
    pub household_id: HouseholdId,
    /// Members who are to be housed.
    pub person_ids: Vec<PersonId>,
    /// Where it has come to, with what belongs to that.
    pub phase: Phase,
    /// When protection was granted to the first member.
    pub granted_on: Date,
    /// Last day to link.
    pub link_due_on: Date,
    /// Last day to house.
    pub housed_due_on: Date,
    /// Terms that are over and were marked so.
    pub overdue: Overdue,
    /// What a home must be near to, and what it should be.
    pub profile: Profile,
    /// When the unaccompanied minor comes of age: until then Nidos is responsible.
    pub majority_on: Option<Date>,
    /// Who has counted for a target, also in an earlier match of the household.
    pub counted: Counted,
    /// Household of a person who lives or waits here under another registration that was theirs: what is told of it
    /// belongs here while it has no open match of its own. Unset otherwise.
    pub referred_by: Option<HouseholdId>,
    /// Number of events of this match.
    pub version: i64,
    /// The day of the last fact that is known: nothing falls due before it. Unset in rows of older versions.
    pub fact_on: Option<Date>,
}

/// Where the way to a home has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// What the household needs is looked at.
    Screening,
    /// An unaccompanied minor without a small-scale place.
    Nidos,
    /// Waits for a municipality.
    Ready,
    /// A municipality looks for a home.
    Linked(Link),
    /// A home was offered.
    Offered {
        /// By whom.
        link: Link,
        /// The temporary home meanwhile.
        home: Option<Home>,
    },
    /// The offer was accepted.
    Contracted {
        /// With whom.
        link: Link,
        /// The temporary home meanwhile.
        home: Option<Home>,
    },
    /// Lives in a temporary home, a minor in a small-scale place.
    TemporarilyHoused(Link, Home),
    /// Lives in a home.
    Housed(Link, Home),
    /// An offer was refused without a ground.
    Refused {
        /// Whose offer.
        link: Link,
        /// The temporary home until then.
        home: Option<Home>,
    },
    /// Ended; where the household lives when it had moved in before.
    Cancelled(Option<(Link, Home)>),
}

/// The municipality that is to house, or has housed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Which.
    pub municipality: Municipality,
    /// Since when it is linked; unset where Nidos found the place.
    pub on: Option<Date>,
}

/// Where the household lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Home {
    /// Since when it lives in a home, also a temporary one before this.
    pub on: Date,
    /// What it is.
    pub kind: RealisationKind,
    /// Last day in it; unset when it is no temporary home.
    pub until: Option<Date>,
}

/// Terms that are over and were marked so; of earlier phases too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overdue {
    /// The term to link.
    pub link: bool,
    /// The term to house.
    pub home: bool,
    /// The longest stay in a temporary home.
    pub temporary: bool,
}

/// What a home must be near to, and what it should be. Empty until it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Profile {
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
}

/// Who has counted for a target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Members, and who was one.
    pub ids: Vec<PersonId>,
    /// Municipality for which they counted last.
    pub municipality: Option<Municipality>,
    /// What the home was when the household moved in last: a person who was counted twice is taken back as that.
    pub kind: Option<RealisationKind>,
}

impl HousingMatch {
    /// The code of its phase.
    pub fn state(&self) -> MatchState {
        match self.phase {
            Phase::Screening => MatchState::Screening,
            Phase::Nidos => MatchState::Nidos,
            Phase::Ready => MatchState::Ready,
            Phase::Linked(_) => MatchState::Linked,
            Phase::Offered { .. } => MatchState::Offered,
            Phase::Contracted { .. } => MatchState::Contracted,
            Phase::TemporarilyHoused(..) => MatchState::TemporarilyHoused,
            Phase::Housed(..) => MatchState::Housed,
            Phase::Refused { .. } => MatchState::Refused,
            Phase::Cancelled(_) => MatchState::Cancelled,
        }
    }

    /// The municipality that is to house, or has housed.
    pub fn link(&self) -> Option<Link> {
        match self.phase {
            Phase::Screening | Phase::Nidos | Phase::Ready => None,
            Phase::Linked(link)
            | Phase::Offered { link, .. }
            | Phase::Contracted { link, .. }
            | Phase::TemporarilyHoused(link, _)
            | Phase::Housed(link, _)
            | Phase::Refused { link, .. } => Some(link),
            Phase::Cancelled(lives) => lives.map(|(link, _)| link),
        }
    }

    /// Where the household lives, if it has moved in anywhere.
    pub fn home(&self) -> Option<Home> {
        match self.phase {
            Phase::Screening | Phase::Nidos | Phase::Ready | Phase::Linked(_) => None,
            Phase::Offered { home, .. }
            | Phase::Contracted { home, .. }
            | Phase::Refused { home, .. } => home,
            Phase::TemporarilyHoused(_, home) | Phase::Housed(_, home) => Some(home),
            Phase::Cancelled(lives) => lives.map(|(_, home)| home),
        }
    }

    /// The municipality of the link; unset before.
    pub fn municipality(&self) -> Option<Municipality> {
        self.link().map(|link| link.municipality)
    }

    /// Whether the household has moved in anywhere, also temporarily.
    pub fn is_housed(&self) -> bool {
        self.home().is_some()
    }
}
