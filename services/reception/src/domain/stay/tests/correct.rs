//! Two registrations of one person, wrong facts, and a retracted decision.

use super::*;

fn kept() -> Person {
    person(1, false)
}

#[test]
fn a_duplicate_with_a_place_passes_it_on_to_the_kept_registration() {
    let at = location(10, 5, 1, false);
    let merged = then(&placed(2, &at), &Reaction::Rejected(10), 5);
    for before in [None, Some(expected(1, false))] {
        let events = merge(before.as_ref(), &kept(), Some(&merged), Some(&at), day(8));
        let (own, other): (Vec<Event>, Vec<Event>) =
            events.into_iter().partition(|event| event.person.person_id == merged.person.person_id);
        let ended = fold(Some(merged.clone()), &own);
        assert_eq!((ended.state(), ended.end_reason()), (S::Ended, Some(EndReason::Duplicate)));
        let stay = fold(before, &other);
        assert_eq!((stay.state(), stay.location_id()), (S::Placed, Some(at.location_id)));
        // Later words about the merged registration begin no stay.
        assert!(react(Some(&ended), &first(person(2, false)), day(9), policy()).is_empty());
    }
    let fresh = merge(None, &kept(), Some(&merged), Some(&at), day(8));
    let other: Vec<Event> = fresh.into_iter().skip(1).collect();
    let stay = fold(None, &other);
    assert_eq!((stay.category, stay.right.until), (Category::Rejected, Some(day(15))));
}

#[test]
fn a_duplicate_ends_and_the_kept_registration_keeps_its_own_place() {
    let (here, there) = (location(10, 5, 1, false), location(11, 5, 1, false));
    let (mine, merged) = (placed(1, &here), placed(2, &there));
    let events = merge(Some(&mine), &kept(), Some(&merged), Some(&there), day(8));
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].person.person_id, merged.person.person_id);
    assert!(merge(Some(&mine), &kept(), None, None, day(8)).is_empty());
}

#[test]
fn corrected_facts_are_told_with_those_before() {
    let stay = placed(1, &location(10, 5, 1, false));
    let right = Person { nationality: Nationality::new(b"SYR"), birth_year: 1991, ..kept() };
    let events = correct(Some(&stay), &right, day(8));
    assert_eq!(events.len(), 1);
    let stay = fold(Some(stay), &events);
    assert_eq!((stay.person.nationality, stay.person.birth_year), (right.nationality, 1991));
    assert_eq!((stay.state(), stay.moves), (S::Placed, 0));
    assert!(correct(Some(&stay), &right, day(9)).is_empty(), "nothing new");
    assert!(correct(None, &right, day(9)).is_empty());
}

#[test]
fn an_unaccompanied_minor_who_is_none_changes_category_and_the_reverse() {
    let minor = expected(1, true);
    let adult = Person { birth_year: 1999, unaccompanied_minor: false, ..person(1, true) };
    let stay = fold(Some(minor.clone()), &correct(Some(&minor), &adult, day(8)));
    assert_eq!((stay.category, stay.person.unaccompanied_minor), (Category::Applicant, false));
    let grown = expected(1, false);
    let stay = fold(Some(grown.clone()), &correct(Some(&grown), &person(1, true), day(8)));
    assert_eq!(
        (stay.category, stay.person.unaccompanied_minor),
        (Category::UnaccompaniedMinor, true)
    );
}

#[test]
fn a_retracted_decision_makes_an_applicant_of_a_status_holder_and_revives_an_ended_right() {
    let retracted = Reaction::Retracted { person: kept(), case_id: None };
    let home = placed(1, &location(10, 5, 1, false));
    let holder = then(&home, &Reaction::Granted, 5);
    let stay = then(&holder, &retracted, 8);
    assert_eq!((stay.category, stay.right.ground), (Category::Applicant, RightGround::Application));
    let rejected = then(&home, &Reaction::Rejected(2), 5);
    let open = then(&rejected, &retracted, 7);
    assert_eq!((open.category, open.right.until), (Category::Applicant, None));
    let over = fold(Some(rejected.clone()), &due(&rejected, day(9), policy()));
    let again = then(&over, &retracted, 10);
    assert_eq!((again.state(), again.stay_no), (S::Expected, 2));
    // Who has moved into a home stays there.
    let housed = then(&holder, &Reaction::Ends(EndReason::Housed), 6);
    assert!(react(Some(&housed), &retracted, day(8), policy()).is_empty());
}
