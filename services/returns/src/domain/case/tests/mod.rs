//! Given a case, when a command or a reaction comes, then these events or this refusal follow.

mod accept;
mod correct;
mod detain;
mod machine;
pub(crate) mod random;

use kernel::{CaseId, Command, HouseholdId, Nationality, Person, PersonId, Refusal, Sex};
use law::Policy;

use super::*;
use crate::domain::charter::Charter;
use crate::domain::codes::{BlockKind, DocumentState as D, FileOrigin, ReturnState as S};
use crate::domain::moratorium::Moratorium;
use crate::domain::words::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn person() -> Person {
    Person {
        person_id: PersonId::from_u128(1),
        household_id: HouseholdId::from_u128(2),
        nationality: Nationality::new(b"MAR"),
        birth_year: 1995,
        sex: Sex::Male,
        unaccompanied_minor: false,
    }
}

fn announced(departure_days: i32, transfer: Option<&str>, stay: bool) -> Reaction {
    Reaction::Announced {
        person: person(),
        case_id: CaseId::from_u128(3),
        transfer_due_on: transfer.map(day),
        responsibility: Responsibility::default(),
        departure_days,
        stay_pending_appeal: stay,
        gone: false,
    }
}

fn withdrawn_and_gone() -> Reaction {
    let Reaction::Announced { person, case_id, .. } = announced(28, None, false) else {
        unreachable!()
    };
    Reaction::Announced {
        person,
        case_id,
        transfer_due_on: None,
        responsibility: Responsibility::default(),
        departure_days: 28,
        stay_pending_appeal: false,
        gone: true,
    }
}

/// A case, and what surrounds it.
struct Given {
    state: Option<ReturnCase>,
    policy: Policy,
    charter: Option<Charter>,
    detained: [i64; 2],
    with_minor: bool,
    /// Every event so far.
    events: Vec<Event>,
    /// Every state that a case has come through.
    states: Vec<ReturnCase>,
}

impl Given {
    fn nobody() -> Self {
        Self {
            state: None,
            policy: law::pact_2026().clone(),
            charter: None,
            detained: [0, 0],
            with_minor: false,
            events: Vec::new(),
            states: Vec::new(),
        }
    }

    fn announced(on: &str, departure_days: i32, stay: bool) -> Self {
        let mut given = Self::nobody();
        given.react(on, &announced(departure_days, None, stay));
        given
    }

    /// At work with the file.
    fn taken_up(on: &str, departure_days: i32) -> Self {
        let mut given = Self::announced(on, departure_days, false);
        given.all(on, [file(), CommandKind::StartCase {}]);
        given
    }

    /// Forced departure is prepared; no term to depart was given.
    fn forced(on: &str) -> Self {
        let mut given = Self::taken_up(on, 0);
        let next = day(on).saturating_add(jiff::ToSpan::days(1)).to_string();
        given.when(&next, force()).unwrap();
        given
    }

    /// A transfer to another member state is planned.
    fn transfer(on: &str, due: &str) -> Self {
        let mut given = Self::nobody();
        given.react(on, &announced(0, Some(due), false));
        let next = day(on).saturating_add(jiff::ToSpan::days(1)).to_string();
        given.all(&next, [file(), CommandKind::StartCase {}, CommandKind::PlanTransfer {}]);
        given
    }

    fn take(&mut self, events: &[Event]) {
        for event in events {
            let after = evolve(self.state.take(), event);
            self.states.push(after.clone());
            self.state = Some(after);
            self.events.push(event.clone());
        }
    }

    fn react(&mut self, on: &str, reaction: &Reaction) -> usize {
        let events = react(self.state.as_ref(), reaction, day(on), &self.policy);
        self.take(&events);
        events.len()
    }

    fn sweep(&mut self, on: &str) -> usize {
        let events = self.state.as_ref().map(|case| due(case, day(on))).unwrap_or_default();
        self.take(&events);
        events.len()
    }

