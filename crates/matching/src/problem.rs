//! What is asked: households, places, and what each pair scores.

use crate::model::{Model, REFUSED};

/// Largest absolute value of a score, in thousandths of a point.
pub const SCORE_MAX: i64 = 1 << 28;

/// A household that is placed as a whole or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Which household; breaks ties, lower first.
    pub id: u128,
    /// Persons who need a place, at least one.
    pub size: u32,
    /// Who comes first between equals: lower first.
    pub rank: i64,
    /// What it scores to be placed nowhere, in thousandths of a point; mostly below zero.
    pub unplaced: i64,
}

/// Where households can go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which place; breaks ties, lower first.
    pub id: u128,
    /// Its name, for reasons in words.
    pub name: String,
    /// Persons that it can take in this batch.
    pub capacity: u32,
    /// Which place is preferred between equals: lower first.
    pub rank: i64,
    /// What is lost for each pair of persons of different households that both come here, in thousandths of a point, zero
    /// or more: it spreads people over places. Zero where filling a place costs nothing.
    pub crowding: i64,
}

/// A criterion that scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// What holds, in words.
    pub name: &'static str,
    /// Its weight here, in thousandths of a point.
    pub points: i64,
}

/// The rules of a pair, by their index in the lists that were handed in.
///
/// Called once for every pair, and again for the pairs that are told in words: it must answer the same.
pub trait Rate {
    /// Adds the criteria that score to `parts`, or names the hard rule that keeps the pair apart.
    fn rate(&self, unit: usize, place: usize, parts: &mut Vec<Part>) -> Result<(), &'static str>;
}

impl<F: Fn(usize, usize, &mut Vec<Part>) -> Result<(), &'static str>> Rate for F {
    fn rate(&self, unit: usize, place: usize, parts: &mut Vec<Part>) -> Result<(), &'static str> {
        self(unit, place, parts)
    }
}

/// A household of the sampled future: it takes no place, but raises the price of those it will need.
#[derive(Clone, Debug, PartialEq)]
pub struct Coming {
    /// The household; its index counts on behind those of the batch.
    pub unit: Unit,
    /// How many of its kind come, more than zero: the sample's weight.
    pub weight: f64,
}

/// A batch that cannot be matched because it is not one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Faulty {
    /// Two units or two places have one id.
    #[error("id {0:#x} is there twice")]
    Twice(u128),
    /// A household without persons.
    #[error("household {0:#x} has no persons")]
    Empty(u128),
    /// A score, a penalty or a crowding that is out of range.
    #[error("a score of {0:#x} is out of range")]
    Range(u128),
    /// A weight of the future that is not a positive number.
    #[error("the weight of household {0:#x} is not above zero")]
    Weight(u128),
}

/// A batch: households and places in their canonical order, with what each pair scores.
#[derive(Debug)]
pub struct Problem<R> {
    pub(crate) units: Vec<Unit>,
    pub(crate) places: Vec<Place>,
    /// Indexes in the lists that were handed in.
    pub(crate) unit_at: Vec<usize>,
    pub(crate) place_at: Vec<usize>,
    pub(crate) rate: R,
    pub(crate) model: Model,
    /// The batch with the sampled future behind it, when there is one.
    pub(crate) wide: Option<Model>,
}

impl<R: Rate> Problem<R> {
    /// A batch, with a sampled future that only shapes prices.
    pub fn new(
        units: &[Unit],
        places: &[Place],
        future: &[Coming],
        rate: R,
    ) -> Result<Self, Faulty> {
        let unit_at = order(units, |unit| (unit.rank, unit.id))?;
        let place_at = order(places, |place| (place.rank, place.id))?;
        let of_future: Vec<Unit> = future.iter().map(|coming| coming.unit.clone()).collect();
        let future_at = order(&of_future, |unit| (unit.rank, unit.id))?;
        if let Some(wrong) = future.iter().find(|one| !(one.weight > 0.0 && one.weight < 1e9)) {
            return Err(Faulty::Weight(wrong.unit.id));
        }
        for place in places {
            if place.crowding < 0 || place.crowding > SCORE_MAX {
                return Err(Faulty::Range(place.id));
            }
        }
        let places: Vec<Place> = place_at.iter().map(|at| places[*at].clone()).collect();
        let mut model = Model::of(places.iter().map(|place| (place.capacity, place.crowding)));
        for at in &unit_at {
            add(&mut model, &units[*at], 1.0, *at, &places, &place_at, &rate)?;
        }
        let mut wide = None;
        if !future.is_empty() {
            let mut both = model.clone();
            for at in future_at {
                let (index, coming) = (units.len() + at, &future[at]);
                add(&mut both, &coming.unit, coming.weight, index, &places, &place_at, &rate)?;
            }
            wide = Some(both);
        }
        let units = unit_at.iter().map(|at| units[*at].clone()).collect();
        Ok(Self { units, places, unit_at, place_at, rate, model, wide })
    }
}

fn order<T>(all: &[T], key: impl Fn(&T) -> (i64, u128)) -> Result<Vec<usize>, Faulty> {
    let mut ids: Vec<u128> = all.iter().map(|one| key(one).1).collect();
    ids.sort_unstable();
    if let Some(twice) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(Faulty::Twice(twice[0]));
    }
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|at| key(&all[*at]));
    Ok(order)
}

fn add<R: Rate>(
    model: &mut Model,
    unit: &Unit,
    weight: f64,
    index: usize,
    places: &[Place],
    place_at: &[usize],
    rate: &R,
) -> Result<(), Faulty> {
    if unit.size == 0 {
        return Err(Faulty::Empty(unit.id));
    }
    let fits = |score: i64| score.abs() <= SCORE_MAX;
    let size = i64::from(unit.size);
    if !fits(unit.unplaced) {
        return Err(Faulty::Range(unit.id));
    }
    let mut parts = Vec::new();
    for (place, at) in places.iter().zip(place_at) {
        parts.clear();
        let may = rate.rate(index, *at, &mut parts);
        if may.is_err() || unit.size > place.capacity {
            model.values.push(REFUSED);
            continue;
        }
        // The members of one household do not crowd each other: what the load costs is given back.
        let score = parts.iter().map(|part| part.points).sum::<i64>();
        let value = score.saturating_add(place.crowding.saturating_mul(size * (size - 1) / 2));
        if !fits(score) || !fits(value) {
            return Err(Faulty::Range(unit.id));
        }
        model.values.push(i32::try_from(value).map_err(|_| Faulty::Range(unit.id))?);
    }
    model.sizes.push(size);
    model.unplaced.push(unit.unplaced);
    model.weights.push(weight);
    Ok(())
}
