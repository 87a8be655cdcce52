//! Stays in whole days, for newcomers and for who has been there for a while.

use std::sync::Arc;

use crate::random::special::gamma_below;
use crate::random::{Alias, Stream};

/// Longest stay that is told apart, in days: twenty years.
pub const DURATION_DAYS_MAX: usize = 7_300;
/// What is left of a distribution beyond its last day: one person in a million.
const TAIL: f64 = 1e-6;

/// Draws for which it does not pay to fetch numbers together.
const FEW: usize = 8;
/// Parts of the chance for which it is known where they begin.
const GUIDE: usize = 256;

/// A distribution over 1, 2, 3, ... days.
#[derive(Clone, Debug, PartialEq)]
pub struct Duration {
    alias: Alias,
    /// Chance of a stay of more than `at` days, from 1 at 0 to 0 at the last day.
    beyond: Vec<f64>,
    /// Per `GUIDE`th of the chance, from 0, the first day that no larger chance lies beyond.
    guide: Vec<u16>,
}

impl Duration {
    /// From weights of 1, 2, 3, ... days, at most [`DURATION_DAYS_MAX`] of them; they need not add up to 1.
    /// Without a positive weight the stay is one day.
    pub fn new(weights: &[f64]) -> Self {
        let weights = &weights[..weights.len().min(DURATION_DAYS_MAX)];
        let total: f64 = weights.iter().sum();
        if total.is_nan() || total <= 0.0 {
            return Self::fixed(1);
        }
        let mut beyond = vec![0.0; weights.len() + 1];
        for at in (0..weights.len()).rev() {
            beyond[at] = beyond[at + 1] + weights[at] / total;
        }
        let first = |part| {
            let bar = f64::from(part as u16) / GUIDE as f64;
            beyond.partition_point(|beyond| *beyond > bar) as u16
        };
        let guide = (0..=GUIDE).map(first).collect();
        Self { alias: Alias::new(weights), beyond, guide }
    }

    /// Always this many days; at least 1, at most [`DURATION_DAYS_MAX`].
    pub fn fixed(days: u32) -> Self {
        let days = (days as usize).clamp(1, DURATION_DAYS_MAX);
        let mut weights = vec![0.0; days];
        weights[days - 1] = 1.0;
        Self::new(&weights)
    }

    /// Geometric with this mean in days, at least 1: every day the same chance that it is the last.
    pub fn geometric(mean_days: f64) -> Self {
        let chance = 1.0 / mean_days.max(1.0);
        let mut weights = vec![chance];
        let mut left = 1.0 - chance;
        while left > TAIL && weights.len() < DURATION_DAYS_MAX {
            weights.push(left * chance);
            left *= 1.0 - chance;
        }
        Self::new(&weights)
    }

    /// A Gamma with this shape and mean in days, both positive, rounded up to whole days.
    pub fn gamma(shape: f64, mean_days: f64) -> Self {
        let mut below = 0.0;
        let mut weights = Vec::new();
        while below < 1.0 - TAIL && weights.len() < DURATION_DAYS_MAX {
            let next = gamma_below(shape, (weights.len() + 1) as f64 * shape / mean_days);
            weights.push(next - below);
            below = next;
        }
        Self::new(&weights)
    }

    /// The chance of a stay of more than `days`.
    pub fn beyond(&self, days: usize) -> f64 {
        self.beyond.get(days).copied().unwrap_or_default()
    }

    /// The chance of a stay of this many days.
    pub fn chance(&self, days: usize) -> f64 {
        days.checked_sub(1).map_or(0.0, |before| self.beyond(before) - self.beyond(days))
    }

    /// The longest stay in days.
    pub fn longest(&self) -> usize {
        self.beyond.len() - 1
    }

    /// The mean stay in days.
    pub fn mean(&self) -> f64 {
        self.beyond.iter().sum()
    }

    /// The stay of a newcomer.
    #[inline]
    pub fn draw(&self, stream: &mut Stream) -> u32 {
        self.of(stream.bits())
    }

    #[inline]
    fn of(&self, bits: u32) -> u32 {
        self.alias.pick(bits) as u32 + 1
    }

    /// What remains for who has been there `age` days, at least 1: `P(R = k) = p(age + k) / P(D > age)`.
    /// Who has been there longer than anybody stays leaves the next day.
    pub fn draw_rest(&self, age: u32, stream: &mut Stream) -> u32 {
        let left = self.beyond(age as usize);
        if left > 0.25 {
            loop {
                let days = self.draw(stream);
                if days > age {
                    return days - age;
                }
            }
        }
        let bar = left * stream.open();
        let part = (bar * GUIDE as f64) as usize;
        let (from, until) = (self.guide[part + 1] as usize, self.guide[part] as usize);
        let within = self.beyond[from..until].partition_point(|beyond| *beyond > bar);
        ((from + within) as u32).saturating_sub(age).max(1)
    }
}

