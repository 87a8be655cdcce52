//! The tables of intake, and the queries that are not lists of rows.

mod tables;

use db::{Db, DbError, Value};
use kernel::Date;
use law::{Policy, rule};

use crate::work::Command;

/// Cases whose term to appeal is over. Ordered by the term, like its index: the oldest first.
const APPEALS_DUE: &str = "SELECT case_id FROM asylum_case WHERE state = 'REJECTED' \
     AND appeal_due_on < $1 ORDER BY appeal_due_on, case_id LIMIT $2";
/// Cases of the pact that were not lodged in time.
const LODGINGS_DUE: &str = "SELECT case_id FROM asylum_case WHERE state = 'REGISTERED' \
     AND lodge_due_on < $1 AND made_on >= $3 ORDER BY lodge_due_on, case_id LIMIT $2";
/// Cases whose suspension is over.
const SUSPENSIONS_DUE: &str = "SELECT case_id FROM asylum_case WHERE state = 'SUSPENDED' \
     AND suspended_until < $1 ORDER BY suspended_until, case_id LIMIT $2";
/// Visas that were not used in time.
const FAMILIES_DUE: &str = "SELECT case_id FROM family_case WHERE state = 'VISA_ISSUED' \
     AND visa_valid_until < $1 ORDER BY visa_valid_until, case_id LIMIT $2";
/// Number of cases by kind, state and nationality.
pub(crate) const STOCK: &str = "SELECT kind, state, nationality, COUNT(*) FROM asylum_case \
     GROUP BY kind, state, nationality ORDER BY kind, state, nationality";

/// Every fixed statement.
pub(crate) const STATEMENTS: &[&str] =
    &[APPEALS_DUE, LODGINGS_DUE, SUSPENSIONS_DUE, FAMILIES_DUE, STOCK];

/// What falls due on or before today.
pub(crate) async fn due(
    db: &Db,
    policy: &Policy,
    today: Date,
    limit: u32,
) -> Result<Vec<Command>, DbError> {
    use db::Column as _;
    let limit = Value::Int(i64::from(limit));
    let term = [today.value(), limit];
    let pact = policy.begins(rule::PACT).unwrap_or(Date::MAX);
    let lodging = [term[0].clone(), term[1].clone(), pact.value()];
    let mut due = Vec::new();
    for (sql, values) in
        [(APPEALS_DUE, &term[..]), (LODGINGS_DUE, &lodging[..]), (SUSPENSIONS_DUE, &term[..])]
    {
        for row in db.fetch(sql, values).await? {
            due.push(Command::CaseDue(row.get(0)?));
        }
    }
    for row in db.fetch(FAMILIES_DUE, &term).await? {
        due.push(Command::FamilyDue(row.get(0)?));
    }
    Ok(due)
}
