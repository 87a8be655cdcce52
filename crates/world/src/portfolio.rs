//! COA's portfolio: contracts that end, are extended or closed, locations that open and grow.

use client::{Command, Service};
use jiff::ToSpan as _;
use kernel::{Date, Municipality, fit};
use wire::Wire as _;
use wire::reception::{self as pb, LocationType};

use crate::assumptions as a;
use crate::chance::{Chance, id, later};
use crate::ledger::Location;
use crate::plan::{each, rpc};
use crate::world::World;

impl World {
    /// Places at the scale of this world, at least a handful.
    fn places(&self, places: i32) -> i32 {
        fit::<i32, _>(self.scaled(i64::from(places))).max(10)
    }

    /// Opens a location where the next one is due, for `persons` at least.
    pub(crate) fn open_emergency(&mut self, minors: bool, persons: i32) {
        let places = self.places(a::EMERGENCY_PLACES).max(persons);
        let mut chance =
            Chance::of(self.config.seed, &format!("emergency/{}", self.ledger.locations.len()));
        let (low, high) = a::EMERGENCY_MONTHS;
        let ends = self.today.saturating_add(chance.between(low, high).months());
        self.open_location(!minors, minors, places, (!minors).then_some(ends));
    }

    fn open_location(&mut self, emergency: bool, minors: bool, places: i32, ends: Option<Date>) {
        let number = self.ledger.locations.len();
        let name = format!("location/{number}");
        let mut chance = Chance::of(self.config.seed, &format!("{name}/municipality"));
        let weights: Vec<u32> = reference::MUNICIPALITIES.iter().map(|m| m.inhabitants).collect();
        let municipality = &reference::MUNICIPALITIES[chance.pick(&weights)];
        let sort = match (minors, emergency) {
            (true, _) => "Kleinschalige opvang",
            (false, true) => "Noodopvang",
            (false, false) => "Azc",
        };
        let location = Location {
            id: id(self.config.seed, &name),
            name: format!("{sort} {} {number}", municipality.name),
            municipality: municipality.code,
            emergency,
            minors,
            places,
            taken: 0,
            contract_ends_on: ends,
            closing: false,
            closed: false,
        };
        let request = pb::OpenLocationRequest {
            request_id: id(self.config.seed, &format!("{name}/open")).to_string(),
            occurred_on: self.today.to_pb(),
            location_id: location.id.to_string(),
            name: location.name.clone(),
            kind: kind(&location).into(),
            municipality: Municipality::to_string(&location.municipality),
            emergency,
            places,
            minors_only: minors,
            contract_ends_on: ends.to_pb(),
            // At a small scale every location is small; the new ones are small annexes.
            small_because: "the scale of the simulation".to_owned(),
            ..Default::default()
        };
        self.plan.noon.push(vec![Command::new(
            Service::Reception,
            rpc!(reception "OpenLocation"),
            &request,
        )]);
        self.ledger.locations.push(location);
    }

    /// The first of a month: contracts that end this month, one location more, one that grows.
    pub(crate) fn change_portfolio(&mut self, first: Date) {
        let end = first.last_of_month();
        let ending: Vec<usize> = (0..self.ledger.locations.len())
            .filter(|index| {
                let location = &self.ledger.locations[*index];
                !location.closed && location.contract_ends_on.is_some_and(|on| on <= end)
            })
            .collect();
        for index in ending {
            let id = self.ledger.locations[index].id;
            let mut chance = Chance::of(self.config.seed, &format!("{id}/{first}"));
            if chance.permille(a::EXTENDED_PERMILLE) || !self.empty(index) {
                let (low, high) = a::EMERGENCY_MONTHS;
                let ends = later(end, 1).saturating_add(chance.between(low, high).months());
                self.change(index, self.ledger.locations[index].places, Some(ends));
            }
        }
        self.open_location(false, false, self.places(a::REGULAR_PLACES), None);
        let grows = self.ledger.locations.iter().position(|location| {
            !location.emergency && !location.minors && location.contract_ends_on.is_none()
        });
        if let Some(index) = grows {
            let places = self.ledger.locations[index].places;
            self.change(index, places + (places / 10).max(1), None);
        }
    }

