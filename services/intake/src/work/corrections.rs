//! Corrections of who somebody is: the cases of the person change with them.

use std::collections::HashMap;

use db::{TableRow as _, Tx, Value};
use journal::Context;
use kernel::{Order, Person, Refusal, Uuid};
use prost::Message as _;
use wire::Wire as _;
use wire::intake as pb;

use super::Work;
use crate::domain::case::{self, AsylumCase};
use crate::domain::family::{self, FamilyCase};
use crate::domain::person::{self, PersonNote};

impl Work {
    /// The family cases of the persons who are corrected, and those of which they are the sponsor.
    pub(super) async fn load_families_of(
        &mut self,
        tx: &mut Tx,
        corrected: &[Uuid],
    ) -> db::Result<()> {
        self.families_of.clear();
        self.sponsored_by.clear();
        let (table, columns) = (FamilyCase::TABLE, FamilyCase::COLUMNS);
        let persons: Vec<Value> = corrected.iter().copied().map(Value::Uuid).collect();
        for row in tx.by_key(table, columns, "person_id", &persons).await? {
            let case = FamilyCase::from_row(&row)?;
            self.families_of.entry(case.person.person_id).or_default().push(case.case_id);
            self.families.learn([case]);
        }
        let cases_of = |person: &Uuid| self.of_person.get(person).into_iter().flatten();
        let sponsors: HashMap<Uuid, Uuid> = corrected
            .iter()
            .flat_map(|person| cases_of(person).map(|case| (*case, *person)))
            .collect();
        let cases: Vec<Value> = sponsors.keys().copied().map(Value::Uuid).collect();
        for row in tx.by_key(table, columns, "sponsor_case_id", &cases).await? {
            let case = FamilyCase::from_row(&row)?;
            let sponsor = case.sponsor_case_id.and_then(|id| sponsors.get(&id));
            if let Some(sponsor) = sponsor {
                self.sponsored_by.entry(*sponsor).or_default().push(case.case_id);
            }
            self.families.learn([case]);
        }
        Ok(())
    }

    /// The person that stays, for a registration that was a duplicate.
    pub(super) fn kept(&self, person: Uuid) -> Uuid {
        self.notes.get(&person).and_then(|note| note.merged_into).unwrap_or(person)
    }

    /// The person as the newest of its cases knows it.
    pub(super) fn person(&self, id: Uuid) -> Option<Person> {
        let cases = self.cases_of(id);
        let newest = cases.iter().max_by_key(|case| (case.made_on, case.case_id));
        newest.map(|case| case.person.clone())
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
        // Family follows the sponsor into the household of the registration that stays.
        let mut follow = duplicate.and_then(|id| self.sponsored_by.remove(&id)).unwrap_or_default();
        follow.sort_unstable();
        let rows = follow.iter().filter_map(|id| self.families.get(id));
        let changed = rows.flat_map(|case| family::follows(case, person.household_id, order.on));
        let changed: Vec<family::Event> = changed.collect();
        host::record(&mut self.families, &changed, context);
        self.sponsored_by.entry(order.key).or_default().extend(follow);
        let cases = self.cases_of(order.key).into_iter().filter_map(AsylumCase::to_pb).collect();
        Ok(pb::MergePersonsResponse { cases }.encode_to_vec())
    }
}
