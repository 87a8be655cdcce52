//! Forecast of the Dutch asylum chain: inflow, stocks of IND, reception, housing, departures and costs.
//!
//! Pure: no I/O, no clock; the seed comes in. Replications run in parallel and each has random numbers of its
//! own and a fixed slot, so the same input gives the same bytes on any number of threads. There is one source of
//! chance ([`random`]), and logarithms and exponentials are those of the crate `libm`, never the platform's: so the same
//! bytes come out of any build on any machine, as long as `Cargo.lock` holds the same version of `libm`. A new
//! one may round the last bit of a logarithm otherwise, and a count that lies on the edge then differs by one.
//!
//! ```text
//! inflow    paths of applications: pool of models by nationality, calibrated on what was known
//! sim       the chain on these paths: one description, three engines (counters, persons, months)
//! measure   what a law or programme would change, as a switch with an uncertain effect
//! expert    what people expect, beside the model and never in its place
//! chain     all of it from the data of a cut to quantiles of every quantity             [`run`], [`compare`]
//! scenario, score, vintage   named scenarios, how good a forecast was, what was known when
//! ```
//!
//! The quantities stand in [`quantities`], by organisation, each with its unit; what can be set in [`assumption`],
//! what can be put on in [`measure`]. All three are codes: a name that is none is refused where a request or a
//! file is read, by name.

#![expect(
    clippy::cast_possible_truncation,
    reason = "counts and days come out of draws and quantiles as floats, for which `as` saturates; indices are far below 2^32"
)]

pub mod assumption;
mod chain;
mod code;
pub mod expert;
pub mod inflow;
mod input;
mod kind;
pub mod measure;
mod month;
pub mod quantile;
pub mod quantities;
pub mod random;
pub mod scenario;
pub mod score;
pub mod sim;
mod stock;
mod terms;
pub mod vintage;

pub use chain::{
    Bottleneck, Comparison, Effect, Estimate, Influence, MODEL, Unwatched, compare, digest,
    estimated, explain, medians, run,
};
pub use input::{
    Asked, FLOW_MONTHS_MIN, Facts, Flows, ForecastError, GroupFacts, HORIZON_MONTHS_MAX, Input,
    Law, REPLICATIONS_MAX, Series, Stocks,
};
pub use kind::Kind;
pub use month::Month;

/// Who watches a run.
pub trait Progress: Sync {
    /// Called with the number of replications done so far. Answer false to stop.
    fn done(&self, replications: u32) -> bool;
}
