//! What was wrong is put right by counter-events: consumers re-key, nothing is deleted, totals stay right.

use testkit::{Answer as _, Applicant, TestChain, command};
use wire::housing::MatchState;
use wire::intake::{CaseState, DecisionOutcome, FamilyState, ListFamilyCasesRequest, Withdrawal};
use wire::prognosis::{GetChainPictureRequest, ListFlowsRequest};
use wire::reception::{Category, EndReason, GetOccupancyRequest, StayState};
use wire::returns::ReturnState;

use crate::steps::*;

/// Applications of a kind and nationality in prognosis, all months together.
async fn inflow(chain: &TestChain, group: &str) -> i64 {
    chain.settle().await;
    let asked = ListFlowsRequest {
        measure_prefix: "inflow.first".to_owned(),
        group: group.to_owned(),
        ..Default::default()
    };
    let flows = chain.prognosis().list_flows(asked).await.message().flows;
    flows.iter().map(|flow| flow.count).sum()
}

/// Persons of a nationality in a stage of prognosis' picture.
pub async fn stock(chain: &TestChain, stage: &str, group: &str) -> i64 {
    chain.settle().await;
    let asked = GetChainPictureRequest::default();
    let picture = chain.prognosis().get_chain_picture(asked).await.message();
    let of = |stock: &&wire::prognosis::get_chain_picture_response::Stock| {
        stock.stage == stage && stock.group == group
    };
    picture.stocks.iter().filter(of).map(|stock| stock.count).sum()
}

async fn occupancy(chain: &TestChain) -> i64 {
    chain.settle().await;
    let asked = GetOccupancyRequest::default();
    chain.reception().get_occupancy(asked).await.message().published_occupancy
}

