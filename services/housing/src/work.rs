//! One batch of housing's work: which rows a command needs, and which part of the domain decides on it.

use std::sync::Arc;

use db::{Rows, TableRow as _, Tx};
use journal::{Context, Model};
use kernel::{Date, Municipality, Order, Refusal, Uuid};
use law::Half;
use law::Policy;
use prost::Message as _;
use wire::Wire as _;
use wire::housing as pb;

use crate::domain::codes::RealisationKind;
use crate::domain::matching::{self, Action, Booking, HousingMatch, Reaction};
use crate::domain::task::{self, Basis, HalfYear, Task, task_id};

const ROWS_KNOWN_MAX: usize = 200_000;

/// Everything that can be asked of housing.
pub enum Command {
    /// An order on a household's match.
    Match(Order<Uuid, Action>),
    /// Matches taken over at the opening of the books.
    Import(Date, Vec<HousingMatch>),
    /// The target of a half-year is set.
    SetTarget(Date, Half, i32, Vec<Basis>),
    /// A half-year is closed.
    CloseHalf(Date, Half),
    /// Something happened elsewhere to a member of this household.
    React(Uuid, Date, Reaction),
    /// A term may be over.
    Due(Uuid),
}

/// The rows of one batch.
pub struct Work {
    policy: Arc<Policy>,
    matches: Rows<HousingMatch>,
    tasks: Rows<Task>,
    halves: Rows<HalfYear>,
    /// Keys of all tasks of the half-years that this batch sets or closes.
    of_half: Vec<String>,
}

impl Work {
    pub(crate) fn new(policy: Arc<Policy>) -> Self {
        Self {
            policy,
            matches: Rows::new(ROWS_KNOWN_MAX),
            tasks: Rows::new(ROWS_KNOWN_MAX),
            halves: Rows::new(ROWS_KNOWN_MAX),
            of_half: Vec::new(),
        }
    }

    /// Records events of a household, and books what they mean for a municipality's target.
    fn record(&mut self, events: &[matching::Event], context: &mut Context) {
        for event in events {
            let before = self.matches.get(&event.household_id).cloned();
            host::record(&mut self.matches, std::slice::from_ref(event), context);
            let booking = matching::booking(before.as_ref(), event);
            let after = self.matches.get(&event.household_id);
            let municipality =
                after.and_then(|m| m.municipality).or(before.and_then(|m| m.municipality));
            if let Some((booking, municipality)) = booking.zip(municipality) {
                self.book(event, booking, municipality, context);
            }
        }
    }

    fn book(
        &mut self,
        event: &matching::Event,
        booking: Booking,
        municipality: Municipality,
        context: &mut Context,
    ) {
        let half = Half::of(event.occurred_on);
        // A half-year without a target, or one that is closed, has no book.
        let Some(mut task) =
            self.tasks.get(&task_id(half, municipality)).filter(|task| !task.closed).cloned()
        else {
            return;
        };
        match booking {
            Booking::Linked(persons) => task.linked += persons,
            Booking::Realised(persons, kind) => {
                task.realised += persons;
                self.realised(event, half, municipality, persons, kind, context);
            }
        }
        self.tasks.put(task);
    }

    fn realised(
        &mut self,
        event: &matching::Event,
        half: Half,
        municipality: Municipality,
        persons: i32,
        kind: RealisationKind,
        context: &mut Context,
    ) {
        let booked = pb::RealisationBooked {
            occurred_on: event.occurred_on.to_pb(),
            half: half.to_string(),
            municipality: municipality.to_pb(),
            household_id: event.household_id.to_pb(),
            persons,
            kind: kind.to_pb(),
        };
        let data = booked.encode_to_vec();
        self.emit(
            half,
            "nl.taakstellingen.realisatie-geboekt.v1",
            event.occurred_on,
            data,
            context,
        );
    }

