//! The row of a family case: flat, as the table and the message have it.

use kernel::{CaseId, Date, FamilyCaseId, HouseholdId, Nationality, Person, PersonId, Sex};
use law::Sponsor;

use crate::domain::codes::{FamilyState, Relation};
use crate::domain::family::{FamilyCase, Phase};

/// One row of the table; what each field says is in the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyCaseRow {
    pub case_id: FamilyCaseId,
    pub person_id: PersonId,
    pub household_id: HouseholdId,
    pub nationality: Nationality,
    pub birth_year: i16,
    pub sex: Sex,
    pub unaccompanied_minor: bool,
    pub sponsor_case_id: Option<CaseId>,
    pub sponsor_granted_on: Date,
    pub state: FamilyState,
    pub filed_on: Date,
    pub decision_due_on: Date,
    pub decided_on: Option<Date>,
    pub waits_until: Option<Date>,
    pub visa_valid_until: Option<Date>,
    pub arrived_on: Option<Date>,
    pub sponsor_subsidiary: bool,
    pub relation: Option<Relation>,
    pub own_income: bool,
    pub own_home: bool,
    pub objection_due_on: Option<Date>,
    pub visa_appointment_on: Option<Date>,
    pub version: i64,
}

db::table!(FamilyCaseRow in "family_case" by case_id: FamilyCaseId {
    case_id, person_id, household_id, nationality, birth_year, sex, unaccompanied_minor, sponsor_case_id, sponsor_granted_on, state, filed_on, decision_due_on, decided_on, waits_until, visa_valid_until, arrived_on, sponsor_subsidiary, relation, own_income, own_home, objection_due_on, visa_appointment_on, version,
});
db::stored_as!(FamilyCase as FamilyCaseRow, |case| case.case_id);

impl From<&FamilyCase> for FamilyCaseRow {
    fn from(case: &FamilyCase) -> Self {
        let person = case.person.clone();
        let (visa_valid_until, objection_due_on) = match case.phase {
            Phase::VisaIssued { valid_until } => (Some(valid_until), None),
            Phase::Rejected { objection_due_on } => (None, objection_due_on),
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
            sponsor_case_id: case.sponsor_case_id,
            sponsor_granted_on: case.sponsor.granted_on,
            state: case.state(),
            filed_on: case.filed_on,
            decision_due_on: case.decision_due_on,
            decided_on: case.decided_on,
            waits_until: case.waits_until,
            visa_valid_until,
            arrived_on: case.arrived_on(),
            sponsor_subsidiary: case.sponsor.subsidiary,
            relation: case.relation,
            own_income: case.own_income,
            own_home: case.own_home,
            objection_due_on,
            visa_appointment_on: case.visa_appointment_on,
            version: case.version,
        }
    }
}

impl TryFrom<FamilyCaseRow> for FamilyCase {
    type Error = &'static str;

    fn try_from(row: FamilyCaseRow) -> Result<Self, Self::Error> {
        Ok(Self {
            phase: phase(&row)?,
            case_id: row.case_id,
            person: Person {
                person_id: row.person_id,
                household_id: row.household_id,
                nationality: row.nationality,
                birth_year: row.birth_year,
                sex: row.sex,
                unaccompanied_minor: row.unaccompanied_minor,
            },
            sponsor_case_id: row.sponsor_case_id,
            sponsor: Sponsor {
                granted_on: row.sponsor_granted_on,
                subsidiary: row.sponsor_subsidiary,
            },
            relation: row.relation,
            own_income: row.own_income,
            own_home: row.own_home,
            filed_on: row.filed_on,
            decision_due_on: row.decision_due_on,
            decided_on: row.decided_on,
            waits_until: row.waits_until,
            visa_appointment_on: row.visa_appointment_on,
            version: row.version,
        })
    }
}

fn phase(row: &FamilyCaseRow) -> Result<Phase, &'static str> {
    use FamilyState as S;
    if row.state != S::VisaIssued && row.visa_valid_until.is_some() {
        return Err("visa_valid_until goes with VISA_ISSUED");
    }
    if !matches!(row.state, S::Arrived | S::Permit) && row.arrived_on.is_some() {
        return Err("arrived_on goes with ARRIVED or PERMIT");
    }
    if row.state != S::Rejected && row.objection_due_on.is_some() {
        return Err("objection_due_on goes with REJECTED");
    }
    if row.state == S::WaitingCondition && row.waits_until.is_none() {
        return Err("WAITING_CONDITION needs waits_until");
    }
    let arrived_on = row.arrived_on.ok_or("ARRIVED and PERMIT need arrived_on");
    Ok(match row.state {
        S::Filed => Phase::Filed,
        S::Incomplete => Phase::Incomplete,
        S::WaitingCondition => Phase::WaitingCondition,
        S::Approved => Phase::Approved,
        S::VisaIssued => {
            let valid_until = row.visa_valid_until.ok_or("VISA_ISSUED needs visa_valid_until")?;
            Phase::VisaIssued { valid_until }
        }
        S::Arrived => Phase::Arrived { on: arrived_on? },
        S::Permit => Phase::Permit { arrived_on: arrived_on? },
        S::Rejected => Phase::Rejected { objection_due_on: row.objection_due_on },
        S::Objection => Phase::Objection,
        S::Lapsed => Phase::Lapsed,
    })
}

#[cfg(test)]
pub(super) mod tests;
