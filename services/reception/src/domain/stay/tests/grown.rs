//! Test 7 of section 11: an unaccompanied minor turns 18.

use super::*;
use crate::domain::figures::occupancy;
use crate::domain::guardianship::{self, Step};

const BIRTHDAY: Date = Date::constant(2026, 8, 15);

fn minor() -> Stay {
    placed_as(&born(2008, expected(1, true)), &location(11, 5, 0, true))
}

fn majority(stay: &Stay, on: Date) -> Decision {
    let command = Command::new(stay.person.person_id, on, CommandKind::RecordMajority {});
    let env = Env { today: Date::constant(2026, 12, 31), ..env(None, &[]) };
    decide(Some(stay), &command, &env)
}

#[test]
fn test_7_a_minor_who_turns_18_counts_as_adult_and_has_no_guardian_from_that_day() {
    let holder = then(&minor(), &Reaction::Granted, 20);
    assert_eq!(holder.category, Category::UnaccompaniedMinor);
    let events = majority(&holder, BIRTHDAY).unwrap();
    let grown = fold(Some(holder.clone()), &events);
    // Housing hears that the category is now the one that it links.
    assert_eq!(
        events[0].kind,
        EventKind::CategoryChanged {
            from_category: Category::UnaccompaniedMinor,
            category: Category::StatusHolder,
            majority: true
        }
    );
    assert!(!events[0].person.unaccompanied_minor);
    assert_eq!((grown.category, grown.category_since), (Category::StatusHolder, BIRTHDAY));
    let count = |stay: &Stay| occupancy([(stay.category, 1)]);
    assert_eq!(count(&holder), count(&grown), "minors - 1, adults + 1");
    // The guardianship ends the same day.
    let asked = guardianship::follow(None, &Step::Came(person(1, true)), day(2), policy());
    let guarded = guardianship::evolve(None, &asked[0]);
    let ended = guardianship::follow(Some(&guarded), &Step::GrewUp, BIRTHDAY, policy());
    assert_eq!(ended[0].occurred_on, BIRTHDAY);
    // An adult place is due, and may be taken.
    let adults = location(12, 5, 0, false);
    let kind = moving(&adults, MoveReason::Majority);
    let command = Command::new(grown.person.person_id, BIRTHDAY, kind);
    let env = Env { today: BIRTHDAY, ..env(Some(&adults), &[]) };
    assert!(decide(Some(&grown), &command, &env).is_ok());
    assert!(decide(Some(&holder), &command, &env).is_err());
}

#[test]
fn the_category_of_a_grown_up_is_the_one_of_the_situation() {
    let grown = |stay: &Stay| fold(Some(stay.clone()), &majority(stay, BIRTHDAY).unwrap()).category;
    assert_eq!(grown(&minor()), Category::Applicant);
    assert_eq!(grown(&then(&minor(), &Reaction::Rejected(28), 20)), Category::Rejected);
    let back =
        then(&then(&minor(), &Reaction::Rejected(28), 20), &Reaction::InProcedure(true, None), 21);
    assert_eq!(grown(&back), Category::Applicant);
}

#[test]
fn the_year_before_is_too_early_and_the_last_day_of_the_year_does_it_by_itself() {
    let early = majority(&minor(), Date::constant(2025, 12, 30));
    assert_eq!(early.unwrap_err().reason, "NOT_OF_AGE");
    assert_eq!(majority(&expected(2, false), BIRTHDAY).unwrap_err().reason, "NOT_OF_AGE");
    assert!(due(&minor(), Date::constant(2026, 12, 30), policy()).is_empty());
    let events = due(&minor(), Date::constant(2026, 12, 31), policy());
    assert_eq!(events.len(), 1);
    // Who grew up here is no minor again because another service does not know it.
    let grown = fold(Some(minor()), &events);
    let ended = then(&grown, &Reaction::Ends(EndReason::SelfHoused), 30);
    let again = then(&ended, &first(Person { birth_year: 2008, ..person(1, true) }), 30);
    assert_eq!(again.category, Category::Applicant);
}
