//! What may happen to a case, and what follows.

mod courts;
mod early;
mod late;
mod merits;
mod responsibility;
mod routing;

use kernel::{Date, Order, Reason, Refusal, Uuid};
use law::{Policy, Regime};

pub(super) use early::register_due;
pub use late::penalty;
pub(super) use responsibility::{claim_lapsed, silent};
pub use routing::{Route, route};

use super::{Action, AsylumCase, Env, Event, Phase, What};
use crate::domain::codes::{CaseState as S, Withdrawal};

pub(super) type Decision = Result<Vec<Event>, Refusal>;

/// Decides on an order.
pub fn decide(state: Option<&AsylumCase>, order: &Order<Uuid, Action>, env: &Env<'_>) -> Decision {
    if let Action::MakeApplication { .. } = order.action {
        return early::make(state, order, env);
    }
    let case = state
        .ok_or_else(|| Refusal::not_found(Reason::NotFound, format!("no case {}", order.key)))?;
    order.check_version(case.version)?;
    order.check_date(env.today, Some(case.last_step()))?;
    let (on, policy) = (order.on, env.policy);
    match &order.action {
        Action::MakeApplication { .. } => Ok(Vec::new()),
        Action::IdentifyPerson { certainty } => {
            require_open(case, "identify")?;
            one(case, on, What::PersonIdentified { certainty: *certainty })
        }
        Action::StartScreening { at_border, over_72_hours } => {
            early::screen(policy, case, on, *at_border, *over_72_hours)
        }
        Action::FinishScreening { complete, referral, disputed } => {
            early::screened(policy, case, on, *complete, *referral, *disputed)
        }
        Action::RegisterApplication {} => early::register(policy, case, on),
        Action::LodgeApplication { late_reason } => early::lodge(policy, case, on, late_reason),
        Action::RecordHit { member_state, claim, hit, detained } => {
            let asked = responsibility::Asked { claim: *claim, hit: *hit, detained: *detained };
            responsibility::hit(policy, case, on, member_state, asked)
        }
        Action::StartResponsibilityCheck { member_state, eurodac_hit, detained } => {
            responsibility::ask(policy, case, on, member_state.as_ref(), *eurodac_hit, *detained)
        }
        Action::RecordResponsibilityReply { accepted } => {
            responsibility::reply(policy, case, on, *accepted)
        }
        Action::RouteApplication { flags, border_full } => {
            routing::by_rule(policy, case, on, flags, *border_full)
        }
        Action::AssignTrack { track, reason } => {
            routing::by_officer(policy, case, on, *track, reason)
        }
        Action::ExtendDecision { reason } => late::extend(policy, case, on, reason),
        Action::RecordFurtherRepresentation {} => {
            if case.is_final() {
                return Err(wrong(case, "add facts; a repeat application is needed"));
            }
            one(case, on, What::FurtherRepresentationReceived {})
        }
        Action::HoldInterview {} => {
            require(case, &[S::Routed], "hold the interview")?;
            one(case, on, What::ApplicantInterviewed {})
        }
        Action::IssueIntention {} => merits::intend(policy, case, on),
        Action::RecordView {} => {
            require(case, &[S::Intention], "record the view")?;
            one(case, on, What::ViewReceived {})
        }
        Action::SuspendDecision { until } => late::suspend(policy, case, on, *until, None),
        Action::ResumeDecision {} => {
            require(case, &[S::Suspended], "resume")?;
            one(case, on, What::DecisionResumed {})
        }
        Action::DecideApplication { outcome, interview_omitted } => {
            merits::conclude(policy, case, on, *outcome, *interview_omitted)
        }
        Action::RetractDecision { reason } => merits::retract(policy, case, on, reason),
        Action::WithdrawApplication { withdrawal } => {
            require_open(case, "withdraw")?;
            if *withdrawal == Withdrawal::Duplicate {
                return Err(Refusal::not_now(
                    "a duplicate is withdrawn by merging two persons",
                    case.state(),
                ));
            }
            one(case, on, withdrawn(policy, case, on, *withdrawal, false))
        }
        Action::RequestInterim {} => courts::ask_to_stay(case, on),
        Action::RuleOnInterim { granted } => courts::rule_on_stay(case, on, *granted),
        Action::LodgeAppeal { stay_granted } => courts::appeal(case, on, *stay_granted, env.others),
        Action::RuleOnAppeal { ruling, decide_by } => {
            courts::rule(policy, case, on, *ruling, *decide_by)
        }
        Action::IssuePermit {} => {
            let Phase::Granted { outcome, on: granted_on } = case.phase else {
                return Err(not_in(case, &[S::Granted], "issue the permit"));
            };
            let valid_until = law::permit_valid_until(policy, granted_on);
            one(case, on, What::PermitIssued { outcome, valid_until })
        }
        Action::RevokePermit {} => {
            require(case, &[S::FinalPositive], "revoke")?;
            one(case, on, What::PermitRevoked {})
        }
        Action::RecordNoticeOfDefault {} => late::notice(policy, case, on),
        Action::SetJudicialTerm { two_steps, decide_by } => {
            late::judicial_term(policy, case, on, *two_steps, *decide_by)
        }
    }
}

