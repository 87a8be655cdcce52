//! The rows of one batch: cases, and what is counted along with them - seats, places, departures.

use std::collections::HashMap;

use db::{Column as _, Rows, TableRow as _, Tx, Value};
use journal::Context;
use kernel::{Date, Uuid};

use crate::domain::case::{Action, Detention, Event, Reaction, ReturnCase, What};
use crate::domain::charter::{self, Charter};
use crate::domain::detention::{DetentionStock, Facility};
use crate::domain::moratorium::Moratorium;
use crate::domain::statistics::{self, Entry};
use crate::work::Command;

const ROWS_KNOWN_MAX: usize = 200_000;

pub(crate) struct Books {
    pub(crate) cases: Rows<ReturnCase>,
    pub(crate) charters: Rows<Charter>,
    pub(crate) moratoria: Rows<Moratorium>,
    entries: Rows<Entry>,
    stock: Rows<DetentionStock>,
    /// Persons of the households of which this batch must know all, and persons of charters.
    members: HashMap<Uuid, Vec<Uuid>>,
    /// Entries of the persons of whom this batch must know all.
    entries_of: HashMap<Uuid, Vec<String>>,
}

/// What a batch needs, found by reading its commands.
#[derive(Default)]
struct Needs {
    persons: Vec<Uuid>,
    charters: Vec<Uuid>,
    moratoria: Vec<Uuid>,
    /// Persons whose household matters.
    detains: Vec<Uuid>,
    /// Charters all of whose passengers matter.
    passengers: Vec<Value>,
    /// Persons whose entries matter.
    counted: Vec<Value>,
}

impl Needs {
    fn of(commands: &[&Command]) -> Self {
        let mut needs = Self::default();
        for command in commands {
            needs.add(command);
        }
        needs
    }

    fn add(&mut self, command: &Command) {
        match command {
            Command::Case(order) => {
                self.persons.push(order.key);
                match &order.action {
                    Action::BookFlight { charter_id: Some(id), .. } => self.charters.push(*id),
                    Action::ImposeDetention { .. } | Action::RefuseEntry { .. } => {
                        self.detains.push(order.key);
                    }
                    _ => {}
                }
            }
            Command::Charter(order) => {
                self.charters.push(order.key);
                self.passengers.push(order.key.value());
            }
            Command::Import(_, all) => {
                self.persons.extend(all.iter().map(|case| case.person.person_id))
            }
            Command::React(person, _, reaction) => {
                self.persons.push(*person);
                if matches!(reaction, Reaction::Corrected(_)) {
                    self.counted.push(person.value());
                }
            }
            Command::Merge { person, merged, .. } => {
                self.persons.extend([person.person_id, *merged]);
            }
            Command::MoratoriumDeclared(declared) => self.moratoria.push(declared.moratorium_id),
            Command::MoratoriumEnded(id, _) => self.moratoria.push(*id),
            Command::Shield(person, id) | Command::Unshield(person, id) => {
                self.persons.push(*person);
                self.moratoria.push(*id);
            }
            Command::Due(person) => self.persons.push(*person),
        }
    }
}

impl Books {
    pub(crate) fn new() -> Self {
        Self {
            cases: Rows::new(ROWS_KNOWN_MAX),
            charters: Rows::new(ROWS_KNOWN_MAX),
            moratoria: Rows::new(ROWS_KNOWN_MAX),
            entries: Rows::new(ROWS_KNOWN_MAX),
            stock: Rows::new(ROWS_KNOWN_MAX),
            members: HashMap::new(),
            entries_of: HashMap::new(),
        }
    }

    pub(crate) async fn load(&mut self, tx: &mut Tx, commands: &[&Command]) -> db::Result<()> {
        let mut needs = Needs::of(commands);
        self.members.clear();
        self.entries_of.clear();
        self.stock.load(tx, Facility::ALL.iter().map(ToString::to_string)).await?;
        self.moratoria.load(tx, needs.moratoria).await?;
        self.cases.load(tx, needs.persons.iter().copied()).await?;
        let households: Vec<Value> = needs
            .detains
            .iter()
            .filter_map(|id| Some(self.cases.get(id)?.person.household_id.value()))
            .collect();
        for (column, keys) in [("household_id", &households), ("charter_id", &needs.passengers)] {
            for row in tx.by_key(ReturnCase::TABLE, ReturnCase::COLUMNS, column, keys).await? {
                let case = ReturnCase::from_row(&row)?;
                let person_id = case.person.person_id;
                needs.persons.push(person_id);
                let group = if column == "charter_id" {
                    case.charter_id()
                } else {
                    Some(case.person.household_id)
                };
                self.members.entry(group.unwrap_or_default()).or_default().push(person_id);
                self.cases.learn([case]);
            }
        }
        let flown = needs.persons.iter().filter_map(|id| self.cases.get(id)?.charter_id());
        needs.charters.extend(flown);
        self.charters.load(tx, needs.charters).await?;
        for row in tx.by_key(Entry::TABLE, Entry::COLUMNS, "person_id", &needs.counted).await? {
            let entry = Entry::from_row(&row)?;
            self.entries_of.entry(entry.person_id).or_default().push(entry.entry_id.clone());
            self.entries.learn([entry]);
        }
        Ok(())
    }

