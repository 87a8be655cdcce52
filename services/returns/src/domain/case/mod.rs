//! The return case of one person.
//!
//! ```text
//!  ANNOUNCED ─ TRANSFERRED ─ INTAKE ─┬─ INDEPENDENT_TRACK ─ FORCED_TRACK ─ DETAINED
//!                                    └─ TRANSFER_TRACK          │
//!                                            any of them ─ FLIGHT_BOOKED ─ DEPARTED
//!  INDEPENDENT_TRACK ─ IOM_PLANNED     DETAINED ─ RELEASED ─ any track
//!  any ─ UNSUPERVISED ─ TRANSFERRED (found again)     any ─ ON_HOLD_ASYLUM, CLOSED_LAWFUL, CLOSED
//! ```

mod action;
mod decide;
mod event;
mod evolve;
mod merge;
mod react;
mod state;

pub use action::Action;
pub use decide::{Env, decide, import};
pub use event::{Event, What};
pub use evolve::evolve;
use kernel::{AgeBand, Date, Person};
pub use merge::merge;
pub use react::{Reaction, due, react, shield, unshield};
pub use state::ReturnCase;

use crate::domain::codes::{BlockKind, DepartureOutcome, ReturnState as S};
use crate::domain::words::MeasureKind;

impl ReturnCase {
    /// The person, as events name it.
    pub fn person(&self) -> Person {
        Person {
            person_id: self.person_id,
            household_id: self.household_id,
            nationality: self.nationality,
            birth_year: self.birth_year,
            sex: self.sex,
            unaccompanied_minor: self.unaccompanied_minor,
        }
    }

    /// Whether the person may still be in the country under this case.
    pub fn is_open(&self) -> bool {
        !matches!(self.state, S::Departed | S::Unsupervised | S::ClosedLawful | S::Closed)
    }

    /// Whether the person is a minor on a date, as far as the year of birth tells.
    pub fn is_minor(&self, on: Date) -> bool {
        self.unaccompanied_minor || AgeBand::on(on, self.birth_year) == AgeBand::Minor
    }

    /// Where the case stands when its flight or its detention is over.
    fn falls_back_to(&self) -> S {
        if self.measure.is_some_and(MeasureKind::is_forced) {
            return S::Detained;
        }
        let usual = if self.to_member_state { S::TransferTrack } else { S::ForcedTrack };
        self.track.unwrap_or(usual)
    }

    /// Whether the booked flight is against the will of the person, or a transfer.
    fn flies_by_force(&self) -> bool {
        !matches!(self.falls_back_to(), S::IndependentTrack | S::IomPlanned)
    }

    /// Whether an appeal lets the person stay, so that the term of a transfer does not run (AMMR 46(1)).
    fn transfer_waits(&self) -> bool {
        self.blocks.get(BlockKind::Appeal).is_some()
    }

    pub(crate) fn event(&self, on: Date, what: What) -> Event {
        Event { case_id: self.case_id, person: self.person(), occurred_on: on, what }
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
mod tests;
