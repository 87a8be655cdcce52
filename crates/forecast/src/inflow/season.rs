//! Season of a logarithm: twelve steps around zero, added to a level.

use crate::Month;

use super::mean;

/// Months that the centred mean needs on each side.
const SIDE: usize = 6;
/// Least months before there is a season: one odd year would pass for it.
const MONTHS_MIN: usize = 24;

/// Step per calendar month, January first, with mean 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Season([f64; 12]);

impl Season {
    /// The step of a month.
    pub(super) fn step(&self, month: Month) -> f64 {
        self.0[month.month() as usize - 1]
    }

    /// Month means of `x` minus its centred 12-month mean over the last `years`, times `keep`. No season
    /// when there are fewer than [`MONTHS_MIN`] months.
    pub(super) fn fit(from: Month, x: &[f64], years: usize, keep: f64) -> Self {
        let mut sums = [0.0; 12];
        let mut numbers = [0.0; 12];
        if x.len() >= MONTHS_MIN {
            let start = x.len().saturating_sub(12 * years).max(SIDE);
            for at in start..x.len() - SIDE {
                let ends = f64::midpoint(x[at - SIDE], x[at + SIDE]);
                let centre = (ends + x[at - SIDE + 1..at + SIDE].iter().sum::<f64>()) / 12.0;
                let month = from.plus(at as i32).month() as usize - 1;
                sums[month] += x[at] - centre;
                numbers[month] += 1.0;
            }
        }
        let mut steps = [0.0; 12];
        for ((step, sum), number) in steps.iter_mut().zip(sums).zip(numbers) {
            if number > 0.0 {
                *step = sum / number;
            }
        }
        let centre = mean(&steps);
        Self(steps.map(|step| (step - centre) * keep))
    }

    /// `x` without its season.
    pub(super) fn remove(&self, from: Month, x: &[f64]) -> Vec<f64> {
        (0_i32..).zip(x).map(|(at, x)| x - self.step(from.plus(at))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kept_part_of_a_regular_season_comes_back() {
        let from = Month::new(2015, 1);
        let shape = [-0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3, 0.2, 0.1, 0.0, -0.1, -0.2];
        let x: Vec<f64> = (0..96).map(|at| 7.0 + shape[at % 12]).collect();
        let season = Season::fit(from, &x, 6, 0.6);
        for (at, step) in shape.iter().enumerate() {
            assert!((season.step(from.plus(at as i32)) - 0.6 * step).abs() < 1e-9);
        }
        assert_eq!(Season::fit(from, &x[..23], 6, 0.6), Season([0.0; 12]));
    }
}
