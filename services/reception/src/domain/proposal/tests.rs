//! Proposals: who comes first, which location, and what is never looked at.

use kernel::{HouseholdId, LocationId, Nationality, Person, PersonId, Sex};
use proptest::prelude::*;

use super::*;
use crate::domain::codes::{EntryReason, LocationState};
use crate::domain::location::{Event, EventKind, evolve};
use crate::domain::needs::Needs;
use crate::domain::right::Right;
use crate::domain::stay::{Phase, Place, Reaction, Stay, react};

/// The proposals of a batch with nobody behind it.
fn proposed(all: &[Household<'_>], locations: &mut [Location], env: &Env<'_>) -> Vec<Proposal> {
    propose(all, &[], locations, env).0
}

const ON: Date = Date::constant(2025, 9, 1);
const GRONINGEN: Municipality = Municipality::new(14);
const MAASTRICHT: Municipality = Municipality::new(935);

fn province_of(municipality: Municipality) -> Option<&'static str> {
    Some(if municipality == GRONINGEN { "Groningen" } else { "Limburg" })
}

fn env(near: Option<Municipality>) -> Env<'static> {
    Env { on: ON, policy: law::sept_2025(), near, province_of }
}

fn expected(n: u128, household: u128, on: Date) -> Stay {
    let person = Person {
        person_id: PersonId::from_u128(n),
        household_id: HouseholdId::from_u128(household),
        nationality: Nationality::new(b"SYR"),
        birth_year: 1990,
        sex: Sex::Female,
        unaccompanied_minor: false,
    };
    let (category, entry) = (Category::Applicant, EntryReason::FirstApplication);
    let reaction = Reaction::Expected { person, case_id: None, category, entry };
    let events = react(None, &reaction, on, law::sept_2025());
    crate::domain::stay::evolve(None, &events[0])
}

fn location(n: u128, kind: L, municipality: Municipality, places: i32) -> Location {
    let kind = EventKind::LocationPlanned {
        name: String::new(),
        kind,
        municipality,
        emergency: kind == L::Emergency,
        places,
        minors_only: kind.for_minors(),
        opens_on: None,
    };
    let planned =
        evolve(None, &Event { location_id: LocationId::from_u128(n), occurred_on: ON, kind });
    Location { state: LocationState::Open, ..planned }
}

fn lives_in(location: &Location) -> Phase {
    Phase::Placed(Place { location_id: location.location_id, since: ON, until: None })
}

fn household<'a>(members: &'a [Stay], lives_in: Option<&'a Location>) -> Household<'a> {
    let household_id = members[0].person.household_id;
    Household { household_id, members: members.iter().collect(), lives_in }
}

fn chosen(proposal: &Proposal) -> Option<u128> {
    proposal.location_id.map(|id| id.uuid().as_u128())
}

#[test]
fn who_waits_longest_comes_first_and_each_proposal_counts_on_those_before() {
    let late = [expected(1, 10, ON)];
    let early = [expected(2, 20, ON.yesterday().unwrap())];
    let mut all = [location(1, L::Azc, GRONINGEN, 1), location(2, L::Emergency, GRONINGEN, 1)];
    let proposals =
        proposed(&[household(&late, None), household(&early, None)], &mut all, &env(None));
    let found: Vec<_> =
        proposals.iter().map(|one| (one.household_id.uuid().as_u128(), chosen(one))).collect();
    assert_eq!(found, [(20, Some(1)), (10, Some(2))], "the regular place is the better one");
    assert_eq!(all[0].free(), 0);
}

#[test]
fn the_region_that_was_asked_for_and_the_school_weigh_more() {
    let one = [expected(1, 10, ON)];
    let all = [location(1, L::Azc, GRONINGEN, 9), location(2, L::Azc, MAASTRICHT, 9)];
    let near = |near| chosen(&proposed(&[household(&one, None)], &mut all.clone(), &env(near))[0]);
    assert_eq!(near(Some(MAASTRICHT)), Some(2));
    assert_eq!(near(Some(GRONINGEN)), Some(1));
    // A member who comes later joins the household, where the children go to school.
    let there = Stay { phase: lives_in(&all[1]), ..expected(2, 10, ON) };
    let both = [there, expected(1, 10, ON)];
    let proposals = proposed(&[household(&both, Some(&all[1]))], &mut all.clone(), &env(None));
    assert_eq!(chosen(&proposals[0]), Some(2), "the household is together");
    assert!(proposals[0].soft.iter().any(|why| why.contains("school goes on")));
    assert_eq!(proposals[0].person_ids, [kernel::PersonId::from_u128(1)]);
}

#[test]
fn a_proposal_says_in_words_which_rules_hold_or_why_nothing_fits() {
    let family: Vec<Stay> = (1..=5).map(|n| expected(n, 10, ON)).collect();
    let rooms = |n, room_places| Location { room_places, ..location(n, L::Azc, GRONINGEN, 20) };
    let mut all = [rooms(1, 4), rooms(2, 5)];
    let proposals = proposed(&[household(&family, None)], &mut all, &env(None));
    assert_eq!(chosen(&proposals[0]), Some(2), "no bed of its rooms stays empty");
    assert!(proposals[0].hard.contains(&"the household is together".to_owned()));
    assert!(proposals[0].soft.iter().any(|why| why.starts_with("+10 a regular place")));
    let mut full = [location(1, L::Azc, GRONINGEN, 4), location(2, L::AmvKwv, GRONINGEN, 20)];
    let proposals = proposed(&[household(&family, None)], &mut full, &env(None));
    assert_eq!(chosen(&proposals[0]), None);
    assert!(proposals[0].hard.contains(&"refused elsewhere: LOCATION_FULL".to_owned()));
    assert!(proposals[0].hard.contains(&"refused elsewhere: MINORS_APART".to_owned()));
}

