//! What all formats share: cells with their place in the file become observations or faults.

use std::collections::{BTreeMap, HashSet};

use crate::{FAULTS_MAX, Fault, Faults, Missing, Observation, Period, Qualifier, Series};

/// Which dimensions of a table of many dimensions become indicator and group.
#[derive(Clone, Copy, Debug)]
pub struct Pick<'a> {
    /// The dimension that says what is counted. In a table with one column per measure: the name of that column.
    pub indicator: &'a str,
    /// The dimension that says of whom or where.
    pub group: &'a str,
    /// Dimensions held at one value; other rows are outside the request. A dimension that is neither here nor
    /// picked must not vary: two values for one period are a fault.
    pub only: &'a [(&'a str, &'a str)],
}

/// What may occur once: indicator, group, period, its end, edition and publication.
type Key = (String, String, Period, Option<Period>, Option<String>, Option<Period>);

/// Gathers observations, withheld values and faults of one file.
pub(crate) struct Collector<'a> {
    file: &'a str,
    series: Series,
    seen: HashSet<Key>,
    first: Vec<Fault>,
    faults: usize,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(file: &'a str) -> Self {
        Self { file, series: Series::default(), seen: HashSet::new(), first: Vec::new(), faults: 0 }
    }

    pub(crate) fn fault(&mut self, line: u64, column: &str, rule: impl Into<String>) {
        self.faults += 1;
        if self.first.len() < FAULTS_MAX {
            let (file, column) = (self.file.to_owned(), column.to_owned());
            self.first.push(Fault { file, line, column, rule: rule.into() });
        }
    }

    pub(crate) fn finish(self) -> Result<Series, Faults> {
        if self.faults == 0 {
            Ok(self.series)
        } else {
            Err(Faults { first: self.first, total: self.faults })
        }
    }

    /// A value, or a fault when its period was given before.
    pub(crate) fn add(&mut self, line: u64, one: Observation) {
        let key = (
            one.indicator.clone(),
            one.group.clone(),
            one.period,
            one.until,
            one.edition.clone(),
            one.published,
        );
        if self.seen.insert(key) {
            self.series.observations.push(one);
        } else {
            let rule = format!("a second value of {} {} {}", one.indicator, one.group, one.period);
            self.fault(line, "value", rule);
        }
    }

    pub(crate) fn missing(&mut self, missing: Missing) {
        self.series.missing.push(missing);
    }

    /// Reads a text into a value, or notes a fault.
    pub(crate) fn parse<T: std::str::FromStr>(
        &mut self,
        line: u64,
        column: &str,
        text: &str,
        expected: &str,
    ) -> Option<T> {
        let value = text.parse().ok();
        if value.is_none() {
            self.fault(line, column, format!("expected {expected}, not {text:?}"));
        }
        value
    }

    /// A finite number, or a fault.
    pub(crate) fn number(&mut self, line: u64, column: &str, text: &str) -> Option<f64> {
        let value: Option<f64> = text.parse().ok().filter(|value: &f64| value.is_finite());
        if value.is_none() {
            self.fault(line, column, format!("expected a number, not {text:?}"));
        }
        value
    }

    /// One cell of a table of dimensions.
    pub(crate) fn cell(&mut self, at: &Cell<'_>) {
        let Some(period) = self.parse(at.line, at.time_column, at.time, "a period") else { return };
        let (line, indicator, group) = (at.line, at.indicator.to_owned(), at.group.to_owned());
        let withheld = ["", ":", ".", "c", "null"].contains(&at.value);
        if withheld {
            let mark = format!("{}{}", at.value, at.flag);
            self.missing(Missing { line, indicator, group, period, mark });
            return;
        }
        let qualifier = self.flag(line, at.value_column, at.flag);
        let value = self.number(line, at.value_column, at.value);
        if let (Some(value), Some(qualifier)) = (value, qualifier) {
            let (until, edition, published) = (None, None, None);
            self.add(
                line,
                Observation {
                    indicator,
                    group,
                    period,
                    until,
                    value,
                    qualifier,
                    edition,
                    published,
                },
            );
        }
    }

    /// The most cautious of Eurostat's flags, or a fault.
    pub(crate) fn flag(&mut self, line: u64, column: &str, flag: &str) -> Option<Qualifier> {
        let mut worst = Qualifier::Published;
        for letter in flag.chars().filter(|letter| *letter != ' ') {
            let one = match letter {
                'p' => Qualifier::Provisional,
                'e' | 's' | 'f' => Qualifier::Estimated,
                'd' => Qualifier::Definition,
                'b' => Qualifier::Break,
                'u' => Qualifier::Unreliable,
                'r' | 'n' => Qualifier::Published,
                other => {
                    self.fault(line, column, format!("unknown flag {other:?}"));
                    return None;
                }
            };
            worst = worst.max(one);
        }
        Some(worst)
    }
}

/// A cell with its place.
pub(crate) struct Cell<'a> {
    pub(crate) line: u64,
    pub(crate) indicator: &'a str,
    pub(crate) group: &'a str,
    pub(crate) time_column: &'a str,
    pub(crate) time: &'a str,
    pub(crate) value_column: &'a str,
    pub(crate) value: &'a str,
    pub(crate) flag: &'a str,
}

/// Whether the row of these dimensions is asked for.
pub(crate) fn wanted(pick: &Pick<'_>, dimensions: &BTreeMap<&str, &str>) -> bool {
    pick.only.iter().all(|(name, value)| dimensions.get(name) == Some(value))
}
