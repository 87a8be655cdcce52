//! The loop of the writer: take what waits, carry it out, tell who waits for it.

use std::time::{Duration, Instant};

use db::DbError;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use super::batch::Batches;
use super::work::Work;
use super::{Answer, Health, Job, UnitOfWork};

/// How often a writer whose database took nothing asks whether it does again.
const PROBE_EVERY: Duration = Duration::from_secs(1);

/// The work behind the handles.
pub(super) struct Writing<M: UnitOfWork> {
    batches: Batches<M>,
    jobs: mpsc::Receiver<(Job<M::Command>, Answer)>,
    told: watch::Sender<Health>,
    batch_max: usize,
    stop: CancellationToken,
}

impl<M: UnitOfWork> Writing<M> {
    pub(super) fn new(
        batches: Batches<M>,
        jobs: mpsc::Receiver<(Job<M::Command>, Answer)>,
        told: watch::Sender<Health>,
        batch_max: usize,
        stop: CancellationToken,
    ) -> Self {
        Self { batches, jobs, told, batch_max, stop }
    }

    pub(super) async fn run(mut self) {
        self.set_health(None);
        let mut waiting = Vec::with_capacity(self.batch_max);
        let mut closing = false;
        loop {
            let failing = *self.told.borrow() != Health::Well;
            let received = tokio::select! {
                biased;
                () = self.stop.cancelled(), if !closing => {
                    closing = true;
                    self.jobs.close();
                    continue;
                }
                received = self.jobs.recv_many(&mut waiting, self.batch_max) => received,
                () = tokio::time::sleep(PROBE_EVERY), if failing && !closing => {
                    let probed = self.batches.probe().await;
                    self.set_health(probed.as_ref().err());
                    continue;
                }
            };
            if received == 0 {
                return;
            }
            self.batch(waiting.drain(..)).await;
        }
    }

    async fn batch(&mut self, waiting: impl Iterator<Item = (Job<M::Command>, Answer)>) {
        let started = Instant::now();
        let (jobs, answers): (Vec<_>, Vec<_>) = waiting.unzip();
        let works: Vec<_> = jobs.iter().map(Work::of).collect();
        let done = self.batches.carry_out(&works).await;
        self.set_health(done.as_ref().err());
        match done {
            Ok(outcomes) => {
                for (answer, outcome) in answers.into_iter().zip(outcomes) {
                    answer.send(outcome);
                }
            }
            Err(error) => {
                tracing::warn!(%error, jobs = jobs.len(), "batch was rolled back");
                for (answer, work) in answers.into_iter().zip(&works) {
                    answer.send(work.failed(&error));
                }
            }
        }
        let journal = &self.batches.journal;
        let service = || journal.service().to_owned();
        let seconds = started.elapsed().as_secs_f64();
        metrics::histogram!("journal_append_seconds", "service" => service()).record(seconds);
        metrics::histogram!("journal_batch_jobs", "service" => service()).record(jobs.len() as f64);
        let last = *journal.end().borrow();
        metrics::gauge!("journal_head_position", "service" => service()).set(last.get() as f64);
    }

    /// Tells whether the database takes what is written.
    fn set_health(&self, error: Option<&DbError>) {
        let health = error.map_or(Health::Well, Health::of);
        let service = || self.batches.journal.service().to_owned();
        let blocked = |reason, is| {
            metrics::gauge!("journal_blocked", "service" => service(), "reason" => reason)
                .set(f64::from(u8::from(is)));
        };
        blocked("full", matches!(health, Health::Full(_)));
        blocked("away", matches!(health, Health::Away(_)));
        self.told.send_if_modified(|told| {
            let changed = std::mem::discriminant(told) != std::mem::discriminant(&health);
            if changed {
                match &health {
                    Health::Well => {
                        tracing::info!(service = service(), "the database takes writes again")
                    }
                    Health::Full(text) => {
                        tracing::error!(service = service(), %text, "the database has no room left")
                    }
                    Health::Away(text) => {
                        tracing::warn!(service = service(), %text, "the database takes no writes")
                    }
                }
            }
            *told = health;
            changed
        });
    }
}
