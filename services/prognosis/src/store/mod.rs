//! The tables of prognosis, and the sums that are asked of them.

mod tables;

use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;

use db::{Column as _, Db, Result, Rows, Tx, Value};
use forecast::Month;
use kernel::{Date, EditionId, ForecastId};

use crate::domain::history::FlowRow;
use crate::domain::inputs::{self, Picture, month_starts};
use crate::domain::judgement::Judgement;
use crate::domain::outcome;

pub(crate) const RUNNING: &str =
    "SELECT forecast_id FROM forecast_run WHERE state = 'RUNNING' ORDER BY listing_key DESC";
/// Stocks before a day, as known on a day, by stage, group and age.
pub(crate) const STOCKS: &str = "SELECT name, grp, age_band, CAST(SUM(amount) AS BIGINT) \
     FROM tally WHERE series = 'STOCK' AND occurred_on < $1 AND recorded_on <= $2 \
     GROUP BY name, grp, age_band ORDER BY name, grp, age_band";
/// Cases without a decision before a day, by nationality.
const PENDING: &str = "SELECT grp, CAST(SUM(amount) AS BIGINT) FROM tally WHERE series = 'STOCK' \
     AND name LIKE 'ind.pending.%' AND occurred_on < $1 GROUP BY grp ORDER BY grp";
const STAGES: &str = "SELECT name, CAST(SUM(amount) AS BIGINT) FROM tally \
     WHERE series = 'STOCK' AND occurred_on < $1 GROUP BY name ORDER BY name";
const FLOWS: &str = "SELECT name, grp, SUBSTR(occurred_on, 1, 7), CAST(SUM(amount) AS BIGINT) \
     FROM tally WHERE series = 'FLOW' AND occurred_on >= '1990-01-01' AND occurred_on < $1 \
     GROUP BY name, grp, SUBSTR(occurred_on, 1, 7) ORDER BY name, grp, SUBSTR(occurred_on, 1, 7)";
const BOOKS: &str = "SELECT MIN(occurred_on) FROM tally WHERE name = 'books.opened' \
     AND occurred_on >= '1990-01-01'";
/// Condition of a list: what an earlier version took at an impossible date is left out.
pub(crate) const IN_TIME: &str = "occurred_on >= '1990-01-01'";
/// Flows by measure and month; the conditions of the list stand before its grouping.
pub(crate) const FLOW_LIST: &str =
    "SELECT name, SUBSTR(occurred_on, 1, 7), CAST(SUM(amount) AS BIGINT) FROM tally";
pub(crate) const FLOW_LIST_TAIL: &str =
    "GROUP BY name, SUBSTR(occurred_on, 1, 7) ORDER BY name, SUBSTR(occurred_on, 1, 7)";

const PUBLISHED: &str = "SELECT edition_id FROM edition WHERE state = 'PUBLISHED'";
const JUDGEMENTS: &str = "SELECT judgement_id FROM judgement ORDER BY judgement_id";
/// Estimates of forecasts that were made before a month was over.
const ESTIMATES_OF: &str = "SELECT e.estimate_id FROM estimate e \
     JOIN forecast_run r ON r.forecast_id = e.forecast_id \
     WHERE e.period = $1 AND r.state = 'DONE' AND r.cut_off <= $2 ORDER BY e.estimate_id";
const ESTIMATES_BY_QUANTITY: &str = "SELECT e.estimate_id, e.period FROM estimate e \
     JOIN forecast_run r ON r.forecast_id = e.forecast_id \
     WHERE e.quantity = $1 AND r.state = 'DONE' AND r.cut_off <= $2 ORDER BY e.estimate_id";
/// The forecast of the published edition, or else the newest one.
const WATCHED: &str = "SELECT r.forecast_id FROM forecast_run r \
     LEFT JOIN edition e ON e.forecast_id = r.forecast_id AND e.state = 'PUBLISHED' \
     WHERE r.state = 'DONE' AND r.cut_off <= $1 \
     ORDER BY CASE WHEN e.edition_id IS NULL THEN 1 ELSE 0 END, r.listing_key LIMIT 1";
/// Stocks at the end of a day, as known on a day.
const STAGES_KNOWN: &str = "SELECT name, CAST(SUM(amount) AS BIGINT) FROM tally \
     WHERE series = 'STOCK' AND occurred_on <= $1 AND recorded_on <= $2 GROUP BY name ORDER BY name";
