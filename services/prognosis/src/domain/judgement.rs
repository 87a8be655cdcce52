//! What people add to the model: assumptions, measures that are switched on, expectations of experts.
//!
//! Each is data with an author, a reason and a version. The model's own result is never overwritten: a
//! forecast keeps it beside the result with judgements.

use forecast::assumption::Assumption;
use forecast::expert::{Expectation, Inflow, Statement, WEIGHT};
use forecast::measure::Measure;
use kernel::{Date, Reason, Refusal};
use serde::{Deserialize, Serialize};

kernel::codes! {
    /// Kind of judgement.
    pub enum JudgementKind {
        /// A parameter of the model has this value.
        Assumption = "ASSUMPTION",
        /// A measure is switched on or off.
        Measure = "MEASURE",
        /// Experts expect this of a quantity.
        Expectation = "EXPECTATION",
    }
}

/// A judgement: the version that stands, one row of its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Kind and name.
    pub judgement_id: String,
    /// Kind.
    pub kind: JudgementKind,
    /// Name of the assumption or measure; quantity and year of an expectation.
    pub name: String,
    /// Value of an assumption in millionths of its unit; 1,000,000 or 0 for a measure that is on or off.
    pub micro: i64,
    /// The expectation as JSON; empty for other kinds.
    pub expectation: String,
    /// Whose judgement it is.
    pub author: String,
    /// Why.
    pub reason: String,
    /// When it was recorded.
    pub recorded_on: Date,
    /// Last day on which it holds.
    pub expires_on: Option<Date>,
    /// It holds no longer.
    pub withdrawn: bool,
    /// Version, from 1.
    pub version: i64,
}

/// A version of a judgement, kept for ever: one row of its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgementVersion {
    /// Kind, name and version.
    pub version_id: String,
    /// The judgement, as it is sent.
    pub body: Vec<u8>,
}

/// What is recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Kind.
    pub kind: JudgementKind,
    /// Name.
    pub name: String,
    /// Value; see [`Judgement::micro`].
    pub value: f64,
    /// The expectation, for that kind.
    pub expectation: Option<StoredExpectation>,
    /// Whose judgement it is.
    pub author: String,
    /// Why.
    pub reason: String,
    /// Last day on which it holds.
    pub expires_on: Option<Date>,
    /// Takes the one before back.
    pub withdrawn: bool,
}

/// What experts expect of a quantity in a year, as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredExpectation {
    /// Of what.
    pub quantity: Inflow,
    /// Year.
    pub year: i16,
    /// Three values, rising.
    pub values: [i64; 3],
    /// Their levels in thousandths, rising.
    pub levels_permille: [u32; 3],
    /// Weight beside the model in thousandths.
    pub weight_permille: u32,
}

impl Judgement {
    /// The expectation as the model reads it; `None` for other kinds.
    pub fn statement(&self) -> Option<Statement> {
        let stored = self.stored_expectation()?;
        let levels = stored.levels_permille.map(|level| f64::from(level) / 1_000.0);
        let values = stored.values.map(|value| value as f64);
        // A triple at the usual levels has tails; other levels are taken as they are.
        let expectation = if stored.levels_permille == defaults().0 {
            let [minimum, medio, maximum] = values;
            Expectation::Triple { minimum, medio, maximum }
        } else {
            Expectation::Quantiles(levels.into_iter().zip(values).collect())
        };
        Some(Statement {
            quantity: stored.quantity,
            year: stored.year,
            expectation,
            weight: f64::from(stored.weight_permille) / 1_000.0,
            author: self.author.clone(),
            reason: self.reason.clone(),
            // Unset: an expectation that does not expire.
            expires: self.expires_on.unwrap_or(Date::MAX),
        })
    }
}

/// The levels and the weight that hold when they are not given.
pub fn defaults() -> ([u32; 3], u32) {
    ([50, 667, 950], kernel::rounded_count(WEIGHT * 1_000.0))
}

/// The key of a judgement.
pub fn id(kind: JudgementKind, name: &str) -> String {
    format!("{kind}/{name}")
}

/// The assumption with this name.
fn assumption(name: &str) -> Result<Assumption, Refusal> {
    name.parse().map_err(|_| {
        let text = format!("no assumption {name:?}; see ListJudgements");
        Refusal::new(Reason::UnknownAssumption, text)
    })
}

/// The measure with this name.
pub fn measure(name: &str) -> Result<Measure, Refusal> {
    name.parse().map_err(|_| {
        Refusal::new(Reason::UnknownMeasure, format!("no measure {name:?}; see ListJudgements"))
    })
}

