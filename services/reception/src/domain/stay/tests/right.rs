//! The right to reception: decisions, appeals, homes refused, moratoria, extensions.

use super::*;

fn home() -> Stay {
    placed(1, &location(10, 5, 0, false))
}

#[test]
fn the_right_ends_the_day_after_its_last_day() {
    let stay = then(&home(), &Reaction::Rejected(10), 10);
    assert_eq!((stay.category, stay.right.until), (Category::Rejected, Some(day(20))));
    assert!(due(&stay, day(20), policy()).is_empty());
    let stay = fold(Some(stay.clone()), &due(&stay, day(21), policy()));
    assert_eq!(stay.end_reason(), Some(EndReason::RightEnded));
    // A new right begins a second stay.
    let stay = then(&stay, &first(person(1, false)), 25);
    assert_eq!((stay.stay_no, stay.state(), stay.end_reason()), (2, S::Expected, None));
}

#[test]
fn an_appeal_that_lets_the_person_stay_opens_the_right_again() {
    let stay = then(&home(), &Reaction::Rejected(10), 10);
    let stay = then(&stay, &Reaction::InProcedure(true, None), 12);
    assert_eq!((stay.category, stay.right.until), (Category::Applicant, None));
    assert_eq!(stay.right.ground, RightGround::Appeal);
}

#[test]
fn a_right_that_comes_back_revives_a_stay_that_ended_by_law() {
    let lost = |reaction: Reaction| {
        let rejected = then(&home(), &reaction, 10);
        fold(Some(rejected.clone()), &due(&rejected, day(21), policy()))
    };
    let (rejected, sent) = (lost(Reaction::Rejected(10)), lost(Reaction::Transferred));
    assert_eq!(rejected.end_reason(), Some(EndReason::RightEnded));
    // Interim relief or a grounded appeal; a transfer that lapsed.
    for (before, appeal, entry) in [
        (&rejected, true, EntryReason::CourtOrder),
        (&rejected, false, EntryReason::CourtOrder),
        (&sent, false, EntryReason::DecisionRetracted),
    ] {
        let again = then(before, &Reaction::InProcedure(appeal, None), 22);
        assert_eq!((again.state(), again.stay_no, again.entry), (S::Expected, 2, Some(entry)));
        assert_eq!((again.category, again.right.until), (Category::Applicant, None));
    }
    // Not on another case: a repeat application. And not for who left otherwise.
    let other = Reaction::InProcedure(false, Some(kernel::CaseId::from_u128(9)));
    assert!(react(Some(&rejected), &other, day(22), policy()).is_empty());
    let gone = then(&home(), &Reaction::Ends(EndReason::SelfHoused), 12);
    assert!(react(Some(&gone), &Reaction::InProcedure(true, None), day(22), policy()).is_empty());
}

#[test]
fn a_dismissed_appeal_ends_the_right_of_who_stayed_on_it_only() {
    let rejected = then(&home(), &Reaction::Rejected(10), 10);
    let dismissed = Reaction::Dismissed(2);
    let stayed = then(&rejected, &Reaction::InProcedure(true, None), 12);
    let stayed = then(&stayed, &dismissed, 14);
    assert_eq!((stayed.category, stayed.right.until), (Category::Rejected, Some(day(16))));
    assert!(
        react(Some(&rejected), &dismissed, day(14), policy()).is_empty(),
        "ran from the decision"
    );
    let until = Some(Date::constant(2036, 12, 31));
    let family = Stay { right: Right { until, ground: RightGround::FamilyLocation }, ..rejected };
    assert!(react(Some(&family), &dismissed, day(14), policy()).is_empty(), "until 18");
}

#[test]
fn a_transfer_decision_ends_the_conditions_at_notification() {
    let stay = then(&home(), &Reaction::Transferred, 10);
    assert_eq!((stay.right.until, stay.right.ground), (Some(day(10)), RightGround::Transfer));
}

