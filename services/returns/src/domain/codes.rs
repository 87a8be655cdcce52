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
    }
}
