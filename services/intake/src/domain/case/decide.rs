//! What may happen to a case, and what follows.

use kernel::{Date, Order, Refusal, Uuid};
use law::{Policy, Regime, rule};

use super::{Action, AsylumCase, Env, Event, What};
use crate::domain::codes::{
    AppealInstance, AppealRuling, ApplicationKind, CaseState as S, DecisionOutcome, Track,
    Withdrawal,
};

type Decision = Result<Vec<Event>, Refusal>;

/// Decides on an order.
pub fn decide(state: Option<&AsylumCase>, order: &Order<Uuid, Action>, env: &Env<'_>) -> Decision {
    if let Action::MakeApplication { .. } = order.action {
        return make(state, order, env);
    }
    let case =
        state.ok_or_else(|| Refusal::not_found("NOT_FOUND", format!("no case {}", order.key)))?;
    order.check_version(case.version)?;
    order.check_date(env.today, Some(case.last_step()))?;
    let (on, policy) = (order.on, env.policy);
    match &order.action {
        Action::MakeApplication { .. } => Ok(Vec::new()),
        Action::StartScreening { at_border } => {
            require(case, &[S::Made], "start the screening")?;
            let term = if *at_border { rule::SCREENING_BORDER } else { rule::SCREENING_INLAND };
            one(case, on, What::ScreeningStarted { due_on: policy.due(term, on) })
        }
        Action::FinishScreening { complete } => {
            require(case, &[S::Screening], "finish the screening")?;
            one(case, on, What::ScreeningFinished { complete: *complete })
        }
        Action::RegisterApplication {} => {
            require(case, &[S::Made, S::Screened], "register")?;
            one(
                case,
                on,
                What::ApplicationRegistered { lodge_due_on: policy.due(rule::LODGING, on) },
            )
        }
        Action::LodgeApplication {} => lodge(policy, case, on),
        Action::StartResponsibilityCheck { member_state, eurodac_hit } => {
            require(case, &[S::Lodged], "start a check of responsibility")?;
            let term = match (regime(policy, case), eurodac_hit) {
                (Regime::Pact2026, true) => rule::TAKE_BACK_CONFIRMATION,
                (Regime::Pact2026, false) => rule::TAKE_CHARGE_REPLY,
                (Regime::Legacy2013, true) => rule::DUBLIN_REPLY_HIT,
                (Regime::Legacy2013, false) => rule::DUBLIN_REPLY,
            };
            let (member_state, reply_due_on) = (member_state.clone(), policy.due(term, on));
            one(case, on, What::ResponsibilityCheckStarted { member_state, reply_due_on })
        }
        Action::RecordResponsibilityReply { accepted } => {
            require(case, &[S::ResponsibilityCheck], "record the reply")?;
            let member_state = case.member_state.clone().unwrap_or_default();
            one(case, on, What::ResponsibilityAnswered { member_state, accepted: *accepted })
        }
        Action::AssignTrack { track } => assign(policy, case, on, *track),
        Action::HoldInterview {} => {
            require(case, &[S::Routed], "hold the interview")?;
            one(case, on, What::ApplicantInterviewed {})
        }
        Action::IssueIntention {} => {
            require(case, &[S::Interviewed], "issue an intention")?;
            if regime(policy, case) == Regime::Pact2026 {
                return Err(Refusal::new(
                    "TRACK_NOT_OF_REGIME",
                    "the pact knows no intention to reject",
                ));
            }
            one(case, on, What::IntentionIssued { view_due_on: policy.due(rule::LEGACY_VIEW, on) })
        }
        Action::RecordView {} => {
            require(case, &[S::Intention], "record the view")?;
            one(case, on, What::ViewReceived {})
        }
        Action::SuspendDecision { until } => {
            require(case, &[S::Routed, S::Interviewed], "suspend")?;
            let end = case
                .lodged_on
                .map_or(*until, |lodged| policy.due(rule::MORATORIUM_END, lodged).min(*until));
            one(case, on, What::DecisionSuspended { until: end })
        }
        Action::ResumeDecision {} => {
            require(case, &[S::Suspended], "resume")?;
            one(case, on, What::DecisionResumed {})
        }
        Action::DecideApplication { outcome, interview_omitted_reason } => {
            conclude(policy, case, on, *outcome, interview_omitted_reason.as_deref())
        }
        Action::WithdrawApplication { withdrawal } => {
            require_open(case, "withdraw")?;
            one(case, on, withdrawn(policy, case, on, *withdrawal, false))
        }
        Action::LodgeAppeal { stay_granted } => appeal(case, on, *stay_granted, env.others),
        Action::RuleOnAppeal { ruling } => ruling_on(policy, case, on, *ruling),
        Action::IssuePermit {} => {
            require(case, &[S::Granted], "issue the permit")?;
            let outcome = case.outcome.unwrap_or(DecisionOutcome::GrantSubsidiary);
            let valid_until = law::permit_valid_until(policy, case.decided_on.unwrap_or(on));
            one(case, on, What::PermitIssued { outcome, valid_until })
        }
        Action::RevokePermit {} => {
            require(case, &[S::FinalPositive], "revoke")?;
            one(case, on, What::PermitRevoked {})
        }
        Action::RecordNoticeOfDefault {} => {
            require_open(case, "record a notice of default")?;
            if case.decision_due_on.is_none_or(|due| on <= due) {
                return Err(Refusal::new("NOT_YET_IN_DEFAULT", "the decision term is not over"));
            }
            one(case, on, What::NoticeOfDefaultReceived {})
        }
    }
}

