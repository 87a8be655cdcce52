//! Walking a request with the limits of its fields.

use std::collections::{HashMap, HashSet};

use jiff::ToSpan as _;
use kernel::Date;
use prost_reflect::{
    DescriptorPool, DynamicMessage, FieldDescriptor, Kind, MapKey, MessageDescriptor,
    ReflectMessage as _, Value,
};

use crate::rules::{CIVIL_DATE, ContractError, DURATION, Day, Limits, Rules, TIMESTAMP};

/// Most violations that one answer tells: it must fit into the metadata that a default client takes.
const VIOLATIONS_MAX: usize = 10;
/// The first day that anything in the chain can have.
const FIRST_DAY: Date = Date::constant(1990, 1, 1);
const AGE_MAX: i16 = 125;
/// Only the year of birth is known: who is under 18 has it at most so many years ago.
const MINOR_YEARS_MAX: i16 = 18;
/// Dates of a message by which its persons are judged, the first that is set.
const REFERENCE_DATES: &[&str] = &["occurred_on", "made_on", "filed_on", "placed_on", "opened_on"];

/// A field and the rule that it breaks, in words after its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The field; inner ones after a dot, items by their number from 0.
    pub field: String,
    /// The rule.
    pub rule: String,
}

/// Why a request does not pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reject {
    /// The bytes are not the message of this rpc.
    Unreadable(String),
    /// Fields break their rules: one or more, the first ones.
    Invalid(Vec<Violation>),
}

/// The limits of all rpcs.
pub struct Border {
    rules: Rules,
    /// Message of the request by path, for instance `/ketenstroom.intake.v1.IntakeService/GetCase`.
    requests: HashMap<String, MessageDescriptor>,
}

impl Border {
    /// Reads the limits of every rpc of our packages in a descriptor set.
    ///
    /// # Errors
    /// A field that a request can reach and that does not say what it may hold.
    pub fn new(descriptors: &[u8]) -> Result<Self, ContractError> {
        let pool = DescriptorPool::decode(descriptors)
            .map_err(|error| ContractError::Descriptors(error.to_string()))?;
        let mut rules = Rules::default();
        let mut requests = HashMap::new();
        for service in pool.services().filter(|s| s.full_name().starts_with("ketenstroom.")) {
            for method in service.methods() {
                rules.read(&pool, &method.input())?;
                let path = format!("/{}/{}", service.full_name(), method.name());
                requests.insert(path, method.input());
            }
        }
        Ok(Self { rules, requests })
    }

    /// The limits of the contracts that this build carries.
    ///
    /// # Errors
    /// As [`Border::new`]; a test keeps that from happening.
    pub fn of_contracts() -> Result<Self, ContractError> {
        Self::new(wire::DESCRIPTOR_SET)
    }

    /// Whether there are limits for this rpc.
    pub fn knows(&self, path: &str) -> bool {
        self.requests.contains_key(path)
    }

    /// Whether this rpc is a command: it names itself by a request id, so that it has one effect.
    pub fn is_command(&self, path: &str) -> bool {
        self.requests.get(path).is_some_and(|m| m.get_field_by_name("request_id").is_some())
    }

    /// Checks the bytes of a request. What is not one of our rpcs passes.
    ///
    /// # Errors
    /// Why it does not pass.
    pub fn check(&self, path: &str, bytes: &[u8], today: Date) -> Result<(), Reject> {
        let Some(descriptor) = self.requests.get(path) else { return Ok(()) };
        let message = DynamicMessage::decode(descriptor.clone(), bytes)
            .map_err(|error| Reject::Unreadable(error.to_string()))?;
        let mut walk = Walk { rules: &self.rules, today, path: Vec::new(), violations: Vec::new() };
        walk.message(&message, today);
        if walk.violations.is_empty() { Ok(()) } else { Err(Reject::Invalid(walk.violations)) }
    }
}

struct Walk<'a> {
    rules: &'a Rules,
    today: Date,
    path: Vec<String>,
    violations: Vec<Violation>,
}

