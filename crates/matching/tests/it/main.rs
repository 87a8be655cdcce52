//! A national batch: how good, how whole, and better than one by one.

mod national;
mod oracle;
mod properties;

use matching::{Coming, Effort, Outcome, Problem, solve};
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
        assert!(found.gap() < 0.035, "gap {}", found.gap());
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

/// Two batches of one half-year: what the first takes, the second lacks.
#[test]
fn a_sampled_future_keeps_places_for_those_who_come() {
    let both = National::new(400, 400, 7);
    let year = |look_ahead: bool| {
        // Another draw of the same kind of people: the real ones are not known.
        let sample = National::new(0, 400, 8);
        let future: Vec<_> = if look_ahead {
            sample.future.iter().map(|one| Coming { weight: 1.0, ..one.clone() }).collect()
        } else {
            Vec::new()
        };
        let first = both.units.clone();
        let rate = |unit: usize, place: usize, parts: &mut Vec<_>| match unit {
            0..400 => both.rate(unit, place, parts),
            _ => sample.rate(unit - 400, place, parts),
        };
        let problem = Problem::new(&first, &both.places, &future, rate).unwrap();
        let found = solve(&problem, &Effort::default());
        let mut places = both.places.clone();
        let (mut score, mut persons) = (0, found.persons);
        for one in &found.proposals {
            score += one.score;
            if let Some(place) = one.place {
                places[place].capacity -= first[one.unit].size;
            }
        }
        let second: Vec<_> = both.future.iter().map(|coming| coming.unit.clone()).collect();
        let rate =
            |unit: usize, place: usize, parts: &mut Vec<_>| both.rate(unit + 400, place, parts);
        let problem = Problem::new(&second, &places, &[], rate).unwrap();
        let found = solve(&problem, &Effort::default());
        score += found.proposals.iter().map(|one| one.score).sum::<i64>();
        persons += found.persons;
        (score, persons)
    };
    let (blind, seeing) = (year(false), year(true));
    println!("score and persons: blind {blind:?}, with a sampled future {seeing:?}");
    assert!(seeing.0 > blind.0 && seeing.1 >= blind.1);
}
