//! The state: the stay of one person in reception, one row of its table.

use kernel::{Date, Nationality, Person, Sex, Uuid};
use law::{Policy, rule};

use crate::domain::codes::{Category, EndReason, EntryReason, Measure, RightGround, StayState};
use crate::domain::needs::Needs;

/// The stay of one person in reception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// Pseudonymous id of the person.
    pub person_id: Uuid,
    /// Asylum case that gives the right; unset when not known.
    pub case_id: Option<Uuid>,
    /// Household; stays together.
    pub household_id: Uuid,
    /// Nationality, ISO 3166-1 alpha-3.
    pub nationality: Nationality,
    /// Year of birth.
    pub birth_year: i16,
    /// Sex as registered.
    pub sex: Sex,
    /// Whether the person came as an unaccompanied minor.
    pub unaccompanied_minor: bool,
    /// State of the stay.
    pub state: StayState,
    /// Category of the resident.
    pub category: Category,
    /// Present or last location; unset before the first place.
    pub location_id: Option<Uuid>,
    /// How many stays of this person this is, from 1.
    pub stay_no: i32,
    /// When the stay began to be expected.
    pub expected_on: Date,
    /// When the present place was taken; unset before.
    pub placed_on: Option<Date>,
    /// Last day of the right to reception; unset while it is open.
    pub right_ends_on: Option<Date>,
    /// When the stay ended; unset before.
    pub ended_on: Option<Date>,
    /// Why it ended; unset before.
    pub end_reason: Option<EndReason>,
    /// Number of moves between locations.
    pub moves: i32,
    /// Number of events of this stay.
    pub version: i64,
    /// The day of the last fact that is known: nothing falls due before it. Unset in rows of older versions.
    pub fact_on: Option<Date>,
    /// Why the place was needed.
    pub entry: Option<EntryReason>,
    /// On what the right rests, or why it ends.
    pub ground: Option<RightGround>,
    /// Whether a departure moratorium holds for the person.
    pub moratorium: bool,
    /// Since when the category holds.
    pub category_since: Option<Date>,
    /// Last day of the present place by the rules of its type; unset where there is none.
    pub place_until: Option<Date>,
    /// Whether the person had no bed at the end of a day.
    pub unplaced: bool,
    /// What a location must have for the person.
    pub needs: Needs,
    /// Measure in force; unset when none.
    pub measure: Option<Measure>,
    /// Last day of the measure; unset when open.
    pub measure_ends_on: Option<Date>,
    /// When the measure was imposed; unset when none.
    pub measure_since: Option<Date>,
    /// Heaviest measure so far in this stay; unset when none.
    pub heaviest_measure: Option<Measure>,
    /// Whether an area order holds.
    pub area_order: bool,
    /// First day of an absence that goes on; unset when present.
    pub absent_on: Option<Date>,
}

impl Stay {
    /// The person, as events name it.
    pub fn person(&self) -> Person {
        Person {
            person_id: self.person_id,
            household_id: self.household_id,
            nationality: self.nationality,
            birth_year: self.birth_year,
            sex: self.sex,
            unaccompanied_minor: self.unaccompanied_minor,
        }
    }

    /// Whether the person has a right to a place now.
    pub fn is_active(&self) -> bool {
        self.state != StayState::Ended
    }

    /// Whether a place is taken: an absent person keeps it.
    pub fn takes_place(&self) -> bool {
        matches!(self.state, StayState::Placed | StayState::Absent)
    }

    /// Age on a date: only the year of birth is known, so the birthday is taken to be past.
    pub fn age(&self, on: Date) -> i64 {
        i64::from(on.year() - self.birth_year)
    }

    /// Whether the person is a minor with a responsible adult, or without one.
    pub fn is_child(&self, on: Date, policy: &Policy) -> bool {
        self.unaccompanied_minor || self.age(on) < policy.get(rule::MAJORITY_AGE, on)
    }
}
