//! The operations service: look inside, prove, repair, and in a simulation move the clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use db::Db;
use feed::{Progress, State, StoppedAt};
use journal::{Health, Journal};
use kernel::{Position, Timestamp};
use tokio::sync::watch;
use tonic::{Request, Response, Status};
use wire::operations::operations_service_server::OperationsService;
use wire::operations::{
    AdvanceClockRequest, AdvanceClockResponse, AwaitProgressRequest, AwaitProgressResponse,
    CheckRowsRequest, CheckRowsResponse, GetDigestRequest, GetDigestResponse, GetProgressRequest,
    GetProgressResponse, RowDifference, SkipEventRequest, SkipEventResponse, Subscription,
    SubscriptionState, TableReplay, VerifyJournalRequest, VerifyJournalResponse,
};

use crate::observe::Sample;
use crate::replay::{self, Replayed, Replays};
use crate::status::{command_failed, read_failed, refused, short, violation};
use crate::sweep::{SweepError, Sweeper};
use crate::tasks::Tasks;

const AWAIT_DEFAULT: Duration = Duration::from_secs(10);
const REASON_BYTES_MAX: usize = 500;

fn timestamp(at: Timestamp) -> prost_types::Timestamp {
    prost_types::Timestamp { seconds: at.as_second(), nanos: at.subsec_nanosecond() }
}

/// What a replay found, as it is sent.
fn to_pb(found: Replayed) -> TableReplay {
    let one = |difference: crate::replay::Difference| {
        let crate::replay::Difference { key, column, stored, folded } = difference;
        RowDifference { key, column, stored: short(&stored), folded: short(&folded) }
    };
    TableReplay {
        table: found.table.to_owned(),
        event_count: found.events,
        row_count: found.rows,
        differing_count: found.differing,
        differences: found.differences.into_iter().map(one).collect(),
    }
}

/// A state in the words of a sentence.
const fn said(state: State) -> &'static str {
    match state {
        State::Connecting => "connecting",
        State::Running => "running",
        State::Stopped => "stopped, but not at an event",
        State::Standby => "standing by for another replica, which is the one to ask",
    }
}

/// The operations service of one process.
#[derive(Clone)]
pub(crate) struct Operations {
    service: &'static str,
    journal: Journal,
    progress: Vec<watch::Receiver<Progress>>,
    writing: watch::Receiver<Health>,
    tasks: Tasks,
    sweeper: Sweeper,
    sample: Sample,
    policy: String,
    db: Db,
    replays: Replays,
    /// Violations of invariants that this process has found.
    violations: Arc<AtomicU64>,
}

impl Operations {
    pub(crate) fn new(
        service: &'static str,
        journal: Journal,
        progress: Vec<watch::Receiver<Progress>>,
        (writing, tasks): (watch::Receiver<Health>, Tasks),
        sweeper: Sweeper,
        sample: Sample,
        policy: String,
        (db, replays): (Db, Replays),
    ) -> Self {
        let violations = Arc::default();
        Self {
            service,
            journal,
            progress,
            writing,
            tasks,
            sweeper,
            sample,
            policy,
            db,
            replays,
            violations,
        }
    }

    /// Measures what is only known when somebody asks.
    pub(crate) fn sample(&self) {
        (self.sample)();
    }

    /// Why the service is not ready: a task has ended, the database takes no writes, or a subscription neither runs
    /// nor waits for its turn. `None` when it is.
    pub(crate) fn not_ready(&self) -> Option<String> {
        if let Some(task) = self.tasks.broken() {
            return Some(format!("stopping: {task}"));
        }
        match &*self.writing.borrow() {
            Health::Well => {}
            Health::Full(text) => return Some(format!("the database has no room left: {text}")),
            Health::Away(text) => return Some(format!("the database takes no writes: {text}")),
        }
        let runs = |p: &Progress| matches!(p.state, State::Running | State::Standby);
        let progress = self.progress.iter().map(|p| p.borrow().clone()).find(|p| !runs(p))?;
        Some(format!(
            "subscription {} does not run: {}",
            progress.subscription, progress.stopped_reason
        ))
    }

