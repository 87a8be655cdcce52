//! One batch: look-up, load, decide, save, append, commit, answer.

use std::time::Instant;

use db::DbError;
use kernel::{Ids, Refusal, Uuid, civil_date};
use tokio::sync::mpsc;

use super::{
    Answer, Applied, ApplyAnswer, ApplyError, CommandError, Context, Delivery, Job, Model,
};
use crate::cursor::{self, Cursor};
use crate::event::NewEvent;
use crate::log::Journal;
use crate::request::{self, Request};

pub(super) async fn run<M: Model>(
    journal: Journal,
    mut model: M,
    mut jobs: mpsc::Receiver<Job<M::Command>>,
    batch_max: usize,
) {
    // How many commits there were after our own last one: when there are more, somebody else wrote.
    let mut commits_seen = -1;
    let mut last = 0;
    let mut waiting = Vec::with_capacity(batch_max);
    while jobs.recv_many(&mut waiting, batch_max).await > 0 {
        let started = Instant::now();
        let size = waiting.len();
        let mut replies = Replies::default();
        match write(&journal, &mut model, &mut waiting, &mut replies, commits_seen).await {
            Ok((position, commits)) => {
                last = position;
                commits_seen = commits;
                replies.committed();
            }
            Err(error) => {
                tracing::warn!(%error, jobs = size, "batch was rolled back");
                model.forget();
                commits_seen = -1;
                waiting.drain(..).for_each(|job| refuse(job, &error));
                replies.failed(&error);
            }
        }
        let service = || journal.service().to_owned();
        let seconds = started.elapsed().as_secs_f64();
        metrics::histogram!("journal_append_seconds", "service" => service()).record(seconds);
        metrics::histogram!("journal_batch_jobs", "service" => service()).record(size as f64);
        metrics::gauge!("journal_head_position", "service" => service()).set(last as f64);
    }
}

/// What to tell whom, once the transaction's fate is known.
#[derive(Default)]
struct Replies {
    answers: Vec<(Answer, Result<Vec<u8>, CommandError>)>,
    applied: Vec<(ApplyAnswer, Result<Applied, ApplyError>)>,
}

impl Replies {
    fn committed(self) {
        // A caller that went away does not need its answer.
        self.answers.into_iter().for_each(|(answer, result)| drop(answer.send(result)));
        self.applied.into_iter().for_each(|(answer, result)| drop(answer.send(result)));
    }

    fn failed(self, error: &DbError) {
        for (answer, _) in self.answers {
            drop(answer.send(Err(clone_error(error))));
        }
        for (answer, _) in self.applied {
            drop(answer.send(Err(ApplyError::Unavailable(error.to_string()))));
        }
    }
}

fn clone_error(error: &DbError) -> CommandError {
    if error.is_transient() {
        CommandError::Unavailable(error.to_string())
    } else {
        CommandError::Bug(error.to_string())
    }
}

fn refuse<C>(job: Job<C>, error: &DbError) {
    match job {
        Job::Command { answer, .. } | Job::Due { answer, .. } => {
            drop(answer.send(Err(clone_error(error))));
        }
        Job::Delivery { answer, .. } => {
            drop(answer.send(Err(ApplyError::Unavailable(error.to_string()))));
        }
    }
}

/// The commands of a job.
fn commands<C>(job: &Job<C>) -> Vec<&C> {
    match job {
        Job::Command { command, .. } => vec![command],
        Job::Due { commands, .. } => commands.iter().collect(),
        Job::Delivery { delivery, .. } => {
            delivery.events.iter().map(|event| &event.command).collect()
        }
    }
}

