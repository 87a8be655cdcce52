//! The book of departures and files behind the published counts. It is never changed: what does not count any
//! more gets a counter-entry in the month in which it was counted.

use kernel::{Date, Nationality, PersonId};
use law::{Policy, rule};

use crate::domain::case::{Event, EventKind};

kernel::codes! {
    /// What an entry counts.
    pub enum EntryKind {
        /// A departure.
        Departure = "DEPARTURE",
        /// A file that came in.
        File = "FILE",
    }
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id: the person, and the number of the event.
    pub entry_id: String,
    /// The person.
    pub person_id: PersonId,
    /// What it counts.
    pub kind: EntryKind,
    /// Month in which it counts, for instance 2026-05.
    pub month: String,
    /// Outcome of a departure; empty of a file.
    pub outcome: String,
    /// Who handed the file over; empty when not known.
    pub origin: String,
    /// Nationality.
    pub nationality: Nationality,
    /// Whether a departure is demonstrable.
    pub demonstrable: bool,
    /// 1, or -1 of a counter-entry.
    pub persons: i32,
}

/// The month in which a date counts.
pub fn month(date: Date) -> String {
    format!("{:04}-{:02}", date.year(), date.month())
}

/// The entry of an event, if it counts.
pub fn entry(event: &Event, version: i64) -> Option<Entry> {
    let person_id = event.person.person_id;
    let blank = |on: Date, kind| Entry {
        entry_id: format!("{person_id}/{version}"),
        person_id,
        kind,
        month: month(on),
        outcome: String::new(),
        origin: String::new(),
        nationality: event.person.nationality,
        demonstrable: false,
        persons: 1,
    };
    let text = |origin: Option<crate::domain::codes::FileOrigin>| {
        // Unset: a file of which nobody said where it came from, as it is written.
        origin.map(|origin| origin.to_string()).unwrap_or_default()
    };
    match &event.kind {
        EventKind::Departed { outcome, demonstrable, origin, .. } => Some(Entry {
            outcome: outcome.to_string(),
            origin: text(*origin),
            demonstrable: *demonstrable,
            ..blank(event.occurred_on, EntryKind::Departure)
        }),
        EventKind::DepartureCorrected { outcome, departed_on, demonstrable, origin } => {
            Some(Entry {
                outcome: outcome.to_string(),
                origin: text(*origin),
                demonstrable: *demonstrable,
                persons: -1,
                ..blank(*departed_on, EntryKind::Departure)
            })
        }
        EventKind::FileTransferred { origin, .. } => {
            Some(Entry { origin: text(Some(*origin)), ..blank(event.occurred_on, EntryKind::File) })
        }
        _ => None,
    }
}

/// What is left to count of a person's entries: those that have no counter-entry.
pub fn standing<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Vec<Entry> {
    let mut left: Vec<Entry> = Vec::new();
    let mut all: Vec<&Entry> = entries.into_iter().collect();
    all.sort_by_key(|entry| (entry.persons < 0, entry.entry_id.clone()));
    for entry in all {
        if entry.persons > 0 {
            left.push(entry.clone());
            continue;
        }
        let same = |other: &Entry| {
            (other.kind, &other.month, &other.outcome, other.nationality)
                == (entry.kind, &entry.month, &entry.outcome, entry.nationality)
        };
        if let Some(n) = left.iter().position(same) {
            left.remove(n);
        }
    }
    left
}

/// The counter-entries and new entries of a person whose nationality was corrected.
pub fn rekeyed<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    nationality: Nationality,
    version: i64,
) -> Vec<Entry> {
    let mut new = Vec::new();
    for (n, old) in standing(entries).into_iter().enumerate() {
        if old.nationality == nationality {
            continue;
        }
        let id = |sign: char| format!("{}/{version}/{n}{sign}", old.person_id);
        new.push(Entry { entry_id: id('-'), persons: -1, ..old.clone() });
        new.push(Entry { entry_id: id('+'), nationality, ..old });
    }
    new
}

/// A count as it is published: rounded to tens, small ones hidden (R10).
pub fn published(policy: &Policy, on: Date, count: i64) -> String {
    let below = policy.get(rule::PUBLISHED_BELOW, on);
    let unit = policy.get(rule::PUBLISHED_UNIT, on);
    match count {
        ..=0 => "0".to_owned(),
        n if n < below => format!("<{below}"),
        n => ((n + unit / 2) / unit * unit).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Person, Sex};

    use super::*;
    use crate::domain::codes::{DepartureOutcome, FileOrigin};

    #[test]
    fn r10_published_counts_are_rounded_to_tens_and_small_ones_hidden() {
        let policy = law::sept_2025();
        let on = Date::constant(2026, 1, 1);
        for (count, text) in [
            (0, "0"),
            (1, "<5"),
            (4, "<5"),
            (5, "10"),
            (9, "10"),
            (14, "10"),
            (15, "20"),
            (5_994, "5990"),
        ] {
            assert_eq!(published(policy, on, count), text);
        }
    }

    fn event(on: &str, kind: EventKind) -> Event {
        let person = Person {
            person_id: PersonId::from_u128(1),
            household_id: kernel::HouseholdId::from_u128(1),
            nationality: Nationality::new(b"MAR"),
            birth_year: 1990,
            sex: Sex::Male,
            unaccompanied_minor: false,
        };
        Event { case_id: None, person, occurred_on: on.parse().unwrap(), kind }
    }

    fn book() -> Vec<Entry> {
        let gone = EventKind::Departed {
            outcome: DepartureOutcome::Unsupervised,
            demonstrable: false,
            origin: Some(FileOrigin::Ind),
            entry_ban_until: None,
            destination: None,
            reported_by: None,
        };
        let found = EventKind::DepartureCorrected {
            outcome: DepartureOutcome::Unsupervised,
            departed_on: "2026-05-01".parse().unwrap(),
            demonstrable: false,
            origin: Some(FileOrigin::Ind),
        };
        let file = EventKind::FileTransferred { origin: FileOrigin::Ind, removable_from: None };
        [event("2026-04-01", file), event("2026-05-01", gone), event("2026-07-01", found)]
            .iter()
            .enumerate()
            .filter_map(|(n, event)| entry(event, n as i64 + 1))
            .collect()
    }

    #[test]
    fn a_correction_counts_in_the_month_of_the_departure() {
        let book = book();
        assert_eq!((book[1].month.as_str(), book[1].persons), ("2026-05", 1));
        assert_eq!((book[2].month.as_str(), book[2].persons), ("2026-05", -1));
        let left = standing(&book);
        assert_eq!(left.len(), 1, "the file");
        assert_eq!(left[0].kind, EntryKind::File);
    }

    #[test]
    fn what_stands_is_counted_under_the_corrected_nationality() {
        let book = book();
        let algerian = Nationality::new(b"DZA");
        let new = rekeyed(&book, algerian, 4);
        let count = |nationality| {
            let of = book.iter().chain(&new).filter(|e| e.nationality == nationality);
            of.map(|e| e.persons).sum::<i32>()
        };
        assert_eq!((count(Nationality::new(b"MAR")), count(algerian)), (0, 1));
        assert!(rekeyed(&book, Nationality::new(b"MAR"), 4).is_empty());
    }
}
