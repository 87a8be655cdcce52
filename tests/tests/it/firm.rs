//! A service that breaks ends or goes on, and says so; it never looks well while it does nothing.

use std::time::Duration;

use host::{Ended, HostedService, Listeners, Running, Settings};
use housing::Housing;
use intake::Intake;
use prognosis::Prognosis;
use reception::Reception;
use returns::Returns;
use testkit::{Answer as _, TestChain};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tonic::Code;
use tonic::transport::Endpoint;
use wire::operations::operations_service_client::OperationsServiceClient;
use wire::operations::{AwaitProgressRequest, SkipEventRequest};

/// Far longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(30);

fn settings<S: HostedService>(folder: &std::path::Path) -> Settings {
    let mut settings = Settings::of(S::NAME);
    let path = folder.join(format!("{}.db", S::NAME));
    settings.database = format!("sqlite://{}", path.display()).parse().unwrap();
    settings.stop_seconds_max = 2;
    // Nobody listens there: subscriptions connect for ever.
    for address in settings.peers.values_mut() {
        "http://127.0.0.1:9".clone_into(address);
    }
    settings
}

async fn start<S: HostedService>(settings: Settings) -> Result<Running, host::StartError> {
    let free = "127.0.0.1:0".parse().unwrap();
    host::start::<S>(settings, Listeners::bind(free, free).await.unwrap()).await
}

