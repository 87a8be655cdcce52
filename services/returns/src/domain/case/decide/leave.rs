//! Flights and departures: nobody leaves by force on a day on which that is not allowed, and every departure is
//! demonstrable or marked as not (RT-2).

use kernel::{CharterId, Date, Nationality, Reason, Refusal};
use law::Policy;

use super::{
    CommandKind, Decision, Env, Event, EventKind, ReturnCase, lifted, may_remove, reported,
    require, require_open, unblocked,
};
use crate::domain::case::{Phase, TravelDocument};
use crate::domain::charter;
use crate::domain::codes::{BlockKind, DepartureOutcome, ReturnState as S};
use crate::domain::words::{CloseReason, EntryBanGround, Partner, ReleaseReason};

pub(super) fn decide(case: &ReturnCase, on: Date, kind: &CommandKind, env: &Env<'_>) -> Decision {
    match kind {
        CommandKind::BookFlight { flight_on, charter_id } => {
            book(case, on, *flight_on, *charter_id, env)
        }
        CommandKind::CancelFlight { reason } => {
            require(case, &[S::FlightBooked], "cancel the flight")?;
            Ok(vec![case.event(on, EventKind::FlightCancelled { reason: *reason })])
        }
        CommandKind::RecordDeparture { outcome, destination } => {
            depart(case, on, *outcome, *destination, Partner::Dtenv, env.policy)
        }
        CommandKind::RecordIomDeparture { destination, reported_by } => {
            reported(*reported_by, &[Partner::Iom])?;
            let outcome = DepartureOutcome::IndependentIom;
            depart(case, on, outcome, *destination, *reported_by, env.policy)
        }
        CommandKind::RecordBorderDeparture { outcome, destination, reported_by } => {
            reported(*reported_by, &[Partner::Kmar])?;
            if !outcome.is_demonstrable() {
                let text = "a departure report is proof of a departure";
                return Err(Refusal::not_now(text, case.state()));
            }
            if case.is_unsupervised() && !outcome.is_forced() {
                // Thought gone without supervision, now seen to go: the first count does not stand.
                let mut events: Vec<Event> = corrected(case, on).into_iter().collect();
                let way = (*outcome, *destination, Some(*reported_by));
                events.extend(departed(case, on, way, env.policy));
                return Ok(events);
            }
            depart(case, on, *outcome, *destination, *reported_by, env.policy)
        }
        _ => Ok(Vec::new()),
    }
}

fn book(
    case: &ReturnCase,
    on: Date,
    flight_on: Option<Date>,
    charter_id: Option<CharterId>,
    env: &Env<'_>,
) -> Decision {
    let states =
        [S::IndependentTrack, S::IomPlanned, S::ForcedTrack, S::TransferTrack, S::Detained];
    require(case, &states, "book a flight")?;
    // A charter says when it flies; whether it is the day that was told is looked at with the seat.
    let charter = env.charter.filter(|_| charter_id.is_some());
    let missing = || Refusal::new(Reason::FactsMissing, "flight_on: no charter says when");
    let flight_on = flight_on.or(charter.map(|held| held.flight_on)).ok_or_else(missing)?;
    if flight_on < on {
        return Err(Refusal::new(Reason::DateBeforeLast, "the flight lies before its booking"));
    }
    let forced = case.flies_by_force();
    if forced {
        may_remove(case, on)?;
        match case.transfer {
            None => travels_on(case, flight_on)?,
            Some(transfer) if transfer.due_on.is_some_and(|last| last < flight_on) => {
                let text = "the flight lies after the term of the transfer";
                return Err(Refusal::new(Reason::TransferLapsed, text));
            }
            Some(_) => {}
        }
    }
    if charter_id.is_some() {
        charter::check_seat(env.charter, flight_on, case.person.nationality)?;
    }
    Ok(vec![case.event(on, EventKind::FlightBooked { flight_on, forced, charter_id })])
}

/// Refuses a flight without a document that is valid on its day.
fn travels_on(case: &ReturnCase, flight_on: Date) -> Result<(), Refusal> {
    let Some(TravelDocument::Issued { valid_until }) = case.document else {
        return Err(Refusal::new(Reason::NoTravelDocument, "there is no document to travel on"));
    };
    if valid_until < flight_on {
        let text =
            format!("the document is valid until {valid_until}, the flight is on {flight_on}");
        return Err(Refusal::new(Reason::DocumentExpires, text));
    }
    Ok(())
}

fn depart(
    case: &ReturnCase,
    on: Date,
    outcome: DepartureOutcome,
    destination: Option<Nationality>,
    by: Partner,
    policy: &Policy,
) -> Decision {
    require_open(case, "record a departure")?;
    if outcome.is_forced() {
        may_remove(case, on)?;
        let Phase::FlightBooked { .. } = case.phase else {
            return Err(Refusal::new(Reason::NoFlight, "no flight is booked"));
        };
        if outcome == DepartureOutcome::ForcedCountryOfOrigin && !case.is_transfer() {
            travels_on(case, on)?;
        }
    }
    Ok(departed(case, on, (outcome, destination, Some(by)), policy))
}

/// The events of a case that ends without departure: detention ends with it, and so does the protection by a
/// moratorium, of which reception must hear.
pub(in super::super) fn closed(case: &ReturnCase, on: Date, reason: CloseReason) -> Vec<Event> {
    let mut events: Vec<Event> = lifted(case, on, on, ReleaseReason::Lawful).into_iter().collect();
    if case.blocks.get(BlockKind::Moratorium).is_some() {
        events.push(unblocked(case, on, BlockKind::Moratorium));
    }
    events.push(case.event(on, EventKind::ReturnClosed { reason }));
    events
}

/// How somebody left, where to, and who said so.
pub(in super::super) type Way = (DepartureOutcome, Option<Nationality>, Option<Partner>);

/// The events of a departure: detention ends with it, and an entry ban begins when it is demonstrable.
pub(in super::super) fn departed(
    case: &ReturnCase,
    on: Date,
    (outcome, destination, reported_by): Way,
    policy: &Policy,
) -> Vec<Event> {
    let mut events: Vec<Event> =
        lifted(case, on, on, ReleaseReason::Departed).into_iter().collect();
    let demonstrable = outcome.is_demonstrable();
    let transfer = outcome == DepartureOutcome::ForcedTransfer;
    let forced_home = outcome == DepartureOutcome::ForcedCountryOfOrigin;
    let ground = case.ban_ground().or(forced_home.then_some(EntryBanGround::NotLeftInTime));
    let begins = demonstrable && !transfer;
    // Whoever reports a departure home need not name the country; to which state a transfer went only they know.
    let home = if transfer { Nationality::UNKNOWN } else { case.person.nationality };
    events.push(case.event(
        on,
        EventKind::Departed {
            outcome,
            demonstrable,
            origin: case.origin,
            entry_ban_until:
                ground.filter(|_| begins).map(|ground| ground.term(policy, on).end(on)),
            destination: destination.or(Some(home)).filter(|_| demonstrable),
            reported_by,
        },
    ));
    events
}

/// The counter-entry of the departure that was counted last, if one was.
pub(in super::super) fn corrected(case: &ReturnCase, on: Date) -> Option<Event> {
    let (outcome, departed_on, _) = case.departure()?;
    let demonstrable = outcome.is_demonstrable();
    let kind =
        EventKind::DepartureCorrected { outcome, departed_on, demonstrable, origin: case.origin };
    Some(case.event(on, kind))
}
