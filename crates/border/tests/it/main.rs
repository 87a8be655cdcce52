//! Every field of every rpc, made from the descriptors: what it must not hold is refused by its name.

use border::{Border, Reject};
use kernel::Date;
use prost::Message as _;
use prost_reflect::{
    DescriptorPool, DynamicMessage, FieldDescriptor, Kind, MapKey, MessageDescriptor, Value,
};

const TODAY: Date = Date::constant(2026, 3, 1);
const DEPTH_MAX: usize = 6;

fn pool() -> DescriptorPool {
    DescriptorPool::decode(wire::DESCRIPTOR_SET).unwrap()
}

/// A field that a request can reach: the fields on the way to it, and it.
type Way = Vec<FieldDescriptor>;

fn is_leaf(message: &MessageDescriptor) -> bool {
    message.full_name().ends_with(".CivilDate")
        || message.full_name().starts_with("google.protobuf.")
}

fn ways(message: &MessageDescriptor, before: &Way, all: &mut Vec<Way>) {
    for field in message.fields() {
        let mut way = before.clone();
        way.push(field.clone());
        all.push(way.clone());
        if let Kind::Message(inner) = field.kind()
            && !is_leaf(&inner)
            && !field.is_map()
            && way.len() < DEPTH_MAX
        {
            ways(&inner, &way, all);
        }
    }
}

/// A message in which only the last field of `way` is set.
fn only(message: &MessageDescriptor, way: &[FieldDescriptor], value: Value) -> DynamicMessage {
    let mut built = DynamicMessage::new(message.clone());
    let (field, rest) = way.split_first().unwrap();
    let value = match field.kind() {
        Kind::Message(inner) if !rest.is_empty() => Value::Message(only(&inner, rest, value)),
        _ => value,
    };
    let value = if field.is_list() && !matches!(value, Value::List(_)) {
        Value::List(vec![value])
    } else {
        value
    };
    built.set_field(field, value);
    built
}

fn date(message: &MessageDescriptor, year: i32, month: i32, day: i32) -> Value {
    let mut date = DynamicMessage::new(message.clone());
    for (name, value) in [("year", year), ("month", month), ("day", day)] {
        date.set_field_by_name(name, Value::I32(value));
    }
    Value::Message(date)
}

/// What no field of this type may hold.
fn forbidden(field: &FieldDescriptor) -> Vec<Value> {
    let text = |text: &str| Value::String(text.to_owned());
    if field.is_map() {
        let entries = (0..1_000).map(|n| (MapKey::String(n.to_string()), value_of_map(field)));
        return vec![Value::Map(entries.collect())];
    }
    let mut bad = match field.kind() {
        Kind::String => vec![
            text("a\0b"),
            text("a\u{202e}b"),
            text("\u{1b}[2J"),
            text(&"a".repeat(3 * 1024 * 1024 + 1)),
        ],
        Kind::Bytes => vec![Value::Bytes(vec![0; 1_000].into())],
        Kind::Int32 => vec![Value::I32(i32::MIN), Value::I32(i32::MAX)],
        Kind::Int64 => vec![Value::I64(i64::MIN), Value::I64(i64::MAX)],
        Kind::Uint32 => vec![Value::U32(u32::MAX)],
        // A seed is any number of 64 bits.
        Kind::Uint64 if field.name() == "seed" => vec![],
        Kind::Uint64 => vec![Value::U64(u64::MAX)],
        Kind::Double => [f64::NAN, f64::INFINITY, 1e308, -1e308].map(Value::F64).to_vec(),
        Kind::Enum(_) => vec![Value::EnumNumber(-1), Value::EnumNumber(99_999)],
        Kind::Message(inner) if inner.full_name().ends_with(".CivilDate") => vec![
            date(&inner, -44, 3, 15),
            date(&inner, 1989, 12, 31),
            date(&inner, 2052, 1, 1),
            date(&inner, i32::MAX, 1, 1),
            date(&inner, 2025, 2, 30),
            date(&inner, 2025, 0, 0),
        ],
        _ => vec![],
    };
    if field.is_list() {
        let item = match bad.first() {
            Some(item) => item.clone(),
            None => match field.kind() {
                Kind::Message(inner) => Value::Message(DynamicMessage::new(inner)),
                _ => Value::Bool(true),
            },
        };
        bad.push(Value::List(vec![item; 5_001]));
    }
    bad
}

fn value_of_map(field: &FieldDescriptor) -> Value {
    let Kind::Message(entry) = field.kind() else { panic!("{field:?} is no map") };
    match entry.map_entry_value_field().kind() {
        Kind::String => Value::String(String::new()),
        _ => Value::U64(1),
    }
}

