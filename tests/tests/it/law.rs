//! The law as a whole chain lives it: AMMR (G3), moratoria, courts, late decisions, two regimes side by side.

use testkit::{Answer as _, Applicant, Engine, TestChain, command, on};
use wire::intake::{
    CaseState, Claim, DecisionOutcome, GetCaseTermsRequest, GetLateDecisionsRequest,
    GetQuotasRequest, ListMoratoriaRequest, Track,
};
use wire::reception::Category;
use wire::returns::{BlockKind, DepartureOutcome, FileOrigin, ReturnState};

use crate::steps::*;

/// G3 to the transfer decision: a hit, a notification, silence, a decision, and the person absconds.
async fn absconded_before_transfer(chain: &TestChain, who: &Applicant) {
    let location = open(chain, "Ter Apel", false).await;
    let id = || who.case.clone();
    apply(chain, who).await;
    place(chain, who, &location).await;
    register(chain, who).await;
    chain.today("2026-07-07").await;
    let hit = command!(
        chain,
        intake.record_hit(RecordHitRequest {
            case_id: id(),
            member_state: "ITA",
            claim: Claim::TakeBack,
            hit: true
        })
    );
    is(hit.await.message().case.unwrap().claim_due_on, "2026-07-21");
    chain.today("2026-07-21").await;
    let asked = command!(
        chain,
        intake.start_responsibility_check(StartResponsibilityCheckRequest {
            case_id: id(),
            member_state: "ITA",
            eurodac_hit: true
        })
    );
    is(asked.await.message().case.unwrap().reply_due_on, "2026-08-04");
    chain.today("2026-08-05").await;
    let silent = case(chain, &who.case).await;
    is(silent.responsibility_accepted_on, "2026-08-04");
    is(silent.transfer_decision_due_on, "2026-08-18");
    chain.today("2026-08-18").await;
    decide(chain, who, DecisionOutcome::NotProcessedResponsibility).await;
    is(departure(chain, who).await.transfer_due_on, "2027-02-04");
    // Reception ends with the notification of the transfer decision (AMMR 18).
    is(stay(chain, who).await.right_ends_on, "2026-08-18");
    chain.today("2026-12-01").await;
    let told = command!(
        chain,
        returns.report_absconded(ReportAbscondedRequest { person_id: who.person.clone() })
    );
    is(told.await.message().return_case.unwrap().transfer_due_on, "2029-12-03");
}

#[tokio::test(flavor = "multi_thread")]
async fn g3_responsibility_lapses_after_three_years() {
    for chain in TestChain::every("2026-07-06").await {
        let who = Applicant { nationality: "ERI", ..Applicant::new("gebre") };
        absconded_before_transfer(&chain, &who).await;
        chain.today("2029-12-03").await;
        assert_eq!(case(&chain, &who.case).await.state(), CaseState::FinalNegative);
        chain.today("2029-12-04").await;
        assert_eq!(
            case(&chain, &who.case).await.state(),
            CaseState::Routed,
            "the Netherlands decides"
        );
        finish(chain).await;
    }
}

/// An outage of seven months: the term lapsed when it was over, and the decision term runs from that day.
#[tokio::test(flavor = "multi_thread")]
async fn after_an_outage_a_transfer_has_lapsed_when_its_term_was_over() {
    for chain in TestChain::every("2026-07-06").await {
        let who = Applicant { nationality: "ERI", ..Applicant::new("gebre") };
        absconded_before_transfer(&chain, &who).await;
        chain.today("2030-07-08").await;
        let case = case(&chain, &who.case).await;
        assert_eq!(case.state(), CaseState::Routed);
        // Six months from 4 December 2029, not from the day on which the outage ended.
        is(case.decision_due_on, "2030-06-04");
        let feeds = chain.feeds().await;
        let mut lapsed = feeds
            .of(client::Service::Returns)
            .iter()
            .filter(|event| matches!(event.message, testkit::AnyEvent::TransferTermLapsed(_)));
        let event = lapsed.next().unwrap();
        assert_eq!(event.on, testkit::date("2029-12-04"));
        assert_eq!(event.recorded_on, testkit::date("2030-07-08"));
        finish(chain).await;
    }
}

