//! Which part of the domain decides on a command, and the answer.

use std::collections::HashMap;

use journal::Context;
use kernel::{Date, Order, Reason, Refusal, Uuid};
use prost::Message as _;
use wire::EventMessage as _;
use wire::Wire as _;
use wire::reception as pb;

use super::load::target;
use super::{Command, Work};
use crate::domain::guardianship::{self, Guardianship};
use crate::domain::location::{self, Location};
use crate::domain::stay::{self, Action, Stay};
use crate::domain::ukraine::{self, UkraineRegion, UkraineWeek};
use crate::store::OccupancyWeek;

type Answer = Result<Vec<u8>, Refusal>;

impl Work {
    pub(super) fn carry_out(&mut self, command: &Command, context: &mut Context) -> Answer {
        match command {
            Command::Stay(order) => self.order(order, context),
            Command::Location(order) => self.location_order(order, context),
            Command::Guardianship(order) => self.guardianship_order(order, context),
            Command::Admit(on, repeat) => self.admit(*on, repeat, context),
            Command::ImportStays(on, all) => self.import_stays(*on, all, context),
            Command::ImportLocations(on, all) => self.import_locations(*on, all, context),
            Command::Ukraine(week) => self.ukraine(week, context),
            Command::UkraineTask(on, national, all) => {
                self.ukraine_task(*on, *national, all, context)
            }
            Command::UkrainePlaces(on, region, change) => {
                self.ukraine_places(*on, region, *change, context)
            }
            Command::React(persons, on, reaction) => {
                for person in persons {
                    let state = self.stays.get(person);
                    let events = stay::react(state, reaction, *on, &self.policy);
                    self.record(&events, context);
                }
                Ok(Vec::new())
            }
            Command::ReactHousehold(household, on, reaction) => {
                let mut persons = self.of_household.get(household).cloned().unwrap_or_default();
                // In a fixed order: the ids of events follow from it.
                persons.sort_unstable();
                self.carry_out(&Command::React(persons, *on, reaction.clone()), context)
            }
            Command::Merge(on, person, merged) => {
                let (kept, merged) = (self.stays.get(&person.person_id), self.stays.get(merged));
                let location = merged.and_then(Stay::location_id);
                let location = location.and_then(|id| self.locations.get(&id));
                let events = stay::merge(kept, person, merged, location, *on);
                self.record(&events, context);
                Ok(Vec::new())
            }
            Command::Correct(on, person) => {
                let events = stay::correct(self.stays.get(&person.person_id), person, *on);
                self.record(&events, context);
                Ok(Vec::new())
            }
            Command::Follow(on, person, household) => {
                let follow = |stay| stay::follow(stay, *household, *on);
                let events = self.stays.get(person).map(follow);
                self.record(&events.unwrap_or_default(), context);
                Ok(Vec::new())
            }
            Command::Due(person) => {
                let due = |stay| stay::due(stay, context.today, &self.policy);
                let events = self.stays.get(person).map(due);
                self.record(&events.unwrap_or_default(), context);
                Ok(Vec::new())
            }
            Command::Week(monday) => {
                self.week(*monday, context);
                Ok(Vec::new())
            }
        }
    }

    fn order(&mut self, order: &Order<Uuid, Action>, context: &mut Context) -> Answer {
        let stay = self.stays.get(&order.key);
        let household = self.household(stay);
        let target = match &order.action {
            Action::RecordBirth { .. } => stay.and_then(Stay::location_id),
            action => target(action),
        };
        let target = target.and_then(|id| self.locations.get(&id));
        if let Action::RecordBirth { child_id, .. } = &order.action
            && self.stays.get(child_id).is_some()
        {
            return Err(Refusal::new(
                Reason::AlreadyExists,
                format!("person {child_id} has a stay"),
            ));
        }
        let guardian = matches!(order.action, Action::PlacePerson { .. })
            && self.guardianships.get(&order.key).is_some_and(Guardianship::has_guardian);
        let env = stay::Env {
            today: context.today,
            target,
            household: &household,
            guardian,
            policy: &self.policy,
        };
        let events = stay::decide(stay, order, &env)?;
        self.record(&events, context);
        let stay = self.stays.get(&order.key).and_then(Stay::to_pb);
        // Every answer to an order on a stay has the stay as its first field.
        Ok(pb::PlacePersonResponse { stay }.encode_to_vec())
    }

    fn admit(&mut self, on: Date, repeat: &stay::Repeat, context: &mut Context) -> Answer {
        let state = self.stays.get(&repeat.person_id);
        let events = stay::admit(state, repeat, on, context.today)?;
        self.record(&events, context);
        let stay = self.stays.get(&repeat.person_id).and_then(Stay::to_pb);
        Ok(pb::AdmitRepeatApplicantResponse { stay }.encode_to_vec())
    }

    fn location_order(
        &mut self,
        order: &Order<Uuid, location::Action>,
        context: &mut Context,
    ) -> Answer {
        let env = location::Env { today: context.today, policy: &self.policy };
        let events = location::decide(self.locations.get(&order.key), order, &env)?;
        host::record(&mut self.locations, &events, context);
        let location = self.locations.get(&order.key).and_then(Location::to_pb);
        Ok(pb::OpenLocationResponse { location }.encode_to_vec())
    }

    fn guardianship_order(
        &mut self,
        order: &Order<Uuid, guardianship::Action>,
        context: &mut Context,
    ) -> Answer {
        let state = self.guardianships.get(&order.key);
        let events = guardianship::decide(state, order, context.today)?;
        host::record(&mut self.guardianships, &events, context);
        let guardianship = self.guardianships.get(&order.key).map(crate::api::guardianship_to_pb);
        Ok(pb::ProvideGuardianResponse { guardianship }.encode_to_vec())
    }

