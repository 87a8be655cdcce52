//! One batch of returns' work: what can be asked, the rows, and what is counted along with them - seats, places, departures.

mod case;
mod charter;
mod moratorium;

use std::sync::Arc;

use db::By;
use journal::Context;
use kernel::{CharterId, Command, Date, HouseholdId, PersonId};
use law::Policy;

pub(crate) use self::case::{CaseDue, ImportCases, Merge, React, Shield, Unshield};
pub(crate) use self::moratorium::{Declared, Ended};
use crate::domain::case::{CommandKind, Detention, Event, EventKind, ReturnCase};
use crate::domain::charter::{self as charters, Charter};
use crate::domain::detention::{DetentionStock, Facility};
use crate::domain::moratorium::Moratorium;
use crate::domain::statistics::{self, Entry};

host::commands! {
    /// Everything that can be asked of returns.
    pub enum AnyCommand of Work {
        /// A command on a case.
        Case(Command<PersonId, CommandKind>),
        /// Cases taken over at the opening of the books.
        Import(ImportCases),
        /// Something happened elsewhere to a person.
        React(React),
        /// Two registrations are one person.
        Merge(Merge),
        /// A term of a case may be over.
        CaseDue(CaseDue),
        /// A moratorium runs for a person.
        Shield(Shield),
        /// A moratorium does not hold for a person any more.
        Unshield(Unshield),
        /// A command on a charter.
        Charter(Command<CharterId, charters::CommandKind>),
        /// A departure moratorium was declared.
        Declared(Declared),
        /// A departure moratorium was ended early.
        Ended(Ended),
    }
}

db::unit! {
    /// The rows of one batch.
    pub struct Unit {
        cases: ReturnCase,
        charters: Charter,
        moratoria: Moratorium,
        entries: Entry,
        stock: DetentionStock,
    }
}

const OF_HOUSEHOLD: By<ReturnCase, HouseholdId> =
    By::new("household_id", |case| Some(case.person.household_id));
const ON_CHARTER: By<ReturnCase, CharterId> = By::new("charter_id", ReturnCase::charter_id);
const ENTRIES_OF: By<Entry, PersonId> = By::new("person_id", |entry| Some(entry.person_id));

/// The rows of one batch, and the rules.
pub struct Work {
    policy: Arc<Policy>,
    unit: Unit,
}

impl host::Work for Work {
    type Unit = Unit;

    fn unit(&mut self) -> &mut Unit {
        &mut self.unit
    }
}

impl Work {
    pub(crate) fn new(policy: &Arc<Policy>) -> Self {
        Self { policy: Arc::clone(policy), unit: Unit::default() }
    }

    /// Asks for the case of a person, and what is counted when it changes.
    fn want_case(&mut self, person: &PersonId) -> Option<&ReturnCase> {
        let unit = &mut self.unit;
        for facility in Facility::ALL {
            unit.stock.want(&facility.to_string());
        }
        let case = unit.cases.want(person);
        if let Some(charter) = case.and_then(ReturnCase::charter_id) {
            unit.charters.want(&charter);
        }
        case
    }

    /// Records events of cases, and counts the seats, places and departures that change with them.
    fn record(&mut self, events: &[Event], context: &mut Context) {
        for event in events {
            let key = event.person.person_id;
            let before = self.unit.cases.get(&key).map(place).unwrap_or_default();
            host::record(&mut self.unit.cases, std::slice::from_ref(event), context);
            let Some(case) = self.unit.cases.get(&key) else { continue };
            let (after, version) = (place(case), case.version);
            if before.charter != after.charter {
                self.seat(before.charter, -1, event.occurred_on, context);
                self.seat(after.charter, 1, event.occurred_on, context);
            }
            if before.facility != after.facility {
                self.count(before.facility, -1);
                self.count(after.facility, 1);
            }
            self.enter(event, version);
        }
    }

    fn seat(&mut self, charter: Option<CharterId>, change: i32, on: Date, context: &mut Context) {
        if let Some(charter) = charter.and_then(|id| self.unit.charters.get(&id)) {
            let event = charters::seats(charter, change, on);
            host::record(&mut self.unit.charters, &[event], context);
        }
    }

    /// Persons detained now.
    fn occupied(&self, facility: Facility) -> i64 {
        self.unit.stock.get(&facility.to_string()).map_or(0, |row| row.occupied)
    }

    fn count(&mut self, facility: Option<Facility>, change: i64) {
        if let Some(facility) = facility {
            let occupied = self.occupied(facility) + change;
            self.unit.stock.put(DetentionStock { facility: facility.to_string(), occupied });
        }
    }

    /// Enters what an event counts into the book of departures and files.
    fn enter(&mut self, event: &Event, version: i64) {
        let mut new: Vec<Entry> = statistics::entry(event, version).into_iter().collect();
        if let EventKind::ReturnPersonCorrected { .. } = event.kind {
            let known = self.unit.entries.all(&ENTRIES_OF, &event.person.person_id);
            new.extend(statistics::rekeyed(known, event.person.nationality, version));
        }
        for entry in new {
            self.unit.entries.put(entry);
        }
    }
}

/// What a case takes of what is scarce.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Place {
    charter: Option<CharterId>,
    facility: Option<Facility>,
}

fn place(case: &ReturnCase) -> Place {
    let facility = |detention: Detention| {
        if detention.family_facility { Facility::Family } else { Facility::Centre }
    };
    Place { charter: case.charter_id(), facility: case.detention.map(facility) }
}