#[test]
fn who_refuses_a_home_without_ground_loses_the_right_after_notice() {
    let granted = then(&home(), &Reaction::Granted, 5);
    let refused = then(&granted, &Reaction::RefusedHome, 10);
    let last = Some(Date::constant(2025, 4, 7));
    assert_eq!((refused.category, refused.right.until), (Category::StatusHolder, last));
    // The same when the refusal is heard of before the grant.
    let other = then(&then(&home(), &Reaction::RefusedHome, 10), &Reaction::Granted, 5);
    assert_eq!((other.category, other.right.until), (refused.category, last));
    assert_eq!(other.right.ground, refused.right.ground);
}

#[test]
fn a_repeat_applicant_has_no_right_until_an_officer_admits() {
    let (case, on, today) = (kernel::CaseId::from_u128(7), day(4), day(10));
    let all = |who: Person| Repeat {
        person_id: who.person_id,
        case_id: case,
        household_id: Some(who.household_id),
        told: PersonDetails {
            nationality: Some(who.nationality),
            birth_year: Some(who.birth_year),
            sex: Some(who.sex),
        },
        unaccompanied_minor: who.unaccompanied_minor,
    };
    let admitted = fold(None, &admit(None, &all(person(1, false)), on, today).unwrap());
    assert_eq!(admitted.category, Category::RepeatApplicant);
    assert_eq!((admitted.state(), admitted.right.ground), (S::Expected, RightGround::Repeat));
    let again = admit(Some(&admitted), &all(person(1, false)), on, today);
    assert_eq!(again.unwrap_err().reason, "ALREADY_EXISTS");
    let future = admit(None, &all(person(2, false)), day(11), today);
    assert_eq!(future.unwrap_err().reason, "DATE_IN_FUTURE");
    // Of who is held here the id is enough, and what differs is refused.
    let id = Repeat { household_id: None, told: PersonDetails::default(), ..all(person(1, false)) };
    let ended = then(&admitted, &Reaction::Ends(EndReason::SelfHoused), 4);
    let back = fold(Some(ended.clone()), &admit(Some(&ended), &id, on, today).unwrap());
    assert_eq!(back.person, admitted.person);
    assert_eq!(admit(None, &id, on, today).unwrap_err().reason, "FACTS_MISSING");
    let other = PersonDetails { birth_year: Some(1950), ..PersonDetails::default() };
    let other = admit(Some(&ended), &Repeat { told: other, ..id }, on, today);
    assert_eq!(other.unwrap_err().reason, "FACT_DIFFERS");
    // Still a repeat applicant when the track is assigned, and after an appeal.
    let stay = then(&admitted, &Reaction::InProcedure(false, None), 6);
    assert_eq!((stay.category, stay.version), (Category::RepeatApplicant, 1));
    let stay =
        then(&then(&stay, &Reaction::Rejected(28), 7), &Reaction::InProcedure(true, None), 8);
    assert_eq!(stay.category, Category::RepeatApplicant);
}

#[test]
fn a_departure_moratorium_revives_the_right_and_its_end_begins_the_term_again() {
    let rejected = then(&home(), &Reaction::Rejected(10), 10);
    let ended = fold(Some(rejected.clone()), &due(&rejected, day(21), policy()));
    let moratorium = Reaction::Moratorium(person(1, false));
    for before in [&rejected, &ended] {
        let kept = then(before, &moratorium, 22);
        assert!(kept.is_active() && kept.moratorium);
        assert_eq!((kept.category, kept.right.until), (Category::Rejected, None));
        assert_eq!(react(Some(&kept), &moratorium, day(23), policy()), [], "once");
        let over = then(&kept, &Reaction::MoratoriumOver, 24);
        assert_eq!(over.right.until, Some(Date::constant(2025, 4, 21)), "28 days");
        assert!(!over.moratorium);
    }
    // Nothing revives for who left otherwise.
    let gone = then(&rejected, &Reaction::Ends(EndReason::DepartedForced), 12);
    assert!(react(Some(&gone), &moratorium, day(22), policy()).is_empty());
}

