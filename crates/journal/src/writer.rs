//! Group commit: one writer per process, a batch of commands and deliveries per transaction.
//!
//! The price of a durable commit is shared by everything that waits while the one before is written.
//! Nothing waits for a batch to fill.

mod batch;
mod run;
mod work;

use std::future::Future;

use db::{DbError, Result, Tx};
use kernel::{Date, EventId, Ids, Position, Refusal, SubjectId, Uuid};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::event::NewEvent;
use crate::log::Journal;
use crate::request::Request;
use batch::Batches;
use run::Writing;
use work::Outcome;

/// Most bytes in the payload of an event: far below what a reader takes in one message (4 MiB), so that a batch can
/// always be split until it fits.
pub const EVENT_BYTES_MAX: usize = 256 * 1024;

/// What a service decides: the state behind its commands, in memory for the length of a batch.
pub trait UnitOfWork: Send + 'static {
    /// Everything that can be asked of the service, by callers, by others' events and by its own clock.
    type Command: Send + Sync + 'static;

    /// Makes the rows known that `commands` need.
    fn load(
        &mut self,
        tx: &mut Tx,
        commands: &[&Self::Command],
    ) -> impl Future<Output = Result<()>> + Send;

    /// Decides on one command: changes the state in memory and emits events, and answers with the bytes
    /// of the response. When it refuses, it has changed and emitted nothing.
    fn handle(
        &mut self,
        command: &Self::Command,
        context: &mut Context,
    ) -> std::result::Result<Vec<u8>, Refusal>;

    /// Saves the rows that changed.
    fn save(&mut self, tx: &mut Tx) -> impl Future<Output = Result<()>> + Send;

    /// Forgets all rows in memory: somebody else wrote, or the transaction failed.
    fn forget(&mut self);
}

/// What surrounds one command.
pub struct Context {
    /// The civil date in the Netherlands now; for what fell due, the day on which it did.
    pub today: Date,
    /// Ids for what the command creates; they follow from the request's id.
    pub ids: Ids,
    causation_id: Uuid,
    traceparent: Option<String>,
    events: Vec<NewEvent>,
}

impl Context {
    /// Emits an event: the `version`-th of its subject.
    pub fn emit(
        &mut self,
        subject: SubjectId,
        version: i64,
        event_type: &'static str,
        occurred_on: Date,
        data: Vec<u8>,
    ) {
        // The subject is part of the id, so that one command may create events before it takes ids.
        let n = kernel::fit::<u32, _>(self.events.len()).to_be_bytes();
        let name = [subject.as_bytes(), &n].concat();
        self.events.push(NewEvent {
            event_id: Ids::derive(self.causation_id, &name),
            subject,
            subject_version: version,
            event_type,
            occurred_on,
            causation_id: self.causation_id,
            traceparent: self.traceparent.clone(),
            data,
        });
    }
}

/// Why a command has no answer.
#[derive(Clone, Debug, thiserror::Error)]
pub enum CommandError {
    /// The rules say no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The request id was used before for another request.
    #[error("request id was used before for another request")]
    RequestIdReused,
    /// The database did not take the batch; the same request may be sent again.
    #[error("{0}")]
    Unavailable(String),
    /// The database has no room left; the same request may be sent again once it has.
    #[error("{0}")]
    Full(String),
    /// A bug: the database refused what the rules allowed, or the code that decides panicked.
    #[error("{0}")]
    Bug(String),
    /// The service is stopping.
    #[error("service is stopping")]
    Stopping,
}

/// Events of another service, in order, to be applied together with the move of the cursor.
pub struct Delivery<C> {
    /// Name of the subscription.
    pub subscription: String,
    /// The log that they come from.
    pub log_id: Uuid,
    /// Position of the cursor before.
    pub after: Position,
    /// Position of the cursor afterwards; events that the filter left out lie between.
    pub through: Position,
    /// The events that lead to commands here.
    pub events: Vec<Incoming<C>>,
}

/// An event of another service and what follows from it here.
pub struct Incoming<C> {
    /// Its position in the source's log.
    pub position: Position,
    /// Its id; the cause of what follows.
    pub event_id: EventId,
    /// W3C trace context of its cause.
    pub traceparent: Option<String>,
    /// What follows: one command, so that an event is applied whole or not at all.
    pub command: C,
}

/// A delivery was applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applied {
    /// Position of the cursor now.
    pub through: Position,
}

/// Why a delivery was not applied in full.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ApplyError {
    /// Another replica was faster; read the cursor again.
    #[error("another replica moved the cursor to {0}")]
    Raced(Position),
    /// The event at `position` cannot be applied; everything before it was.
    #[error("event {event_id} at position {position} cannot be applied: {reason}")]
    Poison {
        /// Its position.
        position: Position,
        /// Its id.
        event_id: EventId,
        /// Why.
        reason: String,
    },
    /// The cursor belongs to another log: the source's history changed.
    #[error("cursor belongs to log {found}, the source is log {source_log}")]
    OtherLog {
        /// The log of the cursor.
        found: Uuid,
        /// The log of the source.
        source_log: Uuid,
    },
    /// The database did not take the batch; try again.
    #[error("{0}")]
    Unavailable(String),
    /// The service is stopping.
    #[error("service is stopping")]
    Stopping,
}

/// Limits of a writer.
#[derive(Clone, Copy, Debug)]
pub struct WriterLimits {
    /// Commands that may wait; more must wait outside.
    pub queue_max: usize,
    /// Jobs in one transaction.
    pub batch_max: usize,
}

