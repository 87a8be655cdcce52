//! What is asked of the case of a person.

use std::sync::Arc;

use host::Handle;
use journal::Context;
use kernel::{Command, Date, MoratoriumId, Person, PersonId, Refusal};
use law::Policy;
use wire::Wire as _;
use wire::returns as pb;

use super::{ENTRIES_OF, OF_HOUSEHOLD, Work};
use crate::domain::case::{self, CommandKind, Reaction, ReturnCase};
use crate::domain::detention::Facility;
use crate::domain::moratorium::Moratorium;

/// Whether the household of the person matters.
fn detains(kind: &CommandKind) -> bool {
    matches!(kind, CommandKind::ImposeDetention { .. } | CommandKind::RefuseEntry { .. })
}

impl Handle<Work> for Command<PersonId, CommandKind> {
    type Answer = Option<pb::ReturnCase>;

    fn needs(&self, work: &mut Work) {
        let household = work.want_case(&self.key).map(|case| case.person.household_id);
        if let Some(household) = household.filter(|_| detains(&self.kind)) {
            work.unit.cases.want_all(&OF_HOUSEHOLD, &household);
        }
        if let CommandKind::BookFlight { charter_id: Some(id), .. } = &self.kind {
            work.unit.charters.want(id);
        }
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        let unit = &work.unit;
        let case = unit.cases.get(&self.key);
        let charter = match &self.kind {
            CommandKind::BookFlight { charter_id: Some(id), .. } => unit.charters.get(id),
            _ => None,
        };
        let household = case.filter(|_| detains(&self.kind)).map(|case| case.person.household_id);
        let members = household.map(|household| unit.cases.all(&OF_HOUSEHOLD, &household));
        let env = case::Env {
            today: context.today,
            policy: &work.policy,
            charter,
            detained: [Facility::Centre, Facility::Family].map(|place| work.occupied(place)),
            with_minor: members
                .into_iter()
                .flatten()
                .any(|one| one.is_open() && one.is_minor(self.on)),
        };
        let events = case::decide(case, self, &env)?;
        work.record(&events, context);
        Ok(work.unit.cases.get(&self.key).and_then(ReturnCase::to_pb))
    }
}

/// Cases taken over at the opening of the books.
pub struct ImportCases {
    /// When the books are opened.
    pub on: Date,
    /// The cases.
    pub cases: Vec<ReturnCase>,
}

impl Handle<Work> for ImportCases {
    type Answer = u32;

    fn needs(&self, work: &mut Work) {
        for case in &self.cases {
            work.want_case(&case.person.person_id);
        }
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<u32, Refusal> {
        let mut events = Vec::with_capacity(self.cases.len());
        for case in &self.cases {
            events.extend(case::import(
                work.unit.cases.get(&case.person.person_id),
                case,
                self.on,
            )?);
        }
        work.record(&events, context);
        Ok(kernel::fit(self.cases.len()))
    }
}

/// Something happened elsewhere to a person.
pub struct React {
    /// Who.
    pub person_id: PersonId,
    /// When.
    pub on: Date,
    /// What.
    pub reaction: Reaction,
}

impl Handle<Work> for React {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        work.want_case(&self.person_id);
        if matches!(self.reaction, Reaction::Corrected(_)) {
            work.unit.entries.want_all(&ENTRIES_OF, &self.person_id);
        }
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        work.follow(&self.person_id, context, |case, policy| {
            case::react(case, &self.reaction, self.on, policy)
        });
        Ok(())
    }
}

/// Two registrations are one person.
pub struct Merge {
    /// The person, under the registration that stays.
    pub person: Person,
    /// The registration that was a duplicate.
    pub merged: PersonId,
    /// When it was found.
    pub on: Date,
}

impl Handle<Work> for Merge {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        for person in [&self.person.person_id, &self.merged] {
            work.want_case(person);
        }
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        let duplicate = work.unit.cases.get(&self.merged).cloned();
        work.follow(&self.person.person_id, context, |case, policy| {
            case::merge(&self.person, case, duplicate.as_ref(), self.on, policy)
        });
        Ok(())
    }
}

/// A term of the case of this person may be over.
pub struct CaseDue(pub PersonId);

impl Handle<Work> for CaseDue {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        work.want_case(&self.0);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        let today = context.today;
        work.follow(&self.0, context, |case, _| {
            case.map(|case| case::due(case, today)).unwrap_or_default()
        });
        Ok(())
    }
}

/// A moratorium runs for this person.
pub struct Shield {
    /// Who.
    pub person_id: PersonId,
    /// The moratorium.
    pub moratorium_id: MoratoriumId,
}

/// A moratorium does not hold for this person any more.
pub struct Unshield {
    /// Who.
    pub person_id: PersonId,
    /// The moratorium.
    pub moratorium_id: MoratoriumId,
}

impl Handle<Work> for Shield {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        work.want_case(&self.person_id);
        work.unit.moratoria.want(&self.moratorium_id);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        work.under(&self.person_id, &self.moratorium_id, context, case::shield);
        Ok(())
    }
}

impl Handle<Work> for Unshield {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        work.want_case(&self.person_id);
        work.unit.moratoria.want(&self.moratorium_id);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        work.under(&self.person_id, &self.moratorium_id, context, case::unshield);
        Ok(())
    }
}

impl Work {
    /// Records what follows for the case of a person.
    fn follow(
        &mut self,
        person: &PersonId,
        context: &mut Context,
        decide: impl FnOnce(Option<&ReturnCase>, &Policy) -> Vec<case::Event>,
    ) {
        let policy = Arc::clone(&self.policy);
        let events = decide(self.unit.cases.get(person), &policy);
        self.record(&events, context);
    }

    /// Records what a moratorium means for the case of a person, when both are known.
    fn under(
        &mut self,
        person: &PersonId,
        moratorium: &MoratoriumId,
        context: &mut Context,
        decide: fn(&ReturnCase, &Moratorium, Date) -> Vec<case::Event>,
    ) {
        let both = self.unit.cases.get(person).zip(self.unit.moratoria.get(moratorium));
        if let Some(events) = both.map(|(case, one)| decide(case, one, context.today)) {
            self.record(&events, context);
        }
    }
}
