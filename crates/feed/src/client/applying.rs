//! Frames of an open stream: what they say is applied together with the cursor.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use journal::{ApplyError, Delivery, Incoming};
use kernel::Uuid;
use traces::Span;
use wire::feed::{EventBatch, subscribe_response};

use super::{BACKOFF_MAX, BACKOFF_MIN, CURSOR_STRIDE, Consumer, End, Run};
use crate::envelope;
use crate::progress::{State, StoppedAt};
use crate::reaction::Fact;

impl<C: Send + Sync + 'static> Consumer<C> {
    pub(super) async fn frame(
        &self,
        run: &mut Run,
        frame: subscribe_response::Frame,
    ) -> Option<End> {
        use subscribe_response::Frame as F;
        match frame {
            F::Opened(opened) => {
                let Ok(log_id) = Uuid::from_slice(&opened.log_id) else {
                    return Some(End::Failed("log id is not 16 bytes".to_owned()));
                };
                run.log_id = Some(log_id);
                self.tell(State::Running, "");
                None
            }
            F::Heartbeat(beat) => {
                self.lag(beat.head_position.saturating_sub(run.seen as u64), 0.0);
                None
            }
            F::Draining(draining) => {
                let after = draining.reconnect_after.and_then(|after| after.try_into().ok());
                Some(End::Reconnect(BACKOFF_MAX.min(after.unwrap_or(BACKOFF_MIN))))
            }
            F::Batch(batch) => self.batch(run, batch).await.err(),
        }
    }

    async fn batch(&self, run: &mut Run, batch: EventBatch) -> Result<(), End> {
        if batch.after_position != run.seen as u64 {
            let text = format!("batch follows {}, expected {}", batch.after_position, run.seen);
            return Err(End::Failed(text));
        }
        let through = batch.through_position as i64;
        let Some(log_id) = run.log_id else {
            return Err(End::Failed("batch before the opening frame".to_owned()));
        };
        let mut events = Vec::with_capacity(batch.events.len());
        let mut spans = Vec::new();
        let mut unreadable = None;
        let mut recorded_at_us = 0;
        for event in &batch.events {
            let (position, id) = (event.position as i64, envelope::event_id(event));
            match envelope::fact(event).and_then(|fact| {
                recorded_at_us = fact.recorded_at_us;
                Ok((fact.event_id, self.command(&fact)?, fact.event_type))
            }) {
                Ok((_, None, _)) => {}
                Ok((event_id, Some(command), event_type)) => {
                    let cause = envelope::traceparent(event);
                    let span = self.config.traces.reaction(
                        &self.config.source,
                        event_type,
                        position,
                        cause.as_deref(),
                    );
                    // What follows carries the context of the reaction; without traces that of the cause.
                    let traceparent = span.traceparent().or(cause);
                    spans.push((position, span));
                    events.push(Incoming { position, event_id, traceparent, command });
                }
                Err(reason) => {
                    unreadable = Some((position, id, reason));
                    break;
                }
            }
        }
        let through = unreadable.as_ref().map_or(through, |(position, ..)| position - 1);
        if !events.is_empty() || through - run.stored >= CURSOR_STRIDE || unreadable.is_some() {
            let applied = self.apply(run, log_id, through, events).await;
            finish(spans, applied.as_ref().err());
            applied?;
        }
        run.seen = through;
        self.reached(through);
        if let Some((position, event_id, reason)) = unreadable {
            let reason = format!(
                "event {}: {reason}",
                event_id.map_or_else(String::new, |id| id.to_string())
            );
            return Err(End::Poison { at: StoppedAt { log_id, position, event_id }, reason });
        }
        let seconds = if batch.caught_up || recorded_at_us == 0 {
            0.0
        } else {
            (self.journal.clock().now_us() - recorded_at_us) as f64 / 1e6
        };
        self.lag(0, seconds);
        Ok(())
    }

    /// What follows from an event. A panic is a reason to stop at it, not the end of the consumer.
    fn command(&self, fact: &Fact<'_>) -> Result<Option<C>, String> {
        catch_unwind(AssertUnwindSafe(|| self.reactions.command(fact)))
            .unwrap_or_else(|_| Err("the reaction panicked; see the log".to_owned()))
    }

    pub(super) async fn apply(
        &self,
        run: &mut Run,
        log_id: Uuid,
        through: i64,
        events: Vec<Incoming<C>>,
    ) -> Result<(), End> {
        let subscription = self.subscription.clone();
        let delivery = Delivery { subscription, log_id, after: run.stored, through, events };
        match self.writer.apply(delivery).await {
            Ok(applied) => {
                run.stored = applied.through;
                Ok(())
            }
            Err(ApplyError::Raced(_)) => Err(End::Reconnect(Duration::ZERO)),
            Err(ApplyError::Stopping) => Err(End::Stop),
            Err(ApplyError::Unavailable(reason)) => Err(End::Failed(reason)),
            Err(error @ ApplyError::OtherLog { .. }) => Err(End::Changed(error.to_string())),
            Err(ApplyError::Poison { position, event_id, reason }) => {
                self.reached(position - 1);
                let at = StoppedAt { log_id, position, event_id: Some(event_id) };
                Err(End::Poison { at, reason })
            }
        }
    }

    fn lag(&self, events: u64, seconds: f64) {
        let name = || self.subscription.clone();
        metrics::gauge!("feed_lag_events", "subscription" => name()).set(events as f64);
        metrics::gauge!("feed_lag_seconds", "subscription" => name()).set(seconds);
    }
}

/// Ends the spans of reactions; those that were not applied have failed.
fn finish(spans: Vec<(i64, Span)>, end: Option<&End>) {
    let (from, why) = match end {
        None => return,
        Some(End::Poison { at, .. }) => (at.position, "not applicable"),
        Some(End::Changed(_)) => (0, "history changed"),
        Some(End::Reconnect(_)) => (0, "another replica was faster"),
        Some(End::Failed(_) | End::Unreadable) => (0, "unavailable"),
        Some(End::Stop) => (0, "stopping"),
    };
    for (_, mut span) in spans.into_iter().filter(|(position, _)| *position >= from) {
        span.failed(why);
    }
}
