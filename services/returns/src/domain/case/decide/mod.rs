//! What may happen in a return case, and what follows.

mod detain;
mod file;
mod leave;
mod obstacle;
mod prepare;
mod transfer;

use jiff::Unit;
use kernel::{Command, Date, PersonId, Reason, Refusal};
use law::Policy;

use super::{CommandKind, Event, EventKind, ReturnCase};
use crate::domain::charter::Charter;
use crate::domain::codes::ReturnState as S;
use crate::domain::detention::Facility;
use crate::domain::words::{CloseReason, Partner};
pub(super) use detain::lifted;
pub use file::import;
pub(super) use leave::{closed, corrected, departed};
pub(super) use obstacle::{held, obstructed, unblocked};

pub(super) type Decision = Result<Vec<Event>, Refusal>;

/// What a decision needs beside the case.
#[derive(Clone, Copy)]
pub struct Env<'a> {
    /// Today.
    pub today: Date,
    /// The rules.
    pub policy: &'a Policy,
    /// The charter that the order names, if it is there.
    pub charter: Option<&'a Charter>,
    /// Persons detained now: in the centres and in the family facility.
    pub detained: [i64; 2],
    /// Whether a minor belongs to the household.
    pub with_minor: bool,
}

impl Env<'_> {
    fn occupied(&self, facility: Facility) -> i64 {
        self.detained[usize::from(facility == Facility::Family)]
    }
}

/// Decides on a command.
pub fn decide(
    state: Option<&ReturnCase>,
    command: &Command<PersonId, CommandKind>,
    env: &Env<'_>,
) -> Decision {
    match command.kind {
        CommandKind::TransferFile { .. } => return file::transfer(state, command, env),
        CommandKind::FoundIllegally { .. } => return file::found(state, command, env),
        CommandKind::RefuseEntry { .. } => return file::refuse_entry(state, command, env),
        _ => {}
    }
    let case = state.ok_or_else(|| {
        Refusal::not_found(Reason::NotFound, format!("no return case of {}", command.key))
    })?;
    command.check_version(case.version)?;
    let detained_on = case.detention.map(|detention| detention.since);
    let since = Some(case.announced_on).max(detained_on).max(case.ended_on());
    command.check_date(env.today, since)?;
    let on = command.on;
    let one = |kind| Ok(vec![case.event(on, kind)]);
    match &command.kind {
        CommandKind::StartCase {} => {
            require(case, &[S::Transferred], "start the case")?;
            one(EventKind::CaseStarted {})
        }
        CommandKind::HoldDepartureInterview {} => {
            let states =
                [S::Intake, S::IndependentTrack, S::ForcedTrack, S::IomPlanned, S::Released];
            require(case, &states, "hold a departure interview")?;
            one(EventKind::DepartureInterviewHeld {})
        }
        CommandKind::PlanTransfer {} => {
            require(case, &[S::Intake, S::Released], "plan a transfer")?;
            if !case.is_transfer() {
                return Err(Refusal::not_now(
                    "no member state has accepted the person",
                    case.state(),
                ));
            }
            one(EventKind::TransferPlanned {})
        }
        CommandKind::StartForcedTrack { reason } => {
            let states = [S::Intake, S::IndependentTrack, S::IomPlanned, S::Released];
            require(case, &states, "start the forced track")?;
            may_force(case, on)?;
            one(EventKind::ForcedTrackStarted { reason: *reason })
        }
        CommandKind::ReopenCase {} => file::reopen(case, on),
        CommandKind::CloseLawful {} => close(case, on, CloseReason::Lawful),
        CommandKind::CloseCase { reason } => close(case, on, *reason),
        CommandKind::ImposeDetention { .. }
        | CommandKind::LiftDetention { .. }
        | CommandKind::ExtendDetention {}
        | CommandKind::ReviewDetention { .. }
        | CommandKind::RecordDetentionArrival { .. }
        | CommandKind::ImposeMeasure { .. }
        | CommandKind::LiftMeasure {} => detain::decide(case, on, &command.kind, env),
        CommandKind::BlockDeparture { .. }
        | CommandKind::UnblockDeparture { .. }
        | CommandKind::ImposeEntryBan { .. }
        | CommandKind::RecordNonRefoulementCheck { .. } => {
            obstacle::decide(case, on, &command.kind, env)
        }
        CommandKind::ReportAbsconded { .. }
        | CommandKind::RecordImprisonment { .. }
        | CommandKind::RecordReappearance {} => {
            transfer::decide(case, on, &command.kind, env.policy)
        }
        CommandKind::RecordTravelDocument { .. }
        | CommandKind::GrantSupport { .. }
        | CommandKind::ReclaimSupport {}
        | CommandKind::PlanIomDeparture { .. } => prepare::decide(case, on, &command.kind, env),
        CommandKind::BookFlight { .. }
        | CommandKind::CancelFlight { .. }
        | CommandKind::RecordDeparture { .. }
        | CommandKind::RecordIomDeparture { .. }
        | CommandKind::RecordBorderDeparture { .. } => leave::decide(case, on, &command.kind, env),
        CommandKind::TransferFile { .. }
        | CommandKind::FoundIllegally { .. }
        | CommandKind::RefuseEntry { .. } => Ok(Vec::new()),
    }
}

