//! Random legal and illegal orders through the state machine: the invariants hold after every step.

use jiff::ToSpan as _;
use proptest::prelude::*;

use super::*;
use crate::domain::codes::{Ground, InterviewOmission};

fn any_action() -> impl Strategy<Value = Action> {
    let outcome = prop::sample::select(DecisionOutcome::ALL);
    let track = prop::sample::select(Track::ALL);
    let ruling = prop::sample::select(AppealRuling::ALL);
    let ground = prop::sample::select(Ground::ALL);
    prop_oneof![
        any::<(bool, bool)>().prop_map(|(at_border, over_72_hours)| Action::StartScreening {
            at_border,
            over_72_hours
        }),
        Just(screened()),
        Just(Action::RegisterApplication {}),
        Just(lodge()),
        (any::<bool>(), any::<bool>()).prop_map(|(hit, detained)| Action::RecordHit {
            member_state: "DEU".to_owned(),
            claim: if hit { Claim::TakeBack } else { Claim::TakeCharge },
            hit,
            detained,
        }),
        any::<bool>().prop_map(ask_germany),
        any::<bool>().prop_map(|accepted| Action::RecordResponsibilityReply { accepted }),
        ground.prop_map(|ground| Action::RouteApplication {
            flags: Flags(vec![Flag {
                ground,
                reason: "found".to_owned(),
                officer: "o".to_owned()
            }]),
            border_full: false,
        }),
        track.prop_map(|track| Action::AssignTrack { track, reason: "chosen".to_owned() }),
        Just(Action::ExtendDecision { reason: "complex".to_owned() }),
        Just(Action::HoldInterview {}),
        Just(Action::IssueIntention {}),
        Just(Action::RecordView {}),
        Just(Action::SuspendDecision { until: Date::constant(2027, 6, 1) }),
        Just(Action::ResumeDecision {}),
        (outcome, any::<bool>()).prop_map(|(outcome, omitted)| Action::DecideApplication {
            outcome,
            interview_omitted: omitted.then_some(InterviewOmission::Unfit),
        }),
        Just(Action::RetractDecision { reason: "error".to_owned() }),
        Just(Action::WithdrawApplication { withdrawal: Withdrawal::Explicit }),
        any::<bool>().prop_map(|stay_granted| Action::LodgeAppeal { stay_granted }),
        Just(Action::RequestInterim {}),
        any::<bool>().prop_map(|granted| Action::RuleOnInterim { granted }),
        ruling.prop_map(rule_on),
        Just(Action::IssuePermit {}),
        Just(Action::RevokePermit {}),
        Just(Action::RecordNoticeOfDefault {}),
        any::<bool>().prop_map(|two_steps| Action::SetJudicialTerm { two_steps, decide_by: None }),
    ]
}

proptest! {
    #[test]
    fn random_orders_keep_the_invariants(
        start in prop::sample::select(vec!["2025-01-06", "2026-05-20", "2026-07-06"]),
        steps in prop::collection::vec((any_action(), 0_i32..40), 1..60),
    ) {
        let mut given = Given::made(start);
        let mut today = day(start);
        for (action, days) in steps {
            today = today.saturating_add(days.days());
            given.wait(&today.to_string());
            let before = given.case().clone();
            let done = given.when(&today.to_string(), action.clone());
            let case = given.case();
            match done {
                Err(refusal) => {
                    prop_assert_eq!(case, &before, "a refusal changes nothing: {}", refusal);
                }
                Ok(whats) => {
                    prop_assert_eq!(case.version, before.version + whats.len() as i64, "EL-2");
                    if before.is_final() {
                        let revoked = matches!(action, Action::RevokePermit {});
                        let appealed = before.state == CaseState::Withdrawn
                            && matches!(action, Action::LodgeAppeal { .. });
                        prop_assert!(revoked || appealed, "IN-1: {} after {}", case.state, before.state);
                    }
                    for what in &whats {
                        if let What::ApplicationDecided { outcome, interview_omitted, .. } = what {
                            let heard = before.interviewed_on.is_some();
                            let transfer = *outcome == DecisionOutcome::NotProcessedResponsibility;
                            prop_assert!(heard || transfer || interview_omitted.is_some(), "IN-2");
                        }
                    }
                }
            }
            prop_assert_eq!(
                case.state == CaseState::Suspended, case.suspended_until.is_some(), "suspension"
            );
            prop_assert!(case.track.is_none_or(|track| {
                track.is_of_pact() == (law::pact_2026().regime(case.lodged_on.unwrap_or(case.made_on)) == law::Regime::Pact2026)
            }), "a track is of its law");
            if let (Some(lodged), Some(until)) = (case.lodged_on, case.suspended_until) {
                prop_assert!(until <= law::pact_2026().due(law::rule::MORATORIUM_END, lodged));
            }
            for term in terms(law::pact_2026(), case) {
                prop_assert!(law::rule_named(term.rule).is_some(), "{} is a rule", term.rule);
                prop_assert!(term.due_on >= case.made_on, "{} is due {}", term.rule, term.due_on);
            }
        }
    }
}
