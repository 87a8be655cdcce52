//! One batch of intake's work: which rows a command needs, and which part of the domain decides on it.

use std::collections::HashMap;
use std::sync::Arc;

use db::{Rows, TableRow as _, Tx};
use journal::{Context, Model};
use kernel::{Date, Order, Refusal, Uuid};
use law::Policy;
use prost::Message as _;
use wire::Wire as _;
use wire::intake as pb;

use crate::domain::case::{self, AsylumCase};
use crate::domain::family::{self, FamilyCase};

/// Rows that stay in memory between batches.
const ROWS_KNOWN_MAX: usize = 200_000;

/// Everything that can be asked of intake.
pub enum Command {
    /// An order on an asylum case.
    Case(Order<Uuid, case::Action>),
    /// An order on a family case.
    Family(Order<Uuid, family::Action>),
    /// Cases taken over at the opening of the books.
    ImportCases(Date, Vec<AsylumCase>),
    /// Family cases taken over at the opening of the books.
    ImportFamilyCases(Date, Vec<FamilyCase>),
    /// This person has left or is gone.
    Gone(Uuid, Date),
    /// The term of the transfer of this person in this case is over.
    ResponsibilityLapsed { case_id: Uuid, person_id: Uuid, on: Date },
    /// A term of an asylum case may be over.
    CaseDue(Uuid),
    /// A term of a family case may be over.
    FamilyDue(Uuid),
}

/// The rows of one batch.
pub struct Work {
    policy: Arc<Policy>,
    cases: Rows<AsylumCase>,
    families: Rows<FamilyCase>,
    /// Cases of the persons of whom this batch must know all.
    of_person: HashMap<Uuid, Vec<Uuid>>,
}

impl Work {
    pub(crate) fn new(policy: Arc<Policy>) -> Self {
        Self {
            policy,
            cases: Rows::new(ROWS_KNOWN_MAX),
            families: Rows::new(ROWS_KNOWN_MAX),
            of_person: HashMap::new(),
        }
    }

    /// All cases of a person of whom this batch knows all.
    fn cases_of(&self, person_id: Uuid) -> Vec<&AsylumCase> {
        let ids = self.of_person.get(&person_id).map_or(&[][..], Vec::as_slice);
        ids.iter().filter_map(|id| self.cases.get(id)).collect()
    }

    fn record_cases(&mut self, events: &[case::Event], context: &mut Context) {
        host::record(&mut self.cases, events, context);
    }

    fn case_order(
        &mut self,
        order: &Order<Uuid, case::Action>,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let others = match &order.action {
            case::Action::MakeApplication { person_id, .. } => self.cases_of(*person_id),
            case::Action::LodgeAppeal { .. } => {
                let person = self.cases.get(&order.key).map(|case| case.person_id);
                let all = person.map(|person| self.cases_of(person)).unwrap_or_default();
                all.into_iter().filter(|other| other.case_id != order.key).collect()
            }
            _ => Vec::new(),
        };
        let env = case::Env { today: context.today, policy: &self.policy, others: &others };
        let events = case::decide(self.cases.get(&order.key), order, &env)?;
        self.record_cases(&events, context);
        if let case::Action::MakeApplication { person_id, .. } = &order.action {
            self.of_person.entry(*person_id).or_default().push(order.key);
        }
        let case = self.cases.get(&order.key).and_then(AsylumCase::to_pb);
        // Every answer to an order on a case has the case as its first field.
        Ok(pb::DecideApplicationResponse { case }.encode_to_vec())
    }

    fn family_order(
        &mut self,
        order: &Order<Uuid, family::Action>,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let events =
            family::decide(&self.policy, self.families.get(&order.key), order, context.today)?;
        host::record(&mut self.families, &events, context);
        let family_case = self.families.get(&order.key).and_then(FamilyCase::to_pb);
        Ok(pb::DecideFamilyApplicationResponse { family_case }.encode_to_vec())
    }

    fn import_cases(
        &mut self,
        on: Date,
        cases: &[AsylumCase],
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let mut events = Vec::with_capacity(cases.len());
        for case in cases {
            events.extend(case::import(self.cases.get(&case.case_id), case, on)?);
        }
        self.record_cases(&events, context);
        Ok(pb::ImportCasesResponse { imported_count: cases.len() as u32 }.encode_to_vec())
    }

