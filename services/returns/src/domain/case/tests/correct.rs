//! What others correct: order of events, retracted decisions, two registrations of one person, facts.

use super::*;

/// What reception and intake tell of somebody who goes away during the procedure comes in either order, and
/// ends the same (ADR 0006).
#[test]
fn a_disappearance_and_the_withdrawal_that_follows_from_it_are_confluent() {
    for held in [false, true] {
        let mut ends = Vec::new();
        for command in
            [[Reaction::Gone, withdrawn_and_gone()], [withdrawn_and_gone(), Reaction::Gone]]
        {
            let mut given = Given::nobody();
            if held {
                given = Given::announced("2026-01-05", 28, false);
                given.react("2026-04-01", &Reaction::NewApplication(1));
            }
            for reaction in &command {
                given.react("2026-05-01", reaction);
            }
            assert_eq!(given.case().state(), S::Unsupervised);
            ends.push(given.case().clone());
        }
        assert_eq!(ends[0], ends[1], "held: {held}");
    }
    // Who left with DTenV and thereby withdrew has left once.
    let mut given = Given::announced("2026-01-05", 28, false);
    given.react("2026-04-01", &Reaction::NewApplication(1));
    given.all("2026-05-01", [leaves(DepartureOutcome::IndependentIom)]);
    assert_eq!(given.react("2026-05-01", &withdrawn_and_gone()), 0);
    assert_eq!(given.case().state(), S::Departed);
}

#[test]
fn a_retracted_decision_closes_the_case_as_an_error() {
    let retracted = Reaction::Retracted(kernel::CaseId::from_u128(3));
    let mut open = Given::forced("2026-07-01");
    open.all("2026-07-02", [detain(MeasureKind::DetentionReturn)]);
    open.react("2026-07-10", &Reaction::Retracted(kernel::CaseId::from_u128(4)));
    assert_eq!(open.case().state(), S::Detained, "another decision");
    open.react("2026-07-10", &retracted);
    let case = open.case();
    let closed = Phase::Closed { on: day("2026-07-10"), reason: CloseReason::Error, gone: false };
    assert_eq!(case.phase, closed);
    assert_eq!(case.detention, None);
    // Who was counted as gone because of it is not; who was seen leaving has left.
    let mut gone = Given::announced("2026-07-01", 28, false);
    gone.react("2026-08-01", &Reaction::Gone);
    gone.react("2026-08-10", &retracted);
    assert_eq!(gone.case().state(), S::Closed);
    assert!(gone.has(|kind| matches!(kind, EventKind::DepartureCorrected { .. })));
    let mut left = Given::taken_up("2026-07-01", 28);
    left.all("2026-07-10", [border_report(DepartureOutcome::IndependentOwn)]);
    assert_eq!(left.react("2026-07-20", &retracted), 0);
    // A new negative decision announces anew.
    open.react("2026-09-01", &announced(28, None, false));
    assert_eq!(open.case().state(), S::Announced);
}

#[test]
fn corrected_facts_stay_with_the_case() {
    let mut given = Given::forced("2026-07-01");
    let corrected = Person { nationality: Nationality::new(b"DZA"), birth_year: 2001, ..person() };
    assert_eq!(given.react("2026-07-10", &Reaction::Corrected(corrected.clone())), 1);
    assert_eq!(given.case().person, corrected);
    assert_eq!(given.react("2026-07-10", &Reaction::Corrected(corrected)), 0, "once");
    assert_eq!(given.case().state(), S::ForcedTrack);
    // Also of who has left: published counts are kept by nationality.
    given.all("2026-07-11", [leaves(DepartureOutcome::Unsupervised)]);
    assert_eq!(given.react("2026-07-12", &Reaction::Corrected(person())), 1);
}

struct Two {
    kept: Option<ReturnCase>,
    gone: Option<ReturnCase>,
    events: Vec<Event>,
}

/// Merges the case of person 5 into that of person 1.
fn merged(kept: Option<ReturnCase>, gone: &ReturnCase, on: &str) -> Two {
    let other = kernel::PersonId::from_u128(5);
    let gone =
        ReturnCase { person: Person { person_id: other, ..gone.person.clone() }, ..gone.clone() };
    let events = merge(&person(), kept.as_ref(), Some(&gone), day(on), law::pact_2026());
    let mut two = Two { kept, gone: Some(gone), events };
    for event in &two.events {
        let side = if event.person.person_id == other { &mut two.gone } else { &mut two.kept };
        *side = Some(evolve(side.take(), event));
    }
    two
}

