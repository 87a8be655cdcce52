//! What must hold on every path: nobody appears or vanishes, and chance does not depend on threads.

use proptest::prelude::*;

use crate::sim::reference::{ketenref1, wide};
use crate::sim::*;

const OUT: [Flow; 8] = [
    Flow::Transferred,
    Flow::Disappeared,
    Flow::LeftVoluntary,
    Flow::LeftForced,
    Flow::LeftUnsupervised,
    Flow::LeftReturn,
    Flow::Housed,
    Flow::OwnHome,
];

/// Persons in the chain at the start; relatives abroad are not.
fn warm(model: &Model) -> i64 {
    let there = model.warm.iter().filter(|warm| warm.station != Station::Abroad);
    there.flat_map(|warm| &warm.ages).map(|age| i64::from(age.count)).sum()
}

fn conserves(model: &Model, runs: &Runs) {
    let column = |output: Output| runs.column(&output.name()).unwrap();
    let stocks: Vec<usize> = Station::ALL
        .iter()
        .filter(|station| **station != Station::Abroad)
        .map(|station| column(Output::Stock(*station)))
        .collect();
    let out = OUT.map(|flow| column(Output::Flow(flow)));
    let into = [Flow::Arrived, Flow::RelativesArrived].map(|flow| column(Output::Flow(flow)));
    for replication in 0..runs.replications() {
        let mut expected = warm(model);
        for month in 0..runs.months() {
            let value = |column: &usize| i64::from(runs.value(replication, month, *column));
            expected += into.iter().map(value).sum::<i64>() - out.iter().map(value).sum::<i64>();
            assert!(stocks.iter().all(|column| value(column) >= 0));
            assert_eq!(stocks.iter().map(value).sum::<i64>(), expected, "month {month}");
            let total = value(&column(Output::Total(Total::Reception)));
            let categories = Reception::ALL.iter().map(|one| column(Output::Reception(*one)));
            assert_eq!(categories.map(|column| value(&column)).sum::<i64>(), total);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn nobody_appears_or_vanishes(
        seed in any::<u64>(),
        workers in 0.0..900.0_f64,
        places in 0.0..5_000.0_f64,
        carry in any::<bool>(),
        share in 0.0..1.0_f64,
    ) {
        let mut model = wide(14);
        let parameters = &mut model.parameters;
        parameters.workers = Series::Monthly(vec![workers, 400.0, workers]);
        parameters.places = places.into();
        parameters.unused_places = if carry { Unused::Carry } else { Unused::Lapse };
        parameters.staff = vec![share, 1.0 - share];
        for class in &mut parameters.classes {
            class.appeal_lag.stretch = 0.2_f64 + share;
            class.arrival_lag.shift_days = (300.0 * share) as u32;
        }
        for engine in [Engine::Counters, Engine::Persons, Engine::Months] {
            conserves(&model, &run(&model, engine, seed, 0..1, |_, _| ()).unwrap());
        }
    }
}

/// The books of every day, by station and class, on the benchmark's first month.
#[test]
fn nobody_vanishes_on_any_day() {
    let model = wide(2);
    let plan = plan::Plan::new(&model);
    let on = |day: usize| -> Vec<u32> {
        let of =
            |(at, class): (usize, &Class)| if class.relative { 0 } else { (day + at) as u32 % 3 };
        model.classes.iter().enumerate().map(of).collect()
    };
    let arrivals: Vec<Vec<u32>> = (0..28).map(on).collect();
    let mut expected = warm(&model);
    let mut day = 0;
    let mut before = 0;
    let mut check = |books: &ledger::Ledger| {
        let sum = |flows: &[Flow]| -> i64 {
            let of = |flow: &Flow| {
                (0..model.classes.len()).map(|class| books.flowed(*flow, class)).sum::<i32>()
            };
            flows.iter().map(|flow| i64::from(of(flow))).sum()
        };
        let net = sum(&[Flow::Arrived, Flow::RelativesArrived]) - sum(&OUT);
        expected += net - before;
        before = net;
        let stations = Station::ALL.iter().filter(|station| **station != Station::Abroad);
        let there: u32 = stations
            .map(|station| {
                (0..model.classes.len()).map(|class| books.stock(*station, class)).sum::<u32>()
            })
            .sum();
        assert_eq!(i64::from(there), expected, "day {day}");
        day += 1;
    };
    counters::by_day(&plan, &arrivals, &mut check);
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let reference = ketenref1(0.09);
    let on = |threads: usize, engine: Engine| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| reference.run(engine, 5, 0..10).unwrap())
    };
    for engine in [Engine::Counters, Engine::Persons, Engine::Months] {
        let one = on(1, engine);
        assert!(one == on(2, engine) && one == on(8, engine), "{engine:?}");
        let mut parts = reference.run(engine, 5, 0..3).unwrap();
        parts.append(reference.run(engine, 5, 3..10).unwrap());
        assert!(one == parts, "{engine:?} in parts");
    }
}

