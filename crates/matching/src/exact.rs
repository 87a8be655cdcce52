//! Branch and bound: the optimum for a few households, the others staying where they are.
//!
//! Prices bound what the households still to be decided can add, so most branches end at once. Over a whole small batch
//! this is the proof of the optimum; over some households of a large one it is the widest step of the local search.

use crate::model::Model;
use crate::plan::Plan;

/// Looks for a better plan by deciding on `units` again, in at most `nodes` steps; true when it ends, so that the plan is
/// then the best of all that leave the others where they are.
pub(crate) fn prove(
    model: &Model,
    prices: &[i64],
    nodes: u32,
    units: &[usize],
    plan: &mut Plan,
) -> bool {
    let mut base = plan.clone();
    for unit in units {
        base.put(model, *unit, None);
    }
    // What each unit adds at most at these prices; the units with the most to lose come first.
    let mut adds: Vec<(i64, usize)> = Vec::with_capacity(units.len());
    for unit in units.iter().copied() {
        let most = (0..model.places())
            .filter_map(|place| {
                let value = Plan::enter(model, unit, Some(place), base.load[place])?;
                let size = model.sizes[unit];
                let cost = model.load_cost(place, base.load[place] + size)
                    - model.load_cost(place, base.load[place]);
                Some(value + cost - prices[place] * size)
            })
            .max();
        adds.push((most.map_or(model.unplaced[unit], |most| most.max(model.unplaced[unit])), unit));
    }
    adds.sort_by_key(|(most, unit)| (model.unplaced[*unit] - most, *unit));
    let order: Vec<usize> = adds.iter().map(|(_, unit)| *unit).collect();
    let mut rest: Vec<i64> = vec![0; adds.len() + 1];
    for (n, (most, _)) in adds.iter().enumerate().rev() {
        rest[n] = rest[n + 1] + most;
    }
    let earned = |place: usize| model.best_load(place, base.load[place], prices[place]).1;
    let earns = (0..model.places()).map(earned).sum();
    // The objective without those that are decided on: they count as zero until they are.
    let gained = base.objective - units.iter().map(|unit| model.unplaced[*unit]).sum::<i64>();
    let mut search = Search { model, prices, order, rest, nodes, best: plan };
    search.down(0, &mut base, gained, earns)
}

struct Search<'a> {
    model: &'a Model,
    prices: &'a [i64],
    order: Vec<usize>,
    /// What the units from the n-th on add at most.
    rest: Vec<i64>,
    nodes: u32,
    best: &'a mut Plan,
}

impl Search<'_> {
    /// Decides the n-th unit; `gained` is what is decided is worth, `earns` what free capacity earns at most.
    fn down(&mut self, n: usize, plan: &mut Plan, gained: i64, earns: i64) -> bool {
        let Some(unit) = self.order.get(n).copied() else {
            if gained > self.best.objective {
                self.best.clone_from(plan);
            }
            return true;
        };
        let mut next: Vec<(i64, i64, i64, Option<usize>)> = Vec::new();
        let lost = self.model.unplaced[unit];
        next.push((gained + lost + self.rest[n + 1] + earns, lost, earns, None));
        for place in 0..self.model.places() {
            let load = plan.load[place];
            if let Some(gain) = Plan::enter(self.model, unit, Some(place), load) {
                let earned = |from| self.model.best_load(place, from, self.prices[place]).1;
                let earns = earns - earned(load) + earned(load + self.model.sizes[unit]);
                next.push((gained + gain + self.rest[n + 1] + earns, gain, earns, Some(place)));
            }
        }
        next.retain(|(bound, ..)| *bound > self.best.objective);
        next.sort_by_key(|(bound, _, _, place)| (-bound, *place));
        for (bound, gain, earns, place) in next {
            if bound <= self.best.objective {
                break;
            }
            if self.nodes == 0 {
                return false;
            }
            self.nodes -= 1;
            plan.put(self.model, unit, place);
            let ended = self.down(n + 1, plan, gained + gain, earns);
            plan.put(self.model, unit, None);
            if !ended {
                return false;
            }
        }
        true
    }
}
