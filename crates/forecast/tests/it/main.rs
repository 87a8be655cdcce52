//! Runs of the whole engine.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU32, Ordering};

use forecast::assumption::{Estimated, Standard};
use forecast::expert::{Expectation, Inflow, Statement};
use forecast::measure::Measure;
use forecast::quantities::Quantity as Q;
use forecast::scenario::Levels;
use forecast::{
    Estimate, Flows, ForecastError, GroupFacts, Input, Kind, Law, Month, Progress, Series, Stocks,
    Unwatched, compare, digest, estimated, run,
};
use kernel::Date;

/// Twelve series and a year of flows, of about the size of the Netherlands in 2025.
fn input(replications: u32) -> Input {
    let cut = Month::new(2025, 9);
    let wave = |at: i32, mean: i32, phase: i32| {
        let season = [92, 88, 92, 90, 94, 98, 104, 108, 114, 114, 108, 98][(at % 12) as usize];
        let swing = (at * 37 + phase * 53) % 41 - 20;
        (mean * season / 100 + mean * swing / 100).max(0) as u32
    };
    let series = |kind, group: &str, months: i32, mean, phase| Series {
        kind,
        group: group.to_owned(),
        from: cut.plus(-months),
        counts: (0..months).map(|at| wave(at + 120 - months, mean, phase)).collect(),
    };
    let mut inflow: Vec<Series> = (0..9)
        .map(|group| series(Kind::First, &format!("group {group}"), 116, 600 / (group + 1), group))
        .collect();
    inflow.push(series(Kind::Repeat, "all", 20, 130, 3));
    inflow.push(series(Kind::Nareis, "all", 92, 1_300, 4));
    inflow.push(series(Kind::Resettled, "all", 8, 60, 5));
    let flows = (0..8)
        .map(|at| Flows {
            grants: 1_100 + at * 20,
            rejections: 900 - at * 10,
            transfers: 150,
            withdrawn: 250,
            appeals: 500,
            rulings: 450,
            grounded: 60,
            minors_in: 200,
            minors_out: 260,
            housed: 1_300 + at * 15,
            granted_in_reception: 1_000,
            files_other: 300,
            departed_independent: 350,
            departed_forced: 120,
            departed_transfer: 140,
            departed_unsupervised: 420,
            returns_lawful: 40,
            pending_start: 50_000,
            return_cases_start: 9_000,
            minors_start: 5_000,
            appeals_start: 7_000,
            ..Flows::none(Month::new(2025, 1).plus(at.try_into().unwrap()))
        })
        .collect();
    Input {
        cut,
        horizon: Month::new(2026, 12),
        seed: 2025,
        replications,
        occupancy_norm: 91_000,
        inflow,
        stocks: Stocks {
            pending: 50_000,
            appeals: 7_000,
            applicants: 42_000,
            rejected: 1_500,
            status_holders: 18_000,
            minors: 4_900,
            return_cases: 9_200,
            nareis_pending: 15_000,
            nidos: 2_500,
            detained: 300,
            places_regular: 48_000,
            places_emergency: 27_000,
            places_minors: 5_000,
            ukraine: 90_000,
        },
        flows,
        groups: (0..9)
            .map(|group| GroupFacts {
                group: format!("group {group}"),
                pending: 18_000 / (group + 1),
                first: 7_000 / (group + 1),
                minors: 900 / (group + 1),
                grants: 700 - 70 * group,
                rejections: 300 + 70 * group,
                transfers: 100,
            })
            .collect(),
        permits: vec![1_200; 32],
        law: Law::of(law::pact_2026(), cut),
        levels: Levels::default(),
        assumptions: BTreeMap::new(),
        measures: BTreeSet::new(),
        expectations: Vec::new(),
    }
}

fn with_threads(threads: usize, input: &Input) -> Vec<Estimate> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| run(input, &Unwatched)).unwrap()
}

fn find<'a>(estimates: &'a [Estimate], quantity: Q, period: &str) -> Option<&'a Estimate> {
    estimates.iter().find(|one| one.subject == quantity && one.period == period)
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_any_number_of_threads() {
    let input = input(150);
    let one = with_threads(1, &input);
    let two = with_threads(2, &input);
    assert_eq!(one, two);
    assert_eq!(digest(&one), digest(&two));
    let other = with_threads(2, &Input { seed: input.seed + 1, ..input });
    assert_ne!(digest(&one), digest(&other));
}

