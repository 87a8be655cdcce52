//! Everything that runs beside requests, watched over: a task that ends although nobody stopped it must not leave a
//! service that looks well and does nothing.
//!
//! | kind | what it does | when it ends unasked |
//! | --- | --- | --- |
//! | writer | all transactions | the process stops, exit code 70 |
//! | consumer | reads one feed | the process stops |
//! | background | deadlines, retention, other replicas' commits | the process stops |
//! | server | the gRPC port, the admin port | the process stops |
//! | runner | a service's own long work | the process stops |
//!
//! There is one policy, because there is no kind without which a service does its work, and whoever restarts the
//! process gives it a new chance. What can fail by one command or event is caught before: it fails alone.

use std::any::Any;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures::FutureExt as _;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// What a task is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskKind {
    /// Carries out all transactions.
    Writer,
    /// Reads the feed of another service.
    Consumer,
    /// Deadlines, retention, other replicas' commits, health.
    Background,
    /// Serves a port.
    Server,
    /// Long work of one service.
    Runner,
}

impl TaskKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Writer => "writer",
            Self::Consumer => "consumer",
            Self::Background => "background",
            Self::Server => "server",
            Self::Runner => "runner",
        }
    }
}

/// The tasks of a service. Copies share them.
#[derive(Clone)]
pub struct Tasks(Arc<Shared>);

struct Shared {
    service: &'static str,
    stop: CancellationToken,
    writer: TaskTracker,
    others: TaskTracker,
    broken: OnceLock<String>,
    #[cfg(feature = "testing")]
    faults: faults::Faults,
}

impl Tasks {
    /// No tasks yet; an unexpected end of one cancels `stop`.
    pub(crate) fn new(service: &'static str, stop: CancellationToken) -> Self {
        Self(Arc::new(Shared {
            service,
            stop,
            writer: TaskTracker::new(),
            others: TaskTracker::new(),
            broken: OnceLock::new(),
            #[cfg(feature = "testing")]
            faults: faults::Faults::default(),
        }))
    }

    /// Runs `work` until it ends by itself after the service was told to stop.
    pub fn spawn(
        &self,
        kind: TaskKind,
        name: impl Into<String>,
        work: impl Future<Output = ()> + Send + 'static,
    ) {
        let (tasks, name) = (self.clone(), name.into());
        #[cfg(feature = "testing")]
        let work = self.0.faults.over(&name, work);
        let tracker = if kind == TaskKind::Writer { &self.0.writer } else { &self.0.others };
        tracker.spawn(async move {
            let how = match AssertUnwindSafe(work).catch_unwind().await {
                Ok(()) if tasks.0.stop.is_cancelled() => return,
                Ok(()) => "ended by itself".to_owned(),
                Err(panic) => format!("panicked: {}", said(&*panic)),
            };
            tasks.broke(kind, &name, &how);
        });
    }

    fn broke(&self, kind: TaskKind, name: &str, how: &str) {
        let Shared { service, stop, broken, .. } = &*self.0;
        let text = format!("{} {name} {how}", kind.name());
        tracing::error!(
            service,
            kind = kind.name(),
            name,
            how,
            "a task ended unasked; the service stops"
        );
        // The first cause counts; others may follow from it.
        broken.get_or_init(|| text);
        stop.cancel();
    }

    /// Which task ended unasked, and how; `None` while all is well.
    pub fn broken(&self) -> Option<&str> {
        self.0.broken.get().map(String::as_str)
    }

    /// Waits for the end of all tasks but the writer, until `deadline`; whether they ended.
    pub(crate) async fn others_ended(&self, deadline: Instant) -> bool {
        ended(&self.0.others, deadline).await
    }

    /// Waits for the end of the writer, until `deadline`; whether it ended.
    pub(crate) async fn writer_ended(&self, deadline: Instant) -> bool {
        ended(&self.0.writer, deadline).await
    }

    /// Names of the tasks that were started.
    #[cfg(feature = "testing")]
    pub fn names(&self) -> Vec<String> {
        self.0.faults.names()
    }

    /// Lets a task panic at its next turn.
    #[cfg(feature = "testing")]
    pub fn let_panic(&self, name: &str) {
        self.0.faults.trip(name);
    }
}

async fn ended(tracker: &TaskTracker, deadline: Instant) -> bool {
    tracker.close();
    tokio::time::timeout_at(deadline, tracker.wait()).await.is_ok()
}

/// What a panic said.
pub(crate) fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a message")
}

/// Times of an orderly stop: all steps together take at most the limit.
#[derive(Clone, Copy)]
pub(crate) struct StopLimits {
    began: Instant,
    limit: Duration,
}

impl StopLimits {
    pub(crate) fn new(limit: Duration) -> Self {
        Self { began: Instant::now(), limit }
    }

    /// When `tenths` tenths of the time are over.
    pub(crate) fn at(self, tenths: u32) -> Instant {
        self.began + self.limit * tenths / 10
    }
}

#[cfg(feature = "testing")]
mod faults {
    use std::sync::{Mutex, PoisonError};

    use tokio_util::sync::CancellationToken;

    /// By task: its name, and the sign at which it panics.
    #[derive(Default)]
    pub(super) struct Faults(Mutex<Vec<(String, CancellationToken)>>);

    impl Faults {
        pub(super) fn over(
            &self,
            name: &str,
            work: impl Future<Output = ()> + Send + 'static,
        ) -> impl Future<Output = ()> + Send + 'static {
            let trip = CancellationToken::new();
            self.lock().push((name.to_owned(), trip.clone()));
            async move {
                tokio::select! {
                    () = work => {}
                    () = trip.cancelled() => panic!("as ordered by a test"),
                }
            }
        }

        pub(super) fn names(&self) -> Vec<String> {
            self.lock().iter().map(|(name, _)| name.clone()).collect()
        }

        pub(super) fn trip(&self, name: &str) {
            for (_, trip) in self.lock().iter().filter(|(task, _)| task == name) {
                trip.cancel();
            }
        }

        fn lock(&self) -> std::sync::MutexGuard<'_, Vec<(String, CancellationToken)>> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner)
        }
    }
}
