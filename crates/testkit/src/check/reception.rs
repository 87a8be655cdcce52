//! RE-1 and the flows of RE-2 over the log of reception, and where each resident ended up.

use std::collections::HashMap;

use kernel::Date;
use wire::common::Person;
use wire::reception::{Category, EndReason};
use world::Service;

use super::{Found, who};
use crate::{Fact, Feeds};

/// How a person is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    /// A place is needed.
    Expected,
    /// In a location.
    Placed,
    /// Absent without notice; the place is kept.
    Absent,
    /// Not any more.
    Ended(EndReason),
}

/// The last stay of a person.
#[derive(Clone, Debug)]
pub(super) struct Stay {
    pub(super) presence: Presence,
    pub(super) category: Category,
    /// Taken over at the opening of the books.
    pub(super) imported: bool,
    pub(super) location: Option<String>,
    household: String,
}

impl Stay {
    pub(super) fn is_active(&self) -> bool {
        !matches!(self.presence, Presence::Ended(_))
    }

    fn takes_place(&self) -> bool {
        matches!(self.presence, Presence::Placed | Presence::Absent)
    }
}

/// A location.
#[derive(Clone, Debug, Default)]
pub(super) struct Location {
    pub(super) places: i32,
    pub(super) minors_only: bool,
    pub(super) emergency: bool,
    pub(super) open: bool,
    occupied: i32,
}

/// Everything that the checker knows of reception.
#[derive(Debug, Default)]
pub(super) struct Stays {
    /// The last stay of each person.
    pub(super) of_person: HashMap<String, Stay>,
    pub(super) locations: HashMap<String, Location>,
    households: HashMap<String, Vec<String>>,
}

pub(super) fn fold(feeds: &Feeds, found: &mut Found) -> Stays {
    let mut all = Stays::default();
    let events = feeds.of(Service::Reception);
    for (n, event) in events.iter().enumerate() {
        all.location(&event.fact, found);
        let Some(household) = all.stay(&event.fact, event.on, found) else { continue };
        // A move takes the household along in one step of several events.
        let goes_on = events.get(n + 1).is_some_and(|next| match (&event.fact, &next.fact) {
            (Fact::PersonMoved(_), Fact::PersonMoved(moved)) => {
                who(moved.person.as_ref()).household_id == household
            }
            _ => false,
        });
        if !goes_on {
            all.together(&household, event.on, found);
        }
    }
    all
}

impl Stays {
    fn location(&mut self, fact: &Fact, found: &mut Found) {
        match fact {
            Fact::LocationOpened(opened) => {
                let location = Location {
                    places: opened.places,
                    minors_only: opened.minors_only,
                    emergency: opened.emergency,
                    open: true,
                    occupied: 0,
                };
                self.locations.insert(opened.location_id.clone(), location);
            }
            Fact::CapacityChanged(changed) => {
                let location = self.locations.entry(changed.location_id.clone()).or_default();
                location.places = changed.places;
                let (occupied, places) = (location.occupied, location.places);
                found.must("RE-1", occupied <= places, || {
                    format!("location {}: {occupied} in {places} places", changed.location_id)
                });
            }
            Fact::LocationClosed(closed) => {
                let location = self.locations.entry(closed.location_id.clone()).or_default();
                location.open = false;
                let occupied = location.occupied;
                found.must("RE-1", occupied == 0, || {
                    format!("location {} closed with {occupied} residents", closed.location_id)
                });
            }
            _ => {}
        }
    }

