//! How the commands reach a running chain: its usual ports, unless told otherwise.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use host::Settings;
use world::{Client, Endpoint, Service};

/// Addresses of services.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Reach {
    /// Address of a service and of its operations, for instance intake=http://10.0.0.1:7101,http://10.0.0.1:7201
    /// (repeatable, also for replicas of one service; the usual loopback ports otherwise)
    #[arg(long, value_name = "SERVICE=URL,URL")]
    at: Vec<String>,
}

impl Reach {
    /// The addresses of all services and of their replicas.
    pub(crate) fn endpoints(&self) -> Result<Vec<Endpoint>> {
        let mut given: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for text in &self.at {
            let (name, urls) = text.split_once('=').with_context(|| wrong(text))?;
            let (grpc, admin) = urls.split_once(',').with_context(|| wrong(text))?;
            if !Service::ALL.iter().any(|service| service.name() == name) {
                bail!("--at {text:?} names {name:?}, which is no service");
            }
            given.entry(name.to_owned()).or_default().push((grpc.to_owned(), admin.to_owned()));
        }
        let one = |service: Service| {
            let settings = Settings::of(service.name());
            let usual = (
                format!("http://{}", settings.grpc_address),
                format!("http://{}", settings.admin_address),
            );
            let replicas = given.get(service.name()).cloned().unwrap_or_else(|| vec![usual]);
            replicas.into_iter().map(move |(grpc, admin)| Endpoint { service, grpc, admin })
        };
        Ok(Service::ALL.into_iter().flat_map(one).collect())
    }

    /// Whether no address is given and nothing listens where operators of intake usually connect.
    pub(crate) async fn nobody_there(&self) -> bool {
        let usual = Settings::of("intake").admin_address;
        self.at.is_empty() && tokio::net::TcpStream::connect(usual).await.is_err()
    }

    /// A connection.
    pub(crate) fn client(&self) -> Result<Client> {
        Ok(Client::new(&self.endpoints()?)?)
    }
}

fn wrong(text: &str) -> String {
    format!("--at {text:?} is not of the form service=http://host:port,http://host:admin-port")
}

/// The service of this name.
pub(crate) fn service(name: &str) -> Result<Service> {
    let found = Service::ALL.into_iter().find(|service| service.name() == name);
    found.with_context(|| {
        format!("{name:?} is not intake, reception, returns, housing or prognosis")
    })
}
