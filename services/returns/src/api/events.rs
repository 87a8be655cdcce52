//! Events on their way into the log and out of it.

use wire::returns as pb;

wire::wire_events! { crate::domain::case::Event, crate::domain::case::What, pb { case_id, person, occurred_on }
    "nl.terugkeerdossiers.aangekondigd.v1" => ReturnAnnounced { to_member_state, removable_from, transfer_due_on }
    "nl.terugkeerdossiers.overgedragen.v1" => FileTransferred { origin }
    "nl.terugkeerdossiers.in-behandeling.v1" => CaseStarted {  }
    "nl.terugkeerdossiers.vertrekgesprek-gevoerd.v1" => DepartureInterviewHeld {  }
    "nl.terugkeerdossiers.overdracht-gepland.v1" => TransferPlanned {  }
    "nl.terugkeerdossiers.gedwongen-traject.v1" => ForcedTrackStarted {  }
    "nl.terugkeerdossiers.bewaring-opgelegd.v1" => DetentionImposed { ends_on }
    "nl.terugkeerdossiers.bewaring-opgeheven.v1" => DetentionLifted { days }
    "nl.terugkeerdossiers.reisdocument-gewijzigd.v1" => TravelDocumentChanged { document }
    "nl.terugkeerdossiers.ondersteuning-toegekend.v1" => SupportGranted { amount_cents }
    "nl.terugkeerdossiers.vlucht-geboekt.v1" => FlightBooked { flight_on }
    "nl.terugkeerdossiers.vlucht-geannuleerd.v1" => FlightCancelled {  }
    "nl.terugkeerdossiers.vertrek-opgeschort.v1" => DepartureBlocked { block }
    "nl.terugkeerdossiers.vertrek-hervat.v1" => DepartureUnblocked { removable_from }
    "nl.terugkeerdossiers.vertrokken.v1" => Departed { outcome, demonstrable, origin, entry_ban_until }
    "nl.terugkeerdossiers.gesloten.v1" => ReturnClosed {  }
    "nl.terugkeerdossiers.heropend.v1" => ReturnReopened {  }
    "nl.terugkeerdossiers.opgeschort-asiel.v1" => HeldForAsylum {  }
    "nl.terugkeerdossiers.overdrachtstermijn-verlopen.v1" => TransferTermLapsed {  }
    "nl.terugkeerdossiers.overgenomen.v1" => ReturnCaseImported { state, origin, to_member_state, removable_from }
}
