//! The state: cycles, the parts of municipalities, the ledger of places.

use kernel::{Date, Municipality, Uuid};

/// A cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpreadingCycle {
    /// First year.
    pub cycle: String,
    /// Places by the capacity estimate.
    pub places: i32,
    /// Places for unaccompanied minors among them.
    pub minors: i32,
    /// When the estimate was set.
    pub estimated_on: Date,
    /// Whether the estimate was late.
    pub estimated_late: bool,
    /// When the distribution was decided.
    pub decided_on: Option<Date>,
    /// Whether that was late.
    pub decided_late: bool,
    /// Number of events.
    pub version: i64,
}

impl SpreadingCycle {
    /// Places for unaccompanied minors among so many.
    pub fn minors_of(&self, places: i32) -> i32 {
        kernel::fit(law::minor_places(places.into(), self.minors.into(), self.places.into()))
    }
}

/// The part of a municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpreadingShare {
    /// Cycle and municipality.
    pub share_id: String,
    /// First year of the cycle.
    pub cycle: String,
    /// Municipality.
    pub municipality: Municipality,
    /// Its province.
    pub province: String,
    /// Inhabitants.
    pub inhabitants: i32,
    /// SES-WOA score in thousandths.
    pub ses_thousandths: i32,
    /// Places by the indicative split.
    pub indicative: i32,
    /// Places by the report of the province.
    pub agreed: i32,
    /// Places by the decision; 0 before it.
    pub decided: i32,
    /// Places for unaccompanied minors among them.
    pub minors: i32,
    /// Whether the province has reported.
    pub reported: bool,
    /// Whether the minister appointed the municipality.
    pub appointed: bool,
    /// Places that were realised and count.
    pub realised: i32,
}

impl SpreadingShare {
    /// Places to realise: as decided, and before the decision as agreed.
    pub fn task(&self) -> i32 {
        if self.appointed || self.decided > 0 { self.decided } else { self.agreed }
    }

    /// Places still to be realised.
    pub fn gap(&self) -> i32 {
        (self.task() - self.realised).max(0)
    }

    pub(super) fn with(&self, entry: &PlaceEntry) -> Self {
        let more = if entry.counts { entry.places } else { 0 };
        Self { realised: self.realised + more, ..self.clone() }
    }
}

/// An entry of the ledger of places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceEntry {
    /// The entry.
    pub entry_id: Uuid,
    /// The part that it belongs to.
    pub share_id: String,
    /// Places; negative in a counter-entry.
    pub places: i32,
    /// Whether they count.
    pub counts: bool,
    /// Grant in euro cents; negative in a counter-entry.
    pub grant_cents: i64,
    /// When it was booked.
    pub booked_on: Date,
    /// The entry that this one counters.
    pub corrects: Option<Uuid>,
    /// Whether a counter-entry exists.
    pub corrected: bool,
}
