//! The feed over real sockets, and over a simulated network that breaks.

mod checks;
mod consuming;
mod faults;
mod loopback;
mod model;
mod scripted;
mod serving;
mod simnet;
mod simulation;
mod world;
