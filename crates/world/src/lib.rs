//! The world outside the software, simulated through the public gRPC interfaces in virtual time.

mod assumptions;
mod backlog;
mod chance;
mod client;
mod days;
mod endpoint;
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
mod raw;
mod records;
mod world;

pub use client::{Client, ClientError, Command, Endpoint, Service};
pub use raw::RawCodec;
pub use world::{Config, Officers, Report, World};
