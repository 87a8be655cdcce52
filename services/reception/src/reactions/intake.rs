//! Intake: who has a right to reception, as what, and until when.

use std::sync::Arc;

use feed::{Fact, Reactions};
use kernel::{Date, Person, Uuid};
use law::Policy;
use prost::Message;
use wire::Wire as _;
use wire::intake as pb;

use crate::domain::codes::{Category, EntryReason};
use crate::domain::stay::Reaction;
use crate::work::Command;

const MADE: &str = "nl.asielaanvragen.aangemeld.v1";
const DECIDED: &str = "nl.asielaanvragen.beslist.v1";
const WITHDRAWN: &str = "nl.asielaanvragen.ingetrokken.v1";
const APPEALED: &str = "nl.asielaanvragen.beroep-ingesteld.v1";
const INTERIM: &str = "nl.asielaanvragen.voorziening-uitspraak.v1";
const RULED: &str = "nl.asielaanvragen.beroep-uitspraak.v1";
const ROUTED: &str = "nl.asielaanvragen.spoor-toegewezen.v1";
const REVOKED: &str = "nl.asielaanvragen.vergunning-ingetrokken.v1";
const FAMILY_ARRIVED: &str = "nl.nareisaanvragen.aangekomen.v1";

const RETRACTED: &str = "nl.asielaanvragen.besluit-ingetrokken.v1";
const MERGED: &str = "nl.personen.samengevoegd.v1";
const FAMILY_CORRECTED: &str = "nl.nareisaanvragen.persoon-gecorrigeerd.v1";
const CASE_CORRECTED: &str = "nl.asielaanvragen.persoon-gecorrigeerd.v1";
const CORRECTED: &str = "nl.personen.gecorrigeerd.v1";

pub(super) struct Intake {
    pub(super) policy: Arc<Policy>,
}

fn decode<M: Message + Default>(fact: &Fact<'_>) -> Result<M, String> {
    M::decode(fact.data).map_err(|e| e.to_string())
}

fn person(pb: Option<wire::common::Person>) -> Result<Person, String> {
    Person::from_pb(pb).map_err(|e| e.inside("person").to_string())
}

fn id(text: &str, field: &str) -> Result<Uuid, String> {
    text.parse().map_err(|_| format!("{field} is no uuid"))
}

