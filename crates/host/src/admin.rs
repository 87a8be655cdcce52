//! The admin port: operations over gRPC, metrics and health over HTTP.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use kernel::Clock;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tonic::service::RoutesBuilder;
use wire::operations::operations_service_server::OperationsServiceServer;

use crate::checked::checked;
use crate::operations::Operations;
use crate::start_error::StartError;
use crate::{reflection, telemetry};

const OPERATIONS: &[&str] = &["ketenstroom.operations.v1.OperationsService"];

/// What the admin port answers.
pub(crate) fn routes(operations: Operations, clock: Clock) -> Result<Router, StartError> {
    let mut routes = RoutesBuilder::default();
    routes.add_service(OperationsServiceServer::new(operations.clone()));
    reflection::add(&mut routes, OPERATIONS.iter().copied())?;
    let grpc = checked(routes.routes(), clock)?;
    let http = Router::new()
        .route("/metrics", get(metrics))
        .route("/health/live", get(async || "alive\n"))
        .route("/health/ready", get(ready))
        .with_state(operations);
    Ok(http.merge(grpc.into_axum_router()))
}

/// Serves the metrics of a process that is no service, and that it lives, until `stop`.
pub async fn serve_metrics(listener: TcpListener, stop: CancellationToken) {
    // Installed before the first measurement rather than at the first scrape.
    telemetry::metrics();
    let app = Router::new()
        .route("/metrics", get(async || rendered()))
        .route("/health/live", get(async || "alive\n"));
    let served =
        axum::serve(listener, app).with_graceful_shutdown(async move { stop.cancelled().await });
    if let Err(error) = served.await {
        tracing::error!(%error, "metrics ended");
    }
}

async fn metrics(State(operations): State<Operations>) -> (StatusCode, String) {
    operations.sample();
    rendered()
}

fn rendered() -> (StatusCode, String) {
    match telemetry::metrics() {
        Some(recorder) => (StatusCode::OK, recorder.render()),
        None => (StatusCode::SERVICE_UNAVAILABLE, "metrics are recorded elsewhere\n".to_owned()),
    }
}

async fn ready(State(operations): State<Operations>) -> (StatusCode, String) {
    match operations.not_ready() {
        None => (StatusCode::OK, "ready\n".to_owned()),
        Some(why) => (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n")),
    }
}
