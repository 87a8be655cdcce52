//! Events on their way into the log and out of it.

use wire::intake as pb;

wire::wire_events! { crate::domain::case::Event, crate::domain::case::What, pb { case_id, person, occurred_on }
    "nl.asielaanvragen.aangemeld.v1" => ApplicationMade { kind, previous_case_id, subsequent_no }
    "nl.asielaanvragen.screening-gestart.v1" => ScreeningStarted { due_on }
    "nl.asielaanvragen.screening-afgerond.v1" => ScreeningFinished { complete }
    "nl.asielaanvragen.geregistreerd.v1" => ApplicationRegistered { lodge_due_on }
    "nl.asielaanvragen.ingediend.v1" => ApplicationLodged { kind, decision_due_on }
    "nl.asielaanvragen.verantwoordelijkheid-gestart.v1" => ResponsibilityCheckStarted { member_state, reply_due_on }
    "nl.asielaanvragen.verantwoordelijkheid-beantwoord.v1" => ResponsibilityAnswered { member_state, accepted }
    "nl.asielaanvragen.spoor-toegewezen.v1" => TrackAssigned { track, decision_due_on }
    "nl.asielaanvragen.gehoord.v1" => ApplicantInterviewed {  }
    "nl.asielaanvragen.voornemen-uitgebracht.v1" => IntentionIssued { view_due_on }
    "nl.asielaanvragen.zienswijze-ontvangen.v1" => ViewReceived {  }
    "nl.asielaanvragen.beslissing-opgeschort.v1" => DecisionSuspended { until }
    "nl.asielaanvragen.opschorting-beeindigd.v1" => DecisionResumed {  }
    "nl.asielaanvragen.beslist.v1" => ApplicationDecided { kind, outcome, made_on, lodged_on, interview_omitted_reason, appeal_due_on, stay_pending_appeal, departure_days, transfer_due_on }
    "nl.asielaanvragen.ingetrokken.v1" => ApplicationWithdrawn { kind, withdrawal, appeal_due_on, departure_days, gone }
    "nl.asielaanvragen.beroep-ingesteld.v1" => AppealLodged { instance, suspensive }
    "nl.asielaanvragen.beroep-uitspraak.v1" => AppealRuled { instance, ruling, appeal_due_on, departure_days }
    "nl.asielaanvragen.onherroepelijk.v1" => DecisionFinal { outcome }
    "nl.asielaanvragen.vergunning-verleend.v1" => PermitIssued { outcome, valid_until }
    "nl.asielaanvragen.vergunning-ingetrokken.v1" => PermitRevoked {  }
    "nl.asielaanvragen.ingebrekestelling-ontvangen.v1" => NoticeOfDefaultReceived {  }
    "nl.asielaanvragen.overgenomen.v1" => CaseImported { kind, state, made_on, lodged_on, decision_due_on, track, outcome, decided_on, appeal_due_on, appeal_suspensive }
}

wire::wire_events! { crate::domain::family::Event, crate::domain::family::What, pb { case_id, person, occurred_on }
    "nl.nareisaanvragen.ingediend.v1" => FamilyApplicationFiled { sponsor_case_id, sponsor_granted_on, decision_due_on, waits_until }
    "nl.nareisaanvragen.beslist.v1" => FamilyApplicationDecided { granted }
    "nl.nareisaanvragen.mvv-afgegeven.v1" => EntryVisaIssued { valid_until }
    "nl.nareisaanvragen.aangekomen.v1" => FamilyMemberArrived { needs_reception, days_since_grant }
    "nl.nareisaanvragen.vergunning-verleend.v1" => FamilyPermitIssued {  }
    "nl.nareisaanvragen.vervallen.v1" => FamilyApplicationLapsed {  }
    "nl.nareisaanvragen.overgenomen.v1" => FamilyCaseImported { sponsor_granted_on, state, filed_on, decision_due_on }
}
