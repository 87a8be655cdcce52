//! Prices of places by dual ascent: what one more person there costs the others.
//!
//! For any prices of zero or more, `sum over units of the best (value - size x price)` plus `sum over places of the
//! most its capacity earns` is at least the objective of every plan. The ascent looks for the prices with the lowest such
//! bound, which is the optimum of the linear relaxation. Prices are whole thousandths, so the bound is exact.

use crate::model::{Model, REFUSED};

/// Prices per person in thousandths of a point, and the bound that they prove.
#[derive(Clone, Debug)]
pub(crate) struct Prices {
    pub(crate) each: Vec<i64>,
    pub(crate) bound: f64,
}

/// Rounds without a better bound after which the step is halved.
const PATIENCE: u32 = 12;
/// How much of the last direction is kept: it damps the zigzag of a subgradient.
const MOMENTUM: f64 = 0.6;

/// Looks for good prices in at most so many rounds; `floor` is the objective of a plan that is known.
///
/// `visit` sees the prices of every round that improves the bound.
pub(crate) fn ascend(
    model: &Model,
    floor: f64,
    rounds: u32,
    mut visit: impl FnMut(&Prices) -> f64,
) -> Prices {
    let places = model.places();
    let mut floor = floor;
    let mut price = vec![0.0_f64; places];
    let mut direction = vec![0.0_f64; places];
    let mut excess = vec![0.0_f64; places];
    let mut best = Prices { each: vec![0; places], bound: f64::INFINITY };
    let mut best_price = price.clone();
    let (mut theta, mut stale) = (1.0_f64, 0_u32);
    let mut table = Table::new(model);
    for _ in 0..rounds {
        let each: Vec<i64> = price.iter().map(|price| price.round() as i64).collect();
        let bound = table.bound(model, &each, &mut excess);
        if bound < best.bound {
            best = Prices { each, bound };
            best_price.clone_from(&price);
            stale = 0;
            floor = floor.max(visit(&best));
        } else {
            stale += 1;
        }
        if best.bound - floor < 1.0 {
            break;
        }
        if stale >= PATIENCE {
            (theta, stale) = (theta * 0.6, 0);
            price.clone_from(&best_price);
            direction.fill(0.0);
        }
        for ((direction, excess), price) in direction.iter_mut().zip(&excess).zip(&price) {
            // A place that is free stays free.
            let pulls = if *price <= 0.0 { excess.max(0.0) } else { *excess };
            *direction = pulls + MOMENTUM * *direction;
        }
        let length: f64 = direction.iter().map(|d| d * d).sum();
        if length < 1e-9 {
            break;
        }
        let step = theta * (bound - floor).max(1.0) / length;
        for (price, direction) in price.iter_mut().zip(&direction) {
            *price = (*price + step * direction).max(0.0);
        }
    }
    best
}

/// What a price costs a household, by size: the rows of the inner loop.
struct Table {
    sizes: Vec<i64>,
    class: Vec<usize>,
    costs: Vec<Vec<i32>>,
}

impl Table {
    fn new(model: &Model) -> Self {
        let mut sizes = model.sizes.clone();
        sizes.sort_unstable();
        sizes.dedup();
        let class = |size: &i64| sizes.binary_search(size).unwrap_or_default();
        let class = model.sizes.iter().map(class).collect();
        let costs = vec![vec![0; model.places()]; sizes.len()];
        Self { sizes, class, costs }
    }

    /// The bound at these prices; `excess` gets the persons who want a place less those it would take.
    fn bound(&mut self, model: &Model, prices: &[i64], excess: &mut [f64]) -> f64 {
        for (size, costs) in self.sizes.iter().zip(&mut self.costs) {
            for (cost, price) in costs.iter_mut().zip(prices) {
                // Cut off where it would overflow; a lower cost only loosens the bound.
                *cost = price.saturating_mul(*size).min(i64::from(i32::MAX / 2)) as i32;
            }
        }
        excess.fill(0.0);
        let mut bound = 0.0;
        for unit in 0..model.units() {
            let (row, costs) = (model.row(unit), &self.costs[self.class[unit]]);
            let left = |(value, cost): (&i32, &i32)| value - cost;
            let most = row.iter().zip(costs).map(left).fold(i32::MIN, i32::max);
            let weight = model.weights[unit];
            if most > REFUSED && i64::from(most) >= model.unplaced[unit] {
                bound += weight * f64::from(most);
                let place = row.iter().zip(costs).position(|pair| left(pair) == most);
                if let Some(place) = place {
                    excess[place] += weight * model.sizes[unit] as f64;
                }
            } else {
                bound += weight * model.unplaced[unit] as f64;
            }
        }
        for (place, (price, excess)) in prices.iter().zip(excess).enumerate() {
            let (load, gain) = model.best_load(place, 0, *price);
            bound += gain as f64;
            let slack = if *price == 0 && model.crowding[place] == 0 {
                excess.min(model.capacity[place] as f64)
            } else {
                load as f64
            };
            *excess -= slack;
        }
        bound
    }
}
