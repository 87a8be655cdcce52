//! One batch of housing's work: which part of the domain decides on a command.

use std::sync::Arc;

use db::Tx;
use journal::{Context, Model};
use kernel::{Date, Municipality, Order, Reason, Refusal, Uuid};
use law::{Half, Policy};
use prost::Message as _;
use wire::Wire as _;
use wire::housing as pb;

use crate::books::Books;
use crate::domain::matching::{self, Action, HousingMatch, Merged, Moved, Reaction};
use crate::domain::spreading::{Basis as SpreadingBasis, Places};
use crate::domain::supervision::Supervision;
use crate::domain::task::{Basis, task_id};

/// Everything that can be asked of housing.
pub enum Command {
    /// An order on a household's match.
    Match(Order<Uuid, Action>),
    /// Matches taken over at the opening of the books.
    Import(Date, Vec<HousingMatch>),
    /// An order on the targets.
    Target(Date, Target),
    /// An order on the supervision of a municipality.
    Supervise(Date, Municipality, Supervise),
    /// An order on a cycle of the spreading of reception places.
    Spread(Date, i32, Spread),
    /// Something happened elsewhere to a member of this household.
    React(Uuid, Date, Reaction),
    /// Two registrations are one person.
    Merge(Merged, Date),
    /// Family follows a sponsor into another household.
    Follow(Moved, Date),
    /// A term of a household may be over.
    Due(Uuid),
    /// The term for a plan of this municipality may be over.
    PlanDue(Municipality),
}

/// What is asked of the targets.
pub enum Target {
    /// The target of a half-year is set.
    Set(Half, i32, Vec<Basis>),
    /// A part of a target is passed on: half-year, from, to, persons.
    Transfer(Half, Municipality, Municipality, i32),
    /// A half-year is closed.
    Close(Half),
    /// An entry of the ledger is taken back, with the reason.
    Correct(String, String),
}

/// What is asked of a supervision.
pub enum Supervise {
    /// A plan is recorded, valid until a day.
    Plan(Date),
    /// Substitution is decided, with a last term.
    Decide(Date),
    /// Substitution is carried out.
    CarryOut,
}

/// What is asked of a cycle.
pub enum Spread {
    /// The capacity estimate: places, those for minors, municipalities.
    Estimate(i32, i32, Vec<SpreadingBasis>),
    /// The report of a province.
    Report(String, Vec<(Municipality, i32)>),
    /// The decision, with appointments.
    Decide(Vec<(Municipality, i32)>),
    /// Places are realised.
    Realise(Municipality, Places),
    /// An entry is taken back.
    Correct(Uuid),
}

/// The rows of one batch, and the rules.
pub struct Work {
    pub(crate) policy: Arc<Policy>,
    pub(crate) books: Books,
}

impl Work {
    pub(crate) fn new(policy: Arc<Policy>) -> Self {
        Self { policy, books: Books::new() }
    }

    fn record(&mut self, events: &[matching::Event], context: &mut Context) {
        self.books.record(&self.policy, events, context);
    }

