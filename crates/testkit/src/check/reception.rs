//! RE-1 and the flows of RE-2 over the log of reception, and where each resident ended up.

use std::collections::{BTreeSet, HashMap};

use client::Service;
use kernel::Date;
use wire::common::Person;
use wire::reception::{Category, EndReason, EntryReason, LocationType, Measure};

use super::{Found, who};
use crate::{AnyEvent, Feeds};

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
    /// Born in reception: has no case of its own.
    pub(super) born: bool,
    /// Nobody had a bed at the end of a day.
    unplaced: bool,
    measure: Option<Measure>,
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
    /// People live there with a measure, without their household.
    apart: bool,
    unavailable: i32,
    occupied: i32,
}

impl Location {
    /// Places that can be used.
    fn usable(&self) -> i32 {
        self.places - self.unavailable
    }
}

/// Everything that the checker knows of reception.
#[derive(Debug, Default)]
pub(super) struct Stays {
    /// The last stay of each person.
    pub(super) of_person: HashMap<String, Stay>,
    pub(super) locations: HashMap<String, Location>,
    households: HashMap<String, Vec<String>>,
    /// Minors with a guardian, or for whom one was asked.
    guarded: BTreeSet<String>,
}

pub(super) fn fold(feeds: &Feeds, found: &mut Found) -> Stays {
    let mut all = Stays::default();
    let events = feeds.of(Service::Reception);
    for (n, event) in events.iter().enumerate() {
        all.location(&event.message, found);
        all.guardian(&event.message);
        all.ladder(&event.message, found);
        let Some(household) = all.stay(&event.message, event.on, found) else { continue };
        // A move takes the household along in one step of several events.
        let goes_on = events.get(n + 1).is_some_and(|next| match (&event.message, &next.message) {
            (AnyEvent::PersonMoved(_), AnyEvent::PersonMoved(moved)) => {
                who(moved.person.as_ref()).household_id == household
            }
            _ => false,
        });
        if !goes_on {
            all.together(&household, event.on, found);
        }
    }
    all.grown_up(found);
    all
}

