//! What is measured about every service beside its log and its subscriptions: requests, connections to the
//! database, the writer's queue, the process. No subject, id or address of a caller is ever a label.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use futures::FutureExt as _;
use metrics::{counter, gauge, histogram};
use tonic::Code;
use tonic::service::Routes;
use traces::Traces;

use crate::parts::Parts;
use crate::status::internal;
use crate::tasks::said;

/// Measures what is only known at the moment.
pub(crate) type Sample = Arc<dyn Fn() + Send + Sync>;

/// The measurements of a service that a scrape takes.
pub(crate) fn sampler<C: Send + Sync + 'static>(parts: &Parts<C>) -> Sample {
    let (service, db, writer) = (parts.service, parts.db.clone(), parts.writer.clone());
    let process = metrics_process::Collector::default();
    Arc::new(move || {
        let pool = db.pool_use();
        let connections =
            |state| gauge!("db_pool_connections", "service" => service, "state" => state);
        connections("used").set(f64::from(pool.used));
        connections("idle").set(f64::from(pool.idle));
        gauge!("db_pool_connections_max", "service" => service).set(f64::from(pool.max));
        let (waiting, max) = writer.waiting();
        gauge!("journal_queue_waiting", "service" => service).set(waiting as f64);
        gauge!("journal_queue_max", "service" => service).set(max as f64);
        process.collect();
    })
}

/// Says once what runs here.
pub(crate) fn started(service: &'static str) {
    let version = env!("CARGO_PKG_VERSION");
    gauge!("keten_build_info", "service" => service, "version" => version).set(1.0);
}

/// The counters of a subscription exist from the start, so that the first failure is seen as a rise.
pub(crate) fn subscription(service: &str, source: &str) {
    let name = format!("{service}:{source}");
    counter!("reaction_failures_total", "subscription" => name.clone()).increment(0);
    counter!("cursor_races_total", "subscription" => name).increment(0);
}

/// Measures every request, and gives it a span: time until the answer begins, by method and status code. An error that ends a
/// stream later is not seen here.
pub(crate) fn requests(service: &'static str, traces: Traces, routes: Routes) -> Routes {
    Routes::from(routes.into_axum_router().layer(from_fn_with_state((service, traces), measured)))
}

async fn measured(
    State((service, traces)): State<(&'static str, Traces)>,
    mut request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let path = request.uri().path();
    let method = path.rsplit('/').next().unwrap_or_default().to_owned();
    // Health checks and reflection tell nothing about the chain.
    let traces = if path.starts_with("/ketenstroom.") { traces } else { Traces::off() };
    let mut span = traces.request(path, request.headers());
    // The events of a command carry the context of this span.
    span.into_headers(request.headers_mut());
    // A handler that panics answers its own caller, and no other.
    let ran = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    let response = ran.unwrap_or_else(|panic| {
        let what = format!("panic in a handler: {}", said(&*panic));
        internal(&what).into_http()
    });
    let status = response.headers().get("grpc-status");
    let code = status.map_or(Code::Ok, |value| Code::from_bytes(value.as_bytes()));
    // Paths that nobody serves are the caller's words, and there is no end to them.
    let method = if code == Code::Unimplemented {
        span.rename("unknown");
        "unknown".to_owned()
    } else {
        method
    };
    span.answered(code as i32);
    if matches!(code, Code::Unknown | Code::Internal | Code::Unavailable | Code::DataLoss) {
        span.failed(name(code));
    }
    histogram!(
        "grpc_server_handling_seconds",
        "service" => service, "method" => method, "code" => name(code)
    )
    .record(began.elapsed().as_secs_f64());
    response
}

/// The name of a status code in the documents of gRPC.
const fn name(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "CANCELLED",
        Code::Unknown => "UNKNOWN",
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
        Code::Unavailable => "UNAVAILABLE",
        Code::DataLoss => "DATA_LOSS",
        Code::Unauthenticated => "UNAUTHENTICATED",
    }
}
