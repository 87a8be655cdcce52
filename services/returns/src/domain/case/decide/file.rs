//! Files: handed over, found again, refused at the border, taken over at the opening of the books.

use kernel::{Command, Date, HouseholdId, Nationality, Person, PersonId, Reason, Refusal, Sex};

use super::detain::{Measure, impose};
use super::leave::corrected;
use super::{
    CommandKind, Decision, Env, Event, EventKind, ReturnCase, reported, require, wrong_state,
};
use crate::domain::case::{Phase, evolve};
use crate::domain::codes::{FileOrigin, ReturnState as S};
use crate::domain::words::{MeasureKind, Partner};

type Facts<'a> =
    (&'a Option<HouseholdId>, &'a Option<Nationality>, &'a Option<i16>, &'a Option<Sex>);

/// The person of a new case.
fn person(
    key: PersonId,
    (household, nationality, birth_year, sex): Facts<'_>,
) -> Result<Person, Refusal> {
    let (Some(nationality), Some(birth_year), Some(sex)) = (nationality, birth_year, sex) else {
        let text = "a new case needs nationality, birth year and sex";
        return Err(Refusal::new(Reason::FactsMissing, text));
    };
    Ok(Person {
        person_id: key,
        // Unset: a person without a household is one.
        household_id: household.unwrap_or(HouseholdId::of_one(key)),
        nationality: *nationality,
        birth_year: *birth_year,
        sex: *sex,
        unaccompanied_minor: false,
    })
}

/// What the caller tells of somebody who is known must be what is held; a correction comes from intake.
fn agrees(
    case: &ReturnCase,
    (household, nationality, birth_year, sex): Facts<'_>,
) -> Result<(), Refusal> {
    Refusal::agreed("household_id", *household, Some(case.person.household_id))?;
    Refusal::agreed("nationality", *nationality, Some(case.person.nationality))?;
    Refusal::agreed("birth_year", *birth_year, Some(case.person.birth_year))?;
    Refusal::agreed("sex", *sex, Some(case.person.sex))?;
    Ok(())
}

pub(super) fn transfer(
    state: Option<&ReturnCase>,
    command: &Command<PersonId, CommandKind>,
    env: &Env<'_>,
) -> Decision {
    let CommandKind::TransferFile {
        origin,
        case_id,
        household_id,
        nationality,
        birth_year,
        sex,
        removable_from,
    } = &command.kind
    else {
        return Ok(Vec::new());
    };
    let kind = |removable_from| EventKind::FileTransferred { origin: *origin, removable_from };
    if let Some(case) = state {
        command.check_version(case.version)?;
        command.check_date(env.today, Some(case.announced_on))?;
        agrees(case, (household_id, nationality, birth_year, sex))?;
        require(case, &[S::Announced], "transfer the file")?;
        // What was announced here holds: an appeal may still let the person stay.
        return Ok(vec![case.event(command.on, kind(None))]);
    }
    command.check_date(env.today, None)?;
    let person = person(command.key, (household_id, nationality, birth_year, sex))?;
    let kind = kind(*removable_from);
    Ok(vec![Event { case_id: *case_id, person, occurred_on: command.on, kind }])
}

/// A new file of somebody who has none, or whose case has ended with a departure or a right that is over.
fn opened(
    state: Option<&ReturnCase>,
    command: &Command<PersonId, CommandKind>,
    facts: Facts<'_>,
    origin: FileOrigin,
) -> Result<Event, Refusal> {
    let kind = EventKind::FileTransferred { origin, removable_from: None };
    match state {
        None => {
            let person = person(command.key, facts)?;
            Ok(Event { case_id: None, person, occurred_on: command.on, kind })
        }
        Some(case) if matches!(case.phase, Phase::Departed { .. } | Phase::Closed { .. }) => {
            Ok(Event { case_id: None, ..case.event(command.on, kind) })
        }
        Some(case) => Err(wrong_state(case, "open a new file")),
    }
}

fn dated(
    state: Option<&ReturnCase>,
    command: &Command<PersonId, CommandKind>,
    today: Date,
) -> Result<(), Refusal> {
    command.check_version(state.map_or(0, |case| case.version))?;
    command.check_date(today, state.and_then(|case| case.ended_on().or(Some(case.announced_on))))
}