impl Stays {
    fn location(&mut self, message: &AnyEvent, found: &mut Found) {
        match message {
            AnyEvent::LocationOpened(opened) => {
                let location = Location {
                    places: opened.places,
                    minors_only: opened.minors_only,
                    emergency: opened.emergency,
                    open: true,
                    apart: matches!(
                        opened.kind(),
                        LocationType::Vtl | LocationType::Htl | LocationType::Pbl
                    ),
                    unavailable: 0,
                    occupied: 0,
                };
                self.locations.insert(opened.location_id.clone(), location);
            }
            AnyEvent::CapacityChanged(changed) => {
                let location = self.locations.entry(changed.location_id.clone()).or_default();
                location.places = changed.places;
                location.unavailable = changed.unavailable;
                let (occupied, places) = (location.occupied, location.usable());
                found.must("RE-1", occupied <= places, || {
                    format!("location {}: {occupied} in {places} places", changed.location_id)
                });
            }
            // Nobody comes any more.
            AnyEvent::ClosingAnnounced(closing) => {
                self.locations.entry(closing.location_id.clone()).or_default().open = false;
            }
            AnyEvent::LocationClosed(closed) => {
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
    fn stay(&mut self, message: &AnyEvent, on: Date, found: &mut Found) -> Option<String> {
        match message {
            AnyEvent::StayExpected(expected) => {
                let person = who(expected.person.as_ref());
                self.begin(&person, expected.category(), Presence::Expected, found);
                if let Some(stay) = self.of_person.get_mut(&person.person_id) {
                    stay.born = expected.entry() == EntryReason::Birth;
                }
                None
            }
            AnyEvent::StayImported(imported) => {
                let person = who(imported.person.as_ref());
                self.begin(&person, imported.category(), Presence::Placed, found);
                if let Some(stay) = self.of_person.get_mut(&person.person_id) {
                    stay.imported = true;
                }
                self.live(&person, &imported.location_id, imported.category(), on, found);
                Some(person.household_id)
            }
            AnyEvent::PersonPlaced(placed) => {
                let person = who(placed.person.as_ref());
                self.live(&person, &placed.location_id, placed.category(), on, found);
                Some(person.household_id)
            }
            AnyEvent::PersonMoved(moved) => {
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
            AnyEvent::PersonAbsent(absent) => {
                self.change(&who(absent.person.as_ref()).person_id, Presence::Absent);
                None
            }
            AnyEvent::PersonReturned(returned) => {
                let person = who(returned.person.as_ref());
                self.change(&person.person_id, Presence::Placed);
                Some(person.household_id)
            }
            AnyEvent::CategoryChanged(changed) => {
                let person = who(changed.person.as_ref()).person_id;
                self.same(&person, changed.from_category(), found);
                if let Some(stay) = self.of_person.get_mut(&person) {
                    stay.category = changed.category();
                }
                None
            }
            AnyEvent::StayEnded(ended) => {
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
            born: false,
            unplaced: false,
            measure: None,
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
        let (occupied, places) = (location.occupied, location.usable());
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

    /// Whether a measure keeps somebody away from the household.
    fn lives_apart(&self, stay: &Stay) -> bool {
        let location = stay.location.as_ref().and_then(|id| self.locations.get(id));
        stay.measure.is_some() || location.is_some_and(|location| location.apart)
    }

    /// Who is to be placed and was not is said once; a measure ends before the next, or with the stay.
    fn ladder(&mut self, message: &AnyEvent, found: &mut Found) {
        let (person, holds) = match message {
            AnyEvent::PlacementFailed(failed) => {
                let person = who(failed.person.as_ref()).person_id;
                let Some(stay) = self.of_person.get_mut(&person) else { return };
                let first = !std::mem::replace(&mut stay.unplaced, true);
                (person, first && stay.presence == Presence::Expected)
            }
            AnyEvent::MeasureImposed(imposed) => {
                let person = who(imposed.person.as_ref()).person_id;
                let Some(stay) = self.of_person.get_mut(&person) else { return };
                let first = stay.measure.replace(imposed.measure()).is_none();
                (person, first && stay.is_active())
            }
            AnyEvent::MeasureLifted(lifted) => {
                let person = who(lifted.person.as_ref()).person_id;
                let Some(stay) = self.of_person.get_mut(&person) else { return };
                (person, stay.measure.take() == Some(lifted.measure()))
            }
            _ => return,
        };
        found.must("RE-1", holds, || format!("{message:?} does not follow for {person}"));
    }

    fn guardian(&mut self, message: &AnyEvent) {
        match message {
            AnyEvent::GuardianshipRequested(asked) => {
                self.guarded.insert(who(asked.person.as_ref()).person_id);
            }
            AnyEvent::GuardianAppointed(asked) => {
                self.guarded.insert(who(asked.person.as_ref()).person_id);
            }
            AnyEvent::GuardianshipEnded(ended) => {
                self.guarded.remove(&who(ended.person.as_ref()).person_id);
            }
            _ => {}
        }
    }

    /// RE-1: who is there and no unaccompanied minor any more has no guardian.
    fn grown_up(&self, found: &mut Found) {
        for person in &self.guarded {
            let stay = self.of_person.get(person).filter(|stay| stay.is_active());
            let minor = stay.is_none_or(|stay| stay.category == Category::UnaccompaniedMinor);
            found.must("RE-1", minor, || format!("{person} is no minor and has a guardian"));
        }
    }

    /// RE-1: those of a household who are there live in one location.
    fn together(&self, household: &str, on: Date, found: &mut Found) {
        let members = self.households.get(household).into_iter().flatten();
        let mut homes: Vec<&String> = members
            .filter_map(|id| self.of_person.get(id))
            .filter(|stay| stay.presence == Presence::Placed && stay.household == household)
            .filter(|stay| !self.lives_apart(stay))
            .filter_map(|stay| stay.location.as_ref())
            .collect();
        homes.sort_unstable();
        homes.dedup();
        found.must("RE-1", homes.len() <= 1, || {
            format!("household {household} lives in {homes:?} on {on}")
        });
    }
}