    /// The last day of a year: unaccompanied minors who are 18 for sure move to a location for adults.
    pub(crate) fn grow_up(&mut self) {
        let adult = self.config.policy.get(law::rule::MAJORITY_AGE, self.today);
        for who in 0..self.people.len() {
            let household = &mut self.people[who];
            if !household.minor
                || i64::from(household.members[0].birth_year) + adult > self.today.year().into()
            {
                continue;
            }
            household.minor = false;
            let (from, persons) = (household.place, household.persons());
            let Some(from) = from.filter(|_| !self.people[who].absent) else { continue };
            let to = self.ledger.take(false, persons).unwrap_or_else(|| {
                self.open_emergency(false, persons);
                self.ledger.take(false, persons).unwrap_or_default()
            });
            self.ledger.give(from, persons);
            self.people[who].place = Some(to);
            let target = self.ledger.locations[to].id.to_string();
            let group = each!(self, who, reception "MovePerson" MovePersonRequest by person_id {
                location_id: target.clone(),
                reason: pb::MoveReason::Majority.into(),
            });
            self.plan.evening.push(group);
        }
    }

    fn change(&mut self, index: usize, places: i32, ends: Option<Date>) {
        let location = &mut self.ledger.locations[index];
        location.places = places;
        location.contract_ends_on = ends;
        let request = pb::ChangeCapacityRequest {
            request_id: id(self.config.seed, &format!("{}/change/{}", location.id, self.today))
                .to_string(),
            location_id: location.id.to_string(),
            occurred_on: self.today.to_pb(),
            places,
            contract_ends_on: ends.to_pb(),
            ..Default::default()
        };
        let path = rpc!(reception "ChangeCapacity");
        self.plan.noon.push(vec![Command::new(Service::Reception, path, &request)]);
    }

    /// Moves everybody out and closes the location; false, and nothing is done, when that cannot be.
    fn empty(&mut self, index: usize) -> bool {
        let residents: Vec<usize> =
            (0..self.people.len()).filter(|who| self.people[*who].place == Some(index)).collect();
        // Who is absent or busy today cannot be moved today.
        let busy = |who: &usize| {
            let household = &self.people[*who];
            household.absent || household.acted_on == Some(self.today)
        };
        if residents.iter().any(busy) {
            return false;
        }
        self.ledger.locations[index].closing = true;
        let mut places = Vec::with_capacity(residents.len());
        for who in &residents {
            let (minor, persons) = (self.people[*who].minor, self.people[*who].persons());
            let Some(place) = self.ledger.take(minor, persons) else {
                // No room for all of them elsewhere: nobody moves.
                for (place, persons) in places {
                    self.ledger.give(place, persons);
                }
                self.ledger.locations[index].closing = false;
                return false;
            };
            places.push((place, persons));
        }
        for (who, (place, persons)) in residents.into_iter().zip(places) {
            self.ledger.give(index, persons);
            self.people[who].place = Some(place);
            self.people[who].acted_on = Some(self.today);
            let target = self.ledger.locations[place].id.to_string();
            // The household moves as a whole.
            let mut group = each!(self, who, reception "MovePerson" MovePersonRequest by person_id {
                location_id: target.clone(),
                reason: pb::MoveReason::Closing.into(),
            });
            group.truncate(1);
            self.plan.noon.push(group);
        }
        let location = &mut self.ledger.locations[index];
        location.closed = true;
        let request = pb::CloseLocationRequest {
            request_id: id(self.config.seed, &format!("{}/close", location.id)).to_string(),
            location_id: location.id.to_string(),
            occurred_on: self.today.to_pb(),
            ..Default::default()
        };
        let path = rpc!(reception "CloseLocation");
        self.plan.evening.push(vec![Command::new(Service::Reception, path, &request)]);
        true
    }
}

/// The contract's type of a location.
pub(crate) fn kind(location: &Location) -> LocationType {
    match (location.minors, location.emergency) {
        (true, _) => LocationType::AmvPoa,
        (false, true) => LocationType::Emergency,
        (false, false) => LocationType::Azc,
    }
}
