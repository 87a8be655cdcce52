//! What fell due, and when it did. A sweep carries everything out in the order of these days and as of them, however
//! late it comes: a process that stood still for weeks leaves no trace in what it decides.

use db::{Db, DbError, Row, Value};
use kernel::Date;

/// A command of the clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due<C> {
    /// The day on which it fell due: it is carried out as of that day.
    pub on: Date,
    /// What is to be done.
    pub command: C,
}

impl<C> Due<C> {
    /// Something that falls due on the day `first`, or on the day of the last fact that is known of its subject:
    /// before that nobody could have known that it would.
    pub fn from(first: Date, fact_on: Option<Date>, command: C) -> Self {
        Self { on: fact_on.map_or(first, |event| first.max(event)), command }
    }

    /// Something whose last day was `last`: it falls due on the day after.
    pub fn after(last: Date, fact_on: Option<Date>, command: C) -> Self {
        Self::from(last.tomorrow().unwrap_or(Date::MAX), fact_on, command)
    }

    /// Adds it, unless the same is there for the same day: one command does everything of a subject and a day.
    pub fn add_to(self, all: &mut Vec<Self>)
    where
        C: PartialEq,
    {
        if !all.contains(&self) {
            all.push(self);
        }
    }
}

/// The rows of a statement that selects a key, a last day and the day of the last fact, as commands.
pub async fn overdue<C>(
    db: &Db,
    sql: &'static str,
    values: &[Value],
    command: impl Fn(&Row) -> Result<C, DbError>,
) -> Result<Vec<Due<C>>, DbError> {
    let rows = db.fetch(sql, values).await?;
    let one = |row: &Row| Ok(Due::after(row.get(1)?, row.get(2)?, command(row)?));
    rows.iter().map(one).collect()
}
