//! The state: the target of one municipality in one half-year, one row of its table.

use kernel::Municipality;
use law::Half;

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
    /// Persons of the target that other municipalities passed on; negative when passed on to others.
    pub transferred: i32,
    /// Persons linked up to and with the reference day.
    pub linked_in_time: i32,
    /// Whether the province fixed the number of inhabitants after a redivision.
    pub inhabitants_fixed: bool,
}

impl Task {
    /// A task of which nothing is done yet.
    pub fn new(
        half: Half,
        municipality: Municipality,
        inhabitants: i32,
        target: i32,
        opening: i32,
    ) -> Self {
        Self {
            task_id: super::task_id(half, municipality),
            half: half.to_string(),
            municipality,
            inhabitants,
            target,
            opening,
            linked: 0,
            realised: 0,
            closing: 0,
            excusable: 0,
            supervision_step: 0,
            closed: false,
            transferred: 0,
            linked_in_time: 0,
            inhabitants_fixed: false,
        }
    }

    /// Persons that COA has still to link: target and arrears less links; a lead counts too.
    pub fn open(&self) -> i32 {
        self.target + self.opening - self.linked
    }
}
