//! A plan: who goes where, with loads and the objective kept up to date.

use crate::model::Model;

/// Who goes where. Never holds a pair that is refused, nor a load above capacity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) at: Vec<Option<usize>>,
    pub(crate) load: Vec<i64>,
    pub(crate) objective: i64,
}

impl Plan {
    /// Nobody is placed.
    pub(crate) fn empty(model: &Model) -> Self {
        Self {
            at: vec![None; model.units()],
            load: vec![0; model.places()],
            objective: model.unplaced.iter().sum(),
        }
    }

    /// What is gained when a unit that is nowhere comes to a place at this load, or stays nowhere; `None` when it may not.
    pub(crate) fn enter(model: &Model, unit: usize, to: Option<usize>, load: i64) -> Option<i64> {
        let Some(place) = to else { return Some(model.unplaced[unit]) };
        let after = load + model.sizes[unit];
        if after > model.capacity[place] {
            return None;
        }
        let cost = model.load_cost(place, after) - model.load_cost(place, load);
        model.value(unit, place).map(|value| value - cost)
    }

    /// The load of a place without a unit that may be there.
    pub(crate) fn load_without(&self, model: &Model, place: usize, unit: usize) -> i64 {
        self.load[place] - if self.at[unit] == Some(place) { model.sizes[unit] } else { 0 }
    }

    /// What a unit is worth where it is: that much is lost when it leaves.
    pub(crate) fn worth(&self, model: &Model, unit: usize) -> i64 {
        let here = self.at[unit];
        let load = here.map_or(0, |place| self.load_without(model, place, unit));
        Self::enter(model, unit, here, load).unwrap_or_default()
    }

    /// Moves a unit; the caller knows that it may.
    pub(crate) fn put(&mut self, model: &Model, unit: usize, to: Option<usize>) {
        self.objective -= self.worth(model, unit);
        if let Some(place) = self.at[unit].take() {
            self.load[place] -= model.sizes[unit];
        }
        let load = to.map_or(0, |place| self.load[place]);
        self.objective += Self::enter(model, unit, to, load).unwrap_or_default();
        if let Some(place) = to {
            self.load[place] += model.sizes[unit];
        }
        self.at[unit] = to;
    }

    /// Who is in each place.
    pub(crate) fn members(&self) -> Vec<Vec<usize>> {
        let mut members = vec![Vec::new(); self.load.len()];
        for (unit, place) in self.at.iter().enumerate() {
            if let Some(place) = place {
                members[*place].push(unit);
            }
        }
        members
    }
}
