//! Making and dropping databases on a PostgreSQL server: for demonstrations and tests.

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

use crate::{DbError, DbUrl, Result};

/// Creates the empty database `name` on the server at `server`; an old one of that name is dropped first.
pub async fn create(server: &str, name: &str) -> Result<DbUrl> {
    let url = sibling(server, name)?;
    execute(server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
    execute(server, &format!("CREATE DATABASE {name}")).await?;
    Ok(url)
}

/// Drops a database that [`create`] made.
pub async fn drop(server: &str, url: &DbUrl) -> Result<()> {
    let name = url.expose().rsplit('/').next().unwrap_or_default();
    let name = name.split('?').next().unwrap_or_default();
    checked(name)?;
    execute(server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await
}

/// The address of the database `name` on the server that another address names.
fn sibling(server: &str, name: &str) -> Result<DbUrl> {
    checked(name)?;
    let (address, query) = server.split_once('?').map_or((server, None), |(a, q)| (a, Some(q)));
    let address = address.trim_end_matches('/');
    let host = address.rsplit_once('/').filter(|(left, _)| !left.ends_with('/'));
    let host = host.map_or(address, |(left, _)| left);
    match query {
        Some(query) => format!("{host}/{name}?{query}").parse(),
        None => format!("{host}/{name}").parse(),
    }
}

fn checked(name: &str) -> Result<()> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    if !name.is_empty() && name.bytes().all(plain) {
        return Ok(());
    }
    Err(DbError::Url(format!("{name:?} is not small letters, digits and underscores")))
}

async fn execute(server: &str, sql: &str) -> Result<()> {
    let mut conn = PgConnection::connect(server).await?;
    conn.execute(AssertSqlSafe(sql.to_owned())).await?;
    conn.close().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_stands_beside_the_one_that_is_named() {
        for (server, expected) in [
            ("postgres://u@h:5", "postgres://u@h:5/a"),
            ("postgres://u@h:5/", "postgres://u@h:5/a"),
            ("postgres://u@h:5/postgres", "postgres://u@h:5/a"),
            ("postgres://u@h:5/postgres?sslmode=disable", "postgres://u@h:5/a?sslmode=disable"),
        ] {
            assert_eq!(sibling(server, "a").unwrap().expose(), expected);
        }
        assert!(sibling("postgres://h", "a; DROP").is_err());
    }
}
