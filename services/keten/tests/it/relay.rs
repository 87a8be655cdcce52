//! `keten relay` into a real NATS server, while one or the other is killed.

use std::collections::BTreeSet;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use client::{Client, Service};
use wire::operations::GetProgressRequest;
use world::{Config, World};

use crate::commands::keten;
use crate::nats::Nats;
use crate::processes::{Processes, free_port};

/// A relay as a process. It is killed when it is dropped.
struct Relay(Child);

impl Relay {
    fn start(chain: &Processes, nats: &Nats, words: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_keten"));
        command.args(["--log", "error", "relay", "--to", &nats.address()]).args(words);
        command.args(chain.reach()).stdin(Stdio::null());
        Self(command.spawn().expect("the binary starts"))
    }

    /// SIGTERM; its exit code.
    fn end(mut self) -> Option<i32> {
        let id = self.0.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().expect("kill").success());
        self.0.wait().expect("the process ends").code()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn world(client: &Client) -> World {
    let config = Config { seed: 5, scale_permille: 10, policy: Arc::new(law::sept_2025().clone()) };
    World::new(config, client.clone(), "2025-01-01".parse().unwrap())
}

async fn head(client: &Client, service: Service) -> u64 {
    let mut operations = client.operations(service).unwrap();
    operations.get_progress(GetProgressRequest {}).await.unwrap().into_inner().head_position
}

fn stream(service: Service) -> String {
    format!("ketenstroom_{}", service.name())
}

/// Waits until every stream has what its log has.
async fn relayed(client: &Client, nats: &Nats) {
    let began = Instant::now();
    for service in Service::ALL {
        let head = head(client, service).await;
        while nats.count(&stream(service)).await < head {
            assert!(began.elapsed() < Duration::from_mins(1), "{} is not relayed", service.name());
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

/// Every stream is its log: as many, in the same order, each once.
async fn equal(client: &Client, nats: &Nats) {
    for service in Service::ALL {
        let kept = nats.stored(&stream(service)).await;
        let positions: Vec<u64> = kept.iter().map(|message| message.position).collect();
        let head = head(client, service).await;
        assert_eq!(positions, (1..=head).collect::<Vec<_>>(), "{}", service.name());
        let ids: BTreeSet<&str> = kept.iter().map(|message| message.id.as_str()).collect();
        assert_eq!(ids.len(), kept.len(), "{}", service.name());
        for message in &kept {
            let header = |name: &str| message.headers.get(name).unwrap().as_str();
            let subject = format!("ketenstroom.{}.{}", service.name(), header("ce-type"));
            assert_eq!(message.subject, subject);
            assert_eq!(header("Nats-Msg-Id"), message.id);
            assert!(header("ce-source").ends_with(&format!(":systeem:{}", service.name())));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_is_its_log_whatever_is_killed() {
    let Some(mut nats) = Nats::start().await else { return };
    let mut chain = Processes::start();
    let client = chain.client();
    let mut world = world(&client);
    let metrics = format!("127.0.0.1:{}", free_port());
    let words = ["--from-start", "--metrics", metrics.as_str()];
    let mut relay = Relay::start(&chain, &nats, &words);
    let opening = tokio::spawn(async move {
        world.open(|_, _| {}).await.unwrap();
        for _ in 0..4 {
            world.simulate_day().await.unwrap();
        }
        world
    });
    let mut seen = Vec::new();
    while !opening.is_finished() {
        tokio::time::sleep(Duration::from_millis(250)).await;
        drop(relay);
        seen.push(nats.count("ketenstroom_intake").await);
        relay = Relay::start(&chain, &nats, &words);
    }
    let mut world = opening.await.unwrap();
    relayed(&client, &nats).await;
    equal(&client, &nats).await;
    let end = head(&client, Service::Intake).await;
    let middle = seen.iter().filter(|count| (1..end).contains(*count)).count();
    assert!(middle > 0, "the relay was never killed in the middle: {seen:?} of {end}");

    // A second relay beside the first; the broker goes away while events come, and a source, too.
    let other = Relay::start(&chain, &nats, &["--from-start"]);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let more = tokio::spawn(async move {
        for _ in 0..4 {
            world.simulate_day().await.unwrap();
        }
    });
    for away in [300, 100] {
        nats.restart(Duration::from_millis(away)).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    chain.kill(0);
    more.await.unwrap();
    client.settle_prognosis().await.unwrap();
    assert!(head(&client, Service::Intake).await > end);
    relayed(&client, &nats).await;
    equal(&client, &nats).await;

    let scraped = scrape(&metrics).await;
    assert!(scraped.contains("relay_lag_events{source=\"intake\"} 0"), "{scraped}");
    assert!(scraped.contains("relay_state{source=\"intake\"} 2"), "{scraped}");
    assert_eq!(relay.end(), Some(0));
    assert_eq!(other.end(), Some(0));
}

async fn scrape(address: &str) -> String {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let request = b"GET /metrics HTTP/1.1\r\nHost: relay\r\nConnection: close\r\n\r\n";
    stream.write_all(request).await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_refuses_another_log_and_what_is_not_its_own() {
    let Some(nats) = Nats::start().await else { return };
    let chain = Processes::start();
    let client = chain.client();
    let mut world = world(&client);
    world.open(|_, _| {}).await.unwrap();
    let ask = |chain: &Processes, words: &[&str]| {
        let mut arguments = vec!["relay".to_owned(), "--to".to_owned(), nats.address()];
        arguments.extend(words.iter().map(|word| (*word).to_owned()));
        arguments.extend(chain.reach());
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = keten(&arguments);
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    // What cannot be, before anything is made.
    assert_eq!(ask(&chain, &["--after", "3"]).0, Some(64));
    assert_eq!(ask(&chain, &["--service", "nobody"]).0, Some(64));
    assert_eq!(ask(&chain, &["--subject-prefix", "a b"]).0, Some(64));
    let far = ask(&chain, &["--service", "intake", "--after", "99999999"]);
    assert_eq!(far.0, Some(1), "{}", far.1);
    let away = keten(&["relay", "--to", "nats://127.0.0.1:1"]);
    assert_eq!(away.status.code(), Some(69));
    let plain = keten(&["relay", "--to", "nats://me:secret@192.0.2.1:4222"]);
    assert_eq!(plain.status.code(), Some(64));
    let told = String::from_utf8_lossy(&plain.stderr).into_owned();
    assert!(told.contains("--plaintext-beyond-loopback") && !told.contains("secret"), "{told}");
    let twice = ["--at", "intake=http://127.0.0.1:1,http://127.0.0.1:2"];
    assert_eq!(ask(&chain, &twice).0, Some(64));

    // From the middle of a log; only that.
    let head = head(&client, Service::Intake).await;
    let relay = Relay::start(&chain, &nats, &["--service", "intake", "--after", "5"]);
    let began = Instant::now();
    while nats.count("ketenstroom_intake").await < head - 5 {
        assert!(began.elapsed() < Duration::from_secs(30));
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(relay.end(), Some(0));
    assert_eq!(nats.stored("ketenstroom_intake").await[0].position, 6);
    let start = ask(&chain, &["--service", "intake", "--from-start"]);
    assert_eq!(start.0, Some(1));
    assert!(start.1.contains("begins after position 5"), "{}", start.1);

    // Retention removed everything: the stream still knows its log and its place.
    let jetstream = nats.jetstream().await;
    let kept = jetstream.get_stream("ketenstroom_intake").await.unwrap();
    kept.purge().await.unwrap();
    let other = Processes::start();
    other.client().settle().await.unwrap();
    let refused = ask(&other, &["--service", "intake"]);
    assert_eq!(refused.0, Some(1));
    assert!(refused.1.contains("holds log"), "{}", refused.1);
    let relay = Relay::start(&chain, &nats, &["--service", "intake"]);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(relay.end(), Some(0));
    assert_eq!(nats.count("ketenstroom_intake").await, head - 5);

    // A stream that vanishes while it is written is not made anew with a gap.
    let words = ["--subject-prefix", "gone", "--service", "intake"];
    let mut relay = Relay::start(&chain, &nats, &words);
    let began = Instant::now();
    while jetstream.get_stream("gone_intake").await.is_err() {
        assert!(began.elapsed() < Duration::from_secs(30));
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    jetstream.delete_stream("gone_intake").await.unwrap();
    world.simulate_day().await.unwrap();
    let code = loop {
        if let Some(status) = relay.0.try_wait().unwrap() {
            break status.code();
        }
        assert!(began.elapsed() < Duration::from_mins(1));
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    assert_eq!(code, Some(1));
    assert!(jetstream.get_stream("gone_intake").await.is_err());

    // Somebody else publishes among its messages.
    jetstream.publish("ketenstroom.intake.x", "y".into()).await.unwrap().await.unwrap();
    let mixed = ask(&chain, &["--service", "intake"]);
    assert_eq!(mixed.0, Some(1));
    assert!(mixed.1.contains("somebody else publishes"), "{}", mixed.1);
}