#[test]
fn estimates_are_complete_sorted_and_do_not_cross() {
    let input = input(200);
    let estimates = run(&input, &Unwatched).unwrap();
    assert!(estimates.is_sorted_by_key(|one| (one.subject.to_string(), &one.period)));
    for one in &estimates {
        let order = [0, one.minimum, one.median, one.medio, one.maximum];
        assert!(order.is_sorted(), "{one:?}");
        assert!(one.mean >= one.minimum, "{one:?}");
    }
    let monthly = |quantity: Q| {
        estimates.iter().filter(|one| one.subject == quantity && one.period.len() == 7).count()
    };
    for quantity in [
        Q::InflowFirst,
        Q::InflowRepeat,
        Q::InflowNareis,
        Q::InflowResettled,
        Q::InflowTotal,
        Q::IndPending,
        Q::IndGrants,
        Q::IndDecisions,
        Q::CoaOccupancy,
        Q::CoaStatusHolders,
        Q::CoaMinors,
        Q::CoaRequiredCapacity,
        Q::HousingHoused,
        Q::DeparturesIndependent,
        Q::DeparturesForced,
        Q::DeparturesTransfer,
        Q::DeparturesUnsupervised,
        Q::DeparturesTotal,
    ] {
        assert_eq!(monthly(quantity), 16, "{quantity}");
    }
    let norm = law::Share::from_thousandths(91_000);
    let needed = |occupancy| law::announced_capacity(law::required_capacity(occupancy, norm));
    for period in ["2025-09", "2026-12"] {
        let occupancy = find(&estimates, Q::CoaOccupancy, period).unwrap();
        let places = find(&estimates, Q::CoaRequiredCapacity, period).unwrap();
        assert_eq!(places.medio, needed(occupancy.medio));
        assert_eq!(places.maximum, needed(occupancy.maximum));
    }
}

#[test]
fn every_quantity_is_forecast_and_nothing_without_a_name() {
    let estimates = run(&input(100), &Unwatched).unwrap();
    let found: BTreeSet<Q> = estimates.iter().map(|one| one.subject.quantity()).collect();
    assert_eq!(found, Q::ALL.iter().copied().collect());
}

#[test]
fn a_file_with_an_unknown_name_is_refused_by_that_name() {
    let mut input = input(10);
    input.assumptions.insert(Standard::LinkDays.into(), 90.0);
    input.measures.insert(Measure::PactInflow);
    let text = serde_json::to_string(&input).unwrap();
    assert_eq!(serde_json::from_str::<Input>(&text).unwrap(), input);
    for known in ["link_days", "pact.inflow", "resettled"] {
        let wrong = text.replace(known, "luck");
        let refused = serde_json::from_str::<Input>(&wrong).unwrap_err().to_string();
        assert!(refused.contains("luck"), "{refused}");
    }
}

#[test]
fn means_add_up() {
    let estimates = run(&input(200), &Unwatched).unwrap();
    for period in ["2025-12", "2026-06", "2026"] {
        let mean = |quantity: Q| find(&estimates, quantity, period).unwrap().mean;
        let sum: i64 = Kind::ALL.iter().map(|kind| mean(Q::inflow(*kind))).sum();
        assert!((sum - mean(Q::InflowTotal)).abs() <= 3);
        let ways = [
            Q::DeparturesIndependent,
            Q::DeparturesForced,
            Q::DeparturesTransfer,
            Q::DeparturesUnsupervised,
        ];
        let sum: i64 = ways.into_iter().map(mean).sum();
        assert!((sum - mean(Q::DeparturesTotal)).abs() <= 3);
    }
}

