//! Requests into commands: the first error of every field is reported.

use wire::returns as pb;

wire::wire_import! { pb::ReturnCase as crate::domain::case::ReturnCase:
    takes { person_id, case_id, household_id, nationality, birth_year, sex, unaccompanied_minor, state, origin, to_member_state, announced_on, removable_from, version }
    loses { transfer_due_on, blocked, document, detained_on, detention_ends_on, detained_days, flight_on, outcome, ended_on, entry_ban_until, track, departure_days, blocks, block_ends_on, moratorium_id, absconded_on, document_valid_until, measure, supervision, supervision_ends_on, detention_used, detention_extended, detention_arrived_on, review_due_on, family_facility, charter_id, support_cents, assisted_on, support_reclaimed, ban_ground, continues_no, refoulement_checked_on, close_reason, destination }
}

wire::wire_commands! { crate::domain::case::CommandKind, person_id: kernel::PersonId;
    pb::TransferFileRequest => TransferFile { origin, case_id, household_id, nationality, birth_year, sex, removable_from }
    pb::StartCaseRequest => StartCase {  }
    pb::HoldDepartureInterviewRequest => HoldDepartureInterview {  }
    pb::PlanTransferRequest => PlanTransfer {  }
    pb::StartForcedTrackRequest => StartForcedTrack { reason }
    pb::ImposeDetentionRequest => ImposeDetention { kind, family_facility, extended }
    pb::LiftDetentionRequest => LiftDetention { reason, reported_by }
    pb::RecordTravelDocumentRequest => RecordTravelDocument { document, valid_until, reported_by }
    pb::GrantSupportRequest => GrantSupport { amount_cents, scheme, adults, minors, present_since, excluded }
    pb::BookFlightRequest => BookFlight { flight_on, charter_id }
    pb::CancelFlightRequest => CancelFlight { reason }
    pb::RecordDepartureRequest => RecordDeparture { outcome, destination }
    pb::CloseLawfulRequest => CloseLawful {  }
    pb::ReopenCaseRequest => ReopenCase {  }
    pb::ExtendDetentionRequest => ExtendDetention {  }
    pb::ReviewDetentionRequest => ReviewDetention { prospect, reported_by }
    pb::RecordDetentionArrivalRequest => RecordDetentionArrival { reported_by }
    pb::ImposeMeasureRequest => ImposeMeasure { kind }
    pb::LiftMeasureRequest => LiftMeasure {  }
    pb::BlockDepartureRequest => BlockDeparture { kind, until, source }
    pb::UnblockDepartureRequest => UnblockDeparture { kind, source }
    pb::ReportAbscondedRequest => ReportAbsconded { reason, accepted_on }
    pb::RecordImprisonmentRequest => RecordImprisonment { accepted_on }
    pb::RecordReappearanceRequest => RecordReappearance {  }
    pb::ImposeEntryBanRequest => ImposeEntryBan { ground }
    pb::ReclaimSupportRequest => ReclaimSupport {  }
    pb::PlanIomDepartureRequest => PlanIomDeparture { reported_by }
    pb::RecordIomDepartureRequest => RecordIomDeparture { destination, reported_by }
    pb::RecordBorderDepartureRequest => RecordBorderDeparture { outcome, destination, reported_by }
    pb::FoundIllegallyRequest => FoundIllegally { reported_by, household_id, nationality, birth_year, sex }
    pb::RefuseEntryRequest => RefuseEntry { reported_by, asks_asylum, family_facility, household_id, nationality, birth_year, sex }
    pb::RecordNonRefoulementCheckRequest => RecordNonRefoulementCheck { safe, reported_by }
    pb::CloseCaseRequest => CloseCase { reason }
}

wire::wire_commands! { crate::domain::charter::CommandKind, charter_id: kernel::CharterId;
    pb::ScheduleCharterRequest => ScheduleCharter { destination, flight_on, seats }
    pb::CancelCharterRequest => CancelCharter { reason }
}
