//! Runs of the whole engine.

use std::sync::atomic::{AtomicU32, Ordering};

use forecast::{
    Estimate, Flows, ForecastError, Input, Kind, Month, Progress, Series, Stocks, digest, run,
};

struct Ignore;

impl Progress for Ignore {
    fn done(&self, _: u32) -> bool {
        true
    }
}

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
            ..Flows::none(Month::new(2025, 1).plus(at as i32))
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
        },
        flows,
    }
}

fn with_threads(threads: usize, input: &Input) -> Vec<Estimate> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| run(input, &Ignore)).unwrap()
}

fn find<'a>(estimates: &'a [Estimate], quantity: &str, period: &str) -> Option<&'a Estimate> {
    estimates.iter().find(|one| one.quantity == quantity && one.period == period)
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
    let estimates = run(&input, &Ignore).unwrap();
    assert!(estimates.is_sorted_by_key(|one| (&one.quantity, &one.period)));
    for one in &estimates {
        let order = [0, one.minimum, one.median, one.medio, one.maximum];
        assert!(order.is_sorted(), "{one:?}");
        assert!(one.mean >= one.minimum, "{one:?}");
    }
    let monthly = |quantity: &str| {
        estimates.iter().filter(|one| one.quantity == quantity && one.period.len() == 7).count()
    };
    for quantity in [
        "inflow.first",
        "inflow.repeat",
        "inflow.nareis",
        "inflow.resettled",
        "inflow.total",
        "ind.pending",
        "ind.grants",
        "ind.decisions",
        "coa.occupancy",
        "coa.status_holders",
        "coa.minors",
        "coa.required_capacity",
        "housing.housed",
        "departures.independent",
        "departures.forced",
        "departures.transfer",
        "departures.unsupervised",
        "departures.total",
    ] {
        assert_eq!(monthly(quantity), 16, "{quantity}");
    }
    let norm = law::Share::from_thousandths(91_000);
    let needed = |occupancy| law::announced_capacity(law::required_capacity(occupancy, norm));
    for period in ["2025-09", "2026-12"] {
        let occupancy = find(&estimates, "coa.occupancy", period).unwrap();
        let places = find(&estimates, "coa.required_capacity", period).unwrap();
        assert_eq!(places.medio, needed(occupancy.medio));
        assert_eq!(places.maximum, needed(occupancy.maximum));
    }
}

#[test]
fn means_add_up() {
    let estimates = run(&input(200), &Ignore).unwrap();
    for period in ["2025-12", "2026-06", "2026"] {
        let mean = |quantity: &str| find(&estimates, quantity, period).unwrap().mean;
        let kinds = ["first", "repeat", "nareis", "resettled"];
        let sum: i64 = kinds.iter().map(|kind| mean(&format!("inflow.{kind}"))).sum();
        assert!((sum - mean("inflow.total")).abs() <= 3);
        let kinds = ["independent", "forced", "transfer", "unsupervised"];
        let sum: i64 = kinds.iter().map(|kind| mean(&format!("departures.{kind}"))).sum();
        assert!((sum - mean("departures.total")).abs() <= 3);
    }
}

#[test]
fn a_year_is_what_is_known_plus_what_is_simulated() {
    let mut input = input(200);
    let estimates = run(&input, &Ignore).unwrap();
    let nareis = &input.inflow[10];
    let known: u32 = nareis.counts[nareis.counts.len() - 8..].iter().sum();
    let months: i64 = (9..=12)
        .map(|month| find(&estimates, "inflow.nareis", &format!("2025-{month:02}")).unwrap().mean)
        .sum();
    let year = find(&estimates, "inflow.nareis", "2025").unwrap();
    assert!((year.mean - i64::from(known) - months).abs() <= 3);
    let grants: i64 = input.flows.iter().map(|flows| flows.grants).sum();
    assert!(find(&estimates, "ind.grants", "2025").unwrap().minimum > grants);
    assert!(find(&estimates, "ind.pending", "2025").is_none());

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
    let estimates = run(&input, &Ignore).unwrap();
    let first = find(&estimates, "inflow.first", "2025").unwrap();
    assert!((first.maximum - first.minimum) * 8 < first.median, "{first:?}");
    // Resettlement reaches back eight months only, flows too: their year is not known.
    for quantity in ["inflow.resettled", "inflow.total", "ind.grants", "departures.total"] {
        assert!(find(&estimates, quantity, "2025").is_none(), "{quantity}");
    }
    assert!(find(&estimates, "inflow.nareis", "2025").is_some());
}

#[test]
fn targets_are_for_half_years_that_lie_ahead() {
    let mut input = input(100);
    let estimates = run(&input, &Ignore).unwrap();
    let periods = |estimates: &[Estimate]| -> Vec<String> {
        let targets = estimates.iter().filter(|one| one.quantity == "housing.target");
        targets.map(|one| one.period.clone()).collect()
    };
    assert_eq!(periods(&estimates), ["2026-I", "2026-II"]);
    let mean: i64 = (1..=6)
        .flat_map(|month| ["ind.grants", "inflow.nareis"].map(|name| (name, month)))
        .map(|(name, month)| find(&estimates, name, &format!("2026-{month:02}")).unwrap().mean)
        .sum();
    let target = find(&estimates, "housing.target", "2026-I").unwrap();
    assert!((target.mean - mean).abs() <= 6, "{target:?} {mean}");
    input.horizon = Month::new(2026, 11);
    assert_eq!(periods(&run(&input, &Ignore).unwrap()), ["2026-I"]);
}

#[test]
fn a_constant_history_gives_one_number() {
    let mut input = input(60);
    for (at, series) in input.inflow.iter_mut().enumerate() {
        series.counts = vec![at as u32 * 10; 40];
        series.from = input.cut.plus(-40);
    }
    let estimates = run(&input, &Ignore).unwrap();
    for one in estimates.iter().filter(|one| one.quantity.starts_with("inflow.")) {
        assert_eq!([one.minimum, one.medio, one.maximum, one.mean], [one.median; 4], "{one:?}");
    }
    assert_eq!(find(&estimates, "inflow.total", "2026").unwrap().median, 12 * 660);
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
    assert!(progress.0.into_inner() < 20);
}

#[test]
fn what_is_missing_is_named() {
    let refused = |change: fn(&mut Input)| {
        let mut input = input(10);
        change(&mut input);
        run(&input, &Ignore).unwrap_err()
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
        "kind first: no month",
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