    /// A database that is away is no bug: whoever moves the clock asks again.
    fn not_swept(&self, error: SweepError) -> Status {
        match error {
            SweepError::Db(error) => read_failed(&error),
            SweepError::Command(error) => command_failed(self.service, error),
        }
    }

    async fn head(&self) -> Result<Position, Status> {
        let head = self.journal.head().await.map_err(|e| read_failed(&e))?;
        Ok(head.last)
    }

    async fn reached(&self, source: &str, position: u64) -> Result<(), Status> {
        let watcher = self.progress.iter().find(|p| p.borrow().source == source);
        let Some(mut watcher) = watcher.cloned() else {
            let text = format!("must name services that {} listens to", self.service);
            return Err(violation("positions", &text));
        };
        let is_there = |p: &Progress| u64::from(p.position) >= position;
        let done = |p: &Progress| is_there(p) || p.state == State::Stopped;
        let at = watcher
            .wait_for(done)
            .await
            .map_err(|_| Status::unavailable("the service is stopping"))?;
        if at.state == State::Stopped && !is_there(&at) {
            let text = format!("subscription {} stopped: {}", at.subscription, at.stopped_reason);
            return Err(Status::failed_precondition(text));
        }
        Ok(())
    }
}

#[tonic::async_trait]
impl OperationsService for Operations {
    async fn get_progress(
        &self,
        _: Request<GetProgressRequest>,
    ) -> Result<Response<GetProgressResponse>, Status> {
        let one = |watcher: &watch::Receiver<Progress>| {
            let progress = watcher.borrow();
            let state = match progress.state {
                State::Connecting => SubscriptionState::Connecting,
                State::Running => SubscriptionState::Running,
                State::Stopped => SubscriptionState::Stopped,
                State::Standby => SubscriptionState::Standby,
            };
            Subscription {
                name: progress.subscription.clone(),
                source: progress.source.clone(),
                position: progress.position.into(),
                state: state.into(),
                stopped_reason: progress.stopped_reason.clone(),
                lag: prost_types::Duration::try_from(progress.lag).ok(),
                failures_count: progress.failures_count,
            }
        };
        Ok(Response::new(GetProgressResponse {
            service: self.service.to_owned(),
            head_position: self.head().await?.into(),
            subscriptions: self.progress.iter().map(one).collect(),
            policy: self.policy.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            now: Some(timestamp(self.journal.clock().now())),
            is_simulation: self.sweeper.clock().is_some(),
            violations_count: self.violations.load(Ordering::Relaxed),
        }))
    }

    async fn await_progress(
        &self,
        request: Request<AwaitProgressRequest>,
    ) -> Result<Response<AwaitProgressResponse>, Status> {
        let AwaitProgressRequest { positions, timeout_ms } = request.into_inner();
        for source in positions.keys() {
            if !self.progress.iter().any(|p| p.borrow().source == *source) {
                let text = format!("must name services that {} listens to", self.service);
                return Err(violation("positions", &text));
            }
        }
        let limit = match timeout_ms {
            0 => AWAIT_DEFAULT,
            ms => Duration::from_millis(u64::from(ms)),
        };
        let all = async {
            for (source, position) in &positions {
                self.reached(source, *position).await?;
            }
            Ok::<_, Status>(())
        };
        tokio::time::timeout(limit, all)
            .await
            .map_err(|_| Status::deadline_exceeded("positions were not reached in time"))??;
        Ok(Response::new(AwaitProgressResponse { head_position: self.head().await?.into() }))
    }

    async fn advance_clock(
        &self,
        request: Request<AdvanceClockRequest>,
    ) -> Result<Response<AdvanceClockResponse>, Status> {
        let Some(clock) = self.sweeper.clock() else {
            let text = "the service runs on the system clock; start it with simulation_start";
            return Err(refused(
                "operations",
                &kernel::Refusal::new(kernel::Reason::NotASimulation, text),
            ));
        };
        let AdvanceClockRequest { to, hold } = request.into_inner();
        let to = to.ok_or_else(|| violation("to", "must be set"))?;
        let to = Timestamp::new(to.seconds, to.nanos)
            .map_err(|_| violation("to", "must be a valid time"))?;
        clock.advance(to);
        let due_count =
            if hold { 0 } else { self.sweeper.sweep().await.map_err(|e| self.not_swept(e))? };
        Ok(Response::new(AdvanceClockResponse {
            now: Some(timestamp(clock.now())),
            due_count,
            head_position: self.head().await?.into(),
        }))
    }

