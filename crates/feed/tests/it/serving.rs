//! The server's side of the contract: tokens, filters, limits, signs of life, the end of a stream.

use std::time::Duration;

use feed::FeedLimits;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;
use wire::feed::{
    EventFilter, GetHeadRequest, Latest, ResumeToken, SubscribeRequest, subscribe_request::Start,
    subscribe_response::Frame,
};

use crate::loopback::{PATIENCE, Served, positions};
use crate::model::{ABSENT, MOVED, PLACED};

fn request() -> SubscribeRequest {
    SubscribeRequest { subscription: "test:source".to_owned(), ..SubscribeRequest::default() }
}

fn filtered(types: &[&str], subject_prefix: &str) -> SubscribeRequest {
    let types = types.iter().map(|name| (*name).to_owned()).collect();
    let filter = EventFilter { types, subject_prefix: subject_prefix.to_owned() };
    SubscribeRequest { filter: Some(filter), ..request() }
}

fn after(log_id: &[u8], position: u64, event_id: &[u8]) -> SubscribeRequest {
    let token = ResumeToken { log_id: log_id.to_vec(), position, event_id: event_id.to_vec() };
    SubscribeRequest { start: Some(Start::After(token)), ..request() }
}

async fn refused(served: &Served, request: SubscribeRequest) -> Status {
    served.subscribe(request).await.err().expect("the request is refused")
}

fn reason(status: &Status) -> String {
    status.get_details_error_info().map(|info| info.reason).unwrap_or_default()
}

fn field(status: &Status) -> String {
    assert_eq!(status.code(), Code::InvalidArgument, "{status}");
    let details = status.get_details_bad_request().expect("the field is named");
    details.field_violations[0].field.clone()
}

#[tokio::test]
async fn a_resume_token_must_belong_to_this_log() {
    let served = Served::start(FeedLimits::default()).await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(served.small.record(PLACED, 1, 0).await);
    }
    let log_id = served.small.journal.head().await.unwrap().log_id;
    let log = log_id.as_bytes();
    let changed = [
        ("another log", after(&[9; 16], 1, &[])),
        ("beyond the end", after(log, 4, &[])),
        ("another event", after(log, 2, ids[0].as_bytes())),
    ];
    for (name, request) in changed {
        let status = refused(&served, request).await;
        assert_eq!(
            (status.code(), reason(&status).as_str()),
            (Code::FailedPrecondition, "LOG_CHANGED"),
            "{name}: {status}"
        );
    }
    assert_eq!(field(&refused(&served, after(&[1, 2], 1, &[])).await), "after.log_id");
    let huge = after(log, u64::MAX, &[]);
    assert_eq!(field(&refused(&served, huge).await), "after.position");

    for sound in [after(log, 2, ids[1].as_bytes()), after(log, 2, &[])] {
        let batches = served.subscribe(sound).await.unwrap().chain(2, 3).await;
        assert_eq!(positions(&batches), [3]);
    }
    // At the end there is nothing to read, and nothing to refuse.
    served.subscribe(after(log, 3, ids[2].as_bytes())).await.unwrap();
    served.subscribe(after(log, 0, &[])).await.unwrap().chain(0, 3).await;

    served.small.journal.renew_log_id().await.unwrap();
    let status = refused(&served, after(log, 2, ids[1].as_bytes())).await;
    assert_eq!(reason(&status), "LOG_CHANGED");
    served.end().await;
}

