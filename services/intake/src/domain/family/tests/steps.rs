//! The ways through a family case, step by step, with their dates.

use super::*;

#[test]
fn nareis_from_filed_to_permit_for_the_spouse_of_a_refugee() {
    let mut case = Given::under(law::pact_2026());
    let filed = case.when("2026-07-10", file("2026-07-01", false, Relation::Spouse)).unwrap();
    assert!(matches!(
        filed[..],
        [EventKind::FamilyApplicationFiled { waits_until: None, decision_due_on, .. }]
            if decision_due_on == day("2027-01-11")
    ));
    assert_eq!(case.state(), S::Filed);
    let approved = case.when("2026-09-01", granted(true)).unwrap();
    assert_eq!(
        approved,
        [EventKind::FamilyApplicationDecided { granted: true, objection_due_on: None }]
    );
    assert_eq!(case.state(), S::Approved);
    let visa = case.when("2026-10-01", CommandKind::IssueEntryVisa {}).unwrap();
    assert_eq!(
        visa,
        [EventKind::EntryVisaIssued { valid_until: day("2027-01-04") }],
        "New Year, a Friday"
    );
    assert_eq!(case.state(), S::VisaIssued);
    let arrived = case.when("2026-11-01", arrive()).unwrap();
    assert_eq!(
        arrived,
        [EventKind::FamilyMemberArrived { needs_reception: true, days_since_grant: 123 }],
        "counted as inflow at arrival, with the days since the grant"
    );
    assert_eq!((case.state(), case.case().arrived_on()), (S::Arrived, Some(day("2026-11-01"))));
    case.when("2026-11-20", CommandKind::IssueFamilyPermit {}).unwrap();
    assert_eq!((case.state(), case.case().version), (S::Permit, 5));
}

#[test]
fn nareis_filed_later_than_three_months_after_the_grant_is_refused() {
    let mut case = Given::under(law::pact_2026());
    let late = case.when("2026-10-02", file("2026-07-01", false, Relation::MinorChild));
    assert_eq!(reason(late), "FILED_TOO_LATE");
    assert!(case.case.is_none(), "nothing was filed");
    case.when("2026-10-01", file("2026-07-01", false, Relation::MinorChild)).unwrap();
    let again = case.when("2026-10-01", file("2026-07-01", false, Relation::MinorChild));
    assert_eq!(reason(again), "ALREADY_EXISTS");
    let early = Given::under(law::pact_2026())
        .when("2026-06-30", file("2026-07-01", false, Relation::Spouse));
    assert_eq!(reason(early), "DATE_BEFORE_LAST", "before the grant there is no sponsor");
}

#[test]
fn nareis_incomplete_until_the_facts_have_come() {
    let mut case = Given::filed(false, Relation::MinorChild);
    case.when("2026-07-15", CommandKind::RequestFamilyFacts {}).unwrap();
    assert_eq!(case.state(), S::Incomplete);
    assert_eq!(reason(case.when("2026-07-16", granted(true))), "WRONG_STATE");
    assert_eq!(reason(case.when("2026-07-16", granted(false))), "WRONG_STATE");
    case.when("2026-07-16", sponsor_has(true, true)).unwrap();
    assert_eq!(case.state(), S::Incomplete, "conditions are no facts of the member");
    let come = case.when("2026-08-01", CommandKind::ReceiveFamilyFacts {}).unwrap();
    assert_eq!(come, [EventKind::FamilyFactsReceived { waits_until: None }]);
    assert_eq!(case.state(), S::Filed);
    let mut waits = Given::filed(true, Relation::Spouse);
    waits.when("2026-07-15", CommandKind::RequestFamilyFacts {}).unwrap();
    waits.when("2026-08-01", CommandKind::ReceiveFamilyFacts {}).unwrap();
    assert_eq!(waits.state(), S::WaitingCondition, "facts do not shorten the wait");
    assert_eq!(waits.case().waits_until, Some(day("2028-07-01")));
}