    pub(crate) async fn save(&mut self, tx: &mut Tx) -> db::Result<()> {
        self.cases.save(tx).await?;
        self.charters.save(tx).await?;
        self.moratoria.save(tx).await?;
        self.entries.save(tx).await?;
        self.stock.save(tx).await
    }

    pub(crate) fn forget(&mut self) {
        self.cases.forget();
        self.charters.forget();
        self.moratoria.forget();
        self.entries.forget();
        self.stock.forget();
    }

    /// Persons detained now: in the centres and in the family facility.
    pub(crate) fn detained(&self) -> [i64; 2] {
        [Facility::Centre, Facility::Family]
            .map(|facility| self.stock.get(&facility.to_string()).map_or(0, |row| row.occupied))
    }

    /// Whether a minor with an open case belongs to the household of this person.
    pub(crate) fn with_minor(&self, person: Uuid, on: Date) -> bool {
        let Some(case) = self.cases.get(&person) else { return false };
        let members = self.members.get(&case.person.household_id).into_iter().flatten();
        members.filter_map(|id| self.cases.get(id)).any(|other| {
            other.person.household_id == case.person.household_id
                && other.is_open()
                && other.is_minor(on)
        })
    }

    /// Who has a seat on a charter, in a fixed order.
    pub(crate) fn on_charter(&self, charter: Uuid) -> Vec<Uuid> {
        let mut persons = self.members.get(&charter).cloned().unwrap_or_default();
        persons.sort_unstable();
        persons.dedup();
        persons
    }

    /// Records events of cases, and counts the seats, places and departures that change with them.
    pub(crate) fn record(&mut self, events: &[Event], context: &mut Context) {
        for event in events {
            let key = event.person.person_id;
            let before = self.cases.get(&key).map(place).unwrap_or_default();
            host::record(&mut self.cases, std::slice::from_ref(event), context);
            let Some(case) = self.cases.get(&key) else { continue };
            let (after, version, household) = (place(case), case.version, case.person.household_id);
            if before.charter != after.charter {
                self.seat(before.charter, -1, event.occurred_on, context);
                self.seat(after.charter, 1, event.occurred_on, context);
                if let Some(charter) = after.charter {
                    self.members.entry(charter).or_default().push(key);
                }
            }
            if before.facility != after.facility {
                self.count(before.facility, -1);
                self.count(after.facility, 1);
            }
            if let Some(members) = self.members.get_mut(&household) {
                members.push(key);
            }
            self.enter(event, version);
        }
    }

    fn seat(&mut self, charter: Option<Uuid>, change: i32, on: Date, context: &mut Context) {
        if let Some(charter) = charter.and_then(|id| self.charters.get(&id)) {
            let event = charter::seats(charter, change, on);
            host::record(&mut self.charters, &[event], context);
        }
    }

    fn count(&mut self, facility: Option<Facility>, change: i64) {
        if let Some(facility) = facility.map(|facility| facility.to_string()) {
            let occupied = self.stock.get(&facility).map_or(0, |row| row.occupied) + change;
            self.stock.put(DetentionStock { facility, occupied });
        }
    }

    /// Enters what an event counts into the book of departures and files.
    fn enter(&mut self, event: &Event, version: i64) {
        let person = event.person.person_id;
        let mut new: Vec<Entry> = statistics::entry(event, version).into_iter().collect();
        if let What::ReturnPersonCorrected { .. } = event.what {
            let ids = self.entries_of.get(&person).into_iter().flatten();
            let known: Vec<&Entry> = ids.filter_map(|id| self.entries.get(id)).collect();
            new.extend(statistics::rekeyed(known, event.person.nationality, version));
        }
        for entry in new {
            if let Some(ids) = self.entries_of.get_mut(&person) {
                ids.push(entry.entry_id.clone());
            }
            self.entries.put(entry);
        }
    }
}

/// What a case takes of what is scarce.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Place {
    charter: Option<Uuid>,
    facility: Option<Facility>,
}

fn place(case: &ReturnCase) -> Place {
    let facility = |detention: Detention| {
        if detention.family_facility { Facility::Family } else { Facility::Centre }
    };
    Place { charter: case.charter_id(), facility: case.detention.map(facility) }
}
