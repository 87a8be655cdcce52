//! The books are opened: people who were in the chain before are taken over, and go on.

use testkit::{Answer as _, Applicant, TestChain, command, on};
use wire::common::Sex;
use wire::housing::{HousingMatch, ImportMatchesRequest, MatchState};
use wire::intake::{
    ApplicationKind, AsylumCase, CaseState, DecisionOutcome, FamilyCase, FamilyState,
    ImportCasesRequest, ImportFamilyCasesRequest, Track,
};
use wire::reception::{Category, EndReason, ImportStaysRequest, Stay, StayState};
use wire::returns::{
    DepartureOutcome, FileOrigin, ImportReturnCasesRequest, ReturnCase, ReturnState,
};

use crate::steps::*;

/// One person for each place in the chain.
struct People {
    waiting: Applicant,
    granted: Applicant,
    leaving: Applicant,
    family: Applicant,
}

fn people() -> People {
    let granted = Applicant::new("granted");
    People {
        waiting: Applicant::new("waiting"),
        leaving: Applicant { nationality: "GEO", ..Applicant::new("leaving") },
        family: Applicant::new("family").with(&granted),
        granted,
    }
}

fn case_of(who: &Applicant, state: CaseState) -> AsylumCase {
    let granted = state == CaseState::FinalPositive;
    AsylumCase {
        case_id: who.case.clone(),
        person_id: who.person.clone(),
        household_id: who.household.clone(),
        nationality: who.nationality.to_owned(),
        birth_year: who.birth_year,
        sex: Sex::Female.into(),
        kind: ApplicationKind::First.into(),
        state: state.into(),
        made_on: on("2024-09-02"),
        lodged_on: on("2024-09-05"),
        decision_due_on: on("2025-03-05"),
        track: Track::Legacy4General.into(),
        outcome: if granted { DecisionOutcome::GrantRefugee.into() } else { 0 },
        decided_on: if granted { on("2024-12-02") } else { None },
        ..AsylumCase::default()
    }
}

fn stay_of(who: &Applicant, category: Category, location: &str) -> Stay {
    Stay {
        person_id: who.person.clone(),
        case_id: who.case.clone(),
        household_id: who.household.clone(),
        nationality: who.nationality.to_owned(),
        birth_year: who.birth_year,
        sex: Sex::Female.into(),
        state: StayState::Placed.into(),
        category: category.into(),
        location_id: location.to_owned(),
        stay_no: 1,
        expected_on: on("2024-09-02"),
        placed_on: on("2024-09-02"),
        ..Stay::default()
    }
}

async fn take_over(chain: &TestChain, people: &People) {
    let location = open(chain, "AZC", false).await;
    let (request_id, occurred_on) = (chain.request_id(), chain.on());
    let cases = vec![
        case_of(&people.waiting, CaseState::Interviewed),
        case_of(&people.granted, CaseState::FinalPositive),
    ];
    let cases = ImportCasesRequest { request_id, occurred_on, cases };
    assert_eq!(chain.intake().import_cases(cases).await.message().imported_count, 2);
    let family = FamilyCase {
        case_id: people.family.case.clone(),
        person_id: people.family.person.clone(),
        household_id: people.family.household.clone(),
        nationality: "SYR".to_owned(),
        birth_year: 1992,
        sex: Sex::Male.into(),
        sponsor_granted_on: on("2024-12-02"),
        state: FamilyState::Approved.into(),
        filed_on: on("2024-12-09"),
        decision_due_on: on("2025-06-10"),
        ..FamilyCase::default()
    };
    let request_id = chain.request_id();
    let family = ImportFamilyCasesRequest { request_id, occurred_on, family_cases: vec![family] };
    chain.intake().import_family_cases(family).await.message();
    let stays = vec![
        stay_of(&people.waiting, Category::Applicant, &location),
        stay_of(&people.granted, Category::StatusHolder, &location),
        stay_of(&people.leaving, Category::Rejected, &location),
    ];
    let stays = ImportStaysRequest { request_id: chain.request_id(), occurred_on, stays };
    chain.reception().import_stays(stays).await.message();
    let found = HousingMatch {
        household_id: people.granted.household.clone(),
        person_ids: vec![people.granted.person.clone()],
        state: MatchState::Ready.into(),
        granted_on: on("2024-12-02"),
        link_due_on: on("2024-12-16"),
        housed_due_on: on("2025-03-10"),
        ..HousingMatch::default()
    };
    let request_id = chain.request_id();
    let matches = ImportMatchesRequest { request_id, occurred_on, matches: vec![found] };
    chain.housing().import_matches(matches).await.message();
    let leaving = ReturnCase {
        person_id: people.leaving.person.clone(),
        household_id: people.leaving.household.clone(),
        nationality: "GEO".to_owned(),
        birth_year: people.leaving.birth_year,
        sex: Sex::Female.into(),
        state: ReturnState::IndependentTrack.into(),
        origin: FileOrigin::Ind.into(),
        announced_on: on("2024-11-04"),
        removable_from: on("2024-12-03"),
        ..ReturnCase::default()
    };
    let request_id = chain.request_id();
    let leaving = ImportReturnCasesRequest { request_id, occurred_on, return_cases: vec![leaving] };
    chain.returns().import_return_cases(leaving).await.message();
    chain.settle().await;
}

