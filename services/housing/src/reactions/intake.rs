//! Intake: a grant begins a match or joins one, family joins, a revocation leaves; what intake corrects is corrected
//! here.

use feed::{Fact, Reactions};
use kernel::Person;
use prost::Message;
use wire::Wire as _;
use wire::intake as pb;

use crate::domain::matching::{Merged, Moved, Reaction};
use crate::work::Command;

const DECIDED: &str = "nl.asielaanvragen.beslist.v1";
const RETRACTED: &str = "nl.asielaanvragen.besluit-ingetrokken.v1";
const MERGED: &str = "nl.personen.samengevoegd.v1";
const CORRECTED: &str = "nl.personen.gecorrigeerd.v1";
const FAMILY_CORRECTED: &str = "nl.nareisaanvragen.persoon-gecorrigeerd.v1";
const REVOKED: &str = "nl.asielaanvragen.vergunning-ingetrokken.v1";
const FAMILY_ARRIVED: &str = "nl.nareisaanvragen.aangekomen.v1";

pub(super) struct Intake;

fn decode<M: Message + Default>(fact: &Fact<'_>) -> Result<M, String> {
    M::decode(fact.data).map_err(|e| e.to_string())
}

impl Reactions<Command> for Intake {
    fn types(&self) -> Vec<&'static str> {
        vec![DECIDED, RETRACTED, REVOKED, FAMILY_ARRIVED, MERGED, CORRECTED, FAMILY_CORRECTED]
    }

    fn command(&self, fact: &Fact<'_>) -> Result<Option<Command>, String> {
        let on = fact.occurred_on;
        let (person, reaction): (_, fn(&Person) -> Reaction) = match fact.event_type {
            DECIDED => {
                let decided: pb::ApplicationDecided = decode(fact)?;
                if !granted(decided.outcome()) {
                    return Ok(None);
                }
                (decided.person, |person| {
                    if person.unaccompanied_minor {
                        Reaction::JoinsAlone(person.person_id, person.birth_year)
                    } else {
                        Reaction::Joins(person.person_id)
                    }
                })
            }
            RETRACTED => {
                let retracted: pb::DecisionRetracted = decode(fact)?;
                if !granted(retracted.outcome()) {
                    return Ok(None);
                }
                (retracted.person, |person| Reaction::Retracted(person.person_id))
            }
            REVOKED => (decode::<pb::PermitRevoked>(fact)?.person, |person| {
                Reaction::Leaves(person.person_id)
            }),
            FAMILY_ARRIVED => {
                let arrived: pb::FamilyMemberArrived = decode(fact)?;
                (
                    arrived.person,
                    if arrived.needs_reception {
                        |person| Reaction::Joins(person.person_id)
                    } else {
                        |person| Reaction::JoinsHome(person.person_id)
                    },
                )
            }
            CORRECTED => (decode::<pb::PersonCorrected>(fact)?.person, |person| {
                let year = person.unaccompanied_minor.then_some(person.birth_year);
                Reaction::Corrected(person.person_id, year)
            }),
            MERGED => return merged(decode(fact)?, on),
            FAMILY_CORRECTED => return moved(decode(fact)?, on),
            _ => return Ok(None),
        };
        let person = read("person", person)?;
        Ok(Some(Command::React(person.household_id, on, reaction(&person))))
    }
}

fn granted(outcome: pb::DecisionOutcome) -> bool {
    matches!(outcome, pb::DecisionOutcome::GrantRefugee | pb::DecisionOutcome::GrantSubsidiary)
}

fn read(name: &str, person: Option<wire::common::Person>) -> Result<Person, String> {
    Person::from_pb(person).map_err(|e| e.inside(name).to_string())
}

fn merged(merged: pb::PersonsMerged, on: kernel::Date) -> Result<Option<Command>, String> {
    let (kept, gone) = (read("person", merged.person)?, read("merged", merged.merged)?);
    let merged = Merged {
        person_id: kept.person_id,
        household_id: kept.household_id,
        merged_person_id: gone.person_id,
        merged_household_id: gone.household_id,
    };
    Ok(Some(Command::Merge(merged, on)))
}

/// Family that arrived follows the sponsor.
fn moved(corrected: pb::FamilyCaseCorrected, on: kernel::Date) -> Result<Option<Command>, String> {
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
    Ok(Some(Command::Follow(moved, on)))
}