    async fn skip_event(
        &self,
        request: Request<SkipEventRequest>,
    ) -> Result<Response<SkipEventResponse>, Status> {
        let SkipEventRequest { subscription, position, reason } = request.into_inner();
        if reason.trim().is_empty() || reason.len() > REASON_BYTES_MAX {
            return Err(violation("reason", "must be 1 to 500 bytes"));
        }
        let watcher = self.progress.iter().find(|p| p.borrow().subscription == subscription);
        let stopped =
            watcher.ok_or_else(|| violation("subscription", "must be one of this service"))?;
        let Progress { state, stopped_at, stopped_reason, .. } = stopped.borrow().clone();
        let no = |reason, text| Err(refused("operations", &kernel::Refusal::new(reason, text)));
        let Some(at) = stopped_at.filter(|_| state == State::Stopped) else {
            let text = format!(
                "subscription {subscription} is {}; only the event at which a subscription is stopped can be skipped",
                said(state)
            );
            return no(kernel::Reason::NotStopped, text);
        };
        if u64::from(at.position) != position {
            let text = format!(
                "subscription {subscription} is stopped at {}, not at {position}",
                at.position
            );
            return no(kernel::Reason::NotStoppedThere, text);
        }
        let StoppedAt { log_id, position, event_id } = at;
        let reason = format!("{reason} (stopped by: {})", short(&stopped_reason));
        let skipped =
            self.journal.skip_event(&subscription, log_id, position, event_id, &reason).await;
        if !skipped.map_err(|e| read_failed(&e))? {
            let text =
                format!("the cursor of {subscription} does not stand right before {position}");
            return no(kernel::Reason::NotNext, text);
        }
        tracing::warn!(%subscription, position = position.get(), %reason, "event was skipped");
        Ok(Response::new(SkipEventResponse {
            event_id: event_id.map(|id| id.to_string()).unwrap_or_default(),
        }))
    }

    async fn verify_journal(
        &self,
        _: Request<VerifyJournalRequest>,
    ) -> Result<Response<VerifyJournalResponse>, Status> {
        let verified = self.journal.verify().await.map_err(|e| read_failed(&e))?;
        Ok(Response::new(match verified {
            Ok(verified) => VerifyJournalResponse {
                verified_count: verified.count,
                broken_position: 0,
                broken_reason: String::new(),
                head_hash: verified.hash.to_vec(),
            },
            Err(broken) => {
                let position = broken.position;
                tracing::error!(
                    position = position.get(),
                    reason = %broken.reason,
                    "EL-3 violated: log does not verify"
                );
                metrics::counter!("invariant_violations_total", "id" => "EL-3").increment(1);
                self.violations.fetch_add(1, Ordering::Relaxed);
                VerifyJournalResponse {
                    verified_count: broken.count,
                    broken_position: position.into(),
                    broken_reason: broken.reason,
                    head_hash: Vec::new(),
                }
            }
        }))
    }

    async fn check_rows(
        &self,
        _: Request<CheckRowsRequest>,
    ) -> Result<Response<CheckRowsResponse>, Status> {
        let found = replay::check(&self.journal, &self.db, (self.replays)()).await;
        let tables = found.map_err(|e| read_failed(&e))?.into_iter().map(to_pb).collect();
        Ok(Response::new(CheckRowsResponse { tables }))
    }

    async fn get_digest(
        &self,
        _: Request<GetDigestRequest>,
    ) -> Result<Response<GetDigestResponse>, Status> {
        let digest = self.journal.digest().await.map_err(|e| read_failed(&e))?;
        let content_digest = digest.bytes().to_vec();
        Ok(Response::new(GetDigestResponse { event_count: digest.count, content_digest }))
    }
}
