//! Requests into commands: the first error of every field is reported.

use wire::returns as pb;

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
