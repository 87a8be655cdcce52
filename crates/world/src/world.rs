//! The world as it stands: who lives in it, what is planned, and what every part of it may do with that.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use client::{Client, ClientError, Command};
use kernel::{Date, Nationality, Timestamp};
use law::Policy;

use crate::chance::{Chance, later};
use crate::family::Families;
use crate::ledger::Ledger;
use crate::municipal::Homes;
use crate::people::{Household, Maker};
use crate::plan::Plan;

/// How a world is made.
#[derive(Clone, Debug)]
pub struct Config {
    /// Everything follows from it.
    pub seed: u64,
    /// Size of the world in thousandths of the Netherlands, 1 to 1000.
    pub scale_permille: u32,
    /// The policy set of the chain that the world lives beside.
    pub policy: Arc<Policy>,
}

/// What was done so far.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Commands that were answered.
    pub commands: u64,
    /// Events in the logs of the chain.
    pub events: u64,
    /// Commands that a service refused, the first hundred: the world knew too little.
    pub refused: Vec<String>,
    /// Number of refused commands.
    pub refused_count: u64,
}

/// The officers' work on cases of one law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Officers {
    /// Households that wait for an interview or a decision.
    pub waiting: usize,
    /// Persons heard so far.
    pub heard: i64,
    /// Persons decided on so far.
    pub decided: i64,
}

/// A step in the life of a household, planned for a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Arrive,
    Register,
    Lodge,
    Triage,
    Reply,
    Refer,
    Route,
    Intend,
    View,
    Ready,
    Grant,
    Permit,
    Notice,
    Absent,
    Back,
    Gone,
    Appeal,
    Ruling,
    RightOver,
    File,
    Start,
    PlanTransfer,
    Talk,
    Support,
    Independent,
    Force,
    Document,
    Present,
    Confirm,
    Detain,
    Fly,
    Departs(Leaving),
    Vanish,
    Lawful,
    RepeatDecided,
    Profile,
    /// Nidos finds a small-scale place for a minor with a permit.
    Guardian,
    Link,
    ReturnLink,
    Offer,
    Answer,
    Move,
    Definitive,
    SentAway,
}

/// How somebody leaves on a flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leaving {
    Independent,
    Forced,
    Transfer,
}

/// Queues of the officers: cases of the old law, cases of the pact.
pub(crate) const OLD: usize = 0;
/// Cases of the pact.
pub(crate) const NEW: usize = 1;

pub(crate) struct Task {
    pub(crate) who: usize,
    pub(crate) epoch: u32,
    pub(crate) step: Step,
}

/// The world outside the software.
pub struct World {
    pub(crate) config: Config,
    pub(crate) client: Client,
    pub(crate) today: Date,
    pub(crate) maker: Maker,
    pub(crate) people: Vec<Household>,
    pub(crate) agenda: BTreeMap<Date, Vec<Task>>,
    pub(crate) ledger: Ledger,
    /// Households that wait for their interview and for their decision, with the epoch in which they came.
    /// Under the old law and under the pact.
    pub(crate) interviews: [VecDeque<(usize, u32)>; 2],
    pub(crate) decisions: [VecDeque<(usize, u32)>; 2],
    /// Persons interviewed and decided so far, by law, against what the year allows.
    pub(crate) interviewed: [i64; 2],
    pub(crate) decided: [i64; 2],
    /// Rejected people outside reception, who may apply again.
    pub(crate) rejected: VecDeque<usize>,
    /// How many apply again on a day.
    pub(crate) repeats: BTreeMap<Date, u32>,
    pub(crate) workdays: i64,
    /// Cases of the opening position by the day they were lodged, until they are queued.
    pub(crate) opening_interviews: Vec<(Date, usize, u32)>,
    pub(crate) opening_decisions: Vec<(Date, usize, u32)>,
    /// First applications of the two years before, by nationality.
    pub(crate) mix: Vec<(Nationality, u32)>,
    /// Where the chain stood when the books were opened.
    pub(crate) opening: &'static reference::Opening,
    pub(crate) homes: Homes,
    pub(crate) families: Families,
    pub(crate) plan: Plan,
    pub(crate) placing: Vec<usize>,
    /// Households in the family facility, with their persons: it is small, and nobody is sent to a full one.
    pub(crate) detained_families: BTreeMap<usize, i32>,
    /// Places of families who left today.
    pub(crate) freed_family_places: i32,
    report: Report,
}

