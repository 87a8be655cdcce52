//! Events on their way into the log and out of it.

use wire::housing as pb;

wire::wire_events! { crate::domain::matching::Event, crate::domain::matching::What, pb { household_id, occurred_on }
    "nl.huisvestingskoppelingen.profiel-gestart.v1" => MatchStarted { person_ids, link_due_on, housed_due_on }
    "nl.huisvestingskoppelingen.profiel-gereed.v1" => ProfileCompleted {  }
    "nl.huisvestingskoppelingen.gekoppeld.v1" => HouseholdLinked { municipality, persons }
    "nl.huisvestingskoppelingen.koppeling-teruggegeven.v1" => LinkReturned { municipality, persons, reason }
    "nl.huisvestingskoppelingen.woning-aangeboden.v1" => DwellingOffered {  }
    "nl.huisvestingskoppelingen.contract-getekend.v1" => OfferAccepted {  }
    "nl.huisvestingskoppelingen.geweigerd.v1" => OfferRefused { grounded }
    "nl.huisvestingskoppelingen.tijdelijk-gehuisvest.v1" => HouseholdTemporarilyHoused { municipality, person_ids, kind, days_since_grant }
    "nl.huisvestingskoppelingen.gehuisvest.v1" => HouseholdHoused { municipality, person_ids, kind, counted, days_since_grant }
    "nl.huisvestingskoppelingen.huishouden-gewijzigd.v1" => HouseholdChanged { person_id, joined, persons }
    "nl.huisvestingskoppelingen.koppeltermijn-overschreden.v1" => LinkOverdue {  }
    "nl.huisvestingskoppelingen.huisvestingstermijn-overschreden.v1" => HousingOverdue {  }
    "nl.huisvestingskoppelingen.vervallen.v1" => MatchCancelled { reason }
    "nl.huisvestingskoppelingen.overgenomen.v1" => MatchImported { person_ids, state, granted_on, link_due_on, housed_due_on, municipality }
}
