//! The ledger of realisation: entries are added, never changed; a correction is a counter-entry.

use kernel::{Date, HouseholdId, Municipality, Reason, Refusal};
use law::{Half, Policy};

use crate::domain::codes::RealisationKind;

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RealisationEntry {
    /// Household and number of its event.
    pub entry_id: String,
    /// Half-year.
    pub half: String,
    /// Municipality.
    pub municipality: Municipality,
    /// Household.
    pub household_id: HouseholdId,
    /// Number of persons; negative in a counter-entry.
    pub persons: i32,
    /// What counts.
    pub kind: RealisationKind,
    /// When it was booked.
    pub booked_on: Date,
    /// One-off amount in euro cents (HAR+); negative in a counter-entry.
    pub amount_cents: i64,
    /// The entry that this one counters.
    pub corrects: Option<String>,
    /// Whether a counter-entry exists.
    pub corrected: bool,
    /// Why it was corrected.
    pub reason: Option<String>,
}

impl RealisationEntry {
    /// Persons of a household who count by its `version`-th event. For temporary shelter and shared homes the
    /// scheme pays while it is open.
    pub fn of(
        policy: &Policy,
        (household_id, version): (HouseholdId, i64),
        municipality: Municipality,
        persons: i32,
        kind: RealisationKind,
        on: Date,
    ) -> Self {
        let paid =
            persons > 0 && matches!(kind, RealisationKind::Temporary | RealisationKind::Shared);
        let amount_cents = if paid { law::har_plus(policy, on, persons.into()).0 } else { 0 };
        Self {
            entry_id: format!("{household_id}/{version}"),
            half: Half::of(on).to_string(),
            municipality,
            household_id,
            persons,
            kind,
            booked_on: on,
            amount_cents,
            corrects: None,
            corrected: false,
            reason: None,
        }
    }

    /// The same entry, booked on another day: what happened in a half-year that is closed counts in the open one. The
    /// amount stays that of the day of the move.
    pub fn booked(self, on: Date) -> Self {
        Self { half: Half::of(on).to_string(), booked_on: on, ..self }
    }

    /// The counter-entry, in the half-year of the correction; and the entry, marked.
    pub fn counter(&self, on: Date, reason: &str) -> Result<(Self, Self), Refusal> {
        if self.corrected || self.corrects.is_some() {
            let text = format!("{} was corrected, or is a correction", self.entry_id);
            return Err(Refusal::new(Reason::AlreadyCorrected, text));
        }
        if on < self.booked_on {
            let text = format!("{on} lies before {}", self.booked_on);
            return Err(Refusal::new(Reason::DateBeforeLast, text));
        }
        let counter = Self {
            entry_id: format!("{}/correction", self.entry_id),
            half: Half::of(on).to_string(),
            persons: -self.persons,
            booked_on: on,
            amount_cents: -self.amount_cents,
            corrects: Some(self.entry_id.clone()),
            reason: Some(reason.to_owned()),
            ..self.clone()
        };
        Ok((counter, Self { corrected: true, ..self.clone() }))
    }
}
