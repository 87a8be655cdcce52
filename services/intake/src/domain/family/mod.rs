//! Family reunification (nareis): one case per family member.

mod action;
mod event;
mod file;
mod state;

pub use action::Action;
pub use event::{Event, What};
pub use file::Held;
use jiff::Unit;
use kernel::{Date, Order, Person, Reason, Refusal, Uuid};
use law::{Eligibility, Policy, Sponsor, rule};
pub use state::FamilyCase;

use crate::domain::codes::{FamilyState as S, Relation};

impl FamilyCase {
    /// The person, as events name it.
    pub fn person(&self) -> Person {
        Person {
            person_id: self.person_id,
            household_id: self.household_id,
            nationality: self.nationality,
            birth_year: self.birth_year,
            sex: self.sex,
            unaccompanied_minor: self.unaccompanied_minor,
        }
    }
}

type Decision = Result<Vec<Event>, Refusal>;

/// Decides on an order.
pub fn decide(
    policy: &Policy,
    state: Option<&FamilyCase>,
    order: &Order<Uuid, Action>,
    today: Date,
    held: Held<'_>,
) -> Decision {
    if let Action::FileFamilyApplication { .. } = order.action {
        return file::file(policy, state, order, today, held);
    }
    let case = state.ok_or_else(|| {
        Refusal::not_found(Reason::NotFound, format!("no family case {}", order.key))
    })?;
    order.check_version(case.version)?;
    let since =
        [case.decided_on, case.arrived_on].into_iter().flatten().fold(case.filed_on, Date::max);
    order.check_date(today, Some(since))?;
    let on = order.on;
    match &order.action {
        Action::FileFamilyApplication { .. } => Ok(Vec::new()),
        Action::RequestFamilyFacts {} => {
            require(case, &[S::Filed, S::WaitingCondition], "ask for facts")?;
            one(case, on, What::FamilyFactsRequested {})
        }
        Action::ReceiveFamilyFacts {} => {
            require(case, &[S::Incomplete], "receive facts")?;
            one(case, on, What::FamilyFactsReceived { waits_until: waits(policy, case, on) })
        }
        Action::RecordFamilyConditions { own_income, own_home } => {
            require(case, &[S::Filed, S::Incomplete, S::WaitingCondition], "record conditions")?;
            let (own_income, own_home) = (*own_income, *own_home);
            one(case, on, What::FamilyConditionsRecorded { own_income, own_home })
        }
        Action::DecideFamilyApplication { granted } => {
            require(case, &[S::Filed, S::WaitingCondition], "decide")?;
            if *granted {
                may_approve(policy, case, on)?;
            }
            let objection_due_on = (!granted).then(|| policy.due(rule::FAMILY_OBJECTION, on));
            one(case, on, What::FamilyApplicationDecided { granted: *granted, objection_due_on })
        }
        Action::ObjectToFamilyDecision {} => {
            require(case, &[S::Rejected], "object")?;
            if case.objection_due_on.is_none_or(|due| on > due) {
                return Err(Refusal::new(Reason::AppealTooLate, "the term to object is over"));
            }
            one(case, on, What::FamilyObjectionLodged {})
        }
        Action::RuleOnFamilyObjection { grounded } => {
            require(case, &[S::Objection], "rule on the objection")?;
            one(case, on, What::FamilyObjectionRuled { grounded: *grounded })
        }
        Action::OfferVisaAppointment { appointment_on } => {
            require(case, &[S::Approved], "offer an appointment")?;
            if *appointment_on < on {
                return Err(Refusal::new(Reason::DateBeforeLast, "the appointment has passed"));
            }
            one(case, on, What::VisaAppointmentOffered { appointment_on: *appointment_on })
        }
        Action::RefuseEntryVisa {} => {
            require(case, &[S::Approved], "refuse the visa")?;
            one(case, on, What::EntryVisaRefused {})
        }
        Action::IssueEntryVisa {} => {
            require(case, &[S::Approved], "issue the visa")?;
            one(case, on, What::EntryVisaIssued { valid_until: policy.due(rule::ENTRY_VISA, on) })
        }
        Action::RecordFamilyArrival { needs_reception } => {
            require(case, &[S::VisaIssued], "arrive")?;
            let days =
                case.sponsor_granted_on.until((Unit::Day, on)).map_or(0, |span| span.get_days());
            one(
                case,
                on,
                What::FamilyMemberArrived {
                    needs_reception: *needs_reception,
                    days_since_grant: days,
                },
            )
        }
        Action::IssueFamilyPermit {} => {
            require(case, &[S::Arrived], "issue the permit")?;
            one(case, on, What::FamilyPermitIssued {})
        }
        Action::LapseFamilyApplication {} => {
            require(case, &[S::Approved, S::VisaIssued], "lapse")?;
            one(case, on, What::FamilyApplicationLapsed {})
        }
    }
}

