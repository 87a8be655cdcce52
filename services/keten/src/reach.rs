//! How the commands reach a running chain: its usual ports, those from another base, or addresses one by one.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use client::{Client, Endpoint, Service};

use crate::chain;

/// Addresses of services.
#[derive(Args, Clone, Debug)]
pub(crate) struct Reach {
    /// Address of a service and of its operations, for instance intake=http://10.0.0.1:7101,http://10.0.0.1:7201
    /// (repeatable, also for replicas of one service; the usual loopback ports otherwise)
    #[arg(long, value_name = "SERVICE=URL,URL")]
    at: Vec<String>,
    /// Base port of a chain on this machine, as keten up --port and keten demo --port have it
    #[arg(long, env = "KETEN_PORT", value_name = "PORT", default_value_t = chain::USUAL_PORT,
        value_parser = clap::value_parser!(u16).range(1..=i64::from(chain::PORT_MAX)))]
    port: u16,
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
            let at = chain::SERVICES.iter().zip(0..).find(|(name, _)| **name == service.name());
            let (grpc, admin) = chain::ports(self.port, at.map_or(0, |(_, at)| at));
            let usual = (format!("http://127.0.0.1:{grpc}"), format!("http://127.0.0.1:{admin}"));
            let replicas = given.get(service.name()).cloned().unwrap_or_else(|| vec![usual]);
            replicas.into_iter().map(move |(grpc, admin)| Endpoint { service, grpc, admin })
        };
        Ok(Service::ALL.into_iter().flat_map(one).collect())
    }

    /// Whether no address is given and nothing listens where operators of intake usually connect.
    pub(crate) async fn nobody_there(&self) -> bool {
        let (_, admin) = chain::ports(self.port, 0);
        let usual = (std::net::Ipv4Addr::LOCALHOST, admin);
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

/// A base port for a chain that is started here: 0 takes free ones.
pub(crate) fn base_port(text: &str) -> Result<u16, String> {
    let port: u16 = text.parse().map_err(|_| "must be a port".to_owned())?;
    let most = chain::PORT_MAX;
    if port <= most {
        Ok(port)
    } else {
        Err(format!("must be at most {most}, or 0 for free ports"))
    }
}

/// What to give to the other commands, so that they reach a chain on these ports.
pub(crate) fn option_for(base: u16) -> String {
    if base == chain::USUAL_PORT { String::new() } else { format!(" --port {base}") }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Asked {
        #[command(flatten)]
        reach: Reach,
    }

    fn endpoints(arguments: &[&str]) -> Vec<(String, String)> {
        let asked = Asked::try_parse_from([&["keten"], arguments].concat()).unwrap();
        let all = asked.reach.endpoints().unwrap();
        all.into_iter().map(|one| (one.grpc, one.admin)).collect()
    }

    #[test]
    fn a_base_port_gives_the_addresses_of_all() {
        let settings = host::Settings::of("prognosis");
        let usual = endpoints(&[]);
        assert!(usual.iter().any(|(grpc, _)| *grpc == format!("http://{}", settings.grpc_address)));
        let other = endpoints(&["--port", "21000", "--at", "intake=http://a:1,http://a:2"]);
        assert!(other.contains(&("http://a:1".to_owned(), "http://a:2".to_owned())));
        let of = |port: u16| format!("http://127.0.0.1:{port}");
        assert!((1..5).all(|at| other.contains(&(of(21_000 + at), of(21_100 + at)))), "{other:?}");
        assert!(Asked::try_parse_from(["keten", "--port", "65535"]).is_err());
        assert_eq!(base_port("0"), Ok(0));
        assert!(base_port("65500").is_err());
        let base = chain::free_base().unwrap();
        assert_eq!(option_for(base), format!(" --port {base}"));
    }
}
