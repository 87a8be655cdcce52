//! What follows for a return case from others' decisions. Tolerant: when there is nothing to do, nothing happens.

use kernel::{CaseId, Date, Person};
use law::{Policy, rule};

use super::decide::{closed, corrected, departed, held, lifted, obstructed, unblocked};
use super::{
    Detention, Event, EventKind, Phase, Responsibility, ReturnCase, Supervision, TravelDocument,
    evolve,
};
use crate::domain::block::RemovalBlock;
use crate::domain::codes::{BlockKind, DepartureOutcome, DocumentState};
use crate::domain::moratorium::Moratorium;
use crate::domain::words::{CloseReason, Partner, ReleaseReason, TransferReason};

/// Something that happened elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// A negative decision was notified.
    Announced {
        /// The person.
        person: Person,
        /// The asylum case.
        case_id: CaseId,
        /// Last day of a transfer to another member state.
        transfer_due_on: Option<Date>,
        /// What is known of the responsibility of the other state.
        responsibility: Responsibility,
        /// Days to depart.
        departure_days: i32,
        /// Whether an appeal in time would let the person stay.
        stay_pending_appeal: bool,
        /// Whether the person is gone already.
        gone: bool,
    },
    /// An appeal that lets the person stay was lodged.
    Blocked,
    /// The court let the decision stand; so many days to depart are given anew.
    Removable(i32),
    /// No remedy is left: the days that were given with the decision count.
    Final,
    /// The person may stay: a grant, or the case is back with the officer.
    Lawful,
    /// A new asylum application runs: how many repeat applications it is.
    NewApplication(i32),
    /// Gone with unknown destination.
    Gone,
    /// The decision that this case follows from was retracted.
    Retracted(CaseId),
    /// The facts of the person were corrected.
    Corrected(Person),
}

/// Decides what follows on `on`.
pub fn react(
    state: Option<&ReturnCase>,
    reaction: &Reaction,
    on: Date,
    policy: &Policy,
) -> Vec<Event> {
    if let Reaction::Announced { .. } = reaction {
        return announced(state, reaction, on, policy);
    }
    let Some(case) = state else { return Vec::new() };
    if let Reaction::Corrected(person) = reaction {
        return facts(case, person, on);
    }
    if let Reaction::Retracted(case_id) = reaction {
        return retracted(case, *case_id, on);
    }
    // Who is gone may be found again: what stands in the way is kept up to date.
    if !case.is_open() && !case.is_unsupervised() {
        return Vec::new();
    }
    let appeal = case.blocks.get(BlockKind::Appeal).is_some();
    match reaction {
        Reaction::Blocked if !appeal => {
            let block = RemovalBlock {
                kind: BlockKind::Appeal,
                from: on,
                until: None,
                source: Partner::Court,
            };
            obstructed(case, on, block, None)
        }
        Reaction::Removable(days) if appeal || case.removable_from.is_none() => {
            after_appeal(case, on, Some(*days), policy)
        }
        Reaction::Final if appeal || case.removable_from.is_none() => {
            after_appeal(case, on, None, policy)
        }
        Reaction::Lawful if case.is_open() => closed(case, on, CloseReason::Lawful),
        Reaction::NewApplication(no) if case.is_open() && case.phase != Phase::OnHoldAsylum => {
            new_application(case, *no, on, policy)
        }
        // Of somebody with an open application its withdrawal tells.
        Reaction::Gone if case.is_open() && case.phase != Phase::OnHoldAsylum => {
            left_unsupervised(case, on, policy)
        }
        _ => Vec::new(),
    }
}

fn left_unsupervised(case: &ReturnCase, on: Date, policy: &Policy) -> Vec<Event> {
    departed(case, on, (DepartureOutcome::Unsupervised, None, None), policy)
}

fn announced(
    state: Option<&ReturnCase>,
    reaction: &Reaction,
    on: Date,
    policy: &Policy,
) -> Vec<Event> {
    let Reaction::Announced {
        person,
        case_id,
        transfer_due_on,
        responsibility: Responsibility { registered_on, accepted_on },
        departure_days,
        stay_pending_appeal,
        gone: is_gone,
    } = reaction
    else {
        return Vec::new();
    };
    // While an appeal in time would let the person stay, nobody knows from when departure may be forced.
    let removable_from = (!stay_pending_appeal).then(|| law::removable_from(on, *departure_days));
    let kind = EventKind::ReturnAnnounced {
        to_member_state: transfer_due_on.is_some(),
        removable_from,
        transfer_due_on: *transfer_due_on,
        departure_days: *departure_days,
        registered_on: *registered_on,
        accepted_on: *accepted_on,
    };
    let anew = state.is_none_or(|case| !case.is_open() || case.phase == Phase::OnHoldAsylum);
    // The departure itself may have come first: it is what withdrew the application.
    let left = *is_gone && state.is_some_and(|case| case.ended_on() == Some(on));
    if !anew || left {
        return Vec::new();
    }
    let announced =
        Event { case_id: Some(*case_id), person: person.clone(), occurred_on: on, kind };
    let mut events = vec![announced];
    if *is_gone {
        let case = evolve(state.cloned(), &events[0]);
        events.extend(left_unsupervised(&case, on, policy));
    }
    events
}