/// Whether and from when the member can be approved, by the law of the day `on`.
fn eligibility(policy: &Policy, case: &FamilyCase, on: Date) -> Eligibility {
    let sponsor =
        Sponsor { granted_on: case.sponsor_granted_on, subsidiary: case.sponsor_subsidiary };
    // Of cases older than these books the relation is not known: the core family is most likely.
    let relation = case.relation.unwrap_or(Relation::Spouse);
    law::family_eligibility(policy, sponsor, relation.into(), case.filed_on, on)
}

fn waits(policy: &Policy, case: &FamilyCase, on: Date) -> Option<Date> {
    match eligibility(policy, case, on) {
        Eligibility::Conditions { from, .. } => Some(from),
        Eligibility::Now | Eligibility::Not => None,
    }
}

fn may_approve(policy: &Policy, case: &FamilyCase, on: Date) -> Result<(), Refusal> {
    let no = |reason, text| Err(Refusal::new(reason, text));
    match eligibility(policy, case, on) {
        Eligibility::Now => Ok(()),
        Eligibility::Not => no(Reason::NotEligible, "the law reunites the core family only"),
        Eligibility::Conditions { from, .. } if on < from => {
            no(Reason::ConditionNotMet, "the waiting period of the sponsor is not over")
        }
        Eligibility::Conditions { income_and_home: true, .. } if !case.own_income => {
            no(Reason::ConditionNotMet, "the sponsor has no sufficient income of their own")
        }
        Eligibility::Conditions { income_and_home: true, .. } if !case.own_home => {
            no(Reason::ConditionNotMet, "the sponsor has no home of their own")
        }
        Eligibility::Conditions { .. } => Ok(()),
    }
}

/// A visa that was not used in its time lapses; nothing otherwise.
pub fn lapse(case: &FamilyCase, today: Date) -> Vec<Event> {
    let over = case.visa_valid_until.is_some_and(|until| until < today);
    if case.state == S::VisaIssued && over {
        one(case, today, What::FamilyApplicationLapsed {}).unwrap_or_default()
    } else {
        Vec::new()
    }
}

/// The case is one of `person`, after a correction of who somebody is. The household stays the sponsor's.
pub fn corrected(case: &FamilyCase, person: &Person, on: Date) -> Vec<Event> {
    let person = Person {
        household_id: case.household_id,
        unaccompanied_minor: case.unaccompanied_minor,
        ..person.clone()
    };
    changed(case, person, on)
}

/// The sponsor of the case belongs to the household `household_id`, after two registrations were one person.
pub fn follows(case: &FamilyCase, household_id: Uuid, on: Date) -> Vec<Event> {
    changed(case, Person { household_id, ..case.person() }, on)
}

fn changed(case: &FamilyCase, person: Person, on: Date) -> Vec<Event> {
    let before = case.person();
    if before == person {
        return Vec::new();
    }
    let what = What::FamilyCaseCorrected { before, arrived_on: case.arrived_on };
    vec![Event { case_id: case.case_id, person, occurred_on: on, what }]
}

/// Takes a case over at the opening of the books, as it stands.
pub fn import(state: Option<&FamilyCase>, case: &FamilyCase, on: Date) -> Decision {
    if state.is_some() {
        return Err(Refusal::new(
            Reason::AlreadyExists,
            format!("family case {} is there already", case.case_id),
        ));
    }
    if !matches!(case.state, S::Filed | S::Approved) {
        let text = format!("a family case in state {} cannot be taken over", case.state);
        return Err(Refusal::new(Reason::NotByImport, text));
    }
    one(
        case,
        on,
        What::FamilyCaseImported {
            sponsor_granted_on: case.sponsor_granted_on,
            sponsor_subsidiary: case.sponsor_subsidiary,
            state: case.state,
            filed_on: case.filed_on,
            decision_due_on: case.decision_due_on,
        },
    )
}

