//! The tables of reception, and the queries that are not lists of rows.

mod tables;

use db::{Db, DbError, Value};
use kernel::{Date, Uuid};

use crate::domain::ukraine::UkraineWeek;
use crate::work::Command;

db::table!(UkraineWeek in "ukraine_week" by week_id: String {
    week_id, region, week_start, registrations, places, occupied, version,
});

/// Stays whose right has ended, by person.
const DUE: &str = "SELECT person_id FROM stay WHERE right_ends_on < $1 AND state <> 'ENDED' \
     ORDER BY right_ends_on, person_id LIMIT $2";
/// Residents by category, state and kind of reception.
pub(crate) const OCCUPANCY: &str = "SELECT s.category, s.state, COALESCE(l.emergency, $1), COUNT(*) \
     FROM stay s LEFT JOIN location l ON l.location_id = s.location_id AND s.state <> 'EXPECTED' \
     WHERE s.state <> 'ENDED' GROUP BY s.category, s.state, COALESCE(l.emergency, $1) \
     ORDER BY s.category, s.state, COALESCE(l.emergency, $1)";
/// Contracted places on a date.
pub(crate) const PORTFOLIO: &str = "SELECT emergency, minors_only, CAST(SUM(places) AS BIGINT) FROM location \
     WHERE opened_on <= $1 AND (closed_on IS NULL OR closed_on > $1) \
     AND (contract_ends_on IS NULL OR contract_ends_on >= $1) \
     GROUP BY emergency, minors_only ORDER BY emergency, minors_only";

/// Every fixed statement.
pub(crate) const STATEMENTS: &[&str] = &[DUE, OCCUPANCY, PORTFOLIO];

/// What falls due on or before today.
pub(crate) async fn due(db: &Db, today: Date, limit: u32) -> Result<Vec<Command>, DbError> {
    use db::Column as _;
    let rows = db.fetch(DUE, &[today.value(), Value::Int(i64::from(limit))]).await?;
    rows.iter().map(|row| row.get::<Uuid>(0).map(Command::Due)).collect()
}
