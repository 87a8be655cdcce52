//! What a service does with another's events.

use kernel::{Date, EventId};

/// An event of another service, as a consumer sees it.
#[derive(Clone, Debug)]
pub struct Fact<'a> {
    /// Position in the source's log.
    pub position: i64,
    /// Id of the event.
    pub event_id: EventId,
    /// CloudEvents type.
    pub event_type: &'a str,
    /// Stream in the source's log.
    pub subject: &'a str,
    /// The civil date on which it happened.
    pub occurred_on: Date,
    /// When the source recorded it, microseconds since 1970 UTC.
    pub recorded_at_us: i64,
    /// The encoded payload.
    pub data: &'a [u8],
}

/// The reactions of a service to the events of one other.
///
/// An event leads to at most one command, so that it is applied whole or not at all.
pub trait Reactions<C>: Send + Sync + 'static {
    /// The types of events that matter; the feed leaves the others out. Empty means all.
    fn types(&self) -> Vec<&'static str>;

    /// The command that follows from an event, if any.
    ///
    /// # Errors
    /// What makes the event unreadable; the subscription stops at it.
    fn command(&self, fact: &Fact<'_>) -> Result<Option<C>, String>;
}
