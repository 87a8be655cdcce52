//! The decision term: extended, postponed by a moratorium, exceeded.

use jiff::Unit;
use kernel::{Date, MoratoriumId, Reason, Refusal};
use law::{Cents, JudicialPenalty, Policy, Regime, rule};

use super::super::{Assigned, AsylumCase, EventKind};
use super::{Decision, one, regime, require, require_open, require_reason};
use crate::domain::codes::{CaseState as S, Track};

pub(super) fn extend(policy: &Policy, case: &AsylumCase, on: Date, reason: &str) -> Decision {
    require_open(case, "extend the decision term")?;
    require_reason(reason)?;
    let (term, extension, extended) = match case.assigned {
        Some(Assigned { track: Track::PactRegular, extended, .. }) => {
            (rule::REGULAR, rule::REGULAR_EXTENSION, extended)
        }
        Some(Assigned { track: Track::PactAdmissibility, extended, .. }) => {
            (rule::ADMISSIBILITY, rule::ADMISSIBILITY_EXTENSION, extended)
        }
        _ => {
            return Err(Refusal::new(
                Reason::NoExtension,
                "the term on this track cannot be extended",
            ));
        }
    };
    let (Some(lodged), false) = (case.application.lodged_on(), extended) else {
        return Err(Refusal::new(Reason::NoExtension, "the term was extended already"));
    };
    let whole = policy.get(term, lodged).plus(policy.get(extension, lodged)).due(lodged);
    // A court or a moratorium may have set a later day already.
    if case.decision_due_on.is_some_and(|due| due >= whole) {
        return Err(Refusal::new(Reason::NoExtension, "the term runs for longer already"));
    }
    one(
        case,
        on,
        EventKind::DecisionTermExtended { decision_due_on: whole, reason: reason.to_owned() },
    )
}

pub(super) fn suspend(
    policy: &Policy,
    case: &AsylumCase,
    on: Date,
    until: Date,
    moratorium_id: Option<MoratoriumId>,
) -> Decision {
    require(case, &[S::Routed, S::Interviewed], "suspend")?;
    let last = case.application.lodged_on().map(|lodged| policy.due(rule::MORATORIUM_END, lodged));
    let until = last.map_or(until, |last| last.min(until));
    if until < on {
        return Err(Refusal::new(Reason::MoratoriumOver, "the longest postponement has passed"));
    }
    let decision_due_on = case.decision_due_on.zip(last).map(|(due, last)| {
        match regime(policy, case) {
            // The minister may extend the individual term by up to a year (Vw 43(1)).
            Regime::Legacy2013 => {
                policy.get(rule::LEGACY_MORATORIUM_EXTENSION, on).end(due).min(last).max(due)
            }
            Regime::Pact2026 => due.max(until),
        }
    });
    one(case, on, EventKind::DecisionSuspended { until, moratorium_id, decision_due_on })
}

pub(super) fn notice(policy: &Policy, case: &AsylumCase, on: Date) -> Decision {
    require_open(case, "record a notice of default")?;
    if case.decision_due_on.is_none_or(|due| on <= due) {
        return Err(Refusal::new(Reason::NotYetInDefault, "the decision term is not over"));
    }
    if case.in_default.is_some() {
        return Err(Refusal::not_now("there is a notice of default already", case.state()));
    }
    one(
        case,
        on,
        EventKind::NoticeOfDefaultReceived { decide_by: policy.due(rule::NOTICE_OF_DEFAULT, on) },
    )
}

pub(super) fn judicial_term(
    policy: &Policy,
    case: &AsylumCase,
    on: Date,
    two_steps: bool,
    decide_by: Option<Date>,
) -> Decision {
    require_open(case, "set a judicial term")?;
    // Appeal against a late decision only after the time that a notice of default gives (Awb 6:12).
    if case.in_default.is_none_or(|late| on <= policy.due(rule::NOTICE_OF_DEFAULT, late.since)) {
        return Err(Refusal::new(
            Reason::NotYetInDefault,
            "the time of a notice of default is not over",
        ));
    }
    let step = policy.get(rule::JUDICIAL_STEP, on);
    let usual = if two_steps { step.plus(step).due(on) } else { step.due(on) };
    // Unset: the step of the law holds where the court sets no term.
    let decide_by = decide_by.unwrap_or(usual);
    if decide_by < on {
        return Err(Refusal::new(Reason::DateBeforeLast, "the term lies before the ruling"));
    }
    let penalty = if policy.get(rule::JUDICIAL_PENALTY, on) {
        JudicialPenalty::usual(policy, on, two_steps)
    } else {
        JudicialPenalty { a_day: Cents(0), at_most: Cents(0) }
    };
    one(
        case,
        on,
        EventKind::JudicialTermSet {
            decide_by,
            penalty_day_cents: penalty.a_day.0,
            penalty_max_cents: penalty.at_most.0,
        },
    )
}

/// The penalty for a late decision as it stands on a day: the administrative one, while the law has it, and
/// the one that a court set.
pub fn penalty(policy: &Policy, case: &AsylumCase, on: Date) -> Cents {
    let days =
        |from: Date| from.until((Unit::Day, on)).map_or(0, |span| i64::from(span.get_days()));
    let Some(late) = case.in_default else { return Cents(0) };
    let administrative = if policy.get(rule::ADMINISTRATIVE_PENALTY, on) {
        let days_late = days(policy.due(rule::NOTICE_OF_DEFAULT, late.since));
        law::administrative_penalty(policy, on, days_late).0
    } else {
        0
    };
    let judicial = late.court_due_on.map_or(0, |due| case.court_penalty.after(days(due)).0);
    Cents(administrative + judicial)
}
