//! Configuration: defaults, then a TOML file, then the environment, then flags; the last word wins.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use db::DbUrl;
use feed::FeedLimits;
use figment::Figment;
use figment::providers::{Format as _, Serialized, Toml};
use kernel::Timestamp;
use law::Policy;
use serde::{Deserialize, Serialize};

/// What a service is told at its start.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Address of the database.
    pub database: DbUrl,
    /// Connections that may be open to the database.
    pub database_connections_max: u32,
    /// Whether missing migrations are applied at the start; otherwise they are a reason not to start.
    pub migrate: bool,
    /// Where the service and its feed listen; port 0 takes a free one.
    pub grpc_address: SocketAddr,
    /// Where operators and Prometheus connect; loopback or a private network.
    pub admin_address: SocketAddr,
    /// Whether plaintext may leave this machine: without it only loopback addresses are accepted. For a
    /// network that nobody else is on, until connections are secured with certificates.
    pub plaintext_beyond_loopback: bool,
    /// OIN of the organisation, 20 digits.
    pub oin: String,
    /// Addresses of other services by name, for instance `intake = "http://127.0.0.1:7101"`.
    pub peers: BTreeMap<String, String>,
    /// The policy set that holds: what every term, amount and switch of the law is on which date.
    pub policy: Arc<Policy>,
    /// How it was named: a set that comes with the software, or a file.
    pub policy_named: String,
    /// Start of the virtual clock; unset in production.
    pub simulation_start: Option<Timestamp>,
    /// How log lines look.
    pub log_format: LogFormat,
    /// Which log lines are written, in the language of `tracing`'s filters.
    pub log_filter: String,
    /// Where traces are sent: `http://host:port` of a collector that takes OTLP over gRPC; unset: nowhere.
    pub otlp_endpoint: Option<String>,
    /// Of a thousand traces that begin here, so many are kept; what a caller decided holds.
    pub trace_permille: u32,
    /// Commands that may wait for the writer.
    pub queue_commands_max: usize,
    /// Commands and deliveries in one transaction.
    pub batch_jobs_max: usize,
    /// Time that a stop may take before connections are cut.
    pub stop_seconds_max: u64,
    /// Days that the answers to requests are kept.
    pub request_retention_days: u32,
    /// Whether a SQLite file that a newer version has migrated is accepted: to take an upgrade back. On PostgreSQL it
    /// always is, because versions run side by side during an upgrade.
    pub newer_database: bool,
    /// How many streams of the feed may be open, and what they may hold.
    pub feed: FeedLimits,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// A configuration that cannot be used; names the key.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(pub String);

/// The form in which configuration is written.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    database: String,
    database_connections_max: u32,
    migrate: bool,
    grpc_address: String,
    admin_address: String,
    plaintext_beyond_loopback: bool,
    oin: String,
    peers: BTreeMap<String, String>,
    policy: String,
    simulation_start: Option<String>,
    log_format: LogFormat,
    log_filter: String,
    otlp_endpoint: Option<String>,
    trace_permille: u32,
    queue_commands_max: usize,
    batch_jobs_max: usize,
    stop_seconds_max: u64,
    request_retention_days: u32,
    newer_database: bool,
    feed_streams_max: u32,
    feed_streams_per_peer_max: u32,
    feed_held_bytes_max: u64,
}

/// Ports that services listen on unless told otherwise; the admin port is 100 higher.
const PORTS: &[(&str, u16)] = &[
    ("intake", 7101),
    ("reception", 7102),
    ("returns", 7103),
    ("housing", 7104),
    ("prognosis", 7105),
];

fn defaults(service: &str) -> Raw {
    let port = PORTS.iter().find(|(name, _)| *name == service).map_or(7100, |(_, port)| *port);
    let peers = PORTS.iter().filter(|(name, _)| *name != service);
    Raw {
        database: format!("sqlite://data/{service}.db"),
        database_connections_max: 8,
        migrate: true,
        grpc_address: format!("127.0.0.1:{port}"),
        admin_address: format!("127.0.0.1:{}", port + 100),
        plaintext_beyond_loopback: false,
        oin: test_oin(port),
        peers: peers
            .map(|(name, port)| ((*name).to_owned(), format!("http://127.0.0.1:{port}")))
            .collect(),
        policy: "PACT_PLUS_TWO_STATUS_2026".to_owned(),
        simulation_start: None,
        log_format: LogFormat::Text,
        log_filter: "info,sqlx=warn,h2=warn,hyper=warn,tonic=warn".to_owned(),
        otlp_endpoint: None,
        trace_permille: 1_000,
        queue_commands_max: 4_096,
        batch_jobs_max: 256,
        stop_seconds_max: 10,
        request_retention_days: 30,
        newer_database: false,
        feed_streams_max: FeedLimits::default().streams_max,
        feed_streams_per_peer_max: FeedLimits::default().streams_per_peer_max,
        feed_held_bytes_max: FeedLimits::default().held_bytes_max,
    }
}

