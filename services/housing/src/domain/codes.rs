//! Closed lists of housing, with the codes under which they are stored and sent.

kernel::codes! {
    /// State of a housing match.
    pub enum MatchState {
        /// The profile of the household is made.
        Screening = "SCREENING",
        /// Waits for a municipality.
        Ready = "READY",
        /// Linked to a municipality.
        Linked = "LINKED",
        /// A dwelling is offered.
        Offered = "OFFERED",
        /// The contract is signed.
        Contracted = "CONTRACTED",
        /// In temporary housing; counts for the target.
        TemporarilyHoused = "TEMPORARILY_HOUSED",
        /// Housed.
        Housed = "HOUSED",
        /// Refused without ground: the right to reception ends.
        Refused = "REFUSED",
        /// No longer needed.
        Cancelled = "CANCELLED",
        /// An unaccompanied minor under guardianship of Nidos: needs a small-scale place, not a link.
        Nidos = "NIDOS",
    }
}

kernel::codes! {
    /// What counted for the target.
    pub enum RealisationKind {
        /// Self-contained dwelling.
        Dwelling = "DWELLING",
        /// Shared dwelling.
        Shared = "SHARED",
        /// Temporary shelter (HAR+).
        Temporary = "TEMPORARY",
        /// Transit location.
        Transit = "TRANSIT",
        /// Family member who joined a housed household.
        FamilyJoined = "FAMILY_JOINED",
        /// Resettled and housed directly.
        ResettledDirect = "RESETTLED_DIRECT",
        /// Found by the household.
        SelfArranged = "SELF_ARRANGED",
        /// Small-scale place of an unaccompanied minor (Nidos).
        SmallScale = "SMALL_SCALE",
    }
}

kernel::codes! {
    /// A region of COA.
    pub enum Region {
        /// Groningen, Fryslân, Drenthe.
        North = "NORTH",
        /// Overijssel, Gelderland.
        East = "EAST",
        /// Flevoland, Utrecht, Noord-Holland.
        Centre = "CENTRE",
        /// Zuid-Holland, Zeeland.
        West = "WEST",
        /// Noord-Brabant, Limburg.
        South = "SOUTH",
    }
}

kernel::codes! {
    /// Why a municipality is on its step of supervision.
    pub enum SupervisionReason {
        /// Arrears at a reference date that are not excusable.
        Arrears = "ARREARS",
        /// No plan in time after a notice.
        NoPlan = "NO_PLAN",
        /// No arrears at a reference date.
        Met = "MET",
        /// The province decided on substitution.
        SubstitutionDecided = "SUBSTITUTION_DECIDED",
        /// The province houses instead of the municipality.
        SubstitutionCarriedOut = "SUBSTITUTION_CARRIED_OUT",
    }
}

kernel::codes! {
    /// Why a municipality gives a link back.
    pub enum LinkReturnReason {
        /// There is no suitable home for this household in time.
        NoSuitableHome = "NO_SUITABLE_HOME",
        /// The household needs care that the municipality does not have.
        Care = "CARE",
        /// The household is not safe there.
        Safety = "SAFETY",
        /// Work, education or family bind the household to another municipality.
        BoundElsewhere = "BOUND_ELSEWHERE",
        /// The profile was wrong.
        ProfileWrong = "PROFILE_WRONG",
    }
}

kernel::codes! {
    /// Why a match ends without a home.
    pub enum MatchCancelReason {
        /// The household found a home itself.
        OwnHome = "OWN_HOME",
        /// The household lives with others.
        LivesWithOthers = "LIVES_WITH_OTHERS",
        /// The household left the Netherlands.
        Left = "LEFT",
        /// Nobody of the household is left.
        NobodyLeft = "NOBODY_LEFT",
        /// The decision that granted protection was withdrawn.
        DecisionWithdrawn = "DECISION_WITHDRAWN",
    }
}
