//! The golden cases of the chain as far as intake goes, and the rules that they rest on.

use kernel::Command;

use super::*;
use crate::domain::codes::InterviewOmission;

#[test]
fn golden_case_g1_grant() {
    let mut case = Given::made("2026-07-01");
    case.when("2026-07-01", screen(false)).unwrap();
    case.when("2026-07-03", screened()).unwrap();
    case.when("2026-07-03", CommandKind::RegisterApplication {}).unwrap();
    case.when("2026-07-14", lodge()).unwrap();
    assert_eq!(case.case().decision_due_on, Some(day("2027-01-14")));
    case.when("2026-07-20", assign(Track::PactRegular)).unwrap();
    case.when("2026-10-12", CommandKind::HoldInterview {}).unwrap();
    case.when("2026-11-02", decision(DecisionOutcome::GrantSubsidiary)).unwrap();
    let permit = case.when("2026-11-02", CommandKind::IssuePermit {}).unwrap();
    assert_eq!(
        permit,
        [EventKind::PermitIssued {
            outcome: DecisionOutcome::GrantSubsidiary,
            valid_until: day("2029-11-02"),
        }]
    );
    assert_eq!((case.case().state(), case.case().version), (CaseState::FinalPositive, 9));
    assert_eq!(reason(case.when("2026-11-03", CommandKind::HoldInterview {})), "WRONG_STATE");
}

#[test]
fn golden_case_g2_rejection() {
    let mut case = Given::made("2026-07-20");
    case.when("2026-07-20", CommandKind::RegisterApplication {}).unwrap();
    case.when("2026-08-03", lodge()).unwrap();
    case.when("2026-08-10", assign(Track::PactAccelerated)).unwrap();
    assert_eq!(case.case().decision_due_on, Some(day("2026-11-03")));
    case.when("2026-09-14", CommandKind::HoldInterview {}).unwrap();
    case.when("2026-10-05", decision(DecisionOutcome::RejectManifestlyUnfounded)).unwrap();
    assert_eq!(case.case().appeal_due_on(), Some(day("2026-10-12")));
    assert!(!case.case().appeal_suspensive());
    assert_eq!(
        reason(case.when("2026-10-13", CommandKind::LodgeAppeal { stay_granted: false })),
        "APPEAL_TOO_LATE"
    );
    let appeal = case.when("2026-10-12", CommandKind::LodgeAppeal { stay_granted: false }).unwrap();
    assert_eq!(
        appeal,
        [EventKind::AppealLodged { instance: AppealInstance::Court, suspensive: false }]
    );
    case.when("2026-11-09", rule_on(AppealRuling::Ungrounded)).unwrap();
    assert!(due(law::pact_2026(), case.case(), day("2026-11-16")).is_empty());
    let last = due(law::pact_2026(), case.case(), day("2026-11-17"));
    case.take(&last);
    assert_eq!(case.case().state(), CaseState::FinalNegative);
}

#[test]
fn golden_case_g5_not_lodged() {
    let mut case = Given::made("2026-07-01");
    case.when("2026-07-06", CommandKind::RegisterApplication {}).unwrap();
    assert_eq!(case.case().application.lodge_due_on(), Some(day("2026-07-27")));
    assert!(due(law::pact_2026(), case.case(), day("2026-07-27")).is_empty());
    assert_eq!(reason(case.when("2026-07-28", lodge())), "LODGED_TOO_LATE");
    let events = due(law::pact_2026(), case.case(), day("2026-07-28"));
    case.take(&events);
    assert_eq!(case.case().withdrawal, Some(Withdrawal::Implicit));
    let appeal = case.when("2026-07-30", CommandKind::LodgeAppeal { stay_granted: false }).unwrap();
    assert_eq!(
        appeal,
        [EventKind::AppealLodged { instance: AppealInstance::Court, suspensive: false }]
    );
}

#[test]
fn no_decision_without_an_interview_or_its_reason() {
    let mut case = Given::made("2025-01-06");
    case.when("2025-01-08", CommandKind::RegisterApplication {}).unwrap();
    case.when("2025-01-08", lodge()).unwrap();
    case.when("2025-01-20", assign(Track::Legacy4General)).unwrap();
    let grant = decision(DecisionOutcome::GrantRefugee);
    assert_eq!(reason(case.when("2025-02-01", grant)), "INTERVIEW_MISSING");
    let omitted = CommandKind::DecideApplication {
        outcome: DecisionOutcome::GrantRefugee,
        interview_omitted: Some(InterviewOmission::GrantOnFile),
    };
    case.when("2025-02-01", omitted).unwrap();
    assert_eq!(case.case().state(), CaseState::Granted);
}

