//! The rows of one batch, and what events mean for them: tasks, the ledger of realisation, supervision.

mod load;

use std::collections::HashMap;

use db::{Rows, Tx};
use journal::Context;
use kernel::{Date, Municipality, Reason, Refusal, Uuid};
use law::{Half, Policy};
use prost::Message as _;
use wire::EventMessage as _;
use wire::Wire as _;
use wire::housing as pb;

use crate::domain::matching::{self, Booking, HousingMatch};
use crate::domain::spreading::{PlaceEntry, SpreadingCycle, SpreadingShare};
use crate::domain::supervision::Supervision;
use crate::domain::task::{HalfYear, RealisationEntry, Task, task_id};

const ROWS_KNOWN_MAX: usize = 200_000;

pub(crate) struct Books {
    pub(crate) matches: Rows<HousingMatch>,
    pub(crate) tasks: Rows<Task>,
    pub(crate) halves: Rows<HalfYear>,
    pub(crate) entries: Rows<RealisationEntry>,
    pub(crate) supervision: Rows<Supervision>,
    pub(crate) cycles: Rows<SpreadingCycle>,
    pub(crate) shares: Rows<SpreadingShare>,
    pub(crate) places: Rows<PlaceEntry>,
    /// Households of this batch that are referred to another one.
    referred: HashMap<Uuid, Uuid>,
    /// Keys of all tasks of the half-years that this batch sets, closes or divides anew.
    of_half: Vec<String>,
    /// Keys of all tasks of the municipalities for which this batch may book in a half-year that is closed.
    of_closed: Vec<String>,
    /// Keys of all parts of the cycles of this batch.
    of_cycle: Vec<String>,
}

impl Books {
    pub(crate) fn new() -> Self {
        Self {
            matches: Rows::new(ROWS_KNOWN_MAX),
            tasks: Rows::new(ROWS_KNOWN_MAX),
            halves: Rows::new(ROWS_KNOWN_MAX),
            entries: Rows::new(ROWS_KNOWN_MAX),
            supervision: Rows::new(ROWS_KNOWN_MAX),
            cycles: Rows::new(ROWS_KNOWN_MAX),
            shares: Rows::new(ROWS_KNOWN_MAX),
            places: Rows::new(ROWS_KNOWN_MAX),
            referred: HashMap::new(),
            of_half: Vec::new(),
            of_closed: Vec::new(),
            of_cycle: Vec::new(),
        }
    }

    pub(crate) async fn save(&mut self, tx: &mut Tx) -> db::Result<()> {
        self.matches.save(tx).await?;
        self.tasks.save(tx).await?;
        self.halves.save(tx).await?;
        self.entries.save(tx).await?;
        self.supervision.save(tx).await?;
        self.cycles.save(tx).await?;
        self.shares.save(tx).await?;
        self.places.save(tx).await
    }

    pub(crate) fn forget(&mut self) {
        self.matches.forget();
        self.tasks.forget();
        self.halves.forget();
        self.entries.forget();
        self.supervision.forget();
        self.cycles.forget();
        self.shares.forget();
        self.places.forget();
    }

    /// The household to which belongs what is told of a person under `named`.
    pub(crate) fn household(&self, named: Uuid, person: Uuid) -> Uuid {
        let referred = self.referred.get(&named).and_then(|id| self.matches.get(id));
        matching::belongs(person, self.matches.get(&named), referred).unwrap_or(named)
    }

    /// Records events of households, and books what they mean for the targets of municipalities.
    pub(crate) fn record(
        &mut self,
        policy: &Policy,
        events: &[matching::Event],
        context: &mut Context,
    ) {
        for event in events {
            let before = self.matches.get(&event.household_id).cloned();
            host::record(&mut self.matches, std::slice::from_ref(event), context);
            let found = self.matches.get(&event.household_id);
            if let Some(named) = found.and_then(|found| found.referred_by) {
                self.referred.insert(named, event.household_id);
            }
            let version = found.map_or(0, |found| found.version);
            for (municipality, booking) in matching::bookings(before.as_ref(), event) {
                self.book(policy, event, version, municipality, booking, context);
            }
        }
    }

    /// The open task of a municipality that a fact of `on` is booked in when it is heard `today`: that of its own
    /// half-year or, once that one is closed, of the running one. A half-year without a target has no book.
    fn open_task(&self, municipality: Municipality, on: Date, today: Date) -> Option<(Task, Date)> {
        let own = self.tasks.get(&task_id(Half::of(on), municipality))?;
        if !own.closed {
            return Some((own.clone(), on));
        }
        let running = task_id(Half::of(today), municipality);
        let known = self.of_half.iter().chain(&self.of_closed).find(|id| **id == running)?;
        let open = self.tasks.get(known).filter(|task| !task.closed)?;
        Some((open.clone(), today))
    }

    /// Refuses what would have to be booked in a half-year that is closed, when none is open instead.
    pub(crate) fn must_book(&self, events: &[matching::Event], today: Date) -> Result<(), Refusal> {
        for event in events {
            let before = self.matches.get(&event.household_id);
            for (municipality, _) in matching::bookings(before, event) {
                let half = Half::of(event.occurred_on);
                let own = self.tasks.get(&task_id(half, municipality));
                if own.is_some() && self.open_task(municipality, event.occurred_on, today).is_none()
                {
                    let text = format!("{half} is closed and {municipality} has no open target");
                    return Err(Refusal::new(Reason::NoTarget, text));
                }
            }
        }
        Ok(())
    }