/// The end of an appeal, or of the time for it. By the rule the term to depart begins again after a dismissed
/// appeal that let the person stay; otherwise it ran from the decision. Nobody is removed backwards. The term of
/// a transfer begins with the end of an appeal that let the person stay (AMMR 46(1)).
fn after_appeal(case: &ReturnCase, on: Date, days: Option<i32>, policy: &Policy) -> Vec<Event> {
    let restarts = policy.get(rule::DEPARTURE_CLOCK_RESTART, on);
    let first = match (days, case.removable_from) {
        (Some(days), _) if restarts => law::removable_from(on, days),
        (_, Some(known)) => known.max(on),
        (_, None) => law::removable_from(case.announced_on, case.departure_days).max(on),
    };
    let removable_from = Some(first);
    let unblocked = EventKind::DepartureUnblocked { removable_from, block: BlockKind::Appeal };
    let mut events = vec![case.event(on, unblocked)];
    if let Some(due) = case.transfer_due_on().filter(|_| case.transfer_waits()) {
        // A longer term, of who absconded or is in prison, stays.
        let transfer_due_on = policy.due(rule::TRANSFER, on).max(due);
        let reason = TransferReason::AppealEnded;
        let kind = EventKind::TransferTermSet { reason, informed_on: None, transfer_due_on };
        events.push(case.event(on, kind));
    }
    events
}

/// A later application holds departure, but from the second repeat application on only where the policy or a
/// court says so (R7; APR 56). The court says so by a block.
fn new_application(case: &ReturnCase, no: i32, on: Date, policy: &Policy) -> Vec<Event> {
    let later = i64::from(no) >= policy.get(rule::SUBSEQUENT_WITHOUT_STAY_FROM, on);
    if !later || policy.get(rule::STAY_ON_SECOND_SUBSEQUENT, on) {
        return held(case, on);
    }
    if case.continues_no >= no {
        return Vec::new();
    }
    vec![case.event(on, EventKind::RemovalContinued { subsequent_no: no })]
}

/// The decision does not stand: the case is closed as an error, and who was counted as gone because of it is
/// not. Who was seen leaving has left.
fn retracted(case: &ReturnCase, case_id: CaseId, on: Date) -> Vec<Event> {
    if case.case_id != Some(case_id) || case.phase == Phase::OnHoldAsylum {
        return Vec::new();
    }
    if case.is_unsupervised() {
        let mut events: Vec<Event> = corrected(case, on).into_iter().collect();
        events.extend(closed(case, on, CloseReason::Error));
        return events;
    }
    if case.is_open() { closed(case, on, CloseReason::Error) } else { Vec::new() }
}

fn facts(case: &ReturnCase, person: &Person, on: Date) -> Vec<Event> {
    let Person { household_id, nationality, birth_year, sex, .. } = case.person;
    let corrected = Person { household_id, ..person.clone() };
    if corrected == case.person {
        return Vec::new();
    }
    let kind = EventKind::ReturnPersonCorrected {
        from_nationality: nationality,
        from_birth_year: birth_year,
        from_sex: sex,
    };
    vec![Event { person: corrected, ..case.event(on, kind) }]
}

/// A departure moratorium that runs blocks the case of somebody of that nationality; not a transfer.
pub fn shield(case: &ReturnCase, moratorium: &Moratorium, today: Date) -> Vec<Event> {
    let meant = case.is_open()
        && case.moratorium_id.is_none()
        && !case.is_transfer()
        && case.person.nationality == moratorium.nationality;
    if !meant || !moratorium.runs(today) {
        return Vec::new();
    }
    let block = RemovalBlock {
        kind: BlockKind::Moratorium,
        from: today,
        until: Some(moratorium.ends_on),
        source: Partner::Ind,
    };
    obstructed(case, today, block, Some(moratorium.moratorium_id))
}

/// A moratorium that was ended early, or is of another nationality than the corrected one, blocks no more.
pub fn unshield(case: &ReturnCase, moratorium: &Moratorium, today: Date) -> Vec<Event> {
    let over = moratorium.ended_on.is_some() || moratorium.nationality != case.person.nationality;
    if case.moratorium_id == Some(moratorium.moratorium_id) && over {
        return vec![unblocked(case, today, BlockKind::Moratorium)];
    }
    Vec::new()
}

/// What the clock brings: blocks, measures and documents that are over, the legal maximum of detention, and the
/// end of the term of a transfer.
pub fn due(case: &ReturnCase, today: Date) -> Vec<Event> {
    let mut events = Vec::new();
    let mut now = case.clone();
    let mut add = |now: &mut ReturnCase, event: Event| {
        *now = evolve(Some(now.clone()), &event);
        events.push(event);
    };
    let over: Vec<BlockKind> = case.blocks.over(today).map(|block| block.kind).collect();
    for kind in over {
        let event = unblocked(&now, today, kind);
        add(&mut now, event);
    }
    if let Some(TravelDocument::Issued { valid_until }) = case.document
        && valid_until < today
    {
        let document = DocumentState::Expired;
        add(
            &mut now,
            case.event(today, EventKind::TravelDocumentChanged { document, valid_until: None }),
        );
    }
    if let Some(Supervision { kind, ends_on: Some(last) }) = case.supervision
        && last < today
    {
        add(&mut now, case.event(today, EventKind::SupervisionLifted { kind }));
    }
    if let Some(Detention { ends_on: last, .. }) = case.detention
        && last < today
        && let Some(event) = lifted(&now, today, last, ReleaseReason::Maximum)
    {
        add(&mut now, event);
    }
    let lapsed = case.transfer_due_on().is_some_and(|last| last < today);
    if case.is_open() && lapsed && !now.transfer_waits() {
        let event = lifted(&now, today, today, ReleaseReason::NoGround);
        if let Some(event) = event.filter(|_| now.is_detained_to_leave()) {
            add(&mut now, event);
        }
        add(&mut now, case.event(today, EventKind::TransferTermLapsed {}));
    }
    events
}
