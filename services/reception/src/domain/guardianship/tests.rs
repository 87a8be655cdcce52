//! The guardian of a minor: from the request to the end.

use proptest::prelude::*;

use super::*;

fn day(n: i8) -> Date {
    Date::constant(2026, 7, n)
}

fn minor() -> Person {
    Person {
        person_id: PersonId::from_u128(1),
        household_id: HouseholdId::from_u128(1),
        nationality: Nationality::new(b"SYR"),
        birth_year: 2010,
        sex: Sex::Female,
        unaccompanied_minor: true,
    }
}

fn fold(state: Option<Guardianship>, events: &[Event]) -> Option<Guardianship> {
    events.iter().fold(state, |state, event| Some(evolve(state, event)))
}

fn then(state: Option<Guardianship>, step: &Step, on: i8) -> Option<Guardianship> {
    let events = follow(state.as_ref(), step, day(on), law::sept_2025());
    fold(state, &events)
}

fn command(kind: CommandKind, on: i8) -> Command<PersonId, CommandKind> {
    Command::new(PersonId::from_u128(1), day(on), kind)
}

fn ordered(state: Option<Guardianship>, kind: CommandKind, on: i8) -> Option<Guardianship> {
    let events = decide(state.as_ref(), &command(kind, on), day(28)).unwrap();
    fold(state, &events)
}

#[test]
fn g4_nidos_is_asked_and_provides_a_guardian_the_same_day_and_the_court_appoints() {
    let state = then(None, &Step::Came(minor()), 1);
    assert_eq!(state.as_ref().unwrap().state, S::Requested);
    let state = ordered(state, CommandKind::ProvideGuardian {}, 1);
    assert_eq!(state.as_ref().unwrap().provisional_on, Some(day(1)));
    let state = ordered(state, CommandKind::AppointGuardian {}, 15).unwrap();
    assert_eq!((state.state, state.appointed_on), (S::Appointed, Some(day(15))));
    let again = decide(Some(&state), &command(CommandKind::ProvideGuardian {}, 16), day(28));
    assert_eq!(again.unwrap_err().reason, "WRONG_STATE");
}

#[test]
fn a_missing_minor_is_told_to_the_police_within_24_hours() {
    let state = then(then(None, &Step::Came(minor()), 1), &Step::Absent, 4);
    assert_eq!(state.as_ref().unwrap().police_by, Some(day(5)));
    let state = then(state, &Step::Left(EndReason::Unsupervised), 18).unwrap();
    assert_eq!((state.state, state.end_reason), (S::Ended, Some(End::Missing)));
    // Gone without an absence that was reported first: told at once.
    let gone = then(None, &Step::Came(minor()), 1);
    let events =
        follow(gone.as_ref(), &Step::Left(EndReason::Unsupervised), day(3), law::sept_2025());
    assert_eq!(events.len(), 2);
    assert_eq!(events[0].kind, EventKind::MinorMissing { police_by: day(4) });
}

#[test]
fn it_ends_by_age_family_departure_and_goes_on_in_a_home() {
    let asked = || then(None, &Step::Came(minor()), 1);
    let reason = |state: Option<Guardianship>| state.unwrap().end_reason;
    assert_eq!(reason(then(asked(), &Step::GrewUp, 9)), Some(End::Age18));
    let left = Step::Left(EndReason::DepartedIndependent);
    assert_eq!(reason(then(asked(), &left, 9)), Some(End::Departed));
    let family = CommandKind::EndGuardianship { reason: End::Family };
    assert_eq!(reason(ordered(asked(), family, 9)), Some(End::Family));
    assert_eq!(reason(then(asked(), &Step::Left(EndReason::Housed), 9)), None);
    assert_eq!(reason(then(asked(), &Step::Left(EndReason::Nidos), 9)), None);
    // Who comes again has a guardian again; who was taken over has one already.
    let again = then(then(asked(), &left, 9), &Step::Came(minor()), 20).unwrap();
    assert_eq!((again.state, again.requested_on, again.version), (S::Requested, day(20), 3));
    assert_eq!(then(None, &Step::TakenOver(minor()), 1).unwrap().state, S::Appointed);
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        Just(Step::Came(minor())),
        Just(Step::TakenOver(minor())),
        Just(Step::Absent),
        Just(Step::GrewUp),
        prop::sample::select(EndReason::ALL).prop_map(Step::Left),
    ]
}

fn kind() -> impl Strategy<Value = CommandKind> {
    prop_oneof![
        Just(CommandKind::ProvideGuardian {}),
        Just(CommandKind::AppointGuardian {}),
        prop::sample::select(End::ALL).prop_map(|reason| CommandKind::EndGuardianship { reason }),
    ]
}

proptest! {
    /// Whatever happens and is asked: an ended guardianship has a reason, and versions are dense.
    #[test]
    fn any_sequence_keeps_the_life_of_a_guardianship(
        all in prop::collection::vec((step(), kind(), any::<bool>()), 1..30)
    ) {
        let mut state: Option<Guardianship> = None;
        let mut version = 0;
        for (step, kind, ask) in all {
            let events = if ask {
                decide(state.as_ref(), &command(kind, 20), day(28)).unwrap_or_default()
            } else {
                follow(state.as_ref(), &step, day(20), law::sept_2025())
            };
            version += events.len() as i64;
            state = fold(state.take(), &events);
            if let Some(minor) = &state {
                prop_assert_eq!(minor.version, version);
                prop_assert_eq!(minor.is_active(), minor.end_reason.is_none());
                prop_assert_eq!(minor.end_reason.is_some(), minor.ended_on.is_some());
            }
        }
    }
}
