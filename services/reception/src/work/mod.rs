//! One batch of reception's work: which rows a command needs, and which part of the domain decides on it.

mod handle;
mod load;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use db::{Rows, Tx};
use journal::{Context, Model};
use kernel::{Date, Order, Person, Refusal, Uuid};
use law::Policy;

use crate::domain::codes::Category;
use crate::domain::figures::{DayChange, Group};
use crate::domain::guardianship::{self, Guardianship, Step};
use crate::domain::location::{self, Location};
use crate::domain::stay::{self, Reaction, Stay};
use crate::domain::ukraine::{UkraineRegion, UkraineWeek};
use crate::store::OccupancyWeek;

const ROWS_KNOWN_MAX: usize = 200_000;

/// Everything that can be asked of reception.
pub enum Command {
    /// An order on a stay.
    Stay(Order<Uuid, stay::Action>),
    /// An order on a location.
    Location(Order<Uuid, location::Action>),
    /// An order on a guardianship.
    Guardianship(Order<Uuid, guardianship::Action>),
    /// A repeat applicant is admitted: date, person, case.
    Admit(Date, stay::Repeat),
    /// Stays taken over at the opening of the books.
    ImportStays(Date, Vec<Stay>),
    /// Locations taken over at the opening of the books.
    ImportLocations(Date, Vec<Location>),
    /// The weekly facts of a safety region.
    Ukraine(UkraineWeek),
    /// The task of all safety regions: date, places (0: by law and policy), region and inhabitants.
    UkraineTask(Date, i32, Vec<(String, i32)>),
    /// Places realised and closed in a safety region.
    UkrainePlaces(Date, String, (i32, i32)),
    /// Something happened elsewhere to these persons.
    React(Vec<Uuid>, Date, Reaction),
    /// Something happened elsewhere to a household.
    ReactHousehold(Uuid, Date, Reaction),
    /// Two registrations are one person: the one that stays, and the other.
    Merge(Date, Person, Uuid),
    /// Facts of a person were wrong.
    Correct(Date, Person),
    /// This person belongs to this household, that of the sponsor, after a correction of who the sponsor is.
    Follow(Date, Uuid, Uuid),
    /// Something falls due for a person.
    Due(Uuid),
    /// The week before this Monday is over.
    Week(Date),
}

/// The rows of one batch.
pub struct Work {
    policy: Arc<Policy>,
    stays: Rows<Stay>,
    locations: Rows<Location>,
    guardianships: Rows<Guardianship>,
    weeks: Rows<UkraineWeek>,
    regions: Rows<UkraineRegion>,
    reports: Rows<OccupancyWeek>,
    days: Rows<DayChange>,
    /// Changes of the number of residents in this batch, until they are saved.
    changes: BTreeMap<(Date, Group), i64>,
    /// Persons of the households that this batch places, moves or judges as a whole.
    of_household: HashMap<Uuid, Vec<Uuid>>,
    /// What the weekly reports of this batch say.
    figures: HashMap<Date, wire::reception::OccupancyWeekReported>,
}

impl Work {
    pub(crate) fn new(policy: &Arc<Policy>) -> Self {
        Self {
            policy: Arc::clone(policy),
            stays: Rows::new(ROWS_KNOWN_MAX),
            locations: Rows::new(ROWS_KNOWN_MAX),
            guardianships: Rows::new(ROWS_KNOWN_MAX),
            weeks: Rows::new(ROWS_KNOWN_MAX),
            regions: Rows::new(ROWS_KNOWN_MAX),
            reports: Rows::new(ROWS_KNOWN_MAX),
            days: Rows::new(ROWS_KNOWN_MAX),
            changes: BTreeMap::new(),
            of_household: HashMap::new(),
            figures: HashMap::new(),
        }
    }