#[test]
fn another_state_must_have_accepted_and_may_let_its_term_lapse() {
    let mut case = Given::made("2025-01-06");
    case.when("2025-01-08", CommandKind::RegisterApplication {}).unwrap();
    case.when("2025-01-08", lodge()).unwrap();
    let check = ask_germany(true);
    case.when("2025-01-10", check).unwrap();
    let leave = || decision(DecisionOutcome::NotProcessedResponsibility);
    assert_eq!(reason(case.when("2025-01-20", leave())), "NOT_RESPONSIBLE");
    case.when("2025-01-24", CommandKind::RecordResponsibilityReply { accepted: true }).unwrap();
    let events = case.when("2025-02-03", leave()).unwrap();
    assert!(matches!(
        events[0],
        EventKind::ApplicationDecided { transfer_due_on: Some(due), departure_days: 0, .. } if due == day("2025-07-24")
    ));
    let lapsed = responsibility_lapsed(law::pact_2026(), case.case(), day("2025-07-25"));
    case.take(&lapsed);
    assert_eq!(case.case().state(), CaseState::Routed);
}

#[test]
fn a_grounded_appeal_brings_the_case_back_to_the_officer() {
    let mut case = Given::made("2025-01-06");
    case.when("2025-01-08", CommandKind::RegisterApplication {}).unwrap();
    case.when("2025-01-08", lodge()).unwrap();
    case.when("2025-01-09", assign(Track::Legacy4Extended)).unwrap();
    case.when("2025-03-01", CommandKind::HoldInterview {}).unwrap();
    // Vw 39: nobody is rejected without an intention, and not while the term for a view runs.
    let reject = || decision(DecisionOutcome::RejectUnfounded);
    assert_eq!(reason(case.when("2025-03-05", reject())), "NO_INTENTION");
    case.when("2025-03-05", CommandKind::IssueIntention {}).unwrap();
    assert_eq!(reason(case.when("2025-04-01", reject())), "WRONG_STATE");
    let mut without = Given { case: case.case.clone(), all: Vec::new() };
    without.when("2025-04-03", reject()).unwrap();
    assert_eq!(without.case().state(), CaseState::Rejected, "the term for the view is over");
    case.when("2025-04-01", CommandKind::RecordView {}).unwrap();
    case.when("2025-04-01", reject()).unwrap();
    let appeal = case.when("2025-04-10", CommandKind::LodgeAppeal { stay_granted: false }).unwrap();
    assert_eq!(
        appeal,
        [EventKind::AppealLodged { instance: AppealInstance::Court, suspensive: true }]
    );
    case.when("2025-08-10", rule_on(AppealRuling::Grounded)).unwrap();
    assert_eq!(case.case().state(), CaseState::Interviewed);
    case.when("2025-08-20", decision(DecisionOutcome::GrantSubsidiary)).unwrap();
}

#[test]
fn a_person_has_one_open_procedure_and_a_version_is_checked() {
    let given = Given::made("2025-01-06");
    let other = given.case().clone();
    let command = Command::new(
        kernel::CaseId::from_u128(9),
        day("2025-01-07"),
        make(ApplicationKind::Repeat),
    );
    let others = [&other];
    let env = Env { today: day("2025-01-07"), policy: law::pact_2026(), others: &others };
    assert_eq!(reason(decide(None, &command, &env)), "OPEN_PROCEDURE");

    let mut command =
        Command::new(other.case_id, day("2025-01-07"), CommandKind::RegisterApplication {});
    command.expected_version = Some(7);
    assert_eq!(reason(decide(Some(&other), &command, &env)), "VERSION_CONFLICT");
    command.expected_version = None;
    command.on = day("2025-01-08");
    assert_eq!(reason(decide(Some(&other), &command, &env)), "DATE_IN_FUTURE");
    command.on = day("2025-01-05");
    assert_eq!(reason(decide(Some(&other), &command, &env)), "DATE_BEFORE_LAST");
}
