//! One test per promise: idempotency, refusals in a batch, deliveries, poison, leases, verification.

use db::testing::TestDb;
use journal::{ApplyError, CommandError, Delivery, Incoming, Request, Writer, WriterLimits};
use kernel::{Clock, Ids, Position, Timestamp, Uuid, VirtualClock};

use crate::model::{Add, Counters, journal, totals};

pub fn request(n: u128, amount: i64) -> Request {
    Request::new(Uuid::from_u128(n), "Add", &amount.to_be_bytes(), None)
}

pub fn add(amount: i64) -> Add {
    Add { id: Uuid::from_u128(9), amount }
}

#[tokio::test]
async fn every_statement_fits_the_tables() {
    for test in TestDb::every().await {
        journal(&test).await;
        db::prepare_all(&test.db, journal::STATEMENTS).await.unwrap();
        assert!(test.db.pending(&[journal::MIGRATIONS]).await.unwrap().is_empty());
        test.drop_database().await;
    }
}

#[tokio::test]
async fn a_request_has_one_effect_and_one_answer() {
    for test in TestDb::every().await {
        let journal = journal(&test).await;
        let (writer, _task) =
            Writer::start(journal.clone(), Counters::new(), WriterLimits::default());
        let first = writer.send(request(1, 5), add(5)).await.unwrap();
        assert_eq!(first, writer.send(request(1, 5), add(5)).await.unwrap());
        let reused = writer.send(request(1, 6), add(6)).await.unwrap_err();
        assert!(matches!(reused, CommandError::RequestIdReused), "{reused}");
        // The same request twice in one batch.
        let (a, b) =
            tokio::join!(writer.send(request(2, 7), add(7)), writer.send(request(2, 7), add(7)),);
        assert_eq!(a.unwrap(), b.unwrap());
        assert_eq!(totals(&test).await, (12, 2));
        assert_eq!(journal.head().await.unwrap().last, at(2));
        // After their retention the ids are free again.
        assert_eq!(journal.forget_requests(i64::MAX).await.unwrap(), 2);
        test.drop_database().await;
    }
}

#[tokio::test]
async fn a_refused_command_leaves_the_others_of_its_batch_untouched() {
    for test in TestDb::every().await {
        let journal = journal(&test).await;
        let (writer, _task) =
            Writer::start(journal.clone(), Counters::new(), WriterLimits::default());
        let (a, b, c) = tokio::join!(
            writer.send(request(1, 1), add(1)),
            writer.send(request(2, -1), add(-1)),
            writer.send(request(3, 2), add(2)),
        );
        a.unwrap();
        c.unwrap();
        let refused = b.unwrap_err();
        assert!(
            matches!(&refused, CommandError::Refused(r) if r.reason == kernel::Reason::WrongState),
            "{refused}"
        );
        assert_eq!(totals(&test).await, (3, 2));
        test.drop_database().await;
    }
}

pub fn at(number: u64) -> Position {
    Position::try_from(number).unwrap()
}

pub fn delivery(after: u64, amounts: &[i64]) -> Delivery<Add> {
    let events = amounts.iter().zip(after + 1..).map(|(amount, position)| Incoming {
        position: at(position),
        event_id: Uuid::from_u128(position.into()),
        traceparent: None,
        command: add(*amount),
    });
    Delivery {
        subscription: "small:source".to_owned(),
        log_id: Uuid::from_u128(77),
        after: at(after),
        through: at(after + amounts.len() as u64),
        events: events.collect(),
    }
}

#[tokio::test]
async fn a_delivery_is_applied_once_and_stops_before_what_it_cannot_apply() {
    for test in TestDb::every().await {
        let journal = journal(&test).await;
        let (writer, _task) =
            Writer::start(journal.clone(), Counters::new(), WriterLimits::default());
        assert_eq!(writer.apply(delivery(0, &[1, 2])).await.unwrap().through, at(2));
        let again = writer.apply(delivery(0, &[1, 2])).await.unwrap_err();
        assert!(matches!(again, ApplyError::Raced(to) if to == at(2)), "{again}");
        let poison = writer.apply(delivery(2, &[4, -1, 8])).await.unwrap_err();
        assert!(
            matches!(poison, ApplyError::Poison { position, .. } if position == at(4)),
            "{poison}"
        );
        assert_eq!(totals(&test).await, (7, 3));
        assert_eq!(journal.cursor("small:source").await.unwrap().unwrap().position, at(3));

        let event = Uuid::from_u128(4);
        let log = Uuid::from_u128(77);
        let skip = async |name: &str, position, event| {
            journal.skip_event(name, log, at(position), event, "known bad").await.unwrap()
        };
        assert!(!skip("small:source", 5, Some(event)).await, "not there");
        assert!(skip("small:source", 4, Some(event)).await);
        assert_eq!(journal.parked().await.unwrap()[0].reason, "known bad");
        assert_eq!(writer.apply(delivery(4, &[8])).await.unwrap().through, at(5));
        assert_eq!(totals(&test).await, (15, 4));
        // One that has never stored a cursor stands before the first event.
        assert!(!skip("small:new", 2, None).await);
        assert!(skip("small:new", 1, None).await);
        assert_eq!(journal.cursor("small:new").await.unwrap().unwrap().log_id, log);

        let mut other = delivery(5, &[1]);
        other.log_id = Uuid::from_u128(78);
        let other = writer.apply(other).await.unwrap_err();
        assert!(matches!(other, ApplyError::OtherLog { .. }), "{other}");
        test.drop_database().await;
    }
}

