//! `keten events tail`: the events of a service as they are recorded.

use std::sync::Arc;

use anyhow::Result;
use clap::Args;
use client::{Cursor, Dial, End, Pace};
use host::ExitCode;
use prost_types::Timestamp as PbTimestamp;
use tokio_util::sync::CancellationToken;
use tonic::transport::Channel;
use tonic::{Request, Status};
use wire::cloudevents::cloud_event::cloud_event_attribute_value::Attr;
use wire::feed::feed_service_client::FeedServiceClient;
use wire::feed::subscribe_request::Start;
use wire::feed::{
    Earliest, EventBatch, EventFilter, FeedEvent, Heartbeat, Latest, Opened, ResumeToken,
    SubscribeRequest,
};

use crate::reach::{Reach, service};

/// A source that drains is left alone so long at most.
const BACKOFF_MAX: std::time::Duration = std::time::Duration::from_secs(5);

/// Arguments of `keten events tail`.
#[derive(Args)]
pub(crate) struct TailArgs {
    #[command(flatten)]
    reach: Reach,
    /// Whose events
    #[arg(long, default_value = "intake")]
    service: String,
    /// From the first event instead of from now on
    #[arg(long)]
    from_start: bool,
    /// Ends after so many events
    #[arg(long)]
    limit: Option<u64>,
    /// Only these types, for instance nl.asielaanvragen.beslist.v1 (repeatable)
    #[arg(long = "type")]
    types: Vec<String>,
    /// One JSON object per line
    #[arg(long)]
    json: bool,
}

pub(crate) async fn tail(args: TailArgs) -> Result<ExitCode> {
    let channel = args.reach.client()?.channel(service(&args.service)?)?;
    let dial: Dial = Arc::new(move || Ok(channel.clone()));
    let mut tail = Tail {
        // A name of its own: several people may look at once.
        subscription: format!("keten events tail {}", kernel::Ids::random()),
        start: if args.from_start {
            Start::Earliest(Earliest {})
        } else {
            Start::Latest(Latest {})
        },
        left: args.limit.unwrap_or(u64::MAX),
        log_id: Vec::new(),
        types: args.types,
        json: args.json,
    };
    let jitter_seed = kernel::Ids::random().as_u64_pair().1;
    let pace = Pace { backoff_max: BACKOFF_MAX, jitter_seed };
    let stop = CancellationToken::new();
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        read = client::read(&mut tail, &dial, pace, &stop) => read?,
    }
    Ok(ExitCode::Done)
}

/// Somebody who looks: where to go on is kept in memory only.
struct Tail {
    subscription: String,
    start: Start,
    left: u64,
    log_id: Vec<u8>,
    types: Vec<String>,
    json: bool,
}

impl Cursor for Tail {
    type Refusal = anyhow::Error;
    type Error = anyhow::Error;

    async fn request(
        &mut self,
        _: &mut FeedServiceClient<Channel>,
        _: bool,
    ) -> Result<Request<SubscribeRequest>, End<anyhow::Error>> {
        Ok(Request::new(SubscribeRequest {
            subscription: self.subscription.clone(),
            start: Some(self.start.clone()),
            filter: Some(EventFilter { types: self.types.clone(), ..EventFilter::default() }),
            ..SubscribeRequest::default()
        }))
    }

    fn changed(&mut self, text: &str) -> anyhow::Error {
        anyhow::anyhow!("{text}")
    }

    fn opened(&mut self, opened: Opened) -> Result<(), End<anyhow::Error>> {
        self.log_id = opened.log_id;
        Ok(())
    }

    fn beat(&mut self, _: Heartbeat) {}

    async fn batch(&mut self, batch: EventBatch) -> Result<(), End<anyhow::Error>> {
        // More than memory holds is everything.
        let left = usize::try_from(self.left).unwrap_or(usize::MAX);
        for event in batch.events.iter().take(left) {
            println!("{}", line(event, self.json));
        }
        self.left = self.left.saturating_sub(batch.events.len() as u64);
        if self.left == 0 {
            return Err(End::Stop);
        }
        self.start = Start::After(ResumeToken {
            log_id: self.log_id.clone(),
            position: batch.through_position,
            event_id: Vec::new(),
        });
        Ok(())
    }

    async fn unreadable(&mut self, _: bool, status: &Status) -> End<anyhow::Error> {
        End::Lost(client::said(status))
    }

    /// Whoever looks is told at once instead of waiting for what may never come back.
    fn lost(&mut self, reason: &str) -> Result<()> {
        Err(anyhow::anyhow!("{reason}"))
    }

    async fn refused(&mut self, why: anyhow::Error) -> Result<()> {
        Err(why)
    }
}

fn line(event: &FeedEvent, json: bool) -> String {
    let envelope = event.event.clone().unwrap_or_default();
    let attribute = |name: &str| match envelope.attributes.get(name).and_then(|a| a.attr.as_ref()) {
        Some(Attr::CeString(text) | Attr::CeUri(text)) => text.clone(),
        Some(Attr::CeTimestamp(PbTimestamp { seconds, nanos })) => {
            kernel::Timestamp::new(*seconds, *nanos).map(|at| at.to_string()).unwrap_or_default()
        }
        _ => String::new(),
    };
    if json {
        let names = ["subject", "time", "occurredon", "sequence", "dataschema", "traceparent"];
        let mut object: serde_json::Map<String, serde_json::Value> = names
            .iter()
            .map(|name| ((*name).to_owned(), attribute(name)))
            .filter(|(_, text)| !text.is_empty())
            .map(|(name, text)| (name, text.into()))
            .collect();
        object.insert("specversion".to_owned(), envelope.spec_version.into());
        object.insert("id".to_owned(), envelope.id.into());
        object.insert("source".to_owned(), envelope.source.into());
        object.insert("type".to_owned(), envelope.r#type.into());
        return serde_json::Value::Object(object).to_string();
    }
    let (on, subject) = (attribute("occurredon"), attribute("subject"));
    format!("{:>8}  {on}  {:<55}  {subject}", event.position, envelope.r#type)
}
