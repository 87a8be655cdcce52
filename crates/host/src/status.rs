//! The one mapping from our errors to gRPC's status codes.
//!
//! | what | code |
//! | --- | --- |
//! | refusal by a rule | FAILED_PRECONDITION, reason in ErrorInfo |
//! | unknown subject | NOT_FOUND |
//! | other version than expected | ABORTED |
//! | request id used for another request | ALREADY_EXISTS, reason REQUEST_ID_REUSED |
//! | bad input | INVALID_ARGUMENT with field violations |
//! | database away, stopping | UNAVAILABLE with RetryInfo |
//! | bug | INTERNAL |

use std::collections::HashMap;
use std::time::Duration;

use journal::CommandError;
use kernel::{Refusal, RefusalKind};
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt as _};

const AWAY: &str = "the database is away";
const FULL: &str = "the database has no room left; the same request may be sent again once it has";
const RETRY_AFTER: Duration = Duration::from_millis(500);

/// Most characters of a caller's words, or of another error, that an error repeats: what is sent with it fits into the
/// metadata that a default client takes (8 KiB).
const ECHO_CHARS_MAX: usize = 100;

/// A text as an error repeats it: the beginning, on one line.
pub(crate) fn short(text: &str) -> String {
    let mut short: String = text
        .chars()
        .take(ECHO_CHARS_MAX)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect();
    if text.chars().nth(ECHO_CHARS_MAX).is_some() {
        short.push('…');
    }
    short
}

/// A refusal on the wire; `domain` is the name of the service.
pub fn refused(domain: &str, refusal: &Refusal) -> Status {
    let code = match refusal.kind {
        RefusalKind::Rule => Code::FailedPrecondition,
        RefusalKind::NotFound => Code::NotFound,
        RefusalKind::VersionConflict => Code::Aborted,
    };
    let details = ErrorDetails::with_error_info(refusal.reason.code(), domain, HashMap::new());
    Status::with_error_details(code, refusal.message.clone(), details)
}

/// Bad input: the field and the rule that it breaks.
pub fn violation(field: &str, rule: &str) -> Status {
    let details = ErrorDetails::with_bad_request_violation(field, rule);
    Status::with_error_details(Code::InvalidArgument, format!("{field} {rule}"), details)
}

/// The service cannot answer now; the same request may be sent again.
pub fn unavailable(text: &str) -> Status {
    let details = ErrorDetails::with_retry_info(Some(RETRY_AFTER));
    Status::with_error_details(Code::Unavailable, text, details)
}

/// A bug. Logged here, once; the caller learns no more than that.
pub fn internal(what: &dyn std::fmt::Display) -> Status {
    tracing::error!(%what, "bug");
    Status::internal("internal error; it was logged")
}

/// A failed read.
pub(crate) fn read_failed(error: &db::DbError) -> Status {
    match error {
        db::DbError::Full(_) => unavailable(FULL),
        error if error.is_transient() => unavailable(AWAY),
        error => internal(error),
    }
}

/// A command without an answer.
pub fn command_failed(domain: &str, error: CommandError) -> Status {
    match error {
        CommandError::Refused(refusal) => refused(domain, &refusal),
        CommandError::RequestIdReused => {
            let details =
                ErrorDetails::with_error_info("REQUEST_ID_REUSED", domain, HashMap::new());
            let text = "request id was used before for another request";
            Status::with_error_details(Code::AlreadyExists, text, details)
        }
        CommandError::Unavailable(reason) => {
            tracing::debug!(%reason, "command was not carried out");
            unavailable(AWAY)
        }
        CommandError::Full(_) => unavailable(FULL),
        CommandError::Stopping => unavailable("the service is stopping"),
        CommandError::Bug(what) => internal(&what),
    }
}
