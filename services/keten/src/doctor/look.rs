//! What a running chain says of itself, as far as it answers: read only, through contracts that exist for others.

use std::time::{Duration, Instant};

use anyhow::Result;
use client::{Client, Endpoint};
use jiff::Timestamp;
use tokio::time::timeout;
use wire::feed::feed_service_client::FeedServiceClient;
use wire::feed::subscribe_request::Start;
use wire::feed::subscribe_response::Frame;
use wire::feed::{FeedEvent, ResumeToken, SubscribeRequest};
use wire::intake::{CaseState, GetIntakeStockRequest};
use wire::operations::{GetProgressRequest, GetProgressResponse, VerifyJournalRequest};
use wire::prognosis::GetChainPictureRequest;

/// Longest wait for one answer.
const ANSWER_MAX: Duration = Duration::from_secs(5);
/// Longest wait for an event that is there.
const EVENT_MAX: Duration = Duration::from_secs(3);
/// Recomputing a log of millions takes a while.
const DEEP_MAX: Duration = Duration::from_mins(30);
/// States of a case in which nothing is decided yet, and those before a court.
const PENDING: [CaseState; 10] = [
    CaseState::Made,
    CaseState::Screening,
    CaseState::Screened,
    CaseState::Registered,
    CaseState::Lodged,
    CaseState::ResponsibilityCheck,
    CaseState::Routed,
    CaseState::Interviewed,
    CaseState::Intention,
    CaseState::Suspended,
];
const APPEAL: [CaseState; 2] = [CaseState::Appeal, CaseState::FurtherAppeal];

/// What was seen of a service.
pub(super) struct Seen {
    pub(super) service: &'static str,
    pub(super) grpc: String,
    pub(super) admin: String,
    /// What the operations say, twice, a moment apart; or why they do not answer.
    pub(super) progress: Result<[GetProgressResponse; 2], String>,
    /// Time of an answer that reads the database.
    pub(super) database: Duration,
    /// The feed's end, and the last event it serves; or why it does not answer.
    pub(super) feed: Result<Tip, String>,
    /// The virtual clock in a simulation.
    pub(super) simulation: Option<Timestamp>,
    /// Seconds that the service's clock is ahead of ours; `None` in a simulation.
    pub(super) ahead: Option<f64>,
    /// Only when it was asked for: how many events verify, or what does not.
    pub(super) proof: Option<Result<u64, String>>,
}

/// The end of a feed.
pub(super) struct Tip {
    pub(super) head: u64,
    pub(super) event: Option<FeedEvent>,
}

/// A stock as two services count it.
#[derive(Clone, Copy)]
pub(super) struct Stock {
    pub(super) what: &'static str,
    /// By intake, in its rows.
    pub(super) counted: i64,
    /// By prognosis, from the events of intake.
    pub(super) folded: i64,
}

/// Stocks that must be the same; or why one of the services does not answer.
pub(super) type Stocks = Result<[Stock; 2], String>;

/// Looks at one service.
pub(super) async fn service(endpoint: &Endpoint, deep: bool) -> Result<Seen> {
    let service = endpoint.service;
    // Of one replica: a client of all takes turns between them.
    let client = Client::new(std::slice::from_ref(endpoint))?;
    let mut operations = client.operations(service)?;
    let progress = async {
        let mut operations = operations.clone();
        let (began, asked_at_us) = (Instant::now(), kernel::Clock::System.now_us());
        let one = answer(operations.get_progress(GetProgressRequest {})).await?;
        let database = began.elapsed();
        // It was told somewhere between the question and the answer.
        let ours_us = asked_at_us + kernel::fit::<i64, _>(database.as_micros()) / 2;
        let ahead = clock(&one).map(|at| (at.as_microsecond() - ours_us) as f64 / 1e6);
        // Long enough that whoever moves is seen to.
        tokio::time::sleep(Duration::from_secs(2)).await;
        let two = answer(operations.get_progress(GetProgressRequest {})).await?;
        Ok::<_, String>(([one, two], database, ahead))
    };
    let feed = client.feed(service)?;
    let (progress, feed) = tokio::join!(progress, tip(feed));
    let proof = if deep && progress.is_ok() {
        let asked = timeout(DEEP_MAX, operations.verify_journal(VerifyJournalRequest {})).await;
        Some(match asked {
            Ok(Ok(proof)) => match proof.into_inner() {
                proof if proof.broken_position > 0 => {
                    Err(format!("position {}: {}", proof.broken_position, proof.broken_reason))
                }
                proof => Ok(proof.verified_count),
            },
            Ok(Err(status)) => Err(status.message().to_owned()),
            Err(_) => Err("no answer in time".to_owned()),
        })
    } else {
        None
    };
    let (progress, database, ahead) = match progress {
        Ok((both, database, ahead)) => (Ok(both), database, ahead),
        Err(reason) => (Err(reason), Duration::ZERO, None),
    };
    let simulated = progress.as_ref().ok().filter(|[_, now]| now.is_simulation);
    let simulation = simulated.and_then(|[_, now]| clock(now));
    Ok(Seen {
        service: service.name(),
        grpc: endpoint.grpc.clone(),
        admin: endpoint.admin.clone(),
        progress,
        database,
        feed,
        ahead: if simulation.is_some() { None } else { ahead },
        simulation,
        proof,
    })
}

