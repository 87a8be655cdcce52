//! One feed into one stream of JetStream: a cursor of [`client::read`] that is the end of that stream.

use std::sync::Arc;
use std::time::Duration;

use async_nats::jetstream::context::PublishErrorKind;
use client::{Cursor, Dial, End, Pace};
use kernel::{Clock, Position, Timestamp};
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;
use tonic::transport::Channel;
use tonic::{Request, Status};
use wire::cloudevents::cloud_event::cloud_event_attribute_value::Attr;
use wire::feed::feed_service_client::FeedServiceClient;
use wire::feed::subscribe_request::Start;
use wire::feed::{
    EventBatch, FeedEvent, GetHeadRequest, GetHeadResponse, Heartbeat, Opened, ResumeToken,
    SubscribeRequest,
};

use crate::message::message;
use crate::place::{Names, Nowhere, Place, find};
use crate::{Broker, Feed, Options, RelayError};

/// Wait for the end of a log.
const HEAD_MAX: Duration = Duration::from_secs(10);
const BACKOFF_MAX: Duration = Duration::from_secs(5);
/// Pause between two lines about progress.
const TELL_EVERY: Duration = Duration::from_secs(10);
/// Events whose acknowledgements are awaited together.
const BATCH_EVENTS_MAX: u32 = 500;
/// The source may wait so long for more events: fewer and fuller batches.
const LINGER_NANOS: i32 = 20_000_000;

/// A feed and the stream that it goes to.
pub(crate) struct Source {
    names: Names,
    dial: Dial,
    broker: Broker,
    /// How far the stream is; unset until the first look.
    place: Option<Place>,
    /// The end of the log, as far as it is known.
    head: Position,
    /// When progress was told last, and which.
    told: (Instant, Position),
}

impl From<Nowhere> for End<RelayError> {
    fn from(nowhere: Nowhere) -> Self {
        match nowhere {
            Nowhere::Away(reason) => Self::Lost(format!("JetStream: {reason}")),
            Nowhere::Refused(error) => Self::Refused(error),
        }
    }
}

async fn head(feed: &mut FeedServiceClient<Channel>) -> Result<GetHeadResponse, String> {
    match timeout(HEAD_MAX, feed.get_head(GetHeadRequest {})).await {
        Ok(Ok(head)) => Ok(head.into_inner()),
        Ok(Err(status)) => Err(status.message().to_owned()),
        Err(_) => Err("no answer in time".to_owned()),
    }
}

impl Source {
    /// Asks the feed for its end and finds or makes the stream, so that what is wrong is told at once.
    pub(crate) async fn connect(
        feed: &Feed,
        options: &Options,
        broker: Broker,
    ) -> Result<Self, RelayError> {
        let channel = client::dial(&feed.address)
            .map_err(|error| RelayError::Argument(format!("{:?}: {error}", feed.address)))?;
        let names = Names {
            service: feed.service.clone(),
            prefix: options.prefix.clone(),
            replicas: options.replicas,
        };
        let away = |reason| RelayError::Away {
            what: format!("{} at {}", feed.service, feed.address),
            reason,
        };
        let head = head(&mut client::feed(channel)).await.map_err(away)?;
        let place = match find(&broker, &names, &head, Some(options.begin)).await {
            Ok(place) => place,
            Err(Nowhere::Away(reason)) => {
                let what = format!("stream {}", names.stream());
                return Err(RelayError::Away { what, reason });
            }
            Err(Nowhere::Refused(error)) => return Err(error),
        };
        let address = feed.address.clone();
        let dial: Dial = Arc::new(move || client::dial(&address));
        let told = (Instant::now(), place.position());
        let head = position(head.head_position)
            .map_err(|text| RelayError::Refused(format!("{}: {text}", feed.service)))?;
        Ok(Self { names, dial, broker, place: Some(place), head, told })
    }

    /// Relays until `stop`, or until going on would be wrong.
    pub(crate) async fn run(mut self, stop: CancellationToken) -> Result<(), RelayError> {
        let jitter_seed = Clock::System.now_us() as u64;
        let (dial, pace) = (self.dial.clone(), Pace { backoff_max: BACKOFF_MAX, jitter_seed });
        client::read(&mut self, &dial, pace, &stop).await
    }

    fn refusal(&self, text: &str) -> RelayError {
        RelayError::Refused(format!("{}: {text}", self.names.service))
    }

    /// Publishes a batch and awaits what JetStream says to each; the moment at which the last event was recorded.
    async fn publish(&self, place: &mut Place, batch: EventBatch) -> Result<i64, End<RelayError>> {
        let refused = |text: String| End::Refused(self.refusal(&text));
        let mut recorded_at_us = 0;
        let mut sent = Vec::with_capacity(batch.events.len());
        for (sequence, event) in (place.sequence + 1..).zip(batch.events) {
            let (position, due) = (event.position, place.after.plus(sequence));
            if position != u64::from(due) {
                // A feed that leaves events out cannot be a stream whose sequence is the position.
                return Err(refused(format!("event {position} comes where {due} belongs")));
            }
            recorded_at_us = recorded(&event).unwrap_or(recorded_at_us);
            let id: Option<kernel::EventId> =
                event.event.as_ref().and_then(|envelope| envelope.id.parse().ok());
            let (subject, message) =
                message(&self.names.prefix, &self.names.service, place.log_id, event)
                    .map_err(|reason| refused(format!("event {position}: {reason}")))?;
            let message =
                message.expected_stream(self.names.stream()).expected_last_sequence(sequence - 1);
            let acknowledged = self.broker.send_publish(subject, message).await;
            sent.push((sequence, id, acknowledged.map_err(|error| lost(&error))?));
        }
        for (sequence, id, acknowledged) in sent {
            let answer = acknowledged.await.map_err(|error| lost(&error))?;
            if answer.sequence != sequence {
                let text = format!(
                    "JetStream has event {id:?} as message {}, not {sequence}",
                    answer.sequence
                );
                return Err(refused(text));
            }
            place.sequence = sequence;
            place.event_id = id;
            self.relayed();
        }
        Ok(recorded_at_us)
    }

