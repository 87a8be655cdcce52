//! Responsibility of another member state: Dublin III, and AMMR for applications registered under it.

use kernel::{Date, Reason, Refusal};
use law::{Policy, Regime, rule};

use super::super::{Application, AsylumCase, Event, EventKind, OtherState, Responsibility};
use super::{Decision, events, one, regime, require};
use crate::domain::codes::{CaseState as S, Claim};

/// How a member state is asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    pub(super) claim: Claim,
    pub(super) hit: bool,
    pub(super) detained: bool,
}

/// When the data were recorded: that day decides on the law, and terms count from it.
fn registered(case: &AsylumCase) -> Result<Date, Refusal> {
    let missing = || Refusal::not_now("the application is not registered", case.state());
    case.application.registered_on().ok_or_else(missing)
}

/// Whether AMMR has taken the place of Dublin III for a case: by the day of registration.
fn ammr(policy: &Policy, registered: Date) -> bool {
    policy.get(rule::AMMR, registered)
}

/// Last day to ask a member state after a fact on `on`.
fn claim_due(policy: &Policy, case: &AsylumCase, registered: Date, on: Date, asked: Asked) -> Date {
    match (ammr(policy, registered), asked.claim) {
        (true, Claim::TakeBack) => policy.due(rule::TAKE_BACK, on),
        (true, Claim::TakeCharge) if asked.detained => {
            policy.due(rule::TAKE_CHARGE_DETAINED, registered)
        }
        (true, Claim::TakeCharge) if asked.hit => policy.due(rule::TAKE_CHARGE_HIT, on),
        (true, Claim::TakeCharge) => policy.due(rule::TAKE_CHARGE, registered),
        (false, _) if asked.hit => policy.due(rule::DUBLIN_REQUEST_HIT, on),
        // From lodging, or from registration of what is not lodged yet.
        (false, _) => match case.application {
            Application::Lodged(lodged) => policy.due(rule::DUBLIN_REQUEST, lodged.on),
            _ => policy.due(rule::DUBLIN_REQUEST, registered),
        },
    }
}

/// Last day for the answer to a request of `on`.
fn reply_due(policy: &Policy, registered: Date, on: Date, asked: Asked) -> Date {
    let term = match (ammr(policy, registered), asked.claim) {
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
    let registered = registered(case)?;
    one(
        case,
        on,
        EventKind::HitRecorded {
            member_state: member_state.to_owned(),
            claim: asked.claim,
            claim_due_on: claim_due(policy, case, registered, on, asked),
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
    let registered = registered(case)?;
    let held = case.other_state.as_ref();
    // Which state is asked is known when a hit is on file.
    let asked =
        Refusal::agreed("member_state", member_state, held.map(|other| &other.member_state))?;
    let missing = || Refusal::new(Reason::FactsMissing, "member_state: no hit on file names one");
    let member_state = asked.ok_or_else(missing)?;
    let usual = if hit { Claim::TakeBack } else { Claim::TakeCharge };
    let claim = held.map_or(usual, |other| other.claim);
    let asked = Asked { claim, hit, detained };
    let due = match held.map(|other| other.stands) {
        Some(Responsibility::Hit { claim_due_on }) => claim_due_on,
        // Without a recorded hit the term of a claim without one runs.
        _ => claim_due(policy, case, registered, on, asked),
    };
    if shifts(policy, registered, claim) && on > due {
        return Err(Refusal::new(
            Reason::ClaimTooLate,
            "the term to ask the member state is over: the Netherlands is responsible",
        ));
    }
    one(
        case,
        on,
        EventKind::ResponsibilityCheckStarted {
            member_state: member_state.clone(),
            claim,
            reply_due_on: reply_due(policy, registered, on, asked),
        },
    )
}

/// Whether a missed term makes the Netherlands responsible: not for a take-back notification (AMMR 41(1)).
fn shifts(policy: &Policy, registered: Date, claim: Claim) -> bool {
    !(claim == Claim::TakeBack && ammr(policy, registered))
}

pub(super) fn reply(policy: &Policy, case: &AsylumCase, on: Date, accepted: bool) -> Decision {
    require(case, &[S::ResponsibilityCheck], "record the reply")?;
    match &case.other_state {
        Some(other) if matches!(other.stands, Responsibility::Asked { .. }) => {
            Ok(answered(policy, case, other, on, accepted, false))
        }
        _ => Err(Refusal::not_now("the member state has accepted already", case.state())),
    }
}

fn answered(
    policy: &Policy,
    case: &AsylumCase,
    other: &OtherState,
    on: Date,
    accepted: bool,
    silent: bool,
) -> Vec<Event> {
    let kind = EventKind::ResponsibilityAnswered {
        member_state: other.member_state.clone(),
        accepted,
        silent,
        transfer_decision_due_on: accepted.then(|| policy.due(rule::TRANSFER_DECISION, on)),
        decision_due_on: if accepted { None } else { restarted(policy, case, on) },
    };
    events(case, on, kind)
}

/// The decision term of a legacy case begins when the Netherlands is responsible (Vw 42(6)).
fn restarted(policy: &Policy, case: &AsylumCase, on: Date) -> Option<Date> {
    let lodged = matches!(case.application, Application::Lodged(_));
    let begins = lodged && regime(policy, case) == Regime::Legacy2013;
    begins.then(|| policy.due(rule::LEGACY_DECISION, on))
}

/// Silence of the member state that was asked is acceptance, on the last day of its term; nothing before.
pub(in super::super) fn silent(policy: &Policy, case: &AsylumCase, today: Date) -> Vec<Event> {
    match &case.other_state {
        Some(other @ OtherState { stands: Responsibility::Asked { reply_due_on: due }, .. })
            if *due < today =>
        {
            answered(policy, case, other, *due, true, true)
        }
        _ => Vec::new(),
    }
}

/// The member state to which a hit points was not asked in time; nothing before.
pub(in super::super) fn claim_lapsed(
    policy: &Policy,
    case: &AsylumCase,
    today: Date,
) -> Vec<Event> {
    let (Some(other), Some(registered)) = (&case.other_state, case.application.registered_on())
    else {
        return Vec::new();
    };
    match other.stands {
        Responsibility::Hit { claim_due_on: due }
            if due < today && shifts(policy, registered, other.claim) =>
        {
            let member_state = other.member_state.clone();
            let decision_due_on = restarted(policy, case, due);
            events(case, due, EventKind::ClaimLapsed { member_state, decision_due_on })
        }
        _ => Vec::new(),
    }
}
