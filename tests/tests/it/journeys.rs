//! Journeys through more than one service that are no golden case, or parts of one (G3, G4).

use testkit::{Answer as _, Applicant, TestChain, command};
use wire::intake::{AppealRuling, CaseState, DecisionOutcome, Track, Withdrawal};
use wire::reception::{Category, EndReason, StayState};
use wire::returns::{BlockKind, DepartureOutcome, FileOrigin, ReturnState};

use crate::steps::*;

#[tokio::test(flavor = "multi_thread")]
async fn unaccompanied_minors_live_apart() {
    for chain in TestChain::every("2026-07-01").await {
        let (adults, minors) = (open(&chain, "COL", false).await, open(&chain, "AMV", true).await);
        let dina = Applicant { minor: true, birth_year: 2011, ..Applicant::new("dina") };
        let emil = Applicant::new("emil");
        apply(&chain, &dina).await;
        apply(&chain, &emil).await;
        assert_eq!(stay(&chain, &dina).await.category(), Category::UnaccompaniedMinor);
        for (who, wrong) in [(&dina, &adults), (&emil, &minors)] {
            let placed = command!(
                chain,
                reception.place_person(PlacePersonRequest {
                    person_id: who.person.clone(),
                    location_id: wrong.clone()
                })
            );
            assert_eq!(placed.await.reason(), "MINORS_APART");
        }
        place(&chain, &dina, &minors).await;
        place(&chain, &emil, &adults).await;

        // G4: a grant does not move the minor among the adults.
        chain.today("2026-07-08").await;
        register(&chain, &dina).await;
        lodge(&chain, &dina).await;
        route(&chain, &dina, Track::PactRegular).await;
        interview(&chain, &dina).await;
        decide(&chain, &dina, DecisionOutcome::GrantRefugee).await;
        let resident = stay(&chain, &dina).await;
        assert_eq!(resident.category(), Category::UnaccompaniedMinor);
        assert_eq!(resident.location_id, minors);
        assert_eq!(home(&chain, &dina).await.person_ids, std::slice::from_ref(&dina.person));
        finish(chain).await;
    }
}

