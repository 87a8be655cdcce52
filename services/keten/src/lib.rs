//! The whole chain in one process, and the commands of the binary for people.

pub mod chain;
pub mod cli;
mod demo;
mod doctor;
mod forecasting;
mod inspect;
mod planning;
mod policy;
mod reach;
mod relaying;
mod simulate;
mod table;
