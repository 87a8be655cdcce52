//! The names of the picture: what is counted by month, where a subject can stand, and what is held against a forecast.
//!
//! They are what the tallies are kept under, and what the picture is asked by. A name that is none of them cannot
//! be counted or added up, so nothing is 0 for a slip of the pen.

use std::fmt;
use std::str::FromStr;

use forecast::Kind;
use forecast::quantities::Quantity;
use kernel::UnknownCode;

kernel::codes! {
    /// What is counted in the month in which it happened.
    pub enum Measure {
        /// First applications.
        InflowFirst = "inflow.first",
        /// Repeat applications.
        InflowRepeat = "inflow.repeat",
        /// Family members who arrived.
        InflowNareis = "inflow.nareis",
        /// Resettled persons.
        InflowResettled = "inflow.resettled",
        /// Relocated persons.
        InflowRelocated = "inflow.relocated",
        /// Of first applications: unaccompanied minors.
        InflowMinors = "inflow.minors",
        /// Taken over when the books were opened.
        BooksOpened = "books.opened",
        /// Grants.
        Grants = "ind.grants",
        /// Rejections.
        Rejections = "ind.rejections",
        /// Left to another member state.
        Transfers = "ind.transfers",
        /// Withdrawn.
        Withdrawn = "ind.withdrawn",
        /// Appeals.
        Appeals = "ind.appeals",
        /// Further appeals.
        FurtherAppeals = "ind.further_appeals",
        /// Rulings.
        Rulings = "ind.rulings",
        /// Rulings for the applicant.
        Grounded = "ind.grounded",
        /// Decisions that became final.
        Final = "ind.final",
        /// Family applications.
        NareisFiled = "ind.nareis_filed",
        /// Decisions on them.
        NareisDecided = "ind.nareis_decided",
        /// Into reception.
        ReceptionIn = "coa.in",
        /// Of these: unaccompanied minors.
        MinorsIn = "coa.in.minor",
        /// Unaccompanied minors who left reception.
        MinorsOut = "coa.out.minor",
        /// Moved between locations.
        ReceptionMoved = "coa.moved",
        /// Residents who were granted.
        GrantedInReception = "coa.granted",
        /// Status holders who left reception for a home.
        Housed = "coa.housed",
        /// Out of reception: housed.
        OutHoused = "coa.out.housed",
        /// Out of reception: departed independent.
        OutDepartedIndependent = "coa.out.departed_independent",
        /// Out of reception: departed forced.
        OutDepartedForced = "coa.out.departed_forced",
        /// Out of reception: transferred.
        OutTransferred = "coa.out.transferred",
        /// Out of reception: unsupervised.
        OutUnsupervised = "coa.out.unsupervised",
        /// Out of reception: detained.
        OutDetained = "coa.out.detained",
        /// Out of reception: withdrawn.
        OutWithdrawn = "coa.out.withdrawn",
        /// Out of reception: right ended.
        OutRightEnded = "coa.out.right_ended",
        /// Out of reception: self housed.
        OutSelfHoused = "coa.out.self_housed",
        /// Out of reception: deceased.
        OutDeceased = "coa.out.deceased",
        /// Out of reception: har plus.
        OutHarPlus = "coa.out.har_plus",
        /// Out of reception: transit.
        OutTransit = "coa.out.transit",
        /// Out of reception: host family.
        OutHostFamily = "coa.out.host_family",
        /// Out of reception: nidos.
        OutNidos = "coa.out.nidos",
        /// Out of reception: duplicate.
        OutDuplicate = "coa.out.duplicate",
        /// Out of reception for no reason that is told.
        OutUnspecified = "coa.out.unspecified",
        /// Displaced persons from Ukraine, net registrations.
        UkraineRegistrations = "ukraine.registrations",
        /// Departure cases announced.
        ReturnsAnnounced = "dtenv.announced",
        /// Departure files from: ind.
        FilesInd = "dtenv.files.ind",
        /// Departure files from: police.
        FilesPolice = "dtenv.files.police",
        /// Departure files from: kmar.
        FilesKmar = "dtenv.files.kmar",
        /// Departure files from: other.
        FilesOther = "dtenv.files.other",
        /// Departure files from: unspecified.
        FilesUnspecified = "dtenv.files.unspecified",
        /// Taken into detention.
        Detentions = "dtenv.detentions",
        /// Departures: independent.
        DepartedIndependent = "dtenv.departed.independent",
        /// Departures: forced.
        DepartedForced = "dtenv.departed.forced",
        /// Departures: transfer.
        DepartedTransfer = "dtenv.departed.transfer",
        /// Departures: unsupervised.
        DepartedUnsupervised = "dtenv.departed.unsupervised",
        /// Departure cases closed because the person may stay.
        ReturnsLawful = "dtenv.lawful",
        /// Departure cases closed: deceased.
        ClosedDeceased = "dtenv.closed.deceased",
        /// Departure cases closed: naturalised.
        ClosedNaturalised = "dtenv.closed.naturalised",
        /// Departure cases closed: error.
        ClosedError = "dtenv.closed.error",
        /// Departure cases closed: unspecified.
        ClosedUnspecified = "dtenv.closed.unspecified",
        /// Linked to a municipality.
        Linked = "housing.linked",
        /// Offers refused.
        Refused = "housing.refused",
        /// Booked as realised.
        Realised = "housing.realised",
    }
}

