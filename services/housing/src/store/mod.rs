//! The tables of housing, and the queries that are not lists of rows.

mod tables;

use db::{Db, DbError, Value};
use kernel::{Date, Uuid};

use crate::domain::task::HalfYear;
use crate::work::Command;

db::table!(HalfYear in "half_year" by half: String { half, national, closed, version });

/// Households whose link is late and not marked so yet. Ordered by the term, like its index.
const LINKS_DUE: &str = "SELECT household_id FROM housing_match WHERE link_due_on < $1 \
     AND NOT link_overdue AND state IN ('SCREENING', 'READY') \
     ORDER BY link_due_on, household_id LIMIT $2";
/// Households whose home is late and not marked so yet.
const HOMES_DUE: &str = "SELECT household_id FROM housing_match WHERE housed_due_on < $1 \
     AND NOT late AND housed_on IS NULL AND state NOT IN ('HOUSED', 'REFUSED', 'CANCELLED') \
     ORDER BY housed_due_on, household_id LIMIT $2";
/// The national sums of a half-year.
pub(crate) const BALANCE: &str = "SELECT CAST(SUM(target) AS BIGINT), CAST(SUM(opening) AS BIGINT), \
     CAST(SUM(linked) AS BIGINT), CAST(SUM(realised) AS BIGINT), \
     CAST(SUM(CASE WHEN opening + target - realised <= 0 THEN 1 ELSE 0 END) AS BIGINT) \
     FROM municipal_task WHERE half = $1";

/// Every fixed statement.
pub(crate) const STATEMENTS: &[&str] = &[LINKS_DUE, HOMES_DUE, BALANCE];

/// What falls due on or before today.
pub(crate) async fn due(db: &Db, today: Date, limit: u32) -> Result<Vec<Command>, DbError> {
    use db::Column as _;
    let term = [today.value(), Value::Int(i64::from(limit))];
    let mut due = Vec::new();
    for sql in [LINKS_DUE, HOMES_DUE] {
        for row in db.fetch(sql, &term).await? {
            let household: Uuid = row.get(0)?;
            // One command marks both.
            if !due.contains(&household) {
                due.push(household);
            }
        }
    }
    Ok(due.into_iter().map(Command::Due).collect())
}
