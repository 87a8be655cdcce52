//! Databases for tests: each test gets its own, on every engine there is.

use std::io::Write as _;

use kernel::Ids;

use crate::{Db, DbUrl, Driver, admin};

/// Address of a PostgreSQL server on which tests may create databases.
pub const POSTGRES_VARIABLE: &str = "TEST_POSTGRES_URL";

/// A database of one test. The SQLite file goes away with this value; a PostgreSQL database is dropped
/// by [`TestDb::drop_database`] or stays until its server goes.
pub struct TestDb {
    /// The database.
    pub db: Db,
    /// Its address.
    pub url: DbUrl,
    folder: Option<tempfile::TempDir>,
}

impl TestDb {
    /// A new, empty SQLite database.
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("test.db");
        let url: DbUrl = format!("sqlite://{}", path.display()).parse().expect("the url is sound");
        let db = Db::open(&url, 4).await.expect("a new file can be opened");
        Self { db, url, folder: Some(folder) }
    }

    /// A new, empty PostgreSQL database; `None`, said loudly, when no server is named.
    pub async fn postgres() -> Option<Self> {
        let Ok(server) = std::env::var(POSTGRES_VARIABLE) else {
            // Not by eprintln: the test runner would keep it to itself while the test passes.
            let text = format!(
                "SKIPPED on PostgreSQL: {POSTGRES_VARIABLE} is not set (try: cargo xtask pg cargo test)\n"
            );
            std::io::stderr().write_all(text.as_bytes()).expect("standard error can be written");
            return None;
        };
        let name = format!("test_{}", Ids::random().simple());
        let url = admin::create(&server, &name).await.expect("the server makes a database");
        let db = Db::open(&url, 8).await.expect("the new database can be opened");
        Some(Self { db, url, folder: None })
    }

    /// A new, empty database on every engine there is.
    pub async fn every() -> Vec<Self> {
        let mut all = vec![Self::sqlite().await];
        all.extend(Self::postgres().await);
        all
    }

    /// Closes the database and removes it.
    pub async fn drop_database(self) {
        self.db.close().await;
        if let (Driver::Postgres, Ok(server)) =
            (self.url.driver(), std::env::var(POSTGRES_VARIABLE))
        {
            admin::drop(&server, &self.url).await.expect("the server drops a database");
        }
        drop(self.folder);
    }
}
