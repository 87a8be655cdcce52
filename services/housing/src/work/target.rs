//! What is asked of the targets of municipalities: set, passed on, closed, corrected.

use host::Handle;
use journal::Context;
use kernel::{Date, Municipality, Refusal};
use law::Half;
use wire::Wire as _;
use wire::housing as pb;

use super::{OF_HALF, Work};
use crate::domain::closing;
use crate::domain::next::not_after;
use crate::domain::supervision::Supervision;
use crate::domain::task::{self, Basis, Decided, RealisationEntry, Task};

impl Work {
    fn want_half(&mut self, half: Half) {
        let half = half.to_string();
        self.unit.halves.want(&half);
        self.unit.tasks.want_all(&OF_HALF, &half);
    }

    fn decided(&mut self, decided: Decided, context: &mut Context) {
        host::record(&mut self.unit.halves, &[decided.event], context);
        for task in decided.tasks {
            self.unit.tasks.put(task);
        }
    }
}

/// The target of a half-year is set.
pub struct SetTarget {
    /// When.
    pub on: Date,
    /// The half-year.
    pub half: Half,
    /// National target in persons.
    pub national: i32,
    /// The municipalities.
    pub bases: Vec<Basis>,
}

impl Handle<Work> for SetTarget {
    type Answer = pb::SetTargetResponse;

    fn needs(&self, work: &mut Work) {
        work.want_half(self.half.previous());
        work.want_half(self.half);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        not_after(self.on, context.today)?;
        let year = work.unit.halves.get(&self.half.to_string());
        let (before, when) = (work.tasks_of(self.half.previous()), (self.half, self.on));
        let set = task::set(&work.policy, year, when, self.national, &self.bases, &before)?;
        let (decided, announced_late) = set;
        let tasks = decided.tasks.iter().filter_map(Task::to_pb).collect();
        work.decided(decided, context);
        Ok(pb::SetTargetResponse { tasks, announced_late })
    }
}

/// A part of a target is passed on.
pub struct TransferTask {
    /// When.
    pub on: Date,
    /// The half-year.
    pub half: Half,
    /// Who passes it on.
    pub from: Municipality,
    /// Who takes it over.
    pub to: Municipality,
    /// Persons.
    pub persons: i32,
}

impl Handle<Work> for TransferTask {
    type Answer = pb::TransferTaskResponse;

    fn needs(&self, work: &mut Work) {
        work.unit.halves.want(&self.half.to_string());
        for municipality in [self.from, self.to] {
            work.want_tasks(municipality);
        }
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        not_after(self.on, context.today)?;
        let of = |municipality| (municipality, work.task(self.half, municipality));
        let when = (self.half, self.on);
        let (event, from, to) = task::pass_on(when, of(self.from), of(self.to), self.persons)?;
        let answer = pb::TransferTaskResponse { from_task: from.to_pb(), to_task: to.to_pb() };
        work.decided(Decided { event, tasks: vec![from, to] }, context);
        Ok(answer)
    }
}

/// A half-year is closed.
pub struct CloseHalf {
    /// When.
    pub on: Date,
    /// The half-year.
    pub half: Half,
}

impl Handle<Work> for CloseHalf {
    type Answer = pb::CloseHalfResponse;

    fn needs(&self, work: &mut Work) {
        work.want_half(self.half);
        work.want_half(self.half.next());
        let tasks = work.unit.tasks.want_all(&OF_HALF, &self.half.to_string());
        for task in tasks {
            work.unit.supervision.want(&task.municipality);
        }
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        not_after(self.on, context.today)?;
        let closed = closing::close_half(
            &work.policy,
            work.unit.halves.get(&self.half.to_string()),
            (self.half, self.on),
            &work.tasks_of(self.half),
            &work.tasks_of(self.half.next()),
            |municipality| work.unit.supervision.get(&municipality),
        )?;
        for review in closed.reviews {
            let supervision = &mut work.unit.supervision;
            host::record(supervision, review.event.as_slice(), context);
            let recorded = supervision.get(&review.after.municipality);
            let version = recorded.map_or(review.after.version, |recorded| recorded.version);
            // The figures of a reference date are there without a step too.
            supervision.put(Supervision { version, ..review.after });
        }
        work.decided(closed.decided, context);
        Ok(pb::CloseHalfResponse { realised: closed.realised, closing: closed.closing })
    }
}

/// An entry of the ledger is taken back.
pub struct CorrectRealisation {
    /// When.
    pub on: Date,
    /// The entry.
    pub entry_id: String,
    /// Why.
    pub reason: String,
}

impl Handle<Work> for CorrectRealisation {
    type Answer = Option<pb::RealisationEntry>;

    fn needs(&self, work: &mut Work) {
        let entry = work.unit.entries.want(&self.entry_id);
        if let Some(municipality) = entry.map(|entry| entry.municipality) {
            work.want_tasks(municipality);
        }
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        not_after(self.on, context.today)?;
        let entry = work.unit.entries.get(&self.entry_id);
        let task = entry.and_then(|entry| work.task(Half::of(self.on), entry.municipality));
        let task = task.cloned();
        let (counter, marked) =
            task::take_back(&self.entry_id, entry, self.on, &self.reason, task.as_ref())?;
        let answer = RealisationEntry::to_pb(&counter);
        work.unit.entries.put(marked);
        if let Some(task) = task {
            work.enter(task, counter, context);
        }
        Ok(answer)
    }
}
