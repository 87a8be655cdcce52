//! A small service on both sides of the feed: counters that are added to, one event for each addition.
//!
//! The mirror applies the source's events to counters of its own, so that a lost or doubled event shows in
//! a total, in a version and in the causes of its log.

use db::{Rows, TableRow, Tx};
use feed::{Reactions, Received};
use journal::{Context, UnitOfWork};
use kernel::{Refusal, Uuid};

/// The tables of the small service.
pub const MIGRATIONS: &[db::MigrationText] = &[db::MigrationText {
    version: 100,
    name: "counter",
    sqlite: "CREATE TABLE counter (id BLOB PRIMARY KEY, version INTEGER NOT NULL, total INTEGER NOT NULL)",
    postgres: "CREATE TABLE counter (id UUID PRIMARY KEY, version BIGINT NOT NULL, total BIGINT NOT NULL)",
}];

/// Types of events, borrowed from a contract because the feed refuses to filter by an unknown one.
pub const PLACED: &str = "nl.opvangplaatsingen.geplaatst.v1";
pub const MOVED: &str = "nl.opvangplaatsingen.overgeplaatst.v1";
/// The mirror does not ask for this one.
pub const ABSENT: &str = "nl.opvangplaatsingen.afwezig.v1";

/// Beginning of every subject.
pub const SUBJECT: &str = "teller/";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counter {
    pub id: Uuid,
    pub version: i64,
    pub total: i64,
}
db::table!(Counter in "counter" by id: Uuid { id, version, total });

#[derive(Clone, Debug)]
pub struct Add {
    pub id: Uuid,
    /// A negative amount is recorded by the source and refused by the mirror.
    pub amount: i64,
    pub event_type: &'static str,
    /// Position in the source's log of the event that led to this; 0 at the source.
    pub from: i64,
    /// Bytes without meaning that make an event large.
    pub padding: usize,
}

impl Add {
    /// The payload: amount, position of the cause, padding.
    fn data(&self) -> Vec<u8> {
        let mut data = [self.amount.to_be_bytes(), self.from.to_be_bytes()].concat();
        data.resize(data.len() + self.padding, 0);
        data
    }
}

/// What a payload says.
#[derive(Clone, Copy, Debug, Default)]
pub struct Data {
    pub amount: i64,
    /// Position of the cause.
    pub from: i64,
}

/// A payload, as recorded.
pub fn read_data(data: &[u8]) -> Option<Data> {
    let (amount, rest) = data.split_first_chunk()?;
    let (from, _) = rest.split_first_chunk()?;
    Some(Data { amount: i64::from_be_bytes(*amount), from: i64::from_be_bytes(*from) })
}

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
        if add.from > 0 && add.amount < 0 {
            return Err(Refusal::new(kernel::Reason::WrongState, "a mirrored counter only grows"));
        }
        let old = self.0.get(&add.id).cloned();
        let mut counter = old.unwrap_or(Counter { id: add.id, version: 0, total: 0 });
        counter.version += 1;
        counter.total += add.amount;
        let subject = format!("{SUBJECT}{}", add.id);
        context.emit(subject, counter.version, add.event_type, context.today, add.data());
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

/// All counters, by id.
pub async fn counters(db: &db::Db) -> Vec<Counter> {
    let rows = db.list(Counter::SELECT, &db::Filter::new(), "ORDER BY id").await.unwrap();
    rows.iter().map(|row| Counter::from_row(row).unwrap()).collect()
}

/// What the mirror makes of the source's events.
pub struct Mirror;

impl Mirror {
    /// The types that it asks for.
    pub const TYPES: [&str; 2] = [PLACED, MOVED];
}

/// An amount at which the reaction panics.
pub const PANIC: i64 = 1_000_001;

impl Reactions<Add> for Mirror {
    fn types(&self) -> Vec<&'static str> {
        Self::TYPES.to_vec()
    }

    fn command(&self, event: &Received<'_>) -> Result<Option<Add>, String> {
        let id = event.subject.strip_prefix(SUBJECT).and_then(|id| id.parse().ok());
        let id = id.ok_or("subject is no counter")?;
        let Data { amount, .. } = read_data(event.data).ok_or("payload is too short")?;
        if amount == i64::MIN {
            return Err("amount is out of range".to_owned());
        }
        assert!(amount != PANIC, "as ordered");
        let event_type = if event.event_type == PLACED { PLACED } else { MOVED };
        Ok(Some(Add { id, amount, event_type, from: event.position.get(), padding: 0 }))
    }
}
