//! Households and municipalities of the published table, by the criteria of section 4.

use super::*;
use crate::domain::codes::Region;
use crate::domain::matching::{Counted, Overdue, Phase, Profile};

const AMSTERDAM: Municipality = Municipality::new(363);
const UTRECHT: Municipality = Municipality::new(344);
const GRONINGEN: Municipality = Municipality::new(14);

fn household(n: u128) -> HousingMatch {
    let on = Date::constant(2026, 3, 2);
    HousingMatch {
        household_id: HouseholdId::from_u128(n),
        person_ids: vec![kernel::PersonId::from_u128(n)],
        phase: Phase::Ready,
        granted_on: on,
        link_due_on: on,
        housed_due_on: on,
        referred_by: None,
        version: 2,
        fact_on: None,
        overdue: Overdue::default(),
        profile: Profile::default(),
        majority_on: None,
        counted: Counted::default(),
    }
}

fn task(municipality: Municipality, target: i32, opening: i32) -> Task {
    Task::new("2026-I".parse().unwrap(), municipality, 1_000, target, opening)
}

fn propose_all(households: &[HousingMatch], tasks: &[Task]) -> Vec<LinkProposal> {
    let batch = Batch { households, coming: &[], tasks, classes: &[] };
    propose(law::sept_2025(), Date::constant(2026, 3, 2), &batch).0
}

#[test]
fn family_of_the_first_degree_goes_before_everything_soft() {
    let found = HousingMatch {
        profile: Profile {
            family_municipality: Some(AMSTERDAM),
            labour_region: Some(Region::North),
            current_municipality: Some(GRONINGEN),
            ..Profile::default()
        },
        ..household(1)
    };
    let tasks = [task(GRONINGEN, 100, 0), task(UTRECHT, 100, 0), task(AMSTERDAM, 100, 0)];
    let proposed = propose_all(std::slice::from_ref(&found), &tasks);
    assert_eq!(proposed[0].municipality, Some(AMSTERDAM));
    assert_eq!(proposed[0].reasons[0], "family of the first degree lives there");
    // 100 points for family, 25 for a task that is all open, 15 less for the distance.
    assert_eq!(proposed[0].score, 110_000);
    // A hard criterion binds the region: without a task in Amsterdam it is Utrecht, never Groningen.
    let proposed = propose_all(std::slice::from_ref(&found), &tasks[..2]);
    assert_eq!(proposed[0].municipality, Some(UTRECHT));
    let proposed = propose_all(&[found], &tasks[..1]);
    assert_eq!(proposed[0].municipality, None);
}

#[test]
fn medical_need_and_current_work_are_hard() {
    let medical = HousingMatch {
        profile: Profile { medical_region: Some(Region::North), ..Profile::default() },
        ..household(1)
    };
    assert_eq!(medical.unmet(UTRECHT), Some("medical need"));
    assert_eq!(medical.unmet(GRONINGEN), None);
    let work = HousingMatch {
        profile: Profile { occupation_municipality: Some(UTRECHT), ..Profile::default() },
        ..household(2)
    };
    assert_eq!(work.unmet(GRONINGEN), Some("current work or education"));
    assert_eq!((work.unmet(UTRECHT), work.unmet(AMSTERDAM)), (None, None));
}

#[test]
fn soft_criteria_add_up_and_the_open_task_decides_between_equals() {
    let stays = HousingMatch {
        profile: Profile { current_municipality: Some(GRONINGEN), ..Profile::default() },
        ..household(1)
    };
    let tasks = [task(UTRECHT, 100, 0), task(GRONINGEN, 100, 0)];
    assert_eq!(propose_all(&[stays], &tasks)[0].municipality, Some(GRONINGEN));
    let mut half_done = task(GRONINGEN, 100, 0);
    half_done.linked = 50;
    let tasks = [half_done, task(UTRECHT, 100, 0)];
    assert_eq!(propose_all(&[household(1)], &tasks)[0].municipality, Some(UTRECHT));
}

#[test]
fn ties_go_to_the_largest_relative_backlog_and_then_to_the_lower_code() {
    // Both tasks are all open, so both score 25; a task that is all arrears is not larger than all.
    let tasks = [task(AMSTERDAM, 10, 0), task(UTRECHT, 10, 0)];
    assert_eq!(propose_all(&[household(1)], &tasks)[0].municipality, Some(UTRECHT));
    // What is proposed counts: the next household goes to the other one.
    let proposed = propose_all(&[household(1), household(2)], &tasks);
    assert_eq!(proposed[1].municipality, Some(AMSTERDAM));
}

