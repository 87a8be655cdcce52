//! The W3C trace context between spans and what carries it: the headers of a call, and the text that an event keeps.
//! OpenTelemetry's own propagator reads and writes it, `tracestate` included where there are headers.

use std::collections::HashMap;

use http::{HeaderMap, HeaderName, HeaderValue};
use opentelemetry::Context;
use opentelemetry::propagation::{Extractor, Injector, TextMapPropagator as _};
use opentelemetry::trace::{SpanContext, TraceContextExt as _};
use opentelemetry_sdk::propagation::TraceContextPropagator;

const TRACEPARENT: &str = "traceparent";
const TRACESTATE: &str = "tracestate";

/// Reads headers for the propagator.
struct Read<'a>(&'a HeaderMap);

impl Extractor for Read<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(|value| value.to_str().ok())
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(HeaderName::as_str).collect()
    }
}

/// Writes headers for the propagator.
struct Write<'a>(&'a mut HeaderMap);

impl Injector for Write<'_> {
    fn set(&mut self, key: &str, value: String) {
        let name = HeaderName::from_bytes(key.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::try_from(value)) {
            self.0.insert(name, value);
        }
    }
}

fn read(carrier: &dyn Extractor) -> Option<SpanContext> {
    let found = TraceContextPropagator::new().extract_with_context(&Context::new(), carrier);
    let context = found.span().span_context().clone();
    context.is_valid().then_some(context)
}

/// The context of whoever made a call.
pub(crate) fn of_headers(headers: &HeaderMap) -> Option<SpanContext> {
    read(&Read(headers))
}

/// The context that an event keeps.
pub(crate) fn of_text(text: &str) -> Option<SpanContext> {
    read(&HashMap::from([(TRACEPARENT.to_owned(), text.to_owned())]))
}

/// Puts a context into the headers of a call, in place of what stood there.
pub(crate) fn into_headers(context: &SpanContext, headers: &mut HeaderMap) {
    headers.remove(TRACESTATE);
    let around = Context::new().with_remote_span_context(context.clone());
    TraceContextPropagator::new().inject_context(&around, &mut Write(headers));
    // A header that says nothing is left out.
    if headers.get(TRACESTATE).is_some_and(HeaderValue::is_empty) {
        headers.remove(TRACESTATE);
    }
}

/// A context as an event keeps it.
pub(crate) fn text(context: &SpanContext) -> Option<String> {
    let mut carrier = HashMap::new();
    let around = Context::new().with_remote_span_context(context.clone());
    TraceContextPropagator::new().inject_context(&around, &mut carrier);
    carrier.remove(TRACEPARENT)
}

/// The `traceparent` of a call as an event keeps it; `None` when there is none, or none that is sound.
pub fn traceparent(headers: &HeaderMap) -> Option<String> {
    text(&of_headers(headers)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    fn headers(all: &[(&'static str, &'static str)]) -> HeaderMap {
        let one = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        all.iter().map(one).collect()
    }

    #[test]
    fn only_a_sound_context_is_read() {
        assert!(of_text(SOUND).unwrap().is_sampled());
        assert_eq!(traceparent(&headers(&[(TRACEPARENT, SOUND)])).as_deref(), Some(SOUND));
        for wrong in [
            "",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
        ] {
            assert!(of_text(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn the_state_of_others_goes_along_from_header_to_header() {
        let called = headers(&[(TRACEPARENT, SOUND), (TRACESTATE, "partner=1a,other=2b")]);
        let context = of_headers(&called).unwrap();
        let mut calls = headers(&[(TRACESTATE, "stale=1")]);
        into_headers(&context, &mut calls);
        assert_eq!(calls, called);
        // Without one nothing is said of it.
        into_headers(&of_text(SOUND).unwrap(), &mut calls);
        assert_eq!(calls, headers(&[(TRACEPARENT, SOUND)]));
    }
}
