//! Requests into commands: the first error of every field is reported.

use wire::returns as pb;

wire::wire_orders! { crate::domain::case::Action, person_id
    pb::TransferFileRequest => TransferFile { origin, case_id, household_id, nationality, birth_year, sex }
    pb::StartCaseRequest => StartCase {  }
    pb::HoldDepartureInterviewRequest => HoldDepartureInterview {  }
    pb::PlanTransferRequest => PlanTransfer {  }
    pb::StartForcedTrackRequest => StartForcedTrack {  }
    pb::ImposeDetentionRequest => ImposeDetention {  }
    pb::LiftDetentionRequest => LiftDetention {  }
    pb::RecordTravelDocumentRequest => RecordTravelDocument { document }
    pb::GrantSupportRequest => GrantSupport { amount_cents }
    pb::BookFlightRequest => BookFlight { flight_on }
    pb::CancelFlightRequest => CancelFlight {  }
    pb::RecordDepartureRequest => RecordDeparture { outcome }
    pb::CloseLawfulRequest => CloseLawful {  }
    pb::ReopenCaseRequest => ReopenCase {  }
}
