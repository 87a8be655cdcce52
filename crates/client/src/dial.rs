//! Channels to services: one way to open them for all.

use std::sync::Arc;
use std::time::Duration;

use tonic::transport::{Channel, Endpoint};

const CONNECT_MAX: Duration = Duration::from_secs(5);
const WINDOW_BYTES: u32 = 1024 * 1024;
/// A peer that is gone without a word is noticed within these two.
const KEEP_ALIVE: Duration = Duration::from_secs(30);
const KEEP_ALIVE_ANSWER_MAX: Duration = Duration::from_secs(10);

/// Opens a channel. Called for each stream, so that a new one may go to another replica.
pub type Dial = Arc<dyn Fn() -> Result<Channel, tonic::transport::Error> + Send + Sync>;

/// A channel over TCP to `address` (`http://host:port`), with keep-alive and bounded windows. It connects when it is
/// first used.
pub fn dial(address: &str) -> Result<Channel, tonic::transport::Error> {
    Ok(Endpoint::from_shared(address.to_owned())?
        .connect_timeout(CONNECT_MAX)
        .tcp_nodelay(true)
        .initial_stream_window_size(WINDOW_BYTES)
        .initial_connection_window_size(WINDOW_BYTES)
        .http2_keep_alive_interval(KEEP_ALIVE)
        .keep_alive_timeout(KEEP_ALIVE_ANSWER_MAX)
        .keep_alive_while_idle(true)
        .connect_lazy())
}
