//! A service from start to stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use db::{Db, DbError, Driver, Foreign, MigrationText};
use feed::{Consumer, ConsumerConfig, Feed, Progress, Source};
use journal::{Journal, Writer, WriterLimits};
use kernel::{Clock, Ids, Timestamp, VirtualClock};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tonic::service::RoutesBuilder;
use tonic_health::ServingStatus;
use traces::Traces;
use wire::feed::feed_service_server::FeedServiceServer;

use crate::checked::checked;
use crate::operations::Operations;
use crate::parts::Parts;
use crate::ports::{self, Stopping};
use crate::service::HostedService;
use crate::start_error::StartError;
use crate::sweep::Sweeper;
use crate::tasks::{TaskKind, Tasks};
use crate::{Settings, admin, observe, reflection, telemetry};

/// How often commits of other replicas are looked for on PostgreSQL.
const HEAD_POLL: Duration = Duration::from_millis(150);
/// How often the system clock is asked whether something fell due.
const SWEEP_EVERY: Duration = Duration::from_mins(1);
const REQUESTS_FORGOTTEN_EVERY: Duration = Duration::from_hours(1);
const FEED: &str = "ketenstroom.feed.v1.FeedService";
const HEALTH: &str = "grpc.health.v1.Health";
const MICROSECONDS_PER_DAY: i64 = 86_400_000_000;

/// Sockets on which a service listens; made first, so that services can know each other's ports.
pub struct Listeners {
    grpc: TcpListener,
    admin: TcpListener,
}

impl Listeners {
    /// Opens the sockets.
    pub async fn bind(grpc: SocketAddr, admin: SocketAddr) -> Result<Self, StartError> {
        let open = async |address: SocketAddr| {
            TcpListener::bind(address).await.map_err(|e| StartError::Listen(address, e))
        };
        Ok(Self { grpc: open(grpc).await?, admin: open(admin).await? })
    }

    /// Where the service listens.
    pub fn grpc_address(&self) -> SocketAddr {
        self.grpc.local_addr().unwrap_or_else(|_| SocketAddr::from(([0, 0, 0, 0], 0)))
    }

    /// Where operators connect.
    pub fn admin_address(&self) -> SocketAddr {
        self.admin.local_addr().unwrap_or_else(|_| SocketAddr::from(([0, 0, 0, 0], 0)))
    }
}

/// A running service.
pub struct Running {
    /// Its name.
    pub name: &'static str,
    /// Where the service and its feed listen.
    pub grpc_address: SocketAddr,
    /// Where operators connect.
    pub admin_address: SocketAddr,
    /// What runs inside, watched over.
    pub tasks: Tasks,
    stop: CancellationToken,
    done: CancellationToken,
}

/// How a service came to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It was told to.
    Stopped,
    /// A task ended unasked; which, and how.
    Broken(String),
}

impl Running {
    /// Stops in order and waits for the end.
    pub async fn stop(self) {
        self.stop.cancel();
        self.done.cancelled().await;
    }

    /// Waits until the service has ended; by itself it does so only when something broke.
    pub async fn ended(&mut self) -> Ended {
        self.done.cancelled().await;
        self.tasks.broken().map_or(Ended::Stopped, |how| Ended::Broken(how.to_owned()))
    }
}