async fn each_task_is_missed<S: HostedService>() {
    let folder = tempfile::tempdir().unwrap();
    let first = start::<S>(settings::<S>(folder.path())).await.unwrap();
    let names = first.tasks.names();
    first.stop().await;
    for kind in ["writer", "background", "health", "grpc", "admin"] {
        assert!(names.iter().any(|name| name == kind), "{}: {names:?}", S::NAME);
    }
    for name in names {
        let mut running = start::<S>(settings::<S>(folder.path())).await.unwrap();
        running.tasks.let_panic(&name);
        let ended = timeout(PATIENCE, running.ended()).await.expect("the service ends");
        let Ended::Broken(how) = ended else { panic!("{} {name}: {ended:?}", S::NAME) };
        assert!(how.contains(&name) && how.contains("panicked"), "{how}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_dies_ends_its_service_whichever_it_is() {
    each_task_is_missed::<Intake>().await;
    each_task_is_missed::<Reception>().await;
    each_task_is_missed::<Returns>().await;
    each_task_is_missed::<Housing>().await;
    each_task_is_missed::<Prognosis>().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_has_a_limit_whoever_says_half_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings::<Intake>(folder.path());
    let limit = Duration::from_secs(settings.stop_seconds_max);
    let running = start::<Intake>(settings).await.unwrap();
    let mut half = TcpStream::connect(running.admin_address).await.unwrap();
    half.write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\n").await.unwrap();
    let silent = TcpStream::connect(running.grpc_address).await.unwrap();
    let mut preface = TcpStream::connect(running.grpc_address).await.unwrap();
    preface.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await.unwrap();
    // The clocks of machines differ; the limit is what is promised.
    timeout(limit + Duration::from_secs(1), running.stop())
        .await
        .expect("it stops within its limit");
    drop((half, silent, preface));
}

fn operations(running: &Running) -> OperationsServiceClient<tonic::transport::Channel> {
    let address = format!("http://{}", running.admin_address);
    OperationsServiceClient::new(Endpoint::from_shared(address).unwrap().connect_lazy())
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_event_at_which_a_subscription_is_stopped_can_be_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let running = start::<Reception>(settings::<Reception>(folder.path())).await.unwrap();
    let skip = |subscription: &str, position| {
        let request = SkipEventRequest {
            subscription: subscription.to_owned(),
            position,
            reason: "a try".to_owned(),
        };
        let mut operations = operations(&running);
        async move { operations.skip_event(request).await.problem() }
    };
    for position in [1, 2, 1_000_000] {
        let refused = skip("reception:intake", position).await;
        assert_eq!(
            (refused.code, refused.reason.as_str()),
            (Code::FailedPrecondition, "NOT_STOPPED")
        );
    }
    assert_eq!(skip("reception:nobody", 1).await.fields, ["subscription"]);
    let positions = [("nobody".to_owned(), 1)].into();
    let asked = AwaitProgressRequest { positions, timeout_ms: 50 };
    assert_eq!(operations(&running).await_progress(asked).await.problem().fields, ["positions"]);
    running.stop().await;
}

/// On PostgreSQL a NUL character used to fail every command that shared a transaction with it.
#[tokio::test(flavor = "multi_thread")]
async fn one_bad_text_among_good_commands_fails_alone() {
    for chain in TestChain::every("2026-07-01").await {
        let one = |n: u32| {
            let mut intake = chain.intake();
            let (request_id, today) = (chain.request_id(), chain.on());
            let who = testkit::Applicant::new(&format!("applicant {n}"));
            let application = chain.application(&who);
            async move {
                if n % 20 != 3 {
                    return intake.make_application(application).await.map(drop);
                }
                let report = wire::intake::PublishCountryReportRequest {
                    request_id,
                    occurred_on: today,
                    nationality: "SYR".to_owned(),
                    source: "a\0b".to_owned(),
                    ..Default::default()
                };
                intake.publish_country_report(report).await.map(drop)
            }
        };
        let answers = futures::future::join_all((0..80).map(one)).await;
        for (n, answer) in answers.into_iter().enumerate() {
            match answer {
                Ok(()) => assert_ne!(n % 20, 3),
                Err(status) => {
                    assert_eq!((n % 20, status.code()), (3, Code::InvalidArgument), "{status:?}");
                    assert!(status.message().contains("source"), "{status:?}");
                }
            }
        }
        chain.settle().await;
        crate::steps::finish(chain).await;
    }
}

/// What a port says that it serves is what it serves.
#[tokio::test(flavor = "multi_thread")]
async fn reflection_lists_what_a_port_serves_and_nothing_else() {
    use tonic_reflection::pb::v1::ServerReflectionRequest;
    use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
    use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
    use tonic_reflection::pb::v1::server_reflection_response::MessageResponse;
    let folder = tempfile::tempdir().unwrap();
    let running = start::<Housing>(settings::<Housing>(folder.path())).await.unwrap();
    let list = async |address: std::net::SocketAddr| {
        let channel = Endpoint::from_shared(format!("http://{address}")).unwrap().connect_lazy();
        let asked = ServerReflectionRequest {
            host: String::new(),
            message_request: Some(MessageRequest::ListServices(String::new())),
        };
        let answers = ServerReflectionClient::new(channel)
            .server_reflection_info(futures::stream::iter([asked]))
            .await
            .unwrap();
        let answer = answers.into_inner().message().await.unwrap().unwrap();
        let Some(MessageResponse::ListServicesResponse(list)) = answer.message_response else {
            panic!("{answer:?}");
        };
        let mut names: Vec<String> = list.service.into_iter().map(|one| one.name).collect();
        names.retain(|name| !name.starts_with("grpc.reflection."));
        names.sort();
        names
    };
    assert_eq!(
        list(running.grpc_address).await,
        [
            "grpc.health.v1.Health",
            "ketenstroom.feed.v1.FeedService",
            "ketenstroom.housing.v1.HousingService"
        ]
    );
    assert_eq!(list(running.admin_address).await, ["ketenstroom.operations.v1.OperationsService"]);
    running.stop().await;
}

/// What `/health/ready` answers.
async fn ready(running: &Running) -> String {
    let mut stream = TcpStream::connect(running.admin_address).await.unwrap();
    let request = b"GET /health/ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    stream.write_all(request).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

/// A small file system of its own, which goes away with this value.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// `None`, said loudly, where this process may not mount one.
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=3m", "tmpfs"])
            .arg(folder.path())
            .output();
        if mounted.is_ok_and(|done| done.status.success()) {
            return Some(Self(folder));
        }
        use std::io::Write as _;
        let text = b"SKIPPED: a disk that fills up; this process may not mount one\n";
        std::io::stderr().write_all(text).unwrap();
        None
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let unmounted = std::process::Command::new("umount").arg(self.0.path()).status();
        assert!(unmounted.is_ok_and(|done| done.success()), "the small disk is unmounted");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_said_and_service_goes_on_when_there_is_room() {
    let Some(disk) = SmallDisk::mount() else { return };
    let mut settings = settings::<Intake>(disk.0.path());
    settings.peers.clear();
    let running = start::<Intake>(settings).await.unwrap();
    assert!(ready(&running).await.contains("200 OK"));
    let address = format!("http://{}", running.grpc_address);
    let channel = Endpoint::from_shared(address).unwrap().connect_lazy();
    let mut intake = wire::intake::intake_service_client::IntakeServiceClient::new(channel);
    let mut apply = async |n: u32| {
        let mut request = crate::tracing::application(&format!("applicant {n}"));
        request.request_id = testkit::TestChain::id(&format!("request {n}"));
        intake.make_application(request).await
    };
    apply(0).await.unwrap();

    let filler = disk.0.path().join("filler");
    std::fs::write(&filler, vec![0; 2 * 1024 * 1024]).unwrap();
    let mut n = 0;
    let full = loop {
        n += 1;
        match apply(n).await {
            Ok(_) => assert!(n < 20_000, "the disk is never full"),
            Err(status) => break status,
        }
    };
    assert_eq!(full.code(), Code::Unavailable, "{full:?}");
    assert!(full.message().contains("no room left"), "{full:?}");
    let answer = ready(&running).await;
    assert!(answer.contains("503") && answer.contains("no room left"), "{answer}");

    std::fs::remove_file(&filler).unwrap();
    let goes_on = async {
        while !ready(&running).await.contains("200 OK") {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    timeout(PATIENCE, goes_on).await.expect("it goes on by itself");
    apply(n).await.expect("the same request is carried out now");
    let mut operations = operations(&running);
    let asked = wire::operations::VerifyJournalRequest {};
    let proof = operations.verify_journal(asked).await.unwrap().into_inner();
    assert_eq!((proof.broken_position, proof.verified_count), (0, u64::from(n) + 1));
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_not_its_own_is_refused_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings::<Intake>(folder.path());
    let file = folder.path().join("intake.db");
    let refused = async || match start::<Intake>(settings.clone()).await {
        Ok(_) => panic!("it starts"),
        Err(error) => error.to_string(),
    };
    std::fs::write(&file, b"").unwrap();
    assert!(refused().await.contains("is empty"));
    std::fs::write(&file, b"not a database at all, whatever its name says").unwrap();
    assert!(refused().await.contains("not a database"));
    std::fs::remove_file(&file).unwrap();
    start::<Intake>(settings.clone()).await.unwrap().stop().await;

    let change = async |sql: &'static str| {
        let db = db::Db::open(&settings.database, 1).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        tx.execute(sql, &[]).await.unwrap();
        tx.commit().await.unwrap();
        db.close().await;
    };
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                 VALUES (999999, 'of tomorrow', true, x'00', 0)";
    change(newer).await;
    assert!(refused().await.contains("newer"));
    let mut accepting = settings.clone();
    accepting.newer_database = true;
    start::<Intake>(accepting).await.unwrap().stop().await;
    change("DELETE FROM _sqlx_migrations WHERE version = 999999").await;
    change("DROP TABLE parked_event").await;
    assert!(refused().await.contains("table parked_event is missing"));
}
