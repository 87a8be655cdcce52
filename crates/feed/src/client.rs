//! The consumer: connects, applies batches in order, remembers how far it came in its own database.
//!
//! ```text
//!  connecting ── catching up ── live          (RUNNING)
//!      └──── backing off ◄───────┘            any error of the connection or the database
//!  stopped: an event cannot be applied; goes on when a person has skipped it
//!  standby: another replica holds the lease
//! ```

mod applying;

use std::sync::Arc;
use std::time::Duration;

use journal::{Cursor, Journal, Writer};
use kernel::Uuid;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tonic::{Code, Status};
use wire::feed::feed_service_client::FeedServiceClient;
use wire::feed::{
    Earliest, EventFilter, ResumeToken, SubscribeRequest, SubscribeResponse, subscribe_request,
};

use crate::dial::ConsumerConfig;
use crate::progress::{Progress, State, StoppedAt};
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
/// A changed history is looked at this often: a person may have set it right.
const CHANGED_POLL: Duration = Duration::from_secs(5);
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
    /// A message cannot be read: ask again for one event at a time, to learn which.
    Unreadable,
    /// An event cannot be applied.
    Poison { at: StoppedAt, reason: String },
    /// The source's history is not the one that was read before, or begins later: nothing that one may skip.
    Changed(String),
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
            stopped_at: None,
        });
        (Self { subscription, config, journal, writer, reactions, progress, stop }, watcher)
    }

    /// Tells what the consumer does now; whether that is news.
    fn tell(&self, state: State, reason: &str) -> bool {
        let news = self.progress.send_if_modified(|progress| {
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
        news
    }

    fn stopped(&self, at: Option<StoppedAt>, reason: &str) {
        self.progress.send_modify(|progress| progress.stopped_at = at);
        if self.tell(State::Stopped, reason) {
            let position = at.map(|at| at.position);
            tracing::error!(subscription = %self.subscription, ?position, %reason, "subscription stopped");
            metrics::counter!("reaction_failures_total", "subscription" => self.subscription.clone())
                .increment(1);
        }
    }

    fn reached(&self, position: i64) {
        self.progress.send_modify(|progress| progress.position = position);
    }

    /// Runs until the stop token is cancelled. Errors are logged and tried again; it never gives up.
    pub async fn run(self) {
        let mut rng = ChaCha8Rng::seed_from_u64(self.config.jitter_seed);
        let mut backoff = BACKOFF_MIN;
        let mut one_by_one = false;
        while !self.stop.is_cancelled() {
            if !self.lease().await {
                self.tell(State::Standby, "");
                self.pause(LEASE_RENEW).await;
                continue;
            }
            let began = tokio::time::Instant::now();
            let end = self.stream(one_by_one).await;
            one_by_one = matches!(end, End::Unreadable);
            match end {
                End::Stop => break,
                End::Unreadable => {}
                End::Reconnect(after) => {
                    backoff = BACKOFF_MIN;
                    self.pause(after).await;
                }
                End::Poison { at, reason } => {
                    self.stopped(Some(at), &reason);
                    self.until_skipped(at.position).await;
                    self.progress.send_modify(|progress| progress.stopped_at = None);
                }
                End::Changed(reason) => {
                    self.stopped(None, &reason);
                    self.pause(CHANGED_POLL).await;
                }
                End::Failed(reason) => {
                    // Said once; the attempts that follow are told by the state.
                    if self.tell(State::Connecting, &reason) {
                        tracing::warn!(subscription = %self.subscription, %reason, "stream ended; it is opened again");
                    }
                    if began.elapsed() > HEALTHY_AFTER {
                        backoff = BACKOFF_MIN;
                    }
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

    /// Reads and applies until the stream ends. `one_by_one`: a message was unreadable, and which event it was is
    /// to be learnt.
    async fn stream(&self, one_by_one: bool) -> End {
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
        let mut request = tonic::Request::new(self.request(cursor.as_ref(), one_by_one));
        // Of the opening only: a stream lives for days.
        let span = self.config.traces.call("ketenstroom.feed.v1.FeedService/Subscribe");
        if let Some(value) = span.traceparent().and_then(|text| text.parse().ok()) {
            request.metadata_mut().insert("traceparent", value);
        }
        let opening = tokio::time::timeout(FIRST_FRAME_MAX, client.subscribe(request)).await;
        drop(span);
        let mut frames = match opening {
            Ok(Ok(response)) => response.into_inner(),
            // The source's history changed, or no longer reaches back: never read on by oneself.
            Ok(Err(status))
                if matches!(status.code(), Code::FailedPrecondition | Code::OutOfRange) =>
            {
                return End::Changed(status.message().to_owned());
            }
            Ok(Err(status)) => return End::Failed(said(&status)),
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
                Ok(Err(status)) if is_unreadable(&status) => {
                    return self.unreadable(&mut run, one_by_one, &status).await;
                }
                Ok(Err(status)) => return End::Failed(said(&status)),
                Err(_) => return End::Failed("stream is silent".to_owned()),
            };
            if let Some(end) = self.frame(&mut run, frame).await {
                return end;
            }
            silent_at = tokio::time::Instant::now() + SILENCE_MAX;
        }
    }

    /// A message came that this reader cannot read. Alone in its message it is the event after the last one seen.
    async fn unreadable(&self, run: &mut Run, alone: bool, status: &Status) -> End {
        let Some(log_id) = run.log_id.filter(|_| alone) else {
            return End::Unreadable;
        };
        // The cursor may lie before what was seen; whoever skips must find it right before the event.
        if run.seen > run.stored
            && let Err(end) = self.apply(run, log_id, run.seen, Vec::new()).await
        {
            return end;
        }
        let at = StoppedAt { log_id, position: run.seen + 1, event_id: None };
        End::Poison { at, reason: format!("the event cannot be read: {}", status.message()) }
    }

    fn request(&self, cursor: Option<&Cursor>, one_by_one: bool) -> SubscribeRequest {
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
            batch_events_max: u32::from(one_by_one),
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
}

/// Whether a status was made here, of a message that cannot be read: too large, or no message at all.
fn is_unreadable(status: &Status) -> bool {
    match status.code() {
        Code::OutOfRange => true,
        Code::Internal => status.message().contains("decode"),
        _ => false,
    }
}

/// A status in one line, without its bytes.
fn said(status: &Status) -> String {
    format!("{:?}: {}", status.code(), status.message())
}

/// Where a stream is.
struct Run {
    log_id: Option<Uuid>,
    /// The stored cursor.
    stored: i64,
    /// The position up to which events were seen; filtered-out ones lie between.
    seen: i64,
}
