//! Each state against each command: what the state machine does not allow is refused and changes nothing.

use super::*;

/// A case that has come to a state by commands; refugee sponsor, spouse.
pub(super) fn in_state(state: S) -> Given {
    let subsidiary = state == S::WaitingCondition;
    let mut case = Given::filed(subsidiary, Relation::Spouse);
    let path = match state {
        S::Filed | S::WaitingCondition => vec![],
        S::Incomplete => vec![CommandKind::RequestFamilyFacts {}],
        S::Approved => vec![granted(true)],
        S::VisaIssued => vec![granted(true), CommandKind::IssueEntryVisa {}],
        S::Arrived => vec![granted(true), CommandKind::IssueEntryVisa {}, arrive()],
        S::Permit => {
            vec![
                granted(true),
                CommandKind::IssueEntryVisa {},
                arrive(),
                CommandKind::IssueFamilyPermit {},
            ]
        }
        S::Rejected => vec![granted(false)],
        S::Objection => vec![granted(false), CommandKind::ObjectToFamilyDecision {}],
        S::Lapsed => vec![granted(true), CommandKind::LapseFamilyApplication {}],
    };
    for kind in path {
        case.when("2026-08-03", kind).unwrap();
    }
    assert_eq!(case.state(), state);
    case
}

/// Every command, and the states in which the machine allows it.
fn orders() -> Vec<(CommandKind, &'static [S])> {
    const EXAMINED: &[S] = &[S::Filed, S::WaitingCondition];
    vec![
        (CommandKind::RequestFamilyFacts {}, EXAMINED),
        (CommandKind::ReceiveFamilyFacts {}, &[S::Incomplete]),
        (sponsor_has(true, true), &[S::Filed, S::Incomplete, S::WaitingCondition]),
        (granted(true), EXAMINED),
        (granted(false), EXAMINED),
        (CommandKind::ObjectToFamilyDecision {}, &[S::Rejected]),
        (grounded(true), &[S::Objection]),
        (grounded(false), &[S::Objection]),
        (CommandKind::OfferVisaAppointment { appointment_on: day("2026-09-01") }, &[S::Approved]),
        (CommandKind::RefuseEntryVisa {}, &[S::Approved]),
        (CommandKind::IssueEntryVisa {}, &[S::Approved]),
        (arrive(), &[S::VisaIssued]),
        (CommandKind::IssueFamilyPermit {}, &[S::Arrived]),
        (CommandKind::LapseFamilyApplication {}, &[S::Approved, S::VisaIssued]),
    ]
}

#[test]
fn nareis_refuses_by_name_what_a_state_does_not_allow() {
    for state in S::ALL {
        for (kind, allowed) in orders() {
            let mut case = in_state(*state);
            let before = case.case().clone();
            let done = case.when("2026-08-10", kind.clone());
            if !allowed.contains(state) {
                assert_eq!(reason(done), "WRONG_STATE", "{kind:?} in {state}");
                assert_eq!(case.case(), &before, "{kind:?} in {state} changes nothing");
            } else if *state == S::WaitingCondition && kind == granted(true) {
                assert_eq!(reason(done), "CONDITION_NOT_MET");
                assert_eq!(case.case(), &before);
            } else {
                assert_eq!(done.unwrap().len(), 1, "{kind:?} in {state}");
            }
        }
        let again = file("2026-07-01", false, Relation::Spouse);
        assert_eq!(reason(in_state(*state).when("2026-08-10", again)), "ALREADY_EXISTS");
    }
}

#[test]
fn nareis_checks_version_date_and_presence_before_anything() {
    let mut case = in_state(S::Filed);
    let command =
        Command::new(kernel::FamilyCaseId::from_u128(1), day("2026-08-10"), granted(true));
    let missing = decide(case.policy, None, &command, day("2026-08-10"), Held::default());
    assert_eq!(reason(missing), "NOT_FOUND");
    let ahead =
        decide(case.policy, case.case.as_ref(), &command, day("2026-08-09"), Held::default());
    assert_eq!(reason(ahead), "DATE_IN_FUTURE");
    assert_eq!(reason(case.when("2026-07-09", granted(true))), "DATE_BEFORE_LAST");
    let mut seen = command;
    seen.expected_version = Some(9);
    let unseen = decide(case.policy, case.case.as_ref(), &seen, day("2026-08-10"), Held::default());
    assert_eq!(reason(unseen), "VERSION_CONFLICT");
}
