//! Running statements on either database: the only file with two arms for every operation.

use sqlx::{AssertSqlSafe, Executor as _, SqlSafeStr, SqlStr};

use crate::{Db, DbError, Kind, Result, Row, Tx, Value, connect::Conn};

/// SQLite's limit of bound values in a statement (SQLITE_MAX_VARIABLE_NUMBER).
const SQLITE_VALUES_MAX: usize = 32_766;

macro_rules! bind_all {
    ($query:expr, $values:expr) => {{
        let mut query = $query;
        for value in $values {
            query = match value {
                Value::Null(Kind::Int) => query.bind(None::<i64>),
                Value::Null(Kind::Bool) => query.bind(None::<bool>),
                Value::Null(Kind::Text) => query.bind(None::<String>),
                Value::Null(Kind::Bytes) => query.bind(None::<Vec<u8>>),
                Value::Null(Kind::Uuid) => query.bind(None::<kernel::Uuid>),
                Value::Int(v) => query.bind(*v),
                Value::Bool(v) => query.bind(*v),
                Value::Text(v) => query.bind(v.clone()),
                Value::Bytes(v) => query.bind(v.clone()),
                Value::Uuid(v) => query.bind(*v),
            };
        }
        query
    }};
}

/// Binds one array per column, the way PostgreSQL's `unnest` wants it.
macro_rules! bind_columns {
    ($query:expr, $kinds:expr, $rows:expr) => {{
        let mut query = $query;
        for (column, kind) in $kinds.iter().enumerate() {
            let values = $rows.iter().map(|row| &row[column]);
            query = match kind {
                Kind::Int => query.bind(
                    values
                        .map(|v| if let Value::Int(v) = v { Some(*v) } else { None })
                        .collect::<Vec<_>>(),
                ),
                Kind::Bool => query.bind(
                    values
                        .map(|v| if let Value::Bool(v) = v { Some(*v) } else { None })
                        .collect::<Vec<_>>(),
                ),
                Kind::Text => query.bind(
                    values
                        .map(|v| if let Value::Text(v) = v { Some(v.clone()) } else { None })
                        .collect::<Vec<_>>(),
                ),
                Kind::Bytes => query.bind(
                    values
                        .map(|v| if let Value::Bytes(v) = v { Some(v.clone()) } else { None })
                        .collect::<Vec<_>>(),
                ),
                Kind::Uuid => query.bind(
                    values
                        .map(|v| if let Value::Uuid(v) = v { Some(*v) } else { None })
                        .collect::<Vec<_>>(),
                ),
            };
        }
        query
    }};
}

/// How to insert many rows into one table.
pub(crate) struct Bulk<'a> {
    pub(crate) table: &'a str,
    pub(crate) columns: &'a [&'a str],
    pub(crate) kinds: &'a [Kind],
    /// Column that decides whether a row is new, and the columns that an old row takes over; `None` for an
    /// insert that must not meet an old row.
    pub(crate) replace: Option<(&'a str, &'a [&'a str])>,
}

impl Bulk<'_> {
    fn on_conflict(&self) -> String {
        let Some((key, columns)) = self.replace else {
            return String::new();
        };
        let updates: Vec<String> = columns
            .iter()
            .filter(|column| **column != key)
            .map(|column| format!("{column} = excluded.{column}"))
            .collect();
        format!(" ON CONFLICT ({key}) DO UPDATE SET {}", updates.join(", "))
    }

    fn postgres(&self) -> String {
        let arrays: Vec<String> = self
            .kinds
            .iter()
            .enumerate()
            .map(|(i, kind)| format!("${}::{}[]", i + 1, postgres_type(*kind)))
            .collect();
        format!(
            "INSERT INTO {} ({}) SELECT * FROM unnest({}){}",
            self.table,
            self.columns.join(", "),
            arrays.join(", "),
            self.on_conflict()
        )
    }

    fn sqlite(&self, rows: usize) -> String {
        let mut text = format!("INSERT INTO {} ({}) VALUES ", self.table, self.columns.join(", "));
        let row = format!("({})", vec!["?"; self.columns.len()].join(","));
        for i in 0..rows {
            if i > 0 {
                text.push(',');
            }
            text.push_str(&row);
        }
        text.push_str(&self.on_conflict());
        text
    }
}

