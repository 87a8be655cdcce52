//! What callers ask.

use kernel::{CaseId, Date, HouseholdId, Nationality, PersonId, Sex};

use super::flags::Flags;
use crate::domain::codes::{
    AppealRuling, ApplicationKind, Certainty, Claim, DecisionOutcome, InterviewOmission, Referral,
    Track, Withdrawal,
};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandKind {
    /// The wish for protection is expressed.
    MakeApplication {
        /// Id of the person, when known to the chain; empty lets the service make one.
        person_id: PersonId,
        /// Household that the person belongs to; unset: the one that is held of the person, or one of its own.
        household_id: Option<HouseholdId>,
        /// Kind of application.
        kind: ApplicationKind,
        /// Nationality, ISO 3166-1 alpha-3, XXA stateless, XXX unknown.
        /// Unset: what is held of the person; so are year of birth and sex.
        nationality: Option<Nationality>,
        /// Year of birth.
        birth_year: Option<i16>,
        /// Sex as registered.
        sex: Option<Sex>,
        /// Whether the person is under 18 without a responsible adult.
        unaccompanied_minor: bool,
        /// The case before, for a repeat application; unset: the newest that is held.
        previous_case_id: Option<CaseId>,
        /// Whether the wish was expressed to an authority that has to pass it on.
        wrong_authority: bool,
    },
    /// The police or the border police has established who somebody is.
    IdentifyPerson {
        /// How certain the identity is.
        certainty: Certainty,
    },
    /// Screening begins (pact).
    StartScreening {
        /// Whether at the external border.
        at_border: bool,
        /// Whether the person was there for over 72 hours already.
        over_72_hours: bool,
    },
    /// Screening ends, complete or because its term is over.
    FinishScreening {
        /// Whether all checks were done.
        complete: bool,
        /// Where it leads; unset: to the asylum procedure.
        referral: Option<Referral>,
        /// Whether the person disputes the data.
        disputed: bool,
    },
    /// The data are recorded.
    RegisterApplication {},
    /// The application is lodged; the decision term begins.
    LodgeApplication {
        /// Why it was lodged after its term; empty when it was not.
        late_reason: String,
    },
    /// A hit or a fact points to another member state: the term to ask it runs.
    RecordHit {
        /// ISO 3166-1 alpha-3 code of that state.
        member_state: String,
        /// Why it may be responsible.
        claim: Claim,
        /// Whether there is a hit in Eurodac or VIS.
        hit: bool,
        /// Whether the person is in detention.
        detained: bool,
    },
    /// Another member state is asked to take responsibility.
    StartResponsibilityCheck {
        /// ISO 3166-1 alpha-3 code of that state. Unset: that of the hit on file.
        member_state: Option<String>,
        /// Whether the request rests on a Eurodac hit.
        eurodac_hit: bool,
        /// Whether the person is in detention.
        detained: bool,
    },
    /// The other state has answered, or its silence counts as an answer.
    RecordResponsibilityReply {
        /// Whether it accepts.
        accepted: bool,
    },
    /// The way through the procedure follows from what an officer found: the first rule that matches.
    RouteApplication {
        /// What was found, each with its reason.
        flags: Flags,
        /// Whether the places of the border procedure are taken.
        border_full: bool,
    },
    /// An officer chooses or changes the way through the procedure.
    AssignTrack {
        /// The track.
        track: Track,
        /// Why; required to change a track.
        reason: String,
    },
    /// The decision term is extended.
    ExtendDecision {
        /// Why.
        reason: String,
    },
    /// Facts of after the application, before the decision is final: no new case (APR 55(1)).
    RecordFurtherRepresentation {},
    /// The personal interview was held.
    HoldInterview {},
    /// An intention to reject was issued (legacy).
    IssueIntention {},
    /// The view on the intention was received or its term is over.
    RecordView {},
    /// A moratorium postpones the decision.
    SuspendDecision {
        /// End of the moratorium.
        until: Date,
    },
    /// The postponement ends.
    ResumeDecision {},
    /// An officer decides.
    DecideApplication {
        /// The outcome.
        outcome: DecisionOutcome,
        /// Why no interview was held; required when none was.
        interview_omitted: Option<InterviewOmission>,
    },
    /// The application is withdrawn.
    WithdrawApplication {
        /// How.
        withdrawal: Withdrawal,
    },
    /// The decision is withdrawn: the officer decides again.
    RetractDecision {
        /// Why.
        reason: String,
    },
    /// The court is asked to let the applicant stay.
    RequestInterim {},
    /// The court decides on that.
    RuleOnInterim {
        /// Whether the applicant may stay.
        granted: bool,
    },
    /// An appeal is lodged.
    LodgeAppeal {
        /// Whether the court allows the applicant to stay where the law does not.
        stay_granted: bool,
    },
    /// The appeal is decided.
    RuleOnAppeal {
        /// The ruling.
        ruling: AppealRuling,
        /// Last day that the court gives to decide again; unset when it gives none.
        decide_by: Option<Date>,
    },
    /// The permit is issued.
    IssuePermit {},
    /// The permit is revoked.
    RevokePermit {},
    /// A notice of default is received after the decision term.
    RecordNoticeOfDefault {},
    /// A court sets a term for a late decision, with a penalty.
    SetJudicialTerm {
        /// Whether there is one term to hear and another to decide.
        two_steps: bool,
        /// Last day to decide; unset takes the usual terms.
        decide_by: Option<Date>,
    },
}
