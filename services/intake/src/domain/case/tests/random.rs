//! Random legal and illegal commands through the state machine: the invariants hold after every step.

use jiff::ToSpan as _;
use proptest::prelude::*;

use super::*;
use crate::domain::codes::{Ground, InterviewOmission};
use crate::store::stored_and_sent;

fn any_action() -> impl Strategy<Value = CommandKind> {
    let outcome = prop::sample::select(DecisionOutcome::ALL);
    let track = prop::sample::select(Track::ALL);
    let ruling = prop::sample::select(AppealRuling::ALL);
    let ground = prop::sample::select(Ground::ALL);
    prop_oneof![
        any::<(bool, bool)>().prop_map(|(at_border, over_72_hours)| CommandKind::StartScreening {
            at_border,
            over_72_hours
        }),
        Just(screened()),
        Just(CommandKind::RegisterApplication {}),
        Just(lodge()),
        (any::<bool>(), any::<bool>()).prop_map(|(hit, detained)| CommandKind::RecordHit {
            member_state: "DEU".to_owned(),
            claim: if hit { Claim::TakeBack } else { Claim::TakeCharge },
            hit,
            detained,
        }),
        any::<bool>().prop_map(ask_germany),
        any::<bool>().prop_map(|accepted| CommandKind::RecordResponsibilityReply { accepted }),
        ground.prop_map(|ground| CommandKind::RouteApplication {
            flags: Flags(vec![Flag {
                ground,
                reason: "found".to_owned(),
                officer: "o".to_owned()
            }]),
            border_full: false,
        }),
        track.prop_map(|track| CommandKind::AssignTrack { track, reason: "chosen".to_owned() }),
        Just(CommandKind::ExtendDecision { reason: "complex".to_owned() }),
        Just(CommandKind::HoldInterview {}),
        Just(CommandKind::IssueIntention {}),
        Just(CommandKind::RecordView {}),
        Just(CommandKind::SuspendDecision { until: Date::constant(2027, 6, 1) }),
        Just(CommandKind::ResumeDecision {}),
        (outcome, any::<bool>()).prop_map(|(outcome, omitted)| CommandKind::DecideApplication {
            outcome,
            interview_omitted: omitted.then_some(InterviewOmission::Unfit),
        }),
        Just(CommandKind::RetractDecision { reason: "error".to_owned() }),
        Just(CommandKind::WithdrawApplication { withdrawal: Withdrawal::Explicit }),
        any::<bool>().prop_map(|stay_granted| CommandKind::LodgeAppeal { stay_granted }),
        Just(CommandKind::RequestInterim {}),
        any::<bool>().prop_map(|granted| CommandKind::RuleOnInterim { granted }),
        ruling.prop_map(rule_on),
        Just(CommandKind::IssuePermit {}),
        Just(CommandKind::RevokePermit {}),
        Just(CommandKind::RecordNoticeOfDefault {}),
        any::<bool>()
            .prop_map(|two_steps| CommandKind::SetJudicialTerm { two_steps, decide_by: None }),
    ]
}

/// What a command, the clock or another service brings.
#[derive(Clone, Debug)]
enum Step {
    Command(CommandKind),
    Wait,
    Gone,
    Duplicate,
    Lapsed,
    Suspend,
    Resume,
    Corrected,
}

fn any_step() -> impl Strategy<Value = Step> {
    let rare = [
        Step::Wait,
        Step::Gone,
        Step::Duplicate,
        Step::Lapsed,
        Step::Suspend,
        Step::Resume,
        Step::Corrected,
    ];
    prop_oneof![9 => any_action().prop_map(Step::Command), 1 => prop::sample::select(rare.to_vec())]
}

/// A case as it may be taken over, also by an older version, which asked for less.
fn any_import() -> impl Strategy<Value = EventKind> {
    let states = vec![
        CaseState::Lodged,
        CaseState::Routed,
        CaseState::Interviewed,
        CaseState::Rejected,
        CaseState::Appeal,
        CaseState::FinalPositive,
        CaseState::FinalNegative,
    ];
    let outcome = prop::option::of(prop::sample::select(DecisionOutcome::ALL));
    let track = prop::option::of(Just(Track::Legacy4Extended));
    let told = any::<(bool, bool, bool, bool, bool)>();
    (prop::sample::select(states), outcome, track, told).prop_map(
        |(state, outcome, track, told)| {
            let (lodged, due, decided, appeal, appeal_suspensive) = told;
            EventKind::CaseImported {
                kind: ApplicationKind::First,
                state,
                made_on: day("2024-09-02"),
                lodged_on: lodged.then(|| day("2024-09-05")),
                decision_due_on: due.then(|| day("2025-03-05")),
                track,
                outcome,
                decided_on: decided.then(|| day("2024-12-02")),
                appeal_due_on: appeal.then(|| day("2026-08-03")),
                appeal_suspensive,
            }
        },
    )
}

