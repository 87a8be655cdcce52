//! Serving a log: read a page, send it, wait for news. Nothing is buffered between database and socket,
//! and no connection or transaction is held across a `yield`.

use std::collections::{HashMap, HashSet};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures::Stream;
use journal::{Head, Journal, Recorded};
use kernel::{Position, Uuid};
use prost::Message as _;
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};
use tonic_types::{ErrorDetails, StatusExt as _};
use wire::feed::feed_service_server::FeedService;
use wire::feed::{
    Draining, EventBatch, EventFilter, GetHeadRequest, GetHeadResponse, Heartbeat, Limits, Opened,
    ResumeToken, SubscribeRequest, SubscribeResponse, subscribe_request::Start,
    subscribe_response::Frame,
};

use crate::envelope::Source;
use crate::limits::FeedLimits;
use crate::quota::Quota;

const HEARTBEAT_DEFAULT: Duration = Duration::from_secs(5);
const RECONNECT_AFTER: prost_types::Duration =
    prost_types::Duration { seconds: 0, nanos: 100_000_000 };
const LINGER_MAX: Duration = Duration::from_secs(1);
const NAME_BYTES_MAX: usize = 100;
/// Domain of the errors' details.
const DOMAIN: &str = "ketenstroom";

/// The feed of one log.
pub struct Feed {
    journal: Journal,
    source: Source,
    limits: FeedLimits,
    stop: CancellationToken,
    quota: Arc<Quota>,
}

impl Feed {
    /// Serves `journal` until `stop`.
    pub fn new(
        journal: Journal,
        source: Source,
        limits: FeedLimits,
        stop: CancellationToken,
    ) -> Self {
        Self { journal, source, limits, stop, quota: Quota::new(limits) }
    }

    async fn check(&self, token: &ResumeToken, head: &Head) -> Result<Position, Status> {
        let changed = |text: &str| {
            let details = ErrorDetails::with_error_info("LOG_CHANGED", DOMAIN, HashMap::new());
            Status::with_error_details(tonic::Code::FailedPrecondition, text, details)
        };
        let log_id = Uuid::from_slice(&token.log_id)
            .map_err(|_| violation("after.log_id", "must be 16 bytes"))?;
        let position = Position::try_from(token.position)
            .map_err(|_| violation("after.position", "must be below 2^63"))?;
        if log_id != head.log_id {
            return Err(changed("resume token belongs to another log"));
        }
        if position > head.last {
            return Err(changed("resume token lies beyond the end of the log"));
        }
        if position < head.first.before() {
            let first = HashMap::from([("first_position".to_owned(), head.first.to_string())]);
            let details = ErrorDetails::with_error_info("POSITION_NOT_RETAINED", DOMAIN, first);
            let text = "position is below the first retained one";
            return Err(Status::with_error_details(tonic::Code::OutOfRange, text, details));
        }
        if position > Position::BEGIN && !token.event_id.is_empty() {
            let event = self.journal.read(position.before(), 1).await.map_err(unavailable)?;
            let same =
                event.first().is_some_and(|e| e.event_id.as_bytes()[..] == token.event_id[..]);
            if !same {
                return Err(changed("another event stands at the position of the resume token"));
            }
        }
        Ok(position)
    }
}

fn unavailable(error: db::DbError) -> Status {
    tracing::warn!(%error, "feed cannot read the log");
    Status::unavailable("the log cannot be read now")
}

fn violation(field: &str, rule: &str) -> Status {
    let details = ErrorDetails::with_bad_request_violation(field, rule);
    Status::with_error_details(tonic::Code::InvalidArgument, format!("{field} {rule}"), details)
}

/// What passes.
struct Wanted {
    types: HashSet<String>,
    subject_prefix: String,
}

impl Wanted {
    fn new(filter: Option<EventFilter>) -> Result<Self, Status> {
        let filter = filter.unwrap_or_default();
        if let Some(unknown) = filter.types.iter().find(|t| !wire::event_types::is_known(t)) {
            return Err(violation(
                "filter.types",
                &format!("names {unknown:?}, which no contract knows"),
            ));
        }
        Ok(Self {
            types: filter.types.into_iter().collect(),
            subject_prefix: filter.subject_prefix,
        })
    }

    fn passes(&self, event: &Recorded) -> bool {
        (self.types.is_empty() || self.types.contains(&event.event_type))
            && event.subject.starts_with(&self.subject_prefix)
    }
}

fn frame(frame: Frame) -> SubscribeResponse {
    SubscribeResponse { frame: Some(frame) }
}

fn heartbeat_of(request: &SubscribeRequest) -> Result<Duration, Status> {
    match &request.heartbeat_interval {
        None => Ok(HEARTBEAT_DEFAULT),
        Some(interval) if (1..=60).contains(&interval.seconds) => {
            Ok(Duration::from_secs(interval.seconds as u64))
        }
        Some(_) => Err(violation("heartbeat_interval", "must be 1 to 60 seconds")),
    }
}

fn linger_of(request: &SubscribeRequest) -> Result<Duration, Status> {
    let wrong = || violation("linger", "must be 0 to 1 second");
    let Some(linger) = &request.linger else { return Ok(Duration::ZERO) };
    let linger = Duration::try_from(*linger).map_err(|_| wrong())?;
    if linger <= LINGER_MAX { Ok(linger) } else { Err(wrong()) }
}

