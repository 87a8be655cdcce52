//! Extended, postponed and exceeded terms; penalties; courts; decisions that are withdrawn.

use super::*;
use crate::domain::codes::Interim;

fn routed(made: &str, track: Track) -> Given {
    let mut case = Given::lodged(made, made, made);
    case.when(made, assign(track)).unwrap();
    case
}

fn extend() -> CommandKind {
    CommandKind::ExtendDecision { reason: "complex".to_owned() }
}

#[test]
fn the_regular_term_is_extended_once_by_six_months() {
    let mut case = routed("2026-06-12", Track::PactRegular);
    let silent = CommandKind::ExtendDecision { reason: String::new() };
    assert_eq!(reason(case.when("2026-07-01", silent)), "REASON_MISSING");
    case.when("2026-07-01", extend()).unwrap();
    assert_eq!(case.case().decision_due_on, Some(day("2027-06-14")), "12 months is a Saturday");
    assert_eq!(reason(case.when("2026-07-02", extend())), "NO_EXTENSION");
    let mut admissibility = routed("2026-06-12", Track::PactAdmissibility);
    admissibility.when("2026-07-01", extend()).unwrap();
    assert_eq!(admissibility.case().decision_due_on, Some(day("2026-10-12")));
    for (made, track) in
        [("2026-06-12", Track::PactAccelerated), ("2025-06-12", Track::Legacy4General)]
    {
        let mut case = routed(made, track);
        assert_eq!(reason(case.when("2026-07-01", extend())), "NO_EXTENSION", "{track}");
    }
}

#[test]
fn a_moratorium_postpones_within_21_months() {
    let under = |case: &AsylumCase, on: &str, until: &str| {
        suspend_under(
            law::pact_2026(),
            case,
            day(on),
            day(until),
            kernel::MoratoriumId::from_u128(50),
        )
    };
    // Legacy: up to a year more, never beyond 21 months after lodging.
    let mut legacy = routed("2024-11-04", Track::Legacy4General);
    let events = under(legacy.case(), "2024-12-09", "2025-06-09");
    legacy.take(&events);
    assert_eq!(legacy.case().phase, Phase::Suspended { until: day("2025-06-09") });
    assert_eq!(legacy.case().decision_due_on, Some(day("2026-05-06")), "6 May: 5 May is a holiday");
    assert!(legacy.wait("2025-06-09").is_empty());
    assert!(matches!(legacy.wait("2025-06-10")[..], [EventKind::DecisionResumed {}]));
    assert_eq!(legacy.case().state(), CaseState::Routed);
    // The pact: until its end, and no longer than 21 months.
    let pact = routed("2026-06-12", Track::PactRegular);
    let events = under(pact.case(), "2026-07-01", "2029-01-01");
    assert!(matches!(
        events[0].kind,
        EventKind::DecisionSuspended { until, decision_due_on: Some(due), .. }
            if until == day("2028-03-13") && due == day("2028-03-13")
    ));
    assert!(under(pact.case(), "2028-03-14", "2029-01-01").is_empty(), "21 months are over");
    let resumed = resume(&evolve(Some(pact.case().clone()), &events[0]), day("2026-08-01"));
    assert!(matches!(resumed[0].kind, EventKind::DecisionResumed {}), "ended before its term");
}

#[test]
fn late_decisions_run_from_notice_to_court_to_penalty() {
    let mut case = routed("2025-01-06", Track::Legacy4General);
    let court = |two_steps| CommandKind::SetJudicialTerm { two_steps, decide_by: None };
    assert_eq!(case.case().decision_due_on, Some(day("2025-07-07")));
    assert_eq!(
        reason(case.when("2025-07-07", CommandKind::RecordNoticeOfDefault {})),
        "NOT_YET_IN_DEFAULT"
    );
    assert_eq!(reason(case.when("2025-07-08", court(false))), "NOT_YET_IN_DEFAULT");
    let notice = case.when("2025-07-08", CommandKind::RecordNoticeOfDefault {}).unwrap();
    assert_eq!(notice, [EventKind::NoticeOfDefaultReceived { decide_by: day("2025-07-22") }]);
    assert_eq!(
        reason(case.when("2025-07-09", CommandKind::RecordNoticeOfDefault {})),
        "WRONG_STATE"
    );
    assert_eq!(reason(case.when("2025-07-22", court(true))), "NOT_YET_IN_DEFAULT", "two weeks run");
    let term = case.when("2025-09-01", court(true)).unwrap();
    assert_eq!(
        term,
        [EventKind::JudicialTermSet {
            decide_by: day("2025-12-22"),
            penalty_day_cents: 10_000,
            penalty_max_cents: 1_500_000,
        }],
        "8 and 8 weeks, doubled maximum"
    );
    let owed = |on: &str| penalty(law::pact_2026(), case.case(), day(on)).euros();
    assert_eq!((owed("2025-12-22"), owed("2025-12-23"), owed("2026-01-01")), (0, 100, 1_000));
    assert_eq!(owed("2027-01-01"), 15_000);
    case.when("2025-12-24", CommandKind::HoldInterview {}).unwrap();
    let decided = case.when("2025-12-29", decision(DecisionOutcome::GrantRefugee)).unwrap();
    assert!(matches!(decided[..], [EventKind::ApplicationDecided { penalty_cents: 70_000, .. }]));
    assert_eq!(case.case().penalty_cents, 70_000);
}

