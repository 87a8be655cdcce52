//! Intake: negative decisions announce a case, appeals and moratoria block it, grants close it, new applications
//! hold it; what intake corrects is corrected here.

use std::sync::Arc;

use feed::{Fact, Reactions};
use kernel::{Date, Person, Uuid};
use law::Policy;
use prost::Message;
use wire::Wire as _;
use wire::intake as pb;

use crate::domain::case::Reaction;
use crate::domain::moratorium::Moratorium;
use crate::work::Command;

const MADE: &str = "nl.asielaanvragen.aangemeld.v1";
const DECIDED: &str = "nl.asielaanvragen.beslist.v1";
const WITHDRAWN: &str = "nl.asielaanvragen.ingetrokken.v1";
const APPEALED: &str = "nl.asielaanvragen.beroep-ingesteld.v1";
const INTERIM: &str = "nl.asielaanvragen.voorziening-uitspraak.v1";
const RULED: &str = "nl.asielaanvragen.beroep-uitspraak.v1";
const FINAL: &str = "nl.asielaanvragen.onherroepelijk.v1";
const REVOKED: &str = "nl.asielaanvragen.vergunning-ingetrokken.v1";

const DECLARED: &str = "nl.moratoria.ingesteld.v1";
const ENDED: &str = "nl.moratoria.beeindigd.v1";
const MERGED: &str = "nl.personen.samengevoegd.v1";
const CORRECTED: &str = "nl.personen.gecorrigeerd.v1";
const CASE_CORRECTED: &str = "nl.asielaanvragen.persoon-gecorrigeerd.v1";
const RETRACTED: &str = "nl.asielaanvragen.besluit-ingetrokken.v1";

pub(super) struct Intake {
    pub(super) policy: Arc<Policy>,
}

fn decode<M: Message + Default>(fact: &Fact<'_>) -> Result<M, String> {
    M::decode(fact.data).map_err(|e| e.to_string())
}

fn person(pb: Option<wire::common::Person>) -> Result<Person, String> {
    Person::from_pb(pb).map_err(|e| e.inside("person").to_string())
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
            FINAL,
            REVOKED,
            DECLARED,
            ENDED,
            MERGED,
            CORRECTED,
            CASE_CORRECTED,
            RETRACTED,
        ]
    }

    fn command(&self, fact: &Fact<'_>) -> Result<Option<Command>, String> {
        let on = fact.occurred_on;
        let react = |who, reaction| Ok(Some(Command::React(person(who)?.person_id, on, reaction)));
        match fact.event_type {
            MADE => {
                let made: pb::ApplicationMade = decode(fact)?;
                // Resettled persons come from abroad; nobody has a file on them.
                if made.kind() == pb::ApplicationKind::Resettled {
                    return Ok(None);
                }
                let no = made.subsequent_no;
                react(made.person, Reaction::NewApplication(no))
            }
            DECIDED => decided(decode(fact)?, on),
            WITHDRAWN => {
                let withdrawn: pb::ApplicationWithdrawn = decode(fact)?;
                // Of a duplicate the merge tells.
                if withdrawn.withdrawal() == pb::Withdrawal::Duplicate {
                    return Ok(None);
                }
                let (days, gone) = (withdrawn.departure_days, withdrawn.gone);
                announce(
                    withdrawn.person,
                    &withdrawn.case_id,
                    None,
                    days,
                    Pending { gone, ..Pending::default() },
                    on,
                )
            }
            APPEALED => {
                let appealed: pb::AppealLodged = decode(fact)?;
                if !appealed.suspensive {
                    return Ok(None);
                }
                react(appealed.person, Reaction::Blocked)
            }
            INTERIM => {
                let ruled: pb::InterimRuled = decode(fact)?;
                if !ruled.granted {
                    return Ok(None);
                }
                react(ruled.person, Reaction::Blocked)
            }
            RULED => {
                let ruled: pb::AppealRuled = decode(fact)?;
                let grounded = ruled.ruling() == pb::AppealRuling::Grounded;
                let days = ruled.departure_days;
                react(
                    ruled.person,
                    if grounded { Reaction::Lawful } else { Reaction::Removable(days) },
                )
            }
            FINAL => {
                let last: pb::DecisionFinal = decode(fact)?;
                react(last.person, Reaction::Final)
            }
            REVOKED => {
                let revoked: pb::PermitRevoked = decode(fact)?;
                let days = law::departure_days(&self.policy, on, false);
                announce(revoked.person, &revoked.case_id, None, days, Pending::default(), on)
            }
            DECLARED => declared(decode(fact)?, on),
            ENDED => {
                let ended: pb::MoratoriumEnded = decode(fact)?;
                Ok(Some(Command::MoratoriumEnded(id("moratorium_id", &ended.moratorium_id)?, on)))
            }
            MERGED => {
                let merged: pb::PersonsMerged = decode(fact)?;
                let (kept, gone) = (person(merged.person)?, person(merged.merged)?);
                Ok(Some(Command::Merge { person: kept, merged: gone.person_id, on }))
            }
            CORRECTED => {
                let corrected: pb::PersonCorrected = decode(fact)?;
                let person = person(corrected.person)?;
                Ok(Some(Command::React(person.person_id, on, Reaction::Corrected(person))))
            }
            CASE_CORRECTED => {
                // A case of a duplicate that protects is the person's.
                let corrected: pb::CaseCorrected = decode(fact)?;
                if !corrected.protected {
                    return Ok(None);
                }
                react(corrected.person, Reaction::Lawful)
            }
            RETRACTED => {
                let retracted: pb::DecisionRetracted = decode(fact)?;
                let case_id = id("case_id", &retracted.case_id)?;
                react(retracted.person, Reaction::Retracted(case_id))
            }
            _ => Ok(None),
        }
    }
}

