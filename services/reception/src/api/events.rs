//! Events on their way into the log and out of it.

use wire::reception as pb;

wire::wire_events! { crate::domain::stay::Event, crate::domain::stay::What, pb { case_id, person, occurred_on }
    "nl.opvangplaatsingen.verwacht.v1" => StayExpected { category, stay_no, entry }
    "nl.opvangplaatsingen.geplaatst.v1" => PersonPlaced { category, location_id, municipality, emergency, kind, place_until, proposal_overruled_reason, no_guardian_reason }
    "nl.opvangplaatsingen.overgeplaatst.v1" => PersonMoved { category, from_location_id, location_id, municipality, emergency, kind, place_until, reason }
    "nl.opvangplaatsingen.afwezig.v1" => PersonAbsent {  }
    "nl.opvangplaatsingen.teruggekeerd.v1" => PersonReturned {  }
    "nl.opvangplaatsingen.bewonerscategorie-gewijzigd.v1" => CategoryChanged { from_category, category, majority }
    "nl.opvangplaatsingen.recht-eindigt.v1" => RightEndSet { right_ends_on, ground, moratorium }
    "nl.opvangplaatsingen.beeindigd.v1" => StayEnded { category, reason, location_id }
    "nl.opvangplaatsingen.overgenomen.v1" => StayImported { category, location_id, municipality, emergency, expected_on, right_ends_on, kind }
    "nl.opvangplaatsingen.plaatsing-mislukt.v1" => PlacementFailed { category }
    "nl.opvangplaatsingen.behoeften-vastgesteld.v1" => NeedsRecorded { needs }
    "nl.opvangplaatsingen.maatregel-opgelegd.v1" => MeasureImposed { measure, ends_on, area_order, withheld_percent, skip_reason }
    "nl.opvangplaatsingen.maatregel-opgeheven.v1" => MeasureLifted { measure, reason }
    "nl.opvangplaatsingen.persoon-gecorrigeerd.v1" => StayCorrected { from_nationality, from_birth_year, from_sex }
}

wire::wire_events! { crate::domain::location::Event, crate::domain::location::What, pb { location_id, occurred_on }
    "nl.opvanglocaties.gepland.v1" => LocationPlanned { name, kind, municipality, emergency, places, minors_only, opens_on }
    "nl.opvanglocaties.gecontracteerd.v1" => LocationContracted { places, opens_on, contract_ends_on }
    "nl.opvanglocaties.geopend.v1" => LocationOpened { name, kind, municipality, emergency, places, minors_only, contract_ends_on, operator, room_places, offers, only_sex, convertible, small_because }
    "nl.opvanglocaties.capaciteit-gewijzigd.v1" => CapacityChanged { emergency, minors_only, from_places, places, contract_ends_on, unavailable, unavailable_reason }
    "nl.opvanglocaties.sluiting-aangekondigd.v1" => ClosingAnnounced { closes_on }
    "nl.opvanglocaties.gesloten.v1" => LocationClosed { emergency, minors_only, places }
    "nl.opvanglocaties.omgezet.v1" => LocationConverted { places }
}

wire::wire_events! { crate::domain::guardianship::Event, crate::domain::guardianship::What, pb { person, occurred_on }
    "nl.voogdij.aangevraagd.v1" => GuardianshipRequested {  }
    "nl.voogdij.voorlopig-voorzien.v1" => GuardianProvided {  }
    "nl.voogdij.benoemd.v1" => GuardianAppointed {  }
    "nl.voogdij.minderjarige-vermist.v1" => MinorMissing { police_by }
    "nl.voogdij.beeindigd.v1" => GuardianshipEnded { reason }
}
