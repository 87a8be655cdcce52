//! Opening a database, and transactions.

use std::future::Future;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, PgConnection, PgPool, SqliteConnection, SqlitePool};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::{DbError, Result};

const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);

/// The address of a database: `sqlite://path/to/file.db` or `postgres://…`.
#[derive(Clone)]
pub struct DbUrl(String);

impl DbUrl {
    /// The address as text, with the password replaced by stars.
    pub fn redacted(&self) -> String {
        match self
            .0
            .split_once("://")
            .and_then(|(scheme, rest)| Some((scheme, rest.rsplit_once('@')?)))
        {
            Some((scheme, (user, host))) => {
                let name = user.split_once(':').map_or(user, |(name, _)| name);
                format!("{scheme}://{name}:***@{host}")
            }
            None => self.0.clone(),
        }
    }

    /// Which database it names.
    pub fn driver(&self) -> Driver {
        if self.0.starts_with("sqlite:") { Driver::Sqlite } else { Driver::Postgres }
    }

    /// The address as given, with its password.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for DbUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.redacted())
    }
}

impl FromStr for DbUrl {
    type Err = DbError;

    fn from_str(text: &str) -> Result<Self> {
        let known = ["sqlite://", "postgres://", "postgresql://"];
        if known.iter().any(|scheme| text.starts_with(scheme) && text.len() > scheme.len()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(DbError::Url(format!(
                "expected sqlite://<file> or postgres://<server>, found {text:?}"
            )))
        }
    }
}

/// Which database engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Driver {
    /// Embedded SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// The connections of a process to its database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolUse {
    /// Open and at work.
    pub used: u32,
    /// Open and waiting for work.
    pub idle: u32,
    /// Most that may be open.
    pub max: u32,
}

/// How futures of SQLite are run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// By the runtime.
    Awaited,
    /// To completion on the spot, so that no simulated time passes (hard point e).
    Driven,
}

impl Mode {
    pub(crate) async fn drive<F: Future>(self, future: F) -> F::Output {
        match self {
            Self::Awaited => future.await,
            Self::Driven => futures::executor::block_on(future),
        }
    }
}

/// The one connection that writes to a SQLite file.
pub(crate) struct WriteConn {
    pub(crate) conn: SqliteConnection,
    /// A transaction was begun and neither committed nor rolled back: its owner was dropped.
    in_tx: bool,
}

/// A database. Copies share its connections.
#[derive(Clone)]
pub enum Db {
    /// SQLite: one connection that writes, a pool that reads (absent when driven).
    #[doc(hidden)]
    Sqlite(SqliteDb),
    /// PostgreSQL.
    #[doc(hidden)]
    Postgres(PgPool),
}

/// A SQLite database.
#[derive(Clone)]
pub struct SqliteDb {
    pub(crate) write: Arc<Mutex<WriteConn>>,
    read: Option<SqlitePool>,
    pub(crate) mode: Mode,
    /// For a new connection, when the one that writes cannot be brought back to no transaction.
    options: Arc<SqliteConnectOptions>,
}

impl SqliteDb {
    /// Ends a transaction that its owner left open.
    ///
    /// SQLite ends a transaction by itself when the disk is full, a file cannot be written, memory lacks or somebody
    /// interrupts; then there is nothing to roll back, and what else the connection holds is not known. A connection
    /// whose rollback fails is thrown away.
    async fn recover(&self, guard: &mut WriteConn) -> Result<()> {
        let undone = self.mode.drive(sqlx::query("ROLLBACK").execute(&mut guard.conn)).await;
        if let Err(error) = undone {
            tracing::info!(%error, "connection whose rollback failed is replaced");
            guard.conn = self.mode.drive(self.options.connect()).await?;
        }
        guard.in_tx = false;
        Ok(())
    }
}

