//! The checker must be able to fail: for each invariant a small feed that breaks it, beside one that does not.

use std::collections::BTreeSet;

use kernel::INVARIANTS;
use wire::common::Person;
use wire::prognosis::get_chain_picture_response::Stock;
use wire::prognosis::{Estimate, ForecastMade, GetChainPictureResponse};
use wire::reception::{Category, EndReason, GetOccupancyResponse, get_occupancy_response::Row};
use wire::returns::{BlockKind, DepartureOutcome};
use wire::{housing, intake, reception, returns};
use world::Service;

use super::{check, compare_occupancy, compare_picture};
use crate::{Feeds, date, on};

fn person(id: &str) -> Option<Person> {
    let nationality = "SYR".to_owned();
    Some(Person {
        person_id: id.to_owned(),
        household_id: "h".to_owned(),
        nationality,
        ..Person::default()
    })
}

macro_rules! tell {
    ($feeds:expr, $service:ident, $module:ident, $day:literal, $subject:literal, $name:ident { $($field:ident: $value:expr),* $(,)? }) => {
        $feeds.add(Service::$service, date($day), $subject, $module::$name {
            occurred_on: on($day), $($field: ($value).into(),)* ..Default::default()
        })
    };
}

macro_rules! asylum {
    ($feeds:expr, $day:literal, $name:ident { $($field:ident: $value:expr),* $(,)? }) => {
        tell!($feeds, Intake, intake, $day, "asielaanvraag/c", $name {
            case_id: "c", person: person("p"), $($field: $value),*
        })
    };
}

macro_rules! back {
    ($feeds:expr, $day:literal, $name:ident { $($field:ident: $value:expr),* $(,)? }) => {
        tell!($feeds, Returns, returns, $day, "terugkeerdossier/p", $name {
            case_id: "c", person: person("p"), $($field: $value),*
        })
    };
}

macro_rules! stay {
    ($feeds:expr, $who:literal, $name:ident { $($field:ident: $value:expr),* $(,)? }) => {
        tell!($feeds, Reception, reception, "2026-07-02", "opvangplaatsing/p", $name {
            person: person($who), $($field: $value),*
        })
    };
}

macro_rules! home {
    ($feeds:expr, $name:ident { $($field:ident: $value:expr),* $(,)? }) => {
        tell!($feeds, Housing, housing, "2026-11-02", "huisvestingskoppeling/h", $name {
            household_id: "h", $($field: $value),*
        })
    };
}

/// Somebody who applied and lives in a location with two places.
fn applied() -> Feeds {
    let mut feeds = Feeds::default();
    asylum!(feeds, "2026-07-01", ApplicationMade { kind: intake::ApplicationKind::First });
    tell!(
        feeds,
        Reception,
        reception,
        "2026-07-01",
        "opvanglocatie/l",
        LocationOpened { location_id: "l", places: 2 }
    );
    stay!(feeds, "p", StayExpected { category: Category::Applicant, stay_no: 1 });
    stay!(feeds, "p", PersonPlaced { category: Category::Applicant, location_id: "l" });
    feeds
}

/// The same, registered, lodged and heard.
fn heard() -> Feeds {
    let mut feeds = applied();
    asylum!(feeds, "2026-07-03", ApplicationRegistered { lodge_due_on: on("2026-07-24") });
    asylum!(feeds, "2026-07-14", ApplicationLodged { decision_due_on: on("2027-01-14") });
    asylum!(feeds, "2026-07-20", ApplicantInterviewed {});
    feeds
}

/// The same, granted, and waiting for a home.
fn granted() -> Feeds {
    let mut feeds = heard();
    asylum!(
        feeds,
        "2026-11-02",
        ApplicationDecided { outcome: intake::DecisionOutcome::GrantRefugee }
    );
    stay!(
        feeds,
        "p",
        CategoryChanged { from_category: Category::Applicant, category: Category::StatusHolder }
    );
    home!(
        feeds,
        MatchStarted {
            person_ids: vec!["p".to_owned()],
            link_due_on: on("2026-11-16"),
            housed_due_on: on("2027-02-08")
        }
    );
    home!(feeds, ProfileCompleted {});
    feeds
}

/// The same, rejected instead, and to be returned.
fn rejected() -> Feeds {
    let mut feeds = heard();
    asylum!(
        feeds,
        "2026-11-02",
        ApplicationDecided {
            outcome: intake::DecisionOutcome::RejectUnfounded,
            appeal_due_on: on("2026-11-30"),
            departure_days: 28
        }
    );
    stay!(
        feeds,
        "p",
        CategoryChanged { from_category: Category::Applicant, category: Category::Rejected }
    );
    back!(feeds, "2026-11-02", ReturnAnnounced {});
    feeds
}

fn housed(feeds: &mut Feeds) {
    home!(feeds, HouseholdLinked { municipality: "GM0014", persons: 1 });
    home!(
        feeds,
        HouseholdHoused { municipality: "GM0014", person_ids: vec!["p".to_owned()], counted: true }
    );
    home!(feeds, RealisationBooked { half: "2026-II", municipality: "GM0014", persons: 1 });
    stay!(
        feeds,
        "p",
        StayEnded { category: Category::StatusHolder, reason: EndReason::Housed, location_id: "l" }
    );
}

/// The ids of what does not hold.
#[track_caller]
fn broken(feeds: &Feeds, ids: &[&str]) {
    let found = check(feeds);
    let seen: BTreeSet<&str> = found.iter().map(|violation| violation.id).collect();
    assert_eq!(seen, ids.iter().copied().collect(), "{found:#?}");
    for id in seen {
        assert!(INVARIANTS.iter().any(|known| known.id == id), "{id} is in no registry");
    }
}

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
    let answer =
        |persons| GetOccupancyResponse { rows: vec![row(persons)], published_occupancy: persons };
    assert_eq!(compare_occupancy(&applied(), &answer(1)), []);
    assert_eq!(compare_occupancy(&applied(), &answer(2)).len(), 2);
}