impl World {
    /// A world that has not begun, before `start`, connected to a chain in simulation mode. Books can be opened on
    /// the days of which [`reference::opening`] knows; on others they open with the position of 1 January 2025.
    pub fn new(config: Config, client: Client, start: Date) -> Self {
        let maker = Maker { seed: config.seed };
        Self {
            maker,
            client,
            today: start,
            people: Vec::new(),
            agenda: BTreeMap::new(),
            ledger: Ledger::default(),
            interviews: Default::default(),
            decisions: Default::default(),
            interviewed: [0; 2],
            decided: [0; 2],
            rejected: VecDeque::new(),
            repeats: BTreeMap::new(),
            workdays: 0,
            opening_interviews: Vec::new(),
            opening_decisions: Vec::new(),
            mix: crate::backlog::mix(start),
            opening: reference::opening(start.year(), start.month()).unwrap_or(&reference::OPENING),
            homes: Homes::default(),
            families: Families::default(),
            plan: Plan::default(),
            placing: Vec::new(),
            detained_families: BTreeMap::new(),
            freed_family_places: 0,
            report: Report::default(),
            config,
        }
    }

    /// What was done so far.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The officers' work, on cases of the old law and of the pact.
    pub fn officers(&self) -> [Officers; 2] {
        let of = |class: usize| Officers {
            waiting: self.interviews[class].len() + self.decisions[class].len(),
            heard: self.interviewed[class],
            decided: self.decided[class],
        };
        [of(OLD), of(NEW)]
    }

    /// The day that was lived last, or on which the books were opened.
    pub fn today(&self) -> Date {
        self.today
    }

    /// A figure for the whole country at the scale of this world.
    pub(crate) fn scaled(&self, figure: i64) -> i64 {
        (figure * i64::from(self.config.scale_permille) + 500) / 1_000
    }

    pub(crate) fn chance(&self, who: usize, purpose: &str) -> Chance {
        let household = &self.people[who];
        let name = format!("{}/{purpose}/{}", household.id, household.epoch);
        Chance::of(self.config.seed, &name)
    }

    /// Plans a step of a household so many days from now.
    pub(crate) fn after(&mut self, days: i32, who: usize, step: Step) {
        self.at(later(self.today, days.max(1)), who, step);
    }

    /// Plans a step of a household on a day.
    pub(crate) fn at(&mut self, day: Date, who: usize, step: Step) {
        let epoch = self.people[who].epoch;
        self.agenda.entry(day).or_default().push(Task { who, epoch, step });
    }

    /// Everything planned for a household so far is void.
    pub(crate) fn turn(&mut self, who: usize) {
        self.people[who].epoch += 1;
    }

    /// Says commands of one household in the morning, in no order: nothing follows for the household as a whole.
    pub(crate) fn say_each(&mut self, commands: Vec<Command>) {
        self.plan.morning.extend(commands.into_iter().map(|command| vec![command]));
    }

    /// Says commands of one household in the morning, one after the other.
    pub(crate) fn say(&mut self, group: Vec<Command>) {
        if !group.is_empty() {
            self.plan.morning.push(group);
        }
    }

    /// Somebody leaves reception.
    pub(crate) fn leave_place(&mut self, who: usize) {
        if let Some(place) = self.people[who].place.take() {
            self.ledger.give(place, self.people[who].persons());
        }
        self.people[who].right_ends_on = None;
    }

    /// Sends commands and waits until all that follows has been applied.
    pub(crate) async fn carry_out(&mut self, phase: Vec<Vec<Command>>) -> Result<(), ClientError> {
        if phase.is_empty() {
            return Ok(());
        }
        let count = phase.iter().map(Vec::len).sum::<usize>() as u64;
        let refused = self.client.send_all(phase).await?;
        self.report.commands += count - refused.len() as u64;
        self.report.refused_count += refused.len() as u64;
        for (_, error) in refused {
            tracing::debug!(%error, "world was refused");
            if self.report.refused.len() < 100 {
                self.report.refused.push(format!("{}: {error}", self.today));
            }
        }
        self.report.events = self.client.settle().await?;
        Ok(())
    }
}

/// The instant at which clocks stand on a day: nine in the morning, UTC.
pub(crate) fn morning_of(day: Date) -> Timestamp {
    jiff::tz::TimeZone::UTC.to_timestamp(day.at(9, 0, 0, 0)).unwrap_or(Timestamp::UNIX_EPOCH)
}
