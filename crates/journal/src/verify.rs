//! Proving that no event was changed, inserted or removed (EL-1, EL-3).

use db::Result;

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
    pub position: i64,
    /// What is wrong.
    pub reason: &'static str,
    /// Number of events before it that verify.
    pub count: u64,
}

impl Journal {
    /// Recomputes the hash chain from the first event to the end the log has now.
    pub async fn verify(&self) -> Result<std::result::Result<Verified, Broken>> {
        let head = self.head().await?;
        let (mut position, mut hash, mut count) = (0, [0; 32], 0);
        while position < head.last {
            let page = self.read_stored(position, PAGE).await?;
            if page.is_empty() {
                return Ok(Err(Broken {
                    position: position + 1,
                    reason: "event is missing",
                    count,
                }));
            }
            for event in page.iter().take_while(|event| event.position <= head.last) {
                let broken = |reason| Ok(Err(Broken { position: position + 1, reason, count }));
                if event.position != position + 1 {
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
            let reason = "hash of the last event is not the one at the head";
            return Ok(Err(Broken { position, reason, count }));
        }
        Ok(Ok(Verified { count, hash }))
    }

    /// Summarises the content of the log independent of its order.
    pub async fn digest(&self) -> Result<Digest> {
        let mut digest = Digest::default();
        let mut position = 0;
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
