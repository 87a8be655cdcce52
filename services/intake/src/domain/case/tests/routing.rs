//! The way through the procedure: the first rule that matches, and the terms of each track.

use law::Regime;

use super::*;
use crate::domain::codes::Ground;

fn to(minor: bool, at_border: bool, grounds: &[Ground]) -> Track {
    route(Regime::Pact2026, minor, at_border, grounds, false).track
}

fn found(grounds: &[Ground]) -> CommandKind {
    let flag = |ground: &Ground| Flag {
        ground: *ground,
        reason: "found in the file".to_owned(),
        officer: "officer-7".to_owned(),
    };
    CommandKind::RouteApplication {
        flags: Flags(grounds.iter().map(flag).collect()),
        border_full: false,
    }
}

#[test]
fn the_first_rule_that_matches_decides() {
    use Ground as G;
    assert_eq!(to(false, false, &[]), Track::PactRegular);
    assert_eq!(to(false, false, &[G::Misled]), Track::PactAccelerated);
    assert_eq!(to(false, true, &[G::Misled]), Track::PactBorder);
    assert_eq!(to(false, true, &[G::Misled, G::ProtectedElsewhere]), Track::PactAdmissibility);
    assert_eq!(to(false, true, &[]), Track::PactRegular, "the border alone is no ground");
    for late in [G::IllegalEntryLate, G::LegalEntryLate] {
        assert_eq!(to(false, true, &[late]), Track::PactAccelerated, "{late} is no border ground");
    }
    let full = route(Regime::Pact2026, false, true, &[G::LowRecognition], true);
    assert_eq!(full.track, Track::PactAccelerated, "the border procedure is full");
}

#[test]
fn unaccompanied_minors_are_accelerated_on_five_grounds_and_at_the_border_for_security_only() {
    use Ground as G;
    let accelerated: Vec<Ground> = Ground::ALL
        .iter()
        .copied()
        .filter(|ground| to(true, false, &[*ground]) == Track::PactAccelerated)
        .collect();
    assert_eq!(
        accelerated,
        [G::Misled, G::SafeOrigin, G::Security, G::Subsequent, G::LowRecognition]
    );
    let border: Vec<Ground> = Ground::ALL
        .iter()
        .copied()
        .filter(|ground| to(true, true, &[*ground]) == Track::PactBorder)
        .collect();
    assert_eq!(border, [G::Security]);
}

#[test]
fn legacy_cases_go_to_track_2_when_safe_and_to_track_4_else() {
    let to = |grounds: &[Ground]| route(Regime::Legacy2013, false, true, grounds, false).track;
    assert_eq!(to(&[Ground::SafeOrigin]), Track::Legacy2Safe);
    assert_eq!(to(&[Ground::ProtectedElsewhere]), Track::Legacy2Safe);
    assert_eq!(to(&[Ground::Misled]), Track::Legacy4General);
}

/// The terms of the tracks, from lodging or, at the border, from registration.
#[test]
fn decision_terms_by_track() {
    for (grounds, track, due) in [
        (vec![], Track::PactRegular, "2026-12-14"),
        (vec![Ground::Delay], Track::PactAccelerated, "2026-09-14"),
        (vec![Ground::NoNewElements], Track::PactAdmissibility, "2026-08-12"),
        (vec![Ground::LateAfterReturnDecision], Track::PactAdmissibility, "2026-06-26"),
    ] {
        let mut case = Given::lodged("2026-06-12", "2026-06-12", "2026-06-12");
        let routed = case.when("2026-06-12", found(&grounds)).unwrap();
        let EventKind::TrackAssigned { track: chosen, ground, reason, flags, .. } = &routed[0]
        else {
            panic!("{routed:?}");
        };
        assert_eq!((*chosen, *ground), (track, grounds.first().copied()));
        assert_eq!(reason.is_empty(), grounds.is_empty(), "the reason is stored");
        assert_eq!(flags.0.len(), grounds.len());
        assert_eq!(case.case().decision_due_on, Some(day(due)), "{track}");
    }
    let mut border = Given::made("2026-06-30");
    border.when("2026-06-30", screen(true)).unwrap();
    assert_eq!(border.screened_by(), Some(day("2026-07-07")));
    border.when("2026-07-01", screened()).unwrap();
    border.when("2026-07-01", CommandKind::RegisterApplication {}).unwrap();
    assert_eq!(
        border.case().application.lodge_due_on(),
        Some(day("2026-07-06")),
        "5 days at the border"
    );
    border.when("2026-07-02", lodge()).unwrap();
    border.when("2026-07-02", found(&[Ground::Security])).unwrap();
    assert_eq!(border.case().track(), Some(Track::PactBorder));
    assert_eq!(
        border.case().decision_due_on,
        Some(day("2026-09-23")),
        "12 weeks from registration"
    );
}

