//! Simulation of the chain: one description, three engines.

mod duration;
mod model;
mod output;
mod parameters;

pub use duration::{DURATION_DAYS_MAX, Duration};
pub use model::{
    AGE_DAYS_MAX, Age, CLASSES_MAX, Class, Entry, MONTHS_MAX, Model, ModelError, Output, Pool,
    Service, Source, Track, Warm, Watch,
};
pub use output::{Flow, Reception, Station, Total};
pub use parameters::{
    Arrivals, ClassParameters, Lag, Leave, Parameters, Part, Permit, Relatives, Series, Unused,
};
