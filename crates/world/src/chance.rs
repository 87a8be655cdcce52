//! Chance by name: what is drawn for one household and purpose does not depend on what else is drawn.

use kernel::{Date, Ids, Uuid, fit};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, Exp, LogNormal};

use jiff::ToSpan as _;

/// An id that follows from a seed and a name: the same in every run.
pub(crate) fn id(seed: u64, name: &str) -> Uuid {
    Ids::derive(Uuid::from_u128(u128::from(seed)), name.as_bytes())
}

/// A stream of draws.
pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream of this name under this seed.
    pub(crate) fn of(seed: u64, name: &str) -> Self {
        let (high, low) = id(seed, name).as_u64_pair();
        Self(ChaCha8Rng::seed_from_u64(high ^ low))
    }

    /// True in so many of a thousand cases.
    pub(crate) fn permille(&mut self, share: u32) -> bool {
        self.0.random_range(0..1_000) < share
    }

    /// A whole number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i32, high: i32) -> i32 {
        self.0.random_range(low..=high.max(low))
    }

    /// Days of an exponential waiting time; at least one.
    pub(crate) fn waiting(&mut self, mean_days: f64) -> i32 {
        let days = Exp::new(1.0 / mean_days).map_or(mean_days, |law| law.sample(&mut self.0));
        fit(kernel::rounded(days.ceil().clamp(1.0, 100_000.0)))
    }

    /// Days of a log-normal waiting time by its median; at least `least`.
    pub(crate) fn around(&mut self, median_days: f64, sigma: f64, least: i32) -> i32 {
        let law = LogNormal::new(median_days.ln(), sigma);
        let days = law.map_or(median_days, |law| law.sample(&mut self.0));
        fit::<i32, _>(kernel::rounded(days.clamp(0.0, 100_000.0))).max(least)
    }

    /// An index, in proportion to the weights; 0 when all are zero.
    pub(crate) fn pick(&mut self, weights: &[u32]) -> usize {
        let sum: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
        if sum == 0 {
            return 0;
        }
        let mut left = self.0.random_range(0..sum);
        for (index, weight) in weights.iter().enumerate() {
            if left < u64::from(*weight) {
                return index;
            }
            left -= u64::from(*weight);
        }
        weights.len() - 1
    }
}

/// The date so many days later.
pub(crate) fn later(date: Date, days: i32) -> Date {
    date.saturating_add(days.days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_draws_the_same_again_and_another_name_something_else() {
        let draw = |seed, name| {
            let mut chance = Chance::of(seed, name);
            (0..8).map(|_| chance.between(0, 999)).collect::<Vec<_>>()
        };
        assert_eq!(draw(1, "a"), draw(1, "a"));
        assert_ne!(draw(1, "a"), draw(1, "b"));
        assert_ne!(draw(1, "a"), draw(2, "a"));
    }

    #[test]
    fn waiting_times_have_their_mean_and_median() {
        let mut chance = Chance::of(7, "waiting");
        let mean = (0..4_000).map(|_| chance.waiting(90.0)).sum::<i32>() / 4_000;
        assert!((80..=100).contains(&mean), "{mean}");
        let mut days: Vec<i32> = (0..4_001).map(|_| chance.around(120.0, 0.5, 1)).collect();
        days.sort_unstable();
        assert!((110..=130).contains(&days[2_000]), "{}", days[2_000]);
        let picks = (0..1_000).filter(|_| chance.pick(&[1, 3]) == 1).count();
        assert!((700..=800).contains(&picks), "{picks}");
    }
}
