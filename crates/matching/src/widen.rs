//! The widest step of the local search: a handful of households that could help each other is decided on again, exactly.
//!
//! Where a plan loses against its bound is known: a household that is not where it would be at these prices. Around it come
//! those who could make room, those who could make room for them, and those who could fill what it leaves.

use crate::exact::prove;
use crate::model::Model;
use crate::plan::Plan;

/// Households that are decided on together.
const TOGETHER: usize = 14;
/// Steps of one such decision.
const NODES: u32 = 3_000;

/// Goes through the households that lose most, at most `steps` of them at a time, until none helps or `rounds` are over.
pub(crate) fn widen(model: &Model, prices: &[i64], rounds: u32, steps: usize, plan: &mut Plan) {
    for _ in 0..rounds {
        let before = plan.objective;
        let mut losses: Vec<(i64, usize, Option<usize>)> = (0..model.units())
            .map(|unit| {
                let (most, place) = dream(model, prices, unit, None);
                (most - priced(model, prices, unit, plan.at[unit]), unit, place)
            })
            .filter(|(loss, _, place)| *loss > 0 && place.is_some())
            .collect();
        losses.sort_by_key(|(loss, unit, _)| (-loss, *unit));
        let mut members = plan.members();
        for (_, unit, place) in losses.into_iter().take(steps) {
            let Some(place) = place.filter(|place| plan.at[unit] != Some(*place)) else { continue };
            let units = around(model, prices, plan, &members, unit, place);
            let was = plan.objective;
            prove(model, prices, NODES, &units, plan);
            if plan.objective > was {
                members = plan.members();
            }
        }
        if plan.objective == before {
            break;
        }
    }
}

/// What a unit is worth somewhere, less the price.
fn priced(model: &Model, prices: &[i64], unit: usize, at: Option<usize>) -> i64 {
    let worth = |place: usize| {
        model.value(unit, place).map(|value| value - model.sizes[unit] * prices[place])
    };
    at.and_then(worth).unwrap_or(model.unplaced[unit])
}

/// Where a unit would go at these prices if there were room, other than `but`.
fn dream(model: &Model, prices: &[i64], unit: usize, but: Option<usize>) -> (i64, Option<usize>) {
    let mut best = (model.unplaced[unit], None);
    for place in (0..model.places()).filter(|place| Some(*place) != but) {
        if model.value(unit, place).is_some() {
            let left = priced(model, prices, unit, Some(place));
            if left > best.0 {
                best = (left, Some(place));
            }
        }
    }
    best
}

fn around(
    model: &Model,
    prices: &[i64],
    plan: &Plan,
    members: &[Vec<usize>],
    unit: usize,
    place: usize,
) -> Vec<usize> {
    let mut units = vec![unit];
    let add = |place: usize, most: usize, units: &mut Vec<usize>| -> Vec<usize> {
        // Those who lose least by leaving.
        let mut by_loss: Vec<(i64, usize, Option<usize>)> = members[place]
            .iter()
            .filter(|other| !units.contains(other))
            .map(|other| {
                let (elsewhere, to) = dream(model, prices, *other, Some(place));
                (priced(model, prices, *other, Some(place)) - elsewhere, *other, to)
            })
            .collect();
        by_loss.sort_by_key(|(loss, other, _)| (*loss, *other));
        by_loss.truncate(most.min(TOGETHER.saturating_sub(units.len())));
        units.extend(by_loss.iter().map(|(_, other, _)| *other));
        by_loss.into_iter().filter_map(|(_, _, to)| to).collect()
    };
    let next = add(place, 6, &mut units);
    for to in next.into_iter().take(3) {
        add(to, 2, &mut units);
    }
    if let Some(here) = plan.at[unit] {
        add(here, 2, &mut units);
    }
    units
}
