//! Season of a kind of inflow: one index per calendar month, estimated on the sum of its groups, because a
//! single nationality is too thin and the pull of the season is shared.

use crate::{Month, Series};

/// Years of ratios that the indices rest on: older seasons belong to other routes.
const YEARS_MAX: usize = 8;
/// Fewest months of ratios; with less, one odd year would pass for a season, and there is none.
const RATIOS_MIN: usize = 24;
/// Part of the deviation from 1 that is kept: half, because a mean of at most eight ratios is uncertain
/// itself (a judgement; the measured optimum of a like model is 0.6).
const SHRINK: f64 = 0.5;
/// Months that the centred mean needs on each side.
const SIDE: usize = 6;

/// Index per calendar month, January first, with mean 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Season([f64; 12]);

impl Season {
    /// No season.
    pub(crate) const FLAT: Self = Self([1.0; 12]);

    /// The index of a month.
    pub(crate) fn index(&self, month: Month) -> f64 {
        self.0[month.month() as usize - 1]
    }

    /// Estimated on the sum of series of one kind that end in the same month. Only series as long as the
    /// longest, or long enough for [`YEARS_MAX`] years, take part: a group that starts halfway would make
    /// a step in the sum.
    pub(crate) fn of(series: &[&Series]) -> Self {
        let needed = YEARS_MAX * 12 + 2 * SIDE;
        let longest = series.iter().map(|one| one.counts.len()).max().unwrap_or(0);
        let length = longest.min(needed);
        let mut sum = vec![0.0; length];
        let mut from = None;
        for one in series.iter().filter(|one| one.counts.len() >= length) {
            let skip = one.counts.len() - length;
            from = Some(one.from.plus(skip as i32));
            for (total, count) in sum.iter_mut().zip(&one.counts[skip..]) {
                *total += f64::from(*count);
            }
        }
        from.map_or(Self::FLAT, |from| Self::of_sum(from, &sum))
    }

    fn of_sum(from: Month, sum: &[f64]) -> Self {
        let whole_years = sum.len().saturating_sub(2 * SIDE) / 12 * 12;
        if whole_years < RATIOS_MIN {
            return Self::FLAT;
        }
        let mut totals = [0.0; 12];
        let mut numbers = [0.0; 12];
        let end = sum.len() - SIDE;
        for at in end - whole_years..end {
            let ends = f64::midpoint(sum[at - SIDE], sum[at + SIDE]);
            let mean = (ends + sum[at - SIDE + 1..at + SIDE].iter().sum::<f64>()) / 12.0;
            if mean > 0.0 {
                let month = from.plus(at as i32).month() as usize - 1;
                totals[month] += sum[at] / mean;
                numbers[month] += 1.0;
            }
        }
        let mut index = [1.0; 12];
        for ((index, total), number) in index.iter_mut().zip(totals).zip(numbers) {
            if number > 0.0 {
                *index = 1.0 + SHRINK * (total / number - 1.0);
            }
        }
        let mean = index.iter().sum::<f64>() / 12.0;
        Self(index.map(|value| value / mean))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    fn series(counts: Vec<u32>) -> Series {
        Series { kind: Kind::First, group: "all".to_owned(), from: Month::new(2015, 1), counts }
    }

    #[test]
    fn half_of_a_regular_season_is_kept() {
        let shape = [80, 80, 90, 90, 100, 100, 110, 110, 120, 120, 100, 100];
        let season = Season::of(&[&series((0..120).map(|at| shape[at % 12] * 10).collect())]);
        for (at, share) in shape.iter().enumerate() {
            let expected = 1.0 + 0.5 * (f64::from(*share) / 100.0 - 1.0);
            let index = season.index(Month::new(2025, at as i8 + 1));
            assert!((index - expected).abs() < 1e-9, "{index} {expected}");
        }
    }

    #[test]
    fn little_or_constant_history_has_no_season() {
        assert_eq!(Season::of(&[&series((0..35).collect())]), Season::FLAT);
        assert_eq!(Season::of(&[&series(vec![7; 100])]), Season::FLAT);
        assert_eq!(Season::of(&[&series(vec![0; 100])]), Season::FLAT);
        assert_eq!(Season::of(&[]), Season::FLAT);
    }
}
