//! All events of all services, read from their beginning through the public feed.

use std::collections::BTreeMap;

use anyhow::{Context as _, bail};
use client::{Client, Service};
use kernel::{Date, Position, Timestamp, civil_date};
use wire::cloudevents::CloudEvent;
use wire::cloudevents::cloud_event::{Data, cloud_event_attribute_value::Attr};
use wire::feed::subscribe_request::Start;
use wire::feed::subscribe_response::Frame;
use wire::feed::{Earliest, FeedEvent, SubscribeRequest};

use crate::AnyEvent;

/// One event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its place in the log of its service.
    pub position: Position,
    /// Its id.
    pub id: String,
    /// What it is about.
    pub subject: String,
    /// The civil date on which it happened.
    pub on: Date,
    /// The civil date on which it was recorded.
    pub recorded_on: Date,
    /// What it says.
    pub message: AnyEvent,
}

/// The log of one service as its feed shows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    /// Last position that the feed promised when it was opened.
    pub head: Position,
    /// The events, in the order in which they came.
    pub events: Vec<Event>,
}

/// The logs of all services.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Feeds {
    logs: BTreeMap<&'static str, Log>,
}

impl Feeds {
    /// Reads every event there is now.
    pub async fn read(client: &Client) -> anyhow::Result<Self> {
        let mut logs = BTreeMap::new();
        for service in Service::ALL {
            let log = read(client, service).await;
            logs.insert(
                service.name(),
                log.with_context(|| format!("reading {}", service.name()))?,
            );
        }
        Ok(Self { logs })
    }

    /// The log of a service.
    pub fn log(&self, service: Service) -> &Log {
        const EMPTY: &Log = &Log { head: Position::BEGIN, events: Vec::new() };
        self.logs.get(service.name()).unwrap_or(EMPTY)
    }

    /// The log of a service, to break it.
    #[cfg(test)]
    pub(crate) fn log_mut(&mut self, service: Service) -> &mut Log {
        self.logs.entry(service.name()).or_default()
    }

    /// The events of a service in order.
    pub fn of(&self, service: Service) -> &[Event] {
        &self.log(service).events
    }

    /// Adds an event at the end of a log: for feeds that are made by hand.
    pub fn add(&mut self, service: Service, on: Date, subject: &str, message: impl Into<AnyEvent>) {
        let log = self.logs.entry(service.name()).or_default();
        log.head = log.head.next();
        log.events.push(Event {
            position: log.head,
            id: format!("{}-{}", service.name(), log.head),
            subject: subject.to_owned(),
            on,
            recorded_on: on,
            message: message.into(),
        });
    }
}

/// Every event of one service.
pub async fn read(client: &Client, service: Service) -> anyhow::Result<Log> {
    let request = SubscribeRequest {
        subscription: "testkit".to_owned(),
        start: Some(Start::Earliest(Earliest {})),
        ..SubscribeRequest::default()
    };
    let mut feed = client.feed(service)?;
    let mut frames = feed.subscribe(request).await?.into_inner();
    let mut log = Log::default();
    while let Some(frame) = frames.message().await? {
        match frame.frame {
            Some(Frame::Opened(opened)) => {
                log.head = opened.head_position.try_into()?;
                if log.head == Position::BEGIN {
                    break;
                }
            }
            Some(Frame::Batch(batch)) => {
                for event in batch.events {
                    log.events.push(self::event(event)?);
                }
                if batch.through_position >= u64::from(log.head) {
                    break;
                }
            }
            Some(Frame::Heartbeat(_)) => {}
            Some(Frame::Draining(_)) | None => bail!("the feed was drained while it was read"),
        }
    }
    // What came after the feed was opened is read by the next reader.
    let head = log.head;
    log.events.retain(|event| event.position <= head);
    Ok(log)
}

fn attribute<'a>(envelope: &'a CloudEvent, name: &str) -> anyhow::Result<&'a Attr> {
    let found = envelope.attributes.get(name).and_then(|value| value.attr.as_ref());
    found.with_context(|| format!("{name} is missing"))
}

fn text<'a>(envelope: &'a CloudEvent, name: &str) -> anyhow::Result<&'a str> {
    match attribute(envelope, name)? {
        Attr::CeString(text) => Ok(text),
        other => bail!("{name} is {other:?}, not text"),
    }
}

fn event(event: FeedEvent) -> anyhow::Result<Event> {
    let envelope = event.event.context("envelope is missing")?;
    let Attr::CeTimestamp(at) = attribute(&envelope, "time")? else { bail!("time is no instant") };
    let recorded_on = civil_date(Timestamp::new(at.seconds, at.nanos)?);
    let sequence = text(&envelope, "sequence")?;
    if sequence != format!("{:020}", event.position) {
        bail!("sequence {sequence} is not position {}", event.position);
    }
    let Some(Data::ProtoData(data)) = &envelope.data else { bail!("payload is not in proto_data") };
    Ok(Event {
        position: event.position.try_into()?,
        subject: text(&envelope, "subject")?.to_owned(),
        on: text(&envelope, "occurredon")?.parse()?,
        recorded_on,
        message: AnyEvent::decode(&envelope.r#type, &data.value)?
            .with_context(|| format!("{} is not an event of the chain", envelope.r#type))?,
        id: envelope.id,
    })
}
