//! The pure part of prognosis: no database, no gRPC.

pub mod inputs;
pub mod picture;
pub mod run;
