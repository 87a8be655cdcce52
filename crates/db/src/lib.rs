//! One database type over SQLite and PostgreSQL, and nothing above it.
//!
//! A closed enum of two drivers; SQL is portable text with `$1` placeholders (the subset is listed in
//! README.md), values and rows pass through [`Value`] and [`Row`], so that a store writes each
//! statement once. [`Rows`] is the unit of work over one table: load by key, change in memory, save the
//! changed rows with one multi-row statement.
//!
//! Deliberately absent: a query builder, an ORM, a way to write outside a [`Tx`].

pub mod admin;
mod connect;
mod error;
mod migrate;
mod rows;
mod statement;
mod table;
#[cfg(feature = "testing")]
pub mod testing;
mod value;

pub use connect::{Db, DbUrl, Driver, PoolUse, Tx};
pub use error::DbError;
pub use migrate::{Foreign, MigrationText};
pub use rows::{By, Rows, Unit};
pub use statement::{Filter, prepare_all};
pub use table::TableRow;
pub use value::{Column, Kind, Row, Value};

/// Result of a database operation.
pub type Result<T> = std::result::Result<T, DbError>;
