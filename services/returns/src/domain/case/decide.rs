//! What may happen in a return case, and what follows.

use jiff::{ToSpan as _, Unit};
use kernel::{Date, Order, Person, Refusal, Uuid};
use law::Policy;

use super::{Action, Event, ReturnCase, What};
use crate::domain::codes::{DepartureOutcome, DocumentState, ReturnState as S};

type Decision = Result<Vec<Event>, Refusal>;

/// Decides on an order.
pub fn decide(
    policy: &Policy,
    state: Option<&ReturnCase>,
    order: &Order<Uuid, Action>,
    today: Date,
) -> Decision {
    if let Action::TransferFile { .. } = order.action {
        return transfer_file(state, order, today);
    }
    let case = state.ok_or_else(|| {
        Refusal::not_found("NOT_FOUND", format!("no return case of {}", order.key))
    })?;
    order.check_version(case.version)?;
    let since =
        [case.detained_on, case.ended_on].into_iter().flatten().fold(case.announced_on, Date::max);
    order.check_date(today, Some(since))?;
    let on = order.on;
    let one = |what| Ok(vec![case.event(on, what)]);
    match &order.action {
        Action::TransferFile { .. } => Ok(Vec::new()),
        Action::StartCase {} => {
            require(case, &[S::Transferred], "start the case")?;
            one(What::CaseStarted {})
        }
        Action::HoldDepartureInterview {} => {
            require(
                case,
                &[S::Intake, S::IndependentTrack, S::ForcedTrack],
                "hold a departure interview",
            )?;
            one(What::DepartureInterviewHeld {})
        }
        Action::PlanTransfer {} => {
            require(case, &[S::Intake], "plan a transfer")?;
            if !case.to_member_state {
                return Err(Refusal::new("WRONG_STATE", "no member state has accepted the person"));
            }
            one(What::TransferPlanned {})
        }
        Action::StartForcedTrack {} => {
            require(case, &[S::Intake, S::IndependentTrack], "start the forced track")?;
            may_force(case, on)?;
            one(What::ForcedTrackStarted {})
        }
        Action::ImposeDetention {} => detain(policy, case, on),
        Action::LiftDetention {} => {
            require(case, &[S::Detained, S::FlightBooked], "lift detention")?;
            let Some(from) = case.detained_on else {
                return Err(Refusal::new("WRONG_STATE", "the person is not in detention"));
            };
            one(What::DetentionLifted { days: days(from, on) })
        }
        Action::RecordTravelDocument { document } => {
            require_open(case, "record a travel document")?;
            one(What::TravelDocumentChanged { document: *document })
        }
        Action::GrantSupport { amount_cents } => {
            require(case, &[S::Intake, S::IndependentTrack], "grant support")?;
            one(What::SupportGranted { amount_cents: *amount_cents })
        }
        Action::BookFlight { flight_on } => book(case, on, *flight_on),
        Action::CancelFlight {} => {
            require(case, &[S::FlightBooked], "cancel the flight")?;
            one(What::FlightCancelled {})
        }
        Action::RecordDeparture { outcome } => depart(policy, case, on, *outcome),
        Action::CloseLawful {} => {
            require_open(case, "close the case")?;
            Ok(closed(case, on))
        }
        Action::ReopenCase {} => {
            require(case, &[S::Unsupervised], "open the case again")?;
            one(What::ReturnReopened {})
        }
    }
}

fn transfer_file(state: Option<&ReturnCase>, order: &Order<Uuid, Action>, today: Date) -> Decision {
    let Action::TransferFile { origin, case_id, household_id, nationality, birth_year, sex } =
        &order.action
    else {
        return Ok(Vec::new());
    };
    let what = What::FileTransferred { origin: *origin };
    if let Some(case) = state {
        order.check_version(case.version)?;
        order.check_date(today, Some(case.announced_on))?;
        require(case, &[S::Announced], "transfer the file")?;
        return Ok(vec![case.event(order.on, what)]);
    }
    order.check_date(today, None)?;
    let (Some(nationality), Some(birth_year), Some(sex)) = (nationality, birth_year, sex) else {
        return Err(Refusal::new(
            "FACTS_MISSING",
            "a new case needs nationality, birth year and sex",
        ));
    };
    let person = Person {
        person_id: order.key,
        household_id: household_id.unwrap_or(order.key),
        nationality: *nationality,
        birth_year: *birth_year,
        sex: *sex,
        unaccompanied_minor: false,
    };
    Ok(vec![Event { case_id: *case_id, person, occurred_on: order.on, what }])
}

/// RT-1: no forced step while something stands in the way, or while the term to depart runs.
pub(super) fn may_force(case: &ReturnCase, on: Date) -> Result<(), Refusal> {
    if let Some(block) = case.blocked {
        return Err(Refusal::new("BLOCKED", format!("departure is blocked by {block}")));
    }
    if case.removable_from.is_some_and(|from| on < from) {
        return Err(Refusal::new("NOT_REMOVABLE_YET", "the term to depart still runs"));
    }
    Ok(())
}