#[test]
fn without_the_switch_a_court_sets_a_term_without_penalty() {
    let act = law::Policy::load("WITH_EMERGENCY_ACT").unwrap();
    let mut case = routed("2025-10-06", Track::Legacy4General);
    case.when("2026-04-08", CommandKind::RecordNoticeOfDefault {}).unwrap();
    let kind = CommandKind::SetJudicialTerm { two_steps: false, decide_by: None };
    let command = Command::new(kernel::CaseId::from_u128(1), day("2026-07-01"), kind);
    let env = Env { today: day("2026-07-01"), policy: &act, others: &[] };
    let events = decide(case.case.as_ref(), &command, &env).unwrap();
    assert!(matches!(events[0].kind, EventKind::JudicialTermSet { penalty_day_cents: 0, .. }));
    let intention = Command::new(
        kernel::CaseId::from_u128(1),
        day("2026-07-01"),
        CommandKind::IssueIntention {},
    );
    case.when("2026-05-01", CommandKind::HoldInterview {}).unwrap();
    let refused = decide(case.case.as_ref(), &intention, &env);
    assert_eq!(reason(refused), "TRACK_NOT_OF_REGIME", "the act abolishes the intention");
}

#[test]
fn the_administrative_penalty_counts_while_the_law_has_it() {
    let text = "name = \"WITH_PENALTY\"\ntitle = \"x\"\ninherits = \"SEPT_2025\"\n\
        [rules.ADMINISTRATIVE_PENALTY]\nvalues = [{ value = true, source = \"test\" }]\n";
    let path = std::env::temp_dir().join(format!("keten-penalty-{}.toml", std::process::id()));
    std::fs::write(&path, text).unwrap();
    let policy = law::Policy::load(path.to_str().unwrap());
    std::fs::remove_file(&path).unwrap();
    let mut case = routed("2025-01-06", Track::Legacy4General);
    case.when("2025-07-08", CommandKind::RecordNoticeOfDefault {}).unwrap();
    let policy = policy.unwrap();
    let owed = |on: &str| penalty(&policy, case.case(), day(on)).euros();
    assert_eq!((owed("2025-07-22"), owed("2025-07-23"), owed("2025-08-05")), (0, 23, 322));
    assert_eq!(
        penalty(law::pact_2026(), case.case(), day("2025-08-05")).euros(),
        0,
        "switched off"
    );
}

#[test]
fn a_court_may_let_an_applicant_stay_whom_the_law_does_not() {
    let mut case = routed("2026-06-12", Track::PactAccelerated);
    case.when("2026-07-01", CommandKind::HoldInterview {}).unwrap();
    case.when("2026-07-02", decision(DecisionOutcome::RejectManifestlyUnfounded)).unwrap();
    assert_eq!(reason(case.when("2026-07-03", CommandKind::RequestInterim {})), "WRONG_STATE");
    case.when("2026-07-06", CommandKind::LodgeAppeal { stay_granted: false }).unwrap();
    let early = case.when("2026-07-06", CommandKind::RuleOnInterim { granted: true });
    assert_eq!(reason(early), "WRONG_STATE", "the court was not asked");
    case.when("2026-07-06", CommandKind::RequestInterim {}).unwrap();
    case.when("2026-07-20", CommandKind::RuleOnInterim { granted: true }).unwrap();
    assert_eq!(case.case().interim, Some(Interim::Granted));
    assert!(case.case().appeal_suspensive());
    let back = CommandKind::RuleOnAppeal {
        ruling: AppealRuling::Grounded,
        decide_by: Some(day("2026-10-01")),
    };
    case.when("2026-09-01", back).unwrap();
    assert_eq!(case.case().decision_due_on, Some(day("2026-10-01")), "the court's shorter term");
    assert_eq!(case.case().state(), CaseState::Interviewed);
}

#[test]
fn a_decision_is_withdrawn_before_it_is_final() {
    let mut case = routed("2026-06-12", Track::PactRegular);
    case.when("2026-07-01", CommandKind::HoldInterview {}).unwrap();
    case.when("2026-07-02", decision(DecisionOutcome::RejectUnfounded)).unwrap();
    let retract = || CommandKind::RetractDecision { reason: "new country report".to_owned() };
    let events = case.when("2026-07-20", retract()).unwrap();
    assert!(matches!(
        events[..],
        [EventKind::DecisionRetracted { outcome: DecisionOutcome::RejectUnfounded, decided_on, .. }]
            if decided_on == day("2026-07-02")
    ));
    assert_eq!(
        (case.case().state(), case.case().decided().outcome),
        (CaseState::Interviewed, None)
    );
    case.when("2026-07-21", decision(DecisionOutcome::GrantSubsidiary)).unwrap();
    case.when("2026-07-21", CommandKind::IssuePermit {}).unwrap();
    assert_eq!(reason(case.when("2026-07-22", retract())), "WRONG_STATE", "final");
}

