//! The rows of intake: which struct of the domain is a row of which table.

use kernel::{MoratoriumId, PersonId, RelocationId, Uuid};

use crate::domain::codes::*;
use crate::domain::moratorium::Moratorium;
use crate::domain::person::PersonNote;
use crate::domain::relocation::Relocation;
use crate::domain::report::CountryReport;

db::text_columns!(
    ApplicationKind,
    CaseState,
    Track,
    DecisionOutcome,
    Withdrawal,
    AppealInstance,
    AppealRuling,
    FamilyState,
    Claim,
    Interim,
    Ground,
    Relation,
    RelocationState
);

db::table!(Moratorium in "moratorium" by moratorium_id: MoratoriumId {
    moratorium_id, nationality, decisions, departures, starts_on, ends_on, ended_on, version, declared_on,
});

db::table!(PersonNote in "person_note" by person_id: PersonId {
    person_id, merged_into, version,
});

db::table!(Relocation in "relocation" by relocation_id: RelocationId {
    relocation_id, member_state, persons, state, requested_on, due_on, version,
});

db::table!(CountryReport in "country_report" by report_id: Uuid {
    report_id, nationality, published_on, source, version,
});