kernel::codes! {
    /// Where a subject can stand.
    pub enum Stage {
        /// First application, no decision.
        PendingFirst = "ind.pending.first",
        /// Repeat application, no decision.
        PendingRepeat = "ind.pending.repeat",
        /// Resettled, no decision.
        PendingResettled = "ind.pending.resettled",
        /// Relocated, no decision.
        PendingRelocated = "ind.pending.relocated",
        /// No decision, of a kind that was never read.
        PendingUnknown = "ind.pending.",
        /// Before a court.
        Appeal = "ind.appeal",
        /// A family application that waits.
        Nareis = "ind.nareis",
        /// A right to reception and no place yet.
        Expected = "coa.expected",
        /// Resident: applicant.
        Applicant = "coa.applicant",
        /// Resident: rejected.
        Rejected = "coa.rejected",
        /// Resident: status holder.
        StatusHolder = "coa.status_holder",
        /// Resident: unaccompanied minor.
        Minor = "coa.minor",
        /// Resident: family member.
        Family = "coa.family",
        /// Resident: repeat applicant.
        Repeat = "coa.repeat",
        /// On a regular place.
        PlaceRegular = "coa.place.regular",
        /// On an emergency place.
        PlaceEmergency = "coa.place.emergency",
        /// Regular places there are.
        CapacityRegular = "capacity.regular",
        /// Emergency places there are.
        CapacityEmergency = "capacity.emergency",
        /// Places outside COA.
        CapacityOutside = "capacity.outside_coa",
        /// Of the places: for unaccompanied minors, a part of the capacity of their sort.
        PlacesMinors = "places.minor",
        /// Places for displaced persons from Ukraine.
        UkrainePlaces = "ukraine.places",
        /// Of these: taken.
        UkraineOccupied = "ukraine.occupied",
        /// Departure case that is announced.
        ReturnAnnounced = "dtenv.announced",
        /// Open departure case.
        ReturnOpen = "dtenv.open",
        /// Departure case on hold.
        ReturnOnHold = "dtenv.on_hold",
        /// In detention.
        Detained = "dtenv.detained",
        /// Household whose profile is made.
        Screening = "housing.screening",
        /// Household ready for a link.
        Ready = "housing.ready",
        /// Unaccompanied minor with a permit, under guardianship.
        Nidos = "housing.nidos",
        /// Of those: who lives in a small-scale place.
        NidosPlaced = "housing.nidos.placed",
        /// Household that is linked.
        HomeLinked = "housing.linked",
        /// Household in a temporary home.
        Temporary = "housing.temporary",
    }
}

impl Measure {
    /// Inflow of a kind.
    pub fn inflow(kind: Kind) -> Self {
        match kind {
            Kind::First => Self::InflowFirst,
            Kind::Repeat => Self::InflowRepeat,
            Kind::Nareis => Self::InflowNareis,
            Kind::Resettled => Self::InflowResettled,
        }
    }
}

impl Stage {
    /// Cases without a decision, of every kind.
    pub const PENDING: [Self; 5] = [
        Self::PendingFirst,
        Self::PendingRepeat,
        Self::PendingResettled,
        Self::PendingRelocated,
        Self::PendingUnknown,
    ];

    /// Where a case of a kind of application waits for its decision.
    pub fn pending(kind: &str) -> Self {
        match kind {
            "first" => Self::PendingFirst,
            "repeat" => Self::PendingRepeat,
            "resettled" => Self::PendingResettled,
            "relocated" => Self::PendingRelocated,
            _ => Self::PendingUnknown,
        }
    }
}

/// What a flow counts: a measure, or the target of a half-year, of which there is one more every half-year.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Counted {
    /// A measure.
    Of(Measure),
    /// The national target of a half-year.
    Target(String),
}

/// The beginning of the names of targets.
const TARGET: &str = "housing.target.";

impl From<Measure> for Counted {
    fn from(measure: Measure) -> Self {
        Self::Of(measure)
    }
}

impl PartialEq<Measure> for Counted {
    fn eq(&self, measure: &Measure) -> bool {
        *self == Self::Of(*measure)
    }
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Of(measure) => measure.fmt(f),
            Self::Target(half) => write!(f, "{TARGET}{half}"),
        }
    }
}

impl FromStr for Counted {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        match text.strip_prefix(TARGET) {
            Some(half) => Ok(Self::Target(half.to_owned())),
            None => text.parse().map(Self::Of),
        }
    }
}

kernel::codes! {
    /// Places there are: what is held against a forecast and is none.
    pub enum Places {
        /// All of them.
        All = "coa.places",
        /// Those for unaccompanied minors.
        Minors = "coa.places_minors",
    }
}

/// A figure of a period that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// What a forecast has too.
    Of(Quantity),
    /// Places.
    There(Places),
}

impl Figure {
    /// Its name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Of(quantity) => quantity.code(),
            Self::There(places) => places.code(),
        }
    }
}

impl From<Quantity> for Figure {
    fn from(quantity: Quantity) -> Self {
        Self::Of(quantity)
    }
}

impl From<Places> for Figure {
    fn from(places: Places) -> Self {
        Self::There(places)
    }
}
