//! Closed lists of reception, with the codes under which they are stored and sent.

kernel::codes! {
    /// State of a stay.
    pub enum StayState {
        /// A place is needed.
        Expected = "EXPECTED",
        /// In a location.
        Placed = "PLACED",
        /// Absent without notice.
        Absent = "ABSENT",
        /// Ended.
        Ended = "ENDED",
    }
}

kernel::codes! {
    /// Category of a resident, for occupancy.
    pub enum Category {
        /// In procedure.
        Applicant = "APPLICANT",
        /// Rejected, the right to reception still runs.
        Rejected = "REJECTED",
        /// Holds a permit and waits for a home.
        StatusHolder = "STATUS_HOLDER",
        /// Under 18 without a responsible adult.
        UnaccompaniedMinor = "UNACCOMPANIED_MINOR",
        /// Family member whose sponsor has no home yet; not in the published occupancy.
        FamilyReunion = "FAMILY_REUNION",
        /// Repeat applicant, admitted by an officer; not in the published occupancy.
        RepeatApplicant = "REPEAT_APPLICANT",
    }
}

kernel::codes! {
    /// Why a stay ended.
    pub enum EndReason {
        /// Housed by a municipality.
        Housed = "HOUSED",
        /// Left the country independently.
        DepartedIndependent = "DEPARTED_INDEPENDENT",
        /// Removed.
        DepartedForced = "DEPARTED_FORCED",
        /// Transferred to another member state.
        Transferred = "TRANSFERRED",
        /// Gone with unknown destination.
        Unsupervised = "UNSUPERVISED",
        /// Taken into detention.
        Detained = "DETAINED",
        /// The application was withdrawn.
        Withdrawn = "WITHDRAWN",
        /// The right to reception ended by law.
        RightEnded = "RIGHT_ENDED",
        /// Found a home without the municipality.
        SelfHoused = "SELF_HOUSED",
        /// Deceased.
        Deceased = "DECEASED",
        /// To temporary housing in the own municipality (HAR+).
        HarPlus = "HAR_PLUS",
        /// To a transit location, which counts as housing.
        Transit = "TRANSIT",
        /// With a host family, outside the books of reception.
        HostFamily = "HOST_FAMILY",
        /// An unaccompanied minor went to a place of Nidos.
        Nidos = "NIDOS",
        /// The registration was merged into another: the person never had two stays.
        Duplicate = "DUPLICATE",
    }
}

kernel::codes! {
    /// Why a place is needed.
    pub enum EntryReason {
        /// A first application, or one of a relocated person.
        FirstApplication = "FIRST_APPLICATION",
        /// A family member whose sponsor has no home yet.
        Family = "FAMILY",
        /// A repeat application, admitted by an officer.
        RepeatApplication = "REPEAT_APPLICATION",
        /// An unaccompanied minor.
        Minor = "MINOR",
        /// A departure moratorium revived the right.
        Moratorium = "MORATORIUM",
        /// The decision that ended the right was retracted.
        DecisionRetracted = "DECISION_RETRACTED",
        /// Born in reception.
        Birth = "BIRTH",
        /// A court ordered it.
        CourtOrder = "COURT_ORDER",
        /// Two registrations of one person were merged.
        Merged = "MERGED",
    }
}

kernel::codes! {
    /// On what the right to reception rests, or why it ends.
    pub enum RightGround {
        /// In procedure on an application (Rva 2005 article 3).
        Application = "APPLICATION",
        /// An appeal or a court order lets the person stay.
        Appeal = "APPEAL",
        /// Rejected: until the term to depart ends (Rva 2005 article 5).
        DepartureTerm = "DEPARTURE_TERM",
        /// Another member state is responsible: conditions end at notification (Directive (EU) 2024/1346 article 21).
        Transfer = "TRANSFER",
        /// Holds a permit: until a home is offered (Rva 2005 article 7).
        Permit = "PERMIT",
        /// Refused a home without ground: until the notice ends.
        RefusedHome = "REFUSED_HOME",
        /// Family member: until it can join the sponsor.
        Family = "FAMILY",
        /// Repeat applicant, admitted by an officer.
        Repeat = "REPEAT",
        /// Family with a minor child and no right to stay: until the youngest is 18.
        FamilyLocation = "FAMILY_LOCATION",
        /// Cooperates with return: a few weeks in a freedom-restricting location.
        Return = "RETURN",
        /// A departure moratorium: until it ends.
        Moratorium = "MORATORIUM",
    }
}

kernel::codes! {
    /// Why somebody moves to another location.
    pub enum MoveReason {
        /// The next phase of the procedure has another type of location.
        Phase = "PHASE",
        /// Places are needed, or unused, there.
        Capacity = "CAPACITY",
        /// The location closes.
        Closing = "CLOSING",
        /// Medical.
        Medical = "MEDICAL",
        /// Safety of the person or others.
        Security = "SECURITY",
        /// A measure, or its end.
        Measure = "MEASURE",
        /// To be with family.
        Family = "FAMILY",
        /// To the region of the future home, work or school.
        Region = "REGION",
        /// An unaccompanied minor turned 18.
        Majority = "MAJORITY",
        /// Asked by the person.
        Request = "REQUEST",
    }
}

kernel::codes! {
    /// Measure against nuisance, from light to heavy.
    pub enum Measure {
        /// A talk on the house rules.
        HouseRules = "HOUSE_RULES",
        /// Allowance withheld (Reglement Onthouding Verstrekkingen).
        RovSanction = "ROV_SANCTION",
        /// Time-out place.
        TimeOut = "TIME_OUT",
        /// Strict supervision section.
        Vtl = "VTL",
        /// Enforcement and supervision location.
        Htl = "HTL",
        /// Process availability location, with an area order day and night.
        Pbl = "PBL",
    }
}

