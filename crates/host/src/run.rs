//! A service from start to stop.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use db::{Db, DbError, Driver, MigrationText};
use feed::{Consumer, ConsumerConfig, Feed, FeedLimits, Progress, Reactions, Source, dial_tcp};
use journal::{Journal, Model, Writer, WriterLimits};
use kernel::{Clock, Date, Ids, Timestamp, VirtualClock};
use law::Policy;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tonic::service::RoutesBuilder;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use traces::Traces;
use wire::feed::feed_service_server::FeedServiceServer;

use crate::due::Due;
use crate::operations::{Operations, Sweeper};
use crate::parts::Parts;
use crate::{Settings, admin, observe, telemetry};

/// How often commits of other replicas are looked for on PostgreSQL.
const HEAD_POLL: Duration = Duration::from_millis(150);
/// How often the system clock is asked whether something fell due.
const SWEEP_EVERY: Duration = Duration::from_mins(1);
const REQUESTS_FORGOTTEN_EVERY: Duration = Duration::from_hours(1);
const KEEP_ALIVE_INTERVAL: Duration = Duration::from_secs(30);
const KEEP_ALIVE_TIMEOUT: Duration = Duration::from_secs(10);
/// Time that the last spans may take at the end.
const TRACES_STOP_MAX: Duration = Duration::from_secs(3);
const WINDOW_BYTES: u32 = 1024 * 1024;
const MICROSECONDS_PER_DAY: i64 = 86_400_000_000;

/// A service that is listened to, and what follows from its events.
pub type Listens<C> = (&'static str, Arc<dyn Reactions<C>>);

/// A service as the host sees it.
pub trait Service: Send + Sync + 'static {
    /// Its name: in addresses, metrics and the source of its events.
    const NAME: &'static str;
    /// One sentence for `--help`.
    const ABOUT: &'static str;
    /// Its tables; numbers from 100.
    const MIGRATIONS: &'static [MigrationText];
    /// Full names of its gRPC services, for health.
    const GRPC_SERVICES: &'static [&'static str];
    /// Time that others may wait for more events before they send it a batch: nothing for a service that
    /// reacts, something for one that only counts.
    const LINGER: Duration = Duration::ZERO;
    /// Everything that can be asked of it.
    type Command: Send + Sync + 'static;
    /// What decides.
    type Model: Model<Command = Self::Command>;

    /// The model of a new process.
    fn model(policy: &Arc<Policy>) -> Self::Model;

    /// Registers the gRPC services.
    fn routes(parts: &Parts<Self::Command>, routes: &mut RoutesBuilder);

    /// Which services it listens to, and what follows from their events.
    fn reactions(policy: &Arc<Policy>) -> Vec<Listens<Self::Command>>;

    /// What falls due on or before `today`, each with its day, in a fixed order: of every kind at most `limit`, the
    /// oldest first.
    fn due(
        db: &Db,
        policy: &Policy,
        today: Date,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<Due<Self::Command>>, DbError>> + Send;
}

/// Why a service did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database cannot be used.
    #[error(transparent)]
    Db(#[from] DbError),
    /// Migrations are missing and may not be applied.
    #[error("database lacks migrations {0}; run migrate first")]
    Pending(String),
    /// An address cannot be listened on.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    /// The reflection service does not understand the descriptor set.
    #[error("reflection: {0}")]
    Reflection(String),
    /// Traces cannot be sent.
    #[error(transparent)]
    Traces(#[from] traces::TraceError),
}

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
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Running {
    /// Stops in order and waits for the end.
    pub async fn stop(self) {
        self.stop.cancel();
        if let Err(error) = self.task.await {
            tracing::error!(service = self.name, %error, "service ended with a panic");
        }
    }

    /// Waits until the service ends by itself, which it does only when something broke.
    pub async fn ended(&mut self) {
        if let Err(error) = (&mut self.task).await {
            tracing::error!(service = self.name, %error, "service ended with a panic");
        }
    }
}

/// Starts a service on the given sockets. Ready when this returns.
pub async fn start<S: Service>(
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
    let virtual_clock = settings.simulation_start.map(VirtualClock::at);
    let clock = virtual_clock.clone().map_or(Clock::System, Clock::Virtual);
    let journal = Journal::open(db.clone(), clock.clone(), S::NAME).await?;
    if let Some(clock) = &virtual_clock {
        resume(clock, &journal).await?;
    }
    let limits =
        WriterLimits { queue_max: settings.queue_commands_max, batch_max: settings.batch_jobs_max };
    let (writer, writing) = Writer::start(journal.clone(), S::model(&settings.policy), limits);
    let stop = CancellationToken::new();
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
    };

    let traces = telemetry::traces(S::NAME, &settings)?;
    let (progress, consumers) = start_consumers::<S>(&settings, &parts, &traces, &stop);
    let sweeper = Sweeper::new::<S>(&parts, virtual_clock);
    let operations = Operations::new(
        S::NAME,
        journal.clone(),
        progress,
        sweeper.clone(),
        observe::sampler(&parts),
        settings.policy.name().to_owned(),
    );
    let (health, health_service) = tonic_health::server::health_reporter();
    for name in S::GRPC_SERVICES.iter().chain(&["ketenstroom.feed.v1.FeedService", ""]) {
        health.set_service_status(*name, tonic_health::ServingStatus::Serving).await;
    }
    let source = Source::new(&settings.oin, S::NAME);
    let feed = Feed::new(journal.clone(), source, FeedLimits::default(), stop.clone());
    let mut routes = RoutesBuilder::default();
    routes.add_service(health_service).add_service(FeedServiceServer::new(feed));
    add_reflection(&mut routes)?;
    S::routes(&parts, &mut routes);

    let running = Running {
        name: S::NAME,
        grpc_address: listeners.grpc_address(),
        admin_address: listeners.admin_address(),
        stop: stop.clone(),
        task: tokio::spawn(serve::<S>(Serving {
            settings,
            listeners,
            parts,
            routes: observe::requests(S::NAME, traces.clone(), routes.routes()),
            traces,
            operations,
            sweeper,
            health,
            stop,
            consumers,
            writing,
        })),
    };
    observe::started(S::NAME);
    tracing::info!(service = S::NAME, grpc = %running.grpc_address, admin = %running.admin_address, "ready");
    Ok(running)
}

