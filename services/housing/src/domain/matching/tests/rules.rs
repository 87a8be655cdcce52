//! Links by hard criteria, relinks, moves, temporary stays, contributions, corrections.

use super::*;
use crate::domain::codes::Region;

const UTRECHT: Municipality = Municipality::new(344);
const AMSTERDAM: Municipality = Municipality::new(363);
const GRONINGEN: Municipality = Municipality::new(14);

fn to(municipality: Municipality) -> CommandKind {
    CommandKind::LinkHousehold { municipality, overruled_reason: None }
}

fn ready_with_family_in(municipality: Municipality) -> Given {
    let mut given = Given::granted("2025-01-06");
    let CommandKind::CompleteProfile { labour_region: _, .. } = profile() else { unreachable!() };
    given
        .when(
            "2025-01-10",
            CommandKind::CompleteProfile {
                family_municipality: Some(municipality),
                medical_region: None,
                occupation_municipality: None,
                labour_region: Some(Region::North),
                network_municipality: None,
                current_municipality: None,
                expected_members: 2,
            },
        )
        .unwrap();
    given
}

#[test]
fn a_hard_criterion_is_overruled_with_a_reason_only() {
    let mut given = ready_with_family_in(AMSTERDAM);
    assert_eq!(given.found().profile.expected_members, 2);
    assert_eq!(given.when("2025-01-12", to(GRONINGEN)).unwrap_err().reason, "HARD_CRITERION");
    let overruled = CommandKind::LinkHousehold {
        municipality: GRONINGEN,
        overruled_reason: Some("the family moves there".to_owned()),
    };
    given.when("2025-01-12", overruled).unwrap();
    assert_eq!(given.found().municipality(), Some(GRONINGEN));
}

#[test]
fn a_relink_moves_the_persons_from_one_municipality_to_the_other() {
    let mut given = ready_with_family_in(AMSTERDAM);
    let relink =
        |municipality| CommandKind::RelinkHousehold { municipality, reason: "work".to_owned() };
    assert_eq!(given.when("2025-01-12", relink(UTRECHT)).unwrap_err().reason, "WRONG_STATE");
    given.when("2025-01-12", to(AMSTERDAM)).unwrap();
    assert_eq!(
        given.when("2025-01-20", relink(AMSTERDAM)).unwrap_err().reason,
        "SAME_MUNICIPALITY"
    );
    assert_eq!(given.when("2025-01-20", relink(GRONINGEN)).unwrap_err().reason, "HARD_CRITERION");
    given.when("2025-01-20", relink(UTRECHT)).unwrap();
    assert_eq!(given.found().municipality(), Some(UTRECHT));
    assert_eq!((given.linked_in[&AMSTERDAM], given.linked_in[&UTRECHT]), (0, 1));
}

fn housed_in(municipality: Municipality) -> Given {
    let mut given = Given::granted("2025-01-06");
    for kind in [profile(), to(municipality), offer(), CommandKind::AcceptOffer {}, house()] {
        given.when("2025-02-03", kind).unwrap();
    }
    given
}

#[test]
fn who_moves_within_a_year_does_not_count_again_and_who_joins_counts_where_they_live() {
    let mut given = housed_in(AMSTERDAM);
    let there = CommandKind::MoveHousehold { municipality: UTRECHT };
    given.when("2025-09-01", there.clone()).unwrap();
    assert_eq!((given.realised, given.found().municipality()), (1, Some(UTRECHT)));
    assert_eq!(given.when("2025-09-02", there).unwrap_err().reason, "SAME_MUNICIPALITY");
    let joins = react(
        law::pact_2026(),
        given.found.as_ref(),
        HouseholdId::from_u128(100),
        Reaction::JoinsHome(person(2)),
        day("2025-10-01"),
    );
    let booked = bookings(given.found.as_ref(), &joins[0]);
    assert_eq!(booked, [(UTRECHT, Booking::Realised(1, RealisationKind::FamilyJoined))]);
}

#[test]
fn shelter_longer_than_its_maximum_is_marked_once() {
    let mut given = Given::granted("2025-01-06");
    let temporary = CommandKind::HouseTemporarily { kind: RealisationKind::Temporary };
    for kind in [profile(), link(), temporary] {
        given.when("2025-02-03", kind).unwrap();
    }
    assert_eq!(given.found().home().and_then(|home| home.until), Some(day("2026-02-03")));
    assert!(due(law::pact_2026(), given.found(), day("2026-02-03")).is_empty());
    let events = due(law::pact_2026(), given.found(), day("2026-02-04"));
    given.take(&events);
    assert!(given.found().overdue.temporary);
    assert!(due(law::pact_2026(), given.found(), day("2026-03-01")).is_empty());
}