/// G3 to its end: who is not found has left unsupervised; who is found after the term is examined here.
#[tokio::test(flavor = "multi_thread")]
async fn g3_who_is_not_found_has_left_unseen_and_is_examined_here_after_the_term() {
    for chain in TestChain::every("2026-07-06").await {
        let who = Applicant { nationality: "ERI", ..Applicant::new("gebre") };
        absconded_before_transfer(&chain, &who).await;
        let file = command!(
            chain,
            returns.transfer_file(TransferFileRequest {
                person_id: who.person.clone(),
                origin: FileOrigin::Ind
            })
        );
        file.await.message();
        let person_id = || who.person.clone();
        command!(chain, returns.start_case(StartCaseRequest { person_id: person_id() }))
            .await
            .message();
        let unseen = command!(
            chain,
            returns.record_departure(RecordDepartureRequest {
                person_id: person_id(),
                outcome: DepartureOutcome::Unsupervised
            })
        );
        assert_eq!(unseen.await.message().return_case.unwrap().state(), ReturnState::Unsupervised);
        chain.today("2029-12-04").await;
        assert_eq!(
            case(&chain, &who.case).await.state(),
            CaseState::FinalNegative,
            "nobody is there to decide on"
        );
        let found =
            command!(chain, returns.reopen_case(ReopenCaseRequest { person_id: person_id() }));
        assert_eq!(found.await.message().return_case.unwrap().state(), ReturnState::OnHoldAsylum);
        chain.settle().await;
        assert_eq!(case(&chain, &who.case).await.state(), CaseState::Routed);
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r8_a_moratorium_holds_decisions_and_departures_of_a_nationality() {
    for chain in TestChain::every("2026-07-01").await {
        let location = open(&chain, "Ter Apel", false).await;
        let waits = Applicant::new("waits");
        let rejected = Applicant::new("rejected");
        let other = Applicant { nationality: "IRQ", ..Applicant::new("other") };
        for who in [&waits, &rejected, &other] {
            interviewed(&chain, who, &location).await;
        }
        decide(&chain, &rejected, DecisionOutcome::RejectManifestlyUnfounded).await;
        let declared = command!(
            chain,
            intake.declare_moratorium(DeclareMoratoriumRequest {
                moratorium_id: TestChain::id("moratorium"),
                nationality: "SYR",
                decisions: true,
                departures: true,
                starts_on: on("2026-07-02"),
                ends_on: on("2027-01-02")
            })
        );
        let id = declared.await.message().moratorium.unwrap().moratorium_id;
        chain.today("2026-07-02").await;
        let held = case(&chain, &waits.case).await;
        assert_eq!((held.state(), held.moratorium_id.clone()), (CaseState::Suspended, id.clone()));
        assert_eq!(case(&chain, &other.case).await.state(), CaseState::Interviewed);
        let blocked = departure(&chain, &rejected).await;
        assert!(blocked.blocks.iter().any(|block| block.kind() == BlockKind::Moratorium));
        // The right to reception had ended with the decision; it lives again.
        assert_eq!(stay(&chain, &rejected).await.right_ends_on, None);

        // Who comes later is held too.
        let late = Applicant::new("late");
        interviewed(&chain, &late, &location).await;
        chain.today("2026-07-03").await;
        assert_eq!(case(&chain, &late.case).await.state(), CaseState::Suspended);

        let ended = command!(
            chain,
            intake.end_moratorium(EndMoratoriumRequest { moratorium_id: id.clone() })
        );
        is(ended.await.message().moratorium.unwrap().ended_on, "2026-07-03");
        chain.today("2026-07-04").await;
        for who in [&waits, &late] {
            assert_eq!(case(&chain, &who.case).await.state(), CaseState::Interviewed);
        }
        let free = departure(&chain, &rejected).await;
        assert!(free.blocks.iter().all(|block| block.kind() != BlockKind::Moratorium));
        assert!(stay(&chain, &rejected).await.right_ends_on.is_some());
        let asked = ListMoratoriaRequest { nationality: "SYR".to_owned(), ..Default::default() };
        assert_eq!(chain.intake().list_moratoria(asked).await.message().moratoria.len(), 1);
        let running = ListMoratoriaRequest { running: true, ..Default::default() };
        assert!(chain.intake().list_moratoria(running).await.message().moratoria.is_empty());
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_court_that_lets_somebody_stay_blocks_departure_and_keeps_reception() {
    for chain in TestChain::every("2026-07-01").await {
        let location = open(&chain, "Ter Apel", false).await;
        let who = Applicant { nationality: "GEO", ..Applicant::new("nino") };
        let id = || who.case.clone();
        interviewed(&chain, &who, &location).await;
        decide(&chain, &who, DecisionOutcome::RejectManifestlyUnfounded).await;
        let appeal = command!(chain, intake.lodge_appeal(LodgeAppealRequest { case_id: id() }));
        assert!(!appeal.await.message().case.unwrap().appeal_suspensive);
        command!(chain, intake.request_interim(RequestInterimRequest { case_id: id() }))
            .await
            .message();
        let granted = command!(
            chain,
            intake.rule_on_interim(RuleOnInterimRequest { case_id: id(), granted: true })
        );
        assert!(granted.await.message().case.unwrap().appeal_suspensive);
        chain.settle().await;
        let blocked = departure(&chain, &who).await;
        assert!(blocked.blocks.iter().any(|block| block.kind() == BlockKind::Appeal));
        let kept = stay(&chain, &who).await;
        assert_eq!((kept.category(), kept.right_ends_on), (Category::Applicant, None));
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn late_decisions_add_up_by_day() {
    for chain in TestChain::every("2025-01-06").await {
        let location = open(&chain, "Ter Apel", false).await;
        let who = Applicant::new("waits");
        let id = || who.case.clone();
        apply(&chain, &who).await;
        place(&chain, &who, &location).await;
        register(&chain, &who).await;
        lodge(&chain, &who).await;
        route(&chain, &who, Track::Legacy4Extended).await;
        chain.today("2025-07-08").await;
        let notice = command!(
            chain,
            intake.record_notice_of_default(RecordNoticeOfDefaultRequest { case_id: id() })
        );
        notice.await.message();
        chain.today("2025-09-01").await;
        let term =
            command!(chain, intake.set_judicial_term(SetJudicialTermRequest { case_id: id() }));
        is(term.await.message().case.unwrap().court_due_on, "2025-10-27");
        let late = async |as_of: &str| {
            let asked = GetLateDecisionsRequest { as_of: on(as_of) };
            let late = chain.intake().get_late_decisions(asked).await.message();
            (late.late, late.in_default, late.court_terms, late.penalty_cents, late.paid_cents)
        };
        assert_eq!(late("2025-10-27").await, (1, 1, 1, 0, 0));
        assert_eq!(late("2025-11-06").await, (1, 1, 1, 100_000, 0));
        chain.today("2025-11-06").await;
        interview(&chain, &who).await;
        decide(&chain, &who, DecisionOutcome::GrantSubsidiary).await;
        assert_eq!(late("2025-11-06").await, (0, 0, 0, 0, 100_000));
        finish(chain).await;
    }
}

/// A backlog under the old law is decided under the old law, beside new applications under the pact.
#[tokio::test(flavor = "multi_thread")]
async fn both_laws_stand_side_by_side_by_the_date_of_lodging() {
    for chain in TestChain::every("2026-06-11").await {
        let location = open(&chain, "Ter Apel", false).await;
        let (before, after) = (Applicant::new("before"), Applicant::new("after"));
        apply(&chain, &before).await;
        place(&chain, &before, &location).await;
        register(&chain, &before).await;
        lodge(&chain, &before).await;
        chain.today("2026-06-12").await;
        route(&chain, &before, Track::Legacy4Extended).await;
        interview(&chain, &before).await;
        let intention = || async {
            command!(
                chain,
                intake.issue_intention(IssueIntentionRequest { case_id: before.case.clone() })
            )
            .await
        };
        assert_eq!(intention().await.message().case.unwrap().state(), CaseState::Intention);
        interviewed(&chain, &after, &location).await;
        let new = command!(
            chain,
            intake.issue_intention(IssueIntentionRequest { case_id: after.case.clone() })
        );
        assert_eq!(new.await.reason(), "TRACK_NOT_OF_REGIME");
        let asked = GetCaseTermsRequest { case_id: after.case.clone() };
        let terms = chain.intake().get_case_terms(asked).await.message();
        assert_eq!(terms.policy, "PACT_PLUS_TWO_STATUS_2026");
        let regular = terms.terms.iter().find(|term| term.rule == "REGULAR").unwrap();
        assert_eq!((regular.source.as_str(), regular.verified), ("APR 35(4)", true));
        is(regular.due_on, "2026-12-14");
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_runs_under_the_policy_set_that_it_is_given() {
    let policy = law::sept_2025();
    let chain = TestChain::start_under(policy, Engine::Sqlite, "2026-07-01").await.unwrap();
    let location = open(&chain, "Ter Apel", false).await;
    let who = Applicant::new("amina");
    interviewed(&chain, &who, &location).await;
    decide(&chain, &who, DecisionOutcome::GrantSubsidiary).await;
    let permit =
        command!(chain, intake.issue_permit(IssuePermitRequest { case_id: who.case.clone() }));
    permit.await.message();
    let quotas = chain.intake().get_quotas(GetQuotasRequest { year: 2026 }).await.message();
    assert_eq!((quotas.resettlement_quota, quotas.relocation_share), (200, 0));
    assert_eq!(departure_state(&chain, &who).await, None);
    finish(chain).await;

    let pact = TestChain::start(Engine::Sqlite, "2026-07-01").await.unwrap();
    let quotas = pact.intake().get_quotas(GetQuotasRequest { year: 2026 }).await.message();
    assert_eq!((quotas.relocation_share, quotas.contribution_cents), (1_095, 2_190_000_000));
    let wrong = pact.intake().get_quotas(GetQuotasRequest { year: 1 }).await;
    assert_eq!(wrong.unwrap_err().code(), tonic::Code::InvalidArgument);
    finish(pact).await;
}

async fn departure_state(chain: &TestChain, who: &Applicant) -> Option<ReturnState> {
    let asked = wire::returns::GetReturnCaseRequest { person_id: who.person.clone() };
    let found = chain.returns().get_return_case(asked).await.ok()?;
    Some(found.into_inner().return_case?.state())
}

#[tokio::test(flavor = "multi_thread")]
async fn persons_are_relocated_and_counted_beside_what_was_agreed() {
    for chain in TestChain::every("2026-07-06").await {
        let id = TestChain::id("relocation");
        let asked = command!(
            chain,
            intake.request_relocation(RequestRelocationRequest {
                relocation_id: id.clone(),
                member_state: "ITA",
                persons: 2
            })
        );
        is(asked.await.message().relocation.unwrap().due_on, "2026-07-13");
        let answer = |confirmed: bool| {
            command!(
                chain,
                intake.answer_relocation(AnswerRelocationRequest {
                    relocation_id: id.clone(),
                    confirmed
                })
            )
        };
        assert_eq!(answer(false).await.reason(), "REASON_MISSING");
        is(answer(true).await.message().relocation.unwrap().due_on, "2026-07-13");
        let decided = command!(
            chain,
            intake.decide_relocation(DecideRelocationRequest { relocation_id: id.clone() })
        );
        decided.await.message();
        for name in ["one", "other"] {
            let who = Applicant { nationality: "ERI", ..Applicant::new(name) };
            let mut application = chain.application(&who);
            application.kind = wire::intake::ApplicationKind::Relocated.into();
            chain.intake().make_application(application).await.message();
        }
        let quotas = chain.intake().get_quotas(GetQuotasRequest { year: 2026 }).await.message();
        assert_eq!((quotas.relocated, quotas.contribution_cents), (2, 2_186_000_000));
        let report = command!(
            chain,
            intake.publish_country_report(PublishCountryReportRequest {
                nationality: "ERI",
                source: "rijksoverheid.nl"
            })
        );
        is(report.await.message().report.unwrap().published_on, "2026-07-06");
        finish(chain).await;
    }
}
