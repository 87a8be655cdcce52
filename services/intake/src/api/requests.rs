//! Requests into commands: the first error of every field is reported.

use wire::intake as pb;

wire::wire_import! { pb::AsylumCase as crate::domain::case::AsylumCase:
    takes { case_id, person_id, household_id, nationality, birth_year, sex, unaccompanied_minor, kind, state, made_on, lodged_on, decision_due_on, track, outcome, decided_on, appeal_due_on, appeal_suspensive, version }
    loses { registered_on, lodge_due_on, member_state, responsibility_accepted_on, interviewed_on, suspended_until, withdrawal, appeal_instance, previous_case_id, subsequent_no, in_default_since, at_border, screening_due_on, register_due_on, claim, claim_due_on, reply_due_on, transfer_decision_due_on, ground, extended, moratorium_id, interim, court_due_on, penalty_day_cents, penalty_max_cents, penalty_cents, imported_on }
}

wire::wire_import! { pb::FamilyCase as crate::domain::family::FamilyCase:
    takes { case_id, person_id, household_id, nationality, birth_year, sex, unaccompanied_minor, sponsor_granted_on, state, filed_on, decision_due_on, sponsor_subsidiary, version }
    loses { sponsor_case_id, decided_on, waits_until, visa_valid_until, arrived_on, relation, own_income, own_home, objection_due_on, visa_appointment_on }
}

wire::wire_commands! { crate::domain::case::CommandKind, case_id: kernel::CaseId;
    pb::IdentifyPersonRequest => IdentifyPerson { certainty }
    pb::StartScreeningRequest => StartScreening { at_border, over_72_hours }
    pb::FinishScreeningRequest => FinishScreening { complete, referral, disputed }
    pb::RegisterApplicationRequest => RegisterApplication {  }
    pb::LodgeApplicationRequest => LodgeApplication { late_reason }
    pb::RecordHitRequest => RecordHit { member_state, claim, hit, detained }
    pb::StartResponsibilityCheckRequest => StartResponsibilityCheck { member_state, eurodac_hit, detained }
    pb::RecordResponsibilityReplyRequest => RecordResponsibilityReply { accepted }
    pb::AssignTrackRequest => AssignTrack { track, reason }
    pb::RouteApplicationRequest => RouteApplication { flags, border_full }
    pb::ExtendDecisionRequest => ExtendDecision { reason }
    pb::RecordFurtherRepresentationRequest => RecordFurtherRepresentation {  }
    pb::RetractDecisionRequest => RetractDecision { reason }
    pb::RequestInterimRequest => RequestInterim {  }
    pb::RuleOnInterimRequest => RuleOnInterim { granted }
    pb::SetJudicialTermRequest => SetJudicialTerm { two_steps, decide_by }
    pb::HoldInterviewRequest => HoldInterview {  }
    pb::IssueIntentionRequest => IssueIntention {  }
    pb::RecordViewRequest => RecordView {  }
    pb::SuspendDecisionRequest => SuspendDecision { until }
    pb::ResumeDecisionRequest => ResumeDecision {  }
    pb::DecideApplicationRequest => DecideApplication { outcome, interview_omitted }
    pb::WithdrawApplicationRequest => WithdrawApplication { withdrawal }
    pb::LodgeAppealRequest => LodgeAppeal { stay_granted }
    pb::RuleOnAppealRequest => RuleOnAppeal { ruling, decide_by }
    pb::IssuePermitRequest => IssuePermit {  }
    pb::RevokePermitRequest => RevokePermit {  }
    pb::RecordNoticeOfDefaultRequest => RecordNoticeOfDefault {  }
}

wire::wire_commands! { crate::domain::family::CommandKind, case_id: kernel::FamilyCaseId;
    pb::DecideFamilyApplicationRequest => DecideFamilyApplication { granted }
    pb::RequestFamilyFactsRequest => RequestFamilyFacts {  }
    pb::ReceiveFamilyFactsRequest => ReceiveFamilyFacts {  }
    pb::RecordFamilyConditionsRequest => RecordFamilyConditions { own_income, own_home }
    pb::ObjectToFamilyDecisionRequest => ObjectToFamilyDecision {  }
    pb::RuleOnFamilyObjectionRequest => RuleOnFamilyObjection { grounded }
    pb::OfferVisaAppointmentRequest => OfferVisaAppointment { appointment_on }
    pb::RefuseEntryVisaRequest => RefuseEntryVisa {  }
    pb::IssueEntryVisaRequest => IssueEntryVisa {  }
    pb::RecordFamilyArrivalRequest => RecordFamilyArrival { needs_reception }
    pb::IssueFamilyPermitRequest => IssueFamilyPermit {  }
    pb::LapseFamilyApplicationRequest => LapseFamilyApplication {  }
}

wire::wire_commands! { crate::domain::moratorium::CommandKind, moratorium_id: kernel::MoratoriumId;
    pb::EndMoratoriumRequest => EndMoratorium {  }
}

wire::wire_commands! { crate::domain::relocation::CommandKind, relocation_id: kernel::RelocationId;
    pb::AnswerRelocationRequest => AnswerRelocation { confirmed, reason }
    pb::DecideRelocationRequest => DecideRelocation {  }
}
