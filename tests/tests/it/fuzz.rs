//! Calls made from the descriptors, seeded and bounded, at a chain in which people already live: none is answered
//! INTERNAL, none overflows the metadata of a default client, nothing that the contract forbids is accepted, and
//! afterwards every log proves itself and every subscription runs.
//!
//! `FUZZ_SECONDS` (20) and `FUZZ_SEED` change what they say. Not fuzzed: the clock, which belongs to a simulation.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use border::Border;
use client::{RawCodec, Service};
use prost::Message as _;
use prost_reflect::{
    DescriptorPool, DynamicMessage, FieldDescriptor, Kind, MapKey, MessageDescriptor, Value,
};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use testkit::{Engine, TestChain};
use tonic::codegen::http::uri::PathAndQuery;
use tonic::transport::Channel;
use tonic::{Code, Request, Status};
use wire::operations::{GetProgressRequest, SubscriptionState};
use world::{Config, World};

/// The metadata that a default client takes.
const METADATA_BYTES_MAX: usize = 8 * 1024;
const LIST_MAX: usize = 4;
const CALL_MAX: Duration = Duration::from_secs(20);

fn of_environment(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// An rpc and who serves it.
struct Rpc {
    path: PathAndQuery,
    input: MessageDescriptor,
    streams: bool,
    channel: Channel,
}

fn rpcs(chain: &TestChain) -> Vec<Rpc> {
    let pool = DescriptorPool::decode(wire::DESCRIPTOR_SET).unwrap();
    let mut all = Vec::new();
    for service in pool.services().filter(|s| s.full_name().starts_with("ketenstroom.")) {
        let package = service.parent_file().package_name().to_owned();
        for at in Service::ALL {
            let own = package == format!("ketenstroom.{}.v1", at.name());
            if !own && package != "ketenstroom.feed.v1" {
                continue;
            }
            for method in service.methods() {
                all.push(Rpc {
                    path: format!("/{}/{}", service.full_name(), method.name()).parse().unwrap(),
                    input: method.input(),
                    streams: method.is_server_streaming(),
                    channel: chain.client.channel(at).unwrap(),
                });
            }
        }
    }
    all
}

/// Makes messages: mostly of values that could be, so that they get past the border into the rules.
struct Maker {
    rng: ChaCha8Rng,
    ids: Vec<String>,
}

const TEXTS: &[&str] = &[
    "",
    " ",
    "a\0b",
    "a\nb",
    "\u{202e}abc",
    "\u{feff}",
    "2025-I",
    "2025-III",
    "2026-01",
    "GM0363",
    "GM9999",
    "SYR",
    "ZZZ",
    "NLD",
    "DEU",
    "VR01",
    "VR99",
    "Utrecht",
    "inflow.first",
    "REGULAR",
    "all",
    "2026",
    "x",
    "Jan de Vries, geb. 1-1-1990",
    "1234567890",
    "in hospital",
    "'; DROP TABLE stay; --",
    "%",
    "_",
    "0192f0a0-7c3e-7b4e-8d3a-4f6f2c1d9e00",
    "../../etc",
    "NaN",
];
const NUMBERS: &[i64] = &[
    0,
    1,
    2,
    3,
    5,
    12,
    100,
    1_000,
    1_990,
    2_000,
    2_025,
    -1,
    i32::MAX as i64,
    i32::MIN as i64,
    i64::MAX,
    i64::MIN,
];

impl Maker {
    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.rng.random_range(0..of.len())]
    }

    fn message(&mut self, descriptor: &MessageDescriptor, depth: usize) -> DynamicMessage {
        let mut message = DynamicMessage::new(descriptor.clone());
        for field in descriptor.fields() {
            if depth > 4 || self.rng.random_bool(0.1) {
                continue;
            }
            let value = if field.is_map() {
                let key = MapKey::String(self.text(&field));
                let Kind::Message(entry) = field.kind() else { continue };
                let value = self.value(&entry.map_entry_value_field(), depth);
                Value::Map([(key, value)].into())
            } else if field.is_list() {
                let count = self.rng.random_range(0..=LIST_MAX);
                Value::List((0..count).map(|_| self.value(&field, depth)).collect())
            } else {
                self.value(&field, depth)
            };
            message.set_field(&field, value);
        }
        message
    }

    fn value(&mut self, field: &FieldDescriptor, depth: usize) -> Value {
        let number = *self.one(NUMBERS);
        match field.kind() {
            Kind::String => Value::String(self.text(field)),
            Kind::Bytes => Value::Bytes(vec![7; self.rng.random_range(0..20)].into()),
            Kind::Bool => Value::Bool(self.rng.random_bool(0.5)),
            Kind::Int32 if field.name() == "birth_year" => {
                Value::I32(if self.rng.random_bool(0.8) { 1_990 } else { narrow(number) })
            }
            Kind::Int32 => Value::I32(narrow(number)),
            Kind::Int64 if field.name() == "expected_version" => Value::I64(0),
            Kind::Int64 => Value::I64(number),
            Kind::Uint32 => Value::U32((number.unsigned_abs() % 2_000).try_into().unwrap()),
            Kind::Uint64 => Value::U64(number.unsigned_abs()),
            Kind::Double => Value::F64(*self.one(&[0.0, 1.0, -1.0, 900.0, 1e9, 1e308, f64::NAN])),
            Kind::Enum(kind) => {
                let values: Vec<i32> = kind.values().map(|value| value.number()).collect();
                let known = *self.one(&values);
                Value::EnumNumber(if self.rng.random_bool(0.97) { known } else { 77 })
            }
            Kind::Message(inner) if inner.full_name().ends_with(".CivilDate") => {
                let mut date = DynamicMessage::new(inner);
                let year = if self.rng.random_bool(0.9) { 2_025 } else { narrow(number) };
                let parts = [
                    ("year", year),
                    ("month", self.rng.random_range(1..=12)),
                    ("day", self.rng.random_range(1..=28)),
                ];
                for (name, part) in parts {
                    date.set_field_by_name(name, Value::I32(part));
                }
                Value::Message(date)
            }
            Kind::Message(inner) => Value::Message(self.message(&inner, depth + 1)),
            _ => Value::I32(0),
        }
    }

    fn text(&mut self, field: &FieldDescriptor) -> String {
        let name = field.name();
        if name == "request_id" {
            return uuid(&mut self.rng);
        }
        if self.rng.random_bool(0.01) {
            return "é".repeat(100_000);
        }
        if (name.ends_with("_id") || name.ends_with("_ids")) && self.rng.random_bool(0.9) {
            let ids = std::mem::take(&mut self.ids);
            let known = self.one(&ids).clone();
            self.ids = ids;
            return if self.rng.random_bool(0.8) { known } else { uuid(&mut self.rng) };
        }
        let usual = match name {
            "nationality" | "destination" => "SYR",
            "member_state" => "DEU",
            "region" => "VR01",
            "half" => "2025-I",
            _ if name.ends_with("municipality") => "GM0363",
            _ => "",
        };
        if !usual.is_empty() && self.rng.random_bool(0.8) {
            return usual.to_owned();
        }
        (*self.one(TEXTS)).to_owned()
    }
}

