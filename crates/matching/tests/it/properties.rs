//! What holds for every batch, and the optimum of small ones against trying everything.

use matching::{Effort, Faulty, Outcome, Part, Place, Problem, Unit, greedy, points, solve};
use proptest::prelude::*;

/// A batch as numbers: sizes, capacities, crowding, and a score or a refusal for each pair.
#[derive(Clone, Debug)]
struct Batch {
    units: Vec<Unit>,
    places: Vec<Place>,
    scores: Vec<Vec<Option<i64>>>,
}

impl Batch {
    fn rate(&self, unit: usize, place: usize, parts: &mut Vec<Part>) -> Result<(), &'static str> {
        let points = self.scores[unit][place].ok_or("a hard rule")?;
        parts.push(Part { name: "a soft criterion", points });
        Ok(())
    }

    fn solve(&self, effort: &Effort) -> Outcome {
        let rate = |unit: usize, place: usize, parts: &mut Vec<Part>| self.rate(unit, place, parts);
        let problem = Problem::new(&self.units, &self.places, &[], rate).unwrap();
        let found = solve(&problem, effort);
        assert_eq!(found.greedy, greedy(&problem));
        found
    }

    /// What a plan is worth by the definition; `None` when it breaks a rule.
    fn worth(&self, plan: &[Option<usize>]) -> Option<i64> {
        let mut sum = 0;
        for (unit, place) in plan.iter().enumerate() {
            sum += match place {
                Some(place) => self.scores[unit][*place]?,
                None => self.units[unit].unplaced,
            };
        }
        for (n, place) in self.places.iter().enumerate() {
            let sizes: Vec<i64> = (0..plan.len())
                .filter(|unit| plan[*unit] == Some(n))
                .map(|unit| i64::from(self.units[unit].size))
                .collect();
            let load: i64 = sizes.iter().sum();
            if load > i64::from(place.capacity) {
                return None;
            }
            let pairs = (load * load - sizes.iter().map(|size| size * size).sum::<i64>()) / 2;
            sum -= pairs * place.crowding;
        }
        Some(sum)
    }

    /// The best of all plans.
    fn optimum(&self) -> i64 {
        let choices = self.places.len() + 1;
        let plans = choices.pow(self.units.len().try_into().unwrap());
        let plan = |mut n: usize| -> Vec<Option<usize>> {
            let mut next = || {
                let choice = n % choices;
                n /= choices;
                choice.checked_sub(1)
            };
            self.units.iter().map(|_| next()).collect()
        };
        (0..plans).filter_map(|n| self.worth(&plan(n))).max().unwrap_or_default()
    }
}

fn plan(found: &Outcome) -> Vec<Option<usize>> {
    let mut plan = vec![None; found.proposals.len()];
    for one in &found.proposals {
        plan[one.unit] = one.place;
    }
    plan
}

prop_compose! {
    fn batch(units: usize, places: usize)(
        units in 1..=units,
        places in 1..=places,
    )(
        sizes in prop::collection::vec((1..6_u32, 0..3_i64, 0..40_i64), units),
        rooms in prop::collection::vec((0..10_u32, prop::sample::select(vec![0, 0, 1, 3])), places),
        scores in prop::collection::vec(
            prop::collection::vec(prop::option::weighted(0.8, -20..100_i64), places),
            units,
        ),
    ) -> Batch {
        let unit = |(n, (size, rank, penalty)): (usize, (u32, i64, i64))| {
            Unit { id: 100 - n as u128, size, rank, unplaced: -penalty * i64::from(size) }
        };
        let place = |(n, (capacity, crowding)): (usize, (u32, i64))| {
            Place { id: n as u128, name: format!("place {n}"), capacity, rank: 0, crowding }
        };
        Batch {
            units: sizes.into_iter().enumerate().map(unit).collect(),
            places: rooms.into_iter().enumerate().map(place).collect(),
            scores,
        }
    }
}

