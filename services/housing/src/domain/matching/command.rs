//! What callers ask.

use kernel::Municipality;

use crate::domain::codes::{LinkReturnReason, MatchCancelReason, RealisationKind, Region};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandKind {
    /// The profile of the household is complete.
    CompleteProfile {
        /// Municipality where family of the first degree lives (hard).
        family_municipality: Option<Municipality>,
        /// Region in which the household must stay for medical reasons (hard).
        medical_region: Option<Region>,
        /// Municipality of current work or education (hard).
        occupation_municipality: Option<Municipality>,
        /// Region with the best prospects of work (soft).
        labour_region: Option<Region>,
        /// Municipality of a network (soft).
        network_municipality: Option<Municipality>,
        /// Municipality where the household stays now.
        current_municipality: Option<Municipality>,
        /// Family members who are still expected.
        expected_members: i32,
    },
    /// The household is linked to a municipality.
    LinkHousehold {
        /// The municipality, CBS code.
        municipality: Municipality,
        /// Why a hard criterion is overruled.
        overruled_reason: Option<String>,
    },
    /// A linked household is linked to another municipality.
    RelinkHousehold {
        /// The municipality, CBS code.
        municipality: Municipality,
        /// Why.
        reason: String,
    },
    /// An unaccompanied minor moves to a small-scale place.
    PlaceWithNidos {
        /// The municipality, CBS code.
        municipality: Municipality,
    },
    /// A housed household moves to another municipality.
    MoveHousehold {
        /// The municipality, CBS code.
        municipality: Municipality,
    },
    /// The municipality gives the link back.
    ReturnLink {
        /// Why.
        reason: LinkReturnReason,
    },
    /// A dwelling is offered.
    OfferDwelling {
        /// Whether the household has priority because of its permit.
        priority: bool,
    },
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
        reason: MatchCancelReason,
    },
}
