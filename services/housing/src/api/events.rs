//! Events on their way into the log and out of it.

use wire::housing as pb;

wire::wire_events! { crate::domain::matching::Event, crate::domain::matching::What, pb { household_id, occurred_on }
    MatchStarted { person_ids, link_due_on, housed_due_on, majority_on }
    ProfileCompleted { family_municipality, medical_region, occupation_municipality, labour_region, network_municipality, current_municipality, expected_members }
    HouseholdLinked { municipality, persons, overruled_reason }
    LinkReturned { municipality, persons, reason }
    DwellingOffered { priority }
    OfferAccepted {  }
    OfferRefused { grounded }
    HouseholdTemporarilyHoused { municipality, person_ids, kind, days_since_grant, counted_ids, until }
    HouseholdHoused { municipality, person_ids, kind, counted_ids, days_since_grant }
    HouseholdChanged { person_id, joined, persons, counted }
    LinkOverdue {  }
    HousingOverdue {  }
    MatchCancelled { reason, municipality, persons }
    MatchImported { person_ids, state, granted_on, link_due_on, housed_due_on, municipality }
    HouseholdRelinked { from_municipality, municipality, persons, reason }
    HouseholdMoved { from_municipality, municipality }
    CameOfAge { link_due_on, housed_due_on }
    MinorityCorrected { majority_on, link_due_on, housed_due_on, state }
    MembersMerged { merged_person_id, person_id, stays, persons, uncounted, referred_by }
    TemporaryStayOverdue {  }
}
