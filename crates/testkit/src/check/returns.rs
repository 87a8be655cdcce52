//! RT-1 and RT-2 over the log of returns, and where each departure case ended up.

use std::collections::HashMap;

use kernel::Date;
use wire::common::Person;
use wire::returns::{BlockKind, DepartureOutcome, ReturnState};
use world::Service;

use super::intake::Cases;
use super::{Found, day, who};
use crate::{Event, Fact, Feeds};

/// Where a departure case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Back {
    /// At work.
    Open,
    /// Held for an application.
    Held,
    /// The person left, seen or not.
    Left,
    /// The person may stay.
    Lawful,
}

/// The departure case of a person.
#[derive(Clone, Debug)]
pub(super) struct Return {
    pub(super) back: Back,
    /// Taken over at the opening of the books.
    pub(super) imported: bool,
    /// When it came where it stands.
    pub(super) since: Date,
    blocked: bool,
    /// Departure is prepared with the person, not against them.
    independent: bool,
    detained_on: Option<Date>,
    detained_days: i32,
}

/// Departure cases by person.
pub(super) type Returns = HashMap<String, Return>;

pub(super) fn fold(feeds: &Feeds, cases: &Cases, found: &mut Found) -> Returns {
    let mut all = Returns::new();
    for event in feeds.of(Service::Returns) {
        let Some(person) = person(&event.fact) else { continue };
        let id = person.person_id;
        let case = all.entry(id.clone()).or_insert_with(|| Return {
            back: Back::Open,
            imported: false,
            since: event.on,
            blocked: false,
            independent: false,
            detained_on: None,
            detained_days: 0,
        });
        if is_forced(&event.fact, case) {
            allowed(&id, case, event, cases, found);
        }
        step(&id, case, event, found);
    }
    all
}

/// Whether the step takes the person out of the country, or into detention, against their will.
fn is_forced(fact: &Fact, case: &Return) -> bool {
    use DepartureOutcome as O;
    match fact {
        Fact::ForcedTrackStarted(_) | Fact::DetentionImposed(_) => true,
        Fact::FlightBooked(_) => !case.independent,
        Fact::Departed(departed) => {
            matches!(departed.outcome(), O::ForcedCountryOfOrigin | O::ForcedTransfer)
        }
        _ => false,
    }
}

/// RT-1: by what returns knew, and by the log of the court cases.
fn allowed(id: &str, case: &Return, event: &Event, cases: &Cases, found: &mut Found) {
    let (what, on) = (event.fact.event_type(), event.on);
    found.must("RT-1", !case.blocked, || format!("{what} of {id} on {on} while it is blocked"));
    // On the days of lodging and ruling the order of the two logs is not known.
    let runs =
        |(from, until): &(Date, Option<Date>)| *from < on && until.is_none_or(|end| on < end);
    let appeal = cases.suspensive.get(id).into_iter().flatten().any(runs);
    found
        .must("RT-1", !appeal, || format!("{what} of {id} on {on} while an appeal lets them stay"));
}

fn step(id: &str, case: &mut Return, event: &Event, found: &mut Found) {
    let on = event.on;
    let stands = |case: &mut Return, back| {
        if case.back != back {
            case.since = on;
        }
        case.back = back;
    };
    match &event.fact {
        Fact::ReturnAnnounced(_) => {
            stands(case, Back::Open);
            case.since = on;
            (case.blocked, case.independent) = (false, false);
        }
        Fact::FileTransferred(_) => stands(case, Back::Open),
        Fact::ReturnCaseImported(imported) => {
            stands(case, Back::Open);
            case.imported = true;
            case.independent = imported.state() == ReturnState::IndependentTrack;
        }
        Fact::DepartureInterviewHeld(_) | Fact::SupportGranted(_) => case.independent = true,
        Fact::ForcedTrackStarted(_) | Fact::TransferPlanned(_) => case.independent = false,
        Fact::DepartureBlocked(blocked) => case.blocked = blocked.block() == BlockKind::Appeal,
        Fact::DepartureUnblocked(_) => case.blocked = false,
        Fact::DetentionImposed(imposed) => {
            let ends = day(imposed.ends_on).unwrap_or(on);
            let total = case.detained_days + days(on, ends);
            found.must("RT-1", total <= law::detention_days_max(&found.policy, on), || {
                format!("{id} would be detained for {total} days")
            });
            found.must("RT-1", case.detained_on.is_none(), || format!("{id} is detained twice"));
            case.detained_on = Some(on);
        }
        Fact::DetentionLifted(lifted) => {
            case.detained_days += lifted.days;
            let (total, from) = (case.detained_days, case.detained_on.take());
            found.must("RT-1", total <= law::detention_days_max(&found.policy, on), || {
                format!("{id} was detained for {total} days")
            });
            let counted = from.is_some_and(|from| lifted.days <= days(from, on));
            found.must("RT-1", counted, || {
                format!("{id}: {} days of detention since {from:?}", lifted.days)
            });
        }
        Fact::HeldForAsylum(_) | Fact::TransferTermLapsed(_) => stands(case, Back::Held),
        Fact::ReturnReopened(_) => stands(case, Back::Open),
        Fact::ReturnClosed(_) => {
            stands(case, Back::Lawful);
            ended(id, case, found);
        }
        Fact::Departed(departed) => {
            stands(case, Back::Left);
            ended(id, case, found);
            let outcome = departed.outcome();
            let seen = outcome != DepartureOutcome::Unsupervised;
            let marked = outcome != DepartureOutcome::Unspecified && departed.demonstrable == seen;
            found.must("RT-2", marked, || {
                format!("{id} left as {outcome:?}, demonstrable: {}", departed.demonstrable)
            });
            let banned = outcome == DepartureOutcome::ForcedCountryOfOrigin;
            let until = law::entry_ban_until(&found.policy, on, true).filter(|_| banned);
            found.due("the entry ban", id, departed.entry_ban_until, &[until]);
        }
        _ => {}
    }
}

/// RT-1: a measure of detention ends before its case does.
fn ended(id: &str, case: &mut Return, found: &mut Found) {
    let from = case.detained_on.take();
    found.must("RT-1", from.is_none(), || {
        format!("the case of {id} ended, the detention since {from:?} did not")
    });
    case.blocked = false;
}

fn days(from: Date, until: Date) -> i32 {
    from.until((jiff::Unit::Day, until)).map_or(0, |span| span.get_days())
}

/// The person of an event of a departure case.
fn person(fact: &Fact) -> Option<Person> {
    macro_rules! of {
        ($($name:ident),+) => {
            match fact {
                $(Fact::$name(message) => Some(who(message.person.as_ref())),)+
                _ => None,
            }
        };
    }
    of!(
        ReturnAnnounced,
        FileTransferred,
        CaseStarted,
        DepartureInterviewHeld,
        TransferPlanned,
        ForcedTrackStarted,
        DetentionImposed,
        DetentionLifted,
        TravelDocumentChanged,
        SupportGranted,
        FlightBooked,
        FlightCancelled,
        DepartureBlocked,
        DepartureUnblocked,
        Departed,
        ReturnClosed,
        ReturnReopened,
        HeldForAsylum,
        TransferTermLapsed,
        ReturnCaseImported
    )
}
