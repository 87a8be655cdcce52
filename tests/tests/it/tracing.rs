//! Traces, against a collector of the test's own: a person is followed from intake to reception and back by links.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use host::{HostedService, Listeners, Running, Settings};
use intake::Intake;
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_server::{
    TraceService, TraceServiceServer,
};
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTraceServiceRequest, ExportTraceServiceResponse,
};
use opentelemetry_proto::tonic::trace::v1::Span;
use reception::Reception;
use testkit::TestChain;
use tonic::transport::server::TcpIncoming;
use tonic::transport::{Channel, Endpoint, Server};
use tonic::{Request, Response, Status};
use wire::Wire as _;
use wire::intake as pb;
use wire::intake::intake_service_client::IntakeServiceClient;

const CALLER_TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const CALLER_SPAN: &str = "b7ad6b7169203331";

/// Keeps what it is sent, with the service's name.
#[derive(Clone, Default)]
struct Collector(Arc<Mutex<Vec<(String, Span)>>>);

#[tonic::async_trait]
impl TraceService for Collector {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        for of_service in request.into_inner().resource_spans {
            let attributes = of_service.resource.unwrap_or_default().attributes;
            let name = attributes.iter().find(|one| one.key == "service.name");
            let name = format!("{:?}", name.and_then(|one| one.value.clone()));
            let service = if name.contains("intake") { "intake" } else { "reception" };
            let spans = of_service.scope_spans.into_iter().flat_map(|scope| scope.spans);
            let mut kept = self.0.lock().unwrap();
            kept.extend(spans.map(|span| (service.to_owned(), span)));
        }
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

impl Collector {
    async fn listen(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let service = TraceServiceServer::new(self.clone());
        let incoming = TcpIncoming::from(listener);
        tokio::spawn(Server::builder().add_service(service).serve_with_incoming(incoming));
        address
    }

    fn spans(&self) -> Vec<(String, Span)> {
        self.0.lock().unwrap().clone()
    }
}

struct Pair {
    intake: Running,
    reception: Running,
    _folder: tempfile::TempDir,
}

/// Intake and reception that read each other.
async fn pair(collector: &str, permille: u32) -> Pair {
    let free = "127.0.0.1:0".parse().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let at_intake = Listeners::bind(free, free).await.unwrap();
    let at_reception = Listeners::bind(free, free).await.unwrap();
    let settings = |name: &str, peer: &str, address: std::net::SocketAddr| {
        let mut settings = Settings::of(name);
        let path = folder.path().join(format!("{name}.db"));
        settings.database = format!("sqlite://{}", path.display()).parse().unwrap();
        settings.peers = [(peer.to_owned(), format!("http://{address}"))].into();
        settings.otlp_endpoint = Some(collector.to_owned());
        settings.trace_permille = permille;
        settings
    };
    let of_intake = settings(Intake::NAME, Reception::NAME, at_reception.grpc_address());
    let of_reception = settings(Reception::NAME, Intake::NAME, at_intake.grpc_address());
    let intake = host::start::<Intake>(of_intake, at_intake).await.unwrap();
    let reception = host::start::<Reception>(of_reception, at_reception).await.unwrap();
    Pair { intake, reception, _folder: folder }
}

impl Pair {
    async fn apply(&self, name: &str, traceparent: Option<String>) {
        let address = format!("http://{}", self.intake.grpc_address);
        let mut client = IntakeServiceClient::new(dial(address));
        let mut request = Request::new(application(name));
        if let Some(text) = traceparent {
            request.metadata_mut().insert("traceparent", text.parse().unwrap());
        }
        client.make_application(request).await.unwrap();
    }

    /// Waits until reception has applied all of intake's log.
    async fn settle(&self) {
        use wire::operations::operations_service_client::OperationsServiceClient;
        let operations = |at: &Running| {
            OperationsServiceClient::new(dial(format!("http://{}", at.admin_address)))
        };
        let mut of_intake = operations(&self.intake);
        let progress = of_intake.get_progress(wire::operations::GetProgressRequest {}).await;
        let head = progress.unwrap().into_inner().head_position;
        let positions = [("intake".to_owned(), head)].into();
        let asked = wire::operations::AwaitProgressRequest { positions, timeout_ms: 10_000 };
        operations(&self.reception).await_progress(asked).await.unwrap();
    }