    /// Emits an event of a half-year, whose row counts its versions.
    fn emit(
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

    fn order(
        &mut self,
        order: &Order<Uuid, Action>,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let has_target = match &order.action {
            Action::LinkHousehold { municipality } => self
                .tasks
                .get(&task_id(Half::of(order.on), *municipality))
                .is_some_and(|task| !task.closed),
            _ => true,
        };
        let events =
            matching::decide(self.matches.get(&order.key), order, context.today, has_target)?;
        self.record(&events, context);
        let r#match = self.matches.get(&order.key).and_then(HousingMatch::to_pb);
        // Every answer to an order on a match has the match as its first field.
        Ok(pb::LinkHouseholdResponse { r#match }.encode_to_vec())
    }

    fn import(
        &mut self,
        on: Date,
        all: &[HousingMatch],
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let mut events = Vec::with_capacity(all.len());
        for found in all {
            events.extend(matching::import(self.matches.get(&found.household_id), found, on)?);
        }
        self.record(&events, context);
        Ok(pb::ImportMatchesResponse { imported_count: all.len() as u32 }.encode_to_vec())
    }

    fn tasks_of(&self, half: Half) -> Vec<&Task> {
        let half = half.to_string();
        let all = self.of_half.iter().filter_map(|id| self.tasks.get(id));
        let mut tasks: Vec<&Task> = all.filter(|task| task.half == half).collect();
        tasks.sort_by_key(|task| task.municipality);
        tasks
    }

    fn set_target(
        &mut self,
        on: Date,
        half: Half,
        national: i32,
        bases: &[Basis],
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        if on > context.today {
            return Err(Refusal::new("DATE_IN_FUTURE", format!("{on} lies after today")));
        }
        if self.halves.get(&half.to_string()).is_some() {
            return Err(Refusal::new("ALREADY_EXISTS", format!("the target of {half} is set")));
        }
        let tasks = task::set_target(half, national, bases, &self.tasks_of(half.previous()))?;
        self.halves.put(HalfYear { half: half.to_string(), national, closed: false, version: 0 });
        let one = |task: &Task| pb::MunicipalTarget {
            municipality: task.municipality.to_pb(),
            inhabitants: task.inhabitants,
            target: task.target,
            opening: task.opening,
        };
        let set = pb::TargetSet {
            occurred_on: on.to_pb(),
            half: half.to_string(),
            national,
            municipalities: tasks.iter().map(one).collect(),
        };
        self.emit(half, "nl.taakstellingen.vastgesteld.v1", on, set.encode_to_vec(), context);
        let answer =
            pb::SetTargetResponse { tasks: tasks.iter().filter_map(Task::to_pb).collect() };
        self.put_tasks(tasks);
        Ok(answer.encode_to_vec())
    }

    fn put_tasks(&mut self, tasks: Vec<Task>) {
        for task in tasks {
            self.of_half.push(task.task_id.clone());
            self.tasks.put(task);
        }
    }

    fn close_half(
        &mut self,
        on: Date,
        half: Half,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let no_such = || Refusal::not_found("NOT_FOUND", format!("no target is set for {half}"));
        let year = self.halves.get(&half.to_string()).cloned().ok_or_else(no_such)?;
        if year.closed {
            return Err(Refusal::new("WRONG_STATE", format!("{half} is closed")));
        }
        if on > context.today {
            return Err(Refusal::new("DATE_IN_FUTURE", format!("{on} lies after today")));
        }
        let before: Vec<Task> = self.tasks_of(half).into_iter().cloned().collect();
        let closed = task::close(half, &before.iter().collect::<Vec<_>>(), on)?;
        for (old, new) in before
            .iter()
            .zip(&closed)
            .filter(|(old, new)| old.supervision_step != new.supervision_step)
        {
            let changed = pb::SupervisionStepChanged {
                occurred_on: on.to_pb(),
                half: half.to_string(),
                municipality: new.municipality.to_pb(),
                from_step: old.supervision_step,
                step: new.supervision_step,
            };
            let data = changed.encode_to_vec();
            self.emit(half, "nl.taakstellingen.toezichttrede-gewijzigd.v1", on, data, context);
        }
        let realised = closed.iter().map(|task| task.realised).sum();
        let closing = closed.iter().map(|task| task.closing).sum();
        let end = pb::HalfClosed {
            occurred_on: half.end().to_pb(),
            half: half.to_string(),
            national: year.national,
            realised,
            closing,
        };
        self.emit(
            half,
            "nl.taakstellingen.afgesloten.v1",
            half.end(),
            end.encode_to_vec(),
            context,
        );
        if let Some(mut year) = self.halves.get(&half.to_string()).cloned() {
            year.closed = true;
            self.halves.put(year);
        }
        // Arrears carry into a half-year whose target is set already.
        let carried: Vec<Task> = self
            .tasks_of(half.next())
            .into_iter()
            .filter_map(|next| {
                let old = closed.iter().find(|task| task.municipality == next.municipality)?;
                Some(Task {
                    opening: old.closing,
                    supervision_step: old.supervision_step,
                    ..next.clone()
                })
            })
            .collect();
        self.put_tasks(closed);
        self.put_tasks(carried);
        Ok(pb::CloseHalfResponse { realised, closing }.encode_to_vec())
    }
}

impl Model for Work {
    type Command = Command;

    async fn load(&mut self, tx: &mut Tx, commands: &[&Command]) -> db::Result<()> {
        let (mut matches, mut days, mut halves) = (Vec::new(), Vec::new(), Vec::new());
        let mut tasks = Vec::new();
        for command in commands {
            match command {
                Command::Match(order) => {
                    matches.push(order.key);
                    days.push((order.key, order.on));
                    if let Action::LinkHousehold { municipality } = &order.action {
                        tasks.push(task_id(Half::of(order.on), *municipality));
                    }
                }
                Command::React(household, on, _) => {
                    matches.push(*household);
                    days.push((*household, *on));
                }
                Command::Import(on, all) => {
                    for found in all {
                        matches.push(found.household_id);
                        tasks.extend(found.municipality.map(|m| task_id(Half::of(*on), m)));
                    }
                }
                Command::SetTarget(_, half, ..) => halves.extend([half.previous(), *half]),
                Command::CloseHalf(_, half) => halves.extend([*half, half.next()]),
                Command::Due(household) => matches.push(*household),
            }
        }
        self.matches.load(tx, matches).await?;
        let mut years: Vec<String> = halves.iter().map(ToString::to_string).collect();
        for (household, on) in days {
            years.push(Half::of(on).to_string());
            let municipality = self.matches.get(&household).and_then(|found| found.municipality);
            tasks.extend(municipality.map(|m| task_id(Half::of(on), m)));
        }
        self.halves.load(tx, years).await?;
        self.tasks.load(tx, tasks).await?;
        self.of_half.clear();
        let halves: Vec<db::Value> =
            halves.iter().map(|half| db::Value::Text(half.to_string())).collect();
        for row in tx.by_key(Task::TABLE, Task::COLUMNS, "half", &halves).await? {
            let task = Task::from_row(&row)?;
            self.of_half.push(task.task_id.clone());
            self.tasks.learn([task]);
        }
        Ok(())
    }

    fn handle(&mut self, command: &Command, context: &mut Context) -> Result<Vec<u8>, Refusal> {
        match command {
            Command::Match(order) => self.order(order, context),
            Command::Import(on, all) => self.import(*on, all, context),
            Command::SetTarget(on, half, national, bases) => {
                self.set_target(*on, *half, *national, bases, context)
            }
            Command::CloseHalf(on, half) => self.close_half(*on, *half, context),
            Command::React(household, on, reaction) => {
                let events = matching::react(
                    &self.policy,
                    self.matches.get(household),
                    *household,
                    *reaction,
                    *on,
                );
                self.record(&events, context);
                Ok(Vec::new())
            }
            Command::Due(household) => {
                let events =
                    self.matches.get(household).map(|found| matching::due(found, context.today));
                self.record(&events.unwrap_or_default(), context);
                Ok(Vec::new())
            }
        }
    }

    async fn save(&mut self, tx: &mut Tx) -> db::Result<()> {
        self.matches.save(tx).await?;
        self.tasks.save(tx).await?;
        self.halves.save(tx).await
    }

    fn forget(&mut self) {
        self.matches.forget();
        self.tasks.forget();
        self.halves.forget();
    }
}