/// Flows between two days, as known on a day.
const FLOWS_KNOWN: &str = "SELECT name, CAST(SUM(amount) AS BIGINT) FROM tally WHERE series = 'FLOW' \
     AND occurred_on >= $1 AND occurred_on <= $2 AND recorded_on <= $3 GROUP BY name ORDER BY name";
/// Imported values that can be history, every vintage.
const HISTORY: &str = "SELECT observation_id, quantity, grp, period, micro, source, qualifier, published_on \
     FROM observation WHERE quantity IN ('inflow.first', 'inflow.repeat', 'inflow.nareis', 'inflow.resettled') \
     ORDER BY observation_id";
const LAST_CLOSED: &str = "SELECT MAX(month) FROM closed_month";
/// Up to which day the source that is furthest behind was folded, and how many sources there are.
const SEEN: &str = "SELECT COUNT(*), MIN(recorded_on) FROM seen";

/// Condition of a list: no later vintage of the same value that was published on or before a day.
pub(crate) const NEWEST_VINTAGE: &str = "NOT EXISTS (SELECT 1 FROM observation later \
     WHERE later.quantity = observation.quantity AND later.grp = observation.grp \
     AND later.period = observation.period AND later.published_on > observation.published_on \
     AND later.published_on <= ?)";

/// Every fixed statement.
pub(crate) const STATEMENTS: &[&str] = &[
    RUNNING,
    STOCKS,
    PENDING,
    STAGES,
    FLOWS,
    BOOKS,
    PUBLISHED,
    JUDGEMENTS,
    ESTIMATES_OF,
    ESTIMATES_BY_QUANTITY,
    WATCHED,
    STAGES_KNOWN,
    FLOWS_KNOWN,
    HISTORY,
    LAST_CLOSED,
    SEEN,
];

/// Services whose events are folded.
const SOURCES: i64 = 4;

/// The edition that is published now.
pub(crate) async fn published(tx: &mut Tx) -> Result<Option<EditionId>> {
    tx.fetch(PUBLISHED, &[]).await?.first().map(|row| row.get(0)).transpose()
}

/// All judgements that stand.
pub(crate) async fn judgements(tx: &mut Tx) -> Result<Vec<Judgement>> {
    let ids = tx.fetch(JUDGEMENTS, &[]).await?;
    let keys: Vec<String> = ids.iter().map(|row| row.get(0)).collect::<Result<_>>()?;
    let mut rows = Rows::<Judgement>::new(0);
    rows.load(tx, keys.iter().cloned()).await?;
    Ok(keys.iter().filter_map(|key| rows.get(key).cloned()).collect())
}

/// Ids of the estimates of a period by forecasts whose cut lies before the end of `month`.
pub(crate) async fn estimates_of(tx: &mut Tx, period: &str, month: Month) -> Result<Vec<String>> {
    let values = [Value::Text(period.to_owned()), month.last_day().value()];
    tx.fetch(ESTIMATES_OF, &values).await?.iter().map(|row| row.get(0)).collect()
}