/// A virtual clock never stands before what its service has recorded: a simulation goes on where it was.
async fn resume(clock: &VirtualClock, journal: &Journal) -> Result<(), DbError> {
    let last = journal.head().await?.last;
    for event in journal.read(last - 1, 1).await? {
        clock.advance(Timestamp::from_microsecond(event.recorded_at_us).unwrap_or_default());
    }
    Ok(())
}

type Watchers = Vec<watch::Receiver<Progress>>;

fn start_consumers<S: Service>(
    settings: &Settings,
    parts: &Parts<S::Command>,
    traces: &Traces,
    stop: &CancellationToken,
) -> (Watchers, Vec<JoinHandle<()>>) {
    let mut watchers = Vec::new();
    let mut tasks = Vec::new();
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
            dial: Arc::new(move || dial_tcp(&address)),
            lease_holder: lease_holder.clone(),
            jitter_seed: Ids::random().as_u128() as u64,
            linger: S::LINGER,
            traces: traces.clone(),
        };
        let (consumer, watcher) = Consumer::new(
            config,
            parts.journal.clone(),
            parts.writer.clone(),
            reactions,
            stop.clone(),
        );
        watchers.push(watcher);
        tasks.push(tokio::spawn(consumer.run()));
    }
    (watchers, tasks)
}

/// Reflection in both versions: grpcio's client speaks v1alpha only.
fn add_reflection(routes: &mut RoutesBuilder) -> Result<(), StartError> {
    let builder = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(wire::DESCRIPTOR_SET)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
    };
    let failed = |error: tonic_reflection::server::Error| StartError::Reflection(error.to_string());
    routes.add_service(builder().build_v1().map_err(failed)?);
    routes.add_service(builder().build_v1alpha().map_err(failed)?);
    Ok(())
}

struct Serving<C> {
    settings: Settings,
    listeners: Listeners,
    parts: Parts<C>,
    routes: tonic::service::Routes,
    traces: Traces,
    operations: Operations,
    sweeper: Sweeper,
    health: tonic_health::server::HealthReporter,
    stop: CancellationToken,
    consumers: Vec<JoinHandle<()>>,
    writing: JoinHandle<()>,
}

async fn serve<S: Service>(serving: Serving<S::Command>) {
    let Serving {
        settings,
        listeners,
        parts,
        routes,
        traces,
        operations,
        sweeper,
        health,
        stop,
        consumers,
        writing,
    } = serving;
    let background =
        tokio::spawn(background(settings.clone(), parts.journal.clone(), sweeper, stop.clone()));
    let admin = admin::serve(listeners.admin, operations, stop.clone());
    let admin = tokio::spawn(admin);
    // Said here, because a server that is given its connections does not set it: without it a short answer
    // waits for the client's delayed acknowledgement, 40 ms.
    let incoming = TcpIncoming::from(listeners.grpc).with_nodelay(Some(true));
    let server = Server::builder()
        .http2_keepalive_interval(Some(KEEP_ALIVE_INTERVAL))
        .http2_keepalive_timeout(Some(KEEP_ALIVE_TIMEOUT))
        .initial_stream_window_size(WINDOW_BYTES)
        .initial_connection_window_size(WINDOW_BYTES)
        .add_routes(routes)
        .serve_with_incoming_shutdown(incoming, {
            let stop = stop.clone();
            async move {
                stop.cancelled().await;
                health.set_service_status("", tonic_health::ServingStatus::NotServing).await;
            }
        });
    let mut server = tokio::spawn(server);
    tokio::select! {
        ended = &mut server => {
            tracing::error!(service = S::NAME, ?ended, "server ended by itself");
            stop.cancel();
        }
        () = stop.cancelled() => {
            let limit = Duration::from_secs(settings.stop_seconds_max);
            if tokio::time::timeout(limit, &mut server).await.is_err() {
                tracing::warn!(service = S::NAME, "connections were cut: they did not end in time");
                server.abort();
            }
        }
    }
    for task in consumers.into_iter().chain([background, admin]) {
        if let Err(error) = task.await {
            tracing::error!(service = S::NAME, %error, "background task panicked");
        }
    }
    let db = parts.db.clone();
    // The last handles of the writer go with the parts; it empties its queue and ends.
    drop(parts);
    if tokio::time::timeout(Duration::from_secs(settings.stop_seconds_max), writing).await.is_err()
    {
        tracing::warn!(service = S::NAME, "writer did not end in time");
    }
    db.close().await;
    traces.stop(TRACES_STOP_MAX).await;
    tracing::info!(service = S::NAME, "stopped");
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
