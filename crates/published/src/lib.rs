//! Published series as typed observations: what it counts, when, of whom, how many, how exact, known since when.
//!
//! ```text
//! text      from bytes to text; what is no text is refused text::text
//! tidy      our own CSV files, one shape per file          Shape::read
//! statline  CBS StatLine: OData (JSON) and CSV export      statline::odata, statline::export
//! eurostat  TSV download and SDMX-CSV                      eurostat::tsv, eurostat::sdmx
//! select    the part of a file that is asked for           select::select
//! groups    publishers' codes of groups                    groups::of
//! ```
//!
//! Parsing only: no files are opened here. A line that cannot be read is a [`Fault`] with file, line, column and
//! rule; a value that the publisher withholds is listed in [`Series::missing`]. Nothing is skipped in silence.

mod collect;
pub mod eurostat;
pub mod groups;
mod json;
mod period;
mod rows;
pub mod select;
pub mod statline;
pub mod text;
mod tidy;

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

pub use collect::{COUNT_MAX, PERSONS_MAX, Pick};
pub use period::Period;
pub use tidy::Shape;

/// How exact a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Qualifier {
    /// As printed by the publisher.
    Published,
    /// Rounded by the publisher.
    Rounded,
    /// From words such as "about".
    ReadOffText,
    /// A sum of published numbers.
    SumOfPublished,
    /// Computed from published numbers.
    Derived,
    /// Provisional.
    Provisional,
    /// Estimated by the publisher.
    Estimated,
    /// Another definition than the rest of the series.
    Definition,
    /// A break in the series.
    Break,
    /// Of low reliability.
    Unreliable,
    /// With a flag that is not known here; see [`Observation::flag`].
    Flagged,
}

impl Qualifier {
    /// All, from the least to the most cautious.
    pub const ALL: [Self; 11] = [
        Self::Published,
        Self::Rounded,
        Self::ReadOffText,
        Self::SumOfPublished,
        Self::Derived,
        Self::Provisional,
        Self::Estimated,
        Self::Definition,
        Self::Break,
        Self::Unreliable,
        Self::Flagged,
    ];

    /// Its code, as files and contracts write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Rounded => "rounded",
            Self::ReadOffText => "read-off-text",
            Self::SumOfPublished => "sum-of-published",
            Self::Derived => "derived",
            Self::Provisional => "provisional",
            Self::Estimated => "estimated",
            Self::Definition => "definition",
            Self::Break => "break",
            Self::Unreliable => "unreliable",
            Self::Flagged => "flagged",
        }
    }
}

/// One published value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// Line of the file, as an editor shows it.
    pub line: u64,
    /// What is counted, for instance `first`.
    pub indicator: String,
    /// Of whom or where, for instance a nationality; `TOTAL` where the source says so.
    pub group: String,
    /// When.
    pub period: Period,
    /// The last period, when the value is about several.
    pub until: Option<Period>,
    /// The value, in the unit of the source.
    pub value: f64,
    /// How exact it is.
    pub qualifier: Qualifier,
    /// Its flags as the publisher writes them, for instance `bp`; empty where there are none.
    pub flag: String,
    /// The edition or report it was published in.
    pub edition: Option<String>,
    /// When it was published.
    pub published: Option<Period>,
}

/// A value that the publisher announces and withholds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// Line of the file, as an editor shows it.
    pub line: u64,
    /// What it would count.
    pub indicator: String,
    /// Of whom.
    pub group: String,
    /// When.
    pub period: Period,
    /// The mark in its place, for instance `:` or `c`.
    pub mark: String,
}

/// All values of one file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Values in the order of the file.
    pub observations: Vec<Observation>,
    /// Withheld values in the order of the file.
    pub missing: Vec<Missing>,
}

impl Series {
    /// Observations of an indicator and group.
    pub fn of<'a>(
        &'a self,
        indicator: &'a str,
        group: &'a str,
    ) -> impl Iterator<Item = &'a Observation> {
        let wanted = move |one: &&Observation| one.indicator == indicator && one.group == group;
        self.observations.iter().filter(wanted)
    }

    /// The groups of an indicator, sorted.
    pub fn groups(&self, indicator: &str) -> BTreeSet<&str> {
        let wanted = self.observations.iter().filter(|one| one.indicator == indicator);
        wanted.map(|one| one.group.as_str()).collect()
    }
}

/// A place in a file that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: column {column}: {rule}")]
pub struct Fault {
    /// Name of the file, as given by the caller.
    pub file: String,
    /// Line, as an editor shows it.
    pub line: u64,
    /// Column by name.
    pub column: String,
    /// The rule that it breaks.
    pub rule: String,
}

/// Most faults that are kept; a wrong file would otherwise yield one per line.
pub(crate) const FAULTS_MAX: usize = 50;

/// Why a file is refused: the first faults, and how many there are in all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Faults {
    /// The first faults, in the order of the file.
    pub first: Vec<Fault>,
    /// Number of faults.
    pub total: usize,
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in &self.first {
            writeln!(f, "{fault}")?;
        }
        write!(f, "{} faults in all", self.total)
    }
}
