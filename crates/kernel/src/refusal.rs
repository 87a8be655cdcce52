//! A refusal is an answer, not a failure: the command was understood and the rules say no.

use std::borrow::Cow;

/// What kind of no a refusal is; decides the status code on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// A rule of the domain says no in the present state.
    Rule,
    /// The thing that the command names does not exist.
    NotFound,
    /// The thing has another version than the caller expected.
    VersionConflict,
}

/// Why a command was not carried out. Nothing changed.
///
/// `reason` is one of the names that the service's contract declares (`…Reason` enum), so that a
/// program can act on it; `message` is for people, lower case, without a full stop.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}: {message}")]
pub struct Refusal {
    /// What kind of no this is.
    pub kind: RefusalKind,
    /// The rule that says no, as named in the contract.
    pub reason: &'static str,
    /// What was attempted and why it is refused.
    pub message: Cow<'static, str>,
}

impl Refusal {
    /// A refusal by the rule `reason`.
    pub fn new(reason: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self { kind: RefusalKind::Rule, reason, message: message.into() }
    }

    /// The thing that the command names does not exist.
    pub fn not_found(reason: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self { kind: RefusalKind::NotFound, reason, message: message.into() }
    }

    /// The thing has version `found`, the caller expected another.
    pub fn version_conflict(expected: i64, found: i64) -> Self {
        Self {
            kind: RefusalKind::VersionConflict,
            reason: "VERSION_CONFLICT",
            message: format!("expected version {expected}, found {found}").into(),
        }
    }
}
