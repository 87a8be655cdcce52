//! Between the domain of intake and its contract.

use crate::domain::case::AsylumCase;
use crate::domain::codes::*;
use crate::domain::family::FamilyCase;
use wire::intake as pb;

wire::wire_enum! {
    ApplicationKind => pb::ApplicationKind, "APPLICATION_KIND_";
    CaseState => pb::CaseState, "CASE_STATE_";
    Track => pb::Track, "TRACK_";
    DecisionOutcome => pb::DecisionOutcome, "DECISION_OUTCOME_";
    Withdrawal => pb::Withdrawal, "WITHDRAWAL_";
    AppealInstance => pb::AppealInstance, "APPEAL_INSTANCE_";
    AppealRuling => pb::AppealRuling, "APPEAL_RULING_";
    FamilyState => pb::FamilyState, "FAMILY_STATE_";
}

wire::wire_message! {
    AsylumCase => pb::AsylumCase { case_id, person_id, household_id, nationality, birth_year, sex, unaccompanied_minor, kind, state, made_on, registered_on, lodge_due_on, lodged_on, decision_due_on, track, member_state, responsibility_accepted_on, interviewed_on, suspended_until, outcome, decided_on, withdrawal, appeal_due_on, appeal_instance, appeal_suspensive, previous_case_id, subsequent_no, in_default_since, version }
    FamilyCase => pb::FamilyCase { case_id, person_id, household_id, nationality, birth_year, sex, unaccompanied_minor, sponsor_case_id, sponsor_granted_on, state, filed_on, decision_due_on, decided_on, waits_until, visa_valid_until, arrived_on, version }
}