fn of(kind: EventKind, on: Date) -> Event {
    let made = decide(
        None,
        &Command::new(kernel::CaseId::from_u128(1), on, make(ApplicationKind::First)),
        &Env { today: on, policy: law::pact_2026(), others: &[] },
    );
    Event { kind, ..made.unwrap().remove(0) }
}

proptest! {
    #[test]
    fn random_orders_keep_the_invariants(
        start in prop::sample::select(vec!["2025-01-06", "2026-05-20", "2026-07-06"]),
        steps in prop::collection::vec((any_action(), 0_i32..40), 1..60),
    ) {
        let mut given = Given::made(start);
        let mut today = day(start);
        for (kind, days) in steps {
            today = today.saturating_add(days.days());
            given.wait(&today.to_string());
            let before = given.case().clone();
            let done = given.when(&today.to_string(), kind.clone());
            let case = given.case();
            match done {
                Err(refusal) => {
                    prop_assert_eq!(case, &before, "a refusal changes nothing: {}", refusal);
                }
                Ok(whats) => {
                    prop_assert_eq!(case.version, before.version + whats.len() as i64, "EL-2");
                    if before.is_final() {
                        let revoked = matches!(kind, CommandKind::RevokePermit {});
                        let appealed = before.state() == CaseState::Withdrawn
                            && matches!(kind, CommandKind::LodgeAppeal { .. });
                        prop_assert!(revoked || appealed, "IN-1: {} after {}", case.state(), before.state());
                    }
                    for kind in &whats {
                        if let EventKind::ApplicationDecided { outcome, interview_omitted, .. } = kind {
                            let heard = before.interviewed_on.is_some();
                            let transfer = *outcome == DecisionOutcome::NotProcessedResponsibility;
                            prop_assert!(heard || transfer || interview_omitted.is_some(), "IN-2");
                        }
                    }
                }
            }
            prop_assert!(case.track().is_none_or(|track| {
                track.is_of_pact() == (law::pact_2026().regime(case.law_on()) == law::Regime::Pact2026)
            }), "a track is of its law");
            if let (Some(lodged), Phase::Suspended { until }) = (case.application.lodged_on(), case.phase) {
                prop_assert!(until <= law::pact_2026().due(law::rule::MORATORIUM_END, lodged));
            }
            for term in terms(law::pact_2026(), case) {
                prop_assert!(law::rule_named(term.rule).is_some(), "{} is a rule", term.rule);
                prop_assert!(term.due_on >= case.made_on, "{} is due {}", term.rule, term.due_on);
            }
        }
    }

    #[test]
    fn random_cases_are_stored_and_sent_without_loss(
        start in prop::sample::select(vec!["2025-01-06", "2026-05-20", "2026-07-06"]),
        taken_over in prop::option::of(any_import()),
        repeat in any::<bool>(),
        steps in prop::collection::vec((any_step(), 0_i32..40), 1..60),
    ) {
        let mut given = Given::nothing();
        match taken_over {
            Some(kind) => given.take(&[of(kind, day(start))]),
            None if repeat => { given.when(start, make(ApplicationKind::Repeat)).unwrap(); }
            None => { given.when(start, make(ApplicationKind::First)).unwrap(); }
        }
        stored_and_sent(given.case());
        let (policy, mut today) = (law::pact_2026(), day(start));
        for (step, days) in steps {
            today = today.saturating_add(days.days());
            let case = given.case();
            let events = match step {
                Step::Command(kind) => {
                    let command = Command::new(case.case_id, today, kind);
                    decide(Some(case), &command, &Env { today, policy, others: &[] }).unwrap_or_default()
                }
                Step::Wait => due(policy, case, today),
                Step::Gone => left_unsupervised(policy, case, today),
                Step::Duplicate => duplicate(policy, case, today),
                Step::Lapsed => responsibility_lapsed(policy, case, today),
                Step::Suspend => suspend_under(policy, case, today, day("2028-01-01"), kernel::MoratoriumId::from_u128(50)),
                Step::Resume => resume(case, today),
                Step::Corrected => corrected(case, &kernel::Person { birth_year: 1980, ..case.person.clone() }, today),
            };
            for event in &events {
                given.take(std::slice::from_ref(event));
                stored_and_sent(given.case());
            }
        }
    }
}
