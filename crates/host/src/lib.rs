//! How every service starts, is configured, observed and stopped: one way for all.
//!
//! ```text
//!  start: telemetry, configuration, migrations, log, writer, consumers, servers, ready
//!  stop:  not ready, feeds drain, consumers end, servers end, writer empties its queue, database closes
//! ```
//!
//! This crate knows no service. A service implements [`Service`] and its `main` is [`main`].

mod admin;
mod checked;
mod cli;
mod config;
mod due;
mod observe;
mod operations;
mod parts;
mod ports;
mod record;
mod reflection;
pub mod replay;
mod run;
mod service;
mod start_error;
mod status;
mod sweep;
mod tasks;
pub mod telemetry;
mod token;
mod work;

pub use admin::serve_metrics;
pub use cli::{ExitCode, main, main_with, signal};
pub use config::{ConfigError, LogFormat, Settings, is_loopback};
pub use due::{Due, overdue};
pub use parts::{Page, Parts};
pub use record::{AggregateEvent, emit, record};
pub use replay::{Replay, replay};
pub use run::{Ended, Listeners, Running, start};
pub use service::{HostedService, Listens};
pub use start_error::StartError;
pub use status::{command_failed, internal, refused, unavailable, violation};
pub use tasks::{TaskKind, Tasks};
pub use work::{Asked, Handle, Work};
