//! Between the domain of intake and its contract.

use crate::domain::case::{AsylumCase, Flag, Flags};
use crate::domain::codes::*;
use crate::domain::family::FamilyCase;
use crate::domain::moratorium::Moratorium;
use crate::domain::person::PersonNote;
use crate::domain::relocation::Relocation;
use crate::domain::report::CountryReport;
use crate::store::{AsylumCaseRow, FamilyCaseRow};
use wire::intake as pb;
use wire::{Wire, WireError};

wire::wire_enum! {
    ApplicationKind => pb::ApplicationKind;
    CaseState => pb::CaseState;
    Track => pb::Track;
    DecisionOutcome => pb::DecisionOutcome;
    Withdrawal => pb::Withdrawal;
    InterviewOmission => pb::InterviewOmission;
    AppealInstance => pb::AppealInstance;
    AppealRuling => pb::AppealRuling;
    FamilyState => pb::FamilyState;
    Relation => pb::Relation;
    RelocationState => pb::RelocationState;
    Claim => pb::Claim;
    Referral => pb::Referral;
    Certainty => pb::Certainty;
    Interim => pb::Interim;
    Ground => pb::Ground;
}

impl Wire for Flags {
    type Pb = Vec<pb::RoutingFlag>;

    fn to_pb(&self) -> Self::Pb {
        self.0.iter().filter_map(Flag::to_pb).collect()
    }

    fn from_pb(pb: Self::Pb) -> Result<Self, WireError> {
        pb.into_iter().map(|flag| Flag::from_pb(Some(flag))).collect::<Result<_, _>>().map(Self)
    }

    fn is_absent(pb: &Self::Pb) -> bool {
        pb.is_empty()
    }
}

wire::sent_as! {
    AsylumCase as AsylumCaseRow;
    FamilyCase as FamilyCaseRow;
}

wire::wire_message! {
    AsylumCaseRow => pb::AsylumCase { case_id, person_id, household_id, nationality, birth_year, sex, unaccompanied_minor, kind, state, made_on, registered_on, lodge_due_on, lodged_on, decision_due_on, track, member_state, responsibility_accepted_on, interviewed_on, suspended_until, outcome, decided_on, withdrawal, appeal_due_on, appeal_instance, appeal_suspensive, previous_case_id, subsequent_no, in_default_since, imported_on, at_border, screening_due_on, register_due_on, claim, claim_due_on, reply_due_on, transfer_decision_due_on, ground, extended, moratorium_id, interim, court_due_on, penalty_day_cents, penalty_max_cents, penalty_cents, version } + { fact_on, view_due_on, view_on }
    FamilyCaseRow => pb::FamilyCase { case_id, person_id, household_id, nationality, birth_year, sex, unaccompanied_minor, sponsor_case_id, sponsor_granted_on, state, filed_on, decision_due_on, decided_on, waits_until, visa_valid_until, arrived_on, sponsor_subsidiary, relation, own_income, own_home, objection_due_on, visa_appointment_on, version }
    Flag => pb::RoutingFlag { ground, reason, officer }
    PersonNote => pb::PersonCorrections { person_id, merged_into, version }
    Relocation => pb::Relocation { relocation_id, member_state, persons, state, requested_on, due_on, version }
    CountryReport => pb::CountryReport { report_id, nationality, published_on, source, version }
    Moratorium => pb::Moratorium { moratorium_id, nationality, decisions, departures, starts_on, ends_on, ended_on, version } + { declared_on }
}