fn postgres_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Int => "bigint",
        Kind::Bool => "boolean",
        Kind::Text => "text",
        Kind::Bytes => "bytea",
        Kind::Uuid => "uuid",
    }
}

impl Conn<'_> {
    async fn execute(&mut self, sql: SqlStr, values: &[Value]) -> Result<u64> {
        match self {
            Self::Sqlite(conn, mode) => {
                let query = bind_all!(sqlx::query(sql), values);
                Ok(mode.drive(query.execute(&mut **conn)).await?.rows_affected())
            }
            Self::Postgres(conn) => {
                let query = bind_all!(sqlx::query(sql), values);
                Ok(query.execute(&mut **conn).await?.rows_affected())
            }
        }
    }

    async fn fetch(&mut self, sql: SqlStr, values: &[Value]) -> Result<Vec<Row>> {
        match self {
            Self::Sqlite(conn, mode) => {
                let query = bind_all!(sqlx::query(sql), values);
                let rows = mode.drive(query.fetch_all(&mut **conn)).await?;
                Ok(rows.into_iter().map(Row::Sqlite).collect())
            }
            Self::Postgres(conn) => {
                let query = bind_all!(sqlx::query(sql), values);
                let rows = query.fetch_all(&mut **conn).await?;
                Ok(rows.into_iter().map(Row::Postgres).collect())
            }
        }
    }

    async fn by_key(
        &mut self,
        table: &str,
        columns: &[&str],
        key: &str,
        keys: &[Value],
    ) -> Result<Vec<Row>> {
        let Some(first) = keys.first() else {
            return Ok(Vec::new());
        };
        let select = format!("SELECT {} FROM {table} WHERE {key}", columns.join(", "));
        match self {
            Conn::Postgres(conn) => {
                let sql = AssertSqlSafe(format!("{select} = ANY($1)"));
                let rows: Vec<Vec<Value>> = keys.iter().map(|k| vec![k.clone()]).collect();
                let query = bind_columns!(sqlx::query(sql), [first.kind()], rows);
                let found = query.fetch_all(&mut **conn).await?;
                Ok(found.into_iter().map(Row::Postgres).collect())
            }
            Conn::Sqlite(conn, mode) => {
                let mut found = Vec::with_capacity(keys.len());
                for chunk in keys.chunks(SQLITE_VALUES_MAX / 4) {
                    // Rounded up to a power of two by repeating the last key: few texts, so that the
                    // statement cache serves them.
                    let padded = chunk.len().next_power_of_two();
                    let marks = vec!["?"; padded].join(",");
                    let sql = AssertSqlSafe(format!("{select} IN ({marks})"));
                    let last = &chunk[chunk.len() - 1];
                    let values = chunk.iter().chain(std::iter::repeat(last)).take(padded);
                    let query = bind_all!(sqlx::query(sql), values);
                    let rows = mode.drive(query.fetch_all(&mut **conn)).await?;
                    found.extend(rows.into_iter().map(Row::Sqlite));
                }
                Ok(found)
            }
        }
    }
}

impl Tx {
    /// Runs a statement; the number of rows it changed.
    pub async fn execute(&mut self, sql: &'static str, values: &[Value]) -> Result<u64> {
        self.conn().execute(sql.into_sql_str(), values).await
    }

