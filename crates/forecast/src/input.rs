//! What a run needs to know, and the checks that keep a run from guessing what it was not told.

use std::collections::{BTreeMap, BTreeSet};

use law::{Policy, rule};
use serde::{Deserialize, Serialize};

use crate::assumption::{Assumption, Estimated, Standard};
use crate::expert::Statement;
use crate::measure::Measure;
use crate::scenario::Levels;
pub use crate::stock::{GroupFacts, Stocks};
pub use crate::terms::Law;
use crate::{Kind, Month};

/// History of one component of inflow in whole months. The last one is the month before the cut.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// Which component.
    pub kind: Kind,
    /// The group within it, for instance a nationality. Groups of one kind do not overlap.
    pub group: String,
    /// Month of the first count.
    pub from: Month,
    /// Persons per month.
    pub counts: Vec<u32>,
}

impl Series {
    /// The count of a month, when it is there.
    pub(crate) fn count(&self, month: Month) -> Option<u32> {
        self.counts.get(usize::try_from(self.from.until(month)).ok()?).copied()
    }
}

/// Flows of one month that was lived, in persons. The `*_start` fields are stocks on its first day: the
/// exposure against which rates are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flows {
    /// The month.
    pub month: Month,
    /// Grants.
    pub grants: i64,
    /// Rejections, on the merits and as inadmissible.
    pub rejections: i64,
    /// Applicants who left to another member state.
    pub transfers: i64,
    /// Withdrawn or gone before a decision.
    pub withdrawn: i64,
    /// Appeals lodged.
    pub appeals: i64,
    /// Rulings.
    pub rulings: i64,
    /// Rulings for the applicant.
    pub grounded: i64,
    /// Minors who came into reception.
    pub minors_in: i64,
    /// Minors who left it or came of age.
    pub minors_out: i64,
    /// Status holders who left reception for a home.
    pub housed: i64,
    /// Grants of persons who live in reception.
    pub granted_in_reception: i64,
    /// Departure files that do not follow from a decision or a transfer.
    pub files_other: i64,
    /// Independent departures.
    pub departed_independent: i64,
    /// Forced departures.
    pub departed_forced: i64,
    /// Transfers to another member state that ended a departure case.
    pub departed_transfer: i64,
    /// Unsupervised departures.
    pub departed_unsupervised: i64,
    /// Departure cases closed because the person may stay.
    pub returns_lawful: i64,
    /// Asylum cases without a decision on the first day.
    pub pending_start: i64,
    /// Open departure cases on the first day.
    pub return_cases_start: i64,
    /// Minors in reception on the first day.
    pub minors_start: i64,
    /// Cases before a court on the first day.
    pub appeals_start: i64,
    /// Persons taken into detention.
    pub detentions: i64,
    /// Persons in detention on the first day.
    pub detained_start: i64,
}

impl Flows {
    /// A month in which nothing happened, to fill in from.
    pub fn none(month: Month) -> Self {
        Self {
            month,
            grants: 0,
            rejections: 0,
            transfers: 0,
            withdrawn: 0,
            appeals: 0,
            rulings: 0,
            grounded: 0,
            minors_in: 0,
            minors_out: 0,
            housed: 0,
            granted_in_reception: 0,
            files_other: 0,
            departed_independent: 0,
            departed_forced: 0,
            departed_transfer: 0,
            departed_unsupervised: 0,
            returns_lawful: 0,
            pending_start: 0,
            return_cases_start: 0,
            minors_start: 0,
            appeals_start: 0,
            detentions: 0,
            detained_start: 0,
        }
    }

    /// Decisions taken.
    pub(crate) fn decisions(&self) -> i64 {
        self.grants + self.rejections
    }

    /// Rejections that became final in this month.
    pub(crate) fn finals(&self) -> i64 {
        (self.rejections - self.appeals + self.rulings - self.grounded).max(0)
    }

    fn numbers(&self) -> [i64; 23] {
        [
            self.grants,
            self.rejections,
            self.transfers,
            self.withdrawn,
            self.appeals,
            self.rulings,
            self.grounded,
            self.minors_in,
            self.minors_out,
            self.housed,
            self.granted_in_reception,
            self.files_other,
            self.departed_independent,
            self.departed_forced,
            self.departed_transfer,
            self.departed_unsupervised,
            self.returns_lawful,
            self.pending_start,
            self.return_cases_start,
            self.minors_start,
            self.appeals_start,
            self.detentions,
            self.detained_start,
        ]
    }
}

