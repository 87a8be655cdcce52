//! One batch of reception's work: what can be asked, the rows, and what is counted along with them - places taken, residents by
//! day, the guardianship of minors.

mod location;
mod stay;
mod ukraine;
mod week;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use db::{By, Tx};
use journal::Context;
use kernel::{Command, Date, HouseholdId, LocationId, PersonId};
use law::Policy;
use wire::reception as pb;

pub(crate) use self::location::ImportLocations;
pub(crate) use self::stay::{
    Admit, Correct, Due, Follow, ImportStays, Merge, React, ReactHousehold,
};
pub(crate) use self::ukraine::{Inhabitants, ReportWeek, ReportedPlaces, SetTask};
pub(crate) use self::week::Week;
use crate::domain::codes::Category;
use crate::domain::figures::{DayChange, Group};
use crate::domain::guardianship::{self as guardians, Guardianship, Step};
use crate::domain::location::{self as locations, Location};
use crate::domain::stay::{self as stays, Stay};
use crate::domain::ukraine::{UkraineRegion, UkraineWeek};
use crate::store::OccupancyWeek;

host::commands! {
    /// Everything that can be asked of reception.
    pub enum AnyCommand of Work {
        /// A command on a stay.
        Stay(Command<PersonId, stays::CommandKind>),
        /// A repeat applicant is admitted.
        Admit(Admit),
        /// Stays taken over at the opening of the books.
        ImportStays(ImportStays),
        /// Something happened elsewhere to persons.
        React(React),
        /// Something happened elsewhere to a household.
        ReactHousehold(ReactHousehold),
        /// Two registrations are one person.
        Merge(Merge),
        /// Facts of a person were wrong.
        Correct(Correct),
        /// A person belongs to another household.
        Follow(Follow),
        /// Something falls due for a person.
        Due(Due),
        /// A command on a location.
        Location(Command<LocationId, locations::CommandKind>),
        /// Locations taken over at the opening of the books.
        ImportLocations(ImportLocations),
        /// A command on a guardianship.
        Guardianship(Command<PersonId, guardians::CommandKind>),
        /// The weekly facts of a safety region.
        ReportWeek(ReportWeek),
        /// The task of all safety regions.
        SetTask(SetTask),
        /// Places realised and closed in a safety region.
        ReportedPlaces(ReportedPlaces),
        /// A week is over.
        Week(Week),
    }
}

db::unit! {
    /// The rows of one batch.
    pub struct Unit {
        stays: Stay,
        locations: Location,
        guardianships: Guardianship,
        weeks: UkraineWeek,
        regions: UkraineRegion,
        reports: OccupancyWeek,
        days: DayChange,
    }
}

const OF_HOUSEHOLD: By<Stay, HouseholdId> =
    By::new("household_id", |stay| Some(stay.person.household_id));

/// The rows of one batch, and the rules.
pub struct Work {
    policy: Arc<Policy>,
    unit: Unit,
    /// Changes of the number of residents in this batch, until they are saved.
    changes: BTreeMap<(Date, Group), i64>,
    /// What the weekly reports of this batch say.
    figures: HashMap<Date, pb::OccupancyWeekReported>,
}

impl host::Work for Work {
    type Unit = Unit;

    fn unit(&mut self) -> &mut Unit {
        &mut self.unit
    }

    async fn settle(&mut self, tx: &mut Tx) -> db::Result<()> {
        self.figures.clear();
        let changes = std::mem::take(&mut self.changes);
        let days = &mut self.unit.days;
        let ids = changes.keys().map(|(day, group)| DayChange::id(*day, *group));
        days.load(tx, ids).await?;
        for ((day, group), amount) in changes.into_iter().filter(|(_, amount)| *amount != 0) {
            let known = days.get(&DayChange::id(day, group)).cloned();
            let mut change = known.unwrap_or_else(|| DayChange::none(day, group));
            change.amount += amount;
            days.put(change);
        }
        Ok(())
    }

    fn forget_rest(&mut self) {
        self.changes.clear();
        self.figures.clear();
    }
}

impl Work {
    pub(crate) fn new(policy: &Arc<Policy>) -> Self {
        Self {
            policy: Arc::clone(policy),
            unit: Unit::default(),
            changes: BTreeMap::new(),
            figures: HashMap::new(),
        }
    }

    /// Asks for the stay of a person, where it is, and the guardianship that may follow from it.
    fn want_stay(&mut self, person: &PersonId) -> Option<&Stay> {
        self.unit.guardianships.want(person);
        let stay = self.unit.stays.want(person);
        if let Some(location) = stay.and_then(Stay::location_id) {
            self.unit.locations.want(&location);
        }
        stay
    }

    /// Records events of stays, counts who takes a place where, and follows with the guardianship of a minor.
    fn record(&mut self, events: &[stays::Event], context: &mut Context) {
        for event in events {
            let id = event.person.person_id;
            let before = self.place_of(id);
            host::record(&mut self.unit.stays, std::slice::from_ref(event), context);
            let after = self.place_of(id);
            if before != after {
                self.count(before, -1, event.occurred_on);
                self.count(after, 1, event.occurred_on);
            }
            if let Some(step) = step(event, self.unit.stays.get(&id)) {
                let state = self.unit.guardianships.get(&id);
                let follows = guardians::follow(state, &step, event.occurred_on, &self.policy);
                host::record(&mut self.unit.guardianships, &follows, context);
            }
        }
    }

    /// Where a person takes a place, and as what.
    fn place_of(&self, person_id: PersonId) -> Option<(LocationId, Group)> {
        let stay = self.unit.stays.get(&person_id).filter(|stay| stay.takes_place())?;
        let location = self.unit.locations.get(&stay.location_id()?)?;
        let (category, nationality) = (stay.category, stay.person.nationality);
        let group = Group { category, sort: location.sort(), nationality };
        Some((location.location_id, group))
    }

    fn count(&mut self, place: Option<(LocationId, Group)>, change: i32, on: Date) {
        let Some((location_id, group)) = place else { return };
        *self.changes.entry((on, group)).or_default() += i64::from(change);
        if let Some(mut location) = self.unit.locations.get(&location_id).cloned() {
            location.occupied += change;
            self.unit.locations.put(location);
        }
    }
}

/// What an event of a stay means for the guardianship of a minor.
fn step(event: &stays::Event, after: Option<&Stay>) -> Option<Step> {
    use stays::EventKind;
    const MINOR: Category = Category::UnaccompaniedMinor;
    let person = || event.person.clone();
    match event.kind {
        EventKind::StayExpected { category: MINOR, .. }
        | EventKind::CategoryChanged { category: MINOR, .. } => Some(Step::Came(person())),
        EventKind::StayImported { category: MINOR, .. } => Some(Step::TakenOver(person())),
        EventKind::CategoryChanged { from_category: MINOR, .. } => Some(Step::GrewUp),
        EventKind::StayEnded { category: MINOR, reason, .. } => Some(Step::Left(reason)),
        EventKind::PersonAbsent {} if after.is_some_and(|stay| stay.category == MINOR) => {
            Some(Step::Absent)
        }
        _ => None,
    }
}
