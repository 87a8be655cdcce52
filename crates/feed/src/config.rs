//! What a consumer is told: whom it reads, how to reach it, how to behave.

use std::time::Duration;

use client::Dial;
use traces::Traces;

/// How a consumer behaves.
#[derive(Clone)]
pub struct ConsumerConfig {
    /// The service that is read.
    pub source: String,
    /// How to reach it.
    pub dial: Dial,
    /// Name under which this process holds the lease; `None`: it is the only one.
    pub lease_holder: Option<String>,
    /// Seed of the jitter between attempts.
    pub jitter_seed: u64,
    /// Time that the source may wait for more events before it sends a batch.
    pub linger: Duration,
    /// Where spans of what follows from events go.
    pub traces: Traces,
}
