//! What the outside sees of a consumer.

use kernel::EventId;

/// What a consumer does now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Connecting or waiting to try again.
    Connecting,
    /// Reading and applying.
    Running,
    /// Stopped at an event that it cannot apply.
    Stopped,
    /// Another replica holds the lease.
    Standby,
}

/// How far a consumer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Name of the subscription.
    pub subscription: String,
    /// The service that it reads.
    pub source: String,
    /// Position up to which everything was applied or needed nothing.
    pub position: i64,
    /// What it does now.
    pub state: State,
    /// Why it stopped; empty otherwise.
    pub stopped_reason: String,
    /// Id of the event at which it stopped, when that can be read; `None` otherwise.
    pub stopped_event: Option<EventId>,
}
