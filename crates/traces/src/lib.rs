//! Traces of a service, sent as OTLP to a collector; off unless an endpoint is configured.
//!
//! ```text
//!  request ──► span of the service ──► its events keep this context
//!                                        └─ link ─► span of each reaction, in a trace of its own ──► its events …
//! ```
//!
//! A reaction is linked to what caused it and is not its child: a parent would keep one trace open for the months that
//! a case lasts. Whether a trace is kept is decided once, by its first span, and holds along links too: a person
//! is followed through all services or not at all. Spans go to a queue and are sent from a thread of their own: when
//! the collector is away or slow they are lost, and no request waits.
//!
//! Deliberately absent: a global tracer, because one process may hold five services; spans of long streams; names, dates,
//! ids of persons and contents of commands in attributes. `tracestate` goes from call to call, and ends at events.

mod context;
mod sampler;

pub use context::traceparent;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use opentelemetry::trace::{
    Link, Span as _, SpanBuilder, SpanContext, SpanKind, Status, TraceContextExt as _, Tracer as _,
    TracerProvider as _,
};
use opentelemetry::{Context, KeyValue};
use opentelemetry_otlp::WithExportConfig as _;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider};

use crate::sampler::Followed;

/// Time that one delivery to the collector may take.
const EXPORT_MAX: Duration = Duration::from_secs(5);

/// Where traces go, and which.
#[derive(Clone, Debug)]
pub struct TraceConfig {
    /// `http://host:port` of a collector that takes OTLP over gRPC.
    pub endpoint: String,
    /// Of a thousand traces that begin here, so many are kept.
    pub permille: u32,
    /// Name of the service.
    pub service: &'static str,
    /// Its version.
    pub version: &'static str,
    /// Which process of the service.
    pub instance: String,
}

/// The exporter cannot be made: the endpoint is no address.
#[derive(Debug, thiserror::Error)]
#[error("traces: {0}")]
pub struct TraceError(String);

struct On {
    provider: SdkTracerProvider,
    tracer: SdkTracer,
}

/// Begins spans. Copies share the queue.
#[derive(Clone, Default)]
pub struct Traces(Option<Arc<On>>);

impl Traces {
    /// No traces: spans cost nothing and change nothing.
    pub fn off() -> Self {
        Self::default()
    }

    /// Sends spans to a collector, which need not be there yet. Called inside a runtime, which carries the connection.
    pub fn start(config: TraceConfig) -> Result<Self, TraceError> {
        let exporter = opentelemetry_otlp::SpanExporter::builder()
            .with_tonic()
            .with_endpoint(config.endpoint)
            .with_timeout(EXPORT_MAX)
            .build()
            .map_err(|error| TraceError(error.to_string()))?;
        let resource = Resource::builder_empty().with_attributes([
            KeyValue::new("service.namespace", "ketenstroom"),
            KeyValue::new("service.name", config.service),
            KeyValue::new("service.version", config.version),
            KeyValue::new("service.instance.id", config.instance),
        ]);
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_sampler(Followed::new(config.permille))
            .with_resource(resource.build())
            .build();
        let tracer = provider.tracer("ketenstroom");
        Ok(Self(Some(Arc::new(On { provider, tracer }))))
    }

    /// The span of a request to the rpc at `path`; a child of the caller's span when its headers tell of one.
    pub fn request(&self, path: &str, headers: &HeaderMap) -> Span {
        self.rpc(SpanKind::Server, path, context::of_headers(headers))
    }

    /// The span of a request that this service makes.
    pub fn call(&self, path: &str) -> Span {
        self.rpc(SpanKind::Client, path, None)
    }

    fn rpc(&self, kind: SpanKind, path: &str, parent: Option<SpanContext>) -> Span {
        let Some(on) = &self.0 else { return Span(None) };
        let name = path.trim_start_matches('/').to_owned();
        let (service, method) = name.rsplit_once('/').unwrap_or_default();
        let attributes = [
            KeyValue::new("rpc.system", "grpc"),
            KeyValue::new("rpc.service", service.to_owned()),
            KeyValue::new("rpc.method", method.to_owned()),
        ];
        let builder = SpanBuilder::from_name(name).with_kind(kind).with_attributes(attributes);
        let parent = parent
            .map_or_else(Context::new, |parent| Context::new().with_remote_span_context(parent));
        Span(Some(on.tracer.build_with_context(builder, &parent)))
    }

    /// The span of what follows here from an event of another service: the first of a new trace, linked to the
    /// context that the event carries.
    pub fn reaction(
        &self,
        source: &str,
        event_type: &str,
        position: i64,
        cause: Option<&str>,
    ) -> Span {
        let Some(on) = &self.0 else { return Span(None) };
        let attributes = [
            KeyValue::new("messaging.system", "ketenstroom"),
            KeyValue::new("messaging.operation.type", "process"),
            KeyValue::new("messaging.destination.name", source.to_owned()),
            KeyValue::new("ketenstroom.event.type", event_type.to_owned()),
            KeyValue::new("ketenstroom.event.position", position),
        ];
        let builder = SpanBuilder::from_name(format!("process {event_type}"))
            .with_kind(SpanKind::Consumer)
            .with_attributes(attributes)
            .with_links(
                cause.and_then(context::of_text).map(Link::with_context).into_iter().collect(),
            );
        Span(Some(on.tracer.build_with_context(builder, &Context::new())))
    }

    /// Sends what waits, at most so long; later spans are lost.
    pub async fn stop(&self, limit: Duration) {
        let Some(on) = self.0.clone() else { return };
        // Blocks until the thread of the exporter is done, which needs the runtime.
        let stopped = tokio::task::spawn_blocking(move || on.provider.shutdown_with_timeout(limit));
        match stopped.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "the last spans were not delivered"),
            Err(error) => tracing::error!(%error, "the exporter of traces panicked"),
        }
    }
}

/// Work in progress. It ends when dropped.
pub struct Span(Option<opentelemetry_sdk::trace::Span>);

impl Span {
    /// Its W3C context, for stored events; `None` when traces are off.
    pub fn traceparent(&self) -> Option<String> {
        context::text(self.0.as_ref()?.span_context())
    }

    /// Puts its W3C context into the headers of a call; they stay as they are when traces are off.
    pub fn into_headers(&self, headers: &mut HeaderMap) {
        if let Some(span) = &self.0 {
            context::into_headers(span.span_context(), headers);
        }
    }

    /// Gives it another name.
    pub fn rename(&mut self, name: &'static str) {
        if let Some(span) = &mut self.0 {
            span.update_name(name);
            span.set_attribute(KeyValue::new("rpc.method", name));
        }
    }

    /// Says with which status code an rpc was answered.
    pub fn answered(&mut self, code: i32) {
        if let Some(span) = &mut self.0 {
            span.set_attribute(KeyValue::new("rpc.grpc.status_code", i64::from(code)));
        }
    }

    /// Says that the work failed. The reason is one of few words, not a message: a message may hold anything.
    pub fn failed(&mut self, reason: impl Into<Cow<'static, str>>) {
        if let Some(span) = &mut self.0 {
            span.set_status(Status::Error { description: reason.into() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_cost_nothing_when_off() {
        let span = Traces::off().request("/a/B", &HeaderMap::new());
        assert!(span.traceparent().is_none());
    }
}
