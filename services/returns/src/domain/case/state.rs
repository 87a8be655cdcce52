//! The state: the departure of one person. `store` lays it out as a row.

use kernel::{AgeBand, CaseId, CharterId, Date, MoratoriumId, Nationality, Person};

use super::phase::{
    Detention, EntryBan, Phase, Responsibility, Supervision, Support, Track, Transfer,
    TravelDocument,
};
use crate::domain::block::Blocks;
use crate::domain::codes::{BlockKind, DepartureOutcome, FileOrigin, ReturnState as S};
use crate::domain::detention::Used;
use crate::domain::words::{CloseReason, EntryBanGround};

/// The departure of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnCase {
    /// The person.
    pub person: Person,
    /// Asylum case it follows from; unset when there is none.
    pub case_id: Option<CaseId>,
    /// Who handed the file over; unset before.
    pub origin: Option<FileOrigin>,
    /// When the case began.
    pub announced_on: Date,
    /// Days to depart that were given.
    pub departure_days: i32,
    /// First day on which departure may be forced; unset while not known.
    pub removable_from: Option<Date>,
    /// How far it has come.
    pub phase: Phase,
    /// Track that was chosen; unset before one was. It outlasts flights, detention and waiting.
    pub track: Option<Track>,
    /// Transfer to another member state; unset for a return.
    pub transfer: Option<Transfer>,
    /// What the regime of a transfer follows from; it outlasts the transfer.
    pub responsibility: Responsibility,
    /// Everything that stands in the way.
    pub blocks: Blocks,
    /// Departure moratorium that blocks; unset when none.
    pub moratorium_id: Option<MoratoriumId>,
    /// The present detention; unset when free. That of an applicant may last in every state.
    pub detention: Option<Detention>,
    /// Days of ended measures of this procedure.
    pub detention_used: Used,
    /// Whether the grounds for the longer maximum were established.
    pub detention_extended: bool,
    /// Measure of supervision; unset when none.
    pub supervision: Option<Supervision>,
    /// Travel document; unset before a request.
    pub document: Option<TravelDocument>,
    /// Support for independent departure.
    pub support: Support,
    /// Entry ban that waits for departure or runs; unset when none.
    pub ban: Option<EntryBan>,
    /// Number of the later application that does not hold departure; 0 when none runs.
    pub continues_no: i32,
    /// When an officer checked the risk of refoulement; unset before.
    pub refoulement_checked_on: Option<Date>,
    /// Number of events of this case.
    pub version: i64,
    /// The day of the last fact that is known: nothing falls due before it. Unset in rows of older versions.
    pub fact_on: Option<Date>,
}

impl ReturnCase {
    /// Its state, as callers know it.
    pub fn state(&self) -> S {
        match self.phase {
            Phase::Announced => S::Announced,
            Phase::Transferred => S::Transferred,
            Phase::Intake => S::Intake,
            Phase::OnTrack if self.is_detained_to_leave() => S::Detained,
            Phase::OnTrack => self.track().state(),
            Phase::FlightBooked { .. } => S::FlightBooked,
            Phase::Released => S::Released,
            Phase::OnHoldAsylum => S::OnHoldAsylum,
            Phase::Departed { .. } => S::Departed,
            Phase::Unsupervised { .. } | Phase::Corrected { .. } => S::Unsupervised,
            Phase::Closed { reason: CloseReason::Lawful | CloseReason::Naturalised, .. } => {
                S::ClosedLawful
            }
            Phase::Closed { .. } => S::Closed,
        }
    }

    /// Whether the person may still be in the country under this case.
    pub fn is_open(&self) -> bool {
        !matches!(
            self.phase,
            Phase::Departed { .. }
                | Phase::Unsupervised { .. }
                | Phase::Corrected { .. }
                | Phase::Closed { .. }
        )
    }

    /// Whether the person left without supervision and may be found again.
    pub fn is_unsupervised(&self) -> bool {
        matches!(self.phase, Phase::Unsupervised { .. })
    }

    /// Whether the person is a minor on a date, as far as the year of birth tells.
    pub fn is_minor(&self, on: Date) -> bool {
        self.person.unaccompanied_minor || AgeBand::on(on, self.person.birth_year) == AgeBand::Minor
    }

    /// When the person left or the case was closed; unset before.
    pub fn ended_on(&self) -> Option<Date> {
        match self.phase {
            Phase::Departed { on, .. } | Phase::Unsupervised { on } | Phase::Closed { on, .. } => {
                Some(on)
            }
            _ => None,
        }
    }

    /// The departure that counts: how, when and where to.
    pub fn departure(&self) -> Option<(DepartureOutcome, Date, Option<Nationality>)> {
        match self.phase {
            Phase::Departed { on, outcome, destination, .. } => Some((outcome, on, destination)),
            Phase::Unsupervised { on } => Some((DepartureOutcome::Unsupervised, on, None)),
            _ => None,
        }
    }

    /// Charter on which a seat is taken; unset when none.
    pub fn charter_id(&self) -> Option<CharterId> {
        match self.phase {
            Phase::FlightBooked { charter_id, .. }
            | Phase::Departed { charter_id, .. }
            | Phase::Corrected { charter_id } => charter_id,
            _ => None,
        }
    }

    /// Whether it is a transfer to another member state.
    pub fn is_transfer(&self) -> bool {
        self.transfer.is_some()
    }

    /// Last day of a transfer; unset otherwise.
    pub fn transfer_due_on(&self) -> Option<Date> {
        self.transfer?.due_on
    }

    /// What stands in the way most; unset when nothing does.
    pub fn blocked(&self) -> Option<BlockKind> {
        self.blocks.leading()
    }

    /// Ground of an entry ban that waits for departure or runs; unset when none.
    pub fn ban_ground(&self) -> Option<EntryBanGround> {
        self.ban.map(|ban| ban.ground)
    }

    /// The track on which the case is, or to which it falls back after a flight or detention. Whom detention or a
    /// flight found before a track was chosen leaves by force.
    pub(super) fn track(&self) -> Track {
        match (self.track, self.transfer) {
            (Some(chosen), _) => chosen,
            (None, Some(_)) => Track::Transfer,
            (None, None) => Track::Forced,
        }
    }

    /// Whether the person is in detention that prepares a departure against their will.
    pub(super) fn is_detained_to_leave(&self) -> bool {
        self.detention.is_some_and(|detention| detention.kind.is_forced())
    }

    /// Whether a flight is against the will of the person, or a transfer.
    pub(super) fn flies_by_force(&self) -> bool {
        self.is_detained_to_leave() || !self.track().is_independent()
    }

    /// Whether an appeal lets the person stay, so that the term of a transfer does not run (AMMR 46(1)).
    pub(super) fn transfer_waits(&self) -> bool {
        self.blocks.get(BlockKind::Appeal).is_some()
    }
}
