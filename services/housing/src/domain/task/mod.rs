//! Targets of municipalities per half-year: division, realisation, arrears, supervision.

mod state;

use kernel::{Date, Municipality, Refusal};
use law::Half;
pub use state::Task;

/// A half-year for which a target was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalfYear {
    /// For instance `2025-I`.
    pub half: String,
    /// National target in persons.
    pub national: i32,
    /// Whether it is closed.
    pub closed: bool,
    /// Number of events of this half-year.
    pub version: i64,
}

/// Inhabitants and opening arrears of a municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    /// Municipality.
    pub municipality: Municipality,
    /// Inhabitants on 1 January of the year before.
    pub inhabitants: i32,
    /// Arrears at the start; negative when ahead.
    pub opening: i32,
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
        return Err(Refusal::new("ALREADY_EXISTS", text));
    }
    let weights: Vec<u32> = bases.iter().map(|basis| basis.inhabitants.max(0) as u32).collect();
    let targets = law::distribute(national.max(0) as u32, &weights);
    let task = |(basis, target): (&&Basis, u32)| {
        let carried = before.iter().find(|task| task.municipality == basis.municipality);
        Task {
            task_id: task_id(half, basis.municipality),
            half: half.to_string(),
            municipality: basis.municipality,
            inhabitants: basis.inhabitants,
            target: target as i32,
            opening: carried.filter(|task| task.closed).map_or(basis.opening, |task| task.closing),
            linked: 0,
            realised: 0,
            closing: 0,
            excusable: 0,
            supervision_step: carried.map_or(0, |task| task.supervision_step),
            closed: false,
        }
    };
    Ok(bases.iter().zip(targets).map(task).collect())
}

/// Closes the tasks of a half-year that is over: arrears, their excusable part, the ladder of supervision.
pub fn close(half: Half, tasks: &[&Task], on: Date) -> Result<Vec<Task>, Refusal> {
    if on <= half.end() {
        return Err(Refusal::new("HALF_NOT_OVER", format!("{half} ends on {}", half.end())));
    }
    let closed = |task: &&Task| {
        let closing = law::closing(task.opening, task.target, task.realised);
        let excusable = law::excusable(closing, task.target, task.opening, task.linked);
        let supervision_step = law::next_step(task.supervision_step, closing, excusable);
        Task { closing, excusable, supervision_step, closed: true, ..(*task).clone() }
    };
    Ok(tasks.iter().map(closed).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bases() -> Vec<Basis> {
        [(1, 100_000, 40), (2, 50_000, 0), (3, 25_000, -10)]
            .map(|(n, inhabitants, opening)| Basis {
                municipality: Municipality::new(n),
                inhabitants,
                opening,
            })
            .to_vec()
    }

    #[test]
    fn the_worked_half_year_is_set_and_closed_as_in_the_example() {
        let half: Half = "2026-I".parse().unwrap();
        let mut tasks = set_target(half, 1_000, &bases(), &[]).unwrap();
        assert_eq!(tasks.iter().map(|task| task.target).collect::<Vec<_>>(), [571, 286, 143]);
        for (task, (linked, realised)) in tasks.iter_mut().zip([(640, 520), (250, 250), (150, 143)])
        {
            task.linked = linked;
            task.realised = realised;
        }
        let all: Vec<&Task> = tasks.iter().collect();
        let early = close(half, &all, Date::constant(2026, 6, 30)).unwrap_err();
        assert_eq!(early.reason, "HALF_NOT_OVER");
        let closed = close(half, &all, Date::constant(2026, 7, 1)).unwrap();
        let ends: Vec<_> =
            closed.iter().map(|t| (t.closing, t.excusable, t.supervision_step)).collect();
        assert_eq!(ends, [(91, 0, 1), (36, 36, 0), (-10, 0, 0)]);
        // Arrears carry into the next half-year, whatever the caller says.
        let before: Vec<&Task> = closed.iter().collect();
        let next = set_target(half.next(), 500, &bases(), &before).unwrap();
        assert_eq!(next.iter().map(|task| task.opening).collect::<Vec<_>>(), [91, 36, -10]);
        assert_eq!(next[0].supervision_step, 1);
    }

    #[test]
    fn a_municipality_is_given_once() {
        let twice = [bases(), bases()].concat();
        let refused = set_target("2026-I".parse().unwrap(), 10, &twice, &[]).unwrap_err();
        assert_eq!(refused.reason, "ALREADY_EXISTS");
    }
}
