//! Given events, when a command comes, then these events or this refusal follow: every state of nareis.

mod illegal;
mod random;
mod steps;

use kernel::{Command, Date, Nationality, PersonId, Refusal, Sex};
use law::Policy;

use super::*;
use crate::domain::codes::Relation;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A family case driven by commands on dates under a policy set.
#[derive(Clone)]
struct Given {
    policy: &'static Policy,
    case: Option<FamilyCase>,
}

impl Given {
    fn under(policy: &'static Policy) -> Self {
        Self { policy, case: None }
    }

    /// Filed under the act on two statuses for a sponsor with a grant of 1 July 2026.
    fn filed(subsidiary: bool, relation: Relation) -> Self {
        let mut given = Self::under(law::pact_2026());
        given.when("2026-07-10", file("2026-07-01", subsidiary, relation)).unwrap();
        given
    }

    fn when(&mut self, on: &str, kind: CommandKind) -> Result<Vec<EventKind>, Refusal> {
        let command = Command::new(kernel::FamilyCaseId::from_u128(1), day(on), kind);
        let events = decide(self.policy, self.case.as_ref(), &command, day(on), Held::default())?;
        Ok(self.take(events))
    }

    /// What the clock brings on a day.
    fn wait(&mut self, today: &str) -> Vec<EventKind> {
        let events = lapse(self.case(), day(today));
        self.take(events)
    }

    fn take(&mut self, events: Vec<Event>) -> Vec<EventKind> {
        for event in &events {
            self.case = Some(evolve(self.case.take(), event));
        }
        events.into_iter().map(|event| event.kind).collect()
    }

    fn case(&self) -> &FamilyCase {
        self.case.as_ref().unwrap()
    }

    fn state(&self) -> S {
        self.case().state()
    }
}

fn file(granted_on: &str, sponsor_subsidiary: bool, relation: Relation) -> CommandKind {
    CommandKind::FileFamilyApplication {
        person_id: PersonId::from_u128(2),
        household_id: Some(kernel::HouseholdId::from_u128(3)),
        sponsor_case_id: None,
        sponsor_granted_on: Some(day(granted_on)),
        sponsor_subsidiary: Some(sponsor_subsidiary),
        relation,
        nationality: Some(Nationality::new(b"SYR")),
        birth_year: Some(1988),
        sex: Some(Sex::Male),
    }
}

fn granted(granted: bool) -> CommandKind {
    CommandKind::DecideFamilyApplication { granted }
}

fn sponsor_has(own_income: bool, own_home: bool) -> CommandKind {
    CommandKind::RecordFamilyConditions { own_income, own_home }
}

fn arrive() -> CommandKind {
    CommandKind::RecordFamilyArrival { needs_reception: true }
}

fn grounded(grounded: bool) -> CommandKind {
    CommandKind::RuleOnFamilyObjection { grounded }
}

fn reason<T: std::fmt::Debug>(result: Result<T, Refusal>) -> kernel::Reason {
    result.unwrap_err().reason
}
