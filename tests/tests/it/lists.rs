//! Every list of every contract, found in the descriptors, in a chain in which people live: pages join up to the whole, a page that was
//! never answered is refused, and a filter gives what it says - all of it and nothing else.

use client::{RawCodec, Service};
use prost::Message as _;
use prost_reflect::{
    DescriptorPool, DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, ReflectMessage as _,
    Value,
};
use testkit::TestChain;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::transport::Channel;
use tonic::{Code, Request, Status};
use world::{Config, World};

/// Most pages that a list is read in.
const PAGES: usize = 12;
/// Filters that are no field of what is listed, or not by being equal: they give some of the list. Each is tested where it is decided.
const OTHERS: &[&str] = &[
    "ListMatches.late_only",
    "ListCases.due_before",
    "ListMoratoria.running",
    "ListObservations.known_on",
    "ListObservations.group",
    "ListObservations.vintages",
    "ListStays.place_over_before",
    "ListLocations.with_free_places",
    "ListGuardianships.missing",
    "ListReturnCases.removable_only",
];

/// A list, and who serves it.
struct List {
    name: String,
    path: PathAndQuery,
    input: MessageDescriptor,
    output: MessageDescriptor,
    channel: Channel,
}

fn lists(chain: &TestChain) -> Vec<List> {
    let pool = DescriptorPool::decode(wire::DESCRIPTOR_SET).unwrap();
    let mut all = Vec::new();
    for service in pool.services() {
        let package = service.parent_file().package_name().to_owned();
        let served =
            Service::ALL.into_iter().find(|at| package == format!("ketenstroom.{}.v1", at.name()));
        let Some(at) = served else { continue };
        for method in service.methods() {
            if method.input().get_field_by_name("page_token").is_none() {
                continue;
            }
            all.push(List {
                name: method.name().to_owned(),
                path: format!("/{}/{}", service.full_name(), method.name()).parse().unwrap(),
                input: method.input(),
                output: method.output(),
                channel: chain.client.channel(at).unwrap(),
            });
        }
    }
    all
}

impl List {
    async fn call(&self, request: &DynamicMessage) -> Result<DynamicMessage, Status> {
        let mut grpc = tonic::client::Grpc::new(self.channel.clone());
        grpc.ready().await.unwrap();
        let request = Request::new(request.encode_to_vec());
        let answer = grpc.unary(request, self.path.clone(), RawCodec).await?;
        Ok(DynamicMessage::decode(self.output.clone(), answer.into_inner().as_slice()).unwrap())
    }

    fn request(
        &self,
        filter: Option<(&FieldDescriptor, &Value)>,
        size: usize,
        token: &str,
    ) -> DynamicMessage {
        let mut request = DynamicMessage::new(self.input.clone());
        request.set_field_by_name("page_size", Value::U32(u32::try_from(size).unwrap()));
        request.set_field_by_name("page_token", Value::String(token.to_owned()));
        if let Some((field, value)) = filter {
            request.set_field(field, value.clone());
        }
        request
    }

    /// What is listed.
    fn item(&self) -> MessageDescriptor {
        let listed = self.output.fields().find(FieldDescriptor::is_list).unwrap();
        listed.kind().as_message().unwrap().clone()
    }

    /// The whole list, in pages of this size.
    async fn all(
        &self,
        filter: Option<(&FieldDescriptor, &Value)>,
        size: usize,
    ) -> Vec<DynamicMessage> {
        let listed = self.output.fields().find(FieldDescriptor::is_list).unwrap();
        let (mut all, mut token) = (Vec::new(), String::new());
        loop {
            let answer = self.call(&self.request(filter, size, &token)).await;
            let answer = answer.unwrap_or_else(|status| panic!("{}: {status}", self.name));
            let items = answer.get_field(&listed).as_list().unwrap().to_vec();
            assert!(items.len() <= size, "{}: a page of {}", self.name, items.len());
            all.extend(items.iter().map(|item| item.as_message().unwrap().clone()));
            let next = answer.get_field_by_name("next_page_token").unwrap();
            next.as_str().unwrap().clone_into(&mut token);
            if token.is_empty() {
                return all;
            }
        }
    }

    async fn pages(&self, all: &[DynamicMessage]) {
        let size = all.len().div_ceil(PAGES).max(1);
        assert!(
            self.all(None, size).await == all,
            "{}: pages of {size} are not the whole",
            self.name
        );
        let again = all.iter().enumerate().find(|(at, item)| all[..*at].contains(item));
        assert!(again.is_none(), "{}: {again:?} twice", self.name);
        for (size, token, field) in [(10, "never answered", "page_token"), (1_001, "", "page_size")]
        {
            let status = self.call(&self.request(None, size, token)).await.unwrap_err();
            assert_eq!(status.code(), Code::InvalidArgument, "{}", self.name);
            assert!(status.message().contains(field), "{}: {}", self.name, status.message());
        }
    }