#[test]
fn a_track_is_changed_with_a_reason() {
    let mut case = Given::lodged("2026-06-12", "2026-06-12", "2026-06-12");
    case.when("2026-06-12", found(&[Ground::Delay])).unwrap();
    assert_eq!(reason(case.when("2026-06-20", assign(Track::PactRegular))), "REASON_MISSING");
    let complex = |track| CommandKind::AssignTrack { track, reason: "too complex".to_owned() };
    let changed = case.when("2026-06-20", complex(Track::PactRegular)).unwrap();
    assert!(matches!(
        changed[..],
        [EventKind::TrackChanged {
            track: Track::PactRegular,
            from_track: Track::PactAccelerated,
            ..
        }]
    ));
    assert_eq!(case.case().decision_due_on, Some(day("2026-12-14")));
    assert_eq!(reason(case.when("2026-06-21", complex(Track::PactRegular))), "WRONG_STATE");
    assert_eq!(
        reason(case.when("2026-06-21", complex(Track::Legacy4General))),
        "TRACK_NOT_OF_REGIME"
    );
}

#[test]
fn a_flag_needs_a_reason() {
    let mut case = Given::lodged("2026-06-12", "2026-06-12", "2026-06-12");
    let flag =
        Flag { ground: Ground::Delay, reason: " ".to_owned(), officer: "officer-7".to_owned() };
    let silent = CommandKind::RouteApplication { flags: Flags(vec![flag]), border_full: false };
    assert_eq!(reason(case.when("2026-06-12", silent)), "REASON_MISSING");
}

#[test]
fn screening_that_is_not_done_in_time_ends_and_registration_begins() {
    let mut case = Given::made("2026-06-18");
    assert_eq!(case.case().phase.register_due_on(), Some(day("2026-06-23")));
    case.when("2026-06-18", screen(false)).unwrap();
    assert_eq!(case.screened_by(), Some(day("2026-06-22")));
    assert!(case.wait("2026-06-22").is_empty());
    assert!(matches!(
        case.wait("2026-06-23")[..],
        [EventKind::ScreeningFinished { complete: false, .. }]
    ));
    assert_eq!(case.case().phase.register_due_on(), Some(day("2026-06-29")));
    let late = CommandKind::StartScreening { at_border: true, over_72_hours: true };
    let mut border = Given::made("2026-06-18");
    border.when("2026-06-18", late).unwrap();
    assert_eq!(border.screened_by(), Some(day("2026-06-22")), "4 days");
}

#[test]
fn a_wish_to_the_wrong_authority_is_passed_on_first() {
    let mut case = Given::nothing();
    let CommandKind::MakeApplication { person_id, household_id, nationality, sex, .. } =
        make(ApplicationKind::First)
    else {
        panic!("an application");
    };
    let wrong = CommandKind::MakeApplication {
        person_id,
        household_id,
        kind: ApplicationKind::First,
        nationality,
        birth_year: Some(1990),
        sex,
        unaccompanied_minor: false,
        previous_case_id: None,
        wrong_authority: true,
    };
    case.when("2026-07-01", wrong).unwrap();
    assert_eq!(
        case.case().phase.register_due_on(),
        Some(day("2026-07-13")),
        "3 working days, then 5 days"
    );
}

