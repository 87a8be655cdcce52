//! What the outside sees of a consumer.

use std::time::Duration;

use kernel::{EventId, Position, Uuid};

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
    pub position: Position,
    /// What it does now.
    pub state: State,
    /// Why it stopped or, while it connects, why the last attempt ended; empty otherwise.
    pub stopped_reason: String,
    /// The event at which it stopped; `None` when it did not, or when no event is the cause.
    pub stopped_at: Option<StoppedAt>,
    /// Age of the last applied event while it is behind.
    pub lag: Duration,
    /// How often an event could not be applied.
    pub failures_count: u64,
}

/// The event that a subscription cannot apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoppedAt {
    /// Identity of the source's log.
    pub log_id: Uuid,
    /// Position of the event in it.
    pub position: Position,
    /// Id of the event, when that can be read.
    pub event_id: Option<EventId>,
}
