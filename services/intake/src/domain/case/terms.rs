//! The terms of a case as they stand: which rule, last day, whether it was kept.

use kernel::Date;
use law::{Policy, Regime, Rule, rule};

use super::decide::regime;
use super::{AsylumCase, Phase, Responsibility};
use crate::domain::codes::{ApplicationKind, Claim, Track};

/// A term of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseTerm {
    /// The rule, by its name in the policy set.
    pub rule: &'static str,
    /// Last day.
    pub due_on: Date,
    /// When what it waits for was done; unset when it was not, or is not known to have been.
    pub done_on: Option<Date>,
}

/// Every term that has begun for a case, in the order of the procedure.
pub fn terms(policy: &Policy, case: &AsylumCase) -> Vec<CaseTerm> {
    let mut all = Vec::new();
    let mut add = |rule: Rule<law::Term>, due_on: Option<Date>, done_on: Option<Date>| {
        all.extend(due_on.map(|due_on| CaseTerm { rule: rule.entry().code, due_on, done_on }));
    };
    let pact = regime(policy, case) == Regime::Pact2026;
    let (decided, other) = (case.decided(), case.other_state.as_ref());
    let screening = if case.at_border { rule::SCREENING_BORDER } else { rule::SCREENING_INLAND };
    if let Phase::Screening { due_on, .. } = case.phase {
        add(screening, Some(due_on), None);
    }
    add(rule::REGISTRATION, case.phase.register_due_on(), None);
    if pact {
        add(rule::SPECIAL_NEEDS, Some(policy.due(rule::SPECIAL_NEEDS, case.made_on)), None);
    }
    let registered = case.application.registered_on();
    let age = case.made_on.year() - case.person.birth_year;
    if pact && i64::from(age) >= policy.get(rule::EURODAC_AGE, case.made_on) {
        add(rule::EURODAC, registered.map(|on| policy.due(rule::EURODAC, on)), None);
    }
    let lodged = case.application.lodged_on();
    let lodging = if case.at_border { rule::LODGING_BORDER } else { rule::LODGING };
    add(lodging, case.application.lodge_due_on(), lodged);
    match other.map(|other| (other.stands, other.claim)) {
        Some((Responsibility::Hit { claim_due_on }, Claim::TakeBack)) => {
            add(rule::TAKE_BACK, Some(claim_due_on), None);
        }
        Some((Responsibility::Hit { claim_due_on }, Claim::TakeCharge)) => {
            add(rule::TAKE_CHARGE, Some(claim_due_on), None);
        }
        Some((Responsibility::Asked { reply_due_on }, _)) => {
            add(rule::TAKE_CHARGE_REPLY, Some(reply_due_on), None);
        }
        Some((Responsibility::Accepted { .. } | Responsibility::Settled, _)) | None => {}
    }
    let transfer = other.and_then(|other| other.transfer_decision_due_on);
    add(rule::TRANSFER_DECISION, transfer, decided.on);
    add(decision_rule(case, pact), case.decision_due_on, decided.on);
    if case.moratorium_id.is_some() {
        let end = lodged.map(|on| policy.due(rule::MORATORIUM_END, on));
        add(rule::MORATORIUM_END, end, decided.on);
    }
    if let Some(late) = case.in_default {
        let notice = policy.due(rule::NOTICE_OF_DEFAULT, late.since);
        add(rule::NOTICE_OF_DEFAULT, Some(notice), decided.on);
        add(rule::JUDICIAL_STEP, late.court_due_on, decided.on);
    }
    if matches!(case.phase, Phase::Granted { .. } | Phase::FinalPositive { .. }) {
        let due = decided.on.map(|on| policy.due(rule::PERMIT_DOCUMENT, on));
        add(rule::PERMIT_DOCUMENT, due, None);
    }
    let (appeal, fast) = (case.appeal_due_on(), case.remedy(decided.outcome).fast);
    add(law::appeal_term(fast), appeal, None);
    if appeal.is_some() && !case.appeal_suspensive() {
        let due = decided.on.map(|on| policy.due(rule::STAY_REQUEST, on));
        add(rule::STAY_REQUEST, due, None);
    }
    all
}

fn decision_rule(case: &AsylumCase, pact: bool) -> Rule<law::Term> {
    match case.track() {
        Some(Track::PactAdmissibility) => rule::ADMISSIBILITY,
        Some(Track::PactAccelerated) => rule::ACCELERATED,
        Some(Track::PactBorder) if case.kind == ApplicationKind::Relocated => {
            rule::BORDER_RELOCATED
        }
        Some(Track::PactBorder) => rule::BORDER,
        Some(Track::PactRegular) => rule::REGULAR,
        None if pact => rule::REGULAR,
        _ => rule::LEGACY_DECISION,
    }
}
