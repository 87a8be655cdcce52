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
        /// Location for unaccompanied minors.
        Amv = "AMV",
        /// Sustainable municipal reception.
        Dgo = "DGO",
        /// Full municipal operation.
        Vge = "VGE",
    }
}

kernel::codes! {
    /// State of a location.
    pub enum LocationState {
        /// Open.
        Open = "OPEN",
        /// Closed.
        Closed = "CLOSED",
    }
}