fn at_most(asked: u32, limit: u32) -> u32 {
    if asked == 0 { limit } else { asked.min(limit) }
}

/// Puts a page into batches of at most `bytes_max` payload bytes; every position is covered by one.
fn batches(
    page: Vec<Recorded>,
    after: Position,
    bytes_max: usize,
    head: Position,
    wanted: &Wanted,
    source: &Source,
) -> Vec<EventBatch> {
    let mut done = Vec::with_capacity(1);
    let mut batch = EventBatch {
        after_position: after.into(),
        through_position: after.into(),
        ..EventBatch::default()
    };
    let (mut bytes, mut through) = (0, after);
    for event in page {
        through = event.position;
        if wanted.passes(&event) {
            let event = source.envelop(event);
            let size = event.encoded_len();
            if bytes > 0 && bytes + size > bytes_max {
                let next = EventBatch {
                    after_position: batch.through_position,
                    through_position: batch.through_position,
                    ..EventBatch::default()
                };
                done.push(std::mem::replace(&mut batch, next));
                bytes = 0;
            }
            bytes += size;
            batch.events.push(event);
        }
        batch.through_position = through.into();
    }
    batch.caught_up = through >= head;
    done.push(batch);
    done
}

#[tonic::async_trait]
impl FeedService for Feed {
    type SubscribeStream = Pin<Box<dyn Stream<Item = Result<SubscribeResponse, Status>> + Send>>;

    async fn subscribe(
        &self,
        request: Request<SubscribeRequest>,
    ) -> Result<Response<Self::SubscribeStream>, Status> {
        let peer = request.remote_addr().map_or_else(String::new, |at| at.ip().to_string());
        let request = request.into_inner();
        if request.subscription.is_empty() || request.subscription.len() > NAME_BYTES_MAX {
            return Err(violation("subscription", "must be 1 to 100 bytes"));
        }
        let heartbeat = heartbeat_of(&request)?;
        let linger = linger_of(&request)?;
        let wanted = Wanted::new(request.filter)?;
        let events_max = at_most(request.batch_events_max, self.limits.batch_events_max);
        let bytes_max = at_most(request.batch_bytes_max, self.limits.batch_bytes_max);
        let head = self.journal.head().await.map_err(unavailable)?;
        let mut position = match &request.start {
            None | Some(Start::Earliest(_)) => head.first.before(),
            Some(Start::Latest(_)) => head.last,
            Some(Start::After(token)) => self.check(token, &head).await?,
        };
        let place = self.quota.enter(&request.subscription, &peer, bytes_max)?;
        let (journal, source, stop) =
            (self.journal.clone(), self.source.clone(), self.stop.clone());
        let lifetime = self.limits.lifetime_max;
        let limits = Limits {
            batch_events_max: events_max,
            batch_bytes_max: bytes_max,
            lifetime_max: Some(prost_types::Duration {
                seconds: lifetime.as_secs() as i64,
                nanos: 0,
            }),
        };
        let opened = Opened {
            log_id: head.log_id.as_bytes().to_vec(),
            first_position: head.first.into(),
            head_position: head.last.into(),
            limits: Some(limits),
        };
        let stream = async_stream::try_stream! {
            let _place = place;
            yield frame(Frame::Opened(opened));
            let mut end = journal.end();
            let old = tokio::time::sleep(lifetime);
            tokio::pin!(old);
            loop {
                let known = *end.borrow_and_update();
                if known > position {
                    let page = journal.read(position, events_max).await.map_err(unavailable)?;
                    let Some(last) = page.last().map(|event| event.position) else { continue };
                    for batch in batches(page, position, bytes_max as usize, known, &wanted, &source) {
                        yield frame(Frame::Batch(batch));
                    }
                    position = last;
                    if !stop.is_cancelled() {
                        continue;
                    }
                }
                tokio::select! {
                    biased;
                    () = stop.cancelled() => {
                        yield frame(Frame::Draining(Draining { reconnect_after: Some(RECONNECT_AFTER) }));
                        break;
                    }
                    () = &mut old => {
                        yield frame(Frame::Draining(Draining { reconnect_after: Some(RECONNECT_AFTER) }));
                        break;
                    }
                    changed = end.changed() => {
                        if changed.is_err() {
                            break;
                        }
                        if !linger.is_zero() {
                            tokio::select! {
                                biased;
                                () = stop.cancelled() => {}
                                () = tokio::time::sleep(linger) => {}
                            }
                        }
                    }
                    () = tokio::time::sleep(heartbeat) => {
                        let now = journal.clock().now_us();
                        let head = (*end.borrow()).max(position);
                        yield frame(Frame::Heartbeat(Heartbeat {
                            through_position: position.into(),
                            head_position: head.into(),
                            server_time: Some(prost_types::Timestamp {
                                seconds: now.div_euclid(1_000_000),
                                nanos: kernel::fit(now.rem_euclid(1_000_000) * 1_000),
                            }),
                        }));
                    }
                }
            }
        };
        Ok(Response::new(Box::pin(stream)))
    }

    async fn get_head(
        &self,
        _: Request<GetHeadRequest>,
    ) -> Result<Response<GetHeadResponse>, Status> {
        let head = self.journal.head().await.map_err(unavailable)?;
        Ok(Response::new(GetHeadResponse {
            log_id: head.log_id.as_bytes().to_vec(),
            first_position: head.first.into(),
            head_position: head.last.into(),
        }))
    }
}
