//! What a store may rely on, on every engine there is.

use db::testing::TestDb;
use db::{Db, DbError, Filter, Rows, TableRow, Tx, Value};
use kernel::{Date, Ids, Nationality, Uuid};

#[expect(clippy::struct_field_names, reason = "fields are named as the columns of the table")]
#[derive(Clone, Debug, PartialEq, Eq)]
struct Bed {
    bed_id: Uuid,
    room: String,
    floor: i32,
    occupied: bool,
    since: Option<Date>,
    nationality: Option<Nationality>,
    guests: Vec<Uuid>,
}
db::table!(Bed in "bed" by bed_id: Uuid { bed_id, room, floor, occupied, since, nationality, guests });

const MIGRATIONS: &[db::MigrationText] = &[db::MigrationText {
    version: 100,
    name: "bed",
    sqlite: "CREATE TABLE bed (bed_id BLOB PRIMARY KEY, room TEXT NOT NULL, floor INTEGER NOT NULL, \
             occupied BOOLEAN NOT NULL, since TEXT, nationality TEXT, guests BLOB NOT NULL)",
    postgres: "CREATE TABLE bed (bed_id UUID PRIMARY KEY, room TEXT NOT NULL, floor BIGINT NOT NULL, \
               occupied BOOLEAN NOT NULL, since TEXT, nationality TEXT, guests BYTEA NOT NULL)",
}];

fn bed(n: u128) -> Bed {
    Bed {
        bed_id: Ids::derive(Uuid::from_u128(n), b"bed"),
        room: format!("room {n}"),
        floor: n as i32 - 1,
        occupied: n.is_multiple_of(2),
        since: n.is_multiple_of(2).then(|| Date::constant(2025, 2, 28)),
        nationality: n.is_multiple_of(3).then(|| Nationality::new(b"SYR")),
        guests: (0..n % 3).map(Uuid::from_u128).collect(),
    }
}

async fn all(db: &Db) -> Vec<Bed> {
    let rows = db.list(Bed::SELECT, &Filter::new(), "ORDER BY floor").await.unwrap();
    rows.iter().map(|row| Bed::from_row(row).unwrap()).collect()
}

#[tokio::test]
async fn rows_are_saved_together_and_read_back_as_they_were() {
    for test in TestDb::every().await {
        test.db.migrate(&[MIGRATIONS]).await.unwrap();
        // More rows than SQLite binds in one statement.
        let beds: Vec<Bed> = (1..=6_000).map(bed).collect();
        let mut rows = Rows::new(10);
        let mut tx = test.db.begin().await.unwrap();
        beds.iter().cloned().for_each(|bed| rows.put(bed));
        rows.save(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(all(&test.db).await, beds);

        let mut tx = test.db.begin().await.unwrap();
        rows.load(&mut tx, beds.iter().map(|bed| bed.bed_id).chain([Uuid::nil()])).await.unwrap();
        assert!(rows.get(&Uuid::nil()).is_none());
        let mut changed = rows.get(&beds[4].bed_id).unwrap().clone();
        changed.room = "elsewhere".to_owned();
        rows.put(changed.clone());
        rows.put(changed);
        rows.save(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let after = all(&test.db).await;
        assert_eq!(after.len(), 6_000);
        assert_eq!(after[4].room, "elsewhere");
        assert_eq!(after[5], beds[5]);
        test.drop_database().await;
    }
}

#[tokio::test]
async fn a_dropped_transaction_leaves_no_trace() {
    for test in TestDb::every().await {
        test.db.migrate(&[MIGRATIONS]).await.unwrap();
        let mut tx = test.db.begin().await.unwrap();
        tx.insert(Bed::TABLE, Bed::COLUMNS, &[bed(1).values()]).await.unwrap();
        drop(tx);
        assert!(all(&test.db).await.is_empty());
        let mut tx = test.db.begin().await.unwrap();
        tx.insert(Bed::TABLE, Bed::COLUMNS, &[bed(2).values()]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(all(&test.db).await, [bed(2)]);
        test.drop_database().await;
    }
}

/// An upgrade that is taken back: the version before finds a migration that it does not know.
#[tokio::test]
async fn the_version_before_works_on_the_tables_of_the_next_one() {
    const NEXT: &[db::MigrationText] = &[db::MigrationText {
        version: 101,
        name: "bed_note",
        sqlite: "ALTER TABLE bed ADD COLUMN note TEXT",
        postgres: "ALTER TABLE bed ADD COLUMN note TEXT",
    }];
    for test in TestDb::every().await {
        test.db.migrate(&[MIGRATIONS, NEXT]).await.unwrap();
        test.db.migrate(&[MIGRATIONS]).await.unwrap();
        assert!(test.db.pending(&[MIGRATIONS]).await.unwrap().is_empty());
        let mut tx = test.db.begin().await.unwrap();
        tx.insert(Bed::TABLE, Bed::COLUMNS, &[bed(2).values()]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(all(&test.db).await, [bed(2)]);
        test.drop_database().await;
    }
}

async fn insert_twice(mut tx: Tx) -> DbError {
    tx.insert(Bed::TABLE, Bed::COLUMNS, &[bed(1).values()]).await.unwrap();
    tx.insert(Bed::TABLE, Bed::COLUMNS, &[bed(1).values()]).await.unwrap_err()
}

#[tokio::test]
async fn errors_are_told_apart() {
    for test in TestDb::every().await {
        test.db.migrate(&[MIGRATIONS]).await.unwrap();
        let error = insert_twice(test.db.begin().await.unwrap()).await;
        assert!(matches!(error, DbError::Constraint { .. }), "{error}");
        let error = test.db.fetch("SELECT nothing FROM bed", &[]).await.err().unwrap();
        assert!(matches!(error, DbError::Statement(_)), "{error}");
        let error = db::prepare_all(&test.db, &["SELECT ben_id FROM bed"]).await.unwrap_err();
        assert!(error.to_string().contains("ben_id"), "{error}");
        test.drop_database().await;
    }
    assert!("mysql://x".parse::<db::DbUrl>().is_err());
}

#[tokio::test]
async fn a_filter_binds_its_values_in_order() {
    for test in TestDb::every().await {
        test.db.migrate(&[MIGRATIONS]).await.unwrap();
        let mut tx = test.db.begin().await.unwrap();
        let rows: Vec<_> = (1..=10).map(|n| bed(n).values()).collect();
        tx.insert(Bed::TABLE, Bed::COLUMNS, &rows).await.unwrap();
        tx.commit().await.unwrap();
        let mut filter = Filter::new();
        filter
            .when("floor >= ?", Some(3))
            .when("room = ?", None::<String>)
            .when("occupied = ?", Some(true));
        let limit = filter.bind(Value::Int(2));
        let tail = format!("ORDER BY floor LIMIT {limit}");
        let rows = test.db.list(Bed::SELECT, &filter, &tail).await.unwrap();
        let floors: Vec<i32> = rows.iter().map(|row| Bed::from_row(row).unwrap().floor).collect();
        assert_eq!(floors, [3, 5]);
        test.drop_database().await;
    }
}

#[test]
fn a_password_is_not_shown() {
    let url: db::DbUrl = "postgres://keten:secret@db.example/intake".parse().unwrap();
    assert_eq!(format!("{url:?}"), "postgres://keten:***@db.example/intake");
}
