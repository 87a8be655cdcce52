//! What callers ask.

use kernel::{Date, Nationality, Sex, Uuid};

use crate::domain::codes::{AppealRuling, ApplicationKind, DecisionOutcome, Track, Withdrawal};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// The wish for protection is expressed.
    MakeApplication {
        /// Id of the person, when known to the chain; empty lets the service make one.
        person_id: Uuid,
        /// Household that the person belongs to; empty makes one of its own.
        household_id: Uuid,
        /// Kind of application.
        kind: ApplicationKind,
        /// Nationality, ISO 3166-1 alpha-3, XXA stateless, XXX unknown.
        nationality: Nationality,
        /// Year of birth.
        birth_year: i16,
        /// Sex as registered.
        sex: Sex,
        /// Whether the person is under 18 without a responsible adult.
        unaccompanied_minor: bool,
        /// The case before; required for a repeat application.
        previous_case_id: Option<Uuid>,
    },
    /// Screening begins (pact).
    StartScreening {
        /// Whether at the external border.
        at_border: bool,
    },
    /// Screening ends, complete or because its term is over.
    FinishScreening {
        /// Whether all checks were done.
        complete: bool,
    },
    /// The data are recorded.
    RegisterApplication {},
    /// The application is lodged; the decision term begins.
    LodgeApplication {},
    /// Another member state is asked to take responsibility.
    StartResponsibilityCheck {
        /// ISO 3166-1 alpha-3 code of that state.
        member_state: String,
        /// Whether the request rests on a Eurodac hit.
        eurodac_hit: bool,
    },
    /// The other state has answered, or its silence counts as an answer.
    RecordResponsibilityReply {
        /// Whether it accepts.
        accepted: bool,
    },
    /// The way through the procedure is chosen.
    AssignTrack {
        /// The track.
        track: Track,
    },
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
        interview_omitted_reason: Option<String>,
    },
    /// The application is withdrawn.
    WithdrawApplication {
        /// How.
        withdrawal: Withdrawal,
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
    },
    /// The permit is issued.
    IssuePermit {},
    /// The permit is revoked.
    RevokePermit {},
    /// A notice of default is received after the decision term.
    RecordNoticeOfDefault {},
}
