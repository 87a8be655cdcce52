//! Linking a household to a municipality: the score of a fit.
//!
//! Hard criteria (family of the first degree, medical need, current work or education) bind the region;
//! soft ones only score. Nationality and religion are no criteria and never reach this file.

use kernel::Date;

use crate::homes::is_large;
use crate::policy::Policy;

/// How a municipality fits a household.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fit {
    /// Family of the first degree lives there.
    pub family: bool,
    /// Current work or education is there.
    pub occupation: bool,
    /// The prospects of work are in its region.
    pub labour_region: bool,
    /// The household stays in its region now.
    pub current_region: bool,
    /// A network is there.
    pub network: bool,
    /// Persons that the municipality has still to be linked.
    pub open: i64,
    /// Persons that it has to house in the half-year, arrears included.
    pub task: i64,
    /// Distance from where the household stays, in kilometres.
    pub distance_km: i64,
}

/// Weights of the score, in thousandths of a point (our design: no source publishes COA's).
const FAMILY: i64 = 100_000;
const OCCUPATION: i64 = 60_000;
const LABOUR_REGION: i64 = 30_000;
const CURRENT_REGION: i64 = 20_000;
const NETWORK: i64 = 10_000;
const OPEN_TASK: i64 = 25_000;
/// Five points for every 50 kilometres.
const KILOMETRE: i64 = 100;

/// What a household loses for each of its persons when it stays without a link: more than all criteria together gain.
const UNLINKED: i64 = 300_000;
/// And for each day that it has waited, so that who waits longest goes first where not all can be linked.
const WAITED_DAY: i64 = 1_000;
/// Days of waiting that count.
const WAITED_MAX: i64 = 365;

/// The criteria of a fit, in words, with what each gives in thousandths of a point; zero where it does not hold.
pub fn criteria(fit: &Fit) -> [(&'static str, i64); 7] {
    let when = |holds: bool, weight: i64| if holds { weight } else { 0 };
    let open = if fit.task > 0 { OPEN_TASK * fit.open.max(0) / fit.task } else { 0 };
    [
        ("family of the first degree lives there", when(fit.family, FAMILY)),
        ("current work or education is there", when(fit.occupation, OCCUPATION)),
        ("prospects of work in the region", when(fit.labour_region, LABOUR_REGION)),
        ("the household stays in the region", when(fit.current_region, CURRENT_REGION)),
        ("a network is there", when(fit.network, NETWORK)),
        ("the task is open", open.min(OPEN_TASK)),
        ("distance", -KILOMETRE * fit.distance_km),
    ]
}

/// The score of a fit in thousandths of a point; higher is better.
pub fn score(fit: &Fit) -> i64 {
    criteria(fit).iter().map(|(_, points)| points).sum()
}

/// The score of a household of so many persons that is linked nowhere, after so many days since its permit; in
/// thousandths of a point, below zero.
pub fn unlinked(persons: i64, waited_days: i64) -> i64 {
    -(UNLINKED + WAITED_DAY * waited_days.clamp(0, WAITED_MAX)) * persons
}

/// What the share of the open task loses for each pair of persons of different households who are linked to the same
/// municipality in one batch, in thousandths of a point; `persons_mean` is the mean size of its households in thousandths.
pub fn crowding(task: i64, persons_mean: i64) -> i64 {
    if task > 0 { OPEN_TASK * 1_000 / (task * persons_mean.max(1_000)) } else { 0 }
}

/// Distances that stand in where only province and region are known, in kilometres: within the
/// municipality, the province, the region, and elsewhere (our assumption).
pub const DISTANCES_KM: [i64; 4] = [0, 25, 75, 150];

/// Largest household for whose home one must search apart: below this, any dwelling class will do.
pub fn fits_dwelling(policy: &Policy, on: Date, persons: i64, class: Option<i64>) -> bool {
    // A municipality that names no class has ordinary dwellings, and none that is known for large households.
    class.map_or_else(|| !is_large(policy, on, persons), |class| persons <= class)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sept_2025;

    #[test]
    fn the_score_is_the_sum_of_section_4() {
        let all = Fit {
            family: true,
            occupation: true,
            labour_region: true,
            current_region: true,
            network: true,
            open: 40,
            task: 80,
            distance_km: 50,
        };
        assert_eq!(score(&all), 100_000 + 60_000 + 30_000 + 20_000 + 10_000 + 12_500 - 5_000);
        assert_eq!(score(&Fit::default()), 0);
        assert_eq!(criteria(&all).map(|(_, points)| points).iter().sum::<i64>(), score(&all));
        assert_eq!(score(&Fit { open: 5, task: 5, ..Fit::default() }), 25_000);
    }

    #[test]
    fn who_waits_longest_loses_most_and_nobody_is_left_for_a_better_fit() {
        let most = Fit { family: true, occupation: true, labour_region: true, ..Fit::default() };
        let most = Fit { current_region: true, network: true, open: 1, task: 1, ..most };
        assert!(unlinked(1, 0) < -score(&most));
        assert_eq!(unlinked(2, 30), -660_000);
        assert!(unlinked(1, 31) < unlinked(1, 30) && unlinked(1, 9_999) == unlinked(1, 365));
        // Ten single persons in a task of ten: the last finds one tenth of the share.
        assert_eq!(
            (crowding(10, 1_000), crowding(10, 2_500), crowding(0, 1_000)),
            (2_500, 1_000, 0)
        );
    }

    #[test]
    fn a_household_larger_than_the_dwelling_class_does_not_fit() {
        let fits =
            |persons, class| fits_dwelling(sept_2025(), Date::constant(2026, 1, 1), persons, class);
        assert!(fits(5, None) && !fits(6, None) && fits(8, Some(8)) && !fits(4, Some(3)));
    }
}