impl Default for WriterLimits {
    fn default() -> Self {
        Self { queue_max: 4_096, batch_max: 256 }
    }
}

/// Whether the database takes what the writer writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Health {
    /// The last batch was committed.
    Well,
    /// The device or the file has no room left.
    Full(String),
    /// The database is away, only reads, or is too busy.
    Away(String),
}

impl Health {
    fn of(error: &DbError) -> Self {
        match error {
            DbError::Full(text) => Self::Full(text.clone()),
            other => Self::Away(other.to_string()),
        }
    }
}

enum Job<C> {
    Command {
        request: Request,
        command: C,
    },
    /// What falls due by the clock: needs no look-up, it is tolerant of repetition.
    Due {
        cause: Uuid,
        on: Date,
        commands: Vec<C>,
    },
    Delivery(Delivery<C>),
}

type CommandAnswer = oneshot::Sender<std::result::Result<Vec<u8>, CommandError>>;
type ApplyAnswer = oneshot::Sender<std::result::Result<Applied, ApplyError>>;

/// Who waits for the outcome of a job. A caller that went away does not need its answer.
enum Answer {
    Command(CommandAnswer),
    Applied(ApplyAnswer),
}

impl Answer {
    fn send(self, outcome: Outcome) {
        match (self, outcome) {
            (Self::Command(answer), Outcome::Command(result)) => drop(answer.send(result)),
            (Self::Applied(answer), Outcome::Applied(result)) => drop(answer.send(result)),
            // A dropped sender is an answer too: the service is stopping.
            _ => tracing::error!("outcome of another kind than its job"),
        }
    }
}

/// The handle of a service's writer. Copies share it; the writer stops when all are dropped, or when it is told to.
pub struct Writer<C> {
    queue: mpsc::Sender<(Job<C>, Answer)>,
    health: watch::Receiver<Health>,
}

impl<C> Clone for Writer<C> {
    fn clone(&self) -> Self {
        Self { queue: self.queue.clone(), health: self.health.clone() }
    }
}

impl<C: Send + Sync + 'static> Writer<C> {
    /// The writer of a service and its work, which whoever starts it must drive. The work ends when every handle is
    /// dropped or `stop` is cancelled, once the queue is empty.
    pub fn new<M>(
        journal: Journal,
        model: M,
        limits: WriterLimits,
        stop: CancellationToken,
    ) -> (Self, impl Future<Output = ()> + Send + 'static)
    where
        M: UnitOfWork<Command = C>,
    {
        let (queue, jobs) = mpsc::channel(limits.queue_max);
        let (told, health) = watch::channel(Health::Well);
        let batches = Batches::new(journal, model);
        let work = Writing::new(batches, jobs, told, limits.batch_max, stop);
        (Self { queue, health }, work.run())
    }

    /// The same as a task of its own, where nobody watches over tasks: in tests.
    pub fn start<M>(journal: Journal, model: M, limits: WriterLimits) -> (Self, JoinHandle<()>)
    where
        M: UnitOfWork<Command = C>,
    {
        let (writer, work) = Self::new(journal, model, limits, CancellationToken::new());
        (writer, tokio::spawn(work))
    }

    /// Whether the database takes what is written, and every change of it.
    pub fn health(&self) -> watch::Receiver<Health> {
        self.health.clone()
    }

    /// Jobs that wait now, and most that may.
    pub fn waiting(&self) -> (usize, usize) {
        let max = self.queue.max_capacity();
        (max - self.queue.capacity(), max)
    }

    /// Carries out a command once, however often it is sent; the bytes of its response.
    ///
    /// The command goes on when the caller goes away.
    pub async fn send(
        &self,
        request: Request,
        command: C,
    ) -> std::result::Result<Vec<u8>, CommandError> {
        let (answer, wait) = oneshot::channel();
        let job = (Job::Command { request, command }, Answer::Command(answer));
        self.queue.send(job).await.map_err(|_| CommandError::Stopping)?;
        wait.await.map_err(|_| CommandError::Stopping)?
    }

    /// Carries out what fell due on the day `on`, as of that day, whenever it is found. Ids of its events follow
    /// from `cause`.
    pub async fn due(
        &self,
        cause: Uuid,
        on: Date,
        commands: Vec<C>,
    ) -> std::result::Result<(), CommandError> {
        let (answer, wait) = oneshot::channel();
        let job = (Job::Due { cause, on, commands }, Answer::Command(answer));
        self.queue.send(job).await.map_err(|_| CommandError::Stopping)?;
        wait.await.map_err(|_| CommandError::Stopping)?.map(drop)
    }

    /// Applies events of another service exactly once in effect.
    pub async fn apply(&self, delivery: Delivery<C>) -> std::result::Result<Applied, ApplyError> {
        let (answer, wait) = oneshot::channel();
        let job = (Job::Delivery(delivery), Answer::Applied(answer));
        self.queue.send(job).await.map_err(|_| ApplyError::Stopping)?;
        wait.await.map_err(|_| ApplyError::Stopping)?
    }
}

impl CommandError {
    fn of(error: &DbError) -> Self {
        match error {
            DbError::Full(text) => Self::Full(text.clone()),
            other if other.is_transient() => Self::Unavailable(other.to_string()),
            other => Self::Bug(other.to_string()),
        }
    }
}

impl From<DbError> for CommandError {
    fn from(error: DbError) -> Self {
        Self::of(&error)
    }
}