#[test]
fn a_new_stay_does_not_keep_an_old_moratorium() {
    let kept = then(&home(), &Reaction::Moratorium(person(1, false)), 10);
    let gone = then(&kept, &Reaction::Ends(EndReason::DepartedIndependent), 12);
    let again = then(&gone, &first(person(1, false)), 20);
    assert!(again.is_active() && !again.moratorium);
    let rejected = then(&again, &Reaction::Rejected(10), 21);
    assert_eq!(rejected.right.ground, RightGround::DepartureTerm);
}

#[test]
fn a_moratorium_and_a_rejection_have_one_result_in_either_order() {
    let (moratorium, rejected) = (Reaction::Moratorium(person(1, false)), Reaction::Rejected(28));
    let one = then(&then(&home(), &moratorium, 10), &rejected, 9);
    let other = then(&then(&home(), &rejected, 9), &moratorium, 10);
    let facts = |stay: &Stay| (stay.category, stay.right.until, stay.right.ground, stay.moratorium);
    assert_eq!(facts(&one), facts(&other));
    assert_eq!(one.right.ground, RightGround::Moratorium);
}

#[test]
fn a_family_without_a_right_to_stay_goes_on_until_the_youngest_is_18() {
    let at = location(10, 5, 0, false);
    let parent = then(&home(), &Reaction::Rejected(10), 10);
    let young = born(2018, parent.clone());
    let person = Person { person_id: PersonId::from_u128(2), ..young.person.clone() };
    let child = Stay { person, ..young };
    let extend = |ground| CommandKind::ExtendReception { ground };
    let ground = RightGround::FamilyLocation;
    let events = ordered(&parent, extend(ground), 12, &env(None, &[&child])).unwrap();
    assert_eq!(events.len(), 2, "the family together");
    let parent_now = fold(Some(parent.clone()), &events[..1]);
    assert_eq!(parent_now.right.until, Some(Date::constant(2036, 12, 31)));
    let glo = of_kind(LocationType::Glo, 11, 20, 0);
    let kind = moving(&glo, MoveReason::Phase);
    let child_now = fold(Some(child.clone()), &events[1..]);
    assert!(ordered(&parent_now, kind.clone(), 13, &env(Some(&glo), &[&child_now])).is_ok());
    assert_eq!(refused(&parent, extend(ground), &at, &[]), "NO_GROUND", "no minor child");
    let applicant = home();
    assert_eq!(refused(&applicant, extend(ground), &at, &[&child]), "NO_GROUND");
    assert_eq!(refused(&parent, extend(RightGround::Permit), &at, &[&child]), "NO_GROUND");
}

#[test]
fn who_cooperates_with_return_goes_on_for_twelve_weeks() {
    let rejected = then(&home(), &Reaction::Rejected(10), 10);
    let kind = CommandKind::ExtendReception { ground: RightGround::Return };
    let events = ordered(&rejected, kind, 12, &env(None, &[])).unwrap();
    let stay = fold(Some(rejected), &events);
    assert_eq!(stay.right.until, Some(Date::constant(2025, 6, 4)));
}

/// Test 2 of the notes: who gets a permit changes category, and nobody more or fewer lives there.
#[test]
fn a_change_of_category_does_not_change_the_total() {
    use crate::domain::figures::occupancy;
    let at = location(7, 200, 0, false);
    let mut all: Vec<Stay> = (1..=100).map(|n| placed(n, &at)).collect();
    for stay in &mut all[..40] {
        *stay = then(stay, &Reaction::Granted, 5);
    }
    let count = |all: &[Stay]| {
        let of = |category| all.iter().filter(|stay| stay.category == category).count();
        let there = all.iter().filter(|stay| stay.takes_place());
        let total = occupancy(there.map(|stay| (stay.category, 1)));
        let total = (total.published, total.physical);
        (of(Category::Applicant), of(Category::StatusHolder), total)
    };
    assert_eq!(count(&all), (60, 40, (100, 100)));
    for stay in &mut all[40..45] {
        *stay = then(stay, &Reaction::Granted, 6);
    }
    assert_eq!(count(&all), (55, 45, (100, 100)));
}