    fn order(
        &mut self,
        order: &Order<Uuid, Action>,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let has_target = match &order.action {
            Action::LinkHousehold { municipality, .. }
            | Action::RelinkHousehold { municipality, .. } => self
                .books
                .tasks
                .get(&task_id(Half::of(order.on), *municipality))
                .is_some_and(|task| !task.closed),
            _ => true,
        };
        let env = matching::Env { today: context.today, policy: &self.policy, has_target };
        let events = matching::decide(self.books.matches.get(&order.key), order, &env)?;
        self.books.must_book(&events, context.today)?;
        self.record(&events, context);
        let r#match = self.books.matches.get(&order.key).and_then(HousingMatch::to_pb);
        // Every answer to an order on a match has the match as its first field.
        Ok(pb::LinkHouseholdResponse { r#match }.encode_to_vec())
    }

    fn import(
        &mut self,
        on: Date,
        all: &[HousingMatch],
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let mut events = Vec::with_capacity(all.len());
        for found in all {
            let known = self.books.matches.get(&found.household_id);
            events.extend(matching::import(known, found, on)?);
        }
        self.record(&events, context);
        Ok(pb::ImportMatchesResponse { imported_count: all.len() as u32 }.encode_to_vec())
    }

    fn supervise(
        &mut self,
        on: Date,
        municipality: Municipality,
        asked: &Supervise,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        not_after(on, context.today)?;
        let unknown = || {
            let text = format!("{municipality} is not under supervision");
            Refusal::not_found(Reason::NotFound, text)
        };
        let before = self.books.supervision.get(&municipality).cloned().ok_or_else(unknown)?;
        let after = match asked {
            Supervise::Plan(until) => before.plan(on, *until)?,
            Supervise::Decide(term) => before.decide(on, *term)?,
            Supervise::CarryOut => before.carry_out(on)?,
        };
        if let Supervise::Plan(until) = asked {
            self.books.planned(after.clone(), *until, on, context);
        } else {
            self.books.step(before.step, after, None, on, context);
        }
        let supervision = self.books.supervision.get(&municipality).and_then(Supervision::to_pb);
        // Every answer to an order on a supervision has it as its first field.
        Ok(pb::DecideSubstitutionResponse { supervision }.encode_to_vec())
    }
}

/// Refuses a date in the future.
pub(crate) fn not_after(on: Date, today: Date) -> Result<(), Refusal> {
    if on > today {
        return Err(Refusal::new(Reason::DateInFuture, format!("{on} lies after today")));
    }
    Ok(())
}

impl Model for Work {
    type Command = Command;

    async fn load(&mut self, tx: &mut Tx, commands: &[&Command]) -> db::Result<()> {
        self.books.load(tx, commands).await
    }

    fn handle(&mut self, command: &Command, context: &mut Context) -> Result<Vec<u8>, Refusal> {
        let today = context.today;
        match command {
            Command::Match(order) => return self.order(order, context),
            Command::Import(on, all) => return self.import(*on, all, context),
            Command::Target(on, asked) => return self.target(*on, asked, context),
            Command::Supervise(on, municipality, asked) => {
                return self.supervise(*on, *municipality, asked, context);
            }
            Command::Spread(on, year, asked) => return self.spread(*on, *year, asked, context),
            Command::React(household, on, reaction) => {
                let household = self.books.household(*household, reaction.person());
                let found = self.books.matches.get(&household);
                let events = matching::react(&self.policy, found, household, *reaction, *on);
                self.record(&events, context);
            }
            Command::Merge(merged, on) => {
                let merged = Merged {
                    household_id: self.books.household(merged.household_id, merged.person_id),
                    merged_household_id: self
                        .books
                        .household(merged.merged_household_id, merged.merged_person_id),
                    ..*merged
                };
                let kept = self.books.matches.get(&merged.household_id);
                let gone = self.books.matches.get(&merged.merged_household_id);
                let events = matching::merge(&self.policy, &merged, kept, gone, *on);
                self.record(&events, context);
            }
            Command::Follow(moved, on) => {
                let moved = Moved {
                    household_id: self.books.household(moved.household_id, moved.person_id),
                    ..*moved
                };
                let to = self.books.matches.get(&moved.household_id);
                let from = self.books.matches.get(&moved.from_household_id);
                let events = matching::follow(&self.policy, &moved, to, from, *on);
                self.record(&events, context);
            }
            Command::Due(household) => {
                let found = self.books.matches.get(household);
                let events = found.map(|found| matching::due(&self.policy, found, today));
                self.record(&events.unwrap_or_default(), context);
            }
            Command::PlanDue(municipality) => {
                let found = self.books.supervision.get(municipality).cloned();
                if let Some((before, after)) =
                    found.and_then(|found| Some((found.step, found.without_plan(today)?)))
                {
                    self.books.step(before, after, None, today, context);
                }
            }
        }
        Ok(Vec::new())
    }

    async fn save(&mut self, tx: &mut Tx) -> db::Result<()> {
        self.books.save(tx).await
    }

    fn forget(&mut self) {
        self.books.forget();
    }
}
