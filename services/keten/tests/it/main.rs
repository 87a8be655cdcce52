//! The binary as people run it: its demo, its commands, and its services as processes that get killed.

mod commands;
mod doctor;
mod figures;
mod killed;
mod nats;
mod policy;
mod processes;
mod rebuild;
mod relay;
