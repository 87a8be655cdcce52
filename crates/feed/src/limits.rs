//! What the feed gives to its readers at most.

use std::time::Duration;

/// Limits of the feed.
#[derive(Clone, Copy, Debug)]
pub struct FeedLimits {
    /// Events read from the database at a time, and most in a batch.
    pub batch_events_max: u32,
    /// Most bytes of payload in a batch.
    pub batch_bytes_max: u32,
    /// Streams that one subscription name may have open.
    pub streams_per_subscription_max: u32,
    /// Streams that one peer (an address) may have open, under whatever names.
    pub streams_per_peer_max: u32,
    /// Streams that may be open in all.
    pub streams_max: u32,
    /// Bytes that all open streams together may hold for readers that do not read.
    pub held_bytes_max: u64,
    /// Time after which a stream is drained, so that load spreads again.
    pub lifetime_max: Duration,
}

impl Default for FeedLimits {
    fn default() -> Self {
        Self {
            batch_events_max: 512,
            batch_bytes_max: 512 * 1024,
            streams_per_subscription_max: 4,
            streams_per_peer_max: 64,
            streams_max: 256,
            held_bytes_max: 256 * 1024 * 1024,
            lifetime_max: Duration::from_mins(30),
        }
    }
}