#[test]
fn nareis_waits_two_years_and_for_income_and_a_home_of_the_sponsor() {
    let mut case = Given::filed(true, Relation::Spouse);
    assert_eq!(
        (case.state(), case.case().waits_until),
        (S::WaitingCondition, Some(day("2028-07-01")))
    );
    case.when("2026-08-01", sponsor_has(true, true)).unwrap();
    let stands_in_the_way = |case: &mut Given, on: &str| {
        let refused = case.when(on, granted(true)).unwrap_err();
        assert_eq!(refused.reason, "CONDITION_NOT_MET");
        refused.to_string()
    };
    assert!(stands_in_the_way(&mut case, "2028-06-30").contains("waiting period"));
    case.when("2028-07-01", sponsor_has(false, true)).unwrap();
    assert!(stands_in_the_way(&mut case, "2028-07-01").contains("income"));
    case.when("2028-07-01", sponsor_has(true, false)).unwrap();
    assert!(
        stands_in_the_way(&mut case, "2028-07-01").contains("home"),
        "a reception place is none"
    );
    case.when("2028-07-01", sponsor_has(true, true)).unwrap();
    case.when("2028-07-01", granted(true)).unwrap();
    assert_eq!(case.state(), S::Approved);
}

#[test]
fn nareis_that_waits_can_be_refused_and_a_refusal_needs_no_condition() {
    let mut case = Given::filed(true, Relation::Spouse);
    let refused = case.when("2026-08-03", granted(false)).unwrap();
    assert_eq!(
        refused,
        [EventKind::FamilyApplicationDecided {
            granted: false,
            objection_due_on: Some(day("2026-08-31"))
        }],
        "four weeks to object"
    );
    assert_eq!(case.state(), S::Rejected);
}

#[test]
fn nareis_of_who_is_outside_the_core_family_is_not_eligible_under_the_act() {
    for relation in [Relation::UnmarriedPartner, Relation::AdultChild] {
        for subsidiary in [false, true] {
            let mut case = Given::filed(subsidiary, relation);
            assert_eq!(case.state(), S::Filed, "no wait helps");
            case.when("2026-08-01", sponsor_has(true, true)).unwrap();
            assert_eq!(
                reason(case.when("2029-01-02", granted(true))),
                "NOT_ELIGIBLE",
                "{relation}"
            );
            case.when("2029-01-02", granted(false)).unwrap();
        }
        let mut before = Given::under(law::sept_2025());
        before.when("2025-04-01", file("2025-03-03", true, relation)).unwrap();
        before.when("2025-04-02", granted(true)).unwrap();
    }
}

#[test]
fn nareis_of_parents_of_a_minor_is_a_parameter() {
    let mut case = Given::filed(false, Relation::ParentOfMinor);
    case.when("2026-08-01", granted(true)).unwrap();
    assert_eq!(case.state(), S::Approved);
}

#[test]
fn nareis_under_the_old_law_has_no_wait() {
    let mut case = Given::under(law::sept_2025());
    let filed = case.when("2025-04-01", file("2025-03-03", true, Relation::Spouse)).unwrap();
    assert!(matches!(filed[..], [EventKind::FamilyApplicationFiled { waits_until: None, .. }]));
    case.when("2025-04-02", granted(true)).unwrap();
    assert_eq!(case.state(), S::Approved);
}

#[test]
fn nareis_filed_before_the_act_and_pending_falls_under_it() {
    let filed = |policy| {
        let mut case = Given::under(policy);
        case.when("2026-05-01", file("2026-03-02", true, Relation::Spouse)).unwrap();
        assert_eq!(case.state(), S::Filed, "the old law had no wait");
        case
    };
    let mut pending = filed(law::pact_2026());
    assert_eq!(reason(pending.when("2026-06-12", granted(true))), "CONDITION_NOT_MET");
    pending.when("2026-06-12", CommandKind::RequestFamilyFacts {}).unwrap();
    let come = pending.when("2026-06-15", CommandKind::ReceiveFamilyFacts {}).unwrap();
    assert_eq!(come, [EventKind::FamilyFactsReceived { waits_until: Some(day("2028-03-02")) }]);
    assert_eq!(pending.state(), S::WaitingCondition);
    filed(law::pact_2026()).when("2026-06-11", granted(true)).unwrap();
    filed(law::sept_2025()).when("2026-06-12", granted(true)).unwrap();
}

