//! One batch of reception's work: which rows a command needs, and which part of the domain decides on it.

use std::collections::HashMap;

use db::{Rows, TableRow as _, Tx};
use journal::{Context, Model};
use kernel::{Date, Order, Refusal, Uuid};
use prost::Message as _;
use wire::Wire as _;
use wire::reception as pb;

use crate::domain::location::{self, Location};
use crate::domain::stay::{self, Reaction, Stay};
use crate::domain::ukraine::{self, UkraineWeek};

const ROWS_KNOWN_MAX: usize = 200_000;

/// Everything that can be asked of reception.
pub enum Command {
    /// An order on a stay.
    Stay(Order<Uuid, stay::Action>),
    /// An order on a location.
    Location(Order<Uuid, location::Action>),
    /// Stays taken over at the opening of the books.
    ImportStays(Date, Vec<Stay>),
    /// Locations taken over at the opening of the books.
    ImportLocations(Date, Vec<Location>),
    /// The weekly facts of a safety region.
    Ukraine(UkraineWeek),
    /// Something happened elsewhere to these persons.
    React(Vec<Uuid>, Date, Reaction),
    /// A right to reception may have ended.
    Due(Uuid),
}

/// The rows of one batch.
pub struct Work {
    stays: Rows<Stay>,
    locations: Rows<Location>,
    weeks: Rows<UkraineWeek>,
    /// Persons of the households that this batch places or moves.
    of_household: HashMap<Uuid, Vec<Uuid>>,
}

impl Work {
    pub(crate) fn new() -> Self {
        Self {
            stays: Rows::new(ROWS_KNOWN_MAX),
            locations: Rows::new(ROWS_KNOWN_MAX),
            weeks: Rows::new(ROWS_KNOWN_MAX),
            of_household: HashMap::new(),
        }
    }

    /// Records events of stays, and counts who takes a place where.
    fn record(&mut self, events: &[stay::Event], context: &mut Context) {
        for event in events {
            let before = self.place_of(event.person.person_id);
            host::record(&mut self.stays, std::slice::from_ref(event), context);
            let after = self.place_of(event.person.person_id);
            if before != after {
                self.count(before, -1);
                self.count(after, 1);
            }
        }
    }

    fn place_of(&self, person_id: Uuid) -> Option<Uuid> {
        self.stays
            .get(&person_id)
            .filter(|stay| stay.takes_place())
            .and_then(|stay| stay.location_id)
    }

    fn count(&mut self, location_id: Option<Uuid>, change: i32) {
        if let Some(mut location) = location_id.and_then(|id| self.locations.get(&id)).cloned() {
            location.occupied += change;
            self.locations.put(location);
        }
    }

    fn order(
        &mut self,
        order: &Order<Uuid, stay::Action>,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let stay = self.stays.get(&order.key);
        let members = stay.and_then(|stay| self.of_household.get(&stay.household_id));
        let others = members.into_iter().flatten().filter(|id| **id != order.key);
        let household: Vec<&Stay> =
            others.filter_map(|id| self.stays.get(id)).filter(|stay| stay.is_active()).collect();
        let target = target(&order.action).and_then(|id| self.locations.get(&id));
        let env = stay::Env { today: context.today, target, household: &household };
        let events = stay::decide(stay, order, &env)?;
        self.record(&events, context);
        let stay = self.stays.get(&order.key).and_then(Stay::to_pb);
        // Every answer to an order on a stay has the stay as its first field.
        Ok(pb::PlacePersonResponse { stay }.encode_to_vec())
    }

    fn location_order(
        &mut self,
        order: &Order<Uuid, location::Action>,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let events = location::decide(self.locations.get(&order.key), order, context.today)?;
        host::record(&mut self.locations, &events, context);
        let location = self.locations.get(&order.key).and_then(Location::to_pb);
        Ok(pb::OpenLocationResponse { location }.encode_to_vec())
    }

    fn import_stays(
        &mut self,
        on: Date,
        all: &[Stay],
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let mut events = Vec::with_capacity(all.len());
        let mut free: HashMap<Uuid, i32> = HashMap::new();
        for stay in all {
            let location = stay.location_id.and_then(|id| self.locations.get(&id));
            events.extend(stay::import(self.stays.get(&stay.person_id), stay, location, on)?);
            if let Some(location) = location {
                let left =
                    free.entry(location.location_id).or_insert(location.places - location.occupied);
                *left -= 1;
                if *left < 0 {
                    let text = format!("location {} has too few places", location.location_id);
                    return Err(Refusal::new("LOCATION_FULL", text));
                }
            }
        }
        self.record(&events, context);
        Ok(pb::ImportStaysResponse { imported_count: all.len() as u32 }.encode_to_vec())
    }

