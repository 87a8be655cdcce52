//! Carries out forecasts in the background, one at a time per process.
//!
//! What runs is what the table says: a forecast that was begun before a crash is made after it, from the same
//! frozen data. A lease keeps two replicas from making the same one.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use forecast::ForecastError;
use host::{Parts, TaskKind};
use journal::{CommandError, Request};
use kernel::{Clock, ForecastId, Ids, Uuid};
use tokio::sync::{Notify, watch};

use crate::domain::run::{ForecastRun, RunState};
use crate::store;
use crate::work::{AnyCommand, CloseMonth, Failed, Finished};

/// How often it is looked whether a month can be closed.
const CLOSE_EVERY: Duration = Duration::from_secs(5);
/// How often the table is looked at without a sign: for forecasts that another replica began and left.
const LOOK_EVERY: Duration = Duration::from_secs(5);
const LEASE_TTL_US: i64 = 30_000_000;
const LEASE_RENEW: Duration = Duration::from_secs(10);

/// The forecasts of this process: wakes the runner, tells how far it is, stops it.
#[derive(Clone, Default)]
pub(crate) struct Runs(Arc<Shared>);

#[derive(Default)]
struct Shared {
    wake: Notify,
    at_work: Mutex<HashMap<ForecastId, Arc<Run>>>,
}

struct Run {
    done: watch::Sender<u32>,
    stop: AtomicBool,
}

impl forecast::Progress for Run {
    fn done(&self, replications: u32) -> bool {
        self.done.send_if_modified(|done| {
            let further = replications > *done;
            *done = replications.max(*done);
            further
        });
        !self.stop.load(Ordering::Relaxed)
    }
}

impl Runs {
    /// There is a new forecast.
    pub(crate) fn wake(&self) {
        self.0.wake.notify_one();
    }

    /// Replications done so far; 0 for a forecast that is not at work here.
    pub(crate) fn done(&self, id: ForecastId) -> u32 {
        self.get(id).map_or(0, |run| *run.done.borrow())
    }

    /// Stops the work on a forecast.
    pub(crate) fn stop(&self, id: ForecastId) {
        if let Some(run) = self.get(id) {
            run.stop.store(true, Ordering::Relaxed);
        }
    }

