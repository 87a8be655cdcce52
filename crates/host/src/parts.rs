//! What a service's handlers hold: its database for reading, its writer for everything else.

use std::collections::HashSet;
use std::sync::Arc;

use db::{Db, Filter, Row, TableRow};
use journal::{Journal, Request as CommandRequest, Writer};
use kernel::{Clock, Uuid};
use law::Policy;
use prost::Message;
use tokio_util::sync::CancellationToken;
use tonic::{Code, Request, Response, Status};
use tonic_types::{FieldViolation, StatusExt as _};

use crate::checked::{AtBorder, with_violations};
use crate::{Tasks, status, token};

/// The parts of a running service.
pub struct Parts<C> {
    /// Name of the service: the domain of its errors.
    pub service: &'static str,
    /// For queries.
    pub db: Db,
    /// The service's own log.
    pub journal: Journal,
    /// The only way to change anything.
    pub writer: Writer<C>,
    /// The service's clock.
    pub clock: Clock,
    /// The policy set that holds.
    pub policy: Arc<Policy>,
    /// Whether other processes of this service may work on the same database.
    pub replicas: bool,
    /// Cancelled when the service stops: streams and background work end.
    pub stop: CancellationToken,
    /// Where long work is started, so that its end is noticed.
    pub tasks: Tasks,
}

impl<C> Clone for Parts<C> {
    fn clone(&self) -> Self {
        Self {
            service: self.service,
            db: self.db.clone(),
            journal: self.journal.clone(),
            writer: self.writer.clone(),
            clock: self.clock.clone(),
            policy: self.policy.clone(),
            replicas: self.replicas,
            stop: self.stop.clone(),
            tasks: self.tasks.clone(),
        }
    }
}

impl<C: Send + Sync + 'static> Parts<C> {
    /// Carries out a command of `request`; `parse` makes the command out of the message.
    ///
    /// The request id of the message decides whether it was carried out before.
    pub async fn command<Q, R>(
        &self,
        method: &'static str,
        request: Request<Q>,
        request_id: impl FnOnce(&Q) -> &str,
        parse: impl FnOnce(Q) -> Result<C, Status>,
    ) -> Result<Response<R>, Status>
    where
        Q: Message,
        R: Message + Default,
    {
        let traceparent = traces::traceparent(request.metadata().as_ref());
        let at_border = request.extensions().get::<AtBorder>().cloned();
        let message = request.into_inner();
        let id = request_id(&message).parse::<Uuid>();
        let bytes = message.encode_to_vec();
        let (id, command) = match (at_border, id, parse(message)) {
            (None, Ok(id), Ok(command)) => (id, command),
            (at_border, id, parsed) => return Err(all_wrong(at_border, id.is_err(), parsed.err())),
        };
        let identity = CommandRequest::new(id, method, &bytes, traceparent);
        let answer = self.writer.send(identity, command).await;
        let bytes = answer.map_err(|error| status::command_failed(self.service, error))?;
        let response = R::decode(bytes.as_slice()).map_err(|error| status::internal(&error))?;
        Ok(Response::new(response))
    }

    /// One row by its key.
    pub async fn row<T: TableRow>(&self, key: T::Key) -> Result<Option<T>, Status> {
        let mut filter = Filter::new();
        filter.when_text(format!("{} = ?", T::KEY), db::Column::value(&key));
        let rows = self.rows(&filter, "").await?;
        Ok(rows.into_iter().next())
    }

    /// All rows that pass; `tail` is the order and the limit.
    pub async fn rows<T: TableRow>(&self, filter: &Filter, tail: &str) -> Result<Vec<T>, Status> {
        let rows = self.db.list(T::SELECT, filter, tail).await;
        let rows = rows.map_err(|error| status::read_failed(&error))?;
        let read: Result<Vec<T>, _> = rows.iter().map(T::from_row).collect();
        read.map_err(|error| status::read_failed(&error))
    }

    /// Rows of a fixed query.
    pub async fn fetch(&self, sql: &'static str, values: &[db::Value]) -> Result<Vec<Row>, Status> {
        self.db.fetch(sql, values).await.map_err(|error| status::read_failed(&error))
    }

    /// One page of rows ordered by their key; and the token of the next.
    pub async fn page<T: TableRow>(
        &self,
        filter: Filter,
        page: Page<'_>,
    ) -> Result<(Vec<T>, String), Status>
    where
        T::Key: std::fmt::Display + std::str::FromStr,
    {
        self.page_by(filter, page, T::KEY, TableRow::key).await
    }

    /// One page of rows ordered by `column`, which is unique and which `key` reads; and the token of the next.
    ///
    /// A page ends early when its rows have too many bytes for one message.
    pub async fn page_by<T: TableRow, K>(
        &self,
        mut filter: Filter,
        page: Page<'_>,
        column: &'static str,
        key: impl Fn(&T) -> K,
    ) -> Result<(Vec<T>, String), Status>
    where
        K: db::Column + std::fmt::Display + std::str::FromStr,
    {
        let size = page.size()?;
        let list = format!("{} {}", T::TABLE, filter.describe());
        if !page.token.is_empty() {
            let after: K = token::read(&list, page.token).ok_or_else(|| {
                status::violation("page_token", "must be one that this list answered")
            })?;
            filter.when_text(format!("{column} > ?"), db::Column::value(&after));
        }
        let limit = filter.bind(db::Value::Int(i64::from(size) + 1));
        let mut rows: Vec<T> =
            self.rows(&filter, &format!("ORDER BY {column} LIMIT {limit}")).await?;
        let mut bytes = 0;
        let fitting = rows.iter().take(size as usize).take_while(|row| {
            bytes += row.values().iter().map(bytes_of).sum::<usize>();
            bytes <= PAGE_BYTES_MAX
        });
        // One at least, or the list would never go on.
        let fitting = fitting.count().max(1);
        let more = rows.len() > fitting;
        rows.truncate(fitting);
        let token = rows.last().filter(|_| more).map(|row| token::write(&list, &key(row)));
        Ok((rows, token.unwrap_or_default()))
    }
}