/// Suspends a case under a moratorium; nothing when its state does not allow it.
pub fn suspend_under(
    policy: &Policy,
    case: &AsylumCase,
    on: Date,
    until: Date,
    moratorium_id: Uuid,
) -> Vec<Event> {
    // Unset: nothing follows where the state does not allow it.
    late::suspend(policy, case, on, until, Some(moratorium_id)).unwrap_or_default()
}

/// Takes a case over at the opening of the books, as it stands.
pub fn import(state: Option<&AsylumCase>, case: &AsylumCase, on: Date) -> Decision {
    if state.is_some() {
        return Err(Refusal::new(
            Reason::AlreadyExists,
            format!("case {} is there already", case.case_id),
        ));
    }
    let state = case.state();
    if !matches!(
        state,
        S::Lodged
            | S::Routed
            | S::Interviewed
            | S::Rejected
            | S::Appeal
            | S::FinalPositive
            | S::FinalNegative
    ) {
        let text = format!("a case in state {state} cannot be taken over");
        return Err(Refusal::new(Reason::NotByImport, text));
    }
    let decided = case.decided();
    one(
        case,
        on,
        What::CaseImported {
            kind: case.kind,
            state,
            made_on: case.made_on,
            lodged_on: case.application.lodged_on(),
            decision_due_on: case.decision_due_on,
            track: case.track(),
            outcome: decided.outcome,
            decided_on: decided.on,
            appeal_due_on: case.appeal_due_on(),
            appeal_suspensive: case.appeal_suspensive(),
        },
    )
}

pub(super) fn withdrawn(
    policy: &Policy,
    case: &AsylumCase,
    on: Date,
    withdrawal: Withdrawal,
    gone: bool,
) -> What {
    let appeal = withdrawal == Withdrawal::Implicit;
    What::ApplicationWithdrawn {
        kind: case.kind,
        withdrawal,
        appeal_due_on: appeal.then(|| policy.due(law::appeal_term(true), on)),
        departure_days: if withdrawal == Withdrawal::Duplicate {
            0
        } else {
            law::departure_days(policy, on, false)
        },
        gone,
        counted_on: case.counted_on(),
        imported: case.imported_on.is_some(),
    }
}

/// The law that a case falls under.
pub(super) fn regime(policy: &Policy, case: &AsylumCase) -> Regime {
    policy.regime(case.law_on())
}

/// IN-1: a person has one open procedure.
fn one_procedure(others: &[&AsylumCase]) -> Result<(), Refusal> {
    if let Some(open) = others.iter().find(|case| !case.is_final()) {
        let text = format!("case {} of this person is {}", open.case_id, open.state());
        return Err(Refusal::new(Reason::OpenProcedure, text));
    }
    Ok(())
}

fn wrong(case: &AsylumCase, what: &str) -> Refusal {
    not_in(case, &[], what)
}

fn not_in(case: &AsylumCase, states: &[S], what: &str) -> Refusal {
    Refusal::wrong_state(what, case.state(), states)
}

fn require(case: &AsylumCase, states: &[S], what: &str) -> Result<(), Refusal> {
    if states.contains(&case.state()) { Ok(()) } else { Err(not_in(case, states, what)) }
}

fn require_open(case: &AsylumCase, what: &str) -> Result<(), Refusal> {
    if case.is_open() { Ok(()) } else { Err(wrong(case, what)) }
}

fn require_reason(reason: &str) -> Result<(), Refusal> {
    if reason.trim().is_empty() {
        return Err(Refusal::new(Reason::ReasonMissing, "a reason is required"));
    }
    Ok(())
}

pub(super) fn events(case: &AsylumCase, on: Date, what: What) -> Vec<Event> {
    vec![Event { case_id: case.case_id, person: case.person.clone(), occurred_on: on, what }]
}

fn one(case: &AsylumCase, on: Date, what: What) -> Decision {
    Ok(events(case, on, what))
}
