//! The ladder of measures against nuisance: one step at a time, each for a while, and a decent minimum stays.
//!
//! ```text
//!  HOUSE_RULES ─ ROV_SANCTION ─ TIME_OUT ─ VTL ─ HTL ─ PBL ─► (detention, when there is a legal ground)
//! ```

use kernel::{Command, Date, PersonId, Reason, Refusal};
use law::{Policy, Term, rule};

use super::{CommandKind, Decision, Env, EventKind, InForce, Stay};
use crate::domain::codes::{Measure, MeasureEnd};

/// What reception gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provision {
    /// A bed.
    Shelter,
    /// Food.
    Food,
    /// Medical care.
    MedicalCare,
    /// Weekly allowance; the only one that can be withheld.
    Allowance,
}

/// What stays whatever is imposed (Directive (EU) 2024/1346 article 23).
pub const fn decent_minimum() -> [Provision; 3] {
    [Provision::Shelter, Provision::Food, Provision::MedicalCare]
}

/// Longest duration of a measure; a talk has none.
fn longest(measure: Measure, on: Date, policy: &Policy) -> Option<Term> {
    let rule = match measure {
        Measure::HouseRules => return None,
        Measure::RovSanction => rule::ROV_SANCTION_MAX,
        Measure::TimeOut => rule::TIME_OUT_MAX,
        Measure::Vtl => rule::VTL_MAX,
        Measure::Htl => rule::HTL_MAX,
        Measure::Pbl => rule::PBL_MAX,
    };
    Some(policy.get(rule, on))
}

pub(super) fn impose(
    stay: &Stay,
    command: &Command<PersonId, CommandKind>,
    env: &Env<'_>,
) -> Decision {
    let CommandKind::ImposeMeasure { measure, ends_on, withheld_percent, skip_reason, .. } =
        &command.kind
    else {
        return Ok(Vec::new());
    };
    let (on, measure) = (command.on, *measure);
    one_step(stay, measure, skip_reason)?;
    if measure == Measure::Htl {
        no_objection_to_htl(stay, command, env)?;
    }
    if !(0..=100).contains(withheld_percent)
        || (*withheld_percent > 0 && measure == Measure::HouseRules)
    {
        let text = "only the weekly allowance can be withheld, and not after a talk alone";
        return Err(Refusal::new(Reason::DecentMinimum, text));
    }
    let last = longest(measure, on, env.policy).map(|term| term.end(on));
    if let (Some(asked), Some(last)) = (ends_on, last)
        && *asked > last
    {
        let text = format!("{measure} may last until {last}");
        return Err(Refusal::new(Reason::TooLong, text));
    }
    let mut events = Vec::with_capacity(2);
    if let Some(before) = stay.measure() {
        let lifted = EventKind::MeasureLifted { measure: before, reason: MeasureEnd::Replaced };
        events.push(stay.event(on, lifted));
    }
    events.push(stay.event(
        on,
        EventKind::MeasureImposed {
            measure,
            ends_on: ends_on.or(last),
            area_order: matches!(measure, Measure::Htl | Measure::Pbl),
            withheld_percent: *withheld_percent,
            skip_reason: skip_reason.clone(),
        },
    ));
    Ok(events)
}

/// At most one step above the heaviest measure of this stay, unless a reason is on file.
fn one_step(stay: &Stay, measure: Measure, skip_reason: &str) -> Result<(), Refusal> {
    let step = |measure: Measure| measure as usize + 1;
    let next = stay.heaviest_measure.map_or(0, step) + 1;
    if step(measure) <= next || !skip_reason.is_empty() {
        return Ok(());
    }
    let text = format!("{measure} skips steps of the ladder and no reason is given");
    Err(Refusal::new(Reason::StepSkipped, text))
}

/// Contra-indications (DT&V, Leidraad terugkeer en vertrek, "Handhaving- en toezichtlocatie").
fn no_objection_to_htl(
    stay: &Stay,
    command: &Command<PersonId, CommandKind>,
    env: &Env<'_>,
) -> Result<(), Refusal> {
    let (on, policy) = (command.on, env.policy);
    if stay.age(on) < policy.get(rule::HTL_AGE_MIN, on) {
        return Err(Refusal::new(Reason::TooYoung, "the person is under 16"));
    }
    let consents =
        matches!(command.kind, CommandKind::ImposeMeasure { guardian_consents: true, .. });
    if stay.is_child(on, policy) && !consents {
        return Err(Refusal::new(Reason::NoConsent, "the guardian of the minor does not consent"));
    }
    let children = env.household.iter().filter(|other| other.is_child(on, policy)).count();
    let adults = env.household.len() - children;
    if !stay.is_child(on, policy) && children > 0 && adults == 0 {
        return Err(Refusal::new(
            Reason::SingleParent,
            "the person is the single parent of a minor",
        ));
    }
    if stay.needs.medical_care {
        return Err(Refusal::new(
            Reason::MedicalCare,
            "a path of medical care may not be interrupted",
        ));
    }
    Ok(())
}

pub(super) fn lift(stay: &Stay, reason: MeasureEnd, on: Date, policy: &Policy) -> Decision {
    let Some(InForce { measure, since, .. }) = stay.measure else {
        return Err(Refusal::not_now("no measure is in force", stay.state()));
    };
    if matches!(reason, MeasureEnd::Expired | MeasureEnd::Replaced) {
        let text = "a measure expires or is replaced by itself";
        return Err(Refusal::not_now(text, stay.state()));
    }
    let earliest = policy.get(rule::HTL_GOOD_BEHAVIOUR, since).end(since);
    if measure == Measure::Htl && reason == MeasureEnd::GoodBehaviour && on < earliest {
        let text = format!("good behaviour ends {measure} from {earliest}");
        return Err(Refusal::new(Reason::TooEarly, text));
    }
    Ok(vec![stay.event(on, EventKind::MeasureLifted { measure, reason })])
}
