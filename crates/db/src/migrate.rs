//! Migrations: two folders with equal numbers and names, embedded in the binary.

use std::borrow::Cow;

use sqlx::SqlStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

use crate::{Db, DbError, Driver, Result};

/// One step of a schema, for both databases. Once applied anywhere it is never edited.
#[derive(Clone, Copy, Debug)]
pub struct MigrationText {
    /// Its number; the journal's are below 100, a service's from 100.
    pub version: i64,
    /// Its name.
    pub name: &'static str,
    /// Statements for SQLite.
    pub sqlite: &'static str,
    /// Statements for PostgreSQL.
    pub postgres: &'static str,
}

/// Embeds the files `migrations/{sqlite,postgres}/<file>.sql` of the calling crate.
///
/// ```ignore
/// const MIGRATIONS: &[db::MigrationText] = db::migrations![1 => "0001_journal"];
/// ```
#[macro_export]
macro_rules! migrations {
    ($($version:literal => $file:literal),+ $(,)?) => {
        &[$($crate::MigrationText {
            version: $version,
            name: $file,
            sqlite: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/sqlite/", $file, ".sql")),
            postgres: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/postgres/", $file, ".sql")),
        }),+]
    };
}

fn migrator(driver: Driver, parts: &[&'static [MigrationText]]) -> Migrator {
    let one = |text: &MigrationText| {
        let sql = match driver {
            Driver::Sqlite => text.sqlite,
            Driver::Postgres => text.postgres,
        };
        let (name, kind) = (Cow::Borrowed(text.name), MigrationType::Simple);
        Migration::new(text.version, name, kind, SqlStr::from_static(sql), false)
    };
    let mut migrator =
        Migrator::with_migrations(parts.iter().copied().flatten().map(one).collect());
    // Migrations only add: the version before works on the tables of the next one, when an upgrade is taken back.
    migrator.set_ignore_missing(true);
    migrator
}

impl Db {
    /// Brings the database to the newest version.
    pub async fn migrate(&self, parts: &[&'static [MigrationText]]) -> Result<()> {
        let migrator = migrator(self.driver(), parts);
        let done = match self {
            Self::Sqlite(db) => {
                let mut guard = db.write.lock().await;
                db.mode.drive(migrator.run(&mut guard.conn)).await
            }
            Self::Postgres(pool) => {
                let mut conn = pool.acquire().await?;
                migrator.run(&mut *conn).await
            }
        };
        done.map_err(|e| DbError::Migration(e.to_string()))
    }

    /// Names of migrations that are not applied yet.
    pub async fn pending(&self, parts: &[&'static [MigrationText]]) -> Result<Vec<&'static str>> {
        let applied =
            self.fetch("SELECT version FROM _sqlx_migrations ORDER BY version", &[]).await;
        let applied: Vec<i64> = match applied {
            Ok(rows) => rows.iter().map(|row| row.get(0)).collect::<Result<_>>()?,
            Err(DbError::Statement(_)) => Vec::new(), // no table yet: nothing was applied
            Err(error) => return Err(error),
        };
        let all = parts.iter().copied().flatten();
        Ok(all.filter(|m| !applied.contains(&m.version)).map(|m| m.name).collect())
    }
}
