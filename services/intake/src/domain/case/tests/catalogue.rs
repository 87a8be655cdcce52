//! What each outcome and each track brings: the catalogue of decisions, tracks of the old law, interviews.

use super::*;
use crate::domain::codes::InterviewOmission;
use DecisionOutcome as O;

fn heard(made: &str, track: Track) -> Given {
    let mut case = Given::lodged(made, made, made);
    case.when(made, assign(track)).unwrap();
    case.when(made, CommandKind::HoldInterview {}).unwrap();
    case
}

/// Outcome, decided on Monday 3 August 2026: days to depart, last day to appeal, stay while it runs.
#[test]
fn the_catalogue_of_decisions() {
    for (outcome, departs, appeal, stays) in [
        (O::GrantRefugee, 0, None, false),
        (O::GrantSubsidiary, 0, None, false),
        (O::RejectUnfounded, 28, Some("2026-08-31"), true),
        (O::RejectManifestlyUnfounded, 0, Some("2026-08-10"), false),
        (O::Inadmissible, 28, Some("2026-08-10"), false),
    ] {
        let mut case = heard("2026-07-06", Track::PactRegular);
        let decided = case.when("2026-08-03", decision(outcome)).unwrap();
        let [
            EventKind::ApplicationDecided {
                appeal_due_on,
                stay_pending_appeal,
                departure_days,
                transfer_due_on,
                ..
            },
        ] = decided[..]
        else {
            panic!("{decided:?}");
        };
        assert_eq!(departure_days, departs, "{outcome}");
        assert_eq!(appeal_due_on, appeal.map(day), "{outcome}");
        assert_eq!(stay_pending_appeal, stays, "{outcome}");
        assert_eq!(transfer_due_on, None, "{outcome} is no transfer");
    }
}

/// How it was withdrawn: an appeal or none, days to depart.
#[test]
fn the_catalogue_of_withdrawals() {
    let withdraw = |withdrawal| {
        let mut case = heard("2026-07-06", Track::PactRegular);
        case.when("2026-08-03", CommandKind::WithdrawApplication { withdrawal })
    };
    let explicit = withdraw(Withdrawal::Explicit).unwrap();
    assert!(
        matches!(
            explicit[..],
            [EventKind::ApplicationWithdrawn {
                appeal_due_on: None,
                departure_days: 28,
                gone: false,
                ..
            }]
        ),
        "final, no appeal"
    );
    let implicit = withdraw(Withdrawal::Implicit).unwrap();
    assert!(matches!(
        implicit[..],
        [EventKind::ApplicationWithdrawn { appeal_due_on: Some(due), departure_days: 28, .. }]
            if due == day("2026-08-10")
    ));
    assert_eq!(reason(withdraw(Withdrawal::Duplicate)), "WRONG_STATE", "merging does that");
}

#[test]
fn permits_last_five_years_before_the_act_and_three_after_it() {
    for (decided, until) in [("2026-06-11", "2031-06-11"), ("2026-06-12", "2029-06-12")] {
        let mut case = heard("2026-06-01", Track::Legacy4General);
        case.when(decided, decision(O::GrantRefugee)).unwrap();
        let permit = case.when(decided, CommandKind::IssuePermit {}).unwrap();
        assert!(
            matches!(permit[..], [EventKind::PermitIssued { valid_until, .. }] if valid_until == day(until))
        );
    }
}

/// The tracks that are in use; 3 and 5 are not.
#[test]
fn the_old_law_has_tracks_1_2_and_4_and_the_pact_has_none_of_them() {
    let legacy: Vec<Track> =
        Track::ALL.iter().copied().filter(|track| !track.is_of_pact()).collect();
    assert_eq!(
        legacy,
        [
            Track::Legacy1Responsibility,
            Track::Legacy2Safe,
            Track::Legacy4General,
            Track::Legacy4Extended
        ]
    );
    for (made, law) in [("2026-06-11", false), ("2026-06-12", true)] {
        for track in Track::ALL {
            let mut case = Given::lodged(made, made, made);
            let assigned = case.when(made, assign(*track));
            if track.is_of_pact() == law {
                assigned.unwrap();
                assert_eq!(case.case().track(), Some(*track));
                let due = case.case().decision_due_on.unwrap();
                assert!(law || due == day("2026-12-11"), "{track}: six months from lodging");
            } else {
                assert_eq!(reason(assigned), "TRACK_NOT_OF_REGIME", "{track} on {made}");
            }
        }
    }
}

