//! The consumer over a real socket: what it cannot apply, a changed history, replicas, the stop.

use std::sync::Arc;

use feed::{Consumer, ConsumerConfig, FeedLimits, Progress, State};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::loopback::{PATIENCE, Served, Small};
use crate::model::{ABSENT, MOVED, Mirror, PANIC, PLACED, counters};

const SUBSCRIPTION: &str = "mirror:source";

/// A consumer that runs.
struct Running {
    progress: watch::Receiver<Progress>,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Running {
    fn start(small: &Small, address: &str, lease_holder: Option<&str>) -> Self {
        let address = address.to_owned();
        let config = ConsumerConfig {
            source: "source".to_owned(),
            dial: Arc::new(move || client::dial(&address)),
            lease_holder: lease_holder.map(str::to_owned),
            jitter_seed: 1,
            linger: std::time::Duration::ZERO,
            traces: traces::Traces::off(),
        };
        let stop = CancellationToken::new();
        let (journal, writer) = (small.journal.clone(), small.writer.clone());
        let (consumer, progress) =
            Consumer::new(config, journal, writer, Arc::new(Mirror), stop.clone());
        Self { progress, stop, task: tokio::spawn(consumer.run()) }
    }

    async fn until(&mut self, what: impl FnMut(&Progress) -> bool) -> Progress {
        let seen = tokio::time::timeout(PATIENCE, self.progress.wait_for(what)).await;
        seen.expect("the consumer gets there").expect("the consumer runs").clone()
    }

    async fn stop(self) {
        self.stop.cancel();
        tokio::time::timeout(PATIENCE, self.task).await.expect("it stops").unwrap();
    }
}

async fn total(small: &Small) -> (i64, i64) {
    let all = counters(&small.test.db).await;
    all.iter().fold((0, 0), |(versions, total), c| (versions + c.version, total + c.total))
}

#[tokio::test]
async fn what_was_recorded_is_applied_and_the_rest_passed_over() {
    let served = Served::start(FeedLimits::default()).await;
    let mirror = Small::new("mirror").await;
    for (event_type, amount) in [(PLACED, 1), (ABSENT, 2), (MOVED, 4), (ABSENT, 8)] {
        served.small.record(event_type, amount, 0).await;
    }
    let mut running = Running::start(&mirror, &served.address, None);
    running.until(|progress| progress.position.get() == 4).await;
    assert_eq!(total(&mirror).await, (2, 5));
    running.stop().await;

    // The cursor rests on an event that was filtered out; the stream resumes all the same.
    served.small.record(PLACED, 16, 0).await;
    let mut running = Running::start(&mirror, &served.address, None);
    let progress = running.until(|progress| progress.position.get() == 5).await;
    assert_eq!(progress.state, State::Running);
    assert_eq!(total(&mirror).await, (3, 21));
    running.stop().await;
    served.end().await;
}

/// A subscription stops before the third of five events, and goes on once it was put aside.
async fn stops_and_goes_on(poison: i64, says: &str) {
    let served = Served::start(FeedLimits::default()).await;
    let mirror = Small::new("mirror").await;
    let mut ids = Vec::new();
    for (event_type, amount) in [(PLACED, 1), (ABSENT, 2), (PLACED, poison), (MOVED, 4)] {
        ids.push(served.small.record(event_type, amount, 0).await);
    }
    let mut running = Running::start(&mirror, &served.address, None);
    let stopped = running.until(|progress| progress.state == State::Stopped).await;
    assert_eq!(stopped.position.get(), 2);
    assert!(stopped.stopped_reason.contains(says), "{}", stopped.stopped_reason);
    assert_eq!(total(&mirror).await, (1, 1), "everything before it was applied");

    let at = stopped.stopped_at.expect("it stopped at an event");
    assert_eq!((at.position.get(), at.event_id), (3, Some(ids[2])));
    let journal = &mirror.journal;
    let skip = async |position: u64, id| {
        let position = position.try_into().unwrap();
        journal.skip_event(SUBSCRIPTION, at.log_id, position, id, "known to be bad").await.unwrap()
    };
    assert!(!skip(4, Some(ids[3])).await, "not this one");
    assert!(skip(3, at.event_id).await);
    let going_on = running.until(|progress| progress.position.get() == 4).await;
    assert_eq!((going_on.state, going_on.stopped_reason.as_str()), (State::Running, ""));
    assert_eq!(total(&mirror).await, (2, 5));
    let parked = journal.parked().await.unwrap();
    assert_eq!((parked.len(), parked[0].event_id, parked[0].position.get()), (1, ids[2], 3));
    running.stop().await;
    served.end().await;
}

#[tokio::test]
async fn a_refused_event_stops_the_subscription_until_it_is_skipped() {
    stops_and_goes_on(-1, "WRONG_STATE").await;
}

#[tokio::test]
async fn an_unreadable_event_stops_the_subscription_until_it_is_skipped() {
    stops_and_goes_on(i64::MIN, "out of range").await;
}

#[tokio::test]
async fn an_event_whose_reaction_panics_stops_the_subscription_until_it_is_skipped() {
    stops_and_goes_on(PANIC, "panicked").await;
}

/// An event that is larger than a reader takes, from before there was a limit: first of a log, or after others.
#[tokio::test]
async fn an_event_that_is_too_large_to_read_stops_the_subscription_until_it_is_skipped() {
    for before in [0, 3] {
        let served = Served::start(FeedLimits::default()).await;
        let mirror = Small::new("mirror").await;
        for _ in 0..before {
            served.small.record(PLACED, 1, 0).await;
        }
        let unit = served.small.journal.begin().await.unwrap();
        let huge = journal::NewEvent {
            event_id: kernel::Uuid::from_u128(1),
            subject: "counter/huge".to_owned(),
            subject_version: 1,
            event_type: PLACED,
            occurred_on: kernel::Date::constant(2025, 1, 1),
            causation_id: kernel::Uuid::nil(),
            traceparent: None,
            data: vec![0; 5 * 1024 * 1024],
        };
        unit.commit(vec![huge], 0).await.unwrap();
        served.small.record(PLACED, 2, 0).await;

        let mut running = Running::start(&mirror, &served.address, None);
        let stopped = running.until(|progress| progress.state == State::Stopped).await;
        assert!(stopped.stopped_reason.contains("cannot be read"), "{}", stopped.stopped_reason);
        let at = stopped.stopped_at.expect("it stopped at an event");
        assert_eq!((at.position.get(), at.event_id), (before + 1, None));
        let skipped = mirror.journal.skip_event(SUBSCRIPTION, at.log_id, at.position, None, "huge");
        assert!(skipped.await.unwrap());
        running.until(|p| (p.position.get(), p.state) == (before + 2, State::Running)).await;
        assert_eq!(total(&mirror).await, (before + 1, before + 2));
        running.stop().await;
        served.end().await;
    }
}

#[tokio::test]
async fn the_first_event_of_a_log_can_be_skipped_too() {
    for poison in [-1, i64::MIN] {
        let served = Served::start(FeedLimits::default()).await;
        let mirror = Small::new("mirror").await;
        let id = served.small.record(PLACED, poison, 0).await;
        let mut running = Running::start(&mirror, &served.address, None);
        let stopped = running.until(|progress| progress.state == State::Stopped).await;
        assert_eq!(stopped.position.get(), 0);
        let at = stopped.stopped_at.expect("it stopped at an event");
        assert_eq!((at.position.get(), at.event_id), (1, Some(id)));
        let skipped =
            mirror.journal.skip_event(SUBSCRIPTION, at.log_id, at.position, at.event_id, "bad");
        assert!(skipped.await.unwrap());
        running.until(|p| (p.position.get(), p.state) == (1, State::Running)).await;
        running.stop().await;
        served.end().await;
    }
}

#[tokio::test]
async fn a_restored_source_stops_the_subscription() {
    let served = Served::start(FeedLimits::default()).await;
    let mirror = Small::new("mirror").await;
    served.small.record(PLACED, 1, 0).await;
    let mut running = Running::start(&mirror, &served.address, None);
    running.until(|progress| progress.position.get() == 1).await;
    running.stop().await;
    served.small.journal.renew_log_id().await.unwrap();
    let mut running = Running::start(&mirror, &served.address, None);
    let stopped = running.until(|progress| progress.state == State::Stopped).await;
    assert!(stopped.stopped_reason.contains("another log"), "{}", stopped.stopped_reason);
    assert_eq!(stopped.stopped_at, None, "there is no event that one could skip");
    assert_eq!(total(&mirror).await, (1, 1));
    running.stop().await;
    served.end().await;
}

#[tokio::test]
async fn one_replica_works_and_gives_its_lease_back_when_it_stops() {
    let served = Served::start(FeedLimits::default()).await;
    let mirror = Small::new("mirror").await;
    served.small.record(PLACED, 1, 0).await;
    let mut first = Running::start(&mirror, &served.address, Some("first"));
    first.until(|progress| progress.position.get() == 1).await;
    let mut second = Running::start(&mirror, &served.address, Some("second"));
    second.until(|progress| progress.state == State::Standby).await;
    first.stop().await;
    second.stop().await;
    let mut third = Running::start(&mirror, &served.address, Some("third"));
    third.until(|progress| progress.state == State::Running).await;
    third.stop().await;
    assert_eq!(total(&mirror).await, (1, 1));
    served.end().await;
}

#[tokio::test]
async fn a_consumer_finds_its_source_again_after_a_restart() {
    let served = Served::start(FeedLimits::default()).await;
    let mirror = Small::new("mirror").await;
    served.small.record(PLACED, 1, 0).await;
    let mut running = Running::start(&mirror, &served.address, None);
    running.until(|progress| progress.position.get() == 1).await;
    let address = served.address.clone();
    let small = served.end().await;
    small.record(PLACED, 2, 0).await;
    let served =
        Served::at(small, address.trim_start_matches("http://"), FeedLimits::default()).await;
    running.until(|progress| progress.position.get() == 2).await;
    assert_eq!(total(&mirror).await, (2, 3));
    running.stop().await;
    served.end().await;
}
