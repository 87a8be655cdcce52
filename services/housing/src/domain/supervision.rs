//! Supervision of the province over a municipality: the ladder of interventions, see `law::ladder`.
//!
//! Steps 1 to 4 follow from the figures at a reference date and from a plan that is missing; steps 5 and 6
//! are decisions of the province. Who has no arrears leaves the ladder from every step.

use kernel::{Command, Date, Municipality, Reason, Refusal};
use law::{Half, Policy, Rung};

use crate::domain::codes::SupervisionReason as Why;
use crate::domain::task::Task;

/// Where a municipality stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supervision {
    /// Municipality.
    pub municipality: Municipality,
    /// Step, 0 to 6.
    pub step: i32,
    /// Since when.
    pub since: Date,
    /// Why.
    pub reason: Why,
    /// Half-years in a row with arrears that were not all excusable.
    pub missed: i32,
    /// Arrears at the last reference date.
    pub closing: i32,
    /// Their excusable part.
    pub excusable: i32,
    /// Last day for a plan.
    pub plan_due_on: Option<Date>,
    /// Last day of the plan that was recorded.
    pub plan_until: Option<Date>,
    /// Last day before substitution.
    pub last_term_on: Option<Date>,
    /// Number of events.
    pub version: i64,
}

/// Something that happened in the supervision over a municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Which municipality.
    pub municipality: Municipality,
    /// When.
    pub occurred_on: Date,
    /// What.
    pub kind: EventKind,
}

/// What happened in the supervision over a municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// The step of the ladder changed.
    SupervisionStepChanged {
        /// Half-year at whose end it changed; unset for a decision or a term.
        half: Option<String>,
        /// Step before.
        from_step: i32,
        /// Step now.
        step: i32,
        /// Why.
        reason: Why,
        /// Arrears at the last reference date.
        closing: i32,
        /// Their excusable part.
        excusable: i32,
        /// Last day for a plan.
        plan_due_on: Option<Date>,
        /// Last day before substitution.
        last_term_on: Option<Date>,
    },
    /// A plan was recorded.
    ImprovementPlanRecorded {
        /// Last day of the plan.
        valid_until: Date,
    },
}

/// Where a municipality stands after a reference date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The supervision, with the figures of the reference date.
    pub after: Supervision,
    /// The event, when the step changed.
    pub event: Option<Event>,
}

/// What is asked of a supervision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandKind {
    /// A plan is recorded.
    RecordPlan {
        /// Its last day.
        valid_until: Date,
    },
    /// Substitution is decided.
    DecideSubstitution {
        /// The last term of the municipality.
        last_term_on: Date,
    },
    /// Substitution is carried out.
    CarryOutSubstitution,
}

/// The supervision after an event. What no step is taken for, the figures of a reference date, are no events: they are in those
/// of the half-year.
pub fn evolve(state: Option<Supervision>, event: &Event) -> Supervision {
    let mut after =
        state.unwrap_or_else(|| Supervision::none(event.municipality, event.occurred_on));
    after.version += 1;
    match &event.kind {
        EventKind::SupervisionStepChanged {
            half,
            step,
            reason,
            closing,
            excusable,
            plan_due_on,
            last_term_on,
            ..
        } => {
            // What a half-year ends with holds from the first day of the next one, whenever it is closed.
            let half = half.as_ref().and_then(|half| half.parse::<Half>().ok());
            let since = half.map_or(event.occurred_on, |half| half.next().start());
            after.climb(*step, *reason, since);
            (after.closing, after.excusable) = (*closing, *excusable);
            (after.plan_due_on, after.last_term_on) = (*plan_due_on, *last_term_on);
            if *step == 0 {
                after.plan_until = None;
            }
        }
        EventKind::ImprovementPlanRecorded { valid_until } => {
            (after.plan_until, after.plan_due_on) = (Some(*valid_until), None);
        }
    }
    after
}

/// Decides on what is asked of the supervision over a municipality.
pub fn decide(
    state: Option<&Supervision>,
    command: &Command<Municipality, CommandKind>,
    today: Date,
) -> Result<Event, Refusal> {
    command.check_date(today, None)?;
    let unknown = || {
        let text = format!("{} is not under supervision", command.key);
        Refusal::not_found(Reason::NotFound, text)
    };
    let (before, on) = (state.ok_or_else(unknown)?, command.on);
    match command.kind {
        CommandKind::RecordPlan { valid_until } => before.plan(on, valid_until).map(|_| Event {
            municipality: command.key,
            occurred_on: on,
            kind: EventKind::ImprovementPlanRecorded { valid_until },
        }),
        CommandKind::DecideSubstitution { last_term_on } => {
            Ok(before.decide(on, last_term_on)?.changed(before.step, None, on))
        }
        CommandKind::CarryOutSubstitution => {
            Ok(before.carry_out(on)?.changed(before.step, None, on))
        }
    }
}

/// The term for a plan may be over.
pub fn due(state: &Supervision, today: Date) -> Option<Event> {
    Some(state.without_plan(today)?.changed(state.step, None, today))
}

