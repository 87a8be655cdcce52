//! Migrations: two folders with equal numbers and names, embedded in the binary.

use std::borrow::Cow;

use sqlx::SqlStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

use crate::{Db, DbError, Driver, Filter, Result};

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

const APPLIED: &str = "SELECT version FROM _sqlx_migrations ORDER BY version";

impl MigrationText {
    fn text(&self, driver: Driver) -> &'static str {
        match driver {
            Driver::Sqlite => self.sqlite,
            Driver::Postgres => self.postgres,
        }
    }
}

/// Names of the tables that a migration makes.
fn tables_of(sql: &'static str) -> impl Iterator<Item = &'static str> {
    let name = |line: &'static str| line.strip_prefix("CREATE TABLE ")?.split([' ', '(']).next();
    sql.lines().filter_map(name)
}

/// Why a database is not one that this version can work on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Foreign {
    /// A newer version was here.
    #[error("migration {0} is not one of this version: a newer one was here")]
    Newer(i64),
    /// A table is missing that a migration made.
    #[error("table {0} is missing, although its migration was applied")]
    Lacks(&'static str),
}

fn migrator(driver: Driver, parts: &[&'static [MigrationText]]) -> Migrator {
    let one = |text: &MigrationText| {
        let sql = text.text(driver);
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

    /// What is wrong with a database that should be one of this service: migrated by a newer version, or with a table
    /// missing that a migration made.
    pub async fn foreign(&self, parts: &[&'static [MigrationText]]) -> Result<Option<Foreign>> {
        let applied = self.fetch(APPLIED, &[]).await?;
        let applied: Vec<i64> = applied.iter().map(|row| row.get(0)).collect::<Result<_>>()?;
        let known = || parts.iter().copied().flatten();
        if let Some(newer) = applied.iter().find(|version| !known().any(|m| m.version == **version))
        {
            return Ok(Some(Foreign::Newer(*newer)));
        }
        let driver = self.driver();
        let made = known()
            .filter(|m| applied.contains(&m.version))
            .flat_map(|m| tables_of(m.text(driver)));
        for table in made {
            match self.list(&format!("SELECT 1 FROM {table}"), &Filter::new(), "LIMIT 1").await {
                Ok(_) => {}
                Err(DbError::Statement(_)) => return Ok(Some(Foreign::Lacks(table))),
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    /// Names of migrations that are not applied yet.
    pub async fn pending(&self, parts: &[&'static [MigrationText]]) -> Result<Vec<&'static str>> {
        let applied = self.fetch(APPLIED, &[]).await;
        let applied: Vec<i64> = match applied {
            Ok(rows) => rows.iter().map(|row| row.get(0)).collect::<Result<_>>()?,
            Err(DbError::Statement(_)) => Vec::new(), // no table yet: nothing was applied
            Err(error) => return Err(error),
        };
        let all = parts.iter().copied().flatten();
        Ok(all.filter(|m| !applied.contains(&m.version)).map(|m| m.name).collect())
    }
}
