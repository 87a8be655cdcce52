//! What a consumer does with an open stream: frames are applied together with the cursor.

use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use client::{Cursor, End};
use journal::{ApplyError, Delivery, Incoming};
use kernel::{Position, Uuid};
use tonic::transport::Channel;
use tonic::{Request, Status};
use traces::Span;
use wire::feed::feed_service_client::FeedServiceClient;
use wire::feed::{
    Earliest, EventBatch, EventFilter, Heartbeat, Opened, ResumeToken, SubscribeRequest,
    subscribe_request,
};

use super::{CHANGED_POLL, CURSOR_STRIDE, Consumer, HEARTBEAT, Halt, LEASE_TTL_US, Run};
use crate::envelope;
use crate::progress::{State, StoppedAt};
use crate::reaction::Received;

impl<C: Send + Sync + 'static> Cursor for Consumer<C> {
    type Refusal = Halt;
    type Error = Infallible;

    fn is_shared(&self) -> bool {
        self.config.lease_holder.is_some()
    }

    async fn turn(&mut self) -> bool {
        let Some(holder) = &self.config.lease_holder else {
            return true;
        };
        let held = match self.journal.take_lease(&self.subscription, holder, LEASE_TTL_US).await {
            Ok(lease) => lease.is_some(),
            Err(error) => {
                tracing::warn!(subscription = %self.subscription, %error, "lease cannot be taken");
                false
            }
        };
        if !held {
            self.set_state(State::Standby, "");
        }
        held
    }

    async fn request(
        &mut self,
        _: &mut FeedServiceClient<Channel>,
        alone: bool,
    ) -> Result<Request<SubscribeRequest>, End<Halt>> {
        let stored = self.journal.cursor(&self.subscription).await;
        let stored = stored.map_err(|error| End::Lost(error.to_string()))?;
        let position = stored.as_ref().map_or(Position::BEGIN, |cursor| cursor.position);
        let log_id = stored.as_ref().map(|cursor| cursor.log_id);
        self.run = Run { log_id, stored: position, seen: position };
        let start = stored.map_or(subscribe_request::Start::Earliest(Earliest {}), |cursor| {
            subscribe_request::Start::After(ResumeToken {
                log_id: cursor.log_id.as_bytes().to_vec(),
                position: cursor.position.into(),
                event_id: cursor.event_id.map(|id| id.as_bytes().to_vec()).unwrap_or_default(),
            })
        });
        let types = self.reactions.types().into_iter().map(str::to_owned).collect();
        let mut request = Request::new(SubscribeRequest {
            subscription: self.subscription.clone(),
            start: Some(start),
            filter: Some(EventFilter { types, subject_prefix: String::new() }),
            batch_events_max: u32::from(alone),
            batch_bytes_max: 0,
            heartbeat_interval: Some(prost_types::Duration {
                seconds: HEARTBEAT.as_secs() as i64,
                nanos: 0,
            }),
            linger: prost_types::Duration::try_from(self.config.linger)
                .ok()
                .filter(|linger| linger.seconds != 0 || linger.nanos != 0),
        });
        let span = self.config.traces.call("ketenstroom.feed.v1.FeedService/Subscribe");
        span.into_headers(request.metadata_mut().as_mut());
        self.opening = Some(span);
        Ok(request)
    }

    fn answered(&mut self) {
        self.opening = None;
    }

    fn changed(&mut self, text: &str) -> Halt {
        Halt::Changed(text.to_owned())
    }

    fn opened(&mut self, opened: Opened) -> Result<(), End<Halt>> {
        let log_id = Uuid::from_slice(&opened.log_id);
        let log_id = log_id.map_err(|_| End::Lost("log id is not 16 bytes".to_owned()))?;
        self.run.log_id = Some(log_id);
        self.reached(self.run.seen);
        self.set_state(State::Running, "");
        Ok(())
    }

    fn beat(&mut self, beat: Heartbeat) {
        self.lag(beat.head_position.saturating_sub(self.run.seen.into()), 0.0);
    }

    async fn batch(&mut self, batch: EventBatch) -> Result<(), End<Halt>> {
        if batch.after_position != u64::from(self.run.seen) {
            let text =
                format!("batch follows {}, expected {}", batch.after_position, self.run.seen);
            return Err(End::Lost(text));
        }
        let through = Position::try_from(batch.through_position);
        let through = through.map_err(|error| End::Lost(format!("batch through {error}")))?;
        let Some(log_id) = self.run.log_id else {
            return Err(End::Lost("batch before the opening frame".to_owned()));
        };
        let mut events = Vec::with_capacity(batch.events.len());
        let mut spans = Vec::new();
        let mut unreadable = None;
        let mut recorded_at_us = 0;
        for event in &batch.events {
            let position = envelope::position(event);
            let position = position.map_err(|error| End::Lost(format!("event at {error}")))?;
            let id = envelope::event_id(event);
            match envelope::event(event).and_then(|event| {
                recorded_at_us = event.recorded_at_us;
                Ok((event.event_id, self.command(&event)?, event.event_type))
            }) {
                Ok((_, None, _)) => {}
                Ok((event_id, Some(command), event_type)) => {
                    let cause = envelope::traceparent(event);
                    let span = self.config.traces.reaction(
                        &self.config.source,
                        event_type,
                        position.get(),
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
        let through = unreadable.as_ref().map_or(through, |(position, ..)| position.before());
        if !events.is_empty()
            || through.since(self.run.stored) >= CURSOR_STRIDE
            || unreadable.is_some()
        {
            let applied = self.apply(log_id, through, events).await;
            finish(spans, applied.as_ref().err());
            applied?;
        }
        self.run.seen = through;
        self.reached(through);
        if let Some((position, event_id, reason)) = unreadable {
            let reason = format!(
                "event {}: {reason}",
                event_id.map_or_else(String::new, |id| id.to_string())
            );
            let at = StoppedAt { log_id, position, event_id };
            return Err(End::Refused(Halt::Poison { at, reason }));
        }
        let seconds = if batch.caught_up || recorded_at_us == 0 {
            0.0
        } else {
            (self.journal.clock().now_us() - recorded_at_us) as f64 / 1e6
        };
        self.lag(0, seconds);
        Ok(())
    }

    /// Alone in its message it is the event after the last one seen.
    async fn unreadable(&mut self, alone: bool, status: &Status) -> End<Halt> {
        let Some(log_id) = self.run.log_id.filter(|_| alone) else {
            return End::Unreadable;
        };
        // The cursor may lie before what was seen; whoever skips must find it right before the event.
        if self.run.seen > self.run.stored
            && let Err(end) = self.apply(log_id, self.run.seen, Vec::new()).await
        {
            return end;
        }
        let at = StoppedAt { log_id, position: self.run.seen.next(), event_id: None };
        let reason = format!("the event cannot be read: {}", status.message());
        End::Refused(Halt::Poison { at, reason })
    }

    fn lost(&mut self, reason: &str) -> Result<(), Infallible> {
        // Said once; the attempts that follow are told by the state.
        if self.set_state(State::Connecting, reason) {
            tracing::warn!(subscription = %self.subscription, %reason, "stream ended; it is opened again");
        }
        Ok(())
    }

    async fn refused(&mut self, why: Halt) -> Result<(), Infallible> {
        match why {
            Halt::Poison { at, reason } => {
                self.stopped(Some(at), &reason);
                self.until_skipped(at.position).await;
                self.progress.send_modify(|progress| progress.stopped_at = None);
            }
            Halt::Changed(reason) => {
                self.stopped(None, &reason);
                self.pause(CHANGED_POLL).await;
            }
        }
        Ok(())
    }
}

impl<C: Send + Sync + 'static> Consumer<C> {
    /// What follows from an event. A panic is a reason to stop at it, not the end of the consumer.
    fn command(&self, event: &Received<'_>) -> Result<Option<C>, String> {
        catch_unwind(AssertUnwindSafe(|| self.reactions.command(event)))
            .unwrap_or_else(|_| Err("the reaction panicked; see the log".to_owned()))
    }

    async fn apply(
        &mut self,
        log_id: Uuid,
        through: Position,
        events: Vec<Incoming<C>>,
    ) -> Result<(), End<Halt>> {
        let subscription = self.subscription.clone();
        let delivery = Delivery { subscription, log_id, after: self.run.stored, through, events };
        match self.writer.apply(delivery).await {
            Ok(applied) => {
                self.run.stored = applied.through;
                Ok(())
            }
            Err(ApplyError::Raced(_)) => Err(End::Reconnect(Duration::ZERO)),
            Err(ApplyError::Stopping) => Err(End::Stop),
            Err(ApplyError::Unavailable(reason)) => Err(End::Lost(reason)),
            Err(error @ ApplyError::OtherLog { .. }) => {
                Err(End::Refused(Halt::Changed(error.to_string())))
            }
            Err(ApplyError::Poison { position, event_id, reason }) => {
                self.reached(position.before());
                let at = StoppedAt { log_id, position, event_id: Some(event_id) };
                Err(End::Refused(Halt::Poison { at, reason }))
            }
        }
    }

    fn lag(&self, events: u64, seconds: f64) {
        // Asked for when somebody looks: nobody waits for it.
        self.progress.send_if_modified(|progress| {
            progress.lag = Duration::try_from_secs_f64(seconds).unwrap_or_default();
            false
        });
        let name = || self.subscription.clone();
        metrics::gauge!("feed_lag_events", "subscription" => name()).set(events as f64);
        metrics::gauge!("feed_lag_seconds", "subscription" => name()).set(seconds);
    }
}

/// Ends the spans of reactions; those that were not applied have failed.
fn finish(spans: Vec<(Position, Span)>, end: Option<&End<Halt>>) {
    let (from, why) = match end {
        None => return,
        Some(End::Refused(Halt::Poison { at, .. })) => (at.position, "not applicable"),
        Some(End::Refused(Halt::Changed(_))) => (Position::BEGIN, "history changed"),
        Some(End::Reconnect(_)) => (Position::BEGIN, "another replica was faster"),
        Some(End::Lost(_) | End::Unreadable) => (Position::BEGIN, "unavailable"),
        Some(End::Stop) => (Position::BEGIN, "stopping"),
    };
    for (_, mut span) in spans.into_iter().filter(|(position, _)| *position >= from) {
        span.failed(why);
    }
}
