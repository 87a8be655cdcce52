//! Appeals, and requests to stay while they run.

use kernel::{Date, Reason, Refusal};
use law::{Policy, rule};

use super::super::{AsylumCase, What};
use super::{Decision, events, one, one_procedure, require};
use crate::domain::codes::{AppealInstance, AppealRuling, CaseState as S, Interim};

pub(super) fn appeal(
    case: &AsylumCase,
    on: Date,
    stay_granted: bool,
    others: &[&AsylumCase],
) -> Decision {
    require(case, &[S::Rejected, S::Withdrawn], "lodge an appeal")?;
    one_procedure(others)?;
    let (Some(due), Some(instance)) = (case.appeal_due_on, case.appeal_instance) else {
        return Err(Refusal::not_now("no appeal is possible", case.state));
    };
    if on > due {
        return Err(Refusal::new(
            Reason::AppealTooLate,
            format!("the term to appeal ended on {due}"),
        ));
    }
    let by_law = instance == AppealInstance::Court && case.appeal_suspensive;
    one(case, on, What::AppealLodged { instance, suspensive: by_law || stay_granted })
}

pub(super) fn ask_to_stay(case: &AsylumCase, on: Date) -> Decision {
    require(case, &[S::Appeal, S::FurtherAppeal], "ask the court to stay")?;
    if case.appeal_suspensive {
        return Err(Refusal::not_now("the applicant may stay already", case.state));
    }
    if case.interim == Some(Interim::Requested) {
        return Err(Refusal::not_now("the court was asked already", case.state));
    }
    one(case, on, What::InterimRequested {})
}

pub(super) fn rule_on_stay(case: &AsylumCase, on: Date, granted: bool) -> Decision {
    require(case, &[S::Appeal, S::FurtherAppeal], "rule on a stay")?;
    if case.interim != Some(Interim::Requested) {
        return Err(Refusal::not_now("the court was not asked", case.state));
    }
    one(case, on, What::InterimRuled { granted })
}

pub(super) fn rule(
    policy: &Policy,
    case: &AsylumCase,
    on: Date,
    ruling: AppealRuling,
    decide_by: Option<Date>,
) -> Decision {
    require(case, &[S::Appeal, S::FurtherAppeal], "rule")?;
    if decide_by.is_some_and(|by| by < on) {
        return Err(Refusal::new(Reason::DateBeforeLast, "the term lies before the ruling"));
    }
    let instance = case.appeal_instance.unwrap_or(AppealInstance::Court);
    let stands = ruling != AppealRuling::Grounded;
    let fast = case.remedy(case.outcome).fast;
    let further = stands && instance == AppealInstance::Court;
    let departure_days = case.outcome.map_or_else(
        || law::departure_days(policy, on, false),
        |outcome| outcome.departure_days(policy, on),
    );
    let mut all = events(
        case,
        on,
        What::AppealRuled {
            instance,
            ruling,
            appeal_due_on: further.then(|| policy.due(law::appeal_term(fast), on)),
            departure_days: if stands { departure_days } else { 0 },
            // The court may set a shorter term (APR 35(8)).
            decision_due_on: (!stands)
                .then(|| decide_by.unwrap_or_else(|| policy.due(rule::DECISION_AGAIN, on))),
        },
    );
    if stands && !further {
        all.extend(events(case, on, What::DecisionFinal { outcome: case.outcome }));
    }
    Ok(all)
}
