//! Which parameter moves the answer how much.

use super::{Effect, compare, estimated};
use crate::assumption::Assumption;
use crate::quantities::Quantity;
use crate::{ForecastError, Input};

/// How far a parameter is moved to see what it does.
const NUDGE: f64 = 0.10;
/// What is looked at.
const EXPLAINED: [Quantity; 4] = [
    Quantity::IndPending,
    Quantity::CoaOccupancy,
    Quantity::InflowNareis,
    Quantity::BudgetTotalEur,
];

/// A parameter and what a tenth more of it does, or as much as its range allows.
#[derive(Clone, Debug, PartialEq)]
pub struct Influence {
    /// Which parameter.
    pub assumption: Assumption,
    /// Value in the forecast: set, standard or estimated.
    pub value: f64,
    /// The moved value.
    pub moved: f64,
    /// Effects in the last period on open cases, residents, family members and costs, where they are forecast.
    pub effects: Vec<Effect>,
}

impl Influence {
    /// The largest effect relative to its quantity.
    fn size(&self) -> f64 {
        let part = |of: &Effect| (of.difference as f64 / of.base.abs().max(1) as f64).abs();
        self.effects.iter().map(part).fold(0.0, f64::max)
    }
}

/// Moves every parameter a tenth up, one at a time, on paired replications of the months engine. Who moves
/// the answer most comes first.
pub fn explain(input: &Input, replications: u32) -> Result<Vec<Influence>, ForecastError> {
    let mut all = Vec::new();
    for assumption in Assumption::all() {
        let (value, range) = (estimated(input, assumption)?, assumption.meaning());
        let moved = (value * (1.0 + NUDGE)).clamp(range.low, range.high);
        let set = |value| {
            let mut changed = input.clone();
            changed.assumptions.insert(assumption, value);
            changed
        };
        let compared = compare(&set(value), &set(moved), replications)?;
        let last = |of: &Quantity| compared.effects.iter().rev().find(|e| e.subject == *of);
        let effects = EXPLAINED.iter().filter_map(last).cloned().collect();
        all.push(Influence { assumption, value, moved, effects });
    }
    all.sort_by(|a, b| b.size().total_cmp(&a.size()));
    Ok(all)
}
