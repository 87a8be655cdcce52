//! What falls due in reception, and on which day.

use db::{Db, DbError, Value};
use host::{Due, overdue};
use jiff::civil::Weekday;
use kernel::{Date, PersonId};
use law::Policy;

use crate::store;
use crate::work::{AnyCommand, Due as StayDue, Week};

/// What falls due on or before today.
pub(crate) async fn due(
    db: &Db,
    policy: &Policy,
    today: Date,
    limit: u32,
) -> Result<Vec<Due<AnyCommand>>, DbError> {
    use db::Column as _;
    let most = || Value::Int(i64::from(limit));
    let mut due: Vec<Due<AnyCommand>> = week_due(db).await?.into_iter().collect();
    let mut persons: Vec<Due<PersonId>> = Vec::new();
    for sql in [store::RIGHTS_DUE, store::UNPLACED_DUE, store::MEASURES_DUE] {
        for one in overdue(db, sql, &[today.value(), most()], |row| row.get(0)).await? {
            one.add_to(&mut persons);
        }
    }
    let grown_up = Value::Int(i64::from(law::grown_up_by(policy, today)));
    for row in db.fetch(store::GROWN_UP_DUE, &[grown_up, most()]).await? {
        let first = law::majority_on(policy, today, row.get(1)?);
        Due::from(first, row.get(2)?, row.get(0)?).add_to(&mut persons);
    }
    // One command does all of a person and a day.
    let command = |due: Due<PersonId>| Due { on: due.on, command: StayDue(due.command).into() };
    due.extend(persons.into_iter().map(command));
    Ok(due)
}

/// The next week that is over and was not reported: every week after the first with residents.
async fn week_due(db: &Db) -> Result<Option<Due<AnyCommand>>, DbError> {
    let rows = db.fetch(store::WEEK_DUE, &[]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let (reported, first): (Option<Date>, Option<Date>) = (row.get(0)?, row.get(1)?);
    let Some(before) = reported.or(first.map(monday_of)) else { return Ok(None) };
    let monday = before.saturating_add(jiff::Span::new().weeks(1));
    Ok(Some(Due { on: monday, command: Week(monday).into() }))
}

/// The Monday of a day's week.
fn monday_of(day: Date) -> Date {
    let since = day.weekday().since(Weekday::Monday);
    day.saturating_sub(jiff::Span::new().days(since))
}
