//! Events on their way into the log and out of it.

use wire::intake as pb;

wire::wire_events! { crate::domain::case::Event, crate::domain::case::What, pb { case_id, person, occurred_on }
    "nl.asielaanvragen.aangemeld.v1" => ApplicationMade { kind, previous_case_id, subsequent_no, register_due_on, right_to_stay }
    "nl.vreemdelingenidentificatie.geidentificeerd.v1" => PersonIdentified { certainty }
    "nl.asielaanvragen.screening-gestart.v1" => ScreeningStarted { due_on, at_border }
    "nl.asielaanvragen.screening-afgerond.v1" => ScreeningFinished { complete, referral, disputed, register_due_on }
    "nl.asielaanvragen.geregistreerd.v1" => ApplicationRegistered { lodge_due_on, eurodac_due_on }
    "nl.asielaanvragen.ingediend.v1" => ApplicationLodged { kind, decision_due_on }
    "nl.asielaanvragen.treffer-gevonden.v1" => HitRecorded { member_state, claim, claim_due_on }
    "nl.asielaanvragen.verantwoordelijkheid-gestart.v1" => ResponsibilityCheckStarted { member_state, claim, reply_due_on }
    "nl.asielaanvragen.verantwoordelijkheid-beantwoord.v1" => ResponsibilityAnswered { member_state, accepted, silent, transfer_decision_due_on, decision_due_on }
    "nl.asielaanvragen.verantwoordelijkheid-vervallen.v1" => ClaimLapsed { member_state, decision_due_on }
    "nl.asielaanvragen.spoor-toegewezen.v1" => TrackAssigned { track, decision_due_on, ground, reason, flags }
    "nl.asielaanvragen.spoor-gewijzigd.v1" => TrackChanged { track, from_track, decision_due_on, reason }
    "nl.asielaanvragen.beslistermijn-verlengd.v1" => DecisionTermExtended { decision_due_on, reason }
    "nl.asielaanvragen.nadere-gronden-ontvangen.v1" => FurtherRepresentationReceived {  }
    "nl.asielaanvragen.gehoord.v1" => ApplicantInterviewed {  }
    "nl.asielaanvragen.voornemen-uitgebracht.v1" => IntentionIssued { view_due_on }
    "nl.asielaanvragen.zienswijze-ontvangen.v1" => ViewReceived {  }
    "nl.asielaanvragen.beslissing-opgeschort.v1" => DecisionSuspended { until, moratorium_id, decision_due_on }
    "nl.asielaanvragen.opschorting-beeindigd.v1" => DecisionResumed {  }
    "nl.asielaanvragen.beslist.v1" => ApplicationDecided { kind, outcome, made_on, lodged_on, interview_omitted, appeal_due_on, stay_pending_appeal, departure_days, transfer_due_on, penalty_cents, registered_on, accepted_on }
    "nl.asielaanvragen.besluit-ingetrokken.v1" => DecisionRetracted { kind, outcome, decided_on, decision_due_on }
    "nl.asielaanvragen.ingetrokken.v1" => ApplicationWithdrawn { kind, withdrawal, appeal_due_on, departure_days, gone, counted_on, imported }
    "nl.asielaanvragen.voorziening-gevraagd.v1" => InterimRequested {  }
    "nl.asielaanvragen.voorziening-uitspraak.v1" => InterimRuled { granted }
    "nl.asielaanvragen.beroep-ingesteld.v1" => AppealLodged { instance, suspensive }
    "nl.asielaanvragen.beroep-uitspraak.v1" => AppealRuled { instance, ruling, appeal_due_on, departure_days, decision_due_on }
    "nl.asielaanvragen.onherroepelijk.v1" => DecisionFinal { outcome }
    "nl.asielaanvragen.vergunning-verleend.v1" => PermitIssued { outcome, valid_until }
    "nl.asielaanvragen.vergunning-ingetrokken.v1" => PermitRevoked {  }
    "nl.asielaanvragen.ingebrekestelling-ontvangen.v1" => NoticeOfDefaultReceived { decide_by }
    "nl.asielaanvragen.rechterlijke-termijn-gesteld.v1" => JudicialTermSet { decide_by, penalty_day_cents, penalty_max_cents }
    "nl.asielaanvragen.persoon-gecorrigeerd.v1" => CaseCorrected { before, kind, counted_on, imported, outcome, decided_on, protected }
    "nl.asielaanvragen.overgenomen.v1" => CaseImported { kind, state, made_on, lodged_on, decision_due_on, track, outcome, decided_on, appeal_due_on, appeal_suspensive }
}

