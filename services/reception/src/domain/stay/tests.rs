//! Given a stay, when an order or a reaction comes, then these events or this refusal follow.

use kernel::{Municipality, Nationality, Sex};
use proptest::prelude::*;

use super::*;
use crate::domain::codes::LocationType;

fn day(n: i8) -> Date {
    Date::constant(2025, 3, n)
}

fn person(n: u128, minor: bool) -> Person {
    Person {
        person_id: Uuid::from_u128(n),
        household_id: Uuid::from_u128(100),
        nationality: Nationality::new(b"ERI"),
        birth_year: 2009,
        sex: Sex::Male,
        unaccompanied_minor: minor,
    }
}

fn location(n: u128, places: i32, occupied: i32, minors_only: bool) -> Location {
    Location {
        location_id: Uuid::from_u128(n),
        name: "Ter Apel".to_owned(),
        kind: LocationType::Col,
        municipality: Municipality::new(1950),
        emergency: false,
        places,
        minors_only,
        contract_ends_on: None,
        state: LocationState::Open,
        occupied,
        opened_on: day(1),
        closed_on: None,
        version: 1,
    }
}

fn expected(n: u128, minor: bool) -> Stay {
    let reaction = Reaction::Expected {
        person: person(n, minor),
        case_id: None,
        category: Category::Applicant,
    };
    fold(None, &react(None, &reaction, day(2)))
}

fn fold(state: Option<Stay>, events: &[Event]) -> Stay {
    events.iter().fold(state, |state, event| Some(evolve(state, event))).unwrap()
}

fn placed(n: u128, at: &Location) -> Stay {
    let stay = expected(n, false);
    let order =
        Order::new(stay.person_id, day(3), Action::PlacePerson { location_id: at.location_id });
    let env = Env { today: day(3), target: Some(at), household: &[] };
    fold(Some(stay.clone()), &decide(Some(&stay), &order, &env).unwrap())
}

fn refused(stay: &Stay, action: Action, target: &Location, household: &[&Stay]) -> &'static str {
    let order = Order::new(stay.person_id, day(4), action);
    let env = Env { today: day(4), target: Some(target), household };
    decide(Some(stay), &order, &env).unwrap_err().reason
}

#[test]
fn a_place_is_refused_where_re_1_forbids_it() {
    let adult = expected(1, false);
    let minor = expected(2, true);
    let place = |at: &Location| Action::PlacePerson { location_id: at.location_id };
    let full = location(10, 5, 5, false);
    assert_eq!(refused(&adult, place(&full), &full, &[]), "LOCATION_FULL");
    let minors = location(11, 5, 0, true);
    assert_eq!(refused(&adult, place(&minors), &minors, &[]), "MINORS_APART");
    let adults = location(12, 5, 0, false);
    assert_eq!(refused(&minor, place(&adults), &adults, &[]), "MINORS_APART");
    let sister = placed(3, &location(13, 5, 0, false));
    assert_eq!(refused(&adult, place(&adults), &adults, &[&sister]), "FAMILY_TOGETHER");
}

#[test]
fn a_household_moves_as_a_whole() {
    let (from, to) = (location(10, 5, 2, false), location(11, 2, 0, false));
    let (one, other) = (placed(1, &from), placed(2, &from));
    let order =
        Order::new(one.person_id, day(5), Action::MovePerson { location_id: to.location_id });
    let env = Env { today: day(5), target: Some(&to), household: &[&other] };
    let events = decide(Some(&one), &order, &env).unwrap();
    assert_eq!(events.len(), 2);
    assert_eq!(fold(Some(other.clone()), &events[1..]).location_id, Some(to.location_id));
    let small = location(12, 1, 0, false);
    let action = Action::MovePerson { location_id: small.location_id };
    assert_eq!(refused(&one, action, &small, &[&other]), "LOCATION_FULL");
}

#[test]
fn the_right_ends_the_day_after_its_last_day() {
    let stay = placed(1, &location(10, 5, 0, false));
    let stay = fold(Some(stay.clone()), &react(Some(&stay), &Reaction::Rejected(day(20)), day(10)));
    assert_eq!((stay.category, stay.right_ends_on), (Category::Rejected, Some(day(20))));
    assert!(due(&stay, day(20)).is_empty());
    let stay = fold(Some(stay.clone()), &due(&stay, day(21)));
    assert_eq!(stay.end_reason, Some(EndReason::RightEnded));
    // A new right begins a second stay.
    let again = Reaction::Expected {
        person: person(1, false),
        case_id: None,
        category: Category::Applicant,
    };
    let stay = fold(Some(stay.clone()), &react(Some(&stay), &again, day(25)));
    assert_eq!((stay.stay_no, stay.state, stay.end_reason), (2, S::Expected, None));
}

#[test]
fn an_appeal_that_lets_the_person_stay_opens_the_right_again() {
    let stay = placed(1, &location(10, 5, 0, false));
    let stay = fold(Some(stay.clone()), &react(Some(&stay), &Reaction::Rejected(day(20)), day(10)));
    let stay = fold(Some(stay.clone()), &react(Some(&stay), &Reaction::InProcedure, day(12)));
    assert_eq!((stay.category, stay.right_ends_on), (Category::Applicant, None));
}

fn reaction() -> impl Strategy<Value = Reaction> {
    prop_oneof![
        Just(Reaction::Expected {
            person: person(1, false),
            case_id: None,
            category: Category::Applicant
        }),
        Just(Reaction::InProcedure),
        Just(Reaction::Granted),
        (1..28_i8).prop_map(|n| Reaction::Rejected(day(n))),
        Just(Reaction::Ends(EndReason::Housed)),
    ]
}

proptest! {
    /// RE-1 for one person: at most one active stay, and versions are dense.
    #[test]
    fn reactions_never_open_a_second_stay(all in prop::collection::vec(reaction(), 1..30)) {
        let mut state: Option<Stay> = None;
        let mut version = 0;
        let mut active = 0_i32;
        for reaction in &all {
            for event in react(state.as_ref(), reaction, day(2)) {
                match &event.what {
                    What::StayExpected { .. } => active += 1,
                    What::StayEnded { .. } => active -= 1,
                    _ => {}
                }
                prop_assert!((0..=1).contains(&active));
                state = Some(evolve(state.take(), &event));
                version += 1;
                prop_assert_eq!(state.as_ref().map(|stay| stay.version), Some(version));
            }
        }
        prop_assert_eq!(state.is_some_and(|stay| stay.is_active()), active == 1);
    }
}
