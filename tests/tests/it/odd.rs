//! Turns of events that are rare, and in which a person could be lost between two services.

use testkit::{Answer as _, Applicant, TestChain, command, on};
use wire::intake::{AppealRuling, ApplicationKind, CaseState, DecisionOutcome};
use wire::returns::{DepartureOutcome, FileOrigin, ReturnState};

use crate::steps::*;

/// Somebody whose application was rejected and who is known to returns.
async fn rejected(chain: &TestChain, name: &str, outcome: DecisionOutcome) -> Applicant {
    let who = Applicant { nationality: "IRQ", ..Applicant::new(name) };
    let location = open(chain, name, false).await;
    interviewed(chain, &who, &location).await;
    decide(chain, &who, outcome).await;
    who
}

async fn taken_up(chain: &TestChain, who: &Applicant) {
    let id = || who.person.clone();
    let file = command!(
        chain,
        returns.transfer_file(TransferFileRequest { person_id: id(), origin: FileOrigin::Ind })
    );
    file.await.message();
    command!(chain, returns.start_case(StartCaseRequest { person_id: id() })).await.message();
}

/// A repeat application after a final decision.
async fn again(chain: &TestChain, who: &Applicant) -> String {
    let mut request = chain.application(who);
    request.kind = ApplicationKind::Repeat.into();
    request.previous_case_id = request.case_id;
    request.case_id = TestChain::id(&format!("again {}", who.person));
    let made = chain.intake().make_application(request).await.message().case.unwrap();
    chain.settle().await;
    made.case_id
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_during_a_repeat_application_has_withdrawn_it() {
    for chain in TestChain::every("2026-07-01").await {
        let who = rejected(&chain, "adem", DecisionOutcome::RejectManifestlyUnfounded).await;
        chain.today("2026-08-03").await;
        taken_up(&chain, &who).await;
        chain.today("2026-08-10").await;
        let repeat = again(&chain, &who).await;
        assert_eq!(departure(&chain, &who).await.state(), ReturnState::OnHoldAsylum);
        chain.today("2026-08-17").await;
        let left = command!(
            chain,
            returns.record_departure(RecordDepartureRequest {
                person_id: who.person.clone(),
                outcome: DepartureOutcome::IndependentIom
            })
        );
        left.await.message();
        chain.settle().await;
        assert_eq!(case(&chain, &repeat).await.state(), CaseState::Withdrawn);
        assert_eq!(departure(&chain, &who).await.state(), ReturnState::Departed);
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_disappears_during_a_repeat_application_has_withdrawn_it() {
    for chain in TestChain::every("2026-07-01").await {
        let who = rejected(&chain, "bram", DecisionOutcome::RejectUnfounded).await;
        chain.today("2026-07-30").await;
        assert_eq!(case(&chain, &who.case).await.state(), CaseState::FinalNegative);
        let repeat = again(&chain, &who).await;
        let gone = command!(
            chain,
            returns.record_departure(RecordDepartureRequest {
                person_id: who.person.clone(),
                outcome: DepartureOutcome::Unsupervised
            })
        );
        gone.await.message();
        chain.settle().await;
        assert_eq!(case(&chain, &repeat).await.state(), CaseState::Withdrawn);
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ruling_for_somebody_in_detention_ends_the_detention() {
    for chain in TestChain::every("2026-07-01").await {
        let who = rejected(&chain, "cees", DecisionOutcome::RejectManifestlyUnfounded).await;
        let id = || who.person.clone();
        chain.today("2026-07-06").await;
        let appeal =
            command!(chain, intake.lodge_appeal(LodgeAppealRequest { case_id: who.case.clone() }));
        appeal.await.message();
        taken_up(&chain, &who).await;
        command!(chain, returns.start_forced_track(StartForcedTrackRequest { person_id: id() }))
            .await
            .message();
        command!(chain, returns.impose_detention(ImposeDetentionRequest { person_id: id() }))
            .await
            .message();
        chain.today("2026-08-03").await;
        let ruling = command!(
            chain,
            intake.rule_on_appeal(RuleOnAppealRequest {
                case_id: who.case.clone(),
                ruling: AppealRuling::Grounded
            })
        );
        ruling.await.message();
        chain.settle().await;
        assert_eq!(departure(&chain, &who).await.state(), ReturnState::ClosedLawful);
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_absent_comes_back_to_the_household() {
    for chain in TestChain::every("2026-07-01").await {
        let ella = Applicant::new("ella");
        let finn = Applicant::new("finn").with(&ella);
        let (here, there) = (open(&chain, "here", false).await, open(&chain, "there", false).await);
        for who in [&ella, &finn] {
            apply(&chain, who).await;
            place(&chain, who, &here).await;
        }
        let absent = command!(
            chain,
            reception.report_absence(ReportAbsenceRequest { person_id: finn.person.clone() })
        );
        absent.await.message();
        let moved = command!(
            chain,
            reception.move_person(MovePersonRequest {
                person_id: ella.person.clone(),
                location_id: there.clone(),
                reason: wire::reception::MoveReason::Phase
            })
        );
        moved.await.message();
        let back = command!(
            chain,
            reception.report_return(ReportReturnRequest { person_id: finn.person.clone() })
        );
        back.await.message();
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_found_again_is_not_removed_while_the_appeal_runs() {
    for chain in TestChain::every("2026-07-01").await {
        let who = rejected(&chain, "gijs", DecisionOutcome::RejectUnfounded).await;
        let id = || who.person.clone();
        chain.today("2026-07-13").await;
        let appeal =
            command!(chain, intake.lodge_appeal(LodgeAppealRequest { case_id: who.case.clone() }));
        assert!(appeal.await.message().case.unwrap().appeal_suspensive);
        chain.settle().await;
        let absent =
            command!(chain, reception.report_absence(ReportAbsenceRequest { person_id: id() }));
        absent.await.message();
        chain.today("2026-07-27").await;
        let gone = command!(chain, reception.confirm_gone(ConfirmGoneRequest { person_id: id() }));
        gone.await.message();
        chain.settle().await;
        chain.today("2026-09-01").await;
        command!(chain, returns.reopen_case(ReopenCaseRequest { person_id: id() })).await.message();
        command!(chain, returns.start_case(StartCaseRequest { person_id: id() })).await.message();
        let forced = command!(
            chain,
            returns.start_forced_track(StartForcedTrackRequest { person_id: id() })
        );
        assert_eq!(forced.await.reason(), "BLOCKED");
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_found_by_the_police_who_applies_is_held_for_the_application() {
    for chain in TestChain::every("2026-07-01").await {
        let who = Applicant { nationality: "ALB", ..Applicant::new("hugo") };
        let file = command!(
            chain,
            returns.transfer_file(TransferFileRequest {
                person_id: who.person.clone(),
                origin: FileOrigin::Police,
                household_id: who.household.clone(),
                nationality: who.nationality,
                birth_year: who.birth_year,
                sex: wire::common::Sex::Male
            })
        );
        file.await.message();
        apply(&chain, &who).await;
        assert_eq!(departure(&chain, &who).await.state(), ReturnState::OnHoldAsylum);
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transfer_that_lapses_during_a_repeat_application_opens_no_second_case() {
    for chain in TestChain::every("2026-07-01").await {
        let who = Applicant { nationality: "AFG", ..Applicant::new("isa") };
        let location = open(&chain, "COL", false).await;
        apply(&chain, &who).await;
        place(&chain, &who, &location).await;
        register(&chain, &who).await;
        lodge(&chain, &who).await;
        let check = command!(
            chain,
            intake.start_responsibility_check(StartResponsibilityCheckRequest {
                case_id: who.case.clone(),
                member_state: "DEU",
                eurodac_hit: true
            })
        );
        check.await.message();
        let reply = command!(
            chain,
            intake.record_responsibility_reply(RecordResponsibilityReplyRequest {
                case_id: who.case.clone(),
                accepted: true
            })
        );
        reply.await.message();
        decide(&chain, &who, DecisionOutcome::NotProcessedResponsibility).await;
        is(departure(&chain, &who).await.transfer_due_on, "2027-01-04"); // after New Year and a weekend
        chain.today("2026-09-01").await;
        again(&chain, &who).await;
        chain.today("2027-03-01").await;
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_appeal_on_an_old_case_beside_a_new_one() {
    for chain in TestChain::every("2026-07-01").await {
        let who = Applicant { nationality: "GEO", ..Applicant::new("jan") };
        let location = open(&chain, "COL", false).await;
        apply(&chain, &who).await;
        place(&chain, &who, &location).await;
        let withdrawn = command!(
            chain,
            intake.withdraw_application(WithdrawApplicationRequest {
                case_id: who.case.clone(),
                withdrawal: wire::intake::Withdrawal::Implicit
            })
        );
        is(withdrawn.await.message().case.unwrap().appeal_due_on, "2026-07-08");
        assert_eq!(on("2026-07-01"), chain.on());
        again(&chain, &who).await;
        let appeal =
            command!(chain, intake.lodge_appeal(LodgeAppealRequest { case_id: who.case.clone() }));
        assert_eq!(appeal.await.reason(), "OPEN_PROCEDURE");
        finish(chain).await;
    }
}
