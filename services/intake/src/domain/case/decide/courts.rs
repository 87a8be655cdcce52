//! Appeals, and requests to stay while they run.

use kernel::{Date, Reason, Refusal};
use law::{Policy, rule};

use super::super::{AsylumCase, Decided, EventKind, NextAppeal, Phase};
use super::{Decision, events, not_in, one, one_procedure, require};
use crate::domain::codes::{AppealInstance, AppealRuling, CaseState as S, Interim};

/// States in which an appeal runs.
const BEFORE_A_COURT: [S; 2] = [S::Appeal, S::FurtherAppeal];

pub(super) fn appeal(
    case: &AsylumCase,
    on: Date,
    stay_granted: bool,
    others: &[&AsylumCase],
) -> Decision {
    require(case, &[S::Rejected, S::Withdrawn], "lodge an appeal")?;
    one_procedure(others)?;
    let (due, instance, suspensive) = match case.phase {
        Phase::Rejected {
            appeal: Some(NextAppeal { due_on: Some(due), instance, suspensive }),
            ..
        } => (due, instance, suspensive),
        Phase::Withdrawn { appeal_due_on: Some(due), .. } => (due, AppealInstance::Court, false),
        _ => return Err(Refusal::not_now("no appeal is possible", case.state())),
    };
    if on > due {
        return Err(Refusal::new(
            Reason::AppealTooLate,
            format!("the term to appeal ended on {due}"),
        ));
    }
    let by_law = instance == AppealInstance::Court && suspensive;
    one(case, on, EventKind::AppealLodged { instance, suspensive: by_law || stay_granted })
}

pub(super) fn ask_to_stay(case: &AsylumCase, on: Date) -> Decision {
    let Phase::Appeal { suspensive, .. } = case.phase else {
        return Err(not_in(case, &BEFORE_A_COURT, "ask the court to stay"));
    };
    if suspensive {
        return Err(Refusal::not_now("the applicant may stay already", case.state()));
    }
    if case.interim == Some(Interim::Requested) {
        return Err(Refusal::not_now("the court was asked already", case.state()));
    }
    one(case, on, EventKind::InterimRequested {})
}

pub(super) fn rule_on_stay(case: &AsylumCase, on: Date, granted: bool) -> Decision {
    require(case, &BEFORE_A_COURT, "rule on a stay")?;
    if case.interim != Some(Interim::Requested) {
        return Err(Refusal::not_now("the court was not asked", case.state()));
    }
    one(case, on, EventKind::InterimRuled { granted })
}

pub(super) fn rule(
    policy: &Policy,
    case: &AsylumCase,
    on: Date,
    ruling: AppealRuling,
    decide_by: Option<Date>,
) -> Decision {
    let Phase::Appeal { decided: Decided { outcome, .. }, instance, .. } = case.phase else {
        return Err(not_in(case, &BEFORE_A_COURT, "rule"));
    };
    if decide_by.is_some_and(|by| by < on) {
        return Err(Refusal::new(Reason::DateBeforeLast, "the term lies before the ruling"));
    }
    let stands = ruling != AppealRuling::Grounded;
    let fast = case.remedy(outcome).fast;
    let further = stands && instance == AppealInstance::Court;
    let departure_days = outcome.map_or_else(
        || law::departure_days(policy, on, false),
        |outcome| outcome.departure_days(policy, on),
    );
    let mut all = events(
        case,
        on,
        EventKind::AppealRuled {
            instance,
            ruling,
            appeal_due_on: further.then(|| policy.due(law::appeal_term(fast), on)),
            departure_days: if stands { departure_days } else { 0 },
            // The court may set a shorter term (APR 35(8)).
            decision_due_on: (!stands)
                // Unset: the term of the law holds where the court sets none.
                .then(|| decide_by.unwrap_or_else(|| policy.due(rule::DECISION_AGAIN, on))),
        },
    );
    if stands && !further {
        all.extend(events(case, on, EventKind::DecisionFinal { outcome }));
    }
    Ok(all)
}
