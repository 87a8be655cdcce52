//! Given events, when a command comes, then these events or this refusal follow.

mod catalogue;
mod exceptional;
mod golden;
mod late;
mod machine;
mod random;
mod responsibility;
mod routing;

use kernel::{Command, Date, Nationality, PersonId, Refusal, Sex};

use super::*;
use crate::domain::codes::{
    AppealInstance, AppealRuling, ApplicationKind, CaseState, Certainty, Claim, Track, Withdrawal,
};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A case driven by commands on dates, in the pact unless the dates say otherwise.
struct Given {
    case: Option<AsylumCase>,
    all: Vec<Event>,
}

impl Given {
    fn nothing() -> Self {
        Self { case: None, all: Vec::new() }
    }

    fn made(on: &str) -> Self {
        let mut given = Self::nothing();
        given.when(on, make(ApplicationKind::First)).unwrap();
        given
    }

    /// Made, registered and lodged on these days.
    fn lodged(made: &str, registered: &str, lodged: &str) -> Self {
        let mut given = Self::made(made);
        given.when(registered, CommandKind::RegisterApplication {}).unwrap();
        given.when(lodged, lodge()).unwrap();
        given
    }

    fn when(&mut self, on: &str, kind: CommandKind) -> Result<Vec<EventKind>, Refusal> {
        let command = Command::new(kernel::CaseId::from_u128(1), day(on), kind);
        let env = Env { today: day(on), policy: law::pact_2026(), others: &[] };
        let events = decide(self.case.as_ref(), &command, &env)?;
        self.take(&events);
        Ok(events.into_iter().map(|event| event.kind).collect())
    }

    /// What the clock brings on a day.
    fn wait(&mut self, today: &str) -> Vec<EventKind> {
        let events = due(law::pact_2026(), self.case(), day(today));
        self.take(&events);
        events.into_iter().map(|event| event.kind).collect()
    }

    fn take(&mut self, events: &[Event]) {
        for event in events {
            self.case = Some(evolve(self.case.take(), event));
            self.all.push(event.clone());
        }
    }

    fn case(&self) -> &AsylumCase {
        self.case.as_ref().unwrap()
    }

    /// Last day of the screening that runs.
    fn screened_by(&self) -> Option<Date> {
        match self.case().phase {
            Phase::Screening { due_on, .. } => Some(due_on),
            _ => None,
        }
    }
}

/// A hit points to another state, which may be asked until a day.
fn ask_until(text: &str) -> Option<Responsibility> {
    Some(Responsibility::Hit { claim_due_on: day(text) })
}

/// Another state was asked, and may answer until a day.
fn reply_until(text: &str) -> Option<Responsibility> {
    Some(Responsibility::Asked { reply_due_on: day(text) })
}

/// No remedy is left against a rejection.
fn refused() -> Phase {
    let outcome = Some(DecisionOutcome::RejectUnfounded);
    let decided = Decided { on: Some(day("2024-01-08")), outcome };
    Phase::FinalNegative { decided, suspensive: true }
}

fn make(kind: ApplicationKind) -> CommandKind {
    CommandKind::MakeApplication {
        person_id: PersonId::from_u128(2),
        household_id: Some(kernel::HouseholdId::from_u128(3)),
        kind,
        nationality: Some(Nationality::new(b"SYR")),
        birth_year: Some(1990),
        sex: Some(Sex::Female),
        unaccompanied_minor: false,
        previous_case_id: None,
        wrong_authority: false,
    }
}

fn screen(at_border: bool) -> CommandKind {
    CommandKind::StartScreening { at_border, over_72_hours: false }
}

fn screened() -> CommandKind {
    CommandKind::FinishScreening { complete: true, referral: None, disputed: false }
}

fn lodge() -> CommandKind {
    CommandKind::LodgeApplication { late_reason: String::new() }
}

fn assign(track: Track) -> CommandKind {
    CommandKind::AssignTrack { track, reason: String::new() }
}

fn ask_germany(eurodac_hit: bool) -> CommandKind {
    CommandKind::StartResponsibilityCheck {
        member_state: Some("DEU".to_owned()),
        eurodac_hit,
        detained: false,
    }
}

fn rule_on(ruling: AppealRuling) -> CommandKind {
    CommandKind::RuleOnAppeal { ruling, decide_by: None }
}

fn decision(outcome: DecisionOutcome) -> CommandKind {
    CommandKind::DecideApplication { outcome, interview_omitted: None }
}

fn reason<T: std::fmt::Debug>(result: Result<T, Refusal>) -> kernel::Reason {
    result.unwrap_err().reason
}