/// The case becomes final when the term to appeal passed on or before `today`; nothing otherwise.
pub fn finalise(policy: &Policy, case: &AsylumCase, today: Date) -> Vec<Event> {
    let over = case.appeal_due_on.is_some_and(|due| due < today);
    match case.state {
        S::Rejected if over => events(case, today, What::DecisionFinal { outcome: case.outcome }),
        S::Registered
            if regime(policy, case) == Regime::Pact2026
                && case.lodge_due_on.is_some_and(|due| due < today) =>
        {
            events(case, today, withdrawn(policy, case, today, Withdrawal::Implicit, false))
        }
        S::Suspended if case.suspended_until.is_some_and(|until| until < today) => {
            events(case, today, What::DecisionResumed {})
        }
        _ => Vec::new(),
    }
}

/// The person has gone with unknown destination or has left: an open procedure is withdrawn.
pub fn gone(policy: &Policy, case: &AsylumCase, on: Date) -> Vec<Event> {
    if case.is_open() {
        events(case, on, withdrawn(policy, case, on, Withdrawal::Implicit, true))
    } else {
        Vec::new()
    }
}

/// The term of the transfer is over: the Netherlands examines the application after all (AMMR 46(2)).
pub fn responsibility_lapsed(policy: &Policy, case: &AsylumCase, on: Date) -> Vec<Event> {
    if case.outcome != Some(DecisionOutcome::NotProcessedResponsibility) || case.is_open() {
        return Vec::new();
    }
    let (track, term) = match regime(policy, case) {
        Regime::Legacy2013 => (Track::Legacy4Extended, rule::LEGACY_DECISION),
        Regime::Pact2026 => (Track::PactRegular, rule::REGULAR),
    };
    let decision_due_on = policy.due(term, on);
    events(case, on, What::TrackAssigned { track, decision_due_on })
}

/// Takes a case over at the opening of the books, as it stands.
pub fn import(state: Option<&AsylumCase>, case: &AsylumCase, on: Date) -> Decision {
    if state.is_some() {
        return Err(Refusal::new(
            "ALREADY_EXISTS",
            format!("case {} is there already", case.case_id),
        ));
    }
    if !matches!(
        case.state,
        S::Lodged
            | S::Routed
            | S::Interviewed
            | S::Rejected
            | S::Appeal
            | S::FinalPositive
            | S::FinalNegative
    ) {
        let text = format!("a case in state {} cannot be taken over", case.state);
        return Err(Refusal::new("NOT_BY_IMPORT", text));
    }
    one(
        case,
        on,
        What::CaseImported {
            kind: case.kind,
            state: case.state,
            made_on: case.made_on,
            lodged_on: case.lodged_on,
            decision_due_on: case.decision_due_on,
            track: case.track,
            outcome: case.outcome,
            decided_on: case.decided_on,
            appeal_due_on: case.appeal_due_on,
            appeal_suspensive: case.appeal_suspensive,
        },
    )
}

