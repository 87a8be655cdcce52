//! What is decided on a half-year: the events, and the tasks of municipalities after them.

use kernel::{Date, Municipality, Reason, Refusal};
use law::{Half, Policy};

use super::half::{Division, Event, HalfYear, MunicipalTarget, What};
use super::{Basis, RealisationEntry, Task, close, may_set, set_target, transfer};
use crate::domain::supervision::{self, Review, Supervision};

/// What follows from a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The event.
    pub event: Event,
    /// The tasks that changed, as they are now.
    pub tasks: Vec<Task>,
}

/// Sets the target of a half-year; `before` are the tasks of the one before.
pub fn set(
    policy: &Policy,
    year: Option<&HalfYear>,
    (half, on): (Half, Date),
    national: i32,
    bases: &[Basis],
    before: &[&Task],
) -> Result<(Decided, bool), Refusal> {
    if year.is_some() {
        let text = format!("the target of {half} is set");
        return Err(Refusal::new(Reason::AlreadyExists, text));
    }
    may_set(policy, half)?;
    let tasks = set_target(half, national, bases, before)?;
    let announced_late = on > law::announce_by(policy, half);
    let target = |task: &Task| MunicipalTarget {
        municipality: task.municipality,
        inhabitants: task.inhabitants,
        target: task.target,
        opening: task.opening,
        inhabitants_fixed: task.inhabitants_fixed,
    };
    let municipalities = Division(tasks.iter().map(target).collect());
    let what = What::TargetSet { national, municipalities, announced_late };
    Ok((Decided { event: Event::of(half, on, what), tasks }, announced_late))
}

/// Passes a part of a target on to another municipality.
pub fn pass_on(
    (half, on): (Half, Date),
    from: (Municipality, Option<&Task>),
    to: (Municipality, Option<&Task>),
    persons: i32,
) -> Result<(Event, Task, Task), Refusal> {
    let known = |(municipality, task): (Municipality, Option<&Task>)| {
        let text = format!("municipality {municipality} has no target in {half}");
        task.cloned().ok_or_else(|| Refusal::new(Reason::NoTarget, text))
    };
    let (from, to) = transfer(&known(from)?, &known(to)?, persons)?;
    let what = What::TaskTransferred {
        from_municipality: from.municipality,
        to_municipality: to.municipality,
        persons,
    };
    Ok((Event::of(half, on, what), from, to))
}

/// A half-year that is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// Where the municipalities stand with the province.
    pub reviews: Vec<Review>,
    /// The event of the half-year, and the tasks of it and of the next one, whose arrears are known now.
    pub decided: Decided,
    /// Persons housed.
    pub realised: i32,
    /// Arrears at the end.
    pub closing: i32,
}

/// Closes a half-year whose tasks are `tasks`; `next` are those of the half-year after, when they are set already.
pub fn close_half<'a>(
    policy: &Policy,
    year: Option<&HalfYear>,
    (half, on): (Half, Date),
    tasks: &[&Task],
    next: &[&Task],
    supervised: impl Fn(Municipality) -> Option<&'a Supervision>,
) -> Result<Closed, Refusal> {
    let no_such = || Refusal::not_found(Reason::NotFound, format!("no target is set for {half}"));
    let year = year.ok_or_else(no_such)?;
    if year.closed {
        return Err(Refusal::settled(
            &format!("{half} is closed"),
            "what changes is booked in the half-year that runs",
        ));
    }
    let mut closed = close(half, tasks, on)?;
    let mut reviews = Vec::new();
    for task in &mut closed {
        let before = supervised(task.municipality);
        if let Some(review) = supervision::at_reference(policy, before, half, task, on) {
            task.supervision_step = review.after.step;
            reviews.push(review);
        } else {
            task.supervision_step = 0;
        }
    }
    let realised = closed.iter().map(|task| task.realised).sum();
    let closing = closed.iter().map(|task| task.closing).sum();
    // Arrears carry into a half-year whose target is set already.
    let carried = next.iter().filter_map(|next| {
        let old = closed.iter().find(|task| task.municipality == next.municipality)?;
        let (opening, supervision_step) = (old.closing, old.supervision_step);
        Some(Task { opening, supervision_step, ..(*next).clone() })
    });
    let carried: Vec<Task> = carried.collect();
    let what = What::HalfClosed { national: year.national, realised, closing };
    let event = Event::of(half, half.end(), what);
    let tasks = closed.into_iter().chain(carried).collect();
    Ok(Closed { reviews, decided: Decided { event, tasks }, realised, closing })
}

/// Takes an entry of the ledger back in the half-year of `on`: the counter-entry, and the entry as it is marked.
/// `task` is that of the municipality in that half-year.
pub fn take_back(
    entry_id: &str,
    entry: Option<&RealisationEntry>,
    on: Date,
    reason: &str,
    task: Option<&Task>,
) -> Result<(RealisationEntry, RealisationEntry), Refusal> {
    let no_such = || Refusal::not_found(Reason::NotFound, format!("no entry {entry_id}"));
    let entry = entry.ok_or_else(no_such)?;
    let both = entry.counter(on, reason)?;
    if task.is_none_or(|task| task.closed) {
        let half = Half::of(on);
        let text = format!("municipality {} has no open task in {half}", entry.municipality);
        return Err(Refusal::new(Reason::NoTarget, text));
    }
    Ok(both)
}
