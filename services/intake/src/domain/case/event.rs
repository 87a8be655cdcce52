//! What happened.

use kernel::{Date, Person, Uuid};

use crate::domain::codes::{
    AppealInstance, AppealRuling, ApplicationKind, CaseState, DecisionOutcome, Track, Withdrawal,
};

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Id of the case.
    pub case_id: Uuid,
    /// The person, as far as planning needs.
    pub person: Person,
    /// When it happened.
    pub occurred_on: Date,
    /// What happened.
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The wish for protection was expressed.
    ApplicationMade {
        /// Kind of application.
        kind: ApplicationKind,
        /// The case before, of a repeat application; unset otherwise.
        previous_case_id: Option<Uuid>,
        /// How many repeat applications this is: 0 for a first application.
        subsequent_no: i32,
    },
    /// Screening began.
    ScreeningStarted {
        /// Last day of the screening.
        due_on: Date,
    },
    /// Screening ended.
    ScreeningFinished {
        /// Whether all checks were done.
        complete: bool,
    },
    /// The data were recorded.
    ApplicationRegistered {
        /// Last day to lodge.
        lodge_due_on: Date,
    },
    /// The application was lodged.
    ApplicationLodged {
        /// Kind of application.
        kind: ApplicationKind,
        /// Last day of the decision term.
        decision_due_on: Date,
    },
    /// Another member state was asked.
    ResponsibilityCheckStarted {
        /// ISO 3166-1 alpha-3 code of that state.
        member_state: String,
        /// Last day for its answer; silence is acceptance.
        reply_due_on: Date,
    },
    /// The other state answered.
    ResponsibilityAnswered {
        /// ISO 3166-1 alpha-3 code of that state.
        member_state: String,
        /// Whether it accepts.
        accepted: bool,
    },
    /// A track was assigned.
    TrackAssigned {
        /// The track.
        track: Track,
        /// Last day of the decision term.
        decision_due_on: Date,
    },
    /// The personal interview was held.
    ApplicantInterviewed {},
    /// An intention to reject was issued.
    IntentionIssued {
        /// Last day for the view.
        view_due_on: Date,
    },
    /// The view was received or its term passed.
    ViewReceived {},
    /// The decision was postponed.
    DecisionSuspended {
        /// End of the moratorium.
        until: Date,
    },
    /// The postponement ended.
    DecisionResumed {},
    /// A decision was made.
    ApplicationDecided {
        /// Kind of application.
        kind: ApplicationKind,
        /// The outcome.
        outcome: DecisionOutcome,
        /// When the wish was expressed.
        made_on: Date,
        /// When the application was lodged.
        lodged_on: Option<Date>,
        /// Why no interview was held; unset when one was.
        interview_omitted_reason: Option<String>,
        /// Last day to appeal; unset for a grant.
        appeal_due_on: Option<Date>,
        /// Whether an appeal in time lets the applicant stay.
        stay_pending_appeal: bool,
        /// Days to depart after the right to stay ends; 0 for none, also for a grant.
        departure_days: i32,
        /// Last day of the transfer to another member state; unset otherwise.
        transfer_due_on: Option<Date>,
    },
    /// The application was withdrawn.
    ApplicationWithdrawn {
        /// Kind of application.
        kind: ApplicationKind,
        /// How.
        withdrawal: Withdrawal,
        /// Last day to appeal; unset when it cannot be appealed.
        appeal_due_on: Option<Date>,
        /// Days to depart.
        departure_days: i32,
        /// Whether the person has left or is gone with unknown destination.
        gone: bool,
    },
    /// An appeal was lodged.
    AppealLodged {
        /// Before whom.
        instance: AppealInstance,
        /// Whether the applicant may stay while it runs.
        suspensive: bool,
    },
    /// An appeal was decided.
    AppealRuled {
        /// Before whom.
        instance: AppealInstance,
        /// The ruling.
        ruling: AppealRuling,
        /// Last day for the further appeal; unset when none is open.
        appeal_due_on: Option<Date>,
        /// Days to depart after a ruling that lets the decision stand.
        departure_days: i32,
    },
    /// No remedy is left against a negative decision.
    DecisionFinal {
        /// The outcome that became final; unset for a withdrawn application.
        outcome: Option<DecisionOutcome>,
    },
    /// The permit was issued.
    PermitIssued {
        /// The status granted.
        outcome: DecisionOutcome,
        /// End of validity.
        valid_until: Date,
    },
    /// The permit was revoked.
    PermitRevoked {},
    /// A notice of default was received.
    NoticeOfDefaultReceived {},
    /// A case was taken over at the opening of the books.
    CaseImported {
        /// Kind of application.
        kind: ApplicationKind,
        /// Its state then.
        state: CaseState,
        /// When the wish was expressed.
        made_on: Date,
        /// When the application was lodged.
        lodged_on: Option<Date>,
        /// Last day of the decision term.
        decision_due_on: Option<Date>,
        /// Track.
        track: Option<Track>,
        /// Outcome of the last decision.
        outcome: Option<DecisionOutcome>,
        /// Date of the last decision.
        decided_on: Option<Date>,
        /// Last day to appeal that decision.
        appeal_due_on: Option<Date>,
        /// Whether the applicant may stay while the appeal runs.
        appeal_suspensive: bool,
    },
}
