//! One batch of returns' work: which rows a command needs, and which part of the domain decides on it.

use std::sync::Arc;

use db::{Rows, Tx};
use journal::{Context, Model};
use kernel::{Date, Order, Refusal, Uuid};
use law::Policy;
use prost::Message as _;
use wire::Wire as _;
use wire::returns as pb;

use crate::domain::case::{self, Reaction, ReturnCase};

const ROWS_KNOWN_MAX: usize = 200_000;

/// Everything that can be asked of returns.
pub enum Command {
    /// An order on a case.
    Case(Order<Uuid, case::Action>),
    /// Cases taken over at the opening of the books.
    Import(Date, Vec<ReturnCase>),
    /// Something happened elsewhere to this person.
    React(Uuid, Date, Reaction),
    /// A term may be over.
    Due(Uuid),
}

/// The rows of one batch.
pub struct Work {
    policy: Arc<Policy>,
    cases: Rows<ReturnCase>,
}

impl Work {
    pub(crate) fn new(policy: Arc<Policy>) -> Self {
        Self { policy, cases: Rows::new(ROWS_KNOWN_MAX) }
    }
}

impl Model for Work {
    type Command = Command;

    async fn load(&mut self, tx: &mut Tx, commands: &[&Command]) -> db::Result<()> {
        let mut keys = Vec::with_capacity(commands.len());
        for command in commands {
            match command {
                Command::Case(order) => keys.push(order.key),
                Command::Import(_, all) => keys.extend(all.iter().map(|case| case.person_id)),
                Command::React(person, ..) | Command::Due(person) => keys.push(*person),
            }
        }
        self.cases.load(tx, keys).await
    }

    fn handle(&mut self, command: &Command, context: &mut Context) -> Result<Vec<u8>, Refusal> {
        match command {
            Command::Case(order) => {
                let events =
                    case::decide(&self.policy, self.cases.get(&order.key), order, context.today)?;
                host::record(&mut self.cases, &events, context);
                let return_case = self.cases.get(&order.key).and_then(ReturnCase::to_pb);
                // Every answer to an order on a case has the case as its first field.
                Ok(pb::StartCaseResponse { return_case }.encode_to_vec())
            }
            Command::Import(on, all) => {
                let mut events = Vec::with_capacity(all.len());
                for case in all {
                    events.extend(case::import(self.cases.get(&case.person_id), case, *on)?);
                }
                host::record(&mut self.cases, &events, context);
                Ok(pb::ImportReturnCasesResponse { imported_count: all.len() as u32 }
                    .encode_to_vec())
            }
            Command::React(person, on, reaction) => {
                let events = case::react(&self.policy, self.cases.get(person), reaction, *on);
                host::record(&mut self.cases, &events, context);
                Ok(Vec::new())
            }
            Command::Due(person) => {
                let events = self.cases.get(person).map(|case| case::due(case, context.today));
                host::record(&mut self.cases, &events.unwrap_or_default(), context);
                Ok(Vec::new())
            }
        }
    }

    async fn save(&mut self, tx: &mut Tx) -> db::Result<()> {
        self.cases.save(tx).await
    }

    fn forget(&mut self) {
        self.cases.forget();
    }
}
