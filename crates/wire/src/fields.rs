//! Parsing requests: the first error of every field, all reported together.

use kernel::Date;
use tonic::Status;
use tonic_types::{ErrorDetails, FieldViolation, StatusExt as _};

use crate::{Wire, common::CivilDate};

/// A rule that a parsed value must keep: what it must be, in words, when it does not.
pub type Rule<T> = fn(&T) -> Result<(), &'static str>;

/// Most fields that one answer names, and most characters on each: it must fit into the metadata that a default
/// client takes (8 KiB).
const VIOLATIONS_MAX: usize = 10;
const RULE_CHARS_MAX: usize = 300;

/// Collects what is wrong with a request.
#[derive(Debug, Default)]
pub struct Fields {
    violations: Vec<FieldViolation>,
}

impl Fields {
    /// Nothing wrong yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes that `field` breaks a rule.
    pub fn wrong(&mut self, field: &str, rule: impl Into<String>) {
        let mut rule = rule.into();
        if let Some((end, _)) = rule.char_indices().nth(RULE_CHARS_MAX) {
            rule.truncate(end);
            rule.push('…');
        }
        if self.violations.len() < VIOLATIONS_MAX
            && !self.violations.iter().any(|violation| violation.field == field)
        {
            self.violations.push(FieldViolation::new(field, rule));
        }
    }

    /// Reads a field. When it is wrong that is noted, and the answer is `None`.
    pub fn get<T: Wire>(&mut self, field: &str, pb: T::Pb) -> Option<T> {
        let absent = T::is_absent(&pb);
        match T::from_pb(pb) {
            Ok(value) => Some(value),
            Err(_) if absent => {
                self.wrong(field, "must be set");
                None
            }
            Err(error) => {
                let error = error.inside(field);
                self.wrong(&error.field, error.what);
                None
            }
        }
    }

    /// Reads a field and checks a rule.
    pub fn checked<T: Wire>(&mut self, field: &str, pb: T::Pb, rule: Rule<T>) -> Option<T> {
        let value = self.get(field, pb)?;
        if let Err(text) = rule(&value) {
            self.wrong(field, text);
            return None;
        }
        Some(value)
    }

    /// Reads a civil date.
    pub fn date(&mut self, field: &str, pb: Option<CivilDate>) -> Option<Date> {
        self.get(field, pb)
    }

    /// Fails when anything is wrong.
    pub fn check(self) -> Result<(), Status> {
        let Some(first) = self.violations.first() else {
            return Ok(());
        };
        let text = format!("{} {}", first.field, first.description);
        let details = ErrorDetails::with_bad_request(self.violations);
        Err(Status::with_error_details(tonic::Code::InvalidArgument, text, details))
    }

    /// The parsed value, when nothing is wrong.
    ///
    /// `value` is `None` only when a field was; a `None` without a noted error is a bug and reported so.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Status> {
        self.check()?;
        value.ok_or_else(|| Status::internal("a field was left out without a reason"))
    }
}

/// Most things in one import.
pub const IMPORT_MAX: usize = 5_000;

/// A message of which an import takes over a part, as a `T`; [`wire_import!`](crate::wire_import) implements it.
pub trait TakenOver<T> {
    /// The fields that hold something that is not taken over.
    fn lost(&self) -> Vec<&'static str>;
}

/// Whether a field holds something.
pub fn is_set<T: Default + PartialEq>(field: &T) -> bool {
    *field != T::default()
}

/// What an import takes over of a message, and what it does not: all its fields are named, so that a new one is thought about.
/// What would be lost is refused.
#[macro_export]
macro_rules! wire_import {
    ($pb:path as $ty:path: takes { $($taken:ident),* $(,)? } loses { $($lost:ident),* $(,)? }) => {
        impl $crate::TakenOver<$ty> for $pb {
            fn lost(&self) -> Vec<&'static str> {
                let Self { $($taken: _,)* $($lost),* } = self;
                let mut all = Vec::new();
                $(if $crate::is_set($lost) {
                    all.push(stringify!($lost));
                })*
                all
            }
        }
    };
}

/// Reads an import: its date and 1 to [`IMPORT_MAX`] things.
pub fn import<T: Wire<Pb = Option<P>>, P: TakenOver<T>>(
    name: &str,
    on: Option<CivilDate>,
    items: Vec<P>,
) -> Result<(Date, Vec<T>), Status> {
    let mut fields = Fields::new();
    let on = fields.get("occurred_on", on);
    if items.is_empty() || items.len() > IMPORT_MAX {
        fields.wrong(name, format!("must be 1 to {IMPORT_MAX}"));
    }
    for (at, item) in items.iter().enumerate() {
        for field in item.lost() {
            fields.wrong(&format!("{name}[{at}].{field}"), "is not taken over; leave it out");
        }
    }
    let items = fields.get(name, items.into_iter().map(Some).collect());
    let read = on.zip(items);
    fields.finish(read)
}
