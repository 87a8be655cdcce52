//! A small service: counters that are added to, one event for each addition.

use db::{Rows, TableRow, Tx, testing::TestDb};
use journal::{Context, Journal, UnitOfWork};
use kernel::{Clock, Refusal, Uuid};

/// The tables of the small service.
pub const MIGRATIONS: &[db::MigrationText] = &[db::MigrationText {
    version: 100,
    name: "counter",
    sqlite: "CREATE TABLE counter (id BLOB PRIMARY KEY, version INTEGER NOT NULL, total INTEGER NOT NULL)",
    postgres: "CREATE TABLE counter (id UUID PRIMARY KEY, version BIGINT NOT NULL, total BIGINT NOT NULL)",
}];

#[derive(Clone, Debug)]
pub struct Counter {
    pub id: Uuid,
    pub version: i64,
    pub total: i64,
}
db::table!(Counter in "counter" by id: Uuid { id, version, total });

#[derive(Clone, Debug)]
pub struct Add {
    pub id: Uuid,
    /// A negative amount is refused; three others spoil the batch that they are in.
    pub amount: i64,
}

/// The code that decides panics.
pub const PANIC: i64 = 1_000_001;
/// The event has more bytes than readers take.
pub const HUGE: i64 = 1_000_002;
/// The event takes a version that is there already: the database refuses it.
pub const CLASH: i64 = 1_000_003;

pub struct Counters(Rows<Counter>);

impl Counters {
    pub fn new() -> Self {
        Self(Rows::new(100))
    }
}

impl UnitOfWork for Counters {
    type Command = Add;

    async fn load(&mut self, tx: &mut Tx, commands: &[&Add]) -> db::Result<()> {
        self.0.load(tx, commands.iter().map(|add| add.id)).await
    }

    fn handle(&mut self, add: &Add, context: &mut Context) -> Result<Vec<u8>, Refusal> {
        if add.amount < 0 {
            return Err(Refusal::new(kernel::Reason::WrongState, "a counter only grows"));
        }
        let old = self.0.get(&add.id).cloned();
        let mut counter = old.unwrap_or(Counter { id: add.id, version: 0, total: 0 });
        counter.version += 1;
        counter.total += add.amount;
        assert!(add.amount != PANIC, "as ordered");
        let subject = format!("counter/{}", add.id);
        let mut data = add.amount.to_be_bytes().to_vec();
        if add.amount == HUGE {
            data.resize(journal::EVENT_BYTES_MAX + 1, 0);
        }
        let version = if add.amount == CLASH { 1 } else { counter.version };
        context.emit(subject, version, "nl.tellers.opgehoogd.v1", context.today, data);
        let answer = counter.total.to_be_bytes().to_vec();
        self.0.put(counter);
        Ok(answer)
    }

    async fn save(&mut self, tx: &mut Tx) -> db::Result<()> {
        self.0.save(tx).await
    }

    fn forget(&mut self) {
        self.0.forget();
    }
}

pub async fn journal(test: &TestDb) -> Journal {
    test.db.migrate(&[journal::MIGRATIONS, MIGRATIONS]).await.unwrap();
    Journal::open(test.db.clone(), Clock::System, "small").await.unwrap()
}

/// The sum of all counters, and the number of additions by their versions.
pub async fn totals(test: &TestDb) -> (i64, i64) {
    let rows = test.db.list(Counter::SELECT, &db::Filter::new(), "ORDER BY id").await.unwrap();
    let counters = rows.iter().map(|row| Counter::from_row(row).unwrap());
    counters.fold((0, 0), |(total, versions), c| (total + c.total, versions + c.version))
}
