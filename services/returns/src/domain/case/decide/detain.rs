//! Supervision and detention: the last resort, within its legal maximum, in a place that is free, reviewed every
//! month by a court (Vw 6, 50, 54, 56, 59, 59a, 59b).

use kernel::{Date, Reason, Refusal};
use law::rule;

use super::{
    CommandKind, Decision, Env, Event, EventKind, ReturnCase, days, may_force, reported,
    wrong_state,
};
use crate::domain::case::{Detention, Phase, Supervision};
use crate::domain::codes::{BlockKind, ReturnState as S};
use crate::domain::detention::Facility;
use crate::domain::words::{MeasureKind as M, Partner, ReleaseReason};

/// A measure of detention that is asked for.
#[derive(Clone, Copy)]
pub(super) struct Measure {
    pub(super) kind: M,
    pub(super) family_facility: bool,
    pub(super) extended: bool,
}

pub(super) fn decide(case: &ReturnCase, on: Date, kind: &CommandKind, env: &Env<'_>) -> Decision {
    let one = |kind| Ok(vec![case.event(on, kind)]);
    match kind {
        CommandKind::ImposeDetention { kind, family_facility, extended } => {
            let usual = if case.is_transfer() { M::DetentionTransfer } else { M::DetentionReturn };
            // Unset: the measure that the track calls for.
            let kind = kind.unwrap_or(usual);
            fits(case, on, kind)?;
            let measure = Measure { kind, family_facility: *family_facility, extended: *extended };
            Ok(vec![impose(case, on, measure, env)?])
        }
        CommandKind::LiftDetention { reason, reported_by } => {
            // Unset: who is not named is DTenV itself.
            let by = reported_by.unwrap_or(Partner::Dtenv);
            reported(by, &[Partner::Dtenv, Partner::Court, Partner::Dji, Partner::Ind])?;
            detained(case)?;
            let usual =
                if by == Partner::Court { ReleaseReason::Court } else { ReleaseReason::NoGround };
            // Unset: the reason that the reporter stands for.
            Ok(lifted(case, on, on, reason.unwrap_or(usual)).into_iter().collect())
        }
        CommandKind::ExtendDetention {} => extend(case, on, env),
        CommandKind::ReviewDetention { prospect, reported_by } => {
            reported(*reported_by, &[Partner::Court])?;
            detained(case)?;
            let review_due_on = env.policy.get(rule::DETENTION_REVIEW, on).end(on);
            let kind = EventKind::DetentionReviewed { prospect: *prospect, review_due_on };
            let mut events = vec![case.event(on, kind)];
            if !prospect {
                events.extend(lifted(case, on, on, ReleaseReason::NoProspect));
            }
            Ok(events)
        }
        CommandKind::RecordDetentionArrival { reported_by } => {
            reported(*reported_by, &[Partner::Dji])?;
            if detained(case)?.arrived_on.is_some() {
                return Err(Refusal::not_now("the person has arrived already", case.state()));
            }
            one(EventKind::DetentionArrived {})
        }
        CommandKind::ImposeMeasure { kind } => {
            super::require_open(case, "impose a measure")?;
            if kind.is_detention() {
                return Err(unfit(*kind, "it is detention, which is imposed as such"));
            }
            if case.detention.is_some() {
                return Err(Refusal::new(Reason::DetainedAlready, "the person is in detention"));
            }
            if case.supervision.is_some() {
                return Err(Refusal::not_now("a measure of supervision runs", case.state()));
            }
            let ends_on = kind.ends(env.policy, on, &case.detention_used, false);
            one(EventKind::SupervisionImposed { kind: *kind, ends_on })
        }
        CommandKind::LiftMeasure {} => match case.supervision {
            Some(Supervision { kind, .. }) => one(EventKind::SupervisionLifted { kind }),
            None => Err(Refusal::not_now("no measure of supervision runs", case.state())),
        },
        _ => Ok(Vec::new()),
    }
}

fn unfit(kind: M, why: &str) -> Refusal {
    Refusal::new(Reason::MeasureKind, format!("{kind} does not fit: {why}"))
}

fn detained(case: &ReturnCase) -> Result<Detention, Refusal> {
    let free = || Refusal::new(Reason::NotDetained, "the person is not in detention");
    case.detention.ok_or_else(free)
}

