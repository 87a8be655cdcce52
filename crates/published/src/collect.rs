//! What all formats share: cells with their place in the file become observations or faults.

use std::collections::{BTreeMap, HashSet};

use crate::text::{shown, unfit};
use crate::{FAULTS_MAX, Fault, Faults, Missing, Observation, Period, Qualifier, Series};

/// Which dimensions of a table of many dimensions become indicator and group.
#[derive(Clone, Copy, Debug)]
pub struct Pick<'a> {
    /// The dimension that says what is counted. In a table with one column per measure: the name of that column.
    pub indicator: &'a str,
    /// The dimension that says of whom or where; empty when every row is of all together.
    pub group: &'a str,
    /// Dimensions held at one value; other rows are outside the request. A dimension that is neither here nor
    /// picked must not vary: two values for one period are a fault.
    pub only: &'a [(&'a str, &'a str)],
}

impl<'a> Pick<'a> {
    /// The columns that a file must have.
    pub(crate) fn dimensions(&self) -> impl Iterator<Item = &'a str> {
        let group = Some(self.group).filter(|name| !name.is_empty());
        self.only.iter().map(|(name, _)| *name).chain(group)
    }

    /// The group of a row.
    pub(crate) fn group_of<'r>(&self, columns: &BTreeMap<&str, &'r str>) -> &'r str {
        if self.group.is_empty() {
            TOTAL
        } else {
            columns.get(self.group).copied().unwrap_or(TOTAL)
        }
    }
}

/// The group of a row in a table without groups.
pub(crate) const TOTAL: &str = "TOTAL";
/// Largest count that is read: a trillion. What is larger is an error of the file, and would not fit where counts
/// are kept in millionths.
pub const COUNT_MAX: u64 = 1_000_000_000_000;
/// Largest number of persons that is read: above the population it is an error of the file.
pub const PERSONS_MAX: u64 = 20_000_000;

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
            // A name of a column is text of the file as well.
            let column = if unfit(column).is_some() { shown(column) } else { column.to_owned() };
            self.first.push(Fault { file: self.file.to_owned(), line, column, rule: rule.into() });
        }
    }

    pub(crate) fn finish(self) -> Result<Series, Faults> {
        if self.faults == 0 {
            Ok(self.series)
        } else {
            Err(Faults { first: self.first, total: self.faults })
        }
    }

    /// Ends with nothing but the faults.
    pub(crate) fn faults(self) -> Option<Faults> {
        self.finish().err()
    }

    /// A value, or a fault when its period was given before.
    pub(crate) fn add(&mut self, one: Observation) {
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
            self.fault(one.line, "value", rule);
        }
    }

    pub(crate) fn missing(&mut self, missing: Missing) {
        self.series.missing.push(missing);
    }

    /// A text that is kept and shown: not long, without control characters; or a fault.
    pub(crate) fn name(&mut self, line: u64, column: &str, text: &str) -> Option<String> {
        if let Some(rule) = unfit(text) {
            self.fault(line, column, rule);
            return None;
        }
        Some(text.to_owned())
    }

    /// A period and whether its cell marks it as provisional, or a fault.
    pub(crate) fn period(&mut self, line: u64, column: &str, cell: &str) -> Option<(Period, bool)> {
        let read = Period::marked(cell).ok();
        if read.is_none() {
            let week =
                cell.get(4..).is_some_and(|rest| rest.trim_start_matches('-').starts_with('W'));
            let why = if week { ": its year has no such week" } else { "" };
            self.fault(line, column, format!("expected a period, not {}{why}", shown(cell)));
        }
        read
    }

    /// A finite number, or a fault.
    pub(crate) fn number(&mut self, line: u64, column: &str, text: &str) -> Option<f64> {
        let value: Option<f64> = text.parse().ok().filter(|value: &f64| value.is_finite());
        if value.is_none() {
            self.fault(line, column, format!("expected a number, not {}", shown(text)));
        }
        value
    }

    /// A count of at most `most`, or a fault. A point is never a separator of thousands here, and so `1.234` is no
    /// count; nor is `50.000`, which a careless reader takes for fifty.
    pub(crate) fn count(&mut self, line: u64, column: &str, text: &str, most: u64) -> Option<f64> {
        let digits = text.strip_suffix(".0").unwrap_or(text);
        let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let separated = |text: &str| {
            let parts: Vec<&str> = text.split(['.', ',']).collect();
            parts.len() > 1 && parts.into_iter().all(plain)
        };
        let rule = if plain(digits) {
            match digits.parse::<u64>().ok().filter(|count| *count <= most) {
                Some(count) => return Some(count as f64),
                None => format!("{} does not fit: at most {most}", shown(text)),
            }
        } else if digits.strip_prefix('-').is_some_and(|rest| plain(rest) || separated(rest)) {
            format!("{text:?} is negative: a count is not")
        } else if separated(digits) {
            let text = shown(text);
            format!("{text} is no whole number: a count is, without separators of thousands")
        } else {
            format!("expected a number, not {}", shown(text))
        };
        self.fault(line, column, rule);
        None
    }

    /// One cell of a table of dimensions.
    pub(crate) fn cell(&mut self, at: &Cell<'_>) {
        let line = at.line;
        let Some((period, provisional)) = self.period(line, at.time_column, at.time) else {
            return;
        };
        let indicator = self.name(line, at.indicator_column, at.indicator);
        let group = self.name(line, at.group_column, at.group);
        let Some((indicator, group)) = indicator.zip(group) else { return };
        if ["", ":", "(:)", ".", "c", "null"].contains(&at.value) {
            let mark = format!("{}{}", at.value, at.flag);
            self.missing(Missing { line, indicator, group, period, mark });
            return;
        }
        let marked = if provisional { Qualifier::Provisional } else { Qualifier::Published };
        let Some(value) = self.count(line, at.value_column, at.value, COUNT_MAX) else { return };
        let Some(flag) = self.name(line, at.value_column, at.flag) else { return };
        self.add(Observation {
            line,
            indicator,
            group,
            period,
            until: None,
            value,
            qualifier: flags(&flag).max(marked),
            flag,
            edition: None,
            published: None,
        });
    }
}