/// Reviews a municipality after the reference date at the end of `half`, for a task that was closed on a day; `None` when it
/// never was under supervision and is not now.
pub fn at_reference(
    policy: &Policy,
    state: Option<&Supervision>,
    half: Half,
    task: &Task,
    closed_on: Date,
) -> Option<Review> {
    let on = half.next().start();
    let stood = state.map_or_else(Rung::default, |s| Rung { step: s.step, missed: s.missed });
    let step = stood.step;
    let Rung { step: next, missed } = law::ladder(policy, on, stood, task.closing, task.excusable);
    if state.is_none() && next == 0 {
        return None;
    }
    let mut after = state.cloned().unwrap_or_else(|| Supervision::none(task.municipality, on));
    (after.closing, after.excusable, after.missed) = (task.closing, task.excusable, missed);
    if next == step {
        return Some(Review { after, event: None });
    }
    after.climb(next, if next == 0 { Why::Met } else { Why::Arrears }, on);
    let planned = after.plan_until.is_some_and(|until| until >= on);
    after.plan_due_on = (next == 1 && !planned).then(|| law::plan_due(policy, on));
    if next == 0 {
        (after.plan_until, after.last_term_on) = (None, None);
    }
    let event = Some(after.changed(step, Some(half), closed_on));
    Some(Review { after, event })
}

impl Supervision {
    fn none(municipality: Municipality, since: Date) -> Self {
        Self {
            municipality,
            step: 0,
            since,
            reason: Why::Met,
            missed: 0,
            closing: 0,
            excusable: 0,
            plan_due_on: None,
            plan_until: None,
            last_term_on: None,
            version: 0,
        }
    }

    /// The event by which a supervision came to stand here.
    fn changed(&self, from_step: i32, half: Option<Half>, on: Date) -> Event {
        let kind = EventKind::SupervisionStepChanged {
            half: half.map(|half| half.to_string()),
            from_step,
            step: self.step,
            reason: self.reason,
            closing: self.closing,
            excusable: self.excusable,
            plan_due_on: self.plan_due_on,
            last_term_on: self.last_term_on,
        };
        Event { municipality: self.municipality, occurred_on: on, kind }
    }

    fn climb(&mut self, step: i32, reason: Why, on: Date) {
        (self.step, self.reason, self.since) = (step, reason, on);
    }

    /// A plan is recorded: no information needs to be asked any more.
    pub fn plan(&self, on: Date, valid_until: Date) -> Result<Self, Refusal> {
        if self.step == 0 {
            return Err(Refusal::settled(
                "the municipality is not under supervision",
                "the closing of a half-year with arrears begins it",
            ));
        }
        if valid_until < on {
            let text = format!("the plan ends on {valid_until}, before {on}");
            return Err(Refusal::new(Reason::DateBeforeLast, text));
        }
        Ok(Self { plan_until: Some(valid_until), plan_due_on: None, ..self.clone() })
    }

    /// The term for a plan is over without one: information is asked (step 2).
    pub fn without_plan(&self, today: Date) -> Option<Self> {
        if self.step != 1 || self.plan_due_on.is_none_or(|due| due >= today) {
            return None;
        }
        let mut after = Self { plan_due_on: None, ..self.clone() };
        after.climb(2, Why::NoPlan, today);
        Some(after)
    }

    /// The province decides on substitution, with a last term.
    pub fn decide(&self, on: Date, last_term_on: Date) -> Result<Self, Refusal> {
        if self.step != law::STEP_LAST_WARNING {
            let text = format!("the step is {}", self.step);
            let next = "substitution is decided after the last warning";
            return Err(Refusal::settled(&text, next));
        }
        if on < self.since || last_term_on <= on {
            let text = format!("the last term ends on {last_term_on}, the decision is of {on}");
            return Err(Refusal::new(Reason::DateBeforeLast, text));
        }
        let mut after = Self { last_term_on: Some(last_term_on), ..self.clone() };
        after.climb(law::STEP_SUBSTITUTION_DECIDED, Why::SubstitutionDecided, on);
        Ok(after)
    }

