//! Log lines, metrics and traces of a process.

use std::io::IsTerminal as _;
use std::sync::OnceLock;

use kernel::Ids;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use traces::{TraceConfig, TraceError, Traces};
use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, Settings};

/// Bounds of histograms in seconds.
const SECONDS: &[f64] =
    &[0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
/// Bounds of histograms that count jobs.
const JOBS: &[f64] = &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];

static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Writes log lines to standard error. The first call of a process decides; later ones do nothing.
pub fn init_log(format: LogFormat, filter: &str) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    let installed = match format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    if let Err(error) = installed {
        tracing::trace!(%error, "log lines are written already");
    }
}

/// The metrics of this process; `None` when another recorder was installed before.
pub fn metrics() -> Option<&'static PrometheusHandle> {
    let handle = RECORDER.get_or_init(|| {
        let builder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), SECONDS)
            .and_then(|b| b.set_buckets_for_metric(Matcher::Suffix("_jobs".to_owned()), JOBS));
        let handle = builder.ok()?.install_recorder().ok()?;
        describe();
        Some(handle)
    });
    handle.as_ref()
}

/// The traces of a service: they go out when a collector is named.
pub(crate) fn traces(service: &'static str, settings: &Settings) -> Result<Traces, TraceError> {
    let Some(endpoint) = settings.otlp_endpoint.clone() else { return Ok(Traces::off()) };
    Traces::start(TraceConfig {
        endpoint,
        permille: settings.trace_permille,
        service,
        version: env!("CARGO_PKG_VERSION"),
        instance: Ids::random().to_string(),
    })
}

fn describe() {
    use metrics::{describe_counter, describe_gauge, describe_histogram};
    describe_histogram!(
        "journal_append_seconds",
        "time of one batch: load, decide, save, append, commit"
    );
    describe_histogram!("journal_batch_jobs", "commands and deliveries in one batch");
    describe_gauge!("journal_head_position", "position of the last event of the log");
    describe_gauge!(
        "journal_blocked",
        "1 while the database takes no writes, by reason: full or away"
    );
    describe_gauge!("feed_streams_open", "streams of the feed that are open");
    describe_counter!(
        "prognosis_events_put_aside_total",
        "events at an impossible date that are not in the picture of the chain"
    );
    describe_gauge!("feed_lag_events", "events of the source that were not applied yet");
    describe_gauge!("feed_lag_seconds", "age of the last applied event while behind, else 0");
    describe_gauge!("subscription_state", "1 connecting, 2 running, 3 stopped, 4 standby");
    describe_counter!("cursor_races_total", "deliveries that another replica had applied before");
    describe_counter!("reaction_failures_total", "events that a subscription could not apply");
    describe_counter!("invariant_violations_total", "violations of the chain's invariants, by id");
    describe_gauge!("journal_queue_waiting", "commands and deliveries that wait for the writer");
    describe_gauge!("journal_queue_max", "most commands and deliveries that may wait");
    describe_gauge!(
        "db_pool_connections",
        "open connections to the database, by state: used, idle"
    );
    describe_gauge!("db_pool_connections_max", "most connections that may be open");
    describe_histogram!(
        "grpc_server_handling_seconds",
        "time until the answer to a request began, by method and status code"
    );
    describe_gauge!("keten_build_info", "1; the version is in the label");
    metrics_process::Collector::default().describe();
    describe_counter!("relay_events_total", "events that JetStream has acknowledged");
    describe_gauge!("relay_position", "position of the last event that the stream has");
    describe_gauge!("relay_lag_events", "events of the source that the stream has not");
    describe_gauge!("relay_lag_seconds", "age of the last relayed event while behind, else 0");
    describe_gauge!("relay_state", "1 waits for the source or JetStream, 2 runs");
    // A counter that is first seen at 1 looks as if nothing had happened: these exist from the start.
    for invariant in kernel::INVARIANTS {
        metrics::counter!("invariant_violations_total", "id" => invariant.id).increment(0);
    }
}
