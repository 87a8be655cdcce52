//! Closed lists of intake, with the codes under which they are stored and sent.

kernel::codes! {
    /// Kind of application.
    pub enum ApplicationKind {
        /// First application.
        First = "FIRST",
        /// Made after a final decision on an earlier one (herhaalde aanvraag).
        Repeat = "REPEAT",
        /// Selected abroad through UNHCR.
        Resettled = "RESETTLED",
        /// Taken over from another member state for solidarity.
        Relocated = "RELOCATED",
    }
}

kernel::codes! {
    /// State of an asylum case.
    pub enum CaseState {
        /// The wish for protection was expressed.
        Made = "MADE",
        /// Screening runs (pact).
        Screening = "SCREENING",
        /// Screening ended.
        Screened = "SCREENED",
        /// Data are recorded.
        Registered = "REGISTERED",
        /// Lodged: the decision term runs.
        Lodged = "LODGED",
        /// It is examined whether another member state is responsible.
        ResponsibilityCheck = "RESPONSIBILITY_CHECK",
        /// A track was assigned.
        Routed = "ROUTED",
        /// The personal interview was held.
        Interviewed = "INTERVIEWED",
        /// An intention to reject was issued (legacy).
        Intention = "INTENTION",
        /// The decision is postponed by a moratorium.
        Suspended = "SUSPENDED",
        /// Protection was granted, the permit is not yet issued.
        Granted = "GRANTED",
        /// A negative decision, whatever its ground; an appeal is possible.
        Rejected = "REJECTED",
        /// Before the court.
        Appeal = "APPEAL",
        /// Before the Council of State.
        FurtherAppeal = "FURTHER_APPEAL",
        /// The permit was issued.
        FinalPositive = "FINAL_POSITIVE",
        /// No remedy is left.
        FinalNegative = "FINAL_NEGATIVE",
        /// Withdrawn by the applicant or by law.
        Withdrawn = "WITHDRAWN",
        /// The permit was revoked.
        Revoked = "REVOKED",
    }
}

kernel::codes! {
    /// Way through the procedure.
    pub enum Track {
        /// Track 1: another member state may be responsible.
        Legacy1Responsibility = "LEGACY_1_RESPONSIBILITY",
        /// Track 2: safe country or protection elsewhere.
        Legacy2Safe = "LEGACY_2_SAFE",
        /// Track 4: general procedure.
        Legacy4General = "LEGACY_4_GENERAL",
        /// Track 4: extended procedure.
        Legacy4Extended = "LEGACY_4_EXTENDED",
        /// Border procedure.
        PactBorder = "PACT_BORDER",
        /// Accelerated procedure.
        PactAccelerated = "PACT_ACCELERATED",
        /// Regular procedure.
        PactRegular = "PACT_REGULAR",
    }
}

kernel::codes! {
    /// Outcome of a decision.
    pub enum DecisionOutcome {
        /// Refugee status (A).
        GrantRefugee = "GRANT_REFUGEE",
        /// Subsidiary protection (B).
        GrantSubsidiary = "GRANT_SUBSIDIARY",
        /// Unfounded.
        RejectUnfounded = "REJECT_UNFOUNDED",
        /// Manifestly unfounded.
        RejectManifestlyUnfounded = "REJECT_MANIFESTLY_UNFOUNDED",
        /// Not examined on the merits.
        Inadmissible = "INADMISSIBLE",
        /// Another member state is responsible.
        NotProcessedResponsibility = "NOT_PROCESSED_RESPONSIBILITY",
    }
}

kernel::codes! {
    /// How an application was withdrawn.
    pub enum Withdrawal {
        /// By the applicant.
        Explicit = "EXPLICIT",
        /// By law, because the applicant did not do what was asked.
        Implicit = "IMPLICIT",
    }
}

kernel::codes! {
    /// Before whom an appeal runs.
    pub enum AppealInstance {
        /// District court of The Hague.
        Court = "COURT",
        /// Administrative jurisdiction division of the Council of State.
        CouncilOfState = "COUNCIL_OF_STATE",
    }
}

kernel::codes! {
    /// Outcome of an appeal.
    pub enum AppealRuling {
        /// The decision is annulled; the case goes back.
        Grounded = "GROUNDED",
        /// The decision stands.
        Ungrounded = "UNGROUNDED",
        /// The appeal was withdrawn.
        Withdrawn = "WITHDRAWN",
    }
}

kernel::codes! {
    /// State of a family reunification case.
    pub enum FamilyState {
        /// Filed and examined.
        Filed = "FILED",
        /// A waiting period or condition stands in the way.
        WaitingCondition = "WAITING_CONDITION",
        /// Approved; the entry visa may be collected.
        Approved = "APPROVED",
        /// The entry visa was issued.
        VisaIssued = "VISA_ISSUED",
        /// The family member has arrived.
        Arrived = "ARRIVED",
        /// The derived permit was issued.
        Permit = "PERMIT",
        /// Rejected.
        Rejected = "REJECTED",
        /// The visa was not collected or used.
        Lapsed = "LAPSED",
    }
}
