//! How long the engines take (the benchmark, a chain of the size of the country, a slider) and the models of
//! inflow.

use criterion::Criterion;
use forecast::Month;
use forecast::inflow::{Group, History, InflowModel, Lot, Member, stream};
use forecast::sim::reference::{ketenref1, wide};
use forecast::sim::{Engine, run};

fn engines(c: &mut Criterion) {
    let mut group = c.benchmark_group("ketenref-1, 100 replications");
    group.sample_size(10);
    let reference = ketenref1(0.09);
    for engine in [Engine::Counters, Engine::Persons, Engine::Months] {
        group
            .bench_function(format!("{engine:?}"), |b| b.iter(|| reference.run(engine, 1, 0..100)));
    }
    group.finish();
    let mut group = c.benchmark_group("size of the country, 64 months, 40 replications");
    group.sample_size(10);
    let model = wide(64);
    for engine in [Engine::Counters, Engine::Persons, Engine::Months] {
        group.bench_function(format!("{engine:?}"), |b| {
            b.iter(|| run(&model, engine, 1, 0..40, |_, _| ()));
        });
    }
    group.finish();
    let mut group = c.benchmark_group("slider: 200 paired paths, two scenarios");
    group.sample_size(10);
    let mut more = reference.clone();
    more.model.parameters.workers = 500.0.into();
    group.bench_function("months", |b| {
        b.iter(|| {
            let before = reference.run(Engine::Months, 1, 0..200);
            (before, more.run(Engine::Months, 1, 0..200))
        });
    });
    group.finish();
}

/// Ten years of eight groups with a season and a drift, invented.
fn history() -> History {
    let groups = (0..8).map(|group| {
        let month = |at: u32| {
            let season = [80, 85, 90, 95, 100, 105, 110, 115, 120, 110, 100, 90][at as usize % 12];
            (40 + 30 * group) * season / 100 + (at * (group + 3)) % 17
        };
        Group { name: format!("group {group}"), counts: (0..120).map(month).collect() }
    });
    History::new(Month::new(2015, 9), groups.collect()).expect("ten years are enough")
}

fn models(c: &mut Criterion) {
    let history = history();
    let mut group = c.benchmark_group("inflow, 8 groups, 120 months");
    group.sample_size(10);
    group.bench_function("fit", |b| b.iter(|| InflowModel::fit(&history)));
    let model = InflowModel::fit(&history);
    for member in [Member::SeasonalNaive, Member::Walk, Member::Theta, Member::Level, Member::Pool]
    {
        group.bench_function(format!("{member:?}, 1,000 paths of 28 months"), |b| {
            b.iter(|| model.paths(member, 1_000, 28, stream(1, Lot::First)));
        });
    }
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    engines(&mut criterion);
    models(&mut criterion);
    criterion.final_summary();
}
