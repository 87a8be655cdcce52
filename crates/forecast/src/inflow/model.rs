//! The pool: every replication walks all groups, and half of them take the total from another model.

use rayon::prelude::*;

use crate::Month;
use crate::random::Stream;

use super::level::{Level, SURPRISES};
use super::rivals::{SeasonalNaive, Theta, Walk};
use super::{Paths, SHIFT};

/// Least months of a history: one year for the season before and one of errors.
pub const HISTORY_MONTHS_MIN: usize = 24;
/// Largest count of a month that a path can reach: far above the population, a guard of the sampler.
const COUNT_MAX: f64 = 1e8;

/// Persons per month of one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its name, for instance a nationality.
    pub name: String,
    /// Persons per month from the first month of the history.
    pub counts: Vec<u32>,
}

/// What is known: groups that do not overlap and together are the total, all over the same months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    from: Month,
    groups: Vec<Group>,
}

/// Why a history cannot be fitted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HistoryError {
    /// There are no groups.
    #[error("a history without groups")]
    Empty,
    /// Too few months.
    #[error("{0} months of history, at least {HISTORY_MONTHS_MIN}")]
    Short(usize),
    /// A group that covers other months than the first.
    #[error("group {group} has {months} months where the first group has {expected}")]
    Uneven {
        /// The group.
        group: String,
        /// Its months.
        months: usize,
        /// Months of the first group.
        expected: usize,
    },
}

impl History {
    /// A history that can be fitted.
    pub fn new(from: Month, groups: Vec<Group>) -> Result<Self, HistoryError> {
        let months = groups.first().ok_or(HistoryError::Empty)?.counts.len();
        if months < HISTORY_MONTHS_MIN {
            return Err(HistoryError::Short(months));
        }
        match groups.iter().find(|group| group.counts.len() != months) {
            None => Ok(Self { from, groups }),
            Some(Group { name, counts }) => Err(HistoryError::Uneven {
                group: name.clone(),
                months: counts.len(),
                expected: months,
            }),
        }
    }

    /// First month.
    pub fn from(&self) -> Month {
        self.from
    }

    /// First month that is not known.
    pub fn cut(&self) -> Month {
        self.from.plus(self.months() as i32)
    }

    /// Number of months.
    pub fn months(&self) -> usize {
        self.groups[0].counts.len()
    }

    /// The groups.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The total of each month.
    pub fn totals(&self) -> Vec<f64> {
        let total = |at| self.groups.iter().map(|group| f64::from(group.counts[at])).sum();
        (0..self.months()).map(total).collect()
    }

    /// What was known when only the first `months` were, if that can be fitted.
    pub fn first(&self, months: usize) -> Result<Self, HistoryError> {
        let cut = |group: &Group| Group {
            name: group.name.clone(),
            counts: group.counts.iter().take(months).copied().collect(),
        };
        Self::new(self.from, self.groups.iter().map(cut).collect())
    }
}

kernel::codes! {
    /// A model of first applications.
    pub enum Member {
        /// The same month of the year before: the yardstick.
        SeasonalNaive = "seasonal_naive",
        /// Random walk of the total.
        Walk = "walk",
        /// Theta with season of the total.
        Theta = "theta",
        /// Level with volatility of the total.
        Level = "level",
        /// Levels with volatility of the groups, summed.
        BottomUp = "bottom_up",
        /// Half bottom-up, a quarter walk, a quarter Theta: the model to use.
        Pool = "pool",
    }
}

impl Member {
    /// Which model a replication of the pool follows: fixed shares, so that no draw is spent on it.
    fn of(self, replication: u32) -> Self {
        match (self, replication % 4) {
            (Self::Pool, 0 | 1) => Self::BottomUp,
            (Self::Pool, 2) => Self::Walk,
            (Self::Pool, _) => Self::Theta,
            (member, _) => member,
        }
    }
}

/// The fitted models of one history.
#[derive(Clone, Debug)]
pub struct InflowModel {
    cut: Month,
    names: Vec<String>,
    groups: Vec<Level>,
    total: Level,
    walk: Walk,
    theta: Theta,
    seasonal: SeasonalNaive,
}

impl InflowModel {
    /// Fits all members.
    pub fn fit(history: &History) -> Self {
        let totals = history.totals();
        let level = |group: &Group| {
            let counts: Vec<f64> = group.counts.iter().map(|count| f64::from(*count)).collect();
            Level::fit(history.from, &counts)
        };
        Self {
            cut: history.cut(),
            names: history.groups.iter().map(|group| group.name.clone()).collect(),
            groups: history.groups.iter().map(level).collect(),
            total: Level::fit(history.from, &totals),
            walk: Walk::fit(&totals),
            theta: Theta::fit(history.from, &totals),
            seasonal: SeasonalNaive::fit(&totals),
        }
    }

    /// Paths of the months from the cut. `stream` gives each replication its own random numbers, so the
    /// result does not depend on the number of threads. Runs on the current rayon pool.
    pub fn paths(
        &self,
        member: Member,
        replications: u32,
        months: usize,
        stream: impl Fn(u32) -> Stream + Sync,
    ) -> Paths {
        let row = |replication| self.row(member.of(replication), months, &mut stream(replication));
        let rows = (0..replications).into_par_iter().map(row).collect();
        Paths::new(self.cut, months, self.names.clone(), rows)
    }

    /// One path, month by month: draws of a month come before those of the next, so a longer horizon
    /// begins with the shorter one.
    fn row(&self, member: Member, months: usize, stream: &mut Stream) -> Vec<u32> {
        let mut groups: Vec<_> = self.groups.iter().map(Level::begin).collect();
        let mut total = self.total.begin();
        let mut walk = self.walk.begin();
        let mut theta = self.theta.begin();
        let mut year = self.seasonal.begin();
        let mut row = Vec::with_capacity(months * groups.len());
        for ahead in 0..months {
            let month = self.cut.plus(ahead as i32);
            // The same past month for every group keeps what comes together together.
            let back = stream.below(SURPRISES as u32) as usize;
            for (level, place) in self.groups.iter().zip(&mut groups) {
                let x = level.next(place, month, back, stream);
                row.push(count(x, stream));
            }
            let x = match member {
                Member::BottomUp | Member::Pool => continue,
                Member::Level => self.total.next(&mut total, month, back, stream),
                Member::Walk => self.walk.next(&mut walk, stream),
                Member::Theta => self.theta.next(&mut theta, month, stream),
                Member::SeasonalNaive => self.seasonal.next(&mut year, ahead, stream),
            };
            let start = row.len() - self.groups.len();
            divide(count(x, stream), &mut row[start..]);
        }
        row
    }
}

/// The count of a month whose expected value has logarithm `x`.
fn count(x: f64, stream: &mut Stream) -> u32 {
    stream.poisson((libm::exp(x) - SHIFT).min(COUNT_MAX))
}

/// Gives a total to groups in the proportion of what they hold; evenly when that is nothing.
fn divide(total: u32, groups: &mut [u32]) {
    let empty = groups.iter().all(|count| *count == 0);
    let weight = |count: u32| if empty { 1.0 } else { f64::from(count) };
    let whole: f64 = groups.iter().map(|count| weight(*count)).sum();
    let (mut weights, mut given) = (0.0, 0);
    for group in groups {
        weights += weight(*group);
        let until = (f64::from(total) * weights / whole + 0.5).floor() as u32;
        *group = until - given;
        given = until;
    }
}

#[cfg(test)]
mod tests;
