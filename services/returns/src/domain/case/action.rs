//! What callers ask.

use kernel::{Date, Nationality, Sex, Uuid};

use crate::domain::codes::{DepartureOutcome, DocumentState, FileOrigin};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// The file is handed over; opens a case when there is none.
    TransferFile {
        /// Who hands it over.
        origin: FileOrigin,
        /// Asylum case; empty when there is none.
        case_id: Option<Uuid>,
        /// Household; empty makes one of its own.
        household_id: Option<Uuid>,
        /// Nationality; needed when there is no case yet.
        nationality: Option<Nationality>,
        /// Year of birth; needed when there is no case yet.
        birth_year: Option<i16>,
        /// Sex; needed when there is no case yet.
        sex: Option<Sex>,
    },
    /// A case manager is assigned.
    StartCase {},
    /// A departure interview was held: the independent track begins.
    HoldDepartureInterview {},
    /// A transfer to another member state is planned.
    PlanTransfer {},
    /// The local chain meeting decides on forced departure.
    StartForcedTrack {},
    /// Detention is imposed.
    ImposeDetention {},
    /// Detention is lifted.
    LiftDetention {},
    /// The travel document has a new state.
    RecordTravelDocument {
        /// The state.
        document: DocumentState,
    },
    /// Support for independent departure is granted.
    GrantSupport {
        /// Amount in euro cents.
        amount_cents: i64,
    },
    /// A flight is booked.
    BookFlight {
        /// Date of the flight.
        flight_on: Date,
    },
    /// The flight is cancelled.
    CancelFlight {},
    /// The person has left.
    RecordDeparture {
        /// How.
        outcome: DepartureOutcome,
    },
    /// The person may stay after all.
    CloseLawful {},
    /// The person was found again after an unsupervised departure.
    ReopenCase {},
}
