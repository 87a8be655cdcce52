//! The terms of a case as they stand: which rule, last day, whether it was kept.

use kernel::Date;
use law::{Policy, Regime, Rule, rule};

use super::AsylumCase;
use super::decide::regime;
use crate::domain::codes::{ApplicationKind, CaseState as S, Claim, Track};

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
    let screening = if case.at_border { rule::SCREENING_BORDER } else { rule::SCREENING_INLAND };
    add(screening, case.screening_due_on, None);
    add(rule::REGISTRATION, case.register_due_on, None);
    if pact {
        add(rule::SPECIAL_NEEDS, Some(policy.due(rule::SPECIAL_NEEDS, case.made_on)), None);
    }
    let registered = case.registered_on;
    let age = case.made_on.year() - case.birth_year;
    if pact && i64::from(age) >= policy.get(rule::EURODAC_AGE, case.made_on) {
        add(rule::EURODAC, registered.map(|on| policy.due(rule::EURODAC, on)), None);
    }
    let lodging = if case.at_border { rule::LODGING_BORDER } else { rule::LODGING };
    add(lodging, case.lodge_due_on, case.lodged_on);
    let claim =
        if case.claim == Some(Claim::TakeBack) { rule::TAKE_BACK } else { rule::TAKE_CHARGE };
    add(claim, case.claim_due_on, None);
    add(rule::TAKE_CHARGE_REPLY, case.reply_due_on, case.responsibility_accepted_on);
    add(rule::TRANSFER_DECISION, case.transfer_decision_due_on, case.decided_on);
    add(decision_rule(case, pact), case.decision_due_on, case.decided_on);
    if case.moratorium_id.is_some() {
        let end = case.lodged_on.map(|on| policy.due(rule::MORATORIUM_END, on));
        add(rule::MORATORIUM_END, end, case.decided_on);
    }
    add(
        rule::NOTICE_OF_DEFAULT,
        case.in_default_since.map(|on| policy.due(rule::NOTICE_OF_DEFAULT, on)),
        case.decided_on,
    );
    add(rule::JUDICIAL_STEP, case.court_due_on, case.decided_on);
    if matches!(case.state, S::Granted | S::FinalPositive) {
        let due = case.decided_on.map(|on| policy.due(rule::PERMIT_DOCUMENT, on));
        add(rule::PERMIT_DOCUMENT, due, None);
    }
    let fast = case.remedy(case.outcome).fast;
    add(law::appeal_term(fast), case.appeal_due_on, None);
    if case.appeal_due_on.is_some() && !case.appeal_suspensive {
        let due = case.decided_on.map(|on| policy.due(rule::STAY_REQUEST, on));
        add(rule::STAY_REQUEST, due, None);
    }
    all
}

fn decision_rule(case: &AsylumCase, pact: bool) -> Rule<law::Term> {
    match case.track {
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