    /// The province houses at the cost of the municipality, once the last term is over.
    pub fn carry_out(&self, on: Date) -> Result<Self, Refusal> {
        let Some(term) = self.last_term_on.filter(|_| self.step == law::STEP_SUBSTITUTION_DECIDED)
        else {
            let text = format!("substitution is not decided, the step is {}", self.step);
            return Err(Refusal::settled(&text, "it is carried out after that decision"));
        };
        if on <= term {
            return Err(Refusal::new(Reason::TermRuns, format!("the last term ends on {term}")));
        }
        let mut after = self.clone();
        after.climb(law::STEP_SUBSTITUTION, Why::SubstitutionCarriedOut, on);
        Ok(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn closed(closing: i32, excusable: i32) -> Task {
        let half = "2026-I".parse().unwrap();
        Task { closing, excusable, closed: true, ..Task::new(half, Municipality::new(1), 1, 1, 0) }
    }

    fn after(
        state: Option<&Supervision>,
        half: &str,
        closing: i32,
        excusable: i32,
    ) -> Option<Supervision> {
        let half: Half = half.parse().unwrap();
        let (task, on) = (closed(closing, excusable), half.next().start());
        Some(at_reference(law::sept_2025(), state, half, &task, on)?.after)
    }

    #[test]
    fn the_worked_half_year_gives_aa_a_notice_and_bee_and_cee_none() {
        let aa = after(None, "2026-I", 91, 0).unwrap();
        assert_eq!((aa.step, aa.reason, aa.since), (1, Why::Arrears, day("2026-07-01")));
        assert_eq!(aa.plan_due_on, Some(day("2026-08-26")));
        assert_eq!(after(None, "2026-I", 36, 36), None);
        assert_eq!(after(None, "2026-I", -10, 0), None);
    }

    #[test]
    fn the_whole_ladder_of_section_3() {
        let one = after(None, "2024-I", 10, 0).unwrap();
        assert_eq!(one.without_plan(day("2024-08-26")), None);
        let two = one.without_plan(day("2024-08-27")).unwrap();
        assert_eq!((two.step, two.reason), (2, Why::NoPlan));
        let three = after(Some(&two), "2024-II", 10, 0).unwrap();
        assert_eq!(three.step, 3);
        let third = after(Some(&three), "2025-I", 10, 0).unwrap();
        assert_eq!((third.step, third.missed, third.since), (3, 3, three.since));
        let four = after(Some(&third), "2025-II", 10, 0).unwrap();
        assert_eq!(four.step, 4);
        assert_eq!(
            third.decide(day("2026-01-10"), day("2026-04-01")).unwrap_err().reason,
            "WRONG_STATE"
        );
        let five = four.decide(day("2026-01-10"), day("2026-04-01")).unwrap();
        assert_eq!((five.step, five.last_term_on), (5, Some(day("2026-04-01"))));
        assert_eq!(four.carry_out(day("2026-04-02")).unwrap_err().reason, "WRONG_STATE");
        assert_eq!(five.carry_out(day("2026-04-01")).unwrap_err().reason, "TERM_RUNS");
        let six = five.carry_out(day("2026-04-02")).unwrap();
        assert_eq!((six.step, six.reason), (6, Why::SubstitutionCarriedOut));
        let met = after(Some(&six), "2026-I", 0, 0).unwrap();
        assert_eq!((met.step, met.missed, met.last_term_on), (0, 0, None));
    }

    #[test]
    fn a_plan_in_time_keeps_a_municipality_at_the_notice() {
        let one = after(None, "2026-I", 91, 0).unwrap();
        let planned = one.plan(day("2026-08-01"), day("2027-01-01")).unwrap();
        assert_eq!(planned.without_plan(day("2026-12-01")), None);
        assert_eq!(
            one.plan(day("2026-08-01"), day("2026-07-31")).unwrap_err().reason,
            "DATE_BEFORE_LAST"
        );
        let met = after(Some(&planned), "2026-II", 0, 0).unwrap();
        assert_eq!(
            met.plan(day("2027-01-02"), day("2027-06-01")).unwrap_err().reason,
            "WRONG_STATE"
        );
    }

    proptest! {
        /// Nobody steps down while behind, nobody without arrears is on the ladder, and steps 5 and 6 are decided.
        #[test]
        fn the_ladder_is_climbed_by_its_rules(all in prop::collection::vec((-3_i32..6, 0_i32..3, 0_u8..6), 1..20)) {
            let mut state: Option<Supervision> = None;
            let mut half: Half = "2020-I".parse().unwrap();
            for (closing, excusable, other) in all {
                let on = half.start();
                let decided = state.as_ref().and_then(|s| match other {
                    0 => s.decide(on, half.end()).ok(),
                    1 => s.carry_out(half.end()).ok(),
                    2 => s.plan(on, half.end()).ok(),
                    3 => s.without_plan(half.end()),
                    _ => None,
                });
                state = decided.or(state);
                let before = state.as_ref().map_or(0, |s| s.step);
                let task = closed(closing, excusable.min(closing.max(0)));
                let review = at_reference(law::sept_2025(), state.as_ref(), half, &task, half.next().start());
                if let Some(event) = review.as_ref().and_then(|review| review.event.as_ref()) {
                    // The fold of the events is the state, but for the figures that are no step.
                    let after = &review.as_ref().unwrap().after;
                    let folded = evolve(state.clone(), event);
                    prop_assert_eq!(Supervision { missed: after.missed, version: after.version, ..folded }, after.clone());
                }
                state = review.map(|review| review.after).or(state);
                let step = state.as_ref().map_or(0, |s| s.step);
                prop_assert!(closing > 0 || step == 0);
                prop_assert!(closing <= 0 || step >= before);
                prop_assert!(before >= 5 || step <= 4);
                half = half.next();
            }
        }
    }
}
