//! A whole chain for one test: free loopback ports, a temporary folder or five databases, a virtual clock.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use client::{Client, Service};
use db::testing::TestDb;
use futures::future::join_all;
use kernel::{Date, Ids, Timestamp, Uuid, Violation};
use keten::chain as keten_chain;
use keten::chain::{Chain, ChainOptions, Storage};
use law::Policy;
use tonic::transport::Channel;
use wire::Wire as _;
use wire::common::CivilDate;
use wire::housing::housing_service_client::HousingServiceClient;
use wire::intake as pb;
use wire::intake::intake_service_client::IntakeServiceClient;
use wire::operations::{CheckRowsRequest, VerifyJournalRequest};
use wire::prognosis::GetChainPictureRequest;
use wire::prognosis::prognosis_service_client::PrognosisServiceClient;
use wire::reception::GetOccupancyRequest;
use wire::reception::reception_service_client::ReceptionServiceClient;
use wire::returns::returns_service_client::ReturnsServiceClient;

use crate::{
    Answer as _, Feeds, check, compare_capacity, compare_occupancy, compare_picture, date, versions,
};

/// Seed of the ids of tests; every chain is alone with its databases, so they may repeat.
const SEED: Uuid = Uuid::from_u128(2026);

/// Which database a chain runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Five SQLite files in a temporary folder.
    Sqlite,
    /// Five databases on the server of `TEST_POSTGRES_URL`.
    Postgres,
}

/// Somebody who asks for asylum: ids that follow from a name, and facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applicant {
    /// The person.
    pub person: String,
    /// The household.
    pub household: String,
    /// The first case.
    pub case: String,
    /// Nationality.
    pub nationality: &'static str,
    /// Year of birth.
    pub birth_year: i32,
    /// Whether the person came as an unaccompanied minor.
    pub minor: bool,
}

impl Applicant {
    /// An adult from Syria, alone.
    pub fn new(name: &str) -> Self {
        Self {
            person: TestChain::id(&format!("person {name}")),
            household: TestChain::id(&format!("household {name}")),
            case: TestChain::id(&format!("case {name}")),
            nationality: "SYR",
            birth_year: 1990,
            minor: false,
        }
    }

    /// The same person in the household of another.
    pub fn with(mut self, other: &Self) -> Self {
        self.household.clone_from(&other.household);
        self
    }
}

/// A running chain that belongs to one test.
pub struct TestChain {
    /// The database it runs on.
    pub engine: Engine,
    /// The raw way to all services.
    pub client: Client,
    /// The policy set that holds.
    pub policy: Arc<Policy>,
    chain: Chain,
    folder: Option<tempfile::TempDir>,
    databases: Vec<TestDb>,
    today: Mutex<Date>,
    requests: AtomicU64,
}

impl TestChain {
    /// Starts a chain whose clocks stand at 09:00 UTC of the civil date `start`; `None` when no server is
    /// named for PostgreSQL, which is said loudly.
    pub async fn start(engine: Engine, start: &str) -> Option<Self> {
        Self::start_under(law::pact_2026(), engine, start).await
    }

    /// The same under a policy set.
    pub async fn start_under(policy: &Policy, engine: Engine, start: &str) -> Option<Self> {
        let policy = Arc::new(policy.clone());
        let (mut folder, mut databases) = (None, Vec::new());
        let storage = match engine {
            Engine::Sqlite => {
                let new = tempfile::tempdir().expect("a temporary folder can be made");
                let path = new.path().to_owned();
                folder = Some(new);
                Storage::Folder(path)
            }
            Engine::Postgres => {
                // Beside each other: a server takes its time over each.
                databases.push(TestDb::postgres().await?);
                let others = keten_chain::SERVICES.iter().skip(1).map(|_| TestDb::postgres());
                databases.extend(join_all(others).await.into_iter().flatten());
                let urls = databases.iter().map(|database| database.url.clone());
                Storage::Databases(keten_chain::SERVICES.into_iter().zip(urls).collect())
            }
        };
        let today = date(start);
        let options = ChainOptions {
            storage,
            policy: policy.clone(),
            simulation_start: Some(morning(today)),
            usual_ports: false,
        };
        let chain = Chain::start(&options).await.expect("the chain starts");
        let client = Client::new(&chain.endpoints()).expect("the addresses are sound");
        let (today, requests) = (Mutex::new(today), AtomicU64::new(0));
        Some(Self { engine, client, policy, chain, folder, databases, today, requests })
    }

    /// One chain for every database there is.
    pub async fn every(start: &str) -> Vec<Self> {
        let mut all = Vec::new();
        for engine in [Engine::Sqlite, Engine::Postgres] {
            all.extend(Self::start(engine, start).await);
        }
        all
    }

    /// Moves all clocks to 09:00 UTC of a civil date, lets the terms that are over take effect, and waits
    /// until everything that follows has been applied.
    pub async fn today(&self, day: &str) {
        let day = date(day);
        *self.today.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = day;
        self.client.advance(morning(day)).await.expect("the clocks move");
        self.settle().await;
    }

