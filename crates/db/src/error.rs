//! What can go wrong in the database, and the one place where SQLSTATE and SQLite codes are read.

/// A failed database operation. The transaction it belongs to is rolled back.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The database cannot be reached or is too busy: the same operation may succeed later.
    #[error("database is unavailable: {0}")]
    Unavailable(String),
    /// A unique or check constraint says no.
    #[error("constraint {constraint} is violated")]
    Constraint {
        /// Name of the constraint or, on SQLite, the columns it covers.
        constraint: String,
    },
    /// No room left on the device. Nothing was committed.
    #[error("database has no room left: {0}")]
    Full(String),
    /// A stored value is not what the program expects.
    #[error("stored value cannot be read: {0}")]
    Corrupt(String),
    /// The address of the database is not understood.
    #[error("database url: {0}")]
    Url(String),
    /// A migration is missing, changed or failed.
    #[error("migration: {0}")]
    Migration(String),
    /// Anything else: a bug in a statement.
    #[error("statement failed: {0}")]
    Statement(String),
}

impl DbError {
    /// Whether trying again later can help.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Full(_))
    }
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        let text = error.to_string();
        match error {
            E::Database(inner) => from_database(inner.as_ref(), text),
            E::Io(_) | E::Tls(_) | E::Protocol(_) | E::PoolTimedOut | E::PoolClosed => {
                Self::Unavailable(text)
            }
            E::WorkerCrashed => Self::Unavailable(text),
            E::ColumnDecode { .. } | E::Decode(_) | E::ColumnNotFound(_) | E::RowNotFound => {
                Self::Corrupt(text)
            }
            E::Migrate(inner) => Self::Migration(inner.to_string()),
            _ => Self::Statement(text),
        }
    }
}

fn from_database(error: &dyn sqlx::error::DatabaseError, text: String) -> DbError {
    use sqlx::error::ErrorKind as K;
    match error.kind() {
        K::UniqueViolation | K::CheckViolation | K::ForeignKeyViolation | K::NotNullViolation => {
            let constraint = error.constraint().map_or(text, str::to_owned);
            return DbError::Constraint { constraint };
        }
        _ => {}
    }
    match error.code().as_deref() {
        // PostgreSQL: connection exceptions, serialization and deadlock, lock timeout, shutdown, too many
        // connections, query cancelled by a timeout; and a server that only reads: a standby that is not promoted yet.
        Some(code)
            if code.len() == 5
                && (code.starts_with("08")
                    || matches!(
                        code,
                        "40001"
                            | "40P01"
                            | "55P03"
                            | "57014"
                            | "57P01"
                            | "57P02"
                            | "57P03"
                            | "25P03"
                            | "25006"
                            | "53300"
                    )) =>
        {
            DbError::Unavailable(text)
        }
        Some("53100" | "13") => DbError::Full(text),
        // SQLite: busy (5), locked (6), i/o error (10) and their extended codes.
        Some(code)
            if matches!(code.parse::<u32>().map(|c| c & 0xff), Ok(5 | 6 | 10))
                && code.len() < 5 =>
        {
            DbError::Unavailable(text)
        }
        _ => DbError::Statement(text),
    }
}