#[test]
fn every_field_of_every_rpc_has_limits_and_keeps_them() {
    let border = Border::of_contracts().expect("every field says what it may hold");
    let (mut rpcs, mut tried) = (0, 0);
    for service in pool().services().filter(|s| s.full_name().starts_with("ketenstroom.")) {
        for method in service.methods() {
            rpcs += 1;
            let path = format!("/{}/{}", service.full_name(), method.name());
            assert!(border.knows(&path), "{path}");
            assert_eq!(border.check(&path, &[], TODAY), Ok(()), "{path}");
            let mut all = Vec::new();
            ways(&method.input(), &Vec::new(), &mut all);
            for way in all {
                let names: Vec<&str> = way.iter().map(FieldDescriptor::name).collect();
                let last = way.last().unwrap();
                for value in forbidden(last) {
                    let bytes = only(&method.input(), &way, value).encode_to_vec();
                    let Err(Reject::Invalid(violations)) = border.check(&path, &bytes, TODAY)
                    else {
                        panic!("{path} takes a forbidden value of {names:?}");
                    };
                    let said: Vec<&str> = violations[0]
                        .field
                        .split('.')
                        .filter(|part| part.parse::<u32>().is_err())
                        .collect();
                    assert_eq!(said, names, "{path}");
                    // The answer fits into the metadata that a default client takes.
                    let long: usize = violations.iter().map(|v| v.field.len() + v.rule.len()).sum();
                    assert!(long < 4_000, "{path} {violations:?}");
                    tried += 1;
                }
            }
        }
    }
    assert!(rpcs > 150 && tried > 3_000, "{rpcs} rpcs, {tried} values");
}

#[test]
fn bytes_that_are_no_message_are_refused() {
    let border = Border::of_contracts().unwrap();
    let path = "/ketenstroom.intake.v1.IntakeService/GetCase";
    for bytes in [&[0xff][..], &[0x0a, 0x05, 0x61], &[0x0a, 0x02, 0xc3, 0x28], &[0x0b]] {
        assert!(
            matches!(border.check(path, bytes, TODAY), Err(Reject::Unreadable(_))),
            "{bytes:?}"
        );
    }
    assert_eq!(border.check("/grpc.health.v1.Health/Check", &[0xff], TODAY), Ok(()));
}

/// A request from its text form, in the message of an rpc of intake.
fn intake(rpc: &str, fields: &[(&str, Value)]) -> Result<(), Reject> {
    let service = pool().get_service_by_name("ketenstroom.intake.v1.IntakeService").unwrap();
    let method = service.methods().find(|method| method.name() == rpc).unwrap();
    let mut message = DynamicMessage::new(method.input());
    for (name, value) in fields {
        message.set_field_by_name(name, value.clone());
    }
    let path = format!("/{}/{rpc}", service.full_name());
    Border::of_contracts().unwrap().check(&path, &message.encode_to_vec(), TODAY)
}

fn fields_of(result: Result<(), Reject>) -> Vec<String> {
    match result {
        Ok(()) => vec![],
        Err(Reject::Invalid(violations)) => violations.into_iter().map(|v| v.field).collect(),
        Err(Reject::Unreadable(what)) => panic!("{what}"),
    }
}

#[test]
fn a_person_fits_the_date_of_the_message() {
    let civil = pool().get_message_by_name("ketenstroom.common.v1.CivilDate").unwrap();
    let made = |year: i32, minor: bool| {
        fields_of(intake(
            "MakeApplication",
            &[
                ("occurred_on", date(&civil, 2025, 6, 1)),
                ("birth_year", Value::I32(year)),
                ("unaccompanied_minor", Value::Bool(minor)),
            ],
        ))
    };
    assert_eq!(made(2026, false), ["birth_year"], "born after the event");
    assert_eq!(made(1850, false), ["birth_year"]);
    assert_eq!(made(1950, true), ["unaccompanied_minor"], "75 years old");
    assert!(made(2007, true).is_empty() && made(2025, false).is_empty());
}

#[test]
fn the_same_thing_twice_in_a_list_is_refused() {
    let case = pool().get_message_by_name("ketenstroom.intake.v1.AsylumCase").unwrap();
    let one = |id: &str| {
        let mut message = DynamicMessage::new(case.clone());
        message.set_field_by_name("case_id", Value::String(id.to_owned()));
        Value::Message(message)
    };
    let (a, b) = ("0192f0a0-7c3e-7b4e-8d3a-4f6f2c1d9e00", "0192f0a0-7c3e-7b4e-8d3a-4f6f2c1d9e01");
    let import = |ids: &[&str]| {
        let cases = ids.iter().map(|id| one(id)).collect();
        fields_of(intake("ImportCases", &[("cases", Value::List(cases))]))
    };
    assert!(import(&[a, b]).is_empty());
    assert_eq!(import(&[a, b, a]), ["cases.2"]);
}
