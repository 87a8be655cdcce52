//! Where a case is, with what is there in that state only, and what a case keeps of the states that it left.
//!
//! What one state alone knows is in its variant. What outlives it (the registration, the other member state, the track)
//! stands beside the phase: a court may bring a case back from nearly everywhere, so that a routed case may be one that
//! was never lodged, and one without a track.

use kernel::Date;

use crate::domain::codes::{AppealInstance, CaseState, Claim, DecisionOutcome, Ground, Track};

/// Where the procedure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// The wish for protection was expressed.
    Made {
        /// Last day to register; unset before the pact.
        register_due_on: Option<Date>,
    },
    /// Screening runs (pact).
    Screening {
        /// Last day of the screening.
        due_on: Date,
        /// Last day to register, as before the screening.
        register_due_on: Option<Date>,
    },
    /// Screening ended.
    Screened {
        /// Last day to register; unset before the pact.
        register_due_on: Option<Date>,
    },
    /// Data are recorded.
    Registered,
    /// The officer has the case, and no track was assigned.
    Lodged,
    /// Another member state was asked; which one, and whether it has accepted, is in [`OtherState`].
    ResponsibilityCheck,
    /// A track was assigned.
    Routed,
    /// The personal interview was held.
    Interviewed,
    /// An intention to reject was issued (legacy); the last day for the view is in [`View`].
    Intention,
    /// The decision is postponed.
    Suspended {
        /// End of the moratorium.
        until: Date,
    },
    /// Protection was granted, the permit is not yet issued.
    Granted {
        /// The status granted.
        outcome: DecisionOutcome,
        /// When.
        on: Date,
    },
    /// A negative decision, or a withdrawal that a court let stand.
    Rejected {
        /// What was decided.
        decided: Decided,
        /// The appeal that is possible; unset when none is.
        appeal: Option<NextAppeal>,
    },
    /// An appeal runs.
    Appeal {
        /// What it is against.
        decided: Decided,
        /// Before whom.
        instance: AppealInstance,
        /// Whether the applicant may stay meanwhile.
        suspensive: bool,
    },
    /// The permit was issued.
    FinalPositive {
        /// The grant.
        decided: Decided,
    },
    /// No remedy is left.
    FinalNegative {
        /// What became final.
        decided: Decided,
        /// Whether an appeal in time would have let the applicant stay.
        suspensive: bool,
    },
    /// Withdrawn by the applicant or by law.
    Withdrawn {
        /// When.
        on: Date,
        /// Outcome of a decision before that; unset when there was none.
        outcome: Option<DecisionOutcome>,
        /// Last day to appeal; unset when it cannot be appealed.
        appeal_due_on: Option<Date>,
    },
    /// The permit was revoked.
    Revoked {
        /// The grant.
        decided: Decided,
    },
}

impl Phase {
    /// The state by its name.
    pub fn state(self) -> CaseState {
        use CaseState as S;
        match self {
            Self::Made { .. } => S::Made,
            Self::Screening { .. } => S::Screening,
            Self::Screened { .. } => S::Screened,
            Self::Registered => S::Registered,
            Self::Lodged => S::Lodged,
            Self::ResponsibilityCheck => S::ResponsibilityCheck,
            Self::Routed => S::Routed,
            Self::Interviewed => S::Interviewed,
            Self::Intention => S::Intention,
            Self::Suspended { .. } => S::Suspended,
            Self::Granted { .. } => S::Granted,
            Self::Rejected { .. } => S::Rejected,
            Self::Appeal { instance: AppealInstance::Court, .. } => S::Appeal,
            Self::Appeal { instance: AppealInstance::CouncilOfState, .. } => S::FurtherAppeal,
            Self::FinalPositive { .. } => S::FinalPositive,
            Self::FinalNegative { .. } => S::FinalNegative,
            Self::Withdrawn { .. } => S::Withdrawn,
            Self::Revoked { .. } => S::Revoked,
        }
    }

