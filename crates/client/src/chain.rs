//! The way to a running chain: commands that are sent until they are answered, clocks, and waiting until
//! everything that follows from everything has been applied.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::{StreamExt as _, TryStreamExt as _, stream};
use kernel::Timestamp;
use tonic::transport::Channel;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;
use wire::feed::feed_service_client::FeedServiceClient;
use wire::housing::housing_service_client::HousingServiceClient;
use wire::intake::intake_service_client::IntakeServiceClient;
use wire::operations::operations_service_client::OperationsServiceClient;
use wire::operations::{
    AdvanceClockRequest, AwaitProgressRequest, GetDigestRequest, GetProgressRequest,
};
use wire::prognosis::prognosis_service_client::PrognosisServiceClient;
use wire::reception::reception_service_client::ReceptionServiceClient;
use wire::returns::returns_service_client::ReturnsServiceClient;

use crate::command::Command;
use crate::dial::dial;
use crate::endpoint::{Endpoint, Service};
use crate::error::ClientError;
use crate::reading;

/// Commands under way at a time, to all services together.
const UNDER_WAY_MAX: usize = 256;
/// Largest answer of prognosis: an edition has thousands of results, each with its quantiles.
const PROGNOSIS_BYTES_MAX: usize = 64 * 1024 * 1024;
const BACKOFF_MIN: Duration = Duration::from_millis(20);
const BACKOFF_MAX: Duration = Duration::from_secs(1);
/// A service that has not answered for so long is given up.
const PATIENCE: Duration = Duration::from_mins(2);
/// A service that is up but behind is given so long to catch up.
const CATCH_UP: Duration = Duration::from_mins(10);
/// A service that was started anew gets so long to be told the time.
const BEHIND_MAX: Duration = Duration::from_secs(2);
const AWAIT_MS: u32 = 60_000;

/// One process of a service.
struct Replica {
    grpc: Channel,
    operations: OperationsServiceClient<Channel>,
}

struct Replicas {
    service: Service,
    all: Vec<Replica>,
    turn: AtomicUsize,
}

impl Replicas {
    /// The replicas take turns, so that a request that one did not answer goes to the next.
    fn next(&self) -> &Replica {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        &self.all[turn % self.all.len()]
    }

    /// Tells the time to all replicas, as well as that goes: one that is away refuses later dates when it is
    /// back, and is then told.
    async fn announce(&self, now: Timestamp) {
        let one = |replica: &Replica| {
            let mut operations = replica.operations.clone();
            async move { drop(operations.advance_clock(advance(now, true)).await) }
        };
        futures::future::join_all(self.all.iter().map(one)).await;
    }
}

/// A connection to every service of a chain. Copies share it.
#[derive(Clone)]
pub struct Client {
    lines: Arc<HashMap<Service, Replicas>>,
    /// The time of the chain, for a service that comes back with an older one.
    now: Arc<std::sync::Mutex<Option<Timestamp>>>,
}

impl Client {
    /// Connects when first used. Several endpoints of a service are its replicas.
    pub fn new(endpoints: &[Endpoint]) -> Result<Self, ClientError> {
        let mut lines: HashMap<Service, Replicas> = HashMap::new();
        for endpoint in endpoints {
            let service = endpoint.service;
            let open = |address: &str| {
                dial(address)
                    .map_err(|error| ClientError::Address { service, reason: error.to_string() })
            };
            let operations = OperationsServiceClient::new(open(&endpoint.admin)?);
            let replica = Replica { grpc: open(&endpoint.grpc)?, operations };
            let line = || Replicas { service, all: Vec::new(), turn: AtomicUsize::new(0) };
            lines.entry(service).or_insert_with(line).all.push(replica);
        }
        Ok(Self { lines: Arc::new(lines), now: Arc::default() })
    }

    fn line(&self, service: Service) -> Result<&Replicas, ClientError> {
        self.lines.get(&service).ok_or_else(|| ClientError::Address {
            service,
            reason: "no address is given".to_owned(),
        })
    }

    /// A channel to a service, for a client of its contract.
    pub fn channel(&self, service: Service) -> Result<Channel, ClientError> {
        Ok(self.line(service)?.next().grpc.clone())
    }

    /// A client of intake.
    pub fn intake(&self) -> Result<IntakeServiceClient<Channel>, ClientError> {
        Ok(IntakeServiceClient::new(self.channel(Service::Intake)?))
    }

    /// A client of reception.
    pub fn reception(&self) -> Result<ReceptionServiceClient<Channel>, ClientError> {
        Ok(ReceptionServiceClient::new(self.channel(Service::Reception)?))
    }

