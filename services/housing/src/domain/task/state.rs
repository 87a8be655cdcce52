//! The state: the target of one municipality in one half-year, one row of its table.

use kernel::Municipality;

/// The target of one municipality in one half-year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Half-year and municipality, for instance 2025-I/GM0363.
    pub task_id: String,
    /// Half-year, for instance 2025-I.
    pub half: String,
    /// Municipality.
    pub municipality: Municipality,
    /// Inhabitants that the share rests on.
    pub inhabitants: i32,
    /// Persons to be housed in the half-year.
    pub target: i32,
    /// Arrears at the start; negative when ahead.
    pub opening: i32,
    /// Persons linked in the half-year.
    pub linked: i32,
    /// Persons housed in the half-year.
    pub realised: i32,
    /// Arrears at the end; 0 while the half-year runs.
    pub closing: i32,
    /// Part of the arrears for which too few people were linked.
    pub excusable: i32,
    /// Step of the ladder of supervision, 0 to 6.
    pub supervision_step: i32,
    /// Whether the half-year is closed.
    pub closed: bool,
}