/// The case after an event.
pub fn evolve(state: Option<FamilyCase>, event: &Event) -> FamilyCase {
    let on = event.occurred_on;
    let mut case = state.unwrap_or_else(|| blank(event, on));
    case.version += 1;
    match &event.what {
        What::FamilyApplicationFiled {
            sponsor_case_id,
            sponsor_granted_on,
            sponsor_subsidiary,
            relation,
            decision_due_on,
            waits_until,
        } => {
            case.sponsor_subsidiary = *sponsor_subsidiary;
            case.relation = Some(*relation);
            case.sponsor_case_id = *sponsor_case_id;
            case.sponsor_granted_on = *sponsor_granted_on;
            case.decision_due_on = *decision_due_on;
            case.waits_until = *waits_until;
            case.state = if waits_until.is_some() { S::WaitingCondition } else { S::Filed };
        }
        What::FamilyFactsRequested {} => case.state = S::Incomplete,
        What::FamilyFactsReceived { waits_until } => {
            case.waits_until = *waits_until;
            case.state = if waits_until.is_some() { S::WaitingCondition } else { S::Filed };
        }
        What::FamilyConditionsRecorded { own_income, own_home } => {
            case.own_income = *own_income;
            case.own_home = *own_home;
        }
        What::FamilyObjectionLodged {} => {
            case.state = S::Objection;
            case.objection_due_on = None;
        }
        What::FamilyObjectionRuled { grounded } => {
            case.state = if *grounded { S::Filed } else { S::Rejected };
        }
        What::VisaAppointmentOffered { appointment_on } => {
            case.visa_appointment_on = Some(*appointment_on);
        }
        What::FamilyCaseCorrected { .. } => {
            case.person_id = event.person.person_id;
            case.household_id = event.person.household_id;
            case.nationality = event.person.nationality;
            case.birth_year = event.person.birth_year;
            case.sex = event.person.sex;
        }
        What::EntryVisaRefused {} => case.state = S::Rejected,
        What::FamilyApplicationDecided { granted, objection_due_on } => {
            case.objection_due_on = *objection_due_on;
            case.state = if *granted { S::Approved } else { S::Rejected };
            case.decided_on = Some(on);
        }
        What::EntryVisaIssued { valid_until } => {
            case.state = S::VisaIssued;
            case.visa_valid_until = Some(*valid_until);
        }
        What::FamilyMemberArrived { .. } => {
            case.state = S::Arrived;
            case.arrived_on = Some(on);
            case.visa_valid_until = None;
        }
        What::FamilyPermitIssued {} => case.state = S::Permit,
        What::FamilyApplicationLapsed {} => {
            case.state = S::Lapsed;
            case.visa_valid_until = None;
        }
        What::FamilyCaseImported {
            sponsor_granted_on,
            sponsor_subsidiary,
            state,
            filed_on,
            decision_due_on,
        } => {
            case.sponsor_subsidiary = *sponsor_subsidiary;
            case.sponsor_granted_on = *sponsor_granted_on;
            case.state = *state;
            case.filed_on = *filed_on;
            case.decision_due_on = *decision_due_on;
        }
    }
    case
}

fn blank(event: &Event, on: Date) -> FamilyCase {
    FamilyCase {
        case_id: event.case_id,
        person_id: event.person.person_id,
        household_id: event.person.household_id,
        nationality: event.person.nationality,
        birth_year: event.person.birth_year,
        sex: event.person.sex,
        unaccompanied_minor: event.person.unaccompanied_minor,
        sponsor_case_id: None,
        sponsor_granted_on: on,
        sponsor_subsidiary: false,
        relation: None,
        own_income: false,
        own_home: false,
        objection_due_on: None,
        visa_appointment_on: None,
        state: S::Filed,
        filed_on: on,
        decision_due_on: on,
        decided_on: None,
        waits_until: None,
        visa_valid_until: None,
        arrived_on: None,
        version: 0,
    }
}

fn require(case: &FamilyCase, states: &[S], what: &str) -> Result<(), Refusal> {
    if states.contains(&case.state) {
        return Ok(());
    }
    Err(Refusal::wrong_state(what, case.state, states))
}

fn one(case: &FamilyCase, on: Date, what: What) -> Decision {
    Ok(vec![Event { case_id: case.case_id, person: case.person(), occurred_on: on, what }])
}

#[cfg(test)]
mod tests;