    /// A client of returns.
    pub fn returns(&self) -> Result<ReturnsServiceClient<Channel>, ClientError> {
        Ok(ReturnsServiceClient::new(self.channel(Service::Returns)?))
    }

    /// A client of housing.
    pub fn housing(&self) -> Result<HousingServiceClient<Channel>, ClientError> {
        Ok(HousingServiceClient::new(self.channel(Service::Housing)?))
    }

    /// A client of prognosis.
    pub fn prognosis(&self) -> Result<PrognosisServiceClient<Channel>, ClientError> {
        let client = PrognosisServiceClient::new(self.channel(Service::Prognosis)?);
        Ok(client.max_decoding_message_size(PROGNOSIS_BYTES_MAX))
    }

    /// A client of the feed of a service.
    pub fn feed(&self, service: Service) -> Result<FeedServiceClient<Channel>, ClientError> {
        Ok(reading::feed(self.channel(service)?))
    }

    /// The operations of a service.
    pub fn operations(
        &self,
        service: Service,
    ) -> Result<OperationsServiceClient<Channel>, ClientError> {
        Ok(self.line(service)?.next().operations.clone())
    }

    /// Sends a command until it is answered: a lost connection loses nothing, the request id makes it once.
    pub async fn send(&self, command: &Command) -> Result<Vec<u8>, ClientError> {
        let line = self.line(command.service)?;
        let (mut waited, mut pause) = (Duration::ZERO, BACKOFF_MIN);
        loop {
            let status = match command.send(line.next().grpc.clone()).await {
                Ok(answer) => return Ok(answer),
                Err(status) => status,
            };
            let reason =
                status.get_details_error_info().map(|info| info.reason).unwrap_or_default();
            // A service that was started anew stands at the time of its last event.
            let behind = reason == "DATE_IN_FUTURE" && waited < BEHIND_MAX;
            if !behind && !is_transient(&status) {
                let reason = if reason.is_empty() { status.code().to_string() } else { reason };
                let message = status.message().to_owned();
                return Err(ClientError::Refused { path: command.path, reason, message });
            }
            if waited > PATIENCE {
                return Err(stuck(line, &status));
            }
            tokio::time::sleep(pause).await;
            waited += pause;
            pause = (pause * 2).min(BACKOFF_MAX);
            let now = *self.now.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if let Some(now) = now {
                // Best effort: the command itself tells whether the service is back.
                line.announce(now).await;
            }
        }
    }

    /// Sends groups of commands: in order within a group, groups beside each other.
    ///
    /// Refusals do not stop it; they are answered in an order of their own with the commands that were refused.
    pub async fn send_all(
        &self,
        groups: Vec<Vec<Command>>,
    ) -> Result<Vec<(Command, ClientError)>, ClientError> {
        let one = |group: Vec<Command>| async move {
            let mut refused = Vec::new();
            for command in group {
                match self.send(&command).await {
                    Ok(_) => {}
                    Err(error @ ClientError::Refused { .. }) => refused.push((command, error)),
                    Err(error) => return Err(error),
                }
            }
            Ok(refused)
        };
        let answers = stream::iter(groups.into_iter().map(one)).buffer_unordered(UNDER_WAY_MAX);
        let all: Vec<_> = answers.try_collect().await?;
        let mut refused: Vec<_> = all.into_iter().flatten().collect();
        refused.sort_by_cached_key(|(command, error)| (error.to_string(), command.body.clone()));
        Ok(refused)
    }

    /// Waits until nothing follows from anything any more: every service has applied every event there is.
    /// Answers how many events the four logs hold then.
    pub async fn settle(&self) -> Result<u64, ClientError> {
        self.settle_among(&[
            Service::Intake,
            Service::Reception,
            Service::Returns,
            Service::Housing,
        ])
        .await
    }

    /// Waits until prognosis, too, has seen everything.
    pub async fn settle_prognosis(&self) -> Result<(), ClientError> {
        self.settle().await?;
        self.settle_among(&Service::ALL).await.map(drop)
    }

    async fn settle_among(&self, services: &[Service]) -> Result<u64, ClientError> {
        let mut ends = self.ends(services).await?;
        loop {
            let waits = services.iter().map(|service| self.await_ends(*service, &ends));
            futures::future::try_join_all(waits).await?;
            let now = self.ends(services).await?;
            if now == ends {
                return Ok(ends.values().map(|end| end.head).sum());
            }
            ends = now;
        }
    }

