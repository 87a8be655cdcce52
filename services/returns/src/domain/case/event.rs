//! What happened.

use kernel::{CaseId, CharterId, Date, MoratoriumId, Nationality, Person, PersonId, Sex};

use crate::domain::block::Blocks;
use crate::domain::codes::{BlockKind, DepartureOutcome, DocumentState, FileOrigin, ReturnState};
use crate::domain::detention::Used;
use crate::domain::words::{
    CloseReason, EntryBanGround, FlightCancelReason, ForcedReason, MeasureKind, Partner,
    ReleaseReason, SupportScheme, TransferReason,
};

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Asylum case it follows from; unset when there is none.
    pub case_id: Option<CaseId>,
    /// The person, as far as planning needs.
    pub person: Person,
    /// When it happened.
    pub occurred_on: Date,
    /// What happened.
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A negative decision was notified.
    ReturnAnnounced {
        /// Whether it is a transfer to another member state.
        to_member_state: bool,
        /// First day on which departure may be forced; unset while not known.
        removable_from: Option<Date>,
        /// Last day of a transfer; unset otherwise.
        transfer_due_on: Option<Date>,
        /// Days to depart that were given.
        departure_days: i32,
        /// Day of registration of the application, of a transfer; unset otherwise.
        registered_on: Option<Date>,
        /// When the other state accepted, of a transfer; unset otherwise.
        accepted_on: Option<Date>,
    },
    /// The file was handed over.
    FileTransferred {
        /// Who handed it over.
        origin: FileOrigin,
        /// First day on which departure may be forced, when the file brought it.
        removable_from: Option<Date>,
    },
    /// A case manager was assigned.
    CaseStarted {},
    /// A departure interview was held.
    DepartureInterviewHeld {},
    /// A transfer to another member state was planned.
    TransferPlanned {},
    /// Forced departure is prepared.
    ForcedTrackStarted {
        /// Why; unset when not told.
        reason: Option<ForcedReason>,
    },
    /// Detention was imposed.
    DetentionImposed {
        /// Last day it may last.
        ends_on: Date,
        /// Which measure.
        kind: MeasureKind,
        /// Whether it is in the family facility.
        family_facility: bool,
        /// Whether the grounds for the longer maximum were established.
        extended: bool,
        /// First review by the court.
        review_due_on: Date,
    },
    /// Detention was lifted.
    DetentionLifted {
        /// Days it lasted.
        days: i32,
        /// Which measure.
        kind: MeasureKind,
        /// Why.
        reason: ReleaseReason,
    },
    /// The travel document has a new state.
    TravelDocumentChanged {
        /// The state.
        document: DocumentState,
        /// Last day of its validity; unset when it cannot be travelled on.
        valid_until: Option<Date>,
    },
    /// Support for independent departure was granted.
    SupportGranted {
        /// Amount in euro cents.
        amount_cents: i64,
        /// Under which scheme.
        scheme: SupportScheme,
        /// Adults it is for.
        adults: i32,
        /// Minors it is for.
        minors: i32,
    },
    /// A flight was booked.
    FlightBooked {
        /// Date of the flight.
        flight_on: Date,
        /// Whether it is against the will of the person, or a transfer.
        forced: bool,
        /// Charter; unset for a scheduled flight.
        charter_id: Option<CharterId>,
    },
    /// The flight was cancelled.
    FlightCancelled {
        /// Why; unset when not told.
        reason: Option<FlightCancelReason>,
    },
    /// Something stands in the way of departure.
    DepartureBlocked {
        /// What.
        block: BlockKind,
        /// Since when.
        from: Date,
        /// Last day; unset while not known.
        until: Option<Date>,
        /// Who said so.
        source: Partner,
        /// Departure moratorium; unset otherwise.
        moratorium_id: Option<MoratoriumId>,
    },
    /// One thing less stands in the way.
    DepartureUnblocked {
        /// First day on which departure may be forced; unset while not known.
        removable_from: Option<Date>,
        /// What ended.
        block: BlockKind,
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
        /// Where the person went; unset when not seen leaving.
        destination: Option<Nationality>,
        /// Who reported it; unset when reception or intake told.
        reported_by: Option<Partner>,
    },
    /// The case was closed without departure.
    ReturnClosed {
        /// Why.
        reason: CloseReason,
    },
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
    /// Detention may last longer.
    DetentionExtended {
        /// Last day it may last.
        ends_on: Date,
    },
    /// The court reviewed the detention.
    DetentionReviewed {
        /// Whether there is prospect of removal.
        prospect: bool,
        /// Next review.
        review_due_on: Date,
    },
    /// The person arrived in the detention centre.
    DetentionArrived {},
    /// A measure of supervision was imposed.
    SupervisionImposed {
        /// Which.
        kind: MeasureKind,
        /// Last day; unset when open.
        ends_on: Option<Date>,
    },
    /// A measure of supervision ended.
    SupervisionLifted {
        /// Which.
        kind: MeasureKind,
    },
    /// Support is claimed back: the person did not leave.
    SupportReclaimed {
        /// Amount in euro cents.
        amount_cents: i64,
    },
    /// Departure with IOM was planned.
    IomPlanned {},
    /// A counter-entry: a departure that was counted does not count.
    DepartureCorrected {
        /// How it was counted.
        outcome: DepartureOutcome,
        /// The day on which it was counted.
        departed_on: Date,
        /// Whether it was counted as demonstrable.
        demonstrable: bool,
        /// Who had handed the file over.
        origin: Option<FileOrigin>,
    },
    /// The term of the transfer changed.
    TransferTermSet {
        /// Why.
        reason: TransferReason,
        /// When the other state was told.
        informed_on: Option<Date>,
        /// Last day of the transfer.
        transfer_due_on: Date,
    },
    /// An entry ban was imposed; it counts from the day of leaving.
    EntryBanImposed {
        /// Ground.
        ground: EntryBanGround,
        /// Its length in years.
        years: i32,
    },
    /// A later application does not hold departure.
    RemovalContinued {
        /// How many repeat applications this is.
        subsequent_no: i32,
    },
    /// An officer checked the risk of refoulement.
    RefoulementChecked {
        /// Whether return is safe.
        safe: bool,
    },
    /// Entry was refused at the border.
    EntryRefused {
        /// Whether the person asked for asylum.
        asks_asylum: bool,
    },
    /// The facts of the person were corrected.
    ReturnPersonCorrected {
        /// Nationality before.
        from_nationality: Nationality,
        /// Year of birth before.
        from_birth_year: i16,
        /// Sex before.
        from_sex: Sex,
    },
    /// What another registration of the same person had comes to this case.
    ReturnCaseMerged {
        /// Id of the other registration.
        merged_person_id: PersonId,
        /// State of the case now.
        state: ReturnState,
        /// Who had handed the file over; unset before.
        origin: Option<FileOrigin>,
        /// Whether it is a transfer to another member state.
        to_member_state: bool,
        /// When the case began.
        announced_on: Date,
        /// Days to depart that were given.
        departure_days: i32,
        /// First day on which departure may be forced.
        removable_from: Option<Date>,
        /// Last day of a transfer.
        transfer_due_on: Option<Date>,
        /// Everything that stands in the way.
        blocks: Blocks,
        /// Days of ended measures.
        detention_used: Used,
        /// When support was last granted.
        assisted_on: Option<Date>,
        /// Ground of an entry ban.
        ban_ground: Option<EntryBanGround>,
        /// Day of registration of the application, of a transfer; unset otherwise.
        registered_on: Option<Date>,
        /// When the other state accepted, of a transfer; unset otherwise.
        accepted_on: Option<Date>,
    },
}
