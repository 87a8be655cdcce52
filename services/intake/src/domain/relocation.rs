//! Relocation: persons taken over from another member state for solidarity (AMMR 67).
//!
//! ```text
//!  REQUESTED ─ confirmed in a week ─ CONFIRMED ─ transfer decided in a week ─ DECIDED ─ persons arrive
//!      └─ refused ─ REFUSED
//! ```

use kernel::{Command, Date, Reason, Refusal, RelocationId};
use law::{Policy, rule};

use crate::domain::codes::RelocationState as S;

/// A group to be relocated, one row of its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relocation {
    /// Id of the relocation.
    pub relocation_id: RelocationId,
    /// Member state that asks, ISO 3166-1 alpha-3.
    pub member_state: String,
    /// Persons.
    pub persons: i32,
    /// State.
    pub state: S,
    /// When it was asked for.
    pub requested_on: Date,
    /// Last day to confirm, or to decide on the transfer; unset when nothing is due.
    pub due_on: Option<Date>,
    /// Number of events of this relocation.
    pub version: i64,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandKind {
    /// A member state asks to relocate persons.
    RequestRelocation {
        /// ISO 3166-1 alpha-3 code of that state.
        member_state: String,
        /// Persons.
        persons: i32,
        /// Whether it is complex: two weeks to confirm.
        exceptional: bool,
    },
    /// The Netherlands answers.
    AnswerRelocation {
        /// Whether it confirms.
        confirmed: bool,
        /// Why not; required for a refusal.
        reason: String,
    },
    /// The transfer decision is made.
    DecideRelocation {},
}

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Id of the relocation.
    pub relocation_id: RelocationId,
    /// When it happened.
    pub occurred_on: Date,
    /// What happened.
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// It was asked for.
    RelocationRequested {
        /// ISO 3166-1 alpha-3 code of the state that asks.
        member_state: String,
        /// Persons.
        persons: i32,
        /// Last day to confirm.
        confirm_due_on: Date,
    },
    /// The Netherlands answered.
    RelocationAnswered {
        /// Persons.
        persons: i32,
        /// Whether it confirms.
        confirmed: bool,
        /// Why not; empty for a confirmation.
        reason: String,
        /// Last day of the transfer decision; unset for a refusal.
        decision_due_on: Option<Date>,
    },
    /// The transfer decision was made: the persons may come.
    RelocationDecided {
        /// Persons.
        persons: i32,
    },
}

/// Most persons in one relocation: a plane.
const PERSONS_MAX: i32 = 500;

/// Decides on a command.
pub fn decide(
    policy: &Policy,
    state: Option<&Relocation>,
    command: &Command<RelocationId, CommandKind>,
    today: Date,
) -> Result<Vec<Event>, Refusal> {
    let on = command.on;
    let one = |kind| Ok(vec![Event { relocation_id: command.key, occurred_on: on, kind }]);
    if let CommandKind::RequestRelocation { member_state, persons, exceptional } = &command.kind {
        if state.is_some() {
            let text = format!("relocation {} is there already", command.key);
            return Err(Refusal::new(Reason::AlreadyExists, text));
        }
        command.check_date(today, None)?;
        if !(1..=PERSONS_MAX).contains(persons) {
            let text = format!("{persons} persons, not 1 to {PERSONS_MAX}");
            return Err(Refusal::new(Reason::TooManyPersons, text));
        }
        let term = if *exceptional {
            rule::RELOCATION_CONFIRMATION_LONG
        } else {
            rule::RELOCATION_CONFIRMATION
        };
        return one(EventKind::RelocationRequested {
            member_state: member_state.clone(),
            persons: *persons,
            confirm_due_on: policy.due(term, on),
        });
    }
    let found = state.ok_or_else(|| {
        Refusal::not_found(Reason::NotFound, format!("no relocation {}", command.key))
    })?;
    command.check_version(found.version)?;
    command.check_date(today, Some(found.requested_on))?;
    let require = |state: S, kind: &str| {
        if found.state == state {
            return Ok(());
        }
        Err(Refusal::wrong_state(kind, found.state, &[state]))
    };
    let persons = found.persons;
    match &command.kind {
        CommandKind::RequestRelocation { .. } => Ok(Vec::new()),
        CommandKind::AnswerRelocation { confirmed, reason } => {
            require(S::Requested, "answer")?;
            if !confirmed && reason.trim().is_empty() {
                return Err(Refusal::new(Reason::ReasonMissing, "a refusal needs a reason"));
            }
            let decision_due_on = confirmed.then(|| policy.due(rule::RELOCATION_DECISION, on));
            let (confirmed, reason) = (*confirmed, reason.clone());
            one(EventKind::RelocationAnswered { persons, confirmed, reason, decision_due_on })
        }
        CommandKind::DecideRelocation {} => {
            require(S::Confirmed, "decide on the transfer")?;
            one(EventKind::RelocationDecided { persons })
        }
    }
}

