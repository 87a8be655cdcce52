//! The invariants of the chain by name: one registry for tests, checkers, metrics and prose.

/// A sentence about the chain that is always true, and its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invariant {
    /// Short id, for instance `EL-1`; the label of the metric `invariant_violations_total`.
    pub id: &'static str,
    /// The sentence.
    pub sentence: &'static str,
}

/// One case in which an invariant does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Which invariant.
    pub id: &'static str,
    /// What was seen: ids and counts, no personal data.
    pub seen: String,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.id, self.seen)
    }
}

macro_rules! invariants {
    ($($id:literal $sentence:literal)+) => {
        /// All invariants, as in ARCHITECTURE.md.
        pub const INVARIANTS: &[Invariant] = &[$(Invariant { id: $id, sentence: $sentence }),+];
    };
}

invariants! {
    "EL-1" "positions are dense and visible only in order"
    "EL-2" "a subject's versions are dense from 1"
    "EL-3" "an event, once read by anybody, never changes; its hash chain verifies"
    "EL-4" "an event is applied by a subscription exactly once in effect"
    "EL-5" "a request id has one effect, and the same answer every time"
    "EL-6" "the fold of a log is its rows"
    "IN-1" "a case has one open procedure; a final decision leads only to revocation or a new case"
    "IN-2" "every due date is the calculator's; no decision without an interview unless the reason for omission is on file"
    "RE-1" "one active stay per person; no place over its capacity; no minor alone among adults; a family stays together"
    "RE-2" "occupancy by category equals the sum of active stays on every date"
    "RT-1" "no forced step while a suspensive appeal runs; detention never exceeds its legal maximum"
    "RT-2" "every departure is demonstrable or marked as not"
    "HO-1" "targets by municipality add up to the national target exactly"
    "HO-2" "a person is linked to one municipality at a time; realisation counts a person once"
    "PR-1" "stocks follow from flows: opening + in - out = closing, for every stage, group and month"
    "PR-2" "quantiles never cross; minimum <= median <= medio <= maximum"
    "PR-3" "same data cut, parameters and seed: same bytes"
    "CH-1" "over the whole chain nobody is lost and nobody is in two places"
}
