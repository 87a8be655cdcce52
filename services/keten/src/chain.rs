//! The five services in one process, on loopback ports, each with its own database.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use db::DbUrl;
use host::{Listeners, Running, Service, Settings};
use housing::Housing;
use intake::Intake;
use kernel::Timestamp;
use law::Policy;
use prognosis::Prognosis;
use reception::Reception;
use returns::Returns;

/// Names of the services, in the order in which they start.
pub const SERVICES: [&str; 5] = ["intake", "reception", "returns", "housing", "prognosis"];

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
    /// Whether services listen on their usual ports; free ones otherwise.
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
        let mut listeners = BTreeMap::new();
        let mut peers = BTreeMap::new();
        for name in SERVICES {
            let settings = Settings::of(name);
            let free = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);
            let (grpc, admin) = if options.usual_ports {
                (settings.grpc_address, settings.admin_address)
            } else {
                (free, free)
            };
            let bound = Listeners::bind(grpc, admin).await?;
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
    pub fn endpoints(&self) -> Vec<world::Endpoint> {
        let one = |service: world::Service| {
            let address = self.addresses().get(service.name()).copied()?;
            Some(world::Endpoint {
                service,
                grpc: format!("http://{}", address.grpc),
                admin: format!("http://{}", address.admin),
            })
        };
        world::Service::ALL.into_iter().filter_map(one).collect()
    }

    /// Where each service is reached, by name.
    pub fn addresses(&self) -> BTreeMap<String, Address> {
        let one = |running: &Running| {
            let address = Address { grpc: running.grpc_address, admin: running.admin_address };
            (running.name.to_owned(), address)
        };
        self.running.iter().map(one).collect()
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

async fn start<S: Service>(settings: Settings, listeners: Listeners) -> Result<Running> {
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
