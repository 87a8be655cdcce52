//! Events as they are stored, and their hashes.

use db::{Row, Value};
use kernel::{Date, EventId, Position, SubjectId, Uuid};
use sha2::{Digest as _, Sha256};

/// The SHA-256 of an event in the chain.
pub type EventHash = [u8; 32];

/// A fact to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// Its identity.
    pub event_id: EventId,
    /// The stream it belongs to.
    pub subject: SubjectId,
    /// Its place in the stream, from 1.
    pub subject_version: i64,
    /// Its CloudEvents type, for instance `nl.asielaanvragen.beslist.v1`.
    pub event_type: &'static str,
    /// The civil date in the Netherlands on which it happened.
    pub occurred_on: Date,
    /// The request or event that caused it.
    pub causation_id: Uuid,
    /// W3C trace context of its cause.
    pub traceparent: Option<String>,
    /// The payload, encoded once and never again.
    pub data: Vec<u8>,
}

/// A fact at its place in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its place in the log.
    pub position: Position,
    /// Its identity.
    pub event_id: EventId,
    /// The stream it belongs to.
    pub subject: SubjectId,
    /// Its place in the stream, from 1.
    pub subject_version: i64,
    /// Its CloudEvents type.
    pub event_type: String,
    /// The civil date on which it happened.
    pub occurred_on: Date,
    /// When it was recorded, microseconds since 1970 UTC.
    pub recorded_at_us: i64,
    /// The request or event that caused it.
    pub causation_id: Uuid,
    /// W3C trace context of its cause.
    pub traceparent: Option<String>,
    /// The payload as it was encoded.
    pub data: Vec<u8>,
    /// SHA-256 over the hash before and this event's canonical bytes.
    pub hash: EventHash,
}

pub(crate) const COLUMNS: &[&str] = &[
    "position",
    "event_id",
    "subject",
    "subject_version",
    "event_type",
    "occurred_on",
    "recorded_at_us",
    "causation_id",
    "traceparent",
    "data",
    "hash",
];

impl Recorded {
    pub(crate) fn new(event: NewEvent, position: Position, at_us: i64, before: &EventHash) -> Self {
        let mut recorded = Self {
            position,
            event_id: event.event_id,
            subject: event.subject,
            subject_version: event.subject_version,
            event_type: event.event_type.to_owned(),
            occurred_on: event.occurred_on,
            recorded_at_us: at_us,
            causation_id: event.causation_id,
            traceparent: event.traceparent,
            data: event.data,
            hash: [0; 32],
        };
        recorded.hash = recorded.chained(before);
        recorded
    }

    /// The hash that this event must have after an event with hash `before`.
    pub fn chained(&self, before: &EventHash) -> EventHash {
        let mut hash = Sha256::new();
        hash.update(before);
        hash.update(self.position.get().to_be_bytes());
        hash.update(self.subject_version.to_be_bytes());
        self.content(&mut hash);
        hash.finalize().into()
    }

    /// The SHA-256 of everything but the place in the log and in the subject.
    ///
    /// What many cases have in common, such as the book of a half-year, counts its versions in the order in
    /// which independent cases came.
    pub fn content_hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        self.content(&mut hash);
        hash.finalize().into()
    }

    /// The canonical bytes: fixed-size fields as they are, others with their length in front.
    fn content(&self, hash: &mut Sha256) {
        let mut text = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        };
        text(self.event_id.as_bytes());
        text(self.subject.as_bytes());
        text(self.event_type.as_bytes());
        text(self.occurred_on.to_string().as_bytes());
        text(&self.recorded_at_us.to_be_bytes());
        text(self.causation_id.as_bytes());
        text(self.traceparent.as_deref().unwrap_or_default().as_bytes());
        text(&self.data);
    }

    pub(crate) fn values(&self) -> Vec<Value> {
        use db::Column as _;
        vec![
            self.position.value(),
            Value::Uuid(self.event_id),
            Value::Text(self.subject.clone()),
            Value::Int(self.subject_version),
            Value::Text(self.event_type.clone()),
            self.occurred_on.value(),
            Value::Int(self.recorded_at_us),
            Value::Uuid(self.causation_id),
            self.traceparent.value(),
            Value::Bytes(self.data.clone()),
            Value::Bytes(self.hash.to_vec()),
        ]
    }

    pub(crate) fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            position: row.get(0)?,
            event_id: row.get(1)?,
            subject: row.get(2)?,
            subject_version: row.get(3)?,
            event_type: row.get(4)?,
            occurred_on: row.get(5)?,
            recorded_at_us: row.get(6)?,
            causation_id: row.get(7)?,
            traceparent: row.get(8)?,
            data: row.get(9)?,
            hash: hash_from(row.get(10)?)?,
        })
    }
}

pub(crate) fn hash_from(bytes: Vec<u8>) -> db::Result<EventHash> {
    bytes.try_into().map_err(|_| db::DbError::Corrupt("a hash is not 32 bytes".to_owned()))
}

/// A summary of events that does not depend on their order: the sum modulo 2^256 of their content hashes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Digest {
    /// Number of events.
    pub count: u64,
    /// The sum, most significant limb first.
    sum: [u64; 4],
}

impl Digest {
    /// Adds one event.
    pub fn add(&mut self, event: &Recorded) {
        self.count += 1;
        let hash = event.content_hash();
        let (limbs, _) = hash.as_chunks::<8>();
        let mut carry = false;
        for (sum, limb) in self.sum.iter_mut().zip(limbs).rev() {
            let (partial, first) = sum.overflowing_add(u64::from_be_bytes(*limb));
            let (total, second) = partial.overflowing_add(u64::from(carry));
            *sum = total;
            carry = first || second;
        }
    }

    /// The sum as 32 bytes, big-endian.
    pub fn bytes(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        for (place, limb) in bytes.as_chunks_mut::<8>().0.iter_mut().zip(self.sum) {
            *place = limb.to_be_bytes();
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(n: u64) -> Recorded {
        let new = NewEvent {
            event_id: Uuid::from_u128(n.into()),
            subject: format!("asielaanvraag/{n}"),
            subject_version: 1,
            event_type: "nl.asielaanvragen.aangemeld.v1",
            occurred_on: kernel::Date::constant(2025, 1, 2),
            causation_id: Uuid::nil(),
            traceparent: None,
            data: vec![1, 2, 3],
        };
        Recorded::new(new, Position::try_from(n).unwrap(), 5, &[0; 32])
    }

    #[test]
    fn a_digest_does_not_depend_on_order_but_on_content() {
        let (mut ab, mut ba, mut aa) = (Digest::default(), Digest::default(), Digest::default());
        ab.add(&event(1));
        ab.add(&event(2));
        ba.add(&event(2));
        ba.add(&event(1));
        aa.add(&event(1));
        aa.add(&event(1));
        assert_eq!(ab, ba);
        assert_ne!(ab.bytes(), aa.bytes());
    }

    #[test]
    fn any_change_breaks_the_chain() {
        let sound = event(1);
        assert_eq!(sound.chained(&[0; 32]), sound.hash);
        let mut changed = sound.clone();
        changed.data[0] ^= 1;
        assert_ne!(changed.chained(&[0; 32]), sound.hash);
        let mut moved = sound.clone();
        moved.position = moved.position.next();
        moved.subject_version += 1;
        assert_ne!(moved.chained(&[0; 32]), sound.hash);
        assert_eq!(moved.content_hash(), sound.content_hash());
    }
}
