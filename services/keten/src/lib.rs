//! The whole chain in one process, and the commands of the binary for people.

mod arguments;
pub mod chain;
pub mod cli;
mod databases;
mod demo;
mod doctor;
mod forecasting;
mod inspect;
mod living;
mod memory;
mod planning;
mod policy;
mod reach;
mod rebuild;
mod relaying;
mod show;
mod simulate;
mod table;
mod tail;
