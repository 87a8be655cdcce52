//! Guardianship of an unaccompanied minor (Nidos).
//!
//! ```text
//!  REQUESTED ─ PROVISIONAL ─ APPOINTED
//!      └────────────┴────────────┴──► ENDED ─► REQUESTED (comes again)
//! ```

use kernel::{Command, Date, HouseholdId, Nationality, Person, PersonId, Reason, Refusal, Sex};
use law::{Policy, rule};

use super::codes::{EndReason, GuardianshipEnd as End, GuardianshipState as S};

/// The guardianship of one minor, one row of its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guardianship {
    /// Pseudonymous id of the minor.
    pub person_id: PersonId,
    /// Household.
    pub household_id: HouseholdId,
    /// Nationality.
    pub nationality: Nationality,
    /// Year of birth.
    pub birth_year: i16,
    /// Sex as registered.
    pub sex: Sex,
    /// State.
    pub state: S,
    /// When Nidos was asked.
    pub requested_on: Date,
    /// When a provisional guardian came; unset before.
    pub provisional_on: Option<Date>,
    /// When the court appointed; unset before.
    pub appointed_on: Option<Date>,
    /// When it ended; unset before.
    pub ended_on: Option<Date>,
    /// Why it ended; unset before.
    pub end_reason: Option<End>,
    /// Last day on which the police must know that the minor is missing; unset when not missing.
    pub police_by: Option<Date>,
    /// Number of events.
    pub version: i64,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandKind {
    /// A provisional guardian is there.
    ProvideGuardian {},
    /// The court appoints Nidos.
    AppointGuardian {},
    /// The guardianship ends.
    EndGuardianship {
        /// Why.
        reason: End,
    },
}

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The minor, as far as planning needs.
    pub person: Person,
    /// When it happened.
    pub occurred_on: Date,
    /// What happened.
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// An unaccompanied minor came; Nidos is asked.
    GuardianshipRequested {},
    /// A provisional guardian is there.
    GuardianProvided {},
    /// The court appointed Nidos, or the guardianship was taken over with the books.
    GuardianAppointed {},
    /// A minor is missing: urgent, for the police.
    MinorMissing {
        /// Last day on which the police must know.
        police_by: Date,
    },
    /// The guardianship ended.
    GuardianshipEnded {
        /// Why.
        reason: End,
    },
}

impl Guardianship {
    /// Whether somebody acts for the minor: a guardian was appointed, or one acts until then.
    pub fn has_guardian(&self) -> bool {
        matches!(self.state, S::Provisional | S::Appointed)
    }

    fn event(&self, on: Date, kind: EventKind) -> Event {
        let person = Person {
            person_id: self.person_id,
            household_id: self.household_id,
            nationality: self.nationality,
            birth_year: self.birth_year,
            sex: self.sex,
            unaccompanied_minor: true,
        };
        Event { person, occurred_on: on, kind }
    }

    /// Whether somebody is, or is to be, the guardian.
    pub fn is_active(&self) -> bool {
        self.state != S::Ended
    }
}

/// Decides on a command.
pub fn decide(
    state: Option<&Guardianship>,
    command: &Command<PersonId, CommandKind>,
    today: Date,
) -> Result<Vec<Event>, Refusal> {
    let minor = state.ok_or_else(|| {
        Refusal::not_found(Reason::NotFound, format!("no guardianship of {}", command.key))
    })?;
    command.check_version(minor.version)?;
    command.check_date(today, Some(minor.requested_on))?;
    let (allowed, kind): (&[S], EventKind) = match command.kind {
        CommandKind::ProvideGuardian {} => (&[S::Requested], EventKind::GuardianProvided {}),
        CommandKind::AppointGuardian {} => {
            (&[S::Requested, S::Provisional], EventKind::GuardianAppointed {})
        }
        CommandKind::EndGuardianship { reason } => {
            (&[S::Requested, S::Provisional, S::Appointed], EventKind::GuardianshipEnded { reason })
        }
    };
    if !allowed.contains(&minor.state) {
        return Err(Refusal::wrong_state("do that for the minor", minor.state, allowed));
    }
    Ok(vec![minor.event(command.on, kind)])
}

