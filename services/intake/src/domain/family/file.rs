//! An application is filed: what intake holds of the sponsor and of the member is not asked of the caller.

use kernel::{Command, Date, FamilyCaseId, Person, PersonDetails, Reason, Refusal};
use law::{Eligibility, Policy, Sponsor, rule};

use super::{CommandKind, Decision, Event, EventKind, FamilyCase};
use crate::domain::case::{AsylumCase, Phase};
use crate::domain::codes::DecisionOutcome;

/// What intake holds of who is named in an application.
#[derive(Clone, Copy, Debug, Default)]
pub struct Held<'a> {
    /// The case of the sponsor; unset when it is older than these books.
    pub sponsor: Option<&'a AsylumCase>,
    /// The family member; unset when not known here.
    pub member: Option<&'a Person>,
}

pub(super) fn file(
    policy: &Policy,
    state: Option<&FamilyCase>,
    command: &Command<FamilyCaseId, CommandKind>,
    today: Date,
    held: Held<'_>,
) -> Decision {
    let CommandKind::FileFamilyApplication {
        person_id,
        household_id,
        sponsor_case_id,
        relation,
        nationality,
        birth_year,
        sex,
        ..
    } = &command.kind
    else {
        return Ok(Vec::new());
    };
    if state.is_some() {
        return Err(Refusal::new(
            Reason::AlreadyExists,
            format!("family case {} is there already", command.key),
        ));
    }
    let sponsor = sponsor(&command.kind, held.sponsor)?;
    command.check_date(today, Some(sponsor.granted_on))?;
    let last = policy.due(rule::FAMILY_FILING, sponsor.granted_on);
    if command.on > last {
        let text = format!("the term to ask for reunification ended on {last}");
        return Err(Refusal::new(Reason::FiledTooLate, text));
    }
    let told = PersonDetails { nationality: *nationality, birth_year: *birth_year, sex: *sex };
    let household = held.sponsor.map(|case| case.person.household_id);
    let household = Refusal::agreed("household_id", *household_id, household)?;
    let household = household.ok_or_else(|| missing("household_id"))?;
    let person =
        Person { unaccompanied_minor: false, ..told.person(*person_id, household, held.member)? };
    let eligible =
        law::family_eligibility(policy, sponsor, (*relation).into(), command.on, command.on);
    let waits_until = match eligible {
        Eligibility::Conditions { from, .. } => Some(from),
        Eligibility::Now | Eligibility::Not => None,
    };
    let kind = EventKind::FamilyApplicationFiled {
        sponsor_case_id: *sponsor_case_id,
        sponsor_granted_on: sponsor.granted_on,
        sponsor_subsidiary: sponsor.subsidiary,
        relation: *relation,
        decision_due_on: policy.due(rule::FAMILY_DECISION, command.on),
        waits_until,
    };
    Ok(vec![Event { case_id: command.key, person, occurred_on: command.on, kind }])
}

/// The sponsor's protection: as the case here says, and as the caller tells of a case that is older.
fn sponsor(kind: &CommandKind, case: Option<&AsylumCase>) -> Result<Sponsor, Refusal> {
    let CommandKind::FileFamilyApplication { sponsor_granted_on, sponsor_subsidiary, .. } = kind
    else {
        return Err(missing("sponsor_granted_on"));
    };
    if let Some(case) = case
        && !matches!(case.phase, Phase::Granted { .. } | Phase::FinalPositive { .. })
    {
        return Err(Refusal::differs(
            "sponsor_granted_on",
            format!("no grant but {}", case.state()),
        ));
    }
    let decided = case.map(AsylumCase::decided);
    let granted_on = decided.and_then(|decided| decided.on);
    let granted_on = Refusal::agreed("sponsor_granted_on", *sponsor_granted_on, granted_on)?;
    // Of a case that was taken over the outcome may not be told.
    let outcome = decided.and_then(|decided| decided.outcome).filter(|outcome| outcome.is_grant());
    let subsidiary = outcome.map(|outcome| outcome == DecisionOutcome::GrantSubsidiary);
    let subsidiary = Refusal::agreed("sponsor_subsidiary", *sponsor_subsidiary, subsidiary)?;
    Ok(Sponsor {
        granted_on: granted_on.ok_or_else(|| missing("sponsor_granted_on"))?,
        subsidiary: subsidiary.ok_or_else(|| missing("sponsor_subsidiary"))?,
    })
}

fn missing(field: &str) -> Refusal {
    Refusal::new(Reason::FactsMissing, format!("{field}: the sponsor's grant is not known here"))
}
