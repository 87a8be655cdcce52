//! One batch of returns' work: which rows a command needs, and which part of the domain decides on it.

use db::Tx;
use journal::{Context, Model};
use kernel::{Date, Order, Person, Refusal, Uuid};
use law::Policy;
use prost::Message as _;
use std::sync::Arc;
use wire::Wire as _;
use wire::returns as pb;

use crate::books::Books;
use crate::domain::case::{self, Action, Reaction, ReturnCase};
use crate::domain::charter::{self, Charter};
use crate::domain::codes::ReturnState;
use crate::domain::moratorium::Moratorium;

/// Everything that can be asked of returns.
pub enum Command {
    /// An order on a case.
    Case(Order<Uuid, Action>),
    /// An order on a charter.
    Charter(Order<Uuid, charter::Action>),
    /// Cases taken over at the opening of the books.
    Import(Date, Vec<ReturnCase>),
    /// Something happened elsewhere to this person.
    React(Uuid, Date, Reaction),
    /// This registration is the same person as `person`, who stays.
    Merge { person: Person, merged: Uuid, on: Date },
    /// A departure moratorium was declared.
    MoratoriumDeclared(Moratorium),
    /// A departure moratorium was ended early.
    MoratoriumEnded(Uuid, Date),
    /// A moratorium runs for this person.
    Shield(Uuid, Uuid),
    /// A moratorium does not hold for this person any more.
    Unshield(Uuid, Uuid),
    /// A term may be over.
    Due(Uuid),
}

/// The rows of one batch, and the rules.
pub struct Work {
    policy: Arc<Policy>,
    books: Books,
}

impl Work {
    pub(crate) fn new(policy: &Arc<Policy>) -> Self {
        Self { policy: Arc::clone(policy), books: Books::new() }
    }

    fn order(
        &mut self,
        order: &Order<Uuid, Action>,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let case = self.books.cases.get(&order.key);
        let charter = match &order.action {
            Action::BookFlight { charter_id: Some(id), .. } => self.books.charters.get(id),
            _ => None,
        };
        let env = case::Env {
            today: context.today,
            policy: &self.policy,
            charter,
            detained: self.books.detained(),
            with_minor: self.books.with_minor(order.key, order.on),
        };
        let events = case::decide(case, order, &env)?;
        self.books.record(&events, context);
        let return_case = self.books.cases.get(&order.key).and_then(ReturnCase::to_pb);
        // Every answer to an order on a case has the case as its first field.
        Ok(pb::StartCaseResponse { return_case }.encode_to_vec())
    }

    fn charter(
        &mut self,
        order: &Order<Uuid, charter::Action>,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let events = charter::decide(self.books.charters.get(&order.key), order, context.today)?;
        host::record(&mut self.books.charters, &events, context);
        for event in &events {
            let charter::What::CharterCancelled { reason } = &event.what else { continue };
            for person in self.books.on_charter(order.key) {
                let cancelled = self.books.cases.get(&person).filter(|case| {
                    case.charter_id() == Some(order.key)
                        && case.state() == ReturnState::FlightBooked
                });
                let what = case::What::FlightCancelled { reason: Some(*reason) };
                let event = cancelled.map(|case| case.event(order.on, what));
                self.books.record(event.as_slice(), context);
            }
        }
        let charter = self.books.charters.get(&order.key).and_then(Charter::to_pb);
        Ok(pb::ScheduleCharterResponse { charter }.encode_to_vec())
    }

    fn import(
        &mut self,
        on: Date,
        all: &[ReturnCase],
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let mut events = Vec::with_capacity(all.len());
        for case in all {
            events.extend(case::import(self.books.cases.get(&case.person.person_id), case, on)?);
        }
        self.books.record(&events, context);
        Ok(pb::ImportReturnCasesResponse { imported_count: all.len() as u32 }.encode_to_vec())
    }

    /// What follows for the case of a person, when it is there.
    fn follow(
        &mut self,
        person: &Uuid,
        context: &mut Context,
        decide: impl FnOnce(Option<&ReturnCase>, &Policy) -> Vec<case::Event>,
    ) {
        let events = decide(self.books.cases.get(person), &self.policy);
        self.books.record(&events, context);
    }
}

impl Model for Work {
    type Command = Command;

    async fn load(&mut self, tx: &mut Tx, commands: &[&Command]) -> db::Result<()> {
        self.books.load(tx, commands).await
    }

    fn handle(&mut self, command: &Command, context: &mut Context) -> Result<Vec<u8>, Refusal> {
        let today = context.today;
        match command {
            Command::Case(order) => return self.order(order, context),
            Command::Charter(order) => return self.charter(order, context),
            Command::Import(on, all) => return self.import(*on, all, context),
            Command::React(person, on, reaction) => {
                self.follow(person, context, |case, policy| {
                    case::react(case, reaction, *on, policy)
                });
            }
            Command::Merge { person, merged, on } => {
                let gone = self.books.cases.get(merged).cloned();
                self.follow(&person.person_id, context, |kept, policy| {
                    case::merge(person, kept, gone.as_ref(), *on, policy)
                });
            }
            Command::MoratoriumDeclared(declared) => self.books.moratoria.put(declared.clone()),
            Command::MoratoriumEnded(id, on) => {
                if let Some(known) = self.books.moratoria.get(id).cloned() {
                    self.books.moratoria.put(Moratorium { ended_on: Some(*on), ..known });
                }
            }
            Command::Shield(person, id) => {
                let moratorium = self.books.moratoria.get(id).cloned();
                self.follow(person, context, |case, _| {
                    let both = case.zip(moratorium.as_ref());
                    both.map(|(case, one)| case::shield(case, one, today)).unwrap_or_default()
                });
            }
            Command::Unshield(person, id) => {
                let moratorium = self.books.moratoria.get(id).cloned();
                self.follow(person, context, |case, _| {
                    let both = case.zip(moratorium.as_ref());
                    both.map(|(case, one)| case::unshield(case, one, today)).unwrap_or_default()
                });
            }
            Command::Due(person) => self.follow(person, context, |case, _| {
                case.map(|case| case::due(case, today)).unwrap_or_default()
            }),
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
