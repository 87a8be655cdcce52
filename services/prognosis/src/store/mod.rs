//! The tables of prognosis, and the sums that are asked of them.

mod tables;

use std::collections::HashMap;

use db::{Db, Result, Tx, Value};
use forecast::Month;
use kernel::{Date, Uuid};

use crate::domain::inputs::{FlowRow, Picture, month_starts};

pub(crate) const RUNNING: &str =
    "SELECT forecast_id FROM forecast_run WHERE state = 'RUNNING' ORDER BY listing_key DESC";
/// Stocks before a day, as known on a day, by stage, group and age.
pub(crate) const STOCKS: &str = "SELECT name, grp, age_band, CAST(SUM(amount) AS BIGINT) \
     FROM tally WHERE series = 'STOCK' AND occurred_on < $1 AND recorded_on <= $2 \
     GROUP BY name, grp, age_band ORDER BY name, grp, age_band";
const STAGES: &str = "SELECT name, CAST(SUM(amount) AS BIGINT) FROM tally \
     WHERE series = 'STOCK' AND occurred_on < $1 GROUP BY name ORDER BY name";
const FLOWS: &str = "SELECT name, grp, SUBSTR(occurred_on, 1, 7), CAST(SUM(amount) AS BIGINT) \
     FROM tally WHERE series = 'FLOW' AND occurred_on < $1 \
     GROUP BY name, grp, SUBSTR(occurred_on, 1, 7) ORDER BY name, grp, SUBSTR(occurred_on, 1, 7)";
const BOOKS: &str = "SELECT MIN(occurred_on) FROM tally WHERE name = 'books.opened'";
/// Flows by measure and month; the conditions of the list stand before its grouping.
pub(crate) const FLOW_LIST: &str =
    "SELECT name, SUBSTR(occurred_on, 1, 7), CAST(SUM(amount) AS BIGINT) FROM tally";
pub(crate) const FLOW_LIST_TAIL: &str =
    "GROUP BY name, SUBSTR(occurred_on, 1, 7) ORDER BY name, SUBSTR(occurred_on, 1, 7)";

/// Every fixed statement.
pub(crate) const STATEMENTS: &[&str] = &[RUNNING, STOCKS, STAGES, FLOWS, BOOKS];

/// Ids of the forecasts that run, the oldest first.
pub(crate) async fn running(db: &Db) -> Result<Vec<Uuid>> {
    db.fetch(RUNNING, &[]).await?.iter().map(|row| row.get(0)).collect()
}

/// Reads a month as the statements above write it.
pub(crate) fn month(text: &str) -> Result<Month> {
    text.parse().map_err(|_| db::DbError::Corrupt(format!("{text:?} is no month")))
}

/// Everything that a forecast with this cut is made from: what happened before it, as known now.
pub(crate) async fn picture(tx: &mut Tx, cut_off: Date) -> Result<Picture> {
    use db::Column as _;
    let mut flows = Vec::new();
    for row in tx.fetch(FLOWS, &[cut_off.value()]).await? {
        let (measure, group) = (row.get(0)?, row.get(1)?);
        let month = month(&row.get::<String>(2)?)?;
        flows.push(FlowRow { measure, group, month, count: row.get(3)? });
    }
    let books = tx.fetch(BOOKS, &[]).await?;
    let books: Option<Date> = books.first().map_or(Ok(None), |row| row.get(0))?;
    let books = books.map(Month::of);
    let mut picture = Picture { books, flows, ..Picture::default() };
    for (month, day) in month_starts(books, Month::of(cut_off)) {
        let mut stocks = HashMap::new();
        for row in tx.fetch(STAGES, &[day.value()]).await? {
            stocks.insert(row.get(0)?, row.get(1)?);
        }
        picture.stocks.insert(month, stocks);
    }
    Ok(picture)
}

/// Values of the query of the picture on `as_of`, as known on `known_on`.
pub(crate) fn picture_values(as_of: Date, known_on: Option<Date>) -> [Value; 2] {
    use db::Column as _;
    let after = as_of.tomorrow().unwrap_or(as_of);
    [after.value(), known_on.unwrap_or(Date::MAX).value()]
}
