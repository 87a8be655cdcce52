//! Housing through its interface: targets that are passed on, proposals, the ledger, supervision, minors, and a
//! cycle of the spreading of reception places.

use testkit::{Answer as _, Applicant, TestChain, command, on};
use wire::housing::*;
use wire::intake::{DecisionOutcome, Track};
use wire::reception::StayState;

use crate::corrections::stock;
use crate::steps::*;

/// An application of 2025, granted.
async fn granted(chain: &TestChain, name: &str) -> Applicant {
    let who = Applicant::new(name);
    let location = open(chain, &format!("AZC of {name}"), false).await;
    apply(chain, &who).await;
    place(chain, &who, &location).await;
    register(chain, &who).await;
    lodge(chain, &who).await;
    route(chain, &who, Track::Legacy4General).await;
    interview(chain, &who).await;
    decide(chain, &who, DecisionOutcome::GrantRefugee).await;
    who
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_a_target_is_passed_on_and_the_total_stays_equal() {
    for chain in TestChain::every("2026-07-01").await {
        target(&chain, "2026-II", 31).await;
        let transfer = |persons| TransferTaskRequest {
            request_id: chain.request_id(),
            occurred_on: chain.on(),
            half: "2026-II".to_owned(),
            from_municipality: GRONINGEN.to_owned(),
            to_municipality: ASSEN.to_owned(),
            persons,
        };
        let done = chain.housing().transfer_task(transfer(4)).await.message();
        let (from, to) = (done.from_task.unwrap(), done.to_task.unwrap());
        assert_eq!((from.target, to.target, from.transferred), (20, 11, -4));
        let refused = chain.housing().transfer_task(transfer(21)).await;
        assert_eq!(refused.reason(), "TRANSFER_TOO_LARGE");
        let wrong = chain.housing().transfer_task(transfer(0)).await.problem();
        assert_eq!(wrong.fields, ["persons"]);
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_follows_the_profile_and_a_wrong_entry_is_countered() {
    for chain in TestChain::every("2025-07-01").await {
        target(&chain, "2025-II", 31).await;
        let who = granted(&chain, "olga").await;
        let id = || who.household.clone();
        let profile = command!(
            chain,
            housing.complete_profile(CompleteProfileRequest {
                household_id: id(),
                family_municipality: ASSEN
            })
        );
        profile.await.message();
        let asked = ProposeLinksRequest { half: "2025-II".to_owned(), ..Default::default() };
        let proposals = chain.housing().propose_links(asked).await.message().proposals;
        assert_eq!(proposals.len(), 1);
        assert_eq!(proposals[0].municipality, ASSEN);
        assert_eq!(proposals[0].reasons[0], "family of the first degree lives there");
        let linked = command!(
            chain,
            housing
                .link_household(LinkHouseholdRequest { household_id: id(), municipality: ASSEN })
        );
        linked.await.message();
        let sheltered = command!(
            chain,
            housing.house_temporarily(HouseTemporarilyRequest {
                household_id: id(),
                kind: RealisationKind::Temporary
            })
        );
        sheltered.await.message();
        chain.settle().await;
        let period = GetContributionsRequest { from: on("2025-01-01"), until: on("2025-12-31") };
        let paid = chain.housing().get_contributions(period).await.message();
        assert_eq!((paid.persons, paid.amount_cents), (1, 3_000_000));
        let ledger = ListRealisationRequest { household_id: id(), ..Default::default() };
        let entries = chain.housing().list_realisation(ledger.clone()).await.message().entries;
        let correct = || CorrectRealisationRequest {
            request_id: chain.request_id(),
            occurred_on: chain.on(),
            entry_id: entries[0].entry_id.clone(),
            reason: "booked by mistake".to_owned(),
        };
        let counter = chain.housing().correct_realisation(correct()).await.message().entry.unwrap();
        assert_eq!((counter.persons, counter.amount_cents), (-1, -3_000_000));
        let again = chain.housing().correct_realisation(correct()).await;
        assert_eq!(again.reason(), "ALREADY_CORRECTED");
        let entries = chain.housing().list_realisation(ledger).await.message().entries;
        assert_eq!(entries.iter().map(|entry| entry.persons).sum::<i32>(), 0);
        let paid = chain.housing().get_contributions(period).await.message();
        assert_eq!(paid.amount_cents, 0);
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn links_are_proposed_for_a_batch_together_and_the_words_say_who_gave_way() {
    for chain in TestChain::every("2025-07-01").await {
        // One person is to be housed in Assen.
        let tasks = target(&chain, "2025-II", 4).await;
        assert!(tasks.iter().any(|task| task.municipality == ASSEN && task.target == 1));
        let olga = granted(&chain, "olga").await;
        chain.today("2025-07-03").await;
        let piet = granted(&chain, "piet").await;
        let (first, second) = (|| olga.household.clone(), || piet.household.clone());
        let network = command!(
            chain,
            housing.complete_profile(CompleteProfileRequest {
                household_id: first(),
                network_municipality: ASSEN
            })
        );
        network.await.message();
        let family = command!(
            chain,
            housing.complete_profile(CompleteProfileRequest {
                household_id: second(),
                family_municipality: ASSEN
            })
        );
        family.await.message();
        let asked = ProposeLinksRequest { half: "2025-II".to_owned(), ..Default::default() };
        let answer = chain.housing().propose_links(asked).await.message();
        let proposed: Vec<_> = answer
            .proposals
            .iter()
            .map(|one| (one.household_id.clone(), one.municipality.as_str()))
            .collect();
        assert_eq!(proposed, [(first(), GRONINGEN), (second(), ASSEN)]);
        let reasons = &answer.proposals[0].reasons;
        assert!(reasons.iter().any(|why| why.starts_with("Assen would score")), "{reasons:?}");
        let quality = answer.quality.unwrap();
        assert!(quality.optimal && quality.score == quality.bound);
        assert!(quality.score > quality.one_by_one, "better than one after another");
        // Asked for one, the other is what is to come: the place is kept for him.
        let asked =
            ProposeLinksRequest { half: "2025-II".to_owned(), limit: 1, ..Default::default() };
        let answer = chain.housing().propose_links(asked).await.message();
        assert_eq!(answer.proposals.len(), 1);
        assert_eq!(answer.proposals[0].municipality, GRONINGEN);
        assert_eq!(answer.quality.unwrap().coming, 1);
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn excusable_arrears_bring_no_supervision() {
    for chain in TestChain::every("2026-07-01").await {
        target(&chain, "2026-II", 31).await;
        let sum = GetNationalBalanceRequest { half: "2026-II".to_owned() };
        let balance = chain.housing().get_national_balance(sum).await.message();
        assert_eq!((balance.target, balance.opening, balance.closing), (31, 3, 34));
        // Nobody was linked by 1 October, so the arrears of both are excusable: no step.
        chain.today("2027-01-04").await;
        let close = CloseHalfRequest {
            request_id: chain.request_id(),
            occurred_on: chain.on(),
            half: "2026-II".to_owned(),
        };
        chain.housing().close_half(close).await.message();
        let asked = GetSupervisionRequest { municipality: GRONINGEN.to_owned() };
        let problem = chain.housing().get_supervision(asked).await.problem();
        assert_eq!(problem.reason, "NOT_FOUND");
        let plan = RecordImprovementPlanRequest {
            request_id: chain.request_id(),
            occurred_on: chain.on(),
            municipality: GRONINGEN.to_owned(),
            valid_until: on("2027-06-30"),
        };
        let refused = chain.housing().record_improvement_plan(plan).await;
        assert_eq!(refused.reason(), "NOT_FOUND");
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn g4_a_minor_with_a_permit_moves_to_a_small_scale_place_and_is_linked_at_eighteen() {
    for chain in TestChain::every("2026-07-01").await {
        target(&chain, "2026-II", 31).await;
        target(&chain, "2027-I", 31).await;
        let minors = open(&chain, "AMV", true).await;
        let dina = Applicant { minor: true, birth_year: 2008, ..Applicant::new("dina") };
        apply(&chain, &dina).await;
        place(&chain, &dina, &minors).await;
        chain.today("2026-07-08").await;
        register(&chain, &dina).await;
        lodge(&chain, &dina).await;
        route(&chain, &dina, Track::PactRegular).await;
        interview(&chain, &dina).await;
        decide(&chain, &dina, DecisionOutcome::GrantRefugee).await;
        assert_eq!(home(&chain, &dina).await.state(), MatchState::Nidos);
        let placed = command!(
            chain,
            housing.place_with_nidos(PlaceWithNidosRequest {
                household_id: dina.household.clone(),
                municipality: GRONINGEN
            })
        );
        assert_eq!(
            placed.await.message().r#match.unwrap().housing_kind(),
            RealisationKind::SmallScale
        );
        chain.settle().await;
        assert_eq!(stay(&chain, &dina).await.state(), StayState::Ended);
        // A place of Nidos is no temporary home: she stays in its care.
        assert_eq!(stock(&chain, "housing.temporary", "all").await, 0);
        assert_eq!(stock(&chain, "housing.nidos.placed", "all").await, 1);
        // Everybody of her year of birth is 18 on the last day of the year, for reception and for housing.
        chain.today("2027-01-04").await;
        let found = home(&chain, &dina).await;
        assert_eq!(found.state(), MatchState::Ready);
        is(found.link_due_on, "2027-01-14");
        let linked = command!(
            chain,
            housing.link_household(LinkHouseholdRequest {
                household_id: dina.household.clone(),
                municipality: ASSEN
            })
        );
        linked.await.message();
        chain.today("2027-02-01").await;
        let found = move_in(&chain, &dina).await;
        // Counted for Groningen already.
        assert_eq!((found.state(), found.counted_in.as_str()), (MatchState::Housed, GRONINGEN));
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cycle_of_the_spreading_of_places_from_estimate_to_realisation() {
    for chain in TestChain::every("2024-01-31").await {
        let basis = |municipality: &str, inhabitants| SpreadingBasis {
            municipality: municipality.to_owned(),
            inhabitants,
            ses_thousandths: 0,
        };
        let estimate = |municipalities| SetCapacityEstimateRequest {
            request_id: chain.request_id(),
            occurred_on: chain.on(),
            cycle: 2024,
            places: 1_000,
            minors: 85,
            municipalities,
        };
        let wrong = chain.housing().set_capacity_estimate(estimate(vec![basis("GM9999", 1)])).await;
        assert_eq!(wrong.problem().fields, ["municipalities.0.municipality"]);
        // Assen and Emmen in Drenthe, Groningen in its own province.
        let all = vec![basis(GRONINGEN, 100_000), basis(ASSEN, 50_000), basis("GM0114", 25_000)];
        let set = chain.housing().set_capacity_estimate(estimate(all)).await.message();
        let split: Vec<i32> = set.shares.iter().map(|share| share.indicative).collect();
        assert_eq!((split, set.cycle.unwrap().estimated_late), (vec![571, 286, 143], false));

        chain.today("2024-10-31").await;
        let places = |municipality: &str, places| MunicipalPlaces {
            municipality: municipality.to_owned(),
            places,
        };
        let report = |municipalities| RecordProvincialReportRequest {
            request_id: chain.request_id(),
            occurred_on: chain.on(),
            cycle: 2024,
            province: "Drenthe".to_owned(),
            municipalities,
        };
        let refused =
            chain.housing().record_provincial_report(report(vec![places(ASSEN, 300)])).await;
        assert_eq!(refused.reason(), "TOTAL_NOT_KEPT");
        let traded = report(vec![places(ASSEN, 229), places("GM0114", 200)]);
        chain.housing().record_provincial_report(traded).await.message();

        chain.today("2024-12-20").await;
        let decision = DecideDistributionRequest {
            request_id: chain.request_id(),
            occurred_on: chain.on(),
            cycle: 2024,
            appointments: Vec::new(),
        };
        let decided = chain.housing().decide_distribution(decision).await.message();
        assert!(!decided.cycle.unwrap().decided_late);

        chain.today("2025-06-02").await;
        let entry_id = TestChain::id("places");
        let realised = RecordPlacesRequest {
            request_id: chain.request_id(),
            occurred_on: chain.on(),
            cycle: 2024,
            municipality: ASSEN.to_owned(),
            entry_id: entry_id.clone(),
            places: 150,
            available_from: on("2025-07-01"),
            available_until: on("2031-07-01"),
            existing: false,
        };
        chain.housing().record_places(realised).await.message();
        let asked = || GetDistributionRequest { cycle: 2024 };
        let found = chain.housing().get_distribution(asked()).await.message();
        is(found.realise_by, "2025-07-01");
        let gaps: Vec<i32> = found.municipalities.iter().map(|one| one.gap).collect();
        assert_eq!(gaps, [571, 79, 200]);
        let provinces: Vec<(&str, i64)> =
            found.provinces.iter().map(|one| (one.province.as_str(), one.gap)).collect();
        assert_eq!(provinces, [("Drenthe", 279), ("Groningen", 571)]);
        let correct = CorrectPlacesRequest {
            request_id: chain.request_id(),
            occurred_on: chain.on(),
            cycle: 2024,
            entry_id,
        };
        chain.housing().correct_places(correct).await.message();
        let found = chain.housing().get_distribution(asked()).await.message();
        assert_eq!(found.municipalities[1].gap, 229);
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_municipality_that_stays_behind_climbs_the_ladder() {
    for chain in TestChain::every("2025-07-01").await {
        let basis = MunicipalBasis {
            municipality: ASSEN.to_owned(),
            inhabitants: 70_000,
            opening: Some(0),
            ..MunicipalBasis::default()
        };
        let set = SetTargetRequest {
            request_id: chain.request_id(),
            occurred_on: chain.on(),
            half: "2025-II".to_owned(),
            national: 1,
            municipalities: vec![basis],
        };
        // Announced after the half-year began: accepted, and flagged.
        assert!(chain.housing().set_target(set).await.message().announced_late);
        let who = granted(&chain, "pavel").await;
        link(&chain, &who, ASSEN).await;
        chain.today("2026-01-05").await;
        let close = CloseHalfRequest {
            request_id: chain.request_id(),
            occurred_on: chain.on(),
            half: "2025-II".to_owned(),
        };
        chain.housing().close_half(close).await.message();
        let asked = || GetSupervisionRequest { municipality: ASSEN.to_owned() };
        let found = chain.housing().get_supervision(asked()).await.message().supervision.unwrap();
        assert_eq!((found.step, found.reason()), (1, SupervisionReason::Arrears));
        is(found.plan_due_on, "2026-02-26");
        let decide = DecideSubstitutionRequest {
            request_id: chain.request_id(),
            occurred_on: chain.on(),
            municipality: ASSEN.to_owned(),
            last_term_on: on("2026-04-01"),
        };
        let refused = chain.housing().decide_substitution(decide).await;
        assert_eq!(refused.reason(), "WRONG_STATE");
        chain.today("2026-02-27").await;
        let found = chain.housing().get_supervision(asked()).await.message().supervision.unwrap();
        assert_eq!((found.step, found.reason()), (2, SupervisionReason::NoPlan));
        let plan = RecordImprovementPlanRequest {
            request_id: chain.request_id(),
            occurred_on: chain.on(),
            municipality: ASSEN.to_owned(),
            valid_until: on("2026-06-30"),
        };
        chain.housing().record_improvement_plan(plan).await.message();
        let listed = ListSupervisionRequest { step_min: 2, ..Default::default() };
        let all = chain.housing().list_supervision(listed).await.message().supervisions;
        assert_eq!((all.len(), all[0].version), (1, 3));
        finish(chain).await;
    }
}
