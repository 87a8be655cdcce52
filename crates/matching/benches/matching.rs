//! How long a national batch takes: 1,000 households x 342 municipalities, alone and with a sampled future.

#![expect(missing_docs, reason = "the macro of criterion writes a public function")]

#[path = "../tests/it/national.rs"]
mod national;

use criterion::{Criterion, criterion_group, criterion_main};
use matching::{Effort, Problem, greedy, solve};
use national::National;

fn batches(c: &mut Criterion) {
    let mut group = c.benchmark_group("1,000 households x 342 municipalities");
    group.sample_size(10);
    for (name, coming) in [("alone", 0), ("with a future of 2,000", 2_000)] {
        let batch = National::new(1_000, coming, 1);
        let rate = |unit: usize, place: usize, parts: &mut Vec<_>| batch.rate(unit, place, parts);
        let problem = || Problem::new(&batch.units, &batch.places, &batch.future, rate);
        let Ok(once) = problem() else { return };
        let found = solve(&once, &Effort::default());
        println!(
            "{name}: gap {:.3} %, {:.1} % over greedy",
            100.0 * found.gap(),
            100.0 * found.gain()
        );
        group.bench_function(name, |b| {
            b.iter(|| problem().map(|problem| solve(&problem, &Effort::default())));
        });
    }
    let batch = National::new(1_000, 0, 1);
    let rate = |unit: usize, place: usize, parts: &mut Vec<_>| batch.rate(unit, place, parts);
    if let Ok(problem) = Problem::new(&batch.units, &batch.places, &[], rate) {
        group.bench_function("greedy", |b| b.iter(|| greedy(&problem)));
    }
    group.finish();
}

criterion_group!(benches, batches);
criterion_main!(benches);