fn uuid(rng: &mut ChaCha8Rng) -> String {
    kernel::Uuid::from_u128(rng.random()).to_string()
}

async fn call(rpc: &Rpc, bytes: Vec<u8>) -> Result<(), Status> {
    let mut grpc = tonic::client::Grpc::new(rpc.channel.clone());
    grpc.ready().await.map_err(|error| Status::unavailable(error.to_string()))?;
    let request = Request::new(bytes);
    if rpc.streams {
        let answer = grpc.server_streaming(request, rpc.path.clone(), RawCodec).await?;
        let mut frames = answer.into_inner();
        // The first frames tell; a feed never ends.
        let first = tokio::time::timeout(Duration::from_millis(200), frames.message()).await;
        return first.map_or(Ok(()), |frame| frame.map(drop));
    }
    grpc.unary(request, rpc.path.clone(), RawCodec).await.map(drop)
}

fn size(status: &Status) -> usize {
    // The message is sent percent-encoded: three bytes for each that is not plain.
    let text: usize = status
        .message()
        .bytes()
        .map(|b| if b.is_ascii_graphic() || b == b' ' { 1 } else { 3 })
        .sum();
    // Details are sent in base64, four bytes for three.
    text + status.details().len() * 4 / 3
}

#[tokio::test(flavor = "multi_thread")]
async fn no_call_breaks_the_chain_and_nothing_forbidden_is_accepted() {
    let chain = TestChain::start(Engine::Sqlite, "2025-01-01").await.unwrap();
    let config = Config { seed: 5, scale_permille: 3, policy: chain.policy.clone() };
    let mut world = World::new(config, chain.client.clone(), testkit::date("2025-01-01"));
    world.open(|_, _| {}).await.unwrap();
    while world.today() < testkit::date("2025-02-10") {
        world.simulate_day().await.unwrap();
    }
    let feeds = chain.feeds().await;
    let mut ids: Vec<String> = Service::ALL
        .into_iter()
        .flat_map(|service| feeds.of(service))
        .filter_map(|event| event.subject.split_once('/').map(|(_, id)| id.to_owned()))
        .collect();
    ids.sort();
    ids.dedup();
    assert!(ids.len() > 100, "people live in the chain");

    let border = Border::of_contracts().unwrap();
    let rpcs = rpcs(&chain);
    let seed = of_environment("FUZZ_SEED", 12);
    let mut maker = Maker { rng: ChaCha8Rng::seed_from_u64(seed), ids };
    let until = Instant::now() + Duration::from_secs(of_environment("FUZZ_SECONDS", 20));
    let mut answers: BTreeMap<String, u32> = BTreeMap::new();
    let mut wrong: Vec<String> = Vec::new();
    while Instant::now() < until && wrong.len() < 20 {
        let batch: Vec<(usize, Vec<u8>)> = (0..16)
            .map(|_| {
                let n = maker.rng.random_range(0..rpcs.len());
                let mut bytes = maker.message(&rpcs[n].input, 0).encode_to_vec();
                if maker.rng.random_bool(0.02) && !bytes.is_empty() {
                    let at = maker.rng.random_range(0..bytes.len());
                    bytes[at] ^= 0xff;
                }
                (n, bytes)
            })
            .collect();
        let calls = batch.iter().map(|(n, bytes)| {
            let rpc = &rpcs[*n];
            async move { tokio::time::timeout(CALL_MAX, call(rpc, bytes.clone())).await }
        });
        let results = futures::future::join_all(calls).await;
        for ((n, bytes), result) in batch.iter().zip(results) {
            let path = rpcs[*n].path.as_str();
            let Ok(result) = result else {
                wrong.push(format!("{path}: no answer in time"));
                continue;
            };
            let code = result.as_ref().err().map_or(Code::Ok, Status::code);
            *answers.entry(format!("{code:?}")).or_default() += 1;
            match result {
                // The day of the chain is past what the border is asked with here: nothing else differs.
                Ok(()) => {
                    if let Err(reject) = border.check(path, bytes, testkit::date("2025-02-10")) {
                        wrong.push(format!("{path}: accepted {reject:?}"));
                    }
                }
                Err(status) => {
                    if matches!(
                        code,
                        Code::Internal | Code::Unknown | Code::Unavailable | Code::DataLoss
                    ) {
                        wrong.push(format!("{path}: {code:?} {}", status.message()));
                    }
                    if size(&status) > METADATA_BYTES_MAX {
                        wrong.push(format!("{path}: an error of {} bytes", size(&status)));
                    }
                }
            }
        }
    }
    println!("seed {seed}: {answers:?}");
    assert!(wrong.is_empty(), "seed {seed}: {wrong:#?}");
    let total: u32 = answers.values().sum();
    assert!(
        total > 500 && answers.contains_key("Ok") && answers.contains_key("FailedPrecondition"),
        "{answers:?}"
    );

    chain.settle().await;
    for service in Service::ALL {
        let mut operations = chain.client.operations(service).unwrap();
        let progress = operations.get_progress(GetProgressRequest {}).await.unwrap().into_inner();
        for subscription in progress.subscriptions {
            assert_eq!(subscription.state(), SubscriptionState::Running, "{subscription:?}");
        }
    }
    let feeds = chain.feeds().await;
    assert_eq!(chain.prove(&feeds).await, vec![]);
    chain.stop().await;
}

/// A number of 32 bits that is as far out.
fn narrow(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(if number < 0 { i32::MIN } else { i32::MAX })
}
