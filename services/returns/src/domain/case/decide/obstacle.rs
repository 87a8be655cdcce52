//! What stands in the way of departure, and what stands in the way of coming back.

use kernel::{Date, MoratoriumId, Reason, Refusal};
use law::{Policy, Term, rule};

use super::{
    CommandKind, Decision, Env, Event, EventKind, ReturnCase, lifted, reported, require_open,
};
use crate::domain::block::RemovalBlock;
use crate::domain::case::Phase;
use crate::domain::codes::BlockKind;
use crate::domain::words::{EntryBanGround as G, FlightCancelReason, Partner, ReleaseReason};

impl G {
    /// Length of the ban.
    pub(crate) fn term(self, policy: &Policy, on: Date) -> Term {
        let rule = match self {
            Self::ShortOverstay => rule::ENTRY_BAN_SHORT_OVERSTAY,
            Self::NotLeftInTime => rule::ENTRY_BAN,
            Self::ShortSentence => rule::ENTRY_BAN_SHORT_SENTENCE,
            Self::LongSentence => rule::ENTRY_BAN_LONG_SENTENCE,
            Self::PublicOrder => rule::ENTRY_BAN_PUBLIC_ORDER,
            Self::NationalSecurity => rule::ENTRY_BAN_NATIONAL_SECURITY,
        };
        policy.get(rule, on)
    }
}

pub(super) fn decide(case: &ReturnCase, on: Date, kind: &CommandKind, env: &Env<'_>) -> Decision {
    match kind {
        CommandKind::BlockDeparture { kind, until, source } => {
            require_open(case, "block departure")?;
            reported(*source, kind.sources())?;
            if case.blocks.get(*kind).is_some() {
                let text = format!("{kind} stands in the way already");
                return Err(Refusal::new(Reason::AlreadyBlocked, text));
            }
            let until = until_of(*kind, on, *until, env.policy)?;
            let block = RemovalBlock { kind: *kind, from: on, until, source: *source };
            Ok(obstructed(case, on, block, None))
        }
        CommandKind::UnblockDeparture { kind, source } => {
            reported(*source, kind.sources())?;
            if case.blocks.get(*kind).is_none() {
                let text = format!("{kind} does not stand in the way");
                return Err(Refusal::new(Reason::NotBlocked, text));
            }
            Ok(vec![unblocked(case, on, *kind)])
        }
        CommandKind::ImposeEntryBan { ground } => ban(case, on, *ground, env.policy),
        CommandKind::RecordNonRefoulementCheck { safe, reported_by } => {
            reported(*reported_by, &[Partner::Ind, Partner::Dtenv])?;
            require_open(case, "record a check")?;
            let mut events = vec![case.event(on, EventKind::RefoulementChecked { safe: *safe })];
            if !safe && case.phase != Phase::OnHoldAsylum {
                events.extend(held(case, on));
            }
            Ok(events)
        }
        _ => Ok(Vec::new()),
    }
}

/// The last day of a block; a medical one has at most a year (Vw 64).
fn until_of(
    kind: BlockKind,
    on: Date,
    until: Option<Date>,
    policy: &Policy,
) -> Result<Option<Date>, Refusal> {
    if until.is_some_and(|until| until < on) {
        return Err(Refusal::new(Reason::DateBeforeLast, "the block ends before it begins"));
    }
    if kind != BlockKind::Medical {
        return Ok(until);
    }
    let last = policy.get(rule::MEDICAL_BLOCK_MAX, on).end(on);
    match until {
        Some(until) if until > last => {
            let text = format!("a medical postponement from {on} ends on {last} at the latest");
            Err(Refusal::new(Reason::TermTooLong, text))
        }
        _ => Ok(until.or(Some(last))),
    }
}

/// The events of a new block: a forced flight is cancelled, and detention for return ends where there is
/// nothing left to detain for.
pub(in super::super) fn obstructed(
    case: &ReturnCase,
    on: Date,
    block: RemovalBlock,
    moratorium_id: Option<MoratoriumId>,
) -> Vec<Event> {
    let RemovalBlock { kind, from, until, source } = block;
    let blocked = EventKind::DepartureBlocked { block: kind, from, until, source, moratorium_id };
    let mut events = vec![case.event(on, blocked)];
    if matches!(case.phase, Phase::FlightBooked { .. }) && case.flies_by_force() {
        let reason = Some(FlightCancelReason::Blocked);
        events.push(case.event(on, EventKind::FlightCancelled { reason }));
    }
    if kind.ends_detention() && case.is_detained_to_leave() {
        events.extend(lifted(case, on, on, ReleaseReason::Blocked));
    }
    events
}

/// The event of a block that ended. The term to depart is not given again, but nobody is removed backwards.
pub(in super::super) fn unblocked(case: &ReturnCase, on: Date, kind: BlockKind) -> Event {
    let removable_from = case.removable_from.map(|from| from.max(on));
    case.event(on, EventKind::DepartureUnblocked { removable_from, block: kind })
}

/// The events of a case that waits for an application: detention for return ends, and a flight is cancelled.
pub(in super::super) fn held(case: &ReturnCase, on: Date) -> Vec<Event> {
    let mut events = Vec::with_capacity(3);
    if let Phase::FlightBooked { .. } = case.phase {
        let reason = Some(FlightCancelReason::Blocked);
        events.push(case.event(on, EventKind::FlightCancelled { reason }));
    }
    if case.is_detained_to_leave() {
        events.extend(lifted(case, on, on, ReleaseReason::Asylum));
    }
    events.push(case.event(on, EventKind::HeldForAsylum {}));
    events
}

/// An entry ban: at once when no period to depart was given (R2), else when it was not respected.
fn ban(case: &ReturnCase, on: Date, ground: G, policy: &Policy) -> Decision {
    require_open(case, "impose an entry ban")?;
    if case.is_transfer() {
        return Err(Refusal::new(Reason::NoBanForTransfer, "a transfer has no entry ban"));
    }
    let given = case.departure_days > 0;
    let runs = given && case.removable_from.is_none_or(|from| on < from);
    if runs {
        return Err(Refusal::new(Reason::PeriodRuns, "the period to depart still runs"));
    }
    if case.ban_ground().is_some_and(|before| before >= ground) {
        return Err(Refusal::new(Reason::AlreadyBanned, "an equal or heavier ban was imposed"));
    }
    let term = ground.term(policy, on);
    let years = i32::from(term.end(on).year() - on.year());
    Ok(vec![case.event(on, EventKind::EntryBanImposed { ground, years })])
}
