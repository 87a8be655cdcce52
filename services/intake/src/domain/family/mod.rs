//! Family reunification (nareis): one case per family member.

mod command;
mod event;
mod file;
mod state;

pub use command::CommandKind;
pub use event::{Event, EventKind};
pub use file::Held;
use jiff::Unit;
use kernel::{Command, Date, FamilyCaseId, HouseholdId, Person, Reason, Refusal};
use law::{Eligibility, Policy, Sponsor, rule};
pub use state::{FamilyCase, Phase};

use crate::domain::codes::FamilyState as S;

type Decision = Result<Vec<Event>, Refusal>;

/// Decides on a command.
pub fn decide(
    policy: &Policy,
    state: Option<&FamilyCase>,
    command: &Command<FamilyCaseId, CommandKind>,
    today: Date,
    held: Held<'_>,
) -> Decision {
    if let CommandKind::FileFamilyApplication { .. } = command.kind {
        return file::file(policy, state, command, today, held);
    }
    let case = state.ok_or_else(|| {
        Refusal::not_found(Reason::NotFound, format!("no family case {}", command.key))
    })?;
    command.check_version(case.version)?;
    let since =
        [case.decided_on, case.arrived_on()].into_iter().flatten().fold(case.filed_on, Date::max);
    command.check_date(today, Some(since))?;
    let on = command.on;
    match &command.kind {
        CommandKind::FileFamilyApplication { .. } => Ok(Vec::new()),
        CommandKind::RequestFamilyFacts {} => {
            require(case, &[S::Filed, S::WaitingCondition], "ask for facts")?;
            one(case, on, EventKind::FamilyFactsRequested {})
        }
        CommandKind::ReceiveFamilyFacts {} => {
            require(case, &[S::Incomplete], "receive facts")?;
            one(case, on, EventKind::FamilyFactsReceived { waits_until: waits(policy, case, on) })
        }
        CommandKind::RecordFamilyConditions { own_income, own_home } => {
            require(case, &[S::Filed, S::Incomplete, S::WaitingCondition], "record conditions")?;
            let (own_income, own_home) = (*own_income, *own_home);
            one(case, on, EventKind::FamilyConditionsRecorded { own_income, own_home })
        }
        CommandKind::DecideFamilyApplication { granted } => {
            require(case, &[S::Filed, S::WaitingCondition], "decide")?;
            if *granted {
                may_approve(policy, case, on)?;
            }
            let objection_due_on = (!granted).then(|| policy.due(rule::FAMILY_OBJECTION, on));
            one(
                case,
                on,
                EventKind::FamilyApplicationDecided { granted: *granted, objection_due_on },
            )
        }
        CommandKind::ObjectToFamilyDecision {} => {
            let Phase::Rejected { objection_due_on } = case.phase else {
                return Err(not_in(case, &[S::Rejected], "object"));
            };
            if objection_due_on.is_none_or(|due| on > due) {
                return Err(Refusal::new(Reason::AppealTooLate, "the term to object is over"));
            }
            one(case, on, EventKind::FamilyObjectionLodged {})
        }
        CommandKind::RuleOnFamilyObjection { grounded } => {
            require(case, &[S::Objection], "rule on the objection")?;
            one(case, on, EventKind::FamilyObjectionRuled { grounded: *grounded })
        }
        CommandKind::OfferVisaAppointment { appointment_on } => {
            require(case, &[S::Approved], "offer an appointment")?;
            if *appointment_on < on {
                return Err(Refusal::new(Reason::DateBeforeLast, "the appointment has passed"));
            }
            one(case, on, EventKind::VisaAppointmentOffered { appointment_on: *appointment_on })
        }
        CommandKind::RefuseEntryVisa {} => {
            require(case, &[S::Approved], "refuse the visa")?;
            one(case, on, EventKind::EntryVisaRefused {})
        }
        CommandKind::IssueEntryVisa {} => {
            require(case, &[S::Approved], "issue the visa")?;
            one(
                case,
                on,
                EventKind::EntryVisaIssued { valid_until: policy.due(rule::ENTRY_VISA, on) },
            )
        }
        CommandKind::RecordFamilyArrival { needs_reception } => {
            require(case, &[S::VisaIssued], "arrive")?;
            let granted_on = case.sponsor.granted_on;
            let days = granted_on.until((Unit::Day, on)).map_or(0, |span| span.get_days());
            one(
                case,
                on,
                EventKind::FamilyMemberArrived {
                    needs_reception: *needs_reception,
                    days_since_grant: days,
                },
            )
        }
        CommandKind::IssueFamilyPermit {} => {
            require(case, &[S::Arrived], "issue the permit")?;
            one(case, on, EventKind::FamilyPermitIssued {})
        }
        CommandKind::LapseFamilyApplication {} => {
            require(case, &[S::Approved, S::VisaIssued], "lapse")?;
            one(case, on, EventKind::FamilyApplicationLapsed {})
        }
    }
}

