//! One feed into one stream: connects, reads from where the stream ends, publishes, awaits, and begins anew when anything breaks.

use std::time::Duration;

use async_nats::jetstream::context::PublishErrorKind;
use kernel::{Clock, Timestamp};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_util::sync::CancellationToken;
use tonic::transport::Channel;
use wire::cloudevents::cloud_event::cloud_event_attribute_value::Attr;
use wire::feed::feed_service_client::FeedServiceClient;
use wire::feed::subscribe_request::Start;
use wire::feed::subscribe_response::Frame;
use wire::feed::{
    EventBatch, FeedEvent, GetHeadRequest, GetHeadResponse, ResumeToken, SubscribeRequest,
    SubscribeResponse,
};

use crate::message::message;
use crate::place::{Names, Nowhere, Place, find};
use crate::{Broker, Feed, Options, RelayError};

/// Wait for the first answer of a feed.
const FIRST_FRAME_MAX: Duration = Duration::from_secs(10);
/// A stream that says nothing for three of its heartbeats is given up.
const SILENCE_MAX: Duration = Duration::from_secs(15);
const BACKOFF_MIN: Duration = Duration::from_millis(50);
const BACKOFF_MAX: Duration = Duration::from_secs(5);
/// Pause between two lines about progress.
const TELL_EVERY: Duration = Duration::from_secs(10);
/// Events whose acknowledgements are awaited together.
const BATCH_EVENTS_MAX: u32 = 500;
/// The source may wait so long for more events: fewer and fuller batches.
const LINGER_NANOS: i32 = 20_000_000;
const MESSAGE_BYTES_MAX: usize = 4 * 1024 * 1024;

/// A feed and the stream that it goes to.
pub(crate) struct Source {
    names: Names,
    client: FeedServiceClient<Channel>,
    broker: Broker,
    /// When progress was told last, and which.
    told: (Instant, u64),
}

/// Why a session ended.
enum End {
    /// The source asks to connect again.
    Reconnect(Duration),
    /// Something is away; try again.
    Lost(String),
    /// Never by oneself.
    Refused(RelayError),
    Stop,
}

impl From<Nowhere> for End {
    fn from(nowhere: Nowhere) -> Self {
        match nowhere {
            Nowhere::Away(reason) => Self::Lost(format!("JetStream: {reason}")),
            Nowhere::Refused(error) => Self::Refused(error),
        }
    }
}

impl Source {
    /// Asks the feed for its end and finds or makes the stream, so that what is wrong is told at once.
    pub(crate) async fn connect(
        feed: &Feed,
        options: &Options,
        broker: Broker,
    ) -> Result<Self, RelayError> {
        let channel = feed::dial_tcp(&feed.address)
            .map_err(|error| RelayError::Argument(format!("{:?}: {error}", feed.address)))?;
        let source = Self {
            names: Names {
                service: feed.service.clone(),
                prefix: options.prefix.clone(),
                replicas: options.replicas,
            },
            client: FeedServiceClient::new(channel).max_decoding_message_size(MESSAGE_BYTES_MAX),
            broker,
            told: (Instant::now(), 0),
        };
        let away = |reason| RelayError::Away {
            what: format!("{} at {}", feed.service, feed.address),
            reason,
        };
        let head = source.head().await.map_err(away)?;
        match find(&source.broker, &source.names, &head, Some(options.begin)).await {
            Ok(place) => Ok(Self { told: (Instant::now(), place.position()), ..source }),
            Err(Nowhere::Away(reason)) => {
                Err(RelayError::Away { what: format!("stream {}", source.names.stream()), reason })
            }
            Err(Nowhere::Refused(error)) => Err(error),
        }
    }

    async fn head(&self) -> Result<GetHeadResponse, String> {
        let mut client = self.client.clone();
        match timeout(FIRST_FRAME_MAX, client.get_head(GetHeadRequest {})).await {
            Ok(Ok(head)) => Ok(head.into_inner()),
            Ok(Err(status)) => Err(status.message().to_owned()),
            Err(_) => Err("no answer in time".to_owned()),
        }
    }

