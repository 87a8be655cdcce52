//! The row of an asylum case: flat, as the table and the message have it.

use kernel::{CaseId, Date, HouseholdId, MoratoriumId, Nationality, Person, PersonId, Sex};
use law::{Cents, JudicialPenalty};

use crate::domain::case::{
    Application, Assigned, AsylumCase, Before, Decided, InDefault, Lodged, NextAppeal, OtherState,
    Phase, Responsibility, View,
};
use crate::domain::codes::*;

/// One row of the table; what each field says is in the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsylumCaseRow {
    pub case_id: CaseId,
    pub person_id: PersonId,
    pub household_id: HouseholdId,
    pub nationality: Nationality,
    pub birth_year: i16,
    pub sex: Sex,
    pub unaccompanied_minor: bool,
    pub kind: ApplicationKind,
    pub state: CaseState,
    pub made_on: Date,
    pub registered_on: Option<Date>,
    pub lodge_due_on: Option<Date>,
    pub lodged_on: Option<Date>,
    pub decision_due_on: Option<Date>,
    pub track: Option<Track>,
    pub member_state: Option<String>,
    pub responsibility_accepted_on: Option<Date>,
    pub interviewed_on: Option<Date>,
    pub suspended_until: Option<Date>,
    pub outcome: Option<DecisionOutcome>,
    pub decided_on: Option<Date>,
    pub withdrawal: Option<Withdrawal>,
    pub appeal_due_on: Option<Date>,
    pub appeal_instance: Option<AppealInstance>,
    pub appeal_suspensive: bool,
    pub previous_case_id: Option<CaseId>,
    pub subsequent_no: i32,
    pub in_default_since: Option<Date>,
    pub imported_on: Option<Date>,
    pub at_border: bool,
    pub screening_due_on: Option<Date>,
    pub register_due_on: Option<Date>,
    pub claim: Option<Claim>,
    pub claim_due_on: Option<Date>,
    pub reply_due_on: Option<Date>,
    pub transfer_decision_due_on: Option<Date>,
    pub ground: Option<Ground>,
    pub extended: bool,
    pub moratorium_id: Option<MoratoriumId>,
    pub interim: Option<Interim>,
    pub court_due_on: Option<Date>,
    pub penalty_day_cents: i64,
    pub penalty_max_cents: i64,
    pub penalty_cents: i64,
    pub version: i64,
    /// Unset in rows of older versions, and not sent; so are the next two.
    pub fact_on: Option<Date>,
    pub view_due_on: Option<Date>,
    pub view_on: Option<Date>,
}

db::table!(AsylumCaseRow in "asylum_case" by case_id: CaseId {
    case_id, person_id, household_id, nationality, birth_year, sex, unaccompanied_minor, kind, state, made_on, registered_on, lodge_due_on, lodged_on, decision_due_on, track, member_state, responsibility_accepted_on, interviewed_on, suspended_until, outcome, decided_on, withdrawal, appeal_due_on, appeal_instance, appeal_suspensive, previous_case_id, subsequent_no, in_default_since, imported_on, at_border, screening_due_on, register_due_on, claim, claim_due_on, reply_due_on, transfer_decision_due_on, ground, extended, moratorium_id, interim, court_due_on, penalty_day_cents, penalty_max_cents, penalty_cents, version, fact_on, view_due_on, view_on,
});
db::stored_as!(AsylumCase as AsylumCaseRow, |case| case.case_id);

impl From<&AsylumCase> for AsylumCaseRow {
    fn from(case: &AsylumCase) -> Self {
        let (person, decided) = (case.person.clone(), case.decided());
        let other = case.other_state.as_ref();
        let (claim_due_on, reply_due_on) = match case.responsibility() {
            Some(Responsibility::Hit { claim_due_on }) => (Some(claim_due_on), None),
            Some(Responsibility::Asked { reply_due_on }) => (None, Some(reply_due_on)),
            Some(Responsibility::Accepted { .. } | Responsibility::Settled) | None => (None, None),
        };
        let (screening_due_on, suspended_until) = match case.phase {
            Phase::Screening { due_on, .. } => (Some(due_on), None),
            Phase::Suspended { until } => (None, Some(until)),
            _ => (None, None),
        };
        Self {
            case_id: case.case_id,
            person_id: person.person_id,
            household_id: person.household_id,
            nationality: person.nationality,
            birth_year: person.birth_year,
            sex: person.sex,
            unaccompanied_minor: person.unaccompanied_minor,
            kind: case.kind,
            state: case.state(),
            made_on: case.made_on,
            registered_on: case.application.registered_on(),
            lodge_due_on: case.application.lodge_due_on(),
            lodged_on: case.application.lodged_on(),
            decision_due_on: case.decision_due_on,
            track: case.track(),
            member_state: other.map(|other| other.member_state.clone()),
            responsibility_accepted_on: case.accepted_on(),
            interviewed_on: case.interviewed_on,
            suspended_until,
            outcome: decided.outcome,
            decided_on: decided.on,
            withdrawal: case.withdrawal,
            appeal_due_on: case.appeal_due_on(),
            appeal_instance: case.appeal_instance(),
            appeal_suspensive: case.appeal_suspensive(),
            previous_case_id: case.previous_case_id,
            subsequent_no: case.subsequent_no,
            in_default_since: case.in_default.map(|late| late.since),
            imported_on: case.imported_on,
            at_border: case.at_border,
            screening_due_on,
            register_due_on: case.phase.register_due_on(),
            claim: other.map(|other| other.claim),
            claim_due_on,
            reply_due_on,
            transfer_decision_due_on: other.and_then(|other| other.transfer_decision_due_on),
            ground: case.assigned.and_then(|way| way.ground),
            extended: case.assigned.is_some_and(|way| way.extended),
            moratorium_id: case.moratorium_id,
            interim: case.interim,
            court_due_on: case.in_default.and_then(|late| late.court_due_on),
            penalty_day_cents: case.court_penalty.a_day.0,
            penalty_max_cents: case.court_penalty.at_most.0,
            penalty_cents: case.penalty_cents,
            version: case.version,
            fact_on: case.fact_on,
            view_due_on: case.view.due_on,
            view_on: case.view.received_on,
        }
    }
}

