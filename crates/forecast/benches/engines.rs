//! How long the engines take: the benchmark, a chain of the size of an edition, and a slider.

use criterion::Criterion;
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
    let mut group = c.benchmark_group("size of an edition, 64 months, 40 replications");
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

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    engines(&mut criterion);
    criterion.final_summary();
}
