//! The golden cases of the domain file, with its dates: G1 (grant, home, family later), G2 (rejected and
//! returned), G5 (implicit withdrawal). G3 is in `law`, G4 in `reception`.

use testkit::{Answer as _, Applicant, TestChain, command, on};
use wire::housing::{ListTasksRequest, MatchState, RealisationKind, Task};
use wire::intake::{
    CalculateDeadlineRequest, CaseState, DecisionOutcome, FamilyState, Interim, Track, Withdrawal,
};
use wire::reception::{Category, EndReason, StayState};
use wire::returns::{DepartureOutcome, DocumentState, FileOrigin, ReturnState};

use crate::steps::*;

async fn deadline(chain: &TestChain, rule: &str, start: &str, due: &str) {
    let asked = CalculateDeadlineRequest { rule: rule.to_owned(), start: on(start) };
    is(chain.intake().calculate_deadline(asked).await.message().due, due);
}

async fn task(chain: &TestChain, half: &str, municipality: &str) -> Task {
    let asked = ListTasksRequest { half: half.to_owned(), ..ListTasksRequest::default() };
    let tasks = chain.housing().list_tasks(asked).await.message().tasks;
    tasks.into_iter().find(|task| task.municipality == municipality).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn g1_a_grant_a_home_and_family_later() {
    for chain in TestChain::every("2026-07-01").await {
        granted_and_housed(&chain).await;
        family_after_two_years(&chain).await;
        finish(chain).await;
    }
}

async fn granted_and_housed(chain: &TestChain) {
    let amina = Applicant::new("amina");
    let (first, later) = (open(chain, "COL", false).await, open(chain, "POL", false).await);
    target(chain, "2026-II", 31).await;
    target(chain, "2027-I", 31).await;

    apply(chain, &amina).await;
    let expected = stay(chain, &amina).await;
    assert_eq!(expected.state(), StayState::Expected);
    is(expected.expected_on, "2026-07-01");
    let screening = command!(
        chain,
        intake.start_screening(StartScreeningRequest { case_id: amina.case.clone() })
    );
    screening.await.message();
    deadline(chain, "SCREENING_INLAND", "2026-07-01", "2026-07-06").await;
    place(chain, &amina, &first).await;

    chain.today("2026-07-03").await;
    let screened = command!(
        chain,
        intake.finish_screening(FinishScreeningRequest {
            case_id: amina.case.clone(),
            complete: true
        })
    );
    screened.await.message();
    is(register(chain, &amina).await.lodge_due_on, "2026-07-24");
    deadline(chain, "EURODAC", "2026-07-03", "2026-07-06").await;

    chain.today("2026-07-14").await;
    is(lodge(chain, &amina).await.decision_due_on, "2027-01-14");

    chain.today("2026-07-20").await;
    is(route(chain, &amina, Track::PactRegular).await.decision_due_on, "2027-01-14");
    let moved = command!(
        chain,
        reception.move_person(MovePersonRequest {
            person_id: amina.person.clone(),
            location_id: later.clone(),
            reason: wire::reception::MoveReason::Phase
        })
    );
    assert_eq!(moved.await.message().stay.unwrap().location_id, later);

    chain.today("2026-10-12").await;
    interview(chain, &amina).await;

    chain.today("2026-11-02").await;
    decide(chain, &amina, DecisionOutcome::GrantSubsidiary).await;
    let found = home(chain, &amina).await;
    is(found.link_due_on, "2026-11-16");
    is(found.housed_due_on, "2027-02-08");
    deadline(chain, "PERMIT_DOCUMENT", "2026-11-02", "2027-02-01").await;
    assert_eq!(stay(chain, &amina).await.category(), Category::StatusHolder);

    chain.today("2026-11-13").await;
    let linked = link(chain, &amina, GRONINGEN).await;
    assert!(!linked.link_overdue && !linked.late);

    chain.today("2027-01-29").await;
    let permit =
        command!(chain, intake.issue_permit(IssuePermitRequest { case_id: amina.case.clone() }));
    assert_eq!(permit.await.message().case.unwrap().state(), CaseState::FinalPositive);

    file_for_family(chain).await;

    chain.today("2027-02-05").await;
    let before = task(chain, "2027-I", GRONINGEN).await.realised;
    let moved = move_in(chain, &amina).await;
    assert_eq!((moved.state(), moved.late), (MatchState::Housed, false));
    assert_eq!(task(chain, "2027-I", GRONINGEN).await.realised, before + 1);
    let ended = stay(chain, &amina).await;
    assert_eq!((ended.state(), ended.end_reason()), (StayState::Ended, EndReason::Housed));
    is(ended.ended_on, "2027-02-05");
}

/// Within three months of the grant; nothing can be approved for two years.
async fn file_for_family(chain: &TestChain) {
    let amina = Applicant::new("amina");
    let yusuf = Applicant::new("yusuf").with(&amina);
    // Intake holds the sponsor as subsidiary: who says otherwise is refused, and nothing changes.
    let otherwise = command!(
        chain,
        intake.file_family_application(FileFamilyApplicationRequest {
            case_id: yusuf.case.clone(),
            person_id: yusuf.person.clone(),
            sponsor_case_id: amina.case.clone(),
            sponsor_subsidiary: false,
            relation: wire::intake::Relation::Spouse,
            nationality: "SYR",
            birth_year: 1988,
            sex: wire::common::Sex::Male
        })
    );
    let problem = otherwise.await.problem();
    assert_eq!(problem.reason, "FACT_DIFFERS");
    let filed = command!(
        chain,
        intake.file_family_application(FileFamilyApplicationRequest {
            case_id: yusuf.case.clone(),
            person_id: yusuf.person.clone(),
            sponsor_case_id: amina.case.clone(),
            relation: wire::intake::Relation::Spouse,
            nationality: "SYR",
            birth_year: 1988,
            sex: wire::common::Sex::Male
        })
    );
    let filed = filed.await.message().family_case.unwrap();
    assert_eq!(filed.state(), FamilyState::WaitingCondition);
    is(filed.waits_until, "2028-11-02");
}

async fn family_after_two_years(chain: &TestChain) {
    let amina = Applicant::new("amina");
    let yusuf = Applicant::new("yusuf").with(&amina);
    let id = || yusuf.case.clone();
    let decision = || {
        command!(
            chain,
            intake.decide_family_application(DecideFamilyApplicationRequest {
                case_id: id(),
                granted: true
            })
        )
    };

    chain.today("2028-11-01").await;
    assert_eq!(decision().await.reason(), "CONDITION_NOT_MET");

    chain.today("2028-11-02").await;
    target(chain, "2028-II", 31).await;
    assert_eq!(decision().await.reason(), "CONDITION_NOT_MET", "no income, no home on record");
    for own_home in [false, true] {
        let recorded = command!(
            chain,
            intake.record_family_conditions(RecordFamilyConditionsRequest {
                case_id: id(),
                own_income: true,
                own_home
            })
        );
        recorded.await.message();
        if !own_home {
            assert_eq!(decision().await.reason(), "CONDITION_NOT_MET", "a reception place");
        }
    }
    assert_eq!(decision().await.message().family_case.unwrap().state(), FamilyState::Approved);
    let visa = command!(chain, intake.issue_entry_visa(IssueEntryVisaRequest { case_id: id() }));
    is(visa.await.message().family_case.unwrap().visa_valid_until, "2029-02-02");

    chain.today("2028-12-04").await;
    let arrived = command!(
        chain,
        intake.record_family_arrival(RecordFamilyArrivalRequest {
            case_id: id(),
            needs_reception: false
        })
    );
    assert_eq!(arrived.await.message().family_case.unwrap().state(), FamilyState::Arrived);
    chain.settle().await;
    let household = home(chain, &amina).await;
    assert_eq!(household.person_ids.len(), 2);
    assert_eq!(household.housing_kind(), RealisationKind::Dwelling);
    assert_eq!(task(chain, "2028-II", GRONINGEN).await.realised, 1);
    let permit =
        command!(chain, intake.issue_family_permit(IssueFamilyPermitRequest { case_id: id() }));
    assert_eq!(permit.await.message().family_case.unwrap().state(), FamilyState::Permit);
}

#[tokio::test(flavor = "multi_thread")]
async fn g2_rejected_and_returned() {
    for chain in TestChain::every("2026-07-13").await {
        let boris = Applicant { nationality: "MDA", ..Applicant::new("boris") };
        rejected(&chain, &boris).await;
        returned(&chain, &boris).await;
        finish(chain).await;
    }
}

async fn rejected(chain: &TestChain, boris: &Applicant) {
    let location = open(chain, "COL", false).await;
    apply(chain, boris).await;
    place(chain, boris, &location).await;
    chain.today("2026-07-20").await;
    register(chain, boris).await;
    chain.today("2026-08-03").await;
    lodge(chain, boris).await;
    is(route(chain, boris, Track::PactAccelerated).await.decision_due_on, "2026-11-03");
    chain.today("2026-09-14").await;
    interview(chain, boris).await;

    chain.today("2026-10-05").await;
    let decided = decide(chain, boris, DecisionOutcome::RejectManifestlyUnfounded).await;
    is(decided.appeal_due_on, "2026-10-12");
    assert!(!decided.appeal_suspensive);
    let announced = departure(chain, boris).await;
    assert_eq!(announced.state(), ReturnState::Announced);
    is(announced.removable_from, "2026-10-06");

    // No term to depart: the right to reception ends with the day of the decision.
    chain.today("2026-10-06").await;
    assert_eq!(stay(chain, boris).await.end_reason(), EndReason::RightEnded);

    chain.today("2026-10-12").await;
    let appealed =
        command!(chain, intake.lodge_appeal(LodgeAppealRequest { case_id: boris.case.clone() }));
    assert!(!appealed.await.message().case.unwrap().appeal_suspensive);
    let asked = command!(
        chain,
        intake.request_interim(RequestInterimRequest { case_id: boris.case.clone() })
    );
    assert_eq!(asked.await.message().case.unwrap().interim(), Interim::Requested);
    chain.today("2026-10-13").await;
    let again =
        command!(chain, intake.lodge_appeal(LodgeAppealRequest { case_id: boris.case.clone() }));
    assert_eq!(again.await.reason(), "WRONG_STATE");
}

async fn returned(chain: &TestChain, boris: &Applicant) {
    let id = || boris.person.clone();
    // The court refuses the request to stay: nothing keeps the file here.
    chain.today("2026-11-09").await;
    let refused = command!(
        chain,
        intake
            .rule_on_interim(RuleOnInterimRequest { case_id: boris.case.clone(), granted: false })
    );
    let refused = refused.await.message().case.unwrap();
    assert_eq!((refused.interim(), refused.appeal_suspensive), (Interim::Refused, false));
    chain.settle().await;
    assert_eq!(departure(chain, boris).await.blocked, 0);
    let file = command!(
        chain,
        returns.transfer_file(TransferFileRequest { person_id: id(), origin: FileOrigin::Ind })
    );
    assert_eq!(file.await.message().return_case.unwrap().state(), ReturnState::Transferred);
    command!(chain, returns.start_case(StartCaseRequest { person_id: id() })).await.message();
    let document = |document: DocumentState| {
        command!(
            chain,
            returns
                .record_travel_document(RecordTravelDocumentRequest { person_id: id(), document })
        )
    };
    document(DocumentState::Requested).await.message();
    document(DocumentState::Presented).await.message();
    document(DocumentState::NationalityConfirmed).await.message();
    chain.today("2026-12-14").await;
    let forced =
        command!(chain, returns.start_forced_track(StartForcedTrackRequest { person_id: id() }));
    forced.await.message();
    let flight = || {
        command!(
            chain,
            returns.book_flight(BookFlightRequest { person_id: id(), flight_on: on("2027-02-02") })
        )
    };
    assert_eq!(flight().await.reason(), "NO_TRAVEL_DOCUMENT");

    chain.today("2027-01-18").await;
    document(DocumentState::Issued).await.message();
    flight().await.message();

    chain.today("2027-02-02").await;
    let left = command!(
        chain,
        returns.record_border_departure(RecordBorderDepartureRequest {
            person_id: id(),
            outcome: DepartureOutcome::ForcedCountryOfOrigin,
            reported_by: wire::returns::Partner::Kmar
        })
    );
    let left = left.await.message().return_case.unwrap();
    assert_eq!(left.state(), ReturnState::Departed);
    is(left.entry_ban_until, "2029-02-02");
    chain.settle().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn g5_who_does_not_lodge_has_withdrawn() {
    for chain in TestChain::every("2026-07-06").await {
        let carla = Applicant { nationality: "COL", ..Applicant::new("carla") };
        let location = open(&chain, "COL", false).await;
        apply(&chain, &carla).await;
        place(&chain, &carla, &location).await;
        is(register(&chain, &carla).await.lodge_due_on, "2026-07-27");

        chain.today("2026-07-27").await;
        assert_eq!(case(&chain, &carla.case).await.state(), CaseState::Registered);

        chain.today("2026-07-28").await;
        let withdrawn = case(&chain, &carla.case).await;
        assert_eq!(withdrawn.state(), CaseState::Withdrawn);
        assert_eq!(withdrawn.withdrawal(), Withdrawal::Implicit);
        is(withdrawn.appeal_due_on, "2026-08-04");
        let announced = departure(&chain, &carla).await;
        assert_eq!(announced.state(), ReturnState::Announced);
        is(announced.removable_from, "2026-08-26");
        let resident = stay(&chain, &carla).await;
        assert_eq!(resident.category(), Category::Rejected);
        is(resident.right_ends_on, "2026-08-25");

        chain.today("2026-08-03").await;
        let appeal = command!(
            chain,
            intake.lodge_appeal(LodgeAppealRequest { case_id: carla.case.clone() })
        );
        let appeal = appeal.await.message().case.unwrap();
        assert_eq!((appeal.state(), appeal.appeal_suspensive), (CaseState::Appeal, false));
        chain.settle().await;
        let untouched = departure(&chain, &carla).await;
        assert_eq!((untouched.state(), untouched.blocked), (ReturnState::Announced, 0));

        chain.today("2026-08-26").await;
        assert_eq!(stay(&chain, &carla).await.end_reason(), EndReason::RightEnded);
        finish(chain).await;
    }
}
