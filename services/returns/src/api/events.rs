//! Events on their way into the log and out of it.

use wire::returns as pb;

wire::wire_events! { crate::domain::case::Event, crate::domain::case::What, pb { case_id, person, occurred_on }
    "nl.terugkeerdossiers.aangekondigd.v1" => ReturnAnnounced { to_member_state, removable_from, transfer_due_on, departure_days, registered_on, accepted_on }
    "nl.terugkeerdossiers.overgedragen.v1" => FileTransferred { origin, removable_from }
    "nl.terugkeerdossiers.in-behandeling.v1" => CaseStarted {  }
    "nl.terugkeerdossiers.vertrekgesprek-gevoerd.v1" => DepartureInterviewHeld {  }
    "nl.terugkeerdossiers.overdracht-gepland.v1" => TransferPlanned {  }
    "nl.terugkeerdossiers.gedwongen-traject.v1" => ForcedTrackStarted { reason }
    "nl.terugkeerdossiers.bewaring-opgelegd.v1" => DetentionImposed { ends_on, kind, family_facility, extended, review_due_on }
    "nl.terugkeerdossiers.bewaring-opgeheven.v1" => DetentionLifted { days, kind, reason }
    "nl.terugkeerdossiers.reisdocument-gewijzigd.v1" => TravelDocumentChanged { document, valid_until }
    "nl.terugkeerdossiers.ondersteuning-toegekend.v1" => SupportGranted { amount_cents, scheme, adults, minors }
    "nl.terugkeerdossiers.vlucht-geboekt.v1" => FlightBooked { flight_on, forced, charter_id }
    "nl.terugkeerdossiers.vlucht-geannuleerd.v1" => FlightCancelled { reason }
    "nl.terugkeerdossiers.vertrek-opgeschort.v1" => DepartureBlocked { block, from, until, source, moratorium_id }
    "nl.terugkeerdossiers.vertrek-hervat.v1" => DepartureUnblocked { removable_from, block }
    "nl.terugkeerdossiers.vertrokken.v1" => Departed { outcome, demonstrable, origin, entry_ban_until, destination, reported_by }
    "nl.terugkeerdossiers.gesloten.v1" => ReturnClosed { reason }
    "nl.terugkeerdossiers.heropend.v1" => ReturnReopened {  }
    "nl.terugkeerdossiers.opgeschort-asiel.v1" => HeldForAsylum {  }
    "nl.terugkeerdossiers.overdrachtstermijn-verlopen.v1" => TransferTermLapsed {  }
    "nl.terugkeerdossiers.overgenomen.v1" => ReturnCaseImported { state, origin, to_member_state, removable_from }
    "nl.terugkeerdossiers.bewaring-verlengd.v1" => DetentionExtended { ends_on }
    "nl.terugkeerdossiers.bewaring-getoetst.v1" => DetentionReviewed { prospect, review_due_on }
    "nl.terugkeerdossiers.in-bewaring-aangekomen.v1" => DetentionArrived {  }
    "nl.terugkeerdossiers.toezicht-opgelegd.v1" => SupervisionImposed { kind, ends_on }
    "nl.terugkeerdossiers.toezicht-opgeheven.v1" => SupervisionLifted { kind }
    "nl.terugkeerdossiers.ondersteuning-teruggevorderd.v1" => SupportReclaimed { amount_cents }
    "nl.terugkeerdossiers.vertrek-met-iom-gepland.v1" => IomPlanned {  }
    "nl.terugkeerdossiers.vertrek-gecorrigeerd.v1" => DepartureCorrected { outcome, departed_on, demonstrable, origin }
    "nl.terugkeerdossiers.overdrachtstermijn-gewijzigd.v1" => TransferTermSet { reason, informed_on, transfer_due_on }
    "nl.terugkeerdossiers.inreisverbod-opgelegd.v1" => EntryBanImposed { ground, years }
    "nl.terugkeerdossiers.vertrek-voortgezet.v1" => RemovalContinued { subsequent_no }
    "nl.terugkeerdossiers.refoulementtoets-verricht.v1" => RefoulementChecked { safe }
    "nl.terugkeerdossiers.toegang-geweigerd.v1" => EntryRefused { asks_asylum }
    "nl.terugkeerdossiers.persoon-gecorrigeerd.v1" => ReturnPersonCorrected { from_nationality, from_birth_year, from_sex }
    "nl.terugkeerdossiers.samengevoegd.v1" => ReturnCaseMerged { merged_person_id, state, origin, to_member_state, announced_on, departure_days, removable_from, transfer_due_on, blocks, detention_used, assisted_on, ban_ground, registered_on, accepted_on }
}

wire::wire_events! { crate::domain::charter::Event, crate::domain::charter::What, pb { charter_id, occurred_on }
    "nl.charters.ingepland.v1" => CharterScheduled { destination, flight_on, seats }
    "nl.charters.stoelen-gewijzigd.v1" => CharterSeatsChanged { booked }
    "nl.charters.geannuleerd.v1" => CharterCancelled { reason }
}
