//! Steps that most journeys share.

use testkit::{Answer as _, Applicant, TestChain, command, on};
use wire::common::CivilDate;
use wire::housing::{
    GetHousingMatchRequest, HousingMatch, ListTasksRequest, MunicipalBasis, SetTargetRequest, Task,
};
use wire::intake::{AsylumCase, DecisionOutcome, GetCaseRequest, Track};
use wire::reception::{GetStayRequest, LocationType, Stay};
use wire::returns::{GetReturnCaseRequest, ReturnCase};

/// Groningen.
pub const GRONINGEN: &str = "GM0014";
/// Assen.
pub const ASSEN: &str = "GM0106";

/// Nothing is broken; then the chain goes.
pub async fn finish(chain: TestChain) {
    let found = chain.audit().await;
    let all: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert!(all.is_empty(), "on {:?}: {all:#?}", chain.engine);
    chain.stop().await;
}

/// A location with ten places.
pub async fn open(chain: &TestChain, name: &str, minors_only: bool) -> String {
    let kind = if minors_only { LocationType::AmvKwv } else { LocationType::Azc };
    let id = TestChain::id(&format!("location {name}"));
    let opened = command!(
        chain,
        reception.open_location(OpenLocationRequest {
            location_id: id.clone(),
            name,
            kind,
            municipality: GRONINGEN,
            places: 10,
            minors_only,
            small_because: "a test"
        })
    );
    opened.await.message();
    id
}

/// Asks for asylum, and waits until reception expects the person.
pub async fn apply(chain: &TestChain, who: &Applicant) -> AsylumCase {
    let made = chain.intake().make_application(chain.application(who)).await.message();
    chain.settle().await;
    made.case.unwrap()
}

/// The person takes a place; of a minor Nidos was asked and has not answered yet.
pub async fn place(chain: &TestChain, who: &Applicant, location: &str) -> Stay {
    let no_guardian = if who.minor {
        wire::reception::NoGuardianReason::Requested
    } else {
        wire::reception::NoGuardianReason::Unspecified
    };
    let placed = command!(
        chain,
        reception.place_person(PlacePersonRequest {
            person_id: who.person.clone(),
            location_id: location,
            no_guardian_reason: no_guardian
        })
    );
    placed.await.message().stay.unwrap()
}

/// The data are recorded.
pub async fn register(chain: &TestChain, who: &Applicant) -> AsylumCase {
    let case_id = who.case.clone();
    let registered =
        command!(chain, intake.register_application(RegisterApplicationRequest { case_id }));
    registered.await.message().case.unwrap()
}

/// The application is lodged.
pub async fn lodge(chain: &TestChain, who: &Applicant) -> AsylumCase {
    let case_id = who.case.clone();
    let lodged = command!(chain, intake.lodge_application(LodgeApplicationRequest { case_id }));
    lodged.await.message().case.unwrap()
}

/// A track is assigned.
pub async fn route(chain: &TestChain, who: &Applicant, track: Track) -> AsylumCase {
    let routed = command!(
        chain,
        intake.assign_track(AssignTrackRequest { case_id: who.case.clone(), track })
    );
    routed.await.message().case.unwrap()
}

/// The personal interview is held.
pub async fn interview(chain: &TestChain, who: &Applicant) -> AsylumCase {
    let case_id = who.case.clone();
    let held = command!(chain, intake.hold_interview(HoldInterviewRequest { case_id }));
    held.await.message().case.unwrap()
}

/// An intention to reject is issued, and the view on it received: the old law asks for both.
pub async fn intend(chain: &TestChain, who: &Applicant) {
    let case_id = || who.case.clone();
    command!(chain, intake.issue_intention(IssueIntentionRequest { case_id: case_id() }))
        .await
        .message();
    command!(chain, intake.record_view(RecordViewRequest { case_id: case_id() })).await.message();
}

/// A decision is made, and everybody hears of it.
pub async fn decide(chain: &TestChain, who: &Applicant, outcome: DecisionOutcome) -> AsylumCase {
    let decided = command!(
        chain,
        intake.decide_application(DecideApplicationRequest { case_id: who.case.clone(), outcome })
    );
    let case = decided.await.message().case.unwrap();
    chain.settle().await;
    case
}

