//! The tables of housing, and the queries that are not lists of rows.

pub(crate) mod housing_match;
mod tables;

use db::{Db, DbError, Value};
use host::{Due, overdue};
use kernel::{Date, HouseholdId};

use crate::domain::task::HalfYear;
use crate::work::{AnyCommand, Due as HouseholdDue, PlanDue};

db::table!(HalfYear in "half_year" by half: String { half, national, closed, announced_late, version });

/// Households whose link is late and not marked so yet. Ordered by the term, like its index.
const LINKS_DUE: &str = "SELECT household_id, link_due_on, fact_on FROM housing_match WHERE link_due_on < $1 \
     AND NOT link_overdue AND state IN ('SCREENING', 'READY') \
     ORDER BY link_due_on, household_id LIMIT $2";
/// Households whose home is late and not marked so yet.
const HOMES_DUE: &str = "SELECT household_id, housed_due_on, fact_on FROM housing_match WHERE housed_due_on < $1 \
     AND NOT late AND housed_on IS NULL AND state NOT IN ('HOUSED', 'REFUSED', 'CANCELLED', 'NIDOS') \
     ORDER BY housed_due_on, household_id LIMIT $2";
/// Minors who come of age.
const MAJORITIES_DUE: &str = "SELECT household_id, majority_on, fact_on FROM housing_match WHERE majority_on <= $1 \
     ORDER BY majority_on, household_id LIMIT $2";
/// Households whose stay in a temporary home is over its maximum and not marked so yet.
const STAYS_DUE: &str = "SELECT household_id, temporary_until, fact_on FROM housing_match WHERE temporary_until < $1 \
     AND NOT temporary_overdue AND state = 'TEMPORARILY_HOUSED' \
     ORDER BY temporary_until, household_id LIMIT $2";
/// Municipalities without a plan in time after a notice.
const PLANS_DUE: &str = "SELECT municipality, plan_due_on, since FROM supervision WHERE plan_due_on < $1 AND step = 1 \
     ORDER BY plan_due_on, municipality LIMIT $2";
/// Persons and amount of the contributions of a period.
pub(crate) const CONTRIBUTIONS: &str = "SELECT CAST(SUM(persons) AS BIGINT), \
     CAST(SUM(amount_cents) AS BIGINT) FROM realisation_entry \
     WHERE booked_on >= $1 AND booked_on <= $2 AND amount_cents <> 0";
/// The national sums of a half-year.
pub(crate) const BALANCE: &str = "SELECT CAST(SUM(target) AS BIGINT), CAST(SUM(opening) AS BIGINT), \
     CAST(SUM(linked) AS BIGINT), CAST(SUM(realised) AS BIGINT), \
     CAST(SUM(CASE WHEN opening + target - realised <= 0 THEN 1 ELSE 0 END) AS BIGINT) \
     FROM municipal_task WHERE half = $1";

/// Every fixed statement.
pub(crate) const STATEMENTS: &[&str] =
    &[LINKS_DUE, HOMES_DUE, MAJORITIES_DUE, STAYS_DUE, PLANS_DUE, CONTRIBUTIONS, BALANCE];

/// What falls due on or before today.
pub(crate) async fn due(db: &Db, today: Date, limit: u32) -> Result<Vec<Due<AnyCommand>>, DbError> {
    use db::Column as _;
    let term = [today.value(), Value::Int(i64::from(limit))];
    let mut households: Vec<Due<HouseholdId>> = Vec::new();
    for row in db.fetch(MAJORITIES_DUE, &term).await? {
        Due::from(row.get(1)?, row.get(2)?, row.get(0)?).add_to(&mut households);
    }
    for sql in [STAYS_DUE, LINKS_DUE, HOMES_DUE] {
        for due in overdue(db, sql, &term, |row| row.get(0)).await? {
            due.add_to(&mut households);
        }
    }
    let command =
        |due: Due<HouseholdId>| Due { on: due.on, command: HouseholdDue(due.command).into() };
    let mut commands: Vec<Due<AnyCommand>> = households.into_iter().map(command).collect();
    commands.extend(overdue(db, PLANS_DUE, &term, |row| Ok(PlanDue(row.get(0)?).into())).await?);
    Ok(commands)
}
