//! What outlives a crash in the simulation: files, the clock, the caller of the source, the trace.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use db::Db;
use feed::{Consumer, ConsumerConfig, Feed, FeedLimits, Progress, Source, State};
use journal::{CommandError, EventHash, Journal, Request, Writer, WriterLimits};
use kernel::{Clock, Ids, Position, Timestamp, Uuid, VirtualClock};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::model::{self, ABSENT, Add, Counters, MOVED, Mirror, PLACED};
use crate::simnet;

/// Short, so that a simulated minute holds several drained streams.
const LIFETIME_MAX: Duration = Duration::from_secs(4);
const COUNTERS: u128 = 12;

/// The caller of the source, who sits outside and never crashes.
#[derive(Default)]
pub struct Caller {
    /// The step at which it is; repeated until all its requests were answered.
    step: u64,
    /// Every answer that it heard, by request.
    pub answers: BTreeMap<Uuid, Vec<u8>>,
    /// Requests that were answered differently the second time, or with an error that cannot be.
    pub contradictions: Vec<String>,
}

impl Caller {
    /// Hears the answers of a step; goes on to the next when none is missing.
    fn hear_all(&mut self, answers: Vec<(Uuid, Result<Vec<u8>, CommandError>)>) {
        let complete = answers.iter().all(|(_, answer)| answer.is_ok());
        for (request, answer) in answers {
            match answer {
                Ok(answer) => self.hear(request, answer),
                Err(CommandError::Unavailable(_) | CommandError::Stopping) => {}
                Err(error) => self.contradictions.push(format!("{request}: {error}")),
            }
        }
        self.step += u64::from(complete);
    }

    fn hear(&mut self, request: Uuid, answer: Vec<u8>) {
        let before = self.answers.entry(request).or_insert_with(|| answer.clone());
        if *before != answer {
            self.contradictions.push(format!("{request}: {before:?}, then {answer:?}"));
        }
    }
}

struct Inner {
    seed: u64,
    folder: tempfile::TempDir,
    start: Timestamp,
    clock: VirtualClock,
    trace: Mutex<Vec<String>>,
    caller: Mutex<Caller>,
    /// End of the source's log at each of its starts: what was read once must stay.
    ends: Mutex<Vec<(Position, EventHash)>>,
    head: Mutex<Option<watch::Receiver<Position>>>,
    progress: Mutex<Option<watch::Receiver<Progress>>>,
    calling: AtomicBool,
    starts: AtomicU64,
}

/// The simulated world. Copies share it.
#[derive(Clone)]
pub struct World(Arc<Inner>);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl World {
    /// A new world; everything in it follows from `seed`.
    pub fn new(seed: u64) -> Self {
        let start: Timestamp = "2025-03-01T08:00:00Z".parse().unwrap();
        Self(Arc::new(Inner {
            seed,
            folder: tempfile::tempdir().unwrap(),
            start,
            clock: VirtualClock::at(start),
            trace: Mutex::default(),
            caller: Mutex::default(),
            ends: Mutex::default(),
            head: Mutex::default(),
            progress: Mutex::default(),
            calling: AtomicBool::new(true),
            starts: AtomicU64::new(0),
        }))
    }

    /// Moves the clock of both hosts to the simulated time.
    pub fn reached(&self, elapsed: Duration) {
        self.0.clock.advance(self.0.start + elapsed);
    }

    /// Adds a line to the trace.
    pub fn note(&self, elapsed: Duration, what: &str) {
        lock(&self.0.trace).push(format!("{:>9.3} {what}", elapsed.as_secs_f64()));
    }

    fn note_here(&self, what: &str) {
        self.note(turmoil::sim_elapsed().unwrap_or_default(), what);
    }

    /// The trace so far.
    pub fn trace(&self) -> Vec<String> {
        lock(&self.0.trace).clone()
    }

    /// Ends the calls to the source, so that its log comes to rest.
    pub fn stop_calling(&self) {
        self.0.calling.store(false, Ordering::SeqCst);
    }

