//! Responsibility of another member state: Dublin III, and AMMR for applications registered under it.

use kernel::{Date, Reason, Refusal};
use law::{Policy, Regime, rule};

use super::super::{AsylumCase, Event, What};
use super::{Decision, events, one, regime, require};
use crate::domain::codes::{CaseState as S, Claim};

/// How a member state is asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    pub(super) claim: Claim,
    pub(super) hit: bool,
    pub(super) detained: bool,
}

/// Whether AMMR has taken the place of Dublin III for this case: by the day of registration.
fn ammr(policy: &Policy, case: &AsylumCase) -> bool {
    policy.get(rule::AMMR, case.registered_on.unwrap_or(case.made_on))
}

/// Last day to ask a member state after a fact on `on`.
fn claim_due(policy: &Policy, case: &AsylumCase, on: Date, asked: Asked) -> Date {
    let registered = case.registered_on.unwrap_or(on);
    match (ammr(policy, case), asked.claim) {
        (true, Claim::TakeBack) => policy.due(rule::TAKE_BACK, on),
        (true, Claim::TakeCharge) if asked.detained => {
            policy.due(rule::TAKE_CHARGE_DETAINED, registered)
        }
        (true, Claim::TakeCharge) if asked.hit => policy.due(rule::TAKE_CHARGE_HIT, on),
        (true, Claim::TakeCharge) => policy.due(rule::TAKE_CHARGE, registered),
        (false, _) if asked.hit => policy.due(rule::DUBLIN_REQUEST_HIT, on),
        (false, _) => policy.due(rule::DUBLIN_REQUEST, case.lodged_on.unwrap_or(registered)),
    }
}

/// Last day for the answer to a request of `on`.
fn reply_due(policy: &Policy, case: &AsylumCase, on: Date, asked: Asked) -> Date {
    let term = match (ammr(policy, case), asked.claim) {
        (true, Claim::TakeBack) => rule::TAKE_BACK_CONFIRMATION,
        (true, Claim::TakeCharge) if asked.detained => rule::TAKE_CHARGE_REPLY_DETAINED,
        (true, Claim::TakeCharge) if asked.hit => rule::TAKE_CHARGE_REPLY_HIT,
        (true, Claim::TakeCharge) => rule::TAKE_CHARGE_REPLY,
        (false, Claim::TakeBack) if asked.hit => rule::DUBLIN_REPLY_HIT,
        (false, Claim::TakeBack) => rule::DUBLIN_REPLY_TAKE_BACK,
        (false, Claim::TakeCharge) => rule::DUBLIN_REPLY,
    };
    policy.due(term, on)
}

pub(super) fn hit(
    policy: &Policy,
    case: &AsylumCase,
    on: Date,
    member_state: &str,
    asked: Asked,
) -> Decision {
    require(case, &[S::Registered, S::Lodged], "record a hit")?;
    one(
        case,
        on,
        What::HitRecorded {
            member_state: member_state.to_owned(),
            claim: asked.claim,
            claim_due_on: claim_due(policy, case, on, asked),
        },
    )
}

pub(super) fn ask(
    policy: &Policy,
    case: &AsylumCase,
    on: Date,
    member_state: Option<&String>,
    hit: bool,
    detained: bool,
) -> Decision {
    require(case, &[S::Registered, S::Lodged], "start a check of responsibility")?;
    // Which state is asked is known when a hit is on file.
    let asked = Refusal::agreed("member_state", member_state, case.member_state.as_ref())?;
    let missing = || Refusal::new(Reason::FactsMissing, "member_state: no hit on file names one");
    let member_state = asked.ok_or_else(missing)?;
    let usual = if hit { Claim::TakeBack } else { Claim::TakeCharge };
    let claim = case.claim.unwrap_or(usual);
    let asked = Asked { claim, hit, detained };
    // Without a recorded hit the term of a claim without one runs.
    let due = case.claim_due_on.unwrap_or_else(|| claim_due(policy, case, on, asked));
    if shifts(policy, case, claim) && on > due {
        return Err(Refusal::new(
            Reason::ClaimTooLate,
            "the term to ask the member state is over: the Netherlands is responsible",
        ));
    }
    one(
        case,
        on,
        What::ResponsibilityCheckStarted {
            member_state: member_state.clone(),
            claim,
            reply_due_on: reply_due(policy, case, on, asked),
        },
    )
}

/// Whether a missed term makes the Netherlands responsible: not for a take-back notification (AMMR 41(1)).
fn shifts(policy: &Policy, case: &AsylumCase, claim: Claim) -> bool {
    !(claim == Claim::TakeBack && ammr(policy, case))
}

pub(super) fn reply(policy: &Policy, case: &AsylumCase, on: Date, accepted: bool) -> Decision {
    require(case, &[S::ResponsibilityCheck], "record the reply")?;
    if case.responsibility_accepted_on.is_some() {
        return Err(Refusal::not_now("the member state has accepted already", case.state));
    }
    Ok(answered(policy, case, on, accepted, false))
}

fn answered(
    policy: &Policy,
    case: &AsylumCase,
    on: Date,
    accepted: bool,
    silent: bool,
) -> Vec<Event> {
    let what = What::ResponsibilityAnswered {
        member_state: case.member_state.clone().unwrap_or_default(),
        accepted,
        silent,
        transfer_decision_due_on: accepted.then(|| policy.due(rule::TRANSFER_DECISION, on)),
        decision_due_on: if accepted { None } else { restarted(policy, case, on) },
    };
    events(case, on, what)
}

/// The decision term of a legacy case begins when the Netherlands is responsible (Vw 42(6)).
fn restarted(policy: &Policy, case: &AsylumCase, on: Date) -> Option<Date> {
    let begins = case.lodged_on.is_some() && regime(policy, case) == Regime::Legacy2013;
    begins.then(|| policy.due(rule::LEGACY_DECISION, on))
}

/// Silence of the member state is acceptance, on the last day of its term; nothing before.
pub(in super::super) fn silent(policy: &Policy, case: &AsylumCase, today: Date) -> Vec<Event> {
    match case.reply_due_on {
        Some(due) if due < today && case.state == S::ResponsibilityCheck => {
            answered(policy, case, due, true, true)
        }
        _ => Vec::new(),
    }
}

/// The member state was not asked in time; nothing before.
pub(in super::super) fn claim_lapsed(
    policy: &Policy,
    case: &AsylumCase,
    today: Date,
) -> Vec<Event> {
    let (Some(due), Some(claim)) = (case.claim_due_on, case.claim) else { return Vec::new() };
    if due >= today
        || !matches!(case.state, S::Registered | S::Lodged)
        || !shifts(policy, case, claim)
    {
        return Vec::new();
    }
    let member_state = case.member_state.clone().unwrap_or_default();
    events(
        case,
        due,
        What::ClaimLapsed { member_state, decision_due_on: restarted(policy, case, due) },
    )
}
