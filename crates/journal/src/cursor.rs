//! How far each subscription has come, what was put aside, and who does the work.

use db::{Column as _, DbError, Result, Row, Tx, Value};
use kernel::{EventId, Position, Uuid};

use crate::log::Journal;

pub(crate) const READ: &str =
    "SELECT subscription, log_id, position, event_id FROM consumer_cursor WHERE subscription = $1";
pub(crate) const ALL: &str =
    "SELECT subscription, log_id, position, event_id FROM consumer_cursor ORDER BY subscription";
pub(crate) const CREATE: &str = "INSERT INTO consumer_cursor \
     (subscription, log_id, position, event_id, updated_at_us) VALUES ($1, $2, 0, NULL, $3)";
pub(crate) const MOVE: &str = "UPDATE consumer_cursor SET position = $4, event_id = $5, updated_at_us = $6 \
     WHERE subscription = $1 AND log_id = $2 AND position = $3";
pub(crate) const PARK: &str = "INSERT INTO parked_event \
     (event_id, subscription, position, reason, parked_at_us) VALUES ($1, $2, $3, $4, $5)";
pub(crate) const PARKED: &str = "SELECT event_id, subscription, position, reason, parked_at_us \
     FROM parked_event ORDER BY subscription, position";
pub(crate) const TAKE_LEASE: &str = "INSERT INTO lease (name, holder, epoch, expires_at_us) \
     VALUES ($1, $2, 1, $4) ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, \
     expires_at_us = excluded.expires_at_us, \
     epoch = lease.epoch + CASE WHEN lease.holder = excluded.holder THEN 0 ELSE 1 END \
     WHERE lease.holder = excluded.holder OR lease.expires_at_us < $3 RETURNING epoch";
pub(crate) const DROP_LEASE: &str = "DELETE FROM lease WHERE name = $1 AND holder = $2";
/// PostgreSQL judges a lease by its own clock: replicas' clocks differ.
const POSTGRES_NOW_US: &str = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

/// How far a subscription has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Name of the subscription.
    pub subscription: String,
    /// The log that it reads.
    pub log_id: Uuid,
    /// Position up to which everything was applied or led to nothing.
    pub position: Position,
    /// Id of the event at that position; `None` when it led to nothing here.
    pub event_id: Option<EventId>,
}

/// An event that was put aside by a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parked {
    /// Id of the event.
    pub event_id: EventId,
    /// The subscription that could not apply it.
    pub subscription: String,
    /// Its position in the source's log.
    pub position: Position,
    /// Why it was put aside.
    pub reason: String,
    /// When, microseconds since 1970 UTC.
    pub parked_at_us: i64,
}

/// A right to do some work, for a while. It saves work; correctness never depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Grows each time that the holder changes.
    pub epoch: i64,
}

fn cursor(row: &Row) -> Result<Cursor> {
    Ok(Cursor {
        subscription: row.get(0)?,
        log_id: row.get(1)?,
        position: row.get(2)?,
        event_id: row.get(3)?,
    })
}

pub(crate) async fn read(tx: &mut Tx, subscription: &str) -> Result<Option<Cursor>> {
    let rows = tx.fetch(READ, &[Value::Text(subscription.to_owned())]).await?;
    rows.first().map(cursor).transpose()
}

pub(crate) async fn create(
    tx: &mut Tx,
    subscription: &str,
    log_id: Uuid,
    at_us: i64,
) -> Result<()> {
    let values = [Value::Text(subscription.to_owned()), Value::Uuid(log_id), Value::Int(at_us)];
    tx.execute(CREATE, &values).await.map(drop)
}

/// Moves the cursor from `from` to `to`; an error when it does not stand there (compare and set).
pub(crate) async fn advance(
    tx: &mut Tx,
    from: &Cursor,
    to: Position,
    event_id: Option<EventId>,
    at_us: i64,
) -> Result<()> {
    let values = [
        Value::Text(from.subscription.clone()),
        Value::Uuid(from.log_id),
        from.position.value(),
        to.value(),
        event_id.map_or(Value::Null(db::Kind::Uuid), Value::Uuid),
        Value::Int(at_us),
    ];
    match tx.execute(MOVE, &values).await? {
        1 => Ok(()),
        _ => {
            Err(DbError::Unavailable(format!("cursor {} was moved by another", from.subscription)))
        }
    }
}