    fn get(&self, id: ForecastId) -> Option<Arc<Run>> {
        self.lock().get(&id).cloned()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<ForecastId, Arc<Run>>> {
        self.0.at_work.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Starts the runner of a process; it ends when the service stops.
pub(crate) fn start(parts: Parts<AnyCommand>) -> Runs {
    let runs = Runs::default();
    let tasks = parts.tasks.clone();
    tasks.spawn(TaskKind::Runner, "months", close(parts.clone()));
    tasks.spawn(TaskKind::Runner, "forecasts", run(parts, runs.clone()));
    runs
}

/// Closes months as their figures become known, until the service stops.
///
/// Not on a virtual clock: on which simulated day a poll falls depends on the machine, and the same seed must
/// give the same events. There months are closed when a forecast begins.
async fn close(parts: Parts<AnyCommand>) {
    if matches!(parts.clock, Clock::Virtual(_)) {
        return parts.stop.cancelled().await;
    }
    loop {
        tokio::select! {
            () = parts.stop.cancelled() => return,
            () = tokio::time::sleep(CLOSE_EVERY) => {}
        }
        match close_months(&parts).await {
            Ok(()) | Err(CommandError::Stopping) => {}
            Err(error) => tracing::warn!(%error, "a month was not closed; it is tried again"),
        }
    }
}

/// Closes every month that can be closed now. The same month is closed once, whoever asks.
pub(crate) async fn close_months(parts: &Parts<AnyCommand>) -> Result<(), CommandError> {
    let months = store::closable(&parts.db, parts.clock.today()).await?;
    for month in months {
        let name = format!("close/{month}");
        let id = Ids::derive(Uuid::nil(), name.as_bytes());
        let request = Request::new(id, "close", name.as_bytes(), None);
        parts.writer.send(request, CloseMonth(month).into()).await?;
    }
    Ok(())
}

async fn run(parts: Parts<AnyCommand>, runs: Runs) {
    let holder = Ids::random().to_string();
    let stop = parts.stop.clone();
    while !stop.is_cancelled() {
        let ids = store::running(&parts.db).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "forecasts cannot be read");
            Vec::new()
        });
        for id in ids {
            if let Err(error) = make(&parts, &runs, id, &holder).await {
                tracing::warn!(%error, forecast = %id, "forecast was not made; it is tried again");
            }
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = runs.0.wake.notified() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// Makes one forecast, unless another replica does or the service stops meanwhile.
async fn make(
    parts: &Parts<AnyCommand>,
    runs: &Runs,
    id: ForecastId,
    holder: &str,
) -> Result<(), CommandError> {
    if parts.stop.is_cancelled() {
        return Ok(());
    }
    let lease = format!("forecast/{id}");
    if parts.replicas && parts.journal.take_lease(&lease, holder, LEASE_TTL_US).await?.is_none() {
        return Ok(());
    }
    let run = Arc::new(Run { done: watch::Sender::new(0), stop: AtomicBool::new(false) });
    runs.lock().insert(id, Arc::clone(&run));
    // Read after it can be stopped: a forecast that was cancelled before is not begun.
    let made = match parts.row::<ForecastRun>(id).await {
        Ok(Some(row)) if row.state == RunState::Running => {
            let engine = tokio::task::spawn_blocking(move || compute(&row, run.as_ref()));
            wait(parts, runs, id, &lease, holder, engine).await
        }
        // Ended, or the database is away: looked at again.
        _ => None,
    };
    let sent = match made {
        Some(command) => {
            let request =
                Request::new(Ids::derive(id.uuid(), b"end"), "end", id.uuid().as_bytes(), None);
            parts.writer.send(request, command).await.map(drop)
        }
        None => Ok(()),
    };
    runs.lock().remove(&id);
    if parts.replicas {
        parts.journal.drop_lease(&lease, holder).await?;
    }
    match sent {
        // Stopped by a caller while the last replications were counted.
        Err(CommandError::Refused(refusal)) if refusal.reason == kernel::Reason::NotRunning => {
            Ok(())
        }
        other => other,
    }
}

/// The results of a forecast, or why there are none; `None` when it was stopped.
fn compute(row: &ForecastRun, run: &Run) -> Option<AnyCommand> {
    let forecast_id = row.forecast_id;
    let input = match serde_json::from_str(&row.frozen) {
        Ok(input) => input,
        Err(error) => {
            return Some(Failed { forecast_id, failure: format!("frozen data: {error}") }.into());
        }
    };
    match forecast::run(&input, run) {
        Ok(results) => {
            let digest = forecast::digest(&results);
            Some(Finished { forecast_id, results, digest }.into())
        }
        // A caller stopped it, and the table says so already; or the service stops, and it goes on later.
        Err(ForecastError::Cancelled) => None,
        Err(error) => Some(Failed { forecast_id, failure: error.to_string() }.into()),
    }
}

/// Waits for the engine; keeps the lease, and stops the engine when the service stops.
async fn wait(
    parts: &Parts<AnyCommand>,
    runs: &Runs,
    id: ForecastId,
    lease: &str,
    holder: &str,
    mut engine: tokio::task::JoinHandle<Option<AnyCommand>>,
) -> Option<AnyCommand> {
    let mut renew = tokio::time::interval(LEASE_RENEW);
    renew.tick().await;
    loop {
        tokio::select! {
            made = &mut engine => {
                return made.unwrap_or_else(|panic| {
                    let failure = format!("the engine failed: {panic}");
                    Some(Failed { forecast_id: id, failure }.into())
                });
            }
            () = parts.stop.cancelled() => {
                runs.stop(id);
                drop(engine.await);
                return None;
            }
            _ = renew.tick(), if parts.replicas => {
                // Correctness does not depend on it: a result is taken once (the request id).
                if let Err(error) = parts.journal.take_lease(lease, holder, LEASE_TTL_US).await {
                    tracing::warn!(%error, forecast = %id, "lease of a forecast was not renewed");
                }
            }
        }
    }
}