#[test]
fn a_year_is_what_is_known_plus_what_is_simulated() {
    let mut input = input(200);
    let estimates = run(&input, &Unwatched).unwrap();
    let nareis = &input.inflow[10];
    let known: u32 = nareis.counts[nareis.counts.len() - 8..].iter().sum();
    let months: i64 = (9..=12)
        .map(|month| find(&estimates, Q::InflowNareis, &format!("2025-{month:02}")).unwrap().mean)
        .sum();
    let year = find(&estimates, Q::InflowNareis, "2025").unwrap();
    assert!((year.mean - i64::from(known) - months).abs() <= 3);
    let grants: i64 = input.flows.iter().map(|flows| flows.grants).sum();
    assert!(find(&estimates, Q::IndGrants, "2025").unwrap().minimum > grants);
    assert!(find(&estimates, Q::IndPending, "2025").is_none());

    // Eleven months known: little is left to doubt.
    let nareis = &mut input.inflow;
    for series in nareis.iter_mut() {
        series.from = series.from.plus(3);
    }
    for flows in &mut input.flows {
        flows.month = flows.month.plus(3);
    }
    input.cut = input.cut.plus(3);
    input.horizon = input.cut;
    let estimates = run(&input, &Unwatched).unwrap();
    let first = find(&estimates, Q::InflowFirst, "2025").unwrap();
    assert!((first.maximum - first.minimum) * 8 < first.median, "{first:?}");
    // Resettlement reaches back eight months only, flows too: their year is not known.
    for quantity in [Q::InflowResettled, Q::InflowTotal, Q::IndGrants, Q::DeparturesTotal] {
        assert!(find(&estimates, quantity, "2025").is_none(), "{quantity}");
    }
    assert!(find(&estimates, Q::InflowNareis, "2025").is_some());
}

#[test]
fn targets_are_for_half_years_that_lie_ahead() {
    let mut input = input(100);
    let estimates = run(&input, &Unwatched).unwrap();
    let periods = |estimates: &[Estimate]| -> Vec<String> {
        let targets = estimates.iter().filter(|one| one.subject == Q::HousingTarget);
        targets.map(|one| one.period.clone()).collect()
    };
    assert_eq!(periods(&estimates), ["2026-I", "2026-II"]);
    let mean: i64 = (1..=6)
        .flat_map(|month| [Q::IndGrants, Q::InflowNareis].map(|name| (name, month)))
        .map(|(name, month)| find(&estimates, name, &format!("2026-{month:02}")).unwrap().mean)
        .sum();
    let target = find(&estimates, Q::HousingTarget, "2026-I").unwrap();
    assert!((target.mean - mean).abs() <= 6, "{target:?} {mean}");
    input.horizon = Month::new(2026, 11);
    assert_eq!(periods(&run(&input, &Unwatched).unwrap()), ["2026-I"]);
}

#[test]
fn a_constant_history_stays_where_it_is() {
    let mut input = input(60);
    for (at, series) in input.inflow.iter_mut().enumerate() {
        series.counts = vec![u32::try_from(at).unwrap() * 10; 40];
        series.from = input.cut.plus(-40);
    }
    let estimates = run(&input, &Unwatched).unwrap();
    // Nine groups of 0 to 80 a month; counts scatter as Poisson counts do.
    let first = find(&estimates, Q::InflowFirst, "2026").unwrap();
    assert!((first.median - 12 * 360).abs() < 130, "{first:?}");
    assert!(first.maximum - first.minimum < 500, "{first:?}");
}

#[test]
fn a_run_stops_when_asked() {
    struct Stop(AtomicU32);
    impl Progress for Stop {
        fn done(&self, replications: u32) -> bool {
            self.0.fetch_add(1, Ordering::Relaxed);
            replications < 40
        }
    }
    let progress = Stop(AtomicU32::new(0));
    assert_eq!(run(&input(4_000), &progress), Err(ForecastError::Cancelled));
    assert_eq!(progress.0.into_inner(), 1);
}

#[test]
fn an_expectation_of_full_weight_is_what_comes_out_and_the_model_stands_beside_it() {
    let mut input = input(600);
    let alone = run(&input, &Unwatched).unwrap();
    input.expectations.push(Statement {
        quantity: Inflow::Total,
        year: 2026,
        expectation: Expectation::Triple { minimum: 39_000.0, medio: 51_000.0, maximum: 67_100.0 },
        weight: 1.0,
        author: "working group".to_owned(),
        reason: "the letter".to_owned(),
        expires: Date::MAX,
    });
    let imposed = run(&input, &Unwatched).unwrap();
    let total = find(&imposed, Q::InflowTotal, "2026").unwrap();
    for (found, wanted) in [(total.minimum, 39_000), (total.medio, 51_000), (total.maximum, 67_100)]
    {
        assert!((found - wanted).abs() * 100 <= wanted * 2, "{total:?}");
    }
    let model = find(&alone, Q::InflowTotal, "2026").unwrap();
    assert_eq!(total.model_median, model.median);
    assert_ne!(total.median, model.median);
    input.expectations[0].expires = Date::constant(2025, 8, 31);
    assert!(matches!(run(&input, &Unwatched), Err(ForecastError::Inconsistent(_))));
}

