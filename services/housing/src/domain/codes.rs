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
    }
}
