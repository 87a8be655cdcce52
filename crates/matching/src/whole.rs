//! A sharper bound: households are not split over places.
//!
//! Prices let a place be filled to the last bed by parts of households. Here a household has the worth that prices give it,
//! and each place takes the whole households that gain most above their worth: a knapsack. The sum of the worths and of
//! what the places gain is a bound as well, and never above that of the prices.

use crate::model::Model;

/// The bound with whole households, in thousandths of a point.
pub(crate) fn bound(model: &Model, prices: &[i64]) -> i64 {
    let worth: Vec<i64> = (0..model.units()).map(|unit| worth(model, prices, unit)).collect();
    let mut most = Vec::new();
    let places = (0..model.places()).map(|place| fill(model, &worth, place, &mut most));
    worth.iter().sum::<i64>() + places.sum::<i64>()
}

/// What a unit is worth at these prices: at least what it scores nowhere.
fn worth(model: &Model, prices: &[i64], unit: usize) -> i64 {
    let left = |place: usize| {
        model.value(unit, place).map(|value| value - model.sizes[unit] * prices[place])
    };
    let most = (0..model.places()).filter_map(left).max();
    most.map_or(model.unplaced[unit], |most| most.max(model.unplaced[unit]))
}

/// A number of persons as a place in a table: it came as a `u32`.
fn persons(number: i64) -> usize {
    usize::try_from(number).expect("sizes and capacities are not negative")
}

/// What a place gains at most with whole households; `most` is the table, kept for the next place.
fn fill(model: &Model, worth: &[i64], place: usize, most: &mut Vec<i64>) -> i64 {
    // The most that is gained with exactly so many persons.
    most.clear();
    most.resize(persons(model.capacity[place]) + 1, i64::MIN / 2);
    most[0] = 0;
    for (unit, worth) in worth.iter().enumerate() {
        let gain = model.value(unit, place).map_or(0, |value| value - worth);
        if gain > 0 {
            let size = persons(model.sizes[unit]);
            for load in (size..most.len()).rev() {
                most[load] = most[load].max(most[load - size] + gain);
            }
        }
    }
    let loads = most.iter().enumerate();
    loads.map(|(load, gain)| gain - model.load_cost(place, load as i64)).max().unwrap_or(0)
}
