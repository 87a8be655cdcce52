//! The baseline: household by household, each to the best place that is left.

use crate::model::Model;
use crate::plan::Plan;
use crate::problem::{Problem, Rate};

/// The objective of placing one household after another, each where it scores best, in thousandths of a point.
///
/// This is what a desk without matching does, and what [`crate::solve`] is never below.
pub fn greedy<R: Rate>(problem: &Problem<R>) -> i64 {
    one_by_one(&problem.model, 0..problem.model.units(), &[]).objective
}

/// One after another in an order, each where its value less its price is highest.
pub(crate) fn one_by_one(
    model: &Model,
    order: impl IntoIterator<Item = usize>,
    prices: &[i64],
) -> Plan {
    let mut plan = Plan::empty(model);
    fill(model, &mut plan, order, prices);
    plan
}

/// The same, into a plan in which others are already.
pub(crate) fn fill(
    model: &Model,
    plan: &mut Plan,
    order: impl IntoIterator<Item = usize>,
    prices: &[i64],
) {
    for unit in order {
        let size = model.sizes[unit];
        let mut best = (model.unplaced[unit], None);
        for place in 0..model.places() {
            let price = prices.get(place).map_or(0, |price| price * size);
            if let Some(gain) = Plan::enter(model, unit, Some(place), plan.load[place])
                && (gain - price > best.0 || best.1.is_none() && gain - price >= best.0)
            {
                best = (gain - price, Some(place));
            }
        }
        plan.put(model, unit, best.1);
    }
}