/// What a run starts from. The same input gives the same estimates, byte for byte, on any number of threads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// First month that is not known.
    pub cut: Month,
    /// Last month that is forecast, inclusive.
    pub horizon: Month,
    /// Seed of the run.
    pub seed: u64,
    /// Number of simulated paths.
    pub replications: u32,
    /// Share of reception places that can be used, in thousandths of a percent.
    pub occupancy_norm: i64,
    /// History of inflow: every [`Kind`] has at least one series. A kind that does not occur has a series
    /// of zeros, because leaving it out would hide that it is missing. The order of series of one kind is
    /// part of the input.
    pub inflow: Vec<Series>,
    /// Where the chain stands at the cut.
    pub stocks: Stocks,
    /// Consecutive months up to the one before the cut, oldest first; at least [`FLOW_MONTHS_MIN`].
    pub flows: Vec<Flows>,
    /// What is known by nationality group; a group of first applications that is missing is like the others.
    pub groups: Vec<GroupFacts>,
    /// Permits for asylum per month before the cut, oldest first and without a gap: family members follow
    /// from them for years.
    pub permits: Vec<u32>,
    /// What the law fixes.
    pub law: Law,
    /// Levels of the named scenarios.
    pub levels: Levels,
    /// Parameters that somebody set.
    pub assumptions: BTreeMap<Assumption, f64>,
    /// Measures that are on.
    pub measures: BTreeSet<Measure>,
    /// What experts expect.
    pub expectations: Vec<Statement>,
}

/// What is asked of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asked {
    /// First month that is not known.
    pub cut: Month,
    /// Last month that is forecast, inclusive.
    pub horizon: Month,
    /// Seed of the run.
    pub seed: u64,
    /// Number of simulated paths.
    pub replications: u32,
    /// Levels of the named scenarios.
    pub levels: Levels,
}

/// What is known at a cut, by the events of a chain or by published figures: see the fields of [`Input`].
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// History of inflow.
    pub inflow: Vec<Series>,
    /// Where the chain stands.
    pub stocks: Stocks,
    /// The lived months.
    pub flows: Vec<Flows>,
    /// By nationality group.
    pub groups: Vec<GroupFacts>,
    /// Permits per month.
    pub permits: Vec<u32>,
}

/// Fewest months of flows, and of history of a kind, from which anything is estimated.
pub const FLOW_MONTHS_MIN: usize = 1;
/// Longest horizon in months: six years, one more than the multiannual forecast looks ahead.
pub const HORIZON_MONTHS_MAX: i32 = 72;
/// Most replications of a run; the MPP uses 10,000. With the longest horizon this takes about 200 MB.
pub const REPLICATIONS_MAX: u32 = 20_000;
/// Largest number of persons in a stock or flow: above the population it is an error of the caller.
const PERSONS_MAX: i64 = 20_000_000;

/// Why there is no forecast.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ForecastError {
    /// Something that the model estimates from is missing; the text names it.
    #[error("not enough data: {0}")]
    NotEnoughData(String),
    /// The input contradicts itself or goes over a limit; the text says where.
    #[error("input does not fit together: {0}")]
    Inconsistent(String),
    /// The caller asked to stop.
    #[error("forecast cancelled")]
    Cancelled,
}

impl Input {
    /// The input of a run on these facts, under a policy set as it stands at the cut; nobody has judged anything yet.
    pub fn new(policy: &Policy, asked: Asked, facts: Facts) -> Self {
        let Asked { cut, horizon, seed, replications, levels } = asked;
        let Facts { inflow, stocks, flows, groups, permits } = facts;
        Self {
            cut,
            horizon,
            seed,
            replications,
            occupancy_norm: policy.get(rule::OCCUPANCY_NORM, cut.first_day()).thousandths(),
            inflow,
            stocks,
            flows,
            groups,
            permits,
            law: Law::of(policy, cut),
            levels,
            assumptions: BTreeMap::new(),
            measures: BTreeSet::new(),
            expectations: Vec::new(),
        }
    }

