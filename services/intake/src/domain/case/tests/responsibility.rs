//! Dublin III and AMMR: who is asked until when, silence, missed terms, G3.

use super::*;

fn hit(claim: Claim, hit: bool, detained: bool) -> CommandKind {
    CommandKind::RecordHit { member_state: "DEU".to_owned(), claim, hit, detained }
}

#[test]
fn golden_case_g3_responsibility() {
    let mut case = Given::made("2026-07-01");
    case.when("2026-07-06", CommandKind::RegisterApplication {}).unwrap();
    case.when("2026-07-07", hit(Claim::TakeBack, true, false)).unwrap();
    assert_eq!(case.case().responsibility(), ask_until("2026-07-21"), "notification by");
    case.when("2026-07-21", ask_germany(true)).unwrap();
    assert_eq!(case.case().responsibility(), reply_until("2026-08-04"));
    assert!(case.wait("2026-08-04").is_empty());
    let silent = case.wait("2026-08-05");
    assert!(matches!(
        silent[..],
        [EventKind::ResponsibilityAnswered { accepted: true, silent: true, transfer_decision_due_on: Some(due), .. }]
            if due == day("2026-08-18")
    ));
    assert_eq!(case.case().accepted_on(), Some(day("2026-08-04")));
    let decided =
        case.when("2026-08-18", decision(DecisionOutcome::NotProcessedResponsibility)).unwrap();
    assert!(matches!(
        decided[..],
        [EventKind::ApplicationDecided { transfer_due_on: Some(due), departure_days: 0, .. }]
            if due == day("2027-02-04")
    ));
    // Returns tells when the extended term of 2029-12-03 is over.
    let lapsed = responsibility_lapsed(law::pact_2026(), case.case(), day("2029-12-04"));
    case.take(&lapsed);
    assert_eq!(case.case().state(), CaseState::Routed);
}

/// A decision to transfer, before the application was lodged.
fn transferred() -> Given {
    let mut case = Given::made("2026-07-01");
    case.when("2026-07-06", CommandKind::RegisterApplication {}).unwrap();
    case.when("2026-07-07", hit(Claim::TakeBack, true, false)).unwrap();
    case.when("2026-07-08", ask_germany(true)).unwrap();
    case.wait("2026-08-05");
    case.when("2026-08-18", decision(DecisionOutcome::NotProcessedResponsibility)).unwrap();
    case
}

#[test]
fn who_is_not_transferred_after_all_lodges_the_application() {
    let mut case = transferred();
    case.when("2026-08-20", CommandKind::RetractDecision { reason: "error".to_owned() }).unwrap();
    assert_eq!(case.case().state(), CaseState::Registered);
    assert!(case.wait("2026-12-01").is_empty(), "the term to lodge is long over, and runs no more");
    case.when("2026-12-01", lodge()).unwrap();
    assert_eq!(case.case().application.lodged_on(), Some(day("2026-12-01")));
}

#[test]
fn a_duplicate_is_not_taken_up_when_the_transfer_lapses() {
    let mut case = transferred();
    let merged = duplicate(law::pact_2026(), case.case(), day("2026-08-20"));
    case.take(&merged);
    assert_eq!(case.case().state(), CaseState::Withdrawn);
    let lapsed = responsibility_lapsed(law::pact_2026(), case.case(), day("2027-02-05"));
    assert!(lapsed.is_empty());
}

/// The clocks of AMMR: claim, hit, detained; last day to ask, last day to answer.
#[test]
fn ammr_clocks() {
    for (claim, eurodac, detained, ask_by, answered_by) in [
        (Claim::TakeCharge, false, false, "2026-09-07", "2026-08-10"),
        (Claim::TakeCharge, true, false, "2026-08-10", "2026-07-23"),
        (Claim::TakeCharge, true, true, "2026-07-20", "2026-07-16"),
        (Claim::TakeBack, true, false, "2026-07-23", "2026-07-23"),
    ] {
        let mut case = Given::lodged("2026-07-06", "2026-07-06", "2026-07-08");
        case.when("2026-07-09", hit(claim, eurodac, detained)).unwrap();
        assert_eq!(case.case().responsibility(), ask_until(ask_by), "{claim} {eurodac} {detained}");
        let ask = CommandKind::StartResponsibilityCheck {
            member_state: None,
            eurodac_hit: eurodac,
            detained,
        };
        case.when("2026-07-09", ask).unwrap();
        assert_eq!(
            case.case().responsibility(),
            reply_until(answered_by),
            "{claim} {eurodac} {detained}"
        );
    }
}

