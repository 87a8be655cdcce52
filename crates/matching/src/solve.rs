//! From a batch to proposals: prices, plans, the best of them, and how good it is.

use crate::exact::prove;
use crate::greedy::one_by_one;
use crate::improve::{improve, settle};
use crate::model::Model;
use crate::prices::ascend;
use crate::problem::{Problem, Rate};
use crate::words::{Proposal, tell};

/// How much is tried. Counts, not seconds: the same batch gives the same plan on any machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Rounds of the dual ascent; also of the one over the future.
    pub rounds: u32,
    /// Plans that are improved by local search.
    pub plans: u32,
    /// Households up to which the optimum is looked for by branch and bound.
    pub exact_units: usize,
    /// Steps of the branch and bound after which it gives up.
    pub nodes: u32,
}

impl Default for Effort {
    fn default() -> Self {
        Self { rounds: 300, plans: 6, exact_units: 12, nodes: 100_000 }
    }
}

/// A matched batch. Scores are in thousandths of a point.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// One for each household, those of the lowest rank first.
    pub proposals: Vec<Proposal>,
    /// Sum of what all households score where they are, crowding taken off. With a future, the prices of the places that
    /// are taken from it are taken off too: that is what is maximised.
    pub objective: i64,
    /// No plan has a higher objective.
    pub bound: i64,
    /// Whether no plan is better than this one.
    pub optimal: bool,
    /// The objective of placing one household after another.
    pub greedy: i64,
    /// Persons who have a place.
    pub persons: i64,
}

impl Outcome {
    /// How far below the optimum the plan is at most, as a share of the bound: zero when it is the optimum.
    pub fn gap(&self) -> f64 {
        let short = (self.bound - self.objective) as f64;
        if short <= 0.0 { 0.0 } else { short / self.bound.unsigned_abs().max(1) as f64 }
    }

    /// How much better than greedy the plan is, as a share of greedy's objective.
    pub fn gain(&self) -> f64 {
        (self.objective - self.greedy) as f64 / self.greedy.unsigned_abs().max(1) as f64
    }
}

/// Matches a batch.
///
/// The plan is never below greedy, breaks no hard rule, splits no household and fills no place above its capacity.
pub fn solve<R: Rate>(problem: &Problem<R>, effort: &Effort) -> Outcome {
    let tomorrow = problem.wide.as_ref().map(|wide| {
        // What is known of the future is a sample: its plan need not be found, only its prices.
        ascend(wide, floor(wide), effort.rounds, |_| f64::NEG_INFINITY).each
    });
    let less = tomorrow.as_ref().map(|prices| problem.model.less(prices));
    let model = less.as_ref().unwrap_or(&problem.model);

    let greedy = one_by_one(model, 0..model.units(), &[]);
    let mut best = greedy.clone();
    improve(model, &mut best);
    let mut plans: Vec<(i64, Vec<i64>)> = Vec::new();
    let prices = ascend(model, best.objective as f64, effort.rounds, |prices| {
        let plan = one_by_one(model, by_size(model), &prices.each);
        plans.push((plan.objective, prices.each.clone()));
        plan.objective as f64
    });
    plans.sort_by_key(|(objective, _)| std::cmp::Reverse(*objective));
    plans.truncate(effort.plans as usize);
    plans.push((0, prices.each.clone()));
    let mut bound = prices.bound.round() as i64;
    for (_, each) in &plans {
        if best.objective >= bound {
            break;
        }
        let mut plan = one_by_one(model, by_size(model), each);
        improve(model, &mut plan);
        if plan.objective > best.objective {
            best = plan;
        }
    }
    if best.objective < bound
        && model.units() <= effort.exact_units
        && prove(model, &prices.each, effort.nodes, &mut best)
    {
        bound = best.objective;
    }
    settle(model, &mut best);
    let all: Vec<i64> = match tomorrow {
        Some(tomorrow) => tomorrow.iter().zip(&prices.each).map(|(a, b)| a + b).collect(),
        None => prices.each,
    };
    let placed = (0..model.units()).filter(|unit| best.at[*unit].is_some());
    Outcome {
        proposals: tell(problem, &best, &all),
        objective: best.objective,
        bound: bound.max(best.objective),
        optimal: best.objective >= bound,
        greedy: greedy.objective,
        persons: placed.map(|unit| model.sizes[unit]).sum(),
    }
}

/// Large households first: small ones fill what is left.
fn by_size(model: &Model) -> Vec<usize> {
    let mut order: Vec<usize> = (0..model.units()).collect();
    order.sort_by_key(|unit| (std::cmp::Reverse(model.sizes[*unit]), *unit));
    order
}

/// A plain estimate of what a wide batch can reach, for the length of the first steps.
fn floor(wide: &Model) -> f64 {
    let plan = one_by_one(wide, by_size(wide), &[]);
    let worth = |unit: usize| wide.weights[unit] * plan.worth(wide, unit) as f64;
    (0..wide.units()).map(worth).sum()
}
