//! Carries out forecasts in the background, one at a time per process.
//!
//! What runs is what the table says: a forecast that was begun before a crash is made after it, from the same
//! frozen data. A lease keeps two replicas from making the same one.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use forecast::ForecastError;
use host::Parts;
use journal::{CommandError, Request};
use kernel::{Ids, Uuid};
use tokio::sync::{Notify, watch};

use crate::domain::inputs;
use crate::domain::run::ForecastRun;
use crate::store;
use crate::work::Command;

/// How often the table is looked at without a sign: for forecasts that another replica began and left.
const LOOK_EVERY: Duration = Duration::from_secs(5);
const LEASE_TTL_US: i64 = 600_000_000;

/// The forecasts of this process: wakes the runner, tells how far it is, stops it.
#[derive(Clone, Default)]
pub(crate) struct Runs(Arc<Shared>);

#[derive(Default)]
struct Shared {
    wake: Notify,
    at_work: Mutex<HashMap<Uuid, Arc<Run>>>,
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
    pub(crate) fn done(&self, id: Uuid) -> u32 {
        self.get(id).map_or(0, |run| *run.done.borrow())
    }

    /// Stops the work on a forecast.
    pub(crate) fn stop(&self, id: Uuid) {
        if let Some(run) = self.get(id) {
            run.stop.store(true, Ordering::Relaxed);
        }
    }

    fn get(&self, id: Uuid) -> Option<Arc<Run>> {
        self.lock().get(&id).cloned()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Uuid, Arc<Run>>> {
        self.0.at_work.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Starts the runner of a process; it ends when the service stops.
pub(crate) fn start(parts: Parts<Command>) -> Runs {
    let runs = Runs::default();
    tokio::spawn(run(parts, runs.clone()));
    runs
}

async fn run(parts: Parts<Command>, runs: Runs) {
    let holder = Ids::random().to_string();
    let stop = parts.stop.clone();
    loop {
        match store::running(&parts.db).await {
            Ok(ids) => {
                for id in ids.into_iter().rev() {
                    tokio::select! {
                        () = stop.cancelled() => {
                            runs.stop(id);
                            return;
                        }
                        made = make(&parts, &runs, id, &holder) => if let Err(error) = made {
                            tracing::warn!(%error, forecast = %id, "forecast was not made; it is tried again");
                        }
                    }
                }
            }
            Err(error) => tracing::warn!(%error, "forecasts cannot be read"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = runs.0.wake.notified() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// Makes one forecast, unless another replica does.
async fn make(
    parts: &Parts<Command>,
    runs: &Runs,
    id: Uuid,
    holder: &str,
) -> Result<(), CommandError> {
    let lease = format!("forecast/{id}");
    if parts.journal.take_lease(&lease, holder, LEASE_TTL_US).await?.is_none() {
        return Ok(());
    }
    let Ok(Some(row)) = parts.row::<ForecastRun>(id).await else {
        return Ok(()); // gone, or the database is away: looked at again
    };
    let picture = store::picture(&parts.db, &row).await?;
    let input = inputs::input(&row, &picture);
    let run = Arc::new(Run { done: watch::Sender::new(0), stop: AtomicBool::new(false) });
    runs.lock().insert(id, Arc::clone(&run));
    let made = tokio::task::spawn_blocking(move || forecast::run(&input, run.as_ref())).await;
    runs.lock().remove(&id);
    let command = match made {
        Ok(Ok(results)) => {
            let digest = forecast::digest(&results);
            Command::Finish(id, results, digest)
        }
        // A caller stopped it, and the table says so already; or the service stops, and it goes on later.
        Ok(Err(ForecastError::Cancelled)) => return Ok(()),
        Ok(Err(error)) => Command::Fail(id, error.to_string()),
        Err(panic) => Command::Fail(id, format!("the forecast engine failed: {panic}")),
    };
    let request = Request::new(Ids::derive(id, b"end"), "end", id.as_bytes(), None);
    match parts.writer.send(request, command).await {
        // Stopped by a caller while the last replications were counted.
        Err(CommandError::Refused(refusal)) if refusal.reason == "NOT_RUNNING" => {}
        other => drop(other?),
    }
    parts.journal.drop_lease(&lease, holder).await?;
    Ok(())
}