#[test]
fn who_grew_up_among_minors_is_proposed_an_adult_place() {
    let minors = location(1, L::AmvPoa, GRONINGEN, 9);
    let grown = [Stay {
        phase: lives_in(&minors),
        category: Category::StatusHolder,
        ..expected(1, 10, ON)
    }];
    let mut all = [minors.clone(), location(2, L::Azc, GRONINGEN, 9)];
    let proposals = proposed(&[household(&grown, Some(&minors))], &mut all, &env(None));
    assert_eq!(chosen(&proposals[0]), Some(2));
}

#[test]
fn the_youngest_minors_are_proposed_a_small_scale_place_of_nidos() {
    let young = expected(1, 10, ON);
    let ground = crate::domain::codes::RightGround::Permit;
    let minor = [Stay {
        person: Person { unaccompanied_minor: true, birth_year: 2012, ..young.person.clone() },
        category: Category::UnaccompaniedMinor,
        right: Right { until: None, ground },
        ..young
    }];
    let all = [location(1, L::AmvKwv, GRONINGEN, 9), location(2, L::NidosKwe, GRONINGEN, 9)];
    let proposals = proposed(&[household(&minor, None)], &mut all.clone(), &env(None));
    assert_eq!(chosen(&proposals[0]), Some(2), "13 years old, with a permit");
}

#[test]
fn a_batch_is_better_than_one_by_one_and_the_family_stays_whole() {
    // The single man waits longest and scores the same in both; the family of four only fits in the larger location.
    let before = ON.yesterday().unwrap();
    let man = [expected(1, 10, before)];
    let family: Vec<Stay> = (2..=5).map(|n| expected(n, 20, ON)).collect();
    let all = [location(1, L::Azc, GRONINGEN, 4), location(2, L::Azc, MAASTRICHT, 2)];
    let households = [household(&man, None), household(&family, None)];
    let (proposals, quality) = propose(&households, &[], &mut all.clone(), &env(Some(GRONINGEN)));
    let found: Vec<_> =
        proposals.iter().map(|one| (one.household_id.uuid().as_u128(), chosen(one))).collect();
    assert_eq!(found, [(10, Some(2)), (20, Some(1))]);
    assert_eq!(proposals[1].person_ids.len(), 4, "the family is whole");
    assert!(quality.optimal && quality.score > quality.one_by_one);
    let why = proposals[0].soft.last().unwrap();
    assert!(why.contains("would score 30 points more"), "{why}");
    assert!(why.contains("0 of its 4 places are left"), "{why}");
}

#[test]
fn who_come_after_the_batch_make_the_only_place_that_fits_them_dearer() {
    let walks = [expected(1, 10, ON)];
    let needs = Needs { wheelchair: true, ..Needs::default() };
    let rolls = [Stay { needs, ..expected(2, 20, ON) }];
    let near = location(1, L::Azc, GRONINGEN, 1);
    let all = [Location { offers: needs, ..near }, location(2, L::Azc, MAASTRICHT, 9)];
    let now = [household(&walks, None)];
    let near = env(Some(GRONINGEN));
    assert_eq!(chosen(&proposed(&now, &mut all.clone(), &near)[0]), Some(1));
    let next = [household(&rolls, None)];
    let (kept, quality) = propose(&now, &next, &mut all.clone(), &near);
    assert_eq!((chosen(&kept[0]), quality.coming), (Some(2), 1));
    assert!(kept[0].soft.last().unwrap().contains("worth"), "{:?}", kept[0].soft);
}

proptest! {
    /// Nationality is never looked at, and a proposal never breaks a hard rule.
    #[test]
    fn a_proposal_is_the_same_for_every_nationality(
        sizes in prop::collection::vec(1..5_usize, 1..6),
        kinds in prop::collection::vec((prop::sample::select(L::ALL), 0..8_i32, any::<bool>()), 1..6),
        wheelchair in any::<bool>(),
    ) {
        let all: Vec<Location> = kinds.iter().enumerate().map(|(n, (kind, places, accessible))| {
            let offers = Needs { wheelchair: *accessible, ..Needs::default() };
            Location { offers, ..location(n as u128, *kind, GRONINGEN, *places) }
        }).collect();
        let people = |nationality: &[u8; 3]| -> Vec<Vec<Stay>> {
            let needs = Needs { wheelchair, ..Needs::default() };
            let nationality = Nationality::new(nationality);
            sizes.iter().enumerate().map(|(h, size)| {
                (0..*size).map(|n| {
                    let id = (h * 10 + n) as u128;
                    let stay = expected(id, h as u128, ON);
                    let person = Person { nationality, ..stay.person.clone() };
                    Stay { person, needs, ..stay }
                }).collect()
            }).collect()
        };
        let all_of = |people: &[Vec<Stay>]| {
            let households: Vec<Household<'_>> =
                people.iter().map(|members| household(members, None)).collect();
            proposed(&households, &mut all.clone(), &env(None))
        };
        let proposals = all_of(&people(b"SYR"));
        prop_assert_eq!(&proposals, &all_of(&people(b"MDA")));
        for location in &all {
            let persons: usize = proposals.iter()
                .filter(|one| one.location_id == Some(location.location_id))
                .map(|one| one.person_ids.len()).sum();
            prop_assert!(i32::try_from(persons).unwrap() <= location.places);
            prop_assert!(persons == 0 || !wheelchair || location.offers.wheelchair);
        }
    }
}