/// A test OIN (register code 00000099, free for anyone).
fn test_oin(number: u16) -> String {
    format!("00000099{number:09}000")
}

impl Settings {
    /// The defaults of a service, for tests and the chain on one machine.
    ///
    /// # Panics
    /// Never: the defaults are sound.
    pub fn of(service: &str) -> Self {
        Self::check(defaults(service)).unwrap_or_else(|e| panic!("defaults of {service}: {e}"))
    }

    /// Reads the configuration of `service`: `file` if given, then `KETEN_<SERVICE>_…` variables (for
    /// instance `KETEN_INTAKE_DATABASE`), then `flags` of the form `key=value`.
    pub fn read(service: &str, file: Option<&Path>, flags: &[String]) -> Result<Self, ConfigError> {
        let mut figment = Figment::from(Serialized::defaults(defaults(service)));
        if let Some(file) = file {
            if !file.is_file() {
                return Err(ConfigError(format!(
                    "configuration file {} is not there",
                    file.display()
                )));
            }
            figment = figment.merge(Toml::file_exact(file));
        }
        // The name that every exporter of OpenTelemetry knows; our own, which names the service, goes before it.
        // Empty means unset, as Compose writes a variable without a value.
        if let Some(endpoint) =
            std::env::var("OTEL_EXPORTER_OTLP_ENDPOINT").ok().filter(|uri| !uri.is_empty())
        {
            figment = figment.merge(Toml::string(&toml_line("otlp_endpoint", &endpoint)));
        }
        for (key, value) in environment(service) {
            figment = figment.merge(Toml::string(&toml_line(&key, &value)));
        }
        for flag in flags {
            let (key, value) = flag.split_once('=').ok_or_else(|| {
                ConfigError(format!("--set {flag:?} is not of the form key=value"))
            })?;
            figment = figment.merge(Toml::string(&toml_line(key, value)));
        }
        let raw: Raw = figment.extract().map_err(|e| ConfigError(e.to_string()))?;
        Self::check(raw)
    }

