//! Requests into commands: the first error of every field is reported.

use wire::intake as pb;

wire::wire_orders! { crate::domain::case::Action, case_id
    pb::StartScreeningRequest => StartScreening { at_border }
    pb::FinishScreeningRequest => FinishScreening { complete }
    pb::RegisterApplicationRequest => RegisterApplication {  }
    pb::LodgeApplicationRequest => LodgeApplication {  }
    pb::StartResponsibilityCheckRequest => StartResponsibilityCheck { member_state, eurodac_hit }
    pb::RecordResponsibilityReplyRequest => RecordResponsibilityReply { accepted }
    pb::AssignTrackRequest => AssignTrack { track }
    pb::HoldInterviewRequest => HoldInterview {  }
    pb::IssueIntentionRequest => IssueIntention {  }
    pb::RecordViewRequest => RecordView {  }
    pb::SuspendDecisionRequest => SuspendDecision { until }
    pb::ResumeDecisionRequest => ResumeDecision {  }
    pb::DecideApplicationRequest => DecideApplication { outcome, interview_omitted_reason }
    pb::WithdrawApplicationRequest => WithdrawApplication { withdrawal }
    pb::LodgeAppealRequest => LodgeAppeal { stay_granted }
    pb::RuleOnAppealRequest => RuleOnAppeal { ruling }
    pb::IssuePermitRequest => IssuePermit {  }
    pb::RevokePermitRequest => RevokePermit {  }
    pb::RecordNoticeOfDefaultRequest => RecordNoticeOfDefault {  }
}

wire::wire_orders! { crate::domain::family::Action, case_id
    pb::DecideFamilyApplicationRequest => DecideFamilyApplication { granted }
    pb::IssueEntryVisaRequest => IssueEntryVisa {  }
    pb::RecordFamilyArrivalRequest => RecordFamilyArrival { needs_reception }
    pb::IssueFamilyPermitRequest => IssueFamilyPermit {  }
    pb::LapseFamilyApplicationRequest => LapseFamilyApplication {  }
}