#[test]
fn facts_of_after_the_application_are_no_new_case() {
    let mut case = routed("2026-06-12", Track::PactRegular);
    case.when("2026-07-01", CommandKind::RecordFurtherRepresentation {}).unwrap();
    case.when("2026-07-01", CommandKind::HoldInterview {}).unwrap();
    case.when("2026-07-02", decision(DecisionOutcome::RejectUnfounded)).unwrap();
    case.when("2026-07-05", CommandKind::RecordFurtherRepresentation {}).unwrap();
    case.wait("2026-09-01");
    assert_eq!(case.case().state(), CaseState::FinalNegative);
    let late = case.when("2026-09-02", CommandKind::RecordFurtherRepresentation {});
    assert_eq!(reason(late), "WRONG_STATE", "after a final decision it is a repeat application");
}

#[test]
fn the_terms_of_a_case_are_listed_with_their_rules() {
    let mut case = Given::made("2026-07-01");
    case.when("2026-07-03", CommandKind::RegisterApplication {}).unwrap();
    let all = terms(law::pact_2026(), case.case());
    let listed: Vec<(&str, String)> =
        all.iter().map(|term| (term.rule, term.due_on.to_string())).collect();
    assert_eq!(
        listed,
        [
            ("SPECIAL_NEEDS", "2026-07-31".to_owned()),
            ("EURODAC", "2026-07-06".to_owned()),
            ("LODGING", "2026-07-24".to_owned()),
        ]
    );
    case.when("2026-07-14", lodge()).unwrap();
    case.when("2026-07-14", assign(Track::PactRegular)).unwrap();
    case.when("2026-10-12", CommandKind::HoldInterview {}).unwrap();
    case.when("2026-11-02", decision(DecisionOutcome::GrantSubsidiary)).unwrap();
    let all = terms(law::pact_2026(), case.case());
    let permit = all.iter().find(|term| term.rule == "PERMIT_DOCUMENT").unwrap();
    assert_eq!(permit.due_on, day("2027-02-01"), "G1");
    let regular = all.iter().find(|term| term.rule == "REGULAR").unwrap();
    assert_eq!((regular.due_on, regular.done_on), (day("2027-01-14"), Some(day("2026-11-02"))));
}

#[test]
fn remedies_follow_from_track_and_ground_too() {
    // Accelerated and unfounded: one week, no stay (APR 67(7)(a), 68(3)).
    let mut case = routed("2026-06-12", Track::PactAccelerated);
    case.when("2026-09-28", CommandKind::HoldInterview {}).unwrap();
    case.when("2026-10-05", decision(DecisionOutcome::RejectUnfounded)).unwrap();
    assert_eq!(case.case().appeal_due_on(), Some(day("2026-10-12")));
    assert!(!case.case().appeal_suspensive());
    // Regular and unfounded: four weeks, with stay.
    let mut case = routed("2026-06-12", Track::PactRegular);
    case.when("2026-09-28", CommandKind::HoldInterview {}).unwrap();
    case.when("2026-10-05", decision(DecisionOutcome::RejectUnfounded)).unwrap();
    assert_eq!(case.case().appeal_due_on(), Some(day("2026-11-02")));
    assert!(case.case().appeal_suspensive());
    // The legacy general procedure: one week.
    let mut case = routed("2025-06-12", Track::Legacy4General);
    case.when("2025-09-29", CommandKind::HoldInterview {}).unwrap();
    case.when("2025-09-29", CommandKind::IssueIntention {}).unwrap();
    case.when("2025-10-01", CommandKind::RecordView {}).unwrap();
    case.when("2025-10-06", decision(DecisionOutcome::RejectUnfounded)).unwrap();
    assert_eq!(case.case().appeal_due_on(), Some(day("2025-10-13")));
}

#[test]
fn a_term_that_a_court_set_is_not_overridden_by_an_extension() {
    let mut case = routed("2026-06-12", Track::PactRegular);
    case.when("2026-07-01", CommandKind::HoldInterview {}).unwrap();
    case.when("2026-07-02", decision(DecisionOutcome::RejectUnfounded)).unwrap();
    case.when("2026-07-10", CommandKind::LodgeAppeal { stay_granted: false }).unwrap();
    let back = CommandKind::RuleOnAppeal {
        ruling: AppealRuling::Grounded,
        decide_by: Some(day("2027-07-01")),
    };
    case.when("2027-05-03", back).unwrap();
    assert_eq!(reason(case.when("2027-05-04", extend())), "NO_EXTENSION");
    assert_eq!(case.case().decision_due_on, Some(day("2027-07-01")));
}
