//! Why a service did not start; the code of an exit and the words for the operator follow from it.

use std::net::SocketAddr;

use db::{DbError, Foreign};

/// Why a service did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database cannot be used.
    #[error(transparent)]
    Db(#[from] DbError),
    /// Migrations are missing and may not be applied.
    #[error("database lacks migrations {0}; run migrate first")]
    Pending(String),
    /// The database is not one that this version can work on.
    #[error(
        "database: {0}; one that a newer version has migrated is accepted with newer_database=true"
    )]
    Foreign(Foreign),
    /// An address cannot be listened on.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    /// The descriptor set is not understood, or does not say what it must.
    #[error("contracts: {0}")]
    Contracts(String),
    /// Traces cannot be sent.
    #[error(transparent)]
    Traces(#[from] traces::TraceError),
}
