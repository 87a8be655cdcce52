//! Between the log's columns and the CloudEvents envelope of the NL GOV profile.

use std::collections::HashMap;

use journal::Recorded;
use kernel::{Date, EventId, Position, Timestamp};
use wire::cloudevents::CloudEvent;
use wire::cloudevents::cloud_event::{
    CloudEventAttributeValue, Data, cloud_event_attribute_value::Attr,
};
use wire::feed::FeedEvent;

use crate::reaction::Received;

/// Who records the events of a log.
#[derive(Clone, Debug)]
pub struct Source {
    urn: String,
}

impl Source {
    /// The system `service` of the organisation with this OIN.
    pub fn new(oin: &str, service: &str) -> Self {
        Self { urn: format!("urn:nld:oin:{oin}:systeem:{service}") }
    }

    /// The event in its envelope. `time` is the moment of recording; `occurredon` the civil date on
    /// which it happened; `sequence` the position in twenty digits.
    pub fn envelop(&self, event: Recorded) -> FeedEvent {
        let position = u64::from(event.position);
        let schema = wire::event_types::type_url(&event.event_type);
        let mut attributes: HashMap<String, CloudEventAttributeValue> = HashMap::with_capacity(8);
        let mut set = |name: &str, attr: Attr| {
            attributes.insert(name.to_owned(), CloudEventAttributeValue { attr: Some(attr) });
        };
        set("subject", Attr::CeString(event.subject));
        set("time", Attr::CeTimestamp(timestamp(event.recorded_at_us)));
        set("sequence", Attr::CeString(format!("{position:020}")));
        set("occurredon", Attr::CeString(event.occurred_on.to_string()));
        set("datacontenttype", Attr::CeString("application/protobuf".to_owned()));
        set("dataschema", Attr::CeUri(schema.clone()));
        if let Some(traceparent) = event.traceparent {
            set("traceparent", Attr::CeString(traceparent));
        }
        let envelope = CloudEvent {
            id: event.event_id.to_string(),
            source: self.urn.clone(),
            spec_version: "1.0".to_owned(),
            r#type: event.event_type,
            attributes,
            data: Some(Data::ProtoData(prost_types::Any { type_url: schema, value: event.data })),
        };
        FeedEvent { position, event: Some(envelope) }
    }
}

fn timestamp(us: i64) -> prost_types::Timestamp {
    let (seconds, rest) = (us.div_euclid(1_000_000), us.rem_euclid(1_000_000));
    prost_types::Timestamp { seconds, nanos: kernel::fit(rest * 1_000) }
}

fn text<'a>(envelope: &'a CloudEvent, name: &str) -> Option<&'a str> {
    match envelope.attributes.get(name)?.attr.as_ref()? {
        Attr::CeString(text) => Some(text),
        _ => None,
    }
}

/// Id of an event, as far as it can be read.
pub(crate) fn event_id(event: &FeedEvent) -> Option<EventId> {
    event.event.as_ref()?.id.parse().ok()
}

/// Trace context of an event's cause.
pub(crate) fn traceparent(event: &FeedEvent) -> Option<String> {
    text(event.event.as_ref()?, "traceparent").map(str::to_owned)
}

/// The place of an event in the log of its source.
pub(crate) fn position(event: &FeedEvent) -> Result<Position, String> {
    Position::try_from(event.position).map_err(|error| error.to_string())
}

/// Reads an envelope; the error says what is missing or wrong.
pub(crate) fn event(event: &FeedEvent) -> Result<Received<'_>, String> {
    let envelope = event.event.as_ref().ok_or("envelope is missing")?;
    let event_id = envelope.id.parse().map_err(|_| "id is no uuid")?;
    let occurred_on = text(envelope, "occurredon").ok_or("occurredon is missing")?;
    let occurred_on: Date = occurred_on.parse().map_err(|_| "occurredon is no civil date")?;
    let Some(Data::ProtoData(data)) = &envelope.data else {
        return Err("payload is not in proto_data".to_owned());
    };
    let recorded_at_us = match envelope.attributes.get("time").and_then(|value| value.attr.as_ref())
    {
        Some(Attr::CeTimestamp(at)) => {
            Timestamp::new(at.seconds, at.nanos).map_or(0, Timestamp::as_microsecond)
        }
        _ => return Err("time is missing".to_owned()),
    };
    Ok(Received {
        position: position(event)?,
        event_id,
        event_type: &envelope.r#type,
        subject: text(envelope, "subject").unwrap_or_default(),
        occurred_on,
        recorded_at_us,
        data: &data.value,
    })
}
