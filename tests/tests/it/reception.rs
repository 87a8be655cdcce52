//! Reception beyond placing: minors and their guardian, measures, proposals, figures, displaced people.

use client::Service;
use testkit::{Answer as _, AnyEvent, Applicant, TestChain, command, on};
use wire::housing::MatchState;
use wire::intake::{DecisionOutcome, Track};
use wire::reception::{
    Category, EndReason, GetCostsRequest, GetGuardianshipRequest, GetOccupancyRequest,
    GetPortfolioRequest, GetUkraineGapRequest, Guardianship, GuardianshipEnd, GuardianshipState,
    LocationType, Measure, MoveReason, NoGuardianReason, ProposePlacementsRequest, RegionBasis,
    SetUkraineTaskRequest, StayState,
};

use crate::corrections::stock;
use crate::steps::*;

async fn guardianship(chain: &TestChain, who: &Applicant) -> Guardianship {
    let asked = GetGuardianshipRequest { person_id: who.person.clone() };
    chain.reception().get_guardianship(asked).await.message().guardianship.unwrap()
}

async fn propose(chain: &TestChain, who: &Applicant) -> String {
    let household_ids = vec![who.household.clone()];
    let asked = ProposePlacementsRequest { household_ids, ..Default::default() };
    let answer = chain.reception().propose_placements(asked).await.message();
    answer.proposals.first().map(|one| one.location_id.clone()).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn g4_a_minor_has_a_guardian_a_small_scale_place_and_turns_18() {
    for chain in TestChain::every("2026-07-01").await {
        target(&chain, "2026-II", 31).await;
        let (adults, minors) = (open(&chain, "AZC", false).await, open(&chain, "AMV", true).await);
        let small = TestChain::id("location of Nidos");
        let opened = command!(
            chain,
            reception.open_location(OpenLocationRequest {
                location_id: small.clone(),
                name: "Nidos",
                kind: LocationType::NidosKwe,
                municipality: ASSEN,
                places: 4
            })
        );
        assert!(opened.await.message().location.unwrap().minors_only);
        let dina = Applicant { minor: true, birth_year: 2008, ..Applicant::new("dina") };
        let id = || dina.person.clone();
        apply(&chain, &dina).await;
        assert_eq!(guardianship(&chain, &dina).await.state(), GuardianshipState::Requested);
        let placed = |reason: NoGuardianReason| {
            command!(
                chain,
                reception.place_person(PlacePersonRequest {
                    person_id: id(),
                    location_id: minors.clone(),
                    no_guardian_reason: reason
                })
            )
        };
        assert_eq!(placed(NoGuardianReason::Unspecified).await.reason(), "GUARDIAN_MISSING");
        let provided =
            command!(chain, reception.provide_guardian(ProvideGuardianRequest { person_id: id() }));
        is(provided.await.message().guardianship.unwrap().provisional_on, "2026-07-01");
        assert_eq!(propose(&chain, &dina).await, minors, "no permit yet");
        assert_eq!(placed(NoGuardianReason::Requested).await.reason(), "FACT_DIFFERS");
        placed(NoGuardianReason::Unspecified).await.message();
        register(&chain, &dina).await;
        lodge(&chain, &dina).await;
        route(&chain, &dina, Track::PactRegular).await;
        interview(&chain, &dina).await;
        decide(&chain, &dina, DecisionOutcome::GrantRefugee).await;
        let moved = command!(
            chain,
            reception.move_person(MovePersonRequest {
                person_id: id(),
                location_id: small,
                reason: MoveReason::Phase
            })
        );
        moved.await.message();

        // Missing for a day: the police must know within 24 hours.
        chain.today("2026-08-10").await;
        let absent =
            command!(chain, reception.report_absence(ReportAbsenceRequest { person_id: id() }));
        absent.await.message();
        is(guardianship(&chain, &dina).await.police_by, "2026-08-11");
        let back =
            command!(chain, reception.report_return(ReportReturnRequest { person_id: id() }));
        back.await.message();

        chain.today("2026-08-15").await;
        let grown =
            command!(chain, reception.record_majority(RecordMajorityRequest { person_id: id() }));
        assert_eq!(grown.await.message().stay.unwrap().category(), Category::StatusHolder);
        let ended = guardianship(&chain, &dina).await;
        assert_eq!(ended.end_reason(), GuardianshipEnd::Age18);
        is(ended.ended_on, "2026-08-15");
        assert_eq!(propose(&chain, &dina).await, adults, "an adult place is due");
        let moved = command!(
            chain,
            reception.move_person(MovePersonRequest {
                person_id: id(),
                location_id: adults.clone(),
                reason: MoveReason::Majority
            })
        );
        assert_eq!(moved.await.message().stay.unwrap().location_id, adults);

        // Housing has heard of it: from now on linked and housed like every adult.
        chain.settle().await;
        let linked = command!(
            chain,
            housing.link_household(LinkHouseholdRequest {
                household_id: dina.household.clone(),
                municipality: GRONINGEN
            })
        );
        assert_eq!(linked.await.message().r#match.unwrap().state(), MatchState::Linked);
        chain.today("2026-09-01").await;
        assert_eq!(move_in(&chain, &dina).await.state(), MatchState::Housed);
        assert_eq!(stay(&chain, &dina).await.end_reason(), EndReason::Housed);
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_of_a_week_with_a_measure_and_somebody_without_a_bed() {
    // A Wednesday.
    for chain in TestChain::every("2026-07-01").await {
        let (azc, htl) = (open(&chain, "AZC", false).await, TestChain::id("location HTL"));
        let opened = command!(
            chain,
            reception.open_location(OpenLocationRequest {
                location_id: htl.clone(),
                name: "Hoogeveen",
                kind: LocationType::Htl,
                municipality: ASSEN,
                places: 50
            })
        );
        opened.await.message();
        let (amina, bilal) = (Applicant::new("amina"), Applicant::new("bilal"));
        apply(&chain, &amina).await;
        apply(&chain, &bilal).await;
        place(&chain, &amina, &azc).await;
        let id = || amina.person.clone();
        let imposed = command!(
            chain,
            reception.impose_measure(ImposeMeasureRequest {
                person_id: id(),
                measure: Measure::Htl,
                skip_reason: "violence"
            })
        );
        let resident = imposed.await.message().stay.unwrap();
        is(resident.measure_ends_on, "2026-09-30");
        assert!(resident.area_order);
        let moved = command!(
            chain,
            reception.move_person(MovePersonRequest {
                person_id: id(),
                location_id: htl,
                reason: MoveReason::Measure
            })
        );
        moved.await.message();

        chain.today("2026-07-08").await;
        assert!(stay(&chain, &bilal).await.unplaced, "no bed at the end of a day");
        let gone = command!(
            chain,
            reception.end_stay(EndStayRequest {
                person_id: bilal.person.clone(),
                reason: EndReason::SelfHoused
            })
        );
        assert_eq!(gone.await.message().stay.unwrap().state(), StayState::Ended);
        let seen = chain.reception().get_occupancy(GetOccupancyRequest {}).await.message();
        assert_eq!((seen.published_occupancy, seen.physical_occupancy), (1, 1));
        assert_eq!(seen.occupancy_permille, 17, "1 of 60");
        let period = GetCostsRequest { from: on("2026-07-01"), until: on("2026-07-07") };
        let costs = chain.reception().get_costs(period).await.message();
        assert_eq!((costs.rows[0].person_days, costs.cents), (7, 58_301), "7/365 of EUR 30,400");
        let asked = GetPortfolioRequest { required_places: 100, ..Default::default() };
        let portfolio = chain.reception().get_portfolio(asked).await.message();
        assert_eq!((portfolio.regular_places, portfolio.shortage), (60, 40));
        let feeds = chain.feeds().await;
        let weeks: Vec<_> = feeds
            .of(Service::Reception)
            .iter()
            .filter_map(|event| match &event.message {
                AnyEvent::OccupancyWeekReported(week) => Some(week.clone()),
                _ => None,
            })
            .collect();
        assert_eq!(weeks.len(), 1, "one Monday");
        is(weeks[0].occurred_on, "2026-07-06");
        assert_eq!((weeks[0].published, weeks[0].households[0].households), (1, 1));
        assert_eq!(weeks[0].capacity[0].places, 60);

        // The measure ends after 13 weeks by itself.
        chain.today("2026-10-01").await;
        assert_eq!(stay(&chain, &amina).await.measure(), Measure::Unspecified);
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_task_for_displaced_people_is_divided_over_the_regions() {
    for chain in TestChain::every("2025-09-01").await {
        let region =
            |region: &str, inhabitants| RegionBasis { region: region.to_owned(), inhabitants };
        let request = SetUkraineTaskRequest {
            request_id: chain.request_id(),
            occurred_on: chain.on(),
            national: 0,
            regions: vec![region("VR02", 300), region("VR01", 500), region("VR03", 200)],
        };
        let set = chain.reception().set_ukraine_task(request).await.message();
        let tasks: Vec<i32> = set.regions.iter().map(|region| region.task).collect();
        assert_eq!(tasks, [54_500, 32_700, 21_800], "109,000 by the policy of that day");
        let realised = command!(
            chain,
            reception.report_ukraine_places(ReportUkrainePlacesRequest {
                region: "VR01",
                realised: 100
            })
        );
        assert_eq!(realised.await.message().region.unwrap().realised, 100);
        let asked = GetUkraineGapRequest::default();
        let gap = chain.reception().get_ukraine_gap(asked).await.message();
        assert_eq!((gap.task, gap.shortage, gap.place_day_cents), (109_000, 109_000, 4_400));
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn beds_are_proposed_for_a_batch_together_and_a_family_stays_whole() {
    for chain in TestChain::every("2025-07-01").await {
        let (large, small) = (TestChain::id("large"), TestChain::id("small"));
        for (id, name, municipality, places) in
            [(&large, "large", GRONINGEN, 2), (&small, "small", ASSEN, 1)]
        {
            let opened = command!(
                chain,
                reception.open_location(OpenLocationRequest {
                    location_id: id.clone(),
                    name,
                    kind: LocationType::Azc,
                    municipality,
                    places,
                    small_because: "a test"
                })
            );
            opened.await.message();
        }
        let alone = Applicant::new("alone");
        apply(&chain, &alone).await;
        chain.today("2025-07-03").await;
        let mother = Applicant::new("mother");
        let father = Applicant { household: mother.household.clone(), ..Applicant::new("father") };
        apply(&chain, &mother).await;
        apply(&chain, &father).await;
        let near_municipality = GRONINGEN.to_owned();
        let asked = ProposePlacementsRequest { near_municipality, ..Default::default() };
        let answer = chain.reception().propose_placements(asked).await.message();
        let proposed: Vec<_> =
            answer.proposals.iter().map(|one| (&one.household_id, &one.location_id)).collect();
        assert_eq!(proposed, [(&alone.household, &small), (&mother.household, &large)]);
        assert_eq!(answer.proposals[1].person_ids.len(), 2, "the family is whole");
        let why = answer.proposals[0].soft.last().unwrap();
        assert!(why.starts_with("AZC large would score 30 points more"), "{why}");
        let quality = answer.quality.unwrap();
        assert!(quality.optimal && quality.score == quality.bound);
        assert!(quality.score > quality.one_by_one, "better than one after another");
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn places_are_of_one_sort_for_reception_and_for_prognosis() {
    use LocationType as T;
    for chain in TestChain::every("2026-07-01").await {
        let open_one =
            async |name: &str, kind: T, emergency: bool, minors_only: bool, places: i32| {
                let id = TestChain::id(&format!("location {name}"));
                let opened = command!(
                    chain,
                    reception.open_location(OpenLocationRequest {
                        location_id: id.clone(),
                        name,
                        kind,
                        municipality: ASSEN,
                        emergency,
                        minors_only,
                        places,
                        small_because: "a test"
                    })
                );
                opened.await.message();
                id
            };
        let azc = open_one("azc", T::Azc, false, false, 400).await;
        open_one("minors", T::AmvKwv, false, false, 20).await;
        open_one("hall", T::Emergency, true, false, 100).await;
        open_one("hall of minors", T::Azc, true, true, 7).await;
        open_one("sports hall", T::Crisis, false, false, 50).await;
        let closed = open_one("gone", T::Azc, false, false, 300).await;
        // Places that cannot be used are places still.
        let changed = command!(
            chain,
            reception.change_capacity(ChangeCapacityRequest {
                location_id: azc,
                places: 390,
                unavailable: 40,
                unavailable_reason: "a leak"
            })
        );
        changed.await.message();
        let close =
            command!(chain, reception.close_location(CloseLocationRequest { location_id: closed }));
        close.await.message();
        let pictured = async |stage: &str| stock(&chain, stage, "all").await;
        assert_eq!(pictured("capacity.regular").await, 410);
        assert_eq!(pictured("capacity.emergency").await, 107);
        assert_eq!(pictured("capacity.outside_coa").await, 50);
        assert_eq!(pictured("places.minor").await, 27);
        let asked = GetPortfolioRequest::default();
        let portfolio = chain.reception().get_portfolio(asked).await.message();
        let sorts =
            (portfolio.regular_places, portfolio.emergency_places, portfolio.outside_coa_places);
        assert_eq!((sorts, portfolio.minor_places), ((410, 107, 50), 27));
        // And by the audit: what GetOccupancy says.
        finish(chain).await;
    }
}
