//! One batch of housing's work: what can be asked, the rows, and what events of households mean for the targets of
//! municipalities.

mod household;
mod spreading;
mod supervision;
mod target;

use std::sync::Arc;

use db::By;
use journal::Context;
use kernel::{Command, Date, HouseholdId, Municipality, Refusal};
use law::{Half, Policy};

pub(crate) use self::household::{Due, Follow, ImportMatches, Merge, React};
pub(crate) use self::spreading::{
    CorrectPlaces, DecideDistribution, RecordPlaces, RecordReport, SetEstimate,
};
pub(crate) use self::supervision::PlanDue;
pub(crate) use self::target::{CloseHalf, CorrectRealisation, SetTarget, TransferTask};
use crate::domain::matching::{self, Booking, CommandKind, HousingMatch};
use crate::domain::spreading::{PlaceEntry, SpreadingCycle, SpreadingShare};
use crate::domain::supervision::{self as supervised, Supervision};
use crate::domain::task::{self, HalfYear, RealisationEntry, Task};

host::commands! {
    /// Everything that can be asked of housing.
    pub enum AnyCommand of Work {
        /// A command on a household's match.
        Match(Command<HouseholdId, CommandKind>),
        /// Matches taken over at the opening of the books.
        Import(ImportMatches),
        /// Something happened elsewhere to a member of a household.
        React(React),
        /// Two registrations are one person.
        Merge(Merge),
        /// Family follows a sponsor into another household.
        Follow(Follow),
        /// A term of a household may be over.
        Due(Due),
        /// The target of a half-year is set.
        SetTarget(SetTarget),
        /// A part of a target is passed on.
        TransferTask(TransferTask),
        /// A half-year is closed.
        CloseHalf(CloseHalf),
        /// An entry of the ledger is taken back.
        CorrectRealisation(CorrectRealisation),
        /// An order on the supervision of a municipality.
        Supervise(Command<Municipality, supervised::CommandKind>),
        /// The term for a plan of a municipality may be over.
        PlanDue(PlanDue),
        /// The capacity estimate of a cycle of the spreading of reception places is set.
        SetEstimate(SetEstimate),
        /// A province reports what its municipalities agreed.
        RecordReport(RecordReport),
        /// The distribution is decided.
        DecideDistribution(DecideDistribution),
        /// Places are realised.
        RecordPlaces(RecordPlaces),
        /// An entry of places is taken back.
        CorrectPlaces(CorrectPlaces),
    }
}

db::unit! {
    /// The rows of one batch.
    pub struct Unit {
        matches: HousingMatch,
        tasks: Task,
        halves: HalfYear,
        entries: RealisationEntry,
        supervision: Supervision,
        cycles: SpreadingCycle,
        shares: SpreadingShare,
        places: PlaceEntry,
    }
}

const REFERRED_BY: By<HousingMatch, HouseholdId> =
    By::new("referred_by", |found| found.referred_by);
const OF_MUNICIPALITY: By<Task, Municipality> =
    By::new("municipality", |task| Some(task.municipality));
const OF_HALF: By<Task, String> = By::new("half", |task| Some(task.half.clone()));
const OF_CYCLE: By<SpreadingShare, String> = By::new("cycle", |share| Some(share.cycle.clone()));

/// The rows of one batch, and the rules.
pub struct Work {
    policy: Arc<Policy>,
    unit: Unit,
}

impl host::Work for Work {
    type Unit = Unit;

    fn unit(&mut self) -> &mut Unit {
        &mut self.unit
    }
}

impl Work {
    pub(crate) fn new(policy: Arc<Policy>) -> Self {
        Self { policy, unit: Unit::default() }
    }

    /// Asks for the match of a household, and for the tasks in which it may be booked.
    fn want_match(&mut self, household: &HouseholdId) {
        let found = self.unit.matches.want(household);
        let known = found.map(|found| [found.municipality(), found.counted.municipality]);
        for municipality in known.into_iter().flatten().flatten() {
            self.want_tasks(municipality);
        }
    }

    /// Asks for the tasks of a municipality and their half-years.
    fn want_tasks(&mut self, municipality: Municipality) {
        for task in self.unit.tasks.want_all(&OF_MUNICIPALITY, &municipality) {
            self.unit.halves.want(&task.half);
        }
    }

    /// The task of a municipality in a half-year.
    fn task(&self, half: Half, municipality: Municipality) -> Option<&Task> {
        let half = half.to_string();
        let tasks = self.unit.tasks.all(&OF_MUNICIPALITY, &municipality);
        tasks.into_iter().find(|task| task.half == half)
    }

    /// The tasks of a half-year, by municipality.
    fn tasks_of(&self, half: Half) -> Vec<&Task> {
        let mut tasks = self.unit.tasks.all(&OF_HALF, &half.to_string());
        tasks.sort_by_key(|task| task.municipality);
        tasks
    }

    /// Refuses events that would have to be booked in a half-year that is closed, when none is open instead.
    fn must_book(&self, events: &[matching::Event], today: Date) -> Result<(), Refusal> {
        for event in events {
            let before = self.unit.matches.get(&event.household_id);
            for (municipality, _) in matching::bookings(before, event) {
                let tasks = self.unit.tasks.all(&OF_MUNICIPALITY, &municipality);
                task::must_book(municipality, &tasks, event.occurred_on, today)?;
            }
        }
        Ok(())
    }

    /// Records events of households, and books what they mean for the targets of municipalities.
    fn record(&mut self, events: &[matching::Event], context: &mut Context) {
        for event in events {
            let before = self.unit.matches.get(&event.household_id).cloned();
            host::record(&mut self.unit.matches, std::slice::from_ref(event), context);
            for (municipality, booking) in matching::bookings(before.as_ref(), event) {
                self.book(event, municipality, booking, context);
            }
        }
    }

    fn book(
        &mut self,
        event: &matching::Event,
        municipality: Municipality,
        booking: Booking,
        context: &mut Context,
    ) {
        let tasks = self.unit.tasks.all(&OF_MUNICIPALITY, &municipality);
        let open = task::open_task(&tasks, event.occurred_on, context.today);
        let Some((task, on)) = open.map(|(task, on)| (task.clone(), on)) else { return };
        match booking {
            Booking::Linked(persons) => self.unit.tasks.put(task.linked(persons, on)),
            Booking::Realised(persons, kind) => {
                let version = self.unit.matches.get(&event.household_id).map_or(0, |m| m.version);
                let entry = RealisationEntry::of(
                    &self.policy,
                    (event.household_id, version),
                    municipality,
                    persons,
                    kind,
                    event.occurred_on,
                );
                self.enter(task, entry.booked(on), context);
            }
        }
    }

    /// Adds an entry to the ledger, and to its task.
    fn enter(&mut self, task: Task, entry: RealisationEntry, context: &mut Context) {
        self.unit.tasks.put(task.realised(&entry));
        host::record(&mut self.unit.halves, &entry.booking(), context);
        self.unit.entries.put(entry);
    }
}