impl Walk<'_> {
    fn wrong(&mut self, rule: impl Into<String>) {
        if self.violations.len() < VIOLATIONS_MAX {
            self.violations.push(Violation { field: self.path.join("."), rule: rule.into() });
        }
    }

    fn inside(&mut self, name: impl Into<String>, then: impl FnOnce(&mut Self)) {
        self.path.push(name.into());
        then(self);
        self.path.pop();
    }

    /// Checks what is set in a message; `on` is the date by which its persons are judged.
    fn message(&mut self, message: &DynamicMessage, on: Date) {
        let own = REFERENCE_DATES.iter().find_map(|name| {
            civil(message.get_field_by_name(name)?.as_message()?).filter(|date| *date >= FIRST_DAY)
        });
        let on = own.unwrap_or(on);
        for (field, value) in message.fields() {
            let rules = self.rules;
            let Some(limits) = rules.of(message.descriptor().full_name(), field.number()) else {
                continue;
            };
            self.inside(field.name(), |walk| walk.field(&field, limits, value, on));
        }
        self.minor(message, on);
    }

    /// Who is said to be an unaccompanied minor is one by the year of birth.
    fn minor(&mut self, message: &DynamicMessage, on: Date) {
        let is = message.get_field_by_name("unaccompanied_minor").and_then(|v| v.as_bool());
        let year = message.get_field_by_name("birth_year").and_then(|v| v.as_i32());
        if let (Some(true), Some(year)) = (is, year.filter(|year| *year != 0))
            && year < i32::from(on.year() - MINOR_YEARS_MAX)
        {
            let rule =
                format!("must be false for somebody born in {year}, who is an adult on {on}");
            self.inside("unaccompanied_minor", |walk| walk.wrong(rule));
        }
    }

    fn field(&mut self, field: &FieldDescriptor, limits: &Limits, value: &Value, on: Date) {
        match value {
            Value::List(items) => {
                if items.len() > limits.items_max {
                    return self.wrong(format!("must be at most {} items", limits.items_max));
                }
                self.unique(limits, items);
                for (n, item) in items.iter().enumerate() {
                    if self.violations.len() == VIOLATIONS_MAX {
                        return;
                    }
                    self.inside(n.to_string(), |walk| walk.single(field, limits, item, on));
                }
            }
            Value::Map(entries) => {
                if entries.len() > limits.items_max {
                    return self.wrong(format!("must be at most {} entries", limits.items_max));
                }
                for (key, value) in entries {
                    for text in [map_text(key), value.as_str()].into_iter().flatten() {
                        if let Some(Err(rule)) = limits.text.map(|kind| kind.check(text)) {
                            self.wrong(rule);
                        }
                    }
                }
            }
            value => self.single(field, limits, value, on),
        }
    }

    /// Items that have the same key are counted twice.
    fn unique(&mut self, limits: &Limits, items: &[Value]) {
        if limits.unique_by.is_empty() {
            return;
        }
        let mut seen = HashSet::with_capacity(items.len());
        for (n, item) in items.iter().enumerate() {
            let mut key = String::new();
            for name in &limits.unique_by {
                let part = match item.as_message() {
                    Some(message) => message.get_field_by_name(name).map(|v| v.to_string()),
                    None => Some(item.to_string()),
                };
                key.push_str(&part.unwrap_or_default());
                key.push('\0');
            }
            if !seen.insert(key) {
                let by = limits.unique_by.join(" and ");
                let by = if by == "." { String::new() } else { format!(" by {by}") };
                self.inside(n.to_string(), |walk| {
                    walk.wrong(format!("must differ{by} from the items before it"));
                });
                return;
            }
        }
    }

    fn single(&mut self, field: &FieldDescriptor, limits: &Limits, value: &Value, on: Date) {
        match value {
            Value::String(text) => {
                // Empty stands for unset.
                if let (false, Some(kind)) = (text.is_empty(), limits.text)
                    && let Err(rule) = kind.check(text)
                {
                    self.wrong(rule);
                }
            }
            Value::Bytes(bytes) if bytes.len() > limits.bytes_max => {
                self.wrong(format!("must be at most {} bytes", limits.bytes_max));
            }
            Value::EnumNumber(number) => {
                if let Kind::Enum(kind) = field.kind()
                    && kind.get_value(*number).is_none()
                {
                    self.wrong("must be a value of the contract");
                }
            }
            Value::Message(message) => match message.descriptor().full_name() {
                CIVIL_DATE => self.date(civil(message), limits.day),
                TIMESTAMP => self.date(instant(message), limits.day),
                DURATION => self.number(limits, seconds(message)),
                _ => self.message(message, on),
            },
            value => {
                let Some(number) = number(value) else { return };
                if limits.birth_year {
                    self.born(number, on);
                } else {
                    self.number(limits, number);
                }
            }
        }
    }

    fn date(&mut self, date: Option<Date>, day: Option<Day>) {
        let years: i64 = if day == Some(Day::Planned) { 25 } else { 1 };
        let last = self.today.checked_add(years.years()).unwrap_or(Date::MAX);
        match date {
            None => self.wrong("must be a day of the calendar"),
            Some(date) if !(FIRST_DAY..=last).contains(&date) => {
                self.wrong(format!("must be a day from {FIRST_DAY} to {last}"));
            }
            Some(_) => {}
        }
    }

    fn born(&mut self, year: f64, on: Date) {
        let range = f64::from(on.year() - AGE_MAX)..=f64::from(on.year());
        if year != 0.0 && !range.contains(&year) {
            let rule = format!("must be a year from {} to {} on {on}", range.start(), range.end());
            self.wrong(rule);
        }
    }

    fn number(&mut self, limits: &Limits, number: f64) {
        let (min, max) = (limits.min.unwrap_or(f64::MIN), limits.max.unwrap_or(f64::MAX));
        // Zero stands for unset.
        if number != 0.0 && !(min..=max).contains(&number) {
            self.wrong(format!("must be from {min} to {max}"));
        }
    }
}

fn map_text(key: &MapKey) -> Option<&str> {
    if let MapKey::String(text) = key { Some(text) } else { None }
}

fn number(value: &Value) -> Option<f64> {
    Some(match value {
        Value::I32(n) => f64::from(*n),
        Value::U32(n) => f64::from(*n),
        Value::I64(n) => *n as f64,
        Value::U64(n) => *n as f64,
        Value::F32(n) => f64::from(*n),
        Value::F64(n) => *n,
        _ => return None,
    })
}

fn part(message: &DynamicMessage, name: &str) -> Option<i64> {
    let value = message.get_field_by_name(name)?;
    value.as_i64().or_else(|| value.as_i32().map(i64::from))
}

fn civil(message: &DynamicMessage) -> Option<Date> {
    if message.descriptor().full_name() != CIVIL_DATE {
        return None;
    }
    let year = part(message, "year")?.try_into().ok()?;
    let (month, day) =
        (part(message, "month")?.try_into().ok()?, part(message, "day")?.try_into().ok()?);
    Date::new(year, month, day).ok()
}

fn instant(message: &DynamicMessage) -> Option<Date> {
    let (seconds, nanos) = (part(message, "seconds")?, part(message, "nanos")?.try_into().ok()?);
    kernel::Timestamp::new(seconds, nanos).ok().map(kernel::civil_date)
}

fn seconds(message: &DynamicMessage) -> f64 {
    let part = |name| part(message, name).map_or(f64::NAN, |n| n as f64);
    part("seconds") + part("nanos") / 1e9
}