    /// Months that are forecast.
    pub(crate) fn months(&self) -> usize {
        usize::try_from(self.cut.until(self.horizon) + 1).unwrap_or(0)
    }

    /// Inflow of a kind in a month; `None` when one of its series does not reach that far back.
    pub(crate) fn known_inflow(&self, kind: Kind, month: Month) -> Option<i64> {
        let counts = self.inflow.iter().filter(|series| series.kind == kind);
        counts.map(|series| series.count(month).map(i64::from)).sum()
    }

    /// Refuses what the model cannot run on.
    pub(crate) fn check(&self) -> Result<(), ForecastError> {
        let (cut, ahead) = (self.cut, self.cut.until(self.horizon) + 1);
        if !(1..=HORIZON_MONTHS_MAX).contains(&ahead) {
            return inconsistent(format!(
                "horizon {} is {ahead} months from the cut {cut}, not 1 to {HORIZON_MONTHS_MAX}",
                self.horizon
            ));
        }
        if !(1..=REPLICATIONS_MAX).contains(&self.replications) {
            return inconsistent(format!(
                "{} replications, not 1 to {REPLICATIONS_MAX}",
                self.replications
            ));
        }
        for series in &self.inflow {
            let end = series.from.plus(series.counts.len() as i32);
            if end != cut {
                return inconsistent(format!(
                    "inflow {} {}: counts end before {end}, not before the cut {cut}",
                    series.kind, series.group
                ));
            }
            if series.counts.iter().any(|count| i64::from(*count) > PERSONS_MAX) {
                return inconsistent(format!(
                    "inflow {} {}: a count over {PERSONS_MAX}",
                    series.kind, series.group
                ));
            }
        }
        for kind in Kind::ALL {
            let lengths =
                self.inflow.iter().filter(|series| series.kind == *kind).map(|s| s.counts.len());
            let longest = lengths.max().unwrap_or(0);
            if longest < FLOW_MONTHS_MIN {
                return Err(ForecastError::NotEnoughData(format!(
                    "inflow of kind {kind}: {longest} months, at least {FLOW_MONTHS_MIN}"
                )));
            }
        }
        self.check_chain()
    }

    fn check_chain(&self) -> Result<(), ForecastError> {
        if self.flows.len() < FLOW_MONTHS_MIN {
            return Err(ForecastError::NotEnoughData(format!(
                "flows: {} months, at least {FLOW_MONTHS_MIN}",
                self.flows.len()
            )));
        }
        let first = self.cut.plus(-(self.flows.len() as i32));
        for (at, flows) in self.flows.iter().enumerate() {
            let expected = first.plus(at as i32);
            if flows.month != expected {
                return inconsistent(format!("flows: {} where {expected} belongs", flows.month));
            }
            if flows.numbers().iter().any(|n| !(0..=PERSONS_MAX).contains(n)) {
                return inconsistent(format!("flows of {}: a number out of range", flows.month));
            }
        }
        let of_groups = self.groups.iter().flat_map(GroupFacts::numbers);
        if self
            .stocks
            .numbers()
            .into_iter()
            .chain(of_groups)
            .any(|n| !(0..=PERSONS_MAX).contains(&n))
        {
            return inconsistent("stocks or groups: a number out of range".to_owned());
        }
        self.check_judgements()
    }

    fn check_judgements(&self) -> Result<(), ForecastError> {
        for (assumption, value) in &self.assumptions {
            assumption.check(*value).map_err(ForecastError::Inconsistent)?;
        }
        if !self.levels.in_order() {
            return inconsistent("levels of the scenarios are not in order".to_owned());
        }
        for statement in &self.expectations {
            let checked = statement.check(&self.levels, self.cut.first_day());
            checked.map_err(|error| ForecastError::Inconsistent(error.to_string()))?;
        }
        Ok(())
    }

    /// A parameter: what somebody set, or its standard value.
    pub(crate) fn standard(&self, of: Standard) -> f64 {
        self.assumptions.get(&of.into()).map_or_else(|| of.value(), |value| *value)
    }

    /// A parameter that the model estimates, when somebody set it.
    pub(crate) fn set(&self, of: Estimated) -> Option<f64> {
        self.assumptions.get(&of.into()).copied()
    }
}

fn inconsistent<T>(text: String) -> Result<T, ForecastError> {
    Err(ForecastError::Inconsistent(text))
}