    /// One event of a stay; the household, when somebody came to live somewhere.
    fn stay(&mut self, fact: &Fact, on: Date, found: &mut Found) -> Option<String> {
        match fact {
            Fact::StayExpected(expected) => {
                let person = who(expected.person.as_ref());
                self.begin(&person, expected.category(), Presence::Expected, found);
                None
            }
            Fact::StayImported(imported) => {
                let person = who(imported.person.as_ref());
                self.begin(&person, imported.category(), Presence::Placed, found);
                if let Some(stay) = self.of_person.get_mut(&person.person_id) {
                    stay.imported = true;
                }
                self.live(&person, &imported.location_id, imported.category(), on, found);
                Some(person.household_id)
            }
            Fact::PersonPlaced(placed) => {
                let person = who(placed.person.as_ref());
                self.live(&person, &placed.location_id, placed.category(), on, found);
                Some(person.household_id)
            }
            Fact::PersonMoved(moved) => {
                let person = who(moved.person.as_ref());
                let from = Some(moved.from_location_id.clone());
                let was =
                    self.of_person.get(&person.person_id).and_then(|stay| stay.location.clone());
                found.must("RE-2", was == from, || {
                    format!("{} moved from {from:?}, lived in {was:?}", person.person_id)
                });
                self.live(&person, &moved.location_id, moved.category(), on, found);
                Some(person.household_id)
            }
            Fact::PersonAbsent(absent) => {
                self.change(&who(absent.person.as_ref()).person_id, Presence::Absent);
                None
            }
            Fact::PersonReturned(returned) => {
                let person = who(returned.person.as_ref());
                self.change(&person.person_id, Presence::Placed);
                Some(person.household_id)
            }
            Fact::CategoryChanged(changed) => {
                let person = who(changed.person.as_ref()).person_id;
                self.same(&person, changed.from_category(), found);
                if let Some(stay) = self.of_person.get_mut(&person) {
                    stay.category = changed.category();
                }
                None
            }
            Fact::StayEnded(ended) => {
                let person = who(ended.person.as_ref()).person_id;
                self.same(&person, ended.category(), found);
                let active = self.of_person.get(&person).is_some_and(Stay::is_active);
                found.must("RE-1", active, || format!("a stay of {person} ended that was not"));
                self.leave(&person);
                self.change(&person, Presence::Ended(ended.reason()));
                None
            }
            _ => None,
        }
    }

    fn begin(
        &mut self,
        person: &Person,
        category: Category,
        presence: Presence,
        found: &mut Found,
    ) {
        let id = &person.person_id;
        let active = self.of_person.get(id).is_some_and(Stay::is_active);
        found.must("RE-1", !active, || format!("person {id} has two active stays"));
        self.leave(id);
        let stay = Stay {
            presence,
            category,
            imported: false,
            location: None,
            household: person.household_id.clone(),
        };
        if self.of_person.insert(id.clone(), stay).is_none() {
            self.households.entry(person.household_id.clone()).or_default().push(id.clone());
        }
    }

    fn change(&mut self, person: &str, presence: Presence) {
        if let Some(stay) = self.of_person.get_mut(person) {
            stay.presence = presence;
        }
    }

    fn leave(&mut self, person: &str) {
        let stay = self.of_person.get(person).filter(|stay| stay.takes_place());
        let location = stay.and_then(|stay| stay.location.as_ref());
        if let Some(location) = location.and_then(|id| self.locations.get_mut(id)) {
            location.occupied -= 1;
        }
    }

    /// RE-2: an event carries the category that the stay had, so that the categories add up.
    fn same(&self, person: &str, category: Category, found: &mut Found) {
        let known = self.of_person.get(person).map(|stay| stay.category);
        found.must("RE-2", known == Some(category), || {
            format!("an event says {category:?} of {person}, the stay is {known:?}")
        });
    }

    /// Somebody comes to live in a location.
    fn live(
        &mut self,
        person: &Person,
        location_id: &str,
        category: Category,
        on: Date,
        found: &mut Found,
    ) {
        let id = &person.person_id;
        self.same(id, category, found);
        self.leave(id);
        if let Some(stay) = self.of_person.get_mut(id) {
            stay.location = Some(location_id.to_owned());
            stay.presence = Presence::Placed;
        }
        let Some(location) = self.locations.get_mut(location_id) else {
            found.note("RE-1", format!("person {id} lives in unknown location {location_id}"));
            return;
        };
        location.occupied += 1;
        let (occupied, places) = (location.occupied, location.places);
        found.must("RE-1", occupied <= places, || {
            format!("location {location_id}: {occupied} in {places} places on {on}")
        });
        let open = location.open;
        found.must("RE-1", open, || format!("person {id} moved into closed {location_id}"));
        let minor = category == Category::UnaccompaniedMinor;
        let apart = location.minors_only == minor;
        found.must("RE-1", apart, || {
            format!("person {id}, {category:?}, in {location_id}: minors are kept apart")
        });
    }

    /// RE-1: those of a household who are there live in one location.
    fn together(&self, household: &str, on: Date, found: &mut Found) {
        let members = self.households.get(household).into_iter().flatten();
        let mut homes: Vec<&String> = members
            .filter_map(|id| self.of_person.get(id))
            .filter(|stay| stay.presence == Presence::Placed && stay.household == household)
            .filter_map(|stay| stay.location.as_ref())
            .collect();
        homes.sort_unstable();
        homes.dedup();
        found.must("RE-1", homes.len() <= 1, || {
            format!("household {household} lives in {homes:?} on {on}")
        });
    }
}