/// Starts a service on the given sockets. Ready when this returns.
pub async fn start<S: HostedService>(
    settings: Settings,
    listeners: Listeners,
) -> Result<Running, StartError> {
    telemetry::metrics();
    if settings.plaintext_beyond_loopback {
        tracing::warn!(
            service = S::NAME,
            "plaintext_beyond_loopback is set: traffic leaves this machine unencrypted and callers are believed"
        );
    }
    let db = Db::open(&settings.database, settings.database_connections_max).await?;
    let parts: [&'static [MigrationText]; 2] = [journal::MIGRATIONS, S::MIGRATIONS];
    if settings.migrate {
        db.migrate(&parts).await?;
    } else {
        let pending = db.pending(&parts).await?;
        if !pending.is_empty() {
            return Err(StartError::Pending(pending.join(", ")));
        }
    }
    match db.foreign(&parts).await? {
        // On PostgreSQL the version before goes on while an upgrade rolls, and when it is taken back.
        Some(Foreign::Newer(_)) if settings.newer_database || db.driver() == Driver::Postgres => {}
        Some(foreign) => return Err(StartError::Foreign(foreign)),
        None => {}
    }
    let virtual_clock = settings.simulation_start.map(VirtualClock::at);
    let clock = virtual_clock.clone().map_or(Clock::System, Clock::Virtual);
    let journal = Journal::open(db.clone(), clock.clone(), S::NAME).await?;
    if let Some(clock) = &virtual_clock {
        resume(clock, &journal).await?;
    }
    let limits =
        WriterLimits { queue_max: settings.queue_commands_max, batch_max: settings.batch_jobs_max };
    let stop = CancellationToken::new();
    let tasks = Tasks::new(S::NAME, stop.clone());
    // Of its own: what the service still does while it stops is written.
    let stop_writing = CancellationToken::new();
    let model = S::model(&settings.policy);
    let (writer, writing) = Writer::new(journal.clone(), model, limits, stop_writing.clone());
    tasks.spawn(TaskKind::Writer, "writer", writing);
    let parts = Parts {
        service: S::NAME,
        db: db.clone(),
        journal: journal.clone(),
        writer,
        clock,
        policy: settings.policy.clone(),
        // A SQLite file has one process, and a simulation has no replicas.
        replicas: db.driver() == Driver::Postgres && settings.simulation_start.is_none(),
        stop: stop.clone(),
        tasks: tasks.clone(),
    };

    let traces = telemetry::traces(S::NAME, &settings)?;
    let progress = start_consumers::<S>(&settings, &parts, &traces);
    let sweeper = Sweeper::new::<S>(&parts, virtual_clock);
    let operations = Operations::new(
        S::NAME,
        journal.clone(),
        progress,
        (parts.writer.health(), tasks.clone()),
        sweeper.clone(),
        observe::sampler(&parts),
        settings.policy.name().to_owned(),
        (db.clone(), S::replays),
    );
    let (health, health_service) = tonic_health::server::health_reporter();
    for name in S::GRPC_SERVICES.iter().chain(&[FEED, ""]) {
        health.set_service_status(*name, tonic_health::ServingStatus::Serving).await;
    }
    let health_of = [S::GRPC_SERVICES, &[""]].concat();
    let watching = watch_health(health, health_of, parts.writer.health(), stop.clone());
    tasks.spawn(TaskKind::Background, "health", watching);
    let source = Source::new(&settings.oin, S::NAME);
    let feed = Feed::new(journal.clone(), source, settings.feed, stop.clone());
    let mut routes = RoutesBuilder::default();
    routes.add_service(health_service).add_service(FeedServiceServer::new(feed));
    let served = S::GRPC_SERVICES.iter().copied().chain([FEED, HEALTH]);
    reflection::add(&mut routes, served)?;
    S::routes(&parts, &mut routes);
    let routes = checked(routes.routes(), parts.clock.clone())?;

    let routes = observe::requests(S::NAME, traces.clone(), routes);
    let admin_routes = admin::routes(operations, parts.clock.clone())?;
    let (grpc_address, admin_address) = (listeners.grpc_address(), listeners.admin_address());
    let limit = Duration::from_secs(settings.stop_seconds_max);
    let work = background(settings, journal, sweeper, stop.clone());
    tasks.spawn(TaskKind::Background, "background", work);
    let admin = ports::within(
        ports::admin(listeners.admin, admin_routes, stop.clone()),
        stop.clone(),
        limit,
    );
    tasks.spawn(TaskKind::Server, "admin", admin);
    let grpc =
        ports::within(ports::grpc(listeners.grpc, routes, stop.clone()), stop.clone(), limit);
    tasks.spawn(TaskKind::Server, "grpc", grpc);

    let stopping = ports::stopped(Stopping {
        service: S::NAME,
        limit,
        tasks: tasks.clone(),
        db,
        traces,
        stop: stop.clone(),
        stop_writing,
    });
    let done = CancellationToken::new();
    // Said when the task ends, however it ends.
    let said = done.clone().drop_guard();
    tokio::spawn(async move {
        stopping.await;
        drop(said);
    });
    let running = Running { name: S::NAME, grpc_address, admin_address, tasks, stop, done };
    observe::started(S::NAME);
    tracing::info!(service = S::NAME, grpc = %running.grpc_address, admin = %running.admin_address, "ready");
    Ok(running)
}

/// A virtual clock never stands before what its service has recorded: a simulation goes on where it was.
async fn resume(clock: &VirtualClock, journal: &Journal) -> Result<(), DbError> {
    let last = journal.head().await?.last;
    for event in journal.read(last.before(), 1).await? {
        clock.advance(Timestamp::from_microsecond(event.recorded_at_us).unwrap_or_default());
    }
    Ok(())
}

type Watchers = Vec<watch::Receiver<Progress>>;

fn start_consumers<S: HostedService>(
    settings: &Settings,
    parts: &Parts<S::Command>,
    traces: &Traces,
) -> Watchers {
    let mut watchers = Vec::new();
    let lease_holder = parts.replicas.then(|| Ids::random().to_string());
    for (source, reactions) in S::reactions(&parts.policy) {
        let Some(address) = settings.peers.get(source).cloned() else {
            tracing::warn!(
                service = S::NAME,
                source,
                "no address configured: its events are not read"
            );
            continue;
        };
        observe::subscription(S::NAME, source);
        let config = ConsumerConfig {
            source: source.to_owned(),
            dial: Arc::new(move || client::dial(&address)),
            lease_holder: lease_holder.clone(),
            jitter_seed: Ids::random().as_u64_pair().1,
            linger: S::LINGER,
            traces: traces.clone(),
        };
        let (consumer, watcher) = Consumer::new(
            config,
            parts.journal.clone(),
            parts.writer.clone(),
            reactions,
            parts.stop.clone(),
        );
        watchers.push(watcher);
        parts.tasks.spawn(TaskKind::Consumer, source, consumer.run());
    }
    watchers
}

/// Tells whoever asks for the health of the gRPC services that they do not serve: while the database takes no
/// writes, and from the moment on which the service stops.
async fn watch_health(
    health: tonic_health::server::HealthReporter,
    names: Vec<&'static str>,
    mut writer: watch::Receiver<journal::Health>,
    stop: CancellationToken,
) {
    let say = async |status| {
        for name in &names {
            health.set_service_status(*name, status).await;
        }
    };
    loop {
        let well = *writer.borrow_and_update() == journal::Health::Well;
        let status = if well { ServingStatus::Serving } else { ServingStatus::NotServing };
        say(status).await;
        tokio::select! {
            () = stop.cancelled() => break,
            changed = writer.changed() => if changed.is_err() { break },
        }
    }
    say(ServingStatus::NotServing).await;
    stop.cancelled().await;
}

/// What happens beside requests: looking for other replicas' commits, deadlines, retention.
async fn background(
    settings: Settings,
    journal: Journal,
    sweeper: Sweeper,
    stop: CancellationToken,
) {
    let mut poll = tokio::time::interval(HEAD_POLL);
    let mut sweep = tokio::time::interval(SWEEP_EVERY);
    let mut forget = tokio::time::interval(REQUESTS_FORGOTTEN_EVERY);
    let replicas = journal.db().driver() == Driver::Postgres;
    let real_time = settings.simulation_start.is_none();
    loop {
        let done = tokio::select! {
            () = stop.cancelled() => return,
            _ = poll.tick(), if replicas => journal.head().await.map(drop),
            _ = sweep.tick(), if real_time => match sweeper.sweep().await {
                Ok(_) => Ok(()),
                Err(error) => {
                    tracing::warn!(%error, "sweep failed");
                    Ok(())
                }
            },
            _ = forget.tick(), if real_time => {
                let days = i64::from(settings.request_retention_days);
                let before = journal.clock().now_us() - days * MICROSECONDS_PER_DAY;
                journal.forget_requests(before).await.map(drop)
            }
        };
        if let Err(error) = done {
            tracing::warn!(service = journal.service(), %error, "background work failed");
        }
    }
}
