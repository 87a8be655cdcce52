//! One batch: look-up, load, decide, save, append, commit. What becomes of each job is a value; who waits for it is
//! told afterwards, so that a batch can be tried again without the job that failed it.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use db::DbError;
use kernel::{EventId, Ids, Position, Refusal, Uuid, civil_date};

use super::work::{Fault, Outcome, Work, panic_text};
use super::{Applied, ApplyError, CommandError, Context, EVENT_BYTES_MAX, Incoming, UnitOfWork};
use crate::cursor::{self, Cursor};
use crate::event::NewEvent;
use crate::log::Journal;
use crate::request::{self, Request};

/// What the model answered, and the events that it emitted.
type Handled = (Result<Vec<u8>, Refusal>, Vec<NewEvent>);

/// Where a fault is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Place {
    /// Number of the work in the batch.
    work: usize,
    /// Number of the part in the work.
    part: usize,
}

/// Why a batch was rolled back.
enum Trouble {
    Db(DbError),
    Guilty(Place, Fault),
}

impl From<DbError> for Trouble {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

/// The writer's state from batch to batch.
pub(super) struct Batches<M> {
    pub(super) journal: Journal,
    pub(super) model: M,
    /// Number of commits after our own last one: when there are more, somebody else wrote.
    commits_seen: i64,
}

impl<M: UnitOfWork> Batches<M> {
    pub(super) fn new(journal: Journal, model: M) -> Self {
        Self { journal, model, commits_seen: -1 }
    }

    /// Whether a commit is possible now: an empty one.
    pub(super) async fn probe(&mut self) -> Result<(), DbError> {
        self.forget();
        let unit = self.journal.begin().await?;
        unit.commit(Vec::new(), 0).await.map(drop)
    }

    fn forget(&mut self) {
        self.model.forget();
        self.commits_seen = -1;
    }

