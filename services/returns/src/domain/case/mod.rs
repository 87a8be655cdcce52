//! The return case of one person.
//!
//! ```text
//!  ANNOUNCED ─ TRANSFERRED ─ INTAKE ─┬─ INDEPENDENT_TRACK ─ FORCED_TRACK ─ DETAINED
//!                                    └─ TRANSFER_TRACK          │
//!                                            any of them ─ FLIGHT_BOOKED ─ DEPARTED
//!  INDEPENDENT_TRACK ─ IOM_PLANNED     DETAINED ─ RELEASED ─ any track
//!  any ─ UNSUPERVISED ─ TRANSFERRED (found again)     any ─ ON_HOLD_ASYLUM, CLOSED_LAWFUL, CLOSED
//! ```
//!
//! The four tracks, and the detention that serves them, are one phase: which of these states it is follows from the
//! track that was chosen and from the detention.

mod command;
mod decide;
mod event;
mod evolve;
mod merge;
mod phase;
mod react;
mod state;

pub use command::CommandKind;
pub use decide::{Env, decide, import};
pub use event::{Event, EventKind};
pub use evolve::evolve;
use kernel::Date;
pub use merge::merge;
pub use phase::{
    Detention, EntryBan, Phase, Responsibility, Supervision, Support, Track, Transfer,
    TravelDocument,
};
pub use react::{Reaction, due, react, shield, unshield};
pub use state::ReturnCase;

use crate::domain::codes::DepartureOutcome;

impl ReturnCase {
    pub(crate) fn event(&self, on: Date, kind: EventKind) -> Event {
        Event { case_id: self.case_id, person: self.person.clone(), occurred_on: on, kind }
    }
}

impl DepartureOutcome {
    /// Whether the departure is demonstrable (RT-2).
    pub fn is_demonstrable(self) -> bool {
        self != Self::Unsupervised
    }

    /// Whether it is forced, so that RT-1 holds for it.
    pub fn is_forced(self) -> bool {
        matches!(self, Self::ForcedCountryOfOrigin | Self::ForcedTransfer)
    }
}

#[cfg(test)]
pub(crate) mod tests;
