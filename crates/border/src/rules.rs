//! Limits of the contract, read from the descriptor set once.

use std::collections::HashMap;

use prost_reflect::{
    DescriptorPool, DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, ReflectMessage as _,
};

use crate::text::TextKind;

/// A contract that does not say what it must.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContractError {
    /// The descriptor set is no set.
    #[error("descriptor set: {0}")]
    Descriptors(String),
    /// A field that a request can reach has no limits, or ones that cannot be.
    #[error("{field}: {what}")]
    Field {
        /// Full name of the field.
        field: String,
        /// What is missing or wrong.
        what: String,
    },
}

/// Which dates are possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Day {
    Happened,
    Planned,
}

/// The limits of one field.
#[derive(Clone, Debug, Default)]
pub(crate) struct Limits {
    pub(crate) text: Option<TextKind>,
    pub(crate) day: Option<Day>,
    pub(crate) min: Option<f64>,
    pub(crate) max: Option<f64>,
    pub(crate) items_max: usize,
    /// Fields of the items that together differ; empty: no rule. `.` stands for the item.
    pub(crate) unique_by: Vec<String>,
    pub(crate) birth_year: bool,
    pub(crate) bytes_max: usize,
}

/// The limits of all fields that requests can reach, by full name of the message and number of the field.
#[derive(Default)]
pub(crate) struct Rules(HashMap<String, HashMap<u32, Limits>>);

const OPTION: &str = "ketenstroom.common.v1.limits";
pub(crate) const CIVIL_DATE: &str = "ketenstroom.common.v1.CivilDate";
pub(crate) const TIMESTAMP: &str = "google.protobuf.Timestamp";
pub(crate) const DURATION: &str = "google.protobuf.Duration";

impl Rules {
    pub(crate) fn of(&self, message: &str, field: u32) -> Option<&Limits> {
        self.0.get(message)?.get(&field)
    }

    /// Reads the limits of `message` and of all that it can hold.
    pub(crate) fn read(
        &mut self,
        pool: &DescriptorPool,
        message: &MessageDescriptor,
    ) -> Result<(), ContractError> {
        if is_leaf(message) || self.0.contains_key(message.full_name()) {
            return Ok(());
        }
        self.0.insert(message.full_name().to_owned(), HashMap::new());
        for field in message.fields() {
            let limits = read(pool, &field)?;
            let wrong = |what: &str| ContractError::Field {
                field: field.full_name().to_owned(),
                what: what.to_owned(),
            };
            complete(&field, &limits).map_err(wrong)?;
            if let Some(known) = self.0.get_mut(message.full_name()) {
                known.insert(field.number(), limits);
            }
            if let Kind::Message(inner) = field.kind()
                && !field.is_map()
            {
                self.read(pool, &inner)?;
            }
        }
        Ok(())
    }
}

/// Dates and times have their rule where they are used.
fn is_leaf(message: &MessageDescriptor) -> bool {
    matches!(message.full_name(), CIVIL_DATE | TIMESTAMP | DURATION)
}

fn read(pool: &DescriptorPool, field: &FieldDescriptor) -> Result<Limits, ContractError> {
    let missing = || ContractError::Descriptors(format!("{OPTION} is not in it"));
    let option = pool.get_extension_by_name(OPTION).ok_or_else(missing)?;
    let options = field.options();
    let set = options.get_extension(&option);
    let Some(said) = set.as_message() else { return Err(missing()) };
    let number = |name: &str| {
        said.has_field_by_name(name).then(|| said.get_field_by_name(name)?.as_f64()).flatten()
    };
    let count = |name: &str| {
        said.get_field_by_name(name).and_then(|value| value.as_u32()).unwrap_or_default() as usize
    };
    let unique_by = said.get_field_by_name("unique_by");
    let unique_by = unique_by.as_ref().and_then(|value| value.as_str()).unwrap_or_default();
    Ok(Limits {
        text: name_of(said, "text").and_then(|name| TextKind::named(&name)),
        day: match name_of(said, "day").as_deref() {
            Some("DAY_HAPPENED") => Some(Day::Happened),
            Some("DAY_PLANNED") => Some(Day::Planned),
            _ => None,
        },
        min: number("min"),
        max: number("max"),
        items_max: count("items_max"),
        unique_by: unique_by
            .split(',')
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect(),
        birth_year: said.get_field_by_name("birth_year").and_then(|v| v.as_bool()) == Some(true),
        bytes_max: count("bytes_max"),
    })
}

/// Name of the value of an enum field.
fn name_of(message: &DynamicMessage, field: &str) -> Option<String> {
    let number = message.get_field_by_name(field)?.as_enum_number()?;
    let Kind::Enum(kind) = message.descriptor().get_field_by_name(field)?.kind() else {
        return None;
    };
    kind.get_value(number).map(|value| value.name().to_owned())
}

/// Whether a field says all that its type needs.
fn complete(field: &FieldDescriptor, limits: &Limits) -> Result<(), &'static str> {
    if (field.is_list() || field.is_map()) && limits.items_max == 0 {
        return Err("a list says how many items it may have (items_max)");
    }
    if field.is_map() {
        return limits.text.is_some().then_some(()).ok_or("a map says what its texts are");
    }
    for name in limits.unique_by.iter().filter(|name| *name != ".") {
        let Kind::Message(item) = field.kind() else { return Err("only messages have keys") };
        item.get_field_by_name(name).ok_or("unique_by names no field of the items")?;
    }
    match field.kind() {
        Kind::String => limits.text.is_some().then_some(()).ok_or("a text says what it is"),
        Kind::Bytes => (limits.bytes_max > 0).then_some(()).ok_or("bytes have a most"),
        Kind::Bool | Kind::Enum(_) => Ok(()),
        Kind::Message(inner) => match inner.full_name() {
            CIVIL_DATE | TIMESTAMP => {
                limits.day.is_some().then_some(()).ok_or("a date says which days are possible")
            }
            DURATION => limits.max.is_some().then_some(()).ok_or("a duration has a most"),
            _ => Ok(()),
        },
        _ if limits.birth_year => Ok(()),
        _ => (limits.min.is_some() && limits.max.is_some())
            .then_some(())
            .ok_or("a number has a range (min, max)"),
    }
}
