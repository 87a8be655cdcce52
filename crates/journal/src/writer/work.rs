//! Jobs as a batch sees them: whole or in parts, and what became of them.

use db::DbError;
use kernel::{Date, Position, Refusal, Uuid};

use super::{Applied, ApplyError, CommandError, Delivery, EVENT_BYTES_MAX, Incoming, Job};
use crate::request::Request;

/// What became of a job.
pub(super) enum Outcome {
    Command(Result<Vec<u8>, CommandError>),
    Applied(Result<Applied, ApplyError>),
}

/// A job as one attempt sees it: whole, or one part of it.
pub(super) enum Work<'a, C> {
    Command {
        request: &'a Request,
        command: &'a C,
    },
    Due {
        cause: Uuid,
        /// The day on which it fell due.
        on: Date,
        /// Number of the first command in its job: ids follow from it.
        first: usize,
        commands: &'a [C],
    },
    Delivery {
        subscription: &'a str,
        log_id: Uuid,
        after: Position,
        through: Position,
        events: &'a [Incoming<C>],
    },
}

impl<'a, C> Work<'a, C> {
    pub(super) fn of(job: &'a Job<C>) -> Self {
        match job {
            Job::Command { request, command } => Self::Command { request, command },
            Job::Due { cause, on, commands } => {
                Self::Due { cause: *cause, on: *on, first: 0, commands }
            }
            Job::Delivery(Delivery { subscription, log_id, after, through, events }) => {
                Self::Delivery {
                    subscription,
                    log_id: *log_id,
                    after: *after,
                    through: *through,
                    events,
                }
            }
        }
    }

    pub(super) fn commands(&self) -> Vec<&'a C> {
        match self {
            Self::Command { command, .. } => vec![command],
            Self::Due { commands, .. } => commands.iter().collect(),
            Self::Delivery { events, .. } => events.iter().map(|event| &event.command).collect(),
        }
    }

    /// The same work in parts that each can fail alone.
    pub(super) fn parts(&self) -> Vec<Self> {
        match *self {
            Self::Command { request, command } => vec![Self::Command { request, command }],
            Self::Due { cause, on, first, commands } => {
                let one = |(n, commands)| Self::Due { cause, on, first: first + n, commands };
                commands.chunks(1).enumerate().map(one).collect()
            }
            Self::Delivery { subscription, log_id, after, through, events } => {
                let mut from = after;
                let mut parts = Vec::with_capacity(events.len() + 1);
                for events in events.chunks(1) {
                    let through = events[0].position;
                    parts.push(Self::Delivery {
                        subscription,
                        log_id,
                        after: from,
                        through,
                        events,
                    });
                    from = through;
                }
                if from < through || parts.is_empty() {
                    parts.push(Self::Delivery {
                        subscription,
                        log_id,
                        after: from,
                        through,
                        events: &[],
                    });
                }
                parts
            }
        }
    }

    /// What to say when nothing of it was done.
    pub(super) fn failed(&self, error: &DbError) -> Outcome {
        match self {
            Self::Command { .. } | Self::Due { .. } => {
                Outcome::Command(Err(CommandError::of(error)))
            }
            Self::Delivery { .. } => {
                Outcome::Applied(Err(ApplyError::Unavailable(error.to_string())))
            }
        }
    }
}

/// Why a part of a job cannot be carried out, whoever tries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The code that decides panicked.
    Panicked(String),
    /// An event has more bytes than readers take.
    TooLarge(usize),
    /// The database refused what the rules allowed.
    Statement(String),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Panicked(text) => write!(f, "panic: {text}"),
            Self::TooLarge(bytes) => {
                write!(f, "an event of {bytes} bytes; at most {EVENT_BYTES_MAX} are allowed")
            }
            Self::Statement(text) => f.write_str(text),
        }
    }
}

impl From<&Fault> for CommandError {
    fn from(fault: &Fault) -> Self {
        match fault {
            Fault::TooLarge(_) => {
                Refusal::new(kernel::Reason::EventTooLarge, fault.to_string()).into()
            }
            _ => Self::Bug(fault.to_string()),
        }
    }
}

/// What a panic said.
pub(super) fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "without a message".to_owned())
}