fn count(events: &[Event], test: impl Fn(&EventKind) -> bool) -> usize {
    events.iter().filter(|event| test(&event.kind)).count()
}

#[test]
fn an_open_case_moves_to_the_registration_that_stays() {
    let mut given = Given::forced("2026-07-01");
    given.all("2026-07-02", [block(BlockKind::DocumentsPending, Partner::Dtenv)]);
    let two = merged(None, given.case(), "2026-08-01");
    assert_eq!(two.gone.unwrap().state(), S::Closed);
    let kept = two.kept.unwrap();
    assert_eq!((kept.state(), kept.origin), (S::ForcedTrack, Some(FileOrigin::Ind)));
    assert_eq!(
        (kept.blocked(), kept.announced_on),
        (Some(BlockKind::DocumentsPending), day("2026-07-01"))
    );
    assert_eq!(kept.removable_from, given.case().removable_from);
}

#[test]
fn detention_moves_along_and_its_days_are_not_lost() {
    let mut given = Given::forced("2026-07-01");
    given.all("2026-07-02", [detain(MeasureKind::DetentionReturn)]);
    let ends_on = given.detained_until();
    let two = merged(None, given.case(), "2026-08-01");
    assert_eq!(two.gone.unwrap().detention, None);
    let kept = two.kept.unwrap();
    assert_eq!((kept.state(), kept.detention.map(|held| held.ends_on)), (S::Detained, ends_on));
    assert_eq!(kept.detention_used.counted(), 30);
    // Beside a case that is open already only what adds up comes along.
    let other = Given::taken_up("2026-06-01", 28);
    let two = merged(other.state.clone(), given.case(), "2026-08-01");
    let kept = two.kept.unwrap();
    assert_eq!((kept.detention_used.counted(), kept.is_open()), (30, true));
}

#[test]
fn detention_and_ban_of_who_left_come_along_to_a_case_that_is_open() {
    let mut left = Given::forced("2026-07-01");
    left.all("2026-07-02", [detain(MeasureKind::DetentionReturn)]);
    left.all("2026-07-12", [lift()]);
    left.all("2026-07-12", [CommandKind::ImposeEntryBan { ground: EntryBanGround::PublicOrder }]);
    left.all("2026-07-20", [border_report(DepartureOutcome::IndependentOwn)]);
    let kept = Given::taken_up("2026-06-01", 28);
    let two = merged(kept.state.clone(), left.case(), "2026-08-01");
    let case = two.kept.unwrap();
    assert_eq!(
        (case.detention_used.counted(), case.ban_ground()),
        (10, Some(EntryBanGround::PublicOrder))
    );
    assert_eq!((case.state(), case.removable_from), (S::Intake, kept.case().removable_from));
}

#[test]
fn nobody_counts_twice_after_two_registrations_become_one() {
    let mut left = Given::taken_up("2026-07-01", 28);
    left.all("2026-07-10", [border_report(DepartureOutcome::IndependentOwn)]);
    let departures = |kind: &EventKind| matches!(kind, EventKind::Departed { .. });
    let corrections = |kind: &EventKind| matches!(kind, EventKind::DepartureCorrected { .. });
    // Only the merged one had left: the departure moves, on its own day.
    let two = merged(None, left.case(), "2026-08-01");
    assert_eq!((count(&two.events, departures), count(&two.events, corrections)), (1, 1));
    let kept = two.kept.unwrap();
    assert_eq!((kept.state(), kept.ended_on()), (S::Departed, Some(day("2026-07-10"))));
    // Both had left, or the one that stays is here: one departure less.
    for kept in [left.state.clone(), Given::taken_up("2026-06-01", 28).state] {
        let two = merged(kept.clone(), left.case(), "2026-08-01");
        assert_eq!((count(&two.events, departures), count(&two.events, corrections)), (0, 1));
        assert_eq!(two.kept, kept);
    }
    // Nothing to move.
    assert!(merge(&person(), None, None, day("2026-08-01"), law::pact_2026()).is_empty());
}
