//! Places: the hard rules, moves and births.

use super::*;

#[test]
fn a_place_is_refused_where_re_1_forbids_it() {
    let adult = expected(1, false);
    let minor = expected(2, true);
    let full = location(10, 5, 5, false);
    assert_eq!(refused(&adult, placing(&full), &full, &[]), "LOCATION_FULL");
    let broken = Location { unavailable: 2, ..location(10, 5, 3, false) };
    assert_eq!(refused(&adult, placing(&broken), &broken, &[]), "LOCATION_FULL");
    let minors = location(11, 5, 0, true);
    assert_eq!(refused(&adult, placing(&minors), &minors, &[]), "MINORS_APART");
    let adults = location(12, 5, 0, false);
    assert_eq!(refused(&minor, placing(&adults), &adults, &[]), "MINORS_APART");
    let sister = placed(3, &location(13, 5, 0, false));
    assert_eq!(refused(&adult, placing(&adults), &adults, &[&sister]), "FAMILY_TOGETHER");
}

#[test]
fn nobody_comes_to_a_location_that_is_not_open() {
    let adult = expected(1, false);
    for (state, reason) in [
        (LocationState::Planned, "WRONG_STATE"),
        (LocationState::Contracted, "WRONG_STATE"),
        (LocationState::Closing, "LOCATION_CLOSING"),
        (LocationState::Closed, "LOCATION_CLOSED"),
        (LocationState::ConvertedToHousing, "LOCATION_CLOSED"),
    ] {
        let at = Location { state, ..location(10, 5, 0, false) };
        assert_eq!(refused(&adult, placing(&at), &at, &[]), reason);
    }
}

/// Section 3, hard rule 5: category and phase against type.
#[test]
fn each_type_of_location_takes_its_categories() {
    use LocationType as L;
    let adult = expected(1, false);
    let open = |ground| Right { until: None, ground };
    let held = |category, ground| Stay { category, right: open(ground), ..adult.clone() };
    let minor = Stay { category: Category::UnaccompaniedMinor, ..expected(2, true) };
    let permit = RightGround::Permit;
    let all = [
        ("applicant", held(Category::Applicant, RightGround::Application)),
        ("repeat", held(Category::RepeatApplicant, RightGround::Repeat)),
        ("rejected", held(Category::Rejected, RightGround::DepartureTerm)),
        ("family without right", held(Category::Rejected, RightGround::FamilyLocation)),
        ("status holder", held(Category::StatusHolder, permit)),
        ("family member", held(Category::FamilyReunion, RightGround::Family)),
        ("minor", minor.clone()),
        ("minor with permit", Stay { right: open(permit), ..minor }),
    ];
    let everyone =
        "applicant, repeat, rejected, family without right, status holder, family member";
    let seeking = "applicant, repeat, rejected, family without right";
    for kind in LocationType::ALL {
        let at = of_kind(*kind, 10, 20, 0);
        let takes = all
            .iter()
            .filter(|(_, stay)| ordered(stay, placing(&at), 4, &env(Some(&at), &[])).is_ok());
        let takes: Vec<&str> = takes.map(|(name, _)| *name).collect();
        let right = match kind {
            L::Ac | L::Col => "applicant, repeat, rejected, family without right, family member",
            L::PrePol | L::Pol => seeking,
            L::Azc | L::Emergency | L::Crisis | L::Dgo | L::Vge => everyone,
            L::Glo => "family without right",
            L::Vbl => "rejected, family without right",
            L::Vtl | L::Htl | L::Pbl => "",
            L::ColAmv | L::AmvKwv | L::AmvPoa => "minor, minor with permit",
            L::NidosKwe => "minor with permit",
            L::Transit | L::Hotel | L::HostFamily => "status holder, family member",
        };
        assert_eq!(takes.join(", "), right, "{kind}");
    }
}

