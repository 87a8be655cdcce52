//! Which rows the commands of a batch need.

use db::{TableRow as _, Tx};
use kernel::Uuid;
use wire::Wire as _;
use wire::reception as pb;

use super::{Command, Work};
use crate::domain::codes::{Category, PlaceSort};
use crate::domain::figures;
use crate::domain::stay::{Action, Reaction, Stay};
use crate::store;

/// The location that an order names.
pub(super) fn target(action: &Action) -> Option<Uuid> {
    match action {
        Action::PlacePerson { location_id, .. } | Action::MovePerson { location_id, .. } => {
            Some(*location_id)
        }
        _ => None,
    }
}

/// Whether an order is judged with the whole household in view.
fn of_household(action: &Action) -> bool {
    target(action).is_some()
        || matches!(action, Action::ImposeMeasure { .. } | Action::ExtendReception { .. })
}

/// Whether a reaction may begin a stay of an unaccompanied minor.
fn may_begin(reaction: &Reaction) -> bool {
    match reaction {
        Reaction::Expected { person, .. }
        | Reaction::Moratorium(person)
        | Reaction::Retracted { person, .. } => person.unaccompanied_minor,
        _ => false,
    }
}

#[derive(Default)]
struct Keys {
    stays: Vec<Uuid>,
    locations: Vec<Uuid>,
    minors: Vec<Uuid>,
    weeks: Vec<String>,
    regions: Vec<String>,
    households: Vec<Uuid>,
    judged: Vec<Uuid>,
}

impl Keys {
    fn of(commands: &[&Command]) -> Self {
        let mut keys = Self::default();
        for command in commands {
            keys.add(command);
        }
        keys
    }

    fn add(&mut self, command: &Command) {
        match command {
            Command::Stay(order) => {
                self.stays.push(order.key);
                self.locations.extend(target(&order.action));
                if of_household(&order.action) {
                    self.judged.push(order.key);
                }
                if let Action::PlacePerson { .. } = &order.action {
                    self.minors.push(order.key);
                }
                if let Action::RecordBirth { child_id, .. } = &order.action {
                    self.stays.push(*child_id);
                    self.minors.push(*child_id);
                }
            }
            Command::Location(order) => self.locations.push(order.key),
            Command::Guardianship(order) => self.minors.push(order.key),
            Command::Admit(_, repeat) => {
                self.stays.push(repeat.person_id);
                self.minors.push(repeat.person_id);
            }
            Command::Correct(_, person) => {
                self.stays.push(person.person_id);
                self.minors.push(person.person_id);
            }
            Command::ImportStays(_, all) => {
                self.stays.extend(all.iter().map(|stay| stay.person.person_id));
                self.locations.extend(all.iter().filter_map(Stay::location_id));
                let minor = |stay: &&Stay| {
                    stay.person.unaccompanied_minor || stay.category == Category::UnaccompaniedMinor
                };
                self.minors.extend(all.iter().filter(minor).map(|stay| stay.person.person_id));
            }
            Command::ImportLocations(_, all) => {
                self.locations.extend(all.iter().map(|l| l.location_id));
            }
            Command::Ukraine(week) => {
                self.weeks.push(week.week_id.clone());
                self.regions.push(week.region.clone());
            }
            Command::UkraineTask(_, _, all) => {
                self.regions.extend(all.iter().map(|(region, _)| region.clone()));
            }
            Command::UkrainePlaces(_, region, _) => self.regions.push(region.clone()),
            Command::React(persons, _, reaction) => {
                self.stays.extend(persons);
                if may_begin(reaction) {
                    self.minors.extend(persons);
                }
            }
            Command::ReactHousehold(household, ..) => self.households.push(*household),
            Command::Merge(_, person, merged) => {
                self.stays.extend([person.person_id, *merged]);
                self.minors.extend([person.person_id, *merged]);
            }
            Command::Due(person) | Command::Follow(_, person, _) => self.stays.push(*person),
            Command::Week(_) => {}
        }
    }
}

