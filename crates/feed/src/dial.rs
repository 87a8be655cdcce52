//! What a consumer is told: whom it reads, how to reach it, how to behave.

use std::sync::Arc;
use std::time::Duration;

use tonic::transport::{Channel, Endpoint};
use traces::Traces;

const WINDOW_BYTES: u32 = 1024 * 1024;

/// Opens a channel to the source. Called once per consumer.
pub type Dial = Arc<dyn Fn() -> Result<Channel, tonic::transport::Error> + Send + Sync>;

/// A channel over TCP to `address` (`http://host:port`), with keep-alive and bounded windows.
pub fn dial_tcp(address: &str) -> Result<Channel, tonic::transport::Error> {
    Ok(Endpoint::from_shared(address.to_owned())?
        .connect_timeout(Duration::from_secs(5))
        .tcp_nodelay(true)
        .initial_stream_window_size(WINDOW_BYTES)
        .initial_connection_window_size(WINDOW_BYTES)
        .http2_keep_alive_interval(Duration::from_secs(30))
        .keep_alive_timeout(Duration::from_secs(10))
        .keep_alive_while_idle(true)
        .connect_lazy())
}

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