#[test]
fn a_freedom_restricting_location_is_for_people_without_children() {
    let rejected = then(&expected(1, false), &Reaction::Rejected(28), 3);
    let at = of_kind(LocationType::Vbl, 10, 20, 0);
    assert!(ordered(&rejected, placing(&at), 4, &env(Some(&at), &[])).is_ok());
    let child = born(2018, expected(2, false));
    assert_eq!(refused(&rejected, placing(&at), &at, &[&child]), "WRONG_TYPE");
}

/// Section 3, hard rules 2 (girls and boys), 3 (medical) and 4 (security).
#[test]
fn needs_safety_and_sex_must_fit() {
    let adult = expected(1, false);
    let needing = |needs| {
        let events =
            ordered(&adult, CommandKind::RecordNeeds { needs }, 3, &env(None, &[])).unwrap();
        fold(Some(adult.clone()), &events)
    };
    let plain = location(10, 5, 0, false);
    let wheelchair = Needs { wheelchair: true, ..Needs::default() };
    let medical_care = Needs { medical_care: true, ..Needs::default() };
    let safe_room = Needs { safe_room: true, ..Needs::default() };
    for (needs, reason) in
        [(wheelchair, "NEEDS_NOT_MET"), (medical_care, "NEEDS_NOT_MET"), (safe_room, "SAFETY")]
    {
        assert_eq!(refused(&needing(needs), placing(&plain), &plain, &[]), reason);
        let fits = Location { offers: needs, ..plain.clone() };
        let events = ordered(&needing(needs), placing(&fits), 4, &env(Some(&fits), &[]));
        assert!(events.is_ok());
    }
    let women = Location { only_sex: Some(Sex::Female), ..plain };
    assert_eq!(refused(&adult, placing(&women), &women, &[]), "OTHER_SEX");
}

#[test]
fn a_household_moves_as_a_whole_and_moves_are_counted() {
    let (from, to) = (location(10, 5, 2, false), location(11, 2, 0, false));
    let (one, other) = (placed(1, &from), placed(2, &from));
    let kind = moving(&to, MoveReason::Capacity);
    let events = ordered(&one, kind, 5, &env(Some(&to), &[&other])).unwrap();
    assert_eq!(events.len(), 2);
    let moved = fold(Some(other.clone()), &events[1..]);
    assert_eq!((moved.location_id(), moved.moves), (Some(to.location_id), 1));
    let small = location(12, 1, 0, false);
    let kind = moving(&small, MoveReason::Capacity);
    assert_eq!(refused(&one, kind, &small, &[&other]), "LOCATION_FULL");
    let stay = moving(&from, MoveReason::Request);
    assert_eq!(refused(&one, stay, &from, &[&other]), "SAME_LOCATION");
}

#[test]
fn a_stay_is_at_most_as_long_as_its_type_allows() {
    let holder = then(&expected(1, false), &Reaction::Granted, 3);
    let host = of_kind(LocationType::HostFamily, 10, 2, 0);
    let until = |asked: Option<Date>| {
        let reason = String::new();
        CommandKind::PlacePerson {
            location_id: host.location_id,
            until: asked,
            proposal_overruled_reason: reason,
            no_guardian_reason: None,
        }
    };
    let events = ordered(&holder, until(None), 4, &env(Some(&host), &[])).unwrap();
    let place = fold(Some(holder.clone()), &events).place().unwrap();
    assert_eq!(place.until, Some(Date::constant(2025, 6, 4)), "three months");
    let late = Some(Date::constant(2025, 6, 5));
    assert_eq!(refused(&holder, until(late), &host, &[]), "TOO_LONG");
    let term = |kind: LocationType| {
        placement::place_until(kind, day(4), None, policy()).unwrap().map(|last| last.to_string())
    };
    assert_eq!(term(LocationType::Col).as_deref(), Some("2025-03-14"), "ten days");
    assert_eq!(term(LocationType::Crisis).as_deref(), Some("2025-03-11"), "a week");
    assert_eq!(term(LocationType::Htl).as_deref(), Some("2025-06-03"), "13 weeks");
    assert_eq!(term(LocationType::Hotel).as_deref(), Some("2026-03-04"), "12 months");
    assert_eq!(term(LocationType::Vbl).as_deref(), Some("2025-05-27"), "12 weeks");
    assert_eq!(term(LocationType::Azc), None);
}

