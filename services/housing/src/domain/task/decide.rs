//! What is decided on a half-year: the events, and the tasks of municipalities after them.

use kernel::{Date, Municipality, Reason, Refusal};
use law::{Half, Policy};

use super::half::{Division, Event, EventKind, HalfYear, MunicipalTarget};
use super::{Basis, RealisationEntry, Task, may_set, set_target, transfer};

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
    let kind = EventKind::TargetSet { national, municipalities, announced_late };
    Ok((Decided { event: Event::of(half, on, kind), tasks }, announced_late))
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
    let kind = EventKind::TaskTransferred {
        from_municipality: from.municipality,
        to_municipality: to.municipality,
        persons,
    };
    Ok((Event::of(half, on, kind), from, to))
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
