//! The closing of a half-year: arrears are known, carry over, and bring municipalities up or down the ladder of supervision.

use kernel::Reason;
use kernel::{Date, Municipality, Refusal};
use law::{Half, Policy};

use super::supervision::{self, Review, Supervision};
use super::task::{self, Decided, HalfYear, Task};

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
    let mut closed = task::close(half, tasks, on)?;
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
    let kind = task::EventKind::HalfClosed { national: year.national, realised, closing };
    let event = task::Event::of(half, half.end(), kind);
    let tasks = closed.into_iter().chain(carried).collect();
    Ok(Closed { reviews, decided: Decided { event, tasks }, realised, closing })
}