/// The clocks of Dublin III, which also hold for the first weeks of the pact.
#[test]
fn dublin_clocks() {
    for (claim, eurodac, ask_by, answered_by) in [
        (Claim::TakeCharge, false, "2025-04-08", "2025-03-10"),
        (Claim::TakeCharge, true, "2025-03-10", "2025-03-10"),
        (Claim::TakeBack, false, "2025-04-08", "2025-02-10"),
        (Claim::TakeBack, true, "2025-03-10", "2025-01-23"),
    ] {
        let mut case = Given::lodged("2025-01-06", "2025-01-06", "2025-01-08");
        case.when("2025-01-09", hit(claim, eurodac, false)).unwrap();
        assert_eq!(case.case().responsibility(), ask_until(ask_by), "{claim} {eurodac}");
        case.when("2025-01-09", ask_germany(eurodac)).unwrap();
        assert_eq!(case.case().responsibility(), reply_until(answered_by), "{claim} {eurodac}");
    }
    let mut june = Given::lodged("2026-06-15", "2026-06-15", "2026-06-16");
    june.when("2026-06-17", hit(Claim::TakeBack, true, false)).unwrap();
    assert_eq!(
        june.case().responsibility(),
        ask_until("2026-08-17"),
        "registered before 1 July 2026"
    );
}

#[test]
fn a_state_that_is_not_asked_in_time_is_not_responsible_but_a_take_back_stays_possible() {
    let mut charge = Given::lodged("2026-07-06", "2026-07-06", "2026-07-08");
    charge.when("2026-07-09", hit(Claim::TakeCharge, true, false)).unwrap();
    assert_eq!(reason(charge.when("2026-08-11", ask_germany(true))), "CLAIM_TOO_LATE");
    let lapsed = charge.wait("2026-08-11");
    assert!(matches!(lapsed[..], [EventKind::ClaimLapsed { decision_due_on: None, .. }]));
    assert_eq!((charge.case().phase, charge.case().responsibility()), (Phase::Lodged, None));

    let mut back = Given::lodged("2026-07-06", "2026-07-06", "2026-07-08");
    back.when("2026-07-09", hit(Claim::TakeBack, true, false)).unwrap();
    assert!(back.wait("2026-09-01").is_empty());
    back.when("2026-09-01", ask_germany(true)).unwrap();
}

#[test]
fn the_legacy_decision_term_begins_when_the_netherlands_is_responsible() {
    let mut refused = Given::lodged("2025-01-06", "2025-01-06", "2025-01-08");
    assert_eq!(refused.case().decision_due_on, Some(day("2025-07-08")));
    refused.when("2025-01-09", ask_germany(true)).unwrap();
    refused.when("2025-01-20", CommandKind::RecordResponsibilityReply { accepted: false }).unwrap();
    assert_eq!(refused.case().decision_due_on, Some(day("2025-07-21")));
    refused.when("2025-01-21", assign(Track::Legacy4General)).unwrap();
    assert_eq!(refused.case().decision_due_on, Some(day("2025-07-21")), "routing keeps it");

    let mut lapsed = Given::lodged("2025-01-06", "2025-01-06", "2025-01-08");
    lapsed.when("2025-01-09", hit(Claim::TakeCharge, true, false)).unwrap();
    lapsed.wait("2025-03-11");
    assert_eq!(
        lapsed.case().decision_due_on,
        Some(day("2025-09-10")),
        "from the end of the claim term"
    );
}

#[test]
fn who_has_accepted_cannot_answer_again() {
    let mut case = Given::lodged("2026-07-06", "2026-07-06", "2026-07-08");
    case.when("2026-07-09", ask_germany(true)).unwrap();
    case.when("2026-07-10", CommandKind::RecordResponsibilityReply { accepted: true }).unwrap();
    let again = case.when("2026-07-11", CommandKind::RecordResponsibilityReply { accepted: false });
    assert_eq!(reason(again), "WRONG_STATE");
    assert_eq!(reason(case.when("2026-07-11", assign(Track::PactRegular))), "WRONG_STATE");
}

#[test]
fn without_a_hit_the_term_to_ask_runs_from_registration() {
    let mut case = Given::lodged("2026-07-06", "2026-07-06", "2026-07-08");
    assert_eq!(reason(case.when("2026-09-08", ask_germany(false))), "CLAIM_TOO_LATE");
    case.when("2026-09-07", ask_germany(false)).unwrap();
}

#[test]
fn nothing_is_routed_before_it_is_lodged() {
    let mut case = Given::made("2026-07-06");
    case.when("2026-07-06", CommandKind::RegisterApplication {}).unwrap();
    case.when("2026-07-07", ask_germany(true)).unwrap();
    assert_eq!(reason(case.when("2026-07-08", assign(Track::PactRegular))), "WRONG_STATE");
}
