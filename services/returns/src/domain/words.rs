//! Closed lists of measures, partners, reasons and schemes.

kernel::codes! {
    /// A measure of supervision or detention.
    pub enum MeasureKind {
        /// Stopped and held for identification (Vw 50).
        StopAndHold = "STOP_AND_HOLD",
        /// Duty to report (Vw 54).
        ReportingDuty = "REPORTING_DUTY",
        /// Restriction to an area (Vw 56).
        AreaRestriction = "AREA_RESTRICTION",
        /// Detention for return (Vw 59).
        DetentionReturn = "DETENTION_RETURN",
        /// Detention for a transfer (Vw 59a).
        DetentionTransfer = "DETENTION_TRANSFER",
        /// Detention of an applicant (Vw 59b).
        DetentionApplicant = "DETENTION_APPLICANT",
        /// Border detention during the asylum border procedure (Vw 6).
        BorderAsylum = "BORDER_ASYLUM",
        /// Border detention during the return border procedure (Vw 6).
        BorderReturn = "BORDER_RETURN",
    }
}

kernel::codes! {
    /// Why detention ended.
    pub enum ReleaseReason {
        /// The ground is gone.
        NoGround = "NO_GROUND",
        /// The court lifted it.
        Court = "COURT",
        /// There is no prospect of removal.
        NoProspect = "NO_PROSPECT",
        /// The legal maximum is reached.
        Maximum = "MAXIMUM",
        /// A new asylum application runs.
        Asylum = "ASYLUM",
        /// The case is closed.
        Lawful = "LAWFUL",
        /// The person left.
        Departed = "DEPARTED",
        /// Something stands in the way of departure.
        Blocked = "BLOCKED",
    }
}

kernel::codes! {
    /// Who reports a fact.
    pub enum Partner {
        /// National police.
        Police = "POLICE",
        /// Military border police.
        Kmar = "KMAR",
        /// Immigration service.
        Ind = "IND",
        /// Return service.
        Dtenv = "DTENV",
        /// International Organization for Migration.
        Iom = "IOM",
        /// Custodial institutions agency.
        Dji = "DJI",
        /// A court.
        Court = "COURT",
        /// An embassy.
        Embassy = "EMBASSY",
        /// Another organisation that helps with departure.
        Ngo = "NGO",
    }
}

kernel::codes! {
    /// Why a case was closed without departure.
    pub enum CloseReason {
        /// The person may stay.
        Lawful = "LAWFUL",
        /// The person died.
        Deceased = "DECEASED",
        /// The person became a national.
        Naturalised = "NATURALISED",
        /// The case should not have been there.
        Error = "ERROR",
    }
}

kernel::codes! {
    /// Why a flight was cancelled.
    pub enum FlightCancelReason {
        /// The person resisted or did not appear.
        NotCooperating = "NOT_COOPERATING",
        /// There was no valid document.
        NoDocument = "NO_DOCUMENT",
        /// Something stood in the way of departure.
        Blocked = "BLOCKED",
        /// The person was not fit to travel.
        Medical = "MEDICAL",
        /// There were no escorts.
        NoEscort = "NO_ESCORT",
        /// The carrier cancelled.
        Carrier = "CARRIER",
        /// The charter was cancelled.
        CharterCancelled = "CHARTER_CANCELLED",
        /// Another reason.
        Other = "OTHER",
    }
}

kernel::codes! {
    /// Why forced departure is prepared.
    pub enum ForcedReason {
        /// The person does not cooperate.
        NoCooperation = "NO_COOPERATION",
        /// The local chain meeting (LKO) decided.
        LocalChainMeeting = "LOCAL_CHAIN_MEETING",
    }
}

kernel::codes! {
    /// Why the term of a transfer changed.
    pub enum TransferReason {
        /// The person absconded.
        Absconded = "ABSCONDED",
        /// The person resisted physically.
        Resisted = "RESISTED",
        /// The person made themselves unfit for transfer.
        Unfit = "UNFIT",
        /// The person does not meet medical requirements.
        Medical = "MEDICAL",
        /// The person is in prison.
        Imprisoned = "IMPRISONED",
        /// The person reappeared.
        Reappeared = "REAPPEARED",
        /// An appeal that let the person stay ended: the term begins with it.
        AppealEnded = "APPEAL_ENDED",
    }
}

kernel::codes! {
    /// Ground of an entry ban (Vb 6.5a).
    pub enum EntryBanGround {
        /// Overstayed for a short time.
        ShortOverstay = "SHORT_OVERSTAY",
        /// Did not leave in time.
        NotLeftInTime = "NOT_LEFT_IN_TIME",
        /// Sentenced to less than six months.
        ShortSentence = "SHORT_SENTENCE",
        /// Sentenced to six months or more, or returned despite a ban.
        LongSentence = "LONG_SENTENCE",
        /// Serious threat to public order.
        PublicOrder = "PUBLIC_ORDER",
        /// Serious threat to national security, or article 1F.
        NationalSecurity = "NATIONAL_SECURITY",
    }
}

kernel::codes! {
    /// Scheme of support for independent departure.
    pub enum SupportScheme {
        /// Basic support with IOM.
        Rean = "REAN",
        /// Reintegration in kind.
        Avrr = "AVRR",
        /// Amounts for Syria.
        Syria = "SYRIA",
    }
}

kernel::codes! {
    /// State of a charter.
    pub enum CharterState {
        /// It will fly, or flew.
        Scheduled = "SCHEDULED",
        /// It was cancelled.
        Cancelled = "CANCELLED",
    }
}