impl Db {
    /// Opens the database at `url`; a SQLite file and its folder are created when absent.
    pub async fn open(url: &DbUrl, connections_max: u32) -> Result<Self> {
        match url.driver() {
            Driver::Sqlite => {
                let options = sqlite_options(url)?;
                let conn = options.connect().await?;
                let read = SqlitePoolOptions::new()
                    .max_connections(connections_max)
                    .acquire_timeout(ACQUIRE_TIMEOUT)
                    .connect_lazy_with(options.clone().read_only(true));
                Ok(Self::sqlite(conn, Some(read), options, Mode::Awaited))
            }
            Driver::Postgres => {
                let options = PgConnectOptions::from_str(url.expose())?
                    .application_name("ketenstroom")
                    .options([
                        // A generic plan made on small tables falls to sequential scans later (hard point h).
                        ("plan_cache_mode", "force_custom_plan"),
                        ("lock_timeout", "3s"),
                        ("idle_in_transaction_session_timeout", "5s"),
                    ]);
                let pool = PgPoolOptions::new()
                    .max_connections(connections_max)
                    .acquire_timeout(ACQUIRE_TIMEOUT)
                    .connect_with(options)
                    .await?;
                Ok(Self::Postgres(pool))
            }
        }
    }

    /// Opens a SQLite file for a simulation: one connection, and every operation completes on the spot.
    pub fn open_driven(url: &DbUrl) -> Result<Self> {
        let options = sqlite_options(url)?;
        let conn = futures::executor::block_on(options.connect())?;
        Ok(Self::sqlite(conn, None, options, Mode::Driven))
    }

    fn sqlite(
        conn: SqliteConnection,
        read: Option<SqlitePool>,
        options: SqliteConnectOptions,
        mode: Mode,
    ) -> Self {
        let write = Arc::new(Mutex::new(WriteConn { conn, in_tx: false }));
        Self::Sqlite(SqliteDb { write, read, mode, options: Arc::new(options) })
    }

    /// Which database engine this is.
    pub fn driver(&self) -> Driver {
        match self {
            Self::Sqlite(_) => Driver::Sqlite,
            Self::Postgres(_) => Driver::Postgres,
        }
    }

    /// Begins a transaction that may write. Dropped without [`Tx::commit`], it leaves no trace.
    ///
    /// On SQLite it takes the write lock at once; no other work may be awaited while it is open.
    pub async fn begin(&self) -> Result<Tx> {
        match self {
            Self::Sqlite(db) => {
                let mut guard = Arc::clone(&db.write).lock_owned().await;
                if guard.in_tx {
                    db.recover(&mut guard).await?;
                }
                db.mode.drive(sqlx::query("BEGIN IMMEDIATE").execute(&mut guard.conn)).await?;
                guard.in_tx = true;
                Ok(Tx::Sqlite(guard, db.mode))
            }
            Self::Postgres(pool) => Ok(Tx::Postgres(pool.begin().await?)),
        }
    }

    /// A connection for reading.
    pub(crate) async fn reader(&self) -> Result<Reader> {
        match self {
            Self::Sqlite(SqliteDb { read: Some(pool), .. }) => {
                Ok(Reader::Pool(pool.acquire().await?))
            }
            Self::Sqlite(db) => {
                Ok(Reader::Shared(Arc::clone(&db.write).lock_owned().await, db.mode))
            }
            Self::Postgres(pool) => Ok(Reader::Postgres(pool.acquire().await?)),
        }
    }

    /// How many of the connections that may be open are in use: on PostgreSQL all, on SQLite those for reading.
    pub fn pool_use(&self) -> PoolUse {
        fn of<D: sqlx::Database>(pool: &sqlx::Pool<D>) -> PoolUse {
            let open = pool.size();
            let idle = u32::try_from(pool.num_idle()).unwrap_or(open).min(open);
            PoolUse { used: open - idle, idle, max: pool.options().get_max_connections() }
        }
        match self {
            Self::Sqlite(SqliteDb { read: Some(pool), .. }) => of(pool),
            Self::Sqlite(_) => PoolUse { used: 0, idle: 0, max: 0 },
            Self::Postgres(pool) => of(pool),
        }
    }

