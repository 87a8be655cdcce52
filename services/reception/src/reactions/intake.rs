//! Intake: who has a right to reception, as what, and until when.

use std::sync::Arc;

use feed::{Fact, Reactions};
use kernel::{Date, Person, Uuid};
use law::Policy;
use prost::Message;
use wire::Wire as _;
use wire::intake as pb;

use crate::domain::codes::Category;
use crate::domain::stay::Reaction;
use crate::work::Command;

const MADE: &str = "nl.asielaanvragen.aangemeld.v1";
const DECIDED: &str = "nl.asielaanvragen.beslist.v1";
const WITHDRAWN: &str = "nl.asielaanvragen.ingetrokken.v1";
const APPEALED: &str = "nl.asielaanvragen.beroep-ingesteld.v1";
const RULED: &str = "nl.asielaanvragen.beroep-uitspraak.v1";
const ROUTED: &str = "nl.asielaanvragen.spoor-toegewezen.v1";
const REVOKED: &str = "nl.asielaanvragen.vergunning-ingetrokken.v1";
const FAMILY_ARRIVED: &str = "nl.nareisaanvragen.aangekomen.v1";

pub(super) struct Intake {
    pub(super) policy: Arc<Policy>,
}

fn decode<M: Message + Default>(fact: &Fact<'_>) -> Result<M, String> {
    M::decode(fact.data).map_err(|e| e.to_string())
}

fn person(pb: Option<wire::common::Person>) -> Result<Person, String> {
    Person::from_pb(pb).map_err(|e| e.inside("person").to_string())
}

fn rejected(on: Date, departure_days: i32, transfer: bool) -> Reaction {
    Reaction::Rejected(law::reception_ends_on(on, departure_days, transfer))
}

impl Reactions<Command> for Intake {
    fn types(&self) -> Vec<&'static str> {
        vec![MADE, DECIDED, WITHDRAWN, APPEALED, RULED, ROUTED, REVOKED, FAMILY_ARRIVED]
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
                return expect(on, made.person, &made.case_id, Category::Applicant);
            }
            FAMILY_ARRIVED => {
                let arrived: pb::FamilyMemberArrived = decode(fact)?;
                if !arrived.needs_reception {
                    return Ok(None);
                }
                return expect(on, arrived.person, &arrived.case_id, Category::FamilyReunion);
            }
            DECIDED => {
                let decided: pb::ApplicationDecided = decode(fact)?;
                use pb::DecisionOutcome as O;
                let reaction = match decided.outcome() {
                    O::GrantRefugee | O::GrantSubsidiary => Reaction::Granted,
                    O::NotProcessedResponsibility => rejected(on, 0, true),
                    _ => rejected(on, decided.departure_days, false),
                };
                (decided.person, reaction)
            }
            WITHDRAWN => {
                let withdrawn: pb::ApplicationWithdrawn = decode(fact)?;
                // Who is gone has no stay that could go on.
                if withdrawn.gone {
                    return Ok(None);
                }
                (withdrawn.person, rejected(on, withdrawn.departure_days, false))
            }
            APPEALED => {
                let appealed: pb::AppealLodged = decode(fact)?;
                if !appealed.suspensive {
                    return Ok(None);
                }
                (appealed.person, Reaction::InProcedure)
            }
            RULED => {
                let ruled: pb::AppealRuled = decode(fact)?;
                let grounded = ruled.ruling() == pb::AppealRuling::Grounded;
                let reaction = if grounded {
                    Reaction::InProcedure
                } else {
                    rejected(on, ruled.departure_days, false)
                };
                (ruled.person, reaction)
            }
            ROUTED => {
                let routed: pb::TrackAssigned = decode(fact)?;
                (routed.person, Reaction::InProcedure)
            }
            REVOKED => {
                let revoked: pb::PermitRevoked = decode(fact)?;
                (revoked.person, rejected(on, law::departure_days(&self.policy, on, false), false))
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
) -> Result<Option<Command>, String> {
    let person = self::person(person)?;
    let case_id: Uuid = case_id.parse().map_err(|_| "case_id is no uuid".to_owned())?;
    let id = person.person_id;
    let reaction = Reaction::Expected { person, case_id: Some(case_id), category };
    Ok(Some(Command::React(vec![id], on, reaction)))
}
