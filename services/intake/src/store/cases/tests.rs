//! A case becomes a row and a message, and comes back as it was; what does not go together is named.

use wire::Wire as _;

use super::*;

/// A case comes back from its row, and from its message but for what is not sent.
pub(crate) fn stored_and_sent(case: &AsylumCase) {
    assert_eq!(AsylumCase::try_from(AsylumCaseRow::from(case)).as_ref(), Ok(case));
    let sent = AsylumCase { fact_on: None, view: View::default(), ..case.clone() };
    assert_eq!(AsylumCase::from_pb(case.to_pb()), Ok(sent));
}

fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

/// What a caller tells of a case at the opening of the books.
fn sent(state: CaseState) -> wire::intake::AsylumCase {
    let id = || kernel::Uuid::from_u128(1).to_string();
    wire::intake::AsylumCase {
        case_id: id(),
        person_id: id(),
        household_id: id(),
        nationality: "SYR".to_owned(),
        birth_year: 1990,
        sex: Sex::Female.to_pb(),
        kind: ApplicationKind::First.to_pb(),
        state: state.to_pb(),
        made_on: day("2024-09-02").to_pb(),
        lodged_on: day("2024-09-05").to_pb(),
        decision_due_on: day("2025-03-05").to_pb(),
        track: Track::Legacy4General.to_pb(),
        ..Default::default()
    }
}

fn read(message: wire::intake::AsylumCase) -> Result<AsylumCase, String> {
    AsylumCase::from_pb(Some(message)).map_err(|e| e.to_string())
}

#[test]
fn who_hands_a_case_over_need_not_tell_what_follows() {
    use CaseState as S;
    let lodged = read(sent(S::Interviewed)).unwrap();
    assert_eq!(lodged.application.registered_on(), day("2024-09-02"), "of the wish");
    let mut appeal = sent(S::Appeal);
    appeal.appeal_suspensive = true;
    assert_eq!(read(appeal).unwrap().appeal_instance(), Some(AppealInstance::Court));
    let mut rejected = sent(S::Rejected);
    rejected.appeal_due_on = day("2025-04-02").to_pb();
    assert_eq!(read(rejected).unwrap().appeal_instance(), Some(AppealInstance::Court));
    // Of an older case neither outcome nor day may be told.
    assert_eq!(read(sent(S::FinalPositive)).unwrap().decided(), Decided::default());
}

#[test]
fn what_does_not_go_together_is_named() {
    use CaseState as S;
    type Change = fn(&mut wire::intake::AsylumCase);
    let refused: [(S, Change, &str); 14] = [
        (S::Suspended, |_| {}, "suspended_until"),
        (S::Routed, |case| case.suspended_until = day("2025-06-01").to_pb(), "suspended_until"),
        (S::Granted, |_| {}, "outcome and decided_on"),
        (S::Withdrawn, |_| {}, "decided_on"),
        (S::FinalPositive, |case| case.appeal_suspensive = true, "appeal_suspensive"),
        (S::Appeal, |case| case.appeal_due_on = day("2025-06-01").to_pb(), "appeal_due_on"),
        (
            S::Appeal,
            |case| case.appeal_instance = AppealInstance::CouncilOfState.to_pb(),
            "appeal_instance",
        ),
        (S::Lodged, |case| case.member_state = "DEU".to_owned(), "claim"),
        (S::Lodged, |case| case.claim_due_on = day("2025-06-01").to_pb(), "member_state"),
        (S::ResponsibilityCheck, |_| {}, "reply_due_on"),
        (S::Lodged, |case| case.lodge_due_on = day("2025-06-01").to_pb(), "lodge_due_on"),
        (S::Lodged, |case| case.register_due_on = day("2025-06-01").to_pb(), "register_due_on"),
        (S::Lodged, |case| case.court_due_on = day("2025-06-01").to_pb(), "in_default_since"),
        (
            S::Lodged,
            |case| (case.track, case.extended) = (Default::default(), true),
            "extended goes with track",
        ),
    ];
    for (state, change, named) in refused {
        let mut message = sent(state);
        change(&mut message);
        let refusal = read(message).unwrap_err();
        assert!(refusal.contains(named), "{state}: {refusal}");
    }
}

#[test]
fn rows_of_older_versions_are_read() {
    let case = read(sent(CaseState::Interviewed)).unwrap();
    // An intention of before its columns: it is issued again.
    let row = AsylumCaseRow { state: CaseState::Intention, ..AsylumCaseRow::from(&case) };
    assert_eq!((row.fact_on, row.view_due_on, row.view_on), (None, None, None));
    let case = AsylumCase::try_from(row).unwrap();
    assert_eq!((case.phase, case.view), (Phase::Intention, View::default()));
    let row = AsylumCaseRow { view_on: day("2025-03-05"), ..AsylumCaseRow::from(&case) };
    stored(&row);
}

fn stored(row: &AsylumCaseRow) {
    let case = AsylumCase::try_from(row.clone()).unwrap();
    assert_eq!(&AsylumCaseRow::from(&case), row);
}