#[test]
fn rt_1_force_during_an_appeal_and_too_long_detention() {
    let mut feeds = rejected();
    back!(feeds, "2026-11-20", DepartureBlocked { block: BlockKind::Appeal });
    back!(feeds, "2026-11-25", ForcedTrackStarted {});
    broken(&feeds, &["RT-1"]);

    let mut feeds = rejected();
    asylum!(feeds, "2026-11-20", AppealLodged { suspensive: true });
    stay!(
        feeds,
        "p",
        CategoryChanged { from_category: Category::Rejected, category: Category::Applicant }
    );
    broken(&feeds, &[]);
    back!(feeds, "2026-11-25", ForcedTrackStarted {});
    broken(&feeds, &["RT-1"]);

    let mut feeds = rejected();
    back!(feeds, "2026-12-01", DetentionImposed { ends_on: on("2028-06-02") });
    broken(&feeds, &["RT-1"]);
}

#[test]
fn rt_2_an_unseen_departure_called_demonstrable() {
    let left = |seen: bool| {
        let mut feeds = rejected();
        back!(
            feeds,
            "2026-12-01",
            Departed { outcome: DepartureOutcome::Unsupervised, demonstrable: seen }
        );
        stay!(
            feeds,
            "p",
            StayEnded { category: Category::Rejected, reason: EndReason::Unsupervised }
        );
        feeds
    };
    broken(&left(false), &[]);
    broken(&left(true), &["RT-2"]);
}

#[test]
fn ho_1_targets_that_do_not_add_up() {
    let mut feeds = Feeds::default();
    let one = housing::MunicipalTarget {
        municipality: "GM0014".to_owned(),
        target: 9,
        ..Default::default()
    };
    tell!(
        feeds,
        Housing,
        housing,
        "2026-07-01",
        "taakstelling/2026-II",
        TargetSet { half: "2026-II", national: 10, municipalities: vec![one] }
    );
    broken(&feeds, &["HO-1"]);
}

#[test]
fn ho_2_two_links_and_a_person_who_counts_twice() {
    let mut feeds = granted();
    home!(feeds, HouseholdLinked { municipality: "GM0014", persons: 1 });
    home!(feeds, HouseholdLinked { municipality: "GM0106", persons: 1 });
    broken(&feeds, &["HO-2"]);
    let mut feeds = granted();
    housed(&mut feeds);
    home!(feeds, RealisationBooked { half: "2026-II", municipality: "GM0014", persons: 1 });
    broken(&feeds, &["HO-2"]);
}

#[test]
fn pr_1_a_stock_that_does_not_follow() {
    let stock = |stage: &str, count| Stock {
        stage: stage.to_owned(),
        group: "SYR".to_owned(),
        age_band: String::new(),
        count,
    };
    let capacity = Stock { group: "all".to_owned(), ..stock("capacity.regular", 2) };
    let answer = |pending| GetChainPictureResponse {
        stocks: vec![
            stock("ind.pending.first", pending),
            stock("coa.applicant", 1),
            stock("coa.place.regular", 1),
            capacity.clone(),
        ],
        ..GetChainPictureResponse::default()
    };
    assert_eq!(compare_picture(&applied(), &answer(1)), []);
    let found = compare_picture(&applied(), &answer(2));
    assert_eq!(found.iter().map(|violation| violation.id).collect::<Vec<_>>(), ["PR-1"]);
}

#[test]
fn pr_2_quantiles_that_cross() {
    let made = |median| {
        let estimate = Estimate { minimum: 1, median, medio: 3, maximum: 4, ..Estimate::default() };
        let mut feeds = Feeds::default();
        let made = ForecastMade { annual: vec![estimate], ..ForecastMade::default() };
        feeds.add(Service::Prognosis, date("2026-07-01"), "migratieprognose/f", made);
        feeds
    };
    broken(&made(2), &[]);
    broken(&made(5), &["PR-2"]);
}

#[test]
fn ch_1_somebody_is_lost_or_in_two_places() {
    // Granted, and nobody looks for a home.
    let mut feeds = heard();
    asylum!(
        feeds,
        "2026-11-02",
        ApplicationDecided { outcome: intake::DecisionOutcome::GrantRefugee }
    );
    stay!(
        feeds,
        "p",
        CategoryChanged { from_category: Category::Applicant, category: Category::StatusHolder }
    );
    broken(&feeds, &["CH-1"]);
    // Left, and still in procedure and in reception.
    let mut feeds = heard();
    back!(
        feeds,
        "2026-12-01",
        Departed { outcome: DepartureOutcome::IndependentOwn, demonstrable: true }
    );
    broken(&feeds, &["CH-1"]);
    // Housed, and still in reception.
    let mut feeds = granted();
    home!(feeds, HouseholdLinked { municipality: "GM0014", persons: 1 });
    home!(feeds, HouseholdHoused { municipality: "GM0014", person_ids: vec!["p".to_owned()] });
    broken(&feeds, &["CH-1"]);
    // Granted, and to be returned.
    let mut feeds = granted();
    back!(feeds, "2026-11-02", ReturnAnnounced {});
    broken(&feeds, &["CH-1"]);
    // In reception without any case.
    let mut feeds = Feeds::default();
    stay!(feeds, "p", StayExpected { category: Category::Applicant, stay_no: 1 });
    broken(&feeds, &["CH-1"]);
}
