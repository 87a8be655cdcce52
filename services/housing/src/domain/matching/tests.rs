//! Given a household, when a command or a reaction comes, then these events or this refusal follow.

use std::collections::BTreeMap;

use kernel::{Command, HouseholdId, PersonId, Refusal};
use proptest::prelude::*;

use super::*;

const AA: Municipality = Municipality::new(1);

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn person(n: u128) -> PersonId {
    PersonId::from_u128(n)
}

#[derive(Default)]
struct Given {
    found: Option<HousingMatch>,
    realised: i32,
    linked: i32,
    linked_in: BTreeMap<Municipality, i32>,
}

impl Given {
    fn granted(on: &str) -> Self {
        let mut given = Self::default();
        given.react(on, Reaction::Joins(person(1)));
        given
    }

    fn take(&mut self, events: &[Event]) {
        for event in events {
            for (municipality, booking) in bookings(self.found.as_ref(), event) {
                match booking {
                    Booking::Linked(n) => {
                        self.linked += n;
                        *self.linked_in.entry(municipality).or_default() += n;
                    }
                    Booking::Realised(n, _) => self.realised += n,
                }
            }
            self.found = Some(evolve(self.found.take(), event));
        }
    }

    fn react(&mut self, on: &str, reaction: Reaction) {
        let events = react(
            law::pact_2026(),
            self.found.as_ref(),
            HouseholdId::from_u128(100),
            reaction,
            day(on),
        );
        self.take(&events);
    }

    fn when(&mut self, on: &str, kind: CommandKind) -> Result<(), Refusal> {
        let command = Command::new(HouseholdId::from_u128(100), day(on), kind);
        let env = Env { today: day(on), policy: law::pact_2026(), has_target: true };
        let events = decide(self.found.as_ref(), &command, &env)?;
        self.take(&events);
        Ok(())
    }

    fn found(&self) -> &HousingMatch {
        self.found.as_ref().unwrap()
    }
}

fn link() -> CommandKind {
    CommandKind::LinkHousehold { municipality: AA, overruled_reason: None }
}

fn profile() -> CommandKind {
    CommandKind::CompleteProfile {
        family_municipality: None,
        medical_region: None,
        occupation_municipality: None,
        labour_region: None,
        network_municipality: None,
        current_municipality: None,
        expected_members: 0,
    }
}

fn offer() -> CommandKind {
    CommandKind::OfferDwelling { priority: false }
}

fn house() -> CommandKind {
    CommandKind::HouseHousehold { kind: RealisationKind::Dwelling }
}

#[test]
fn the_terms_count_from_the_grant() {
    let given = Given::granted("2026-03-02");
    assert_eq!(given.found().link_due_on, day("2026-03-16"));
    assert_eq!(given.found().housed_due_on, day("2026-06-08"));
    // G1
    let given = Given::granted("2026-11-02");
    assert_eq!(given.found().link_due_on, day("2026-11-16"));
    assert_eq!(given.found().housed_due_on, day("2027-02-08"));
}

#[test]
fn a_household_is_linked_once_and_counts_once() {
    let mut given = Given::granted("2025-01-06");
    given.when("2025-01-10", profile()).unwrap();
    given.when("2025-01-15", link()).unwrap();
    assert_eq!(given.when("2025-01-16", link()).unwrap_err().reason, "ALREADY_LINKED");
    let temporary = CommandKind::HouseTemporarily { kind: RealisationKind::Temporary };
    given.when("2025-02-01", temporary).unwrap();
    assert_eq!(given.realised, 1);
    given.when("2025-03-01", offer()).unwrap();
    given.when("2025-03-02", CommandKind::AcceptOffer {}).unwrap();
    given.when("2025-03-10", house()).unwrap();
    assert_eq!((given.realised, given.found().state()), (1, MatchState::Housed));
    // A family member who joins the home counts for the municipality.
    given.react("2025-06-01", Reaction::JoinsHome(person(2)));
    assert_eq!(given.realised, 2);
    given.react("2025-06-01", Reaction::JoinsHome(person(2)));
    assert_eq!(given.realised, 2);
}

use crate::domain::codes::MatchState;

#[test]
fn a_refusal_without_ground_ends_the_match() {
    let mut given = Given::granted("2025-01-06");
    given.when("2025-01-10", profile()).unwrap();
    given.when("2025-01-15", link()).unwrap();
    given.when("2025-02-01", offer()).unwrap();
    given.when("2025-02-02", CommandKind::RefuseOffer { grounded: true }).unwrap();
    assert_eq!(given.found().state(), MatchState::Linked);
    given.when("2025-02-03", offer()).unwrap();
    given.when("2025-02-04", CommandKind::RefuseOffer { grounded: false }).unwrap();
    assert_eq!(given.found().state(), MatchState::Refused);
    assert_eq!(given.when("2025-02-05", house()).unwrap_err().reason, "WRONG_STATE");
}

#[test]
fn terms_that_are_over_are_marked_once() {
    let mut given = Given::granted("2025-01-06");
    assert!(due(law::pact_2026(), given.found(), day("2025-01-20")).is_empty());
    let events = due(law::pact_2026(), given.found(), day("2025-01-21"));
    given.take(&events);
    assert!(given.found().overdue.link);
    let events = due(law::pact_2026(), given.found(), day("2025-04-15"));
    assert_eq!(events.len(), 1);
    given.take(&events);
    assert!(given.found().overdue.home);
    assert!(due(law::pact_2026(), given.found(), day("2025-05-01")).is_empty());
}

#[test]
fn the_last_member_who_leaves_takes_the_match_along() {
    let mut given = Given::granted("2025-01-06");
    given.react("2025-01-07", Reaction::Joins(person(2)));
    given.react("2025-01-08", Reaction::Leaves(person(1)));
    assert_eq!(given.found().person_ids, [person(2)]);
    given.react("2025-01-09", Reaction::Leaves(person(2)));
    assert_eq!(given.found().state(), MatchState::Cancelled);
    given.react("2025-02-01", Reaction::Joins(person(2)));
    assert_eq!(given.found().state(), MatchState::Screening);
}

#[test]
fn who_refuses_a_home_with_ground_stays_in_temporary_housing_and_counts_once() {
    let mut given = Given::granted("2025-01-06");
    for kind in [
        profile(),
        link(),
        CommandKind::HouseTemporarily { kind: RealisationKind::Transit },
        offer(),
        CommandKind::RefuseOffer { grounded: true },
    ] {
        given.when("2025-03-01", kind).unwrap();
    }
    assert_eq!(given.found().state(), MatchState::TemporarilyHoused);
    let again = CommandKind::HouseTemporarily { kind: RealisationKind::Transit };
    assert!(given.when("2025-03-02", again).is_err());
    assert_eq!(given.realised, 1);
}

mod minors;
pub(crate) mod random;
mod rules;