    fn import_locations(
        &mut self,
        on: Date,
        all: &[Location],
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let mut events = Vec::with_capacity(all.len());
        for location in all {
            let action = location::Action::OpenLocation {
                name: location.name.clone(),
                kind: location.kind,
                municipality: location.municipality,
                emergency: location.emergency,
                places: location.places,
                minors_only: location.minors_only,
                contract_ends_on: location.contract_ends_on,
            };
            let order = Order::new(location.location_id, on, action);
            events.extend(location::decide(self.locations.get(&order.key), &order, context.today)?);
        }
        host::record(&mut self.locations, &events, context);
        Ok(pb::ImportLocationsResponse { imported_count: all.len() as u32 }.encode_to_vec())
    }

    fn ukraine(&mut self, week: &UkraineWeek, context: &mut Context) -> Result<Vec<u8>, Refusal> {
        ukraine::check(week, context.today)?;
        let version = self.weeks.get(&week.week_id).map_or(0, |known| known.version) + 1;
        let reported = pb::UkraineWeekReported {
            occurred_on: week.week_start.to_pb(),
            region: week.region.clone(),
            registrations: week.registrations,
            places: week.places,
            occupied: week.occupied,
        };
        let subject = format!("ontheemdenopvang/{}", week.week_id);
        let event_type = "nl.ontheemdenopvang.weekstand.v1";
        context.emit(subject, version, event_type, week.week_start, reported.encode_to_vec());
        self.weeks.put(UkraineWeek { version, ..week.clone() });
        Ok(pb::ReportUkraineWeekResponse { week: Some(crate::api::week_to_pb(week)) }
            .encode_to_vec())
    }
}

fn target(action: &stay::Action) -> Option<Uuid> {
    match action {
        stay::Action::PlacePerson { location_id } | stay::Action::MovePerson { location_id } => {
            Some(*location_id)
        }
        _ => None,
    }
}

impl Model for Work {
    type Command = Command;

    async fn load(&mut self, tx: &mut Tx, commands: &[&Command]) -> db::Result<()> {
        let (mut stays, mut locations, mut weeks) = (Vec::new(), Vec::new(), Vec::new());
        let mut to_place = Vec::new();
        for command in commands {
            match command {
                Command::Stay(order) => {
                    stays.push(order.key);
                    if let Some(location) = target(&order.action) {
                        locations.push(location);
                        to_place.push(order.key);
                    }
                }
                Command::Location(order) => locations.push(order.key),
                Command::ImportStays(_, all) => {
                    stays.extend(all.iter().map(|stay| stay.person_id));
                    locations.extend(all.iter().filter_map(|stay| stay.location_id));
                }
                Command::ImportLocations(_, all) => {
                    locations.extend(all.iter().map(|l| l.location_id))
                }
                Command::Ukraine(week) => weeks.push(week.week_id.clone()),
                Command::React(persons, ..) => stays.extend(persons),
                Command::Due(person) => stays.push(*person),
            }
        }
        self.stays.load(tx, stays.iter().copied()).await?;
        let households =
            to_place.iter().filter_map(|id| self.stays.get(id)).map(|stay| stay.household_id);
        let households: Vec<db::Value> = households.map(db::Value::Uuid).collect();
        self.of_household.clear();
        for row in tx.by_key(Stay::TABLE, Stay::COLUMNS, "household_id", &households).await? {
            let stay = Stay::from_row(&row)?;
            self.of_household.entry(stay.household_id).or_default().push(stay.person_id);
            stays.push(stay.person_id);
            self.stays.learn([stay]);
        }
        locations.extend(
            stays.iter().filter_map(|id| self.stays.get(id)).filter_map(|stay| stay.location_id),
        );
        self.locations.load(tx, locations).await?;
        self.weeks.load(tx, weeks).await
    }

    fn handle(&mut self, command: &Command, context: &mut Context) -> Result<Vec<u8>, Refusal> {
        match command {
            Command::Stay(order) => self.order(order, context),
            Command::Location(order) => self.location_order(order, context),
            Command::ImportStays(on, all) => self.import_stays(*on, all, context),
            Command::ImportLocations(on, all) => self.import_locations(*on, all, context),
            Command::Ukraine(week) => self.ukraine(week, context),
            Command::React(persons, on, reaction) => {
                for person in persons {
                    let events = stay::react(self.stays.get(person), reaction, *on);
                    self.record(&events, context);
                }
                Ok(Vec::new())
            }
            Command::Due(person) => {
                let events = self.stays.get(person).map(|stay| stay::due(stay, context.today));
                self.record(&events.unwrap_or_default(), context);
                Ok(Vec::new())
            }
        }
    }

    async fn save(&mut self, tx: &mut Tx) -> db::Result<()> {
        self.stays.save(tx).await?;
        self.locations.save(tx).await?;
        self.weeks.save(tx).await
    }

    fn forget(&mut self) {
        self.stays.forget();
        self.locations.forget();
        self.weeks.forget();
    }
}
