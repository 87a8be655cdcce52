//! Which traces are kept.

use opentelemetry::trace::{Link, SpanKind, TraceContextExt as _, TraceId};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::trace::{Sampler, SamplingDecision, SamplingResult, ShouldSample};

/// What the parent decided holds, then what the cause decided to which a span is linked; a share of the rest.
#[derive(Clone, Debug)]
pub(crate) struct Followed {
    share: Sampler,
}

impl Followed {
    pub(crate) fn new(permille: u32) -> Self {
        Self { share: Sampler::TraceIdRatioBased(f64::from(permille) / 1_000.0) }
    }
}

impl ShouldSample for Followed {
    fn should_sample(
        &self,
        parent: Option<&Context>,
        trace_id: TraceId,
        name: &str,
        kind: &SpanKind,
        attributes: &[KeyValue],
        links: &[Link],
    ) -> SamplingResult {
        let of_parent = parent.map(|parent| parent.span().span_context().clone());
        let before = of_parent
            .filter(opentelemetry::trace::SpanContext::is_valid)
            .or_else(|| links.first().map(|link| link.span_context.clone()));
        let mut result = self.share.should_sample(None, trace_id, name, kind, attributes, links);
        if let Some(before) = before {
            // What others keep there goes on to whoever is asked next.
            result.trace_state = before.trace_state().clone();
            result.decision = if before.is_sampled() {
                SamplingDecision::RecordAndSample
            } else {
                SamplingDecision::Drop
            };
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::of_text;

    fn decision(permille: u32, parent: Option<&str>, cause: Option<&str>) -> SamplingDecision {
        let parent = parent.and_then(of_text).map(|at| Context::new().with_remote_span_context(at));
        let links: Vec<Link> =
            cause.and_then(of_text).map(Link::with_context).into_iter().collect();
        let kind = SpanKind::Consumer;
        let id = TraceId::from(u128::MAX / 2);
        Followed::new(permille).should_sample(parent.as_ref(), id, "x", &kind, &[], &links).decision
    }

    #[test]
    fn a_person_is_followed_whole_or_not_at_all() {
        let kept = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        let left = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
        assert_eq!(decision(0, None, Some(kept)), SamplingDecision::RecordAndSample);
        assert_eq!(decision(1_000, None, Some(left)), SamplingDecision::Drop);
        assert_eq!(decision(0, Some(kept), None), SamplingDecision::RecordAndSample);
        assert_eq!(decision(1_000, Some(left), None), SamplingDecision::Drop);
        assert_eq!(decision(1_000, None, None), SamplingDecision::RecordAndSample);
        assert_eq!(decision(0, None, None), SamplingDecision::Drop);
    }
}
