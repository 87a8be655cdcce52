//! What a batch needs, found by reading its commands.

use std::collections::{BTreeSet, HashMap};

use db::{Column as _, TableRow as _, Tx, Value};
use kernel::{Date, Municipality, Uuid};
use law::Half;

use super::Books;
use crate::domain::matching::{Action, HousingMatch};
use crate::domain::spreading::{SpreadingShare, share_id};
use crate::domain::task::{Task, task_id};
use crate::work::{Command, Spread, Target};

#[derive(Default)]
struct Needs {
    households: Vec<Uuid>,
    /// Households for whose municipality a day's half-year may be booked.
    days: Vec<(Uuid, Date)>,
    /// Households of which others tell on a day; what they tell may belong to another one.
    named: Vec<(Uuid, Date)>,
    /// Households of two registrations that are one person: the first may be referred to the second.
    merged: Vec<(Uuid, Uuid)>,
    /// Municipalities to which a household comes in this batch.
    comes_to: Vec<(Uuid, Municipality)>,
    /// Half-years of which all tasks matter.
    halves: Vec<Half>,
    tasks: Vec<String>,
    entries: Vec<String>,
    /// Days of corrections.
    corrected: Vec<Date>,
    supervised: Vec<Municipality>,
    cycles: Vec<i32>,
    shares: Vec<String>,
    places: Vec<Uuid>,
}

impl Needs {
    fn add(&mut self, command: &Command) {
        match command {
            Command::Match(order) => {
                self.households.push(order.key);
                self.days.push((order.key, order.on));
                if let Action::LinkHousehold { municipality, .. }
                | Action::RelinkHousehold { municipality, .. }
                | Action::PlaceWithNidos { municipality }
                | Action::MoveHousehold { municipality } = &order.action
                {
                    self.comes_to.push((order.key, *municipality));
                }
            }
            Command::React(household, on, _) => {
                self.households.push(*household);
                self.named.push((*household, *on));
            }
            Command::Merge(merged, on) => {
                self.merged.push((merged.household_id, merged.merged_household_id));
                for household in [merged.household_id, merged.merged_household_id] {
                    self.households.push(household);
                    self.named.push((household, *on));
                }
            }
            Command::Follow(moved, on) => {
                for household in [moved.household_id, moved.from_household_id] {
                    self.households.push(household);
                    self.named.push((household, *on));
                }
            }
            Command::Import(on, all) => {
                for found in all {
                    self.households.push(found.household_id);
                    self.days.push((found.household_id, *on));
                    self.comes_to.extend(found.municipality.map(|m| (found.household_id, m)));
                }
            }
            Command::Target(on, asked) => self.target(*on, asked),
            Command::Supervise(_, municipality, _) | Command::PlanDue(municipality) => {
                self.supervised.push(*municipality);
            }
            Command::Spread(_, year, asked) => self.spread(*year, asked),
            Command::Due(household) => self.households.push(*household),
        }
    }

    fn target(&mut self, on: Date, asked: &Target) {
        match asked {
            Target::Set(half, ..) => self.halves.extend([half.previous(), *half]),
            Target::Close(half) => self.halves.extend([*half, half.next()]),
            Target::Transfer(half, from, to, _) => {
                self.tasks.extend([task_id(*half, *from), task_id(*half, *to)]);
                self.corrected.push(half.start());
            }
            Target::Correct(entry, _) => {
                self.entries.push(entry.clone());
                self.entries.push(format!("{entry}/correction"));
                self.corrected.push(on);
            }
        }
    }

    fn spread(&mut self, year: i32, asked: &Spread) {
        self.cycles.push(year);
        match asked {
            Spread::Realise(municipality, places) => {
                self.shares.push(share_id(&year.to_string(), *municipality));
                self.places.push(places.entry_id);
            }
            Spread::Correct(entry) => self.places.push(*entry),
            Spread::Estimate(..) | Spread::Report(..) | Spread::Decide(..) => {}
        }
    }
}