impl Reactions<Command> for Intake {
    fn types(&self) -> Vec<&'static str> {
        vec![
            MADE,
            DECIDED,
            WITHDRAWN,
            APPEALED,
            RULED,
            INTERIM,
            ROUTED,
            REVOKED,
            FAMILY_ARRIVED,
            RETRACTED,
            MERGED,
            CORRECTED,
            CASE_CORRECTED,
            FAMILY_CORRECTED,
        ]
    }

    fn command(&self, fact: &Fact<'_>) -> Result<Option<Command>, String> {
        let on = fact.occurred_on;
        let (person, reaction) = match fact.event_type {
            MADE => {
                let made: pb::ApplicationMade = decode(fact)?;
                // No right in the first phase of a repeat application; resettled persons go to a home.
                if !matches!(
                    made.kind(),
                    pb::ApplicationKind::First | pb::ApplicationKind::Relocated
                ) {
                    return Ok(None);
                }
                let (category, entry) = (Category::Applicant, EntryReason::FirstApplication);
                return expect(on, made.person, &made.case_id, category, entry);
            }
            FAMILY_ARRIVED => {
                let arrived: pb::FamilyMemberArrived = decode(fact)?;
                if !arrived.needs_reception {
                    return Ok(None);
                }
                let (category, entry) = (Category::FamilyReunion, EntryReason::Family);
                return expect(on, arrived.person, &arrived.case_id, category, entry);
            }
            DECIDED => {
                let decided: pb::ApplicationDecided = decode(fact)?;
                use pb::DecisionOutcome as O;
                let reaction = match decided.outcome() {
                    O::GrantRefugee | O::GrantSubsidiary => Reaction::Granted,
                    O::NotProcessedResponsibility => Reaction::Transferred,
                    _ => Reaction::Rejected(decided.departure_days),
                };
                (decided.person, reaction)
            }
            WITHDRAWN => {
                let withdrawn: pb::ApplicationWithdrawn = decode(fact)?;
                // Who is gone has no stay that could go on; of a duplicate the merge tells.
                if withdrawn.gone || withdrawn.withdrawal() == pb::Withdrawal::Duplicate {
                    return Ok(None);
                }
                (withdrawn.person, Reaction::Rejected(withdrawn.departure_days))
            }
            APPEALED => {
                let appealed: pb::AppealLodged = decode(fact)?;
                if !appealed.suspensive {
                    return Ok(None);
                }
                let case_id = Some(id(&appealed.case_id, "case_id")?);
                (appealed.person, Reaction::InProcedure(true, case_id))
            }
            INTERIM => {
                let ruled: pb::InterimRuled = decode(fact)?;
                if !ruled.granted {
                    return Ok(None);
                }
                let case_id = Some(id(&ruled.case_id, "case_id")?);
                (ruled.person, Reaction::InProcedure(true, case_id))
            }
            RULED => {
                let ruled: pb::AppealRuled = decode(fact)?;
                let grounded = ruled.ruling() == pb::AppealRuling::Grounded;
                let reaction = if grounded {
                    Reaction::InProcedure(false, Some(id(&ruled.case_id, "case_id")?))
                } else {
                    Reaction::Dismissed(ruled.departure_days)
                };
                (ruled.person, reaction)
            }
            ROUTED => {
                let routed: pb::TrackAssigned = decode(fact)?;
                let case_id = Some(id(&routed.case_id, "case_id")?);
                (routed.person, Reaction::InProcedure(false, case_id))
            }
            REVOKED => {
                let revoked: pb::PermitRevoked = decode(fact)?;
                (revoked.person, Reaction::Rejected(law::departure_days(&self.policy, on, false)))
            }
            CASE_CORRECTED => {
                // A case of a duplicate that protects is the person's.
                let corrected: pb::CaseCorrected = decode(fact)?;
                if !corrected.protected {
                    return Ok(None);
                }
                (corrected.person, Reaction::Granted)
            }
            RETRACTED => {
                let retracted: pb::DecisionRetracted = decode(fact)?;
                let person = self::person(retracted.person)?;
                let person_id = person.person_id;
                let case_id = Some(id(&retracted.case_id, "case_id")?);
                let reaction = Reaction::Retracted { person, case_id };
                return Ok(Some(Command::React(vec![person_id], on, reaction)));
            }
            MERGED => {
                let merged: pb::PersonsMerged = decode(fact)?;
                let other = self::person(merged.merged)?.person_id;
                return Ok(Some(Command::Merge(on, self::person(merged.person)?, other)));
            }
            FAMILY_CORRECTED => {
                let corrected: pb::FamilyCaseCorrected = decode(fact)?;
                let person = self::person(corrected.person)?;
                return Ok(Some(Command::Follow(on, person.person_id, person.household_id)));
            }
            CORRECTED => {
                let corrected: pb::PersonCorrected = decode(fact)?;
                return Ok(Some(Command::Correct(on, self::person(corrected.person)?)));
            }
            _ => return Ok(None),
        };
        let person = self::person(person)?;
        Ok(Some(Command::React(vec![person.person_id], on, reaction)))
    }
}

fn expect(
    on: Date,
    person: Option<wire::common::Person>,
    case_id: &str,
    category: Category,
    entry: EntryReason,
) -> Result<Option<Command>, String> {
    let person = self::person(person)?;
    let case_id = Some(id(case_id, "case_id")?);
    let person_id = person.person_id;
    let reaction = Reaction::Expected { person, case_id, category, entry };
    Ok(Some(Command::React(vec![person_id], on, reaction)))
}
