//! The chain as its users see it: five services over gRPC, in virtual time, on every database there is.
//!
//! Each test ends with [`steps::finish`]: no invariant is broken, the logs prove themselves, and reception and
//! prognosis answer what the feeds add up to.

mod corrections;
mod departures;
mod editions;
mod firm;
mod forecasts;
mod fuzz;
mod golden;
mod homes;
mod housing;
mod journeys;
mod law;
mod lists;
mod living;
mod odd;
mod opening;
mod promises;
mod reception;
mod statements;
mod steps;
mod sweeps;
mod tracing;
