//! The tables of returns, and the queries that are not lists of rows.

mod tables;

use db::{Db, DbError, Value};
use kernel::{Date, Uuid};

use crate::work::Command;

/// Cases with a term that is over, by person.
const DUE: &str = "SELECT person_id FROM return_case WHERE detention_ends_on < $1 OR transfer_due_on < $1 \
     ORDER BY person_id LIMIT $2";
/// Who is in detention, and since when.
pub(crate) const DETAINED: &str = "SELECT detained_on FROM return_case WHERE detained_on IS NOT NULL \
     ORDER BY person_id";

/// Every fixed statement.
pub(crate) const STATEMENTS: &[&str] = &[DUE, DETAINED];

/// What falls due on or before today.
pub(crate) async fn due(db: &Db, today: Date, limit: u32) -> Result<Vec<Command>, DbError> {
    use db::Column as _;
    let rows = db.fetch(DUE, &[today.value(), Value::Int(i64::from(limit))]).await?;
    rows.iter().map(|row| row.get::<Uuid>(0).map(Command::Due)).collect()
}
