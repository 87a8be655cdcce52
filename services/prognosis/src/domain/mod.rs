//! The pure part of prognosis: no database, no gRPC.

pub mod edition;
pub mod history;
pub mod inputs;
pub mod judgement;
pub mod names;
pub mod outcome;
pub mod picture;
pub mod run;