    /// Last day to register; unset once registered, and before the pact.
    pub fn register_due_on(self) -> Option<Date> {
        match self {
            Self::Made { register_due_on }
            | Self::Screening { register_due_on, .. }
            | Self::Screened { register_due_on } => register_due_on,
            _ => None,
        }
    }
}

/// How a procedure ended. Of a case that was taken over not all is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    /// Date of the decision or withdrawal.
    pub on: Option<Date>,
    /// Outcome; unset for a withdrawal.
    pub outcome: Option<DecisionOutcome>,
}

/// What is left of an earlier ending in a case that is examined again; nothing in one that never ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Before {
    /// How it ended.
    pub decided: Decided,
    /// Before whom an appeal ran or was possible, when the term of a transfer was over; unset otherwise.
    pub instance: Option<AppealInstance>,
    /// Whether the applicant might stay because of it.
    pub suspensive: bool,
}

/// An appeal that is possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextAppeal {
    /// Before whom.
    pub instance: AppealInstance,
    /// Last day to lodge it; unset when a case was taken over without it.
    pub due_on: Option<Date>,
    /// Whether the applicant may stay when it is lodged in time.
    pub suspensive: bool,
}

/// How far the application has come: made, registered, lodged (APR 26 to 28).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Application {
    /// The wish was expressed.
    Made,
    /// The data were recorded.
    Registered {
        /// When.
        on: Date,
        /// Last day to lodge; unset after a withdrawal, and when a case was taken over without the day of lodging.
        lodge_due_on: Option<Date>,
    },
    /// The application was lodged.
    Lodged(Lodged),
}

/// When an application was registered and lodged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lodged {
    /// When the data were recorded.
    pub registered_on: Date,
    /// When it was lodged.
    pub on: Date,
}

impl Application {
    /// When the data were recorded; unset before.
    pub fn registered_on(self) -> Option<Date> {
        match self {
            Self::Made => None,
            Self::Registered { on, .. } => Some(on),
            Self::Lodged(lodged) => Some(lodged.registered_on),
        }
    }

    /// When it was lodged; unset before.
    pub fn lodged_on(self) -> Option<Date> {
        match self {
            Self::Lodged(lodged) => Some(lodged.on),
            Self::Made | Self::Registered { .. } => None,
        }
    }

    /// Last day to lodge; unset before registration and after lodging.
    pub fn lodge_due_on(self) -> Option<Date> {
        match self {
            Self::Registered { lodge_due_on, .. } => lodge_due_on,
            Self::Made | Self::Lodged(_) => None,
        }
    }
}

/// Another member state that may be responsible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherState {
    /// ISO 3166-1 alpha-3 code.
    pub member_state: String,
    /// Why it may be responsible.
    pub claim: Claim,
    /// How it stands.
    pub stands: Responsibility,
    /// Last day of the transfer decision; unset while it has not accepted, and once decided.
    pub transfer_decision_due_on: Option<Date>,
}

/// How the responsibility of another member state stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Responsibility {
    /// A hit or a fact points to it.
    Hit {
        /// Last day to ask it.
        claim_due_on: Date,
    },
    /// It was asked.
    Asked {
        /// Last day for its answer; silence is acceptance.
        reply_due_on: Date,
    },
    /// It has accepted.
    Accepted {
        /// When.
        on: Date,
    },
    /// Nothing is asked of it any more.
    Settled,
}

/// The way through the procedure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assigned {
    /// The track.
    pub track: Track,
    /// The fact that decided on it; unset when none did.
    pub ground: Option<Ground>,
    /// Whether the decision term of this track was extended.
    pub extended: bool,
}

/// The view on an intention to reject. Unset in rows of older versions: an intention is then issued again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// Last day for it; unset before an intention was issued.
    pub due_on: Option<Date>,
    /// When it was received, or its term was seen to have passed; unset before.
    pub received_on: Option<Date>,
}

/// A late decision of which notice was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InDefault {
    /// Date of the notice.
    pub since: Date,
    /// Last day of the term that a court set; unset when none.
    pub court_due_on: Option<Date>,
}