kernel::codes! {
    /// Why a measure ended.
    pub enum MeasureEnd {
        /// Its time was over.
        Expired = "EXPIRED",
        /// Good behaviour.
        GoodBehaviour = "GOOD_BEHAVIOUR",
        /// An officer or a court lifted it.
        Lifted = "LIFTED",
        /// A heavier or lighter one took its place.
        Replaced = "REPLACED",
    }
}

kernel::codes! {
    /// Who operates a location.
    pub enum Operator {
        /// COA.
        Coa = "COA",
        /// A municipality does the tasks, COA is responsible (DGO).
        MunicipalityForCoa = "MUNICIPALITY_FOR_COA",
        /// A municipality is fully responsible (VGE).
        Municipality = "MUNICIPALITY",
    }
}

kernel::codes! {
    /// Sort of place, as occupancy is published.
    pub enum PlaceSort {
        /// Regular.
        Regular = "REGULAR",
        /// Emergency reception.
        Emergency = "EMERGENCY",
        /// Outside COA: crisis reception, host families.
        OutsideCoa = "OUTSIDE_COA",
    }
}

kernel::codes! {
    /// Type of a location.
    pub enum LocationType {
        /// Application centre.
        Ac = "AC",
        /// Central reception location.
        Col = "COL",
        /// Process reception location.
        Pol = "POL",
        /// Asylum seekers' centre.
        Azc = "AZC",
        /// Emergency reception.
        Emergency = "EMERGENCY",
        /// Crisis emergency reception.
        Crisis = "CRISIS",
        /// Family location.
        Glo = "GLO",
        /// Freedom-restricting location.
        Vbl = "VBL",
        /// Enforcement and supervision location.
        Htl = "HTL",
        /// Small unit for unaccompanied minors.
        AmvKwv = "AMV_KWV",
        /// Sustainable municipal reception.
        Dgo = "DGO",
        /// Full municipal operation.
        Vge = "VGE",
        /// Central reception of unaccompanied minors.
        ColAmv = "COL_AMV",
        /// Waiting before the procedure.
        PrePol = "PRE_POL",
        /// Strict supervision section.
        Vtl = "VTL",
        /// Process availability location.
        Pbl = "PBL",
        /// Process reception of unaccompanied minors.
        AmvPoa = "AMV_POA",
        /// Small-scale place of a contractor of Nidos, for minors with a permit.
        NidosKwe = "NIDOS_KWE",
        /// Transit location for status holders (doorstroomlocatie).
        Transit = "TRANSIT",
        /// Hotel and accommodation scheme (HAR).
        Hotel = "HOTEL",
        /// Host family (logeerregeling).
        HostFamily = "HOST_FAMILY",
    }
}

kernel::codes! {
    /// State of a location.
    pub enum LocationState {
        /// Open.
        Open = "OPEN",
        /// Closed.
        Closed = "CLOSED",
        /// Planned.
        Planned = "PLANNED",
        /// Contracted, not open yet.
        Contracted = "CONTRACTED",
        /// Open for who lives there, nobody comes any more.
        Closing = "CLOSING",
        /// Closed: its places are homes now.
        ConvertedToHousing = "CONVERTED_TO_HOUSING",
    }
}

kernel::codes! {
    /// State of a guardianship.
    pub enum GuardianshipState {
        /// An unaccompanied minor came; Nidos is asked.
        Requested = "REQUESTED",
        /// A provisional guardian.
        Provisional = "PROVISIONAL",
        /// The court appointed Nidos.
        Appointed = "APPOINTED",
        /// Ended.
        Ended = "ENDED",
    }
}

kernel::codes! {
    /// Why a guardianship ended.
    pub enum GuardianshipEnd {
        /// The minor is 18.
        Age18 = "AGE_18",
        /// A parent or other responsible adult is there.
        Family = "FAMILY",
        /// Left the country.
        Departed = "DEPARTED",
        /// Missing.
        Missing = "MISSING",
        /// The registration was a second one of the same person.
        Duplicate = "DUPLICATE",
    }
}

impl LocationType {
    /// How places of this type are counted; `emergency` says that the contract is one of emergency reception.
    pub fn sort(self, emergency: bool) -> PlaceSort {
        match self {
            Self::Crisis | Self::HostFamily => PlaceSort::OutsideCoa,
            _ if emergency || self == Self::Emergency => PlaceSort::Emergency,
            _ => PlaceSort::Regular,
        }
    }

    /// Whether it takes unaccompanied minors and nobody else.
    pub fn for_minors(self) -> bool {
        matches!(self, Self::ColAmv | Self::AmvKwv | Self::AmvPoa | Self::NidosKwe)
    }

    /// The measure that people must have to live there.
    pub fn measure(self) -> Option<Measure> {
        match self {
            Self::Vtl => Some(Measure::Vtl),
            Self::Htl => Some(Measure::Htl),
            Self::Pbl => Some(Measure::Pbl),
            _ => None,
        }
    }
}

impl Category {
    /// Whether the published occupancy counts people of this category (coa.nl, capacity and occupancy).
    pub fn published(self) -> bool {
        !matches!(self, Self::FamilyReunion | Self::RepeatApplicant)
    }
}

kernel::codes! {
    /// Why an unaccompanied minor has no guardian yet.
    pub enum NoGuardianReason {
        /// Nidos was asked and has not provided one yet.
        Requested = "REQUESTED",
        /// It is examined whether the person is a minor.
        AgeExamined = "AGE_EXAMINED",
        /// It is examined whether a relative can be the guardian.
        RelativeExamined = "RELATIVE_EXAMINED",
    }
}
