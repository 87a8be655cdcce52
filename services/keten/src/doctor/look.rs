//! What a running chain says of itself, as far as it answers: read only, through contracts that exist for others.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::Result;
use client::{Client, Endpoint};
use jiff::Timestamp;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use wire::feed::feed_service_client::FeedServiceClient;
use wire::feed::subscribe_request::Start;
use wire::feed::subscribe_response::Frame;
use wire::feed::{FeedEvent, ResumeToken, SubscribeRequest};
use wire::intake::{CaseState, GetIntakeStockRequest};
use wire::operations::{
    AdvanceClockRequest, GetProgressRequest, GetProgressResponse, VerifyJournalRequest,
};
use wire::prognosis::GetChainPictureRequest;

/// The first time that the contract takes, seconds since 1970.
const YEAR_1990: i64 = 631_152_000;
/// Longest wait for one answer.
const ANSWER_MAX: Duration = Duration::from_secs(5);
/// Recomputing a log of millions takes a while.
const DEEP_MAX: Duration = Duration::from_mins(30);
const METRICS_BYTES_MAX: u64 = 8 * 1024 * 1024;
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
    /// Why they cannot be read, otherwise; then what they tell is not known.
    pub(super) metrics: Result<Metrics, String>,
    /// Only when it was asked for: how many events verify, or what does not.
    pub(super) proof: Option<Result<u64, String>>,
}

/// The end of a feed.
pub(super) struct Tip {
    pub(super) head: u64,
    pub(super) event: Option<FeedEvent>,
}

/// Samples of `/metrics` by name and labels, as they stand there.
pub(super) type Metrics = BTreeMap<String, f64>;

/// Stocks as intake and as prognosis count them; or why one does not answer.
pub(super) type Stocks = Result<[(&'static str, i64, i64); 2], String>;

/// Looks at one service.
pub(super) async fn service(endpoint: &Endpoint, deep: bool) -> Result<Seen> {
    let service = endpoint.service;
    // Of one replica: a client of all takes turns between them.
    let client = Client::new(std::slice::from_ref(endpoint))?;
    let mut operations = client.operations(service)?;
    let progress = async {
        let mut operations = operations.clone();
        let began = Instant::now();
        let one = answer(operations.get_progress(GetProgressRequest {})).await?;
        let database = began.elapsed();
        // Long enough that whoever moves is seen to.
        tokio::time::sleep(Duration::from_secs(2)).await;
        let two = answer(operations.get_progress(GetProgressRequest {})).await?;
        Ok::<_, String>(([one, two], database))
    };
    let clock = async {
        // A time in the past moves no clock; with hold nothing is carried out. Only a simulation answers.
        let past = Some(prost_types::Timestamp { seconds: YEAR_1990, nanos: 0 });
        let request = AdvanceClockRequest { to: past, hold: true };
        let now = answer(operations.clone().advance_clock(request)).await.ok()?.now?;
        Timestamp::new(now.seconds, now.nanos).ok()
    };
    let feed = client.feed(service)?;
    let (progress, simulation, feed, metrics) =
        tokio::join!(progress, clock, tip(feed), metrics(&endpoint.admin));
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
    let database = progress.as_ref().map_or(Duration::ZERO, |(_, time)| *time);
    let (feed, ahead) = match feed {
        Ok((tip, ahead)) => (Ok(tip), ahead),
        Err(reason) => (Err(reason), None),
    };
    Ok(Seen {
        service: service.name(),
        grpc: endpoint.grpc.clone(),
        admin: endpoint.admin.clone(),
        progress: progress.map(|(both, _)| both),
        database,
        feed,
        ahead: if simulation.is_some() { None } else { ahead },
        simulation,
        metrics,
        proof,
    })
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

/// Reads the last event, and waits for a heartbeat, which tells the service's clock.
async fn tip(
    mut feed: FeedServiceClient<tonic::transport::Channel>,
) -> Result<(Tip, Option<f64>), String> {
    let end = answer(feed.get_head(wire::feed::GetHeadRequest {})).await?;
    let token = ResumeToken {
        log_id: end.log_id,
        position: end.head_position.saturating_sub(1),
        event_id: Vec::new(),
    };
    let request = SubscribeRequest {
        subscription: "keten doctor".to_owned(),
        start: Some(Start::After(token)),
        batch_events_max: 1,
        heartbeat_interval: Some(prost_types::Duration { seconds: 1, nanos: 0 }),
        ..SubscribeRequest::default()
    };
    let mut frames = answer(feed.subscribe(request)).await?;
    let mut tip = Tip { head: end.head_position, event: None };
    let began = Instant::now();
    // A log that grows all the time sends no heartbeat; then the clock stays unknown.
    while began.elapsed() < Duration::from_secs(3) {
        let frame = match timeout(Duration::from_secs(3), frames.message()).await {
            Ok(Ok(Some(frame))) => frame.frame,
            Ok(Err(status)) => return Err(status.message().to_owned()),
            Ok(Ok(None)) | Err(_) => break,
        };
        match frame {
            Some(Frame::Batch(batch)) if tip.event.is_none() => {
                tip.event = batch.events.into_iter().next();
            }
            Some(Frame::Heartbeat(beat)) => {
                let at = beat.server_time.and_then(|at| Timestamp::new(at.seconds, at.nanos).ok());
                let now = kernel::Clock::System.now_us();
                return Ok((tip, at.map(|at| (at.as_microsecond() - now) as f64 / 1e6)));
            }
            _ => {}
        }
    }
    Ok((tip, None))
}

/// Scrapes a service.
async fn metrics(admin: &str) -> Result<Metrics, String> {
    let host = admin.trim_start_matches("http://").trim_end_matches('/');
    let scrape = async {
        let stream = TcpStream::connect(host).await?;
        let (read, mut write) = stream.into_split();
        let request = format!("GET /metrics HTTP/1.0\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        write.write_all(request.as_bytes()).await?;
        let mut text = String::new();
        read.take(METRICS_BYTES_MAX).read_to_string(&mut text).await?;
        Ok::<_, std::io::Error>(text)
    };
    match timeout(ANSWER_MAX, scrape).await {
        Ok(Ok(text)) => samples(&text),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("no answer in time".to_owned()),
    }
}

fn samples(text: &str) -> Result<Metrics, String> {
    let status = text.lines().next().unwrap_or_default();
    if status.split(' ').nth(1) != Some("200") {
        return Err(format!("it answers {status:?}"));
    }
    let one = |line: &str| {
        let (name, value) = line.rsplit_once(' ')?;
        Some((name.to_owned(), value.parse().ok()?))
    };
    Ok(text.lines().filter(|line| !line.starts_with('#')).filter_map(one).collect())
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
    Ok(Ok([
        ("cases that wait for a decision", cases(&PENDING), folded("ind.pending")),
        ("cases before a court", cases(&APPEAL), folded("ind.appeal")),
    ]))
}

#[cfg(test)]
mod tests {
    #[test]
    fn samples_are_read() {
        let text = "HTTP/1.1 200 OK\r\n# TYPE a gauge\na{b=\"c d\"} 2.5\nplain 7\n";
        let samples = super::samples(text).unwrap();
        assert_eq!(samples.get("a{b=\"c d\"}"), Some(&2.5));
        assert_eq!(samples.get("plain"), Some(&7.0));
        assert!(super::samples("HTTP/1.1 404 Not Found\r\n\r\n").is_err());
        assert!(super::samples("").is_err());
    }
}