/// The time at which a service's clock stands.
fn clock(progress: &GetProgressResponse) -> Option<Timestamp> {
    let now = progress.now.as_ref()?;
    Timestamp::new(now.seconds, now.nanos).ok()
}

async fn answer<T>(
    asked: impl Future<Output = Result<tonic::Response<T>, tonic::Status>>,
) -> Result<T, String> {
    match timeout(ANSWER_MAX, asked).await {
        Ok(Ok(response)) => Ok(response.into_inner()),
        Ok(Err(status)) => Err(format!("{:?}: {}", status.code(), status.message())),
        Err(_) => Err("no answer in time".to_owned()),
    }
}

/// Reads the last event of a log.
async fn tip(mut feed: FeedServiceClient<tonic::transport::Channel>) -> Result<Tip, String> {
    let end = answer(feed.get_head(wire::feed::GetHeadRequest {})).await?;
    let mut tip = Tip { head: end.head_position, event: None };
    if tip.head == 0 {
        return Ok(tip);
    }
    let token = ResumeToken { log_id: end.log_id, position: tip.head - 1, event_id: Vec::new() };
    let request = SubscribeRequest {
        subscription: "keten doctor".to_owned(),
        start: Some(Start::After(token)),
        batch_events_max: 1,
        ..SubscribeRequest::default()
    };
    let mut frames = answer(feed.subscribe(request)).await?;
    let began = Instant::now();
    while tip.event.is_none() && began.elapsed() < EVENT_MAX {
        let frame = match timeout(EVENT_MAX, frames.message()).await {
            Ok(Ok(Some(frame))) => frame.frame,
            Ok(Err(status)) => return Err(status.message().to_owned()),
            Ok(Ok(None)) | Err(_) => break,
        };
        if let Some(Frame::Batch(batch)) = frame {
            tip.event = batch.events.into_iter().next();
        }
    }
    Ok(tip)
}

/// What intake counts beside what prognosis has folded from its events.
pub(super) async fn stocks(client: &Client) -> Result<Stocks> {
    let mut intake = client.intake()?;
    let mut prognosis = client.prognosis()?;
    let (counted, picture) = tokio::join!(
        answer(intake.get_intake_stock(GetIntakeStockRequest {})),
        answer(prognosis.get_chain_picture(GetChainPictureRequest::default())),
    );
    let (counted, picture) = match (counted, picture) {
        (Ok(counted), Ok(picture)) => (counted, picture),
        (Err(reason), _) => return Ok(Err(format!("intake: {reason}"))),
        (_, Err(reason)) => return Ok(Err(format!("prognosis: {reason}"))),
    };
    let cases = |states: &[CaseState]| -> i64 {
        counted.rows.iter().filter(|row| states.contains(&row.state())).map(|row| row.count).sum()
    };
    let folded = |stage: &str| -> i64 {
        let of = picture.stocks.iter().filter(|stock| stock.stage.starts_with(stage));
        of.map(|stock| stock.count).sum()
    };
    let stock = |what, states, stage| Stock { what, counted: cases(states), folded: folded(stage) };
    Ok(Ok([
        stock("cases that wait for a decision", &PENDING, "ind.pending"),
        stock("cases before a court", &APPEAL, "ind.appeal"),
    ]))
}
