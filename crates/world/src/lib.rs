//! The world outside the software, simulated through the public gRPC interfaces in virtual time.

mod assumptions;
mod backlog;
mod chance;
mod days;
mod families;
mod family;
mod homes;
mod leaving;
mod ledger;
mod municipal;
mod opening;
mod outcomes;
mod people;
mod plan;
mod portfolio;
mod procedure;
mod records;
mod world;

pub use world::{Config, Officers, Report, World};
