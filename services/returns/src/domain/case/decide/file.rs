//! Files: handed over, found again, refused at the border, taken over at the opening of the books.

use kernel::{Date, Nationality, Order, Person, Reason, Refusal, Sex, Uuid};

use super::detain::{Measure, impose};
use super::leave::corrected;
use super::{Action, Decision, Env, Event, ReturnCase, What, reported, require, wrong_state};
use crate::domain::case::{Phase, evolve};
use crate::domain::codes::{FileOrigin, ReturnState as S};
use crate::domain::words::{MeasureKind, Partner};

type Facts<'a> = (&'a Option<Uuid>, &'a Option<Nationality>, &'a Option<i16>, &'a Option<Sex>);

/// The person of a new case.
fn person(
    key: Uuid,
    (household, nationality, birth_year, sex): Facts<'_>,
) -> Result<Person, Refusal> {
    let (Some(nationality), Some(birth_year), Some(sex)) = (nationality, birth_year, sex) else {
        let text = "a new case needs nationality, birth year and sex";
        return Err(Refusal::new(Reason::FactsMissing, text));
    };
    Ok(Person {
        person_id: key,
        // Unset: a person without a household is one.
        household_id: household.unwrap_or(key),
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
    order: &Order<Uuid, Action>,
    env: &Env<'_>,
) -> Decision {
    let Action::TransferFile {
        origin,
        case_id,
        household_id,
        nationality,
        birth_year,
        sex,
        removable_from,
    } = &order.action
    else {
        return Ok(Vec::new());
    };
    let what = |removable_from| What::FileTransferred { origin: *origin, removable_from };
    if let Some(case) = state {
        order.check_version(case.version)?;
        order.check_date(env.today, Some(case.announced_on))?;
        agrees(case, (household_id, nationality, birth_year, sex))?;
        require(case, &[S::Announced], "transfer the file")?;
        // What was announced here holds: an appeal may still let the person stay.
        return Ok(vec![case.event(order.on, what(None))]);
    }
    order.check_date(env.today, None)?;
    let person = person(order.key, (household_id, nationality, birth_year, sex))?;
    let what = what(*removable_from);
    Ok(vec![Event { case_id: *case_id, person, occurred_on: order.on, what }])
}

/// A new file of somebody who has none, or whose case has ended with a departure or a right that is over.
fn opened(
    state: Option<&ReturnCase>,
    order: &Order<Uuid, Action>,
    facts: Facts<'_>,
    origin: FileOrigin,
) -> Result<Event, Refusal> {
    let what = What::FileTransferred { origin, removable_from: None };
    match state {
        None => {
            let person = person(order.key, facts)?;
            Ok(Event { case_id: None, person, occurred_on: order.on, what })
        }
        Some(case) if matches!(case.phase, Phase::Departed { .. } | Phase::Closed { .. }) => {
            Ok(Event { case_id: None, ..case.event(order.on, what) })
        }
        Some(case) => Err(wrong_state(case, "open a new file")),
    }
}

fn dated(
    state: Option<&ReturnCase>,
    order: &Order<Uuid, Action>,
    today: Date,
) -> Result<(), Refusal> {
    order.check_version(state.map_or(0, |case| case.version))?;
    order.check_date(today, state.and_then(|case| case.ended_on().or(Some(case.announced_on))))
}

/// Police or border police find somebody without lawful stay.
pub(super) fn found(
    state: Option<&ReturnCase>,
    order: &Order<Uuid, Action>,
    env: &Env<'_>,
) -> Decision {
    let Action::FoundIllegally { reported_by, household_id, nationality, birth_year, sex } =
        &order.action
    else {
        return Ok(Vec::new());
    };
    reported(*reported_by, &[Partner::Police, Partner::Kmar])?;
    dated(state, order, env.today)?;
    let facts = (household_id, nationality, birth_year, sex);
    state.map_or(Ok(()), |case| agrees(case, facts))?;
    let origin = if *reported_by == Partner::Kmar { FileOrigin::Kmar } else { FileOrigin::Police };
    match state {
        Some(case) if case.is_unsupervised() => reopen(case, order.on),
        Some(case) if case.phase == Phase::Announced => {
            Ok(vec![case.event(order.on, What::FileTransferred { origin, removable_from: None })])
        }
        _ => Ok(vec![opened(state, order, facts, origin)?]),
    }
}

/// The person was found again (R6): a counter-entry, the same case; and when the term of a transfer ended
/// meanwhile, the Netherlands is responsible.
pub(super) fn reopen(case: &ReturnCase, on: Date) -> Decision {
    require(case, &[S::Unsupervised], "open the case again")?;
    let mut events: Vec<Event> = corrected(case, on).into_iter().collect();
    events.push(case.event(on, What::ReturnReopened {}));
    if case.transfer_due_on().is_some_and(|last| last < on) && !case.transfer_waits() {
        events.push(case.event(on, What::TransferTermLapsed {}));
    }
    Ok(events)
}

/// Entry is refused at the border (Vw 6): a file of the border police, and border detention.
pub(super) fn refuse_entry(
    state: Option<&ReturnCase>,
    order: &Order<Uuid, Action>,
    env: &Env<'_>,
) -> Decision {
    let Action::RefuseEntry {
        reported_by,
        asks_asylum,
        family_facility,
        household_id,
        nationality,
        birth_year,
        sex,
    } = &order.action
    else {
        return Ok(Vec::new());
    };
    reported(*reported_by, &[Partner::Kmar])?;
    dated(state, order, env.today)?;
    let facts = (household_id, nationality, birth_year, sex);
    state.map_or(Ok(()), |case| agrees(case, facts))?;
    let file = opened(state, order, facts, FileOrigin::Kmar)?;
    let (person, case_id) = (file.person.clone(), file.case_id);
    let event = |what| Event { case_id, person: person.clone(), occurred_on: order.on, what };
    let mut events = vec![file.clone(), event(What::EntryRefused { asks_asylum: *asks_asylum })];
    if *asks_asylum {
        // Intake tells of the application too; what is held is not held twice.
        events.push(event(What::HeldForAsylum {}));
    }
    let case = events.iter().fold(state.cloned(), |case, event| Some(evolve(case, event)));
    let kind = if *asks_asylum { MeasureKind::BorderAsylum } else { MeasureKind::BorderReturn };
    let measure = Measure { kind, family_facility: *family_facility, extended: false };
    if let Some(case) = case {
        events.push(impose(&case, order.on, measure, env)?);
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
        What::ReturnCaseImported {
            state,
            origin,
            to_member_state: case.is_transfer(),
            removable_from: case.removable_from,
        },
    )])
}
