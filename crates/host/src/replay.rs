//! Replay: the fold of a log is its rows (EL-6).
//!
//! Every aggregate that implements [`AggregateEvent`] says how an event changes its row. What a log holds can therefore be folded
//! anew and compared with the tables, column by column, and lost rows can be made again. Columns that follow from other
//! things than the events of their own stream are named by the service and left out of the comparison (ADR 0012).

use std::collections::HashMap;

use db::{Db, DbError, Rows, TableRow, Value};
use journal::Journal;
use kernel::Position;
use tonic::async_trait;

use crate::record::AggregateEvent;

/// Events read at a time.
const PAGE: u32 = 1_000;
/// Rows compared at a time.
const ROWS: usize = 1_000;
/// Differences told of one table; more are only counted.
const TOLD_MAX: usize = 100;
/// How often a fold goes on because the log grew meanwhile.
const ROUNDS_MAX: u32 = 20;

/// A row that is not the fold of its events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Key of the row.
    pub key: String,
    /// The first column that differs; empty when the row is missing or is one too many.
    pub column: String,
    /// What the row holds.
    pub stored: String,
    /// What follows from the events.
    pub folded: String,
}

/// The folds of a service, each at its beginning.
pub type Replays = fn() -> Vec<Box<dyn Replay>>;

/// What a replay of one table found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Name of the table.
    pub table: &'static str,
    /// Events that were folded.
    pub events: u64,
    /// Rows that follow from them.
    pub rows: u64,
    /// Rows that differ.
    pub differing: u64,
    /// The first of them.
    pub differences: Vec<Difference>,
}

/// The fold of one table.
#[async_trait]
pub trait Replay: Send + Sync {
    /// Takes an event of the log; others than its own are nothing to it.
    ///
    /// # Errors
    /// What makes the event unreadable.
    fn event(&mut self, event_type: &str, data: &[u8]) -> Result<(), String>;

    /// Compares with the rows those that were not compared yet. A row that is ahead of the fold, because the log grew, waits
    /// for the next round; how many do.
    async fn compare(&mut self, db: &Db) -> Result<usize, DbError>;

    /// What was found. A row that is still ahead is one that no event explains.
    fn found(&self) -> Replayed;

    /// Columns that do not follow from the events; such a table is not written.
    fn but(&self) -> &'static [&'static str];

    /// Writes rows that are missing or differ; how many. Nothing else may write meanwhile.
    async fn restore(&self, db: &Db) -> Result<u64, DbError>;
}

/// The fold of the aggregate whose events are `E`; the columns in `but` do not follow from its events.
pub fn replay<E: AggregateEvent + Send + 'static>(but: &'static [&'static str]) -> Box<dyn Replay> {
    let (states, ahead, differing) = (HashMap::new(), None, Vec::new());
    Box::new(Of::<E> { states, ahead, differing, events: 0, but })
}

type Key<E> = <<E as AggregateEvent>::State as TableRow>::Key;

struct Of<E: AggregateEvent> {
    states: HashMap<Key<E>, E::State>,
    /// Rows to compare in the next round, with what was stored when they were ahead; all before the first round.
    ahead: Option<Vec<(Key<E>, Difference)>>,
    /// Rows that differ.
    differing: Vec<(Key<E>, Difference)>,
    events: u64,
    but: &'static [&'static str],
}

impl<E: AggregateEvent> Of<E> {
    /// The first column in which a row differs from the fold.
    fn difference(&self, folded: &E::State, stored: Option<&E::State>) -> Option<Difference> {
        let key = format!("{:?}", folded.key());
        let Some(stored) = stored else {
            let (column, stored) = (String::new(), "no row".to_owned());
            return Some(Difference { key, column, stored, folded: "a row".to_owned() });
        };
        let columns =
            E::State::COLUMNS.iter().zip(stored.values().into_iter().zip(folded.values()));
        let mut other = columns
            .filter(|(column, (stored, folded))| !self.but.contains(column) && stored != folded);
        let (column, (stored, folded)) = other.next()?;
        let (stored, folded) = (format!("{stored:?}"), format!("{folded:?}"));
        Some(Difference { key, column: (*column).to_owned(), stored, folded })
    }
}

