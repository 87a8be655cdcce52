//! Intake: who has a right to reception, as what, and until when.

use std::sync::Arc;

use kernel::{CaseId, Date, Person};
use law::Policy;
use wire::Wire as _;
use wire::intake as pb;

use crate::domain::codes::{Category, EntryReason};
use crate::domain::stay::Reaction;
use crate::work::{AnyCommand, Correct, Follow, Merge, React};

pub(super) struct Intake {
    pub(super) policy: Arc<Policy>,
}

fn person_of(pb: Option<wire::common::Person>) -> Result<Person, String> {
    Person::from_pb(pb).map_err(|e| e.inside("person").to_string())
}

fn id(text: &str, field: &str) -> Result<CaseId, String> {
    text.parse().map_err(|_| format!("{field} is no uuid"))
}

feed::reactions! { Intake => AnyCommand, |intake, event| given { let on = event.occurred_on; } {
    pb::ApplicationMade as made => {
        // No right in the first phase of a repeat application; resettled persons go to a home.
        if !matches!(
            made.kind(),
            pb::ApplicationKind::First | pb::ApplicationKind::Relocated
        ) {
            return Ok(None);
        }
        let (category, entry) = (Category::Applicant, EntryReason::FirstApplication);
        expect(on, made.person, &made.case_id, category, entry)
    }
    pb::FamilyMemberArrived as arrived => {
        if !arrived.needs_reception {
            return Ok(None);
        }
        let (category, entry) = (Category::FamilyReunion, EntryReason::Family);
        expect(on, arrived.person, &arrived.case_id, category, entry)
    }
    pb::ApplicationDecided as decided => {
        use pb::DecisionOutcome as O;
        let reaction = match decided.outcome() {
            O::GrantRefugee | O::GrantSubsidiary => Reaction::Granted,
            O::NotProcessedResponsibility => Reaction::Transferred,
            _ => Reaction::Rejected(decided.departure_days),
        };
        react(decided.person, on, reaction)
    }
    pb::ApplicationWithdrawn as withdrawn => {
        // Who is gone has no stay that could go on; of a duplicate the merge tells.
        if withdrawn.gone || withdrawn.withdrawal() == pb::Withdrawal::Duplicate {
            return Ok(None);
        }
        react(withdrawn.person, on, Reaction::Rejected(withdrawn.departure_days))
    }
    pb::AppealLodged as appealed => {
        if !appealed.suspensive {
            return Ok(None);
        }
        let case_id = Some(id(&appealed.case_id, "case_id")?);
        react(appealed.person, on, Reaction::InProcedure(true, case_id))
    }
    pb::InterimRuled as ruled => {
        if !ruled.granted {
            return Ok(None);
        }
        let case_id = Some(id(&ruled.case_id, "case_id")?);
        react(ruled.person, on, Reaction::InProcedure(true, case_id))
    }
    pb::AppealRuled as ruled => {
        let grounded = ruled.ruling() == pb::AppealRuling::Grounded;
        let reaction = if grounded {
            Reaction::InProcedure(false, Some(id(&ruled.case_id, "case_id")?))
        } else {
            Reaction::Dismissed(ruled.departure_days)
        };
        react(ruled.person, on, reaction)
    }
    pb::TrackAssigned as routed => {
        let case_id = Some(id(&routed.case_id, "case_id")?);
        react(routed.person, on, Reaction::InProcedure(false, case_id))
    }
    pb::PermitRevoked as revoked => {
        react(revoked.person, on, Reaction::Rejected(law::departure_days(&intake.policy, on, false)))
    }
    pb::CaseCorrected as corrected => {
        // A case of a duplicate that protects is the person's.
        if !corrected.protected {
            return Ok(None);
        }
        react(corrected.person, on, Reaction::Granted)
    }
    pb::DecisionRetracted as retracted => {
        let person = person_of(retracted.person)?;
        let person_id = person.person_id;
        let case_id = Some(id(&retracted.case_id, "case_id")?);
        let reaction = Reaction::Retracted { person, case_id };
        Ok(Some(React { persons: vec![person_id], on, reaction }.into()))
    }
    pb::PersonsMerged as merged => {
        let (person, duplicate) = (person_of(merged.person)?, person_of(merged.merged)?);
        Ok(Some(Merge { person, merged: duplicate.person_id, on }.into()))
    }
    pb::FamilyCaseCorrected as corrected => {
        let Person { person_id, household_id, .. } = person_of(corrected.person)?;
        Ok(Some(Follow { person_id, household_id, on }.into()))
    }
    pb::PersonCorrected as corrected => {
        Ok(Some(Correct { person: person_of(corrected.person)?, on }.into()))
    }
}}

fn expect(
    on: Date,
    person: Option<wire::common::Person>,
    case_id: &str,
    category: Category,
    entry: EntryReason,
) -> Result<Option<AnyCommand>, String> {
    let person = person_of(person)?;
    let case_id = Some(id(case_id, "case_id")?);
    let person_id = person.person_id;
    let reaction = Reaction::Expected { person, case_id, category, entry };
    Ok(Some(React { persons: vec![person_id], on, reaction }.into()))
}

fn react(
    person: Option<wire::common::Person>,
    on: Date,
    reaction: Reaction,
) -> Result<Option<AnyCommand>, String> {
    Ok(Some(React { persons: vec![person_of(person)?.person_id], on, reaction }.into()))
}