fn close(case: &ReturnCase, on: Date, reason: CloseReason) -> Decision {
    // Who died or became a national elsewhere need not be found first; an error can also be found later.
    let gone = case.is_unsupervised() && reason != CloseReason::Lawful;
    if !(case.is_open() || gone) {
        return Err(wrong_state(case, "close the case"));
    }
    let mut events = Vec::new();
    if gone && reason == CloseReason::Error {
        events.extend(corrected(case, on));
    }
    events.extend(closed(case, on, reason));
    Ok(events)
}

/// RT-1: no forced step while something stands in the way, or while the term to depart or to appeal runs.
pub(super) fn may_force(case: &ReturnCase, on: Date) -> Result<(), Refusal> {
    if let Some(block) = case.blocked() {
        return Err(Refusal::new(Reason::Blocked, format!("departure is blocked by {block}")));
    }
    // While an appeal in time would let the person stay, nobody knows from when; a police file has no such term.
    if case.removable_from.map_or(case.case_id.is_some(), |from| on < from) {
        let text = "the term to depart, or the term to appeal, still runs";
        return Err(Refusal::new(Reason::NotRemovableYet, text));
    }
    Ok(())
}

/// RT-1 for the removal itself: beside a later application an officer has checked the risk of refoulement.
fn may_remove(case: &ReturnCase, on: Date) -> Result<(), Refusal> {
    may_force(case, on)?;
    if case.continues_no > 0 && case.refoulement_checked_on.is_none() {
        let text = "a later application runs and no officer has checked the risk of refoulement";
        return Err(Refusal::new(Reason::RefoulementCheckMissing, text));
    }
    Ok(())
}

/// Refuses a fact that is another partner's to report.
fn reported(by: Partner, allowed: &[Partner]) -> Result<(), Refusal> {
    if allowed.contains(&by) {
        return Ok(());
    }
    let names: Vec<&str> = allowed.iter().map(|partner| partner.code()).collect();
    let text = format!("{by} may not report this; {} may", names.join(", "));
    Err(Refusal::new(Reason::NotYoursToReport, text))
}

pub(super) fn days(from: Date, until: Date) -> i32 {
    from.until((Unit::Day, until)).map_or(0, |span| span.get_days())
}

fn wrong_state(case: &ReturnCase, kind: &str) -> Refusal {
    Refusal::wrong_state(kind, case.state(), &[])
}

fn require(case: &ReturnCase, states: &[S], kind: &str) -> Result<(), Refusal> {
    if states.contains(&case.state()) {
        return Ok(());
    }
    Err(Refusal::wrong_state(kind, case.state(), states))
}

fn require_open(case: &ReturnCase, kind: &str) -> Result<(), Refusal> {
    if case.is_open() { Ok(()) } else { Err(wrong_state(case, kind)) }
}
