//! Intake: negative decisions announce a case, appeals and moratoria block it, grants close it, new applications
//! hold it; what intake corrects is corrected here.

use std::sync::Arc;

use kernel::{Date, Person, PersonId};
use law::Policy;
use wire::Wire as _;
use wire::intake as pb;

use crate::domain::case::{Reaction, Responsibility};
use crate::domain::moratorium::Moratorium;
use crate::work::{AnyCommand, Declared, Ended, Merge, React};

pub(super) struct Intake {
    pub(super) policy: Arc<Policy>,
}

fn person(pb: Option<wire::common::Person>) -> Result<Person, String> {
    Person::from_pb(pb).map_err(|e| e.inside("person").to_string())
}

feed::reactions! { Intake => AnyCommand, |intake, event| given {
    let on = event.occurred_on;
    let react = |who, reaction| follows(person(who)?.person_id, on, reaction);
} {
    pb::ApplicationMade as made => {
        // Resettled persons come from abroad; nobody has a file on them.
        if made.kind() == pb::ApplicationKind::Resettled {
            return Ok(None);
        }
        let no = made.subsequent_no;
        react(made.person, Reaction::NewApplication(no))
    }
    pb::ApplicationDecided as event => { decided(event, on) }
    pb::ApplicationWithdrawn as withdrawn => {
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
    pb::AppealLodged as appealed => {
        if !appealed.suspensive {
            return Ok(None);
        }
        react(appealed.person, Reaction::Blocked)
    }
    pb::InterimRuled as ruled => {
        if !ruled.granted {
            return Ok(None);
        }
        react(ruled.person, Reaction::Blocked)
    }
    pb::AppealRuled as ruled => {
        let grounded = ruled.ruling() == pb::AppealRuling::Grounded;
        let days = ruled.departure_days;
        react(
            ruled.person,
            if grounded { Reaction::Lawful } else { Reaction::Removable(days) },
        )
    }
    pb::DecisionFinal as last => {
        react(last.person, Reaction::Final)
    }
    pb::PermitRevoked as revoked => {
        let days = law::departure_days(&intake.policy, on, false);
        announce(revoked.person, &revoked.case_id, None, days, Pending::default(), on)
    }
    pb::MoratoriumDeclared as event => { declared(event, on) }
    pb::MoratoriumEnded as ended => {
        let moratorium_id = id("moratorium_id", &ended.moratorium_id)?;
        Ok(Some(Ended { moratorium_id, on }.into()))
    }
    pb::PersonsMerged as merged => {
        let (person, duplicate) = (person(merged.person)?, person(merged.merged)?);
        Ok(Some(Merge { person, merged: duplicate.person_id, on }.into()))
    }
    pb::PersonCorrected as corrected => {
        let person = person(corrected.person)?;
        follows(person.person_id, on, Reaction::Corrected(person))
    }
    pb::CaseCorrected as corrected => {
        // A case of a duplicate that protects is the person's.
        if !corrected.protected {
            return Ok(None);
        }
        react(corrected.person, Reaction::Lawful)
    }
    pb::DecisionRetracted as retracted => {
        let case_id = id("case_id", &retracted.case_id)?;
        react(retracted.person, Reaction::Retracted(case_id))
    }
}}

fn follows(
    person_id: PersonId,
    on: Date,
    reaction: Reaction,
) -> Result<Option<AnyCommand>, String> {
    Ok(Some(React { person_id, on, reaction }.into()))
}

fn id<T: std::str::FromStr>(name: &str, text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("{name} is no uuid"))
}

/// A moratorium on departures; one on decisions only is nothing to returns.
fn declared(declared: pb::MoratoriumDeclared, on: Date) -> Result<Option<AnyCommand>, String> {
    if !declared.departures {
        return Ok(None);
    }
    let date = |pb| Date::from_pb(pb).map_err(|e| e.to_string());
    let declared = Moratorium {
        moratorium_id: id("moratorium_id", &declared.moratorium_id)?,
        nationality: declared.nationality.parse().map_err(|e| format!("nationality: {e}"))?,
        starts_on: date(declared.starts_on)?,
        ends_on: date(declared.ends_on)?,
        ended_on: None,
        declared_on: Some(on),
    };
    Ok(Some(Declared(declared).into()))
}

fn decided(decided: pb::ApplicationDecided, on: Date) -> Result<Option<AnyCommand>, String> {
    use pb::DecisionOutcome as O;
    if matches!(decided.outcome(), O::GrantRefugee | O::GrantSubsidiary) {
        let person = person(decided.person)?;
        return follows(person.person_id, on, Reaction::Lawful);
    }
    let transfer = <Option<Date>>::from_pb(decided.transfer_due_on).map_err(|e| e.to_string())?;
    let day = |pb| <Option<Date>>::from_pb(pb).map_err(|e| e.to_string());
    let responsibility = Responsibility {
        registered_on: day(decided.registered_on)?,
        accepted_on: day(decided.accepted_on)?,
    };
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
    /// Of the other state, when it is a transfer.
    responsibility: Responsibility,
}

fn announce(
    who: Option<wire::common::Person>,
    case_id: &str,
    transfer_due_on: Option<Date>,
    departure_days: i32,
    pending: Pending,
    on: Date,
) -> Result<Option<AnyCommand>, String> {
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
    follows(id, on, reaction)
}
