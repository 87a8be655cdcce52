//! Ids, made without ambient chance: an id follows from the request that asked for it.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Identity of an event; equal on every copy of the log.
pub type EventId = Uuid;

/// A stream of events about one thing, for instance `asielaanvraag/0192…`; holds no personal data.
pub type SubjectId = String;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)+) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// The id with this number; for tests and generated worlds.
            pub const fn from_u128(number: u128) -> Self {
                Self(Uuid::from_u128(number))
            }

            /// The UUID without what it is of.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }
    )+ };
}

ids! {
    /// A person, pseudonymous; also a stay in reception and a case of returns, of which a person has one each.
    PersonId
    /// A household; a single person is one.
    HouseholdId
    /// An asylum case.
    CaseId
    /// A case of family reunification.
    FamilyCaseId
    /// A moratorium on decisions or departures.
    MoratoriumId
    /// A relocation of persons from another member state.
    RelocationId
    /// A location of reception.
    LocationId
    /// A flight that is hired for a group.
    CharterId
    /// A forecast.
    ForecastId
    /// An edition of the forecast that is published.
    EditionId
}

impl HouseholdId {
    /// The household of a person who is alone: it has the person's id.
    pub const fn of_one(person: PersonId) -> Self {
        Self(person.0)
    }
}

/// A source of ids that belong to one request.
///
/// The n-th id is a version 8 UUID over the SHA-256 of the request's id and n: a request that is sent
/// again, or replayed in a simulation with the same seed, names everything it creates the same.
#[derive(Clone, Debug)]
pub struct Ids {
    seed: Uuid,
    next: u32,
}

impl Ids {
    /// The ids of one request.
    pub fn of(request: Uuid) -> Self {
        Self { seed: request, next: 0 }
    }

    /// The next id.
    pub fn next_id(&mut self) -> Uuid {
        let n = self.next;
        self.next += 1;
        Self::derive(self.seed, &n.to_be_bytes())
    }

    /// An id that follows from another and a name.
    pub fn derive(seed: Uuid, name: &[u8]) -> Uuid {
        let mut hash = Sha256::new();
        hash.update(seed.as_bytes());
        hash.update(name);
        let digest: [u8; 32] = hash.finalize().into();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        Uuid::new_v8(bytes)
    }

    /// An id from the machine's own chance, for a caller that has nothing to derive it from.
    pub fn random() -> Uuid {
        #[expect(clippy::disallowed_methods, reason = "the one place that reads ambient chance")]
        Uuid::new_v4()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_request_names_the_same_things() {
        let request = Uuid::from_u128(7);
        let (mut a, mut b) = (Ids::of(request), Ids::of(request));
        let first = a.next_id();
        assert_eq!(first, b.next_id());
        assert_ne!(first, a.next_id());
        assert_ne!(Ids::of(Uuid::from_u128(8)).next_id(), first);
        assert_eq!(first.get_version_num(), 8);
    }
}
