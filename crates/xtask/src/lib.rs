//! Development tasks as functions, so that tests run the same checks.

pub mod circles;
pub mod codegen;
pub mod coverage;
pub mod pg;
pub mod readers;
pub mod tidy;