    /// Carries out all of `works`; one outcome each. An error means that the database does not take anything now.
    ///
    /// What panics, or emits too much, is known by its place and left out of the next attempt. What the database
    /// refuses is looked for one by one, so that only the guilty one fails.
    pub(super) async fn carry_out(
        &mut self,
        works: &[Work<'_, M::Command>],
    ) -> Result<Vec<Outcome>, DbError> {
        let mut faults = HashMap::new();
        loop {
            match self.attempt(works, &faults).await {
                Ok(outcomes) => return Ok(outcomes),
                Err(Trouble::Guilty(place, fault)) => {
                    tracing::error!(%fault, "a command or event cannot be carried out");
                    self.forget();
                    faults.insert(place, fault);
                }
                Err(Trouble::Db(error)) => {
                    self.forget();
                    if error.is_transient() {
                        return Err(error);
                    }
                    tracing::warn!(%error, jobs = works.len(), "batch was rolled back; it is tried one by one");
                    return self.one_by_one(works).await;
                }
            }
        }
    }

    async fn one_by_one(
        &mut self,
        works: &[Work<'_, M::Command>],
    ) -> Result<Vec<Outcome>, DbError> {
        let mut outcomes = Vec::with_capacity(works.len());
        for work in works {
            let mut outcome = None;
            for part in work.parts() {
                let done = self.alone(part).await?;
                let goes_on = match &done {
                    Outcome::Command(result) => result.is_ok(),
                    Outcome::Applied(result) => result.is_ok(),
                };
                outcome = Some(done);
                // Deliveries are in order; of what falls due each stands for itself.
                if !goes_on && matches!(work, Work::Delivery { .. }) {
                    break;
                }
            }
            outcomes.extend(outcome);
        }
        Ok(outcomes)
    }

    /// Carries out one part; what the database refuses is the fault of this part.
    async fn alone(&mut self, work: Work<'_, M::Command>) -> Result<Outcome, DbError> {
        let work = [work];
        let mut faults = HashMap::new();
        loop {
            let (place, fault) = match self.attempt(&work, &faults).await {
                Ok(mut outcomes) => return Ok(outcomes.remove(0)),
                Err(Trouble::Db(error)) if error.is_transient() => {
                    self.forget();
                    return Err(error);
                }
                // Refused although nothing was decided: the cause lies elsewhere.
                Err(Trouble::Db(error)) if faults.contains_key(&Place::default()) => {
                    self.forget();
                    return Ok(work[0].failed(&error));
                }
                Err(Trouble::Db(error)) => (Place::default(), Fault::Statement(error.to_string())),
                Err(Trouble::Guilty(place, fault)) => (place, fault),
            };
            self.forget();
            tracing::error!(%fault, "a command or event cannot be carried out");
            faults.insert(place, fault);
        }
    }

    /// One transaction. Nothing of a part that is among `faults` is loaded or decided.
    async fn attempt(
        &mut self,
        works: &[Work<'_, M::Command>],
        faults: &HashMap<Place, Fault>,
    ) -> Result<Vec<Outcome>, Trouble> {
        let mut unit = self.journal.begin().await?;
        if unit.head().commits != self.commits_seen {
            self.model.forget();
        }
        let now = self.journal.clock.now();
        let now_us = now.as_microsecond();
        let today = civil_date(now);

        let ids: Vec<Uuid> = works
            .iter()
            .filter_map(|work| match work {
                Work::Command { request, .. } => Some(request.id),
                _ => None,
            })
            .collect();
        let mut answered = request::answered(&mut unit.tx, &ids).await?;
        let mut needed = Vec::new();
        for (work, parts) in works.iter().enumerate() {
            let sound = parts.commands().into_iter().enumerate();
            needed.extend(
                sound
                    .filter(|(part, _)| !faults.contains_key(&Place { work, part: *part }))
                    .map(|(_, c)| c),
            );
        }
        self.model.load(&mut unit.tx, &needed).await?;

        let mut events: Vec<NewEvent> = Vec::new();
        let mut remembered: Vec<(Uuid, [u8; 32], Vec<u8>)> = Vec::new();
        let mut outcomes = Vec::with_capacity(works.len());
        for (n, work) in works.iter().enumerate() {
            let mut turn = Turn { model: &mut self.model, today, events: &mut events, faults };
            outcomes.push(match work {
                Work::Command { request, command } => {
                    let result = if let Some(before) = answered.get(&request.id) {
                        repeated(request, &before.hash, &before.response)
                    } else {
                        let result = turn.decide(
                            Place { work: n, part: 0 },
                            command,
                            request.id,
                            request.traceparent.clone(),
                        )?;
                        if let Ok(response) = &result {
                            remembered.push((request.id, request.hash, response.clone()));
                            let hash = request.hash.to_vec();
                            let before = request::Answered { hash, response: response.clone() };
                            answered.insert(request.id, before);
                        }
                        result
                    };
                    Outcome::Command(result)
                }
                Work::Due { cause, on, first, commands } => {
                    // As of the day on which it fell due, whenever it is found.
                    turn.today = *on;
                    for (part, command) in commands.iter().enumerate() {
                        let number = (first + part) as u64;
                        let cause = Ids::derive(*cause, &number.to_be_bytes());
                        if let Err(refusal) =
                            turn.decide(Place { work: n, part }, command, cause, None)?
                        {
                            // The clock only proposes; a case that moved on in the meantime is no error.
                            tracing::debug!(%refusal, "due command was refused");
                        }
                    }
                    Outcome::Command(Ok(Vec::new()))
                }
                Work::Delivery { .. } => {
                    Outcome::Applied(turn.apply(n, &mut unit.tx, work, now_us).await?)
                }
            });
        }
        self.model.save(&mut unit.tx).await?;
        request::remember(&mut unit.tx, remembered.into_iter(), now_us).await?;
        self.commits_seen = unit.commit(events, now_us).await?.commits;
        Ok(outcomes)
    }
}

fn repeated(request: &Request, hash: &[u8], response: &[u8]) -> Result<Vec<u8>, CommandError> {
    if hash == request.hash { Ok(response.to_vec()) } else { Err(CommandError::RequestIdReused) }
}

/// Deciding inside one transaction.
struct Turn<'a, M> {
    model: &'a mut M,
    today: kernel::Date,
    events: &'a mut Vec<NewEvent>,
    faults: &'a HashMap<Place, Fault>,
}

impl<M: UnitOfWork> Turn<'_, M> {
    /// Decides on one command; its events are added. The outer error rolls the batch back.
    fn decide(
        &mut self,
        place: Place,
        command: &M::Command,
        cause: Uuid,
        traceparent: Option<String>,
    ) -> Result<Result<Vec<u8>, CommandError>, Trouble> {
        if let Some(fault) = self.faults.get(&place) {
            return Ok(Err(fault.into()));
        }
        let (result, mut events) = self.handle(place, command, cause, traceparent)?;
        self.events.append(&mut events);
        Ok(result.map_err(CommandError::from))
    }

    /// Lets the model decide. A panic, or an event that is too large, has left it changed: the batch must go.
    fn handle(
        &mut self,
        place: Place,
        command: &M::Command,
        cause: Uuid,
        traceparent: Option<String>,
    ) -> Result<Handled, Trouble> {
        let mut context = Context {
            today: self.today,
            ids: Ids::of(cause),
            causation_id: cause,
            traceparent,
            events: Vec::new(),
        };
        let decide = AssertUnwindSafe(|| self.model.handle(command, &mut context));
        let result = catch_unwind(decide)
            .map_err(|panic| Trouble::Guilty(place, Fault::Panicked(panic_text(&*panic))))?;
        let largest = context.events.iter().map(|event| event.data.len()).max();
        match largest {
            Some(bytes) if bytes > EVENT_BYTES_MAX => {
                Err(Trouble::Guilty(place, Fault::TooLarge(bytes)))
            }
            _ => Ok((result, context.events)),
        }
    }

    async fn apply(
        &mut self,
        n: usize,
        tx: &mut db::Tx,
        work: &Work<'_, M::Command>,
        now_us: i64,
    ) -> Result<Result<Applied, ApplyError>, Trouble> {
        let Work::Delivery { subscription, log_id, after, through, events: incoming } = *work
        else {
            return Err(DbError::Statement("only deliveries are applied".to_owned()).into());
        };
        let at = if let Some(cursor) = cursor::read(tx, subscription).await? {
            cursor
        } else {
            cursor::create(tx, subscription, log_id, now_us).await?;
            Cursor {
                subscription: subscription.to_owned(),
                log_id,
                position: Position::BEGIN,
                event_id: None,
            }
        };
        if at.log_id != log_id {
            return Ok(Err(ApplyError::OtherLog { found: at.log_id, source_log: log_id }));
        }
        if at.position != after {
            metrics::counter!("cursor_races_total", "subscription" => at.subscription).increment(1);
            return Ok(Err(ApplyError::Raced(at.position)));
        }
        let (mut reached, mut poison) = (through, None);
        let mut last = None;
        for (part, event) in incoming.iter().enumerate() {
            match self.incoming(Place { work: n, part }, event, subscription)? {
                Ok(()) => last = Some((event.position, event.event_id)),
                Err(reason) => {
                    reached = event.position.before();
                    poison = Some(poisoned(event.position, event.event_id, reason));
                    break;
                }
            }
        }
        if reached > at.position {
            // Only the event that stands at the cursor: the source compares it with its own when a stream resumes.
            let event_id = last.filter(|(position, _)| *position == reached).map(|(_, id)| id);
            cursor::advance(tx, &at, reached, event_id, now_us).await?;
        }
        Ok(poison.map_or(Ok(Applied { through: reached }), Err))
    }

    /// Decides on what follows from an event; the inner error says why it cannot be applied.
    fn incoming(
        &mut self,
        place: Place,
        event: &Incoming<M::Command>,
        subscription: &str,
    ) -> Result<Result<(), String>, Trouble> {
        if let Some(fault) = self.faults.get(&place) {
            return Ok(Err(fault.to_string()));
        }
        let cause = Ids::derive(event.event_id, subscription.as_bytes());
        let (result, events) =
            self.handle(place, &event.command, cause, event.traceparent.clone())?;
        let caused = |new: NewEvent| NewEvent { causation_id: event.event_id, ..new };
        Ok(match result {
            Ok(_) => {
                self.events.extend(events.into_iter().map(caused));
                Ok(())
            }
            Err(refusal) => Err(refusal.to_string()),
        })
    }
}

fn poisoned(position: Position, event_id: EventId, reason: String) -> ApplyError {
    ApplyError::Poison { position, event_id, reason }
}
