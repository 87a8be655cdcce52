//! Databases for tests: each test gets its own, on every engine there is.

use kernel::Ids;

use crate::{Db, DbUrl, Driver};

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
            eprintln!(
                "SKIPPED on PostgreSQL: {POSTGRES_VARIABLE} is not set (try: cargo xtask pg cargo test)"
            );
            return None;
        };
        let url = create_database(&server, &format!("test_{}", Ids::random().simple())).await;
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
            let name = self.url.expose().rsplit('/').next().unwrap_or_default().to_owned();
            admin(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        }
        drop(self.folder);
    }
}

/// Creates a database on the server at `server`; its address.
pub async fn create_database(server: &str, name: &str) -> DbUrl {
    admin(server, &format!("CREATE DATABASE {name}")).await;
    let base = server.trim_end_matches('/');
    let base =
        base.rsplit_once('/').filter(|(left, _)| left.contains("//") && !left.ends_with('/'));
    let base = base.map_or(server.trim_end_matches('/'), |(left, _)| left);
    format!("{base}/{name}").parse().expect("the url is sound")
}

async fn admin(server: &str, sql: &str) {
    use sqlx::{Connection as _, Executor as _};
    let mut conn = sqlx::PgConnection::connect(server).await.expect("the server can be reached");
    conn.execute(sqlx::AssertSqlSafe(sql.to_owned())).await.expect("the server obeys");
    conn.close().await.expect("the connection closes");
}
