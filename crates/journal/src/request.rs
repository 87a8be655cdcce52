//! Command idempotency: a request id has one effect, and the same answer every time (EL-5).

use std::collections::HashMap;

use db::{Result, Tx, Value};
use kernel::Uuid;
use sha2::{Digest as _, Sha256};

use crate::log::Journal;

pub(crate) const FORGET: &str = "DELETE FROM idempotency WHERE created_at_us < $1";
const COLUMNS: &[&str] = &["request_id", "request_hash", "response", "created_at_us"];

/// The SHA-256 of a request: its method and its bytes.
pub type RequestHash = [u8; 32];

/// What identifies a command.
#[derive(Clone, Debug)]
pub struct Request {
    /// Chosen by the caller; repeated when the caller tries again.
    pub id: Uuid,
    /// Hash of the method and the message, to tell a repetition from a mistake.
    pub hash: RequestHash,
    /// W3C trace context of the call.
    pub traceparent: Option<String>,
}

impl Request {
    /// A request for `method` with the given message bytes.
    pub fn new(id: Uuid, method: &str, message: &[u8], traceparent: Option<String>) -> Self {
        let mut hash = Sha256::new();
        hash.update(method.as_bytes());
        hash.update([0]);
        hash.update(message);
        Self { id, hash: hash.finalize().into(), traceparent }
    }
}

/// An answer that was given before.
pub(crate) struct Answered {
    pub(crate) hash: Vec<u8>,
    pub(crate) response: Vec<u8>,
}

/// The answers to those of `ids` that were answered before.
pub(crate) async fn answered(tx: &mut Tx, ids: &[Uuid]) -> Result<HashMap<Uuid, Answered>> {
    let keys: Vec<Value> = ids.iter().map(|id| Value::Uuid(*id)).collect();
    let rows = tx.by_key("idempotency", &COLUMNS[..3], "request_id", &keys).await?;
    let one =
        |row: &db::Row| Ok((row.get(0)?, Answered { hash: row.get(1)?, response: row.get(2)? }));
    rows.iter().map(one).collect()
}

/// Remembers answers.
pub(crate) async fn remember(
    tx: &mut Tx,
    answers: impl Iterator<Item = (Uuid, RequestHash, Vec<u8>)>,
    at_us: i64,
) -> Result<()> {
    let rows: Vec<Vec<Value>> = answers
        .map(|(id, hash, response)| {
            vec![
                Value::Uuid(id),
                Value::Bytes(hash.to_vec()),
                Value::Bytes(response),
                Value::Int(at_us),
            ]
        })
        .collect();
    tx.insert("idempotency", COLUMNS, &rows).await
}

impl Journal {
    /// Forgets the answers to requests older than `before_us`; how many.
    pub async fn forget_requests(&self, before_us: i64) -> Result<u64> {
        let mut tx = self.db.begin().await?;
        let forgotten = tx.execute(FORGET, &[Value::Int(before_us)]).await?;
        tx.commit().await?;
        Ok(forgotten)
    }
}