    fn relayed(&self) {
        metrics::counter!("relay_events_total", "source" => self.names.service.clone())
            .increment(1);
    }

    fn state(&self, code: f64) {
        metrics::gauge!("relay_state", "source" => self.names.service.clone()).set(code);
    }

    fn lag(&mut self, seconds: f64) {
        let Some(place) = &self.place else { return };
        let source = || self.names.service.clone();
        let behind = self.head.since(place.position());
        metrics::gauge!("relay_position", "source" => source()).set(place.position().get() as f64);
        metrics::gauge!("relay_lag_events", "source" => source()).set(behind as f64);
        metrics::gauge!("relay_lag_seconds", "source" => source()).set(seconds);
        let (at, position) = self.told;
        if at.elapsed() > TELL_EVERY && position != place.position() {
            self.told = (Instant::now(), place.position());
            tracing::info!(source = source(), position = place.position().get(), behind, "relayed");
        }
    }
}

impl Cursor for Source {
    type Refusal = RelayError;
    type Error = RelayError;

    async fn request(
        &mut self,
        feed: &mut FeedServiceClient<Channel>,
        _: bool,
    ) -> Result<Request<SubscribeRequest>, End<RelayError>> {
        let head = head(feed).await.map_err(End::Lost)?;
        let place = find(&self.broker, &self.names, &head, None).await?;
        self.head = position(head.head_position).map_err(End::Lost)?;
        let request = SubscribeRequest {
            subscription: format!("relay:{}", self.names.stream()),
            start: Some(Start::After(ResumeToken {
                log_id: place.log_id.as_bytes().to_vec(),
                position: place.position().into(),
                event_id: place.event_id.map(|id| id.as_bytes().to_vec()).unwrap_or_default(),
            })),
            batch_events_max: BATCH_EVENTS_MAX,
            linger: Some(prost_types::Duration { seconds: 0, nanos: LINGER_NANOS }),
            ..SubscribeRequest::default()
        };
        self.place = Some(place);
        Ok(Request::new(request))
    }

    fn changed(&mut self, text: &str) -> RelayError {
        self.refusal(text)
    }

    fn opened(&mut self, opened: Opened) -> Result<(), End<RelayError>> {
        let Some(place) = self.place.as_ref().filter(|at| opened.log_id == at.log_id.as_bytes())
        else {
            return Err(End::Lost("the log changed".to_owned()));
        };
        self.head = position(opened.head_position).map_err(End::Lost)?;
        tracing::info!(source = %self.names.service, stream = self.names.stream(),
            position = place.position().get(), head = self.head.get(), "relay runs");
        self.state(2.0);
        self.lag(0.0);
        Ok(())
    }

    fn beat(&mut self, beat: Heartbeat) {
        // A head that cannot be is told by the batch that leads there.
        self.head = Position::try_from(beat.head_position).unwrap_or(self.head);
        self.lag(0.0);
    }

    async fn batch(&mut self, batch: EventBatch) -> Result<(), End<RelayError>> {
        let caught_up = batch.caught_up;
        self.head = self.head.max(position(batch.through_position).map_err(End::Lost)?);
        let Some(mut place) = self.place.take() else {
            return Err(End::Lost("batch before the opening frame".to_owned()));
        };
        let recorded_at_us = self.publish(&mut place, batch).await?;
        self.place = Some(place);
        let age = (Clock::System.now_us() - recorded_at_us).max(0) as f64 / 1e6;
        self.lag(if caught_up { 0.0 } else { age });
        Ok(())
    }

    /// The stream has every event or none after it: what cannot be read here cannot be left out.
    async fn unreadable(&mut self, _: bool, status: &Status) -> End<RelayError> {
        End::Lost(client::said(status))
    }

    fn lost(&mut self, reason: &str) -> Result<(), RelayError> {
        tracing::warn!(source = %self.names.service, %reason, "relay waits");
        self.state(1.0);
        Ok(())
    }

    async fn refused(&mut self, why: RelayError) -> Result<(), RelayError> {
        Err(why)
    }
}

/// Nothing is known of what was not acknowledged; the next session reads it from the stream.
fn lost(error: &async_nats::jetstream::context::PublishError) -> End<RelayError> {
    End::Lost(match error.kind() {
        PublishErrorKind::WrongLastSequence => {
            "the stream moved: another relay works, too".to_owned()
        }
        _ => format!("JetStream: {error}"),
    })
}

/// A number that the feed told as a place in its log.
fn position(number: u64) -> Result<Position, String> {
    Position::try_from(number).map_err(|error| error.to_string())
}

fn recorded(event: &FeedEvent) -> Option<i64> {
    match event.event.as_ref()?.attributes.get("time")?.attr.as_ref()? {
        Attr::CeTimestamp(at) => Some(Timestamp::new(at.seconds, at.nanos).ok()?.as_microsecond()),
        _ => None,
    }
}
