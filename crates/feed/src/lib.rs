//! The event feed: a service's log served over gRPC, and the consumer that applies another's.
//!
//! ```text
//!  log of A ── Server ══ batches, heartbeats, draining ══ Consumer ── Writer of B (one transaction with the cursor)
//! ```
//!
//! Delivery is at least once and in order; the effect is exactly once, because the cursor moves in the
//! transaction of what follows. There is no buffer between database and socket: a subscriber that does
//! not read stops the reading.

mod config;
mod consumer;
mod envelope;
mod limits;
mod progress;
mod quota;
mod reaction;
mod server;

pub use config::ConsumerConfig;
pub use consumer::Consumer;
pub use envelope::Source;
pub use limits::FeedLimits;
pub use progress::{Progress, State, StoppedAt};
pub use reaction::{Reactions, Received, read};
pub use server::Feed;
pub use wire::EventMessage;
