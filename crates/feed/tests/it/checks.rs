//! The invariants of the log and the feed, checked over what is on disk when the simulation is over.

use std::collections::BTreeMap;

use journal::{Journal, Recorded};
use kernel::{INVARIANTS, Position, Uuid, Violation};

use crate::model::{Counter, Data, Mirror, counters, read_data};
use crate::world::World;

/// What does not hold.
#[derive(Default)]
pub struct Findings(pub Vec<Violation>);

impl Findings {
    fn hold(&mut self, id: &str, holds: bool, seen: impl FnOnce() -> String) {
        let invariant = INVARIANTS.iter().find(|invariant| invariant.id == id);
        let id = invariant.expect("the registry knows every checked invariant").id;
        if !holds {
            self.0.push(Violation { id, seen: seen() });
        }
    }
}

/// All events of a log.
pub async fn events(journal: &Journal) -> db::Result<Vec<Recorded>> {
    let mut all: Vec<Recorded> = Vec::new();
    loop {
        let page =
            journal.read(all.last().map_or(Position::BEGIN, |event| event.position), 1_000).await?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}

/// EL-1, EL-2 and EL-3 of one log.
async fn log(
    name: &str,
    journal: &Journal,
    log: &[Recorded],
    found: &mut Findings,
) -> db::Result<()> {
    let head = journal.head().await?;
    let ends = log.iter().try_fold(Position::BEGIN, |last, event| {
        (event.position == last.next()).then_some(event.position)
    });
    found.hold("EL-1", ends == Some(head.last), || {
        format!("{name}: {} events, head at {}", log.len(), head.last)
    });
    let mut versions: BTreeMap<&str, i64> = BTreeMap::new();
    for event in log {
        let version = versions.entry(&event.subject).or_default();
        *version += 1;
        found.hold("EL-2", event.subject_version == *version, || {
            format!("{name}: version {} where {version} is due", event.subject_version)
        });
    }
    let verified = journal.verify().await?;
    found.hold("EL-3", verified.is_ok(), || format!("{name}: {verified:?}"));
    Ok(())
}

/// EL-4: the mirror's log and counters are the source's wanted events, each once and in order.
fn applied(source: &[Recorded], mirror: &[Recorded], counted: &[Counter], found: &mut Findings) {
    let wanted: Vec<&Recorded> =
        source.iter().filter(|event| Mirror::TYPES.contains(&event.event_type.as_str())).collect();
    let due: Vec<(i64, Uuid)> = wanted.iter().map(|e| (e.position.get(), e.event_id)).collect();
    let done: Vec<(i64, Uuid)> = mirror
        .iter()
        .map(|event| (read_data(&event.data).unwrap_or_default().from, event.causation_id))
        .collect();
    found.hold("EL-4", due == done, || {
        let first = due.iter().zip(&done).position(|(due, done)| due != done);
        format!("{} due, {} applied, first difference {first:?}", due.len(), done.len())
    });
    let mut totals: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for event in wanted {
        let Data { amount, .. } = read_data(&event.data).unwrap_or_default();
        let total = totals.entry(&event.subject).or_default();
        *total = (total.0 + 1, total.1 + amount);
    }
    let counted: BTreeMap<String, (i64, i64)> =
        counted.iter().map(|c| (format!("teller/{}", c.id), (c.version, c.total))).collect();
    let equal = counted.iter().map(|(subject, c)| (subject.as_str(), *c)).eq(totals);
    found.hold("EL-4", equal, || "counters do not equal the log".to_owned());
}

/// EL-5: no request was answered in two ways, and each answered one stands in the log once.
fn requests(world: &World, source: &[Recorded], found: &mut Findings) {
    let caller = world.caller();
    found.hold("EL-5", caller.contradictions.is_empty(), || caller.contradictions.join(", "));
    let mut effects: BTreeMap<Uuid, u32> = BTreeMap::new();
    for event in source {
        *effects.entry(event.causation_id).or_default() += 1;
    }
    found.hold("EL-5", effects.values().all(|count| *count == 1), || {
        "a request has several effects".to_owned()
    });
    found.hold("EL-5", caller.answers.keys().all(|id| effects.contains_key(id)), || {
        "an answered request has no effect".to_owned()
    });
}

/// Checks everything; also the durable part of the trace: when which position was recorded and applied.
pub async fn all(world: &World, source: &Journal, mirror: &Journal) -> db::Result<Outcome> {
    let mut found = Findings::default();
    let (recorded, done) = (events(source).await?, events(mirror).await?);
    log("source", source, &recorded, &mut found).await?;
    log("mirror", mirror, &done, &mut found).await?;
    for (position, hash) in world.ends() {
        let at = |event: &&Recorded| event.position == position;
        let same = position == Position::BEGIN
            || recorded.iter().find(at).is_some_and(|event| event.hash == hash);
        found.hold("EL-3", same, || format!("event {position} changed after it was read"));
    }
    applied(&recorded, &done, &counters(mirror.db()).await, &mut found);
    requests(world, &recorded, &mut found);
    let mut trace = world.trace();
    let last = trace.last().cloned().unwrap_or_default();
    let line = |what: &str, event: &Recorded| {
        let from = read_data(&event.data).unwrap_or_default().from;
        format!("{what} {} at {} from {from}", event.position, event.recorded_at_us)
    };
    trace.extend(recorded.iter().map(|event| line("recorded", event)));
    trace.extend(done.iter().map(|event| line("applied", event)));
    Ok(Outcome { trace, last, violations: found.0, recorded: recorded.len(), applied: done.len() })
}

/// How a simulation ended.
pub struct Outcome {
    /// Everything that happened, with its simulated time.
    pub trace: Vec<String>,
    /// How the network's part of it ended.
    pub last: String,
    /// What does not hold.
    pub violations: Vec<Violation>,
    /// Events in the source's log.
    pub recorded: usize,
    /// Events in the mirror's log.
    pub applied: usize,
}