    fn book(
        &mut self,
        policy: &Policy,
        event: &matching::Event,
        version: i64,
        municipality: Municipality,
        booking: Booking,
        context: &mut Context,
    ) {
        let housed_on = event.occurred_on;
        let Some((mut task, on)) = self.open_task(municipality, housed_on, context.today) else {
            return;
        };
        match booking {
            Booking::Linked(persons) => {
                task.linked += persons;
                if on <= Half::of(on).link_reference() {
                    task.linked_in_time += persons;
                }
                self.tasks.put(task);
            }
            Booking::Realised(persons, kind) => {
                let key = (event.household_id, version);
                let entry =
                    RealisationEntry::of(policy, key, municipality, persons, kind, housed_on);
                self.enter(entry.booked(on), context);
            }
        }
    }

    /// Adds an entry to the ledger, whose task is there and open.
    pub(crate) fn enter(&mut self, entry: RealisationEntry, context: &mut Context) {
        let Ok(half) = entry.half.parse::<Half>() else { return };
        let Some(task) = self.tasks.get(&task_id(half, entry.municipality)).cloned() else {
            return;
        };
        self.tasks.put(Task { realised: task.realised + entry.persons, ..task });
        let on = entry.booked_on;
        let booked = pb::RealisationBooked {
            occurred_on: on.to_pb(),
            half: entry.half.clone(),
            municipality: entry.municipality.to_pb(),
            household_id: entry.household_id.to_pb(),
            persons: entry.persons,
            kind: entry.kind.to_pb(),
            entry_id: entry.entry_id.clone(),
            corrects: entry.corrects.to_pb(),
            reason: entry.reason.to_pb(),
        };
        let data = booked.encode_to_vec();
        self.emit(half, pb::RealisationBooked::TYPE, on, data, context);
        if entry.amount_cents != 0 {
            let paid = pb::ContributionBooked {
                occurred_on: on.to_pb(),
                half: entry.half.clone(),
                municipality: entry.municipality.to_pb(),
                household_id: entry.household_id.to_pb(),
                persons: entry.persons,
                amount_cents: entry.amount_cents,
                entry_id: entry.entry_id.clone(),
            };
            let data = paid.encode_to_vec();
            self.emit(half, pb::ContributionBooked::TYPE, on, data, context);
        }
        self.entries.put(entry);
    }

    /// Emits an event of a half-year, whose row counts its versions.
    pub(crate) fn emit(
        &mut self,
        half: Half,
        event_type: &'static str,
        on: Date,
        data: Vec<u8>,
        context: &mut Context,
    ) {
        let key = half.to_string();
        if let Some(mut row) = self.halves.get(&key).cloned() {
            row.version += 1;
            context.emit(format!("taakstelling/{half}"), row.version, event_type, on, data);
            self.halves.put(row);
        }
    }

    /// Stores a supervision, and emits that its step changed when it did.
    pub(crate) fn step(
        &mut self,
        from_step: i32,
        mut after: Supervision,
        half: Option<Half>,
        on: Date,
        context: &mut Context,
    ) {
        if from_step != after.step {
            after.version += 1;
            let changed = pb::SupervisionStepChanged {
                occurred_on: on.to_pb(),
                half: half.map(|half| half.to_string()).unwrap_or_default(),
                municipality: after.municipality.to_pb(),
                from_step,
                step: after.step,
                reason: after.reason.to_pb(),
                closing: after.closing,
                excusable: after.excusable,
                plan_due_on: after.plan_due_on.to_pb(),
                last_term_on: after.last_term_on.to_pb(),
            };
            context.emit(
                format!("toezicht/{}", after.municipality),
                after.version,
                pb::SupervisionStepChanged::TYPE,
                on,
                changed.encode_to_vec(),
            );
        }
        self.supervision.put(after);
    }

    /// Stores a plan and emits it.
    pub(crate) fn planned(
        &mut self,
        mut after: Supervision,
        valid_until: Date,
        on: Date,
        context: &mut Context,
    ) {
        after.version += 1;
        let recorded = pb::ImprovementPlanRecorded {
            occurred_on: on.to_pb(),
            municipality: after.municipality.to_pb(),
            valid_until: valid_until.to_pb(),
        };
        context.emit(
            format!("toezicht/{}", after.municipality),
            after.version,
            pb::ImprovementPlanRecorded::TYPE,
            on,
            recorded.encode_to_vec(),
        );
        self.supervision.put(after);
    }

    /// The tasks of a half-year, by municipality.
    pub(crate) fn tasks_of(&self, half: Half) -> Vec<&Task> {
        let half = half.to_string();
        let all = self.of_half.iter().filter_map(|id| self.tasks.get(id));
        let mut tasks: Vec<&Task> = all.filter(|task| task.half == half).collect();
        tasks.sort_by_key(|task| task.municipality);
        tasks.dedup_by_key(|task| task.municipality);
        tasks
    }

    pub(crate) fn put_tasks(&mut self, tasks: Vec<Task>) {
        for task in tasks {
            self.of_half.push(task.task_id.clone());
            self.tasks.put(task);
        }
    }

    /// The parts of a cycle, by municipality.
    pub(crate) fn shares_of(&self, cycle: &str) -> Vec<&SpreadingShare> {
        let all = self.of_cycle.iter().filter_map(|id| self.shares.get(id));
        let mut shares: Vec<&SpreadingShare> = all.filter(|share| share.cycle == cycle).collect();
        shares.sort_by_key(|share| share.municipality);
        shares.dedup_by_key(|share| share.municipality);
        shares
    }

    pub(crate) fn put_shares(&mut self, shares: Vec<SpreadingShare>) {
        for share in shares {
            self.of_cycle.push(share.share_id.clone());
            self.shares.put(share);
        }
    }
}
