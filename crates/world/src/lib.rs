//! The world outside the software, simulated through the public gRPC interfaces in virtual time.

mod client;

pub use client::{Client, ClientError, Command, Endpoint, Service};
