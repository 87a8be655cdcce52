//! Events on their way into the log and out of it.

use wire::reception as pb;

wire::wire_events! { crate::domain::stay::Event, crate::domain::stay::What, pb { case_id, person, occurred_on }
    "nl.opvangplaatsingen.verwacht.v1" => StayExpected { category, stay_no }
    "nl.opvangplaatsingen.geplaatst.v1" => PersonPlaced { category, location_id, municipality, emergency }
    "nl.opvangplaatsingen.overgeplaatst.v1" => PersonMoved { category, from_location_id, location_id, municipality, emergency }
    "nl.opvangplaatsingen.afwezig.v1" => PersonAbsent {  }
    "nl.opvangplaatsingen.teruggekeerd.v1" => PersonReturned {  }
    "nl.opvangplaatsingen.bewonerscategorie-gewijzigd.v1" => CategoryChanged { from_category, category }
    "nl.opvangplaatsingen.recht-eindigt.v1" => RightEndSet { right_ends_on }
    "nl.opvangplaatsingen.beeindigd.v1" => StayEnded { category, reason, location_id }
    "nl.opvangplaatsingen.overgenomen.v1" => StayImported { category, location_id, municipality, emergency, expected_on, right_ends_on }
}

wire::wire_events! { crate::domain::location::Event, crate::domain::location::What, pb { location_id, occurred_on }
    "nl.opvanglocaties.geopend.v1" => LocationOpened { name, kind, municipality, emergency, places, minors_only, contract_ends_on }
    "nl.opvanglocaties.capaciteit-gewijzigd.v1" => CapacityChanged { emergency, minors_only, from_places, places, contract_ends_on }
    "nl.opvanglocaties.gesloten.v1" => LocationClosed { emergency, minors_only, places }
}