/// The view on an intention: four weeks in the extended procedure, day 4 of the general one.
#[test]
fn the_view_has_four_weeks_in_the_extended_procedure_and_a_day_in_the_general_one() {
    for (track, due) in [
        (Track::Legacy4Extended, "2025-03-31"),
        (Track::Legacy2Safe, "2025-03-04"),
        (Track::Legacy4General, "2025-03-04"),
    ] {
        let mut case = heard("2025-01-06", track);
        let intention = case.when("2025-03-03", CommandKind::IssueIntention {}).unwrap();
        assert_eq!(intention, [EventKind::IntentionIssued { view_due_on: day(due) }], "{track}");
        assert_eq!(case.case().state(), CaseState::Intention);
        assert_eq!(reason(case.when("2025-03-03", decision(O::RejectUnfounded))), "WRONG_STATE");
        case.when("2025-03-04", CommandKind::RecordView {}).unwrap();
        case.when("2025-03-04", decision(O::RejectUnfounded)).unwrap();
    }
}

/// Nobody is decided on unheard, unless the reason is on file; the decision keeps that reason.
#[test]
fn an_interview_is_omitted_for_a_reason_only() {
    let omitted =
        |outcome, why| CommandKind::DecideApplication { outcome, interview_omitted: Some(why) };
    let lodged = || Given::lodged("2026-07-06", "2026-07-06", "2026-07-06");
    let routed = || {
        let mut case = lodged();
        case.when("2026-07-06", assign(Track::PactRegular)).unwrap();
        case
    };
    for outcome in O::ALL.iter().copied().filter(|o| *o != O::NotProcessedResponsibility) {
        for mut case in [lodged(), routed()] {
            assert_eq!(reason(case.when("2026-07-07", decision(outcome))), "INTERVIEW_MISSING");
            for why in [InterviewOmission::RepeatInWriting, InterviewOmission::SelectedAbroad] {
                let other = case.when("2026-07-07", omitted(outcome, why));
                assert_eq!(reason(other), "INTERVIEW_MISSING", "{outcome}: {why} of a first one");
            }
            let why = if outcome.is_grant() {
                InterviewOmission::GrantOnFile
            } else {
                let on_file = omitted(outcome, InterviewOmission::GrantOnFile);
                assert_eq!(reason(case.when("2026-07-07", on_file)), "INTERVIEW_MISSING");
                InterviewOmission::Unfit
            };
            let decided = case.when("2026-07-07", omitted(outcome, why)).unwrap();
            assert!(matches!(
                &decided[..],
                [EventKind::ApplicationDecided { interview_omitted: Some(on_file), .. }]
                    if *on_file == why
            ));
            assert_eq!(case.case().interviewed_on, None);
        }
    }
}

#[test]
fn a_ruling_of_the_council_of_state_is_the_last_one() {
    let mut case = heard("2026-07-06", Track::PactRegular);
    case.when("2026-08-03", decision(O::RejectUnfounded)).unwrap();
    let appeal = || CommandKind::LodgeAppeal { stay_granted: false };
    case.when("2026-08-31", appeal()).unwrap();
    case.when("2026-11-02", rule_on(AppealRuling::Ungrounded)).unwrap();
    assert_eq!(case.case().appeal_due_on(), Some(day("2026-11-30")), "four weeks again");
    assert_eq!(reason(case.when("2026-12-01", appeal())), "APPEAL_TOO_LATE");
    let further = case.when("2026-11-30", appeal()).unwrap();
    assert_eq!(
        further,
        [EventKind::AppealLodged { instance: AppealInstance::CouncilOfState, suspensive: false }],
        "no stay by law"
    );
    let last = case.when("2027-05-03", rule_on(AppealRuling::Ungrounded)).unwrap();
    assert!(matches!(last[..], [EventKind::AppealRuled { .. }, EventKind::DecisionFinal { .. }]));
    assert_eq!(case.case().state(), CaseState::FinalNegative);
}

/// Every ruling of the first court: where the case goes.
#[test]
fn the_catalogue_of_rulings() {
    for (ruling, state) in [
        (AppealRuling::Grounded, CaseState::Interviewed),
        (AppealRuling::Ungrounded, CaseState::Rejected),
        (AppealRuling::Inadmissible, CaseState::Rejected),
        (AppealRuling::Withdrawn, CaseState::Rejected),
    ] {
        let mut case = heard("2026-07-06", Track::PactRegular);
        case.when("2026-08-03", decision(O::RejectUnfounded)).unwrap();
        case.when("2026-08-31", CommandKind::LodgeAppeal { stay_granted: false }).unwrap();
        case.when("2026-11-02", rule_on(ruling)).unwrap();
        assert_eq!(case.case().state(), state, "{ruling}");
    }
}
