//! The numbers of a batch: dense, in canonical order, without words. It knows no household and no place, so that
//! whoever solves it cannot look at one.

/// Value of a pair that a hard rule keeps apart.
pub(crate) const REFUSED: i32 = i32::MIN / 2;

/// Sizes, values and capacities. Values are in thousandths of a point, loads in persons.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) sizes: Vec<i64>,
    pub(crate) unplaced: Vec<i64>,
    /// How often a unit counts: one in the batch, the weight of the sample in the future.
    pub(crate) weights: Vec<f64>,
    pub(crate) capacity: Vec<i64>,
    pub(crate) crowding: Vec<i64>,
    /// Row by row, a row per unit.
    pub(crate) values: Vec<i32>,
}

impl Model {
    /// Places without units: their capacity, and what crowding costs in each.
    pub(crate) fn of(places: impl Iterator<Item = (u32, i64)>) -> Self {
        let (capacity, crowding) = places.map(|(room, cost)| (i64::from(room), cost)).unzip();
        Self {
            sizes: Vec::new(),
            unplaced: Vec::new(),
            weights: Vec::new(),
            capacity,
            crowding,
            values: Vec::new(),
        }
    }

    pub(crate) fn units(&self) -> usize {
        self.sizes.len()
    }

    pub(crate) fn places(&self) -> usize {
        self.capacity.len()
    }

    pub(crate) fn row(&self, unit: usize) -> &[i32] {
        &self.values[unit * self.places()..][..self.places()]
    }

    /// What a pair is worth, crowding apart; `None` when a hard rule keeps it apart.
    pub(crate) fn value(&self, unit: usize, place: usize) -> Option<i64> {
        let value = self.values[unit * self.places() + place];
        (value != REFUSED).then_some(i64::from(value))
    }

    /// What a load of so many persons costs: a convex function, so that prices bound it.
    pub(crate) fn load_cost(&self, place: usize, load: i64) -> i64 {
        self.crowding[place] * (load * (load - 1) / 2)
    }

    /// The load above `from` that gains most at a price per person, and what it gains.
    pub(crate) fn best_load(&self, place: usize, from: i64, price: i64) -> (i64, i64) {
        let (capacity, crowding) = (self.capacity[place], self.crowding[place]);
        // The next person costs `crowding x load`: one more is taken in as long as that is below the price.
        let most = if price <= 0 {
            from
        } else if crowding == 0 {
            capacity
        } else {
            ((price + crowding - 1) / crowding).clamp(from, capacity)
        };
        let cost = self.load_cost(place, most) - self.load_cost(place, from);
        (most, price * (most - from) - cost)
    }

    /// The same batch where every person in a place costs its price: what the future would pay.
    pub(crate) fn less(&self, prices: &[i64]) -> Self {
        let mut less = self.clone();
        for (unit, row) in less.values.chunks_exact_mut(prices.len().max(1)).enumerate() {
            for (value, price) in row.iter_mut().zip(prices) {
                if *value != REFUSED {
                    let left = i64::from(*value) - self.sizes[unit] * price;
                    // Prices only take away: what is left is no more than what fitted.
                    let left = left.max(i64::from(REFUSED) + 1);
                    *value = i32::try_from(left).unwrap_or(i32::MAX);
                }
            }
        }
        less
    }
}
