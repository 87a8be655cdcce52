//! What follows for a return case from others' decisions. Tolerant: when there is nothing to do, nothing happens.

use kernel::{Date, Person, Uuid};
use law::Policy;

use super::decide::{closed, departed};
use super::{Event, ReturnCase, What, evolve};
use crate::domain::codes::{BlockKind, DepartureOutcome, ReturnState as S};

/// Something that happened elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// A negative decision was notified.
    Announced {
        /// The person.
        person: Person,
        /// The asylum case.
        case_id: Uuid,
        /// Last day of a transfer to another member state.
        transfer_due_on: Option<Date>,
        /// Days to depart.
        departure_days: i32,
        /// Whether an appeal in time would let the person stay.
        stay_pending_appeal: bool,
        /// Whether the person is gone already.
        gone: bool,
    },
    /// An appeal that lets the person stay was lodged.
    Blocked,
    /// The decision stands; so many days to depart are left.
    Removable(i32),
    /// The person may stay: a grant, or the case is back with the officer.
    Lawful,
    /// A new asylum application runs.
    NewApplication,
    /// Gone with unknown destination.
    Gone,
}

/// Decides what follows on `on`.
pub fn react(
    policy: &Policy,
    state: Option<&ReturnCase>,
    reaction: &Reaction,
    on: Date,
) -> Vec<Event> {
    if let Reaction::Announced {
        person,
        case_id,
        transfer_due_on,
        departure_days,
        stay_pending_appeal,
        gone,
    } = reaction
    {
        // While an appeal in time would let the person stay, nobody knows from when departure may be forced.
        let removable_from =
            (!stay_pending_appeal).then(|| law::removable_from(on, *departure_days));
        let what = What::ReturnAnnounced {
            to_member_state: transfer_due_on.is_some(),
            removable_from,
            transfer_due_on: *transfer_due_on,
        };
        let anew = state.is_none_or(|case| !case.is_open() || case.state == S::OnHoldAsylum);
        // The departure itself may have come first: it is what withdrew the application.
        let left = *gone && state.is_some_and(|case| case.ended_on == Some(on));
        if !anew || left {
            return Vec::new();
        }
        let announced =
            Event { case_id: Some(*case_id), person: person.clone(), occurred_on: on, what };
        let mut events = vec![announced];
        if *gone {
            let case = evolve(state.cloned(), &events[0]);
            events.extend(departed(policy, &case, on, DepartureOutcome::Unsupervised));
        }
        return events;
    }
    // Who is gone may be found again: what stands in the way is kept up to date.
    let known = state.filter(|case| case.is_open() || case.state == S::Unsupervised);
    let Some(case) = known else { return Vec::new() };
    match reaction {
        Reaction::Blocked if case.blocked.is_none() => {
            vec![case.event(on, What::DepartureBlocked { block: BlockKind::Appeal })]
        }
        Reaction::Removable(days) if case.blocked.is_some() || case.removable_from.is_none() => {
            let removable_from = Some(law::removable_from(on, *days));
            vec![case.event(on, What::DepartureUnblocked { removable_from })]
        }
        Reaction::Lawful if case.is_open() => closed(case, on),
        Reaction::NewApplication if case.is_open() && case.state != S::OnHoldAsylum => {
            vec![case.event(on, What::HeldForAsylum {})]
        }
        // Of somebody with an open application its withdrawal tells.
        Reaction::Gone if case.is_open() && case.state != S::OnHoldAsylum => {
            departed(policy, case, on, DepartureOutcome::Unsupervised)
        }
        _ => Vec::new(),
    }
}

/// What the clock brings: the legal maximum of detention, and the end of the term of a transfer.
pub fn due(case: &ReturnCase, today: Date) -> Vec<Event> {
    let mut events = Vec::new();
    if let (Some(from), Some(last)) = (case.detained_on, case.detention_ends_on)
        && last < today
    {
        events.push(
            case.event(today, What::DetentionLifted { days: super::decide::days(from, last) }),
        );
    }
    if case.is_open() && case.transfer_due_on.is_some_and(|last| last < today) {
        events.push(case.event(today, What::TransferTermLapsed {}));
    }
    events
}
