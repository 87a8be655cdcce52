//! Corrections of who somebody is: the cases of the person change with them.

use host::Handle;
use journal::Context;
use kernel::{Command, FamilyCaseId, Person, PersonId, Refusal};
use wire::Wire as _;
use wire::intake as pb;

use super::{CASES_OF, FAMILY_CASES_OF, SPONSORED_BY, Work};
use crate::domain::case::{self, AsylumCase};
use crate::domain::family::{self, FamilyCase};
use crate::domain::person::{self, CommandKind, PersonNote};

impl Work {
    /// The person as the newest of its cases knows it.
    pub(super) fn person(&self, id: PersonId) -> Option<Person> {
        let cases = self.cases_of(id);
        let newest = cases.iter().max_by_key(|case| (case.made_on, case.case_id));
        newest.map(|case| case.person.clone())
    }

    /// Family cases by a column, of both registrations, in a fixed order.
    fn families(&self, of: [Option<PersonId>; 2]) -> Vec<&FamilyCase> {
        let persons = of.into_iter().flatten();
        let all = persons.flat_map(|person| self.unit.families.all(&FAMILY_CASES_OF, &person));
        let mut all: Vec<&FamilyCase> = all.collect();
        all.sort_by_key(|case| case.case_id);
        all
    }
}

/// The registration that was a duplicate.
fn duplicate(kind: &CommandKind) -> Option<PersonId> {
    match kind {
        CommandKind::MergePersons { merged } => Some(*merged),
        CommandKind::CorrectPerson(_) => None,
    }
}

/// Corrects who somebody is, and every case of the person with it. An open case of a duplicate beside another open one ends.
impl Handle<Work> for Command<PersonId, CommandKind> {
    type Answer = Vec<pb::AsylumCase>;

    fn needs(&self, work: &mut Work) {
        let unit = &mut work.unit;
        let duplicate = duplicate(&self.kind);
        for person in [Some(self.key), duplicate].into_iter().flatten() {
            unit.notes.want(&person);
            unit.families.want_all(&FAMILY_CASES_OF, &person);
            let cases = unit.cases.want_all(&CASES_OF, &person);
            if duplicate == Some(person) {
                for case in cases {
                    unit.families.want_all(&SPONSORED_BY, &case.case_id);
                }
            }
        }
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        let (on, today) = (self.on, context.today);
        let duplicate = duplicate(&self.kind);
        let (stays, merged) =
            (work.person(self.key), duplicate.and_then(|merged| work.person(merged)));
        let note = duplicate.and_then(|merged| work.unit.notes.get(&merged)).cloned();
        let event =
            person::decide(stays.as_ref(), merged.as_ref(), note.as_ref(), &self.kind, on, today)?;
        let sponsored = duplicate.map_or_else(Vec::new, |merged| {
            let cases = work.cases_of(merged).into_iter();
            cases.flat_map(|case| work.unit.families.all(&SPONSORED_BY, &case.case_id)).collect()
        });
        let mut sponsored: Vec<FamilyCaseId> =
            sponsored.into_iter().map(|case| case.case_id).collect();
        sponsored.sort_unstable();
        if let Some(merged) = duplicate {
            // IN-1: of two open procedures that of the duplicate ends.
            if work.cases_of(self.key).iter().any(|case| !case.is_final()) {
                let open = work.cases_of(merged).into_iter();
                let ends = open.flat_map(|case| case::duplicate(&work.policy, case, on));
                let ends: Vec<case::Event> = ends.collect();
                host::record(&mut work.unit.cases, &ends, context);
            }
            let version = note.map_or(0, |note| note.version);
            let note = PersonNote { person_id: merged, merged_into: Some(self.key), version };
            work.unit.notes.put(note);
        }
        let person = event.person.clone();
        host::record(&mut work.unit.notes, &[event], context);
        let of = [Some(self.key), duplicate];
        let cases = of.into_iter().flatten().flat_map(|person| work.cases_of(person));
        let mut cases: Vec<&AsylumCase> = cases.collect();
        cases.sort_by_key(|case| case.case_id);
        let changed = cases.into_iter().flat_map(|case| case::corrected(case, &person, on));
        let changed: Vec<case::Event> = changed.collect();
        host::record(&mut work.unit.cases, &changed, context);
        let families = work.families(of).into_iter();
        let changed = families.flat_map(|case| family::corrected(case, &person, on));
        let changed: Vec<family::Event> = changed.collect();
        host::record(&mut work.unit.families, &changed, context);
        // Family follows the sponsor into the household of the registration that stays.
        let sponsored = sponsored.iter().filter_map(|id| work.unit.families.get(id));
        let follows = sponsored.flat_map(|case| family::follows(case, person.household_id, on));
        let follows: Vec<family::Event> = follows.collect();
        host::record(&mut work.unit.families, &follows, context);
        Ok(work.cases_of(self.key).into_iter().filter_map(AsylumCase::to_pb).collect())
    }
}
