//! A refusal is an answer, not a failure: the command was understood and the rules say no.

use std::borrow::Cow;

use crate::Reason;

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

/// A state in which a thing can be.
pub trait State: Copy + std::fmt::Display {
    /// What usually comes next, as the end of a sentence that begins with "from this state".
    fn next(self) -> &'static str;
}

/// Why a command was not carried out. Nothing changed.
///
/// `reason` is one that the service's contract lists, so that a program can act on it; `message` is for people, lower case, without a full stop.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}: {message}")]
pub struct Refusal {
    /// What kind of no this is.
    pub kind: RefusalKind,
    /// The rule that says no, as named in the contract.
    pub reason: Reason,
    /// What was attempted and why it is refused.
    pub message: Cow<'static, str>,
}

impl PartialEq<&str> for Reason {
    /// Whether the code is this text.
    fn eq(&self, code: &&str) -> bool {
        self.code() == *code
    }
}

impl Refusal {
    /// A refusal by the rule `reason`.
    pub fn new(reason: Reason, message: impl Into<Cow<'static, str>>) -> Self {
        Self { kind: RefusalKind::Rule, reason, message: message.into() }
    }

    /// The thing that the command names does not exist.
    pub fn not_found(reason: Reason, message: impl Into<Cow<'static, str>>) -> Self {
        Self { kind: RefusalKind::NotFound, reason, message: message.into() }
    }

    /// The caller says something else than what is held here: the field, and what is held.
    pub fn differs(field: &str, held: impl std::fmt::Display) -> Self {
        Self::new(Reason::FactDiffers, format!("{field}: {held} is held here"))
    }

    /// A fact that is held here or told by the caller; where both exist they must agree.
    pub fn agreed<T: PartialEq + std::fmt::Display>(
        field: &str,
        asked: Option<T>,
        held: Option<T>,
    ) -> Result<Option<T>, Self> {
        match (asked, held) {
            (Some(asked), Some(held)) if asked != held => Err(Self::differs(field, held)),
            (asked, held) => Ok(held.or(asked)),
        }
    }

    /// A fact of a person that is held here or told by the caller: as [`Self::agreed`], and one of both must know it.
    pub fn known<T: PartialEq + std::fmt::Display>(
        field: &str,
        told: Option<T>,
        held: Option<T>,
    ) -> Result<T, Self> {
        let text = || format!("{field}: the person is not known here");
        Self::agreed(field, told, held)?.ok_or_else(|| Self::new(Reason::FactsMissing, text()))
    }

    /// `what` cannot be done in this state: which states allow it, and what usually comes next in this one.
    pub fn wrong_state<S: State>(what: &str, state: S, allowed: &[S]) -> Self {
        let allowed: Vec<String> = allowed.iter().map(S::to_string).collect();
        let possible = match allowed.as_slice() {
            [] => String::new(),
            some => format!("; possible in {}", some.join(", ")),
        };
        let next = state.next();
        let text = format!("cannot {what} in state {state}{possible}; from {state} {next}");
        Self::new(Reason::WrongState, text)
    }

    /// What is asked does not fit a thing in this state, for another reason than the state itself.
    pub fn not_now<S: State>(why: &str, state: S) -> Self {
        Self::settled(
            &format!("{why}; the state is {state}"),
            &format!("from {state} {}", state.next()),
        )
    }

    /// What is asked does not fit how a thing without named states stands; `next` says what can be done.
    pub fn settled(why: &str, next: &str) -> Self {
        Self::new(Reason::WrongState, format!("{why}; {next}"))
    }

    /// The thing has version `found`, the caller expected another.
    pub fn version_conflict(expected: i64, found: i64) -> Self {
        Self {
            kind: RefusalKind::VersionConflict,
            reason: Reason::VersionConflict,
            message: format!("expected version {expected}, found {found}").into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::codes! {
        /// A door.
        pub enum Door {
            /// Open.
            Open = "OPEN",
            /// Closed.
            Closed = "CLOSED",
        }
    }

    impl State for Door {
        fn next(self) -> &'static str {
            match self {
                Self::Open => "it is closed",
                Self::Closed => "it is opened",
            }
        }
    }

    #[test]
    fn a_wrong_state_says_which_are_right_and_what_comes_next() {
        assert!(Door::ALL.iter().all(|door| !door.next().is_empty()));
        let refusal = Refusal::wrong_state("close it", Door::Closed, &[Door::Open]);
        assert_eq!(refusal.reason, "WRONG_STATE");
        assert_eq!(
            refusal.message,
            "cannot close it in state CLOSED; possible in OPEN; from CLOSED it is opened"
        );
    }
}
