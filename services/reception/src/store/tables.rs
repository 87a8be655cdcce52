//! The rows of reception: which struct is a row of which table; a stay has its own file.

use kernel::{Date, LocationId, PersonId};

use crate::domain::codes::*;
use crate::domain::figures::DayChange;
use crate::domain::guardianship::Guardianship;
use crate::domain::location::Location;
use crate::domain::needs::Needs;
use crate::domain::ukraine::{UkraineRegion, UkraineWeek};

db::text_columns!(
    StayState,
    Category,
    EndReason,
    EntryReason,
    RightGround,
    Measure,
    Operator,
    PlaceSort,
    LocationType,
    LocationState,
    GuardianshipState,
    GuardianshipEnd,
    Needs,
);

/// A weekly report that was made.
#[derive(Clone, Debug)]
pub(crate) struct OccupancyWeek {
    /// The Monday after.
    pub(crate) week_start: Date,
    /// Persons with a place, as published.
    pub(crate) published: i64,
    /// Persons with a place, all of them.
    pub(crate) physical: i64,
    /// Status holders who wait longer than the term for a home.
    pub(crate) waiting_long: i64,
}

db::table!(Location in "location" by location_id: LocationId {
    location_id, name, kind, municipality, emergency, places, minors_only, contract_ends_on, state, occupied, opened_on, closed_on, version,
    operator, room_places, unavailable, unavailable_reason, offers, only_sex, convertible, opens_on, closes_on, changed_on,
});

db::table!(Guardianship in "guardianship" by person_id: PersonId {
    person_id, household_id, nationality, birth_year, sex, state, requested_on, provisional_on, appointed_on, ended_on, end_reason, police_by, version,
});

db::table!(UkraineWeek in "ukraine_week" by week_id: String {
    week_id, region, week_start, registrations, places, occupied, version,
});

db::table!(UkraineRegion in "ukraine_region" by region: String {
    region, inhabitants, task, realised, closed, places, occupied, last_week, version,
});

db::table!(DayChange in "occupancy_day" by change_id: String {
    change_id, day, category, sort, nationality, amount,
});

db::table!(OccupancyWeek in "occupancy_week" by week_start: Date {
    week_start, published, physical, waiting_long,
});
