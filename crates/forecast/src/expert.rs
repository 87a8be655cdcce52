//! Expert judgement as a layer over the model: stored as data, applied by quantile mapping, scored apart.
//!
//! Each path keeps its rank and its shape within the year; only the size of the year moves. Known months stay
//! as they were.

use std::ops::Range;

use kernel::Date;
use serde::{Deserialize, Serialize};

use crate::inflow::Paths;
use crate::quantile::type7;
use crate::scenario::{Levels, Split, TripleError};

kernel::codes! {
    /// Inflow on which there can be a statement.
    pub enum Inflow {
        /// First applications.
        First = "inflow.first",
        /// Repeat applications.
        Repeat = "inflow.repeat",
        /// Resettled persons.
        Resettled = "inflow.resettled",
        /// Inflow in all; family members follow from the chain, so first applications carry what is missing.
        Total = "inflow.total",
    }
}

crate::code::by_code!(Inflow);

/// Weight of a statement when its author gives none.
pub const WEIGHT: f64 = 0.3;

/// What an expert expects of a quantity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Expectation {
    /// The median alone: the spread stays that of the model.
    Median(f64),
    /// Minimum, medio and maximum at the levels of the edition.
    Triple {
        /// Minimum, above 0.
        minimum: f64,
        /// Medio.
        medio: f64,
        /// Maximum.
        maximum: f64,
    },
    /// Levels (0 to 1) with their quantiles, both rising; flat beyond the ends.
    Quantiles(Vec<(f64, f64)>),
}

/// An expert statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Of what.
    pub quantity: Inflow,
    /// The calendar year.
    pub year: i16,
    /// What is expected.
    pub expectation: Expectation,
    /// Weight against the model, 0 to 1; 1 imposes the statement.
    pub weight: f64,
    /// Who answers for it.
    pub author: String,
    /// Why.
    pub reason: String,
    /// Last day on which it may be used.
    #[serde(with = "day")]
    pub expires: Date,
}

/// A day as `2025-09-01`.
mod day {
    use kernel::Date;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(day: &Date, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(day)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

/// Why a statement cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// A weight outside 0 to 1.
    #[error("weight of the statement on {0} is not between 0 and 1")]
    Weight(Inflow),
    /// Author or reason is missing.
    #[error("statement on {0} has no author or no reason")]
    Unsigned(Inflow),
    /// Past its expiry.
    #[error("statement on {quantity} expired on {on}")]
    Expired {
        /// The quantity.
        quantity: Inflow,
        /// Its last day.
        on: Date,
    },
    /// Quantiles that do not rise.
    #[error("quantiles of the statement on {0} do not rise")]
    Crossing(Inflow),
    /// A triple that does not fit.
    #[error("statement on {quantity}: {source}")]
    Triple {
        /// The quantity.
        quantity: Inflow,
        /// Why.
        source: TripleError,
    },
}

/// A checked expectation as a quantile function.
#[derive(Clone, Debug)]
pub struct Imposed(Shape);

#[derive(Clone, Debug)]
enum Shape {
    Median(f64),
    Split(Split),
    Quantiles(Vec<(f64, f64)>),
}

impl Statement {
    /// The quantile function, when the statement may be used on a day.
    pub fn check(&self, levels: &Levels, on: Date) -> Result<Imposed, StatementError> {
        let quantity = self.quantity;
        if !(0.0..=1.0).contains(&self.weight) {
            return Err(StatementError::Weight(quantity));
        }
        if self.author.trim().is_empty() || self.reason.trim().is_empty() {
            return Err(StatementError::Unsigned(quantity));
        }
        if on > self.expires {
            return Err(StatementError::Expired { quantity, on: self.expires });
        }
        let shape = match &self.expectation {
            Expectation::Median(median) if *median > 0.0 => Shape::Median(*median),
            Expectation::Median(_) => return Err(StatementError::Crossing(quantity)),
            Expectation::Triple { minimum, medio, maximum } => Shape::Split(
                Split::of_triple(*minimum, *medio, *maximum, levels)
                    .map_err(|source| StatementError::Triple { quantity, source })?,
            ),
            Expectation::Quantiles(points) => {
                let rising = points.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1);
                let inside = points.iter().all(|(p, q)| (0.0..=1.0).contains(p) && *q >= 0.0);
                if points.is_empty() || !rising || !inside {
                    return Err(StatementError::Crossing(quantity));
                }
                Shape::Quantiles(points.clone())
            }
        };
        Ok(Imposed(shape))
    }
}

impl Imposed {
    /// The expected value at a level, where the model has `own` there and `median` in the middle.
    fn at(&self, level: f64, own: f64, median: f64) -> f64 {
        match &self.0 {
            Shape::Median(_) if median <= 0.0 => own,
            Shape::Median(imposed) => own * imposed / median,
            Shape::Split(split) => split.quantile(level),
            Shape::Quantiles(points) => {
                let above = points.partition_point(|(p, _)| *p <= level);
                match (above.checked_sub(1).map(|at| points[at]), points.get(above).copied()) {
                    (Some((p0, q0)), Some((p1, q1))) => q0 + (level - p0) / (p1 - p0) * (q1 - q0),
                    (Some((_, q)), None) | (None, Some((_, q))) => q,
                    (None, None) => own,
                }
            }
        }
    }

    /// The mapped value of each replication: `(1 - w) S + w Q(u)`, `u` its rank among the others.
    pub fn map(&self, sums: &[f64], weight: f64) -> Vec<f64> {
        let mut order: Vec<usize> = (0..sums.len()).collect();
        order.sort_by(|a, b| sums[*a].total_cmp(&sums[*b]));
        let sorted: Vec<f64> = order.iter().map(|at| sums[*at]).collect();
        let median = type7(&sorted, 0.5);
        let mut mapped = vec![0.0; sums.len()];
        for (rank, at) in order.into_iter().enumerate() {
            let level = (rank as f64 + 0.5) / sums.len() as f64;
            let own = sums[at];
            mapped[at] = (1.0 - weight) * own + weight * self.at(level, own, median);
        }
        mapped
    }

    /// Applies the statement to columns of paths over the months of its year; `known` is what the months
    /// before the paths add to the year, which no statement can change.
    pub fn apply(
        &self,
        paths: &mut Paths,
        months: Range<usize>,
        columns: Range<usize>,
        known: f64,
        weight: f64,
    ) {
        let sums = paths.sums(months.clone(), columns.clone(), known);
        let factors: Vec<f64> = self
            .map(&sums, weight)
            .iter()
            .zip(&sums)
            .map(
                |(to, from)| {
                    if *from > known { ((to - known) / (from - known)).max(0.0) } else { 1.0 }
                },
            )
            .collect();
        paths.scale(months, columns, &factors);
    }
}

#[cfg(test)]
mod tests;