fn make(state: Option<&AsylumCase>, order: &Order<Uuid, Action>, env: &Env<'_>) -> Decision {
    let Action::MakeApplication {
        person_id,
        household_id,
        kind,
        nationality,
        birth_year,
        sex,
        unaccompanied_minor,
        previous_case_id,
    } = &order.action
    else {
        return Ok(Vec::new());
    };
    if state.is_some() {
        return Err(Refusal::new("ALREADY_EXISTS", format!("case {} is there already", order.key)));
    }
    order.check_date(env.today, None)?;
    one_procedure(env.others)?;
    let previous =
        previous_case_id.and_then(|id| env.others.iter().find(|case| case.case_id == id));
    let subsequent_no = match (kind, previous) {
        (ApplicationKind::Repeat, Some(previous)) => previous.subsequent_no + 1,
        (ApplicationKind::Repeat, None) if previous_case_id.is_some() => {
            return Err(Refusal::new(
                "NO_EARLIER_DECISION",
                "the case before is not one of this person",
            ));
        }
        // The decision may be older than these books.
        (ApplicationKind::Repeat, None) => 1,
        (_, _) if env.others.is_empty() => 0,
        (_, _) => {
            return Err(Refusal::new(
                "NO_EARLIER_DECISION",
                "a later application of a person is a repeat one",
            ));
        }
    };
    let person = kernel::Person {
        person_id: *person_id,
        household_id: *household_id,
        nationality: *nationality,
        birth_year: *birth_year,
        sex: *sex,
        unaccompanied_minor: *unaccompanied_minor,
    };
    let what =
        What::ApplicationMade { kind: *kind, previous_case_id: *previous_case_id, subsequent_no };
    Ok(vec![Event { case_id: order.key, person, occurred_on: order.on, what }])
}

fn lodge(policy: &Policy, case: &AsylumCase, on: Date) -> Decision {
    require(case, &[S::Registered], "lodge")?;
    let pact = policy.regime(on) == Regime::Pact2026;
    if pact && case.lodge_due_on.is_some_and(|due| on > due) {
        return Err(Refusal::new("LODGED_TOO_LATE", "the term to lodge is over"));
    }
    let decision_due_on = policy.due(if pact { rule::REGULAR } else { rule::LEGACY_DECISION }, on);
    one(case, on, What::ApplicationLodged { kind: case.kind, decision_due_on })
}

fn assign(policy: &Policy, case: &AsylumCase, on: Date, track: Track) -> Decision {
    require(
        case,
        &[S::Lodged, S::ResponsibilityCheck, S::Routed, S::Interviewed],
        "assign a track",
    )?;
    if case.state == S::ResponsibilityCheck && case.responsibility_accepted_on.is_some() {
        return Err(Refusal::new(
            "WRONG_STATE",
            "another member state has accepted responsibility",
        ));
    }
    let of_pact = matches!(track, Track::PactBorder | Track::PactAccelerated | Track::PactRegular);
    if of_pact != (regime(policy, case) == Regime::Pact2026) {
        let text = format!("track {track} is not of regime {}", regime(policy, case));
        return Err(Refusal::new("TRACK_NOT_OF_REGIME", text));
    }
    let term = match track {
        Track::PactBorder => rule::BORDER,
        Track::PactAccelerated => rule::ACCELERATED,
        Track::PactRegular => rule::REGULAR,
        _ => rule::LEGACY_DECISION,
    };
    // The border term counts from registration, the others from lodging.
    let start = if track == Track::PactBorder { case.registered_on } else { case.lodged_on };
    one(
        case,
        on,
        What::TrackAssigned { track, decision_due_on: policy.due(term, start.unwrap_or(on)) },
    )
}

