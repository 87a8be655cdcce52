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
//! ids of persons and contents of commands in attributes; `tracestate`.

mod sampler;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use opentelemetry::trace::{
    Link, Span as _, SpanBuilder, SpanContext, SpanId, SpanKind, Status, TraceContextExt as _,
    TraceFlags, TraceId, TraceState, Tracer as _, TracerProvider as _,
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

    /// The span of a request to the rpc at `path`; a child of the caller's span when it sent one.
    pub fn request(&self, path: &str, caller: Option<&str>) -> Span {
        self.rpc(SpanKind::Server, path, caller)
    }

    /// The span of a request that this service makes.
    pub fn call(&self, path: &str) -> Span {
        self.rpc(SpanKind::Client, path, None)
    }

    fn rpc(&self, kind: SpanKind, path: &str, parent: Option<&str>) -> Span {
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
            .and_then(context)
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
            .with_links(cause.and_then(context).map(Link::with_context).into_iter().collect());
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
    /// Its W3C context, for who is asked next and for stored events; `None` when traces are off.
    pub fn traceparent(&self) -> Option<String> {
        let at = self.0.as_ref()?.span_context();
        Some(format!("00-{}-{}-{:02x}", at.trace_id(), at.span_id(), at.trace_flags().to_u8()))
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

/// Reads a W3C `traceparent` of version 00.
fn context(text: &str) -> Option<SpanContext> {
    let mut parts = text.split('-');
    let (version, trace, span, flags) =
        (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let sound = |part: &str, length: usize| {
        part.len() == length
            && part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    };
    if parts.next().is_some()
        || version != "00"
        || !(sound(trace, 32) && sound(span, 16) && sound(flags, 2))
    {
        return None;
    }
    let flags = TraceFlags::new(u8::from_str_radix(flags, 16).ok()?);
    let (trace, span) = (TraceId::from_hex(trace).ok()?, SpanId::from_hex(span).ok()?);
    let context = SpanContext::new(trace, span, flags, true, TraceState::default());
    context.is_valid().then_some(context)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_sound_context_is_read() {
        let sound = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assert!(context(sound).unwrap().is_sampled());
        for wrong in [
            "",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
            "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
        ] {
            assert!(context(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn spans_cost_nothing_when_off() {
        let span = Traces::off().request("/a/B", None);
        assert!(span.traceparent().is_none());
    }
}
