//! Development tasks as functions, so that tests run the same checks.

pub mod codegen;
pub mod coverage;
pub mod lists;
pub mod pg;
pub mod readers;
pub mod tidy;
