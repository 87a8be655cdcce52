//! Policy sets: what every rule says, since when, and by which source.
//!
//! A set is a TOML file. The base set gives every rule a value since ever; a set that inherits overrides by
//! date: from the first date on which it names a rule, its own values hold.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use kernel::Date;
use serde::Deserialize;

use crate::Regime;
use crate::rule::{self, CATALOGUE, Entry, Rule};
use crate::term::Term;
use crate::value::{RuleValue, Value};

/// A policy set that cannot be used; names the set, the rule and the reason.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// Neither a built-in set nor a file.
    #[error("policy {0:?} is neither a file nor one of {names}", names = BUILT_IN.map(|(name, _)| name).join(", "))]
    Unknown(String),
    /// The file cannot be read.
    #[error("policy file {0}: {1}")]
    File(PathBuf, std::io::Error),
    /// The file is no policy set.
    #[error("policy {set}: {why}")]
    Syntax {
        /// The file or built-in name.
        set: String,
        /// What the reader of TOML says, with the line.
        why: String,
    },
    /// Rules that are wrong, all of them, one per line.
    #[error("policy {set} is not sound:\n  {}", .faults.join("\n  "))]
    Faults {
        /// Name of the set.
        set: String,
        /// What is wrong, with the rule's name first.
        faults: Vec<String>,
    },
}

/// A value with its date and source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// First day on which it holds; unset when it holds since ever.
    pub from: Option<Date>,
    /// The value.
    pub value: Value,
    /// The article, publication or announcement that gives it.
    pub source: String,
    /// Whether a primary source confirms it.
    pub verified: bool,
    /// Name of the set that says so.
    pub set: String,
}

/// A policy set, ready to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    name: String,
    title: String,
    note: String,
    inherits: Vec<String>,
    /// Per rule of the catalogue, ordered by date; the first holds since ever.
    values: Vec<Vec<Dated>>,
}

const BASE: &str = concat!(
    include_str!("../policy/sept-2025/head.toml"),
    include_str!("../policy/sept-2025/intake.toml"),
    include_str!("../policy/sept-2025/reception.toml"),
    include_str!("../policy/sept-2025/returns.toml"),
    include_str!("../policy/sept-2025/housing.toml"),
);

/// The sets that come with the software.
const BUILT_IN: [(&str, &str); 3] = [
    ("SEPT_2025", BASE),
    ("PACT_PLUS_TWO_STATUS_2026", include_str!("../policy/pact-plus-two-status-2026.toml")),
    ("WITH_EMERGENCY_ACT", include_str!("../policy/with-emergency-act.toml")),
];

/// Longest chain of sets that inherit from each other.
const INHERITANCE_MAX: usize = 8;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    title: String,
    #[serde(default)]
    note: String,
    inherits: Option<String>,
    #[serde(default)]
    rules: BTreeMap<String, FileRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileRule {
    values: Vec<FileValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileValue {
    from: Option<toml::value::Datetime>,
    value: toml::Value,
    source: String,
    #[serde(default = "yes")]
    verified: bool,
}

fn yes() -> bool {
    true
}

impl Policy {
    /// Names of the sets that come with the software.
    pub fn built_in_names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// The set of a name that comes with the software, or of a file.
    pub fn load(name_or_file: &str) -> Result<Self, PolicyError> {
        let mut chain = Vec::new();
        let mut next = Some((name_or_file.to_owned(), None::<PathBuf>));
        while let Some((which, folder)) = next.take() {
            let (file, folder) = read(&which, folder.as_deref())?;
            if chain.len() == INHERITANCE_MAX {
                return Err(fault(
                    &file.name,
                    "it inherits from itself, or over too many sets".to_owned(),
                ));
            }
            next = file.inherits.clone().map(|parent| (parent, folder));
            chain.push(file);
        }
        chain.reverse();
        let mut policy: Option<Self> = None;
        for file in chain {
            policy = Some(Self::build(policy, file)?);
        }
        policy.ok_or_else(|| PolicyError::Unknown(name_or_file.to_owned()))
    }

    fn build(parent: Option<Self>, file: File) -> Result<Self, PolicyError> {
        let mut faults = Vec::new();
        let mut values =
            parent.as_ref().map_or_else(|| vec![Vec::new(); CATALOGUE.len()], |p| p.values.clone());
        for (code, rule) in &file.rules {
            let Some(index) = CATALOGUE.iter().position(|entry| entry.code == code) else {
                faults.push(format!("{code}: no rule has this name{}", near(code)));
                continue;
            };
            match dated(&file.name, &CATALOGUE[index], rule) {
                Ok(own) => {
                    let first = own.first().and_then(|value| value.from);
                    // From the first date that this set names, its own values hold.
                    values[index].retain(|old| {
                        first.is_some_and(|first| old.from.is_none_or(|from| from < first))
                    });
                    values[index].extend(own);
                }
                Err(wrong) => faults.extend(wrong.into_iter().map(|why| format!("{code}: {why}"))),
            }
        }
        if faults.is_empty() {
            for (entry, values) in CATALOGUE.iter().zip(&values) {
                if values.first().is_none_or(|value| value.from.is_some()) {
                    faults.push(format!(
                        "{}: no value holds since ever (one without `from` is needed)",
                        entry.code
                    ));
                }
            }
        }
        if !faults.is_empty() {
            return Err(PolicyError::Faults { set: file.name, faults });
        }
        let mut inherits = parent.as_ref().map(|p| p.inherits.clone()).unwrap_or_default();
        inherits.extend(parent.map(|p| p.name));
        Ok(Self { name: file.name, title: file.title, note: file.note, inherits, values })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// One line on what it is.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What else is to be known of it; may be empty.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// The sets that it inherits from, the base first.
    pub fn inherits(&self) -> &[String] {
        &self.inherits
    }

    /// What a rule says on a date.
    ///
    /// # Panics
    /// Never: every rule has a value since ever, of the kind that its type says.
    pub fn get<T: RuleValue>(&self, rule: Rule<T>, on: Date) -> T {
        let dated = self.in_force(rule.index(), on);
        T::from_value(dated.value)
            .unwrap_or_else(|| panic!("{} has another kind", rule.entry().code))
    }

    /// Last day of the term that an event on `start` begins, with the length that is in force then.
    pub fn due(&self, rule: Rule<Term>, start: Date) -> Date {
        self.get(rule, start).due(start)
    }

    /// The law that an application lodged (or, before lodging, made) on this date falls under.
    pub fn regime(&self, lodged: Date) -> Regime {
        if self.get(rule::PACT, lodged) { Regime::Pact2026 } else { Regime::Legacy2013 }
    }

    /// First day from which a switch is on for good or for a time; `None` when it never is.
    pub fn begins(&self, rule: Rule<bool>) -> Option<Date> {
        let on =
            self.values[rule.index()].iter().find(|dated| dated.value == Value::Switch(true))?;
        Some(on.from.unwrap_or(Date::MIN))
    }

    /// All values of the `index`-th rule of the catalogue, ordered by date.
    pub fn history(&self, index: usize) -> &[Dated] {
        &self.values[index]
    }

    /// The value of the `index`-th rule of the catalogue that is in force on a date.
    pub fn in_force(&self, index: usize, on: Date) -> &Dated {
        let values = &self.values[index];
        let at = values.iter().rposition(|dated| dated.from.is_none_or(|from| from <= on));
        &values[at.unwrap_or(0)]
    }
}

/// The place of a rule in the catalogue by its name, in any case, with `-` for `_` if one likes.
pub fn rule_named(name: &str) -> Option<usize> {
    let code = name.to_uppercase().replace('-', "_");
    CATALOGUE.iter().position(|entry| entry.code == code)
}

/// The letter's world of September 2025.
pub fn sept_2025() -> &'static Policy {
    static SET: LazyLock<Policy> = LazyLock::new(|| built_in("SEPT_2025"));
    &SET
}

/// The world since 12 June 2026.
pub fn pact_2026() -> &'static Policy {
    static SET: LazyLock<Policy> = LazyLock::new(|| built_in("PACT_PLUS_TWO_STATUS_2026"));
    &SET
}

