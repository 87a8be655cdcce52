//! What goes wrong inside a batch fails alone; what goes wrong with the database passes by itself.

use db::testing::TestDb;
use journal::{ApplyError, CommandError, EVENT_BYTES_MAX, Health, Request, Writer, WriterLimits};
use kernel::Uuid;

use crate::model::{Add, CLASH, Counters, HUGE, PANIC, journal, totals};
use crate::promises::{add, at, delivery, request};

type Started = (Writer<Add>, tokio::task::JoinHandle<()>);

fn start(journal: &journal::Journal) -> Started {
    Writer::start(journal.clone(), Counters::new(), WriterLimits::default())
}

/// Every way in which one job can spoil a batch.
const SPOILERS: [i64; 3] = [PANIC, HUGE, CLASH];

#[tokio::test]
async fn only_the_guilty_command_of_a_batch_fails() {
    for test in TestDb::every().await {
        let journal = journal(&test).await;
        let (writer, _task) = start(&journal);
        writer.send(request(1, 1), add(1)).await.unwrap();
        for (n, spoiler) in (1_u128..).zip(SPOILERS) {
            let at = n * 100;
            let (a, guilty, b, again) = tokio::join!(
                writer.send(request(at, 1), add(1)),
                writer.send(request(at + 1, spoiler), add(spoiler)),
                writer.send(request(at + 2, 1), add(1)),
                writer.send(request(at + 2, 1), add(1)),
            );
            a.unwrap();
            assert_eq!(
                b.unwrap(),
                again.unwrap(),
                "a repetition in the batch that was tried again"
            );
            match guilty.unwrap_err() {
                CommandError::Bug(text) if spoiler == PANIC => {
                    assert!(text.contains("panic"), "{text}")
                }
                CommandError::Bug(_) if spoiler == CLASH => {}
                CommandError::Refused(refusal) if spoiler == HUGE => {
                    assert_eq!(refusal.reason, "EVENT_TOO_LARGE");
                    assert!(refusal.message.contains(&EVENT_BYTES_MAX.to_string()), "{refusal}");
                }
                other => panic!("{spoiler}: {other}"),
            }
        }
        assert_eq!(totals(&test).await, (7, 7));
        assert!(journal.verify().await.unwrap().is_ok());
        test.drop_database().await;
    }
}

#[tokio::test]
async fn what_falls_due_beside_a_guilty_command_is_carried_out() {
    for test in TestDb::every().await {
        let journal = journal(&test).await;
        let (writer, _task) = start(&journal);
        writer.send(request(1, 1), add(1)).await.unwrap();
        for (n, spoiler) in (1_u128..).zip(SPOILERS) {
            let cause = Uuid::from_u128(n << 64);
            let today = journal.clock().today();
            writer.due(cause, today, vec![add(2), add(spoiler), add(3)]).await.unwrap();
        }
        assert_eq!(totals(&test).await, (16, 7));
        test.drop_database().await;
    }
}

#[tokio::test]
async fn an_event_that_spoils_its_batch_is_poison_and_those_before_it_are_applied() {
    for test in TestDb::every().await {
        for (n, spoiler) in (1_u128..).zip(SPOILERS) {
            let journal = journal(&test).await;
            let (writer, _task) = start(&journal);
            writer.send(request(n, 1), add(1)).await.unwrap();
            let mut events = delivery(0, &[1, spoiler, 4]);
            events.subscription = format!("small:{n}");
            let poison = writer.apply(events).await.unwrap_err();
            assert!(
                matches!(poison, ApplyError::Poison { position, .. } if position == at(2)),
                "{spoiler}: {poison}"
            );
            let cursor = journal.cursor(&format!("small:{n}")).await.unwrap().unwrap();
            assert_eq!(cursor.position, at(1), "{spoiler}");
        }
        test.drop_database().await;
    }
}

/// SQLite ends a transaction by itself when the disk is full; `OR ROLLBACK` does the same.
#[tokio::test]
async fn a_transaction_that_sqlite_ended_by_itself_does_not_spoil_the_next() {
    let test = TestDb::sqlite().await;
    let journal = journal(&test).await;
    let (writer, _task) = start(&journal);
    for end in [true, false] {
        let mut tx = test.db.begin().await.unwrap();
        let sql = "INSERT OR ROLLBACK INTO log_head SELECT * FROM log_head";
        tx.execute(sql, &[]).await.unwrap_err();
        if end {
            tx.rollback().await.unwrap_err();
        } else {
            drop(tx);
        }
        let n = u128::from(end);
        writer.send(request(n, 1), add(1)).await.unwrap();
    }
    assert_eq!(totals(&test).await.0, 2);
}

#[tokio::test]
async fn a_database_without_room_is_said_and_goes_on_by_itself() {
    let test = TestDb::sqlite().await;
    let journal = journal(&test).await;
    let (writer, _task) = start(&journal);
    writer.send(request(1, 1), add(1)).await.unwrap();
    let mut health = writer.health();
    assert_eq!(*health.borrow_and_update(), Health::Well);

    limit_pages(&test, 1).await;
    let mut n = 2;
    let full = loop {
        n += 1;
        let id = Uuid::from_u128(n);
        match writer.send(Request::new(id, "Add", b"1", None), Add { id, amount: 1 }).await {
            Ok(_) => assert!(n < 10_000, "the file grows on"),
            Err(error) => break error,
        }
    };
    assert!(matches!(full, CommandError::Full(_)), "{full}");
    health.changed().await.unwrap();
    assert!(matches!(*health.borrow_and_update(), Health::Full(_)));
    let before = totals(&test).await;

    limit_pages(&test, 1_000_000).await;
    health.wait_for(|health| *health == Health::Well).await.unwrap();
    writer.send(request(1_000_000, 1), add(1)).await.unwrap();
    assert_eq!(totals(&test).await, (before.0 + 1, before.1 + 1));
    assert!(journal.verify().await.unwrap().is_ok());
}

/// The most pages that the file may have; SQLite raises a smaller number to what there is.
async fn limit_pages(test: &TestDb, pages: u32) {
    let mut tx = test.db.begin().await.unwrap();
    let sql = match pages {
        1 => "PRAGMA max_page_count = 1",
        _ => "PRAGMA max_page_count = 1000000",
    };
    tx.fetch(sql, &[]).await.unwrap();
    tx.commit().await.unwrap();
}