    fn when(&mut self, on: &str, kind: CommandKind) -> Result<(), Refusal> {
        let command = Command::new(PersonId::from_u128(1), day(on), kind);
        let env = Env {
            today: day(on),
            policy: &self.policy,
            charter: self.charter.as_ref(),
            detained: self.detained,
            with_minor: self.with_minor,
        };
        let events = decide(self.state.as_ref(), &command, &env)?;
        self.take(&events);
        Ok(())
    }

    fn all<const N: usize>(&mut self, on: &str, actions: [CommandKind; N]) {
        for kind in actions {
            let text = format!("{kind:?}");
            self.when(on, kind).unwrap_or_else(|no| panic!("{text} on {on}: {no}"));
        }
    }

    fn reason(&mut self, on: &str, kind: CommandKind) -> kernel::Reason {
        let text = format!("{kind:?}");
        self.when(on, kind).expect_err(&text).reason
    }

    fn case(&self) -> &ReturnCase {
        self.state.as_ref().unwrap()
    }

    fn detained_until(&self) -> Option<Date> {
        self.case().detention.map(|detention| detention.ends_on)
    }

    fn review_due_on(&self) -> Option<Date> {
        self.case().detention.map(|detention| detention.review_due_on)
    }

    fn supervised_until(&self) -> Option<Date> {
        self.case().supervision.and_then(|supervision| supervision.ends_on)
    }

    fn banned_until(&self) -> Option<Date> {
        self.case().ban.and_then(|ban| ban.until)
    }

    fn absconded_on(&self) -> Option<Date> {
        self.case().transfer.and_then(|transfer| transfer.absconded_on)
    }

    fn outcome(&self) -> Option<DepartureOutcome> {
        self.case().departure().map(|(outcome, ..)| outcome)
    }

    fn has(&self, test: impl Fn(&EventKind) -> bool) -> bool {
        self.events.iter().any(|event| test(&event.kind))
    }
}

fn file() -> CommandKind {
    CommandKind::TransferFile {
        origin: FileOrigin::Ind,
        case_id: None,
        household_id: None,
        nationality: None,
        birth_year: None,
        sex: None,
        removable_from: None,
    }
}

fn force() -> CommandKind {
    CommandKind::StartForcedTrack { reason: Some(ForcedReason::LocalChainMeeting) }
}

fn detain(kind: MeasureKind) -> CommandKind {
    CommandKind::ImposeDetention { kind: Some(kind), family_facility: false, extended: false }
}

fn lift() -> CommandKind {
    CommandKind::LiftDetention { reason: None, reported_by: None }
}

fn document(document: D) -> CommandKind {
    CommandKind::RecordTravelDocument { document, valid_until: None, reported_by: None }
}

/// The steps of a document that is issued, valid until a day.
fn papers(until: &str) -> [CommandKind; 4] {
    let issued = CommandKind::RecordTravelDocument {
        document: D::Issued,
        valid_until: Some(day(until)),
        reported_by: Some(Partner::Embassy),
    };
    [document(D::Requested), document(D::Presented), document(D::NationalityConfirmed), issued]
}

fn flight(on: &str) -> CommandKind {
    CommandKind::BookFlight { flight_on: Some(day(on)), charter_id: None }
}

fn leaves(outcome: DepartureOutcome) -> CommandKind {
    CommandKind::RecordDeparture { outcome, destination: None }
}

fn border_report(outcome: DepartureOutcome) -> CommandKind {
    CommandKind::RecordBorderDeparture { outcome, destination: None, reported_by: Partner::Kmar }
}

fn block(kind: BlockKind, source: Partner) -> CommandKind {
    CommandKind::BlockDeparture { kind, until: None, source }
}

fn found(reported_by: Partner) -> CommandKind {
    CommandKind::FoundIllegally {
        reported_by,
        household_id: None,
        nationality: Some(Nationality::new(b"MAR")),
        birth_year: Some(1995),
        sex: Some(Sex::Male),
    }
}
