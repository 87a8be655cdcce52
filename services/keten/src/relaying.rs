//! `keten relay`: the feeds of a running chain into NATS JetStream.

use std::net::SocketAddr;

use anyhow::{Context as _, Result};
use clap::Args;
use host::ExitCode;
use kernel::Position;
use relay::{Begin, Feed, Options, Relay, RelayError};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::reach::{Reach, service};

/// Arguments of `keten relay`.
#[derive(Args)]
pub(crate) struct RelayArgs {
    #[command(flatten)]
    reach: Reach,
    /// Address of the broker, for instance nats://broker:4222 or tls://user:password@broker:4222
    #[arg(long, env = "KETEN_RELAY_TO", hide_env_values = true)]
    to: String,
    /// Whose events (repeatable; those of all services otherwise)
    #[arg(long = "service")]
    services: Vec<String>,
    /// First words of every subject; the rest is the service and the type of the event
    #[arg(long, default_value = "ketenstroom")]
    subject_prefix: String,
    /// A stream that does not exist yet begins with the first event, instead of with the next one
    #[arg(long, conflicts_with = "after")]
    from_start: bool,
    /// A stream that does not exist yet begins after this position; with one --service only
    #[arg(long, value_name = "N")]
    after: Option<Position>,
    /// Accepts feeds and a broker beyond loopback without encryption, on a network that nobody else is on
    #[arg(long)]
    plaintext_beyond_loopback: bool,
    /// Copies that a new stream keeps, in a cluster of JetStream
    #[arg(long, default_value_t = 1)]
    replicas: usize,
    /// Where metrics are served, for instance 127.0.0.1:7206; nowhere otherwise
    #[arg(long, value_name = "ADDRESS")]
    metrics: Option<SocketAddr>,
}

pub(crate) async fn run(args: RelayArgs) -> Result<ExitCode> {
    let options = match options(&args) {
        Ok(options) => options,
        Err(error) => {
            eprintln!("keten: {error:#}");
            return Ok(ExitCode::Config);
        }
    };
    let stop = CancellationToken::new();
    let served = if let Some(address) = args.metrics {
        let bound = TcpListener::bind(address).await;
        let listener = bound.with_context(|| format!("listening for metrics on {address}"))?;
        Some(tokio::spawn(host::serve_metrics(listener, stop.clone())))
    } else {
        None
    };
    let ended = {
        let stop = stop.clone();
        tokio::spawn(async move {
            host::signal().await;
            stop.cancel();
        })
    };
    let relayed = async { Relay::connect(options).await?.run(stop.clone()).await }.await;
    stop.cancel();
    ended.abort();
    if let Some(served) = served {
        // A scrape that hangs has nothing to lose.
        served.abort();
    }
    Ok(match relayed {
        Ok(()) => ExitCode::Done,
        Err(error) => {
            eprintln!("keten: {error}");
            match error {
                RelayError::Argument(_) => ExitCode::Config,
                RelayError::Away { .. } => ExitCode::Unavailable,
                RelayError::Refused(_) => ExitCode::Failed,
            }
        }
    })
}

fn options(args: &RelayArgs) -> Result<Options> {
    for name in &args.services {
        service(name)?;
    }
    let wanted = |name: &str| args.services.is_empty() || args.services.iter().any(|s| s == name);
    let endpoints = args.reach.endpoints()?.into_iter();
    let from: Vec<Feed> = endpoints
        .filter(|endpoint| wanted(endpoint.service.name()))
        .map(|endpoint| Feed {
            service: endpoint.service.name().to_owned(),
            address: endpoint.grpc,
        })
        .collect();
    let mut names: Vec<&str> = from.iter().map(|feed| feed.service.as_str()).collect();
    names.dedup();
    if names.len() < from.len() {
        anyhow::bail!("a stream has one writer: give one address of each service");
    }
    let addresses: Vec<&str> =
        from.iter().map(|feed| feed.address.as_str()).chain([args.to.as_str()]).collect();
    for far in addresses {
        if far.starts_with("tls://") || host::is_loopback(far) {
            continue;
        }
        let far = relay::shown(far);
        if !args.plaintext_beyond_loopback {
            anyhow::bail!(
                "{far} lies beyond loopback, where traffic is not encrypted; on a network that nobody else is on, \
                 --plaintext-beyond-loopback accepts it"
            );
        }
        tracing::warn!(address = far, "plaintext beyond loopback");
    }
    if args.after.is_some() && from.len() != 1 {
        anyhow::bail!("--after is a position in one log: it needs one --service");
    }
    let begin = match args.after {
        Some(position) => Begin::After(position),
        None if args.from_start => Begin::Start,
        None => Begin::Now,
    };
    let (to, prefix) = (args.to.clone(), args.subject_prefix.clone());
    Ok(Options { from, to, prefix, begin, replicas: args.replicas })
}
