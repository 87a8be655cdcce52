//! What happened.

use kernel::{CaseId, Date, MoratoriumId, Person};

use super::flags::Flags;
use crate::domain::codes::{
    AppealInstance, AppealRuling, ApplicationKind, CaseState, Certainty, Claim, DecisionOutcome,
    Ground, InterviewOmission, Referral, Track, Withdrawal,
};

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Id of the case.
    pub case_id: CaseId,
    /// The person, as far as planning needs.
    pub person: Person,
    /// When it happened.
    pub occurred_on: Date,
    /// What happened.
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// The wish for protection was expressed.
    ApplicationMade {
        /// Kind of application.
        kind: ApplicationKind,
        /// The case before, of a repeat application; unset otherwise.
        previous_case_id: Option<CaseId>,
        /// How many repeat applications this is: 0 for a first application.
        subsequent_no: i32,
        /// Last day to register; unset before the pact.
        register_due_on: Option<Date>,
        /// Whether the application lets the person stay: not a second repeat one (APR 56).
        right_to_stay: bool,
    },
    /// The police or the border police has established who somebody is.
    PersonIdentified {
        /// How certain the identity is.
        certainty: Certainty,
    },
    /// Screening began.
    ScreeningStarted {
        /// Last day of the screening.
        due_on: Date,
        /// Whether at the external border.
        at_border: bool,
    },
    /// Screening ended.
    ScreeningFinished {
        /// Whether all checks were done.
        complete: bool,
        /// Where it leads.
        referral: Referral,
        /// Whether the person disputes the data.
        disputed: bool,
        /// Last day to register: the term begins when screening ends.
        register_due_on: Option<Date>,
    },
    /// The data were recorded.
    ApplicationRegistered {
        /// Last day to lodge.
        lodge_due_on: Date,
        /// Last day to send biometrics to Eurodac; unset for small children.
        eurodac_due_on: Option<Date>,
    },
    /// The application was lodged.
    ApplicationLodged {
        /// Kind of application.
        kind: ApplicationKind,
        /// Last day of the decision term.
        decision_due_on: Date,
    },
    /// A hit or a fact points to another member state.
    HitRecorded {
        /// ISO 3166-1 alpha-3 code of that state.
        member_state: String,
        /// Why it may be responsible.
        claim: Claim,
        /// Last day to ask it.
        claim_due_on: Date,
    },
    /// Another member state was asked.
    ResponsibilityCheckStarted {
        /// ISO 3166-1 alpha-3 code of that state.
        member_state: String,
        /// Why it may be responsible.
        claim: Claim,
        /// Last day for its answer; silence is acceptance.
        reply_due_on: Date,
    },
    /// The other state answered.
    ResponsibilityAnswered {
        /// ISO 3166-1 alpha-3 code of that state.
        member_state: String,
        /// Whether it accepts.
        accepted: bool,
        /// Whether its silence counts as acceptance.
        silent: bool,
        /// Last day of the transfer decision; unset when it does not accept.
        transfer_decision_due_on: Option<Date>,
        /// Last day of the decision term, which begins now for legacy cases (Vw 42(6)); unset otherwise.
        decision_due_on: Option<Date>,
    },
    /// That state was not asked in time: the Netherlands is responsible.
    ClaimLapsed {
        /// ISO 3166-1 alpha-3 code of that state.
        member_state: String,
        /// Last day of the decision term, which begins now for legacy cases (Vw 42(6)); unset otherwise.
        decision_due_on: Option<Date>,
    },
    /// A track was assigned.
    TrackAssigned {
        /// The track.
        track: Track,
        /// Last day of the decision term.
        decision_due_on: Date,
        /// The fact that decided on it; unset when none did.
        ground: Option<Ground>,
        /// Why.
        reason: String,
        /// Everything that the officer found.
        flags: Flags,
    },
    /// Another track was assigned.
    TrackChanged {
        /// The track.
        track: Track,
        /// The track before.
        from_track: Track,
        /// Last day of the decision term.
        decision_due_on: Date,
        /// Why.
        reason: String,
    },
    /// The decision term was extended.
    DecisionTermExtended {
        /// Last day of the decision term.
        decision_due_on: Date,
        /// Why.
        reason: String,
    },
    /// Facts of after the application were put forward.
    FurtherRepresentationReceived {},
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
        /// The moratorium; unset when an officer suspended the case by itself.
        moratorium_id: Option<MoratoriumId>,
        /// Last day of the decision term.
        decision_due_on: Option<Date>,
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
        interview_omitted: Option<InterviewOmission>,
        /// Last day to appeal; unset for a grant.
        appeal_due_on: Option<Date>,
        /// Whether an appeal in time lets the applicant stay.
        stay_pending_appeal: bool,
        /// Days to depart after the right to stay ends; 0 for none, also for a grant.
        departure_days: i32,
        /// Last day of the transfer to another member state; unset otherwise.
        transfer_due_on: Option<Date>,
        /// Penalty for the late decision in euro cents; 0 when none.
        penalty_cents: i64,
        /// Day of registration, of a transfer; unset otherwise.
        registered_on: Option<Date>,
        /// When the other state accepted, of a transfer; unset otherwise.
        accepted_on: Option<Date>,
    },
    /// The decision was withdrawn; the case is open again.
    DecisionRetracted {
        /// Kind of application.
        kind: ApplicationKind,
        /// The outcome that no longer holds.
        outcome: DecisionOutcome,
        /// When that was decided.
        decided_on: Date,
        /// Last day to decide again.
        decision_due_on: Date,
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
        /// The day on which it counted: a duplicate is taken out of its month.
        counted_on: Date,
        /// Whether it was taken over at the opening of the books on that day.
        imported: bool,
    },
    /// The court was asked to let the applicant stay.
    InterimRequested {},
    /// The court decided on that.
    InterimRuled {
        /// Whether the applicant may stay.
        granted: bool,
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
        /// Last day to decide again; unset when the ruling lets the decision stand.
        decision_due_on: Option<Date>,
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
    NoticeOfDefaultReceived {
        /// Last day to decide without consequences.
        decide_by: Date,
    },
    /// A court set a term for a late decision.
    JudicialTermSet {
        /// Last day to decide without penalty.
        decide_by: Date,
        /// Penalty for each day after that, in euro cents.
        penalty_day_cents: i64,
        /// Most of the penalty, in euro cents.
        penalty_max_cents: i64,
    },
    /// The person of the case was corrected; the event names the facts that hold.
    CaseCorrected {
        /// The person with the facts under which the case counted.
        before: Person,
        /// Kind of application.
        kind: ApplicationKind,
        /// The day on which it counted.
        counted_on: Date,
        /// Whether it was taken over at the opening of the books on that day.
        imported: bool,
        /// Outcome of the last decision; unset before.
        outcome: Option<DecisionOutcome>,
        /// Date of the last decision; unset before.
        decided_on: Option<Date>,
        /// Whether the case protects the person now: a grant that stands.
        protected: bool,
    },
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