/// What an event of the opening could not tell is refused by the name of its field, and nothing is taken over.
#[tokio::test(flavor = "multi_thread")]
async fn what_would_be_lost_is_refused() {
    let chain = TestChain::start(testkit::Engine::Sqlite, "2025-01-02").await.unwrap();
    let who = Applicant::new("waiting");
    let case = AsylumCase {
        interviewed_on: on("2024-10-01"),
        penalty_cents: 140_000,
        ..case_of(&who, CaseState::Interviewed)
    };
    let (request_id, occurred_on) = (chain.request_id(), chain.on());
    let cases = ImportCasesRequest { request_id, occurred_on, cases: vec![case] };
    let refused = chain.intake().import_cases(cases).await.problem();
    assert_eq!(refused.code, tonic::Code::InvalidArgument);
    assert_eq!(refused.fields, ["cases[0].interviewed_on", "cases[0].penalty_cents"]);
    let later = Stay {
        placed_on: on("2024-11-01"),
        ..stay_of(&who, Category::Applicant, &open(&chain, "AZC", false).await)
    };
    let (request_id, occurred_on) = (chain.request_id(), chain.on());
    let stays = ImportStaysRequest { request_id, occurred_on, stays: vec![later] };
    assert_eq!(chain.reception().import_stays(stays).await.reason(), "NOT_BY_IMPORT");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_who_were_there_go_on() {
    for chain in TestChain::every("2025-01-02").await {
        let people = people();
        take_over(&chain, &people).await;
        assert_eq!(chain.audit().await, []);
        target(&chain, "2025-I", 31).await;

        chain.today("2025-01-13").await;
        intend(&chain, &people.waiting).await;
        decide(&chain, &people.waiting, DecisionOutcome::RejectUnfounded).await;
        is(stay(&chain, &people.waiting).await.right_ends_on, "2025-02-10");
        let left = command!(
            chain,
            returns.record_departure(RecordDepartureRequest {
                person_id: people.leaving.person.clone(),
                outcome: DepartureOutcome::IndependentIom
            })
        );
        left.await.message();
        let linked = command!(
            chain,
            housing.link_household(LinkHouseholdRequest {
                household_id: people.granted.household.clone(),
                municipality: ASSEN
            })
        );
        linked.await.message();
        let visa = command!(
            chain,
            intake.issue_entry_visa(IssueEntryVisaRequest { case_id: people.family.case.clone() })
        );
        visa.await.message();
        chain.settle().await;
        assert_eq!(
            stay(&chain, &people.leaving).await.end_reason(),
            EndReason::DepartedIndependent
        );
        assert_eq!(chain.audit().await, []);

        chain.today("2025-02-03").await;
        let arrived = command!(
            chain,
            intake.record_family_arrival(RecordFamilyArrivalRequest {
                case_id: people.family.case.clone(),
                needs_reception: true
            })
        );
        arrived.await.message();
        chain.settle().await;
        assert_eq!(stay(&chain, &people.family).await.category(), Category::FamilyReunion);
        assert_eq!(move_in(&chain, &people.granted).await.person_ids.len(), 2);
        for who in [&people.granted, &people.family] {
            assert_eq!(stay(&chain, who).await.end_reason(), EndReason::Housed);
        }
        finish(chain).await;
    }
}
