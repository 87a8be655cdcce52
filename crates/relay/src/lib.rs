//! Carries the feeds of a chain to NATS JetStream, an existing engine for wide fan-out.
//!
//! ```text
//!  log of A ── feed ══ Relay ── publish, acknowledgements awaited by batch ══ stream "<prefix>_A", subjects "<prefix>.A.<type>"
//! ```
//!
//! **The relay keeps nothing.** Each source has a stream of its own, and a log is dense (EL-1): so event `n` of the log is
//! message `n - after` of the stream, and the end of the stream *is* the cursor. It cannot be ahead of what JetStream has
//! acknowledged, and when a server loses its last seconds (it does not flush every message), the cursor is back with it.
//! Every message names the sequence that must lie before it. A refused message therefore refuses all after it: there is no gap,
//! and no duplicate either, also with two relays at once. The id of the event is the id of the message, so that JetStream
//! knows a repetition by itself within its window.

mod message;
mod place;
mod source;

use std::time::Duration;

use async_nats::ConnectOptions;
use async_nats::jetstream::{self, context::ContextBuilder};
use kernel::Position;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::source::Source;

/// Longest wait for an acknowledgement, and for any other answer of JetStream.
const ANSWER_MAX: Duration = Duration::from_secs(5);
const CONNECT_MAX: Duration = Duration::from_secs(5);
/// Messages under way at a time, of all sources.
const IN_FLIGHT_MAX: usize = 4_096;
/// Within this time JetStream knows a repeated event by its id. What comes later is refused for its sequence.
pub const DUPLICATE_WINDOW: Duration = Duration::from_mins(2);

/// Where a stream begins that does not exist yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
    /// With the first event of the log.
    Start,
    /// After this position of the log.
    After(Position),
    /// With what is recorded from now on.
    Now,
}

/// A feed that is read.
#[derive(Clone, Debug)]
pub struct Feed {
    /// Name of the service.
    pub service: String,
    /// `http://host:port` of its feed.
    pub address: String,
}

/// What is relayed where to.
#[derive(Clone, Debug)]
pub struct Options {
    /// The feeds.
    pub from: Vec<Feed>,
    /// `nats://host:port`, or `tls://host:port`.
    pub to: String,
    /// First words of all subjects, separated by dots.
    pub prefix: String,
    /// Where new streams begin.
    pub begin: Begin,
    /// Copies that a new stream keeps in a cluster of JetStream.
    pub replicas: usize,
}

/// Why a relay does not begin, or ends by itself.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// An argument is wrong.
    #[error("{0}")]
    Argument(String),
    /// Something that is needed is away.
    #[error("{what} cannot be reached: {reason}")]
    Away {
        /// What.
        what: String,
        /// Why not.
        reason: String,
    },
    /// Going on would leave a gap, or mix two histories.
    #[error("{0}")]
    Refused(String),
}

/// A relay that has found its feeds and its broker.
pub struct Relay {
    sources: Vec<Source>,
}

impl Relay {
    /// Connects. A feed or a broker that is away now is an error; later it is waited for without end.
    pub async fn connect(options: Options) -> Result<Self, RelayError> {
        message::check_prefix(&options.prefix)?;
        let scheme = ["nats://", "tls://"].iter().any(|scheme| options.to.starts_with(scheme));
        if !scheme {
            let text = format!("{:?} is not of the form nats://host:port", options.to);
            return Err(RelayError::Argument(text));
        }
        let away = |reason: String| RelayError::Away { what: shown(&options.to), reason };
        let client = ConnectOptions::new()
            .name("keten relay")
            .connection_timeout(CONNECT_MAX)
            .connect(&options.to)
            .await
            .map_err(|error| away(error.to_string()))?;
        let broker = ContextBuilder::new()
            .timeout(ANSWER_MAX)
            .ack_timeout(ANSWER_MAX)
            .max_ack_inflight(IN_FLIGHT_MAX)
            .backpressure_on_inflight(true)
            .build(client);
        let mut sources = Vec::with_capacity(options.from.len());
        for from in &options.from {
            sources.push(Source::connect(from, &options, broker.clone()).await?);
        }
        Ok(Self { sources })
    }

    /// Relays until `stop`, or until a source refuses: then all end, so that somebody looks.
    pub async fn run(self, stop: CancellationToken) -> Result<(), RelayError> {
        let mut tasks = JoinSet::new();
        for source in self.sources {
            tasks.spawn(source.run(stop.clone()));
        }
        let mut end = Ok(());
        while let Some(task) = tasks.join_next().await {
            let task =
                task.unwrap_or_else(|error| Err(RelayError::Refused(format!("bug: {error}"))));
            if task.is_err() {
                stop.cancel();
                end = end.and(task);
            }
        }
        end
    }
}

/// An address without the password in it.
pub fn shown(address: &str) -> String {
    match (address.split_once("://"), address.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        _ => address.to_owned(),
    }
}

/// The connection to JetStream.
pub(crate) type Broker = jetstream::Context;

#[cfg(test)]
mod tests {
    #[test]
    fn a_password_is_not_shown() {
        assert_eq!(super::shown("nats://keten:secret@broker:4222"), "nats://…@broker:4222");
        assert_eq!(super::shown("nats://broker:4222"), "nats://broker:4222");
    }
}
