//! What callers ask.

use kernel::Municipality;

use crate::domain::codes::RealisationKind;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// The profile of the household is complete.
    CompleteProfile {},
    /// The household is linked to a municipality.
    LinkHousehold {
        /// The municipality, CBS code.
        municipality: Municipality,
    },
    /// The municipality gives the link back.
    ReturnLink {
        /// Why.
        reason: String,
    },
    /// A dwelling is offered.
    OfferDwelling {},
    /// The household accepts and signs.
    AcceptOffer {},
    /// The household refuses.
    RefuseOffer {
        /// Whether with a ground that counts.
        grounded: bool,
    },
    /// The household has moved in.
    HouseHousehold {
        /// What counts.
        kind: RealisationKind,
    },
    /// The household moves to temporary housing that counts.
    HouseTemporarily {
        /// What counts: TEMPORARY or TRANSIT.
        kind: RealisationKind,
    },
    /// Housing is no longer needed.
    CancelMatch {
        /// Why.
        reason: String,
    },
}
