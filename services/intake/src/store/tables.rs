//! The rows of intake: which struct of the domain is a row of which table.

use kernel::Uuid;

use crate::domain::case::AsylumCase;
use crate::domain::codes::*;
use crate::domain::family::FamilyCase;

db::text_columns!(
    ApplicationKind,
    CaseState,
    Track,
    DecisionOutcome,
    Withdrawal,
    AppealInstance,
    AppealRuling,
    FamilyState
);

db::table!(AsylumCase in "asylum_case" by case_id: Uuid {
    case_id, person_id, household_id, nationality, birth_year, sex, unaccompanied_minor, kind, state, made_on, registered_on, lodge_due_on, lodged_on, decision_due_on, track, member_state, responsibility_accepted_on, interviewed_on, suspended_until, outcome, decided_on, withdrawal, appeal_due_on, appeal_instance, appeal_suspensive, previous_case_id, subsequent_no, in_default_since, version,
});

db::table!(FamilyCase in "family_case" by case_id: Uuid {
    case_id, person_id, household_id, nationality, birth_year, sex, unaccompanied_minor, sponsor_case_id, sponsor_granted_on, state, filed_on, decision_due_on, decided_on, waits_until, visa_valid_until, arrived_on, version,
});