    async fn ends(&self, services: &[Service]) -> Result<HashMap<&'static str, End>, ClientError> {
        let one = |service: Service| async move {
            let progress = self
                .ask(service, |mut operations| async move {
                    operations.get_progress(GetProgressRequest {}).await
                })
                .await?;
            let sources = progress.subscriptions.into_iter().map(|reads| reads.source).collect();
            let end = End { head: progress.head_position, sources };
            Ok::<_, ClientError>((service.name(), end))
        };
        let ends = futures::future::try_join_all(services.iter().map(|service| one(*service)));
        Ok(ends.await?.into_iter().collect())
    }

    /// Waits until a service has applied everything of those that it listens to.
    async fn await_ends(
        &self,
        service: Service,
        ends: &HashMap<&'static str, End>,
    ) -> Result<(), ClientError> {
        let sources = ends.get(service.name()).map_or(&[][..], |end| &end.sources);
        let positions: HashMap<String, u64> = sources
            .iter()
            .filter_map(|source| Some((source.clone(), ends.get(source.as_str())?.head)))
            .collect();
        self.ask(service, |mut operations| {
            let positions = positions.clone();
            async move {
                let request = AwaitProgressRequest { positions, timeout_ms: AWAIT_MS };
                operations.await_progress(request).await
            }
        })
        .await
        .map(drop)
    }

    /// Moves the clocks of all services, then carries out what falls due, one service after the other and each
    /// at rest: what follows from one is then the same in every run.
    pub async fn advance(&self, to: Timestamp) -> Result<(), ClientError> {
        *self.now.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(to);
        let clock = |service: Service, hold: bool| {
            self.ask(service, move |mut operations| async move {
                operations.advance_clock(advance(to, hold)).await
            })
        };
        let all = Service::ALL.map(|service| async move {
            self.line(service)?.announce(to).await;
            // One of them must have heard it.
            clock(service, true).await
        });
        futures::future::try_join_all(all).await?;
        for service in Service::ALL {
            if clock(service, false).await?.due_count > 0 {
                self.settle().await?;
            }
        }
        Ok(())
    }

    /// Number of events and order-free digest of each log.
    pub async fn digests(&self) -> Result<Vec<(Service, u64, Vec<u8>)>, ClientError> {
        let mut all = Vec::new();
        for service in Service::ALL {
            let digest = self
                .ask(service, |mut operations| async move {
                    operations.get_digest(GetDigestRequest {}).await
                })
                .await?;
            all.push((service, digest.event_count, digest.content_digest));
        }
        Ok(all)
    }

    /// Name of the policy set that a service holds.
    pub async fn policy(&self, service: Service) -> Result<String, ClientError> {
        let progress = self
            .ask(service, |mut operations| async move {
                operations.get_progress(GetProgressRequest {}).await
            })
            .await?;
        Ok(progress.policy)
    }

    /// Asks operations of a service until it answers.
    async fn ask<R, F, A>(&self, service: Service, call: F) -> Result<R, ClientError>
    where
        F: Fn(OperationsServiceClient<Channel>) -> A,
        A: Future<Output = Result<tonic::Response<R>, Status>>,
    {
        let line = self.line(service)?;
        let (began, mut pause) = (std::time::Instant::now(), BACKOFF_MIN);
        loop {
            match call(line.next().operations.clone()).await {
                Ok(answer) => return Ok(answer.into_inner()),
                // Still on its way: positions were not reached in time.
                Err(status)
                    if status.code() == Code::DeadlineExceeded && began.elapsed() <= CATCH_UP => {}
                Err(status) if is_transient(&status) && began.elapsed() <= PATIENCE => {
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(BACKOFF_MAX);
                }
                Err(status) => return Err(stuck(line, &status)),
            }
        }
    }
}

fn stuck(line: &Replicas, status: &Status) -> ClientError {
    ClientError::Stuck { service: line.service, reason: status.to_string() }
}

/// Whether the same request may be answered later. A connection that breaks under way shows as `Unknown`,
/// `Internal` or `Cancelled`, which a service itself does not answer commands with but for bugs.
fn is_transient(status: &Status) -> bool {
    use std::error::Error as _;
    let broken = matches!(status.code(), Code::Unknown | Code::Internal | Code::Cancelled)
        && status.source().is_some();
    broken || status.code() == Code::Unavailable
}

fn advance(to: Timestamp, hold: bool) -> AdvanceClockRequest {
    let to = prost_types::Timestamp { seconds: to.as_second(), nanos: to.subsec_nanosecond() };
    AdvanceClockRequest { to: Some(to), hold }
}

/// Where a service stands: the end of its log, and whom it listens to.
#[derive(Clone, Debug, PartialEq, Eq)]
struct End {
    head: u64,
    sources: Vec<String>,
}