/// The known answer of each engine: a change here changes published forecasts.
#[test]
fn every_machine_gives_these_bits() {
    let model = wide(12);
    let digest = |engine: Engine| {
        let runs = run(&model, engine, 7, 0..2, |_, _| ()).unwrap();
        let all = (0..2).flat_map(|replication| runs.path(replication).to_vec());
        all.fold(0_u64, |sum, value| sum.wrapping_mul(1_000_003).wrapping_add(value as u64))
    };
    let found = [Engine::Counters, Engine::Persons, Engine::Months].map(digest);
    assert_eq!(
        found,
        [1_019_957_001_124_554_572, 6_323_050_028_616_421_329, 17_555_987_747_533_886_879]
    );
}

#[test]
fn an_observer_sees_who_the_run_counts() {
    #[derive(Default)]
    struct Steps {
        of_first: Vec<(i32, Option<Station>)>,
        left: u32,
        waits: Waits,
    }
    impl Observer for Steps {
        fn moved(&mut self, day: i32, person: u32, _: usize, to: Option<Station>) {
            self.left += u32::from(to.is_none());
            if person == 0 {
                self.of_first.push((day, to));
            }
        }
        fn waited(&mut self, track: usize, days: u32) {
            self.waits.waited(track, days);
        }
    }
    let mut reference = ketenref1(0.0);
    reference.model.months = 30;
    let model = &mut reference.model;
    model.parameters.arrivals = Arrivals::Expected(vec![3_000.0; 30]);
    model.warm.reverse();
    let model = &reference.model;
    let mut steps = Steps::default();
    watch(model, &crate::random::Streams::new(4, 1), &model.parameters, &mut steps).unwrap();
    // The first person stands in the lag, then waits for a home and leaves to it.
    let [(-1, Some(Station::Lag)), (day, Some(Station::Ready)), (last, None)] = steps.of_first[..]
    else {
        panic!("{:?}", steps.of_first);
    };
    assert!(0 <= day && day <= last);
    let runs = run(model, Engine::Persons, 4, 1..2, |_, _| ()).unwrap();
    let sum = |output: Output| -> i32 {
        let column = runs.column(&output.name()).unwrap();
        (0..runs.months()).map(|month| runs.value(0, month, column)).sum()
    };
    let out = OUT.map(|flow| sum(Output::Flow(flow))).iter().sum::<i32>();
    assert_eq!(steps.left as i32, out);
    let cases: u32 = steps.waits.cases.iter().flatten().sum();
    assert_eq!(cases as i32, sum(Output::Flow(Flow::Started)));
    // Priority: safe cases wait days, standard cases wait for hundreds of days.
    assert!(steps.waits.within(0, 0.5).unwrap() < steps.waits.within(2, 0.5).unwrap());
    assert!(steps.waits.within(2, 0.9).unwrap() > 200);
    assert_eq!(steps.waits.within(9, 0.5), None);
}
