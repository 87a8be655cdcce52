//! The invariants of the chain, checked over its feeds alone.
//!
//! Each file folds the log of one service into what the checker needs to know and notes what does not hold on
//! the way; [`chain`] then looks at every person across the services, at rest. Not here: EL-2 and EL-3, which
//! need what the envelope does not carry ([`crate::TestChain::prove`]), and EL-4, EL-5 and PR-3, which are
//! about doing something twice and have tests of their own.

mod chain;
mod family;
mod forecast;
mod housing;
mod intake;
mod log;
mod picture;
mod reception;
mod returns;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use kernel::{Date, Violation};
use law::Policy;
pub use picture::{compare_capacity, compare_occupancy, compare_picture};
use wire::Wire as _;
use wire::common::{CivilDate, Person};

use crate::Feeds;

/// Which invariants do not hold in these feeds of a chain under this policy set. The chain must be at rest when they are read.
pub fn check(feeds: &Feeds, policy: &Arc<Policy>) -> Vec<Violation> {
    let mut found = Found::new(policy);
    log::check(feeds, &mut found);
    let relatives = family::fold(feeds, &mut found);
    let cases = intake::fold(feeds, &mut found);
    let stays = reception::fold(feeds, &mut found);
    let returns = returns::fold(feeds, &cases, &mut found);
    let homes = housing::fold(feeds, &mut found);
    forecast::check(feeds, &mut found);
    let books = chain::Books { cases, relatives, stays, returns, homes };
    books.check(&mut found);
    found.violations
}

/// What does not hold.
#[derive(Debug)]
struct Found {
    violations: Vec<Violation>,
    /// The policy set of the chain.
    policy: Arc<Policy>,
}

impl Found {
    fn new(policy: &Arc<Policy>) -> Self {
        Self { violations: Vec::new(), policy: policy.clone() }
    }

    fn note(&mut self, id: &'static str, seen: impl Into<String>) {
        self.violations.push(Violation { id, seen: seen.into() });
    }

    /// Notes a violation unless `holds`.
    fn must(&mut self, id: &'static str, holds: bool, seen: impl FnOnce() -> String) {
        if !holds {
            self.note(id, seen());
        }
    }

    /// IN-2: a date that is sent is one of those that the calculator gives.
    fn due(&mut self, what: &str, about: &str, sent: Option<CivilDate>, allowed: &[Option<Date>]) {
        let sent = day(sent);
        self.must("IN-2", allowed.contains(&sent), || {
            format!("{about}: {what} is {sent:?}, the calculator says {allowed:?}")
        });
    }
}

/// A date as it was sent.
fn day(sent: Option<CivilDate>) -> Option<Date> {
    Option::<Date>::from_pb(sent).ok().flatten()
}

/// The person of an event.
fn who(person: Option<&Person>) -> Person {
    person.cloned().unwrap_or_default()
}
