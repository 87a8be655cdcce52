//! What was known when: releases of figures that are revised, and the nowcast of a month that is not complete.
//!
//! Nareis of the third quarter of 2021 was revised by +22 %; a back-test that reads final figures would know more
//! than anyone did.

use std::collections::BTreeMap;

use kernel::Date;

use crate::Month;

/// A figure as it was released.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Release {
    /// The month it is about.
    pub period: Month,
    /// Persons.
    pub value: f64,
    /// The day on which it became known.
    pub published: Date,
}

/// All releases of one series.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vintages(Vec<Release>);

impl Vintages {
    /// Adds a release; the order does not matter.
    pub fn add(&mut self, release: Release) {
        self.0.push(release);
    }

    /// The newest value of each month among the releases up to and including a day.
    pub fn as_of(&self, day: Date) -> BTreeMap<Month, f64> {
        let mut newest: BTreeMap<Month, Release> = BTreeMap::new();
        for release in self.0.iter().filter(|release| release.published <= day) {
            newest
                .entry(release.period)
                .and_modify(|held| {
                    if held.published <= release.published {
                        *held = *release;
                    }
                })
                .or_insert(*release);
        }
        newest.into_iter().map(|(period, release)| (period, release.value)).collect()
    }

    /// First and last release of each month that was released more than once.
    pub fn revisions(&self) -> Vec<(f64, f64)> {
        let mut spans: BTreeMap<Month, (Release, Release)> = BTreeMap::new();
        for release in &self.0 {
            let span = spans.entry(release.period).or_insert((*release, *release));
            if release.published < span.0.published {
                span.0 = *release;
            }
            if release.published > span.1.published {
                span.1 = *release;
            }
        }
        let revised = spans.into_values().filter(|(first, last)| first.published < last.published);
        revised.map(|(first, last)| (first.value, last.value)).collect()
    }
}

/// How much of a final figure a first release holds, in the mean. How far a month may be off it is not told: the
/// models of inflow take a history of counts and not of distributions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Completion(f64);

/// Completion never counts as total, and never as nothing.
const COMPLETION: (f64, f64) = (0.001, 0.999);
/// Fewest pairs that show how first releases grow.
const PAIRS_MIN: usize = 3;

impl Completion {
    /// From past pairs of partial and final figures; `None` with fewer than three usable pairs.
    pub fn fit(pairs: &[(f64, f64)]) -> Option<Self> {
        let usable = pairs.iter().filter(|(_, whole)| *whole > 0.0);
        let ratios: Vec<f64> =
            usable.map(|(part, whole)| (part / whole).clamp(COMPLETION.0, COMPLETION.1)).collect();
        let mean = ratios.iter().sum::<f64>() / ratios.len() as f64;
        (ratios.len() >= PAIRS_MIN).then_some(Self(mean))
    }

    /// The final figure that is expected behind a partial one.
    pub fn expected(&self, partial: f64) -> f64 {
        partial / self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release(period: i8, value: f64, published: (i16, i8, i8)) -> Release {
        let (year, month, day) = published;
        Release {
            period: Month::new(2022, period),
            value,
            published: Date::constant(year, month, day),
        }
    }

    #[test]
    fn only_what_was_known_is_seen() {
        let mut vintages = Vintages::default();
        vintages.add(release(10, 3_965.0, (2022, 12, 13)));
        vintages.add(release(9, 4_319.0, (2022, 11, 10)));
        vintages.add(release(10, 3_912.0, (2022, 11, 10)));
        let november = vintages.as_of(Date::constant(2022, 11, 30));
        assert_eq!(november.values().copied().collect::<Vec<_>>(), [4_319.0, 3_912.0]);
        let december = vintages.as_of(Date::constant(2022, 12, 13));
        assert_eq!(december[&Month::new(2022, 10)], 3_965.0);
        assert!(vintages.as_of(Date::constant(2022, 11, 9)).is_empty());
        assert_eq!(vintages.revisions(), [(3_912.0, 3_965.0)]);
    }

    #[test]
    fn a_first_release_grows_as_those_before_it_did() {
        let pairs = [(50.0, 100.0), (110.0, 200.0), (45.0, 100.0), (80.0, 160.0)];
        let completion = Completion::fit(&pairs).unwrap();
        assert!((completion.expected(1_000.0) / 2_000.0 - 1.0).abs() < 0.01);
        assert_eq!(Completion::fit(&[(1.0, 2.0), (1.0, 0.0), (1.0, 2.0)]), None);
    }
}