#[test]
fn nobody_has_a_bed_at_the_end_of_the_day_is_said_once() {
    let waiting = expected(1, false);
    assert!(due(&waiting, day(2), policy()).is_empty(), "the day is not over");
    let events = due(&waiting, day(3), policy());
    assert!(matches!(events[..], [Event { kind: EventKind::PlacementFailed { .. }, .. }]));
    let waiting = fold(Some(waiting), &events);
    assert!(due(&waiting, day(9), policy()).is_empty());
}

#[test]
fn a_child_is_born_beside_its_mother() {
    let home = location(10, 5, 4, false);
    let mother = placed(1, &home);
    let (child_id, sex) = (kernel::PersonId::from_u128(9), Sex::Female);
    let birth = CommandKind::RecordBirth { child_id, sex };
    let events = ordered(&mother, birth.clone(), 8, &env(Some(&home), &[])).unwrap();
    let child = fold(None, &events);
    assert_eq!((child.state(), child.location_id()), (S::Placed, Some(home.location_id)));
    assert_eq!(
        (child.person.birth_year, child.person.household_id),
        (2025, mother.person.household_id)
    );
    assert_eq!(child.entry, Some(EntryReason::Birth));
    let full = Location { occupied: 5, ..home };
    assert_eq!(refused(&mother, birth, &full, &[]), "LOCATION_FULL");
}

#[test]
fn who_is_absent_is_gone_after_two_reporting_moments_and_not_before() {
    let stay = placed(1, &location(10, 5, 0, false));
    let present = ordered(&stay, CommandKind::ConfirmGone {}, 5, &env(None, &[]));
    assert_eq!(present.unwrap_err().reason, "WRONG_STATE", "no absence was reported");
    let events = ordered(&stay, CommandKind::ReportAbsence {}, 5, &env(None, &[])).unwrap();
    let absent = fold(Some(stay), &events);
    let gone = |on| ordered(&absent, CommandKind::ConfirmGone {}, on, &env(None, &[]));
    assert_eq!(gone(18).unwrap_err().reason, "TOO_EARLY");
    let ended = fold(Some(absent.clone()), &gone(19).unwrap());
    assert_eq!(ended.end_reason(), Some(EndReason::Unsupervised));
    let back = ordered(&absent, CommandKind::ReportReturn {}, 6, &env(None, &[])).unwrap();
    assert_eq!(fold(Some(absent), &back).state(), S::Placed);
}

#[test]
fn a_minor_is_placed_with_a_guardian_or_with_the_reason_why_not_yet() {
    let minor = Stay { category: Category::UnaccompaniedMinor, ..expected(2, true) };
    let (adult, minors) = (expected(1, false), location(11, 5, 0, true));
    let adults = location(12, 5, 0, false);
    let told = |stay: &Stay, at: &Location, guardian: bool, reason: Option<NoGuardianReason>| {
        let kind = CommandKind::PlacePerson {
            location_id: at.location_id,
            until: None,
            proposal_overruled_reason: String::new(),
            no_guardian_reason: reason,
        };
        let command = Command::new(stay.person.person_id, day(2), kind);
        let env = Env { guardian, ..env(Some(at), &[]) };
        decide(Some(stay), &command, &env).map_err(|refusal| refusal.reason)
    };
    let requested = Some(NoGuardianReason::Requested);
    assert_eq!(told(&minor, &minors, false, None), Err(kernel::Reason::GuardianMissing));
    assert_eq!(told(&minor, &minors, true, requested), Err(kernel::Reason::FactDiffers));
    assert_eq!(told(&adult, &adults, false, requested), Err(kernel::Reason::FactDiffers));
    assert!(told(&minor, &minors, true, None).is_ok());
    let events = told(&minor, &minors, false, requested).unwrap();
    let EventKind::PersonPlaced { no_guardian_reason, .. } = &events[0].kind else {
        panic!("{events:?}");
    };
    assert_eq!(*no_guardian_reason, requested, "the event tells it");
}
