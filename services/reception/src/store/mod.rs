//! The tables of reception, and the queries that are not lists of rows.

mod stay;
mod tables;

use db::{DbError, Row};
use wire::Wire as _;
use wire::reception as pb;

use crate::domain::codes::LocationType;

pub(crate) use stay::StayRow;
pub(crate) use tables::OccupancyWeek;

/// Stays whose right has ended, by person. Ordered by the term, like its index; so are the others.
pub(crate) const RIGHTS_DUE: &str = "SELECT person_id, right_ends_on, fact_on FROM stay WHERE right_ends_on < $1 AND state <> 'ENDED' \
     ORDER BY right_ends_on, person_id LIMIT $2";
/// People who had no bed at the end of a day, and of whom that was not said yet.
pub(crate) const UNPLACED_DUE: &str = "SELECT person_id, expected_on, fact_on FROM stay WHERE expected_on < $1 \
     AND state = 'EXPECTED' AND NOT unplaced ORDER BY expected_on, person_id LIMIT $2";
/// Measures whose time is over.
pub(crate) const MEASURES_DUE: &str = "SELECT person_id, measure_ends_on, fact_on FROM stay WHERE measure_ends_on < $1 \
     AND state <> 'ENDED' ORDER BY measure_ends_on, person_id LIMIT $2";
/// Unaccompanied minors born in this year or before, who are surely 18.
pub(crate) const GROWN_UP_DUE: &str = "SELECT person_id, birth_year, fact_on FROM stay WHERE birth_year <= $1 \
     AND category = 'UNACCOMPANIED_MINOR' AND state <> 'ENDED' \
     ORDER BY birth_year, person_id LIMIT $2";
/// The last week that was reported, and the first day with residents.
pub(crate) const WEEK_DUE: &str =
    "SELECT MAX(week_start), (SELECT MIN(day) FROM occupancy_day) FROM occupancy_week";
/// Residents by category, state and kind of reception.
pub(crate) const OCCUPANCY: &str = "SELECT s.category, s.state, COALESCE(l.emergency, $1), COUNT(*) \
     FROM stay s LEFT JOIN location l ON l.location_id = s.location_id AND s.state <> 'EXPECTED' \
     WHERE s.state <> 'ENDED' GROUP BY s.category, s.state, COALESCE(l.emergency, $1) \
     ORDER BY s.category, s.state, COALESCE(l.emergency, $1)";
/// Households of more than one person by their size and the beds per room where they live.
pub(crate) const ROOMS: &str = "SELECT l.room_places, h.persons, COUNT(*) FROM \
     (SELECT location_id, household_id, COUNT(*) AS persons FROM stay \
     WHERE state IN ('PLACED', 'ABSENT') GROUP BY location_id, household_id) AS h \
     JOIN location l ON l.location_id = h.location_id WHERE l.room_places > 0 AND h.persons > 1 \
     GROUP BY l.room_places, h.persons ORDER BY l.room_places, h.persons";
/// Status holders who began to wait before a day.
pub(crate) const WAITING: &str = "SELECT COUNT(*) FROM stay WHERE category = 'STATUS_HOLDER' \
     AND state IN ('PLACED', 'ABSENT') AND category_since < $1";
/// Children by the number of their moves.
pub(crate) const CHILD_MOVES: &str = "SELECT moves, COUNT(*) FROM stay \
     WHERE state IN ('PLACED', 'ABSENT') AND (birth_year > $1 OR category = 'UNACCOMPANIED_MINOR') \
     GROUP BY moves ORDER BY moves";
/// Changes of the number of residents by day and sort of place, up to a day.
pub(crate) const CHANGES: &str = "SELECT sort, day, CAST(SUM(amount) AS BIGINT) FROM occupancy_day \
     WHERE day <= $1 GROUP BY sort, day ORDER BY sort, day";
/// Expected people who wait longest, by household.
pub(crate) const TO_PLACE: &str = "SELECT household_id FROM stay WHERE state = 'EXPECTED' \
     GROUP BY household_id ORDER BY MIN(expected_on), household_id LIMIT $1";
/// Residents before a day by category, sort of place and nationality.
pub(crate) const GROUPS_BEFORE: &str = "SELECT category, sort, nationality, \
     CAST(SUM(amount) AS BIGINT) FROM occupancy_day WHERE day < $1 \
     GROUP BY category, sort, nationality HAVING SUM(amount) <> 0 \
     ORDER BY category, sort, nationality";
/// Households before a day by their size.
pub(crate) const HOUSEHOLDS_BEFORE: &str = "SELECT persons, COUNT(*) FROM \
     (SELECT COUNT(*) AS persons FROM stay WHERE expected_on < $1 AND state <> 'EXPECTED' \
     AND location_id IS NOT NULL AND (ended_on IS NULL OR ended_on >= $1) \
     GROUP BY household_id) AS h GROUP BY persons ORDER BY persons";
/// Status holders who began to wait before one day and waited until another.
pub(crate) const WAITING_BEFORE: &str = "SELECT COUNT(*) FROM stay \
     WHERE category = 'STATUS_HOLDER' AND state <> 'EXPECTED' AND category_since < $1 \
     AND (ended_on IS NULL OR ended_on >= $2)";
/// Places before a day.
pub(crate) const CAPACITY_BEFORE: &str = "SELECT kind, emergency, minors_only, \
     CAST(SUM(places) AS BIGINT), CAST(SUM(unavailable) AS BIGINT) FROM location \
     WHERE opened_on < $1 AND (closed_on IS NULL OR closed_on >= $1) \
     GROUP BY kind, emergency, minors_only ORDER BY kind, emergency, minors_only";

/// Every fixed statement.
pub(crate) const STATEMENTS: &[&str] = &[
    RIGHTS_DUE,
    UNPLACED_DUE,
    MEASURES_DUE,
    GROWN_UP_DUE,
    WEEK_DUE,
    OCCUPANCY,
    ROOMS,
    WAITING,
    CHILD_MOVES,
    CHANGES,
    TO_PLACE,
    GROUPS_BEFORE,
    HOUSEHOLDS_BEFORE,
    WAITING_BEFORE,
    CAPACITY_BEFORE,
];

/// Adds a row of [`CAPACITY_BEFORE`] to the sums by sort of place.
pub(crate) fn add_capacity(sums: &mut Vec<pb::SortCapacity>, row: &Row) -> Result<(), DbError> {
    let (kind, emergency, minors) =
        (row.get::<LocationType>(0)?, row.get::<bool>(1)?, row.get::<bool>(2)?);
    let (places, unavailable): (i64, i64) = (row.get(3)?, row.get(4)?);
    let sort = kind.sort(emergency).to_pb();
    let at = sums.partition_point(|sum| sum.sort < sort);
    if sums.get(at).is_none_or(|sum| sum.sort != sort) {
        sums.insert(at, pb::SortCapacity { sort, ..Default::default() });
    }
    let sum = &mut sums[at];
    sum.places += places;
    sum.unavailable += unavailable;
    if minors || kind.for_minors() {
        sum.minor_places += places;
    }
    Ok(())
}