/// Whether and from when the member can be approved, by the law of the day `on`.
fn eligibility(policy: &Policy, case: &FamilyCase, on: Date) -> Eligibility {
    match case.relation {
        Some(relation) => {
            law::family_eligibility(policy, case.sponsor, relation.into(), case.filed_on, on)
        }
        // Of a case older than these books the relation is not told: only what the sponsor must have is asked.
        None => law::sponsor_eligibility(policy, case.sponsor, case.filed_on, on),
    }
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
    match case.phase {
        Phase::VisaIssued { valid_until } if valid_until < today => {
            events(case, today, EventKind::FamilyApplicationLapsed {})
        }
        _ => Vec::new(),
    }
}

/// The case is one of `person`, after a correction of who somebody is. The household stays the sponsor's.
pub fn corrected(case: &FamilyCase, person: &Person, on: Date) -> Vec<Event> {
    let person = Person {
        household_id: case.person.household_id,
        unaccompanied_minor: case.person.unaccompanied_minor,
        ..person.clone()
    };
    changed(case, person, on)
}

/// The sponsor of the case belongs to the household `household_id`, after two registrations were one person.
pub fn follows(case: &FamilyCase, household_id: HouseholdId, on: Date) -> Vec<Event> {
    changed(case, Person { household_id, ..case.person.clone() }, on)
}

fn changed(case: &FamilyCase, person: Person, on: Date) -> Vec<Event> {
    if case.person == person {
        return Vec::new();
    }
    let before = case.person.clone();
    let kind = EventKind::FamilyCaseCorrected { before, arrived_on: case.arrived_on() };
    vec![Event { case_id: case.case_id, person, occurred_on: on, kind }]
}

/// Takes a case over at the opening of the books, as it stands.
pub fn import(state: Option<&FamilyCase>, case: &FamilyCase, on: Date) -> Decision {
    if state.is_some() {
        return Err(Refusal::new(
            Reason::AlreadyExists,
            format!("family case {} is there already", case.case_id),
        ));
    }
    let state = case.state();
    if !matches!(state, S::Filed | S::Approved) {
        let text = format!("a family case in state {state} cannot be taken over");
        return Err(Refusal::new(Reason::NotByImport, text));
    }
    one(
        case,
        on,
        EventKind::FamilyCaseImported {
            sponsor_granted_on: case.sponsor.granted_on,
            sponsor_subsidiary: case.sponsor.subsidiary,
            state,
            filed_on: case.filed_on,
            decision_due_on: case.decision_due_on,
        },
    )
}

