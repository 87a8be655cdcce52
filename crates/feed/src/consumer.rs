//! The consumer: a cursor of [`client::read`] that is a row of this service's own database, and moves in the transaction of
//! what follows.
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

use client::Pace;
use journal::{Journal, Writer};
use kernel::{Position, Uuid};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use traces::Span;

use crate::config::ConsumerConfig;
use crate::progress::{Progress, State, StoppedAt};
use crate::reaction::Reactions;

/// Asked of the server.
const HEARTBEAT: Duration = Duration::from_secs(5);
const BACKOFF_MAX: Duration = Duration::from_secs(15);
/// A stopped subscription looks this often whether its event was skipped.
const STOPPED_POLL: Duration = Duration::from_millis(500);
/// A changed history is looked at this often: a person may have set it right.
const CHANGED_POLL: Duration = Duration::from_secs(5);
const LEASE_TTL_US: i64 = 15_000_000;
/// Filtered-out events after which the cursor is stored although nothing follows from them.
const CURSOR_STRIDE: u64 = 1_000;

/// Reads the feed of one service and applies it in another.
pub struct Consumer<C> {
    subscription: String,
    config: ConsumerConfig,
    journal: Journal,
    writer: Writer<C>,
    reactions: Arc<dyn Reactions<C>>,
    progress: watch::Sender<Progress>,
    stop: CancellationToken,
    run: Run,
    /// The span of a request that is not answered yet: of the opening only, since a stream lives for days.
    opening: Option<Span>,
}

/// Why a subscription has stopped.
pub enum Halt {
    /// An event cannot be applied; a person may skip it.
    Poison {
        /// Which.
        at: StoppedAt,
        /// Why not.
        reason: String,
    },
    /// The source's history is not the one that was read before, or begins later: nothing that one may skip.
    Changed(String),
}

/// Where a stream is.
#[derive(Default)]
struct Run {
    log_id: Option<Uuid>,
    /// The stored cursor.
    stored: Position,
    /// The position up to which events were seen; filtered-out ones lie between.
    seen: Position,
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
            position: Position::BEGIN,
            state: State::Connecting,
            stopped_reason: String::new(),
            stopped_at: None,
            lag: Duration::ZERO,
            failures_count: 0,
        });
        let (run, opening) = (Run::default(), None);
        let consumer =
            Self { subscription, config, journal, writer, reactions, progress, stop, run, opening };
        (consumer, watcher)
    }

    /// Tells what the consumer does now; whether that is news.
    fn set_state(&self, state: State, reason: &str) -> bool {
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
        if self.set_state(State::Stopped, reason) {
            let position = at.map(|at| at.position.get());
            tracing::error!(subscription = %self.subscription, ?position, %reason, "subscription stopped");
            metrics::counter!("reaction_failures_total", "subscription" => self.subscription.clone())
                .increment(1);
            self.progress.send_modify(|progress| progress.failures_count += 1);
        }
    }

    fn reached(&self, position: Position) {
        self.progress.send_modify(|progress| progress.position = position);
    }

    /// Runs until the stop token is cancelled. Errors are logged and tried again; it never gives up.
    pub async fn run(mut self) {
        let pace = Pace { backoff_max: BACKOFF_MAX, jitter_seed: self.config.jitter_seed };
        let (dial, stop) = (self.config.dial.clone(), self.stop.clone());
        match client::read(&mut self, &dial, pace, &stop).await {
            Ok(()) => {}
            Err(never) => match never {},
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

    async fn until_skipped(&self, position: Position) {
        while !self.stop.is_cancelled() {
            self.pause(STOPPED_POLL).await;
            match self.journal.cursor(&self.subscription).await {
                Ok(Some(cursor)) if cursor.position >= position => return,
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "cursor cannot be read"),
            }
        }
    }
}