    async fn stop(self) {
        self.intake.stop().await;
        self.reception.stop().await;
    }
}

pub(crate) fn application(name: &str) -> pb::MakeApplicationRequest {
    let today = kernel::civil_date(kernel::Clock::System.now());
    pb::MakeApplicationRequest {
        request_id: TestChain::id(&format!("request {name}")),
        occurred_on: today.to_pb(),
        case_id: TestChain::id(&format!("case {name}")),
        person_id: TestChain::id(&format!("person {name}")),
        household_id: TestChain::id(&format!("household {name}")),
        kind: pb::ApplicationKind::First.into(),
        nationality: "SYR".to_owned(),
        birth_year: 1990,
        sex: wire::common::Sex::Female.into(),
        unaccompanied_minor: false,
        previous_case_id: String::new(),
        wrong_authority: false,
    }
}

fn dial(address: String) -> Channel {
    Endpoint::from_shared(address).unwrap().connect_lazy()
}

fn hex(bytes: &[u8]) -> String {
    hex::encode(bytes)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_at_intake_gives_a_span_and_the_reaction_in_reception_links_to_it() {
    let collector = Collector::default();
    let pair = pair(&collector.listen().await, 1_000).await;
    pair.apply("traced", Some(format!("00-{CALLER_TRACE}-{CALLER_SPAN}-01"))).await;
    pair.settle().await;
    // Long before the exporter's turn: what has arrived then was flushed by the stop.
    pair.stop().await;

    let spans = collector.spans();
    let (_, command) = spans
        .iter()
        .find(|(service, span)| service == "intake" && span.name.ends_with("/MakeApplication"))
        .expect("the command has a span");
    assert_eq!(hex(&command.trace_id), CALLER_TRACE);
    assert_eq!(hex(&command.parent_span_id), CALLER_SPAN);

    let (_, reaction) = spans
        .iter()
        .find(|(service, span)| {
            service == "reception" && span.links.iter().any(|link| link.span_id == command.span_id)
        })
        .expect("a reaction of reception links to the command");
    assert_eq!(reaction.links[0].trace_id, command.trace_id);
    assert_ne!(reaction.trace_id, command.trace_id, "a trace of its own");
    assert!(reaction.parent_span_id.is_empty(), "no child of the command");
    println!("{} at intake, then {} at reception", command.name, reaction.name);

    let text = format!("{spans:?}");
    for who in ["person traced", "household traced", "case traced"] {
        assert!(!text.contains(&TestChain::id(who)), "an id of a person is in a span");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_caller_does_not_keep_is_not_kept_and_a_share_of_nothing_is_nothing() {
    let collector = Collector::default();
    let address = collector.listen().await;
    let left = pair(&address, 1_000).await;
    left.apply("left out", Some(format!("00-{CALLER_TRACE}-{CALLER_SPAN}-00"))).await;
    left.settle().await;
    left.stop().await;
    let of_commands =
        |(_, span): &(String, Span)| span.name.contains("Make") || !span.links.is_empty();
    assert!(!collector.spans().iter().any(of_commands), "{:?}", collector.spans());

    let none = pair(&address, 0).await;
    let before = collector.spans().len();
    none.apply("share of nothing", None).await;
    none.settle().await;
    none.stop().await;
    assert_eq!(collector.spans().len(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_that_is_away_delays_nobody() {
    // A port that was free a moment ago.
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let pair = pair(&format!("http://{nobody}"), 1_000).await;
    let began = Instant::now();
    for n in 0..20 {
        pair.apply(&format!("untraced {n}"), None).await;
    }
    pair.settle().await;
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    let began = Instant::now();
    pair.stop().await;
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
}
