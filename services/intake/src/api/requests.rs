//! Requests into commands: the first error of every field is reported.

use wire::intake as pb;

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