/// The next version of a judgement.
pub fn record(
    before: Option<&Judgement>,
    asked: &Record,
    today: Date,
) -> Result<Judgement, Refusal> {
    match asked.kind {
        JudgementKind::Assumption => {
            let known = assumption(&asked.name)?;
            if !asked.withdrawn {
                known.check(asked.value).map_err(|text| Refusal::new(Reason::OutOfRange, text))?;
            }
        }
        JudgementKind::Measure => {
            measure(&asked.name)?;
        }
        JudgementKind::Expectation => {}
    }
    if asked.withdrawn && before.is_none_or(|before| before.withdrawn) {
        let text = format!("nothing holds for {:?} that could be withdrawn", asked.name);
        return Err(Refusal::not_found(Reason::NotFound, text));
    }
    if asked.expires_on.is_some_and(|day| day < today) {
        return Err(Refusal::new(Reason::DateBeforeLast, "it would expire before it holds"));
    }
    let expectation = match &asked.expectation {
        Some(expectation) => serde_json::to_string(expectation)
            .map_err(|error| Refusal::new(Reason::OutOfRange, error.to_string()))?,
        None => String::new(),
    };
    Ok(Judgement {
        judgement_id: id(asked.kind, &asked.name),
        kind: asked.kind,
        name: asked.name.clone(),
        micro: kernel::rounded(asked.value * 1e6),
        expectation,
        author: asked.author.clone(),
        reason: asked.reason.clone(),
        recorded_on: today,
        expires_on: asked.expires_on,
        withdrawn: asked.withdrawn,
        version: before.map_or(0, |before| before.version) + 1,
    })
}

impl Judgement {
    /// Whether it holds on a day.
    pub fn holds(&self, on: Date) -> bool {
        let on_or_off = self.kind != JudgementKind::Measure || self.micro != 0;
        on_or_off && !self.withdrawn && self.expires_on.is_none_or(|last| on <= last)
    }

    /// Its value in the unit of the assumption.
    pub fn value(&self) -> f64 {
        self.micro as f64 / 1e6
    }

    /// The expectation; `None` for other kinds.
    pub fn stored_expectation(&self) -> Option<StoredExpectation> {
        serde_json::from_str(&self.expectation).ok()
    }
}

/// Puts the judgements that hold on a day into the input of a forecast.
pub fn apply(
    judgements: &[Judgement],
    on: Date,
    input: &mut forecast::Input,
) -> Result<(), Refusal> {
    for judgement in judgements.iter().filter(|judgement| judgement.holds(on)) {
        match judgement.kind {
            JudgementKind::Assumption => {
                input.assumptions.insert(assumption(&judgement.name)?, judgement.value());
            }
            JudgementKind::Measure => {
                input.measures.insert(measure(&judgement.name)?);
            }
            JudgementKind::Expectation => {
                let statement = judgement.statement().ok_or_else(|| {
                    let text = format!("the expectation {} cannot be read", judgement.name);
                    Refusal::new(Reason::NotEnoughData, text)
                })?;
                input.expectations.push(statement);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use forecast::assumption::Estimated;

    use super::*;

    fn day(n: i8) -> Date {
        Date::constant(2025, 9, n)
    }

    fn assume(value: f64) -> Record {
        Record {
            kind: JudgementKind::Assumption,
            name: Estimated::GrantRate.to_string(),
            value,
            expectation: None,
            author: "IND, planning".into(),
            reason: "new country policy".into(),
            expires_on: Some(day(20)),
            withdrawn: false,
        }
    }

    #[test]
    fn versions_count_up_and_expire() {
        let first = record(None, &assume(0.56), day(1)).unwrap();
        let second = record(Some(&first), &assume(0.4), day(2)).unwrap();
        assert_eq!((first.version, second.version, second.value()), (1, 2, 0.4));
        assert!(second.holds(day(20)) && !second.holds(day(21)));
        let back = Record { withdrawn: true, ..assume(0.0) };
        let third = record(Some(&second), &back, day(3)).unwrap();
        assert!(!third.holds(day(3)));
        assert_eq!(record(Some(&third), &back, day(3)).unwrap_err().reason, "NOT_FOUND");
    }

    #[test]
    fn unknown_names_and_impossible_values_are_refused() {
        let unknown = Record { name: "luck".into(), ..assume(1.0) };
        assert_eq!(record(None, &unknown, day(1)).unwrap_err().reason, "UNKNOWN_ASSUMPTION");
        assert_eq!(record(None, &assume(1.5), day(1)).unwrap_err().reason, "OUT_OF_RANGE");
        let measure = Record { kind: JudgementKind::Measure, ..assume(1.0) };
        assert_eq!(record(None, &measure, day(1)).unwrap_err().reason, "UNKNOWN_MEASURE");
    }
}
