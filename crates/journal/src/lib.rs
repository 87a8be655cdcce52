//! The event log of a service: append, group commit, idempotency, cursors, leases, hash chain.
//!
//! ```text
//!  commands ──┐                       ┌─ reply
//!             ├─ queue ─ writer ─ one transaction: head locked, look-up, load, decide, save, append
//!  deliveries ┘            │          └─ applied through position n
//!                          └─ watch: the log's new end
//! ```
//!
//! Positions are dense and taken under the lock of the head row, so that a prefix of the log is always
//! complete ([EL-1]) and every consumer can prove that it missed nothing. There is one way to append:
//! [`Unit::commit`], the last act of a transaction.
//!
//! [EL-1]: kernel::INVARIANTS

mod cursor;
mod event;
mod log;
mod request;
mod unit;
mod verify;
mod writer;

pub use cursor::{Cursor, Lease, Parked};
pub use event::{Digest, EventHash, NewEvent, Recorded};
pub use log::{Head, Journal};
pub use request::{Request, RequestHash};
pub use unit::{Committed, Unit};
pub use verify::{Broken, Verified};
pub use writer::{
    Applied, ApplyError, CommandError, Context, Delivery, EVENT_BYTES_MAX, Health, Incoming,
    UnitOfWork, Writer, WriterLimits,
};

/// The tables of the log; their numbers are below 100.
pub const MIGRATIONS: &[db::MigrationText] = db::migrations![1 => "0001_journal"];

/// Every fixed statement of this crate, for the test that prepares them.
pub const STATEMENTS: &[&str] = &[
    log::HEAD,
    log::READ,
    unit::MOVE_HEAD,
    unit::COUNT_COMMIT,
    cursor::READ,
    cursor::ALL,
    cursor::CREATE,
    cursor::MOVE,
    cursor::PARK,
    cursor::PARKED,
    cursor::TAKE_LEASE,
    cursor::DROP_LEASE,
    request::FORGET,
];