#[tokio::test]
async fn a_position_below_the_first_retained_one_is_told_where_the_log_begins() {
    let served = Served::start(FeedLimits::default()).await;
    for _ in 0..4 {
        served.small.record(PLACED, 1, 0).await;
    }
    let mut tx = served.small.test.db.begin().await.unwrap();
    tx.execute("UPDATE log_head SET first_position = 3 WHERE one = 1", &[]).await.unwrap();
    tx.commit().await.unwrap();
    let log_id = served.small.journal.head().await.unwrap().log_id;
    let status = refused(&served, after(log_id.as_bytes(), 1, &[])).await;
    assert_eq!(status.code(), Code::OutOfRange);
    let info = status.get_details_error_info().unwrap();
    assert_eq!(info.reason, "POSITION_NOT_RETAINED");
    assert_eq!(info.metadata["first_position"], "3");
    let batches = served.subscribe(request()).await.unwrap().chain(2, 4).await;
    assert_eq!(positions(&batches), [3, 4]);
    served.end().await;
}

#[tokio::test]
async fn the_cursor_moves_over_what_the_filter_leaves_out() {
    let served = Served::start(FeedLimits::default()).await;
    for event_type in [PLACED, ABSENT, ABSENT, MOVED, PLACED, ABSENT] {
        served.small.record(event_type, 1, 0).await;
    }
    let mut frames = served.subscribe(filtered(&[PLACED], "")).await.unwrap();
    let batches = frames.chain(0, 6).await;
    assert_eq!(positions(&batches), [1, 5]);
    assert!(batches.last().unwrap().caught_up);
    // Live: news that does not pass still moves the cursor.
    served.small.record(ABSENT, 1, 0).await;
    assert_eq!(positions(&frames.chain(6, 7).await), [0_u64; 0]);
    served.small.record(PLACED, 1, 0).await;
    assert_eq!(positions(&frames.chain(7, 8).await), [8]);

    let nobody = served.subscribe(filtered(&[], "persoon/")).await.unwrap().chain(0, 8).await;
    assert_eq!(positions(&nobody), [0_u64; 0]);
    let both = filtered(&[MOVED, ABSENT], "teller/");
    let both = served.subscribe(both).await.unwrap().chain(0, 8).await;
    assert_eq!(positions(&both), [2, 3, 4, 6, 7]);
    served.end().await;
}

#[tokio::test]
async fn a_request_that_makes_no_sense_is_refused_by_field() {
    let served = Served::start(FeedLimits::default()).await;
    let unknown = filtered(&[PLACED, "nl.onbekend.gebeurd.v1"], "");
    let status = refused(&served, unknown).await;
    assert!(status.message().contains("nl.onbekend.gebeurd.v1"), "{status}");
    assert_eq!(field(&status), "filter.types");
    for name in [String::new(), "x".repeat(101)] {
        let unnamed = SubscribeRequest { subscription: name, ..request() };
        assert_eq!(field(&refused(&served, unnamed).await), "subscription");
    }
    for seconds in [0, 61, -1] {
        let interval = prost_types::Duration { seconds, nanos: 0 };
        let odd = SubscribeRequest { heartbeat_interval: Some(interval), ..request() };
        assert_eq!(field(&refused(&served, odd).await), "heartbeat_interval");
    }
    served.end().await;
}

#[tokio::test]
async fn a_subscription_has_a_limited_number_of_streams() {
    let limits = FeedLimits { streams_per_subscription_max: 2, ..FeedLimits::default() };
    let served = Served::start(limits).await;
    let first = served.subscribe(request()).await.unwrap();
    let _second = served.subscribe(request()).await.unwrap();
    let status = refused(&served, request()).await;
    assert_eq!(status.code(), Code::ResourceExhausted, "{status}");
    // The limit holds by name, and a refused request takes no place.
    let other = SubscribeRequest { subscription: "other:source".to_owned(), ..request() };
    drop(served.subscribe(other).await.unwrap());
    drop(first);
    // The server hears of the end a moment later.
    let again = async {
        while served.subscribe(request()).await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, again).await.expect("a place is given back");
    served.end().await;
}

