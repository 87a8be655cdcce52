//! Many writers, a reader that polls, consumers that crash: nothing lost, no hole, no inversion, every
//! event applied exactly once (the trials of hard points a and b as tests).

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use db::testing::TestDb;
use journal::{ApplyError, Delivery, Incoming, Journal, Recorded, Request, Writer, WriterLimits};
use kernel::{Clock, Ids, Position, Uuid};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use crate::model::{Add, Counters, journal, totals};

const WRITERS: u64 = 16;
const COMMANDS_EACH: u64 = 60;

/// Reads the log as a subscriber would, checking density as it goes.
async fn follow(journal: Journal, done: Arc<AtomicBool>) -> Vec<Recorded> {
    let mut seen: Vec<Recorded> = Vec::new();
    let mut last = Position::BEGIN;
    loop {
        let finished = done.load(Ordering::SeqCst);
        let page = journal.read(last, 256).await.unwrap();
        for event in page {
            assert_eq!(event.position, last.next(), "EL-1: positions are dense");
            last = event.position;
            seen.push(event);
        }
        if finished && last == journal.head().await.unwrap().last {
            return seen;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// Several processes' worth of writers on one database, some commands refused.
async fn write(journals: Vec<Journal>) -> i64 {
    let written = Arc::new(AtomicI64::new(0));
    let mut tasks = Vec::new();
    let writers: Vec<_> = journals
        .into_iter()
        .map(|journal| Writer::start(journal, Counters::new(), WriterLimits::default()).0)
        .collect();
    for (client, writer) in (0..WRITERS).zip(writers.iter().cycle()) {
        let writer = writer.clone();
        let written = Arc::clone(&written);
        tasks.push(tokio::spawn(async move {
            let mut rng = ChaCha8Rng::seed_from_u64(client);
            for n in 0..COMMANDS_EACH {
                let amount = if rng.random_bool(0.03) { -1 } else { 1 };
                let id = Uuid::from_u128(rng.random_range(0..40));
                let name = Ids::derive(Uuid::from_u128(u128::from(client)), &n.to_be_bytes());
                let request = Request::new(name, "Add", &[], None);
                if writer.send(request, Add { id, amount }).await.is_ok() {
                    written.fetch_add(1, Ordering::SeqCst);
                }
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    written.load(Ordering::SeqCst)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_is_lost_and_positions_are_dense_under_many_writers() {
    for test in TestDb::every().await {
        let first = journal(&test).await;
        let mut journals = vec![first.clone()];
        if test.db.driver() == db::Driver::Postgres {
            // A second replica with connections and memory of its own.
            let db = db::Db::open(&test.url, 8).await.unwrap();
            journals.push(Journal::open(db, Clock::System, "small").await.unwrap());
        }
        let done = Arc::new(AtomicBool::new(false));
        let reader = tokio::spawn(follow(first.clone(), Arc::clone(&done)));
        let written = write(journals).await;
        done.store(true, Ordering::SeqCst);
        let seen = reader.await.unwrap();

        assert_eq!(seen.len() as i64, written, "lost events");
        let mut versions: HashMap<&str, i64> = HashMap::new();
        for event in &seen {
            let version = versions.entry(&event.subject).or_default();
            *version += 1;
            assert_eq!(event.subject_version, *version, "EL-2: versions are dense and in order");
        }
        assert_eq!(totals(&test).await, (written, written));
        assert_eq!(first.verify().await.unwrap().unwrap().count as i64, written);
        test.drop_database().await;
    }
}

/// A consumer that dies on one batch in ten, after it was applied or before.
async fn consume(source: Journal, own: Journal, goal: i64, seed: u64) -> (u32, u32) {
    let (mut crashes, mut races) = (0, 0);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let log_id = source.head().await.unwrap().log_id;
    let (mut writer, _) = Writer::start(own.clone(), Counters::new(), WriterLimits::default());
    loop {
        let cursor =
            own.cursor("mirror:source").await.unwrap().map_or(Position::BEGIN, |c| c.position);
        if cursor.get() == goal {
            return (crashes, races);
        }
        let limit = rng.random_range(1..40);
        let page = source.read(cursor, limit).await.unwrap();
        let Some(last) = page.last() else { continue };
        let through = last.position;
        let events = page.iter().map(|event| Incoming {
            position: event.position,
            event_id: event.event_id,
            traceparent: None,
            // Counts each event by its own id: a second application would show as version 2.
            command: Add { id: event.event_id, amount: 1 },
        });
        let delivery = Delivery {
            subscription: "mirror:source".to_owned(),
            log_id,
            after: cursor,
            through,
            events: events.collect(),
        };
        if rng.random_bool(0.1) {
            // The process dies while the batch is on its way: nobody hears the answer.
            crashes += 1;
            let waiting = writer.apply(delivery);
            drop(
                tokio::time::timeout(Duration::from_micros(rng.random_range(0..3_000)), waiting)
                    .await,
            );
            writer = Writer::start(own.clone(), Counters::new(), WriterLimits::default()).0;
            continue;
        }
        match writer.apply(delivery).await {
            Ok(applied) => assert_eq!(applied.through, through),
            Err(ApplyError::Raced(_)) => races += 1,
            Err(ApplyError::Unavailable(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_event_is_applied_exactly_once_by_competing_consumers_that_crash() {
    for (source_db, mirror_db) in TestDb::every().await.into_iter().zip(TestDb::every().await) {
        let source = journal(&source_db).await;
        let goal = write(vec![source.clone()]).await;
        let first = journal(&mirror_db).await;
        let mut consumers = Vec::new();
        for seed in 0..3 {
            let own = match mirror_db.db.driver() {
                // One process owns a SQLite file: the competitors share its connection.
                db::Driver::Sqlite => first.clone(),
                db::Driver::Postgres => {
                    let db = db::Db::open(&mirror_db.url, 4).await.unwrap();
                    Journal::open(db, Clock::System, "small").await.unwrap()
                }
            };
            consumers.push(tokio::spawn(consume(source.clone(), own, goal, seed)));
        }
        for consumer in consumers {
            consumer.await.unwrap();
        }
        assert_eq!(totals(&mirror_db).await, (goal, goal), "applied not exactly once");
        let again = first.read(Position::BEGIN, 10_000).await.unwrap();
        assert!(again.iter().all(|event| event.subject_version == 1), "EL-4");
        source_db.drop_database().await;
        mirror_db.drop_database().await;
    }
}
