//! A flight that DTenV hires for a group: its seats are never overbooked.

use kernel::{CharterId, Command, Date, Nationality, Reason, Refusal};

use crate::domain::words::{CharterState, FlightCancelReason};

/// A charter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charter {
    /// Its id.
    pub charter_id: CharterId,
    /// Country of destination.
    pub destination: Nationality,
    /// Day of the flight.
    pub flight_on: Date,
    /// Seats for persons who leave.
    pub seats: i32,
    /// Seats that are taken.
    pub booked: i32,
    /// Its state.
    pub state: CharterState,
    /// Number of events.
    pub version: i64,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandKind {
    /// A charter is scheduled.
    ScheduleCharter {
        /// Country of destination.
        destination: Nationality,
        /// Day of the flight.
        flight_on: Date,
        /// Seats for persons who leave.
        seats: i32,
    },
    /// A charter is cancelled, and its flights with it.
    CancelCharter {
        /// Why; unset: the charter was cancelled.
        reason: Option<FlightCancelReason>,
    },
}

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The charter.
    pub charter_id: CharterId,
    /// When it happened.
    pub occurred_on: Date,
    /// What happened.
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A charter was scheduled.
    CharterScheduled {
        /// Country of destination.
        destination: Nationality,
        /// Day of the flight.
        flight_on: Date,
        /// Seats for persons who leave.
        seats: i32,
    },
    /// Seats were taken or given back.
    CharterSeatsChanged {
        /// Seats that are taken now.
        booked: i32,
    },
    /// A charter was cancelled.
    CharterCancelled {
        /// Why.
        reason: FlightCancelReason,
    },
}

/// Decides on a command.
pub fn decide(
    state: Option<&Charter>,
    command: &Command<CharterId, CommandKind>,
    today: Date,
) -> Result<Vec<Event>, Refusal> {
    command.check_version(state.map_or(0, |charter| charter.version))?;
    command.check_date(today, None)?;
    let one = |kind| Ok(vec![Event { charter_id: command.key, occurred_on: command.on, kind }]);
    match (&command.kind, state) {
        (CommandKind::ScheduleCharter { .. }, Some(_)) => {
            Err(Refusal::new(Reason::AlreadyExists, format!("charter {} exists", command.key)))
        }
        (CommandKind::ScheduleCharter { destination, flight_on, seats }, None) => {
            if *flight_on < command.on {
                return Err(Refusal::new(Reason::DateBeforeLast, "the flight lies in the past"));
            }
            let (destination, flight_on, seats) = (*destination, *flight_on, *seats);
            one(EventKind::CharterScheduled { destination, flight_on, seats })
        }
        (CommandKind::CancelCharter { .. }, None) => {
            Err(Refusal::not_found(Reason::NotFound, format!("no charter {}", command.key)))
        }
        (CommandKind::CancelCharter { reason }, Some(charter)) => {
            if charter.state == CharterState::Cancelled || charter.flight_on < command.on {
                let text = "the charter was cancelled or has flown";
                return Err(Refusal::not_now(text, charter.state));
            }
            // Unset: the contract says what an unset reason means.
            let reason = reason.unwrap_or(FlightCancelReason::CharterCancelled);
            one(EventKind::CharterCancelled { reason })
        }
    }
}

/// The charter after an event.
pub fn evolve(state: Option<Charter>, event: &Event) -> Charter {
    let mut charter = state.unwrap_or(Charter {
        charter_id: event.charter_id,
        destination: Nationality::UNKNOWN,
        flight_on: event.occurred_on,
        seats: 0,
        booked: 0,
        state: CharterState::Scheduled,
        version: 0,
    });
    charter.version += 1;
    match &event.kind {
        EventKind::CharterScheduled { destination, flight_on, seats } => {
            charter.destination = *destination;
            charter.flight_on = *flight_on;
            charter.seats = *seats;
        }
        EventKind::CharterSeatsChanged { booked } => charter.booked = *booked,
        EventKind::CharterCancelled { .. } => charter.state = CharterState::Cancelled,
    }
    charter
}

/// The event of so many more or fewer taken seats.
pub fn seats(charter: &Charter, change: i32, on: Date) -> Event {
    let kind = EventKind::CharterSeatsChanged { booked: charter.booked + change };
    Event { charter_id: charter.charter_id, occurred_on: on, kind }
}

/// Refuses a seat for somebody who flies on `flight_on` to `destination`.
pub fn check_seat(
    charter: Option<&Charter>,
    flight_on: Date,
    destination: Nationality,
) -> Result<(), Refusal> {
    let Some(charter) = charter else {
        return Err(Refusal::not_found(Reason::NotFound, "no such charter"));
    };
    if charter.state == CharterState::Cancelled
        || charter.flight_on != flight_on
        || charter.destination != destination
    {
        let text = format!(
            "the charter is {} and flies on {} to {}",
            charter.state, charter.flight_on, charter.destination
        );
        return Err(Refusal::new(Reason::CharterDiffers, text));
    }
    if charter.booked >= charter.seats {
        return Err(Refusal::new(
            Reason::CharterFull,
            format!("all {} seats are taken", charter.seats),
        ));
    }
    Ok(())
}