fn detain(policy: &Policy, case: &ReturnCase, on: Date) -> Decision {
    require(case, &[S::ForcedTrack, S::TransferTrack], "impose detention")?;
    may_force(case, on)?;
    let left = (law::detention_days_max(policy, on) - case.detained_days).max(0);
    if left == 0 {
        return Err(Refusal::new(
            "DETENTION_EXHAUSTED",
            "the legal maximum of detention is reached",
        ));
    }
    Ok(vec![case.event(on, What::DetentionImposed { ends_on: on.saturating_add(left.days()) })])
}

fn book(case: &ReturnCase, on: Date, flight_on: Date) -> Decision {
    require(
        case,
        &[S::IndependentTrack, S::ForcedTrack, S::TransferTrack, S::Detained],
        "book a flight",
    )?;
    if flight_on < on {
        return Err(Refusal::new("DATE_BEFORE_LAST", "the flight lies before its booking"));
    }
    let forced = case.state != S::IndependentTrack;
    if forced {
        may_force(case, on)?;
    }
    if forced && !case.to_member_state && case.document != Some(DocumentState::Issued) {
        return Err(Refusal::new("NO_TRAVEL_DOCUMENT", "there is no document to travel on"));
    }
    Ok(vec![case.event(on, What::FlightBooked { flight_on })])
}

fn depart(policy: &Policy, case: &ReturnCase, on: Date, outcome: DepartureOutcome) -> Decision {
    require_open(case, "record a departure")?;
    if outcome.is_forced() {
        may_force(case, on)?;
        if case.state != S::FlightBooked {
            return Err(Refusal::new("NO_FLIGHT", "no flight is booked"));
        }
    }
    Ok(departed(policy, case, on, outcome))
}

/// The events of a case that ends because the person may stay: detention ends with it.
pub(super) fn closed(case: &ReturnCase, on: Date) -> Vec<Event> {
    let lifted = case.detained_on.map(|from| What::DetentionLifted { days: days(from, on) });
    let whats = lifted.into_iter().chain([What::ReturnClosed {}]);
    whats.map(|what| case.event(on, what)).collect()
}

/// The events of a departure: detention ends with it.
pub(super) fn departed(
    policy: &Policy,
    case: &ReturnCase,
    on: Date,
    outcome: DepartureOutcome,
) -> Vec<Event> {
    let mut events = Vec::with_capacity(2);
    if let Some(from) = case.detained_on {
        events.push(case.event(on, What::DetentionLifted { days: days(from, on) }));
    }
    let demonstrable = outcome.is_demonstrable();
    let transfer = outcome == DepartureOutcome::ForcedTransfer;
    let forced_home = outcome == DepartureOutcome::ForcedCountryOfOrigin;
    events.push(case.event(
        on,
        What::Departed {
            outcome,
            demonstrable,
            origin: case.origin,
            entry_ban_until:
                law::entry_ban_until(policy, on, demonstrable).filter(|_| forced_home && !transfer),
        },
    ));
    events
}

/// Takes a case over at the opening of the books.
pub fn import(state: Option<&ReturnCase>, case: &ReturnCase, on: Date) -> Decision {
    if state.is_some() {
        return Err(Refusal::new(
            "ALREADY_EXISTS",
            format!("person {} has a return case", case.person_id),
        ));
    }
    if !matches!(case.state, S::Intake | S::IndependentTrack | S::ForcedTrack | S::TransferTrack) {
        let text = format!("a case in state {} cannot be taken over", case.state);
        return Err(Refusal::new("NOT_BY_IMPORT", text));
    }
    let Some(origin) = case.origin else {
        return Err(Refusal::new("FACTS_MISSING", "a case that is taken over has an origin"));
    };
    Ok(vec![case.event(
        on,
        What::ReturnCaseImported {
            state: case.state,
            origin,
            to_member_state: case.to_member_state,
            removable_from: case.removable_from,
        },
    )])
}

pub(super) fn days(from: Date, until: Date) -> i32 {
    from.until((Unit::Day, until)).map_or(0, |span| span.get_days())
}

fn require(case: &ReturnCase, states: &[S], what: &str) -> Result<(), Refusal> {
    if states.contains(&case.state) {
        return Ok(());
    }
    Err(Refusal::new("WRONG_STATE", format!("cannot {what} in state {}", case.state)))
}

fn require_open(case: &ReturnCase, what: &str) -> Result<(), Refusal> {
    if case.is_open() {
        return Ok(());
    }
    Err(Refusal::new("WRONG_STATE", format!("cannot {what} in state {}", case.state)))
}
