//! Events on their way into the log and out of it.

use wire::returns as pb;

wire::wire_events! { crate::domain::case::Event, crate::domain::case::EventKind, pb { case_id, person, occurred_on }
    ReturnAnnounced { to_member_state, removable_from, transfer_due_on, departure_days, registered_on, accepted_on }
    FileTransferred { origin, removable_from }
    CaseStarted {  }
    DepartureInterviewHeld {  }
    TransferPlanned {  }
    ForcedTrackStarted { reason }
    DetentionImposed { ends_on, kind, family_facility, extended, review_due_on }
    DetentionLifted { days, kind, reason }
    TravelDocumentChanged { document, valid_until }
    SupportGranted { amount_cents, scheme, adults, minors }
    FlightBooked { flight_on, forced, charter_id }
    FlightCancelled { reason }
    DepartureBlocked { block, from, until, source, moratorium_id }
    DepartureUnblocked { removable_from, block }
    Departed { outcome, demonstrable, origin, entry_ban_until, destination, reported_by }
    ReturnClosed { reason }
    ReturnReopened {  }
    HeldForAsylum {  }
    TransferTermLapsed {  }
    ReturnCaseImported { state, origin, to_member_state, removable_from }
    DetentionExtended { ends_on }
    DetentionReviewed { prospect, review_due_on }
    DetentionArrived {  }
    SupervisionImposed { kind, ends_on }
    SupervisionLifted { kind }
    SupportReclaimed { amount_cents }
    IomPlanned {  }
    DepartureCorrected { outcome, departed_on, demonstrable, origin }
    TransferTermSet { reason, informed_on, transfer_due_on }
    EntryBanImposed { ground, years }
    RemovalContinued { subsequent_no }
    RefoulementChecked { safe }
    EntryRefused { asks_asylum }
    ReturnPersonCorrected { from_nationality, from_birth_year, from_sex }
    ReturnCaseMerged { merged_person_id, state, origin, to_member_state, announced_on, departure_days, removable_from, transfer_due_on, blocks, detention_used, assisted_on, ban_ground, registered_on, accepted_on }
}

wire::wire_events! { crate::domain::charter::Event, crate::domain::charter::EventKind, pb { charter_id, occurred_on }
    CharterScheduled { destination, flight_on, seats }
    CharterSeatsChanged { booked }
    CharterCancelled { reason }
}
