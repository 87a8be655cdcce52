//! Events on their way into the log and out of it.

use wire::housing as pb;

wire::wire_events! { crate::domain::matching::Event, crate::domain::matching::What, pb { household_id, occurred_on }
    "nl.huisvestingskoppelingen.profiel-gestart.v1" => MatchStarted { person_ids, link_due_on, housed_due_on, majority_on }
    "nl.huisvestingskoppelingen.profiel-gereed.v1" => ProfileCompleted { family_municipality, medical_region, occupation_municipality, labour_region, network_municipality, current_municipality, expected_members }
    "nl.huisvestingskoppelingen.gekoppeld.v1" => HouseholdLinked { municipality, persons, overruled_reason }
    "nl.huisvestingskoppelingen.koppeling-teruggegeven.v1" => LinkReturned { municipality, persons, reason }
    "nl.huisvestingskoppelingen.woning-aangeboden.v1" => DwellingOffered { priority }
    "nl.huisvestingskoppelingen.contract-getekend.v1" => OfferAccepted {  }
    "nl.huisvestingskoppelingen.geweigerd.v1" => OfferRefused { grounded }
    "nl.huisvestingskoppelingen.tijdelijk-gehuisvest.v1" => HouseholdTemporarilyHoused { municipality, person_ids, kind, days_since_grant, counted_ids, until }
    "nl.huisvestingskoppelingen.gehuisvest.v1" => HouseholdHoused { municipality, person_ids, kind, counted_ids, days_since_grant }
    "nl.huisvestingskoppelingen.huishouden-gewijzigd.v1" => HouseholdChanged { person_id, joined, persons, counted }
    "nl.huisvestingskoppelingen.koppeltermijn-overschreden.v1" => LinkOverdue {  }
    "nl.huisvestingskoppelingen.huisvestingstermijn-overschreden.v1" => HousingOverdue {  }
    "nl.huisvestingskoppelingen.vervallen.v1" => MatchCancelled { reason, municipality, persons }
    "nl.huisvestingskoppelingen.overgenomen.v1" => MatchImported { person_ids, state, granted_on, link_due_on, housed_due_on, municipality }
    "nl.huisvestingskoppelingen.omgekoppeld.v1" => HouseholdRelinked { from_municipality, municipality, persons, reason }
    "nl.huisvestingskoppelingen.verhuisd.v1" => HouseholdMoved { from_municipality, municipality }
    "nl.huisvestingskoppelingen.meerderjarig.v1" => CameOfAge { link_due_on, housed_due_on }
    "nl.huisvestingskoppelingen.minderjarigheid-gecorrigeerd.v1" => MinorityCorrected { majority_on, link_due_on, housed_due_on, state }
    "nl.huisvestingskoppelingen.samengevoegd.v1" => MembersMerged { merged_person_id, person_id, stays, persons, uncounted, referred_by }
    "nl.huisvestingskoppelingen.tijdelijk-verblijf-overschreden.v1" => TemporaryStayOverdue {  }
}