#[tokio::test]
async fn a_cursor_names_the_event_at_its_position_or_none() {
    for test in TestDb::every().await {
        let journal = journal(&test).await;
        let (writer, _task) =
            Writer::start(journal.clone(), Counters::new(), WriterLimits::default());
        writer.apply(delivery(0, &[1, 2])).await.unwrap();
        let cursor = journal.cursor("small:source").await.unwrap().unwrap();
        assert_eq!((cursor.position, cursor.event_id), (at(2), Some(Uuid::from_u128(2))));
        // The filter left out what lies after the last event: its id does not belong to the position.
        let mut filtered = delivery(2, &[4]);
        filtered.through = at(5);
        writer.apply(filtered).await.unwrap();
        let cursor = journal.cursor("small:source").await.unwrap().unwrap();
        assert_eq!((cursor.position, cursor.event_id), (at(5), None));
        test.drop_database().await;
    }
}

#[tokio::test]
async fn what_follows_from_an_event_names_it_as_its_cause() {
    for test in TestDb::every().await {
        let journal = journal(&test).await;
        let (writer, _task) =
            Writer::start(journal.clone(), Counters::new(), WriterLimits::default());
        writer.apply(delivery(0, &[1])).await.unwrap();
        let events = journal.read(Position::BEGIN, 10).await.unwrap();
        assert_eq!(events[0].causation_id, Uuid::from_u128(1));
        assert_ne!(events[0].event_id, Uuid::from_u128(1));
        test.drop_database().await;
    }
}

#[tokio::test]
async fn verification_finds_a_changed_event() {
    let test = TestDb::sqlite().await;
    let journal = journal(&test).await;
    let (writer, _task) = Writer::start(journal.clone(), Counters::new(), WriterLimits::default());
    for n in 1..=20 {
        writer.send(request(n, 1), add(1)).await.unwrap();
    }
    let verified = journal.verify().await.unwrap().unwrap();
    assert_eq!((verified.count, verified.hash), (20, journal.head().await.unwrap().hash));
    assert_eq!(journal.digest().await.unwrap().count, 20);

    let mut tx = test.db.begin().await.unwrap();
    let refused = tx.execute("UPDATE event_log SET data = x'00' WHERE position = 7", &[]).await;
    assert!(refused.is_err(), "the log lets itself be changed");
    tx.rollback().await.unwrap();

    // Somebody with the file in hand takes the guard away.
    let mut tx = test.db.begin().await.unwrap();
    tx.execute("DROP TRIGGER event_log_no_update", &[]).await.unwrap();
    tx.execute("UPDATE event_log SET data = x'00' WHERE position = 7", &[]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(journal.verify().await.unwrap().unwrap_err().position, at(7));
}

#[tokio::test]
async fn verification_finds_a_false_head_of_a_log_without_events() {
    let test = TestDb::sqlite().await;
    let journal = journal(&test).await;
    let mut tx = test.db.begin().await.unwrap();
    tx.execute("UPDATE log_head SET last_hash = randomblob(32)", &[]).await.unwrap();
    tx.commit().await.unwrap();
    // Nothing is wrong at 0: on the wire that is a log that verifies.
    assert_eq!(journal.verify().await.unwrap().unwrap_err().position, at(1));
}

#[tokio::test]
async fn a_lease_has_one_holder_until_it_expires() {
    for test in TestDb::every().await {
        let start: Timestamp = "2025-01-01T00:00:00Z".parse().unwrap();
        let clock = VirtualClock::at(start);
        test.db.migrate(&[journal::MIGRATIONS]).await.unwrap();
        let clock_of = Clock::Virtual(clock.clone());
        let journal = journal::Journal::open(test.db.clone(), clock_of, "small").await.unwrap();
        let hour = 3_600_000_000;
        assert_eq!(journal.take_lease("feed", "a", hour).await.unwrap().unwrap().epoch, 1);
        assert!(journal.take_lease("feed", "b", hour).await.unwrap().is_none());
        assert_eq!(journal.take_lease("feed", "a", hour).await.unwrap().unwrap().epoch, 1);
        if test.db.driver() == db::Driver::Sqlite {
            clock.advance(start + std::time::Duration::from_hours(2));
        } else {
            journal.take_lease("feed", "a", -1).await.unwrap();
        }
        assert_eq!(journal.take_lease("feed", "b", hour).await.unwrap().unwrap().epoch, 2);
        journal.drop_lease("feed", "b").await.unwrap();
        assert_eq!(journal.take_lease("feed", "a", hour).await.unwrap().unwrap().epoch, 1);
        test.drop_database().await;
    }
}

#[tokio::test]
async fn a_restored_log_has_another_identity() {
    for test in TestDb::every().await {
        let journal = journal(&test).await;
        let before = journal.head().await.unwrap().log_id;
        let renewed = journal.renew_log_id().await.unwrap();
        assert_ne!(before, renewed);
        assert_eq!(journal.head().await.unwrap().log_id, renewed);
        assert_ne!(renewed, Ids::derive(before, b""));
        test.drop_database().await;
    }
}

/// Two replicas share a database; what one knows of a row must not survive what the other made of it.
#[tokio::test]
async fn a_writer_forgets_what_it_knew_when_another_has_committed() {
    for test in TestDb::every().await {
        let journal = journal(&test).await;
        let start = || Writer::start(journal.clone(), Counters::new(), WriterLimits::default());
        let ((one, _first), (other, _second)) = (start(), start());
        for n in 0..6 {
            let writer = if n % 2 == 0 { &one } else { &other };
            writer.send(request(n + 1, 1), add(1)).await.unwrap();
        }
        assert_eq!(totals(&test).await, (6, 6));
        let commits = journal.head().await.unwrap().commits;
        // A commit without an event counts, too: it may have changed rows.
        let unit = journal.begin().await.unwrap();
        unit.commit(Vec::new(), 0).await.unwrap();
        assert_eq!(journal.head().await.unwrap().commits, commits + 1);
        test.drop_database().await;
    }
}
