//! The table of states: for each state each command, and what is refused by name and changes nothing.

use super::*;

/// Every command, with data that are sound in themselves.
fn orders() -> Vec<(&'static str, CommandKind)> {
    let flags = Flags(Vec::new());
    vec![
        ("identify", CommandKind::IdentifyPerson { certainty: Certainty::Stated }),
        ("screen", screen(false)),
        ("screened", screened()),
        ("register", CommandKind::RegisterApplication {}),
        ("lodge", lodge()),
        ("hit", hit()),
        ("ask", ask_germany(true)),
        ("reply", CommandKind::RecordResponsibilityReply { accepted: false }),
        ("route", CommandKind::RouteApplication { flags, border_full: false }),
        (
            "assign",
            CommandKind::AssignTrack { track: Track::PactAccelerated, reason: "x".to_owned() },
        ),
        ("extend", CommandKind::ExtendDecision { reason: "complex".to_owned() }),
        ("facts", CommandKind::RecordFurtherRepresentation {}),
        ("interview", CommandKind::HoldInterview {}),
        ("intend", CommandKind::IssueIntention {}),
        ("view", CommandKind::RecordView {}),
        ("suspend", CommandKind::SuspendDecision { until: day("2027-01-04") }),
        ("resume", CommandKind::ResumeDecision {}),
        ("grant", decision(DecisionOutcome::GrantRefugee)),
        ("reject", decision(DecisionOutcome::RejectUnfounded)),
        ("transfer", decision(DecisionOutcome::NotProcessedResponsibility)),
        ("retract", CommandKind::RetractDecision { reason: "error".to_owned() }),
        ("withdraw", CommandKind::WithdrawApplication { withdrawal: Withdrawal::Explicit }),
        ("appeal", CommandKind::LodgeAppeal { stay_granted: false }),
        ("ask to stay", CommandKind::RequestInterim {}),
        ("rule on stay", CommandKind::RuleOnInterim { granted: true }),
        ("rule", rule_on(AppealRuling::Grounded)),
        ("permit", CommandKind::IssuePermit {}),
        ("revoke", CommandKind::RevokePermit {}),
        ("default", CommandKind::RecordNoticeOfDefault {}),
        ("court term", CommandKind::SetJudicialTerm { two_steps: false, decide_by: None }),
    ]
}

/// What a state allows, and what it refuses by another name than `WRONG_STATE`.
struct Row {
    state: CaseState,
    allowed: &'static [&'static str],
    named: &'static [(&'static str, &'static str)],
}

const NO_TERM: &[(&str, &str)] = &[
    ("extend", "NO_EXTENSION"),
    ("default", "NOT_YET_IN_DEFAULT"),
    ("court term", "NOT_YET_IN_DEFAULT"),
];
const IN_TIME: &[(&str, &str)] =
    &[("default", "NOT_YET_IN_DEFAULT"), ("court term", "NOT_YET_IN_DEFAULT")];
const UNHEARD: &[(&str, &str)] = &[("grant", "INTERVIEW_MISSING"), ("reject", "INTERVIEW_MISSING")];

/// The whole table: what is not in it is refused as `WRONG_STATE`.
fn table() -> Vec<Row> {
    use CaseState as S;
    let row = |state, allowed, named| Row { state, allowed, named };
    vec![
        row(S::Made, &["identify", "screen", "register", "facts", "withdraw"], NO_TERM),
        row(S::Screening, &["identify", "screened", "facts", "withdraw"], NO_TERM),
        row(S::Screened, &["identify", "register", "facts", "withdraw"], NO_TERM),
        row(S::Registered, &["identify", "lodge", "hit", "ask", "facts", "withdraw"], NO_TERM),
        row(
            S::Lodged,
            &["identify", "hit", "ask", "route", "assign", "facts", "withdraw"],
            NO_TERM,
        ),
        row(
            S::ResponsibilityCheck,
            &["identify", "reply", "route", "assign", "facts", "withdraw"],
            NO_TERM,
        ),
        row(
            S::Routed,
            &["identify", "assign", "extend", "facts", "interview", "suspend", "withdraw"],
            IN_TIME,
        ),
        row(
            S::Interviewed,
            &["identify", "assign", "extend", "facts", "suspend", "grant", "reject", "withdraw"],
            IN_TIME,
        ),
        // The term for the view is over here: it may be decided without.
        row(S::Intention, &["identify", "facts", "view", "grant", "reject", "withdraw"], NO_TERM),
        row(S::Suspended, &["identify", "extend", "facts", "resume", "withdraw"], IN_TIME),
        row(S::Granted, &["facts", "retract", "permit"], &[]),
        row(S::Rejected, &["facts", "retract", "appeal"], &[]),
        row(S::Appeal, &["facts", "retract", "rule"], &[]),
        row(S::FurtherAppeal, &["facts", "retract", "ask to stay", "rule"], &[]),
        row(S::FinalPositive, &["revoke"], &[]),
        row(S::FinalNegative, &[], &[]),
        row(S::Withdrawn, &[], &[]),
        row(S::Revoked, &[], &[]),
    ]
}