proptest! {
    /// The optimum of a small batch is found and proven.
    #[test]
    fn small_batches_are_exact(batch in batch(6, 4)) {
        let found = batch.solve(&Effort::default());
        prop_assert_eq!(found.objective, batch.optimum());
        prop_assert!(found.optimal && found.bound == found.objective && found.gap() == 0.0);
    }

    /// The bound of the relaxation is one, also without the proof.
    #[test]
    fn the_bound_is_never_below_the_optimum(batch in batch(6, 4)) {
        let effort = Effort { exact_units: 0, ..Effort::default() };
        let found = batch.solve(&effort);
        let optimum = batch.optimum();
        prop_assert!(found.greedy <= found.objective, "never below greedy");
        prop_assert!(found.objective <= optimum && optimum <= found.bound);
        prop_assert!(!found.optimal || found.objective == optimum);
    }

    /// No rule is broken, no place overfilled, and what is reported is what the plan is worth.
    #[test]
    fn a_plan_is_what_it_says(batch in batch(40, 12)) {
        let found = batch.solve(&Effort::default());
        prop_assert_eq!(batch.worth(&plan(&found)), Some(found.objective));
        prop_assert!(found.greedy <= found.objective && found.objective <= found.bound);
        for one in &found.proposals {
            let said = one.place.and_then(|place| batch.scores[one.unit][place]);
            prop_assert_eq!(one.score, said.unwrap_or_default());
            prop_assert!(!one.reasons.is_empty() || one.score == 0 && batch.places.len() == 1);
        }
    }

    /// The order in which a batch is handed in changes nothing.
    #[test]
    fn the_order_of_the_lists_changes_nothing(batch in batch(20, 8)) {
        let mut turned = batch.clone();
        turned.units.reverse();
        turned.places.reverse();
        turned.scores.reverse();
        turned.scores.iter_mut().for_each(|row| row.reverse());
        let ids = |batch: &Batch, found: &Outcome| -> Vec<(u128, Option<u128>, Vec<String>)> {
            let place = |n: usize| batch.places[n].id;
            let one = |one: &matching::Proposal| {
                (batch.units[one.unit].id, one.place.map(place), one.reasons.clone())
            };
            found.proposals.iter().map(one).collect()
        };
        let (found, other) = (batch.solve(&Effort::default()), turned.solve(&Effort::default()));
        prop_assert_eq!(ids(&batch, &found), ids(&turned, &other));
        prop_assert_eq!((found.objective, found.bound), (other.objective, other.bound));
    }
}

fn unit(id: u128, size: u32) -> Unit {
    Unit { id, size, rank: 0, unplaced: -50_000 * i64::from(size) }
}

fn place(id: u128, name: &str, capacity: u32) -> Place {
    Place { id, name: name.to_owned(), capacity, rank: 0, crowding: 0 }
}

#[test]
fn one_gives_way_where_another_gains_more_and_the_words_say_so() {
    // Both score best in Assen, where one fits; the second has no other place that is near.
    let batch = Batch {
        units: vec![unit(1, 2), unit(2, 3)],
        places: vec![place(1, "Assen", 4), place(2, "Emmen", 9)],
        scores: vec![vec![Some(60_000), Some(57_500)], vec![Some(50_000), Some(0)]],
    };
    let found = batch.solve(&Effort::default());
    assert_eq!(plan(&found), [Some(1), Some(0)]);
    assert_eq!((found.objective, found.greedy), (107_500, 60_000));
    let first = &found.proposals[0];
    assert_eq!(first.reasons[0], "+57.5 a soft criterion");
    assert_eq!(
        first.reasons[1],
        "Assen would score 2.5 points more, but 1 of its 4 places is left once others have theirs"
    );
    assert_eq!(found.proposals[1].reasons[1], "next best is Emmen with 50 points less");
}

#[test]
fn who_finds_no_place_is_told_which_rules_left_nothing() {
    let batch = Batch {
        units: vec![unit(1, 5)],
        places: vec![place(1, "Assen", 4), place(2, "Emmen", 9), place(3, "Hoogeveen", 9)],
        scores: vec![vec![Some(1_000), None, None]],
    };
    let found = batch.solve(&Effort::default());
    let one = &found.proposals[0];
    assert_eq!((one.place, found.persons), (None, 0));
    assert_eq!(one.refused, [("a hard rule", 2), ("too few places for the household", 1)]);
    assert_eq!(one.reasons[0], "no place of 3 may take the household");
    assert_eq!(one.reasons[1], "a hard rule: 2 places refused");
}

#[test]
fn equals_are_served_in_their_order() {
    let later = Unit { rank: 9, ..unit(1, 1) };
    let batch = Batch {
        units: vec![later, unit(2, 1)],
        places: vec![place(1, "Assen", 1), place(2, "Emmen", 1)],
        scores: vec![vec![Some(10), Some(0)], vec![Some(10), Some(0)]],
    };
    assert_eq!(plan(&batch.solve(&Effort::default())), [Some(1), Some(0)]);
}

#[test]
fn a_batch_that_is_none_is_refused() {
    let rate = |_: usize, _: usize, _: &mut Vec<Part>| Ok(());
    let no = |units: &[Unit], places: &[Place]| Problem::new(units, places, &[], rate).err();
    assert_eq!(no(&[unit(1, 1), unit(1, 2)], &[]), Some(Faulty::Twice(1)));
    assert_eq!(no(&[unit(7, 0)], &[]), Some(Faulty::Empty(7)));
    let crowded = Place { crowding: -1, ..place(3, "Assen", 1) };
    assert_eq!(no(&[], &[crowded]), Some(Faulty::Range(3)));
    assert_eq!(no(&[], &[]), None);
    assert_eq!(
        (points(-2_500), points(100_000), points(5)),
        ("-2.5".into(), "100".into(), "0.005".into())
    );
}
