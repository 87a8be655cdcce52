//! The consumer: connects, applies batches in order, remembers how far it came in its own database.
//!
//! ```text
//!  connecting ── catching up ── live          (RUNNING)
//!      └──── backing off ◄───────┘            any error of the connection or the database
//!  stopped: an event cannot be applied; goes on when a person has skipped it
//!  standby: another replica holds the lease
//! ```

use std::sync::Arc;
use std::time::Duration;

use journal::{ApplyError, Cursor, Delivery, Incoming, Journal, Writer};
use kernel::{EventId, Uuid};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use traces::Span;
use wire::feed::feed_service_client::FeedServiceClient;
use wire::feed::{
    Earliest, EventBatch, EventFilter, ResumeToken, SubscribeRequest, SubscribeResponse,
    subscribe_request, subscribe_response,
};

use crate::dial::ConsumerConfig;
use crate::envelope;
use crate::progress::{Progress, State};
use crate::reaction::Reactions;

/// Wait for the first frame of a stream.
const FIRST_FRAME_MAX: Duration = Duration::from_secs(10);
/// Asked of the server.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// A stream that says nothing for three heartbeats is given up.
const SILENCE_MAX: Duration = Duration::from_secs(15);
const BACKOFF_MIN: Duration = Duration::from_millis(50);
const BACKOFF_MAX: Duration = Duration::from_secs(15);
/// A connection that lived this long makes the next failure the first one again.
const HEALTHY_AFTER: Duration = Duration::from_mins(1);
/// A stopped subscription looks this often whether its event was skipped.
const STOPPED_POLL: Duration = Duration::from_millis(500);
const LEASE_TTL_US: i64 = 15_000_000;
const LEASE_RENEW: Duration = Duration::from_secs(5);
/// Filtered-out events after which the cursor is stored although nothing follows from them.
const CURSOR_STRIDE: i64 = 1_000;
/// Largest message taken; batches stay far below (hard point d).
const MESSAGE_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Reads the feed of one service and applies it in another.
pub struct Consumer<C> {
    subscription: String,
    config: ConsumerConfig,
    journal: Journal,
    writer: Writer<C>,
    reactions: Arc<dyn Reactions<C>>,
    progress: watch::Sender<Progress>,
    stop: CancellationToken,
}

/// Why a stream ended.
enum End {
    /// Connect again after the time that the source asked for.
    Reconnect(Duration),
    /// Connect again after a pause.
    Failed(String),
    /// An event cannot be applied.
    Poison { position: i64, event_id: Option<EventId>, reason: String },
    /// The service stops.
    Stop,
}