/// Refusals that belong to one state only.
fn own_name(state: CaseState, kind: &str) -> Option<&'static str> {
    let unheard = UNHEARD.iter().find(|(name, _)| *name == kind);
    match (state, kind) {
        (CaseState::Lodged | CaseState::Routed, _) if unheard.is_some() => {
            unheard.map(|(_, reason)| *reason)
        }
        (CaseState::ResponsibilityCheck, "transfer") => Some("NOT_RESPONSIBLE"),
        (CaseState::Interviewed, "intend") => Some("TRACK_NOT_OF_REGIME"),
        _ => None,
    }
}

#[test]
fn every_illegal_transition_of_a_case_is_refused_by_name_and_changes_nothing() {
    let table = table();
    let states: Vec<CaseState> = table.iter().map(|row| row.state).collect();
    assert_eq!(states, CaseState::ALL, "every state has its row");
    for Row { state, allowed, named } in table {
        for (name, kind) in orders() {
            let mut case = in_state(state);
            let before = case.case().clone();
            let done = case.when("2026-07-20", kind);
            if allowed.contains(&name) {
                assert!(!done.unwrap().is_empty(), "{name} in {state}");
                continue;
            }
            let by_name = named.iter().find(|(kind, _)| *kind == name).map(|(_, reason)| *reason);
            let expected = own_name(state, name).or(by_name).unwrap_or("WRONG_STATE");
            assert_eq!(reason(done), expected, "{name} in {state}");
            assert_eq!(case.case(), &before, "{name} in {state} changes nothing");
        }
    }
}

/// The rows of the table of the domain: from, command, to.
#[test]
fn every_legal_transition_of_a_case_leads_where_the_table_says() {
    use CaseState as S;
    for (from, name, to) in [
        (S::Made, "screen", S::Screening),
        (S::Screening, "screened", S::Screened),
        (S::Screened, "register", S::Registered),
        (S::Made, "register", S::Registered),
        (S::Registered, "lodge", S::Lodged),
        (S::Registered, "ask", S::ResponsibilityCheck),
        (S::Lodged, "ask", S::ResponsibilityCheck),
        (S::ResponsibilityCheck, "reply", S::Lodged),
        (S::ResponsibilityCheck, "route", S::Routed),
        (S::Lodged, "route", S::Routed),
        (S::Lodged, "assign", S::Routed),
        (S::Routed, "interview", S::Interviewed),
        (S::Routed, "suspend", S::Suspended),
        (S::Interviewed, "suspend", S::Suspended),
        (S::Suspended, "resume", S::Interviewed),
        (S::Intention, "view", S::Interviewed),
        (S::Interviewed, "grant", S::Granted),
        (S::Interviewed, "reject", S::Rejected),
        (S::Interviewed, "assign", S::Interviewed),
        (S::Routed, "assign", S::Routed),
        (S::Rejected, "appeal", S::Appeal),
        (S::Appeal, "rule", S::Interviewed),
        (S::FurtherAppeal, "rule", S::Interviewed),
        (S::Granted, "permit", S::FinalPositive),
        (S::FinalPositive, "revoke", S::Revoked),
        (S::Granted, "retract", S::Interviewed),
        (S::Rejected, "retract", S::Interviewed),
        (S::Interviewed, "withdraw", S::Withdrawn),
    ] {
        let mut case = in_state(from);
        let (_, kind) = orders().into_iter().find(|(command, _)| *command == name).unwrap();
        case.when("2026-07-20", kind).unwrap();
        assert_eq!(case.case().state(), to, "{name} in {from}");
    }
}

