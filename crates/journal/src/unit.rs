//! A transaction that holds the log's head: what it appends comes after everything visible.

use db::{Column as _, DbError, Driver, Result, Tx, Value};

use kernel::Position;

use crate::event::{COLUMNS, NewEvent, Recorded};
use crate::log::{HEAD, Head, Journal};

/// PostgreSQL locks the head row; SQLite's `BEGIN IMMEDIATE` has locked the whole file.
const HEAD_FOR_UPDATE: &str = "SELECT log_id, last_position, first_position, last_hash, commits \
     FROM log_head WHERE one = 1 FOR UPDATE";
pub(crate) const MOVE_HEAD: &str = "UPDATE log_head SET last_position = $1, last_hash = $2, commits = commits + 1 \
     WHERE one = 1 AND last_position = $3";

/// What every commit under the lock leaves, also without events.
pub(crate) const COUNT_COMMIT: &str = "UPDATE log_head SET commits = commits + 1 WHERE one = 1";

/// A transaction under the lock of the head. Dropped without [`Unit::commit`], it leaves no trace.
pub struct Unit<'a> {
    journal: &'a Journal,
    /// The transaction, for loads and read models.
    pub tx: Tx,
    head: Head,
}

/// What a commit has led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committed {
    /// Position of the last event of the log.
    pub last: Position,
    /// Number of commits under the lock of the head, this one included.
    pub commits: i64,
}

impl Journal {
    /// Begins a transaction and locks the head of the log.
    ///
    /// Load, decide and append are thereby serial over all replicas (hard point h): a version conflict
    /// between two writers cannot happen.
    pub async fn begin(&self) -> Result<Unit<'_>> {
        let mut tx = self.db.begin().await?;
        let sql = match tx.driver() {
            Driver::Sqlite => HEAD,
            Driver::Postgres => HEAD_FOR_UPDATE,
        };
        let rows = tx.fetch(sql, &[]).await?;
        let row = rows.first().ok_or_else(|| DbError::Corrupt("the log has no head".to_owned()))?;
        let head = Head::from_row(row)?;
        Ok(Unit { journal: self, tx, head })
    }
}

impl Unit<'_> {
    /// The end of the log under the lock.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Appends `events` in this order, makes the transaction durable and tells who waits for news.
    pub async fn commit(mut self, events: Vec<NewEvent>, recorded_at_us: i64) -> Result<Committed> {
        let mut last = self.head.last;
        let mut recorded = Vec::with_capacity(events.len());
        if events.is_empty() {
            self.tx.execute(COUNT_COMMIT, &[]).await?;
        } else {
            let mut hash = self.head.hash;
            for event in events {
                last = last.next();
                let event = Recorded::new(event, last, recorded_at_us, &hash);
                hash = event.hash;
                recorded.push(event);
            }
            let rows: Vec<_> = recorded.iter().map(Recorded::values).collect();
            let moved = [last.value(), Value::Bytes(hash.to_vec()), self.head.last.value()];
            if self.tx.execute(MOVE_HEAD, &moved).await? != 1 {
                return Err(DbError::Corrupt("the head moved under its lock".to_owned()));
            }
            self.tx.insert("event_log", COLUMNS, &rows).await?;
        }
        self.tx.commit().await?;
        self.journal.keep(recorded);
        self.journal.saw(last);
        Ok(Committed { last, commits: self.head.commits + 1 })
    }
}
