//! Corrections of who somebody is: the cases of the person change with them.

use journal::Context;
use kernel::{Order, Person, Refusal, Uuid};
use prost::Message as _;
use wire::Wire as _;
use wire::intake as pb;

use super::Work;
use crate::domain::case::{self, AsylumCase};
use crate::domain::family;
use crate::domain::person::{self, PersonNote};

impl Work {
    /// The person that stays, for a registration that was a duplicate.
    pub(super) fn kept(&self, person: Uuid) -> Uuid {
        self.notes.get(&person).and_then(|note| note.merged_into).unwrap_or(person)
    }

    /// The person as the newest of its cases knows it.
    pub(super) fn person(&self, id: Uuid) -> Option<Person> {
        let cases = self.cases_of(id);
        let newest = cases.iter().max_by_key(|case| (case.made_on, case.case_id));
        newest.map(|case| case.person())
    }

    /// Corrects who somebody is, and every case of the person with it. An open case of a duplicate beside
    /// another open one ends.
    pub(super) fn person_order(
        &mut self,
        order: &Order<Uuid, person::Action>,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let kept = self.person(order.key);
        let duplicate = match order.action {
            person::Action::MergePersons { merged } => Some(merged),
            person::Action::CorrectPerson(_) => None,
        };
        let merged = duplicate.and_then(|id| self.person(id));
        let note = duplicate.and_then(|id| self.notes.get(&id)).cloned();
        let event = person::decide(
            kept.as_ref(),
            merged.as_ref(),
            note.as_ref(),
            &order.action,
            order.on,
            context.today,
        )?;
        if let Some(merged) = duplicate {
            // IN-1: of two open procedures that of the duplicate ends.
            if self.cases_of(order.key).iter().any(|case| !case.is_final()) {
                let mut open = self.cases_of(merged);
                open.sort_by_key(|case| case.case_id);
                let ends =
                    open.iter().flat_map(|case| case::duplicate(&self.policy, case, order.on));
                let ends: Vec<case::Event> = ends.collect();
                self.record_cases(&ends, context);
            }
            let version = note.map_or(0, |note| note.version);
            self.notes.put(PersonNote { person_id: merged, merged_into: Some(order.key), version });
        }
        let person = event.person.clone();
        host::record(&mut self.notes, &[event], context);
        let mut ids = self.of_person.get(&order.key).cloned().unwrap_or_default();
        ids.extend(duplicate.and_then(|id| self.of_person.remove(&id)).unwrap_or_default());
        ids.sort_unstable();
        let cases = ids.iter().filter_map(|id| self.cases.get(id));
        let changed = cases.flat_map(|case| case::corrected(case, &person, order.on));
        let changed: Vec<case::Event> = changed.collect();
        self.record_cases(&changed, context);
        self.of_person.insert(order.key, ids);
        let mut families = self.families_of.get(&order.key).cloned().unwrap_or_default();
        families.extend(duplicate.and_then(|id| self.families_of.remove(&id)).unwrap_or_default());
        families.sort_unstable();
        let rows = families.iter().filter_map(|id| self.families.get(id));
        let changed = rows.flat_map(|case| family::corrected(case, &person, order.on));
        let changed: Vec<family::Event> = changed.collect();
        host::record(&mut self.families, &changed, context);
        let cases = self.cases_of(order.key).into_iter().filter_map(AsylumCase::to_pb).collect();
        Ok(pb::MergePersonsResponse { cases }.encode_to_vec())
    }
}
