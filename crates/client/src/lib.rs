//! The way to a running chain, through its public interfaces alone.
//!
//! ```text
//!  Client ── command, again until it is answered ──► service         (the request id makes it once)
//!  read   ◄─ batches from where the cursor stands ── feed            (reconnects by itself; the cursor is the caller's)
//! ```
//!
//! Deliberately absent: what commands mean, and what follows from an event. Whoever asks knows that.

mod chain;
mod command;
mod dial;
mod endpoint;
mod error;
mod raw;
mod reading;

pub use chain::Client;
pub use command::Command;
pub use dial::{Dial, dial};
pub use endpoint::{Endpoint, Service};
pub use error::ClientError;
pub use raw::RawCodec;
pub use reading::{Cursor, End, Pace, feed, read, said};
