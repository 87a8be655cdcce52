//! What a store may rely on, on every engine there is.

use db::testing::TestDb;
use db::{Db, DbError, Filter, Rows, TableRow, Tx, Value};
use kernel::{Date, Ids, Nationality, PersonId, Uuid};

#[expect(clippy::struct_field_names, reason = "fields are named as the columns of the table")]
#[derive(Clone, Debug, PartialEq, Eq)]
struct Bed {
    bed_id: Uuid,
    room: String,
    floor: i32,
    occupied: bool,
    since: Option<Date>,
    nationality: Option<Nationality>,
    guests: Vec<PersonId>,
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
        floor: i32::try_from(n).unwrap() - 1,
        occupied: n.is_multiple_of(2),
        since: n.is_multiple_of(2).then(|| Date::constant(2025, 2, 28)),
        nationality: n.is_multiple_of(3).then(|| Nationality::new(b"SYR")),
        guests: (0..n % 3).map(PersonId::from_u128).collect(),
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

db::unit! {
    /// Beds, as a batch of work has them.
    struct Unit {
        beds: Bed,
        forgotten: Bed = 0,
    }
}

const IN_ROOM: db::By<Bed, String> = db::By::new("room", |bed| Some(bed.room.clone()));
const OF_NATIONALITY: db::By<Bed, Nationality> = db::By::new("nationality", |bed| bed.nationality);

#[tokio::test]
async fn what_is_wanted_is_loaded_together_and_groups_follow_every_change() {
    use db::Unit as _;
    for test in TestDb::every().await {
        test.db.migrate(&[MIGRATIONS]).await.unwrap();
        let room = |n: u128| format!("room {}", n % 3);
        let beds: Vec<Bed> = (1..=9).map(|n| Bed { room: room(n), ..bed(n) }).collect();
        let mut unit = Unit::default();
        let mut tx = test.db.begin().await.unwrap();
        beds.iter().cloned().for_each(|bed| unit.beds.put(bed));
        unit.save(&mut tx).await.unwrap();
        unit.forget();

        // Nothing is known, then everything that was asked for, and nothing more is wanted.
        let syria = Nationality::new(b"SYR");
        let ask = |unit: &mut Unit| {
            let one = unit.beds.want(&beds[0].bed_id).cloned();
            let none = unit.beds.want(&Uuid::nil()).cloned();
            let room = unit.beds.want_all(&IN_ROOM, &room(0)).len();
            (one, none, room, unit.beds.want_all(&OF_NATIONALITY, &syria).len())
        };
        assert_eq!(ask(&mut unit), (None, None, 0, 0));
        assert!(unit.load_wanted(&mut tx).await.unwrap());
        assert_eq!(ask(&mut unit), (Some(beds[0].clone()), None, 3, 3));
        assert!(!unit.load_wanted(&mut tx).await.unwrap());

        // A group knows who comes, goes and is new, before anything is saved and afterwards.
        let moved = Bed { room: room(0), ..beds[0].clone() };
        let away = Bed { nationality: None, ..beds[2].clone() };
        let new = Bed { room: room(0), ..bed(10) };
        for bed in [&moved, &away, &new] {
            unit.beds.put(bed.clone());
        }
        let ids = |all: Vec<&Bed>| all.iter().map(|bed| bed.bed_id).collect::<Vec<_>>();
        let mut expected: Vec<Uuid> =
            [&moved, &beds[2], &beds[5], &beds[8], &new].iter().map(|bed| bed.bed_id).collect();
        expected.sort_unstable();
        assert_eq!(ids(unit.beds.all(&IN_ROOM, &room(0))), expected);
        assert_eq!(unit.beds.all(&OF_NATIONALITY, &syria).len(), 2);
        unit.save(&mut tx).await.unwrap();
        assert_eq!(ids(unit.beds.all(&IN_ROOM, &room(0))), expected);
        unit.forget();
        unit.beds.want_all(&IN_ROOM, &room(0));
        unit.load_wanted(&mut tx).await.unwrap();
        assert_eq!(ids(unit.beds.all(&IN_ROOM, &room(0))), expected);

        // What does not stay in memory is asked for again.
        unit.forgotten.want(&beds[3].bed_id);
        unit.load_wanted(&mut tx).await.unwrap();
        assert!(unit.forgotten.get(&beds[3].bed_id).is_some());
        unit.save(&mut tx).await.unwrap();
        assert!(unit.forgotten.want(&beds[3].bed_id).is_none());
        assert!(unit.load_wanted(&mut tx).await.unwrap());
        tx.commit().await.unwrap();
        test.drop_database().await;
    }
}

/// What a command looks at and did not ask for is a bug, never an absent row.
#[test]
#[should_panic(expected = "rows of bed by room")]
fn a_group_that_was_not_loaded_is_no_empty_group() {
    Unit::default().beds.all(&IN_ROOM, &"attic".to_owned());
}
