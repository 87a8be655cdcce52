//! How many streams may be open: by name, by peer, in all, and in the bytes that they may hold.
//!
//! A reader that does not read costs its batch and what the connection buffers, however many names it takes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tonic::Status;

use crate::limits::FeedLimits;

/// What is open now.
#[derive(Default)]
struct Open {
    by_name: HashMap<String, u32>,
    by_peer: HashMap<String, u32>,
    streams: u32,
    bytes: u64,
}

pub(crate) struct Quota {
    limits: FeedLimits,
    open: Mutex<Open>,
}

impl Quota {
    pub(crate) fn new(limits: FeedLimits) -> Arc<Self> {
        Arc::new(Self { limits, open: Mutex::default() })
    }

    /// Takes a place for a stream of `peer` named `name`, whose batches have at most `batch_bytes`.
    ///
    /// # Errors
    /// `RESOURCE_EXHAUSTED`, with the limit that is reached.
    pub(crate) fn enter(
        self: &Arc<Self>,
        name: &str,
        peer: &str,
        batch_bytes: u32,
    ) -> Result<Place, Status> {
        // One batch waits, and as much again is on its way in the buffers of the connection.
        let bytes = 2 * u64::from(batch_bytes);
        let limits = &self.limits;
        let mut open = self.lock();
        let of = |counts: &HashMap<String, u32>, key: &str| counts.get(key).copied().unwrap_or(0);
        let checks = [
            (
                "streams under this name",
                of(&open.by_name, name),
                limits.streams_per_subscription_max,
            ),
            ("streams of this peer", of(&open.by_peer, peer), limits.streams_per_peer_max),
            ("streams in all", open.streams, limits.streams_max),
        ];
        if let Some((what, count, _)) = checks.iter().find(|(_, count, max)| count >= max) {
            let text = format!("{count} {what} are open, the most allowed; close one or try later");
            return Err(Status::resource_exhausted(text));
        }
        if open.bytes + bytes > limits.held_bytes_max {
            let text = format!(
                "open streams may hold {} bytes, of {} allowed; ask for smaller batches or try later",
                open.bytes, limits.held_bytes_max
            );
            return Err(Status::resource_exhausted(text));
        }
        *open.by_name.entry(name.to_owned()).or_default() += 1;
        *open.by_peer.entry(peer.to_owned()).or_default() += 1;
        open.streams += 1;
        open.bytes += bytes;
        metrics::gauge!("feed_streams_open").set(f64::from(open.streams));
        Ok(Place { quota: Arc::clone(self), name: name.to_owned(), peer: peer.to_owned(), bytes })
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stream's place in the quota, given back when the stream ends.
pub(crate) struct Place {
    quota: Arc<Quota>,
    name: String,
    peer: String,
    bytes: u64,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.quota.lock();
        leave(&mut open.by_name, &self.name);
        leave(&mut open.by_peer, &self.peer);
        open.streams -= 1;
        open.bytes -= self.bytes;
        metrics::gauge!("feed_streams_open").set(f64::from(open.streams));
    }
}

fn leave(counts: &mut HashMap<String, u32>, key: &str) {
    if let Some(count) = counts.get_mut(key) {
        *count -= 1;
        if *count == 0 {
            counts.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quota() -> Arc<Quota> {
        Quota::new(FeedLimits {
            streams_per_subscription_max: 2,
            streams_per_peer_max: 3,
            streams_max: 4,
            held_bytes_max: 1_000,
            ..FeedLimits::default()
        })
    }

    fn refused(result: Result<Place, Status>) -> String {
        let status = result.err().expect("the limit is reached");
        assert_eq!(status.code(), tonic::Code::ResourceExhausted);
        status.message().to_owned()
    }

    #[test]
    fn names_peers_streams_and_bytes_have_a_limit_each() {
        let quota = quota();
        let mut places = vec![];
        for (name, peer) in [("a", "1"), ("a", "1"), ("b", "1")] {
            places.push(quota.enter(name, peer, 1).unwrap());
        }
        assert!(refused(quota.enter("a", "2", 1)).contains("under this name"));
        assert!(refused(quota.enter("c", "1", 1)).contains("of this peer"));
        assert!(refused(quota.enter("c", "2", 500)).contains("1000 allowed"));
        places.push(quota.enter("c", "2", 1).unwrap());
        assert!(refused(quota.enter("d", "3", 1)).contains("in all"));
        places.clear();
        quota.enter("a", "1", 500).unwrap();
    }
}
