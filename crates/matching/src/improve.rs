//! Local search: what two or three households can do for each other.
//!
//! | step | who |
//! | --- | --- |
//! | move | one goes where there is room |
//! | swap | two change places, or one takes the place of another who goes nowhere |
//! | ejection | one comes in, some of those there go to their next best place |
//!
//! Each step is taken only when the objective rises, so the search ends; it looks in a fixed order, so it ends at the
//! same plan every time.

use crate::model::Model;
use crate::plan::Plan;

/// Passes over all households; in practice a handful is enough.
const PASSES_MAX: u32 = 40;
/// Households that leave for one who comes in.
const EJECTED_MAX: usize = 4;

/// Improves a plan until no step helps.
pub(crate) fn improve(model: &Model, plan: &mut Plan) {
    for _ in 0..PASSES_MAX {
        let before = plan.objective;
        moves(model, plan);
        swaps(model, plan);
        ejections(model, plan);
        if plan.objective == before {
            break;
        }
    }
}

/// The best place that has room for a unit, other than `but`, and what it is worth there.
fn best_room(model: &Model, plan: &Plan, unit: usize, but: Option<usize>) -> (i64, Option<usize>) {
    let mut best = (model.unplaced[unit], None);
    let row = model.row(unit);
    for (place, value) in row.iter().enumerate() {
        if i64::from(*value) > best.0
            && Some(place) != but
            && let load = plan.load_without(model, place, unit)
            && let Some(gain) = Plan::enter(model, unit, Some(place), load)
            && gain > best.0
        {
            best = (gain, Some(place));
        }
    }
    best
}

fn moves(model: &Model, plan: &mut Plan) {
    for unit in 0..model.units() {
        let (gain, to) = best_room(model, plan, unit, None);
        if gain > plan.worth(model, unit) {
            plan.put(model, unit, to);
        }
    }
}

/// What two units gain by changing places; `None` when they may not.
fn swap_gain(model: &Model, plan: &Plan, one: usize, other: usize) -> Option<i64> {
    let (here, there) = (plan.at[one], plan.at[other]);
    let without = |place: Option<usize>, unit: usize| {
        place.map_or(0, |place| plan.load[place] - model.sizes[unit])
    };
    let comes = Plan::enter(model, one, there, without(there, other))?;
    let goes = Plan::enter(model, other, here, without(here, one))?;
    Some(comes + goes - plan.worth(model, one) - plan.worth(model, other))
}

fn swap(model: &Model, plan: &mut Plan, one: usize, other: usize) {
    let (here, there) = (plan.at[one], plan.at[other]);
    plan.put(model, one, None);
    plan.put(model, other, here);
    plan.put(model, one, there);
}

fn swaps(model: &Model, plan: &mut Plan) {
    for one in 0..model.units() {
        for other in one + 1..model.units() {
            if plan.at[one] != plan.at[other]
                && swap_gain(model, plan, one, other).is_some_and(|gain| gain > 0)
            {
                swap(model, plan, one, other);
            }
        }
    }
}

/// Between equal plans, the household that comes first gets what scores more for it.
pub(crate) fn settle(model: &Model, plan: &mut Plan) {
    for one in 0..model.units() {
        for other in one + 1..model.units() {
            let (here, there) = (plan.at[one], plan.at[other]);
            let own = |place: Option<usize>| match place {
                None => Some(model.unplaced[one]),
                Some(place) => model.value(one, place),
            };
            if here != there
                && own(there) > own(here)
                && swap_gain(model, plan, one, other) == Some(0)
            {
                swap(model, plan, one, other);
            }
        }
    }
}

fn ejections(model: &Model, plan: &mut Plan) {
    let mut members = plan.members();
    // What each loses at least by going to its next best place; loads change below, so it is looked up again before use.
    let mut loss: Vec<i64> = (0..model.units())
        .map(|unit| plan.worth(model, unit) - best_room(model, plan, unit, plan.at[unit]).0)
        .collect();
    for unit in 0..model.units() {
        for place in 0..model.places() {
            let now = plan.worth(model, unit);
            let Some(value) = model.value(unit, place).filter(|value| *value > now) else {
                continue;
            };
            if plan.at[unit] == Some(place) || plan.load[place] == 0 {
                continue;
            }
            let Some(leave) = cheapest(model, plan, &members[place], &loss, place, unit) else {
                continue;
            };
            if leave.iter().map(|other| loss[*other]).sum::<i64>() >= value - now {
                continue;
            }
            if chain(model, plan, unit, place, &leave) {
                members = plan.members();
                for other in leave.into_iter().chain([unit]) {
                    let next = best_room(model, plan, other, plan.at[other]).0;
                    loss[other] = plan.worth(model, other) - next;
                }
            }
        }
    }
}

/// Those who lose least per person, until there is room for the one who comes.
fn cheapest(
    model: &Model,
    plan: &Plan,
    members: &[usize],
    loss: &[i64],
    place: usize,
    unit: usize,
) -> Option<Vec<usize>> {
    let short = plan.load[place] + model.sizes[unit] - model.capacity[place];
    // One who makes enough room alone, if that is cheaper than several.
    let alone = members.iter().copied().filter(|other| model.sizes[*other] >= short);
    let alone = alone.min_by_key(|other| (loss[*other], *other));
    let mut by_loss: Vec<usize> = members.to_vec();
    by_loss.sort_by_key(|other| (loss[*other] * 1_000 / model.sizes[*other], *other));
    let (mut several, mut room) = (Vec::new(), 0);
    for other in by_loss.into_iter().take(EJECTED_MAX) {
        if room >= short.max(1) {
            break;
        }
        room += model.sizes[other];
        several.push(other);
    }
    let cost = |all: &[usize]| all.iter().map(|other| loss[*other]).sum::<i64>();
    let several = (room >= short && !several.is_empty()).then_some(several);
    match (alone, several) {
        (Some(one), Some(several)) if cost(&several) < loss[one] => Some(several),
        (Some(one), _) => Some(vec![one]),
        (None, several) => several,
    }
}

/// One comes in and those who leave go to what is then their best place; taken back when it does not help.
fn chain(model: &Model, plan: &mut Plan, unit: usize, place: usize, leave: &[usize]) -> bool {
    let before = plan.objective;
    let was: Vec<(usize, Option<usize>)> =
        leave.iter().chain([&unit]).map(|one| (*one, plan.at[*one])).collect();
    for other in leave {
        plan.put(model, *other, None);
    }
    let fits = Plan::enter(model, unit, Some(place), plan.load_without(model, place, unit));
    if fits.is_some() {
        plan.put(model, unit, Some(place));
        for other in leave {
            let (_, to) = best_room(model, plan, *other, None);
            plan.put(model, *other, to);
        }
        if plan.objective > before {
            return true;
        }
    }
    for (one, _) in &was {
        plan.put(model, *one, None);
    }
    for (one, place) in was {
        plan.put(model, one, place);
    }
    false
}