/// Lodges in 2025, and another member state accepts.
async fn accepted(chain: &TestChain, who: &Applicant) {
    let location = open(chain, "COL", false).await;
    apply(chain, who).await;
    place(chain, who, &location).await;
    register(chain, who).await;
    chain.today("2025-03-10").await;
    is(lodge(chain, who).await.decision_due_on, "2025-09-10");
    chain.today("2025-03-14").await;
    let check = command!(
        chain,
        intake.start_responsibility_check(StartResponsibilityCheckRequest {
            case_id: who.case.clone(),
            member_state: "DEU",
            eurodac_hit: true
        })
    );
    let checked = check.await.message().case.unwrap();
    assert_eq!(checked.state(), CaseState::ResponsibilityCheck);
    let early = command!(
        chain,
        intake.decide_application(DecideApplicationRequest {
            case_id: who.case.clone(),
            outcome: DecisionOutcome::NotProcessedResponsibility
        })
    );
    assert_eq!(early.await.reason(), "NOT_RESPONSIBLE");
    chain.today("2025-03-28").await;
    let reply = command!(
        chain,
        intake.record_responsibility_reply(RecordResponsibilityReplyRequest {
            case_id: who.case.clone(),
            accepted: true
        })
    );
    reply.await.message();
    chain.today("2025-04-14").await;
    let case = decide(chain, who, DecisionOutcome::NotProcessedResponsibility).await;
    is(case.appeal_due_on, "2025-04-22"); // one week later is Easter Monday
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dublin_transfer() {
    for chain in TestChain::every("2025-03-03").await {
        let farid = Applicant { nationality: "AFG", ..Applicant::new("farid") };
        accepted(&chain, &farid).await;
        let announced = departure(&chain, &farid).await;
        assert!(announced.to_member_state);
        is(announced.transfer_due_on, "2025-09-29"); // six months from acceptance is a Sunday
        // No return decision, so no term to depart: the right to reception ends at once.
        let resident = stay(&chain, &farid).await;
        is(resident.right_ends_on, "2025-04-14");
        chain.today("2025-04-15").await;
        assert_eq!(stay(&chain, &farid).await.state(), StayState::Ended);

        let id = || farid.person.clone();
        chain.today("2025-05-06").await;
        let file = command!(
            chain,
            returns.transfer_file(TransferFileRequest { person_id: id(), origin: FileOrigin::Ind })
        );
        file.await.message();
        command!(chain, returns.start_case(StartCaseRequest { person_id: id() })).await.message();
        command!(chain, returns.plan_transfer(PlanTransferRequest { person_id: id() }))
            .await
            .message();
        let flight = command!(
            chain,
            returns.book_flight(BookFlightRequest {
                person_id: id(),
                flight_on: testkit::on("2025-06-03")
            })
        );
        flight.await.message();
        chain.today("2025-06-03").await;
        let left = command!(
            chain,
            returns.record_departure(RecordDepartureRequest {
                person_id: id(),
                outcome: DepartureOutcome::ForcedTransfer
            })
        );
        let left = left.await.message().return_case.unwrap();
        assert_eq!((left.state(), left.entry_ban_until), (ReturnState::Departed, None));
        chain.settle().await;
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transfer_that_does_not_take_place_brings_the_case_back() {
    for chain in TestChain::every("2025-03-03").await {
        let gita = Applicant { nationality: "AFG", ..Applicant::new("gita") };
        accepted(&chain, &gita).await;
        chain.today("2025-09-29").await;
        assert_eq!(case(&chain, &gita.case).await.state(), CaseState::FinalNegative);
        chain.today("2025-09-30").await;
        let back = case(&chain, &gita.case).await;
        assert_eq!((back.state(), back.track()), (CaseState::Routed, Track::Legacy4Extended));
        is(back.decision_due_on, "2026-03-30");
        assert_eq!(departure(&chain, &gita).await.state(), ReturnState::OnHoldAsylum);
        interview(&chain, &gita).await;
        decide(&chain, &gita, DecisionOutcome::GrantRefugee).await;
        assert_eq!(departure(&chain, &gita).await.state(), ReturnState::ClosedLawful);
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grounded_appeal_is_decided_again() {
    for chain in TestChain::every("2026-07-01").await {
        let hana = Applicant { nationality: "IRQ", ..Applicant::new("hana") };
        let location = open(&chain, "AZC", false).await;
        interviewed(&chain, &hana, &location).await;
        chain.today("2026-09-01").await;
        let case = decide(&chain, &hana, DecisionOutcome::RejectUnfounded).await;
        is(case.appeal_due_on, "2026-09-29");
        is(stay(&chain, &hana).await.right_ends_on, "2026-09-29");

        chain.today("2026-09-15").await;
        let appeal =
            command!(chain, intake.lodge_appeal(LodgeAppealRequest { case_id: hana.case.clone() }));
        assert!(appeal.await.message().case.unwrap().appeal_suspensive);
        chain.settle().await;
        let resident = stay(&chain, &hana).await;
        assert_eq!((resident.category(), resident.right_ends_on), (Category::Applicant, None));
        assert_eq!(departure(&chain, &hana).await.blocked(), BlockKind::Appeal);

        chain.today("2026-12-01").await;
        let ruling = command!(
            chain,
            intake.rule_on_appeal(RuleOnAppealRequest {
                case_id: hana.case.clone(),
                ruling: AppealRuling::Grounded
            })
        );
        let again = ruling.await.message().case.unwrap();
        assert_eq!(again.state(), CaseState::Interviewed);
        chain.settle().await;
        assert_eq!(departure(&chain, &hana).await.state(), ReturnState::ClosedLawful);
        assert!(chain.audit().await.is_empty());

        chain.today("2026-12-15").await;
        decide(&chain, &hana, DecisionOutcome::GrantRefugee).await;
        assert_eq!(stay(&chain, &hana).await.category(), Category::StatusHolder);
        is(home(&chain, &hana).await.housed_due_on, "2027-03-23");
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_disappears_has_withdrawn_and_left_unseen() {
    for chain in TestChain::every("2026-07-01").await {
        let ivan = Applicant { nationality: "GEO", ..Applicant::new("ivan") };
        let location = open(&chain, "COL", false).await;
        apply(&chain, &ivan).await;
        place(&chain, &ivan, &location).await;
        let absent = command!(
            chain,
            reception.report_absence(ReportAbsenceRequest { person_id: ivan.person.clone() })
        );
        absent.await.message();
        chain.today("2026-07-15").await;
        let gone = command!(
            chain,
            reception.confirm_gone(ConfirmGoneRequest { person_id: ivan.person.clone() })
        );
        assert_eq!(gone.await.message().stay.unwrap().end_reason(), EndReason::Unsupervised);
        chain.settle().await;
        let withdrawn = case(&chain, &ivan.case).await;
        assert_eq!(withdrawn.withdrawal(), Withdrawal::Implicit);
        let left = departure(&chain, &ivan).await;
        assert_eq!(left.state(), ReturnState::Unsupervised);
        assert_eq!(left.outcome(), DepartureOutcome::Unsupervised);
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_is_housed_together() {
    for chain in TestChain::every("2026-07-01").await {
        let (kim, lee) = (Applicant::new("kim"), Applicant::new("lee"));
        let lee = lee.with(&kim);
        let (here, there) = (open(&chain, "here", false).await, open(&chain, "there", false).await);
        target(&chain, "2026-II", 31).await;
        interviewed(&chain, &kim, &here).await;
        apply(&chain, &lee).await;
        let apart = command!(
            chain,
            reception.place_person(PlacePersonRequest {
                person_id: lee.person.clone(),
                location_id: there.clone()
            })
        );
        assert_eq!(apart.await.reason(), "FAMILY_TOGETHER");
        place(&chain, &lee, &here).await;
        let moved = command!(
            chain,
            reception.move_person(MovePersonRequest {
                person_id: kim.person.clone(),
                location_id: there.clone(),
                reason: wire::reception::MoveReason::Phase
            })
        );
        moved.await.message();
        assert_eq!(stay(&chain, &lee).await.location_id, there);
        register(&chain, &lee).await;
        lodge(&chain, &lee).await;
        route(&chain, &lee, Track::PactRegular).await;
        interview(&chain, &lee).await;
        decide(&chain, &kim, DecisionOutcome::GrantRefugee).await;
        decide(&chain, &lee, DecisionOutcome::GrantRefugee).await;
        chain.today("2026-07-10").await;
        assert_eq!(link(&chain, &kim, ASSEN).await.person_ids.len(), 2);
        chain.today("2026-09-01").await;
        move_in(&chain, &kim).await;
        for who in [&kim, &lee] {
            assert_eq!(stay(&chain, who).await.end_reason(), EndReason::Housed);
        }
        finish(chain).await;
    }
}