/// What does not go together in a row.
type Odd = &'static str;

impl TryFrom<AsylumCaseRow> for AsylumCase {
    type Error = Odd;

    fn try_from(row: AsylumCaseRow) -> Result<Self, Odd> {
        let (phase, before) = phase(&row)?;
        Ok(Self {
            case_id: row.case_id,
            person: Person {
                person_id: row.person_id,
                household_id: row.household_id,
                nationality: row.nationality,
                birth_year: row.birth_year,
                sex: row.sex,
                unaccompanied_minor: row.unaccompanied_minor,
            },
            kind: row.kind,
            made_on: row.made_on,
            imported_on: row.imported_on,
            at_border: row.at_border,
            previous_case_id: row.previous_case_id,
            subsequent_no: row.subsequent_no,
            application: application(&row)?,
            phase,
            decision_due_on: row.decision_due_on,
            other_state: other_state(&row)?,
            assigned: assigned(&row)?,
            interviewed_on: row.interviewed_on,
            view: View { due_on: row.view_due_on, received_on: row.view_on },
            moratorium_id: row.moratorium_id,
            before,
            withdrawal: row.withdrawal,
            interim: row.interim,
            in_default: match (row.in_default_since, row.court_due_on) {
                (Some(since), court_due_on) => Some(InDefault { since, court_due_on }),
                (None, None) => None,
                (None, Some(_)) => return Err("court_due_on goes with in_default_since"),
            },
            court_penalty: JudicialPenalty {
                a_day: Cents(row.penalty_day_cents),
                at_most: Cents(row.penalty_max_cents),
            },
            penalty_cents: row.penalty_cents,
            version: row.version,
            fact_on: row.fact_on,
        })
    }
}

fn application(row: &AsylumCaseRow) -> Result<Application, Odd> {
    match (row.registered_on, row.lodge_due_on, row.lodged_on) {
        (None, None, None) => Ok(Application::Made),
        (Some(on), lodge_due_on, None) => Ok(Application::Registered { on, lodge_due_on }),
        (Some(registered_on), None, Some(on)) => {
            Ok(Application::Lodged(Lodged { registered_on, on }))
        }
        // Who hands a case over need not tell when it was registered: it is taken over as of the wish.
        (None, None, Some(on)) => {
            Ok(Application::Lodged(Lodged { registered_on: row.made_on, on }))
        }
        (None, Some(_), None) => Err("lodge_due_on goes with registered_on"),
        (_, Some(_), Some(_)) => Err("lodge_due_on does not go with lodged_on"),
    }
}

fn other_state(row: &AsylumCaseRow) -> Result<Option<OtherState>, Odd> {
    let stands = match (row.claim_due_on, row.reply_due_on, row.responsibility_accepted_on) {
        (None, None, None) => Responsibility::Settled,
        (Some(claim_due_on), None, None) => Responsibility::Hit { claim_due_on },
        (None, Some(reply_due_on), None) => Responsibility::Asked { reply_due_on },
        (None, None, Some(on)) => Responsibility::Accepted { on },
        _ => return Err("of claim_due_on, reply_due_on and responsibility_accepted_on one holds"),
    };
    let waits = matches!(stands, Responsibility::Asked { .. });
    let checked = waits || matches!(stands, Responsibility::Accepted { .. });
    match row.state {
        CaseState::ResponsibilityCheck if !checked => {
            return Err("RESPONSIBILITY_CHECK needs reply_due_on or responsibility_accepted_on");
        }
        CaseState::ResponsibilityCheck => {}
        _ if waits => return Err("reply_due_on goes with RESPONSIBILITY_CHECK"),
        _ => {}
    }
    let transfer_decision_due_on = row.transfer_decision_due_on;
    match (row.member_state.clone(), row.claim) {
        (Some(member_state), Some(claim)) => {
            Ok(Some(OtherState { member_state, claim, stands, transfer_decision_due_on }))
        }
        (None, None) if stands == Responsibility::Settled && transfer_decision_due_on.is_none() => {
            Ok(None)
        }
        (None, None) => Err("a term of another member state goes with member_state and claim"),
        _ => Err("member_state goes with claim"),
    }
}