    fn import_stays(&mut self, on: Date, all: &[Stay], context: &mut Context) -> Answer {
        let mut events = Vec::with_capacity(all.len());
        let mut free: HashMap<Uuid, i32> = HashMap::new();
        for stay in all {
            let location = stay.location_id().and_then(|id| self.locations.get(&id));
            events.extend(stay::import(
                self.stays.get(&stay.person.person_id),
                stay,
                location,
                on,
            )?);
            if let Some(location) = location {
                let left = free.entry(location.location_id).or_insert(location.free());
                *left -= 1;
                if *left < 0 {
                    let text = format!("location {} has too few places", location.location_id);
                    return Err(Refusal::new(Reason::LocationFull, text));
                }
            }
        }
        self.record(&events, context);
        Ok(pb::ImportStaysResponse { imported_count: all.len() as u32 }.encode_to_vec())
    }

    fn import_locations(&mut self, on: Date, all: &[Location], context: &mut Context) -> Answer {
        let mut events = Vec::with_capacity(all.len());
        let env = location::Env { today: context.today, policy: &self.policy };
        for location in all {
            let opening = Box::new(location::taken_over(location));
            let action = location::Action::OpenLocation(opening);
            let order = Order::new(location.location_id, on, action);
            events.extend(location::decide(self.locations.get(&order.key), &order, &env)?);
        }
        host::record(&mut self.locations, &events, context);
        Ok(pb::ImportLocationsResponse { imported_count: all.len() as u32 }.encode_to_vec())
    }

    fn ukraine(&mut self, week: &UkraineWeek, context: &mut Context) -> Answer {
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
        let event_type = pb::UkraineWeekReported::TYPE;
        context.emit(subject, version, event_type, week.week_start, reported.encode_to_vec());
        self.weeks.put(UkraineWeek { version, ..week.clone() });
        let region = self.region(&week.region).reported(week);
        self.regions.put(region);
        Ok(pb::ReportUkraineWeekResponse { week: Some(crate::api::week_to_pb(week)) }
            .encode_to_vec())
    }

    fn region(&self, region: &str) -> UkraineRegion {
        let known = self.regions.get(&region.to_owned()).cloned();
        known.unwrap_or_else(|| UkraineRegion::new(region))
    }

    fn tell_region(
        &mut self,
        region: UkraineRegion,
        (event_type, on, data): (&'static str, Date, Vec<u8>),
        context: &mut Context,
    ) {
        let region = UkraineRegion { version: region.version + 1, ..region };
        let subject = format!("veiligheidsregio/{}", region.region);
        context.emit(subject, region.version, event_type, on, data);
        self.regions.put(region);
    }

    fn ukraine_task(
        &mut self,
        on: Date,
        national: i32,
        all: &[(String, i32)],
        context: &mut Context,
    ) -> Answer {
        if on > context.today {
            let text = format!("{on} lies after today, {}", context.today);
            return Err(Refusal::new(Reason::DateInFuture, text));
        }
        let national = match national {
            0 => self.policy.get(law::rule::UKRAINE_TASK, on) as i32,
            given => given,
        };
        let mut all = all.to_vec();
        all.sort();
        let weights: Vec<i32> = all.iter().map(|(_, inhabitants)| *inhabitants).collect();
        let mut regions = Vec::with_capacity(all.len());
        for ((region, inhabitants), task) in all.iter().zip(ukraine::allocate(national, &weights)) {
            let set = pb::UkraineTaskSet {
                occurred_on: on.to_pb(),
                region: region.clone(),
                inhabitants: *inhabitants,
                task,
                national,
            };
            let state = UkraineRegion { inhabitants: *inhabitants, task, ..self.region(region) };
            let event = (pb::UkraineTaskSet::TYPE, on, set.encode_to_vec());
            self.tell_region(state, event, context);
            regions.extend(self.region(region).to_pb());
        }
        Ok(pb::SetUkraineTaskResponse { regions }.encode_to_vec())
    }

    fn ukraine_places(
        &mut self,
        on: Date,
        region: &str,
        (realised, closed): (i32, i32),
        context: &mut Context,
    ) -> Answer {
        let state = self.region(region);
        ukraine::check_change(&state, (realised, closed), on, context.today)?;
        let occurred_on = on.to_pb();
        if realised > 0 {
            let (region, places) = (region.to_owned(), realised);
            let data = pb::UkrainePlacesRealised { occurred_on, region, places }.encode_to_vec();
            let state = UkraineRegion { realised: state.realised + realised, ..state };
            let event = (pb::UkrainePlacesRealised::TYPE, on, data);
            self.tell_region(state, event, context);
        }
        if closed > 0 {
            let state = self.region(region);
            let (region, places) = (region.to_owned(), closed);
            let data = pb::UkrainePlacesClosed { occurred_on, region, places }.encode_to_vec();
            let state = UkraineRegion { closed: state.closed + closed, ..state };
            self.tell_region(state, (pb::UkrainePlacesClosed::TYPE, on, data), context);
        }
        let region = self.region(region).to_pb();
        Ok(pb::ReportUkrainePlacesResponse { region }.encode_to_vec())
    }

    /// Reports the week before a Monday, once.
    fn week(&mut self, monday: Date, context: &mut Context) {
        if self.reports.get(&monday).is_some() {
            return;
        }
        let Some(report) = self.figures.get(&monday) else { return };
        let event_type = pb::OccupancyWeekReported::TYPE;
        let subject = format!("opvangstand/{monday}");
        context.emit(subject, 1, event_type, monday, report.encode_to_vec());
        self.reports.put(OccupancyWeek {
            week_start: monday,
            published: report.published,
            physical: report.physical,
            waiting_long: report.waiting_long,
        });
    }
}
