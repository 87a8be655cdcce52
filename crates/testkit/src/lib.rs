//! What tests of the whole chain share.
//!
//! [`TestChain`] is a chain that lives as long as one test; [`Feeds`] are all events of all services, read
//! through the public feed; [`check`] tells which invariants of the chain do not hold in them. The checker is
//! written against the contracts and `law` alone: it neither reads tables nor calls the services' domain
//! code, so that a mistake there cannot hide here.

mod answer;
mod chain;
mod check;
mod feeds;
mod versions;

pub use answer::{Answer, Problem};
pub use chain::{Applicant, Engine, TestChain};
pub use check::{check, compare_capacity, compare_occupancy, compare_picture};
pub use feeds::{Event, Feeds, Log, read as read_log};
pub use wire;
/// Every event of the chain as a value: the checker reads these and knows nothing else.
pub use wire::AnyEvent;

/// The civil date `text` as it is sent; panics on what is no date, which is a mistake of the test.
pub fn on(text: &str) -> Option<wire::common::CivilDate> {
    use wire::Wire as _;
    date(text).to_pb()
}

/// The civil date `text`; panics on what is no date, which is a mistake of the test.
pub fn date(text: &str) -> kernel::Date {
    text.parse().unwrap_or_else(|error| panic!("{text} is no date: {error}"))
}

/// A message with some of its fields set.
pub fn filled<M: Default>(fill: impl FnOnce(&mut M)) -> M {
    let mut message = M::default();
    fill(&mut message);
    message
}

/// Sends a command to a service of a chain, today, with a request id of its own.
///
/// `command!(chain, intake.hold_interview(HoldInterviewRequest { case_id: id }))` is a future of the answer;
/// values are converted with `into`.
#[macro_export]
macro_rules! command {
    (@value $field:ident) => { ($field).into() };
    (@value $field:ident, $value:expr) => { ($value).into() };
    ($chain:expr, $service:ident.$rpc:ident($message:ident { $($field:ident $(: $value:expr)?),* $(,)? })) => {{
        let message = $crate::filled(|message: &mut $crate::wire::$service::$message| {
            message.request_id = $chain.request_id();
            message.occurred_on = $chain.on();
            $(message.$field = $crate::command!(@value $field $(, $value)?);)*
        });
        let mut client = $chain.$service();
        async move { client.$rpc(message).await }
    }};
}
