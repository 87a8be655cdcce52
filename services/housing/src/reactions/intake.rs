//! Intake: a grant begins a match or joins one, family joins, a revocation leaves; what intake corrects is corrected
//! here.

use kernel::Person;
use wire::Wire as _;
use wire::intake as pb;

use crate::domain::matching::{Merged, Moved, Reaction};
use crate::work::{AnyCommand, Follow, Merge, React};

pub(super) struct Intake;

feed::reactions! { Intake => AnyCommand, |_, event| given { let on = event.occurred_on; } {
    pb::ApplicationDecided as decided => {
        if !granted(decided.outcome()) {
            return Ok(None);
        }
        react(decided.person, on, |person| {
            if person.unaccompanied_minor {
                Reaction::JoinsAlone(person.person_id, person.birth_year)
            } else {
                Reaction::Joins(person.person_id)
            }
        })
    }
    pb::DecisionRetracted as retracted => {
        if !granted(retracted.outcome()) {
            return Ok(None);
        }
        react(retracted.person, on, |person| Reaction::Retracted(person.person_id))
    }
    pb::PermitRevoked as revoked => {
        react(revoked.person, on, |person| Reaction::Leaves(person.person_id))
    }
    pb::FamilyMemberArrived as arrived => {
        react(arrived.person, on, |person| {
            if arrived.needs_reception {
                Reaction::Joins(person.person_id)
            } else {
                Reaction::JoinsHome(person.person_id)
            }
        })
    }
    pb::PersonCorrected as corrected => {
        react(corrected.person, on, |person| {
            let year = person.unaccompanied_minor.then_some(person.birth_year);
            Reaction::Corrected(person.person_id, year)
        })
    }
    pb::PersonsMerged as both => { merged(both, on) }
    pb::FamilyCaseCorrected as corrected => { moved(corrected, on) }
}}

fn react(
    person: Option<wire::common::Person>,
    on: kernel::Date,
    reaction: impl FnOnce(&Person) -> Reaction,
) -> Result<Option<AnyCommand>, String> {
    let person = read("person", person)?;
    let (household_id, reaction) = (person.household_id, reaction(&person));
    Ok(Some(React { household_id, on, reaction }.into()))
}

fn granted(outcome: pb::DecisionOutcome) -> bool {
    matches!(outcome, pb::DecisionOutcome::GrantRefugee | pb::DecisionOutcome::GrantSubsidiary)
}

fn read(name: &str, person: Option<wire::common::Person>) -> Result<Person, String> {
    Person::from_pb(person).map_err(|e| e.inside(name).to_string())
}

fn merged(merged: pb::PersonsMerged, on: kernel::Date) -> Result<Option<AnyCommand>, String> {
    let (kept, gone) = (read("person", merged.person)?, read("merged", merged.merged)?);
    let merged = Merged {
        person_id: kept.person_id,
        household_id: kept.household_id,
        merged_person_id: gone.person_id,
        merged_household_id: gone.household_id,
    };
    Ok(Some(Merge { merged, on }.into()))
}

/// Family that arrived follows the sponsor.
fn moved(
    corrected: pb::FamilyCaseCorrected,
    on: kernel::Date,
) -> Result<Option<AnyCommand>, String> {
    if corrected.arrived_on.is_none() {
        return Ok(None);
    }
    let (now, before) = (read("person", corrected.person)?, read("before", corrected.before)?);
    if now.household_id == before.household_id {
        return Ok(None);
    }
    let moved = Moved {
        person_id: now.person_id,
        household_id: now.household_id,
        from_household_id: before.household_id,
    };
    Ok(Some(Follow { moved, on }.into()))
}
