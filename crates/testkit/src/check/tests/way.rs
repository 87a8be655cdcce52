//! Logs, cases and stays.

use client::Service;
use wire::reception::{Category, GetOccupancyResponse, get_occupancy_response::Row};
use wire::{intake, reception, returns};

use super::super::compare_occupancy;
use super::{applied, broken, granted, heard, housed, person, rejected};
use crate::{Feeds, date, filled, on};

#[test]
fn sound_feeds_break_nothing() {
    for feeds in [Feeds::default(), applied(), heard(), granted(), rejected()] {
        broken(&feeds, &[]);
    }
    let mut feeds = granted();
    housed(&mut feeds);
    broken(&feeds, &[]);
}

#[test]
fn el_1_a_position_is_missing() {
    let mut feeds = heard();
    let log = feeds.log_mut(Service::Intake);
    log.events.remove(2);
    broken(&feeds, &["EL-1"]);
}

#[test]
fn in_1_two_open_cases() {
    let mut feeds = applied();
    tell!(
        feeds,
        Intake,
        intake,
        "2026-07-02",
        "asielaanvraag/d",
        ApplicationMade { case_id: "d", person: person("p"), kind: intake::ApplicationKind::First }
    );
    broken(&feeds, &["IN-1"]);
}

#[test]
fn in_1_a_final_decision_is_changed() {
    let mut feeds = granted();
    asylum!(feeds, "2026-11-03", PermitRevoked {});
    broken(&feeds, &["CH-1", "IN-1"]);
}

#[test]
fn in_2_a_wrong_term_and_no_interview() {
    let mut feeds = applied();
    asylum!(feeds, "2026-07-03", ApplicationRegistered { lodge_due_on: on("2026-07-25") });
    broken(&feeds, &["IN-2"]);
    let mut feeds = applied();
    asylum!(
        feeds,
        "2026-11-02",
        ApplicationDecided {
            outcome: intake::DecisionOutcome::RejectUnfounded,
            appeal_due_on: on("2026-11-30")
        }
    );
    stay!(
        feeds,
        "p",
        CategoryChanged { from_category: Category::Applicant, category: Category::Rejected }
    );
    back!(feeds, "2026-11-02", ReturnAnnounced {});
    broken(&feeds, &["IN-2"]);
}

#[test]
fn re_1_two_stays_too_few_places_minors_and_families() {
    let mut feeds = applied();
    stay!(feeds, "p", StayExpected { category: Category::Applicant, stay_no: 2 });
    broken(&feeds, &["RE-1"]);

    let mut feeds = applied();
    tell!(
        feeds,
        Reception,
        reception,
        "2026-07-02",
        "opvanglocatie/l",
        CapacityChanged { location_id: "l", places: 0 }
    );
    broken(&feeds, &["RE-1"]);

    let two = |sort: Category, location: &str| {
        let mut feeds = applied();
        tell!(
            feeds,
            Intake,
            intake,
            "2026-07-02",
            "asielaanvraag/d",
            ApplicationMade {
                case_id: "d",
                person: person("q"),
                kind: intake::ApplicationKind::First
            }
        );
        tell!(
            feeds,
            Reception,
            reception,
            "2026-07-02",
            "opvanglocatie/m",
            LocationOpened { location_id: "m", places: 2 }
        );
        stay!(feeds, "q", StayExpected { category: sort, stay_no: 1 });
        stay!(feeds, "q", PersonPlaced { category: sort, location_id: location });
        feeds
    };
    broken(&two(Category::Applicant, "l"), &[]);
    broken(&two(Category::UnaccompaniedMinor, "l"), &["RE-1"]);
    broken(&two(Category::Applicant, "m"), &["RE-1"]);
}

#[test]
fn re_2_categories_that_do_not_add_up() {
    let mut feeds = applied();
    stay!(
        feeds,
        "p",
        CategoryChanged { from_category: Category::Rejected, category: Category::Applicant }
    );
    broken(&feeds, &["RE-2"]);
    let row = |persons| Row {
        category: Category::Applicant.into(),
        state: reception::StayState::Placed.into(),
        emergency: false,
        persons,
    };
    let answer = |persons| GetOccupancyResponse {
        rows: vec![row(persons)],
        published_occupancy: persons,
        physical_occupancy: persons,
        sorts: vec![reception::SortCapacity { occupied: persons, ..Default::default() }],
        ..Default::default()
    };
    assert_eq!(compare_occupancy(&applied(), &super::policy(), &answer(1)), []);
    assert_eq!(compare_occupancy(&applied(), &super::policy(), &answer(2)).len(), 3);
}
