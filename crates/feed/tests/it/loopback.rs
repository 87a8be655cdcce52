//! A source on a real socket of this machine, for tests of the contract.

use std::time::Duration;

use db::testing::TestDb;
use feed::{Feed, FeedLimits, Source};
use journal::{Journal, Request, Writer, WriterLimits};
use kernel::{Clock, Ids, Uuid};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_stream::wrappers::TcpListenerStream;
use tokio_util::sync::CancellationToken;
use tonic::transport::{Channel, Server};
use tonic::{Status, Streaming};
use wire::feed::feed_service_client::FeedServiceClient;
use wire::feed::feed_service_server::FeedServiceServer;
use wire::feed::{EventBatch, SubscribeRequest, SubscribeResponse, subscribe_response::Frame};

use crate::model::{self, Add, Counters};

/// Longest wait for something that must come; reaching it is a failure.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A journal on a new file, and its writer.
pub struct Small {
    pub test: TestDb,
    pub journal: Journal,
    pub writer: Writer<Add>,
}

impl Small {
    pub async fn new(name: &str) -> Self {
        let test = TestDb::sqlite().await;
        test.db.migrate(&[journal::MIGRATIONS, model::MIGRATIONS]).await.unwrap();
        let journal = Journal::open(test.db.clone(), Clock::System, name).await.unwrap();
        let (writer, _) = Writer::start(journal.clone(), Counters::new(), WriterLimits::default());
        Self { test, journal, writer }
    }

    /// Records one event; its id.
    pub async fn record(&self, event_type: &'static str, amount: i64, padding: usize) -> Uuid {
        let add = Add { id: Uuid::from_u128(1), amount, event_type, from: 0, padding };
        let request = Request::new(Ids::random(), "Add", &[], None);
        self.writer.send(request, add).await.unwrap();
        let last = self.journal.head().await.unwrap().last;
        self.journal.read(last.before(), 1).await.unwrap()[0].event_id
    }
}

/// A source that is served.
pub struct Served {
    pub small: Small,
    pub address: String,
    pub stop: CancellationToken,
    pub server: JoinHandle<Result<(), tonic::transport::Error>>,
}

impl Served {
    /// Starts serving an empty log.
    pub async fn start(limits: FeedLimits) -> Self {
        Self::at(Small::new("source").await, "127.0.0.1:0", limits).await
    }

    /// Starts serving a log at an address.
    pub async fn at(small: Small, address: &str, limits: FeedLimits) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let stop = CancellationToken::new();
        let source = Source::new("00000000000000000000", "source");
        let feed = Feed::new(small.journal.clone(), source, limits, stop.clone());
        let server = Server::builder()
            .add_service(FeedServiceServer::new(feed))
            .serve_with_incoming_shutdown(
                TcpListenerStream::new(listener),
                stop.clone().cancelled_owned(),
            );
        Self { small, address, stop, server: tokio::spawn(server) }
    }

    pub fn client(&self) -> FeedServiceClient<Channel> {
        FeedServiceClient::new(client::dial(&self.address).unwrap())
    }

    /// Opens a stream, past its opening frame.
    pub async fn subscribe(&self, request: SubscribeRequest) -> Result<Frames, Status> {
        let frames = self.client().subscribe(request).await?.into_inner();
        let mut frames = Frames(frames);
        assert!(matches!(frames.next().await, Some(Frame::Opened(_))), "always the first frame");
        Ok(frames)
    }

    /// Stops serving; the log is left.
    pub async fn end(self) -> Small {
        self.stop.cancel();
        tokio::time::timeout(PATIENCE, self.server).await.unwrap().unwrap().unwrap();
        self.small
    }
}

/// A stream of a source.
pub struct Frames(Streaming<SubscribeResponse>);

impl Frames {
    /// The next frame; `None` when the stream has ended in order.
    pub async fn next(&mut self) -> Option<Frame> {
        let next = tokio::time::timeout(PATIENCE, self.0.message());
        let response = next.await.expect("a frame comes in time").unwrap();
        response.map(|response| response.frame.expect("a frame has content"))
    }

    /// The batches up to `through`; checks that each follows the one before, beginning after `after`.
    pub async fn chain(&mut self, after: u64, through: u64) -> Vec<EventBatch> {
        let mut batches: Vec<EventBatch> = Vec::new();
        let mut reached = after;
        while reached < through {
            if let Some(Frame::Batch(batch)) = self.next().await {
                assert_eq!(batch.after_position, reached, "batches follow each other");
                reached = batch.through_position;
                batches.push(batch);
            }
        }
        assert_eq!(reached, through);
        batches
    }
}

/// Positions of the events in batches.
pub fn positions(batches: &[EventBatch]) -> Vec<u64> {
    batches.iter().flat_map(|batch| &batch.events).map(|event| event.position).collect()
}