    fn check(raw: Raw) -> Result<Self, ConfigError> {
        let wrong = |key: &str, why: &dyn std::fmt::Display| ConfigError(format!("{key}: {why}"));
        let address =
            |key: &str, text: &str| text.parse::<SocketAddr>().map_err(|e| wrong(key, &e));
        if raw.oin.len() != 20 || !raw.oin.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(wrong("oin", &"must be 20 letters and digits"));
        }
        for (name, uri) in &raw.peers {
            if !uri.starts_with("http://") {
                return Err(wrong(&format!("peers.{name}"), &"must begin with http://"));
            }
        }
        if raw.otlp_endpoint.as_ref().is_some_and(|uri| !uri.starts_with("http://")) {
            return Err(wrong("otlp_endpoint", &"must begin with http://"));
        }
        if raw.trace_permille > 1_000 {
            return Err(wrong("trace_permille", &"must be 0 to 1000"));
        }
        for (key, value, max) in [
            ("queue_commands_max", raw.queue_commands_max as u64, 1_000_000),
            ("batch_jobs_max", raw.batch_jobs_max as u64, 10_000),
            ("database_connections_max", u64::from(raw.database_connections_max), 1_000),
            ("stop_seconds_max", raw.stop_seconds_max, 3_600),
            // A caller tries again for hours at least; an id that is forgotten at once has two effects.
            ("request_retention_days", u64::from(raw.request_retention_days), 3_650),
            ("feed_streams_max", u64::from(raw.feed_streams_max), 100_000),
            ("feed_streams_per_peer_max", u64::from(raw.feed_streams_per_peer_max), 100_000),
            ("feed_held_bytes_max", raw.feed_held_bytes_max, 1 << 40),
        ] {
            if !(1..=max).contains(&value) {
                return Err(wrong(key, &format!("must be 1 to {max}")));
            }
        }
        let grpc_address: SocketAddr = address("grpc_address", &raw.grpc_address)?;
        let admin_address: SocketAddr = address("admin_address", &raw.admin_address)?;
        if !raw.plaintext_beyond_loopback {
            let listens = [("grpc_address", grpc_address), ("admin_address", admin_address)];
            let listens = listens.into_iter().find(|(_, at)| !at.ip().is_loopback());
            let peer = raw.peers.iter().find(|(_, uri)| !is_loopback(uri));
            let collector = raw.otlp_endpoint.as_ref().filter(|uri| !is_loopback(uri));
            let key = listens
                .map(|(key, _)| key.to_owned())
                .or_else(|| peer.map(|(name, _)| format!("peers.{name}")))
                .or_else(|| collector.map(|_| "otlp_endpoint".to_owned()));
            if let Some(key) = key {
                return Err(wrong(&key, &PLAINTEXT));
            }
        }
        let start = raw.simulation_start.as_deref().map(str::parse).transpose();
        Ok(Self {
            database: raw.database.parse().map_err(|e| wrong("database", &e))?,
            database_connections_max: raw.database_connections_max,
            migrate: raw.migrate,
            grpc_address,
            admin_address,
            plaintext_beyond_loopback: raw.plaintext_beyond_loopback,
            oin: raw.oin,
            peers: raw.peers,
            policy: Arc::new(Policy::load(&raw.policy).map_err(|e| wrong("policy", &e))?),
            policy_named: raw.policy,
            simulation_start: start
                .map_err(|e: jiff_error::Error| wrong("simulation_start", &e))?,
            log_format: raw.log_format,
            log_filter: raw.log_filter,
            otlp_endpoint: raw.otlp_endpoint,
            trace_permille: raw.trace_permille,
            queue_commands_max: raw.queue_commands_max,
            batch_jobs_max: raw.batch_jobs_max,
            stop_seconds_max: raw.stop_seconds_max,
            request_retention_days: raw.request_retention_days,
            newer_database: raw.newer_database,
            feed: FeedLimits {
                streams_max: raw.feed_streams_max,
                streams_per_peer_max: raw.feed_streams_per_peer_max,
                held_bytes_max: raw.feed_held_bytes_max,
                ..FeedLimits::default()
            },
        })
    }

    /// The effective configuration as TOML, with secrets hidden.
    pub fn show(&self) -> String {
        use std::fmt::Write as _;
        let mut text = String::new();
        let mut line = |key: &str, value: &dyn std::fmt::Debug| {
            writeln!(text, "{key} = {value:?}").unwrap_or_default();
        };
        line("database", &self.database.redacted());
        line("database_connections_max", &self.database_connections_max);
        line("migrate", &self.migrate);
        line("grpc_address", &self.grpc_address.to_string());
        line("admin_address", &self.admin_address.to_string());
        line("plaintext_beyond_loopback", &self.plaintext_beyond_loopback);
        line("oin", &self.oin);
        line("policy", &self.policy_named);
        if let Some(start) = self.simulation_start {
            line("simulation_start", &start.to_string());
        }
        let format = if self.log_format == LogFormat::Json { "json" } else { "text" };
        line("log_format", &format);
        line("log_filter", &self.log_filter);
        if let Some(endpoint) = &self.otlp_endpoint {
            line("otlp_endpoint", endpoint);
        }
        line("trace_permille", &self.trace_permille);
        line("queue_commands_max", &self.queue_commands_max);
        line("batch_jobs_max", &self.batch_jobs_max);
        line("stop_seconds_max", &self.stop_seconds_max);
        line("request_retention_days", &self.request_retention_days);
        line("newer_database", &self.newer_database);
        line("feed_streams_max", &self.feed.streams_max);
        line("feed_streams_per_peer_max", &self.feed.streams_per_peer_max);
        line("feed_held_bytes_max", &self.feed.held_bytes_max);
        text.push_str("\n[peers]\n");
        for (name, address) in &self.peers {
            writeln!(text, "{name} = {address:?}").unwrap_or_default();
        }
        text
    }
}