    /// Records events of stays, counts who takes a place where, and tells the guardianship of a minor.
    fn record(&mut self, events: &[stay::Event], context: &mut Context) {
        for event in events {
            let id = event.person.person_id;
            let before = self.place_of(id);
            let household = self.stays.get(&id).map(|stay| stay.person.household_id);
            host::record(&mut self.stays, std::slice::from_ref(event), context);
            let after = self.place_of(id);
            if household.is_some_and(|household| household != event.person.household_id) {
                // Members of a household are looked for again in this batch.
                self.of_household.values_mut().for_each(|members| members.retain(|one| *one != id));
                if let Some(members) = self.of_household.get_mut(&event.person.household_id) {
                    members.push(id);
                }
            }
            if before != after {
                self.count(before, -1, event.occurred_on);
                self.count(after, 1, event.occurred_on);
            }
            if let Some(step) = step(event, self.stays.get(&id)) {
                let state = self.guardianships.get(&id);
                let follows = guardianship::follow(state, &step, event.occurred_on, &self.policy);
                host::record(&mut self.guardianships, &follows, context);
            }
        }
    }

    /// Where a person takes a place, and as what.
    fn place_of(&self, person_id: Uuid) -> Option<(Uuid, Group)> {
        let stay = self.stays.get(&person_id).filter(|stay| stay.takes_place())?;
        let location = self.locations.get(&stay.location_id()?)?;
        let (category, nationality) = (stay.category, stay.person.nationality);
        let group = Group { category, sort: location.sort(), nationality };
        Some((location.location_id, group))
    }

    fn count(&mut self, place: Option<(Uuid, Group)>, change: i32, on: Date) {
        let Some((location_id, group)) = place else { return };
        *self.changes.entry((on, group)).or_default() += i64::from(change);
        if let Some(mut location) = self.locations.get(&location_id).cloned() {
            location.occupied += change;
            self.locations.put(location);
        }
    }

    /// The others of a person's household with an active stay.
    fn household(&self, stay: Option<&Stay>) -> Vec<&Stay> {
        let members = stay.and_then(|stay| self.of_household.get(&stay.person.household_id));
        let me = stay.map(|stay| stay.person.person_id);
        let others = members.into_iter().flatten().filter(|id| Some(**id) != me);
        others.filter_map(|id| self.stays.get(id)).filter(|stay| stay.is_active()).collect()
    }
}

/// What an event of a stay means for the guardianship of a minor.
fn step(event: &stay::Event, after: Option<&Stay>) -> Option<Step> {
    const MINOR: Category = Category::UnaccompaniedMinor;
    let person = || event.person.clone();
    match event.what {
        stay::What::StayExpected { category: MINOR, .. }
        | stay::What::CategoryChanged { category: MINOR, .. } => Some(Step::Came(person())),
        stay::What::StayImported { category: MINOR, .. } => Some(Step::TakenOver(person())),
        stay::What::CategoryChanged { from_category: MINOR, .. } => Some(Step::GrewUp),
        stay::What::StayEnded { category: MINOR, reason, .. } => Some(Step::Left(reason)),
        stay::What::PersonAbsent {} if after.is_some_and(|stay| stay.category == MINOR) => {
            Some(Step::Absent)
        }
        _ => None,
    }
}

impl Model for Work {
    type Command = Command;

    async fn load(&mut self, tx: &mut Tx, commands: &[&Command]) -> db::Result<()> {
        self.load_rows(tx, commands).await
    }

    fn handle(&mut self, command: &Command, context: &mut Context) -> Result<Vec<u8>, Refusal> {
        self.carry_out(command, context)
    }

    async fn save(&mut self, tx: &mut Tx) -> db::Result<()> {
        let changes = std::mem::take(&mut self.changes);
        let ids = changes.keys().map(|(day, group)| DayChange::id(*day, *group));
        self.days.load(tx, ids).await?;
        for ((day, group), amount) in changes.into_iter().filter(|(_, amount)| *amount != 0) {
            let known = self.days.get(&DayChange::id(day, group)).cloned();
            let mut change = known.unwrap_or_else(|| DayChange::none(day, group));
            change.amount += amount;
            self.days.put(change);
        }
        self.days.save(tx).await?;
        self.stays.save(tx).await?;
        self.locations.save(tx).await?;
        self.guardianships.save(tx).await?;
        self.weeks.save(tx).await?;
        self.regions.save(tx).await?;
        self.reports.save(tx).await
    }

    fn forget(&mut self) {
        self.changes.clear();
        self.days.forget();
        self.stays.forget();
        self.locations.forget();
        self.guardianships.forget();
        self.weeks.forget();
        self.regions.forget();
        self.reports.forget();
    }
}
