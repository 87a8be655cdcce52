//! The way of one household from grant to home.
//!
//! ```text
//!  SCREENING ─ READY ─ LINKED ─ OFFERED ─ CONTRACTED ─ HOUSED
//!                 ▲      │ ▲       │                     ▲
//!                 └──────┘ └───────┴─► REFUSED           │
//!                        └─ TEMPORARILY_HOUSED ──────────┘
//! ```

mod action;
mod decide;
mod event;
mod evolve;
mod react;
mod state;

pub use action::Action;
pub use decide::{decide, import};
pub use event::{Event, What};
pub use evolve::evolve;
use jiff::Unit;
use kernel::Date;
pub use react::{Reaction, due, react};
pub use state::HousingMatch;

use crate::domain::codes::{MatchState as S, RealisationKind};

impl HousingMatch {
    /// Whether the household still waits for a home.
    pub fn is_open(&self) -> bool {
        !matches!(self.state, S::Housed | S::Refused | S::Cancelled)
    }

    /// Number of members.
    pub fn persons(&self) -> i32 {
        self.person_ids.len() as i32
    }

    fn event(&self, on: Date, what: What) -> Event {
        Event { household_id: self.household_id, occurred_on: on, what }
    }

    fn days_since_grant(&self, on: Date) -> i32 {
        self.granted_on.until((Unit::Day, on)).map_or(0, |span| span.get_days())
    }
}

/// What an event means for the target of a municipality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Booking {
    /// So many persons more (or fewer) are linked.
    Linked(i32),
    /// So many persons count as housed.
    Realised(i32, RealisationKind),
}

/// The booking of an event on a household that had this state before it (HO-2: a person counts once).
pub fn booking(before: Option<&HousingMatch>, event: &Event) -> Option<Booking> {
    match &event.what {
        What::HouseholdLinked { persons, .. } => Some(Booking::Linked(*persons)),
        What::LinkReturned { persons, .. } => Some(Booking::Linked(-persons)),
        What::HouseholdTemporarilyHoused { person_ids, kind, .. } => {
            Some(Booking::Realised(person_ids.len() as i32, *kind))
        }
        What::HouseholdHoused { person_ids, kind, counted: true, .. } => {
            Some(Booking::Realised(person_ids.len() as i32, *kind))
        }
        What::HouseholdChanged { joined, .. } => {
            let before = before?;
            if before.housed_on.is_some() {
                return joined.then_some(Booking::Realised(1, RealisationKind::FamilyJoined));
            }
            before.municipality.map(|_| Booking::Linked(if *joined { 1 } else { -1 }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
