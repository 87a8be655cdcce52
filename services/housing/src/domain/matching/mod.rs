//! The way of one household from grant to home.
//!
//! ```text
//!  SCREENING ─ READY ─ LINKED ─ OFFERED ─ CONTRACTED ─ HOUSED
//!                 ▲      │ ▲       │                     ▲
//!                 └──────┘ └───────┴─► REFUSED           │
//!                        └─ TEMPORARILY_HOUSED ──────────┘
//! ```
//!
//! An unaccompanied minor begins in NIDOS, may move to a small-scale place (TEMPORARILY_HOUSED), and comes to
//! READY at majority.

mod command;
mod decide;
mod event;
mod evolve;
mod merge;
mod react;
mod state;

pub use command::CommandKind;
pub use decide::{Env, decide, import};
pub use event::{Event, EventKind};
pub use evolve::evolve;
use jiff::Unit;
use kernel::{Date, Municipality};
pub use merge::{Merged, Moved, belongs, follow, merge};
pub use react::{Reaction, due, react};
pub use state::{Counted, Home, HousingMatch, Link, Overdue, Phase, Profile};

use crate::domain::codes::{MatchCancelReason, RealisationKind};
use crate::domain::place;

impl HousingMatch {
    /// Whether the household still waits for a home.
    pub fn is_open(&self) -> bool {
        !matches!(self.phase, Phase::Housed(..) | Phase::Refused { .. } | Phase::Cancelled(_))
    }

    /// Number of members.
    pub fn persons(&self) -> i32 {
        kernel::fit(self.person_ids.len())
    }

    /// The hard criterion that a municipality does not meet.
    pub fn unmet(&self, municipality: Municipality) -> Option<&'static str> {
        let near = |wanted: Municipality| {
            let (there, here) = (place::region(wanted), place::region(municipality));
            wanted == municipality || (there.is_some() && there == here)
        };
        if let Some(family) = self.profile.family_municipality {
            return (!near(family)).then_some("family of the first degree");
        }
        if self
            .profile
            .medical_region
            .is_some_and(|region| place::region(municipality) != Some(region))
        {
            return Some("medical need");
        }
        let elsewhere = self.profile.occupation_municipality.is_some_and(|work| !near(work));
        elsewhere.then_some("current work or education")
    }

    fn event(&self, on: Date, kind: EventKind) -> Event {
        Event { household_id: self.household_id, occurred_on: on, kind }
    }

    /// The end of the match, which is the end of a link that nobody has moved in by.
    fn cancelled(&self, reason: MatchCancelReason) -> EventKind {
        let municipality = self.municipality().filter(|_| !self.is_housed());
        let persons = municipality.map_or(0, |_| self.persons());
        EventKind::MatchCancelled { reason, municipality, persons }
    }

    pub(in crate::domain) fn days_since_grant(&self, on: Date) -> i32 {
        self.granted_on.until((Unit::Day, on)).map_or(0, |span| span.get_days())
    }
}

/// What an event means for the target of a municipality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Booking {
    /// So many persons more (or fewer) are linked.
    Linked(i32),
    /// So many persons count as housed; negative when a person was counted twice.
    Realised(i32, RealisationKind),
}

/// The bookings of an event on a household that had this state before it (HO-2: a person counts once).
pub fn bookings(before: Option<&HousingMatch>, event: &Event) -> Vec<(Municipality, Booking)> {
    let realised = |municipality, ids: &[kernel::PersonId], kind| match kernel::fit(ids.len()) {
        0 => Vec::new(),
        persons => vec![(municipality, Booking::Realised(persons, kind))],
    };
    match &event.kind {
        EventKind::HouseholdLinked { municipality, persons, .. } => {
            vec![(*municipality, Booking::Linked(*persons))]
        }
        EventKind::HouseholdRelinked { from_municipality, municipality, persons, .. } => vec![
            (*from_municipality, Booking::Linked(-persons)),
            (*municipality, Booking::Linked(*persons)),
        ],
        EventKind::LinkReturned { municipality, persons, .. }
        | EventKind::MatchCancelled { municipality: Some(municipality), persons, .. } => {
            vec![(*municipality, Booking::Linked(-persons))]
        }
        EventKind::HouseholdTemporarilyHoused { municipality, counted_ids, kind, .. }
        | EventKind::HouseholdHoused { municipality, counted_ids, kind, .. } => {
            realised(*municipality, counted_ids, *kind)
        }
        EventKind::HouseholdChanged { joined, counted, .. } => {
            let Some((before, municipality)) = before.and_then(|b| Some((b, b.municipality()?)))
            else {
                return Vec::new();
            };
            if *counted {
                return vec![(municipality, Booking::Realised(1, RealisationKind::FamilyJoined))];
            }
            linked_by(before, municipality, if *joined { 1 } else { -1 })
        }
        EventKind::MembersMerged { uncounted, persons, .. } => {
            let Some(before) = before else { return Vec::new() };
            if *uncounted {
                // Unset: counted in a match that was there before the kind was kept with it; most were dwellings.
                let kind = before.counted.kind.unwrap_or(RealisationKind::Dwelling);
                let counter = Booking::Realised(-1, kind);
                let there = before.counted.municipality;
                return there.map(|there| (there, counter)).into_iter().collect();
            }
            let here = before.municipality();
            here.map_or_else(Vec::new, |m| linked_by(before, m, persons - before.persons()))
        }
        _ => Vec::new(),
    }
}

/// A change in the number of persons of a household that is linked and not housed.
fn linked_by(
    before: &HousingMatch,
    municipality: Municipality,
    persons: i32,
) -> Vec<(Municipality, Booking)> {
    if before.is_housed() || persons == 0 {
        return Vec::new();
    }
    vec![(municipality, Booking::Linked(persons))]
}

#[cfg(test)]
pub(crate) mod tests;