    /// The civil date on which the clocks stand, as it is sent.
    pub fn on(&self) -> Option<CivilDate> {
        self.today.lock().unwrap_or_else(std::sync::PoisonError::into_inner).to_pb()
    }

    /// Waits until every service, prognosis too, has applied every event.
    pub async fn settle(&self) {
        self.client.settle_prognosis().await.expect("the chain comes to rest");
    }

    /// A new request id; the n-th is the same in every run.
    pub fn request_id(&self) -> String {
        let n = self.requests.fetch_add(1, Ordering::Relaxed);
        Self::id(&format!("request {n}"))
    }

    /// An id that follows from a name.
    pub fn id(name: &str) -> String {
        Ids::derive(SEED, name.as_bytes()).to_string()
    }

    /// A client of intake.
    pub fn intake(&self) -> IntakeServiceClient<Channel> {
        self.client.intake().expect("the service has an address")
    }

    /// A client of reception.
    pub fn reception(&self) -> ReceptionServiceClient<Channel> {
        self.client.reception().expect("the service has an address")
    }

    /// A client of returns.
    pub fn returns(&self) -> ReturnsServiceClient<Channel> {
        self.client.returns().expect("the service has an address")
    }

    /// A client of housing.
    pub fn housing(&self) -> HousingServiceClient<Channel> {
        self.client.housing().expect("the service has an address")
    }

    /// A client of prognosis.
    pub fn prognosis(&self) -> PrognosisServiceClient<Channel> {
        self.client.prognosis().expect("the service has an address")
    }

    /// The request with which somebody asks for asylum for the first time, today.
    pub fn application(&self, who: &Applicant) -> pb::MakeApplicationRequest {
        pb::MakeApplicationRequest {
            request_id: self.request_id(),
            occurred_on: self.on(),
            case_id: who.case.clone(),
            person_id: who.person.clone(),
            household_id: who.household.clone(),
            kind: pb::ApplicationKind::First.into(),
            nationality: who.nationality.to_owned(),
            birth_year: who.birth_year,
            sex: wire::common::Sex::Female.into(),
            unaccompanied_minor: who.minor,
            previous_case_id: String::new(),
            wrong_authority: false,
        }
    }

    /// Every event of every service, once the chain has come to rest.
    pub async fn feeds(&self) -> Feeds {
        self.settle().await;
        Feeds::read(&self.client).await.expect("the feeds can be read")
    }

    /// Everything that can be checked of a chain at rest: the feeds, the logs' own proof, and the answers
    /// of reception and prognosis against what the feeds add up to.
    pub async fn audit(&self) -> Vec<Violation> {
        let feeds = self.feeds().await;
        let mut found = check(&feeds, &self.policy);
        found.extend(self.prove(&feeds).await);
        let occupancy = self.reception().get_occupancy(GetOccupancyRequest {}).await.message();
        found.extend(compare_occupancy(&feeds, &self.policy, &occupancy));
        let asked = GetChainPictureRequest::default();
        let picture = self.prognosis().get_chain_picture(asked).await.message();
        found.extend(compare_picture(&feeds, &self.policy, &picture));
        found.extend(compare_capacity(&self.policy, &occupancy, &picture));
        found
    }

    /// EL-2 and EL-3, which the envelope cannot show: it carries neither versions nor hashes. Every thing that
    /// a service lists has as many events in the feed as its version says, and each service goes through the
    /// hash chain of its own log and finds as many events as its feed showed.
    pub async fn prove(&self, feeds: &Feeds) -> Vec<Violation> {
        let mut found = versions::compare(&self.client, feeds).await;
        for service in Service::ALL {
            let mut operations = self.client.operations(service).expect("the address is known");
            let replayed = operations.check_rows(CheckRowsRequest {}).await.message();
            for table in replayed.tables {
                found.extend(table.differences.iter().map(|one| Violation {
                    id: "EL-6",
                    seen: format!("{} {}: {one:?}", service.name(), table.table),
                }));
            }
            let proof = operations.verify_journal(VerifyJournalRequest {}).await.message();
            let shown = feeds.of(service).len() as u64;
            if proof.broken_position != 0 || proof.verified_count != shown {
                let seen = format!(
                    "{}: {} events verified, {shown} shown, broken at {} ({})",
                    service.name(),
                    proof.verified_count,
                    proof.broken_position,
                    proof.broken_reason
                );
                found.push(Violation { id: "EL-3", seen });
            }
        }
        found
    }

    /// Stops the services and keeps the folder of their databases; `None` on a server.
    pub async fn stop_and_keep(self) -> Option<tempfile::TempDir> {
        drop(self.client);
        self.chain.stop().await;
        join_all(self.databases.into_iter().map(TestDb::drop_database)).await;
        self.folder
    }

    /// Stops the services and removes the databases.
    pub async fn stop(self) {
        drop(self.client);
        self.chain.stop().await;
        join_all(self.databases.into_iter().map(TestDb::drop_database)).await;
        drop(self.folder);
    }
}

fn morning(day: Date) -> Timestamp {
    let nine = jiff::tz::Offset::UTC.to_timestamp(day.at(9, 0, 0, 0));
    nine.expect("every morning exists in UTC")
}
