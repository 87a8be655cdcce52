//! The state: one application of one person, one row of its table.

use kernel::{Date, Nationality, Sex, Uuid};

use crate::domain::codes::{
    AppealInstance, ApplicationKind, CaseState, Claim, DecisionOutcome, Ground, Interim, Track,
    Withdrawal,
};

/// One application of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsylumCase {
    /// Id of the case.
    pub case_id: Uuid,
    /// Pseudonymous id of the person.
    pub person_id: Uuid,
    /// Id of the household; a single person is a household.
    pub household_id: Uuid,
    /// Nationality, ISO 3166-1 alpha-3, XXA stateless, XXX unknown.
    pub nationality: Nationality,
    /// Year of birth.
    pub birth_year: i16,
    /// Sex as registered.
    pub sex: Sex,
    /// Whether the person is under 18 without a responsible adult.
    pub unaccompanied_minor: bool,
    /// Kind of application.
    pub kind: ApplicationKind,
    /// State of the case.
    pub state: CaseState,
    /// When the wish was expressed.
    pub made_on: Date,
    /// When the case was taken over at the opening of the books; unset for one made here.
    pub imported_on: Option<Date>,
    /// Whether the application was made at the external border.
    pub at_border: bool,
    /// Last day of a screening that runs; unset otherwise.
    pub screening_due_on: Option<Date>,
    /// Last day to register; unset once registered, and before the pact.
    pub register_due_on: Option<Date>,
    /// When the data were recorded; unset before.
    pub registered_on: Option<Date>,
    /// Last day to lodge; unset before registration and after lodging.
    pub lodge_due_on: Option<Date>,
    /// When the application was lodged; unset before.
    pub lodged_on: Option<Date>,
    /// Last day of the decision term; unset before lodging.
    pub decision_due_on: Option<Date>,
    /// Track; unset before routing.
    pub track: Option<Track>,
    /// Other member state that may be responsible, ISO 3166-1 alpha-3; unset when none.
    pub member_state: Option<String>,
    /// Why that state may be responsible; unset when none.
    pub claim: Option<Claim>,
    /// Last day to ask that state; unset once asked.
    pub claim_due_on: Option<Date>,
    /// Last day for its answer; silence is acceptance. Unset when no answer is awaited.
    pub reply_due_on: Option<Date>,
    /// When that state accepted; unset when it did not.
    pub responsibility_accepted_on: Option<Date>,
    /// Last day of the transfer decision; unset while no state has accepted.
    pub transfer_decision_due_on: Option<Date>,
    /// The fact that decided on the track; unset when none did.
    pub ground: Option<Ground>,
    /// Whether the decision term was extended.
    pub extended: bool,
    /// When the personal interview was held; unset before.
    pub interviewed_on: Option<Date>,
    /// Last day for the view on an intention to reject; unset before one was issued.
    pub view_due_on: Option<Date>,
    /// When the view was received, or its term was seen to have passed; unset before.
    pub view_on: Option<Date>,
    /// End of a moratorium; unset when none.
    pub suspended_until: Option<Date>,
    /// The moratorium that suspended it last; unset when none did.
    pub moratorium_id: Option<Uuid>,
    /// Outcome of the last decision; unset before.
    pub outcome: Option<DecisionOutcome>,
    /// Date of the last decision or withdrawal; unset before.
    pub decided_on: Option<Date>,
    /// How it was withdrawn; unset when it was not.
    pub withdrawal: Option<Withdrawal>,
    /// Last day for the next appeal; unset when none is open.
    pub appeal_due_on: Option<Date>,
    /// Where the next or present appeal runs; unset when there is none left.
    pub appeal_instance: Option<AppealInstance>,
    /// Whether the applicant may stay while the present appeal runs, or while one in time would run.
    pub appeal_suspensive: bool,
    /// Where a request to the court to stay stands; unset when there is none.
    pub interim: Option<Interim>,
    /// The case before, of a repeat application; unset otherwise.
    pub previous_case_id: Option<Uuid>,
    /// How many repeat applications this is: 0 for a first application.
    pub subsequent_no: i32,
    /// Date of the notice of default; unset when none.
    pub in_default_since: Option<Date>,
    /// Last day of the term that a court set for a late decision; unset when none.
    pub court_due_on: Option<Date>,
    /// Judicial penalty for each day after that, in euro cents; 0 when none.
    pub penalty_day_cents: i64,
    /// Most of the judicial penalty, in euro cents; 0 when none.
    pub penalty_max_cents: i64,
    /// Penalty settled with the last decision, in euro cents; 0 when none.
    pub penalty_cents: i64,
    /// Number of events of this case.
    pub version: i64,
    /// The day of the last fact that is known: nothing falls due before it. Unset in rows of older versions.
    pub fact_on: Option<Date>,
}
