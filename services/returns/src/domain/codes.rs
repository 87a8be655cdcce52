//! Closed lists of returns, with the codes under which they are stored and sent.

kernel::codes! {
    /// State of a return case.
    pub enum ReturnState {
        /// A negative decision was notified; the file is not here yet.
        Announced = "ANNOUNCED",
        /// The file is here.
        Transferred = "TRANSFERRED",
        /// A case manager was assigned.
        Intake = "INTAKE",
        /// Works on independent departure.
        IndependentTrack = "INDEPENDENT_TRACK",
        /// Forced departure is prepared.
        ForcedTrack = "FORCED_TRACK",
        /// A transfer to another member state is prepared.
        TransferTrack = "TRANSFER_TRACK",
        /// In detention.
        Detained = "DETAINED",
        /// A flight is booked.
        FlightBooked = "FLIGHT_BOOKED",
        /// Left demonstrably.
        Departed = "DEPARTED",
        /// Left without supervision: not demonstrable.
        Unsupervised = "UNSUPERVISED",
        /// A new asylum application runs.
        OnHoldAsylum = "ON_HOLD_ASYLUM",
        /// May stay after all.
        ClosedLawful = "CLOSED_LAWFUL",
        /// Departure with IOM is planned.
        IomPlanned = "IOM_PLANNED",
        /// Released from detention; the track is chosen anew.
        Released = "RELEASED",
        /// Closed for another reason than lawful stay.
        Closed = "CLOSED",
    }
}

kernel::codes! {
    /// Who handed the file over.
    pub enum FileOrigin {
        /// Immigration service.
        Ind = "IND",
        /// Police.
        Police = "POLICE",
        /// Military border police.
        Kmar = "KMAR",
        /// DTenV itself and others.
        Other = "OTHER",
    }
}

kernel::codes! {
    /// How somebody left.
    pub enum DepartureOutcome {
        /// Independently, with IOM.
        IndependentIom = "INDEPENDENT_IOM",
        /// Independently, with DTenV.
        IndependentDtenv = "INDEPENDENT_DTENV",
        /// Independently, by own means, seen at the border.
        IndependentOwn = "INDEPENDENT_OWN",
        /// Removed to the country of origin.
        ForcedCountryOfOrigin = "FORCED_COUNTRY_OF_ORIGIN",
        /// Transferred to another member state.
        ForcedTransfer = "FORCED_TRANSFER",
        /// Not seen leaving.
        Unsupervised = "UNSUPERVISED",
        /// Independently, with another organisation.
        IndependentNgo = "INDEPENDENT_NGO",
    }
}

kernel::codes! {
    /// What stands in the way of departure.
    pub enum BlockKind {
        /// A suspensive appeal runs.
        Appeal = "APPEAL",
        /// A departure moratorium.
        Moratorium = "MORATORIUM",
        /// Medical postponement (article 64).
        Medical = "MEDICAL",
        /// There is no prospect of removal.
        NoProspect = "NO_PROSPECT",
        /// The travel document is awaited.
        DocumentsPending = "DOCUMENTS_PENDING",
        /// Stateless, and no country takes the person in.
        Stateless = "STATELESS",
        /// Cannot leave through no fault of their own (buitenschuld).
        NoFault = "NO_FAULT",
        /// A minor without adequate reception in the country of origin (RD 10).
        MinorWithoutReception = "MINOR_WITHOUT_RECEPTION",
        /// A court ordered it.
        CourtOrder = "COURT_ORDER",
    }
}

kernel::codes! {
    /// State of a replacement travel document.
    pub enum DocumentState {
        /// Requested from the embassy.
        Requested = "REQUESTED",
        /// Denied.
        Denied = "DENIED",
        /// Issued.
        Issued = "ISSUED",
        /// The person was presented to the embassy.
        Presented = "PRESENTED",
        /// The embassy confirmed the nationality.
        NationalityConfirmed = "NATIONALITY_CONFIRMED",
        /// Its validity is over.
        Expired = "EXPIRED",
        /// The person travelled on it.
        Used = "USED",
    }
}