/// A stay: whole days, at least 1. The shape is shared and costly to build, stretch and shift are cheap to
/// vary per replication: `max(1, round(stretch x shape)) + shift`.
#[derive(Clone, Debug)]
pub struct Lag {
    /// The distribution before stretching.
    pub shape: Arc<Duration>,
    /// Factor on the days, positive; 1 leaves them as they are.
    pub stretch: f64,
    /// Days that are added.
    pub shift_days: u32,
}

impl From<Duration> for Lag {
    fn from(shape: Duration) -> Self {
        Self { shape: Arc::new(shape), stretch: 1.0, shift_days: 0 }
    }
}

impl Lag {
    /// The stay of a newcomer in days, at least 1.
    #[inline]
    pub fn draw(&self, stream: &mut Stream) -> u32 {
        self.stretched(self.shape.draw(stream)) + self.shift_days
    }

    /// The stays of newcomers. All look-ups before anything is done with one: a processor that waits for
    /// memory then waits for several at once.
    pub(super) fn draw_all(&self, stays: &mut [u32], stream: &mut Stream) {
        if stays.len() < FEW {
            for stay in stays.iter_mut() {
                *stay = self.shape.of(stream.bits());
            }
        } else {
            stream.fill(stays);
            for stay in stays.iter_mut() {
                *stay = self.shape.of(*stay);
            }
        }
        if self.stretch != 1.0 || self.shift_days > 0 {
            for stay in stays {
                *stay = self.stretched(*stay) + self.shift_days;
            }
        }
    }

    /// What remains for who has been there `age` days, at least 1.
    pub fn draw_rest(&self, age: u32, stream: &mut Stream) -> u32 {
        let Some(age) = age.checked_sub(self.shift_days) else {
            return self.draw(stream) - age;
        };
        let before = (f64::from(age) / self.stretch) as u32;
        let days = before + self.shape.draw_rest(before, stream);
        self.stretched(days).saturating_sub(age).max(1)
    }

    /// The chance of a stay of more than `days`.
    pub(super) fn beyond(&self, days: u32) -> f64 {
        let Some(days) = days.checked_sub(self.shift_days) else { return 1.0 };
        if days == 0 {
            return 1.0;
        }
        let before = libm::ceil((f64::from(days) + 0.5) / self.stretch) - 1.0;
        self.shape.beyond(before as usize)
    }

    #[inline]
    fn stretched(&self, days: u32) -> u32 {
        if self.stretch == 1.0 {
            return days;
        }
        ((f64::from(days) * self.stretch + 0.5) as u32).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, Streams};

    #[test]
    fn residual_stays_of_the_worked_example() {
        let duration = Duration::new(&[0.5, 0.3, 0.2]);
        let after = |k: usize| duration.chance(1 + k) / duration.beyond(1);
        assert!((after(1) - 0.6).abs() < 1e-12 && (after(2) - 0.4).abs() < 1e-12);
        let mut stream = Streams::new(1, 0).open(Purpose::Warm(0), 0);
        // Age 1 is drawn by rejection, age 2 by look-up.
        let ones = (0..100_000).filter(|_| duration.draw_rest(1, &mut stream) == 1).count();
        assert!(ones.abs_diff(60_000) < 800, "{ones}");
        assert!((0..1000).all(|_| duration.draw_rest(2, &mut stream) == 1));
        assert_eq!(duration.draw_rest(9, &mut stream), 1);
    }

    #[test]
    fn both_ways_to_draw_a_rest_agree() {
        let duration = Duration::gamma(2.0, 60.0);
        let mut stream = Streams::new(2, 0).open(Purpose::Warm(0), 0);
        for age in [10_usize, 100, 250] {
            let left: f64 = (age..duration.longest()).map(|days| duration.beyond(days)).sum();
            let mean = left / duration.beyond(age);
            let draws = 40_000;
            let sum: u32 = (0..draws).map(|_| duration.draw_rest(age as u32, &mut stream)).sum();
            let found = f64::from(sum) / f64::from(draws);
            assert!((found / mean - 1.0).abs() < 0.02, "age {age}: {found}, not {mean}");
        }
    }

    #[test]
    fn means_shifts_and_stretches() {
        // Rounded up to whole days: half a day more.
        assert!((Duration::gamma(3.0, 450.0).mean() - 450.5).abs() < 0.01);
        assert!((Duration::fixed(7).mean() - 7.0).abs() < 1e-12);
        assert_eq!(Duration::new(&[]), Duration::fixed(1));
        let mut stream = Streams::new(3, 0).open(Purpose::Warm(0), 0);
        let lag = Lag { stretch: 2.0, shift_days: 30, ..Lag::from(Duration::fixed(10)) };
        assert_eq!(lag.draw(&mut stream), 50);
        let rests = [0, 10, 30, 49, 70].map(|age| lag.draw_rest(age, &mut stream));
        assert_eq!(rests, [50, 40, 20, 1, 2]);
    }
}
