//! Simulated counts: replication x month x column, in whole persons.

use std::ops::Range;

use crate::Month;

/// Paths of counts. Columns are groups or kinds that do not overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    from: Month,
    months: usize,
    columns: Vec<String>,
    /// Per replication one row, month by month, column by column.
    rows: Vec<Vec<u32>>,
}

impl Paths {
    /// Paths from rows of `months x columns` counts each; another length is a bug of the caller.
    pub fn new(from: Month, months: usize, columns: Vec<String>, rows: Vec<Vec<u32>>) -> Self {
        let width = months * columns.len();
        assert!(rows.iter().all(|row| row.len() == width), "each row holds {width} counts");
        Self { from, months, columns, rows }
    }

    /// First month.
    pub fn from(&self) -> Month {
        self.from
    }

    /// Number of months.
    pub fn months(&self) -> usize {
        self.months
    }

    /// Names of the columns, in order.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Number of replications.
    pub fn replications(&self) -> usize {
        self.rows.len()
    }

    /// The count of a column in a month (from 0) of a replication.
    pub fn count(&self, replication: usize, month: usize, column: usize) -> u32 {
        self.rows[replication][month * self.columns.len() + column]
    }

    /// Places (from 0) of the months of a calendar year that the paths hold.
    pub fn year(&self, year: i16) -> Range<usize> {
        let place = |month: Month| (self.from.until(month).max(0) as usize).min(self.months);
        place(Month::new(year, 1))..place(Month::new(year + 1, 1))
    }

    /// Per replication the sum over months and columns, plus what is `known` beforehand. Sums are taken
    /// within a path: quantiles of months never add up to quantiles of a year.
    pub fn sums(&self, months: Range<usize>, columns: Range<usize>, known: f64) -> Vec<f64> {
        let sum = |row: &Vec<u32>| {
            let months = &row[months.start * self.columns.len()..months.end * self.columns.len()];
            let month =
                |month: &[u32]| month[columns.clone()].iter().map(|n| f64::from(*n)).sum::<f64>();
            known + months.chunks_exact(self.columns.len()).map(month).sum::<f64>()
        };
        self.rows.iter().map(sum).collect()
    }

    /// All columns of these paths and of `others`, which have the same months and replications.
    pub fn with_columns(mut self, others: Self) -> Self {
        assert_eq!(
            (self.from, self.months, self.rows.len()),
            (others.from, others.months, others.rows.len()),
            "paths of the same months and replications"
        );
        let (mine, theirs) = (self.columns.len(), others.columns.len());
        for (row, other) in self.rows.iter_mut().zip(&others.rows) {
            let months = row.chunks_exact(mine).zip(other.chunks_exact(theirs));
            *row = months.flat_map(|(a, b)| a.iter().chain(b).copied()).collect();
        }
        self.columns.extend(others.columns);
        self
    }

    /// Multiplies months and columns of each replication by its factor (at least 0). Rounding carries over
    /// from cell to cell, so the sum of a replication is off by less than one person.
    pub fn scale(&mut self, months: Range<usize>, columns: Range<usize>, factors: &[f64]) {
        let width = self.columns.len();
        for (row, factor) in self.rows.iter_mut().zip(factors) {
            let (mut exact, mut given) = (0.0, 0.0);
            for month in row.chunks_exact_mut(width).take(months.end).skip(months.start) {
                for count in &mut month[columns.clone()] {
                    exact += f64::from(*count) * factor;
                    let part = (exact - given + 0.5).floor().max(0.0);
                    *count = part as u32;
                    given += part;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths() -> Paths {
        let rows = vec![vec![1, 10, 2, 20, 3, 30], vec![4, 40, 5, 50, 6, 60]];
        Paths::new(Month::new(2025, 11), 3, vec!["a".to_owned(), "b".to_owned()], rows)
    }

    #[test]
    fn sums_stay_within_a_path_and_a_year() {
        let paths = paths();
        assert_eq!(paths.year(2025), 0..2);
        assert_eq!(paths.year(2026), 2..3);
        assert_eq!(paths.sums(paths.year(2025), 0..2, 100.0), [133.0, 199.0]);
        assert_eq!(paths.sums(0..3, 1..2, 0.0), [60.0, 150.0]);
        let wide = paths.clone().with_columns(paths);
        assert_eq!((wide.count(1, 2, 1), wide.count(1, 2, 3), wide.count(0, 0, 2)), (60, 60, 1));
    }

    #[test]
    fn scaling_keeps_the_sum_to_a_person() {
        let mut scaled = paths();
        scaled.scale(0..2, 0..2, &[1.37, 0.0]);
        let sums = scaled.sums(0..2, 0..2, 0.0);
        assert!((sums[0] - 33.0 * 1.37).abs() < 1.0, "{sums:?}");
        assert_eq!(sums[1], 0.0);
        assert_eq!(scaled.count(1, 2, 1), 60);
    }
}