impl<C: Send + Sync + 'static> Consumer<C> {
    /// A consumer named `<service>:<source>`, and its progress.
    pub fn new(
        config: ConsumerConfig,
        journal: Journal,
        writer: Writer<C>,
        reactions: Arc<dyn Reactions<C>>,
        stop: CancellationToken,
    ) -> (Self, watch::Receiver<Progress>) {
        let subscription = format!("{}:{}", journal.service(), config.source);
        let (progress, watcher) = watch::channel(Progress {
            subscription: subscription.clone(),
            source: config.source.clone(),
            position: 0,
            state: State::Connecting,
            stopped_reason: String::new(),
            stopped_event: None,
        });
        (Self { subscription, config, journal, writer, reactions, progress, stop }, watcher)
    }

    fn tell(&self, state: State, reason: &str) {
        self.progress.send_if_modified(|progress| {
            let changed = progress.state != state || progress.stopped_reason != reason;
            progress.state = state;
            reason.clone_into(&mut progress.stopped_reason);
            changed
        });
        let code = match state {
            State::Connecting => 1.0,
            State::Running => 2.0,
            State::Stopped => 3.0,
            State::Standby => 4.0,
        };
        metrics::gauge!("subscription_state", "subscription" => self.subscription.clone())
            .set(code);
    }

    fn reached(&self, position: i64) {
        self.progress.send_modify(|progress| progress.position = position);
    }

    /// Runs until the stop token is cancelled. Errors are logged and tried again; it never gives up.
    pub async fn run(self) {
        let mut rng = ChaCha8Rng::seed_from_u64(self.config.jitter_seed);
        let mut backoff = BACKOFF_MIN;
        while !self.stop.is_cancelled() {
            if !self.lease().await {
                self.tell(State::Standby, "");
                self.pause(LEASE_RENEW).await;
                continue;
            }
            let began = tokio::time::Instant::now();
            match self.stream().await {
                End::Stop => break,
                End::Reconnect(after) => {
                    backoff = BACKOFF_MIN;
                    self.pause(after).await;
                }
                End::Poison { position, event_id, reason } => {
                    tracing::error!(subscription = %self.subscription, position, %reason, "subscription stopped");
                    metrics::counter!("reaction_failures_total", "subscription" => self.subscription.clone())
                        .increment(1);
                    self.progress.send_modify(|progress| progress.stopped_event = event_id);
                    self.tell(State::Stopped, &reason);
                    self.until_skipped(position).await;
                }
                End::Failed(reason) => {
                    self.tell(State::Connecting, "");
                    if began.elapsed() > HEALTHY_AFTER {
                        backoff = BACKOFF_MIN;
                    }
                    tracing::debug!(subscription = %self.subscription, %reason, ?backoff, "stream ended");
                    self.pause(backoff.mul_f64(rng.random_range(0.5..1.5))).await;
                    backoff = (backoff * 2).min(BACKOFF_MAX);
                }
            }
        }
        if let Some(holder) = &self.config.lease_holder
            && let Err(error) = self.journal.drop_lease(&self.subscription, holder).await
        {
            tracing::debug!(%error, "lease was not given back; it expires");
        }
    }

    async fn pause(&self, time: Duration) {
        tokio::select! {
            biased;
            () = self.stop.cancelled() => {}
            () = tokio::time::sleep(time) => {}
        }
    }

    async fn lease(&self) -> bool {
        let Some(holder) = &self.config.lease_holder else {
            return true;
        };
        match self.journal.take_lease(&self.subscription, holder, LEASE_TTL_US).await {
            Ok(lease) => lease.is_some(),
            Err(error) => {
                tracing::warn!(subscription = %self.subscription, %error, "lease cannot be taken");
                false
            }
        }
    }

    async fn until_skipped(&self, position: i64) {
        while !self.stop.is_cancelled() {
            self.pause(STOPPED_POLL).await;
            match self.journal.cursor(&self.subscription).await {
                Ok(Some(cursor)) if cursor.position >= position => return,
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "cursor cannot be read"),
            }
        }
    }

    async fn stream(&self) -> End {
        let cursor = match self.journal.cursor(&self.subscription).await {
            Ok(cursor) => cursor,
            Err(error) => return End::Failed(error.to_string()),
        };
        let channel = match (self.config.dial)() {
            Ok(channel) => channel,
            Err(error) => return End::Failed(error.to_string()),
        };
        let mut client =
            FeedServiceClient::new(channel).max_decoding_message_size(MESSAGE_BYTES_MAX);
        let mut request = tonic::Request::new(self.request(cursor.as_ref()));
        // Of the opening only: a stream lives for days.
        let span = self.config.traces.call("ketenstroom.feed.v1.FeedService/Subscribe");
        if let Some(value) = span.traceparent().and_then(|text| text.parse().ok()) {
            request.metadata_mut().insert("traceparent", value);
        }
        let opening = tokio::time::timeout(FIRST_FRAME_MAX, client.subscribe(request)).await;
        drop(span);
        let mut frames = match opening {
            Ok(Ok(response)) => response.into_inner(),
            Ok(Err(status)) if status.code() == tonic::Code::FailedPrecondition => {
                // The source's history changed: never read on by oneself.
                let position = cursor.map_or(1, |c| c.position + 1);
                let reason = status.message().to_owned();
                return End::Poison { position, event_id: None, reason };
            }
            Ok(Err(status)) => return End::Failed(status.to_string()),
            Err(_) => return End::Failed("no answer in time".to_owned()),
        };
        let mut run = Run {
            log_id: cursor.as_ref().map(|c| c.log_id),
            stored: cursor.as_ref().map_or(0, |c| c.position),
            seen: cursor.as_ref().map_or(0, |c| c.position),
        };
        self.reached(run.seen);
        let mut renew = tokio::time::interval(LEASE_RENEW);
        renew.tick().await;
        // Not begun anew by a renewed lease: that says nothing about the source.
        let mut silent_at = tokio::time::Instant::now() + SILENCE_MAX;
        loop {
            // Biased, because a simulation replays only what has a fixed order.
            let frame = tokio::select! {
                biased;
                () = self.stop.cancelled() => return End::Stop,
                _ = renew.tick(), if self.config.lease_holder.is_some() => {
                    if self.lease().await { continue }
                    return End::Reconnect(Duration::ZERO);
                }
                frame = tokio::time::timeout_at(silent_at, frames.message()) => frame,
            };
            let frame = match frame {
                Ok(Ok(Some(SubscribeResponse { frame: Some(frame) }))) => frame,
                Ok(Ok(_)) => return End::Failed("stream ended".to_owned()),
                Ok(Err(status)) => return End::Failed(status.to_string()),
                Err(_) => return End::Failed("stream is silent".to_owned()),
            };
            if let Some(end) = self.frame(&mut run, frame).await {
                return end;
            }
            silent_at = tokio::time::Instant::now() + SILENCE_MAX;
        }
    }

    fn request(&self, cursor: Option<&Cursor>) -> SubscribeRequest {
        let start = cursor.map_or(subscribe_request::Start::Earliest(Earliest {}), |cursor| {
            subscribe_request::Start::After(ResumeToken {
                log_id: cursor.log_id.as_bytes().to_vec(),
                position: cursor.position as u64,
                event_id: cursor.event_id.map(|id| id.as_bytes().to_vec()).unwrap_or_default(),
            })
        });
        let types = self.reactions.types().into_iter().map(str::to_owned).collect();
        SubscribeRequest {
            subscription: self.subscription.clone(),
            start: Some(start),
            filter: Some(EventFilter { types, subject_prefix: String::new() }),
            batch_events_max: 0,
            batch_bytes_max: 0,
            heartbeat_interval: Some(prost_types::Duration {
                seconds: HEARTBEAT.as_secs() as i64,
                nanos: 0,
            }),
            linger: prost_types::Duration::try_from(self.config.linger)
                .ok()
                .filter(|linger| linger.seconds != 0 || linger.nanos != 0),
        }
    }

    async fn frame(&self, run: &mut Run, frame: subscribe_response::Frame) -> Option<End> {
        use subscribe_response::Frame as F;
        match frame {
            F::Opened(opened) => {
                let Ok(log_id) = Uuid::from_slice(&opened.log_id) else {
                    return Some(End::Failed("log id is not 16 bytes".to_owned()));
                };
                run.log_id = Some(log_id);
                self.tell(State::Running, "");
                None
            }
            F::Heartbeat(beat) => {
                self.lag(beat.head_position.saturating_sub(run.seen as u64), 0.0);
                None
            }
            F::Draining(draining) => {
                let after = draining.reconnect_after.and_then(|after| after.try_into().ok());
                Some(End::Reconnect(BACKOFF_MAX.min(after.unwrap_or(BACKOFF_MIN))))
            }
            F::Batch(batch) => self.batch(run, batch).await.err(),
        }
    }

    async fn batch(&self, run: &mut Run, batch: EventBatch) -> Result<(), End> {
        if batch.after_position != run.seen as u64 {
            let text = format!("batch follows {}, expected {}", batch.after_position, run.seen);
            return Err(End::Failed(text));
        }
        let through = batch.through_position as i64;
        let Some(log_id) = run.log_id else {
            return Err(End::Failed("batch before the opening frame".to_owned()));
        };
        let mut events = Vec::with_capacity(batch.events.len());
        let mut spans = Vec::new();
        let mut unreadable = None;
        let mut recorded_at_us = 0;
        for event in &batch.events {
            let (position, id) = (event.position as i64, envelope::event_id(event));
            match envelope::fact(event).and_then(|fact| {
                recorded_at_us = fact.recorded_at_us;
                Ok((fact.event_id, self.reactions.command(&fact)?, fact.event_type))
            }) {
                Ok((_, None, _)) => {}
                Ok((event_id, Some(command), event_type)) => {
                    let cause = envelope::traceparent(event);
                    let span = self.config.traces.reaction(
                        &self.config.source,
                        event_type,
                        position,
                        cause.as_deref(),
                    );
                    // What follows carries the context of the reaction; without traces that of the cause.
                    let traceparent = span.traceparent().or(cause);
                    spans.push((position, span));
                    events.push(Incoming { position, event_id, traceparent, command });
                }
                Err(reason) => {
                    unreadable = Some((position, id, reason));
                    break;
                }
            }
        }
        let through = unreadable.as_ref().map_or(through, |(position, ..)| position - 1);
        if !events.is_empty() || through - run.stored >= CURSOR_STRIDE || unreadable.is_some() {
            let applied = self.apply(run, log_id, through, events).await;
            finish(spans, applied.as_ref().err());
            applied?;
        }
        run.seen = through;
        self.reached(through);
        if let Some((position, event_id, reason)) = unreadable {
            let reason = format!(
                "event {}: {reason}",
                event_id.map_or_else(String::new, |id| id.to_string())
            );
            return Err(End::Poison { position, event_id, reason });
        }
        let seconds = if batch.caught_up || recorded_at_us == 0 {
            0.0
        } else {
            (self.journal.clock().now_us() - recorded_at_us) as f64 / 1e6
        };
        self.lag(0, seconds);
        Ok(())
    }

    async fn apply(
        &self,
        run: &mut Run,
        log_id: Uuid,
        through: i64,
        events: Vec<Incoming<C>>,
    ) -> Result<(), End> {
        let subscription = self.subscription.clone();
        let delivery = Delivery { subscription, log_id, after: run.stored, through, events };
        match self.writer.apply(delivery).await {
            Ok(applied) => {
                run.stored = applied.through;
                Ok(())
            }
            Err(ApplyError::Raced(_)) => Err(End::Reconnect(Duration::ZERO)),
            Err(ApplyError::Stopping) => Err(End::Stop),
            Err(ApplyError::Unavailable(reason)) => Err(End::Failed(reason)),
            Err(error @ ApplyError::OtherLog { .. }) => {
                Err(End::Poison { position: through, event_id: None, reason: error.to_string() })
            }
            Err(ApplyError::Poison { position, event_id, reason }) => {
                self.reached(position - 1);
                Err(End::Poison { position, event_id: Some(event_id), reason })
            }
        }
    }

    fn lag(&self, events: u64, seconds: f64) {
        let name = || self.subscription.clone();
        metrics::gauge!("feed_lag_events", "subscription" => name()).set(events as f64);
        metrics::gauge!("feed_lag_seconds", "subscription" => name()).set(seconds);
    }
}

/// Ends the spans of reactions; those that were not applied have failed.
fn finish(spans: Vec<(i64, Span)>, end: Option<&End>) {
    let (from, why) = match end {
        None => return,
        Some(End::Poison { position, .. }) => (*position, "not applicable"),
        Some(End::Reconnect(_)) => (0, "another replica was faster"),
        Some(End::Failed(_)) => (0, "unavailable"),
        Some(End::Stop) => (0, "stopping"),
    };
    for (_, mut span) in spans.into_iter().filter(|(position, _)| *position >= from) {
        span.failed(why);
    }
}

/// Where a stream is.
struct Run {
    log_id: Option<Uuid>,
    /// The stored cursor.
    stored: i64,
    /// The position up to which events were seen; filtered-out ones lie between.
    seen: i64,
}