    /// What the caller knows.
    pub fn caller(&self) -> MutexGuard<'_, Caller> {
        lock(&self.0.caller)
    }

    /// End of the source's log at each of its starts.
    pub fn ends(&self) -> Vec<(Position, EventHash)> {
        lock(&self.0.ends).clone()
    }

    /// Where the mirror is; `None` before its first start.
    pub fn progress(&self) -> Option<Progress> {
        Some(lock(&self.0.progress).as_ref()?.borrow().clone())
    }

    /// Where the mirror is, and where the source's log ends.
    pub fn distance(&self) -> Option<(Progress, Position)> {
        let progress = self.progress()?;
        let head = *lock(&self.0.head).as_ref()?.borrow();
        Some((progress, head))
    }

    /// Whether the mirror has seen all that there is.
    pub fn caught_up(&self) -> bool {
        self.distance().is_some_and(|(progress, head)| {
            progress.state == State::Running && progress.position == head
        })
    }

    fn file(&self, host: &str) -> PathBuf {
        self.0.folder.path().join(host).join("log.db")
    }

    /// The journal of a host, on its own file.
    pub async fn journal(&self, host: &str) -> db::Result<Journal> {
        let url = format!("sqlite://{}", self.file(host).display()).parse()?;
        let db = Db::open_driven(&url)?;
        db.migrate(&[journal::MIGRATIONS, model::MIGRATIONS]).await?;
        Journal::open(db, Clock::Virtual(self.0.clock.clone()), host).await
    }

    /// The software of the source.
    pub async fn source(self) -> turmoil::Result {
        let journal = self.journal(simnet::SOURCE).await?;
        let head = journal.head().await?;
        self.note_here(&format!("source starts at {}", head.last));
        lock(&self.0.ends).push((head.last, head.hash));
        *lock(&self.0.head) = Some(journal.end());
        let limits = WriterLimits::default();
        let (writer, _) = Writer::start(journal.clone(), Counters::new(), limits);
        tokio::spawn(self.clone().call(writer));
        let limits =
            FeedLimits { batch_events_max: 20, lifetime_max: LIFETIME_MAX, ..Default::default() };
        let origin = Source::new("00000000000000000000", simnet::SOURCE);
        simnet::serve(Feed::new(journal, origin, limits, CancellationToken::new())).await
    }

    /// The software of the mirror.
    pub async fn mirror(self) -> turmoil::Result {
        let journal = self.journal(simnet::MIRROR).await?;
        let start = self.0.starts.fetch_add(1, Ordering::SeqCst);
        self.note_here(&format!("mirror starts, its log at {}", journal.head().await?.last));
        let limits = WriterLimits::default();
        let (writer, _) = Writer::start(journal.clone(), Counters::new(), limits);
        let world = self.clone();
        let config = ConsumerConfig {
            source: simnet::SOURCE.to_owned(),
            dial: simnet::dial(move || world.note_here("mirror dials")),
            lease_holder: self.0.seed.is_multiple_of(2).then(|| "replica".to_owned()),
            jitter_seed: self.0.seed.wrapping_add(start),
            linger: std::time::Duration::ZERO,
            traces: traces::Traces::off(),
        };
        let stop = CancellationToken::new();
        let (consumer, progress) = Consumer::new(config, journal, writer, Arc::new(Mirror), stop);
        *lock(&self.0.progress) = Some(progress);
        consumer.run().await;
        Ok(())
    }

    /// Sends requests until told to stop: mostly one at a time, sometimes many; some are sent again.
    async fn call(self, writer: Writer<Add>) {
        while self.0.calling.load(Ordering::SeqCst) {
            let step = self.caller().step;
            let mut rng = ChaCha8Rng::seed_from_u64(!self.0.seed ^ (step << 32));
            let mut calls = self.calls(step);
            // Out of impatience in the same breath, or long after the answer.
            for age in [0, 1, 7].into_iter().filter(|age| *age <= step) {
                if rng.random_bool(0.2) {
                    calls.extend(self.calls(step - age).pop());
                }
            }
            let sent = calls.into_iter().map(|(id, add)| {
                let request = Request::new(id, "Add", format!("{add:?}").as_bytes(), None);
                let writer = &writer;
                async move { (id, writer.send(request, add).await) }
            });
            let answers = futures::future::join_all(sent).await;
            // The answers are on their way: when the source crashes now, the caller asks again.
            tokio::time::sleep(Duration::from_millis(rng.random_range(0..40))).await;
            self.caller().hear_all(answers);
            tokio::time::sleep(Duration::from_millis(rng.random_range(0..200))).await;
        }
    }
}

impl World {
    /// The requests of a step; the same whenever they are made.
    fn calls(&self, step: u64) -> Vec<(Uuid, Add)> {
        let mut rng = ChaCha8Rng::seed_from_u64(self.0.seed ^ (step << 32));
        let size = if rng.random_bool(0.08) { rng.random_range(20..80) } else { 1 };
        (0..size).map(|n| (request_id(step, n), command(&mut rng))).collect()
    }
}

fn request_id(step: u64, n: u32) -> Uuid {
    Ids::derive(Uuid::from_u128(u128::from(step)), &n.to_be_bytes())
}

fn command(rng: &mut ChaCha8Rng) -> Add {
    let event_type = [PLACED, MOVED, ABSENT][rng.random_range(0..3)];
    let id = Uuid::from_u128(rng.random_range(0..COUNTERS));
    Add { id, amount: rng.random_range(1..100), event_type, from: 0, padding: 0 }
}