#[test]
fn nareis_embassy_offers_an_appointment_that_lies_ahead() {
    let offer = |on| CommandKind::OfferVisaAppointment { appointment_on: day(on) };
    let mut case = Given::filed(false, Relation::Spouse);
    assert_eq!(reason(case.when("2026-08-01", offer("2026-09-01"))), "WRONG_STATE");
    case.when("2026-08-03", granted(true)).unwrap();
    assert_eq!(reason(case.when("2026-08-04", offer("2026-08-03"))), "DATE_BEFORE_LAST");
    case.when("2026-08-04", offer("2026-09-01")).unwrap();
    assert_eq!(case.case().visa_appointment_on, Some(day("2026-09-01")));
    assert_eq!(case.state(), S::Approved);
}

#[test]
fn nareis_visa_refused_by_the_embassy_ends_the_case() {
    let mut case = Given::filed(false, Relation::Spouse);
    case.when("2026-08-01", granted(true)).unwrap();
    case.when("2026-09-01", CommandKind::RefuseEntryVisa {}).unwrap();
    assert_eq!(case.state(), S::Rejected);
    assert_eq!(reason(case.when("2026-09-02", CommandKind::IssueEntryVisa {})), "WRONG_STATE");
}

#[test]
fn nareis_lapses_by_the_clock_when_the_visa_is_not_used() {
    let mut case = Given::filed(false, Relation::Spouse);
    case.when("2026-08-03", granted(true)).unwrap();
    assert!(case.wait("2030-01-01").is_empty(), "without a visa nothing expires");
    case.when("2026-09-01", CommandKind::IssueEntryVisa {}).unwrap();
    assert_eq!(case.case().phase, Phase::VisaIssued { valid_until: day("2026-12-01") });
    assert!(case.clone().when("2026-12-01", arrive()).is_ok(), "on its last day");
    assert!(case.wait("2026-12-01").is_empty());
    assert_eq!(case.wait("2026-12-02"), [EventKind::FamilyApplicationLapsed {}]);
    assert_eq!(case.state(), S::Lapsed);
    assert!(case.wait("2026-12-03").is_empty(), "once");
    assert_eq!(reason(case.when("2026-12-03", arrive())), "WRONG_STATE");
}

#[test]
fn nareis_lapses_by_order_when_the_visa_is_not_collected() {
    let mut case = Given::filed(false, Relation::Spouse);
    case.when("2026-08-03", granted(true)).unwrap();
    case.when("2026-11-04", CommandKind::LapseFamilyApplication {}).unwrap();
    assert_eq!(case.state(), S::Lapsed);
}

#[test]
fn nareis_objection_within_four_weeks_is_ruled_on() {
    let refused = || {
        let mut case = Given::filed(false, Relation::Spouse);
        case.when("2026-08-03", granted(false)).unwrap();
        case
    };
    let mut late = refused();
    let object = || CommandKind::ObjectToFamilyDecision {};
    assert_eq!(reason(late.when("2026-09-01", object())), "APPEAL_TOO_LATE");
    for stands in [false, true] {
        let mut case = refused();
        case.when("2026-08-31", object()).unwrap();
        assert_eq!(case.state(), S::Objection);
        assert_eq!(reason(case.when("2026-09-01", object())), "WRONG_STATE");
        case.when("2026-10-01", grounded(!stands)).unwrap();
        if stands {
            assert_eq!(case.state(), S::Rejected);
            assert_eq!(reason(case.when("2026-10-02", object())), "APPEAL_TOO_LATE", "ruled on");
        } else {
            assert_eq!(case.state(), S::Filed, "decided again");
            case.when("2026-10-02", granted(true)).unwrap();
        }
    }
}

#[test]
fn nareis_taken_over_at_the_opening_is_filed_or_approved() {
    for state in S::ALL {
        let as_found = illegal::in_state(*state).case().clone();
        let taken = import(None, &as_found, day("2026-08-10"));
        if matches!(state, S::Filed | S::Approved) {
            let after = evolve(None, &taken.unwrap()[0]);
            assert_eq!((after.state(), after.filed_on), (*state, day("2026-07-10")));
        } else {
            assert_eq!(reason(taken), "NOT_BY_IMPORT", "{state}");
        }
        let twice = import(Some(&as_found), &as_found, day("2026-08-10"));
        assert_eq!(reason(twice), "ALREADY_EXISTS");
    }
}
