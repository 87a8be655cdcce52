//! Housing: an offer that is refused without ground, and a half-year that ends with arrears.

use testkit::{Answer as _, Applicant, TestChain, order};
use wire::housing::{CloseHalfRequest, ListTasksRequest, MatchState};
use wire::intake::DecisionOutcome;
use wire::reception::{Category, StayState};

use crate::steps::*;

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
            || order!(chain, housing.offer_dwelling(OfferDwellingRequest { household_id: id() }));
        let refuse = |grounded: bool| {
            order!(chain, housing.refuse_offer(RefuseOfferRequest { household_id: id(), grounded }))
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
