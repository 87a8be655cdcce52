//! The half-year: which target was set, what was booked on it, when it was closed. Its tasks, one for each municipality,
//! follow from these events and from the links of households.

use kernel::{Date, HouseholdId, Municipality};
use law::Half;

use crate::domain::codes::RealisationKind;

/// A half-year for which a target was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalfYear {
    /// For instance `2025-I`.
    pub half: String,
    /// National target in persons.
    pub national: i32,
    /// Whether it is closed.
    pub closed: bool,
    /// Whether the target was announced late.
    pub announced_late: bool,
    /// Number of events of this half-year.
    pub version: i64,
}

/// Something that happened to a half-year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The half-year.
    pub half: String,
    /// When.
    pub occurred_on: Date,
    /// What.
    pub kind: EventKind,
}

/// What happened to a half-year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// Its target was set and divided.
    TargetSet {
        /// National target in persons.
        national: i32,
        /// The division.
        municipalities: Division,
        /// Whether it was announced late.
        announced_late: bool,
    },
    /// A part of a target was passed on.
    TaskTransferred {
        /// Who passed it on.
        from_municipality: Municipality,
        /// Who took it over.
        to_municipality: Municipality,
        /// Persons.
        persons: i32,
    },
    /// Persons count as housed.
    RealisationBooked {
        /// Where.
        municipality: Municipality,
        /// Household.
        household_id: HouseholdId,
        /// Persons; negative in a counter-entry.
        persons: i32,
        /// What counts.
        kind: RealisationKind,
        /// The entry of the ledger.
        entry_id: String,
        /// The entry that this one counters.
        corrects: Option<String>,
        /// Why it was corrected.
        reason: Option<String>,
    },
    /// A municipality is paid for them.
    ContributionBooked {
        /// Which.
        municipality: Municipality,
        /// Household.
        household_id: HouseholdId,
        /// Persons; negative in a counter-entry.
        persons: i32,
        /// Euro cents; negative in a counter-entry.
        amount_cents: i64,
        /// The entry of the ledger.
        entry_id: String,
    },
    /// It was closed.
    HalfClosed {
        /// National target in persons.
        national: i32,
        /// Persons housed.
        realised: i32,
        /// Arrears at the end.
        closing: i32,
    },
}

/// The target of one municipality, as it was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MunicipalTarget {
    /// Which.
    pub municipality: Municipality,
    /// Inhabitants that the share rests on.
    pub inhabitants: i32,
    /// Persons to be housed.
    pub target: i32,
    /// Arrears at the start; negative when ahead.
    pub opening: i32,
    /// Whether the province fixed the number of inhabitants.
    pub inhabitants_fixed: bool,
}

/// The targets of all municipalities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Division(pub Vec<MunicipalTarget>);

impl Event {
    /// An event of a half-year.
    pub(in crate::domain) fn of(half: Half, occurred_on: Date, kind: EventKind) -> Self {
        Self { half: half.to_string(), occurred_on, kind }
    }
}

/// The half-year after an event.
pub fn evolve(state: Option<HalfYear>, event: &Event) -> HalfYear {
    let new = || HalfYear {
        half: event.half.clone(),
        national: 0,
        closed: false,
        announced_late: false,
        version: 0,
    };
    let mut year = state.unwrap_or_else(new);
    year.version += 1;
    match &event.kind {
        EventKind::TargetSet { national, announced_late, .. } => {
            (year.national, year.announced_late) = (*national, *announced_late);
        }
        EventKind::HalfClosed { .. } => year.closed = true,
        EventKind::TaskTransferred { .. }
        | EventKind::RealisationBooked { .. }
        | EventKind::ContributionBooked { .. } => {}
    }
    year
}
