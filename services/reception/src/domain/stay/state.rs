//! The state: the stay of one person in reception. `store` lays it out as a row.

use kernel::{CaseId, Date, LocationId, Person};
use law::{Policy, rule};

use crate::domain::codes::{Category, EndReason, EntryReason, Measure, StayState};
use crate::domain::needs::Needs;
use crate::domain::right::Right;

/// The stay of one person in reception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// The person; unaccompanied as long as nobody knows better and the person has not grown up here.
    pub person: Person,
    /// Asylum case that gives the right; unset when not known.
    pub case_id: Option<CaseId>,
    /// How many stays of this person this is, from 1.
    pub stay_no: i32,
    /// Why the place was needed; unset of a stay that was taken over.
    pub entry: Option<EntryReason>,
    /// When the stay began to be expected.
    pub expected_on: Date,
    /// How far it has come.
    pub phase: Phase,
    /// Category of the resident.
    pub category: Category,
    /// Since when the category holds.
    pub category_since: Date,
    /// Until when there is a right to reception, and on what it rests or why it ends.
    pub right: Right,
    /// Whether a departure moratorium holds for the person.
    pub moratorium: bool,
    /// Number of moves between locations.
    pub moves: i32,
    /// Whether the person had no bed at the end of a day.
    pub unplaced: bool,
    /// What a location must have for the person.
    pub needs: Needs,
    /// Measure in force; unset when none.
    pub measure: Option<InForce>,
    /// Heaviest measure so far in this stay; unset when none.
    pub heaviest_measure: Option<Measure>,
    /// Number of events of this stay.
    pub version: i64,
    /// The day of the last fact that is known: nothing falls due before it. Unset in rows of older versions.
    pub fact_on: Option<Date>,
}

/// How far a stay has come, with what only holds there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// A place is needed.
    Expected,
    /// Lives in a place.
    Placed(Place),
    /// Away without notice; the place is kept.
    Absent {
        /// The place.
        place: Place,
        /// First day of the absence.
        since: Date,
    },
    /// Over.
    Ended {
        /// When.
        on: Date,
        /// Why.
        reason: EndReason,
        /// The last place; unset of who never had one.
        last: Option<Place>,
    },
}

/// A place in a location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The location.
    pub location_id: LocationId,
    /// When it was taken.
    pub since: Date,
    /// Last day by the rules of the location's type; unset where there is none, and of a place that was left.
    pub until: Option<Date>,
}

/// A measure in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InForce {
    /// Which.
    pub measure: Measure,
    /// When it was imposed.
    pub since: Date,
    /// Last day; unset when open.
    pub ends_on: Option<Date>,
    /// Whether an area order holds with it.
    pub area_order: bool,
}

impl Stay {
    /// Its state, as callers know it.
    pub fn state(&self) -> StayState {
        match self.phase {
            Phase::Expected => StayState::Expected,
            Phase::Placed(_) => StayState::Placed,
            Phase::Absent { .. } => StayState::Absent,
            Phase::Ended { .. } => StayState::Ended,
        }
    }

    /// Whether the person has a right to a place now.
    pub fn is_active(&self) -> bool {
        !matches!(self.phase, Phase::Ended { .. })
    }

    /// Whether a place is taken: an absent person keeps it.
    pub fn takes_place(&self) -> bool {
        matches!(self.phase, Phase::Placed(_) | Phase::Absent { .. })
    }

    /// The present place, or the last one; unset before the first.
    pub fn place(&self) -> Option<Place> {
        match self.phase {
            Phase::Expected => None,
            Phase::Placed(place) | Phase::Absent { place, .. } => Some(place),
            Phase::Ended { last, .. } => last,
        }
    }

    /// Present or last location; unset before the first place.
    pub fn location_id(&self) -> Option<LocationId> {
        self.place().map(|place| place.location_id)
    }

    /// Why it ended; unset before.
    pub fn end_reason(&self) -> Option<EndReason> {
        match self.phase {
            Phase::Ended { reason, .. } => Some(reason),
            _ => None,
        }
    }

    /// Which measure is in force; unset when none.
    pub fn measure(&self) -> Option<Measure> {
        self.measure.map(|imposed| imposed.measure)
    }

    /// Age on a date: only the year of birth is known, so the birthday is taken to be past.
    pub fn age(&self, on: Date) -> i64 {
        i64::from(on.year() - self.person.birth_year)
    }

    /// Whether the person is a minor with a responsible adult, or without one.
    pub fn is_child(&self, on: Date, policy: &Policy) -> bool {
        self.person.unaccompanied_minor || self.age(on) < policy.get(rule::MAJORITY_AGE, on)
    }
}
