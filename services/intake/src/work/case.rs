//! What is asked of an asylum case.

use host::Handle;
use journal::Context;
use kernel::{CaseId, Command, Date, MoratoriumId, PersonId, Refusal};
use wire::Wire as _;
use wire::intake as pb;

use super::{CASES_OF, Work};
use crate::domain::case::{self, AsylumCase, CommandKind};

impl Handle<Work> for Command<CaseId, CommandKind> {
    type Answer = Option<pb::AsylumCase>;

    fn needs(&self, work: &mut Work) {
        let cases = &mut work.unit.cases;
        let person = cases.want(&self.key).map(|case| case.person.person_id);
        match &self.kind {
            CommandKind::MakeApplication { person_id, .. } => {
                cases.want_all(&CASES_OF, person_id);
            }
            CommandKind::LodgeAppeal { .. } => {
                person.map(|person| cases.want_all(&CASES_OF, &person));
            }
            _ => {}
        }
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        let case = work.unit.cases.get(&self.key);
        let others = match &self.kind {
            CommandKind::MakeApplication { person_id, .. } => work.cases_of(*person_id),
            CommandKind::LodgeAppeal { .. } => {
                let all = case.map(|case| work.cases_of(case.person.person_id));
                all.into_iter().flatten().filter(|other| other.case_id != self.key).collect()
            }
            _ => Vec::new(),
        };
        let env = case::Env { today: context.today, policy: &work.policy, others: &others };
        let events = case::decide(case, self, &env)?;
        host::record(&mut work.unit.cases, &events, context);
        Ok(work.unit.cases.get(&self.key).and_then(AsylumCase::to_pb))
    }
}

/// Cases taken over at the opening of the books.
pub struct ImportCases {
    /// When the books are opened.
    pub on: Date,
    /// The cases.
    pub cases: Vec<AsylumCase>,
}

impl Handle<Work> for ImportCases {
    type Answer = u32;

    fn needs(&self, work: &mut Work) {
        for case in &self.cases {
            work.unit.cases.want(&case.case_id);
        }
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<u32, Refusal> {
        let mut events = Vec::with_capacity(self.cases.len());
        for case in &self.cases {
            events.extend(case::import(work.unit.cases.get(&case.case_id), case, self.on)?);
        }
        host::record(&mut work.unit.cases, &events, context);
        Ok(kernel::fit(self.cases.len()))
    }
}

/// A person has left or is gone.
pub struct Gone {
    /// Who.
    pub person_id: PersonId,
    /// When.
    pub on: Date,
}

impl Handle<Work> for Gone {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        work.want_cases_of(&self.person_id);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        let cases = work.cases_of(work.current(self.person_id));
        let events =
            cases.into_iter().flat_map(|case| case::left_unsupervised(&work.policy, case, self.on));
        let events: Vec<case::Event> = events.collect();
        host::record(&mut work.unit.cases, &events, context);
        Ok(())
    }
}

/// The term of the transfer of a person is over.
pub struct ResponsibilityLapsed {
    /// The case of the transfer.
    pub case_id: CaseId,
    /// Who.
    pub person_id: PersonId,
    /// When.
    pub on: Date,
}

impl Handle<Work> for ResponsibilityLapsed {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        work.unit.cases.want(&self.case_id);
        work.want_cases_of(&self.person_id);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        // Beside a new application the old one stays closed (IN-1): the new one is examined here.
        let open = |case: &&AsylumCase| case.case_id != self.case_id && !case.is_final();
        if work.cases_of(work.current(self.person_id)).iter().any(open) {
            return Ok(());
        }
        work.follow(&self.case_id, context, |case, work| {
            case::responsibility_lapsed(&work.policy, case, self.on)
        });
        Ok(())
    }
}

/// A term of this case may be over.
pub struct CaseDue(pub CaseId);

impl Handle<Work> for CaseDue {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        work.unit.cases.want(&self.0);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        let today = context.today;
        work.follow(&self.0, context, |case, work| case::due(&work.policy, case, today));
        Ok(())
    }
}

/// A moratorium runs on the nationality of a case.
pub struct Suspend {
    /// The case.
    pub case_id: CaseId,
    /// The moratorium.
    pub moratorium_id: MoratoriumId,
}

impl Handle<Work> for Suspend {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        work.unit.cases.want(&self.case_id);
        work.unit.moratoria.want(&self.moratorium_id);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        let moratorium = work.unit.moratoria.get(&self.moratorium_id);
        let runs = moratorium.filter(|moratorium| moratorium.ended_on.is_none());
        if let Some(until) = runs.map(|moratorium| moratorium.ends_on) {
            let today = context.today;
            work.follow(&self.case_id, context, |case, work| {
                case::suspend_under(&work.policy, case, today, until, self.moratorium_id)
            });
        }
        Ok(())
    }
}

/// The moratorium that suspended this case has ended.
pub struct Resume(pub CaseId);

impl Handle<Work> for Resume {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        work.unit.cases.want(&self.0);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        let today = context.today;
        work.follow(&self.0, context, |case, _| case::resume(case, today));
        Ok(())
    }
}

impl Work {
    /// Asks for the cases of which is told what others tell of a person: of a duplicate it is told of the person that stays.
    fn want_cases_of(&mut self, person_id: &PersonId) {
        let merged_into = self.unit.notes.want(person_id).and_then(|note| note.merged_into);
        for person in [Some(*person_id), merged_into].into_iter().flatten() {
            self.unit.cases.want_all(&CASES_OF, &person);
        }
    }

    /// The person that stays, for a registration that was a duplicate.
    fn current(&self, person_id: PersonId) -> PersonId {
        self.unit.notes.get(&person_id).and_then(|note| note.merged_into).unwrap_or(person_id)
    }

    /// Records what follows for a case, if it is there and anything follows.
    fn follow(
        &mut self,
        case_id: &CaseId,
        context: &mut Context,
        decide: impl FnOnce(&AsylumCase, &Self) -> Vec<case::Event>,
    ) {
        let events = self.unit.cases.get(case_id).map(|case| decide(case, self));
        host::record(&mut self.unit.cases, &events.unwrap_or_default(), context);
    }
}
