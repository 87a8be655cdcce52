//! Simulation of the chain: one description, three engines.
//!
//! A [`Model`] says what the chain looks like: classes of persons, tracks, who decides, where people come
//! from, what stands in it at the start. [`Parameters`] are its numbers; each replication gets its own from
//! a closure. [`run`] walks the days (or months) and keeps, for every month of every replication, the
//! columns of [`Output`].
//!
//! | engine | step | what it keeps | for |
//! | --- | --- | --- | --- |
//! | [`Engine::Counters`] | day, exact | how many of a class leave a station on a day | forecasts |
//! | [`Engine::Persons`] | day, exact | every person | waiting times, traces: [`watch`] |
//! | [`Engine::Months`] | month, near | how many leave in a month | sliders |
//!
//! Order within a day: arrivals; everything due (stays, then decisions, then who disappears or comes of
//! age); homes; officers take cases; at a month's end the books. Stays are whole days, at least 1.
//!
//! What is deliberately absent: leave of officers and weekends (workers are those of any calendar day),
//! capacity of courts and of detention, families that are decided as one, and people who come back after
//! they left, other than as a repeat applicant of a source.
//!
//! ```
//! use forecast::Month;
//! use forecast::random::Purpose;
//! use forecast::sim::{
//!     Arrivals, Class, ClassParameters, Duration, Engine, Entry, Lag, Leave, Model, Parameters,
//!     Part, Permit, Pool, Relatives, Series, DecisionTime, Source, Track, Unused, Warm, run,
//! };
//!
//! // One group, one track; adults, and the relatives who follow them.
//! let class = |name: &str, relative: bool| Class {
//!     name: name.into(), group: 0, track: 0, in_reception: true, adult: None, relative,
//!     entry: Entry::Procedure, pact: None, after: None,
//! };
//! let lag = |mean: f64| Lag::from(Duration::gamma(2.0, mean));
//! let leave = |share: f64| Leave { share, lag: lag(60.0) };
//! let adults = ClassParameters {
//!     registration: lag(10.0),
//!     transfer: 0.1, transfer_lag: lag(150.0),
//!     disappear: 0.0003,
//!     grant: 0.56.into(),
//!     appeal: 0.7, appeal_lag: lag(270.0), upheld: 0.15, remand: 0.5,
//!     departure: [leave(0.25), leave(0.2), leave(0.5), leave(0.05)],
//!     own_home: 0.0, housing_lag: Some(lag(60.0)),
//!     relatives: vec![Relatives {
//!         class: 1, permit: Permit::A, ratio: 0.8.into(), delay_days: 0.0.into(),
//!     }],
//!     arrival_lag: lag(450.0), enters_reception: 0.6,
//!     of_age: 0.0,
//! };
//! let relatives = ClassParameters { housing_lag: None, relatives: vec![], ..adults.clone() };
//! let model = Model {
//!     start: Month::new(2026, 1),
//!     months: 24,
//!     groups: vec!["syria".into()],
//!     tracks: vec![Track {
//!         name: "standard".into(), service: DecisionTime::Geometric, term_days: 183,
//!     }],
//!     pools: vec![Pool { name: "all".into(), tracks: vec![0] }],
//!     classes: vec![class("adults", false), class("relatives", true)],
//!     sources: vec![Source { name: "first.syria".into(), kind: forecast::Kind::First, group: 0 }],
//!     warm: vec![Warm::fresh(forecast::sim::Station::Queue, 0, 2_000)],
//!     watches: vec![],
//!     parameters: Parameters {
//!         arrivals: Arrivals::Expected(vec![500.0; 24]),
//!         mix: vec![vec![Part { class: 0, weight: 1.0.into() }]],
//!         service_days: vec![6.0.into()],
//!         workers: Series::Monthly(vec![90.0, 95.0, 100.0]),
//!         staff: vec![1.0],
//!         places: 300.0.into(),
//!         unused_places: Unused::Lapse,
//!         classes: vec![adults, relatives],
//!     },
//! };
//! let runs = run(&model, Engine::Counters, 2025, 0..20, |streams, parameters| {
//!     // What is not known exactly is drawn once per replication.
//!     let grant = streams.open(Purpose::Parameter(0), 0).beta(56.0, 44.0);
//!     parameters.classes[0].grant = grant.into();
//! })?;
//! let reception = runs.column("total.reception").ok_or("no such column")?;
//! assert!(runs.mean(23, reception) > 1_000.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod arrivals;
mod counters;
mod draws;
mod duration;
mod ledger;
mod model;
mod months;
mod output;
mod parameters;
mod persons;
mod plan;
mod queue;
mod rates;
pub mod reference;
mod route;
mod runs;

pub use duration::{DURATION_DAYS_MAX, Duration, Lag};
pub use model::{
    AGE_DAYS_MAX, Age, CLASSES_MAX, Class, DecisionTime, Entry, MONTHS_MAX, Model, ModelError,
    Output, Pool, Source, Track, Warm, Watch,
};
pub use output::{Flow, Reception, Station, Total};
pub use parameters::{
    Arrivals, ClassParameters, Leave, Parameters, Part, Permit, Relatives, Series, Unused,
};
pub use persons::{Observer, Waits, watch};
pub use runs::{Engine, Runs, run};

#[cfg(test)]
mod tests;
