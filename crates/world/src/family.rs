//! Families that wait abroad, as values: who they are, and who of them may come.

use std::collections::{BTreeMap, VecDeque};

use kernel::{Date, Nationality};
use law::{Eligibility, Policy, Relation, Sponsor};
use wire::intake as pb;

use crate::people::Household;

/// A family that waits abroad.
#[derive(Clone)]
pub(crate) struct Family {
    pub(crate) household: Household,
    pub(crate) approved: bool,
    pub(crate) sponsor_granted_on: Date,
    /// Whether the sponsor has subsidiary protection.
    pub(crate) subsidiary: bool,
    pub(crate) filed_on: Date,
    /// Whether the chain knows what each member is to the sponsor: not of families from before the books.
    pub(crate) related: bool,
}

/// A step of a family on a day.
#[derive(Clone, Copy)]
pub(crate) enum FamilyStep {
    Approve,
    Visa,
    Arrive,
    Permit,
    Reject,
}

/// Everybody who waits abroad.
#[derive(Default)]
pub(crate) struct Families {
    pub(crate) all: Vec<Family>,
    /// Families whose arrival is not planned yet, by nationality, the oldest first.
    pub(crate) waiting: BTreeMap<Nationality, VecDeque<usize>>,
    pub(crate) agenda: BTreeMap<Date, Vec<(usize, FamilyStep)>>,
    pub(crate) filings: BTreeMap<Date, Vec<Filing>>,
}

/// A family application to be filed.
pub(crate) struct Filing {
    pub(crate) family: usize,
    pub(crate) sponsor_case: String,
    pub(crate) subsidiary: bool,
}

impl Family {
    /// Whether the n-th member can be approved on a day.
    pub(crate) fn eligible(&self, policy: &Policy, n: usize, on: Date) -> bool {
        let sponsor = Sponsor { granted_on: self.sponsor_granted_on, subsidiary: self.subsidiary };
        let age = self.filed_on.year() - self.household.members[n].birth_year;
        let relation = match relation(n, age) {
            pb::Relation::AdultChild if self.related => Relation::AdultChild,
            pb::Relation::MinorChild => Relation::MinorChild,
            _ => Relation::Spouse,
        };
        let found = law::family_eligibility(policy, sponsor, relation, self.filed_on, on);
        found == Eligibility::Now
    }

    /// Whether anybody of the family can be approved on a day.
    pub(crate) fn may_come(&self, policy: &Policy, on: Date) -> bool {
        (0..self.household.members.len()).any(|n| self.eligible(policy, n, on))
    }
}

/// What the n-th member of a family is to the sponsor.
pub(crate) fn relation(n: usize, age: i16) -> pb::Relation {
    match (n, age) {
        (_, ..18) => pb::Relation::MinorChild,
        (0, _) => pb::Relation::Spouse,
        _ => pb::Relation::AdultChild,
    }
}
