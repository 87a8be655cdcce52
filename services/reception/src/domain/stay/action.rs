//! What callers ask.

use kernel::Uuid;

use crate::domain::codes::EndReason;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// An officer assigns a place to an expected person.
    PlacePerson {
        /// The location.
        location_id: Uuid,
    },
    /// The person moves to another location.
    MovePerson {
        /// The location.
        location_id: Uuid,
    },
    /// The person is absent without notice.
    ReportAbsence {},
    /// The person is back.
    ReportReturn {},
    /// The person has gone with unknown destination.
    ConfirmGone {},
    /// The stay ends for a reason known to reception.
    EndStay {
        /// The reason.
        reason: EndReason,
    },
}
