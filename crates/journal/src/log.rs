//! The log itself: its end, its events, and the sign that there are new ones.

use std::collections::VecDeque;
use std::sync::{Arc, PoisonError, RwLock};

use db::{Column as _, Db, DbError, Result, Value};
use kernel::{Clock, Ids, Position, Uuid};
use tokio::sync::watch;

use crate::event::{EventHash, Recorded, hash_from};

pub(crate) const HEAD: &str =
    "SELECT log_id, last_position, first_position, last_hash, commits FROM log_head WHERE one = 1";
pub(crate) const READ: &str = "SELECT position, event_id, subject, subject_version, event_type, \
     occurred_on, recorded_at_us, causation_id, traceparent, data, hash \
     FROM event_log WHERE position > $1 ORDER BY position LIMIT $2";

/// The end of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Identity of the log; changes when it is restored from a backup.
    pub log_id: Uuid,
    /// Position of the last event; the beginning when there is none.
    pub last: Position,
    /// Lowest retained position.
    pub first: Position,
    /// Hash of the last event; zeros when there is none.
    pub hash: EventHash,
    /// Number of transactions that were committed under the lock of the head, also those without events: what
    /// a writer knows of its tables holds as long as nobody else has committed.
    pub commits: i64,
}

impl Head {
    pub(crate) fn from_row(row: &db::Row) -> Result<Self> {
        Ok(Self {
            log_id: row.get(0)?,
            last: row.get(1)?,
            first: row.get(2)?,
            hash: hash_from(row.get(3)?)?,
            commits: row.get(4)?,
        })
    }
}

/// The event log of one service. Copies share it.
#[derive(Clone)]
pub struct Journal {
    pub(crate) db: Db,
    pub(crate) clock: Clock,
    service: Arc<str>,
    end: Arc<watch::Sender<Position>>,
    /// The newest events that this process has committed, without gaps: most readers need no database.
    tail: Arc<RwLock<VecDeque<Arc<Recorded>>>>,
}

/// Events that are kept in memory.
const TAIL_EVENTS_MAX: usize = 4_096;

impl Journal {
    /// Opens the log of `service` in a migrated database, and begins it when there is none.
    pub async fn open(db: Db, clock: Clock, service: &str) -> Result<Self> {
        let (end, _) = watch::channel(Position::BEGIN);
        let journal =
            Self { db, clock, service: service.into(), end: Arc::new(end), tail: Arc::default() };
        journal.begin_log(Ids::random()).await?;
        let head = journal.head().await?;
        journal.end.send_replace(head.last);
        Ok(journal)
    }

    async fn begin_log(&self, log_id: Uuid) -> Result<()> {
        let mut tx = self.db.begin().await?;
        if tx.fetch(HEAD, &[]).await?.is_empty() {
            let columns =
                ["one", "log_id", "last_position", "first_position", "last_hash", "commits"];
            let row = vec![
                Value::Int(1),
                Value::Uuid(log_id),
                Position::BEGIN.value(),
                Position::FIRST.value(),
                Value::Bytes(vec![0; 32]),
                Value::Int(0),
            ];
            match tx.insert("log_head", &columns, &[row]).await {
                // Another replica began the log at the same moment.
                Err(DbError::Constraint { .. }) => return tx.rollback().await,
                other => other?,
            }
        }
        tx.commit().await
    }

    /// The database that holds the log.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Name of the service whose log this is.
    pub fn service(&self) -> &str {
        &self.service
    }

    /// The clock by which events are recorded.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The end of the log now.
    pub async fn head(&self) -> Result<Head> {
        let rows = self.db.fetch(HEAD, &[]).await?;
        let row = rows.first().ok_or_else(|| DbError::Corrupt("the log has no head".to_owned()))?;
        let head = Head::from_row(row)?;
        self.saw(head.last);
        Ok(head)
    }

    /// Up to `limit` events after `position`, in order.
    pub async fn read(&self, position: Position, limit: u32) -> Result<Vec<Recorded>> {
        if let Some(events) = self.read_tail(position, limit) {
            return Ok(events);
        }
        self.read_stored(position, limit).await
    }

    /// The same from the database, whatever memory holds: for proofs.
    pub(crate) async fn read_stored(
        &self,
        position: Position,
        limit: u32,
    ) -> Result<Vec<Recorded>> {
        let values = [position.value(), Value::Int(i64::from(limit))];
        self.db.fetch(READ, &values).await?.iter().map(Recorded::from_row).collect()
    }

    /// The position of the last event as far as this process has seen, and every change of it.
    ///
    /// Events of other replicas are seen when somebody calls [`Journal::head`].
    pub fn end(&self) -> watch::Receiver<Position> {
        self.end.subscribe()
    }

    /// What [`Journal::read`] answers, when memory holds the event after `position`.
    fn read_tail(&self, position: Position, limit: u32) -> Option<Vec<Recorded>> {
        let tail = self.tail.read().unwrap_or_else(PoisonError::into_inner);
        let first = tail.front()?.position;
        let next = position.next();
        if next < first {
            return None;
        }
        let skip = usize::try_from(next.since(first)).ok().filter(|skip| *skip < tail.len())?;
        let events = tail.iter().skip(skip).take(limit as usize);
        Some(events.map(|event| Recorded::clone(event)).collect())
    }

    /// Keeps events that were just committed; what came in between elsewhere breaks the row.
    pub(crate) fn keep(&self, events: Vec<Recorded>) {
        let Some(first) = events.first().map(|event| event.position) else { return };
        let mut tail = self.tail.write().unwrap_or_else(PoisonError::into_inner);
        if tail.back().is_some_and(|last| last.position.next() != first) {
            tail.clear();
        }
        tail.extend(events.into_iter().map(Arc::new));
        let surplus = tail.len().saturating_sub(TAIL_EVENTS_MAX);
        tail.drain(..surplus);
    }

    pub(crate) fn saw(&self, last: Position) {
        self.end.send_if_modified(|end| {
            let newer = last > *end;
            *end = (*end).max(last);
            newer
        });
    }

    /// Gives the log a new identity after a restore, so that consumers which read further stop with a
    /// clear error instead of reading a different history.
    pub async fn renew_log_id(&self) -> Result<Uuid> {
        let log_id = Ids::random();
        let mut tx = self.db.begin().await?;
        tx.execute("UPDATE log_head SET log_id = $1 WHERE one = 1", &[Value::Uuid(log_id)]).await?;
        tx.commit().await?;
        Ok(log_id)
    }
}