#[async_trait]
impl<E: AggregateEvent + Send + 'static> Replay for Of<E> {
    fn event(&mut self, event_type: &str, data: &[u8]) -> Result<(), String> {
        if !E::TYPES.contains(&event_type) {
            return Ok(());
        }
        let event = E::decode(event_type, data).map_err(|e| e.to_string())?;
        let state = event.evolve(self.states.remove(&event.key()));
        self.states.insert(event.key(), state);
        self.events += 1;
        Ok(())
    }

    async fn compare(&mut self, db: &Db) -> Result<usize, DbError> {
        let keys: Vec<Key<E>> = match self.ahead.take() {
            Some(ahead) => ahead.into_iter().map(|(key, _)| key).collect(),
            None => self.states.keys().cloned().collect(),
        };
        let mut ahead = Vec::new();
        let (table, columns) = (E::State::TABLE, E::State::COLUMNS);
        for keys in keys.chunks(ROWS) {
            let values: Vec<Value> = keys.iter().map(db::Column::value).collect();
            let rows = db.by_key(table, columns, E::State::KEY, &values).await?;
            let rows = rows.iter().map(E::State::from_row).collect::<Result<Vec<_>, _>>()?;
            let rows: HashMap<Key<E>, E::State> =
                rows.into_iter().map(|row| (row.key(), row)).collect();
            for key in keys {
                let Some(folded) = self.states.get(key) else { continue };
                let row = rows.get(key);
                let Some(difference) = self.difference(folded, row) else { continue };
                let found = (key.clone(), difference);
                if row.is_some_and(|row| E::version(row) > E::version(folded)) {
                    ahead.push(found);
                } else {
                    self.differing.push(found);
                }
            }
        }
        let waiting = ahead.len();
        self.ahead = Some(ahead);
        Ok(waiting)
    }

    fn found(&self) -> Replayed {
        let all = || self.differing.iter().chain(self.ahead.iter().flatten());
        Replayed {
            table: E::State::TABLE,
            events: self.events,
            rows: self.states.len() as u64,
            differing: all().count() as u64,
            differences: all().take(TOLD_MAX).map(|(_, found)| found.clone()).collect(),
        }
    }

    fn but(&self) -> &'static [&'static str] {
        self.but
    }

    async fn restore(&self, db: &Db) -> Result<u64, DbError> {
        let lost: Vec<&Key<E>> =
            self.differing.iter().chain(self.ahead.iter().flatten()).map(|(key, _)| key).collect();
        for keys in lost.chunks(ROWS) {
            let mut rows: Rows<E::State> = Rows::new(ROWS);
            let mut tx = db.begin().await?;
            rows.load(&mut tx, keys.iter().copied().cloned()).await?;
            for state in keys.iter().filter_map(|key| self.states.get(*key)) {
                rows.put(state.clone());
            }
            rows.save(&mut tx).await?;
            tx.commit().await?;
        }
        Ok(lost.len() as u64)
    }
}

/// Folds the whole log.
async fn fold(
    journal: &Journal,
    folds: &mut [Box<dyn Replay>],
    mut position: Position,
) -> Result<Position, DbError> {
    loop {
        let page = journal.read(position, PAGE).await?;
        let Some(last) = page.last() else { return Ok(position) };
        position = last.position;
        for event in &page {
            for fold in folds.iter_mut() {
                fold.event(&event.event_type, &event.data).map_err(|text| {
                    DbError::Corrupt(format!("event at position {}: {text}", event.position))
                })?;
            }
        }
    }
}

/// Folds the log of a running service and compares every row with its table.
///
/// # Errors
/// Of the database, or when rows change faster than they can be compared.
pub async fn check(
    journal: &Journal,
    db: &Db,
    mut folds: Vec<Box<dyn Replay>>,
) -> Result<Vec<Replayed>, DbError> {
    let mut position = Position::BEGIN;
    for _ in 0..ROUNDS_MAX {
        position = fold(journal, &mut folds, position).await?;
        let mut ahead = 0;
        for fold in &mut folds {
            ahead += fold.compare(db).await?;
        }
        if ahead == 0 || journal.head().await?.last == position {
            return Ok(folds.iter().map(|fold| fold.found()).collect());
        }
    }
    Err(DbError::Unavailable("rows change faster than they can be compared; try later".to_owned()))
}

/// What became of a table that lost rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Name of the table.
    pub table: &'static str,
    /// Rows that were missing or differed.
    pub differing: u64,
    /// Rows that were written.
    pub written: u64,
    /// Columns that do not follow from the events: when there are any, nothing is written.
    pub but: &'static [&'static str],
}

/// Writes the rows that are missing or differ. A table with columns that do not follow from its events is left as it is:
/// half a row would be a wrong one.
///
/// # Errors
/// Of the database.
pub async fn restore(
    journal: &Journal,
    db: &Db,
    mut folds: Vec<Box<dyn Replay>>,
) -> Result<Vec<Restored>, DbError> {
    fold(journal, &mut folds, Position::BEGIN).await?;
    let mut found = Vec::with_capacity(folds.len());
    for fold in &mut folds {
        fold.compare(db).await?;
        let Replayed { table, differing, .. } = fold.found();
        let but = fold.but();
        let written = if but.is_empty() { fold.restore(db).await? } else { 0 };
        found.push(Restored { table, differing, written, but });
    }
    Ok(found)
}
