//! What prices prove.
//!
//! For any prices of zero or more, `sum over units of the best (value - size x price)` plus `sum over places of the
//! most its capacity earns` is at least the objective of every plan. Prices are whole thousandths, so the bound is exact.

use crate::model::{Model, REFUSED};

/// The bound that prices per person prove, in thousandths of a point.
pub(crate) fn bound(model: &Model, prices: &[i64]) -> i64 {
    let most = |unit: usize| {
        let size = model.sizes[unit];
        let values = model.row(unit).iter().zip(prices).filter(|(value, _)| **value != REFUSED);
        let left = values.map(|(value, price)| i64::from(*value) - size * price).max();
        left.unwrap_or(i64::MIN).max(model.unplaced[unit])
    };
    let units: i64 = (0..model.units()).map(most).sum();
    let places = prices.iter().enumerate();
    let places: i64 = places.map(|(place, price)| model.best_load(place, 0, *price).1).sum();
    units + places
}
