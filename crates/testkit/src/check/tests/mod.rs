//! The checker must be able to fail: for each invariant a small feed that breaks it, beside one that does not.

use std::sync::Arc;

use law::Policy;
use std::collections::BTreeSet;

use client::Service;
use kernel::INVARIANTS;
use wire::common::Person;
use wire::reception::{Category, EndReason};
use wire::{housing, intake, reception, returns};

use super::check;
use crate::{Feeds, date, filled, on};

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
        $feeds.add(Service::$service, date($day), $subject, filled(|message: &mut $module::$name| {
            message.occurred_on = on($day);
            $(message.$field = ($value).into();)*
        }))
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
        HouseholdHoused {
            municipality: "GM0014",
            person_ids: vec!["p".to_owned()],
            counted_ids: vec!["p".to_owned()]
        }
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
    let found = check(feeds, &policy());
    let seen: BTreeSet<&str> = found.iter().map(|violation| violation.id).collect();
    assert_eq!(seen, ids.iter().copied().collect(), "{found:#?}");
    for id in seen {
        assert!(INVARIANTS.iter().any(|known| known.id == id), "{id} is in no registry");
    }
}

mod end;
mod way;

/// The policy set under which the checker looks.
fn policy() -> Arc<Policy> {
    Arc::new(law::pact_2026().clone())
}