#[test]
fn late_lodging_needs_a_cause() {
    let mut case = Given::made("2026-07-06");
    case.when("2026-07-06", CommandKind::RegisterApplication {}).unwrap();
    assert_eq!(reason(case.when("2026-07-28", lodge())), "LODGED_TOO_LATE");
    let ill = CommandKind::LodgeApplication { late_reason: "in hospital".to_owned() };
    case.when("2026-07-28", ill).unwrap();
}

#[test]
fn small_children_give_no_biometrics() {
    let mut adult = Given::made("2026-07-03");
    let registered = adult.when("2026-07-03", CommandKind::RegisterApplication {}).unwrap();
    assert!(matches!(
        registered[..],
        [EventKind::ApplicationRegistered { eurodac_due_on: Some(due), .. }] if due == day("2026-07-06")
    ));
    let mut child = Given::nothing();
    let mut wish = make(ApplicationKind::First);
    if let CommandKind::MakeApplication { birth_year, .. } = &mut wish {
        *birth_year = Some(2022);
    }
    child.when("2026-07-03", wish).unwrap();
    let registered = child.when("2026-07-03", CommandKind::RegisterApplication {}).unwrap();
    assert!(matches!(
        registered[..],
        [EventKind::ApplicationRegistered { eurodac_due_on: None, .. }]
    ));
}

#[test]
fn a_second_repeat_application_gives_no_right_to_stay() {
    for (before, right) in [(0, true), (1, false)] {
        let mut previous = Given::made("2024-01-08").case().clone();
        previous.phase = refused();
        previous.subsequent_no = before;
        let mut again = make(ApplicationKind::Repeat);
        if let CommandKind::MakeApplication { previous_case_id, .. } = &mut again {
            *previous_case_id = Some(previous.case_id);
        }
        let command = Command::new(kernel::CaseId::from_u128(9), day("2026-07-01"), again);
        let others = [&previous];
        let env = Env { today: day("2026-07-01"), policy: law::pact_2026(), others: &others };
        let made = decide(None, &command, &env).unwrap();
        assert!(matches!(
            made[0].kind,
            EventKind::ApplicationMade { subsequent_no, right_to_stay, .. }
                if subsequent_no == before + 1 && right_to_stay == right
        ));
    }
}

#[test]
fn who_was_registered_under_the_old_law_may_lodge_without_its_term() {
    let mut case = Given::made("2026-05-04");
    case.when("2026-05-04", CommandKind::RegisterApplication {}).unwrap();
    assert!(case.wait("2026-06-15").is_empty());
    case.when("2026-06-15", lodge()).unwrap();
}

#[test]
fn what_is_held_of_a_person_is_not_asked_again_and_must_agree() {
    let mut previous = Given::made("2024-01-08").case().clone();
    previous.phase = refused();
    let ask = |change: &dyn Fn(&mut CommandKind)| {
        let mut again = make(ApplicationKind::Repeat);
        change(&mut again);
        let command = Command::new(kernel::CaseId::from_u128(9), day("2026-07-01"), again);
        let others = [&previous];
        let env = Env { today: day("2026-07-01"), policy: law::pact_2026(), others: &others };
        decide(None, &command, &env)
    };
    let left_out = ask(&|kind| {
        let CommandKind::MakeApplication { household_id, nationality, birth_year, sex, .. } = kind
        else {
            return;
        };
        (*household_id, *nationality, *birth_year, *sex) = (None, None, None, None);
    });
    let made = left_out.unwrap();
    assert_eq!(made[0].person, previous.person);
    // The case before is held, too.
    assert!(matches!(
        made[0].kind,
        EventKind::ApplicationMade { previous_case_id: Some(id), subsequent_no: 1, .. }
            if id == previous.case_id
    ));
    let otherwise = ask(&|kind| {
        if let CommandKind::MakeApplication { birth_year, .. } = kind {
            *birth_year = Some(1991);
        }
    });
    let refusal = otherwise.unwrap_err();
    assert_eq!(refusal.reason, "FACT_DIFFERS");
    assert_eq!(refusal.message, "birth_year: 1990 is held here");
}
