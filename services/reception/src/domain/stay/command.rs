//! What callers ask.

use kernel::{Date, LocationId, PersonId, Sex};

use crate::domain::codes::{
    EndReason, Measure, MeasureEnd, MoveReason, NoGuardianReason, RightGround,
};
use crate::domain::needs::Needs;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandKind {
    /// An officer assigns a place to an expected person.
    PlacePerson {
        /// The location.
        location_id: LocationId,
        /// Last day of the place; unset means the longest that the type allows.
        until: Option<Date>,
        /// Why the proposal was not followed; empty when it was followed or not asked for.
        proposal_overruled_reason: String,
        /// Why an unaccompanied minor has no guardian yet; `None` when one is on file or the person needs none.
        no_guardian_reason: Option<NoGuardianReason>,
    },
    /// The person moves to another location.
    MovePerson {
        /// The location.
        location_id: LocationId,
        /// Why.
        reason: MoveReason,
        /// Last day of the place; unset means the longest that the type allows.
        until: Option<Date>,
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
    /// The right goes on, for a family with a minor child or for who cooperates with return.
    ExtendReception {
        /// On what ground.
        ground: RightGround,
    },
    /// Records what a location must have for the person.
    RecordNeeds {
        /// From now on.
        needs: Needs,
    },
    /// A child is born; the command is on its mother.
    RecordBirth {
        /// The child.
        child_id: PersonId,
        /// Sex as registered.
        sex: Sex,
    },
    /// Imposes a measure against nuisance.
    ImposeMeasure {
        /// The measure.
        measure: Measure,
        /// Last day; unset means the longest that the measure may last.
        ends_on: Option<Date>,
        /// Share of the weekly allowance that is withheld, in hundredths.
        withheld_percent: i32,
        /// Why steps of the ladder are skipped; empty when none is.
        skip_reason: String,
        /// Whether the guardian of a minor of 16 or 17 consents.
        guardian_consents: bool,
    },
    /// Ends a measure before its time.
    LiftMeasure {
        /// Why.
        reason: MeasureEnd,
    },
    /// An unaccompanied minor is 18.
    RecordMajority {},
}