async fn write<M: Model>(
    journal: &Journal,
    model: &mut M,
    jobs: &mut Vec<Job<M::Command>>,
    replies: &mut Replies,
    commits_seen: i64,
) -> db::Result<(i64, i64)> {
    let mut unit = journal.begin().await?;
    if unit.head().commits != commits_seen {
        model.forget();
    }
    let now = journal.clock.now();
    let now_us = now.as_microsecond();
    let today = civil_date(now);

    let ids: Vec<Uuid> =
        jobs.iter()
            .filter_map(|job| {
                if let Job::Command { request, .. } = job { Some(request.id) } else { None }
            })
            .collect();
    let mut answered = request::answered(&mut unit.tx, &ids).await?;
    let needed: Vec<&M::Command> = jobs.iter().flat_map(commands).collect();
    model.load(&mut unit.tx, &needed).await?;
    drop(needed);

    let mut events: Vec<NewEvent> = Vec::new();
    let mut remembered: Vec<(Uuid, [u8; 32], Vec<u8>)> = Vec::new();
    for job in jobs.drain(..) {
        match job {
            Job::Command { request, command, answer } => {
                let result = if let Some(before) = answered.get(&request.id) {
                    repeated(&request, &before.hash, &before.response)
                } else {
                    let context = new_context(today, request.id, request.traceparent.clone());
                    let result = decide(model, &command, context, &mut events);
                    if let Ok(response) = &result {
                        remembered.push((request.id, request.hash, response.clone()));
                        let before = request::Answered {
                            hash: request.hash.to_vec(),
                            response: response.clone(),
                        };
                        answered.insert(request.id, before);
                    }
                    result.map_err(CommandError::from)
                };
                replies.answers.push((answer, result));
            }
            Job::Due { cause, on, commands, answer } => {
                for (n, command) in commands.iter().enumerate() {
                    let cause = Ids::derive(cause, &(n as u64).to_be_bytes());
                    if let Err(refusal) =
                        decide(model, command, new_context(on, cause, None), &mut events)
                    {
                        // The clock only proposes; a case that moved on in the meantime is no error.
                        tracing::debug!(%refusal, "due command was refused");
                    }
                }
                replies.answers.push((answer, Ok(Vec::new())));
            }
            Job::Delivery { delivery, answer } => {
                let result =
                    apply(model, &mut unit.tx, delivery, today, now_us, &mut events).await?;
                replies.applied.push((answer, result));
            }
        }
    }
    model.save(&mut unit.tx).await?;
    request::remember(&mut unit.tx, remembered.into_iter(), now_us).await?;
    unit.commit(events, now_us).await
}

fn new_context(today: kernel::Date, cause: Uuid, traceparent: Option<String>) -> Context {
    Context { today, ids: Ids::of(cause), causation_id: cause, traceparent, events: Vec::new() }
}

fn decide<M: Model>(
    model: &mut M,
    command: &M::Command,
    mut context: Context,
    events: &mut Vec<NewEvent>,
) -> Result<Vec<u8>, Refusal> {
    let response = model.handle(command, &mut context)?;
    events.append(&mut context.events);
    Ok(response)
}

fn repeated(request: &Request, hash: &[u8], response: &[u8]) -> Result<Vec<u8>, CommandError> {
    if hash == request.hash { Ok(response.to_vec()) } else { Err(CommandError::RequestIdReused) }
}

async fn apply<M: Model>(
    model: &mut M,
    tx: &mut db::Tx,
    delivery: Delivery<M::Command>,
    today: kernel::Date,
    now_us: i64,
    events: &mut Vec<NewEvent>,
) -> db::Result<Result<Applied, ApplyError>> {
    let Delivery { subscription, log_id, after, through, events: incoming } = delivery;
    let at = if let Some(cursor) = cursor::read(tx, &subscription).await? {
        cursor
    } else {
        cursor::create(tx, &subscription, log_id, now_us).await?;
        Cursor { subscription, log_id, position: 0, event_id: None }
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
    for event in &incoming {
        let cause = Ids::derive(event.event_id, at.subscription.as_bytes());
        let mut context = new_context(today, cause, event.traceparent.clone());
        match model.handle(&event.command, &mut context) {
            Ok(_) => {
                let caused = |new: NewEvent| NewEvent { causation_id: event.event_id, ..new };
                events.extend(context.events.drain(..).map(caused));
                last = Some((event.position, event.event_id));
            }
            Err(refusal) => {
                reached = event.position - 1;
                poison = Some(ApplyError::Poison {
                    position: event.position,
                    event_id: event.event_id,
                    reason: refusal.to_string(),
                });
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