/// Which measure fits which case.
fn fits(case: &ReturnCase, on: Date, kind: M) -> Result<(), Refusal> {
    let state = |states: &[S]| {
        if states.contains(&case.state()) {
            Ok(())
        } else {
            Err(wrong_state(case, "impose detention"))
        }
    };
    match kind {
        M::DetentionReturn => {
            state(&[S::ForcedTrack, S::TransferTrack, S::Released])?;
            if case.is_transfer() {
                return Err(unfit(kind, "the case is a transfer"));
            }
            may_force(case, on)
        }
        M::DetentionTransfer => {
            state(&[S::ForcedTrack, S::TransferTrack, S::Released])?;
            if !case.is_transfer() {
                return Err(unfit(kind, "the case is no transfer"));
            }
            may_force(case, on)
        }
        M::BorderReturn => {
            let after =
                [S::Transferred, S::Intake, S::IndependentTrack, S::ForcedTrack, S::Released];
            state(&after)?;
            if case.is_transfer() {
                return Err(unfit(kind, "the case is a transfer"));
            }
            may_force(case, on)
        }
        M::DetentionApplicant | M::BorderAsylum => {
            let appeal = case.blocks.get(BlockKind::Appeal).is_some();
            let pending = appeal || (case.case_id.is_some() && case.removable_from.is_none());
            if case.phase == Phase::OnHoldAsylum || (case.is_open() && pending) {
                Ok(())
            } else {
                Err(unfit(kind, "no application or appeal runs"))
            }
        }
        M::StopAndHold | M::ReportingDuty | M::AreaRestriction => {
            Err(unfit(kind, "it is no detention"))
        }
    }
}

/// A measure of detention: in the right facility, in a free place, within the days that are left.
pub(super) fn impose(
    case: &ReturnCase,
    on: Date,
    measure: Measure,
    env: &Env<'_>,
) -> Result<Event, Refusal> {
    let Measure { kind, family_facility, extended } = measure;
    if case.detention.is_some() {
        return Err(Refusal::new(Reason::DetainedAlready, "the person is in detention"));
    }
    let minor = case.is_minor(on);
    if (minor || env.with_minor) && !family_facility {
        let text = "families and minors are detained in the family facility only";
        return Err(Refusal::new(Reason::FamilyFacility, text));
    }
    let facility = if family_facility { Facility::Family } else { Facility::Centre };
    let (occupied, places) = (env.occupied(facility), facility.capacity(env.policy, on));
    if occupied >= places {
        let text = format!("{occupied} of {places} places of {facility} are taken");
        return Err(Refusal::new(Reason::DetentionFull, text));
    }
    // The longer maximum of return is no ground for detention of another kind.
    let extended = extended || (kind.is_return() && case.detention_extended);
    let used = &case.detention_used;
    let Some(ends_on) = kind.ends(env.policy, on, used, extended) else {
        let text = "the legal maximum of detention is reached";
        return Err(Refusal::new(Reason::DetentionExhausted, text));
    };
    let review_due_on = env.policy.get(rule::DETENTION_REVIEW, on).end(on);
    let kind =
        EventKind::DetentionImposed { ends_on, kind, family_facility, extended, review_due_on };
    Ok(case.event(on, kind))
}

fn extend(case: &ReturnCase, on: Date, env: &Env<'_>) -> Decision {
    let Detention { kind, since, ends_on: last, .. } = detained(case)?;
    let longest = kind.ends(env.policy, since, &case.detention_used, true);
    let longest = match kind {
        M::DetentionReturn => longest.filter(|_| !case.detention_extended),
        // Detention of an applicant is judged by its own end.
        M::DetentionApplicant => longest.filter(|longest| *longest > last),
        _ => None,
    };
    let Some(ends_on) = longest else {
        return Err(unfit(kind, "it was extended already, or cannot be"));
    };
    if last < on {
        return Err(Refusal::new(Reason::DetentionExhausted, "the detention was over"));
    }
    Ok(vec![case.event(on, EventKind::DetentionExtended { ends_on })])
}

/// The end of the present detention, recorded `on` and counted up to `last`.
pub(in super::super) fn lifted(
    case: &ReturnCase,
    on: Date,
    last: Date,
    reason: ReleaseReason,
) -> Option<Event> {
    let Detention { kind, since, .. } = case.detention?;
    Some(case.event(on, EventKind::DetentionLifted { days: days(since, last), kind, reason }))
}
