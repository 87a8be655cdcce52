//! A national batch: how good, how whole, and better than one by one.

mod national;

use matching::{Effort, Outcome, Problem, solve};
use national::National;

fn matched(batch: &National, effort: &Effort) -> Outcome {
    let rate = |unit: usize, place: usize, parts: &mut Vec<_>| batch.rate(unit, place, parts);
    let problem = Problem::new(&batch.units, &batch.places, &batch.future, rate).unwrap();
    solve(&problem, effort)
}

#[test]
fn a_national_batch_is_at_least_a_twentieth_better_than_greedy() {
    for seed in 1..=4 {
        let batch = National::new(1_000, 0, seed);
        let found = matched(&batch, &Effort::default());
        println!(
            "seed {seed}: objective {}, bound {}, gap {:.3} %, greedy {} (+{:.1} %), {} of {} persons",
            found.objective,
            found.bound,
            100.0 * found.gap(),
            found.greedy,
            100.0 * found.gain(),
            found.persons,
            batch.units.iter().map(|unit| unit.size).sum::<u32>(),
        );
        assert!(found.bound >= found.objective);
        assert!(found.gap() < 0.01, "gap {}", found.gap());
        assert!(found.gain() >= 0.05, "gain {}", found.gain());
        let mut load = vec![0; batch.places.len()];
        for one in &found.proposals {
            if let Some(place) = one.place {
                load[place] += batch.units[one.unit].size;
                assert!(batch.rate(one.unit, place, &mut Vec::new()).is_ok());
            }
        }
        assert!(load.iter().zip(&batch.places).all(|(load, place)| *load <= place.capacity));
    }
}