fn built_in(name: &str) -> Policy {
    Policy::load(name).unwrap_or_else(|error| panic!("a set that comes with the software: {error}"))
}

fn read(which: &str, folder: Option<&Path>) -> Result<(File, Option<PathBuf>), PolicyError> {
    if let Some((name, text)) = BUILT_IN.iter().find(|(name, _)| *name == which) {
        return Ok((parse(name, text)?, None));
    }
    let path = folder.map_or_else(|| PathBuf::from(which), |folder| folder.join(which));
    if !path.is_file() {
        return Err(PolicyError::Unknown(which.to_owned()));
    }
    let text =
        std::fs::read_to_string(&path).map_err(|error| PolicyError::File(path.clone(), error))?;
    let file = parse(&path.display().to_string(), &text)?;
    if BUILT_IN.iter().any(|(name, _)| *name == file.name) {
        return Err(fault(&file.name, "a set of your own needs a name of its own".to_owned()));
    }
    Ok((file, path.parent().map(Path::to_owned)))
}

fn parse(set: &str, text: &str) -> Result<File, PolicyError> {
    toml::from_str(text).map_err(|error| PolicyError::Syntax {
        set: set.to_owned(),
        why: error.to_string().trim().to_owned(),
    })
}

fn fault(set: &str, why: String) -> PolicyError {
    PolicyError::Faults { set: set.to_owned(), faults: vec![why] }
}

fn dated(set: &str, entry: &Entry, rule: &FileRule) -> Result<Vec<Dated>, Vec<String>> {
    let (mut all, mut faults, mut dates) = (Vec::new(), Vec::new(), BTreeSet::new());
    for raw in &rule.values {
        let since = raw.from.map_or_else(|| "the first value".to_owned(), |from| from.to_string());
        let from = raw.from.map(civil).transpose();
        let value = Value::read(entry.kind, &raw.value);
        match (from, value) {
            (Err(()), _) => {
                faults.push(format!("from {since}: must be a civil date such as 2026-06-12"))
            }
            (_, Err(why)) => faults.push(format!("{since}: {why}")),
            (Ok(from), Ok(value)) => {
                if raw.source.trim().is_empty() {
                    faults.push(format!("{since}: a source is required"));
                }
                if !dates.insert(from) {
                    faults.push(format!("{since}: two values begin on the same date"));
                }
                let (source, verified) = (raw.source.clone(), raw.verified);
                all.push(Dated { from, value, source, verified, set: set.to_owned() });
            }
        }
    }
    if rule.values.is_empty() {
        faults.push("no values are given".to_owned());
    }
    all.sort_by_key(|dated| dated.from);
    if faults.is_empty() { Ok(all) } else { Err(faults) }
}

/// A date without a time of day.
fn civil(from: toml::value::Datetime) -> Result<Date, ()> {
    if from.time.is_some() {
        return Err(());
    }
    from.to_string().parse().map_err(drop)
}

/// A hint at a rule whose name looks like this one.
fn near(code: &str) -> String {
    let alike = |entry: &&Entry| {
        let shared = entry.code.chars().zip(code.chars()).take_while(|(a, b)| a == b).count();
        shared >= 5
    };
    CATALOGUE
        .iter()
        .find(alike)
        .map_or_else(String::new, |entry| format!("; did you mean {}?", entry.code))
}

#[cfg(test)]
mod tests;
