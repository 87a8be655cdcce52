//! What stands in the chain at a cut, and what is known by group.

use serde::{Deserialize, Serialize};

/// Stocks at the end of the day before the cut, in persons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stocks {
    /// Asylum cases without a decision.
    pub pending: i64,
    /// Cases before a court.
    pub appeals: i64,
    /// Residents of COA whose case is pending or before a court, without the minors.
    pub applicants: i64,
    /// Residents of COA with a final rejection, in their term to leave.
    pub rejected: i64,
    /// Residents of COA with a permit, waiting for a home.
    pub status_holders: i64,
    /// Residents of COA who are unaccompanied minors.
    pub minors: i64,
    /// Open departure cases.
    pub return_cases: i64,
    /// Family members who wait for their decision or their visa.
    pub nareis_pending: i64,
    /// Minors with a permit or another title in the care of Nidos outside COA.
    pub nidos: i64,
    /// Persons in detention.
    pub detained: i64,
    /// Places of COA that are not emergency places, those for minors included.
    pub places_regular: i64,
    /// Emergency places.
    pub places_emergency: i64,
    /// Of the places, those for minors only.
    pub places_minors: i64,
    /// Displaced persons from Ukraine in municipal reception.
    pub ukraine: i64,
}

impl Stocks {
    pub(crate) fn numbers(&self) -> [i64; 14] {
        [
            self.pending,
            self.appeals,
            self.applicants,
            self.rejected,
            self.status_holders,
            self.minors,
            self.return_cases,
            self.nareis_pending,
            self.nidos,
            self.detained,
            self.places_regular,
            self.places_emergency,
            self.places_minors,
            self.ukraine,
        ]
    }
}

impl GroupFacts {
    pub(crate) fn numbers(&self) -> [i64; 6] {
        [self.pending, self.first, self.minors, self.grants, self.rejections, self.transfers]
    }
}

/// What is known of a nationality group, over the lived months of the last year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupFacts {
    /// The group, as in [`Series::group`] of first applications.
    pub group: String,
    /// Cases without a decision at the cut.
    pub pending: i64,
    /// First applications.
    pub first: i64,
    /// Of these, by unaccompanied minors.
    pub minors: i64,
    /// Grants.
    pub grants: i64,
    /// Rejections.
    pub rejections: i64,
    /// Applicants who left to another member state.
    pub transfers: i64,
}
