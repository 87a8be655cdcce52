//! How the forecast of inflow would have done, with only what was known at each moment.
//!
//! ```text
//! sets      the three sets of series                         Rolling
//! evaluate  rolling origins, five targets, all models        Score per forecast
//! skill     scores per set, target and model                 Skill, CSV
//! rhythm    total inflow at the MPP's own moments            Moment, against the track record
//! nareis    arrivals from permits, leave one year out        Year
//! letter    the figures of the letter on the MPP 2025        Row
//! chart     fan chart, calibration, skill by horizon         SVG text
//! ```
//!
//! Nothing looks past an origin: models are fitted on the months before it and calibration uses only outcomes
//! known before it. Pure: no files, no clock.

#![expect(
    clippy::cast_possible_truncation,
    reason = "counts come out of floats, for which `as` saturates; indices are far below 2^32"
)]

pub mod chart;
mod evaluate;
mod known;
pub mod letter;
mod nareis;
mod rhythm;
mod sets;
mod skill;
mod target;

pub use evaluate::{CALIBRATED, Options, Score, evaluate};
pub use known::Releases;
pub use nareis::{Year, nareis};
pub use rhythm::{Moment, Record, record, rhythm};
pub use sets::{Rolling, Set, national, panel, seven};
pub use skill::{Skill, csv, skill};
pub use target::Target;

/// Why there is no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A series does not hold what the back-test needs; the text says what.
    #[error("series not usable: {0}")]
    Data(String),
    /// A model cannot be fitted.
    #[error(transparent)]
    History(#[from] forecast::inflow::HistoryError),
    /// The caller asked to stop.
    #[error("back-test cancelled")]
    Cancelled,
}

/// Told the number of origins done and in all, from the worker threads; answers false to stop.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) -> bool + Sync);

/// Writes a value in a table as it prints.
fn shown<T: std::fmt::Display, S: serde::Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(value)
}

#[cfg(test)]
mod tests;
