//! An oracle: the same batch as an integer program, solved by a solver that shares nothing with this crate.
//!
//! It tells the two parts of a gap apart: what the plan leaves (optimum less plan), and what the bound promises too
//! much (bound less optimum). Small and medium batches only: on a national one the oracle does not end.

use good_lp::{
    Expression, ProblemVariables, Solution as _, SolverModel as _, constraint, microlp, variable,
};
use matching::Effort;

use crate::matched;
use crate::national::National;

/// The best sum of scores, with households whole or, in the relaxation, divided.
fn best(batch: &National, whole: bool) -> f64 {
    let mut variables = ProblemVariables::new();
    let mut objective = Expression::default();
    let mut lives = vec![Expression::default(); batch.units.len()];
    let mut loads = vec![Expression::default(); batch.places.len()];
    for (at, unit) in batch.units.iter().enumerate() {
        // What a household gains over having no place.
        objective += unit.unplaced as f64;
        for (place, room) in batch.places.iter().enumerate() {
            let mut parts = Vec::new();
            if batch.rate(at, place, &mut parts).is_err() || unit.size > room.capacity {
                continue;
            }
            let score: i64 = parts.iter().map(|part| part.points).sum();
            let one = if whole { variable().binary() } else { variable().min(0.0).max(1.0) };
            let one = variables.add(one);
            objective += (score - unit.unplaced) as f64 * one;
            lives[at] += one;
            loads[place] += f64::from(unit.size) * one;
        }
    }
    let mut model = variables.maximise(&objective).using(microlp);
    for one in lives {
        model = model.with(constraint!(one <= 1.0));
    }
    for (load, room) in loads.into_iter().zip(&batch.places) {
        model = model.with(constraint!(load <= f64::from(room.capacity)));
    }
    model.solve().unwrap().eval(&objective)
}

#[test]
fn the_gap_is_told_apart_into_plan_and_bound() {
    let (mut plan, mut bound, mut relaxed) = (0.0, 0.0, 0.0);
    for (places, households, seeds) in SIZES {
        for seed in 1..=seeds {
            let batch = National::among(places, households, 0, seed);
            // The search alone: no branch and bound over the batch.
            let effort = Effort { exact_units: 0, ..Effort::default() };
            let found = matched(&batch, &effort);
            let (optimum, divided) = (best(&batch, true), best(&batch, false));
            let (objective, upper) = (found.objective as f64, found.bound as f64);
            assert!(objective <= optimum + 1.0, "a plan above the optimum: {objective} {optimum}");
            assert!(optimum <= upper + 1.0, "an optimum above the bound: {optimum} {upper}");
            let part = |from: f64, to: f64| 100.0 * (from - to) / optimum.abs();
            println!(
                "{households} households, {places} places, seed {seed}: optimum {optimum}, plan -{:.2} %, bound \
                 +{:.2} %, relaxation +{:.2} %",
                part(optimum, objective),
                part(upper, optimum),
                part(divided, optimum),
            );
            plan += optimum - objective;
            bound += upper - optimum;
            relaxed += divided - optimum;
        }
    }
    println!("of the gap: plan {plan}, bound {bound}; the relaxation alone {relaxed}");
    assert!(plan <= bound, "most of the gap is the bound's: plan {plan}, bound {bound}");
}

/// Municipalities, households and how many batches of each size.
const SIZES: [(usize, usize, u64); 2] = [(36, 12, 6), (40, 30, 4)];
