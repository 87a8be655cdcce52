//! What happened.

use kernel::{Date, Person, Uuid};

use crate::domain::codes::{BlockKind, DepartureOutcome, DocumentState, FileOrigin, ReturnState};

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Asylum case it follows from; unset when there is none.
    pub case_id: Option<Uuid>,
    /// The person, as far as planning needs.
    pub person: Person,
    /// When it happened.
    pub occurred_on: Date,
    /// What happened.
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A negative decision was notified.
    ReturnAnnounced {
        /// Whether it is a transfer to another member state.
        to_member_state: bool,
        /// First day on which departure may be forced; unset while not known.
        removable_from: Option<Date>,
        /// Last day of a transfer; unset otherwise.
        transfer_due_on: Option<Date>,
    },
    /// The file was handed over.
    FileTransferred {
        /// Who handed it over.
        origin: FileOrigin,
    },
    /// A case manager was assigned.
    CaseStarted {},
    /// A departure interview was held.
    DepartureInterviewHeld {},
    /// A transfer to another member state was planned.
    TransferPlanned {},
    /// Forced departure is prepared.
    ForcedTrackStarted {},
    /// Detention was imposed.
    DetentionImposed {
        /// Last day it may last.
        ends_on: Date,
    },
    /// Detention was lifted.
    DetentionLifted {
        /// Days it lasted.
        days: i32,
    },
    /// The travel document has a new state.
    TravelDocumentChanged {
        /// The state.
        document: DocumentState,
    },
    /// Support for independent departure was granted.
    SupportGranted {
        /// Amount in euro cents.
        amount_cents: i64,
    },
    /// A flight was booked.
    FlightBooked {
        /// Date of the flight.
        flight_on: Date,
    },
    /// The flight was cancelled.
    FlightCancelled {},
    /// Something stands in the way of departure.
    DepartureBlocked {
        /// What.
        block: BlockKind,
    },
    /// Nothing stands in the way any more.
    DepartureUnblocked {
        /// First day on which departure may be forced; unset while not known.
        removable_from: Option<Date>,
    },
    /// The person left.
    Departed {
        /// How.
        outcome: DepartureOutcome,
        /// Whether the departure is demonstrable.
        demonstrable: bool,
        /// Who had handed the file over.
        origin: Option<FileOrigin>,
        /// Last day of an entry ban; unset when none runs.
        entry_ban_until: Option<Date>,
    },
    /// The person may stay after all.
    ReturnClosed {},
    /// The person was found again; the earlier departure does not count.
    ReturnReopened {},
    /// A new asylum application holds the case.
    HeldForAsylum {},
    /// The term of the transfer is over: the Netherlands is responsible.
    TransferTermLapsed {},
    /// A case was taken over at the opening of the books.
    ReturnCaseImported {
        /// Its state then.
        state: ReturnState,
        /// Who had handed the file over.
        origin: FileOrigin,
        /// Whether it is a transfer to another member state.
        to_member_state: bool,
        /// First day on which departure may be forced.
        removable_from: Option<Date>,
    },
}