/// Something that happened to the stay of a minor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A minor is expected.
    Came(Person),
    /// A minor was taken over with the books.
    TakenOver(Person),
    /// Absent without notice.
    Absent,
    /// 18.
    GrewUp,
    /// The stay ended.
    Left(EndReason),
}

/// What follows for the guardianship; nothing when there is nothing to do.
pub fn follow(state: Option<&Guardianship>, step: &Step, on: Date, policy: &Policy) -> Vec<Event> {
    let active = state.filter(|minor| minor.is_active());
    let new = |person: &Person, kind| vec![Event { person: person.clone(), occurred_on: on, kind }];
    match (active, step) {
        (None, Step::Came(person)) => new(person, EventKind::GuardianshipRequested {}),
        (None, Step::TakenOver(person)) => new(person, EventKind::GuardianAppointed {}),
        (None, _) | (Some(_), Step::Came(_) | Step::TakenOver(_)) => Vec::new(),
        (Some(minor), Step::Absent) => missing(minor, on, policy),
        (Some(minor), Step::GrewUp) => vec![ended(minor, on, End::Age18)],
        (Some(minor), Step::Left(reason)) => match reason {
            EndReason::Unsupervised => {
                let mut events =
                    if minor.police_by.is_none() { missing(minor, on, policy) } else { Vec::new() };
                events.push(ended(minor, on, End::Missing));
                events
            }
            EndReason::DepartedIndependent
            | EndReason::DepartedForced
            | EndReason::Transferred
            | EndReason::Deceased => vec![ended(minor, on, End::Departed)],
            EndReason::Duplicate => vec![ended(minor, on, End::Duplicate)],
            // A home, a place of Nidos or detention does not end it.
            _ => Vec::new(),
        },
    }
}

fn ended(minor: &Guardianship, on: Date, reason: End) -> Event {
    minor.event(on, EventKind::GuardianshipEnded { reason })
}

fn missing(minor: &Guardianship, on: Date, policy: &Policy) -> Vec<Event> {
    let police_by = policy.get(rule::MISSING_MINOR_REPORT, on).end(on);
    vec![minor.event(on, EventKind::MinorMissing { police_by })]
}

/// The guardianship after an event.
pub fn evolve(state: Option<Guardianship>, event: &Event) -> Guardianship {
    let on = event.occurred_on;
    let person = &event.person;
    let version = state.as_ref().map_or(0, |before| before.version) + 1;
    let blank = || Guardianship {
        person_id: person.person_id,
        household_id: person.household_id,
        nationality: person.nationality,
        birth_year: person.birth_year,
        sex: person.sex,
        state: S::Requested,
        requested_on: on,
        provisional_on: None,
        appointed_on: None,
        ended_on: None,
        end_reason: None,
        police_by: None,
        version: 0,
    };
    let before = match (&event.kind, state) {
        // Who comes again has a guardianship that begins again.
        (EventKind::GuardianshipRequested {}, _) | (_, None) => blank(),
        (EventKind::GuardianAppointed {}, Some(before)) if !before.is_active() => blank(),
        (_, Some(before)) => before,
    };
    let minor = Guardianship { version, ..before };
    match event.kind {
        EventKind::GuardianshipRequested {} => minor,
        EventKind::GuardianProvided {} => {
            Guardianship { state: S::Provisional, provisional_on: Some(on), ..minor }
        }
        EventKind::GuardianAppointed {} => {
            Guardianship { state: S::Appointed, appointed_on: Some(on), ..minor }
        }
        EventKind::MinorMissing { police_by } => {
            Guardianship { police_by: Some(police_by), ..minor }
        }
        EventKind::GuardianshipEnded { reason } => {
            let (ended_on, end_reason) = (Some(on), Some(reason));
            Guardianship { state: S::Ended, ended_on, end_reason, ..minor }
        }
    }
}

#[cfg(test)]
mod tests;
