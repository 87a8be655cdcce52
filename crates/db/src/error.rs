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
    let code = error.code();
    let code = code.as_deref().unwrap_or_default();
    match code.parse::<u32>() {
        // A number below 10000 is a result code of SQLite: the low byte says what, the rest where.
        Ok(number) if code.len() < 5 => from_sqlite(number & 0xff, text),
        _ => from_sqlstate(code, text),
    }
}

/// SQLite's primary result codes.
fn from_sqlite(code: u32, text: String) -> DbError {
    match code {
        // full
        13 => DbError::Full(text),
        // busy, locked, out of memory, read-only, interrupted, input/output, cannot open, locking protocol
        5 | 6 | 7 | 8 | 9 | 10 | 14 | 15 => DbError::Unavailable(text),
        // corrupt, no database
        11 | 26 => DbError::Corrupt(text),
        _ => DbError::Statement(text),
    }
}

/// PostgreSQL's SQLSTATE.
fn from_sqlstate(code: &str, text: String) -> DbError {
    match code {
        "53100" => DbError::Full(text),
        // Serialization, deadlock, lock timeout, and a server that only reads: a standby not promoted yet.
        "40001" | "40P01" | "55P03" | "25P03" | "25006" => DbError::Unavailable(text),
        // Connection exceptions, insufficient resources (memory, connections), operator intervention (shutdown,
        // cancelled), errors of the system (input/output).
        _ if ["08", "53", "57", "58"].iter().any(|class| code.starts_with(class)) => {
            DbError::Unavailable(text)
        }
        // Data or index is corrupted.
        "XX001" | "XX002" => DbError::Corrupt(text),
        _ => DbError::Statement(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_by_itself_is_told_from_what_does_not() {
        let postgres = |code: &str| from_sqlstate(code, String::new());
        for code in [
            "08006", "40001", "40P01", "53200", "53300", "53400", "57014", "57P01", "57P03",
            "25006", "58030",
        ] {
            assert!(matches!(postgres(code), DbError::Unavailable(_)), "{code}");
        }
        assert!(matches!(postgres("53100"), DbError::Full(_)));
        assert!(postgres("53100").is_transient());
        for code in ["22021", "42601", "42P01", "0A000", "22P05"] {
            assert!(!postgres(code).is_transient(), "{code}");
        }
        for code in [5, 6, 7, 8, 9, 10, 13, 14, 15] {
            assert!(from_sqlite(code, String::new()).is_transient(), "{code}");
        }
        for code in [1, 11, 18, 20, 26] {
            assert!(!from_sqlite(code, String::new()).is_transient(), "{code}");
        }
    }
}
