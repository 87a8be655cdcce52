//! What falls due is dated when it fell due, however late it is found: one sweep after a long silence finds what a
//! sweep on every day would have found, with the same dates, in the same order.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;

use client::{Client, Endpoint, Service};
use host::{Listeners, Running, Settings};
use kernel::{Date, Timestamp};
use testkit::{Engine, Event, Log, TestChain, date};
use tonic::Request;
use wire::operations::AdvanceClockRequest;
use world::{Config, World};

/// A hundredth of the Netherlands.
const SCALE_PERMILLE: u32 = 10;

fn morning(day: Date) -> Timestamp {
    jiff::tz::Offset::UTC.to_timestamp(day.at(9, 0, 0, 0)).unwrap()
}

/// One service with nobody to listen to: what it does follows from its own books and its clock alone.
struct Alone {
    client: Client,
    service: Service,
    running: Running,
}

impl Alone {
    async fn start(books: &Path, service: Service, policy: &law::Policy, today: Date) -> Self {
        let mut settings = Settings::of(service.name());
        let file = books.join(format!("{}.db", service.name()));
        settings.database = format!("sqlite://{}", file.display()).parse().unwrap();
        settings.policy = policy.clone().into();
        settings.simulation_start = Some(morning(today));
        settings.peers.clear();
        let free = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);
        let bound = Listeners::bind(free, free).await.unwrap();
        let running = match service {
            Service::Intake => host::start::<intake::Intake>(settings, bound).await,
            Service::Reception => host::start::<reception::Reception>(settings, bound).await,
            Service::Returns => host::start::<returns::Returns>(settings, bound).await,
            Service::Housing => host::start::<housing::Housing>(settings, bound).await,
            Service::Prognosis => host::start::<prognosis::Prognosis>(settings, bound).await,
        };
        let running = running.unwrap();
        let (grpc, admin) = (running.grpc_address, running.admin_address);
        let endpoint =
            Endpoint { service, grpc: format!("http://{grpc}"), admin: format!("http://{admin}") };
        Self { client: Client::new(&[endpoint]).unwrap(), service, running }
    }

    async fn sweep(&self, day: Date) {
        let at = morning(day);
        let to = prost_types::Timestamp { seconds: at.as_second(), nanos: 0 };
        let request = AdvanceClockRequest { to: Some(to), hold: false };
        let mut operations = self.client.operations(self.service).unwrap();
        operations.advance_clock(Request::new(request)).await.unwrap();
    }

    /// The events after a position, without the moment of recording.
    async fn end(self, after: kernel::Position) -> Vec<Event> {
        let Log { events, .. } = testkit::read_log(&self.client, self.service).await.unwrap();
        drop(self.client);
        self.running.stop().await;
        let new = events.into_iter().filter(|event| event.position > after);
        new.map(|event| Event { recorded_on: event.on, ..event }).collect()
    }
}

/// Waits until the last connection has written everything into the files themselves.
async fn at_rest(books: &Path) {
    let open = || {
        let files = std::fs::read_dir(books).unwrap();
        files.filter(|file| file.as_ref().unwrap().path().extension().unwrap() != "db").count()
    };
    while open() > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

fn copy(from: &Path) -> tempfile::TempDir {
    let to = tempfile::tempdir().unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), to.path().join(file.file_name())).unwrap();
    }
    to
}

/// The events of a silence of so many days that ends with one sweep, and of as many sweeps.
async fn both(
    books: &Path,
    service: Service,
    policy: &law::Policy,
    (from, days): (Date, i64),
) -> [Vec<Event>; 2] {
    let (once, daily) = (copy(books), copy(books));
    let until = from.saturating_add(jiff::Span::new().days(days));
    let late = Alone::start(once.path(), service, policy, from).await;
    let head = testkit::read_log(&late.client, service).await.unwrap().head;
    late.sweep(until).await;
    let prompt = Alone::start(daily.path(), service, policy, from).await;
    let mut day = from;
    while day < until {
        day = day.tomorrow().unwrap();
        prompt.sweep(day).await;
    }
    [late.end(head).await, prompt.end(head).await]
}

#[tokio::test(flavor = "multi_thread")]
async fn one_sweep_after_a_silence_finds_what_daily_sweeps_would_have_found() {
    let mut found = std::collections::BTreeMap::new();
    for (seed, from, until, days) in
        [(7, "2025-01-01", "2025-02-10", 300), (11, "2026-06-01", "2026-07-25", 420)]
    {
        let Some(chain) = TestChain::start(Engine::Sqlite, from).await else { return };
        let policy = chain.policy.clone();
        let config = Config { seed, scale_permille: SCALE_PERMILLE, policy: policy.clone() };
        let mut world = World::new(config, chain.client.clone(), date(from));
        world.open(|_, _| {}).await.unwrap();
        while world.today() < date(until) {
            world.simulate_day().await.unwrap();
        }
        drop(world);
        let books = chain.stop_and_keep().await.unwrap();
        at_rest(books.path()).await;
        for service in Service::ALL {
            let [late, prompt] = both(books.path(), service, &policy, (date(until), days)).await;
            for (one, other) in late.iter().zip(&prompt) {
                assert_eq!(one, other, "{} with seed {seed}", service.name());
            }
            assert_eq!(late.len(), prompt.len(), "{} with seed {seed}", service.name());
            *found.entry(service.name()).or_insert(0) += late.len();
        }
    }
    for service in ["intake", "reception", "returns", "housing"] {
        assert!(found[service] > 0, "something fell due everywhere: {found:?}");
    }
}
