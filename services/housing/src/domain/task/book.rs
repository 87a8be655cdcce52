//! In which book a fact counts: that of its own half-year or, once that one is closed, of the running one. A half-year
//! without a target has no book.

use kernel::{Date, Municipality, Reason, Refusal};
use law::Half;

use super::half::{Event, EventKind};
use super::{RealisationEntry, Task};

/// The open task that a fact of `on` is booked in when it is heard `today`, and the day of the booking. `tasks` are those of
/// its municipality.
pub fn open_task<'a>(tasks: &[&'a Task], on: Date, today: Date) -> Option<(&'a Task, Date)> {
    let of = |day: Date| {
        let half = Half::of(day).to_string();
        tasks.iter().copied().find(|task| task.half == half)
    };
    let own = of(on)?;
    if !own.closed {
        return Some((own, on));
    }
    of(today).filter(|task| !task.closed).map(|task| (task, today))
}

/// Refuses what would have to be booked in a half-year that is closed, when none is open instead.
pub fn must_book(
    municipality: Municipality,
    tasks: &[&Task],
    on: Date,
    today: Date,
) -> Result<(), Refusal> {
    let half = Half::of(on);
    let name = half.to_string();
    let known = tasks.iter().any(|task| task.half == name);
    if known && open_task(tasks, on, today).is_none() {
        let text = format!("{half} is closed and {municipality} has no open target");
        return Err(Refusal::new(Reason::NoTarget, text));
    }
    Ok(())
}

impl Task {
    /// So many persons more (or fewer) are linked on a day.
    pub fn linked(self, persons: i32, on: Date) -> Self {
        let in_time = if on <= Half::of(on).link_reference() { persons } else { 0 };
        Self {
            linked: self.linked + persons,
            linked_in_time: self.linked_in_time + in_time,
            ..self
        }
    }

    /// An entry of the ledger counts here.
    pub fn realised(self, entry: &RealisationEntry) -> Self {
        Self { realised: self.realised + entry.persons, ..self }
    }
}

impl RealisationEntry {
    /// What the half-year is told of the entry: that persons count, and that they are paid for.
    pub fn booking(&self) -> Vec<Event> {
        let event = |kind| Event { half: self.half.clone(), occurred_on: self.booked_on, kind };
        let mut events = vec![event(EventKind::RealisationBooked {
            municipality: self.municipality,
            household_id: self.household_id,
            persons: self.persons,
            kind: self.kind,
            entry_id: self.entry_id.clone(),
            corrects: self.corrects.clone(),
            reason: self.reason.clone(),
        })];
        if self.amount_cents != 0 {
            events.push(event(EventKind::ContributionBooked {
                municipality: self.municipality,
                household_id: self.household_id,
                persons: self.persons,
                amount_cents: self.amount_cents,
                entry_id: self.entry_id.clone(),
            }));
        }
        events
    }
}