    /// Closes all connections once they are idle.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(SqliteDb { read: Some(pool), .. }) => pool.close().await,
            Self::Sqlite(_) => {}
            Self::Postgres(pool) => pool.close().await,
        }
    }

    /// Lets the planner learn the sizes of the tables; after a bulk load.
    pub async fn analyze(&self) -> Result<()> {
        let mut tx = self.begin().await?;
        tx.execute("ANALYZE", &[]).await?;
        tx.commit().await
    }
}

fn sqlite_options(url: &DbUrl) -> Result<SqliteConnectOptions> {
    let path = PathBuf::from(url.expose().trim_start_matches("sqlite://"));
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|e| {
            DbError::Url(format!("folder of {} cannot be made: {e}", path.display()))
        })?;
    }
    if std::fs::metadata(&path).is_ok_and(|file| file.is_file() && file.len() == 0) {
        // A database that exists has at least a page. An empty one would begin a new history under an old name.
        let text = format!(
            "{} is empty: it was cut off, or something else made it; restore it, or remove it to begin anew",
            path.display()
        );
        return Err(DbError::Url(text));
    }
    Ok(SqliteConnectOptions::new()
        .filename(&path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY_TIMEOUT)
        .foreign_keys(true)
        .pragma("cache_size", "-32000")
        .pragma("mmap_size", "268435456")
        .pragma("wal_autocheckpoint", "20000")
        // Statement journals of multi-row upserts need no file.
        .pragma("temp_store", "memory")
        .statement_cache_capacity(200))
}

/// A transaction: the only way to write.
pub enum Tx {
    /// On SQLite.
    #[doc(hidden)]
    #[expect(
        private_interfaces,
        reason = "opened by Db::begin only; the variants are no interface"
    )]
    Sqlite(OwnedMutexGuard<WriteConn>, Mode),
    /// On PostgreSQL.
    #[doc(hidden)]
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

impl Tx {
    pub(crate) fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Sqlite(guard, mode) => Conn::Sqlite(&mut guard.conn, *mode),
            Self::Postgres(tx) => Conn::Postgres(&mut *tx),
        }
    }

    /// Which database engine this is.
    pub fn driver(&self) -> Driver {
        match self {
            Self::Sqlite(..) => Driver::Sqlite,
            Self::Postgres(_) => Driver::Postgres,
        }
    }

    /// Makes everything done in this transaction durable and visible.
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(mut guard, mode) => {
                mode.drive(sqlx::query("COMMIT").execute(&mut guard.conn)).await?;
                guard.in_tx = false;
                Ok(())
            }
            Self::Postgres(tx) => Ok(tx.commit().await?),
        }
    }

    /// Undoes everything done in this transaction.
    pub async fn rollback(self) -> Result<()> {
        match self {
            Self::Sqlite(mut guard, mode) => {
                mode.drive(sqlx::query("ROLLBACK").execute(&mut guard.conn)).await?;
                guard.in_tx = false;
                Ok(())
            }
            Self::Postgres(tx) => Ok(tx.rollback().await?),
        }
    }
}

/// A connection borrowed for one operation.
pub(crate) enum Conn<'a> {
    Sqlite(&'a mut SqliteConnection, Mode),
    Postgres(&'a mut PgConnection),
}

/// A connection for reading, held for one operation.
pub(crate) enum Reader {
    Pool(sqlx::pool::PoolConnection<sqlx::Sqlite>),
    Shared(OwnedMutexGuard<WriteConn>, Mode),
    Postgres(sqlx::pool::PoolConnection<sqlx::Postgres>),
}

impl Reader {
    pub(crate) fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Pool(conn) => Conn::Sqlite(&mut *conn, Mode::Awaited),
            Self::Shared(guard, mode) => Conn::Sqlite(&mut guard.conn, *mode),
            Self::Postgres(conn) => Conn::Postgres(&mut *conn),
        }
    }
}
