//! The tables of returns, and the queries that are not lists of rows.

mod tables;

use db::{Db, DbError, Value};
use kernel::{Date, Uuid};

use crate::work::Command;

/// Persons whose detention has reached its maximum. Ordered by the term, like its index.
const DETENTIONS_DUE: &str = "SELECT person_id FROM return_case WHERE detention_ends_on < $1 \
     ORDER BY detention_ends_on, person_id LIMIT $2";
/// Persons whose transfer was not carried out in time.
const TRANSFERS_DUE: &str = "SELECT person_id FROM return_case WHERE transfer_due_on < $1 \
     ORDER BY transfer_due_on, person_id LIMIT $2";
/// Who is in detention, and since when.
pub(crate) const DETAINED: &str = "SELECT detained_on FROM return_case WHERE detained_on IS NOT NULL \
     ORDER BY person_id";

/// Every fixed statement.
pub(crate) const STATEMENTS: &[&str] = &[DETENTIONS_DUE, TRANSFERS_DUE, DETAINED];

/// What falls due on or before today.
pub(crate) async fn due(db: &Db, today: Date, limit: u32) -> Result<Vec<Command>, DbError> {
    use db::Column as _;
    let term = [today.value(), Value::Int(i64::from(limit))];
    let mut due = Vec::new();
    for sql in [DETENTIONS_DUE, TRANSFERS_DUE] {
        for row in db.fetch(sql, &term).await? {
            let person: Uuid = row.get(0)?;
            // One command does both.
            if !due.contains(&person) {
                due.push(person);
            }
        }
    }
    Ok(due.into_iter().map(Command::Due).collect())
}