wire::wire_events! { crate::domain::family::Event, crate::domain::family::What, pb { case_id, person, occurred_on }
    "nl.nareisaanvragen.ingediend.v1" => FamilyApplicationFiled { sponsor_case_id, sponsor_granted_on, sponsor_subsidiary, relation, decision_due_on, waits_until }
    "nl.nareisaanvragen.gegevens-gevraagd.v1" => FamilyFactsRequested {  }
    "nl.nareisaanvragen.gegevens-ontvangen.v1" => FamilyFactsReceived { waits_until }
    "nl.nareisaanvragen.voorwaarden-vastgelegd.v1" => FamilyConditionsRecorded { own_income, own_home }
    "nl.nareisaanvragen.bezwaar-ingediend.v1" => FamilyObjectionLodged {  }
    "nl.nareisaanvragen.bezwaar-beslist.v1" => FamilyObjectionRuled { grounded }
    "nl.mvv.aangeboden.v1" => VisaAppointmentOffered { appointment_on }
    "nl.nareisaanvragen.persoon-gecorrigeerd.v1" => FamilyCaseCorrected { before, arrived_on }
    "nl.nareisaanvragen.mvv-geweigerd.v1" => EntryVisaRefused {  }
    "nl.nareisaanvragen.beslist.v1" => FamilyApplicationDecided { granted, objection_due_on }
    "nl.nareisaanvragen.mvv-afgegeven.v1" => EntryVisaIssued { valid_until }
    "nl.nareisaanvragen.aangekomen.v1" => FamilyMemberArrived { needs_reception, days_since_grant }
    "nl.nareisaanvragen.vergunning-verleend.v1" => FamilyPermitIssued {  }
    "nl.nareisaanvragen.vervallen.v1" => FamilyApplicationLapsed {  }
    "nl.nareisaanvragen.overgenomen.v1" => FamilyCaseImported { sponsor_granted_on, sponsor_subsidiary, state, filed_on, decision_due_on }
}

wire::wire_events! { crate::domain::moratorium::Event, crate::domain::moratorium::What, pb { moratorium_id, occurred_on }
    "nl.moratoria.ingesteld.v1" => MoratoriumDeclared { nationality, decisions, departures, starts_on, ends_on }
    "nl.moratoria.beeindigd.v1" => MoratoriumEnded { nationality, decisions, departures }
}

wire::wire_events! { crate::domain::person::Event, crate::domain::person::What, pb { person, occurred_on }
    "nl.personen.samengevoegd.v1" => PersonsMerged { merged }
    "nl.personen.gecorrigeerd.v1" => PersonCorrected { before }
}

wire::wire_events! { crate::domain::relocation::Event, crate::domain::relocation::What, pb { relocation_id, occurred_on }
    "nl.herplaatsingen.gevraagd.v1" => RelocationRequested { member_state, persons, confirm_due_on }
    "nl.herplaatsingen.beantwoord.v1" => RelocationAnswered { persons, confirmed, reason, decision_due_on }
    "nl.herplaatsingen.overdracht-besloten.v1" => RelocationDecided { persons }
}

wire::wire_events! { crate::domain::report::Event, crate::domain::report::What, pb { report_id, occurred_on }
    "nl.ambtsberichten.gepubliceerd.v1" => CountryReportPublished { nationality, source }
}
