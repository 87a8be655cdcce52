//! What callers ask.

use kernel::{CaseId, CharterId, Date, HouseholdId, Nationality, Sex};

use crate::domain::codes::{BlockKind, DepartureOutcome, DocumentState, FileOrigin};
use crate::domain::words::{
    CloseReason, EntryBanGround, FlightCancelReason, ForcedReason, MeasureKind, Partner,
    ReleaseReason, SupportScheme, TransferReason,
};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandKind {
    /// The file is handed over; opens a case when there is none.
    TransferFile {
        /// Who hands it over.
        origin: FileOrigin,
        /// Asylum case; empty when there is none.
        case_id: Option<CaseId>,
        /// Household; empty makes one of its own.
        household_id: Option<HouseholdId>,
        /// Nationality; needed when there is no case yet.
        nationality: Option<Nationality>,
        /// Year of birth; needed when there is no case yet.
        birth_year: Option<i16>,
        /// Sex; needed when there is no case yet.
        sex: Option<Sex>,
        /// First day on which departure may be forced; for a case that was never announced here.
        removable_from: Option<Date>,
    },
    /// A case manager is assigned.
    StartCase {},
    /// A departure interview was held: the independent track begins.
    HoldDepartureInterview {},
    /// A transfer to another member state is planned.
    PlanTransfer {},
    /// The local chain meeting decides on forced departure.
    StartForcedTrack {
        /// Why.
        reason: Option<ForcedReason>,
    },
    /// Detention is imposed.
    ImposeDetention {
        /// Which measure; unset: for a transfer or for return, as the case is.
        kind: Option<MeasureKind>,
        /// Whether it is in the family facility.
        family_facility: bool,
        /// Whether the grounds for the longer maximum are established (RD 15(6)).
        extended: bool,
    },
    /// Detention is lifted.
    LiftDetention {
        /// Why; unset: the ground is gone.
        reason: Option<ReleaseReason>,
        /// Who reports it; unset: DTenV.
        reported_by: Option<Partner>,
    },
    /// The travel document has a new state.
    RecordTravelDocument {
        /// The state.
        document: DocumentState,
        /// Last day of its validity; unset: the usual one.
        valid_until: Option<Date>,
        /// Who reports it; unset: DTenV.
        reported_by: Option<Partner>,
    },
    /// Support for independent departure is granted.
    GrantSupport {
        /// Amount in euro cents; 0 lets the scheme say it.
        amount_cents: i64,
        /// Under which scheme; unset: the one for the nationality.
        scheme: Option<SupportScheme>,
        /// Adults it is for.
        adults: i32,
        /// Minors it is for.
        minors: i32,
        /// Since when the person is in the Netherlands.
        present_since: Option<Date>,
        /// Whether article 1F or a serious crime excludes the person.
        excluded: bool,
    },
    /// A flight is booked.
    BookFlight {
        /// Date of the flight.
        flight_on: Option<Date>,
        /// Charter; unset for a scheduled flight.
        charter_id: Option<CharterId>,
    },
    /// The flight is cancelled.
    CancelFlight {
        /// Why.
        reason: Option<FlightCancelReason>,
    },
    /// The person has left.
    RecordDeparture {
        /// How.
        outcome: DepartureOutcome,
        /// Where the person went.
        destination: Option<Nationality>,
    },
    /// The person may stay after all.
    CloseLawful {},
    /// The person was found again after an unsupervised departure.
    ReopenCase {},
    /// Detention may last up to the longer maximum.
    ExtendDetention {},
    /// The court reviews detention: without prospect of removal it is lifted.
    ReviewDetention {
        /// Whether there is prospect of removal.
        prospect: bool,
        /// Who reports it.
        reported_by: Partner,
    },
    /// The person arrived in the detention centre.
    RecordDetentionArrival {
        /// Who reports it.
        reported_by: Partner,
    },
    /// A measure of supervision is imposed.
    ImposeMeasure {
        /// Which.
        kind: MeasureKind,
    },
    /// The measure of supervision ends.
    LiftMeasure {},
    /// Something stands in the way of departure.
    BlockDeparture {
        /// What.
        kind: BlockKind,
        /// Last day; unset while not known.
        until: Option<Date>,
        /// Who says so.
        source: Partner,
    },
    /// Something does not stand in the way any more.
    UnblockDeparture {
        /// What.
        kind: BlockKind,
        /// Who says so.
        source: Partner,
    },
    /// The other state is told that the transfer cannot take place.
    ReportAbsconded {
        /// Why; unset: absconded.
        reason: Option<TransferReason>,
        /// When the other state accepted.
        accepted_on: Option<Date>,
    },
    /// The person is in prison.
    RecordImprisonment {
        /// When the other state accepted.
        accepted_on: Option<Date>,
    },
    /// The person reappeared.
    RecordReappearance {},
    /// An entry ban is imposed.
    ImposeEntryBan {
        /// Ground.
        ground: EntryBanGround,
    },
    /// Support is claimed back: the person did not leave.
    ReclaimSupport {},
    /// Departure with IOM is planned.
    PlanIomDeparture {
        /// Who reports it.
        reported_by: Partner,
    },
    /// The person left with IOM.
    RecordIomDeparture {
        /// Where the person went.
        destination: Option<Nationality>,
        /// Who reports it.
        reported_by: Partner,
    },
    /// The border police saw the person leave.
    RecordBorderDeparture {
        /// How.
        outcome: DepartureOutcome,
        /// Where the person went.
        destination: Option<Nationality>,
        /// Who reports it.
        reported_by: Partner,
    },
    /// Somebody was found without lawful stay.
    FoundIllegally {
        /// Who reports it.
        reported_by: Partner,
        /// Household; empty makes one of its own.
        household_id: Option<HouseholdId>,
        /// Nationality; needed when there is no case yet.
        nationality: Option<Nationality>,
        /// Year of birth; needed when there is no case yet.
        birth_year: Option<i16>,
        /// Sex; needed when there is no case yet.
        sex: Option<Sex>,
    },
    /// Entry is refused at the border: border detention.
    RefuseEntry {
        /// Who reports it.
        reported_by: Partner,
        /// Whether the person asked for asylum.
        asks_asylum: bool,
        /// Whether the detention is in the family facility.
        family_facility: bool,
        /// Household; empty makes one of its own.
        household_id: Option<HouseholdId>,
        /// Nationality; needed when there is no case yet.
        nationality: Option<Nationality>,
        /// Year of birth; needed when there is no case yet.
        birth_year: Option<i16>,
        /// Sex; needed when there is no case yet.
        sex: Option<Sex>,
    },
    /// An officer checked the risk of refoulement.
    RecordNonRefoulementCheck {
        /// Whether return is safe; if not, the case is held.
        safe: bool,
        /// Who reports it.
        reported_by: Partner,
    },
    /// The case is closed without departure.
    CloseCase {
        /// Why.
        reason: CloseReason,
    },
}
