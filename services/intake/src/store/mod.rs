//! The tables of intake, and the queries that are not lists of rows.

mod tables;

use db::{Db, DbError, Value};
use kernel::Date;

use crate::work::Command;

/// Cases with a term that is over, by their id.
const CASES_DUE: &str = "SELECT case_id FROM asylum_case WHERE \
     (state = 'REJECTED' AND appeal_due_on < $1) OR \
     (state = 'REGISTERED' AND lodge_due_on < $1 AND made_on >= $3) OR \
     (state = 'SUSPENDED' AND suspended_until < $1) ORDER BY case_id LIMIT $2";
const FAMILIES_DUE: &str = "SELECT case_id FROM family_case WHERE state = 'VISA_ISSUED' \
     AND visa_valid_until < $1 ORDER BY case_id LIMIT $2";
/// Number of cases by kind, state and nationality.
pub(crate) const STOCK: &str = "SELECT kind, state, nationality, COUNT(*) FROM asylum_case \
     GROUP BY kind, state, nationality ORDER BY kind, state, nationality";

/// Every fixed statement.
pub(crate) const STATEMENTS: &[&str] = &[CASES_DUE, FAMILIES_DUE, STOCK];

/// What falls due on or before today.
pub(crate) async fn due(db: &Db, today: Date, limit: u32) -> Result<Vec<Command>, DbError> {
    use db::Column as _;
    let limit = Value::Int(i64::from(limit));
    let pact = law::pact_applies_from().value();
    let cases = db.fetch(CASES_DUE, &[today.value(), limit.clone(), pact]).await?;
    let families = db.fetch(FAMILIES_DUE, &[today.value(), limit]).await?;
    let cases = cases.iter().map(|row| row.get(0).map(Command::CaseDue));
    cases.chain(families.iter().map(|row| row.get(0).map(Command::FamilyDue))).collect()
}
