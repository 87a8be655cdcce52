//! Events on their way into the log and out of it.

use wire::housing as pb;

wire::wire_events! { crate::domain::matching::Event, crate::domain::matching::EventKind, pb { household_id, occurred_on }
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

wire::wire_list! {
    crate::domain::task::Division => pb::MunicipalTarget;
    crate::domain::spreading::Shares => pb::SpreadingShare;
}

wire::wire_events! { crate::domain::task::Event, crate::domain::task::EventKind, pb { half, occurred_on }
    TargetSet { national, municipalities, announced_late }
    TaskTransferred { from_municipality, to_municipality, persons }
    RealisationBooked { municipality, household_id, persons, kind, entry_id, corrects, reason }
    ContributionBooked { municipality, household_id, persons, amount_cents, entry_id }
    HalfClosed { national, realised, closing }
}

wire::wire_events! { crate::domain::supervision::Event, crate::domain::supervision::EventKind, pb { municipality, occurred_on }
    SupervisionStepChanged { half, from_step, step, reason, closing, excusable, plan_due_on, last_term_on }
    ImprovementPlanRecorded { valid_until }
}

wire::wire_events! { crate::domain::spreading::Event, crate::domain::spreading::EventKind, pb { cycle, occurred_on }
    CapacityEstimated { places, minors, late, shares }
    ProvincialReportRecorded { province, late, shares }
    DistributionDecided { late, realise_by, shares }
    PlacesRecorded { municipality, entry_id, places, counts, grant_cents, corrects }
}
