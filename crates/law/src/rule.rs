//! The rules of the chain by name. What they say, since when and by which source is in the policy sets
//! (the TOML files beside this crate's sources); nothing here holds a number.

use std::marker::PhantomData;

use crate::value::{Kind, RuleValue};

/// A rule whose values are of type `T`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule<T> {
    index: u16,
    of: PhantomData<fn() -> T>,
}

impl<T> Rule<T> {
    const fn new(index: u16) -> Self {
        Self { index, of: PhantomData }
    }

    pub(crate) fn index(self) -> usize {
        usize::from(self.index)
    }
}

impl<T: RuleValue> Rule<T> {
    /// What the catalogue says of it.
    pub fn entry(self) -> &'static Entry {
        &CATALOGUE[self.index()]
    }
}

/// A rule as it is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name in policy files and on the command line.
    pub code: &'static str,
    /// What it is about.
    pub title: &'static str,
    /// The kind of its values.
    pub kind: Kind,
}

/// A number of rules: far below 2^16, which is checked when this is compiled.
#[expect(
    clippy::cast_possible_truncation,
    reason = "it was looked at; a constant has no `try_from`"
)]
const fn number(of: usize) -> u16 {
    assert!(of <= u16::MAX as usize, "there are no more than 65,535 rules");
    of as u16
}

/// Place of a rule among those of its section.
const fn place(entries: &[Entry], code: &str) -> u16 {
    let mut at = 0;
    while at < entries.len() {
        if same(entries[at].code.as_bytes(), code.as_bytes()) {
            return number(at);
        }
        at += 1;
    }
    panic!("a rule is listed under its name")
}

const fn same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// Declares the rules of a section; their numbers follow those of the sections before.
macro_rules! rules {
    (after $before:expr; $($(#[doc = $title:literal])+ $name:ident: $type:ty;)+) => {
        $($(#[doc = $title])+
        pub const $name: Rule<$type> = Rule::new($before + super::place(ENTRIES, stringify!($name)));)+

        /// The rules of this section, in the order of declaration.
        pub(super) const ENTRIES: &[Entry] = &[$(Entry {
            code: stringify!($name),
            title: concat!($($title),+).trim_ascii(),
            kind: <$type as RuleValue>::KIND,
        }),+];
        /// Number of rules up to and with this section.
        pub(super) const COUNT: u16 = $before + super::number(ENTRIES.len());
    };
}

mod housing;
mod intake;
mod reception;
mod returns;

pub use housing::*;
pub use intake::*;
pub use reception::*;
pub use returns::*;

const fn catalogue() -> [Entry; housing::COUNT as usize] {
    let mut all = [intake::ENTRIES[0]; housing::COUNT as usize];
    let sections = [intake::ENTRIES, reception::ENTRIES, returns::ENTRIES, housing::ENTRIES];
    let (mut section, mut at) = (0, 0);
    while section < sections.len() {
        let mut n = 0;
        while n < sections[section].len() {
            all[at] = sections[section][n];
            (n, at) = (n + 1, at + 1);
        }
        section += 1;
    }
    all
}

/// Every rule, in the order of declaration.
pub const CATALOGUE: &[Entry] = &catalogue();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_knows_its_entry() {
        assert_eq!(REGULAR.entry().code, "REGULAR");
        assert_eq!(REGULAR.entry().title, "Regular procedure, from lodging.");
        assert_eq!(
            (TWO_STATUS.entry().kind, OCCUPANCY_NORM.entry().kind),
            (Kind::Switch, Kind::Share)
        );
    }
}