#[test]
fn a_large_household_with_those_expected_needs_a_large_dwelling() {
    let found = HousingMatch {
        profile: Profile { expected_members: 5, ..Profile::default() },
        ..household(1)
    };
    let tasks = [task(UTRECHT, 100, 0), task(AMSTERDAM, 100, 0)];
    let proposed = propose_all(std::slice::from_ref(&found), &tasks);
    assert_eq!((proposed[0].municipality, proposed[0].large), (None, true));
    let classes = [(AMSTERDAM, 8)];
    let on = Date::constant(2026, 3, 2);
    let batch = Batch { households: &[found], coming: &[], tasks: &tasks, classes: &classes };
    let (proposed, _) = propose(law::sept_2025(), on, &batch);
    assert_eq!((proposed[0].municipality, proposed[0].persons), (Some(AMSTERDAM), 6));
}

fn family(n: u128, persons: u128) -> HousingMatch {
    let person_ids =
        (0..persons).map(|person| kernel::PersonId::from_u128(n * 100 + person)).collect();
    HousingMatch { person_ids, ..household(n) }
}

#[test]
fn a_batch_is_better_than_one_by_one_and_a_family_stays_whole() {
    // Two single persons who could go anywhere come first; the family of four has its work in the region of Groningen,
    // where four places are open.
    let stays = |n| HousingMatch {
        profile: Profile { current_municipality: Some(GRONINGEN), ..Profile::default() },
        ..household(n)
    };
    let work = HousingMatch {
        profile: Profile { occupation_municipality: Some(GRONINGEN), ..Profile::default() },
        ..family(3, 4)
    };
    let tasks = [task(GRONINGEN, 4, 0), task(UTRECHT, 40, 0)];
    let households = [stays(1), stays(2), work];
    let batch = Batch { households: &households, coming: &[], tasks: &tasks, classes: &[] };
    let (proposed, quality) = propose(law::sept_2025(), Date::constant(2026, 3, 2), &batch);
    let municipalities: Vec<_> = proposed.iter().map(|one| one.municipality).collect();
    assert_eq!(municipalities, [Some(UTRECHT), Some(UTRECHT), Some(GRONINGEN)]);
    assert!(quality.optimal && quality.score > quality.one_by_one);
    assert_eq!(proposed[2].reasons[0], "current work or education is there");
    let why = proposed[0].reasons.last().unwrap();
    assert!(why.starts_with("Groningen would score"), "{why}");
    assert!(why.contains("0 of its 4 places are left"), "{why}");
}

#[test]
fn who_wait_behind_the_batch_make_scarce_places_dearer() {
    // One place is open in Groningen. Who comes next has work in its region and can go nowhere else.
    let now = [HousingMatch {
        profile: Profile { current_municipality: Some(GRONINGEN), ..Profile::default() },
        ..household(1)
    }];
    let next = [HousingMatch {
        profile: Profile { occupation_municipality: Some(GRONINGEN), ..Profile::default() },
        ..household(2)
    }];
    let tasks = [task(GRONINGEN, 1, 0), task(UTRECHT, 40, 0)];
    let proposed = |coming| {
        let batch = Batch { households: &now, coming, tasks: &tasks, classes: &[] };
        propose(law::sept_2025(), Date::constant(2026, 3, 2), &batch).0.remove(0)
    };
    assert_eq!(proposed(&[]).municipality, Some(GRONINGEN));
    let kept = proposed(&next);
    assert_eq!(kept.municipality, Some(UTRECHT));
    assert!(kept.reasons.last().unwrap().contains("worth"), "{:?}", kept.reasons);
}

#[test]
fn a_family_that_is_larger_than_what_is_open_is_not_split_but_counts_ahead() {
    let tasks = [task(UTRECHT, 3, 0)];
    let proposed = propose_all(&[family(1, 5), household(2)], &tasks);
    // Together the single person takes one of three; what is left is open to the family as a whole.
    assert_eq!(proposed[1].municipality, Some(UTRECHT));
    assert_eq!(proposed[0].municipality, Some(UTRECHT));
    let reasons = &proposed[0].reasons;
    assert!(
        reasons.contains(&"3 persons beyond the task count for the next".to_owned()),
        "{reasons:?}"
    );
}
