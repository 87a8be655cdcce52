//! Case G4: an unaccompanied minor with a permit, a small-scale place, the 18th birthday, regular linking.

use super::*;

fn minor(on: &str, birth_year: i16) -> Given {
    let mut given = Given::default();
    given.react(on, Reaction::JoinsAlone(person(1), birth_year));
    given
}

fn nidos() -> CommandKind {
    CommandKind::PlaceWithNidos { municipality: AA }
}

#[test]
fn g4_a_minor_is_placed_by_nidos_and_linked_at_eighteen() {
    let mut given = minor("2025-03-03", 2007);
    assert_eq!(given.found().state(), MatchState::Nidos);
    assert_eq!(given.found().majority_on, Some(day("2025-12-31")));
    assert_eq!(given.when("2025-03-10", profile()).unwrap_err().reason, "WRONG_STATE");
    assert_eq!(given.when("2025-03-10", link()).unwrap_err().reason, "WRONG_STATE");
    given.when("2025-04-01", nidos()).unwrap();
    assert_eq!((given.found().state(), given.realised), (MatchState::TemporarilyHoused, 1));
    assert_eq!(given.when("2025-05-01", offer()).unwrap_err().reason, "WRONG_STATE");
    // No term runs while Nidos is responsible.
    assert!(due(law::pact_2026(), given.found(), day("2025-12-30")).is_empty());
    let events = due(law::pact_2026(), given.found(), day("2025-12-31"));
    given.take(&events);
    assert_eq!(given.found().state(), MatchState::Ready);
    assert_eq!(given.found().link_due_on, day("2026-01-14"));
    for kind in [link(), offer(), CommandKind::AcceptOffer {}, house()] {
        given.when("2026-03-02", kind).unwrap();
    }
    assert_eq!((given.found().state(), given.realised), (MatchState::Housed, 1));
}

#[test]
fn a_minor_without_a_place_waits_without_being_late_and_is_linked_at_eighteen() {
    let mut given = minor("2025-03-03", 2008);
    assert!(due(law::pact_2026(), given.found(), day("2025-12-31")).is_empty());
    given.react("2026-01-01", Reaction::CameOfAge(person(1)));
    given.react("2026-01-01", Reaction::CameOfAge(person(1)));
    assert_eq!((given.found().state(), given.found().version), (MatchState::Ready, 2));
    assert_eq!(given.when("2026-01-02", nidos()).unwrap_err().reason, "WRONG_STATE");
}

#[test]
fn who_is_of_age_by_the_year_of_birth_is_linked_like_an_adult() {
    assert_eq!(minor("2026-03-02", 2007).found().state(), MatchState::Screening);
}

#[test]
fn parents_who_arrive_end_the_care_of_nidos() {
    let mut given = minor("2025-03-03", 2010);
    given.when("2025-04-01", nidos()).unwrap();
    given.react("2025-09-01", Reaction::Joins(person(2)));
    assert_eq!((given.found().state(), given.found().persons()), (MatchState::Ready, 2));
    assert_eq!(given.realised, 1);
    for kind in [link(), offer(), CommandKind::AcceptOffer {}, house()] {
        given.when("2025-10-01", kind).unwrap();
    }
    assert_eq!(given.realised, 2);
}

#[test]
fn a_corrected_age_moves_between_nidos_and_regular_linking() {
    let mut given = Given::granted("2025-03-03");
    given.react("2025-04-01", Reaction::Corrected(person(1), Some(2010)));
    assert_eq!(
        (given.found().state(), given.found().majority_on),
        (MatchState::Nidos, Some(day("2028-12-31")))
    );
    given.react("2025-05-01", Reaction::Corrected(person(1), Some(2009)));
    assert_eq!(given.found().majority_on, Some(day("2027-12-31")));
    given.react("2025-06-02", Reaction::Corrected(person(1), None));
    assert_eq!(
        (given.found().state(), given.found().link_due_on),
        (MatchState::Ready, day("2025-06-16"))
    );
    let version = given.found().version;
    given.react("2025-06-03", Reaction::Corrected(person(1), None));
    assert_eq!(given.found().version, version);
}

#[test]
fn minors_and_self_arranged_homes_count_by_the_switch() {
    let path = std::env::temp_dir().join(format!("keten-switch-{}.toml", std::process::id()));
    let text = "name = \"SWITCH\"\ntitle = \"x\"\ninherits = \"SEPT_2025\"\n[rules.TARGET_COUNTS_MINORS]\nvalues = [{ value = false, source = \"x\" }]\n[rules.TARGET_COUNTS_SELF_ARRANGED]\nvalues = [{ value = false, source = \"x\" }]\n";
    std::fs::write(&path, text).unwrap();
    let policy = law::Policy::load(path.to_str().unwrap()).unwrap();
    std::fs::remove_file(&path).unwrap();
    let mut minor = minor("2025-03-03", 2010);
    let mut alone = Given::granted("2025-03-03");
    alone.when("2025-03-04", profile()).unwrap();
    alone.when("2025-03-05", link()).unwrap();
    let found = CommandKind::HouseHousehold { kind: RealisationKind::SelfArranged };
    for (given, kind) in [(&mut minor, nidos()), (&mut alone, found)] {
        let command = Command::new(HouseholdId::from_u128(100), day("2025-04-01"), kind);
        let env = |policy| Env { today: day("2025-04-01"), policy, has_target: true };
        let counted = |events: &[Event]| !bookings(given.found.as_ref(), &events[0]).is_empty();
        assert!(counted(&decide(given.found.as_ref(), &command, &env(law::sept_2025())).unwrap()));
        assert!(!counted(&decide(given.found.as_ref(), &command, &env(&policy)).unwrap()));
    }
}
