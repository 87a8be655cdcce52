//! Proving that no event was changed, inserted or removed (EL-1, EL-3).

use db::{DbError, Result};

use kernel::Position;

use crate::event::{Digest, EventHash};
use crate::log::Journal;

/// Events read at a time.
const PAGE: u32 = 1_024;

/// A log whose chain holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Number of events whose hash was recomputed.
    pub count: u64,
    /// Hash of the last event: the proof of the whole log.
    pub hash: EventHash,
}

/// A log whose chain does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("position {position}: {reason}")]
pub struct Broken {
    /// The first position at which something is wrong.
    pub position: Position,
    /// What is wrong.
    pub reason: String,
    /// Number of events before it that verify.
    pub count: u64,
}

impl Journal {
    /// Recomputes the hash chain from the first event to the end the log has now.
    pub async fn verify(&self) -> Result<std::result::Result<Verified, Broken>> {
        let head = self.head().await?;
        let (mut position, mut hash, mut count) = (Position::BEGIN, [0; 32], 0);
        while position < head.last {
            // What is wrong is what follows on what holds.
            let broken = |after: Position, count, reason: &str| {
                Ok(Err(Broken { position: after.next(), reason: reason.to_owned(), count }))
            };
            let page = match self.read_stored(position, PAGE).await {
                Ok(page) => page,
                Err(DbError::Corrupt(text)) => match self.first_unreadable(position).await? {
                    Some(at) => {
                        return broken(at.before(), count, &format!("row cannot be read: {text}"));
                    }
                    // It was read the second time.
                    None => continue,
                },
                Err(error) => return Err(error),
            };
            if page.is_empty() {
                return broken(position, count, "event is missing");
            }
            for event in page.iter().take_while(|event| event.position <= head.last) {
                let broken = |reason| broken(position, count, reason);
                if event.position != position.next() {
                    return broken("event is missing");
                }
                if event.chained(&hash) != event.hash {
                    return broken("hash does not follow from the event and the hash before");
                }
                hash = event.hash;
                position = event.position;
                count += 1;
            }
        }
        if hash != head.hash {
            let reason = "hash of the last event is not the one at the head".to_owned();
            // A log without events: what is wrong is what its first event would follow on.
            return Ok(Err(Broken { position: position.max(Position::FIRST), reason, count }));
        }
        Ok(Ok(Verified { count, hash }))
    }

    /// The first position after `position`, among the next [`PAGE`], whose row cannot be read.
    async fn first_unreadable(&self, position: Position) -> Result<Option<Position>> {
        let mut before = position;
        for _ in 0..PAGE {
            match self.read_stored(before, 1).await {
                Ok(_) => before = before.next(),
                Err(DbError::Corrupt(_)) => return Ok(Some(before.next())),
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    /// Summarises the content of the log independent of its order.
    pub async fn digest(&self) -> Result<Digest> {
        let mut digest = Digest::default();
        let mut position = Position::BEGIN;
        loop {
            let page = self.read_stored(position, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(digest);
            };
            position = last.position;
            for event in &page {
                digest.add(event);
            }
        }
    }
}