/// The relocation after an event.
pub fn evolve(state: Option<Relocation>, event: &Event) -> Relocation {
    let on = event.occurred_on;
    // Before its first event, which tells all that is left open here.
    let mut found = state.unwrap_or_else(|| Relocation {
        relocation_id: event.relocation_id,
        member_state: String::new(),
        persons: 0,
        state: S::Requested,
        requested_on: on,
        due_on: None,
        version: 0,
    });
    found.version += 1;
    match &event.kind {
        EventKind::RelocationRequested { member_state, persons, confirm_due_on } => {
            found.member_state.clone_from(member_state);
            found.persons = *persons;
            found.due_on = Some(*confirm_due_on);
        }
        EventKind::RelocationAnswered { confirmed, decision_due_on, .. } => {
            found.state = if *confirmed { S::Confirmed } else { S::Refused };
            found.due_on = *decision_due_on;
        }
        EventKind::RelocationDecided { .. } => {
            found.state = S::Decided;
            found.due_on = None;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(on: &str, kind: CommandKind) -> Command<RelocationId, CommandKind> {
        Command::new(kernel::RelocationId::from_u128(1), on.parse().unwrap(), kind)
    }

    fn ask(persons: i32, exceptional: bool) -> CommandKind {
        CommandKind::RequestRelocation { member_state: "ITA".to_owned(), persons, exceptional }
    }

    #[test]
    fn relocation_is_confirmed_and_decided_in_a_week_each() {
        let policy = law::pact_2026();
        let mut found: Option<Relocation> = None;
        let mut go = |on: &str, kind| {
            let events = decide(policy, found.as_ref(), &command(on, kind), on.parse().unwrap())?;
            for event in &events {
                found = Some(evolve(found.take(), event));
            }
            Ok::<_, Refusal>((found.clone().unwrap().state, found.clone().unwrap().due_on))
        };
        let due = |text: &str| Some(text.parse::<Date>().unwrap());
        assert_eq!(go("2026-07-06", ask(20, false)).unwrap(), (S::Requested, due("2026-07-13")));
        let early = go("2026-07-07", CommandKind::DecideRelocation {});
        assert_eq!(early.unwrap_err().reason, "WRONG_STATE");
        let yes = CommandKind::AnswerRelocation { confirmed: true, reason: String::new() };
        assert_eq!(go("2026-07-08", yes.clone()).unwrap(), (S::Confirmed, due("2026-07-15")));
        assert_eq!(go("2026-07-09", yes).unwrap_err().reason, "WRONG_STATE");
        assert_eq!(go("2026-07-10", CommandKind::DecideRelocation {}).unwrap(), (S::Decided, None));
    }

    #[test]
    fn a_refusal_needs_a_reason_and_a_complex_case_has_two_weeks() {
        let policy = law::pact_2026();
        let on = "2026-07-06".parse().unwrap();
        let asked = decide(policy, None, &command("2026-07-06", ask(3, true)), on).unwrap();
        let found = evolve(None, &asked[0]);
        assert_eq!(found.due_on, Some("2026-07-20".parse().unwrap()));
        let no = CommandKind::AnswerRelocation { confirmed: false, reason: " ".to_owned() };
        let refused = decide(policy, Some(&found), &command("2026-07-06", no), on);
        assert_eq!(refused.unwrap_err().reason, "REASON_MISSING");
        let many = decide(policy, None, &command("2026-07-06", ask(0, false)), on);
        assert_eq!(many.unwrap_err().reason, "TOO_MANY_PERSONS");
    }
}