/// The person has gone: every open case is withdrawn, every other one stays as it is.
#[test]
fn who_is_gone_has_withdrawn_every_open_case() {
    for state in CaseState::ALL {
        let mut case = in_state(*state);
        let open = case.case().is_open();
        let events = left_unsupervised(law::pact_2026(), case.case(), day("2026-07-20"));
        assert_eq!(events.len(), usize::from(open), "{state}");
        case.take(&events);
        let after = if open { CaseState::Withdrawn } else { *state };
        assert_eq!(case.case().state(), after, "{state}");
    }
}

/// A final decision stays: nothing but revocation, or the lapse of a transfer by law.
#[test]
fn the_clock_moves_no_final_case() {
    for state in CaseState::ALL {
        let mut case = in_state(*state);
        if case.case().is_final() {
            assert!(case.wait("2036-01-01").is_empty(), "{state}");
            let lapsed = responsibility_lapsed(law::pact_2026(), case.case(), day("2036-01-01"));
            assert!(lapsed.is_empty(), "{state}");
        }
    }
}

fn hit() -> CommandKind {
    CommandKind::RecordHit {
        member_state: "DEU".to_owned(),
        claim: Claim::TakeBack,
        hit: true,
        detained: false,
    }
}

/// A case that has come to a state by commands, all of July 2026; the intention by the old law.
fn in_state(state: CaseState) -> Given {
    use CaseState as S;
    let legacy = state == S::Intention;
    let first = if legacy { "2026-06-01" } else { "2026-07-06" };
    let mut case = Given::made(first);
    let track = if legacy { Track::Legacy4Extended } else { Track::PactRegular };
    let lodged = || vec![CommandKind::RegisterApplication {}, lodge()];
    let heard = || [lodged(), vec![assign(track), CommandKind::HoldInterview {}]].concat();
    let refused = || [heard(), vec![decision(DecisionOutcome::RejectUnfounded)]].concat();
    let granted = || [heard(), vec![decision(DecisionOutcome::GrantRefugee)]].concat();
    let appeal = || CommandKind::LodgeAppeal { stay_granted: false };
    let further =
        || [refused(), vec![appeal(), rule_on(AppealRuling::Ungrounded), appeal()]].concat();
    let path = match state {
        S::Made => vec![],
        S::Screening => vec![screen(false)],
        S::Screened => vec![screen(false), screened()],
        S::Registered => vec![CommandKind::RegisterApplication {}],
        S::Lodged => lodged(),
        S::ResponsibilityCheck => [lodged(), vec![ask_germany(true)]].concat(),
        S::Routed => [lodged(), vec![assign(track)]].concat(),
        S::Interviewed => heard(),
        S::Intention => [heard(), vec![CommandKind::IssueIntention {}]].concat(),
        S::Suspended => {
            [heard(), vec![CommandKind::SuspendDecision { until: day("2026-12-01") }]].concat()
        }
        S::Granted => granted(),
        S::Rejected => refused(),
        S::Appeal => [refused(), vec![appeal()]].concat(),
        S::FurtherAppeal => further(),
        S::FinalPositive => [granted(), vec![CommandKind::IssuePermit {}]].concat(),
        S::FinalNegative => [further(), vec![rule_on(AppealRuling::Ungrounded)]].concat(),
        S::Withdrawn => {
            [lodged(), vec![CommandKind::WithdrawApplication { withdrawal: Withdrawal::Explicit }]]
                .concat()
        }
        S::Revoked => {
            [granted(), vec![CommandKind::IssuePermit {}, CommandKind::RevokePermit {}]].concat()
        }
    };
    for kind in path {
        case.when(first, kind).unwrap();
    }
    assert_eq!(case.case().state(), state);
    case
}
