//! What a service does with another's events.

use kernel::{Date, EventId, Position};
use wire::EventMessage;

/// An event of another service, as a consumer sees it.
#[derive(Clone, Debug)]
pub struct Received<'a> {
    /// Position in the source's log.
    pub position: Position,
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

/// The payload of an event.
///
/// # Errors
/// What makes it unreadable.
pub fn read<M: EventMessage>(event: &Received<'_>) -> Result<M, String> {
    M::decode(event.data).map_err(|e| e.to_string())
}

/// The reactions of a service to the events of one other, written as a table by [`reactions!`](crate::reactions).
///
/// An event leads to at most one command, so that it is applied whole or not at all.
pub trait Reactions<C>: Send + Sync + 'static {
    /// The types of events that matter; the feed leaves the others out. Empty means all.
    fn types(&self) -> Vec<&'static str>;

    /// The command that follows from an event, if any.
    ///
    /// # Errors
    /// What makes the event unreadable; the subscription stops at it.
    fn command(&self, event: &Received<'_>) -> Result<Option<C>, String>;
}

/// What `$listener` does with the events of one other service: one row for each message that matters. The types of its
/// subscription are those of the rows, so that none can be forgotten. A row gives the command that follows, if any;
/// `given` holds what several rows use.
///
/// ```
/// struct Intake;
/// feed::reactions! { Intake => u32, |_intake, event| {
///     wire::intake::ApplicationMade as made => {
///         Ok((event.position > kernel::Position::BEGIN).then(|| made.case_id.len() as u32))
///     }
/// }}
/// assert_eq!(feed::Reactions::<u32>::types(&Intake), ["nl.asielaanvragen.aangemeld.v1"]);
/// ```
#[macro_export]
macro_rules! reactions {
    ($listener:ty => $command:ty, |$this:pat_param, $received:ident| { $($rows:tt)+ }) => {
        $crate::reactions! { $listener => $command, |$this, $received| given {} { $($rows)+ } }
    };
    ($listener:ty => $command:ty, |$this:pat_param, $received:ident| given { $($given:tt)* } {
        $($message:path as $event:pat_param => $body:block)+
    }) => {
        impl $crate::Reactions<$command> for $listener {
            fn types(&self) -> Vec<&'static str> {
                vec![$(<$message as $crate::EventMessage>::TYPE),+]
            }

            fn command(&self, $received: &$crate::Received<'_>) -> Result<Option<$command>, String> {
                let $this = self;
                $($given)*
                match $received.event_type {
                    $(<$message as $crate::EventMessage>::TYPE => {
                        let $event = $crate::read::<$message>($received)?;
                        $body
                    })+
                    _ => Ok(None),
                }
            }
        }
    };
}
