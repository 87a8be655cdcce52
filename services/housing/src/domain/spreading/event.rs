//! What happens to a cycle, and what is left of it in its row. The parts of municipalities are told with the events.

use kernel::{Date, Municipality, Uuid};

use super::state::{SpreadingCycle, SpreadingShare};

/// Something that happened to a cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// First year of the cycle.
    pub cycle: String,
    /// When.
    pub occurred_on: Date,
    /// What.
    pub kind: EventKind,
}

/// What happened to a cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// The capacity estimate was set and split.
    CapacityEstimated {
        /// Places.
        places: i32,
        /// Places for unaccompanied minors among them.
        minors: i32,
        /// Whether it was late.
        late: bool,
        /// The indicative split.
        shares: Shares,
    },
    /// A province reported what its municipalities agreed.
    ProvincialReportRecorded {
        /// The province.
        province: String,
        /// Whether it was late.
        late: bool,
        /// Places of all its municipalities.
        shares: Shares,
    },
    /// The minister decided.
    DistributionDecided {
        /// Whether it was late.
        late: bool,
        /// Last day to realise the places.
        realise_by: Date,
        /// Places of all municipalities.
        shares: Shares,
    },
    /// Places were realised, or an entry was taken back.
    PlacesRecorded {
        /// Where.
        municipality: Municipality,
        /// The entry.
        entry_id: Uuid,
        /// Places; negative in a counter-entry.
        places: i32,
        /// Whether they count.
        counts: bool,
        /// Grant in euro cents; negative in a counter-entry.
        grant_cents: i64,
        /// The entry that this one counters.
        corrects: Option<Uuid>,
    },
}

/// Parts of municipalities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shares(pub Vec<SpreadingShare>);

impl SpreadingCycle {
    /// An event of this cycle.
    pub(super) fn event(&self, occurred_on: Date, kind: EventKind) -> Event {
        Event { cycle: self.cycle.clone(), occurred_on, kind }
    }
}

/// The cycle after an event.
pub fn evolve(state: Option<SpreadingCycle>, event: &Event) -> SpreadingCycle {
    let on = event.occurred_on;
    let new = || SpreadingCycle {
        cycle: event.cycle.clone(),
        places: 0,
        minors: 0,
        estimated_on: on,
        estimated_late: false,
        decided_on: None,
        decided_late: false,
        version: 0,
    };
    let mut cycle = state.unwrap_or_else(new);
    cycle.version += 1;
    match event.kind {
        EventKind::CapacityEstimated { places, minors, late, .. } => {
            (cycle.places, cycle.minors) = (places, minors);
            (cycle.estimated_on, cycle.estimated_late) = (on, late);
        }
        EventKind::DistributionDecided { late, .. } => {
            (cycle.decided_on, cycle.decided_late) = (Some(on), late);
        }
        EventKind::ProvincialReportRecorded { .. } | EventKind::PlacesRecorded { .. } => {}
    }
    cycle
}