impl Work {
    pub(super) async fn load_rows(&mut self, tx: &mut Tx, commands: &[&Command]) -> db::Result<()> {
        let mut keys = Keys::of(commands);
        self.stays.load(tx, keys.stays.iter().copied()).await?;
        let judged = keys.judged.iter().filter_map(|id| self.stays.get(id));
        keys.households.extend(judged.map(|stay| stay.person.household_id));
        let households: Vec<db::Value> =
            keys.households.iter().copied().map(db::Value::Uuid).collect();
        self.of_household.clear();
        for row in tx.by_key(Stay::TABLE, Stay::COLUMNS, "household_id", &households).await? {
            let stay = Stay::from_row(&row)?;
            let person = &stay.person;
            self.of_household.entry(person.household_id).or_default().push(person.person_id);
            keys.stays.push(person.person_id);
            self.stays.learn([stay]);
        }
        let known = || keys.stays.iter().filter_map(|id| self.stays.get(id));
        keys.locations.extend(known().filter_map(Stay::location_id));
        let minor = |stay: &&Stay| {
            stay.person.unaccompanied_minor || stay.category == Category::UnaccompaniedMinor
        };
        keys.minors.extend(known().filter(minor).map(|stay| stay.person.person_id));
        self.locations.load(tx, keys.locations).await?;
        self.load_minors(tx, keys.minors).await?;
        self.weeks.load(tx, keys.weeks).await?;
        self.regions.load(tx, keys.regions).await?;
        self.load_reports(tx, commands).await
    }

    async fn load_minors(&mut self, tx: &mut Tx, minors: Vec<Uuid>) -> db::Result<()> {
        self.guardianships.load(tx, minors).await
    }

    /// The weekly reports that are asked for: what was so at the end of the Sunday before.
    async fn load_reports(&mut self, tx: &mut Tx, commands: &[&Command]) -> db::Result<()> {
        self.figures.clear();
        for command in commands {
            let Command::Week(monday) = command else { continue };
            self.reports.load(tx, [*monday]).await?;
            let mut report =
                pb::OccupancyWeekReported { occurred_on: monday.to_pb(), ..Default::default() };
            let on = db::Column::value(monday);
            for row in tx.fetch(store::GROUPS_BEFORE, std::slice::from_ref(&on)).await? {
                let (category, persons) = (row.get::<Category>(0)?, row.get::<i64>(3)?);
                let (published, physical) = figures::occupancy([(category, persons)]);
                report.published += published;
                report.physical += physical;
                report.groups.push(pb::OccupancyGroup {
                    category: category.to_pb(),
                    sort: row.get::<PlaceSort>(1)?.to_pb(),
                    nationality: row.get(2)?,
                    persons,
                });
            }
            for row in tx.fetch(store::HOUSEHOLDS_BEFORE, std::slice::from_ref(&on)).await? {
                let (persons, households) = (row.get::<i64>(0)? as i32, row.get(1)?);
                report.households.push(pb::HouseholdSize { persons, households });
            }
            let since = figures::waiting_long_before(*monday, &self.policy);
            let waiting = [db::Column::value(&since), on.clone()];
            for row in tx.fetch(store::WAITING_BEFORE, &waiting).await? {
                report.waiting_long = row.get(0)?;
            }
            for row in tx.fetch(store::CAPACITY_BEFORE, std::slice::from_ref(&on)).await? {
                store::add_capacity(&mut report.capacity, &row)?;
            }
            // Who takes them is told by the groups: a location knows only how many live there now.
            for sort in &mut report.capacity {
                let there = report.groups.iter().filter(|group| group.sort == sort.sort);
                sort.occupied = there.map(|group| group.persons).sum();
            }
            self.figures.insert(*monday, report);
        }
        Ok(())
    }
}
