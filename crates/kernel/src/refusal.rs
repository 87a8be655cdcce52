//! A refusal is an answer, not a failure: the command was understood and the rules say no.

use std::borrow::Cow;

/// Why a command was not carried out. Nothing changed.
///
/// `reason` is one of the names that the service's contract declares (`…Reason` enum), so that a
/// program can act on it; `message` is for people, lower case, without a full stop.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}: {message}")]
pub struct Refusal {
    /// The rule that says no, as named in the contract.
    pub reason: &'static str,
    /// What was attempted and why it is refused.
    pub message: Cow<'static, str>,
    /// Whether the thing that the command names does not exist.
    pub not_found: bool,
}

impl Refusal {
    /// A refusal by the rule `reason`.
    pub fn new(reason: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self { reason, message: message.into(), not_found: false }
    }

    /// The thing that the command names does not exist.
    pub fn not_found(reason: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self { reason, message: message.into(), not_found: true }
    }
}
