//! Housing: an offer that is refused without ground, and a half-year that ends with arrears.

use testkit::{Answer as _, Applicant, TestChain, command, on};
use wire::housing::{
    CloseHalfRequest, HouseTemporarilyRequest, ListRealisationRequest, ListTasksRequest,
    MatchState, RealisationKind, Task,
};
use wire::intake::DecisionOutcome;
use wire::prognosis::ListFlowsRequest;
use wire::reception::{Category, EndReason, StayState};

use crate::corrections::stock;
use crate::steps::*;

/// Persons of a measure of prognosis, all months together.
async fn flow(chain: &TestChain, measure: &str) -> i64 {
    chain.settle().await;
    let asked = ListFlowsRequest { measure_prefix: measure.to_owned(), ..Default::default() };
    let flows = chain.prognosis().list_flows(asked).await.message().flows;
    flows.iter().map(|flow| flow.count).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_refuses_a_home_without_ground_waits_for_no_other() {
    for chain in TestChain::every("2026-07-01").await {
        let mona = Applicant::new("mona");
        let location = open(&chain, "AZC", false).await;
        target(&chain, "2026-II", 31).await;
        interviewed(&chain, &mona, &location).await;
        decide(&chain, &mona, DecisionOutcome::GrantRefugee).await;
        chain.today("2026-07-10").await;
        link(&chain, &mona, ASSEN).await;
        let id = || mona.household.clone();
        let offer =
            || command!(chain, housing.offer_dwelling(OfferDwellingRequest { household_id: id() }));
        let refuse = |grounded: bool| {
            command!(
                chain,
                housing.refuse_offer(RefuseOfferRequest { household_id: id(), grounded })
            )
        };
        offer().await.message();
        assert_eq!(refuse(true).await.message().r#match.unwrap().state(), MatchState::Linked);
        offer().await.message();
        assert_eq!(refuse(false).await.message().r#match.unwrap().state(), MatchState::Refused);
        assert_eq!(offer().await.reason(), "WRONG_STATE");
        chain.settle().await;
        let resident = stay(&chain, &mona).await;
        assert_eq!(
            (resident.state(), resident.category()),
            (StayState::Placed, Category::StatusHolder)
        );
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_half_year_closes_with_arrears_that_carry_over() {
    for chain in TestChain::every("2026-07-01").await {
        let noor = Applicant::new("noor");
        let location = open(&chain, "AZC", false).await;
        let tasks = target(&chain, "2026-II", 31).await;
        assert_eq!(tasks.iter().map(|task| task.target).collect::<Vec<_>>(), [24, 7]);
        interviewed(&chain, &noor, &location).await;
        decide(&chain, &noor, DecisionOutcome::GrantRefugee).await;
        chain.today("2026-07-10").await;
        link(&chain, &noor, GRONINGEN).await;
        chain.today("2026-09-01").await;
        move_in(&chain, &noor).await;

        let close = || CloseHalfRequest {
            request_id: chain.request_id(),
            occurred_on: chain.on(),
            half: "2026-II".to_owned(),
        };
        chain.today("2026-12-31").await;
        let early = chain.housing().close_half(close()).await;
        assert_eq!(early.reason(), "HALF_NOT_OVER");
        chain.today("2027-01-04").await;
        let closed = chain.housing().close_half(close()).await.message();
        // Opening arrears 3, target 31, one person housed.
        assert_eq!((closed.realised, closed.closing), (1, 33));
        let next = target(&chain, "2027-I", 10).await;
        assert_eq!(next.iter().map(|task| task.opening).collect::<Vec<_>>(), [26, 7]);
        let asked = ListTasksRequest { half: "2026-II".to_owned(), ..ListTasksRequest::default() };
        let tasks = chain.housing().list_tasks(asked).await.message().tasks;
        assert!(tasks.iter().all(|task| task.closed));
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_match_is_linked_nowhere() {
    for chain in TestChain::every("2026-07-01").await {
        let pia = Applicant::new("pia");
        let location = open(&chain, "AZC", false).await;
        target(&chain, "2026-II", 31).await;
        interviewed(&chain, &pia, &location).await;
        decide(&chain, &pia, DecisionOutcome::GrantRefugee).await;
        chain.today("2026-07-10").await;
        link(&chain, &pia, ASSEN).await;
        let linked = async || {
            let asked =
                ListTasksRequest { half: "2026-II".to_owned(), ..ListTasksRequest::default() };
            let tasks = chain.housing().list_tasks(asked).await.message().tasks;
            let of = |task: &Task| (task.linked, task.realised);
            tasks.iter().find(|task| task.municipality == ASSEN).map(of).unwrap()
        };
        assert_eq!(linked().await, (1, 0));
        assert_eq!(flow(&chain, "housing.linked").await, 1);
        let cancelled = command!(
            chain,
            housing.cancel_match(CancelMatchRequest {
                household_id: pia.household.clone(),
                reason: wire::housing::MatchCancelReason::LivesWithOthers
            })
        );
        let found = cancelled.await.message().r#match.unwrap();
        assert_eq!((found.state(), found.municipality.as_str()), (MatchState::Cancelled, ""));
        chain.settle().await;
        assert_eq!(linked().await, (0, 0));
        assert_eq!(flow(&chain, "housing.linked").await, 0);
        assert_eq!(stock(&chain, "housing.linked", "all").await, 0);
        let gone = command!(
            chain,
            reception.end_stay(EndStayRequest {
                person_id: pia.person.clone(),
                reason: EndReason::SelfHoused
            })
        );
        gone.await.message();
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_of_a_closed_half_year_is_booked_in_the_open_one_or_refused() {
    for chain in TestChain::every("2026-07-01").await {
        let rosa = Applicant::new("rosa");
        let location = open(&chain, "AZC", false).await;
        target(&chain, "2026-II", 31).await;
        interviewed(&chain, &rosa, &location).await;
        decide(&chain, &rosa, DecisionOutcome::GrantRefugee).await;
        chain.today("2026-07-10").await;
        link(&chain, &rosa, ASSEN).await;
        chain.today("2027-01-04").await;
        let close = CloseHalfRequest {
            request_id: chain.request_id(),
            occurred_on: chain.on(),
            half: "2026-II".to_owned(),
        };
        chain.housing().close_half(close).await.message();
        let moves = async || {
            let asked = HouseTemporarilyRequest {
                request_id: chain.request_id(),
                occurred_on: on("2026-12-20"),
                household_id: rosa.household.clone(),
                kind: RealisationKind::Temporary.into(),
                ..HouseTemporarilyRequest::default()
            };
            chain.housing().house_temporarily(asked).await
        };
        // Its half-year is closed, and no other is open yet.
        assert_eq!(moves().await.reason(), "NO_TARGET");
        target(&chain, "2027-I", 10).await;
        moves().await.message();
        let ledger = ListRealisationRequest {
            household_id: rosa.household.clone(),
            ..ListRealisationRequest::default()
        };
        let entries = chain.housing().list_realisation(ledger).await.message().entries;
        assert_eq!(entries.len(), 1);
        assert_eq!((entries[0].half.as_str(), entries[0].persons), ("2027-I", 1));
        let asked = ListTasksRequest { half: "2027-I".to_owned(), ..ListTasksRequest::default() };
        let tasks = chain.housing().list_tasks(asked).await.message().tasks;
        assert_eq!(tasks.iter().map(|task| task.realised).sum::<i32>(), 1);
        finish(chain).await;
    }
}