fn conclude(
    policy: &Policy,
    case: &AsylumCase,
    on: Date,
    outcome: DecisionOutcome,
    omitted: Option<&str>,
) -> Decision {
    let transfer = outcome == DecisionOutcome::NotProcessedResponsibility;
    if transfer {
        require(case, &[S::ResponsibilityCheck], "leave the examination to another state")?;
        if case.responsibility_accepted_on.is_none() {
            return Err(Refusal::new(
                "NOT_RESPONSIBLE",
                "no other member state has accepted responsibility",
            ));
        }
    } else {
        require(case, &[S::Lodged, S::Routed, S::Interviewed], "decide")?;
        if case.state != S::Interviewed && omitted.is_none_or(|reason| reason.trim().is_empty()) {
            return Err(Refusal::new(
                "INTERVIEW_MISSING",
                "no interview was held and no reason is given",
            ));
        }
    }
    let grant = outcome.is_grant();
    one(
        case,
        on,
        What::ApplicationDecided {
            kind: case.kind,
            outcome,
            made_on: case.made_on,
            lodged_on: case.lodged_on,
            interview_omitted_reason: omitted.map(str::to_owned),
            appeal_due_on: (!grant).then(|| policy.due(law::appeal_term(outcome.is_fast()), on)),
            stay_pending_appeal: !grant && law::appeal_stays(outcome.is_fast()),
            departure_days: outcome.departure_days(policy, on),
            transfer_due_on: case
                .responsibility_accepted_on
                .filter(|_| transfer)
                .map(|d| policy.due(rule::TRANSFER, d)),
        },
    )
}

fn appeal(case: &AsylumCase, on: Date, stay_granted: bool, others: &[&AsylumCase]) -> Decision {
    require(case, &[S::Rejected, S::Withdrawn], "lodge an appeal")?;
    one_procedure(others)?;
    let (Some(due), Some(instance)) = (case.appeal_due_on, case.appeal_instance) else {
        return Err(Refusal::new("WRONG_STATE", "no appeal is possible"));
    };
    if on > due {
        return Err(Refusal::new("APPEAL_TOO_LATE", format!("the term to appeal ended on {due}")));
    }
    let by_law = instance == AppealInstance::Court && case.appeal_suspensive;
    one(case, on, What::AppealLodged { instance, suspensive: by_law || stay_granted })
}

fn ruling_on(policy: &Policy, case: &AsylumCase, on: Date, ruling: AppealRuling) -> Decision {
    require(case, &[S::Appeal, S::FurtherAppeal], "rule")?;
    let instance = case.appeal_instance.unwrap_or(AppealInstance::Court);
    let stands = ruling != AppealRuling::Grounded;
    let fast = case.outcome.is_none_or(DecisionOutcome::is_fast);
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
        },
    );
    if stands && !further {
        all.extend(events(case, on, What::DecisionFinal { outcome: case.outcome }));
    }
    Ok(all)
}

fn withdrawn(
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
        departure_days: law::departure_days(policy, on, false),
        gone,
    }
}

fn regime(policy: &Policy, case: &AsylumCase) -> Regime {
    policy.regime(case.lodged_on.unwrap_or(case.made_on))
}

/// IN-1: a person has one open procedure.
fn one_procedure(others: &[&AsylumCase]) -> Result<(), Refusal> {
    if let Some(open) = others.iter().find(|case| !case.is_final()) {
        let text = format!("case {} of this person is {}", open.case_id, open.state);
        return Err(Refusal::new("OPEN_PROCEDURE", text));
    }
    Ok(())
}

fn require(case: &AsylumCase, states: &[S], what: &str) -> Result<(), Refusal> {
    if states.contains(&case.state) {
        return Ok(());
    }
    Err(Refusal::new("WRONG_STATE", format!("cannot {what} in state {}", case.state)))
}

fn require_open(case: &AsylumCase, what: &str) -> Result<(), Refusal> {
    if case.is_open() {
        return Ok(());
    }
    Err(Refusal::new("WRONG_STATE", format!("cannot {what} in state {}", case.state)))
}

fn events(case: &AsylumCase, on: Date, what: What) -> Vec<Event> {
    vec![Event { case_id: case.case_id, person: case.person(), occurred_on: on, what }]
}

fn one(case: &AsylumCase, on: Date, what: What) -> Decision {
    Ok(events(case, on, what))
}
