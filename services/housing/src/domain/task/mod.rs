//! Targets of municipalities per half-year: division, realisation, arrears, supervision.

mod book;
mod decide;
mod half;
mod ledger;
mod state;

pub use book::{must_book, open_task};
pub use decide::{Decided, pass_on, set, take_back};
pub use half::{Division, Event, EventKind, HalfYear, MunicipalTarget, evolve};
use kernel::{Date, Municipality, Reason, Refusal};
use law::{Half, Policy, rule};
pub use ledger::RealisationEntry;
pub use state::Task;

/// Inhabitants and opening arrears of a municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    /// Municipality.
    pub municipality: Municipality,
    /// Inhabitants on 1 January of the year before.
    pub inhabitants: i32,
    /// Arrears at the start; negative when ahead.
    pub opening: Option<i32>,
    /// Whether the province fixed the number of inhabitants after a redivision.
    pub inhabitants_fixed: bool,
    /// Municipalities that were merged into this one: their arrears carry over to it.
    pub predecessors: Vec<Municipality>,
}

/// The key of a municipality's task.
pub fn task_id(half: Half, municipality: Municipality) -> String {
    format!("{half}/{municipality}")
}

/// Divides the national target over the municipalities by inhabitants (HO-1: the parts add up).
///
/// `before` are the tasks of the half-year before: once closed, their arrears carry over.
pub fn set_target(
    half: Half,
    national: i32,
    bases: &[Basis],
    before: &[&Task],
) -> Result<Vec<Task>, Refusal> {
    let mut bases: Vec<&Basis> = bases.iter().collect();
    bases.sort_by_key(|basis| basis.municipality);
    if let Some(pair) = bases.windows(2).find(|pair| pair[0].municipality == pair[1].municipality) {
        let text = format!("municipality {} is given twice", pair[0].municipality);
        return Err(Refusal::new(Reason::AlreadyExists, text));
    }
    let weights: Vec<u32> =
        bases.iter().map(|basis| kernel::fit(basis.inhabitants.max(0))).collect();
    let targets = law::distribute(kernel::fit(national.max(0)), &weights);
    let task = |(basis, target): (&&Basis, u32)| {
        // A municipality after a redivision takes over what its predecessors leave.
        let mut names = vec![basis.municipality];
        names.extend(&basis.predecessors);
        let all: Vec<&&Task> =
            before.iter().filter(|task| names.contains(&task.municipality)).collect();
        let carried = match all.iter().all(|task| task.closed) {
            _ if all.is_empty() => None,
            true => Some(all.iter().map(|task| task.closing).sum()),
            // Not known yet: the closing says it.
            // Unset: the half-year before still runs: its closing will say.
            false => Some(basis.opening.unwrap_or_default()),
        };
        let field = format!("opening of {}", basis.municipality);
        let opening = Refusal::agreed(&field, basis.opening, carried)?.ok_or_else(|| {
            let text = format!("{field}: there is no half-year before in these books");
            Refusal::new(Reason::FactsMissing, text)
        })?;
        let own = all.iter().find(|task| task.municipality == basis.municipality);
        Ok(Task {
            supervision_step: own.map_or(0, |task| task.supervision_step),
            inhabitants_fixed: basis.inhabitants_fixed,
            ..Task::new(half, basis.municipality, basis.inhabitants, kernel::fit(target), opening)
        })
    };
    bases.iter().zip(targets).map(task).collect()
}

/// Refuses a target when the law knows none any more.
pub fn may_set(policy: &Policy, half: Half) -> Result<(), Refusal> {
    if policy.get(rule::TASK_ABOLISHED, half.start()) {
        let text = format!("municipalities have no target in {half}");
        return Err(Refusal::new(Reason::TaskAbolished, text));
    }
    Ok(())
}

/// Passes a part of a target on to another municipality; the total stays equal (Huisvestingswet 2014 art. 29).
pub fn transfer(from: &Task, to: &Task, persons: i32) -> Result<(Task, Task), Refusal> {
    if from.municipality == to.municipality {
        return Err(Refusal::new(
            Reason::SameMunicipality,
            "a municipality passes on to another one",
        ));
    }
    if let Some(task) = [from, to].into_iter().find(|task| task.closed) {
        return Err(Refusal::settled(
            &format!("{} is closed", task.half),
            "targets of a half-year that runs can be passed on",
        ));
    }
    if persons > from.target {
        let text = format!("{} has a target of {}", from.municipality, from.target);
        return Err(Refusal::new(Reason::TransferTooLarge, text));
    }
    let moved = |task: &Task, n: i32| Task {
        target: task.target + n,
        transferred: task.transferred + n,
        ..task.clone()
    };
    Ok((moved(from, -persons), moved(to, persons)))
}

/// Closes the tasks of a half-year that is over: arrears and their excusable part.
pub fn close(half: Half, tasks: &[&Task], on: Date) -> Result<Vec<Task>, Refusal> {
    if on <= half.end() {
        return Err(Refusal::new(Reason::HalfNotOver, format!("{half} ends on {}", half.end())));
    }
    let closed = |task: &&Task| {
        let closing = law::closing(task.opening, task.target, task.realised);
        let excusable = law::excusable(closing, task.target, task.opening, task.linked_in_time);
        Task { closing, excusable, closed: true, ..(*task).clone() }
    };
    Ok(tasks.iter().map(closed).collect())
}

#[cfg(test)]
mod tests;
