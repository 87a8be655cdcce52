//! CH-1: over the whole chain nobody is lost and nobody is in two places.
//!
//! Every person has, at rest, one word per service for where they stand. [`table::TABLE`] lists which words go
//! together, and why; what is not listed is a violation. A row allows every combination of its words, so a row
//! is as narrow as its reason.

mod table;

use std::collections::{BTreeSet, HashMap};

use wire::intake::ApplicationKind;
use wire::reception::{Category, EndReason};

use super::Found;
use super::family::Relative;
use super::housing::{Homes, Match, Stand};
use super::intake::{Cases, Stage};
use super::reception::{Presence, Stays};
use super::returns::{Back, Returns};
use table::{C, H, R, S, TABLE};

/// Everything that the checker knows.
pub(super) struct Books {
    pub(super) cases: Cases,
    pub(super) relatives: HashMap<String, Relative>,
    pub(super) stays: Stays,
    pub(super) returns: Returns,
    pub(super) homes: Homes,
}

impl Books {
    /// CH-1 for every person that any service knows.
    pub(super) fn check(&self, found: &mut Found) {
        let all = [
            self.cases.of_person.keys().collect::<Vec<_>>(),
            self.relatives.keys().collect(),
            self.stays.of_person.keys().collect(),
            self.returns.keys().collect(),
            self.homes.of_person.keys().collect(),
        ];
        let persons: BTreeSet<&String> = all.into_iter().flatten().collect();
        for person in persons {
            let (c, s, r, h) =
                (self.case(person), self.stay(person), self.back(person), self.home(person));
            let allowed = TABLE.iter().any(|(cases, stays, returns, homes, _)| {
                cases.contains(&c)
                    && stays.contains(&s)
                    && returns.contains(&r)
                    && homes.contains(&h)
            });
            found.must("CH-1", allowed && self.known(person, c), || {
                format!("person {person} is {c:?} for intake, {s:?} for reception, {r:?} for returns, {h:?} for housing")
            });
        }
    }

    /// Who has no case was taken over, or found by the police: every stay has a reason.
    fn known(&self, person: &str, c: C) -> bool {
        let stay = self.stays.of_person.get(person);
        let home = self.homes.of_person.get(person).and_then(|id| self.homes.matches.get(id));
        c != C::No
            || (stay.is_none_or(|stay| stay.imported || stay.born)
                && home.is_none_or(|home| home.imported))
    }

    /// The case that is open, or else the last one.
    fn last(&self, person: &str) -> Option<&super::intake::Case> {
        let cases = self.cases.of_person.get(person)?;
        let all = || cases.iter().rev().filter_map(|id| self.cases.by_id.get(id));
        all().find(|case| case.stage == Stage::Open).or_else(|| all().next())
    }

    fn case(&self, person: &str) -> C {
        if self.cases.merged.contains(person) {
            return C::Merged;
        }
        let Some(case) = self.last(person) else {
            return match self.relatives.get(person) {
                None => C::No,
                Some(Relative::Abroad) => C::Abroad,
                Some(Relative::Reception) => C::Family,
                Some(Relative::Home) => C::FamilyHome,
            };
        };
        let before = case.decided_before;
        match case.stage {
            Stage::Open if case.again => C::Again,
            Stage::Open if case.imported => C::OpenElsewhere,
            Stage::Open => match case.kind {
                ApplicationKind::First | ApplicationKind::Relocated => C::Open,
                _ => C::OpenElsewhere,
            },
            Stage::Granted | Stage::Permit if before => C::GrantedBefore,
            Stage::Granted | Stage::Permit => C::Granted,
            Stage::Rejected | Stage::FinalNegative if before => C::RejectedBefore,
            Stage::Rejected | Stage::FinalNegative => C::Rejected,
            Stage::Appeal { suspensive: true } if before => C::StayingBefore,
            Stage::Appeal { suspensive: true } => C::Staying,
            Stage::Appeal { .. } if before => C::AppealBefore,
            Stage::Appeal { .. } => C::Appeal,
            Stage::Withdrawn { gone: true } => C::Gone,
            Stage::Withdrawn { gone: false } => C::Withdrawn,
            Stage::Revoked => C::Revoked,
        }
    }

    fn stay(&self, person: &str) -> S {
        let Some(stay) = self.stays.of_person.get(person) else { return S::No };
        match (stay.presence, stay.category) {
            (Presence::Ended(EndReason::Unsupervised), _) => S::Missing,
            (Presence::Ended(_), _) => S::Ended,
            (_, Category::Rejected) => S::Rejected,
            (_, Category::StatusHolder) => S::Holder,
            (_, Category::UnaccompaniedMinor) => S::Minor,
            (_, Category::FamilyReunion) => S::Family,
            (_, Category::Applicant | Category::RepeatApplicant | Category::Unspecified) => {
                S::Applicant
            }
        }
    }

    fn back(&self, person: &str) -> R {
        let Some(case) = self.returns.get(person) else { return R::No };
        let made = self.last(person).map(|case| case.made_on);
        match case.back {
            Back::Open => R::Open,
            Back::Held if case.imported => R::HeldBefore,
            Back::Held => R::Held,
            Back::Left if made.is_some_and(|made| case.since <= made) => R::LeftBefore,
            Back::Left => R::Left,
            Back::Lawful => R::Lawful,
        }
    }

    fn home(&self, person: &str) -> H {
        let found = self.homes.of_person.get(person).and_then(|id| self.homes.matches.get(id));
        let Some(Match { stand, members, moved, refused, .. }) = found else { return H::No };
        match stand {
            Stand::Temporary | Stand::Housed if moved.contains(person) => H::Moved,
            _ if !members.contains(person) && refused.contains(person) => H::Refused,
            _ if !members.contains(person) => H::Out,
            Stand::Waiting => H::Waiting,
            Stand::Temporary | Stand::Housed => H::Joined,
            Stand::Refused => H::Refused,
            Stand::Cancelled => H::Out,
        }
    }
}
