//! From a batch to proposals: prices, plans, the best of them, and how good it is.

use crate::exact::prove;
use crate::flow::{Flow, relax};
use crate::greedy::{fill, one_by_one};
use crate::improve::{improve, settle};
use crate::model::Model;
use crate::plan::Plan;
use crate::prices;
use crate::problem::{Problem, Rate};
use crate::whole;
use crate::widen::widen;
use crate::words::{Proposal, explain};

/// Parts of a person in which the future is counted, so that its weights need not be whole.
const GRAIN: i64 = 4;

/// How much is tried. Counts, not seconds: the same batch gives the same plan on any machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Rounds of the widest local search.
    pub rounds: u32,
    /// Households around which each of these rounds looks.
    pub steps: usize,
    /// Households up to which the optimum is looked for by branch and bound.
    pub exact_units: usize,
    /// Steps of the branch and bound after which it gives up.
    pub nodes: u32,
}

impl Default for Effort {
    fn default() -> Self {
        Self { rounds: 8, steps: 300, exact_units: 12, nodes: 100_000 }
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
    /// Households of the sampled future.
    pub coming: usize,
}

/// How good the proposals of a batch are together: what a service tells of an [`Outcome`]. Scores are in thousandths of a
/// point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quality {
    /// Score of the batch.
    pub score: i64,
    /// No proposals score more.
    pub bound: i64,
    /// Score of one household after another.
    pub one_by_one: i64,
    /// Whether no proposals are better.
    pub optimal: bool,
    /// Households beyond the batch that were looked at.
    pub coming: usize,
}

impl Outcome {
    /// How good the proposals are together.
    pub fn quality(&self) -> Quality {
        Quality {
            score: self.objective,
            bound: self.bound,
            one_by_one: self.greedy,
            optimal: self.optimal,
            coming: self.coming,
        }
    }

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
    let tomorrow = problem.wide.as_ref().map(|wide| relax(wide, GRAIN).prices);
    let less = tomorrow.as_ref().map(|prices| problem.model.less(prices));
    let model = less.as_ref().unwrap_or(&problem.model);

    let greedy = one_by_one(model, 0..model.units(), &[]);
    let Flow { prices, whole } = relax(model, 1);
    let mut bound = prices::bound(model, &prices);
    let mut best = greedy.clone();
    if best.objective < bound {
        let mut plan = Plan::empty(model);
        for (unit, place) in whole.iter().enumerate() {
            plan.put(model, unit, *place);
        }
        let split = by_size(model).into_iter().filter(|unit| whole[*unit].is_none());
        fill(model, &mut plan, split, &prices);
        improve(model, &mut plan);
        widen(model, &prices, effort.rounds, effort.steps, &mut plan);
        improve(model, &mut plan);
        if plan.objective < best.objective {
            improve(model, &mut best);
        } else {
            best = plan;
        }
    }
    if best.objective < bound
        && model.units() <= effort.exact_units
        && prove(model, &prices, effort.nodes, &by_size(model), &mut best)
    {
        bound = best.objective;
    }
    if best.objective < bound {
        bound = bound.min(whole::bound(model, &prices));
    }
    debug_assert!(best.objective <= bound, "{} above the bound {bound}", best.objective);
    settle(model, &mut best);
    let all: Vec<i64> = match tomorrow {
        Some(tomorrow) => tomorrow.iter().zip(&prices).map(|(a, b)| a + b).collect(),
        None => prices,
    };
    let placed = (0..model.units()).filter(|unit| best.at[*unit].is_some());
    Outcome {
        proposals: explain(problem, &best, &all),
        objective: best.objective,
        bound,
        optimal: best.objective >= bound,
        greedy: greedy.objective,
        persons: placed.map(|unit| model.sizes[unit]).sum(),
        coming: problem.wide.as_ref().map_or(0, |wide| wide.units() - model.units()),
    }
}

/// Large households first: small ones fill what is left.
fn by_size(model: &Model) -> Vec<usize> {
    let mut order: Vec<usize> = (0..model.units()).collect();
    order.sort_by_key(|unit| (std::cmp::Reverse(model.sizes[*unit]), *unit));
    order
}