fn id(name: &str, text: &str) -> Result<Uuid, String> {
    text.parse().map_err(|_| format!("{name} is no uuid"))
}

/// A moratorium on departures; one on decisions only is nothing to returns.
fn declared(declared: pb::MoratoriumDeclared, on: Date) -> Result<Option<Command>, String> {
    if !declared.departures {
        return Ok(None);
    }
    let date = |pb| Date::from_pb(pb).map_err(|e| e.to_string());
    Ok(Some(Command::MoratoriumDeclared(Moratorium {
        moratorium_id: id("moratorium_id", &declared.moratorium_id)?,
        nationality: declared.nationality.parse().map_err(|e| format!("nationality: {e}"))?,
        starts_on: date(declared.starts_on)?,
        ends_on: date(declared.ends_on)?,
        ended_on: None,
        declared_on: Some(on),
    })))
}

fn decided(decided: pb::ApplicationDecided, on: Date) -> Result<Option<Command>, String> {
    use pb::DecisionOutcome as O;
    if matches!(decided.outcome(), O::GrantRefugee | O::GrantSubsidiary) {
        let person = person(decided.person)?;
        return Ok(Some(Command::React(person.person_id, on, Reaction::Lawful)));
    }
    let transfer = <Option<Date>>::from_pb(decided.transfer_due_on).map_err(|e| e.to_string())?;
    let day = |pb| <Option<Date>>::from_pb(pb).map_err(|e| e.to_string());
    let responsibility = (day(decided.registered_on)?, day(decided.accepted_on)?);
    let pending = Pending { stay: decided.stay_pending_appeal, gone: false, responsibility };
    announce(decided.person, &decided.case_id, transfer, decided.departure_days, pending, on)
}

/// Where the person is when the decision is announced.
#[derive(Clone, Copy, Default)]
struct Pending {
    /// An appeal in time would let the person stay.
    stay: bool,
    /// The person is gone already.
    gone: bool,
    /// Day of registration and of acceptance, of a transfer.
    responsibility: (Option<Date>, Option<Date>),
}

fn announce(
    who: Option<wire::common::Person>,
    case_id: &str,
    transfer_due_on: Option<Date>,
    departure_days: i32,
    pending: Pending,
    on: Date,
) -> Result<Option<Command>, String> {
    let person = person(who)?;
    let case_id = id("case_id", case_id)?;
    let id = person.person_id;
    let reaction = Reaction::Announced {
        person,
        case_id,
        transfer_due_on,
        responsibility: pending.responsibility,
        departure_days,
        stay_pending_appeal: pending.stay,
        gone: pending.gone,
    };
    Ok(Some(Command::React(id, on, reaction)))
}
