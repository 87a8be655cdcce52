//! What an officer found, with the reasons: commands bring it and events keep it.

use crate::domain::codes::Ground;

/// What an officer found, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// The fact.
    pub ground: Ground,
    /// Why the officer found it.
    pub reason: String,
    /// Pseudonymous id of the officer.
    pub officer: String,
}

/// Everything that an officer found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flags(pub Vec<Flag>);
