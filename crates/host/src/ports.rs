//! The two ports of a service, and its end: every step has its share of the time, whatever hangs.

use std::future::Future;
use std::time::Duration;

use axum::Router;
use db::Db;
use tokio::net::TcpListener;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use traces::Traces;

use crate::tasks::{StopLimits, Tasks};

const KEEP_ALIVE_INTERVAL: Duration = Duration::from_secs(30);
const KEEP_ALIVE_TIMEOUT: Duration = Duration::from_secs(10);
const WINDOW_BYTES: u32 = 1024 * 1024;
/// Calls that one connection may have open.
const CONCURRENT_STREAMS_MAX: u32 = 1_024;
/// Time that the last spans may take at the end.
const TRACES_STOP_MAX: Duration = Duration::from_secs(3);

/// The gRPC port until `stop`, and until its last answer is given.
pub(crate) async fn grpc(
    listener: TcpListener,
    routes: tonic::service::Routes,
    stop: CancellationToken,
) {
    // Said here, because a server that is given its connections does not set it: without it a short answer
    // waits for the client's delayed acknowledgement, 40 ms.
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    let served = Server::builder()
        .http2_keepalive_interval(Some(KEEP_ALIVE_INTERVAL))
        .http2_keepalive_timeout(Some(KEEP_ALIVE_TIMEOUT))
        .initial_stream_window_size(WINDOW_BYTES)
        .initial_connection_window_size(WINDOW_BYTES)
        .max_concurrent_streams(CONCURRENT_STREAMS_MAX)
        .add_routes(routes)
        .serve_with_incoming_shutdown(incoming, async move { stop.cancelled().await })
        .await;
    if let Err(error) = served {
        tracing::error!(%error, "gRPC port ended");
    }
}

/// The admin port until `stop`, and until its last answer is given.
pub(crate) async fn admin(listener: TcpListener, routes: Router, stop: CancellationToken) {
    let served =
        axum::serve(listener, routes).with_graceful_shutdown(async move { stop.cancelled().await });
    if let Err(error) = served.await {
        tracing::error!(%error, "admin port ended");
    }
}

/// Serves until `stop`, and then for at most six tenths of `limit`: half a request, or a client that says nothing,
/// must not hold up the end of the process.
pub(crate) async fn within(
    serving: impl Future<Output = ()>,
    stop: CancellationToken,
    limit: Duration,
) {
    let late = async {
        stop.cancelled().await;
        tokio::time::sleep_until(StopLimits::new(limit).at(6)).await;
    };
    tokio::select! {
        () = serving => {}
        () = late => tracing::warn!("connections were cut: they did not end in time"),
    }
}

/// What is left to do when a service stops.
pub(crate) struct Stopping {
    pub(crate) service: &'static str,
    /// Time for all of it.
    pub(crate) limit: Duration,
    pub(crate) tasks: Tasks,
    pub(crate) db: Db,
    pub(crate) traces: Traces,
    pub(crate) stop: CancellationToken,
    /// What the service still does while it stops is written; then the writer stops too.
    pub(crate) stop_writing: CancellationToken,
}

/// Waits for the stop and carries it out: connections and feeds, what is queued, the database, the last spans.
pub(crate) async fn stopped(stopping: Stopping) {
    let Stopping { service, limit, tasks, db, traces, stop, stop_writing } = stopping;
    stop.cancelled().await;
    let limits = StopLimits::new(limit);
    if !tasks.others_ended(limits.at(7)).await {
        tracing::warn!(service, "background tasks did not end in time");
    }
    stop_writing.cancel();
    if !tasks.writer_ended(limits.at(8)).await {
        tracing::warn!(service, "writer did not end in time");
    }
    if timeout_at(limits.at(9), db.close()).await.is_err() {
        tracing::warn!(service, "connections to the database did not close in time");
    }
    let left = limits.at(10).saturating_duration_since(Instant::now());
    traces.stop(left.min(TRACES_STOP_MAX)).await;
    tracing::info!(service, "stopped");
}
