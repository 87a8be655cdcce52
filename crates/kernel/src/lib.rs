//! Words every service shares: ids, codes, civil dates, the clock and chance as values, refusals.
//!
//! Everything here is pure: no I/O, no async, no database, no gRPC. A type belongs here at its second
//! use by a service, not before.

mod clock;
mod code;
mod command;
mod fit;
mod ids;
mod invariant;
mod person;
mod position;
mod reason;
mod refusal;

pub use clock::{Clock, VirtualClock, civil_date};
pub use code::UnknownCode;
pub use command::Command;
pub use fit::{fit, rounded, rounded_count};
pub use ids::{
    CaseId, CharterId, EditionId, EventId, FamilyCaseId, ForecastId, HouseholdId, Ids, LocationId,
    MoratoriumId, PersonId, RelocationId, SubjectId,
};
pub use invariant::{INVARIANTS, Invariant, Violation};
pub use jiff::Timestamp;
pub use jiff::civil::Date;
pub use person::{AgeBand, Municipality, Nationality, ParseError, Person, PersonDetails, Sex};
pub use position::{NoPosition, Position};
pub use reason::Reason;
pub use refusal::{Refusal, RefusalKind, State};
pub use uuid::Uuid;

/// The time zone in which days of the chain begin and end.
pub const TIME_ZONE: &str = "Europe/Amsterdam";