#[tokio::test]
async fn a_quiet_stream_shows_that_it_lives() {
    let served = Served::start(FeedLimits::default()).await;
    served.small.record(PLACED, 1, 0).await;
    let interval = prost_types::Duration { seconds: 1, nanos: 0 };
    let quick = SubscribeRequest { heartbeat_interval: Some(interval), ..request() };
    let mut frames = served.subscribe(quick).await.unwrap();
    frames.chain(0, 1).await;
    let Some(Frame::Heartbeat(beat)) = frames.next().await else { panic!("no heartbeat") };
    assert_eq!((beat.through_position, beat.head_position), (1, 1));
    assert!(beat.server_time.is_some());
    served.end().await;
}

#[tokio::test]
async fn a_stop_drains_open_streams_within_a_second() {
    let served = Served::start(FeedLimits::default()).await;
    served.small.record(PLACED, 1, 0).await;
    let mut frames = served.subscribe(request()).await.unwrap();
    frames.chain(0, 1).await;
    let mut idle = served.subscribe(request()).await.unwrap();
    idle.chain(0, 1).await;
    served.stop.cancel();
    // Nobody reads the second stream any more; that keeps nobody waiting.
    let ended = tokio::time::timeout(Duration::from_secs(1), async {
        let Some(Frame::Draining(draining)) = frames.next().await else { panic!("not drained") };
        assert!(draining.reconnect_after.is_some());
        assert_eq!(frames.next().await, None);
        served.server.await
    });
    ended.await.expect("the server ends in time").unwrap().unwrap();
    drop(idle);
}

#[tokio::test]
async fn an_old_stream_is_drained_so_that_load_spreads() {
    let limits = FeedLimits { lifetime_max: Duration::from_millis(50), ..FeedLimits::default() };
    let served = Served::start(limits).await;
    let mut frames = served.subscribe(request()).await.unwrap();
    assert!(matches!(frames.next().await, Some(Frame::Draining(_))));
    assert_eq!(frames.next().await, None);
    served.end().await;
}

#[tokio::test]
async fn a_batch_is_split_at_its_limits() {
    let served = Served::start(FeedLimits { batch_events_max: 4, ..Default::default() }).await;
    for padding in [1_000, 1_000, 1_000, 1_000, 9_000, 1_000] {
        served.small.record(PLACED, 1, padding).await;
    }
    let by_bytes = SubscribeRequest { batch_bytes_max: 3_500, ..request() };
    let batches = served.subscribe(by_bytes).await.unwrap().chain(0, 6).await;
    let sizes: Vec<usize> = batches.iter().map(|batch| batch.events.len()).collect();
    // Two thousand-byte events with their envelopes fit; the large one goes alone.
    assert_eq!(sizes, [2, 2, 1, 1]);
    assert_eq!(positions(&batches), [1, 2, 3, 4, 5, 6]);
    let caught_up: Vec<bool> = batches.iter().map(|batch| batch.caught_up).collect();
    assert_eq!(caught_up, [false, false, false, true]);

    // The caller may ask for less than the server's limit, not for more.
    for (asked, largest) in [(2, 2), (0, 4), (100, 4)] {
        let by_events = SubscribeRequest { batch_events_max: asked, ..request() };
        let batches = served.subscribe(by_events).await.unwrap().chain(0, 6).await;
        assert_eq!(batches.iter().map(|batch| batch.events.len()).max(), Some(largest));
    }
    served.end().await;
}

#[tokio::test]
async fn a_stream_may_begin_at_the_end() {
    let served = Served::start(FeedLimits::default()).await;
    served.small.record(PLACED, 1, 0).await;
    let latest = SubscribeRequest { start: Some(Start::Latest(Latest {})), ..request() };
    let mut frames = served.subscribe(latest).await.unwrap();
    served.small.record(MOVED, 1, 0).await;
    assert_eq!(positions(&frames.chain(1, 2).await), [2]);
    let head = served.client().get_head(GetHeadRequest {}).await.unwrap().into_inner();
    let log_id = served.small.journal.head().await.unwrap().log_id;
    assert_eq!((head.first_position, head.head_position), (1, 2));
    assert_eq!(head.log_id, log_id.as_bytes());
    served.end().await;
}
