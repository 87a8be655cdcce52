//! Orders on the targets of municipalities: set, passed on, closed, corrected.

use journal::Context;
use kernel::{Date, Municipality, Reason, Refusal};
use law::Half;
use prost::Message as _;
use wire::EventMessage as _;
use wire::Wire as _;
use wire::housing as pb;

use crate::domain::supervision;
use crate::domain::task::{self, Basis, HalfYear, RealisationEntry, Task, task_id};
use crate::work::{Target, Work, not_after};

impl Work {
    pub(crate) fn target(
        &mut self,
        on: Date,
        asked: &Target,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        not_after(on, context.today)?;
        match asked {
            Target::Set(half, national, bases) => {
                self.set_target(on, *half, *national, bases, context)
            }
            Target::Transfer(half, from, to, persons) => {
                self.transfer(on, *half, (*from, *to), *persons, context)
            }
            Target::Close(half) => self.close_half(on, *half, context),
            Target::Correct(entry, reason) => self.correct(on, entry, reason, context),
        }
    }

    fn set_target(
        &mut self,
        on: Date,
        half: Half,
        national: i32,
        bases: &[Basis],
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        if self.books.halves.get(&half.to_string()).is_some() {
            return Err(Refusal::new(
                Reason::AlreadyExists,
                format!("the target of {half} is set"),
            ));
        }
        task::may_set(&self.policy, half)?;
        let tasks = task::set_target(half, national, bases, &self.books.tasks_of(half.previous()))?;
        let announced_late = on > law::announce_by(&self.policy, half);
        let row = HalfYear {
            half: half.to_string(),
            national,
            closed: false,
            announced_late,
            version: 0,
        };
        self.books.halves.put(row);
        let one = |task: &Task| pb::MunicipalTarget {
            municipality: task.municipality.to_pb(),
            inhabitants: task.inhabitants,
            target: task.target,
            opening: task.opening,
            inhabitants_fixed: task.inhabitants_fixed,
        };
        let set = pb::TargetSet {
            occurred_on: on.to_pb(),
            half: half.to_string(),
            national,
            municipalities: tasks.iter().map(one).collect(),
            announced_late,
        };
        let data = set.encode_to_vec();
        self.books.emit(half, pb::TargetSet::TYPE, on, data, context);
        let answer = pb::SetTargetResponse {
            tasks: tasks.iter().filter_map(Task::to_pb).collect(),
            announced_late,
        };
        self.books.put_tasks(tasks);
        Ok(answer.encode_to_vec())
    }

    fn transfer(
        &mut self,
        on: Date,
        half: Half,
        (from, to): (Municipality, Municipality),
        persons: i32,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let find = |municipality| {
            let no_such = || {
                let text = format!("municipality {municipality} has no target in {half}");
                Refusal::new(Reason::NoTarget, text)
            };
            self.books.tasks.get(&task_id(half, municipality)).ok_or_else(no_such)
        };
        let (from_task, to_task) = task::transfer(find(from)?, find(to)?, persons)?;
        let transferred = pb::TaskTransferred {
            occurred_on: on.to_pb(),
            half: half.to_string(),
            from_municipality: from.to_pb(),
            to_municipality: to.to_pb(),
            persons,
        };
        let data = transferred.encode_to_vec();
        self.books.emit(half, pb::TaskTransferred::TYPE, on, data, context);
        let answer =
            pb::TransferTaskResponse { from_task: from_task.to_pb(), to_task: to_task.to_pb() };
        self.books.tasks.put(from_task);
        self.books.tasks.put(to_task);
        Ok(answer.encode_to_vec())
    }

    fn close_half(
        &mut self,
        on: Date,
        half: Half,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let no_such =
            || Refusal::not_found(Reason::NotFound, format!("no target is set for {half}"));
        let year = self.books.halves.get(&half.to_string()).cloned().ok_or_else(no_such)?;
        if year.closed {
            return Err(Refusal::settled(
                &format!("{half} is closed"),
                "what changes is booked in the half-year that runs",
            ));
        }
        let mut closed = task::close(half, &self.books.tasks_of(half), on)?;
        for task in &mut closed {
            let before = self.books.supervision.get(&task.municipality);
            let from_step = before.map_or(0, |before| before.step);
            let after = supervision::at_reference(&self.policy, before, half, task);
            task.supervision_step = after.as_ref().map_or(0, |after| after.step);
            if let Some(after) = after {
                self.books.step(from_step, after, Some(half), on, context);
            }
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
        let data = end.encode_to_vec();
        self.books.emit(half, pb::HalfClosed::TYPE, half.end(), data, context);
        if let Some(year) = self.books.halves.get(&half.to_string()).cloned() {
            self.books.halves.put(HalfYear { closed: true, ..year });
        }
        // Arrears carry into a half-year whose target is set already.
        let carried: Vec<Task> = self
            .books
            .tasks_of(half.next())
            .into_iter()
            .filter_map(|next| {
                let old = closed.iter().find(|task| task.municipality == next.municipality)?;
                let (opening, supervision_step) = (old.closing, old.supervision_step);
                Some(Task { opening, supervision_step, ..next.clone() })
            })
            .collect();
        self.books.put_tasks(closed);
        self.books.put_tasks(carried);
        Ok(pb::CloseHalfResponse { realised, closing }.encode_to_vec())
    }

    fn correct(
        &mut self,
        on: Date,
        entry_id: &str,
        reason: &str,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let no_such = || Refusal::not_found(Reason::NotFound, format!("no entry {entry_id}"));
        let entry = self.books.entries.get(&entry_id.to_owned()).cloned().ok_or_else(no_such)?;
        let (counter, marked) = entry.counter(on, reason)?;
        let half = Half::of(on);
        let open = self.books.tasks.get(&task_id(half, entry.municipality));
        if open.is_none_or(|task| task.closed) {
            let text = format!("municipality {} has no open task in {half}", entry.municipality);
            return Err(Refusal::new(Reason::NoTarget, text));
        }
        let answer = pb::CorrectRealisationResponse { entry: RealisationEntry::to_pb(&counter) };
        self.books.entries.put(marked);
        self.books.enter(counter, context);
        Ok(answer.encode_to_vec())
    }
}
