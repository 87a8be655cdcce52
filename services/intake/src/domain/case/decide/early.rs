//! From the wish to the lodged application: screening, registration, lodging, and their terms.

use kernel::{CaseId, Command, Date, Ids, PersonDetails, Reason, Refusal};
use law::{Policy, Regime, rule};

use super::super::{AsylumCase, CommandKind, Env, Event, EventKind};
use super::{Decision, one, one_procedure, require};
use crate::domain::codes::{ApplicationKind, CaseState as S, Referral};

pub(super) fn make(
    state: Option<&AsylumCase>,
    command: &Command<CaseId, CommandKind>,
    env: &Env<'_>,
) -> Decision {
    let CommandKind::MakeApplication {
        person_id,
        household_id,
        kind,
        nationality,
        birth_year,
        sex,
        unaccompanied_minor,
        previous_case_id,
        wrong_authority,
    } = &command.kind
    else {
        return Ok(Vec::new());
    };
    if state.is_some() {
        return Err(Refusal::new(
            Reason::AlreadyExists,
            format!("case {} is there already", command.key),
        ));
    }
    command.check_date(env.today, None)?;
    one_procedure(env.others)?;
    let newest = env.others.iter().max_by_key(|case| (case.made_on, case.case_id));
    let newest_id = newest.filter(|_| *kind == ApplicationKind::Repeat).map(|case| case.case_id);
    let previous_case_id = previous_case_id.or(newest_id);
    let subsequent_no = subsequent_no(*kind, previous_case_id, env.others)?;
    let held = newest.map(|case| &case.person);
    let household = household_id.or(held.map(|held| held.household_id));
    let told = PersonDetails { nationality: *nationality, birth_year: *birth_year, sex: *sex };
    let household = household
        // Unset: a person without a household is one, whose id follows from the case.
        .unwrap_or_else(|| Ids::derive(command.key.uuid(), b"household").into());
    let person = kernel::Person {
        unaccompanied_minor: *unaccompanied_minor,
        ..told.person(*person_id, household, held)?
    };
    let kind = EventKind::ApplicationMade {
        kind: *kind,
        previous_case_id,
        subsequent_no,
        register_due_on: register_due(env.policy, command.on, *wrong_authority),
        // A second repeat application gives no right to stay (APR 56).
        right_to_stay: i64::from(subsequent_no)
            < env.policy.get(rule::SUBSEQUENT_WITHOUT_STAY_FROM, command.on),
    };
    Ok(vec![Event { case_id: command.key, person, occurred_on: command.on, kind }])
}

fn subsequent_no(
    kind: ApplicationKind,
    previous_case_id: Option<CaseId>,
    others: &[&AsylumCase],
) -> Result<i32, Refusal> {
    let previous = previous_case_id.and_then(|id| others.iter().find(|case| case.case_id == id));
    match (kind, previous) {
        (ApplicationKind::Repeat, Some(previous)) => Ok(previous.subsequent_no + 1),
        (ApplicationKind::Repeat, None) if previous_case_id.is_some() => Err(Refusal::new(
            Reason::NoEarlierDecision,
            "the case before is not one of this person",
        )),
        // The decision may be older than these books.
        (ApplicationKind::Repeat, None) => Ok(1),
        (_, _) if others.is_empty() => Ok(0),
        (_, _) => Err(Refusal::new(
            Reason::NoEarlierDecision,
            "a later application of a person is a repeat one",
        )),
    }
}

/// Last day to register after a wish on `on` (APR 27); the law before the pact set none.
pub(in super::super) fn register_due(
    policy: &Policy,
    on: Date,
    wrong_authority: bool,
) -> Option<Date> {
    if policy.regime(on) == Regime::Legacy2013 {
        return None;
    }
    let term = if policy.get(rule::CRISIS, on) {
        rule::REGISTRATION_CRISIS
    } else if policy.get(rule::MASS_ARRIVAL, on) {
        rule::REGISTRATION_MASS_ARRIVAL
    } else {
        rule::REGISTRATION
    };
    // The right authority has its own term from the notice of the wrong one.
    let start =
        if wrong_authority { policy.due(rule::REGISTRATION_WRONG_AUTHORITY, on) } else { on };
    Some(policy.due(term, start))
}

pub(super) fn screen(
    policy: &Policy,
    case: &AsylumCase,
    on: Date,
    at_border: bool,
    over_72_hours: bool,
) -> Decision {
    require(case, &[S::Made], "start the screening")?;
    let term = match (at_border, over_72_hours) {
        (true, true) => rule::SCREENING_BORDER_LATE,
        (true, false) => rule::SCREENING_BORDER,
        (false, _) => rule::SCREENING_INLAND,
    };
    one(case, on, EventKind::ScreeningStarted { due_on: policy.due(term, on), at_border })
}

pub(super) fn screened(
    policy: &Policy,
    case: &AsylumCase,
    on: Date,
    complete: bool,
    referral: Option<Referral>,
    disputed: bool,
) -> Decision {
    require(case, &[S::Screening], "finish the screening")?;
    one(
        case,
        on,
        EventKind::ScreeningFinished {
            complete,
            // Unset: screening leads to asylum when nothing else is said (APR 18).
            referral: referral.unwrap_or(Referral::Asylum),
            disputed,
            // The term to register begins when screening ends (APR 27(7)).
            register_due_on: register_due(policy, on, false),
        },
    )
}

pub(super) fn register(policy: &Policy, case: &AsylumCase, on: Date) -> Decision {
    require(case, &[S::Made, S::Screened], "register")?;
    let term = if case.at_border {
        rule::LODGING_BORDER
    } else if policy.get(rule::MASS_ARRIVAL, on) {
        rule::LODGING_MASS_ARRIVAL
    } else {
        rule::LODGING
    };
    let age = i64::from(on.year() - case.person.birth_year);
    let biometrics = age >= policy.get(rule::EURODAC_AGE, on);
    let eurodac_due_on = biometrics.then(|| policy.due(rule::EURODAC, on));
    one(
        case,
        on,
        EventKind::ApplicationRegistered { lodge_due_on: policy.due(term, on), eurodac_due_on },
    )
}

pub(super) fn lodge(policy: &Policy, case: &AsylumCase, on: Date, late_reason: &str) -> Decision {
    require(case, &[S::Registered], "lodge")?;
    let pact = policy.regime(on) == Regime::Pact2026;
    // The old law knew no such term: who was registered under it may lodge under the pact.
    let bound = policy.regime(case.made_on) == Regime::Pact2026;
    let late = bound && case.application.lodge_due_on().is_some_and(|due| on > due);
    if late && late_reason.trim().is_empty() {
        return Err(Refusal::new(
            Reason::LodgedTooLate,
            "the term to lodge is over and no cause is given",
        ));
    }
    let term = if pact { rule::REGULAR } else { rule::LEGACY_DECISION };
    let decision_due_on = policy.due(term, on);
    one(case, on, EventKind::ApplicationLodged { kind: case.kind, decision_due_on })
}