async fn merge(chain: &TestChain, kept: &Applicant, merged: &Applicant) {
    let merged = command!(
        chain,
        intake.merge_persons(MergePersonsRequest {
            person_id: kept.person.clone(),
            merged_person_id: merged.person.clone()
        })
    );
    assert_eq!(merged.await.message().cases.len(), 2);
    chain.settle().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_registrations_that_are_one_person_count_once() {
    for chain in TestChain::every("2026-07-01").await {
        let location = open(&chain, "Ter Apel", false).await;
        let (lina, again) = (Applicant::new("lina"), Applicant::new("lina again"));
        for who in [&lina, &again] {
            apply(&chain, who).await;
            place(&chain, who, &location).await;
        }
        assert_eq!((occupancy(&chain).await, inflow(&chain, "SYR").await), (2, 2));
        chain.today("2026-08-03").await;
        merge(&chain, &lina, &again).await;

        let ended = case(&chain, &again.case).await;
        assert_eq!(
            (ended.state(), ended.withdrawal()),
            (CaseState::Withdrawn, Withdrawal::Duplicate)
        );
        assert_eq!(ended.person_id, lina.person, "the case is hers");
        assert_eq!(case(&chain, &lina.case).await.state(), CaseState::Made);
        let duplicate = stay(&chain, &again).await;
        assert_eq!(
            (duplicate.state(), duplicate.end_reason()),
            (StayState::Ended, EndReason::Duplicate)
        );
        assert_eq!(stay(&chain, &lina).await.state(), StayState::Placed);
        assert_eq!((occupancy(&chain).await, inflow(&chain, "SYR").await), (1, 1));
        assert_eq!(stock(&chain, "ind.pending.first", "SYR").await, 1);
        let refused = command!(
            chain,
            intake.merge_persons(MergePersonsRequest {
                person_id: lina.person.clone(),
                merged_person_id: again.person.clone()
            })
        );
        assert_eq!(refused.await.reason(), "SAME_PERSON");
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_of_the_duplicate_alone_goes_to_the_person_that_stays() {
    for chain in TestChain::every("2026-07-01").await {
        let location = open(&chain, "Ter Apel", false).await;
        let (lina, again) = (Applicant::new("lina"), Applicant::new("lina again"));
        apply(&chain, &lina).await;
        apply(&chain, &again).await;
        place(&chain, &again, &location).await;
        merge(&chain, &lina, &again).await;
        assert_eq!(stay(&chain, &again).await.end_reason(), EndReason::Duplicate);
        let kept = stay(&chain, &lina).await;
        assert_eq!((kept.state(), kept.location_id), (StayState::Placed, location));
        assert_eq!(occupancy(&chain).await, 1);
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_nationality_is_corrected_everywhere() {
    for chain in TestChain::every("2026-07-01").await {
        let location = open(&chain, "Ter Apel", false).await;
        let omar = Applicant::new("omar");
        interviewed(&chain, &omar, &location).await;
        chain.today("2026-09-07").await;
        let corrected = command!(
            chain,
            intake.correct_person(CorrectPersonRequest {
                person_id: omar.person.clone(),
                nationality: "IRQ",
                birth_year: 1991,
                sex: wire::common::Sex::Male
            })
        );
        let cases = corrected.await.message().cases;
        assert_eq!((cases[0].nationality.as_str(), cases[0].birth_year), ("IRQ", 1991));
        assert_eq!((inflow(&chain, "SYR").await, inflow(&chain, "IRQ").await), (0, 1));
        for (group, persons) in [("SYR", 0), ("IRQ", 1)] {
            assert_eq!(stock(&chain, "ind.pending.first", group).await, persons, "{group}");
            assert_eq!(stock(&chain, "coa.applicant", group).await, persons, "{group}");
        }
        assert_eq!(stay(&chain, &omar).await.nationality, "IRQ");
        decide(&chain, &omar, DecisionOutcome::RejectUnfounded).await;
        assert_eq!(departure(&chain, &omar).await.nationality, "IRQ");
        let same = command!(
            chain,
            intake.correct_person(CorrectPersonRequest {
                person_id: omar.person.clone(),
                nationality: "IRQ",
                birth_year: 1991,
                sex: wire::common::Sex::Male
            })
        );
        assert_eq!(same.await.reason(), "NOTHING_CHANGED");
        finish(chain).await;
    }
}

async fn retract(chain: &TestChain, who: &Applicant) {
    let retracted = command!(
        chain,
        intake.retract_decision(RetractDecisionRequest {
            case_id: who.case.clone(),
            reason: "the file was another's"
        })
    );
    assert_eq!(retracted.await.message().case.unwrap().state(), CaseState::Interviewed);
    chain.settle().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grant_that_is_withdrawn_makes_an_applicant_again() {
    for chain in TestChain::every("2026-07-01").await {
        let location = open(&chain, "Ter Apel", false).await;
        let who = Applicant::new("dara");
        interviewed(&chain, &who, &location).await;
        decide(&chain, &who, DecisionOutcome::GrantRefugee).await;
        assert_eq!(stay(&chain, &who).await.category(), Category::StatusHolder);
        retract(&chain, &who).await;
        assert_eq!(stay(&chain, &who).await.category(), Category::Applicant);
        assert_eq!(home(&chain, &who).await.state(), MatchState::Cancelled);
        assert_eq!(stock(&chain, "ind.pending.first", "SYR").await, 1);
        decide(&chain, &who, DecisionOutcome::GrantRefugee).await;
        assert_eq!(home(&chain, &who).await.state(), MatchState::Screening);
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejection_that_is_withdrawn_closes_the_departure_case() {
    for chain in TestChain::every("2026-07-01").await {
        let location = open(&chain, "Ter Apel", false).await;
        let who = Applicant::new("dara");
        interviewed(&chain, &who, &location).await;
        decide(&chain, &who, DecisionOutcome::RejectUnfounded).await;
        assert_eq!(departure(&chain, &who).await.state(), ReturnState::Announced);
        retract(&chain, &who).await;
        let closed = departure(&chain, &who).await.state();
        assert!(!matches!(closed, ReturnState::Announced | ReturnState::Transferred), "{closed:?}");
        assert_eq!(stay(&chain, &who).await.category(), Category::Applicant);
        finish(chain).await;
    }
}

/// A family member of `sponsor` is asked for.
async fn file(chain: &TestChain, member: &Applicant, sponsor: &Applicant) {
    let filed = command!(
        chain,
        intake.file_family_application(FileFamilyApplicationRequest {
            case_id: member.case.clone(),
            person_id: member.person.clone(),
            sponsor_case_id: sponsor.case.clone(),
            relation: wire::intake::Relation::MinorChild,
            nationality: "SYR",
            birth_year: 2015,
            sex: wire::common::Sex::Male
        })
    );
    assert_eq!(filed.await.message().family_case.unwrap().state(), FamilyState::Filed);
}

/// A family member is approved and comes.
async fn arrive(chain: &TestChain, member: &Applicant, needs_reception: bool) {
    let case_id = || member.case.clone();
    let decided = command!(
        chain,
        intake.decide_family_application(DecideFamilyApplicationRequest {
            case_id: case_id(),
            granted: true
        })
    );
    decided.await.message();
    let visa =
        command!(chain, intake.issue_entry_visa(IssueEntryVisaRequest { case_id: case_id() }));
    visa.await.message();
    let arrived = command!(
        chain,
        intake.record_family_arrival(RecordFamilyArrivalRequest {
            case_id: case_id(),
            needs_reception
        })
    );
    arrived.await.message();
    chain.settle().await;
}

/// A sponsor was registered twice: family cases, beds and homes follow the registration that stays.
#[tokio::test(flavor = "multi_thread")]
async fn family_follows_a_sponsor_who_was_registered_twice() {
    for housed in [false, true] {
        for chain in TestChain::every("2026-07-01").await {
            let location = open(&chain, "Ter Apel", false).await;
            let (lina, again) = (Applicant::new("lina"), Applicant::new("lina again"));
            apply(&chain, &lina).await;
            let withdrawn = command!(
                chain,
                intake.withdraw_application(WithdrawApplicationRequest {
                    case_id: lina.case.clone(),
                    withdrawal: Withdrawal::Explicit
                })
            );
            withdrawn.await.message();
            interviewed(&chain, &again, &location).await;
            decide(&chain, &again, DecisionOutcome::GrantRefugee).await;
            let permit = command!(
                chain,
                intake.issue_permit(IssuePermitRequest { case_id: again.case.clone() })
            );
            permit.await.message();
            let [here, there] = ["sami", "noor"].map(Applicant::new);
            file(&chain, &here, &again).await;
            file(&chain, &there, &again).await;
            arrive(&chain, &here, !housed).await;
            if housed {
                target(&chain, "2026-II", 31).await;
                link(&chain, &again, GRONINGEN).await;
                move_in(&chain, &again).await;
            } else {
                place(&chain, &here, &location).await;
            }
            assert_eq!(home(&chain, &again).await.person_ids.len(), 2);

            merge(&chain, &lina, &again).await;
            let asked = ListFamilyCasesRequest::default();
            let cases = chain.intake().list_family_cases(asked).await.message().family_cases;
            assert_eq!(cases.len(), 2);
            for case in cases {
                assert_eq!(case.household_id, lina.household, "the case follows the sponsor");
            }
            if !housed {
                let sami = stay(&chain, &here).await;
                assert_eq!(sami.state(), StayState::Placed);
                assert_eq!(sami.household_id, lina.household);
                assert_eq!(home(&chain, &again).await.state(), MatchState::Cancelled);
            }
            arrive(&chain, &there, false).await;
            // Who was housed stays where the house is, and whoever comes later comes there.
            let home = home(&chain, if housed { &again } else { &lina }).await;
            assert_eq!(home.person_ids.len(), 3, "{home:?}");
            assert!(home.person_ids.contains(&lina.person));
            assert_eq!(home.state() == MatchState::Housed, housed);
            finish(chain).await;
        }
    }
}