#[test]
fn scenario_paths_add_up_over_the_kinds_of_inflow() {
    let estimates = run(&input(400), &Unwatched).unwrap();
    for at in 0..4 {
        let path = |quantity: Q| find(&estimates, quantity, "2026").unwrap().paths[at];
        let sum: i64 = Kind::ALL.iter().map(|kind| path(Q::inflow(*kind))).sum();
        assert!((sum - path(Q::InflowTotal)).abs() <= 3);
    }
    let total = find(&estimates, Q::InflowTotal, "2026").unwrap();
    assert!(total.paths.is_sorted(), "{total:?}");
}

#[test]
fn more_homes_and_more_decisions_move_the_bottleneck() {
    let base = input(200);
    let homes = estimated(&base, Estimated::HomesPerMonth.into()).unwrap();
    let set = |assumption: Estimated, value: f64| {
        let mut changed = base.clone();
        changed.assumptions.insert(assumption.into(), value);
        changed
    };
    let effect = |changed: &Input, quantity: Q| {
        let compared = compare(&base, changed, 200).unwrap();
        let found = compared.effects.iter().rev().find(|e| e.subject == quantity);
        found.cloned().unwrap()
    };
    let more = set(Estimated::HomesPerMonth, homes * 1.5);
    let occupancy = effect(&more, Q::CoaOccupancy);
    assert!(occupancy.difference_high < 0, "{occupancy:?}");
    assert_eq!(occupancy.period, "2026-12");
    // Whoever is decided on earlier waits for a home: the stock of IND falls by more than reception.
    let decisions = estimated(&base, Estimated::DecisionsPerMonth.into()).unwrap();
    let faster = set(Estimated::DecisionsPerMonth, decisions * 1.25);
    let pending = effect(&faster, Q::IndPending);
    assert!(pending.difference_high < 0, "{pending:?}");
    assert!(effect(&faster, Q::CoaOccupancy).difference > pending.difference);
    assert!(effect(&faster, Q::HousingBacklog).difference > 0);
}

#[test]
fn a_measure_is_off_until_it_is_asked_for() {
    let base = input(200);
    let mut package = base.clone();
    package.measures.insert(Measure::HousingPackage);
    let compared = compare(&base, &package, 200).unwrap();
    let housed =
        compared.effects.iter().find(|e| e.subject == Q::HousingHoused && e.period == "2026");
    assert!(housed.unwrap().difference > 0);
}

#[test]
fn what_is_missing_is_named() {
    let refused = |change: fn(&mut Input)| {
        let mut input = input(10);
        change(&mut input);
        run(&input, &Unwatched).unwrap_err()
    };
    let missing = |change, word: &str| match refused(change) {
        ForecastError::NotEnoughData(text) => assert!(text.contains(word), "{text}"),
        other => panic!("{other}"),
    };
    missing(|input| input.inflow.retain(|one| one.kind != Kind::Resettled), "resettled");
    missing(|input| input.flows.clear(), "flows: 0 months");
    missing(
        |input| {
            for flows in &mut input.flows {
                (flows.grants, flows.rejections) = (0, 0);
            }
        },
        "no decision",
    );
    missing(
        |input| {
            let series = &mut input.inflow[0];
            series.from = input.cut;
            series.counts.clear();
        },
        "first: 0 months",
    );
    let inconsistent = |change, word: &str| match refused(change) {
        ForecastError::Inconsistent(text) => assert!(text.contains(word), "{text}"),
        other => panic!("{other}"),
    };
    inconsistent(|input| input.inflow[3].counts.truncate(60), "group 3");
    inconsistent(|input| input.flows.swap(3, 4), "flows: 2025-05 where 2025-04 belongs");
    inconsistent(|input| input.stocks.pending = -1, "stocks");
    inconsistent(|input| input.flows[2].housed = -1, "flows of 2025-03");
    inconsistent(|input| input.horizon = input.cut.plus(-1), "horizon");
    inconsistent(|input| input.replications = 0, "replications");
}