#[test]
fn under_a_ban_a_permit_gives_no_priority() {
    let path = std::env::temp_dir().join(format!("keten-ban-{}.toml", std::process::id()));
    let text = "name = \"BAN\"\ntitle = \"x\"\ninherits = \"SEPT_2025\"\n[rules.PRIORITY_BAN]\nvalues = [{ value = false, source = \"x\" }, { from = 2026-07-01, value = true, source = \"x\" }]\n";
    std::fs::write(&path, text).unwrap();
    let policy = law::Policy::load(path.to_str().unwrap()).unwrap();
    std::fs::remove_file(&path).unwrap();
    let mut given = Given::granted("2026-05-01");
    given.when("2026-05-02", profile()).unwrap();
    given.when("2026-05-03", link()).unwrap();
    let ask = |on: &str, priority| {
        let command = Command::new(
            HouseholdId::from_u128(100),
            day(on),
            CommandKind::OfferDwelling { priority },
        );
        let env = Env { today: day(on), policy: &policy, has_target: true };
        decide(given.found.as_ref(), &command, &env).map(drop).map_err(|refusal| refusal.reason)
    };
    assert_eq!(ask("2026-06-30", true), Ok(()));
    assert_eq!(ask("2026-07-01", true), Err(kernel::Reason::PriorityBanned));
    assert_eq!(ask("2026-07-01", false), Ok(()));
}

#[test]
fn a_withdrawn_grant_cancels_the_match_and_leaves_who_has_moved_in() {
    let mut given = Given::granted("2025-01-06");
    given.react("2025-01-08", Reaction::Joins(person(2)));
    given.react("2025-01-09", Reaction::Retracted(person(2)));
    assert_eq!(given.found().person_ids, [person(1)]);
    given.react("2025-01-10", Reaction::Retracted(person(1)));
    assert_eq!(given.found().state(), MatchState::Cancelled);
    let mut housed = housed_in(AMSTERDAM);
    housed.react("2025-03-01", Reaction::Retracted(person(1)));
    assert_eq!((housed.found().state(), housed.realised), (MatchState::Housed, 1));
}

#[test]
fn a_cancelled_match_takes_its_persons_off_the_link_and_leaves_who_has_counted() {
    let cancel = || CommandKind::CancelMatch { reason: MatchCancelReason::Left };
    let mut given = Given::granted("2025-01-06");
    given.react("2025-01-07", Reaction::Joins(person(2)));
    for kind in [profile(), to(AMSTERDAM), offer()] {
        given.when("2025-02-03", kind).unwrap();
    }
    assert_eq!(given.linked_in[&AMSTERDAM], 2);
    given.when("2025-02-04", cancel()).unwrap();
    assert_eq!((given.linked, given.linked_in[&AMSTERDAM], given.realised), (0, 0, 0));
    assert_eq!(given.found().link(), None);
    // The last member who leaves does the same.
    let mut left = Given::granted("2025-01-06");
    for kind in [profile(), to(AMSTERDAM)] {
        left.when("2025-02-03", kind).unwrap();
    }
    left.react("2025-02-04", Reaction::Leaves(person(1)));
    assert_eq!((left.linked, left.found().state()), (0, MatchState::Cancelled));
    // Who lives in temporary housing has counted: link and realisation are facts.
    let mut sheltered = Given::granted("2025-01-06");
    let temporary = CommandKind::HouseTemporarily { kind: RealisationKind::Temporary };
    for kind in [profile(), to(AMSTERDAM), temporary, cancel()] {
        sheltered.when("2025-02-03", kind).unwrap();
    }
    assert_eq!((sheltered.linked, sheltered.realised), (1, 1));
}

#[test]
fn who_counted_in_temporary_housing_does_not_count_in_a_later_match() {
    let mut given = Given::granted("2025-01-06");
    let temporary = CommandKind::HouseTemporarily { kind: RealisationKind::Temporary };
    for kind in [profile(), link(), temporary] {
        given.when("2025-02-03", kind).unwrap();
    }
    given.react("2025-03-01", Reaction::Retracted(person(1)));
    given.react("2025-06-01", Reaction::Joins(person(1)));
    for kind in [profile(), link(), offer(), CommandKind::AcceptOffer {}, house()] {
        given.when("2025-07-01", kind).unwrap();
    }
    assert_eq!((given.found().state(), given.realised), (MatchState::Housed, 1));
}

fn merged(here: u128, there: u128) -> Merged {
    Merged {
        person_id: person(1),
        household_id: HouseholdId::from_u128(here),
        merged_person_id: person(2),
        merged_household_id: HouseholdId::from_u128(there),
    }
}

#[test]
fn a_duplicate_in_the_same_household_is_taken_off_the_target() {
    let mut given = Given::granted("2025-01-06");
    given.react("2025-01-07", Reaction::Joins(person(2)));
    for kind in [profile(), link(), offer(), CommandKind::AcceptOffer {}, house()] {
        given.when("2025-02-03", kind).unwrap();
    }
    assert_eq!(given.realised, 2);
    let found = given.found.clone();
    let events = merge(
        law::pact_2026(),
        &merged(100, 100),
        found.as_ref(),
        found.as_ref(),
        day("2025-04-01"),
    );
    given.take(&events);
    assert_eq!((given.realised, given.found().person_ids.as_slice()), (1, &[person(1)][..]));
    let again = merge(
        law::pact_2026(),
        &merged(100, 100),
        given.found.as_ref(),
        given.found.as_ref(),
        day("2025-04-01"),
    );
    assert!(again.is_empty());
}