impl Books {
    pub(crate) async fn load(&mut self, tx: &mut Tx, commands: &[&Command]) -> db::Result<()> {
        let mut needs = Needs::default();
        for command in commands {
            needs.add(command);
        }
        self.matches.load(tx, needs.households).await?;
        let referred = self.load_referred(tx, &needs.named, needs.merged).await?;
        needs.days.extend(needs.named);
        needs.days.extend(referred);
        self.entries.load(tx, needs.entries.iter().cloned()).await?;
        let mut comes_to: HashMap<Uuid, Vec<Municipality>> = HashMap::new();
        for (household, municipality) in needs.comes_to {
            comes_to.entry(household).or_default().push(municipality);
        }
        let mut years: Vec<String> = needs.halves.iter().map(ToString::to_string).collect();
        for (household, on) in needs.days {
            years.push(Half::of(on).to_string());
            let found = self.matches.get(&household);
            let known = found.map(|found| [found.municipality, found.counted_in]);
            let known = known.into_iter().flatten().flatten();
            let comes = comes_to.get(&household).into_iter().flatten().copied();
            needs.tasks.extend(known.chain(comes).map(|m| task_id(Half::of(on), m)));
        }
        for on in needs.corrected {
            let half = Half::of(on);
            years.push(half.to_string());
            let of = needs.entries.iter().filter_map(|id| self.entries.get(id));
            needs.tasks.extend(of.map(|entry| task_id(half, entry.municipality)));
        }
        self.tasks.load(tx, needs.tasks.iter().cloned()).await?;
        // What a closed half-year does not take any more is booked in a later one.
        let closing: Vec<String> = needs.halves.iter().map(ToString::to_string).collect();
        let found = needs.tasks.iter().filter_map(|id| self.tasks.get(id));
        let closed = found.filter(|task| task.closed || closing.contains(&task.half));
        let closed: BTreeSet<Municipality> = closed.map(|task| task.municipality).collect();
        self.of_closed.clear();
        let closed: Vec<Value> = closed.iter().map(Municipality::value).collect();
        for row in tx.by_key(Task::TABLE, Task::COLUMNS, "municipality", &closed).await? {
            let task = Task::from_row(&row)?;
            years.push(task.half.clone());
            self.of_closed.push(task.task_id.clone());
            self.tasks.learn([task]);
        }
        self.halves.load(tx, years).await?;
        self.of_half.clear();
        let halves: Vec<Value> =
            needs.halves.iter().map(|half| Value::Text(half.to_string())).collect();
        for row in tx.by_key(Task::TABLE, Task::COLUMNS, "half", &halves).await? {
            let task = Task::from_row(&row)?;
            self.of_half.push(task.task_id.clone());
            needs.supervised.push(task.municipality);
            self.tasks.learn([task]);
        }
        self.supervision.load(tx, needs.supervised).await?;
        self.load_cycles(tx, &needs.cycles, needs.shares, needs.places).await
    }

    /// The households to which those that others name are referred, with the days on which they are named.
    async fn load_referred(
        &mut self,
        tx: &mut Tx,
        named: &[(Uuid, Date)],
        merged: Vec<(Uuid, Uuid)>,
    ) -> db::Result<Vec<(Uuid, Date)>> {
        let keys: Vec<Value> = named.iter().map(|(household, _)| Value::Uuid(*household)).collect();
        self.referred.clear();
        let (table, columns) = (HousingMatch::TABLE, HousingMatch::COLUMNS);
        for row in tx.by_key(table, columns, "referred_by", &keys).await? {
            let found = HousingMatch::from_row(&row)?;
            if let Some(household) = found.referred_by {
                self.referred.insert(household, found.household_id);
            }
            self.matches.learn([found]);
        }
        let mut reach: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
        for (household, other) in self.referred.iter().map(|(a, b)| (*a, *b)).chain(merged) {
            reach.entry(household).or_default().push(other);
        }
        let days = named.iter().flat_map(|(household, on)| {
            reach.get(household).into_iter().flatten().map(|other| (*other, *on))
        });
        Ok(days.collect())
    }

    async fn load_cycles(
        &mut self,
        tx: &mut Tx,
        cycles: &[i32],
        shares: Vec<String>,
        places: Vec<Uuid>,
    ) -> db::Result<()> {
        let keys: Vec<String> = cycles.iter().map(ToString::to_string).collect();
        let values: Vec<Value> = keys.iter().map(String::value).collect();
        self.cycles.load(tx, keys).await?;
        self.shares.load(tx, shares).await?;
        self.places.load(tx, places).await?;
        self.of_cycle.clear();
        for row in
            tx.by_key(SpreadingShare::TABLE, SpreadingShare::COLUMNS, "cycle", &values).await?
        {
            let share = SpreadingShare::from_row(&row)?;
            self.of_cycle.push(share.share_id.clone());
            self.shares.learn([share]);
        }
        Ok(())
    }
}
