//! Development tasks as functions, so that tests run the same checks.

pub mod circles;
pub mod codegen;
pub mod contract;
pub mod coverage;
pub mod golden;
pub mod lists;
pub mod pg;
pub mod readers;
pub mod rooms;
pub mod tidy;
