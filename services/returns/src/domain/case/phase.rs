//! How far a case has come, and what it has for a while: detention, a transfer, a document, a ban.

use kernel::{CharterId, Date, Nationality};

use crate::domain::codes::{DepartureOutcome, DocumentState, ReturnState as S};
use crate::domain::words::{CloseReason, EntryBanGround, MeasureKind};

/// How far a case has come, with what only holds there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// A negative decision was notified; the file is not here yet.
    Announced,
    /// The file is here.
    Transferred,
    /// A case manager was assigned.
    Intake,
    /// On its track, or in the detention that serves it.
    OnTrack,
    /// A flight is booked.
    FlightBooked {
        /// Date of the flight.
        flight_on: Date,
        /// Charter; unset for a scheduled flight.
        charter_id: Option<CharterId>,
    },
    /// Released from detention; the track is chosen anew.
    Released,
    /// A new asylum application runs.
    OnHoldAsylum,
    /// Left demonstrably.
    Departed {
        /// When.
        on: Date,
        /// How.
        outcome: DepartureOutcome,
        /// Where the person went; unset in what older events told.
        destination: Option<Nationality>,
        /// Charter on which the person flew: the seat stays taken.
        charter_id: Option<CharterId>,
    },
    /// Left without supervision: not demonstrable.
    Unsupervised {
        /// When.
        on: Date,
    },
    /// The departure that was counted does not count. Only between two events of one decision: the next one says
    /// whether the case goes on, is closed, or ends with another departure.
    Corrected {
        /// Charter of that departure: its seat is given back when the case is closed.
        charter_id: Option<CharterId>,
    },
    /// Closed without departure.
    Closed {
        /// When.
        on: Date,
        /// Why.
        reason: CloseReason,
        /// Whether the person counts as gone without supervision all the same.
        gone: bool,
    },
}

/// The way on which departure is worked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Track {
    /// Independent departure.
    Independent,
    /// Independent departure, planned with IOM.
    Iom,
    /// Forced departure.
    Forced,
    /// Transfer to another member state.
    Transfer,
}

impl Track {
    /// The state of a case that is on this track.
    pub fn state(self) -> S {
        match self {
            Self::Independent => S::IndependentTrack,
            Self::Iom => S::IomPlanned,
            Self::Forced => S::ForcedTrack,
            Self::Transfer => S::TransferTrack,
        }
    }

    /// The track of a state; unset of one that is no track.
    pub fn of(state: S) -> Option<Self> {
        let all = [Self::Independent, Self::Iom, Self::Forced, Self::Transfer];
        all.into_iter().find(|track| track.state() == state)
    }

    /// Whether the person leaves without force.
    pub fn is_independent(self) -> bool {
        matches!(self, Self::Independent | Self::Iom)
    }
}

/// A transfer to another member state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Last day; unset once the case has ended.
    pub due_on: Option<Date>,
    /// When the other state was told that the person absconded; unset otherwise.
    pub absconded_on: Option<Date>,
}

/// What intake told of the responsibility of the other state. Unset for a return, and in what older events told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Responsibility {
    /// Day of registration of the application: it chooses between Dublin III and AMMR.
    pub registered_on: Option<Date>,
    /// When the other state accepted.
    pub accepted_on: Option<Date>,
}

/// The present detention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Detention {
    /// Which measure.
    pub kind: MeasureKind,
    /// Since when.
    pub since: Date,
    /// Last day it may last.
    pub ends_on: Date,
    /// Next review by the court.
    pub review_due_on: Date,
    /// Arrival in the centre; unset before.
    pub arrived_on: Option<Date>,
    /// Whether it is in the family facility.
    pub family_facility: bool,
}

/// The present measure of supervision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supervision {
    /// Which measure.
    pub kind: MeasureKind,
    /// Last day; unset when open.
    pub ends_on: Option<Date>,
}

/// A replacement travel document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TravelDocument {
    /// Issued: the person can travel on it.
    Issued {
        /// Last day of its validity.
        valid_until: Date,
    },
    /// Not issued yet, not any more, or of a case that was closed: nobody can travel on it.
    Other(DocumentState),
}

impl TravelDocument {
    /// Its state.
    pub fn state(self) -> DocumentState {
        match self {
            Self::Issued { .. } => DocumentState::Issued,
            Self::Other(state) => state,
        }
    }

    /// Last day of its validity; unset when nobody can travel on it.
    pub fn valid_until(self) -> Option<Date> {
        match self {
            Self::Issued { valid_until } => Some(valid_until),
            Self::Other(_) => None,
        }
    }

    /// The document in a state, with the last day that goes with it.
    pub fn of(state: DocumentState, valid_until: Option<Date>) -> Self {
        match (state, valid_until) {
            (DocumentState::Issued, Some(valid_until)) => Self::Issued { valid_until },
            (other, _) => Self::Other(other),
        }
    }
}

/// Support for independent departure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Support {
    /// Granted in this procedure, in euro cents.
    pub cents: i64,
    /// When it was last granted, also in an earlier procedure; unset when never.
    pub granted_on: Option<Date>,
    /// Whether it is claimed back.
    pub reclaimed: bool,
}

/// An entry ban.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryBan {
    /// Ground.
    pub ground: EntryBanGround,
    /// Last day; unset while it waits for departure.
    pub until: Option<Date>,
}