#[test]
fn who_counted_in_an_earlier_match_is_taken_back_as_what_the_home_was_then() {
    let mut given = Given::granted("2025-01-06");
    given.react("2025-01-07", Reaction::Joins(person(2)));
    let transit = CommandKind::HouseTemporarily { kind: RealisationKind::Transit };
    let cancel = CommandKind::CancelMatch { reason: MatchCancelReason::Left };
    for kind in [profile(), link(), transit, cancel] {
        given.when("2025-02-03", kind).unwrap();
    }
    for who in [1, 2] {
        given.react("2025-06-01", Reaction::Joins(person(who)));
    }
    let (found, on) = (given.found().clone(), day("2025-06-02"));
    let events = merge(law::pact_2026(), &merged(100, 100), Some(&found), Some(&found), on);
    let back = bookings(Some(&found), &events[0]);
    assert_eq!(back, [(AA, Booking::Realised(-1, RealisationKind::Transit))]);
}

/// A household 200 with the duplicate, housed or waiting.
fn duplicate(housed: bool) -> HousingMatch {
    let mut given = Given::default();
    let events = react(
        law::pact_2026(),
        None,
        HouseholdId::from_u128(200),
        Reaction::Joins(person(2)),
        day("2025-01-06"),
    );
    given.take(&events);
    let mut found = given.found.unwrap();
    if housed {
        let link = Link { municipality: AMSTERDAM, on: None };
        let (on, kind) = (day("2025-02-03"), RealisationKind::Dwelling);
        found.phase = Phase::Housed(link, Home { on, kind, until: None });
        found.counted.ids = vec![person(2)];
    }
    found
}

fn names(events: &[Event]) -> Vec<(u128, &'static str)> {
    let name = |kind: &EventKind| match kind {
        EventKind::MembersMerged { uncounted: true, .. } => "uncounted",
        EventKind::MembersMerged { stays: true, .. } => "replaced",
        EventKind::MembersMerged { .. } => "taken out",
        EventKind::MatchCancelled { .. } => "cancelled",
        EventKind::MatchStarted { .. } => "started",
        _ => "other",
    };
    events.iter().map(|e| (e.household_id.uuid().as_u128(), name(&e.kind))).collect()
}

#[test]
fn two_registrations_wait_for_one_home_and_count_once() {
    let on = day("2025-04-01");
    let both = |kept: Option<&HousingMatch>, gone: &HousingMatch| {
        names(&merge(law::pact_2026(), &merged(100, 200), kept, Some(gone), on))
    };
    let (waits, housed) = (Given::granted("2025-01-06"), housed_in(UTRECHT));
    assert_eq!(
        both(Some(waits.found()), &duplicate(false)),
        [(200, "taken out"), (200, "cancelled")]
    );
    assert_eq!(
        both(Some(waits.found()), &duplicate(true)),
        [(200, "replaced"), (100, "cancelled")]
    );
    assert_eq!(both(Some(housed.found()), &duplicate(true)), [(200, "uncounted")]);
    assert_eq!(
        both(None, &duplicate(false)),
        [(200, "taken out"), (200, "cancelled"), (100, "started")]
    );
    assert_eq!(both(None, &duplicate(true)), [(200, "replaced")]);
}

#[test]
fn what_is_told_of_a_household_belongs_where_its_person_lives() {
    let on = day("2025-04-01");
    let events = merge(law::pact_2026(), &merged(100, 200), None, Some(&duplicate(true)), on);
    let there = events.iter().fold(duplicate(true), |found, event| evolve(Some(found), event));
    assert_eq!(
        there.referred_by,
        Some(HouseholdId::from_u128(100)),
        "nothing waits under the name"
    );
    assert_eq!(belongs(person(1), None, Some(&there)), Some(HouseholdId::from_u128(200)));
    assert_eq!(belongs(person(1), None, None), None);
    // Others of the household that wait by themselves keep their own match.
    let waits = Given::granted("2025-01-06");
    let other = HousingMatch { person_ids: vec![person(3)], ..waits.found().clone() };
    assert_eq!(belongs(person(3), Some(&other), Some(&there)), None);
    assert_eq!(belongs(person(1), Some(&other), Some(&there)), Some(HouseholdId::from_u128(200)));
}

#[test]
fn family_that_waits_follows_the_sponsor_and_family_that_lives_somewhere_stays() {
    let on = day("2025-04-01");
    let moved = Moved {
        person_id: person(2),
        household_id: HouseholdId::from_u128(100),
        from_household_id: HouseholdId::from_u128(200),
    };
    let follows =
        |from: &HousingMatch| names(&follow(law::pact_2026(), &moved, None, Some(from), on));
    assert_eq!(follows(&duplicate(false)), [(200, "cancelled"), (100, "started")]);
    assert_eq!(follows(&duplicate(true)), []);
    let same = Moved { household_id: HouseholdId::from_u128(200), ..moved };
    assert!(follow(law::pact_2026(), &same, None, Some(&duplicate(false)), on).is_empty());
}
