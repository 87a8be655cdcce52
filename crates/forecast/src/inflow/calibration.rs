//! Calibration: how wide an interval has to be so that it holds what it says, from outcomes that are known.
//!
//! Conformal in spirit: the factor is the size of past misses measured in half-widths of the 80 % interval.
//! After a break in regime such a factor only widens, therefore the sign of recent misses is tracked too.

use crate::Month;
use crate::quantile::type7;

/// Least cases before the factor differs from 1.
const CASES_MIN: usize = 40;
/// Bounds of the factor.
const FACTOR: (f64, f64) = (0.6, 2.5);
/// Level of the interval that is calibrated.
const LEVEL: f64 = 0.8;
/// Misses that the bias looks at.
const BIAS_CASES: usize = 6;

/// One forecast whose outcome is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Case {
    /// Last month of the target: from then on the outcome is known.
    pub known: Month,
    /// Logarithm of outcome over median, in half-widths of the 80 % interval; negative below the median.
    pub miss: f64,
}

impl Case {
    /// The case of a forecast (values in ascending order) and its outcome, when both can be compared.
    pub fn of(known: Month, sorted: &[f64], outcome: f64) -> Option<Self> {
        let quantile = |level| libm::log(type7(sorted, level).max(0.5));
        let half = (quantile(0.9) - quantile(0.1)) / 2.0;
        let miss = (libm::log(outcome.max(0.5)) - quantile(0.5)) / half;
        miss.is_finite().then_some(Self { known, miss })
    }
}

/// Past cases of one target, over all series.
#[derive(Clone, Debug, Default)]
pub struct Track(Vec<Case>);

impl Track {
    /// Adds a case.
    pub fn add(&mut self, case: Case) {
        self.0.push(case);
    }

    fn known(&self, cut: Month) -> impl Iterator<Item = &Case> {
        self.0.iter().filter(move |case| case.known < cut)
    }

    /// The factor at a cut, 0.6 to 2.5, from cases that were known before it; 1 with fewer than 40 of them.
    pub fn factor(&self, cut: Month) -> f64 {
        let mut sizes: Vec<f64> = self.known(cut).map(|case| case.miss.abs()).collect();
        if sizes.len() < CASES_MIN {
            return 1.0;
        }
        sizes.sort_unstable_by(f64::total_cmp);
        type7(&sizes, LEVEL).clamp(FACTOR.0, FACTOR.1)
    }

    /// Mean sign of the last six misses before a cut, -1 (outcomes below the median) to 1.
    pub fn bias(&self, cut: Month) -> f64 {
        let mut cases: Vec<&Case> = self.known(cut).collect();
        cases.sort_by_key(|case| case.known);
        let signs: Vec<f64> =
            super::last(&cases, BIAS_CASES).iter().map(|case| case.miss.signum()).collect();
        super::mean(&signs)
    }
}

/// Spreads values in ascending order around their median by a factor on the log scale; the order stays.
pub fn spread(sorted: &mut [f64], factor: f64) {
    let median = type7(sorted, 0.5);
    if median > 0.0 && factor != 1.0 {
        for value in sorted {
            *value = median * libm::pow(*value / median, factor);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_factor_is_the_80th_percentile_of_known_misses() {
        let month = Month::new(2020, 1);
        let mut track = Track::default();
        for at in 0..50 {
            track.add(Case {
                known: month,
                miss: f64::from(at) / 50.0 * if at % 2 == 0 { 1.0 } else { -1.0 },
            });
        }
        assert_eq!(track.factor(month), 1.0, "not known yet");
        assert!((track.factor(month.plus(1)) - 0.784).abs() < 1e-9);
        assert_eq!(track.bias(month.plus(1)), 0.0);
        track.0.iter_mut().for_each(|case| case.miss *= 10.0);
        assert_eq!(track.factor(month.plus(1)), 2.5);
    }

    #[test]
    fn spreading_scales_the_log_interval() {
        let mut values = vec![50.0, 100.0, 200.0];
        spread(&mut values, 2.0);
        assert!(values.iter().zip([25.0, 100.0, 400.0]).all(|(a, b)| (a - b).abs() < 1e-9));
        let case =
            Case::of(Month::new(2020, 1), &[50.0, 50.0, 100.0, 200.0, 200.0], 200.0).unwrap();
        assert!((case.miss - 1.0).abs() < 1e-9);
    }
}