    /// Relays until `stop`, or until going on would be wrong.
    pub(crate) async fn run(mut self, stop: CancellationToken) -> Result<(), RelayError> {
        let mut rng = ChaCha8Rng::seed_from_u64(Clock::System.now_us() as u64);
        let mut backoff = BACKOFF_MIN;
        while !stop.is_cancelled() {
            let mut moved = false;
            let pause = match self.session(&stop, &mut moved).await {
                End::Stop => break,
                End::Refused(error) => return Err(error),
                End::Reconnect(after) => after,
                End::Lost(reason) => {
                    if moved {
                        backoff = BACKOFF_MIN;
                    }
                    tracing::warn!(source = %self.names.service, %reason, "relay waits");
                    let pause = backoff.mul_f64(rng.random_range(0.5..1.5));
                    backoff = (backoff * 2).min(BACKOFF_MAX);
                    pause
                }
            };
            self.state(1.0);
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
        Ok(())
    }

    /// From finding the place to the first thing that breaks.
    async fn session(&mut self, stop: &CancellationToken, moved: &mut bool) -> End {
        match self.relay(stop, moved).await {
            Ok(never) => match never {},
            Err(end) => end,
        }
    }

    async fn relay(
        &mut self,
        stop: &CancellationToken,
        moved: &mut bool,
    ) -> Result<std::convert::Infallible, End> {
        let head = self.head().await.map_err(End::Lost)?;
        let mut place = find(&self.broker, &self.names, &head, None).await?;
        let request = self.request(&place);
        let mut client = self.client.clone();
        let mut frames = match timeout(FIRST_FRAME_MAX, client.subscribe(request)).await {
            Ok(Ok(response)) => response.into_inner(),
            Ok(Err(status)) if changed(status.code()) => {
                let text = format!("{}: {}", self.names.service, status.message());
                return Err(End::Refused(RelayError::Refused(text)));
            }
            Ok(Err(status)) => return Err(End::Lost(status.message().to_owned())),
            Err(_) => return Err(End::Lost("no answer in time".to_owned())),
        };
        let mut head = head.head_position;
        tracing::info!(source = %self.names.service, stream = self.names.stream(),
            position = place.position(), head, "relay runs");
        self.state(2.0);
        self.lag(&place, head, 0.0);
        loop {
            let frame = tokio::select! {
                biased;
                // Only between batches: what was published is awaited first.
                () = stop.cancelled() => return Err(End::Stop),
                frame = timeout_at(Instant::now() + SILENCE_MAX, frames.message()) => frame,
            };
            let frame = match frame {
                Ok(Ok(Some(SubscribeResponse { frame: Some(frame) }))) => frame,
                Ok(Ok(_)) => return Err(End::Lost("stream ended".to_owned())),
                Ok(Err(status)) => return Err(End::Lost(status.message().to_owned())),
                Err(_) => return Err(End::Lost("stream is silent".to_owned())),
            };
            match frame {
                Frame::Opened(opened) if opened.log_id != place.log_id.as_bytes() => {
                    return Err(End::Lost("the log changed".to_owned()));
                }
                Frame::Opened(opened) => head = opened.head_position,
                Frame::Heartbeat(beat) => {
                    head = beat.head_position;
                    self.lag(&place, head, 0.0);
                }
                Frame::Draining(draining) => {
                    let after = draining.reconnect_after.and_then(|after| after.try_into().ok());
                    return Err(End::Reconnect(BACKOFF_MAX.min(after.unwrap_or(BACKOFF_MIN))));
                }
                Frame::Batch(batch) => {
                    let caught_up = batch.caught_up;
                    head = head.max(batch.through_position);
                    let recorded_at_us = self.batch(&mut place, batch).await?;
                    *moved = true;
                    let age = (Clock::System.now_us() - recorded_at_us).max(0) as f64 / 1e6;
                    self.lag(&place, head, if caught_up { 0.0 } else { age });
                }
            }
        }
    }

    fn request(&self, place: &Place) -> SubscribeRequest {
        SubscribeRequest {
            subscription: format!("relay:{}", self.names.stream()),
            start: Some(Start::After(ResumeToken {
                log_id: place.log_id.as_bytes().to_vec(),
                position: place.position(),
                event_id: place.event_id.map(|id| id.as_bytes().to_vec()).unwrap_or_default(),
            })),
            batch_events_max: BATCH_EVENTS_MAX,
            linger: Some(prost_types::Duration { seconds: 0, nanos: LINGER_NANOS }),
            ..SubscribeRequest::default()
        }
    }

    /// Publishes a batch and awaits what JetStream says to each; the moment at which the last event was recorded.
    async fn batch(&self, place: &mut Place, batch: EventBatch) -> Result<i64, End> {
        let refused = |text: String| {
            End::Refused(RelayError::Refused(format!("{}: {text}", self.names.service)))
        };
        let mut recorded_at_us = 0;
        let mut sent = Vec::with_capacity(batch.events.len());
        for (sequence, event) in (place.sequence + 1..).zip(batch.events) {
            let position = event.position;
            if position != place.after + sequence {
                // A feed that leaves events out cannot be a stream whose sequence is the position.
                let text =
                    format!("event {position} comes where {} belongs", place.after + sequence);
                return Err(refused(text));
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

    fn lag(&mut self, place: &Place, head: u64, seconds: f64) {
        let source = || self.names.service.clone();
        let behind = head.saturating_sub(place.position());
        metrics::gauge!("relay_position", "source" => source()).set(place.position() as f64);
        metrics::gauge!("relay_lag_events", "source" => source()).set(behind as f64);
        metrics::gauge!("relay_lag_seconds", "source" => source()).set(seconds);
        let (at, position) = self.told;
        if at.elapsed() > TELL_EVERY && position != place.position() {
            self.told = (Instant::now(), place.position());
            tracing::info!(source = source(), position = place.position(), behind, "relayed");
        }
    }
}

/// The feed says that the history is another one than the stream's.
fn changed(code: tonic::Code) -> bool {
    matches!(code, tonic::Code::FailedPrecondition | tonic::Code::OutOfRange)
}

/// Nothing is known of what was not acknowledged; the next session reads it from the stream.
fn lost(error: &async_nats::jetstream::context::PublishError) -> End {
    End::Lost(match error.kind() {
        PublishErrorKind::WrongLastSequence => {
            "the stream moved: another relay works, too".to_owned()
        }
        _ => format!("JetStream: {error}"),
    })
}

fn recorded(event: &FeedEvent) -> Option<i64> {
    match event.event.as_ref()?.attributes.get("time")?.attr.as_ref()? {
        Attr::CeTimestamp(at) => Some(Timestamp::new(at.seconds, at.nanos).ok()?.as_microsecond()),
        _ => None,
    }
}
