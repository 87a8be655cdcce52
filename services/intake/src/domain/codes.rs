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
        /// Admissibility only: another country protects, or a repeat application without new elements.
        PactAdmissibility = "PACT_ADMISSIBILITY",
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
        /// Administratively: the registration was a duplicate of another one.
        Duplicate = "DUPLICATE",
    }
}

kernel::codes! {
    /// Why nobody was heard before a decision.
    pub enum InterviewOmission {
        /// Protection can be granted on what is on file.
        GrantOnFile = "GRANT_ON_FILE",
        /// The applicant is unfit or unable to be heard for reasons that last.
        Unfit = "UNFIT",
        /// A repeat application was examined in writing.
        RepeatInWriting = "REPEAT_IN_WRITING",
        /// The applicant did not appear, and what is on file suffices.
        NotAppeared = "NOT_APPEARED",
        /// Heard abroad: selected for resettlement.
        SelectedAbroad = "SELECTED_ABROAD",
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
        /// The court does not hear the appeal.
        Inadmissible = "INADMISSIBLE",
        /// The appeal was withdrawn.
        Withdrawn = "WITHDRAWN",
    }
}

kernel::codes! {
    /// State of a family reunification case.
    pub enum FamilyState {
        /// Filed and examined.
        Filed = "FILED",
        /// Facts or papers are missing.
        Incomplete = "INCOMPLETE",
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
        /// An objection or appeal against the refusal runs.
        Objection = "OBJECTION",
        /// The visa was not collected or used.
        Lapsed = "LAPSED",
    }
}

kernel::codes! {
    /// What a family member is to the sponsor.
    pub enum Relation {
        /// Married partner.
        Spouse = "SPOUSE",
        /// Partner without marriage.
        UnmarriedPartner = "UNMARRIED_PARTNER",
        /// Child under 18.
        MinorChild = "MINOR_CHILD",
        /// Child of 18 or older who depends on the sponsor.
        AdultChild = "ADULT_CHILD",
        /// Parent of an unaccompanied minor.
        ParentOfMinor = "PARENT_OF_MINOR",
    }
}

impl From<Relation> for law::Relation {
    fn from(relation: Relation) -> Self {
        match relation {
            Relation::Spouse => Self::Spouse,
            Relation::UnmarriedPartner => Self::UnmarriedPartner,
            Relation::MinorChild => Self::MinorChild,
            Relation::AdultChild => Self::AdultChild,
            Relation::ParentOfMinor => Self::ParentOfMinor,
        }
    }
}

kernel::codes! {
    /// Why another member state may be responsible.
    pub enum Claim {
        /// It should take charge: family, visa, permit or entry (AMMR 39, Dublin III 21).
        TakeCharge = "TAKE_CHARGE",
        /// An application was lodged there before (AMMR 41, Dublin III 23).
        TakeBack = "TAKE_BACK",
    }
}

kernel::codes! {
    /// Where a screening leads (SCR 18).
    pub enum Referral {
        /// To the asylum procedure.
        Asylum = "ASYLUM",
        /// To return.
        Return = "RETURN",
        /// Entry is allowed.
        Entry = "ENTRY",
    }
}

kernel::codes! {
    /// How certain an identity is; the scale is inferred.
    pub enum Certainty {
        /// A: by a verified document.
        Verified = "VERIFIED",
        /// B: as stated.
        Stated = "STATED",
        /// C: doubtful.
        Doubtful = "DOUBTFUL",
    }
}

kernel::codes! {
    /// Where a request to the court to stay stands.
    pub enum Interim {
        /// Requested.
        Requested = "REQUESTED",
        /// The applicant may stay.
        Granted = "GRANTED",
        /// The applicant need not be let stay.
        Refused = "REFUSED",
    }
}

kernel::codes! {
    /// A fact that an officer found and that decides on the way through the procedure.
    pub enum Ground {
        /// First country of asylum (APR 38(1)(a)).
        FirstCountry = "FIRST_COUNTRY",
        /// Safe third country (APR 38(1)(b)).
        SafeThirdCountry = "SAFE_THIRD_COUNTRY",
        /// Protection in another member state (APR 38(1)(c)).
        ProtectedElsewhere = "PROTECTED_ELSEWHERE",
        /// An international court relocates (APR 38(1)(d)).
        InternationalCourt = "INTERNATIONAL_COURT",
        /// Asked only after a return decision (APR 38(1)(e)).
        LateAfterReturnDecision = "LATE_AFTER_RETURN_DECISION",
        /// Repeat application without new elements (APR 38(2)).
        NoNewElements = "NO_NEW_ELEMENTS",
        /// Only issues that do not matter for protection (APR 42(1)(a)).
        IrrelevantIssues = "IRRELEVANT_ISSUES",
        /// Clearly contradictory or false statements (APR 42(1)(b)).
        Contradictory = "CONTRADICTORY",
        /// Misled the authorities, or destroyed documents (APR 42(1)(c)).
        Misled = "MISLED",
        /// Only to delay removal (APR 42(1)(d)).
        Delay = "DELAY",
        /// Safe country of origin (APR 42(1)(e)).
        SafeOrigin = "SAFE_ORIGIN",
        /// Danger to security or public order (APR 42(1)(f)).
        Security = "SECURITY",
        /// Repeat application with new elements (APR 42(1)(g)).
        Subsequent = "SUBSEQUENT",
        /// Illegal entry and late without reason (APR 42(1)(h)).
        IllegalEntryLate = "ILLEGAL_ENTRY_LATE",
        /// Legal entry and late without reason (APR 42(1)(i)).
        LegalEntryLate = "LEGAL_ENTRY_LATE",
        /// Nationality with a low recognition rate in the Union (APR 42(1)(j)).
        LowRecognition = "LOW_RECOGNITION",
    }
}

kernel::codes! {
    /// State of a relocation.
    pub enum RelocationState {
        /// Asked for.
        Requested = "REQUESTED",
        /// The Netherlands has confirmed.
        Confirmed = "CONFIRMED",
        /// The Netherlands has refused.
        Refused = "REFUSED",
        /// The transfer was decided.
        Decided = "DECIDED",
    }
}