/// About the bytes of a value in a message.
fn bytes_of(value: &db::Value) -> usize {
    match value {
        db::Value::Text(text) => text.len() + 4,
        db::Value::Bytes(bytes) => bytes.len() + 4,
        db::Value::Uuid(_) => 38,
        _ => 12,
    }
}

/// Everything that is wrong with a command in one answer; each field once, by the first rule that it breaks.
fn all_wrong(at_border: Option<AtBorder>, no_id: bool, parsed: Option<Status>) -> Status {
    let mut all = at_border.map(|found| found.0).unwrap_or_default();
    if no_id {
        all.push(FieldViolation::new("request_id", "must be a uuid"));
    }
    if let Some(status) = parsed {
        let found = status.get_details_bad_request();
        // Nothing about fields: a refusal, or the database is away.
        let Some(found) = found.filter(|_| status.code() == Code::InvalidArgument) else {
            return if all.is_empty() { status } else { with_violations(all) };
        };
        all.extend(found.field_violations);
    }
    let mut seen = HashSet::new();
    all.retain(|violation| seen.insert(violation.field.clone()));
    all.truncate(VIOLATIONS_MAX);
    with_violations(all)
}

/// Most fields that one answer names: it must fit into the metadata that a default client takes.
const VIOLATIONS_MAX: usize = 10;

/// Which page of a list is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// Most rows; 0 means 100.
    pub size: u32,
    /// Token that the page before answered; empty for the first page.
    pub token: &'a str,
}

/// Most rows of a page.
const PAGE_MAX: u32 = 1_000;
const PAGE_DEFAULT: u32 = 100;
/// Most bytes of a page: far below what a client takes in one message (4 MiB).
const PAGE_BYTES_MAX: usize = 1024 * 1024;

impl Page<'_> {
    fn size(&self) -> Result<u32, Status> {
        match self.size {
            0 => Ok(PAGE_DEFAULT),
            size if size <= PAGE_MAX => Ok(size),
            _ => Err(status::violation("page_size", "must be at most 1000")),
        }
    }
}