/// The case after an event.
pub fn evolve(state: Option<FamilyCase>, event: &Event) -> FamilyCase {
    let on = event.occurred_on;
    let mut case = state.unwrap_or_else(|| blank(event));
    case.version += 1;
    match &event.kind {
        EventKind::FamilyApplicationFiled {
            sponsor_case_id,
            sponsor_granted_on,
            sponsor_subsidiary,
            relation,
            decision_due_on,
            waits_until,
        } => {
            case.sponsor_case_id = *sponsor_case_id;
            case.sponsor =
                Sponsor { granted_on: *sponsor_granted_on, subsidiary: *sponsor_subsidiary };
            case.relation = Some(*relation);
            case.decision_due_on = *decision_due_on;
            examined(&mut case, *waits_until);
        }
        EventKind::FamilyFactsRequested {} => case.phase = Phase::Incomplete,
        EventKind::FamilyFactsReceived { waits_until } => examined(&mut case, *waits_until),
        EventKind::FamilyConditionsRecorded { own_income, own_home } => {
            case.own_income = *own_income;
            case.own_home = *own_home;
        }
        EventKind::FamilyObjectionLodged {} => case.phase = Phase::Objection,
        EventKind::FamilyObjectionRuled { grounded: true } => case.phase = Phase::Filed,
        EventKind::FamilyObjectionRuled { grounded: false } | EventKind::EntryVisaRefused {} => {
            case.phase = Phase::Rejected { objection_due_on: None };
        }
        EventKind::VisaAppointmentOffered { appointment_on } => {
            case.visa_appointment_on = Some(*appointment_on);
        }
        EventKind::FamilyCaseCorrected { .. } => case.person = event.person.clone(),
        EventKind::FamilyApplicationDecided { granted, objection_due_on } => {
            let rejected = Phase::Rejected { objection_due_on: *objection_due_on };
            case.phase = if *granted { Phase::Approved } else { rejected };
            case.decided_on = Some(on);
        }
        EventKind::EntryVisaIssued { valid_until } => {
            case.phase = Phase::VisaIssued { valid_until: *valid_until };
        }
        EventKind::FamilyMemberArrived { .. } => case.phase = Phase::Arrived { on },
        EventKind::FamilyPermitIssued {} => {
            if let Some(arrived_on) = case.arrived_on() {
                case.phase = Phase::Permit { arrived_on };
            }
        }
        EventKind::FamilyApplicationLapsed {} => case.phase = Phase::Lapsed,
        EventKind::FamilyCaseImported {
            sponsor_granted_on,
            sponsor_subsidiary,
            state,
            filed_on,
            decision_due_on,
        } => {
            case.sponsor =
                Sponsor { granted_on: *sponsor_granted_on, subsidiary: *sponsor_subsidiary };
            case.filed_on = *filed_on;
            case.decision_due_on = *decision_due_on;
            // Only these two are taken over.
            case.phase = if *state == S::Approved { Phase::Approved } else { Phase::Filed };
        }
    }
    case
}

/// All facts are there: it is decided on, or it waits.
fn examined(case: &mut FamilyCase, waits_until: Option<Date>) {
    case.phase = if waits_until.is_some() { Phase::WaitingCondition } else { Phase::Filed };
    case.waits_until = waits_until;
}

/// A case before its first event, which tells all that is left open here.
fn blank(event: &Event) -> FamilyCase {
    let on = event.occurred_on;
    FamilyCase {
        case_id: event.case_id,
        person: event.person.clone(),
        sponsor_case_id: None,
        sponsor: Sponsor { granted_on: on, subsidiary: false },
        relation: None,
        own_income: false,
        own_home: false,
        phase: Phase::Filed,
        filed_on: on,
        decision_due_on: on,
        decided_on: None,
        waits_until: None,
        visa_appointment_on: None,
        version: 0,
    }
}

fn not_in(case: &FamilyCase, states: &[S], kind: &str) -> Refusal {
    Refusal::wrong_state(kind, case.state(), states)
}

fn require(case: &FamilyCase, states: &[S], kind: &str) -> Result<(), Refusal> {
    if states.contains(&case.state()) { Ok(()) } else { Err(not_in(case, states, kind)) }
}

fn events(case: &FamilyCase, on: Date, kind: EventKind) -> Vec<Event> {
    vec![Event { case_id: case.case_id, person: case.person.clone(), occurred_on: on, kind }]
}

fn one(case: &FamilyCase, on: Date, kind: EventKind) -> Decision {
    Ok(events(case, on, kind))
}

#[cfg(test)]
mod tests;
