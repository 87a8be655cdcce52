//! Events on their way into the log and out of it.

use wire::reception as pb;

wire::wire_events! { crate::domain::stay::Event, crate::domain::stay::EventKind, pb { case_id, person, occurred_on }
    StayExpected { category, stay_no, entry }
    PersonPlaced { category, location_id, municipality, emergency, kind, place_until, proposal_overruled_reason, no_guardian_reason }
    PersonMoved { category, from_location_id, location_id, municipality, emergency, kind, place_until, reason }
    PersonAbsent {  }
    PersonReturned {  }
    CategoryChanged { from_category, category, majority }
    RightEndSet { right_ends_on, ground, moratorium }
    StayEnded { category, reason, location_id }
    StayImported { category, location_id, municipality, emergency, expected_on, right_ends_on, kind }
    PlacementFailed { category }
    NeedsRecorded { needs }
    MeasureImposed { measure, ends_on, area_order, withheld_percent, skip_reason }
    MeasureLifted { measure, reason }
    StayCorrected { from_nationality, from_birth_year, from_sex }
}

wire::wire_events! { crate::domain::location::Event, crate::domain::location::EventKind, pb { location_id, occurred_on }
    LocationPlanned { name, kind, municipality, emergency, places, minors_only, opens_on }
    LocationContracted { places, opens_on, contract_ends_on }
    LocationOpened { name, kind, municipality, emergency, places, minors_only, contract_ends_on, operator, room_places, offers, only_sex, convertible, small_because }
    CapacityChanged { emergency, minors_only, from_places, places, contract_ends_on, unavailable, unavailable_reason }
    ClosingAnnounced { closes_on }
    LocationClosed { emergency, minors_only, places }
    LocationConverted { places }
}

wire::wire_events! { crate::domain::guardianship::Event, crate::domain::guardianship::EventKind, pb { person, occurred_on }
    GuardianshipRequested {  }
    GuardianProvided {  }
    GuardianAppointed {  }
    MinorMissing { police_by }
    GuardianshipEnded { reason }
}