/// Police or border police find somebody without lawful stay.
pub(super) fn found(
    state: Option<&ReturnCase>,
    command: &Command<PersonId, CommandKind>,
    env: &Env<'_>,
) -> Decision {
    let CommandKind::FoundIllegally { reported_by, household_id, nationality, birth_year, sex } =
        &command.kind
    else {
        return Ok(Vec::new());
    };
    reported(*reported_by, &[Partner::Police, Partner::Kmar])?;
    dated(state, command, env.today)?;
    let facts = (household_id, nationality, birth_year, sex);
    state.map_or(Ok(()), |case| agrees(case, facts))?;
    let origin = if *reported_by == Partner::Kmar { FileOrigin::Kmar } else { FileOrigin::Police };
    match state {
        Some(case) if case.is_unsupervised() => reopen(case, command.on),
        Some(case) if case.phase == Phase::Announced => Ok(vec![
            case.event(command.on, EventKind::FileTransferred { origin, removable_from: None }),
        ]),
        _ => Ok(vec![opened(state, command, facts, origin)?]),
    }
}

/// The person was found again (R6): a counter-entry, the same case; and when the term of a transfer ended
/// meanwhile, the Netherlands is responsible.
pub(super) fn reopen(case: &ReturnCase, on: Date) -> Decision {
    require(case, &[S::Unsupervised], "open the case again")?;
    let mut events: Vec<Event> = corrected(case, on).into_iter().collect();
    events.push(case.event(on, EventKind::ReturnReopened {}));
    if case.transfer_due_on().is_some_and(|last| last < on) && !case.transfer_waits() {
        events.push(case.event(on, EventKind::TransferTermLapsed {}));
    }
    Ok(events)
}

/// Entry is refused at the border (Vw 6): a file of the border police, and border detention.
pub(super) fn refuse_entry(
    state: Option<&ReturnCase>,
    command: &Command<PersonId, CommandKind>,
    env: &Env<'_>,
) -> Decision {
    let CommandKind::RefuseEntry {
        reported_by,
        asks_asylum,
        family_facility,
        household_id,
        nationality,
        birth_year,
        sex,
    } = &command.kind
    else {
        return Ok(Vec::new());
    };
    reported(*reported_by, &[Partner::Kmar])?;
    dated(state, command, env.today)?;
    let facts = (household_id, nationality, birth_year, sex);
    state.map_or(Ok(()), |case| agrees(case, facts))?;
    let file = opened(state, command, facts, FileOrigin::Kmar)?;
    let (person, case_id) = (file.person.clone(), file.case_id);
    let event = |kind| Event { case_id, person: person.clone(), occurred_on: command.on, kind };
    let mut events =
        vec![file.clone(), event(EventKind::EntryRefused { asks_asylum: *asks_asylum })];
    if *asks_asylum {
        // Intake tells of the application too; what is held is not held twice.
        events.push(event(EventKind::HeldForAsylum {}));
    }
    let case = events.iter().fold(state.cloned(), |case, event| Some(evolve(case, event)));
    let kind = if *asks_asylum { MeasureKind::BorderAsylum } else { MeasureKind::BorderReturn };
    let measure = Measure { kind, family_facility: *family_facility, extended: false };
    if let Some(case) = case {
        events.push(impose(&case, command.on, measure, env)?);
    }
    Ok(events)
}

/// Takes a case over at the opening of the books.
pub fn import(held: Option<&ReturnCase>, case: &ReturnCase, on: Date) -> Decision {
    if held.is_some() {
        return Err(Refusal::new(
            Reason::AlreadyExists,
            format!("person {} has a return case", case.person.person_id),
        ));
    }
    let state = case.state();
    if !matches!(state, S::Intake | S::IndependentTrack | S::ForcedTrack | S::TransferTrack) {
        let text = format!("a case in state {state} cannot be taken over");
        return Err(Refusal::new(Reason::NotByImport, text));
    }
    let Some(origin) = case.origin else {
        return Err(Refusal::new(Reason::FactsMissing, "a case that is taken over has an origin"));
    };
    Ok(vec![case.event(
        on,
        EventKind::ReturnCaseImported {
            state,
            origin,
            to_member_state: case.is_transfer(),
            removable_from: case.removable_from,
        },
    )])
}
