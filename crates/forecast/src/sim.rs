//! Simulation of the chain: one description, three engines.

mod arrivals;
mod counters;
mod duration;
mod ledger;
mod model;
mod months;
mod output;
mod parameters;
mod persons;
mod plan;
mod queue;
pub mod reference;
mod route;
mod runs;

pub use duration::{DURATION_DAYS_MAX, Duration};
pub use model::{
    AGE_DAYS_MAX, Age, CLASSES_MAX, Class, Entry, MONTHS_MAX, Model, ModelError, Output, Pool,
    Service, Source, Track, Warm, Watch,
};
pub use output::{Flow, Reception, Station, Total};
pub use parameters::{
    Arrivals, ClassParameters, Lag, Leave, Parameters, Part, Permit, Relatives, Series, Unused,
};
pub use persons::Witness;
pub use runs::{Engine, Runs, run};

#[cfg(test)]
mod tests;