    fn import_families(
        &mut self,
        on: Date,
        cases: &[FamilyCase],
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let mut events = Vec::with_capacity(cases.len());
        for case in cases {
            events.extend(family::import(self.families.get(&case.case_id), case, on)?);
        }
        host::record(&mut self.families, &events, context);
        Ok(pb::ImportFamilyCasesResponse { imported_count: cases.len() as u32 }.encode_to_vec())
    }

    /// Records what follows for a case, if it is there and anything follows.
    fn follow(
        &mut self,
        case_id: Uuid,
        context: &mut Context,
        decide: impl FnOnce(&AsylumCase) -> Vec<case::Event>,
    ) -> Vec<u8> {
        let events = self.cases.get(&case_id).map(decide).unwrap_or_default();
        self.record_cases(&events, context);
        Vec::new()
    }
}

impl Model for Work {
    type Command = Command;

    async fn load(&mut self, tx: &mut Tx, commands: &[&Command]) -> db::Result<()> {
        let (mut cases, mut families) = (Vec::new(), Vec::new());
        let (mut persons, mut appealed) = (Vec::new(), Vec::new());
        for command in commands {
            match command {
                Command::Case(order) => {
                    cases.push(order.key);
                    match &order.action {
                        case::Action::MakeApplication { person_id, .. } => persons.push(*person_id),
                        case::Action::LodgeAppeal { .. } => appealed.push(order.key),
                        _ => {}
                    }
                }
                Command::Family(order) => families.push(order.key),
                Command::ImportCases(_, all) => cases.extend(all.iter().map(|case| case.case_id)),
                Command::ImportFamilyCases(_, all) => {
                    families.extend(all.iter().map(|case| case.case_id))
                }
                Command::Gone(person, _) => persons.push(*person),
                Command::ResponsibilityLapsed { case_id, person_id, .. } => {
                    cases.push(*case_id);
                    persons.push(*person_id);
                }
                Command::CaseDue(id) => cases.push(*id),
                Command::FamilyDue(id) => families.push(*id),
            }
        }
        self.cases.load(tx, cases).await?;
        self.families.load(tx, families).await?;
        self.of_person.clear();
        persons.extend(appealed.iter().filter_map(|id| Some(self.cases.get(id)?.person_id)));
        let persons: Vec<db::Value> = persons.into_iter().map(db::Value::Uuid).collect();
        for row in tx.by_key(AsylumCase::TABLE, AsylumCase::COLUMNS, "person_id", &persons).await? {
            let case = AsylumCase::from_row(&row)?;
            self.of_person.entry(case.person_id).or_default().push(case.case_id);
            self.cases.learn([case]);
        }
        Ok(())
    }

    fn handle(&mut self, command: &Command, context: &mut Context) -> Result<Vec<u8>, Refusal> {
        match command {
            Command::Case(order) => self.case_order(order, context),
            Command::Family(order) => self.family_order(order, context),
            Command::ImportCases(on, cases) => self.import_cases(*on, cases, context),
            Command::ImportFamilyCases(on, cases) => self.import_families(*on, cases, context),
            Command::Gone(person, on) => {
                let cases = self.cases_of(*person);
                let events = cases
                    .iter()
                    .flat_map(|case| case::gone(&self.policy, case, *on))
                    .collect::<Vec<_>>();
                self.record_cases(&events, context);
                Ok(Vec::new())
            }
            Command::ResponsibilityLapsed { case_id, person_id, on } => {
                // Beside a new application the old one stays closed (IN-1): the new one is examined here.
                let open = |case: &&AsylumCase| case.case_id != *case_id && !case.is_final();
                if self.cases_of(*person_id).iter().any(open) {
                    return Ok(Vec::new());
                }
                let policy = self.policy.clone();
                Ok(self.follow(*case_id, context, |case| {
                    case::responsibility_lapsed(&policy, case, *on)
                }))
            }
            Command::CaseDue(id) => {
                let (today, policy) = (context.today, self.policy.clone());
                Ok(self.follow(*id, context, |case| case::finalise(&policy, case, today)))
            }
            Command::FamilyDue(id) => {
                let events = self.families.get(id).map(|case| family::lapse(case, context.today));
                host::record(&mut self.families, &events.unwrap_or_default(), context);
                Ok(Vec::new())
            }
        }
    }

    async fn save(&mut self, tx: &mut Tx) -> db::Result<()> {
        self.cases.save(tx).await?;
        self.families.save(tx).await
    }

    fn forget(&mut self) {
        self.cases.forget();
        self.families.forget();
    }
}
