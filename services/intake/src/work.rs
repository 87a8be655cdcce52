//! One batch of intake's work: which rows a command needs, and which part of the domain decides on it.

mod corrections;

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
use crate::domain::moratorium::{self, Moratorium};
use crate::domain::person::{self, PersonNote};
use crate::domain::relocation::{self, Relocation};
use crate::domain::report::{self, CountryReport};

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
    /// An order on a moratorium.
    Moratorium(Order<Uuid, moratorium::Action>),
    /// The term of a moratorium may be over.
    MoratoriumDue(Uuid),
    /// A moratorium runs on the nationality of a case.
    Suspend { case_id: Uuid, moratorium_id: Uuid },
    /// The moratorium that suspended a case has ended.
    Resume(Uuid),
    /// An order on a relocation.
    Relocation(Order<Uuid, relocation::Action>),
    /// A country report is published.
    Report(Order<Uuid, report::Publish>),
    /// A correction of who somebody is.
    Person(Order<Uuid, person::Action>),
}

/// The rows of one batch.
pub struct Work {
    policy: Arc<Policy>,
    cases: Rows<AsylumCase>,
    families: Rows<FamilyCase>,
    moratoria: Rows<Moratorium>,
    notes: Rows<PersonNote>,
    relocations: Rows<Relocation>,
    reports: Rows<CountryReport>,
    /// Family cases of the persons who are corrected in this batch.
    families_of: HashMap<Uuid, Vec<Uuid>>,
    /// Family cases of which a person who is corrected in this batch is the sponsor.
    sponsored_by: HashMap<Uuid, Vec<Uuid>>,
    /// Moratoria on the nationalities of which this batch must know all.
    on_nationality: Vec<Uuid>,
    /// Cases of the persons of whom this batch must know all.
    of_person: HashMap<Uuid, Vec<Uuid>>,
}

impl Work {
    pub(crate) fn new(policy: Arc<Policy>) -> Self {
        Self {
            policy,
            cases: Rows::new(ROWS_KNOWN_MAX),
            families: Rows::new(ROWS_KNOWN_MAX),
            moratoria: Rows::new(ROWS_KNOWN_MAX),
            notes: Rows::new(ROWS_KNOWN_MAX),
            relocations: Rows::new(ROWS_KNOWN_MAX),
            reports: Rows::new(ROWS_KNOWN_MAX),
            families_of: HashMap::new(),
            sponsored_by: HashMap::new(),
            on_nationality: Vec::new(),
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
                let person = self.cases.get(&order.key).map(|case| case.person.person_id);
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
        let (member, sponsor) = match &order.action {
            family::Action::FileFamilyApplication { person_id, sponsor_case_id, .. } => {
                (self.person(*person_id), sponsor_case_id.and_then(|id| self.cases.get(&id)))
            }
            _ => (None, None),
        };
        let held = family::Held { sponsor, member: member.as_ref() };
        let state = self.families.get(&order.key);
        let events = family::decide(&self.policy, state, order, context.today, held)?;
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

    fn moratorium_order(
        &mut self,
        order: &Order<Uuid, moratorium::Action>,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let others = self.on_nationality.iter().filter_map(|id| self.moratoria.get(id));
        let others: Vec<&Moratorium> = others.collect();
        let state = self.moratoria.get(&order.key);
        let events = moratorium::decide(&self.policy, state, order, context.today, &others)?;
        host::record(&mut self.moratoria, &events, context);
        self.on_nationality.push(order.key);
        let moratorium = self.moratoria.get(&order.key).and_then(Moratorium::to_pb);
        Ok(pb::DeclareMoratoriumResponse { moratorium }.encode_to_vec())
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
        let (mut moratoria, mut nationalities, mut notes) = (Vec::new(), Vec::new(), Vec::new());
        let (mut relocations, mut reports, mut corrected) = (Vec::new(), Vec::new(), Vec::new());
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
                Command::Family(order) => {
                    families.push(order.key);
                    let action = &order.action;
                    if let family::Action::FileFamilyApplication { sponsor_case_id, .. } = action {
                        cases.extend(*sponsor_case_id);
                    }
                    if let family::Action::FileFamilyApplication { person_id, .. } = action {
                        persons.push(*person_id);
                    }
                }
                Command::ImportCases(_, all) => cases.extend(all.iter().map(|case| case.case_id)),
                Command::ImportFamilyCases(_, all) => {
                    families.extend(all.iter().map(|case| case.case_id))
                }
                Command::Gone(person, _) => {
                    persons.push(*person);
                    notes.push(*person);
                }
                Command::ResponsibilityLapsed { case_id, person_id, .. } => {
                    cases.push(*case_id);
                    persons.push(*person_id);
                    notes.push(*person_id);
                }
                Command::CaseDue(id) => cases.push(*id),
                Command::FamilyDue(id) => families.push(*id),
                Command::Moratorium(order) => {
                    moratoria.push(order.key);
                    if let moratorium::Action::DeclareMoratorium { nationality, .. } = &order.action
                    {
                        nationalities.push(db::Column::value(nationality));
                    }
                }
                Command::MoratoriumDue(id) => moratoria.push(*id),
                Command::Suspend { case_id, moratorium_id } => {
                    cases.push(*case_id);
                    moratoria.push(*moratorium_id);
                }
                Command::Resume(id) => cases.push(*id),
                Command::Relocation(order) => relocations.push(order.key),
                Command::Report(order) => reports.push(order.key),
                Command::Person(order) => {
                    persons.push(order.key);
                    corrected.push(order.key);
                    notes.push(order.key);
                    if let person::Action::MergePersons { merged } = order.action {
                        persons.push(merged);
                        corrected.push(merged);
                        notes.push(merged);
                    }
                }
            }
        }
        self.cases.load(tx, cases).await?;
        self.families.load(tx, families).await?;
        self.moratoria.load(tx, moratoria).await?;
        self.notes.load(tx, notes.iter().copied()).await?;
        self.relocations.load(tx, relocations).await?;
        self.reports.load(tx, reports).await?;
        self.on_nationality.clear();
        let (table, columns) = (Moratorium::TABLE, Moratorium::COLUMNS);
        for row in tx.by_key(table, columns, "nationality", &nationalities).await? {
            let found = Moratorium::from_row(&row)?;
            self.on_nationality.push(found.moratorium_id);
            self.moratoria.learn([found]);
        }
        self.of_person.clear();
        persons.extend(appealed.iter().filter_map(|id| Some(self.cases.get(id)?.person.person_id)));
        // What others tell of a duplicate is told of the person that stays.
        persons.extend(notes.iter().filter_map(|id| self.notes.get(id)?.merged_into));
        let persons: Vec<db::Value> = persons.into_iter().map(db::Value::Uuid).collect();
        for row in tx.by_key(AsylumCase::TABLE, AsylumCase::COLUMNS, "person_id", &persons).await? {
            let case = AsylumCase::from_row(&row)?;
            self.of_person.entry(case.person.person_id).or_default().push(case.case_id);
            self.cases.learn([case]);
        }
        self.load_families_of(tx, &corrected).await
    }