/// Ids and periods of the estimates of a quantity by forecasts from before `on`.
pub(crate) async fn estimates_by_quantity(
    tx: &mut Tx,
    quantity: &str,
    on: Date,
) -> Result<Vec<(String, String)>> {
    let values = [Value::Text(quantity.to_owned()), on.value()];
    let rows = tx.fetch(ESTIMATES_BY_QUANTITY, &values).await?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// The forecast that is held to what happens in `month`.
pub(crate) async fn watched(tx: &mut Tx, month: Month) -> Result<Option<ForecastId>> {
    let rows = tx.fetch(WATCHED, &[month.last_day().value()]).await?;
    rows.first().map(|row| row.get(0)).transpose()
}

/// What was realised in the periods that end with `month`, by period and quantity, as known on `known_on`.
pub(crate) async fn figures(
    tx: &mut Tx,
    month: Month,
    known_on: Date,
) -> Result<BTreeMap<String, BTreeMap<String, i64>>> {
    let (last, known) = (month.last_day(), known_on.value());
    let books = books(tx).await?;
    let mut sums = HashMap::new();
    for row in tx.fetch(STAGES_KNOWN, &[last.value(), known.clone()]).await? {
        sums.insert(name(&row.get::<String>(0)?)?, row.get::<i64>(1)?);
    }
    let mut figures = BTreeMap::new();
    for (period, months) in outcome::periods_ending(month) {
        let first = month.plus(1 - months);
        if books.is_none_or(|books| first < books) {
            continue;
        }
        let values = [first.first_day().value(), last.value(), known.clone()];
        let mut flows = HashMap::new();
        for row in tx.fetch(FLOWS_KNOWN, &values).await? {
            flows.insert(name(&row.get::<String>(0)?)?, row.get::<i64>(1)?);
        }
        let stocks = (months == 1).then_some(&sums);
        let realised = inputs::realised(stocks, &flows).into_iter();
        let named = realised.map(|(figure, value)| (figure.code().to_owned(), value));
        figures.insert(period, named.collect());
    }
    Ok(figures)
}

/// Months that can be closed on `today`, the oldest first: every source was folded past the day on which
/// their figures are taken, or was silent for long.
pub(crate) async fn closable(db: &Db, today: Date) -> Result<Vec<Month>> {
    let books = db.fetch(BOOKS, &[]).await?;
    let books: Option<Date> = books.first().map_or(Ok(None), |row| row.get(0))?;
    let last = db.fetch(LAST_CLOSED, &[]).await?;
    let last: Option<String> = last.first().map_or(Ok(None), |row| row.get(0))?;
    let next = match last {
        Some(text) => Some(month(&text)?.plus(1)),
        None => books.map(Month::of),
    };
    let seen = db.fetch(SEEN, &[]).await?;
    let Some((next, seen)) = next.zip(seen.first()) else {
        return Ok(Vec::new());
    };
    let (sources, oldest): (i64, Option<Date>) = (seen.get(0)?, seen.get(1)?);
    let folded = oldest.filter(|_| sources == SOURCES).unwrap_or(Date::MIN);
    let over = |month: &Month| {
        let day = outcome::closes_on(*month);
        folded > day || today > outcome::silent_on(*month)
    };
    let last = next.until(Month::of(today)).max(0);
    Ok((0..last).map(|n| next.plus(n)).take_while(over).collect())
}

async fn books(tx: &mut Tx) -> Result<Option<Month>> {
    let rows = tx.fetch(BOOKS, &[]).await?;
    let books: Option<Date> = rows.first().map_or(Ok(None), |row| row.get(0))?;
    Ok(books.map(Month::of))
}

/// Ids of the forecasts that run, the oldest first.
pub(crate) async fn running(db: &Db) -> Result<Vec<ForecastId>> {
    db.fetch(RUNNING, &[]).await?.iter().map(|row| row.get(0)).collect()
}

/// Reads a stage or a measure: one that is unknown was written by another version, and is told by its name.
fn name<T: FromStr<Err = kernel::UnknownCode>>(text: &str) -> Result<T> {
    text.parse().map_err(|error: kernel::UnknownCode| db::DbError::Corrupt(error.to_string()))
}

/// Reads a month as the statements above write it.
pub(crate) fn month(text: &str) -> Result<Month> {
    text.parse().map_err(|_| db::DbError::Corrupt(format!("{text:?} is no month")))
}

/// Everything that a forecast with this cut is made from: what happened before it, as known now.
pub(crate) async fn picture(tx: &mut Tx, cut_off: Date) -> Result<Picture> {
    let mut flows = Vec::new();
    for row in tx.fetch(FLOWS, &[cut_off.value()]).await? {
        let (measure, group) = (name(&row.get::<String>(0)?)?, row.get(1)?);
        let month = month(&row.get::<String>(2)?)?;
        flows.push(FlowRow { measure, group, month, count: row.get(3)? });
    }
    let books = books(tx).await?;
    let mut picture = Picture { books, flows, ..Picture::default() };
    for (month, day) in month_starts(books, Month::of(cut_off)) {
        let mut stocks = HashMap::new();
        for row in tx.fetch(STAGES, &[day.value()]).await? {
            stocks.insert(name(&row.get::<String>(0)?)?, row.get(1)?);
        }
        picture.stocks.insert(month, stocks);
    }
    for row in tx.fetch(PENDING, &[cut_off.value()]).await? {
        picture.pending.insert(row.get(0)?, row.get(1)?);
    }
    for row in tx.fetch(HISTORY, &[]).await? {
        picture.published.push(outcome::Observation {
            observation_id: row.get(0)?,
            quantity: row.get(1)?,
            grp: row.get(2)?,
            period: row.get(3)?,
            micro: row.get(4)?,
            source: row.get(5)?,
            qualifier: row.get(6)?,
            published_on: row.get(7)?,
        });
    }
    Ok(picture)
}

/// Values of the query of the picture on `as_of`, as known on `known_on`.
pub(crate) fn picture_values(as_of: Date, known_on: Option<Date>) -> [Value; 2] {
    let after = as_of.tomorrow().unwrap_or(as_of);
    [after.value(), known_on.unwrap_or(Date::MAX).value()]
}
