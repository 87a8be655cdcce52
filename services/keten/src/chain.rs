//! The five services in one process, on loopback ports, each with its own database.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use db::DbUrl;
use host::{HostedService, Listeners, Running, Settings};
use housing::Housing;
use intake::Intake;
use kernel::Timestamp;
use law::Policy;
use prognosis::Prognosis;
use reception::Reception;
use returns::Returns;

/// Names of the services, in the order in which they start.
pub const SERVICES: [&str; 5] = ["intake", "reception", "returns", "housing", "prognosis"];

/// The port of the first service where nobody asks for another.
pub const USUAL_PORT: u16 = 7_101;
/// How far the port of a service's operations is from that of the service.
const ADMIN_OFFSET: u16 = 100;
/// Highest base from which all ports are ports.
pub const PORT_MAX: u16 = u16::MAX - ADMIN_OFFSET - 4;
/// How often a row of free ports is looked for.
const FREE_TRIES: usize = 200;

/// Ports of the service in this place and of its operations, from a base of at most [`PORT_MAX`].
pub fn ports(base: u16, at: u16) -> (u16, u16) {
    (base + at, base + ADMIN_OFFSET + at)
}

/// A base from which all ports are free now.
///
/// # Errors
/// When there is none: somebody may still take one before the chain does, and then starting says so.
pub fn free_base() -> Result<u16> {
    let bind = |port| std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    for _ in 0..FREE_TRIES {
        let base = bind(0)?.local_addr()?.port();
        let places = 0..kernel::fit::<u16, _>(SERVICES.len());
        let mut all =
            places.flat_map(|at| [base.saturating_add(at), base.saturating_add(ADMIN_OFFSET + at)]);
        if base <= PORT_MAX && all.all(|port| bind(port).is_ok()) {
            return Ok(base);
        }
    }
    anyhow::bail!("no row of free ports was found on the loopback")
}

/// Where a chain keeps its databases.
#[derive(Clone, Debug)]
pub enum Storage {
    /// SQLite files in this folder.
    Folder(PathBuf),
    /// One address per service.
    Databases(BTreeMap<&'static str, DbUrl>),
}

/// How a chain is started.
#[derive(Clone, Debug)]
pub struct ChainOptions {
    /// Where its databases are.
    pub storage: Storage,
    /// The policy set that holds.
    pub policy: Arc<Policy>,
    /// Start of the virtual clock; `None` runs on the system's.
    pub simulation_start: Option<Timestamp>,
    /// Whether services listen on their usual ports, from [`USUAL_PORT`]; free ones otherwise.
    pub usual_ports: bool,
}

/// Where a service is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    /// The service and its feed.
    pub grpc: SocketAddr,
    /// Its operations.
    pub admin: SocketAddr,
}

/// A running chain.
pub struct Chain {
    running: Vec<Running>,
}

impl Chain {
    /// Starts all services. They are ready when this returns.
    pub async fn start(options: &ChainOptions) -> Result<Self> {
        Self::start_at(options, options.usual_ports.then_some(USUAL_PORT)).await
    }

    /// The same on ports from a base: the services in their order, their operations a hundred further. Free ports,
    /// anywhere, without one.
    pub async fn start_at(options: &ChainOptions, base: Option<u16>) -> Result<Self> {
        let mut listeners = BTreeMap::new();
        let mut peers = BTreeMap::new();
        for (name, at) in SERVICES.into_iter().zip(0..) {
            let (grpc, admin) = base.map_or((0, 0), |base| ports(base, at));
            let loopback = |port| SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
            let bound = Listeners::bind(loopback(grpc), loopback(admin)).await?;
            peers.insert(name.to_owned(), format!("http://{}", bound.grpc_address()));
            listeners.insert(name, bound);
        }
        let mut chain = Self { running: Vec::with_capacity(SERVICES.len()) };
        for name in SERVICES {
            let mut settings = Settings::of(name);
            settings.database = database(&options.storage, name)?;
            settings.policy_named = options.policy.name().to_owned();
            settings.policy = options.policy.clone();
            settings.simulation_start = options.simulation_start;
            settings.peers = peers.clone();
            settings.peers.remove(name);
            let bound = listeners.remove(name).context("every service has its sockets")?;
            let running = match name {
                "intake" => start::<Intake>(settings, bound).await,
                "reception" => start::<Reception>(settings, bound).await,
                "returns" => start::<Returns>(settings, bound).await,
                "housing" => start::<Housing>(settings, bound).await,
                _ => start::<Prognosis>(settings, bound).await,
            };
            chain.running.push(running.with_context(|| format!("starting {name}"))?);
        }
        Ok(chain)
    }

    /// Where each service is reached, for clients.
    pub fn endpoints(&self) -> Vec<client::Endpoint> {
        let one = |service: client::Service| {
            let address = self.addresses().get(service.name()).copied()?;
            Some(client::Endpoint {
                service,
                grpc: format!("http://{}", address.grpc),
                admin: format!("http://{}", address.admin),
            })
        };
        client::Service::ALL.into_iter().filter_map(one).collect()
    }

    /// Where each service is reached, by name.
    pub fn addresses(&self) -> BTreeMap<String, Address> {
        let one = |running: &Running| {
            let address = Address { grpc: running.grpc_address, admin: running.admin_address };
            (running.name.to_owned(), address)
        };
        self.running.iter().map(one).collect()
    }

    /// Waits until a service ends unasked; which, and how.
    pub async fn broken(&mut self) -> String {
        let ended = self.running.iter_mut().map(|running| {
            Box::pin(async move {
                match running.ended().await {
                    host::Ended::Broken(how) => format!("{} stopped: {how}", running.name),
                    host::Ended::Stopped => format!("{} stopped", running.name),
                }
            })
        });
        futures::future::select_all(ended).await.0
    }

    /// Stops all services in order.
    pub async fn stop(self) {
        let stopping: Vec<_> =
            self.running.into_iter().map(|running| tokio::spawn(running.stop())).collect();
        for service in stopping {
            if let Err(error) = service.await {
                tracing::error!(%error, "a service ended with a panic");
            }
        }
    }
}

async fn start<S: HostedService>(settings: Settings, listeners: Listeners) -> Result<Running> {
    Ok(host::start::<S>(settings, listeners).await?)
}

fn database(storage: &Storage, name: &str) -> Result<DbUrl> {
    match storage {
        Storage::Folder(folder) => {
            let path = folder.join(format!("{name}.db"));
            Ok(format!("sqlite://{}", path.display()).parse()?)
        }
        Storage::Databases(all) => {
            all.get(name).cloned().with_context(|| format!("no database is given for {name}"))
        }
    }
}