fn assigned(row: &AsylumCaseRow) -> Result<Option<Assigned>, Odd> {
    match row.track {
        Some(track) => Ok(Some(Assigned { track, ground: row.ground, extended: row.extended })),
        None if row.ground.is_some() => Err("ground goes with track"),
        None if row.extended => Err("extended goes with track"),
        None => Ok(None),
    }
}

/// The phase, and what is left of an earlier ending.
fn phase(row: &AsylumCaseRow) -> Result<(Phase, Before), Odd> {
    use CaseState as S;
    let early = matches!(row.state, S::Made | S::Screening | S::Screened);
    if early && (row.registered_on.is_some() || row.lodged_on.is_some()) {
        return Err("registered_on and lodged_on go with a state after registration");
    }
    if !early && row.register_due_on.is_some() {
        return Err("register_due_on goes with a state before registration");
    }
    if row.state != S::Screening && row.screening_due_on.is_some() {
        return Err("screening_due_on goes with SCREENING");
    }
    if row.state != S::Suspended && row.suspended_until.is_some() {
        return Err("suspended_until goes with SUSPENDED");
    }
    if !matches!(row.state, S::Rejected | S::Withdrawn) && row.appeal_due_on.is_some() {
        return Err("appeal_due_on goes with REJECTED or WITHDRAWN");
    }
    let (register_due_on, suspensive) = (row.register_due_on, row.appeal_suspensive);
    let decided = Decided { on: row.decided_on, outcome: row.outcome };
    let open = |phase| Ok((phase, Before { decided, instance: row.appeal_instance, suspensive }));
    let closed = |phase| Ok((phase, Before::default()));
    match row.state {
        S::Made => open(Phase::Made { register_due_on }),
        S::Screening => {
            let due_on = row.screening_due_on.ok_or("SCREENING needs screening_due_on")?;
            open(Phase::Screening { due_on, register_due_on })
        }
        S::Screened => open(Phase::Screened { register_due_on }),
        S::Registered => open(Phase::Registered),
        S::Lodged => open(Phase::Lodged),
        S::ResponsibilityCheck => open(Phase::ResponsibilityCheck),
        S::Routed => open(Phase::Routed),
        S::Interviewed => open(Phase::Interviewed),
        S::Intention => open(Phase::Intention),
        S::Suspended => {
            let until = row.suspended_until.ok_or("SUSPENDED needs suspended_until")?;
            open(Phase::Suspended { until })
        }
        S::Rejected => closed(Phase::Rejected { decided, appeal: next_appeal(row) }),
        S::Appeal | S::FurtherAppeal => {
            let instance = if row.state == S::Appeal {
                AppealInstance::Court
            } else {
                AppealInstance::CouncilOfState
            };
            // Who hands a case over need not tell before whom: the state says it.
            if row.appeal_instance.is_some_and(|told| told != instance) {
                return Err("appeal_instance is another one than the state says");
            }
            closed(Phase::Appeal { decided, instance, suspensive })
        }
        S::FinalNegative if row.appeal_instance.is_none() => {
            closed(Phase::FinalNegative { decided, suspensive })
        }
        S::Withdrawn => withdrawn(row).and_then(closed),
        _ if row.appeal_instance.is_some() => Err("appeal_instance goes with an appeal"),
        _ if suspensive => Err("appeal_suspensive goes with an appeal"),
        S::Granted => match decided {
            Decided { on: Some(on), outcome: Some(outcome) } => {
                closed(Phase::Granted { outcome, on })
            }
            _ => Err("GRANTED needs outcome and decided_on"),
        },
        S::Revoked => closed(Phase::Revoked { decided }),
        S::FinalPositive | S::FinalNegative => closed(Phase::FinalPositive { decided }),
    }
}

fn next_appeal(row: &AsylumCaseRow) -> Option<NextAppeal> {
    let (due_on, suspensive) = (row.appeal_due_on, row.appeal_suspensive);
    // Who hands a case over need not tell before whom: the first appeal is before the court.
    let first = due_on.is_some() || suspensive;
    let instance = row.appeal_instance.or(first.then_some(AppealInstance::Court))?;
    Some(NextAppeal { instance, due_on, suspensive })
}

fn withdrawn(row: &AsylumCaseRow) -> Result<Phase, Odd> {
    let appeal_due_on = row.appeal_due_on;
    if row.appeal_instance != appeal_due_on.map(|_| AppealInstance::Court) {
        return Err("of a withdrawal appeal_due_on goes with an appeal before the court");
    }
    if row.appeal_suspensive {
        return Err("appeal_suspensive does not go with WITHDRAWN");
    }
    let on = row.decided_on.ok_or("WITHDRAWN needs decided_on")?;
    Ok(Phase::Withdrawn { on, outcome: row.outcome, appeal_due_on })
}

#[cfg(test)]
pub(super) mod tests;
