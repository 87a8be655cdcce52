//! Golden bytes: for each type of event a payload with every field set, as it was on the day it was first written here.
//!
//! A log never changes, so what was written once is read for ever: the test of `wire` decodes each line and encodes it
//! again to the same bytes. A field that is added makes another line; a line is never changed or taken away.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use prost::Message as _;
use prost_reflect::{
    DescriptorPool, DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, Value,
};

/// The lines: type of the event, payload as hexadecimal digits.
pub const FILE: &str = "crates/wire/golden/events.txt";
const OPTION: &str = "ketenstroom.common.v1.event_type";
/// Messages inside messages inside an event.
const DEPTH_MAX: u32 = 6;

/// Lines that the contracts of today ask for and the file does not hold.
pub fn missing(root: &Path) -> Result<Vec<String>> {
    let set = fs::read(root.join(crate::codegen::WIRE).join("descriptor.bin"))?;
    let pool = DescriptorPool::decode(set.as_slice()).context("reading the descriptors")?;
    let option = pool.get_extension_by_name(OPTION).with_context(|| format!("no {OPTION}"))?;
    let held = fs::read_to_string(root.join(FILE)).unwrap_or_default();
    let held: BTreeSet<&str> = held.lines().collect();
    let mut lines: Vec<String> = pool
        .all_messages()
        .filter_map(|message| {
            let options = message.options();
            let kind = options.get_extension(&option).as_str()?.to_owned();
            (!kind.is_empty()).then(|| line(&kind, &full(&message, 0)))
        })
        .filter(|line| !held.contains(line.as_str()))
        .collect();
    lines.sort();
    Ok(lines)
}

/// Adds what is missing to the file.
pub fn add(root: &Path) -> Result<usize> {
    let lines = missing(root)?;
    let path = root.join(FILE);
    let mut text = fs::read_to_string(&path).unwrap_or_default();
    for line in &lines {
        text.push_str(line);
        text.push('\n');
    }
    fs::create_dir_all(path.parent().context("the file has no folder")?)?;
    fs::write(path, text)?;
    Ok(lines.len())
}

fn line(kind: &str, message: &DynamicMessage) -> String {
    let mut line = format!("{kind} ");
    for byte in message.encode_to_vec() {
        let _ = write!(line, "{byte:02x}");
    }
    line
}

/// A message with every field set to something that tells it from the others.
fn full(message: &MessageDescriptor, depth: u32) -> DynamicMessage {
    let mut built = DynamicMessage::new(message.clone());
    for field in message.fields() {
        let Some(one) = value(&field, depth) else { continue };
        let value = match one {
            Value::Map(_) => one,
            _ if field.is_list() => Value::List(vec![one.clone(), one]),
            _ => one,
        };
        built.set_field(&field, value);
    }
    built
}

fn value(field: &FieldDescriptor, depth: u32) -> Option<Value> {
    let number = field.number();
    Some(match field.kind() {
        _ if field.is_map() => return None,
        Kind::Bool => Value::Bool(true),
        Kind::String => Value::String(format!("{} {number}", field.name())),
        Kind::Bytes => Value::Bytes(vec![number.to_le_bytes()[0]].into()),
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => Value::I32(number as i32 + 1_000),
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => Value::I64(i64::from(number) - 1_000),
        Kind::Uint32 | Kind::Fixed32 => Value::U32(number + 1_000),
        Kind::Uint64 | Kind::Fixed64 => Value::U64(u64::from(number) + 1_000),
        Kind::Double => Value::F64(f64::from(number) / 8.0),
        Kind::Float => Value::F32(number as f32 / 8.0),
        Kind::Enum(list) => Value::EnumNumber(list.values().map(|value| value.number()).max()?),
        Kind::Message(_) if depth == DEPTH_MAX => return None,
        Kind::Message(inner) => Value::Message(full(&inner, depth + 1)),
    })
}
