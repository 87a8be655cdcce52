//! Requests into commands: the first error of every field is reported.

use wire::reception as pb;

wire::wire_orders! { crate::domain::stay::Action, person_id
    pb::PlacePersonRequest => PlacePerson { location_id }
    pb::MovePersonRequest => MovePerson { location_id }
    pb::ReportAbsenceRequest => ReportAbsence {  }
    pb::ReportReturnRequest => ReportReturn {  }
    pb::ConfirmGoneRequest => ConfirmGone {  }
    pb::EndStayRequest => EndStay { reason }
}

wire::wire_orders! { crate::domain::location::Action, location_id
    pb::ChangeCapacityRequest => ChangeCapacity { places, contract_ends_on }
    pb::CloseLocationRequest => CloseLocation {  }
}