impl Journal {
    /// How far a subscription has come; `None` before its first batch.
    pub async fn cursor(&self, subscription: &str) -> Result<Option<Cursor>> {
        let rows = self.db.fetch(READ, &[Value::Text(subscription.to_owned())]).await?;
        rows.first().map(cursor).transpose()
    }

    /// All cursors, by name.
    pub async fn cursors(&self) -> Result<Vec<Cursor>> {
        self.db.fetch(ALL, &[]).await?.iter().map(cursor).collect()
    }

    /// Puts the event after the cursor aside, so that the subscription can go on: a human act.
    ///
    /// `log_id` is that of the source, for a subscription that has no cursor yet. `event_id` is `None` when not even
    /// the id could be read. Answers false, and does nothing, when the cursor does not stand right before `position`.
    pub async fn skip_event(
        &self,
        subscription: &str,
        log_id: Uuid,
        position: Position,
        event_id: Option<EventId>,
        reason: &str,
    ) -> Result<bool> {
        let now = self.clock.now_us();
        let mut tx = self.db.begin().await?;
        let at = if let Some(cursor) = read(&mut tx, subscription).await? {
            cursor
        } else {
            create(&mut tx, subscription, log_id, now).await?;
            let subscription = subscription.to_owned();
            Cursor { subscription, log_id, position: Position::BEGIN, event_id: None }
        };
        if at.position.next() != position {
            tx.rollback().await?;
            return Ok(false);
        }
        let parked = [
            // An envelope that cannot be read has no id.
            Value::Uuid(event_id.unwrap_or_default()),
            Value::Text(subscription.to_owned()),
            position.value(),
            Value::Text(reason.to_owned()),
            Value::Int(now),
        ];
        tx.execute(PARK, &parked).await?;
        advance(&mut tx, &at, position, event_id, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Everything that was put aside.
    pub async fn parked(&self) -> Result<Vec<Parked>> {
        let one = |row: &Row| {
            Ok(Parked {
                event_id: row.get(0)?,
                subscription: row.get(1)?,
                position: row.get(2)?,
                reason: row.get(3)?,
                parked_at_us: row.get(4)?,
            })
        };
        self.db.fetch(PARKED, &[]).await?.iter().map(one).collect()
    }

    /// Takes or renews the lease `name` for `holder` during `ttl_us` microseconds.
    ///
    /// `None`: somebody else holds it.
    pub async fn take_lease(&self, name: &str, holder: &str, ttl_us: i64) -> Result<Option<Lease>> {
        let mut tx = self.db.begin().await?;
        let now = match tx.driver() {
            db::Driver::Sqlite => self.clock.now_us(),
            db::Driver::Postgres => {
                let rows = tx.fetch(POSTGRES_NOW_US, &[]).await?;
                rows.first().map_or(Ok(0), |row| row.get(0))?
            }
        };
        let values = [
            Value::Text(name.to_owned()),
            Value::Text(holder.to_owned()),
            Value::Int(now),
            Value::Int(now + ttl_us),
        ];
        let rows = tx.fetch(TAKE_LEASE, &values).await?;
        let lease =
            rows.first().map(|row| Ok::<_, DbError>(Lease { epoch: row.get(0)? })).transpose()?;
        tx.commit().await?;
        Ok(lease)
    }

    /// Gives a lease back.
    pub async fn drop_lease(&self, name: &str, holder: &str) -> Result<()> {
        let mut tx = self.db.begin().await?;
        tx.execute(DROP_LEASE, &[Value::Text(name.to_owned()), Value::Text(holder.to_owned())])
            .await?;
        tx.commit().await
    }
}
