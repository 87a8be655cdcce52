//! What may happen to a case, and what follows.

mod courts;
mod early;
mod late;
mod merits;
mod responsibility;
mod routing;

use kernel::{CaseId, Command, Date, MoratoriumId, Reason, Refusal};
use law::{Policy, Regime};

pub(super) use early::register_due;
pub use late::penalty;
pub(super) use responsibility::{claim_lapsed, silent};
pub use routing::{Route, route};

use super::{AsylumCase, CommandKind, Env, Event, EventKind, Phase};
use crate::domain::codes::{CaseState as S, Withdrawal};

pub(super) type Decision = Result<Vec<Event>, Refusal>;

/// Decides on a command.
pub fn decide(
    state: Option<&AsylumCase>,
    command: &Command<CaseId, CommandKind>,
    env: &Env<'_>,
) -> Decision {
    if let CommandKind::MakeApplication { .. } = command.kind {
        return early::make(state, command, env);
    }
    let case = state
        .ok_or_else(|| Refusal::not_found(Reason::NotFound, format!("no case {}", command.key)))?;
    command.check_version(case.version)?;
    command.check_date(env.today, Some(case.last_step()))?;
    let (on, policy) = (command.on, env.policy);
    match &command.kind {
        CommandKind::MakeApplication { .. } => Ok(Vec::new()),
        CommandKind::IdentifyPerson { certainty } => {
            require_open(case, "identify")?;
            one(case, on, EventKind::PersonIdentified { certainty: *certainty })
        }
        CommandKind::StartScreening { at_border, over_72_hours } => {
            early::screen(policy, case, on, *at_border, *over_72_hours)
        }
        CommandKind::FinishScreening { complete, referral, disputed } => {
            early::screened(policy, case, on, *complete, *referral, *disputed)
        }
        CommandKind::RegisterApplication {} => early::register(policy, case, on),
        CommandKind::LodgeApplication { late_reason } => {
            early::lodge(policy, case, on, late_reason)
        }
        CommandKind::RecordHit { member_state, claim, hit, detained } => {
            let asked = responsibility::Asked { claim: *claim, hit: *hit, detained: *detained };
            responsibility::hit(policy, case, on, member_state, asked)
        }
        CommandKind::StartResponsibilityCheck { member_state, eurodac_hit, detained } => {
            responsibility::ask(policy, case, on, member_state.as_ref(), *eurodac_hit, *detained)
        }
        CommandKind::RecordResponsibilityReply { accepted } => {
            responsibility::reply(policy, case, on, *accepted)
        }
        CommandKind::RouteApplication { flags, border_full } => {
            routing::by_rule(policy, case, on, flags, *border_full)
        }
        CommandKind::AssignTrack { track, reason } => {
            routing::by_officer(policy, case, on, *track, reason)
        }
        CommandKind::ExtendDecision { reason } => late::extend(policy, case, on, reason),
        CommandKind::RecordFurtherRepresentation {} => {
            if case.is_final() {
                return Err(wrong(case, "add facts; a repeat application is needed"));
            }
            one(case, on, EventKind::FurtherRepresentationReceived {})
        }
        CommandKind::HoldInterview {} => {
            require(case, &[S::Routed], "hold the interview")?;
            one(case, on, EventKind::ApplicantInterviewed {})
        }
        CommandKind::IssueIntention {} => merits::intend(policy, case, on),
        CommandKind::RecordView {} => {
            require(case, &[S::Intention], "record the view")?;
            one(case, on, EventKind::ViewReceived {})
        }
        CommandKind::SuspendDecision { until } => late::suspend(policy, case, on, *until, None),
        CommandKind::ResumeDecision {} => {
            require(case, &[S::Suspended], "resume")?;
            one(case, on, EventKind::DecisionResumed {})
        }
        CommandKind::DecideApplication { outcome, interview_omitted } => {
            merits::conclude(policy, case, on, *outcome, *interview_omitted)
        }
        CommandKind::RetractDecision { reason } => merits::retract(policy, case, on, reason),
        CommandKind::WithdrawApplication { withdrawal } => {
            require_open(case, "withdraw")?;
            if *withdrawal == Withdrawal::Duplicate {
                return Err(Refusal::not_now(
                    "a duplicate is withdrawn by merging two persons",
                    case.state(),
                ));
            }
            one(case, on, withdrawn(policy, case, on, *withdrawal, false))
        }
        CommandKind::RequestInterim {} => courts::ask_to_stay(case, on),
        CommandKind::RuleOnInterim { granted } => courts::rule_on_stay(case, on, *granted),
        CommandKind::LodgeAppeal { stay_granted } => {
            courts::appeal(case, on, *stay_granted, env.others)
        }
        CommandKind::RuleOnAppeal { ruling, decide_by } => {
            courts::rule(policy, case, on, *ruling, *decide_by)
        }
        CommandKind::IssuePermit {} => {
            let Phase::Granted { outcome, on: granted_on } = case.phase else {
                return Err(not_in(case, &[S::Granted], "issue the permit"));
            };
            let valid_until = law::permit_valid_until(policy, granted_on);
            one(case, on, EventKind::PermitIssued { outcome, valid_until })
        }
        CommandKind::RevokePermit {} => {
            require(case, &[S::FinalPositive], "revoke")?;
            one(case, on, EventKind::PermitRevoked {})
        }
        CommandKind::RecordNoticeOfDefault {} => late::notice(policy, case, on),
        CommandKind::SetJudicialTerm { two_steps, decide_by } => {
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
    moratorium_id: MoratoriumId,
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
        EventKind::CaseImported {
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
) -> EventKind {
    let appeal = withdrawal == Withdrawal::Implicit;
    EventKind::ApplicationWithdrawn {
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

fn wrong(case: &AsylumCase, kind: &str) -> Refusal {
    not_in(case, &[], kind)
}

fn not_in(case: &AsylumCase, states: &[S], kind: &str) -> Refusal {
    Refusal::wrong_state(kind, case.state(), states)
}

fn require(case: &AsylumCase, states: &[S], kind: &str) -> Result<(), Refusal> {
    if states.contains(&case.state()) { Ok(()) } else { Err(not_in(case, states, kind)) }
}

fn require_open(case: &AsylumCase, kind: &str) -> Result<(), Refusal> {
    if case.is_open() { Ok(()) } else { Err(wrong(case, kind)) }
}

fn require_reason(reason: &str) -> Result<(), Refusal> {
    if reason.trim().is_empty() {
        return Err(Refusal::new(Reason::ReasonMissing, "a reason is required"));
    }
    Ok(())
}

pub(super) fn events(case: &AsylumCase, on: Date, kind: EventKind) -> Vec<Event> {
    vec![Event { case_id: case.case_id, person: case.person.clone(), occurred_on: on, kind }]
}

fn one(case: &AsylumCase, on: Date, kind: EventKind) -> Decision {
    Ok(events(case, on, kind))
}
