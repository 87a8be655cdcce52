//! Events on their way into the log and out of it.

use wire::intake as pb;

wire::wire_events! { crate::domain::case::Event, crate::domain::case::EventKind, pb { case_id, person, occurred_on }
    ApplicationMade { kind, previous_case_id, subsequent_no, register_due_on, right_to_stay }
    PersonIdentified { certainty }
    ScreeningStarted { due_on, at_border }
    ScreeningFinished { complete, referral, disputed, register_due_on }
    ApplicationRegistered { lodge_due_on, eurodac_due_on }
    ApplicationLodged { kind, decision_due_on }
    HitRecorded { member_state, claim, claim_due_on }
    ResponsibilityCheckStarted { member_state, claim, reply_due_on }
    ResponsibilityAnswered { member_state, accepted, silent, transfer_decision_due_on, decision_due_on }
    ClaimLapsed { member_state, decision_due_on }
    TrackAssigned { track, decision_due_on, ground, reason, flags }
    TrackChanged { track, from_track, decision_due_on, reason }
    DecisionTermExtended { decision_due_on, reason }
    FurtherRepresentationReceived {  }
    ApplicantInterviewed {  }
    IntentionIssued { view_due_on }
    ViewReceived {  }
    DecisionSuspended { until, moratorium_id, decision_due_on }
    DecisionResumed {  }
    ApplicationDecided { kind, outcome, made_on, lodged_on, interview_omitted, appeal_due_on, stay_pending_appeal, departure_days, transfer_due_on, penalty_cents, registered_on, accepted_on }
    DecisionRetracted { kind, outcome, decided_on, decision_due_on }
    ApplicationWithdrawn { kind, withdrawal, appeal_due_on, departure_days, gone, counted_on, imported }
    InterimRequested {  }
    InterimRuled { granted }
    AppealLodged { instance, suspensive }
    AppealRuled { instance, ruling, appeal_due_on, departure_days, decision_due_on }
    DecisionFinal { outcome }
    PermitIssued { outcome, valid_until }
    PermitRevoked {  }
    NoticeOfDefaultReceived { decide_by }
    JudicialTermSet { decide_by, penalty_day_cents, penalty_max_cents }
    CaseCorrected { before, kind, counted_on, imported, outcome, decided_on, protected }
    CaseImported { kind, state, made_on, lodged_on, decision_due_on, track, outcome, decided_on, appeal_due_on, appeal_suspensive }
}

wire::wire_events! { crate::domain::family::Event, crate::domain::family::EventKind, pb { case_id, person, occurred_on }
    FamilyApplicationFiled { sponsor_case_id, sponsor_granted_on, sponsor_subsidiary, relation, decision_due_on, waits_until }
    FamilyFactsRequested {  }
    FamilyFactsReceived { waits_until }
    FamilyConditionsRecorded { own_income, own_home }
    FamilyObjectionLodged {  }
    FamilyObjectionRuled { grounded }
    VisaAppointmentOffered { appointment_on }
    FamilyCaseCorrected { before, arrived_on }
    EntryVisaRefused {  }
    FamilyApplicationDecided { granted, objection_due_on }
    EntryVisaIssued { valid_until }
    FamilyMemberArrived { needs_reception, days_since_grant }
    FamilyPermitIssued {  }
    FamilyApplicationLapsed {  }
    FamilyCaseImported { sponsor_granted_on, sponsor_subsidiary, state, filed_on, decision_due_on }
}

wire::wire_events! { crate::domain::moratorium::Event, crate::domain::moratorium::EventKind, pb { moratorium_id, occurred_on }
    MoratoriumDeclared { nationality, decisions, departures, starts_on, ends_on }
    MoratoriumEnded { nationality, decisions, departures }
}

wire::wire_events! { crate::domain::person::Event, crate::domain::person::EventKind, pb { person, occurred_on }
    PersonsMerged { merged }
    PersonCorrected { before }
}

wire::wire_events! { crate::domain::relocation::Event, crate::domain::relocation::EventKind, pb { relocation_id, occurred_on }
    RelocationRequested { member_state, persons, confirm_due_on }
    RelocationAnswered { persons, confirmed, reason, decision_due_on }
    RelocationDecided { persons }
}

wire::wire_events! { crate::domain::report::Event, crate::domain::report::EventKind, pb { report_id, occurred_on }
    CountryReportPublished { nationality, source }
}