/// The most cautious of Eurostat's flags. One that is not known here is kept as it is, and refuses no file: the
/// list has grown before.
pub(crate) fn flags(text: &str) -> Qualifier {
    let one = |letter: char| match letter {
        // r revised, n not significant: the figure stands.
        'r' | 'n' => Qualifier::Published,
        'p' => Qualifier::Provisional,
        // i imputed, s estimate of Eurostat, f forecast.
        'e' | 's' | 'f' | 'i' => Qualifier::Estimated,
        'd' => Qualifier::Definition,
        'b' => Qualifier::Break,
        'u' => Qualifier::Unreliable,
        _ => Qualifier::Flagged,
    };
    let letters = text.chars().filter(|letter| !letter.is_whitespace() && *letter != ',');
    letters.map(|letter| one(letter.to_ascii_lowercase())).max().unwrap_or(Qualifier::Published)
}

/// Takes the flags off a value to which they are glued or set behind a space: `10p`, `20 bi`, `:c`.
pub(crate) fn split_flags(cell: &str) -> (&str, &str) {
    let cell = cell.trim();
    if let Some(flag) = cell.strip_prefix("(:)") {
        return ("(:)", flag.trim());
    }
    if let Some(flag) = cell.strip_prefix(':') {
        return (":", flag.trim());
    }
    let end = cell.find(char::is_alphabetic).unwrap_or(cell.len());
    let (value, flag) = cell.split_at(end);
    let letters = flag.chars().all(|one| one.is_alphabetic() || matches!(one, ' ' | ','));
    if value.trim().is_empty() || !letters { (cell, "") } else { (value.trim(), flag.trim()) }
}

/// A cell with its place.
pub(crate) struct Cell<'a> {
    pub(crate) line: u64,
    pub(crate) indicator_column: &'a str,
    pub(crate) indicator: &'a str,
    pub(crate) group_column: &'a str,
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