const PLAINTEXT: &str = "lies beyond loopback, where traffic is not encrypted; on a network that nobody else is on, \
                         plaintext_beyond_loopback=true accepts it";

/// Whether an address such as `http://host:port` or `nats://user:password@host:port` stays on this machine.
pub fn is_loopback(uri: &str) -> bool {
    let rest = uri.split_once("://").map_or(uri, |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or_default();
    let authority = authority.rsplit_once('@').map_or(authority, |(_, place)| place);
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// What the environment says: `KETEN_INTAKE_PEERS__RETURNS` is the key `peers.returns` of intake.
fn environment(service: &str) -> Vec<(String, String)> {
    let prefix = format!("KETEN_{}_", service.to_uppercase());
    let of_service = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
        let name = name.into_string().ok()?;
        let key = name.strip_prefix(&prefix)?.to_lowercase().replace("__", ".");
        Some((key, value.into_string().ok()?))
    };
    std::env::vars_os().filter_map(of_service).collect()
}

/// A value that is neither a number nor a truth value is text. An OIN begins with zeros, so it is text too.
fn toml_line(key: &str, value: &str) -> String {
    let number = value.parse::<i64>().is_ok_and(|n| n.to_string() == value);
    let bare = number || matches!(value, "true" | "false");
    if bare { format!("{key} = {value}") } else { format!("{key} = {value:?}") }
}

/// The error of the library that reads instants.
mod jiff_error {
    pub(super) type Error = <kernel::Timestamp as std::str::FromStr>::Err;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_can_be_read_back() {
        let settings = Settings::of("intake");
        let folder = std::env::temp_dir().join(format!("keten-config-{}", std::process::id()));
        std::fs::write(&folder, settings.show()).unwrap();
        let read = Settings::read("intake", Some(&folder), &[]).unwrap();
        std::fs::remove_file(&folder).unwrap();
        assert_eq!(read.show(), settings.show());
    }

    #[test]
    fn a_flag_wins_and_a_wrong_key_is_named() {
        let flags = ["database=postgres://u:pw@h/intake".to_owned(), "batch_jobs_max=7".to_owned()];
        let read = Settings::read("intake", None, &flags).unwrap();
        assert_eq!(read.batch_jobs_max, 7);
        let oin = Settings::read("intake", None, &["oin=00000099000007101000".to_owned()]).unwrap();
        assert_eq!(oin.oin, "00000099000007101000");
        assert!(read.show().contains("postgres://u:***@h/intake"));
        for (flag, key) in [
            ("databse=x", "databse"),
            ("oin=12", "oin"),
            ("policy=NEXT_YEAR", "policy"),
            ("grpc_address=nowhere", "grpc_address"),
            ("queue_commands_max=0", "queue_commands_max"),
            ("request_retention_days=0", "request_retention_days"),
            ("stop_seconds_max=0", "stop_seconds_max"),
            ("feed_streams_max=0", "feed_streams_max"),
            ("trace_permille=1001", "trace_permille"),
            ("otlp_endpoint=collector:4317", "otlp_endpoint"),
            ("otlp_endpoint=http://collector:4317", "otlp_endpoint"),
            ("grpc_address=0.0.0.0:7101", "grpc_address"),
            ("peers.returns=http://returns:7103", "peers.returns"),
        ] {
            let error = Settings::read("intake", None, &[flag.to_owned()]).unwrap_err();
            assert!(error.to_string().contains(key), "{error}");
        }
    }

    #[test]
    fn plaintext_leaves_the_machine_only_when_told() {
        let far = ["grpc_address=0.0.0.0:7101", "peers.returns=http://returns:7103"];
        let mut flags: Vec<String> = far.iter().map(|&flag| flag.to_owned()).collect();
        assert!(Settings::read("intake", None, &flags).is_err());
        flags.push("plaintext_beyond_loopback=true".to_owned());
        assert!(Settings::read("intake", None, &flags).is_ok());
        for near in ["http://127.0.0.2:7101", "http://[::1]:7101", "http://localhost:7101"] {
            assert!(is_loopback(near), "{near}");
        }
        for far in ["http://10.0.0.1:7101", "http://localhost.example:7101", "http://intake:7101"] {
            assert!(!is_loopback(far), "{far}");
        }
    }
}