    /// Whether this filter was tried on something that is there.
    async fn filter(&self, field: &FieldDescriptor, all: &[DynamicMessage]) -> bool {
        let name = format!("{}.{}", self.name, field.name());
        let wanted = Wanted::of(field);
        let Some(value) = wanted.value(all) else {
            let known = self.item().get_field_by_name(wanted.field()).is_some();
            assert!(OTHERS.contains(&name.as_str()) || known, "{name} is no field of the list");
            if OTHERS.contains(&name.as_str()) && matches!(field.kind(), Kind::Bool) {
                let some = self.all(Some((field, &Value::Bool(true))), 1_000).await;
                assert!(
                    some.iter().all(|item| all.contains(item)),
                    "{name} gives what is not in the list"
                );
            }
            return false;
        };
        let expected: Vec<&DynamicMessage> =
            all.iter().filter(|item| wanted.holds(item, &value)).collect();
        let found = self.all(Some((field, &value)), 1_000).await;
        assert!(
            found.iter().eq(expected.iter().copied()),
            "{name} = {value}: {} of {}, expected {}",
            found.len(),
            all.len(),
            expected.len()
        );
        true
    }
}

/// How a filter compares a field of what is listed.
enum Wanted {
    Equal(String),
    AtLeast(String),
    AtMost(String),
}

impl Wanted {
    fn of(field: &FieldDescriptor) -> Self {
        let name = field.name();
        if let Some(stem) = name.strip_suffix("_from") {
            Self::AtLeast(format!("{stem}_on"))
        } else if let Some(stem) = name.strip_suffix("_until") {
            Self::AtMost(format!("{stem}_on"))
        } else if let Some(stem) = name.strip_suffix("_min") {
            Self::AtLeast(stem.to_owned())
        } else {
            Self::Equal(name.to_owned())
        }
    }

    fn field(&self) -> &str {
        let (Self::Equal(field) | Self::AtLeast(field) | Self::AtMost(field)) = self;
        field
    }

    /// The value of one in the middle of those that have one.
    fn value(&self, all: &[DynamicMessage]) -> Option<Value> {
        let set: Vec<Value> = all.iter().filter_map(|item| value(item, self.field())).collect();
        set.get(set.len() / 2).cloned()
    }

    fn holds(&self, item: &DynamicMessage, bound: &Value) -> bool {
        let Some(value) = value(item, self.field()) else { return false };
        match self {
            Self::Equal(_) => value == *bound,
            Self::AtLeast(_) => rank(&value) >= rank(bound),
            Self::AtMost(_) => rank(&value) <= rank(bound),
        }
    }
}

/// A field that is set.
fn value(item: &DynamicMessage, field: &str) -> Option<Value> {
    let field = item.descriptor().get_field_by_name(field)?;
    item.has_field(&field).then(|| item.get_field(&field).into_owned())
}

/// Dates and numbers in their order.
fn rank(value: &Value) -> [i64; 3] {
    if let Some(day) = value.as_message() {
        return ["year", "month", "day"]
            .map(|part| i64::from(day.get_field_by_name(part).unwrap().as_i32().unwrap()));
    }
    [value.as_i32().map(i64::from).or(value.as_i64()).unwrap(), 0, 0]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_joins_up_and_every_filter_gives_what_it_says() {
    for chain in TestChain::every("2025-01-01").await {
        let config = Config { seed: 11, scale_permille: 6, policy: chain.policy.clone() };
        let mut world = World::new(config, chain.client.clone(), testkit::date("2025-01-01"));
        world.open(|_, _| {}).await.unwrap();
        while world.today() < testkit::date("2025-02-12") {
            world.simulate_day().await.unwrap();
        }
        chain.settle().await;
        let (mut full, mut tried, mut untried) = (0, 0, Vec::new());
        for list in lists(&chain) {
            let all = list.all(None, 1_000).await;
            list.pages(&all).await;
            full += usize::from(!all.is_empty());
            for field in list.input.fields().filter(|field| !field.name().starts_with("page_")) {
                if list.filter(&field, &all).await {
                    tried += 1;
                } else {
                    untried.push(format!("{}.{}", list.name, field.name()));
                }
            }
        }
        println!("{full} lists hold something, {tried} filters were tried, not: {untried:?}");
        assert!(full >= 9 && tried >= 20, "{full} lists, {tried} filters; not tried: {untried:?}");
        chain.stop().await;
    }
}
