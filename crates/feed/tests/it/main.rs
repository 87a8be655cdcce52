//! The feed over real sockets, and over a simulated network that breaks.

mod checks;
mod faults;
mod model;
mod simnet;
mod simulation;
mod world;
