//! The whole chain in one process, and the commands of the binary for people.

pub mod chain;