/// An application from the wish to the interview, all today under the pact.
pub async fn interviewed(chain: &TestChain, who: &Applicant, location: &str) {
    apply(chain, who).await;
    place(chain, who, location).await;
    register(chain, who).await;
    lodge(chain, who).await;
    route(chain, who, Track::PactRegular).await;
    interview(chain, who).await;
}

/// The case as intake has it.
pub async fn case(chain: &TestChain, id: &str) -> AsylumCase {
    let asked = GetCaseRequest { case_id: id.to_owned() };
    chain.intake().get_case(asked).await.message().case.unwrap()
}

/// The stay as reception has it.
pub async fn stay(chain: &TestChain, who: &Applicant) -> Stay {
    let asked = GetStayRequest { person_id: who.person.clone() };
    chain.reception().get_stay(asked).await.message().stay.unwrap()
}

/// The departure case as returns has it.
pub async fn departure(chain: &TestChain, who: &Applicant) -> ReturnCase {
    let asked = GetReturnCaseRequest { person_id: who.person.clone() };
    chain.returns().get_return_case(asked).await.message().return_case.unwrap()
}

/// The match as housing has it.
pub async fn home(chain: &TestChain, who: &Applicant) -> HousingMatch {
    let asked = GetHousingMatchRequest { household_id: who.household.clone() };
    chain.housing().get_housing_match(asked).await.message().r#match.unwrap()
}

/// The national target of a half-year over Groningen and Assen; one without another before it tells the arrears.
pub async fn target(chain: &TestChain, half: &str, national: i32) -> Vec<Task> {
    let (year, no) = half.split_once('-').unwrap();
    let year: i32 = year.parse().unwrap();
    let before = if no == "I" { format!("{}-II", year - 1) } else { format!("{year}-I") };
    let asked = ListTasksRequest { half: before, ..ListTasksRequest::default() };
    let first = chain.housing().list_tasks(asked).await.message().tasks.is_empty();
    let basis = |municipality: &str, inhabitants, opening| MunicipalBasis {
        municipality: municipality.to_owned(),
        inhabitants,
        opening: first.then_some(opening),
        ..MunicipalBasis::default()
    };
    let request = SetTargetRequest {
        request_id: chain.request_id(),
        occurred_on: chain.on(),
        half: half.to_owned(),
        national,
        municipalities: vec![basis(GRONINGEN, 240_000, 3), basis(ASSEN, 70_000, 0)],
    };
    chain.housing().set_target(request).await.message().tasks
}

/// The profile is completed and the household linked.
pub async fn link(chain: &TestChain, who: &Applicant, municipality: &str) -> HousingMatch {
    let household_id = who.household.clone();
    let done = command!(chain, housing.complete_profile(CompleteProfileRequest { household_id }));
    done.await.message();
    let linked = command!(
        chain,
        housing.link_household(LinkHouseholdRequest {
            household_id: who.household.clone(),
            municipality
        })
    );
    linked.await.message().r#match.unwrap()
}

/// A dwelling is offered, accepted, and the household moves.
pub async fn move_in(chain: &TestChain, who: &Applicant) -> HousingMatch {
    let id = || who.household.clone();
    let offered =
        command!(chain, housing.offer_dwelling(OfferDwellingRequest { household_id: id() }));
    offered.await.message();
    let accepted = command!(chain, housing.accept_offer(AcceptOfferRequest { household_id: id() }));
    accepted.await.message();
    let moved = command!(
        chain,
        housing.house_household(HouseHouseholdRequest {
            household_id: id(),
            kind: wire::housing::RealisationKind::Dwelling
        })
    );
    let found = moved.await.message().r#match.unwrap();
    chain.settle().await;
    found
}

/// Asserts a date that was sent.
#[track_caller]
pub fn is(sent: Option<CivilDate>, day: &str) {
    assert_eq!(sent, on(day));
}