    fn handle(&mut self, command: &Command, context: &mut Context) -> Result<Vec<u8>, Refusal> {
        match command {
            Command::Case(order) => self.case_order(order, context),
            Command::Family(order) => self.family_order(order, context),
            Command::ImportCases(on, cases) => self.import_cases(*on, cases, context),
            Command::ImportFamilyCases(on, cases) => self.import_families(*on, cases, context),
            Command::Gone(person, on) => {
                let cases = self.cases_of(self.kept(*person));
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
                if self.cases_of(self.kept(*person_id)).iter().any(open) {
                    return Ok(Vec::new());
                }
                let policy = self.policy.clone();
                Ok(self.follow(*case_id, context, |case| {
                    case::responsibility_lapsed(&policy, case, *on)
                }))
            }
            Command::CaseDue(id) => {
                let (today, policy) = (context.today, self.policy.clone());
                Ok(self.follow(*id, context, |case| case::due(&policy, case, today)))
            }
            Command::Moratorium(order) => self.moratorium_order(order, context),
            Command::MoratoriumDue(id) => {
                let found = self.moratoria.get(id);
                let events = found.map(|found| moratorium::due(found, context.today));
                host::record(&mut self.moratoria, &events.unwrap_or_default(), context);
                Ok(Vec::new())
            }
            Command::Suspend { case_id, moratorium_id } => {
                let (today, policy) = (context.today, self.policy.clone());
                let runs = self.moratoria.get(moratorium_id).filter(|m| m.ended_on.is_none());
                let Some(until) = runs.map(|moratorium| moratorium.ends_on) else {
                    return Ok(Vec::new());
                };
                Ok(self.follow(*case_id, context, |case| {
                    case::suspend_under(&policy, case, today, until, *moratorium_id)
                }))
            }
            Command::Resume(id) => {
                let today = context.today;
                Ok(self.follow(*id, context, |case| case::resume(case, today)))
            }
            Command::Person(order) => self.person_order(order, context),
            Command::Relocation(order) => {
                let state = self.relocations.get(&order.key);
                let events = relocation::decide(&self.policy, state, order, context.today)?;
                host::record(&mut self.relocations, &events, context);
                let relocation = self.relocations.get(&order.key).and_then(Relocation::to_pb);
                // Every answer to an order on a relocation has it as its first field.
                Ok(pb::RequestRelocationResponse { relocation }.encode_to_vec())
            }
            Command::Report(order) => {
                let event = report::decide(self.reports.get(&order.key), order, context.today)?;
                host::record(&mut self.reports, &[event], context);
                let report = self.reports.get(&order.key).and_then(CountryReport::to_pb);
                Ok(pb::PublishCountryReportResponse { report }.encode_to_vec())
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
        self.families.save(tx).await?;
        self.moratoria.save(tx).await?;
        self.notes.save(tx).await?;
        self.relocations.save(tx).await?;
        self.reports.save(tx).await
    }

    fn forget(&mut self) {
        self.cases.forget();
        self.families.forget();
        self.moratoria.forget();
        self.notes.forget();
        self.relocations.forget();
        self.reports.forget();
    }
}