    /// Runs a query; all its rows.
    pub async fn fetch(&mut self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>> {
        self.conn().fetch(sql.into_sql_str(), values).await
    }

    /// Inserts rows with one statement; a row that meets an old one is a [`DbError::Constraint`].
    ///
    /// Every row has a value for each of `columns`; the kinds are those of the first row.
    pub async fn insert(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: &[Vec<Value>],
    ) -> Result<()> {
        self.bulk(table, columns, None, rows).await
    }

    /// Inserts rows with one statement; one that is there by its `key` column takes over the columns of
    /// `replaced`, of which there is at least one beside the key when there are rows.
    pub async fn upsert(
        &mut self,
        table: &str,
        columns: &[&str],
        key: &str,
        replaced: &[&str],
        rows: &[Vec<Value>],
    ) -> Result<()> {
        self.bulk(table, columns, Some((key, replaced)), rows).await
    }

    async fn bulk(
        &mut self,
        table: &str,
        columns: &[&str],
        replace: Option<(&str, &[&str])>,
        rows: &[Vec<Value>],
    ) -> Result<()> {
        let Some(first) = rows.first() else {
            return Ok(());
        };
        let kinds: Vec<Kind> = first.iter().map(Value::kind).collect();
        let bulk = Bulk { table, columns, kinds: &kinds, replace };
        match self.conn() {
            Conn::Postgres(conn) => {
                let sql = AssertSqlSafe(bulk.postgres());
                bind_columns!(sqlx::query(sql), kinds, rows).execute(&mut *conn).await?;
            }
            Conn::Sqlite(conn, mode) => {
                for chunk in rows.chunks(SQLITE_VALUES_MAX / columns.len()) {
                    let sql = AssertSqlSafe(bulk.sqlite(chunk.len()));
                    // A text for every number of rows would fill the statement cache.
                    let query = sqlx::query(sql).persistent(chunk.len() == 1);
                    mode.drive(bind_all!(query, chunk.iter().flatten()).execute(&mut *conn))
                        .await?;
                }
            }
        }
        Ok(())
    }

    /// Rows of `table` whose `key` column is one of `keys`; in no order.
    pub async fn by_key(
        &mut self,
        table: &str,
        columns: &[&str],
        key: &str,
        keys: &[Value],
    ) -> Result<Vec<Row>> {
        self.conn().by_key(table, columns, key, keys).await
    }
}

impl Db {
    /// Runs a query outside a transaction, on a connection for reading; all its rows.
    pub async fn fetch(&self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>> {
        self.reader().await?.conn().fetch(sql.into_sql_str(), values).await
    }

    /// As [`Tx::by_key`], outside a transaction, on a connection for reading.
    pub async fn by_key(
        &self,
        table: &str,
        columns: &[&str],
        key: &str,
        keys: &[Value],
    ) -> Result<Vec<Row>> {
        self.reader().await?.conn().by_key(table, columns, key, keys).await
    }

    /// Runs the query of a list: `select`, the conditions of `filter`, `tail` (order and limit).
    ///
    /// `tail` refers to its own values by `$n` counted after those of the filter, see [`Filter::bind`].
    pub async fn list(&self, select: &str, filter: &Filter, tail: &str) -> Result<Vec<Row>> {
        let sql = AssertSqlSafe(format!("{select}{} {tail}", filter.clause()));
        self.reader().await?.conn().fetch(sql.into_sql_str(), &filter.values).await
    }
}

/// The conditions of a list query, all of which must hold.
#[derive(Default)]
pub struct Filter {
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Filter {
    /// No condition yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// `condition` holds; its `?` stands for `value`. Nothing is added for `None`.
    pub fn when<T: crate::Column>(
        &mut self,
        condition: &'static str,
        value: Option<T>,
    ) -> &mut Self {
        if let Some(value) = value {
            let mark = self.bind(value.value());
            self.conditions.push(condition.replacen('?', &mark, 1));
        }
        self
    }

    /// Like [`Filter::when`], with a condition that was put together from constants.
    pub fn when_text(&mut self, condition: String, value: Value) -> &mut Self {
        let mark = self.bind(value);
        self.conditions.push(condition.replacen('?', &mark, 1));
        self
    }

    /// A condition without a value.
    pub fn and(&mut self, condition: &'static str) -> &mut Self {
        self.conditions.push(condition.to_owned());
        self
    }

    /// Binds a value for the tail of the statement; its placeholder.
    pub fn bind(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }

    /// The conditions and their values in words that are the same for the same filter.
    pub fn describe(&self) -> String {
        format!("{:?} {:?}", self.conditions, self.values)
    }

    fn clause(&self) -> String {
        if self.conditions.is_empty() {
            return String::new();
        }
        format!(" WHERE {}", self.conditions.join(" AND "))
    }
}

/// Prepares every statement on the database; the ones that do not fit its tables are the error.
///
/// Tests call it with all constants of a store, on both databases.
pub async fn prepare_all(db: &Db, statements: &[&'static str]) -> Result<()> {
    let mut tx = db.begin().await?;
    for sql in statements {
        let prepared = match tx.conn() {
            Conn::Sqlite(conn, mode) => {
                mode.drive(conn.prepare(sql.into_sql_str())).await.map(drop)
            }
            Conn::Postgres(conn) => conn.prepare(sql.into_sql_str()).await.map(drop),
        };
        prepared.map_err(|e| DbError::Statement(format!("{e} in: {sql}")))?;
    }
    tx.rollback().await
}
